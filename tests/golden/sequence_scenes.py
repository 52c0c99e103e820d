"""Scenes of sequences: pauses, colleagues, time zones, calendar days, clocks that change, shared mailboxes."""

from __future__ import annotations

from dataclasses import replace

from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.model.event import EventKind
from core.model.sequence import FollowUpDays
from core.rules import rulepack
from tests.building import (
    at,
    contact,
    contacts,
    enroll,
    enroll_by_owner,
    happens,
    mail,
    on_form,
    project,
    sender,
    sequence,
    submits,
    workflow,
)
from tests.golden.scene import WELCOME, Scene

CALENDAR = "2018-06"
"""A rule pack that counts by calendar days."""


def pause_and_resume() -> Scene:
    """What remains of the delay is kept: paused one day into three, two days remain."""
    office = project(
        workflow(enroll(), name="Welcome all"),
        sequences=(WELCOME,),
        script=(
            happens(EventKind.PAUSED, 1, "2026-01-06 09:00", number=1),
            happens(EventKind.RESUMED, 1, "2026-01-12 09:00", number=2),
            happens(EventKind.PAUSED, 2, "2026-01-06 09:00", number=3),
        ),
    )
    return Scene("Pause and resume: Ada goes on after six days, Ben never, Cleo is not paused", office, contacts(3))


def colleagues_reply() -> Scene:
    """Account-based: Ada's reply ends Ben's enrollment, who works at the same company, not Cleo's."""
    steps = (mail(0, "Welcome"), mail(3, "Still there?"))
    office = project(
        workflow(enroll(), name="Accounts"),
        sequences=(sequence(*steps, name="Accounts", account_based=True),),
        script=(happens(EventKind.REPLIED, 1, "2026-01-06 10:00", number=1),),
    )
    people = [contact(1, company="Acme"), contact(2, company="acme"), contact(3, company="Other"), contact(4)]
    return Scene("Account-based: a colleague’s reply ends it", office, people)


def reply_without_account_based() -> Scene:
    """Switched off: colleagues stay."""
    office = project(
        workflow(enroll(), name="Accounts"),
        sequences=(WELCOME,),
        script=(happens(EventKind.REPLIED, 1, "2026-01-06 10:00", number=1),),
    )
    return Scene("Not account-based: colleagues stay", office, contacts(2, company="Acme"))


def contact_time_zone() -> Scene:
    """Follow-ups fit the contact's own day: 09:00 UTC is 18:00 in Tokyo, 04:00 in New York."""
    steps = (mail(0, "Welcome"), mail(1, "Still there?"))
    office = project(
        workflow(enroll_by_owner(), name="World"),
        sequences=(sequence(*steps, name="World", use_contact_time_zone=True),),
        senders=tuple(sender(n, name) for n, name in ((1, "Ana Ruiz"), (2, "Bo Lind"), (3, "Chen Wu"), (4, "Dee Fox"))),
    )
    people = [
        contact(1, hs_timezone="Asia/Tokyo"),
        contact(2, hs_timezone="America/New_York", hubspot_owner_id=2),
        contact(3, hs_timezone="nowhere", hubspot_owner_id=3),
        contact(4, hs_timezone="Asia/Kolkata", hubspot_owner_id=4),
    ]
    return Scene("Contact time zone: each follow-up between 8 and 18 on the contact’s clock", office, people)


def calendar_day_limit() -> Scene:
    """With a calendar-day pack the count begins anew at midnight in the account's time zone."""
    moments = ("2026-01-05 21:00", "2026-01-05 22:30", "2026-01-05 23:30")
    office = project(
        workflow(enroll(), trigger=on_form("Demo"), name="Demo form"),
        senders=(sender(limit=1),),
        zone="Europe/Warsaw",
        script=tuple(submits(who, moment, number=who) for who, moment in enumerate(moments, 1)),
    )
    office = replace(office, account=replace(office.account, rule_pack=CALENDAR))
    return Scene("Limit of 1 a calendar day in Warsaw", office, contacts(3), rules=rulepack.load(CALENDAR))


def rolling_limit() -> Scene:
    """The mail of yesterday at the same second is out of the window; a second earlier it is not."""
    moments = ("2026-01-05 10:00", "2026-01-06 09:59", "2026-01-06 10:00")
    office = project(
        workflow(enroll(), trigger=on_form("Demo"), name="Demo form"),
        senders=(sender(limit=1),),
        script=tuple(submits(who, moment, number=who) for who, moment in enumerate(moments, 1)),
    )
    return Scene("Limit of 1 in 24 hours: the edge of the window", office, contacts(3))


def clocks_go_forward() -> Scene:
    """Warsaw, Sunday 29 March 2026, 02:00 becomes 03:00: a follow-up keeps its time of day, a delay its length."""
    steps = (mail(0, "Welcome"), mail(2, "Still there?"))
    office = project(
        workflow(enroll(), Delay(2 * 1_440), DelayUntil((), 2 * 60 + 30), name="March"),
        sequences=(sequence(*steps, name="March", follow_up_days=FollowUpDays.EVERYDAY),),
        zone="Europe/Warsaw",
    )
    return Scene("The clocks go forward", office, contacts(1), start=at("2026-03-27 09:00"))


def clocks_jump_over_a_time() -> Scene:
    """02:30 does not exist on the day of the change: the moment of the jump stands for it."""
    office = project(workflow(DelayUntil((6,), 2 * 60 + 30), name="Half past two"), zone="Europe/Warsaw")
    return Scene("The clocks jump over 02:30", office, contacts(1), start=at("2026-03-28 09:00"))


def shared_mailbox() -> Scene:
    """Two users of one mailbox share its limit and its queue."""
    office = project(
        workflow(enroll_by_owner(), name="Leads"),
        senders=(
            sender(1, "Ana Ruiz", mailbox="sales@acme.example", limit=2),
            sender(2, "Bo Lind", mailbox="Sales@acme.example", limit=3),
        ),
    )
    people = [contact(n, hubspot_owner_id=owner) for n, owner in enumerate((1, 2, 1, 2, 2), 1)]
    return Scene("A shared mailbox: limits of 2 and 3 count the same mails", office, people)


def unenrolled_by_hand() -> Scene:
    """A person takes Ada out; Ben is in no sequence, so nothing comes of it."""
    office = project(
        workflow(enroll(), trigger=on_form("Demo"), name="Demo form"),
        sequences=(WELCOME,),
        script=(
            submits(1, "2026-01-05 10:00", number=1),
            happens(EventKind.UNENROLLED_BY_HAND, 1, "2026-01-06 10:00", number=2),
            happens(EventKind.UNENROLLED_BY_HAND, 2, "2026-01-06 10:00", number=3),
        ),
    )
    return Scene("Unenrolled by hand", office, contacts(2))


def colleagues_book() -> Scene:
    """Account-based: Ada's meeting with her sender ends Ben's enrollment, whose sender it is too, not Cleo's."""
    steps = (mail(0, "Welcome"), mail(3, "Still there?"))
    office = project(
        workflow(enroll_by_owner(), name="Accounts"),
        sequences=(sequence(*steps, name="Accounts", account_based=True),),
        senders=(sender(1, "Ana Ruiz"), sender(2, "Bo Lind")),
        script=(happens(EventKind.MEETING_BOOKED, 1, "2026-01-06 10:00", "Demo", sender=1, number=1),),
    )
    people = [*contacts(2, company="Acme"), contact(3, company="Acme", hubspot_owner_id=2)]
    return Scene("Account-based: a colleague’s meeting with Ana ends what Ana sends", office, people)


SCENES = (
    pause_and_resume,
    colleagues_reply,
    colleagues_book,
    reply_without_account_based,
    contact_time_zone,
    calendar_day_limit,
    rolling_limit,
    clocks_go_forward,
    clocks_jump_over_a_time,
    shared_mailbox,
    unenrolled_by_hand,
)
