"""Scenes of every kind of trigger, and of coming back."""

from __future__ import annotations

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import list_column
from core.model.instant import Instant
from core.model.sequence import Enrollment
from core.model.workflow import Repeat, Schedule, Trigger, TriggerKind
from tests.building import (
    LEADS,
    START,
    contact,
    contacts,
    enroll,
    happens,
    minutes_to,
    on_filter,
    on_form,
    on_meeting,
    project,
    sender,
    submits,
    workflow,
)
from tests.golden.scene import PARTNERS, VIP, WELCOME, Scene, with_lists

NOTE = AddNote("Came in")


def changes(who: int, moment: str, name: str, value: Value, number: int, start: Instant = START) -> ScriptedEvent:
    """Give a scripted change of a property."""
    minute = minutes_to(moment, start)
    return ScriptedEvent(EventKind.PROPERTY_CHANGED, who, minute, property=name, value=value, id=number)


def joins(who: int, moment: str, list_id: int, number: int) -> ScriptedEvent:
    """Give a scripted joining of a list."""
    return ScriptedEvent(EventKind.LIST_JOINED, who, minutes_to(moment), value=list_id, id=number)


def trigger_filter() -> Scene:
    """Who matches at the start and who matches later; once."""
    office = project(
        workflow(NOTE, trigger=on_filter(LEADS), name="Leads"),
        script=(
            changes(2, "2026-01-06 10:00", "lifecyclestage", "lead", 1),
            changes(1, "2026-01-07 10:00", "lifecyclestage", None, 2),
            changes(1, "2026-01-08 10:00", "lifecyclestage", "lead", 3),
        ),
    )
    return Scene(
        "Trigger: filter criteria, met for the first time", office, [contact(1, lifecyclestage="lead"), contact(2)]
    )


def trigger_filter_not_existing() -> Scene:
    """Who matches already stays out, unless it matches anew."""
    office = project(
        workflow(NOTE, trigger=on_filter(LEADS, existing=False), name="Leads"),
        script=(
            changes(1, "2026-01-07 10:00", "lifecyclestage", None, 1),
            changes(1, "2026-01-08 10:00", "lifecyclestage", "lead", 2),
        ),
    )
    return Scene(
        "Trigger: filter criteria, not for those that match already", office, contacts(2, lifecyclestage="lead")
    )


def trigger_form_submitted() -> Scene:
    """The right form, by somebody who matches at that moment."""
    office = project(
        workflow(NOTE, trigger=on_form("Demo", LEADS), name="Demo form"),
        script=(
            submits(1, "2026-01-06 10:00", "DEMO", number=1),
            submits(1, "2026-01-07 10:00", "Demo", number=2),
            submits(2, "2026-01-06 10:00", "Demo", number=3),
            submits(3, "2026-01-06 10:00", "Price list", number=4),
        ),
    )
    people = [contact(1, lifecyclestage="lead"), contact(2), contact(3, lifecyclestage="lead")]
    return Scene("Trigger: form submitted, Ben is no lead, Cleo fills in another form", office, people)


def trigger_meeting_booked() -> Scene:
    """A meeting of one kind."""
    office = project(
        workflow(enroll(), trigger=on_meeting("Demo"), name="After a meeting"),
        sequences=(WELCOME,),
        script=(
            happens(EventKind.MEETING_BOOKED, 1, "2026-01-06 10:00", "Demo", sender=1, number=1),
            happens(EventKind.MEETING_BOOKED, 2, "2026-01-06 10:00", "Coffee", sender=1, number=2),
        ),
    )
    return Scene("Trigger: meeting booked, which begins the sequence and does not end it", office, contacts(2), 7)


def trigger_contact_created() -> Scene:
    """Ben and Cleo do not exist at first; nothing happens to them before."""
    office = project(
        workflow(NOTE, trigger=Trigger(TriggerKind.CONTACT_CREATED), name="New contacts"),
        workflow(NOTE, number=2, trigger=on_filter(LEADS), name="Leads"),
        script=(
            submits(2, "2026-01-05 12:00", number=1),
            happens(EventKind.CONTACT_CREATED, 2, "2026-01-06 10:00", number=2),
            happens(EventKind.CONTACT_CREATED, 3, "2026-01-07 10:00", number=3),
        ),
    )
    people = [contact(1, lifecyclestage="lead"), contact(2, lifecyclestage="lead"), contact(3)]
    return Scene("Trigger: contact created", office, people)


def trigger_property_changed() -> Scene:
    """To one value, by the script or by another workflow; setting the same value again is no change."""
    watch = Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="customer", reenroll=True)
    office = project(
        workflow(NOTE, trigger=watch, name="Became customer"),
        workflow(SetProperty("lifecyclestage", "customer"), number=2, trigger=on_form("Buy"), name="Buy"),
        script=(
            changes(1, "2026-01-06 10:00", "lifecyclestage", "customer", 1),
            changes(1, "2026-01-06 11:00", "lifecyclestage", "customer", 2),
            changes(1, "2026-01-06 12:00", "lifecyclestage", "lead", 3),
            submits(1, "2026-01-06 13:00", "Buy", number=4),
        ),
    )
    return Scene("Trigger: property changed, at 10:00 and 13:00", office, contacts(1))


def trigger_email_replied() -> Scene:
    """A reply ends the sequence and begins a workflow."""
    office = project(
        workflow(enroll(), name="Welcome all"),
        workflow(NOTE, number=2, trigger=Trigger(TriggerKind.EMAIL_REPLIED), name="Replied"),
        sequences=(WELCOME,),
        script=(happens(EventKind.REPLIED, 1, "2026-01-06 10:00", number=1),),
    )
    return Scene("Trigger: email replied", office, contacts(2))


def trigger_list_joined() -> Scene:
    """The list it waits for; being on it is not joining it."""
    office = with_lists(
        project(
            workflow(NOTE, trigger=Trigger(TriggerKind.LIST_JOINED, list=VIP), name="Joined VIP"),
            script=(
                joins(1, "2026-01-06 10:00", VIP, 1),
                joins(2, "2026-01-06 11:00", VIP, 2),
                joins(1, "2026-01-06 12:00", PARTNERS, 3),
            ),
        )
    )
    return Scene(
        "Trigger: list joined, Ben is on it already", office, [contact(1), contact(2, **{list_column(VIP): True})]
    )


def trigger_schedule() -> Scene:
    """Every Thursday at 10:00 in Warsaw, for those who match then; again where that is on."""
    weekly = Trigger(TriggerKind.SCHEDULE, filter=LEADS, reenroll=True, schedule=Schedule(Repeat.WEEKLY, 600, 3))
    monthly = Trigger(TriggerKind.SCHEDULE, schedule=Schedule(Repeat.MONTHLY, 9 * 60, day=31))
    office = project(
        workflow(NOTE, trigger=weekly, name="Thursdays"),
        workflow(NOTE, number=2, trigger=monthly, name="Last of the month"),
        zone="Europe/Warsaw",
        script=(changes(2, "2026-01-09 10:00", "lifecyclestage", "lead", 1),),
    )
    people = [contact(1, lifecyclestage="lead"), contact(2)]
    return Scene("Trigger: schedule, weekly with re-enrollment, monthly without", office, people, 28)


def trigger_manual() -> Scene:
    """Put in by hand, again after the end, never while inside; criteria do not matter."""
    office = project(
        workflow(Delay(1_440), NOTE, trigger=Trigger(TriggerKind.MANUAL), name="By hand"),
        workflow(NOTE, number=2, trigger=on_filter(LEADS), name="Leads"),
        script=(
            ScriptedEvent(EventKind.ENROLLED_BY_HAND, 1, 60, workflow=1, id=1),
            ScriptedEvent(EventKind.ENROLLED_BY_HAND, 1, 120, workflow=1, id=2),
            ScriptedEvent(EventKind.ENROLLED_BY_HAND, 1, 3_000, workflow=1, id=3),
            ScriptedEvent(EventKind.ENROLLED_BY_HAND, 1, 3_060, workflow=2, id=4),
        ),
    )
    return Scene("Trigger: by hand, at 10:00, in vain at 11:00, again on Wednesday", office, contacts(1))


def reenrollment() -> Scene:
    """Once for the plain workflow; for the other each time it matches anew, never while inside."""
    office = project(
        workflow(NOTE, trigger=on_form("Demo"), name="Once"),
        workflow(Delay(1_440), NOTE, number=2, trigger=on_form("Demo", reenroll=True), name="Again"),
        script=tuple(
            submits(1, moment, "Demo", number=number)
            for number, moment in enumerate(("2026-01-06 10:00", "2026-01-07 09:59", "2026-01-07 10:01"), 1)
        ),
    )
    return Scene("Re-enrollment: the second form comes while Ada is inside", office, contacts(1))


def reenrollment_by_filter() -> Scene:
    """Leaving the criteria and matching again brings back; matching all along does not."""
    office = project(
        workflow(NOTE, trigger=on_filter(LEADS, reenroll=True), name="Leads"),
        script=(
            changes(1, "2026-01-06 10:00", "lifecyclestage", "customer", 1),
            changes(1, "2026-01-07 10:00", "lifecyclestage", "lead", 2),
            changes(1, "2026-01-08 10:00", "lifecyclestage", "lead", 3),
        ),
    )
    return Scene("Re-enrollment by criteria: from not matching to matching", office, contacts(1, lifecyclestage="lead"))


def already_enrolled_elsewhere() -> Scene:
    """The skip names the other sequence and who put the contact there."""
    office = project(
        workflow(enroll(), name="First"),
        workflow(Delay(60), enroll(), number=2, name="Second"),
        sequences=(WELCOME,),
        senders=(sender(1, "Ana Ruiz"),),
        enrollments=(Enrollment(2, 1, 1, START - 86_400, 1, by="Ana Ruiz"),),
    )
    return Scene("One sequence at a time", office, contacts(2))


SCENES = (
    trigger_filter,
    trigger_filter_not_existing,
    trigger_form_submitted,
    trigger_meeting_booked,
    trigger_contact_created,
    trigger_property_changed,
    trigger_email_replied,
    trigger_list_joined,
    trigger_schedule,
    trigger_manual,
    reenrollment,
    reenrollment_by_filter,
    already_enrolled_elsewhere,
)
