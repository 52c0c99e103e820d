"""Delay until event: what is waited for, how long at most, and which way contacts go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.add_note import AddNote
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.names import Names
from core.actions.remove_from_list import RemoveFromList
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import is_shown, specs_of
from core.model.filter import list_column
from core.model.workflow import Card
from tests.building import clock, contact, on_form, play, project, submits, workflow
from tests.core.actions.fakes import NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

E = AwaitedEvent
HOUR = 3600
DEMO = DelayUntilEvent(E.FORM_SUBMITTED, "Demo", minutes=60)
VIP = DelayUntilEvent(E.LIST_JOINED, contact_list=4)
STAGE = DelayUntilEvent(E.PROPERTY_CHANGED, property="lifecyclestage")


def test_there_are_two_ways() -> None:
    assert DEMO.branch_names() == ("Event happened", "Timed out")


def test_a_group_waits_for_the_event_until_the_longest_wait_is_over() -> None:
    stage = FakeStage()
    stage.perform(DEMO, [0, 2])
    assert stage.room.awaited == [(EventKind.FORM_SUBMITTED, "Demo", "way 1")]
    assert stage.room.waits == [(NOW + HOUR, "way 2", [0, 2])]
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    number = list(EventKind).index(EventKind.FORM_SUBMITTED) + 1
    assert stage.facts() == [(0, NOW + HOUR, number, 0)] * 2
    assert stage.pushed == []


@pytest.mark.parametrize(
    ("action", "kind", "detail"),
    [
        (DelayUntilEvent(E.MEETING_BOOKED, "Intro"), EventKind.MEETING_BOOKED, "Intro"),
        (DelayUntilEvent(E.REPLIED, "left over"), EventKind.REPLIED, ""),
        (DelayUntilEvent(E.OPENED), EventKind.OPENED, ""),
        (DelayUntilEvent(E.CLICKED), EventKind.CLICKED, ""),
        (VIP, EventKind.LIST_JOINED, "4"),
        (DelayUntilEvent(E.LIST_JOINED, "left over"), EventKind.LIST_JOINED, ""),
        (STAGE, EventKind.PROPERTY_CHANGED, "lifecyclestage"),
    ],
)
def test_which_event_it_must_be(action: DelayUntilEvent, kind: EventKind, detail: str) -> None:
    stage = FakeStage()
    stage.perform(action, [0])
    assert stage.room.awaited == [(kind, detail, "way 1")]


@pytest.mark.parametrize(("minutes", "seconds"), [(0, 60), (-5, 60), (1, 60), (10**9, 5 * 365 * 86_400)])
def test_an_odd_longest_wait_is_kept_within_bounds(minutes: int, seconds: int) -> None:
    stage = FakeStage()
    stage.perform(replace(DEMO, minutes=minutes), [0])
    assert stage.room.waits == [(NOW + seconds, "way 2", [0])]


def test_a_property_that_is_not_chosen_is_not_waited_for() -> None:
    stage = FakeStage()
    stage.perform(DelayUntilEvent(E.PROPERTY_CHANGED), [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "way 2", [0])]
    assert stage.room.awaited == []


def test_what_it_watches() -> None:
    assert DEMO.watched == frozenset()
    assert STAGE.watched == {"lifecyclestage"}
    assert VIP.watched == {"list:4"}
    assert DelayUntilEvent(E.LIST_JOINED).watched == frozenset()
    assert DelayUntilEvent(E.PROPERTY_CHANGED).watched == frozenset()


@pytest.mark.parametrize(
    ("event", "shown"),
    [
        (E.FORM_SUBMITTED, ["event", "detail", "minutes"]),
        (E.MEETING_BOOKED, ["event", "detail", "minutes"]),
        (E.REPLIED, ["event", "minutes"]),
        (E.LIST_JOINED, ["event", "contact_list", "minutes"]),
        (E.PROPERTY_CHANGED, ["event", "property", "minutes"]),
    ],
)
def test_only_the_fields_that_matter_are_shown(event: AwaitedEvent, shown: list[str]) -> None:
    action = DelayUntilEvent(event)
    assert [name for name, spec in specs_of(DelayUntilEvent).items() if is_shown(action, spec)] == shown


@pytest.mark.parametrize(
    ("action", "headline", "summary"),
    [
        (DEMO, "Delay until form submitted", "Demo · at most 1 hour"),
        (replace(DEMO, detail=" "), "Delay until form submitted", "at most 1 hour"),
        (DelayUntilEvent(E.CLICKED), "Delay until email link clicked", "at most 7 days"),
        (VIP, "Delay until list joined", "VIP · at most 7 days"),
        (DelayUntilEvent(E.LIST_JOINED), "Delay until list joined", "at most 7 days"),
        (STAGE, "Delay until property changed", "Lifecycle stage · at most 7 days"),
    ],
)
def test_headline_and_summary(action: DelayUntilEvent, headline: str, summary: str) -> None:
    names = Names(office())
    assert (action.headline(names), action.summary(names)) == (headline, summary)


_WAIT = ("minutes", "The longest wait is at least 1 minute and at most 5 years.")


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (DEMO, []),
        (VIP, []),
        (STAGE, []),
        (DelayUntilEvent(E.LIST_JOINED), []),
        (replace(DEMO, contact_list=9, property="gone"), []),
        (replace(VIP, contact_list=9), [("contact_list", "This list no longer exists; choose another.")]),
        (replace(STAGE, property=""), [("property", "Choose a property.")]),
        (replace(STAGE, property="gone"), [("property", "There is no property “gone” any more.")]),
        (replace(DEMO, minutes=1), []),
        (replace(DEMO, minutes=5 * 365 * 1440), []),
        (replace(DEMO, minutes=0), [_WAIT]),
        (replace(DEMO, minutes=-60), [_WAIT]),
        (replace(DEMO, minutes=5 * 365 * 1440 + 1), [_WAIT]),
        (replace(DEMO, minutes=10**9 * 1440), [_WAIT]),
    ],
)
def test_problems(action: DelayUntilEvent, said: list[tuple[str, str]]) -> None:
    assert sentences(action) == said


def _cards(action: DelayUntilEvent) -> tuple[Card, ...]:
    return (Card(1, action, branches=((Card(2, AddNote("Happened")),), (Card(3, AddNote("Timed out")),))),)


def _form(contact: int, minute: int, name: str, number: int) -> ScriptedEvent:
    return ScriptedEvent(EventKind.FORM_SUBMITTED, contact, minute, name, id=number)


def test_in_a_rehearsal_contacts_part_by_what_happens_to_them() -> None:
    script = (
        _form(1, 20, " demo ", 1),
        _form(2, 20, "Newsletter", 2),
        _form(3, 61, "Demo", 3),
        _form(1, 30, "Demo", 4),
    )
    played = Played([{}, {}, {}, {}], _cards(DEMO), script=script)
    assert played.said(1)[0] == "1 done: Waits for “Form submitted”, until 10:00 at the latest."
    assert played.came(2) == {1: "Mon 05 Jan 09:20"}
    assert played.came(3) == dict.fromkeys((2, 3, 4), "Mon 05 Jan 10:00")


def test_in_a_rehearsal_what_happened_before_the_wait_does_not_count() -> None:
    later = (Card(4, DelayUntilEvent(E.MEETING_BOOKED, minutes=30), branches=((), _cards(DEMO))),)
    played = Played([{}], later, script=(_form(1, 20, "Demo", 1),))
    assert played.came(1) == {1: "Mon 05 Jan 09:30"}
    assert played.came(2) == {}
    assert played.came(3) == {1: "Mon 05 Jan 10:30"}


def test_in_a_rehearsal_being_taken_off_a_list_is_not_joining_it() -> None:
    """Ada is on the list; a form takes her off at 10:00, the script puts her on at 11:00: only that is heard."""
    waits = Card(
        0,
        DelayUntilEvent(E.LIST_JOINED, contact_list=1, minutes=3 * 60),
        branches=((Card(0, AddNote("Joined")),), (Card(0, AddNote("Late")),)),
    )
    office = replace(
        project(
            workflow(waits),
            workflow(RemoveFromList(1), number=2, trigger=on_form()),
            script=(
                submits(1, "2026-01-05 10:00"),
                ScriptedEvent(EventKind.LIST_JOINED, 1, 120, value=1, id=1),
            ),
        ),
        lists=(ContactList(1, "VIP"),),
    )
    trace = play(office, [contact(1, **{list_column(1): True})])
    assert [clock(e.time) for e in trace if e.place == 3] == ["Mon 5 Jan 11:00"], "the card of “Event happened”"
    assert [e for e in trace if e.place == 4] == []
