"""The value-equals branch: who goes which way, and what is wrong with a card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.names import Names
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.workflow import Card
from tests.core.actions.fakes import ANA, NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

STAGES = ValueEquals("lifecyclestage", (ValueBranch("New", ("lead", "subscriber")), ValueBranch("Won", ("customer",))))
PROJECT = replace(
    office(),
    custom_properties=(
        PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True),
        PropertyDefinition("trial", "Trial", PropertyType.BOOL, custom=True),
    ),
)


def test_contacts_go_the_way_of_their_value_and_the_rest_go_the_last_way() -> None:
    stage = FakeStage(columns={"lifecyclestage": ["customer", "Lead", None, "other", "", "SUBSCRIBER"]})
    stage.perform(STAGES, [0, 1, 2, 3, 4, 5])
    assert stage.pushed == [(NOW, "way 1", [1, 5]), (NOW, "way 2", [0]), (NOW, "way 3", [2, 3, 4])]
    assert [contact for contact, *_ in stage.told()] == [102, 106, 101, 103, 104, 105]
    assert [a for _, a, _, _ in stage.facts()] == [1, 1, 2, 3, 3, 3]


def test_the_first_branch_that_has_a_value_takes_it() -> None:
    action = ValueEquals("city", (ValueBranch("A", ("Oslo",)), ValueBranch("B", ("OSLO", "Rome"))))
    stage = FakeStage(columns={"city": ["oslo", "rome", None, None, None, None]})
    stage.perform(action, [0, 1])
    assert stage.pushed == [(NOW, "way 1", [0]), (NOW, "way 2", [1])]
    assert sentences(action) == [("branches", "“B”: “OSLO” leads to “A” already, which comes first.")]


def test_an_empty_value_leads_nobody_anywhere() -> None:
    action = ValueEquals("city", (ValueBranch("Nowhere", (None, "")),))
    stage = FakeStage()
    stage.perform(action, [0])
    assert stage.pushed == [(NOW, "way 2", [0])]
    assert sentences(action) == [("branches", "“Nowhere” has no value, so no contact goes that way.")]


def test_numbers_compare_as_numbers_and_never_with_texts() -> None:
    action = ValueEquals("seats", (ValueBranch("Ten", (10,)),))
    stage = FakeStage(columns={"seats": [10, 10.0, "10", 11, None, None]})
    stage.perform(action, [0, 1, 2, 3])
    assert stage.pushed == [(NOW, "way 1", [0, 1]), (NOW, "way 2", [2, 3])]


def test_without_a_property_everybody_goes_the_last_way_with_a_reason() -> None:
    stage = FakeStage()
    stage.perform(ValueEquals(), [0, 1])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING"), (102, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "way 2", [0, 1])]
    assert ValueEquals().watched == frozenset()
    assert STAGES.watched == {"lifecyclestage"}


def test_names_of_the_ways() -> None:
    action = ValueEquals("city", (ValueBranch("North", ("Oslo",)), ValueBranch("", ("Rome", "Bari")), ValueBranch()))
    assert action.branch_names() == ("North", "Rome, Bari", "Branch 3", "None matched")
    assert replace(action, none_met="Rest").branch_names()[-1] == "Rest"
    assert replace(action, none_met="").branch_names()[-1] == "None matched"


def test_headline_and_summary() -> None:
    names = Names(office())
    assert STAGES.headline(names) == "Branch by Lifecycle stage"
    assert STAGES.summary(names) == "New · Won · None matched"
    assert ValueEquals().headline(names) == "Value equals branch"
    many = ValueEquals("city", tuple(ValueBranch(f"B{n}", (f"{n}",)) for n in range(1, 7)))
    assert many.summary(names) == "B1 · B2 · B3 · B4 · 3 more"


def test_a_card_in_order_has_no_problems() -> None:
    assert sentences(STAGES) == []


def test_a_property_is_needed() -> None:
    assert sentences(ValueEquals("", (ValueBranch("A", ("x",)),))) == [("property", "Choose a property.")]
    assert sentences(ValueEquals("gone", (ValueBranch("A", ("x",)),))) == [
        ("property", "There is no property “gone” any more.")
    ]


@pytest.mark.parametrize(("number", "wrong"), [(0, True), (1, False), (250, False), (251, True)])
def test_there_are_between_1_and_250_branches(number: int, wrong: bool) -> None:
    action = ValueEquals("city", tuple(ValueBranch(f"B{n}", (f"town {n}",)) for n in range(number)))
    said = [("branches", f"There are {number} branches; there may be between 1 and 250.")]
    assert sentences(action) == (said if wrong else [])


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("lifecyclestage", "Lead", True),
        ("lifecyclestage", "leed", False),
        ("lifecyclestage", 3, False),
        ("city", "Oslo", True),
        ("city", 5, False),
        ("seats", 10, True),
        ("seats", 2.5, True),
        ("seats", "ten", False),
        ("seats", float("nan"), False),
        ("trial", False, True),
        ("trial", "yes", False),
        ("createdate", NOW, True),
        ("createdate", "today", False),
        ("hubspot_owner_id", ANA, True),
        ("hubspot_owner_id", 9, False),
        ("hubspot_owner_id", "Ana", False),
    ],
)
def test_values_that_the_property_cannot_have_are_named(name: str, value: Value, fits: bool) -> None:
    definition = PROJECT.property(name)
    assert definition is not None
    said = [("branches", f"“A”: “{value}” cannot be a value of {definition.label}.")]
    assert sentences(ValueEquals(name, (ValueBranch("A", (value,)),)), PROJECT) == ([] if fits else said)


def test_in_a_rehearsal() -> None:
    played = Played(
        [{"lifecyclestage": "customer"}, {"lifecyclestage": "LEAD"}, {}], (Card(1, STAGES, branches=((), (), ())),)
    )
    assert played.said(1) == [
        "2 done: Goes on with “New”.",
        "1 done: Goes on with “Won”.",
        "3 done: Goes on with “None matched”.",
    ]
