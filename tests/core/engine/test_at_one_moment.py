"""Scenes in which several things happen to one contact at one moment: each was told wrong once, by engine or oracle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.delay import Delay
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.engine.triggers import MOST_RETURNS
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Trigger, TriggerKind, Workflow, WorkflowSettings
from tests.building import (
    LEADS,
    clock,
    contact,
    enroll,
    enroll_by_owner,
    happens,
    is_any,
    mail,
    minutes_to,
    on_filter,
    on_form,
    play,
    project,
    reasons,
    said,
    sender,
    sequence,
    skips,
    story,
    submits,
    workflow,
)

LEAD = contact(1, lifecyclestage="lead")
STAGE = "lifecyclestage"
HOUR, DAY = 60, 24 * 60
CUSTOMERS = is_any(STAGE, "customer")


def told(trace: Iterable[TraceEvent], workflow: int = 0) -> list[str]:
    """Tells what contact 1 does in workflows, leavings and refusals at the door too."""
    lines = []
    for event in trace:
        if event.kind not in (RowKind.TRIGGER, RowKind.ACTION):
            continue
        reason = Reason(event.reason).name if event.reason else ""
        words = f"{Outcome(event.outcome).label} {reason}" if event.kind == RowKind.TRIGGER else said(event)
        lines.append(f"{clock(event.time)} {words.strip()}")
    return lines


def becomes(value: Value, moment: str, number: int, name: str = STAGE) -> ScriptedEvent:
    """A scripted change of contact 1."""
    return ScriptedEvent(EventKind.PROPERTY_CHANGED, 1, minutes_to(moment), property=name, value=value, id=number)


def with_settings(made: Workflow, **settings: Any) -> Workflow:
    return replace(made, settings=replace(WorkflowSettings(), **settings))


# ---------------------------------------------------------------- out and in again


def test_who_leaves_a_delay_and_comes_in_anew_at_one_moment_waits_anew_and_goes_on_once() -> None:
    """On Tuesday noon Ada stops to be a lead and becomes one again: the delay of Monday must not let her on."""
    flow = with_settings(
        workflow(Delay(3 * DAY), AddNote("Hi"), trigger=on_filter(reenroll=True)), unenroll_unmatched=True
    )
    script = [becomes("customer", "2026-01-06 12:00", 1), becomes("lead", "2026-01-06 12:00", 2)]
    assert told(play(project(flow, script=script), [LEAD])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Tue 6 Jan 12:00 left NO_LONGER_MATCHES",
        "Tue 6 Jan 12:00 entered",
        "Tue 6 Jan 12:00 done",
        "Fri 9 Jan 12:00 done",
    ]


def test_who_leaves_between_two_cards_and_comes_in_anew_does_not_go_on_as_its_old_self() -> None:
    """A second workflow makes Ada a customer and a lead again while she is on her way from card to card."""
    flow = with_settings(
        workflow(AddNote("one"), AddNote("two"), trigger=on_filter(reenroll=True)), unenroll_unmatched=True
    )
    turn = workflow(SetProperty(STAGE, "customer"), SetProperty(STAGE, "lead"), number=2, trigger=on_filter())
    trace = play(project(flow, turn), [LEAD])
    first = [line for event, line in zip(trace, told(trace), strict=True) if event.place <= 3]
    assert first == [f"Mon 5 Jan 09:00 {what}" for what in (
        "entered", "done", "left NO_LONGER_MATCHES", "entered", "done", "done",
    )]  # fmt: skip


def test_the_goal_met_by_a_card_keeps_the_next_card_from_acting() -> None:
    flow = with_settings(workflow(SetProperty(STAGE, "customer"), AddNote("late"), trigger=on_filter()), goal=CUSTOMERS)
    assert told(play(project(flow), [LEAD])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 left GOAL_MET",
    ]


def test_who_met_the_goal_may_come_in_again_once_the_goal_is_not_met() -> None:
    flow = with_settings(workflow(Delay(DAY), AddNote("x"), trigger=on_form("Demo", reenroll=True)), goal=CUSTOMERS)
    script = [
        submits(1, "2026-01-05 10:00", number=1),
        becomes("customer", "2026-01-05 11:00", 2),
        submits(1, "2026-01-06 12:00", number=3),
        becomes("lead", "2026-01-06 13:00", 4),
        submits(1, "2026-01-06 13:00", number=5),
    ]
    assert told(play(project(flow, script=script), [LEAD])) == [
        "Mon 5 Jan 10:00 entered",
        "Mon 5 Jan 10:00 done",
        "Tue 6 Jan 10:00 left GOAL_MET",
        "Tue 6 Jan 12:00 skipped GOAL_MET",
        "Tue 6 Jan 13:00 entered",
        "Tue 6 Jan 13:00 done",
        "Wed 7 Jan 13:00 done",
    ]


def test_who_is_suppressed_in_the_middle_of_a_delay_is_not_there_when_it_ends() -> None:
    flow = with_settings(workflow(Delay(2 * DAY), AddNote("x"), trigger=on_filter()), suppression=(1,))
    joins = ScriptedEvent(EventKind.LIST_JOINED, 1, minutes_to("2026-01-06 09:00"), value=1, id=1)
    made = replace(project(flow, script=[joins]), lists=(ContactList(1, "Partners"),))
    assert told(play(made, [LEAD])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Tue 6 Jan 09:00 left SUPPRESSION_LIST",
    ]


def test_who_is_suppressed_at_the_very_moment_its_delay_ends_does_not_act() -> None:
    flow = with_settings(workflow(Delay(DAY), AddNote("x"), trigger=on_filter()), suppression=(1,))
    joins = ScriptedEvent(EventKind.LIST_JOINED, 1, minutes_to("2026-01-06 09:00"), value=1, id=1)
    made = replace(project(flow, script=[joins]), lists=(ContactList(1, "Partners"),))
    assert told(play(made, [LEAD]))[-1] == "Tue 6 Jan 09:00 left SUPPRESSION_LIST"


# ---------------------------------------------------------------- waiting for an event


def awaits_form(minutes: int = DAY) -> DelayUntilEvent:
    return DelayUntilEvent(AwaitedEvent.FORM_SUBMITTED, "Demo", minutes=minutes)


def test_an_event_at_the_very_moment_the_wait_ends_counts_as_happened_and_only_once() -> None:
    """What people do comes first in a moment, so the form wins over the time-out."""
    flow = workflow(awaits_form(), trigger=on_filter())
    flow = replace(flow, cards=(replace(flow.cards[0], branches=((note(2),), (note(3), note(4)))),), next_card=5)
    trace = play(project(flow, script=[submits(1, "2026-01-06 09:00", "demo", 1)]), [LEAD])
    assert [event.place for event in trace if event.kind == RowKind.ACTION] == [2, 3], "the first way, no time-out"


def test_two_events_at_one_moment_let_a_contact_on_once() -> None:
    flow = workflow(awaits_form(), trigger=on_filter())
    flow = replace(flow, cards=(replace(flow.cards[0], branches=((note(2),), ())),), next_card=3)
    script = [submits(1, "2026-01-05 12:00", "Demo", 1), submits(1, "2026-01-05 12:00", "Demo", 2)]
    trace = play(project(flow, script=script), [LEAD])
    assert told(trace) == ["Mon 5 Jan 09:00 entered", "Mon 5 Jan 09:00 done", "Mon 5 Jan 12:00 done"]


def note(number: int) -> Any:
    """A card that leaves a note."""
    return replace(workflow(AddNote("x")).cards[0], id=number)


# ---------------------------------------------------------------- loops


def test_two_workflows_that_send_contacts_to_each_other_stop_the_second_round() -> None:
    there = workflow(GoToWorkflow(2), trigger=on_filter(reenroll=True))
    back = workflow(GoToWorkflow(1), number=2, trigger=Trigger(TriggerKind.MANUAL, reenroll=True))
    trace = play(project(there, back), [LEAD])
    assert reasons(trace) == ["LOOP_STOPPED"]
    assert {event.time for event in trace} == {trace[0].time}


def test_workflows_that_set_each_other_off_through_a_property_are_stopped() -> None:
    """Each change lets the other workflow begin; without a stop the moment would never be over."""
    first = workflow(AddNote("x"), SetProperty(STAGE, "customer"), trigger=on_filter(LEADS, reenroll=True))
    changed = Trigger(TriggerKind.PROPERTY_CHANGED, property=STAGE, value="customer", reenroll=True)
    second = workflow(SetProperty(STAGE, "lead"), number=2, trigger=changed)
    trace = play(project(first, second), [LEAD])
    entered = [event for event in trace if event.outcome == Outcome.ENTERED and event.place == 1]
    assert len(entered) == 1 + MOST_RETURNS
    assert skips(trace) == [(1, "LOOP_STOPPED")]
    assert next(event for event in trace if event.reason == Reason.LOOP_STOPPED).kind == RowKind.TRIGGER


def test_workflows_that_set_each_other_off_through_a_list_are_stopped() -> None:
    on_list = Trigger(TriggerKind.LIST_JOINED, list=1, reenroll=True)
    off_again = workflow(RemoveFromList(1), SetProperty(STAGE, None), SetProperty(STAGE, "lead"), trigger=on_list)
    on_again = workflow(AddNote("x"), AddNote("x"), AddToList(1), number=2, trigger=on_filter(LEADS, reenroll=True))
    made = replace(project(off_again, on_again), lists=(ContactList(1, "Partners"),))
    assert set(reasons(play(made, [LEAD]))) == {"LOOP_STOPPED"}


def test_a_loop_of_one_contact_does_not_keep_another_out_nor_the_same_one_later() -> None:
    first = workflow(AddNote("x"), SetProperty(STAGE, "customer"), trigger=on_filter(LEADS, reenroll=True))
    changed = Trigger(TriggerKind.PROPERTY_CHANGED, property=STAGE, value="customer", reenroll=True)
    second = workflow(SetProperty(STAGE, "lead"), number=2, trigger=changed)
    script = [becomes(None, "2026-01-06 09:00", 1), becomes("lead", "2026-01-06 09:00", 2)]
    trace = play(project(first, second, script=script), [LEAD, contact(2, lifecyclestage="lead")])
    stopped = [(event.contact, clock(event.time)) for event in trace if event.reason == Reason.LOOP_STOPPED]
    assert sorted(stopped) == [(1, "Mon 5 Jan 09:00"), (1, "Tue 6 Jan 09:00"), (2, "Mon 5 Jan 09:00")]


# ---------------------------------------------------------------- off and on


def test_who_is_inside_when_a_workflow_is_switched_off_skips_actions_but_delays_and_branches_go_on() -> None:
    flow = workflow(AddNote("a"), Delay(DAY), AddNote("b"), Delay(DAY), AddNote("c"), trigger=on_filter())
    off = replace(happens(EventKind.WORKFLOW_OFF, 0, "2026-01-05 12:00", number=1), workflow=1)
    on = replace(happens(EventKind.WORKFLOW_ON, 0, "2026-01-06 12:00", number=2), workflow=1)
    assert told(play(project(flow, script=[off, on]), [LEAD])) == [
        "Mon 5 Jan 09:00 entered",
        "Mon 5 Jan 09:00 done",
        "Mon 5 Jan 09:00 done",
        "Tue 6 Jan 09:00 skipped WORKFLOW_OFF",
        "Tue 6 Jan 09:00 done",
        "Wed 7 Jan 09:00 done",
    ]


def test_off_and_on_at_one_moment_changes_nothing_for_those_inside() -> None:
    flow = workflow(Delay(DAY), AddNote("b"), trigger=on_filter())
    off = replace(happens(EventKind.WORKFLOW_OFF, 0, "2026-01-06 09:00", number=1), workflow=1)
    on = replace(happens(EventKind.WORKFLOW_ON, 0, "2026-01-06 09:00", number=2), workflow=1)
    assert reasons(play(project(flow, script=[off, on]), [LEAD])) == []


def test_by_hand_a_contact_enters_again_without_re_enrollment_but_never_while_inside() -> None:
    flow = workflow(Delay(DAY), trigger=on_filter())
    moments = ("2026-01-05 10:00", "2026-01-07 10:00")
    script = [
        replace(happens(EventKind.ENROLLED_BY_HAND, 1, moment, number=n), workflow=1)
        for n, moment in enumerate(moments, 1)
    ]
    entered = [e for e in play(project(flow, script=script), [LEAD]) if e.outcome == Outcome.ENTERED]
    assert [clock(event.time) for event in entered] == ["Mon 5 Jan 09:00", "Wed 7 Jan 10:00"]


# ---------------------------------------------------------------- owners that are none


@pytest.mark.parametrize("odd", [True, 1.0, "1", "Ana"], ids=repr)
def test_what_only_looks_like_the_number_of_a_user_is_no_owner(odd: Value) -> None:
    """Python takes a yes and 1.0 for 1; whoever asks first must not decide for those whose owner is user 1."""
    flow = workflow(enroll_by_owner(), trigger=on_filter())
    people = [contact(1, hubspot_owner_id=odd), contact(2, hubspot_owner_id=1), contact(3, hubspot_owner_id=odd)]
    people = [replace(person, values={**person.values, STAGE: "lead"}) for person in people]
    made = project(flow, senders=(sender(1),), sequences=(sequence(mail()),))
    assert skips(play(made, people)) == [(1, "OWNER_UNKNOWN"), (3, "OWNER_UNKNOWN")]


def test_an_owner_that_only_looked_like_a_user_is_one_once_a_rotation_gave_the_contact_to_that_user() -> None:
    """Somebody watches the property, and a yes equals 1: no change to tell of, but another value all the same."""
    flow = workflow(RotateOwner((1,), overwrite=True), enroll_by_owner(), trigger=on_filter())
    watching = workflow(number=2, trigger=Trigger(TriggerKind.PROPERTY_CHANGED, property="hubspot_owner_id"))
    made = project(flow, watching, senders=(sender(1),), sequences=(sequence(mail()),))
    assert skips(play(made, [contact(1, hubspot_owner_id=True, lifecyclestage="lead")])) == []


# ---------------------------------------------------------------- pausing around a step


@pytest.mark.parametrize(
    ("paused", "resumed", "sent"),
    [
        ("2026-01-08 09:00", "2026-01-08 09:00", "Thu 8 Jan 09:00"),  # both at the very moment it is due
        ("2026-01-08 08:59", "2026-01-08 09:01", "Thu 8 Jan 09:02"),  # what was left of the delay is kept
        (
            "2026-01-07 09:00",
            "2026-01-09 09:00",
            "Mon 12 Jan 08:00",
        ),  # a day was left; after Saturday comes Monday’s window
        ("2026-01-08 09:01", "2026-01-08 09:02", "Thu 8 Jan 09:00"),  # too late to stop it
    ],
)
def test_pausing_around_the_moment_of_a_follow_up(paused: str, resumed: str, sent: str) -> None:
    script = [
        happens(EventKind.PAUSED, 1, paused, number=1),
        happens(EventKind.RESUMED, 1, resumed, number=2),
    ]
    flow = workflow(enroll(), trigger=on_filter())
    made = project(flow, senders=(sender(),), sequences=(sequence(mail(), mail(3)),), script=script)
    assert story(play(made, [LEAD]), kinds=(RowKind.MAIL,)) == ["Mon 5 Jan 09:00 mail 1", f"{sent} mail 2"]


def test_pausing_twice_and_resuming_once_goes_on() -> None:
    script = [
        happens(EventKind.PAUSED, 1, "2026-01-07 09:00", number=1),
        happens(EventKind.PAUSED, 1, "2026-01-07 10:00", number=2),
        happens(EventKind.RESUMED, 1, "2026-01-07 11:00", number=3),
        happens(EventKind.RESUMED, 1, "2026-01-07 12:00", number=4),
    ]
    flow = workflow(enroll(), trigger=on_filter())
    made = project(flow, senders=(sender(),), sequences=(sequence(mail(), mail(3)),), script=script)
    assert story(play(made, [LEAD]), kinds=(RowKind.MAIL,))[-1] == "Thu 8 Jan 11:00 mail 2", "a day was left at first"
