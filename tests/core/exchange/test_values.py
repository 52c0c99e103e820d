"""Property values to and from text."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.values import (
    file_value,
    kind_in_words,
    problems_of,
    read_value,
    reader_for,
    show_value,
    zone_of_account,
)
from core.model.account import Account
from core.model.contact import STANDARD_PROPERTIES, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.instant import read_local
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender

WARSAW = ZoneInfo("Europe/Warsaw")
BIRTHDAY = PropertyDefinition("birthday", "Birthday", PropertyType.DATE, custom=True, id=1)
SEATS = PropertyDefinition("seats", "Seats wanted", PropertyType.NUMBER, custom=True, id=2)
MOOD = PropertyDefinition("mood", "Mood", PropertyType.ENUM, custom=True, id=3)
PROJECT = Project(
    account=Account(time_zone="Europe/Warsaw"),
    custom_properties=(BIRTHDAY, SEATS, MOOD),
    senders=(
        Sender(1, "Ana Ruiz", "ana@acme.example"),
        Sender(2, "Jan Kowal", "jan@acme.example"),
        Sender(3, "Jan Kowal", "jan.kowal@acme.example"),
        Sender(4, "", "nameless@acme.example"),
    ),
)
NINE = read_local("2026-01-05T09:00", WARSAW)


def definition(name: str) -> PropertyDefinition:
    found = PROJECT.property(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("firstname", "  Łucja ", "Łucja"),
        ("firstname", "   ", None),
        ("email", "Ana@Acme.example", "Ana@Acme.example"),
        ("lifecyclestage", "LEAD", "lead"),
        ("lifecyclestage", "Marketing qualified lead", "marketingqualifiedlead"),
        ("hubspot_owner_id", "ANA@acme.example", 1),
        ("hubspot_owner_id", "ana ruiz", 1),
        ("hubspot_owner_id", "3", 3),
        ("hs_email_optout", "yes", True),
        ("hs_timezone", "europe_slash_oslo", "Europe/Oslo"),
        ("createdate", "2026-01-05 09:00", NINE),
        ("birthday", "2026-01-05", 1767571200),
        ("seats", "1,200", 1200),
        ("seats", "12,5", 12.5),
    ],
)
def test_texts_become_values(name: str, text: str, value: Value) -> None:
    assert read_value(definition(name), text, PROJECT) == value


@pytest.mark.parametrize(
    ("name", "text", "sentence", "hint"),
    [
        ("email", "ana@", "“ana@” is not an email address.", ""),
        ("firstname", "A\0B", "The text holds a NUL character, which no text may.", ""),
        ("mood", "fine", "“fine” is not one of the options of Mood.", "It has no options yet."),
        ("hubspot_owner_id", "Jan Kowal", "2 users are called “Jan Kowal”.", "Write the user’s email address."),
        ("hubspot_owner_id", "99", "There is no user “99”.", "Add the user under Senders first."),
        ("hs_email_optout", "maybe", "“maybe” is neither yes nor no.", "Write yes or no, or true or false."),
        ("createdate", "soon", "“soon” is not a date.", "Write it like 2026-01-05 or 2026-01-05 09:00."),
        ("seats", "many", "“many” is not a number.", "Write it like 1200 or 12.5."),
        ("hs_timezone", "Mars", "“Mars” is not a time zone.", "Write it like Europe/Warsaw or America/New_York."),
    ],
)
def test_texts_that_are_no_values(name: str, text: str, sentence: str, hint: str) -> None:
    with pytest.raises(Problem) as refused:
        read_value(definition(name), text, PROJECT)
    assert refused.value.code == "BAD_VALUE"
    assert refused.value.place == definition(name).label
    assert (refused.value.sentence, refused.value.hint) == (sentence, hint)


def test_the_hint_for_options_names_some() -> None:
    with pytest.raises(Problem) as refused:
        read_value(definition("lifecyclestage"), "boss", PROJECT)
    assert refused.value.hint.startswith("Options: Subscriber, Lead, ")
    with pytest.raises(Problem) as refused:
        read_value(
            PropertyDefinition("n", "N", PropertyType.ENUM, tuple((f"o{i}", f"O{i}") for i in range(9))), "x", PROJECT
        )
    assert refused.value.hint == "Options: O0, O1, O2, O3, O4, O5, O6, O7 …."


@pytest.mark.parametrize(
    ("name", "value", "shown", "filed"),
    [
        ("firstname", None, "", ""),
        ("firstname", "", "", ""),
        ("firstname", "Ana", "Ana", "Ana"),
        ("hs_email_optout", True, "Yes", "Yes"),
        ("hs_email_optout", False, "No", "No"),
        ("lifecyclestage", "lead", "Lead", "Lead"),
        ("lifecyclestage", "gone", "gone", "gone"),
        ("hubspot_owner_id", 1, "Ana Ruiz", "ana@acme.example"),
        ("hubspot_owner_id", 4, "nameless@acme.example", "nameless@acme.example"),
        ("hubspot_owner_id", 99, "Unknown user 99", "99"),
        ("createdate", NINE, "2026-01-05 09:00", "2026-01-05T09:00:00+01:00"),
        ("createdate", NINE + 30, "2026-01-05 09:00:30", "2026-01-05T09:00:30+01:00"),
        ("birthday", 1767571200, "2026-01-05", "2026-01-05"),
        ("seats", 12.0, "12", "12"),
        ("seats", 12.5, "12.5", "12.5"),
        ("seats", 12, "12", "12"),
    ],
)
def test_values_are_shown_and_written_to_files(name: str, value: Value, shown: str, filed: str) -> None:
    assert show_value(definition(name), value, PROJECT) == shown
    assert file_value(definition(name), value, PROJECT) == filed


@given(st.integers(0, 32_503_000_000))
def test_moments_come_back_from_what_is_shown(at: int) -> None:
    for text in (show_value(definition("createdate"), at, PROJECT), file_value(definition("createdate"), at, PROJECT)):
        assert read_value(definition("createdate"), text, PROJECT) == at


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first = read_local("2026-10-25T02:30:00+02:00", WARSAW)
    assert show_value(definition("createdate"), first, PROJECT) == "2026-10-25 02:30"
    assert show_value(definition("createdate"), first + 3600, PROJECT) == "2026-10-25 02:30+01:00"


def test_nothing_is_wrong_with_good_and_empty_values() -> None:
    values: dict[str, object] = {
        "email": "ana@acme.example", "firstname": "", "lastname": None, "lifecyclestage": "lead", "seats": 2.5,
        "hubspot_owner_id": 1, "createdate": NINE, "birthday": 0, "hs_email_optout": False,
        "hs_timezone": "Europe/Rome",
    }  # fmt: skip
    assert problems_of(PROJECT, values) == {}


def test_what_is_wrong_is_said_by_property() -> None:
    values: dict[str, object] = {
        "email": "ana@", "firstname": 5, "lifecyclestage": "boss", "seats": float("inf"), "hubspot_owner_id": 99,
        "createdate": -1, "birthday": "2026-01-05", "hs_email_optout": "yes", "hs_timezone": "Mars", "shoe_size": 44,
    }  # fmt: skip
    assert problems_of(PROJECT, values) == {
        "email": "“ana@” is not an email address.",
        "firstname": "“5” is not a text.",
        "lifecyclestage": "“boss” is not one of the options of Lifecycle stage.",
        "seats": "“inf” is not a number.",
        "hubspot_owner_id": "There is no user “99”.",
        "createdate": "“-1” is not a date and time.",
        "birthday": "“2026-01-05” is not a date.",
        "hs_email_optout": "“yes” is not yes or no.",
        "hs_timezone": "“Mars” is not a time zone.",
        "shoe_size": "There is no property “shoe_size”.",
    }


def test_a_broken_account_zone_counts_as_utc() -> None:
    broken = Project(account=Account(time_zone="Mars/Olympus"))
    assert zone_of_account(broken).utcoffset(None) is not None
    assert show_value(definition("createdate"), 0, broken) == "1970-01-01 00:00"


@pytest.mark.parametrize("prop", STANDARD_PROPERTIES, ids=lambda p: p.name)
def test_every_property_reads_blank_as_no_value(prop: PropertyDefinition) -> None:
    assert reader_for(prop, PROJECT)("  ") is None
    assert kind_in_words(prop)


@pytest.mark.parametrize("text", ["MQL", "mql", "Marketing-qualified lead", "marketing qualified lead"])
def test_an_option_is_known_by_its_initials_and_letters(text: str) -> None:
    stage = Project().property("lifecyclestage")
    assert stage is not None
    assert read_value(stage, text, Project()) == "marketingqualifiedlead"
    twins = PropertyDefinition("twins", "Twins", PropertyType.ENUM, (("a", "North West"), ("b", "New World")))
    with pytest.raises(Problem):
        read_value(twins, "NW", Project())
