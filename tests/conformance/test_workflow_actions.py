"""Workflows: when actions may run, how branches part contacts, and what each action does."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from core.actions import ACTIONS
from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.create_task import CreateTask, TaskType
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.if_then import MAX_BRANCHES, Branch, IfThen
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit, Share
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Filter, Operator, list_column
from core.model.instant import MINUTE
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Action, Card, RunWindow, Trigger, TriggerKind, WorkflowSettings
from core.services.compare import packs
from core.services.review import review
from tests.building import (
    LEADS,
    at,
    clock,
    contact,
    contacts,
    enroll,
    fork,
    happens,
    is_any,
    minutes_to,
    off,
    on_form,
    play,
    project,
    reasons,
    sender,
    skips,
    submits,
    where,
    workflow,
)
from tests.conformance.conftest import Opener
from tests.golden.scene import PARTNERS, VIP, under, with_lists
from tests.golden.trigger_scenes import changes

DAY = 1_440
NOTE = AddNote("Hello")
MON_TO_THU = tuple(RunWindow(day, 9 * 60, 17 * 60) for day in range(4))
WARSAW = ZoneInfo("Europe/Warsaw")


def acted(trace: list[TraceEvent], place: int, who: int = 0) -> list[str]:
    """Tell when a card acted, on the UTC clock."""
    return [clock(e.time) for e in trace if e.place == place and e.outcome == Outcome.DONE and who in (0, e.contact)]


def who_came(trace: list[TraceEvent], place: int) -> list[int]:
    """Give those whom a card saw."""
    return [e.contact for e in trace if e.place == place and e.kind == RowKind.ACTION]


def split(action: Action) -> Card:
    """Give a branch card with a note on each way; the notes are numbered after the card."""
    return Card(0, action, branches=tuple((Card(0, NOTE),) for _ in action.branch_names()))


# ---------------------------------------------------------------- times when actions may run


def test_the_official_example_of_time_windows() -> None:
    """Official example: Mon–Thu 9–17; a two-day delay starts Thursday and ends Saturday.

    The branch is evaluated on Saturday, the next action runs Monday 9:00–9:15. Who is a lead on Saturday at 10:00 goes
    the first way, although Ben is none by Monday.
    """
    thursday = at("2026-01-08 10:00")
    flow = under(workflow(Delay(2 * DAY), fork(LEADS, [NOTE], [NOTE])), WorkflowSettings(windows=MON_TO_THU))
    office = project(flow, script=(changes(2, "2026-01-11 10:00", "lifecyclestage", "customer", 1, thursday),))
    trace = play(office, [*contacts(9, lifecyclestage="lead"), contact(10)], start=thursday)
    assert acted(trace, 2) == ["Thu 8 Jan 10:00"] * 10, "the delay begins at once"
    assert acted(trace, 3) == ["Sat 10 Jan 10:00"] * 10, "the branch is not moved"
    ran = [e.time for e in trace if e.place == 4 and e.outcome == Outcome.DONE]
    monday = at("2026-01-12 09:00")
    assert all(monday <= moment < monday + 15 * MINUTE for moment in ran)
    assert len(set(ran)) > 5, "spread over 15 minutes"
    assert sorted(e.contact for e in trace if e.place == 4 and e.outcome == Outcome.DONE) == list(range(1, 10))


@pytest.mark.parametrize(
    ("comes", "runs"),
    [
        ("2026-01-05 08:59", "Mon 5 Jan 09:"),
        ("2026-01-05 09:00", "Mon 5 Jan 09:00"),
        ("2026-01-05 16:59", "Mon 5 Jan 16:59"),
        ("2026-01-05 17:00", "Tue 6 Jan 09:"),
        ("2026-01-08 17:00", "Mon 12 Jan 09:"),
    ],
)
def test_an_action_outside_is_moved_to_the_earliest_allowed_time(comes: str, runs: str) -> None:
    """Time windows: an action due outside is moved to the earliest allowed time, and the log says until when."""
    eight = at("2026-01-05 08:00")
    event = ScriptedEvent(EventKind.FORM_SUBMITTED, 1, minutes_to(comes, eight))
    flow = under(workflow(NOTE, trigger=on_form()), WorkflowSettings(windows=MON_TO_THU))
    trace = play(project(flow, script=(event,)), contacts(1), start=eight)
    (ran,) = acted(trace, 2)
    assert ran.startswith(runs)
    put_off = [e for e in trace if e.outcome == Outcome.DEFERRED]
    assert [Reason(e.reason).name for e in put_off] == ["OUTSIDE_WINDOW"] * (not ran.endswith(comes[-5:]))
    assert all(clock(e.c) == ran for e in put_off)


def test_working_days_and_hours_use_the_accounts_time_zone() -> None:
    """Working days and hours of a workflow use the account's time zone: 16:30 UTC is 17:30 in Warsaw."""
    flow = under(workflow(NOTE, trigger=on_form()), WorkflowSettings(windows=MON_TO_THU))
    script = (submits(1, "2026-01-06 08:30"), submits(2, "2026-01-06 16:30"))
    trace = play(project(flow, script=script, zone="Europe/Warsaw"), contacts(2))
    assert acted(trace, 2, 1) == ["Tue 6 Jan 08:30"]
    assert acted(trace, 2, 2)[0].startswith("Wed 7 Jan 08:"), "nine o’clock in Warsaw"


@pytest.mark.parametrize(
    ("comes", "runs"),
    [
        ("2026-01-07 11:20", "Mon 12 Jan 11:20"),  # inside hours on a blocked day: the same time
        ("2026-01-07 20:00", "Mon 12 Jan 09:"),  # outside hours: when the next allowed day opens
        ("2026-01-06 20:00", "Mon 12 Jan 09:"),
        ("2026-01-06 11:20", "Tue 6 Jan 11:20"),
    ],
)
def test_a_blocked_date(comes: str, runs: str) -> None:
    """A blocked date inside hours: same time on the next allowed day; Wednesday and Thursday are blocked here."""
    settings = WorkflowSettings(windows=MON_TO_THU, blocked=("2026-01-07", "2026-01-08"))
    trace = play(project(under(workflow(NOTE, trigger=on_form()), settings), script=(submits(1, comes),)), contacts(1))
    assert acted(trace, 2)[0].startswith(runs)


def test_delays_of_all_three_kinds_are_not_moved() -> None:
    """Delays and branches are not moved: all three kinds of delay begin and end at night, the note waits for Monday."""
    event = DelayUntilEvent(AwaitedEvent.FORM_SUBMITTED, "Demo", minutes=60)
    cards = (Delay(60), DelayUntil((), 22 * 60), Card(0, event, branches=((Card(0, NOTE),), (Card(0, NOTE),))))
    friday = at("2026-01-09 20:00")
    trace = play(project(under(workflow(*cards), WorkflowSettings(windows=MON_TO_THU))), contacts(1), start=friday)
    assert [acted(trace, place) for place in (2, 3, 4)] == [
        ["Fri 9 Jan 20:00"],
        ["Fri 9 Jan 21:00"],
        ["Fri 9 Jan 22:00"],
    ]
    assert acted(trace, 6)[0].startswith("Mon 12 Jan 09:")
    assert [clock(e.time) for e in trace if e.outcome == Outcome.DEFERRED] == ["Fri 9 Jan 23:00"]


# ---------------------------------------------------------------- branches


def test_if_then_the_first_match_wins_and_none_matched_takes_the_rest() -> None:
    """If/then: first match wins, "None matched" by default; with AND, OR and several branches."""
    card = IfThen((Branch("Leads", LEADS), Branch("Oslo", is_any("city", "Oslo")), Branch("All known", KNOWN)))
    assert card.branch_names()[-1] == "None matched"
    people = [
        contact(1, lifecyclestage="lead", city="Oslo"),
        contact(2, city="Oslo"),
        contact(3, city="Rome"),
        contact(4),
    ]
    trace = play(project(workflow(split(card))), people)
    assert [who_came(trace, place) for place in (3, 4, 5, 6)] == [[1], [2], [3], [4]]


KNOWN = where("city", Operator.IS_KNOWN)


@pytest.mark.parametrize(("number", "fits"), [(0, False), (1, True), (19, True), (20, True), (21, False)])
def test_if_then_at_most_20_branches(opened: Opener, number: int, fits: bool) -> None:
    """If/then: at most 20 branches."""
    action = IfThen(tuple(Branch(f"City {n}", is_any("city", f"City {n}")) for n in range(number)))
    office = project(workflow(split(action)))
    assert (not [p for p in action.problems(office) if "ways out" in p.sentence]) == fits
    broken = [f for f in review(opened(office, contacts(1))) if f.severity == "error" and f.card_id == 1]
    assert (not broken) == fits
    assert {pack.max_branches for pack in packs()} == {MAX_BRANCHES}, "the form and the rule packs agree"


@pytest.mark.parametrize(("number", "fits"), [(249, True), (250, True), (251, False)])
def test_value_equals_at_most_250(number: int, fits: bool) -> None:
    """Value-equals: at most 250; the very value leads a contact, and all others go the last way."""
    action = ValueEquals("city", tuple(ValueBranch("", (f"City {n}",)) for n in range(number)))
    office = project(workflow(split(action)))
    assert (not action.problems(office)) == fits
    people = [contact(1, city="city 7"), contact(2, city=f"City {number - 1}"), contact(3, city="City"), contact(4)]
    trace = play(office, people)
    assert [who_came(trace, place) for place in (3 + 7, 3 + number - 1, 3 + number)] == [[1], [2], [3, 4]]


def test_a_random_split_follows_the_seed_and_the_contact() -> None:
    """Random split: by percentages, drawn for each contact by itself, whoever else is there."""
    action = RandomSplit((Share("A", 30), Share("B", 70)))
    office = project(workflow(split(action)))
    trace = play(office, contacts(1_000))
    first = set(who_came(trace, 3))
    assert 250 <= len(first) <= 350
    assert set(who_came(play(office, contacts(500)), 3)) == {n for n in first if n <= 500}
    assert set(who_came(play(office, contacts(1_000), seed=8), 3)) != first


# ---------------------------------------------------------------- delays


def test_a_delay_for_an_amount_of_time() -> None:
    """Delay (an amount of time): days of 24 hours, across nights, weekends and changes of the clock."""
    trace = play(
        project(workflow(Delay(1), Delay(90), Delay(3 * DAY), NOTE), zone="Europe/Warsaw"), contacts(1),
        start=at("2026-03-27 22:00"),
    )  # fmt: skip
    assert acted(trace, 5) == ["Mon 30 Mar 23:31"]


def test_a_delay_until_a_day_or_time() -> None:
    """Delay (until a day or time): the next Thursday at 14:00 in the account's zone."""
    office = project(workflow(DelayUntil((3,), 14 * 60), NOTE), zone="Europe/Warsaw")
    assert acted(play(office, contacts(1)), 3) == ["Thu 8 Jan 13:00"]


def test_a_delay_until_an_event_with_a_time_out() -> None:
    """Delay (until an event with a time-out): only what happens while a contact waits counts."""
    wait = split(DelayUntilEvent(AwaitedEvent.FORM_SUBMITTED, "Demo", minutes=DAY))
    script = (submits(1, "2026-01-05 12:00"), submits(2, "2026-01-06 09:01"), submits(3, "2026-01-05 12:00", "Other"))
    trace = play(project(workflow(wait), script=script), contacts(3))
    assert acted(trace, 3) == ["Mon 5 Jan 12:00"]
    assert (who_came(trace, 3), who_came(trace, 4)) == ([1], [2, 3])
    assert acted(trace, 4) == ["Tue 6 Jan 09:00"] * 2


# ---------------------------------------------------------------- the other actions


def with_two(*cards: Action | Card) -> Project:
    return with_lists(project(workflow(*cards), senders=(sender(1), sender(2, "Bo Lind"))))


def test_set_property() -> None:
    """Actions: set property; the next card sees it."""
    trace = play(with_two(SetProperty("city", "Oslo"), fork(is_any("city", "Oslo"), [NOTE], [])), contacts(1))
    assert who_came(trace, 4) == [1]


def test_create_task() -> None:
    """Actions: create task: for the contact's owner, due in two days."""
    trace = play(with_two(CreateTask(TaskType.CALL, "Ring up", 2)), [contact(1, hubspot_owner_id=2)])
    assert [(e.sender, clock(e.a)) for e in trace if e.place == 2] == [(2, "Wed 7 Jan 09:00")]


def test_internal_notification() -> None:
    """Actions: internal notification: to the owner; without one there is nobody to tell, and the contact goes on."""
    trace = play(with_two(Notification("Look"), NOTE), [contact(1), contact(2, hubspot_owner_id=None)])
    assert acted(trace, 2) == ["Mon 5 Jan 09:00"]
    assert skips(trace) == [(2, "NOT_OWNED")]
    assert who_came(trace, 3) == [1, 2]


def test_rotate_owner() -> None:
    """Actions: rotate owner: in turn, in the order contacts come."""
    trace = play(with_two(RotateOwner((1, 2))), contacts(4, hubspot_owner_id=None))
    assert [e.sender for e in trace if e.place == 2] == [1, 2, 1, 2]


def test_lists() -> None:
    """Actions: add to / remove from list."""
    on_vip = Filter(((where(list_column(VIP), Operator.IN_LIST, VIP).groups[0][0],),))
    cards = (AddToList(VIP), AddToList(PARTNERS), RemoveFromList(VIP), fork(on_vip, [], [NOTE]))
    trace = play(with_two(*cards), contacts(1))
    assert who_came(trace, 6) == [1]


def test_go_to_workflow_and_loops() -> None:
    """Actions: go to workflow: contacts go on here too; loops are found and stopped with a reason."""
    again = Trigger(TriggerKind.MANUAL, reenroll=True)
    office = project(
        workflow(GoToWorkflow(2), NOTE),
        workflow(GoToWorkflow(3), number=2, trigger=again),
        workflow(GoToWorkflow(2), number=3, trigger=again),
    )
    trace = play(office, contacts(1))
    assert who_came(trace, 3) == [1]
    assert reasons(trace) == ["LOOP_STOPPED"]
    assert len(trace) < 20


def test_a_workflow_that_sends_contacts_into_itself_comes_to_an_end() -> None:
    """Loops are found and stopped with a reason: into itself a contact cannot go while it is inside."""
    flow = workflow(NOTE, GoToWorkflow(1), trigger=Trigger(TriggerKind.MANUAL, reenroll=True))
    office = project(flow, script=(replace(happens(EventKind.ENROLLED_BY_HAND, 1, "2026-01-05 10:00"), workflow=1),))
    trace = play(office, contacts(1))
    assert acted(trace, 2) == ["Mon 5 Jan 10:00"]


def test_a_note() -> None:
    """Actions: note."""
    assert acted(play(with_two(NOTE), contacts(1)), 2) == ["Mon 5 Jan 09:00"]


def test_every_action_of_the_list_is_there_and_can_be_switched_off() -> None:
    """Actions: the whole list; a card of each kind that is off is skipped with ``ACTION_OFF``."""
    assert set(ACTIONS) == {
        "enroll_in_sequence", "unenroll_from_sequence", "delay", "delay_until", "delay_until_event", "if_then",
        "value_equals", "random_split", "set_property", "create_task", "notification", "rotate_owner", "add_to_list",
        "remove_from_list", "go_to_workflow", "add_note", "unknown",
    }  # fmt: skip
    for kind in ACTIONS.values():
        action = kind()
        card = replace(off(action), branches=tuple(() for _ in action.branch_names()))
        assert reasons(play(with_two(card), contacts(1))) == ["ACTION_OFF"], kind.kind


def test_enrolling_stands_under_the_same_windows() -> None:
    """Time windows hold *Enroll in sequence* back as well: the checks are asked on Monday, not on Saturday."""
    flow = under(workflow(enroll()), WorkflowSettings(windows=MON_TO_THU))
    lost = replace(happens(EventKind.SEAT_LOST, 0, "2026-01-11 10:00"), sender=1)
    saturday = at("2026-01-10 10:00")
    trace = play(project(flow, script=(replace(lost, minute=DAY),)), contacts(1), start=saturday)
    assert reasons(trace) == ["SENDER_NO_SEAT"]
    assert clock(next(e.time for e in trace if e.outcome == Outcome.SKIPPED)).startswith("Mon 12 Jan 09:")
