"""*If/then branch*: its ways out, their words and what is wrong with them. Who goes where is tested with the engine."""

from __future__ import annotations

import pytest

from core.actions.if_then import Branch, IfThen
from core.actions.names import Names
from core.model.filter import Condition, Filter, Operator
from tests.building import LEADS, is_any, project, where

OFFICE = project()
NAMES = Names(OFFICE)
LEADS_IN_OSLO = Filter((*LEADS.groups, *is_any("city", "Oslo").groups))


@pytest.mark.parametrize(
    ("action", "names"),
    [
        (IfThen(), ("Branch 1", "None matched")),
        (IfThen((Branch("A"), Branch("")), "Rest"), ("A", "Branch 2", "Rest")),
        (IfThen((Branch("A"),), ""), ("A", "None matched")),
        (IfThen(()), ("None matched",)),
    ],
)
def test_every_way_out_has_a_name(action: IfThen, names: tuple[str, ...]) -> None:
    assert action.branch_names() == names


@pytest.mark.parametrize(
    ("branches", "headline"),
    [
        ((Branch("A", LEADS),), "Lifecycle stage is Lead?"),
        ((Branch("A", where("lifecyclestage", Operator.IS_NONE_OF, "lead")),), "Lifecycle stage is not Lead?"),
        ((Branch("A", is_any("lifecyclestage")),), "Lifecycle stage is any of …?"),
        ((Branch("A", is_any("lifecyclestage", "lead", "customer")),), "Lifecycle stage is any of Lead, Customer?"),
        ((Branch("A", where("city", Operator.IS_KNOWN)),), "City is known?"),
        ((Branch("A", LEADS_IN_OSLO),), "If/then branch"),
        ((Branch("A", Filter(((Condition("city"), Condition("country")),))),), "If/then branch"),
        ((Branch("A", Filter()),), "If/then branch"),
        ((Branch("A", LEADS), Branch("B", LEADS)), "If/then branch"),
        ((), "If/then branch"),
    ],
)
def test_a_single_condition_is_asked_in_the_title(branches: tuple[Branch, ...], headline: str) -> None:
    assert IfThen(branches).headline(NAMES) == headline


def test_more_than_one_branch_is_named_below_the_title() -> None:
    assert IfThen((Branch("A"), Branch("B"))).summary(NAMES) == "A · B · None matched"
    assert IfThen((Branch("A"),)).summary(NAMES) == ""


@pytest.mark.parametrize(
    ("branches", "sentences"),
    [
        ((Branch("A", LEADS),), []),
        ((Branch("A"),), ["“A” has no condition, so every contact goes that way."]),
        ((Branch("A", is_any("gone", 1)),), ["“A”: There is no property “gone”."]),
        ((Branch("A", LEADS), Branch("", is_any("lifecyclestage"))),
         ["“Branch 2”: “Lifecycle stage is any of” has no value to compare with."]),
        ((), ["A branch has between 1 and 20 ways out."]),
        ((Branch("A", LEADS),) * 20, []),
        ((Branch("A", LEADS),) * 21, ["A branch has between 1 and 20 ways out."]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_branches(branches: tuple[Branch, ...], sentences: list[str]) -> None:
    problems = IfThen(branches).problems(OFFICE)
    assert [p.sentence for p in problems] == sentences
    assert {p.field for p in problems} <= {"branches"}


def test_one_branch_is_replaced_and_the_others_stay() -> None:
    action = IfThen((Branch("A"), Branch("B"), Branch("C")), "Rest")
    changed = action.with_branch(1, Branch("New", LEADS))
    assert changed == IfThen((Branch("A"), Branch("New", LEADS), Branch("C")), "Rest")


def test_it_reads_the_properties_of_all_its_filters() -> None:
    assert IfThen((Branch("A", LEADS_IN_OSLO), Branch("B", is_any("country", "Norway")))).watched == {
        "lifecyclestage", "city", "country",
    }  # fmt: skip
