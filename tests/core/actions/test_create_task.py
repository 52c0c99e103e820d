"""Create task: for whom, due when, and what is wrong with a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.actions.create_task import AssigneeType, CreateTask, TaskType, due_at
from core.actions.names import Names
from core.model.instant import from_instant
from core.model.workflow import Card
from tests.core.actions.fakes import ANA, BO, CHEN, NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

OWNER = "hubspot_owner_id"
DAY = 86_400
CALL = CreateTask(TaskType.CALL, "Ring up", 2)
FOR_ANA = replace(CALL, assignee_type=AssigneeType.SPECIFIC_USER, user=ANA)


def test_each_contact_s_owner_gets_the_task_and_without_one_nobody_does() -> None:
    stage = FakeStage(columns={OWNER: [ANA, None, BO, CHEN, "odd", 9]})
    stage.perform(CALL, [0, 1, 2, 3, 4, 5])
    assert stage.told() == [(c, "done", "NONE") for c in range(101, 107)]
    assert stage.facts() == [(user, NOW + 2 * DAY, 0, 0) for user in (ANA, 0, BO, 0, 0, 0)]
    assert stage.pushed == [(NOW, "then", [0, 1, 2, 3, 4, 5])]


@pytest.mark.parametrize(("user", "gets_it"), [(ANA, ANA), (CHEN, 0), (9, 0), (0, 0)])
def test_a_specific_user_gets_all_of_them(user: int, gets_it: int) -> None:
    stage = FakeStage(columns={OWNER: [BO] * 6})
    stage.perform(replace(FOR_ANA, user=user), [0, 1])
    assert [sender for sender, *_ in stage.facts()] == [gets_it, gets_it]


def test_a_user_deactivated_meanwhile_gets_no_more() -> None:
    stage = FakeStage()
    perform = FOR_ANA.bind(stage.slot(FOR_ANA))
    perform(NOW, [0])
    stage.fire(ANA)
    perform(NOW, [1])
    assert [sender for sender, *_ in stage.facts()] == [ANA, 0]


@pytest.mark.parametrize("subject", ["", " \n"])
def test_a_task_without_a_title_is_none(subject: str) -> None:
    stage = FakeStage()
    action = replace(CALL, subject=subject)
    stage.perform(action, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "then", [0])]
    assert sentences(action) == [("subject", "Type a title.")]


def test_it_is_due_at_the_same_time_of_day_also_over_a_clock_change() -> None:
    zone = ZoneInfo("Europe/Madrid")
    now = int(datetime(2026, 3, 28, 9, 15, 30, tzinfo=zone).timestamp())
    assert from_instant(due_at(now, 1, zone), zone).isoformat() == "2026-03-29T09:15:30+02:00"
    # The second 02:30 of the night the clocks go back, due at once.
    twice = int(datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zone).timestamp())
    assert due_at(twice, 0, zone) == twice


@pytest.mark.parametrize(("days", "due"), [(0, 0), (-3, 0), (10**9, 1825)])
def test_odd_due_days_are_kept_within_bounds(days: int, due: int) -> None:
    stage = FakeStage()
    stage.perform(replace(CALL, due_days=days), [0])
    assert stage.facts() == [(0, NOW + due * DAY, 0, 0)]


def test_what_it_reads() -> None:
    assert CALL.watched == {OWNER}
    assert FOR_ANA.watched == frozenset()
    assert replace(CALL, owner_property="").watched == frozenset()


def test_without_an_owner_property_nobody_gets_the_task() -> None:
    stage = FakeStage()
    stage.perform(replace(CALL, owner_property=""), [0])
    assert stage.facts() == [(0, NOW + 2 * DAY, 0, 0)]


@pytest.mark.parametrize(
    ("action", "summary"),
    [
        (CALL, "Call: Ring up · due in 2 days · contact owner"),
        (replace(FOR_ANA, due_days=1), "Call: Ring up · due in 1 day · Ana Ruiz"),
        (replace(FOR_ANA, user=0, due_days=0), "Call: Ring up · due at once · no sender chosen"),
        (CreateTask(TaskType.EMAIL), "Email: no title · due in 3 days · contact owner"),
        (CreateTask(TaskType.TODO, "Look"), "To-do: Look · due in 3 days · contact owner"),
    ],
)
def test_summary(action: CreateTask, summary: str) -> None:
    assert action.summary(Names(office())) == summary


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (CALL, []),
        (FOR_ANA, []),
        (replace(CALL, due_days=0), []),
        (replace(CALL, due_days=1825), []),
        (replace(CALL, due_days=-1), [("due_days", "Due in is at least 0 days.")]),
        (replace(CALL, due_days=10**9), [("due_days", "Due in is at most 1,825 days.")]),
        (replace(CALL, owner_property="city"), [("owner_property", "Choose a property that holds a user.")]),
        (replace(CALL, owner_property=""), [("owner_property", "Choose a contact owner property.")]),
        (replace(FOR_ANA, owner_property="city"), []),
        (replace(FOR_ANA, user=0), [("user", "Choose an assignee.")]),
        (replace(FOR_ANA, user=CHEN), [("user", "Chen Wu was deactivated and is left out.")]),
        (replace(FOR_ANA, user=9), [("user", "There is no user 9 any more; choose another.")]),
    ],
)
def test_problems(action: CreateTask, said: list[tuple[str, str]]) -> None:
    assert sentences(action) == said


def test_labels() -> None:
    assert [kind.label for kind in TaskType] == ["To-do", "Call", "Email"]
    assert [kind.label for kind in AssigneeType] == ["Specific user", "Contact owner"]


def test_in_a_rehearsal() -> None:
    played = Played([{OWNER: ANA}, {}], (Card(1, CALL), Card(2, replace(CALL, task_type=TaskType.TODO, due_days=0))))
    assert played.said(1) == [
        "1 done: Call “Ring up” for Ana Ruiz, due Wed 7 Jan 09:00.",
        "2 done: Call “Ring up” for nobody, due Wed 7 Jan 09:00.",
    ]
    assert played.said(2)[0] == "1 done: To-do “Ring up” for Ana Ruiz, due 09:00."
