"""Ways into a workflow: filters and events, existing contacts, the first time or again, never while inside."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.engine.triggers import Entrance
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Filter, Operator, list_column
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Trigger, TriggerKind, WorkflowSettings, WorkflowStatus
from tests.building import (
    LEADS,
    START,
    clock,
    contact,
    contacts,
    enroll,
    happens,
    is_any,
    of_kind,
    on_filter,
    on_form,
    on_meeting,
    play,
    project,
    rehearsal,
    story,
    submits,
    where,
    workflow,
)

DAY = 24 * 60
"""Of minutes."""


def entries(trace: list[TraceEvent], place: int = 1) -> list[tuple[str, int]]:
    """Give every entry through a trigger as (when, contact)."""
    return [(clock(e.time), e.contact) for e in of_kind(trace, RowKind.TRIGGER) if e.place == place]


# ---------------------------------------------------------------- filters


def test_contacts_that_match_as_the_run_starts_enter() -> None:
    people = [contact(1, lifecyclestage="lead"), contact(2, lifecyclestage="customer"), contact(3)]
    assert entries(play(project(workflow(trigger=on_filter(LEADS))), people)) == [("Mon 5 Jan 09:00", 1)]


def test_a_filter_that_asks_nothing_lets_everybody_in() -> None:
    for asks_nothing in (Filter(), Filter(((),))):
        assert len(entries(play(project(workflow(trigger=on_filter(asks_nothing))), contacts(3)))) == 3


def test_existing_contacts_stay_out_when_the_trigger_says_so() -> None:
    people = [contact(1, lifecyclestage="lead")]
    assert entries(play(project(workflow(trigger=on_filter(LEADS, existing=False))), people)) == []
    assert entries(play(project(workflow(trigger=on_filter(Filter(), existing=False))), people)) == []


def test_a_property_that_another_workflow_sets_lets_a_contact_in_at_that_moment() -> None:
    setter = workflow(Delay(DAY), SetProperty("lifecyclestage", "lead"), number=2, trigger=on_form())
    for existing in (True, False):
        office = project(
            workflow(trigger=on_filter(LEADS, existing=existing)), setter, script=(submits(1, "2026-01-05 10:00"),)
        )
        assert entries(play(office, contacts(2))) == [("Tue 6 Jan 10:00", 1)]


def test_who_matched_already_does_not_enter_because_a_value_is_set_again() -> None:
    setter = workflow(SetProperty("lifecyclestage", "lead"), number=2, trigger=on_form())
    office = project(
        workflow(trigger=on_filter(LEADS, existing=False)), setter, script=(submits(1, "2026-01-05 10:00"),)
    )
    assert entries(play(office, [contact(1, lifecyclestage="lead")])) == []


def test_a_workflow_can_let_contacts_into_itself_again() -> None:
    """Out of the group and in again, each a day later; it takes re-enrollment, and the contact is inside by then."""
    cards = (SetProperty("lifecyclestage", "customer"), Delay(DAY), SetProperty("lifecyclestage", "lead"))
    people = [contact(1, lifecyclestage="lead")]
    for again in (False, True):
        office = project(workflow(*cards, trigger=on_filter(LEADS, reenroll=again)))
        assert entries(play(office, people)) == [("Mon 5 Jan 09:00", 1)], "it is set while the contact is inside"


def moved(*stages: str, reenroll: bool) -> list[tuple[str, int]]:
    """Play one contact whose stage is set on Mondays at 10:00, 11:00, … and say when it entered the watching one."""
    setters = [
        workflow(SetProperty("lifecyclestage", stage), number=n, trigger=on_form(f"F{n}"))
        for n, stage in enumerate(stages, 2)
    ]
    script = tuple(submits(1, f"2026-01-05 {8 + n}:00", f"F{n}") for n in range(2, 2 + len(stages)))
    return entries(
        play(project(workflow(trigger=on_filter(LEADS, reenroll=reenroll)), *setters, script=script), contacts(1))
    )


def test_the_first_time_counts_only_unless_re_enrollment_is_on() -> None:
    stages = ("lead", "customer", "lead")
    assert moved(*stages, reenroll=False) == [("Mon 5 Jan 10:00", 1)]
    assert moved(*stages, reenroll=True) == [("Mon 5 Jan 10:00", 1), ("Mon 5 Jan 12:00", 1)]


def test_re_enrollment_takes_a_move_from_not_matching_to_matching() -> None:
    assert moved("lead", "lead", reenroll=True) == [("Mon 5 Jan 10:00", 1)]


def test_a_move_while_inside_is_not_caught_up_with_later() -> None:
    setters = [
        workflow(SetProperty("lifecyclestage", "customer"), number=2, trigger=on_form("Out")),
        workflow(SetProperty("lifecyclestage", "lead"), number=3, trigger=on_form("In", reenroll=True)),
    ]
    office = project(
        workflow(Delay(DAY), trigger=on_filter(LEADS, reenroll=True)),
        *setters,
        script=(
            submits(1, "2026-01-05 10:00", "Out"),
            submits(1, "2026-01-05 11:00", "In"),
            submits(1, "2026-01-07 11:00", "In"),
        ),
    )
    assert entries(play(office, [contact(1, lifecyclestage="lead")])) == [("Mon 5 Jan 09:00", 1)]


def test_a_contact_that_is_created_later_enters_a_workflow_that_asks_nothing_at_that_moment() -> None:
    created = happens(EventKind.CONTACT_CREATED, 2, "2026-01-06 10:00")
    for existing in (True, False):
        trace = play(project(workflow(trigger=on_filter(Filter(), existing=existing)), script=(created,)), contacts(2))
        assert entries(trace) == [("Mon 5 Jan 09:00", 1)] * existing + [("Tue 6 Jan 10:00", 2)]


def test_a_contact_in_and_out_three_times_at_one_moment_acts_once() -> None:
    """Lead, customer, lead, customer, lead, all at 10:00: two of the three ways in were left before the first card."""
    moves = tuple(
        ScriptedEvent(EventKind.PROPERTY_CHANGED, 1, 60, property="lifecyclestage", value=stage, id=n)
        for n, stage in enumerate(("lead", "customer", "lead", "customer", "lead"), 1)
    )
    flow = replace(
        workflow(AddNote("Hello"), trigger=on_filter(LEADS, reenroll=True)),
        settings=WorkflowSettings(unenroll_unmatched=True),
    )
    told = play(project(flow, script=moves), contacts(1))
    assert [(RowKind(e.kind).label, Outcome(e.outcome).label) for e in told if e.kind != RowKind.EVENT] == [
        ("trigger", "entered"),
        ("trigger", "left"),
        ("trigger", "entered"),
        ("trigger", "left"),
        ("trigger", "entered"),
        ("action", "done"),
    ]


def test_being_taken_off_a_list_neither_lets_in_nor_takes_out() -> None:
    """One workflow waits for the list to be joined, one suppresses its members; Ada is taken off it at 10:00."""
    off_it = ScriptedEvent(EventKind.PROPERTY_CHANGED, 1, 60, property=list_column(1), value=False, id=1)
    joined = workflow(AddNote("Hello"), trigger=Trigger(TriggerKind.LIST_JOINED, list=1))
    barred = replace(
        workflow(Delay(DAY), number=2, trigger=on_filter(Filter())), settings=WorkflowSettings(suppression=(1,))
    )
    office = replace(project(joined, barred, script=(off_it,)), lists=(ContactList(1, "VIP"),))
    told = play(office, [contact(1, **{list_column(1): True}), contact(2)])
    assert [(e.contact, e.place, Outcome(e.outcome).label) for e in of_kind(told, RowKind.TRIGGER)] == [
        (1, 3, "skipped"),
        (2, 3, "entered"),
    ]


def test_switching_on_what_is_on_changes_nothing() -> None:
    on = ScriptedEvent(EventKind.WORKFLOW_ON, 0, 60, workflow=1, id=1)
    assert entries(
        play(project(workflow(trigger=on_filter(LEADS)), script=(on,)), contacts(1, lifecyclestage="lead"))
    ) == [("Mon 5 Jan 09:00", 1)]


# ---------------------------------------------------------------- events


@pytest.mark.parametrize(
    ("wanted", "submitted", "enters"),
    [
        ("Demo", "Demo", True),
        ("Demo", "  demo ", True),
        ("DEMO", "demo", True),
        ("Straße", "STRASSE", True),
        ("Demo", "Newsletter", False),
        ("Demo", "Demo 2", False),
        ("Demo", "", False),
        ("", "Demo", True),
        (" ", "", True),
    ],
)
def test_a_form_trigger_waits_for_its_form_or_for_any(wanted: str, submitted: str, enters: bool) -> None:
    office = project(workflow(trigger=on_form(wanted)), script=(submits(1, "2026-01-05 10:00", submitted),))
    assert bool(entries(play(office, contacts(2)))) == enters


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind is not EventKind.MEETING_BOOKED])
def test_a_meeting_trigger_waits_for_meetings_only(kind: EventKind) -> None:
    office = project(
        workflow(trigger=on_meeting()),
        script=(happens(kind, 1, "2026-01-05 10:00"), happens(EventKind.MEETING_BOOKED, 2, "2026-01-05 11:00")),
    )
    assert entries(play(office, contacts(2))) == [("Mon 5 Jan 11:00", 2)]


def test_nobody_enters_an_event_workflow_as_the_run_starts() -> None:
    assert play(project(workflow(trigger=on_form(refined=LEADS))), [contact(1, lifecyclestage="lead")]) == []


def test_the_refinement_must_hold_at_the_events_time() -> None:
    """Contact 1 becomes a lead at 11:00: the form at 10:00 comes too early."""
    setter = workflow(SetProperty("lifecyclestage", "lead"), number=2, trigger=on_form("Become"))
    office = project(
        workflow(trigger=on_form("Demo", LEADS)),
        setter,
        script=(
            submits(1, "2026-01-05 10:00"),
            submits(1, "2026-01-05 11:00", "Become"),
            submits(1, "2026-01-05 12:00"),
        ),
    )
    assert entries(play(office, contacts(1))) == [("Mon 5 Jan 12:00", 1)]


@pytest.mark.parametrize("form_first", [True, False])
def test_of_two_events_at_one_moment_the_first_in_the_script_is_first(form_first: bool) -> None:
    """The trigger lets in who has not unsubscribed: it matters whether the form came before that."""
    form, stop = submits(1, "2026-01-05 10:00"), happens(EventKind.UNSUBSCRIBED, 1, "2026-01-05 10:00")
    office = project(
        workflow(trigger=on_form("Demo", where("hs_email_optout", Operator.IS_FALSE))),
        script=(form, stop) if form_first else (stop, form),
    )
    assert bool(entries(play(office, contacts(1)))) == form_first


def test_a_change_of_a_refinement_alone_lets_nobody_in() -> None:
    setter = workflow(SetProperty("lifecyclestage", "lead"), number=2, trigger=on_form("Become"))
    office = project(
        workflow(trigger=on_form("Demo", LEADS)), setter, script=(submits(1, "2026-01-05 11:00", "Become"),)
    )
    assert entries(play(office, contacts(1))) == []


def test_an_event_enters_once_again_with_re_enrollment_never_while_inside() -> None:
    script = (
        submits(1, "2026-01-05 10:00"),
        submits(1, "2026-01-05 11:00"),
        submits(1, "2026-01-06 10:00"),
        submits(1, "2026-01-06 10:01"),
    )
    once = project(workflow(Delay(DAY), trigger=on_form()), script=script)
    assert entries(play(once, contacts(1))) == [("Mon 5 Jan 10:00", 1)]
    again = project(workflow(Delay(DAY), trigger=on_form(reenroll=True)), script=script)
    assert entries(play(again, contacts(1))) == [("Mon 5 Jan 10:00", 1), ("Tue 6 Jan 10:01", 1)], (
        "at 10:00 on Tuesday the script acts before the delay ends: it was laid out first"
    )


def test_the_same_form_twice_at_one_moment_enters_once() -> None:
    for again in (False, True):
        office = project(
            workflow(Delay(DAY), trigger=on_form(reenroll=again)),
            script=(submits(1, "2026-01-05 10:00"), submits(1, "2026-01-05 10:00")),
        )
        assert entries(play(office, contacts(1))) == [("Mon 5 Jan 10:00", 1)]


def test_one_event_enters_every_workflow_that_waits_for_it_in_their_order() -> None:
    office = project(
        workflow(number=2, trigger=on_form("Demo")),
        workflow(number=1, trigger=on_form()),
        script=(submits(1, "2026-01-05 10:00"),),
    )
    trace = play(office, contacts(1))
    assert [e.place for e in of_kind(trace, RowKind.TRIGGER)] == [1, 2]


def test_contacts_enter_in_the_order_of_the_list() -> None:
    assert [who for _, who in entries(play(project(workflow()), [contact(3), contact(1), contact(2)]))] == [3, 1, 2]


@pytest.mark.parametrize("status", [WorkflowStatus.DRAFT, WorkflowStatus.OFF])
def test_a_workflow_that_is_not_on_enrolls_nobody(status: WorkflowStatus) -> None:
    assert play(project(workflow(enroll(), status=status)), contacts(1)) == []


def test_an_empty_workflow_lets_contacts_in_and_out_again() -> None:
    office = project(
        workflow(trigger=on_form(reenroll=True)),
        script=(submits(1, "2026-01-05 10:00"), submits(1, "2026-01-05 11:00")),
    )
    assert story(play(office, contacts(1)), kinds=(RowKind.TRIGGER,)) == [
        "Mon 5 Jan 10:00 entered",
        "Mon 5 Jan 11:00 entered",
    ]


def test_an_entrance_without_cards_is_a_mistake_in_the_program() -> None:
    run = rehearsal(project(workflow()), contacts(1))
    unbound = Entrance(workflow(), 1, run)
    with pytest.raises(AssertionError, match="not bound"):
        unbound.first(START, [0])


def test_a_trigger_can_ask_for_a_property_the_list_does_not_have() -> None:
    assert entries(play(project(workflow(trigger=on_filter(is_any("shoe_size", 42)))), contacts(2))) == []
