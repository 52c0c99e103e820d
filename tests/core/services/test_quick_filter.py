"""The typed filter: what it reads, what it says about nonsense, and how it completes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.names import Names
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.contact_list import ContactList
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.rules.filter_words import in_words
from core.rules.filters import matches
from core.services import mail_status
from core.services.quick_filter import complete, joined, read

PROJECT = Project(
    custom_properties=(
        PropertyDefinition("seats", "Seats bought", PropertyType.NUMBER, custom=True, id=1),
        PropertyDefinition("renewal", "Renewal", PropertyType.DATE, custom=True, id=2),
    ),
    senders=(Sender(1, "Ana Ruiz"), Sender(2, "Ben Okafor"), Sender(3, "Anabel Wu")),
    lists=(ContactList(5, "VIP guests"),),
)


def conditions(text: str) -> tuple[tuple[str, Operator, tuple[object, ...]], ...]:
    found = read(text, PROJECT)
    assert found.problem == ""
    (group,) = found.filter.groups
    return tuple((c.property, c.operator, c.values) for c in group)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("company:brno", ("company", Operator.CONTAINS, ("brno",))),
        ('company="Acme, Brno"', ("company", Operator.IS_ANY_OF, ("Acme, Brno",))),
        ("company!~acme", ("company", Operator.NOT_CONTAINS, ("acme",))),
        ("city=Oslo,Porto", ("city", Operator.IS_ANY_OF, ("Oslo", "Porto"))),
        ("city!=Oslo", ("city", Operator.IS_NONE_OF, ("Oslo",))),
        ("stage=lead", ("lifecyclestage", Operator.IS_ANY_OF, ("lead",))),
        ('stage!="Marketing qualified lead"', ("lifecyclestage", Operator.IS_NONE_OF, ("marketingqualifiedlead",))),
        ("stage:cust", ("lifecyclestage", Operator.IS_ANY_OF, ("customer",))),
        ("owner~ana", ("hubspot_owner_id", Operator.IS_ANY_OF, (1, 3))),
        ("owner:ben", ("hubspot_owner_id", Operator.IS_ANY_OF, (2,))),
        ("seats>5", ("seats", Operator.GREATER, (5,))),
        ("SeatsBought:5..10", ("seats", Operator.BETWEEN, (5, 10))),
        ("renewal:2026-01-05", ("renewal", Operator.BETWEEN, (1767571200, 1767571200))),
        ("created:30d", ("createdate", Operator.IN_LAST_DAYS, (30,))),
        ("created<30d", ("createdate", Operator.DAYS_AGO, (30,))),
        ("created:2026-01-05", ("createdate", Operator.BETWEEN, (1767571200, 1767657599))),
        ("unsubscribed:yes", ("hs_email_optout", Operator.IS_TRUE, ())),
        ("bounced=no", ("hs_email_bounced", Operator.IS_FALSE, ())),
        ("no:email", ("email", Operator.IS_UNKNOWN, ())),
        ("has:owner", ("hubspot_owner_id", Operator.IS_KNOWN, ())),
        ('list:"VIP guests"', ("list", Operator.IN_LIST, (5,))),
        ("list!=vip", ("list", Operator.NOT_IN_LIST, (5,))),
    ],
)
def test_one_word_is_one_condition(text: str, asked: tuple[str, Operator, tuple[object, ...]]) -> None:
    assert conditions(text) == (asked,)


def test_free_words_stay_words_and_conditions_join() -> None:
    found = read('ana company:brno novak stage=lead "x:y" http://acme', PROJECT)
    assert found.words == "ana novak x:y http://acme"
    assert in_words(found.filter, Names(PROJECT)) == ("Company name contains brno and Lifecycle stage is any of Lead")


def test_several_parts_of_a_text_are_several_ways() -> None:
    found = read("city:os,po company:acme", PROJECT)
    assert [[c.values for c in group] for group in found.filter.groups] == [[("os",), ("acme",)], [("po",), ("acme",)]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("compny:x", "There is no property “compny”. Did you mean company?"),
        ("zzz:x", "There is no property “zzz”. Put it in quotes to search for it."),
        ("stage=boss", "“Lifecycle stage” has no “boss”."),
        ("stage:qualified", "“qualified” fits 2 choices of “Lifecycle stage”"),
        ("owner:nobody", "“Contact owner” has no “nobody”. There is: Ana Ruiz, Ben Okafor, Anabel Wu."),
        ("seats>many", "“many” is not a number"),
        ("seats:5..", "“Seats bought” needs a value on both sides of the dots."),
        ("company>5", "“Company name” is no number and no date"),
        ("stage=", "Say what “Lifecycle stage” shall be, e.g. stage=Subscriber."),
        ("no:", "Name a property, e.g. no:email."),
        ("created:soon", "“soon” is not a date"),
        ("city:a,b,c,d,e company:a,b,c,d,e", "That is more than 20 combinations"),
    ],
)
def test_nonsense_is_named(text: str, sentence: str) -> None:
    found = read(text, PROJECT)
    assert found.problem.startswith(sentence), found.problem
    assert found.filter == Filter()


def test_completions_lead_from_names_to_values() -> None:
    assert [c.text for c in complete("ana st", PROJECT)] == ["ana stage:", "ana status:"]
    assert [c.label for c in complete("stage:mark", PROJECT)] == ["Marketing qualified lead"]
    assert complete("stage=mark", PROJECT)[0].text == 'stage="Marketing qualified lead" '
    assert [c.text for c in complete("owner~ana", PROJECT)] == ['owner~"Ana Ruiz" ', 'owner~"Anabel Wu" ']
    assert complete("stage=lead,cust", PROJECT)[0].text == "stage=lead,Customer "
    assert [c.text for c in complete("no:em", PROJECT)][:1] == ["no:email "]
    assert [c.label for c in complete("bounced:", PROJECT)] == ["yes", "no"]
    assert complete("company:brno ", PROJECT) == []
    assert complete("a", PROJECT) == []
    assert complete("nonsense:x", PROJECT) == []


def test_two_filters_join_to_what_both_match() -> None:
    a, b, c = (Condition(name, Operator.IS_KNOWN) for name in ("email", "city", "phone"))
    assert joined(Filter(((a,), (b,))), Filter(((c,),))) == Filter(((a, c), (b, c)))
    assert joined(Filter(), Filter(((c,),))) == Filter(((c,),))
    assert joined(Filter(((c,),)), Filter(((),))) == Filter(((c,),))


@pytest.mark.parametrize("status", mail_status.STATUSES)
@given(
    values=st.fixed_dictionaries(
        {
            "email": st.sampled_from([None, "", "ana", "ana@acme.example"]),
            **{name: st.sampled_from([None, False, True]) for name, _ in mail_status.FLAGS},
        }
    )
)
def test_status_asks_for_the_column_of_that_name(status: str, values: dict[str, Value]) -> None:
    contact = Contact(1).with_values(values)
    is_it = mail_status.mail_status(contact) == status
    assert matches(read(f'status:"{status}"', PROJECT).filter, values) is is_it
    assert matches(read(f'status!="{status}"', PROJECT).filter, values) is not is_it


def test_a_status_is_said_as_it_was_asked_for() -> None:
    found = read("status!=ok,bounced company:brno", PROJECT)
    assert in_words(found.spoken, Names(PROJECT)) == "Status is none of OK, Bounced and Company name contains brno"
    assert len(found.filter.groups) == len(mail_status.STATUSES) - 2
    plain = read("company:brno", PROJECT)
    assert plain.spoken == plain.filter


def test_the_lead_status_has_a_name_of_its_own() -> None:
    assert read("leadstatus:new", PROJECT).filter == Filter(
        ((Condition("hs_lead_status", Operator.IS_ANY_OF, ("NEW",)),),)
    )
    assert read("status:invalid", PROJECT).filter == Filter(((Condition("email", Operator.IS_NO_ADDRESS),),))
    assert read("status:new", PROJECT).problem.endswith("The lead status is leadstatus:new.")
    assert read("status:blocked", PROJECT).problem.startswith("“blocked” fits 2 choices of “Status”")
    assert "Every contact has a status" in read("no:status", PROJECT).problem
    assert "no number" in read("status>ok", PROJECT).problem
