"""Users that actions work for: what is wrong with a choice of them, their names, and who is there in a run."""

from __future__ import annotations

import pytest

from core.actions.names import Names
from core.actions.users import Roster, owner_property_problems, user_problems, users_in_words
from core.model.fields import Value
from tests.core.actions.fakes import ANA, BO, CHEN, FakeStage, office


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ((), []),
        ((ANA, BO), []),
        ((ANA, CHEN), ["Chen Wu was deactivated and is left out."]),
        ((ANA, 9, 0), ["There is no user 9 any more; choose another.", "There is no user 0 any more; choose another."]),
        ((ANA, BO, ANA), ["Ana Ruiz is chosen 2 times and counts once."]),
    ],
)
def test_problems_of_chosen_users(users: tuple[int, ...], said: list[str]) -> None:
    assert [(p.field, p.sentence) for p in user_problems(office(), users, "who")] == [("who", s) for s in said]


@pytest.mark.parametrize(("name", "fine"), [("hubspot_owner_id", True), ("city", False), ("gone", False), ("", False)])
def test_an_owner_property_holds_a_user(name: str, fine: bool) -> None:
    found = [(p.field, p.sentence) for p in owner_property_problems(office(), name)]
    assert found == ([] if fine else [("owner_property", "Choose a property that holds a user.")])


@pytest.mark.parametrize(
    ("users", "said"),
    [
        ((), ""),
        ((ANA,), "Ana Ruiz"),
        ((ANA, BO, CHEN), "Ana Ruiz, Bo Lind, Chen Wu"),
        ((ANA, BO, CHEN, 9, 10), "Ana Ruiz, Bo Lind, Chen Wu and 2 more"),
    ],
)
def test_users_in_words(users: tuple[int, ...], said: str) -> None:
    assert users_in_words(users, Names(office())) == said


@pytest.mark.parametrize(
    ("value", "user"), [(ANA, ANA), (CHEN, 0), (9, 0), (None, 0), ("", 0), ("1", 0), (True, 0), (1.0, 0)]
)
def test_only_the_id_of_an_active_user_is_somebody(value: Value, user: int) -> None:
    user_of = Roster(FakeStage()).look()
    # Asked twice, and after the number that Python holds for the same: what is remembered must not mix them up.
    assert [user_of(value), user_of(ANA), user_of(value)] == [user, ANA, user]


def test_who_is_deactivated_during_the_run_is_gone_from_then_on() -> None:
    stage = FakeStage()
    roster = Roster(stage)
    assert [roster.look()(user) for user in (ANA, BO)] == [ANA, BO]
    stage.fire(ANA)
    assert [roster.look()(user) for user in (ANA, BO)] == [0, BO]


def test_users_are_looked_up_once_as_long_as_nothing_happens() -> None:
    stage = FakeStage()
    user_of = Roster(stage).look()
    assert user_of(ANA) == ANA
    stage.desks.clear()
    assert user_of(ANA) == ANA
