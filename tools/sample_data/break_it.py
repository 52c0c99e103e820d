"""Break it: forty contacts at a small company where everything that can break does, on a script of two weeks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.account import Account, RunSettings
from core.model.contact import Contact
from core.model.contact_list import ContactList
from core.model.event import EventKind, ScriptedEvent
from core.model.instant import DAY, HOUR, MINUTE, Instant
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, SequenceSettings
from core.model.workflow import Action, Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from tools.sample_data.common import Content, any_of, ascii_name, at, mail

_ZONE = "Europe/Madrid"
_ANA, _BEN, _CEM, _DANA = 1, 2, 3, 4
_TRIAL, _WEBINAR, _INVITED = 1, 2, 3
_GUESTS = 1
_BY_HAND = 5
_LEADS = 30
_K = EventKind


def content() -> Content:
    """Make the sample."""
    start = at("2026-02-09T09:00", _ZONE)
    script = sorted(_script(), key=lambda event: (event.minute, event.contact))
    numbered = (
        ScriptedEvent(e.kind, e.contact, e.minute, e.detail, e.sender, i, e.sequence, e.workflow, e.property, e.value)
        for i, e in enumerate(script, 1)
    )
    project = Project(
        account=Account("Veranda", time_zone=_ZONE, settings=RunSettings(start=start, days=21, seed=11)),
        senders=tuple(
            Sender(number, name, f"{ascii_name(name.split()[0])}@veranda.example", limit=limit, provider="Gmail")
            for number, name, limit in (
                (_ANA, "Ana Soler", 20),
                (_BEN, "Ben Adeyemi", 20),
                (_CEM, "Cem Kaplan", None),
                (_DANA, "Dana Roth", None),
            )
        ),
        sequences=_sequences(),
        workflows=_workflows(),
        script=tuple(numbered),
        lists=(ContactList(_GUESTS, "Webinar guests"),),
    )
    return project, list(_contacts(start))


def _sequences() -> tuple[Sequence, ...]:
    settings = SequenceSettings()
    return (
        Sequence(
            _TRIAL,
            "Trial follow-up",
            (
                mail("Your trial", "Your trial runs for two weeks. What would you like to have done by then?"),
                mail("Re: Your trial", "Most teams begin with last month’s plan. Shall I bring it in for you?", 2),
                mail("One week left", "Is there anything that keeps {{ contact.company }} from going on?", 4),
            ),
            settings,
            owner=_ANA,
        ),
        Sequence(
            _WEBINAR,
            "After the webinar",
            (
                mail("Thank you for being there", "Here is what we showed. Which part was the most useful?"),
                mail("Shall we talk?", "Half an hour is enough to see whether it fits.", 3),
            ),
            settings,
            owner=_DANA,
        ),
        Sequence(
            _INVITED,
            "Personal invitation",
            (mail("An invitation", "We would like to have you with us in May."), mail("Still a seat", "Coming?", 5)),
            settings,
            owner=_ANA,
        ),
    )


def _workflows() -> tuple[Workflow, ...]:
    owner = SenderType.CONTACT_OWNER
    by_ana = EnrollInSequence(_INVITED, SenderType.SPECIFIC_USER, _ANA)
    by_dana = EnrollInSequence(_WEBINAR, SenderType.SPECIFIC_USER, _DANA)
    won = Trigger(TriggerKind.PROPERTY_CHANGED, property="lifecyclestage", value="customer")
    return (
        _workflow(
            1, "Trial follow-up", Trigger(filter=any_of("lifecyclestage", "lead")), EnrollInSequence(_TRIAL, owner)
        ),
        _workflow(2, "Webinar guests", Trigger(TriggerKind.LIST_JOINED, list=_GUESTS), by_dana),
        _workflow(3, "New contacts", Trigger(TriggerKind.CONTACT_CREATED), EnrollInSequence(_TRIAL, owner)),
        _workflow(4, "Won", won, UnenrollFromSequence()),
        _workflow(_BY_HAND, "Invited by hand", Trigger(TriggerKind.MANUAL), Delay(DAY // MINUTE), by_ana),
    )


def _workflow(number: int, name: str, trigger: Trigger, *actions: Action) -> Workflow:
    cards = tuple(Card(i, action) for i, action in enumerate(actions, 1))
    return Workflow(number, name, WorkflowStatus.ON, trigger, cards, next_card=len(cards) + 1)


def _on(day: int, clock: str) -> int:
    """Give the minute of the script of a day, from 1, and a clock time; the rehearsal starts at 9:00."""
    hour, minute = clock.split(":")
    return (day - 1) * 24 * 60 + (int(hour) - 9) * 60 + int(minute)


def _script() -> Iterator[ScriptedEvent]:
    def contact(kind: EventKind, number: int, day: int, clock: str, **more: object) -> ScriptedEvent:
        return ScriptedEvent(kind, number, _on(day, clock), **more)  # type: ignore[arg-type]

    # What people do.
    yield contact(_K.PROPERTY_CHANGED, 1, 1, "10:00", property="lifecyclestage", value="customer")
    yield contact(_K.PAUSED, 2, 2, "08:30")
    yield contact(_K.RESUMED, 2, 5, "10:00")
    yield contact(_K.UNENROLLED_BY_HAND, 3, 2, "16:10")
    yield contact(_K.OPENED, 4, 1, "11:20")
    yield contact(_K.CLICKED, 4, 1, "11:24")
    yield contact(_K.REPLIED, 4, 1, "11:40")
    yield contact(_K.UNSUBSCRIBED, 5, 1, "12:15")
    yield contact(_K.BOUNCED, 6, 1, "09:30")
    yield contact(_K.MEETING_BOOKED, 7, 2, "10:30", detail="30 minutes", sender=_BEN)
    yield contact(_K.FORM_SUBMITTED, 8, 2, "14:00", detail="Support")
    for number in (31, 32, 33):
        yield contact(_K.LIST_JOINED, number, 2, "18:00", value=_GUESTS)
    yield contact(_K.CONTACT_CREATED, 40, 3, "10:00")
    # What breaks, and who runs into it.
    yield contact(_K.ENROLLED_BY_HAND, 34, 1, "11:00", workflow=_BY_HAND)
    yield contact(_K.WORKFLOW_OFF, 0, 1, "15:00", workflow=_BY_HAND)
    yield contact(_K.WORKFLOW_ON, 0, 3, "09:00", workflow=_BY_HAND)
    yield contact(_K.ENROLLED_BY_HAND, 35, 3, "11:00", workflow=_BY_HAND)
    yield contact(_K.LIMIT_CHANGED, 0, 2, "09:00", sender=_ANA, value=3)
    yield contact(_K.INBOX_DISCONNECTED, 0, 2, "17:00", sender=_BEN)
    yield contact(_K.INBOX_CONNECTED, 0, 4, "09:00", sender=_BEN)
    yield contact(_K.SEAT_LOST, 0, 3, "08:00", sender=_CEM)
    yield contact(_K.SEQUENCE_DELETED, 0, 7, "12:00", sequence=_INVITED)
    yield contact(_K.ENROLLED_BY_HAND, 36, 7, "13:00", workflow=_BY_HAND)
    yield contact(_K.SENDER_DEACTIVATED, 0, 8, "09:00", sender=_DANA)
    yield contact(_K.LIST_JOINED, 37, 8, "10:00", value=_GUESTS)


def _contacts(start: Instant) -> Iterator[Contact]:
    chance = Random(40)
    parts = tomllib.loads(Path(__file__).with_name("monday_rush.toml").read_text(encoding="utf-8"))
    names = chance.sample([(first, last) for first in parts["first"] for last in parts["last"]], 40)
    for number, (first, last) in enumerate(names, 1):
        firm = f"{chance.choice(parts['firm'])} {chance.choice(parts['kind'])}"
        city, country = chance.choice(parts["town"])
        created = start - chance.randrange(40 * DAY, 200 * DAY)
        # Whoever is made on day 3 belongs to Ben, whose inbox is disconnected then.
        owner = _BEN if number == 40 else (_ANA, _BEN, _CEM)[number % 3]
        yield Contact(number).with_values(
            {
                "email": f"{ascii_name(first)}.{ascii_name(last)}@{ascii_name(firm)}.example",
                "firstname": first,
                "lastname": last,
                "company": firm,
                "city": city,
                "country": country,
                "lifecyclestage": "lead" if number <= _LEADS else "subscriber",
                "hubspot_owner_id": owner,
                "hs_object_source": "FORM",
                "createdate": created - created % MINUTE,
                "lastmodifieddate": created - created % MINUTE + HOUR,
            }
        )
