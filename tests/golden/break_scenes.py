"""Scenes of what breaks during a rehearsal: sequences, seats, inboxes, users, limits, workflows."""

from __future__ import annotations

from dataclasses import replace

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.project import Project
from core.model.workflow import RunWindow, WorkflowSettings
from tests.building import (
    LEADS,
    RULES,
    contacts,
    enroll,
    fork,
    minutes_to,
    on_filter,
    on_form,
    project,
    sender,
    submits,
    workflow,
)
from tests.golden.scene import WELCOME, Scene, under

_ANA = sender(1, "Ana Ruiz", provider="Gmail")
_FORMS = (submits(1, "2026-01-06 10:00", number=1), submits(2, "2026-01-08 10:00", number=2))


def breaks(
    kind: EventKind,
    moment: str,
    number: int,
    *,
    sequence: int = 0,
    workflow: int = 0,
    user: int = 0,
    value: Value = None,
) -> ScriptedEvent:
    """Give something that happens to the account."""
    minute = minutes_to(moment)
    return ScriptedEvent(kind, 0, minute, sender=user, id=number, sequence=sequence, workflow=workflow, value=value)


def _office(*events: ScriptedEvent) -> Project:
    """Ada enrolls on Tuesday, Ben on Thursday; follow-ups after three days."""
    flow = workflow(enroll(), trigger=on_form("Demo"), name="Demo form")
    return project(flow, senders=(_ANA,), sequences=(WELCOME,), script=(*_FORMS, *events))


def sequence_deleted() -> Scene:
    """Who is inside leaves, nobody enters."""
    office = _office(breaks(EventKind.SEQUENCE_DELETED, "2026-01-07 12:00", 3, sequence=1))
    return Scene("Sequence deleted on Wednesday", office, contacts(2))


def sequence_deleted_and_people_stay() -> Scene:
    """With the older rule people inside go on to the end."""
    office = _office(breaks(EventKind.SEQUENCE_DELETED, "2026-01-07 12:00", 3, sequence=1))
    rules = replace(RULES, on_sequence_deleted="stay")
    return Scene("Sequence deleted on Wednesday, people inside stay", office, contacts(2), rules=rules)


def seat_lost() -> Scene:
    """At the next send the enrollment ends; new ones are skipped."""
    office = _office(breaks(EventKind.SEAT_LOST, "2026-01-07 12:00", 3, user=1))
    return Scene("Seat lost on Wednesday", office, contacts(2))


def inbox_disconnected_and_connected() -> Scene:
    """Connected again before Ada's follow-up, which is sent; Ben came too early."""
    office = _office(
        breaks(EventKind.INBOX_DISCONNECTED, "2026-01-07 12:00", 3, user=1),
        breaks(EventKind.INBOX_CONNECTED, "2026-01-08 12:00", 4, user=1),
    )
    return Scene("Inbox disconnected from Wednesday to Thursday noon", office, contacts(2))


def sender_deactivated() -> Scene:
    """As when the seat is gone, for another reason."""
    office = _office(breaks(EventKind.SENDER_DEACTIVATED, "2026-01-07 12:00", 3, user=1))
    return Scene("Sender deactivated on Wednesday", office, contacts(2))


def limit_changed() -> Scene:
    """One a day, then none, then the default again."""
    moments = ("2026-01-06 10:00", "2026-01-06 11:00", "2026-01-06 12:00", "2026-01-06 13:00")
    office = project(
        workflow(enroll(), trigger=on_form("Demo"), name="Demo form"),
        senders=(_ANA,),
        script=(
            *(submits(who, moment, number=who) for who, moment in enumerate(moments, 1)),
            breaks(EventKind.LIMIT_CHANGED, "2026-01-06 10:30", 5, user=1, value=1),
            breaks(EventKind.LIMIT_CHANGED, "2026-01-06 11:30", 6, user=1, value=0),
            breaks(EventKind.LIMIT_CHANGED, "2026-01-06 12:30", 7, user=1),
        ),
    )
    return Scene("Daily limit changed: to 1, to 0, to the default", office, contacts(4))


def workflow_off_and_on() -> Scene:
    """Off: pending actions are skipped, delays and branches go on, nobody enters. On again: new ones enter."""
    cards = (Delay(1_440), fork(LEADS, [AddNote("Lead")], [AddNote("No lead")]))
    office = project(
        workflow(*cards, trigger=on_form("Demo"), name="Demo form"),
        script=(
            submits(1, "2026-01-05 12:00", number=1),
            breaks(EventKind.WORKFLOW_OFF, "2026-01-06 10:00", 2, workflow=1),
            submits(2, "2026-01-06 11:00", number=3),
            breaks(EventKind.WORKFLOW_ON, "2026-01-07 10:00", 4, workflow=1),
            submits(3, "2026-01-07 11:00", number=5),
        ),
    )
    return Scene("Workflow switched off and on with a contact inside", office, contacts(3))


def workflow_on_again_takes_in_who_matches() -> Scene:
    """Those that began to match meanwhile enter when it is switched on; those who have been inside do not."""
    office = project(
        workflow(AddNote("Hello"), trigger=on_filter(LEADS), name="Leads"),
        workflow(AddNote("Hello"), number=2, trigger=on_filter(LEADS, existing=False), name="New leads"),
        script=(
            *(breaks(EventKind.WORKFLOW_OFF, "2026-01-06 10:00", n, workflow=n) for n in (1, 2)),
            ScriptedEvent(
                EventKind.PROPERTY_CHANGED,
                2,
                minutes_to("2026-01-06 11:00"),
                id=3,
                property="lifecyclestage",
                value="lead",
            ),
            *(breaks(EventKind.WORKFLOW_ON, "2026-01-07 10:00", n + 3, workflow=n) for n in (1, 2)),
        ),
    )
    people = [contacts(1, lifecyclestage="lead")[0], contacts(2)[1]]
    return Scene("Switched on again: existing matches enter where the trigger says so", office, people)


def workflow_on_again_in_time() -> Scene:
    """Off and on again before the moved action is due: it runs."""
    flow = workflow(AddNote("Hello"), name="Wednesdays")
    office = project(
        under(flow, WorkflowSettings(windows=(RunWindow(2),))),
        script=(
            breaks(EventKind.WORKFLOW_OFF, "2026-01-05 10:00", 1, workflow=1),
            breaks(EventKind.WORKFLOW_ON, "2026-01-06 10:00", 2, workflow=1),
        ),
    )
    return Scene("Off on Monday, on again on Tuesday, the action is due on Wednesday", office, contacts(1))


def limit_lowered_before_follow_ups() -> Scene:
    """Two follow-ups meet a limit of 1: the second is put off to the first free slot."""
    office = project(
        workflow(enroll(), name="Welcome all"),
        sequences=(WELCOME,),
        senders=(_ANA,),
        script=(breaks(EventKind.LIMIT_CHANGED, "2026-01-08 08:00", 1, user=1, value=1),),
    )
    return Scene("Daily limit changed to 1 before two follow-ups", office, contacts(2))


SCENES = (
    sequence_deleted,
    sequence_deleted_and_people_stay,
    seat_lost,
    inbox_disconnected_and_connected,
    sender_deactivated,
    limit_changed,
    workflow_off_and_on,
    workflow_on_again_takes_in_who_matches,
    workflow_on_again_in_time,
    limit_lowered_before_follow_ups,
)
