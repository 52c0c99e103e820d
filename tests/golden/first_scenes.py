"""Scenes of what the program began with: enrolling, leaving, waiting, branching, limits, reactions."""

from __future__ import annotations

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.model.event import EventKind
from core.model.sender import InboxState, Seat
from core.model.sequence import Enrollment
from tests.building import (
    LEADS,
    START,
    at,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    fork,
    happens,
    is_any,
    mail,
    off,
    on_filter,
    on_form,
    project,
    reacts,
    sender,
    sequence,
    submits,
    task,
    workflow,
)
from tests.golden.scene import WELCOME, Scene


def enroll_in_sequence() -> Scene:
    """Who gets in and who does not, owner by owner."""
    users = (
        sender(1, "Ana Ruiz", limit=2),
        sender(2, "Tom Berg", seat=Seat.NONE),
        sender(3, "Ida Falk", inbox_state=InboxState.DISCONNECTED, provider="Gmail", inbox_changed=at("2026-01-02")),
    )
    people = [
        contact(1),
        contact(2, hubspot_owner_id=2),
        contact(3, hubspot_owner_id=3),
        contact(4, hubspot_owner_id=None),
        contact(5, hubspot_owner_id=99),
        contact(6, hs_email_optout=True),
        contact(7, email="gwen at client"),
        contact(8),
        contact(9),
        contact(10),
    ]
    standing = (Enrollment(8, 1, 1, at("2026-01-02 10:00"), by="Ana Ruiz"),)
    office = project(
        workflow(enroll_by_owner(), off(enroll()), name="Leads"), senders=users, sequences=(WELCOME,),
        enrollments=standing, zone="Europe/Warsaw",
    )  # fmt: skip
    return Scene("Enroll in sequence: one check after the other", office, people)


def unenroll_from_sequence() -> Scene:
    """Out of whichever sequence it is, or out of none."""
    office = project(
        workflow(UnenrollFromSequence(), UnenrollFromSequence(), trigger=on_form("Stop"), name="Stop"),
        sequences=(WELCOME,),
        script=(submits(1, "2026-01-06 10:00", "Stop", number=1),),
        enrollments=(Enrollment(1, 1, 1, START - 3_600), Enrollment(2, 1, 1, START - 3_600)),
    )
    return Scene("Unenroll from sequence: contact 1 asks to stop, contact 2 goes on", office, contacts(2))


def delay() -> Scene:
    """Nights and weekends do not move a delay."""
    office = project(workflow(Delay(5 * 1_440 + 90), SetProperty("lifecyclestage", "customer"), name="Wait"))
    return Scene("Delay: over a weekend", office, contacts(2))


def if_then() -> Scene:
    """The first branch that matches, else the last; a branch that is off lets all go the last way."""
    cities = IfThen((Branch("Leads", LEADS), Branch("Oslo", is_any("city", "Oslo"))), "Everybody else")
    ways = ([SetProperty("jobtitle", "1")], [Delay(60)], [fork(LEADS, [Delay(30)], [Delay(45)], on=False)])
    people = [contact(1, lifecyclestage="lead", city="Oslo"), contact(2, city="oslo"), contact(3)]
    return Scene("If/then branch: first match wins", project(workflow(fork(cities, *ways), name="Sort")), people)


def set_property() -> Scene:
    """A property that one workflow sets lets the contact into another."""
    office = project(
        workflow(enroll(), trigger=on_filter(LEADS), name="Leads"),
        workflow(SetProperty("lifecyclestage", "lead"), SetProperty(), number=2, trigger=on_form("Demo"), name="Form"),
        sequences=(WELCOME,),
        script=(submits(2, "2026-01-06 10:00", "demo", number=1),),
    )
    return Scene("Set property value: and another workflow begins", office, contacts(2))


def unknown() -> Scene:
    """What a newer version made is skipped."""
    return Scene(
        "Unknown action: skipped, and on",
        project(workflow(UnknownAction({"kind": "send_fax"}), Delay(60), name="From a newer version")),
        contacts(1),
    )


def daily_limit() -> Scene:
    """Two mails a day: who waits, and until when."""
    days = ("2026-01-07 10:00", "2026-01-08 10:01", "2026-01-09 10:02", "2026-01-09 10:03")
    office = project(
        workflow(enroll(), trigger=on_form("Demo"), name="Demo form"),
        senders=(sender(limit=1),),
        sequences=(WELCOME,),
        script=tuple(submits(n, moment, number=n) for n, moment in enumerate(days, 1)),
    )
    return Scene("Daily limit of 1: follow-ups of three days meet on Monday", office, contacts(4))


def a_long_sequence() -> Scene:
    """Tasks that hold, a weekend, a send window, New York's clock, and a meeting at the end."""
    steps = (mail(0, "Hello {{ placeholder.name }}"), task(2), mail(2, "Did we miss you?"), mail(3, "Last one"))
    office = project(
        workflow(enroll(), name="Outreach"),
        sequences=(sequence(*steps, name="Outreach", window_start=9 * 60, behaviour=reacts(task_hours=26)),),
        zone="America/New_York",
        script=(
            happens(EventKind.MEETING_BOOKED, 2, "2026-01-09 15:00", "Demo", sender=2, number=1),
            happens(EventKind.MEETING_BOOKED, 2, "2026-01-13 15:00", "Demo", sender=1, number=2),
        ),
        senders=(sender(1, "Ana Ruiz"), sender(2, "Bo Lind")),
    )
    return Scene("A long sequence: a task holds it, a meeting ends it", office, contacts(2), 21)


def reactions() -> Scene:
    """Ten made-up people, each with a source of chance of their own."""
    lively = reacts(reply=20, meeting=10, unsubscribe=10, bounce=10)
    office = project(
        workflow(enroll(), name="Leads"),
        sequences=(sequence(mail(0, "Welcome"), mail(2, "Still there?"), name="Welcome", behaviour=lively),),
    )
    return Scene("Reactions, drawn with seed 7", office, contacts(10))


SCENES = (
    enroll_in_sequence,
    unenroll_from_sequence,
    delay,
    if_then,
    set_property,
    unknown,
    daily_limit,
    a_long_sequence,
    reactions,
)
