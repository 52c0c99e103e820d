"""Workflows: who enters and when, who may come back, who is kept out, and who leaves before the end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.go_to_workflow import GoToWorkflow
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator, list_column
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Repeat, Schedule, Trigger, TriggerKind, WorkflowSettings, WorkflowStatus
from core.services.review import review
from tests.building import (
    LEADS,
    at,
    clock,
    contact,
    contacts,
    fork,
    happens,
    is_any,
    minutes_to,
    on_filter,
    on_form,
    on_meeting,
    play,
    project,
    submits,
    where,
    workflow,
)
from tests.conformance.conftest import Opener
from tests.golden.scene import VIP, under, with_lists
from tests.golden.trigger_scenes import changes, joins

K = EventKind
DAY = 1_440
NOTE = AddNote("Hello")
LEAD, CUSTOMER = {"lifecyclestage": "lead"}, {"lifecyclestage": "customer"}


def becomes(who: int, moment: str, stage: str | None, number: int = 0) -> ScriptedEvent:
    return changes(who, moment, "lifecyclestage", stage, number)


def by_hand(who: int, moment: str) -> ScriptedEvent:
    return replace(happens(K.ENROLLED_BY_HAND, who, moment), workflow=1)


def at_the_door(trace: list[TraceEvent], who: int = 0) -> list[str]:
    """Tell what happens at the trigger of workflow 1, e.g. ``Mon 5 Jan 09:00 Ada entered``."""
    names = ("Ada", "Ben", "Cleo", "Dan")
    told = []
    for e in trace:
        if e.kind == RowKind.TRIGGER and e.place == 1 and who in (0, e.contact):
            why = f" {Reason(e.reason).name}" if e.reason else ""
            told.append(f"{clock(e.time)} {names[e.contact - 1]} {Outcome(e.outcome).label}{why}")
    return told


def acted(trace: list[TraceEvent], place: int) -> list[str]:
    """Tell when a card acted."""
    return [clock(e.time) for e in trace if e.place == place and e.outcome == Outcome.DONE]


# ---------------------------------------------------------------- once, and again


@pytest.mark.parametrize(("again", "times"), [(False, 1), (True, 2)])
def test_a_contact_enrolls_only_the_first_time_unless_re_enrollment_is_on(again: bool, times: int) -> None:
    """A contact enrolls only the first time it meets the trigger, unless re-enrollment is on."""
    filters = project(
        workflow(NOTE, trigger=on_filter(LEADS, reenroll=again)),
        script=(becomes(1, "2026-01-06 10:00", None), becomes(1, "2026-01-07 10:00", "lead")),
    )
    events = project(
        workflow(NOTE, trigger=on_form(reenroll=again)),
        script=(submits(1, "2026-01-05 10:00"), submits(1, "2026-01-07 10:00")),
    )
    for office in (filters, events):
        assert len(at_the_door(play(office, contacts(1, **LEAD)))) == times


def test_re_enrollment_needs_the_move_from_not_matching_to_matching() -> None:
    """Re-enrollment needs the move from not matching to matching: being set to *lead* again is none."""
    office = project(
        workflow(NOTE, trigger=on_filter(is_any("lifecyclestage", "lead", "opportunity"), reenroll=True)),
        script=(becomes(1, "2026-01-06 10:00", "lead"), becomes(1, "2026-01-07 10:00", "opportunity")),
    )
    assert at_the_door(play(office, contacts(1, **LEAD))) == ["Mon 5 Jan 09:00 Ada entered"]


@pytest.mark.parametrize("reenroll", [False, True])
def test_a_person_may_put_a_contact_in_again(reenroll: bool) -> None:
    """… (or a manual one): by hand a contact enters whether it matches or not, and whether it has been in or not."""
    office = project(
        workflow(NOTE, trigger=on_filter(LEADS, reenroll=reenroll)),
        script=(by_hand(1, "2026-01-06 10:00"), by_hand(2, "2026-01-06 10:00")),
    )
    assert at_the_door(play(office, [contact(1, **LEAD), contact(2)])) == [
        "Mon 5 Jan 09:00 Ada entered", "Tue 6 Jan 10:00 Ada entered", "Tue 6 Jan 10:00 Ben entered",
    ]  # fmt: skip


@pytest.mark.parametrize("again", [submits(1, "2026-01-05 12:00"), by_hand(1, "2026-01-05 12:00")])
def test_re_enrollment_never_happens_while_inside(again: ScriptedEvent) -> None:
    """Re-enrollment … never happens while inside."""
    office = project(
        workflow(Delay(DAY), trigger=on_form(reenroll=True)), script=(submits(1, "2026-01-05 10:00"), again)
    )
    assert at_the_door(play(office, contacts(1))) == ["Mon 5 Jan 10:00 Ada entered"]


@pytest.mark.parametrize(("existing", "entered"), [(True, ["Mon 5 Jan 09:00 Ada entered"]), (False, [])])
def test_on_turning_on_people_choose_whether_existing_contacts_enroll(existing: bool, entered: list[str]) -> None:
    """On turning on, people choose whether contacts that already match enroll; those that match later enter anyway."""
    office = project(
        workflow(NOTE, trigger=on_filter(LEADS, existing=existing)), script=(becomes(2, "2026-01-06 10:00", "lead"),)
    )
    assert at_the_door(play(office, [contact(1, **LEAD), contact(2)])) == [*entered, "Tue 6 Jan 10:00 Ben entered"]


# ---------------------------------------------------------------- events


def test_for_an_event_the_contact_must_exist_before() -> None:
    """Event triggers: the contact must exist before the event: Ben is created after his first form."""
    office = project(
        workflow(NOTE, trigger=on_form(reenroll=True)),
        script=(
            submits(2, "2026-01-05 10:00", number=1),
            happens(K.CONTACT_CREATED, 2, "2026-01-05 11:00", number=2),
            submits(2, "2026-01-05 12:00", number=3),
        ),
    )
    trace = play(office, contacts(2))
    assert at_the_door(trace) == ["Mon 5 Jan 12:00 Ben entered"]
    assert [clock(e.time) for e in trace if e.kind == RowKind.EVENT] == ["Mon 5 Jan 11:00", "Mon 5 Jan 12:00"]


def test_the_refinement_must_hold_at_the_events_time() -> None:
    """Event triggers: the refinement must hold at the event's time, not before it and not after it."""
    office = project(
        workflow(NOTE, trigger=on_form("Demo", LEADS, reenroll=True)),
        script=(
            submits(1, "2026-01-05 10:00", number=1),
            becomes(1, "2026-01-05 11:00", "lead", 2),
            submits(1, "2026-01-05 12:00", number=3),
            becomes(1, "2026-01-05 13:00", "customer", 4),
            submits(1, "2026-01-05 14:00", number=5),
        ),
    )
    assert at_the_door(play(office, contacts(1))) == ["Mon 5 Jan 12:00 Ada entered"]


@pytest.mark.parametrize(
    ("trigger", "event"),
    [
        (on_form("Demo"), submits(1, "2026-01-06 10:00", "demo")),
        (on_meeting("Demo"), happens(K.MEETING_BOOKED, 1, "2026-01-06 10:00", "Demo")),
        (Trigger(TriggerKind.CONTACT_CREATED), happens(K.CONTACT_CREATED, 1, "2026-01-06 10:00")),
        (Trigger(TriggerKind.EMAIL_REPLIED), happens(K.REPLIED, 1, "2026-01-06 10:00")),
        (Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage"), becomes(1, "2026-01-06 10:00", "lead")),
        (
            Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="lead"),
            becomes(1, "2026-01-06 10:00", "lead"),
        ),
        (Trigger(TriggerKind.LIST_JOINED, list=VIP), joins(1, "2026-01-06 10:00", VIP, 0)),
        (Trigger(TriggerKind.LIST_JOINED), joins(1, "2026-01-06 10:00", VIP, 0)),
        (Trigger(TriggerKind.MANUAL), by_hand(1, "2026-01-06 10:00")),
        (
            Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.WEEKLY, 600, weekday=1)),
            submits(2, "2026-01-05 10:00"),
        ),
    ],
    ids=["form", "meeting", "created", "replied", "property", "property to", "list", "any list", "manual", "schedule"],
)
def test_triggers(trigger: Trigger, event: ScriptedEvent) -> None:
    """Triggers: events (form, meeting, created, property changed, replied, list joined), a schedule, manual."""
    office = with_lists(project(workflow(NOTE, trigger=trigger), script=(event,)))
    assert at_the_door(play(office, contacts(2), days=3), 1) == ["Tue 6 Jan 10:00 Ada entered"]


def test_property_filters_in_and_or_groups() -> None:
    """Triggers: property filters in AND/OR groups: all conditions of at least one group."""
    lead_in_oslo = (
        Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),
        Condition("city", Operator.IS, ("Oslo",)),
    )
    customer = (Condition("lifecyclestage", Operator.IS_ANY_OF, ("customer",)),)
    people = [contact(1, city="Oslo", **LEAD), contact(2, city="Rome", **LEAD), contact(3, city="Rome", **CUSTOMER)]
    trace = play(project(workflow(NOTE, trigger=on_filter(Filter((lead_in_oslo, customer))))), people)
    assert at_the_door(trace) == ["Mon 5 Jan 09:00 Ada entered", "Mon 5 Jan 09:00 Cleo entered"]


@pytest.mark.parametrize(
    ("operator", "values", "who"),
    [
        (Operator.IS_ANY_OF, ("lead",), "Ada"),
        (Operator.IS_NONE_OF, ("lead",), "Ben Cleo"),
        (Operator.IS_KNOWN, (), "Ada Ben"),
        (Operator.IS_UNKNOWN, (), "Cleo"),
    ],
)
def test_negative_filters_also_match_blank_values(operator: Operator, values: tuple[str, ...], who: str) -> None:
    """Negative filters also match blank values in contact workflows: Cleo has no stage."""
    people = [contact(1, **LEAD), contact(2, **CUSTOMER), contact(3)]
    told = at_the_door(play(project(workflow(trigger=on_filter(where("lifecyclestage", operator, *values)))), people))
    assert [line.split()[4] for line in told] == who.split()


def test_every_negative_operator_matches_a_blank() -> None:
    """Negative filters also match blank values, whatever the kind of property."""
    negative = [operator for operator in Operator if operator.is_negative]
    assert len(negative) == 6
    for operator in negative:
        name = "list:1" if operator is Operator.NOT_IN_LIST else "city"
        values = {Operator.NOT_IN_LIST: (1,), Operator.IS_FALSE: ()}.get(operator, ("a", "b"))
        asked = where(name, operator, *values)
        assert at_the_door(play(project(workflow(trigger=on_filter(asked))), contacts(1))), operator


def test_a_filter_that_counts_days_is_looked_at_once_a_day() -> None:
    """Filters by relative dates: *created more than 3 days ago* holds from the midnight after the third day on."""
    asked = where("createdate", Operator.DAYS_AGO, 3)
    office = project(workflow(NOTE, trigger=on_filter(asked)), zone="Europe/Warsaw")
    people = [contact(1, createdate=at("2026-01-03 12:00")), contact(2, createdate=at("2026-01-01 12:00"))]
    assert at_the_door(play(office, people)) == ["Mon 5 Jan 09:00 Ben entered", "Tue 6 Jan 23:00 Ada entered"]


@pytest.mark.parametrize(("number", "fits"), [(249, True), (250, True), (251, False)])
def test_filters_at_most_250(opened: Opener, number: int, fits: bool) -> None:
    """Filters: at most 250."""
    many = Filter((tuple(Condition("city", Operator.IS_NOT, (f"City {n}",)) for n in range(number)),))
    found = review(opened(project(workflow(NOTE, trigger=on_filter(many))), contacts(1)))
    assert ("BAD_FILTER" in {finding.code for finding in found}) != fits


# ---------------------------------------------------------------- kept out, taken out


def waiting(settings: WorkflowSettings, *script: ScriptedEvent, **trigger: Any) -> Project:
    """Give a workflow of leads who wait two days for a note."""
    flow = under(workflow(Delay(2 * DAY), NOTE, trigger=on_filter(LEADS, **trigger)), settings)
    return with_lists(project(flow, script=script))


def test_suppression_lists_unenroll_and_block() -> None:
    """Suppression … both unenroll and block enrollment, by hand too: Cleo is on the list, Ben joins it."""
    office = waiting(
        WorkflowSettings(suppression=(VIP,)), joins(2, "2026-01-06 10:00", VIP, 0), by_hand(3, "2026-01-06 11:00")
    )
    people = [contact(1, **LEAD), contact(2, **LEAD), contact(3, **LEAD, **{list_column(VIP): True})]
    trace = play(office, people)
    assert at_the_door(trace)[0] == "Mon 5 Jan 09:00 Cleo skipped SUPPRESSION_LIST"
    assert at_the_door(trace)[3:] == [
        "Tue 6 Jan 10:00 Ben left SUPPRESSION_LIST", "Tue 6 Jan 11:00 Cleo skipped SUPPRESSION_LIST",
    ]  # fmt: skip
    assert acted(trace, 3) == ["Wed 7 Jan 09:00"], "Ada’s note alone"


def test_the_goal_unenrolls_before_the_next_action_and_blocks() -> None:
    """Goal … both unenroll and block enrollment; the goal is looked at before the next action runs."""
    office = waiting(
        WorkflowSettings(goal=is_any("city", "Oslo")), changes(2, "2026-01-06 10:00", "city", "Oslo", 0),
        by_hand(3, "2026-01-06 11:00"),
    )  # fmt: skip
    trace = play(office, [contact(1, **LEAD), contact(2, **LEAD), contact(3, city="Oslo", **LEAD)])
    assert at_the_door(trace)[0] == "Mon 5 Jan 09:00 Cleo skipped GOAL_MET"
    assert at_the_door(trace)[3:] == [
        "Tue 6 Jan 11:00 Cleo skipped GOAL_MET", "Wed 7 Jan 09:00 Ben left GOAL_MET",
    ], "not on Tuesday, when Ben met it, but before the note"  # fmt: skip
    assert acted(trace, 3) == ["Wed 7 Jan 09:00"]


def test_the_goal_is_not_looked_at_before_delays_and_branches() -> None:
    """The goal is looked at before the next *action* runs: Ada meets it early and leaves after the branch."""
    cards = (Delay(DAY), Delay(DAY), fork(LEADS, [NOTE], [NOTE]))
    flow = under(workflow(*cards, trigger=on_filter(LEADS)), WorkflowSettings(goal=is_any("city", "Oslo")))
    trace = play(project(flow, script=(changes(1, "2026-01-05 10:00", "city", "Oslo", 0),)), contacts(1, **LEAD))
    assert acted(trace, 3) == ["Tue 6 Jan 09:00"]
    assert acted(trace, 4) == ["Wed 7 Jan 09:00"], "the branch"
    assert at_the_door(trace)[-1] == "Wed 7 Jan 09:00 Ada left GOAL_MET"
    assert acted(trace, 5) == []


def test_unenroll_when_no_longer_meeting_the_criteria() -> None:
    """*Unenroll when no longer meeting the criteria*: at once; back in when they are met again, with re-enrollment."""
    moves = (becomes(2, "2026-01-06 10:00", "customer"), becomes(2, "2026-01-06 12:00", "lead", 1))
    for reenroll, back in ((False, []), (True, ["Tue 6 Jan 12:00 Ben entered"])):
        trace = play(waiting(WorkflowSettings(unenroll_unmatched=True), *moves, reenroll=reenroll), contacts(2, **LEAD))
        assert at_the_door(trace)[2:] == ["Tue 6 Jan 10:00 Ben left NO_LONGER_MATCHES", *back]
    assert at_the_door(play(waiting(WorkflowSettings(), *moves), contacts(2, **LEAD)))[2:] == []


def test_no_longer_meets_the_criteria_blocks_enrollment_too() -> None:
    """… and "no longer meets the criteria" both unenroll and block enrollment: by hand, and from another workflow."""
    other = workflow(GoToWorkflow(1), number=2, trigger=on_form())
    script = (by_hand(1, "2026-01-06 10:00"), submits(1, "2026-01-06 11:00"), submits(2, "2026-01-06 11:00"))
    office = waiting(WorkflowSettings(unenroll_unmatched=True), *script, existing=False)
    office = replace(office, workflows=(*office.workflows, other))
    people: list[Contact] = [contact(1), contact(2, **LEAD)]
    assert at_the_door(play(office, people)) == [
        "Tue 6 Jan 10:00 Ada skipped NO_LONGER_MATCHES",
        "Tue 6 Jan 11:00 Ada skipped NO_LONGER_MATCHES",
        "Tue 6 Jan 11:00 Ben entered",
    ]


# ---------------------------------------------------------------- draft, on, off


@pytest.mark.parametrize("status", list(WorkflowStatus))
def test_draft_on_off(status: WorkflowStatus) -> None:
    """Draft / on / off. A workflow that is off enrolls nobody, nor does a draft."""
    entered = bool(at_the_door(play(project(workflow(NOTE, status=status)), contacts(1))))
    assert entered == (status is WorkflowStatus.ON)


def switched(kind: EventKind, moment: str) -> ScriptedEvent:
    return ScriptedEvent(kind, 0, minutes_to(moment), workflow=1)


def test_switched_off_with_contacts_inside() -> None:
    """Switched off with contacts inside: pending actions are skipped with ``WORKFLOW_OFF``.

    Delays and branches are still evaluated, nobody enters; people already inside go on when it is on again.
    """
    cards = (Delay(DAY), NOTE, Delay(DAY), fork(LEADS, [NOTE], [NOTE]))
    script = (
        submits(1, "2026-01-05 12:00", number=1),
        switched(K.WORKFLOW_OFF, "2026-01-06 10:00"),
        submits(2, "2026-01-06 11:00", number=2),
        switched(K.WORKFLOW_ON, "2026-01-07 10:00"),
        submits(3, "2026-01-07 11:00", number=3),
    )
    trace = play(project(workflow(*cards, trigger=on_form()), script=script), contacts(3, **LEAD))
    assert at_the_door(trace) == ["Mon 5 Jan 12:00 Ada entered", "Wed 7 Jan 11:00 Cleo entered"]
    ada = [
        (clock(e.time), e.place, Outcome(e.outcome).label, Reason(e.reason).name)
        for e in trace
        if e.contact == 1 and e.kind == RowKind.ACTION
    ]
    assert ada == [
        ("Mon 5 Jan 12:00", 2, "done", "NONE"),
        ("Tue 6 Jan 12:00", 3, "skipped", "WORKFLOW_OFF"),
        ("Tue 6 Jan 12:00", 4, "done", "NONE"),
        ("Wed 7 Jan 12:00", 5, "done", "NONE"),
        ("Wed 7 Jan 12:00", 6, "done", "NONE"),
    ]


def test_switched_on_again_contacts_that_match_enter_if_that_is_chosen() -> None:
    """On turning on, people choose whether contacts that already match enroll: during a run too."""
    script = (
        switched(K.WORKFLOW_OFF, "2026-01-06 10:00"),
        becomes(1, "2026-01-06 11:00", "lead"),
        switched(K.WORKFLOW_ON, "2026-01-06 12:00"),
    )
    for existing, told in ((True, ["Tue 6 Jan 12:00 Ada entered"]), (False, [])):
        office = project(workflow(NOTE, trigger=on_filter(LEADS, existing=existing)), script=script)
        assert at_the_door(play(office, contacts(1))) == told
