"""Tokens: finding, filling and reporting them; placeholders keep their own text (S9)."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.account import Account
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step, StepKind
from core.rules.tokens import Sources, Span, SpanKind, TokenKind, find, placeholders, render, values_for

VALUES = {"contact.firstname": "Ann", "company.name": "Acme", "sender.name": "Bo Lee"}


@pytest.mark.parametrize(
    ("text", "kind", "name", "default"),
    [
        ("{{ contact.firstname }}", TokenKind.CONTACT, "firstname", None),
        ("{{contact.firstname}}", TokenKind.CONTACT, "firstname", None),
        ("{{ Company.name }}", TokenKind.COMPANY, "name", None),
        ("{{ owner.firstname }}", TokenKind.OWNER, "firstname", None),
        ("{{ sender.name }}", TokenKind.SENDER, "name", None),
        ("{{ placeholder.how we met }}", TokenKind.PLACEHOLDER, "how we met", None),
        ("{{ deal.amount }}", TokenKind.UNKNOWN, "deal.amount", None),
        ('{{ contact.firstname | default: "there" }}', TokenKind.CONTACT, "firstname", "there"),
        ('{{contact.firstname|default:""}}', TokenKind.CONTACT, "firstname", ""),
        ("{{ contact.firstname | default: “my friend” }}", TokenKind.CONTACT, "firstname", "my friend"),
    ],
)
def test_each_form_of_a_token_is_found(text: str, kind: TokenKind, name: str, default: str | None) -> None:
    (token,) = find(f"Hi {text}!")
    assert (token.kind, token.name, token.default, token.raw) == (kind, name, default, text)
    assert (token.start, token.end) == (3, 3 + len(text))


@pytest.mark.parametrize(
    "text", ["", "Hi", "{ contact.firstname }", "{{ firstname }}", "{{ contact. }}", "{{ }}", "{{ contact.a | upper }}"]
)
def test_other_braces_are_plain_text(text: str) -> None:
    assert find(text) == []
    assert render(text, VALUES).text == text


def test_a_long_text_of_odd_braces_is_searched_quickly() -> None:
    assert find("{{ a." + " b" * 50_000 + "{{" * 1_000) == []


def test_a_mail_shows_values_defaults_and_gaps_and_says_where() -> None:
    text = (
        'Hi {{ contact.firstname }}, {{ contact.city | default: "your town" }}{{ contact.phone }} – {{ sender.name }}'
    )
    mail = render(text, VALUES)
    assert mail.text == "Hi Ann, your town – Bo Lee"
    assert mail.spans == (
        Span(3, 6, SpanKind.VALUE),
        Span(8, 17, SpanKind.DEFAULT),
        Span(17, 17, SpanKind.EMPTY),
        Span(20, 26, SpanKind.VALUE),
    )
    assert [mail.text[s.start : s.end] for s in mail.spans] == ["Ann", "your town", "", "Bo Lee"]
    assert mail.count(SpanKind.VALUE) == 2


def test_a_placeholder_goes_out_as_it_stands() -> None:
    """S9: the mail goes out with the placeholder text, even when somebody made up a value or default."""
    text = 'Hi {{ placeholder.intro | default: "x" }} {{ contact.firstname }}'
    mail = render(text, VALUES | {"placeholder.intro": "no"})
    assert mail.text == 'Hi {{ placeholder.intro | default: "x" }} Ann'
    assert mail.spans == (Span(3, 41, SpanKind.PLACEHOLDER), Span(42, 45, SpanKind.VALUE))


def test_a_token_nobody_knows_stays_empty() -> None:
    assert render("a{{ deal.amount }}b", VALUES).text == "ab"
    assert render("a{{ contact.frstname }}b", VALUES).spans == (Span(1, 1, SpanKind.EMPTY),)


@given(
    st.lists(st.sampled_from(["Hi ", "{{", "}}", "{{ contact.firstname }}", "{{ placeholder.x }}", "é", "{{ a.b }}"]))
)
def test_spans_lie_in_the_text_in_order(parts: list[str]) -> None:
    mail = render("".join(parts), VALUES)
    at = 0
    for span in mail.spans:
        assert at <= span.start <= span.end <= len(mail.text)
        at = span.end
    assert mail.count(SpanKind.VALUE) == sum(t.kind is TokenKind.CONTACT for t in find("".join(parts)))


def test_placeholders_of_a_sequence_are_named_once_from_its_automated_mails() -> None:
    sequence = Sequence(
        steps=(
            Step(subject="{{ placeholder.topic }}", body="{{ placeholder.intro }} {{ contact.firstname }}"),
            Step(StepKind.MANUAL_EMAIL, body="{{ placeholder.by_hand }}"),
            Step(body="{{ placeholder.topic }}"),
        )
    )
    assert placeholders(sequence) == ("topic", "intro")
    assert placeholders(Sequence()) == ()


def _project(zone: str = "Europe/Warsaw") -> Project:
    custom = (
        PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True),
        PropertyDefinition("score", "Score", PropertyType.NUMBER, custom=True),
        PropertyDefinition("birthday", "Birthday", PropertyType.DATE, custom=True),
    )
    senders = (Sender(id=4, name="Zoë van Dam", email="zoe@acme.example", team="East"), Sender(id=5, name="Bo"))
    return Project(Account(time_zone=zone), custom, senders)


def test_values_are_gathered_as_people_read_them() -> None:
    contact = Contact(
        1,
        MappingProxyType(
            {
                "firstname": "Ann",
                "company": "Acme",
                "website": "acme.example",
                "lifecyclestage": "lead",
                "hubspot_owner_id": 4,
                "hs_email_optout": False,
                "hs_email_bounced": True,
                "seats": 12.0,
                "score": 1.5,
                "createdate": 1767654000,  # 2026-01-05 23:00 UTC, the day after in Warsaw
                "city": "",
            }
        ),
    )
    assert values_for(contact, Sender(id=5, name="Bo", email="bo@acme.example"), _project()) == {
        "contact.firstname": "Ann",
        "contact.company": "Acme",
        "contact.website": "acme.example",
        "contact.lifecyclestage": "Lead",
        "contact.hubspot_owner_id": "Zoë van Dam",
        "contact.hs_email_optout": "No",
        "contact.hs_email_bounced": "Yes",
        "contact.seats": "12",
        "contact.score": "1.5",
        "contact.createdate": "6 Jan 2026",
        "company.name": "Acme",
        "company.website": "acme.example",
        "owner.name": "Zoë van Dam",
        "owner.firstname": "Zoë",
        "owner.lastname": "van Dam",
        "owner.email": "zoe@acme.example",
        "owner.team": "East",
        "sender.name": "Bo",
        "sender.firstname": "Bo",
        "sender.email": "bo@acme.example",
    }


def test_an_owner_who_is_nobody_and_no_sender_leave_tokens_empty() -> None:
    contact = Contact(1, MappingProxyType({"hubspot_owner_id": 99}))
    values = values_for(contact, None, _project())
    assert render("{{ owner.name }}{{ sender.name }}{{ contact.hubspot_owner_id }}|", values).text == "|"


def test_a_broken_account_zone_does_not_hide_a_mail() -> None:
    contact = Contact(1, MappingProxyType({"createdate": 1767654000}))
    assert values_for(contact, None, _project("Mars"))["contact.createdate"] == "5 Jan 2026"


def test_a_preview_asks_where_the_value_of_a_token_comes_from() -> None:
    sources = Sources(_project(), Sender(id=5, name="Bo"))
    website, sender = sources.get("company.website"), sources.get("sender.name")
    assert website is not None
    assert (website.property, website.say("acme.example"), website.say(None)) == ("website", "acme.example", "")
    assert sender is not None
    assert (sender.property, sender.say(None)) == ("", "Bo")
    assert sources.get("contact.shoe_size") is None


def test_the_keys_are_those_that_something_can_fill() -> None:
    keys = Sources(Project(), Sender(1, "Bo Lee")).keys
    assert {"contact.firstname", "company.name", "owner.email", "sender.email"} <= set(keys)
    assert "contact.firstnme" not in keys
