"""Demo request: three weeks at a small company, with every reason the help article names.

Who is on the list and what happens to them stands in ``demo_request.csv``, one contact a line. The column *special*
says who waits in Welcome already, has no or a broken address, or carries one of HubSpot's flags.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.account import Account, RunSettings
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.instant import DAY, MINUTE, Instant
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Behaviour, Enrollment, Sequence, SequenceSettings, Step, StepKind
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from tools.sample_data.common import Content, any_of, ascii_name, at, mail

_ZONE = "Europe/Warsaw"
_MONTHS = {"Jan": "01", "Feb": "02"}
_ANA, _BEN, _CEM, _MIA, _TOM = 1, 2, 3, 4, 5
_OWNERS = {"ana": _ANA, "ben": _BEN, "cem": _CEM, "mia": _MIA, "tom": _TOM}
_DEMO, _WELCOME, _AFTER, _OLD = 1, 2, 3, 4


def content() -> Content:
    """Make the sample."""
    start = at("2026-01-05T09:00", _ZONE)
    people = list(_people())
    contacts = [_contact(number, row) for number, row in enumerate(people, 1)]
    script = sorted(_script(people, start), key=lambda event: (event.minute, event.contact, event.kind.value))
    project = Project(
        account=Account("Northlight", time_zone=_ZONE, settings=RunSettings(start=start, days=30, seed=7)),
        senders=_demo_senders(),
        sequences=_demo_sequences(),
        workflows=_demo_workflows(),
        script=tuple(
            ScriptedEvent(e.kind, e.contact, e.minute, e.detail, e.sender, i) for i, e in enumerate(script, 1)
        ),
        enrollments=tuple(_welcomed(people)),
    )
    return project, contacts


def _people() -> Iterator[dict[str, str]]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _contact(number: int, row: dict[str, str]) -> Contact:
    special = row["special"]
    first, last = ascii_name(row["first"]), ascii_name(row["last"])
    email = f"{first}.{last}@{ascii_name(row['company'])}.example"
    if special == "bad_email":
        email = email.partition("@")[0] + "@"
    created = at(row["created"] + "T10:00", _ZONE) + number * 7 * MINUTE
    values: dict[str, Value] = {
        "email": "" if special == "no_email" else email,
        "firstname": row["first"],
        "lastname": row["last"],
        "company": row["company"],
        "jobtitle": row["job"],
        "city": row["city"],
        "country": row["country"],
        "lifecyclestage": row["stage"],
        "hs_lead_status": {"customer": "CONNECTED", "opportunity": "OPEN_DEAL"}.get(row["stage"], "NEW"),
        "hubspot_owner_id": _OWNERS.get(row["owner"]) or (int(row["owner"]) if row["owner"] else None),
        "hs_timezone": row["time_zone"],
        "hs_object_source": row["source"],
        "createdate": created,
        "lastmodifieddate": created,
        "notes_last_contacted": created + 2 * DAY if row["source"] == "MEETING" or special == "welcome" else None,
        "recent_conversion_event_name": "Pricing guide" if row["source"] == "FORM" else None,
    }
    if special.startswith("hs_"):
        values[special] = True
    return Contact(number).with_values(values)


def _script(people: list[dict[str, str]], start: Instant) -> Iterator[ScriptedEvent]:
    for number, row in enumerate(people, 1):
        if row["form"]:
            minute = _minute(row["form"], start)
            yield ScriptedEvent(EventKind.FORM_SUBMITTED, number, minute, "Demo request")
        if row["meeting"]:
            when, _, sender = row["meeting"].rpartition(" ")
            minute = _minute(when, start)
            yield ScriptedEvent(EventKind.MEETING_BOOKED, number, minute, "Product demo", _OWNERS[sender])
        if row["other"]:
            when, _, kind = row["other"].rpartition(" ")
            yield ScriptedEvent(EventKind(kind), number, _minute(when, start))


def _minute(text: str, start: Instant) -> int:
    """Give the minutes from the start to a time such as ``13 Jan 09:02``."""
    day, month, clock = text.split()
    return (at(f"2026-{_MONTHS[month]}-{int(day):02d}T{clock}", _ZONE) - start) // MINUTE


def _welcomed(people: list[dict[str, str]]) -> Iterator[Enrollment]:
    numbers = [number for number, row in enumerate(people, 1) if row["special"] == "welcome"]
    for i, number in enumerate(numbers, 1):
        yield Enrollment(
            number, _WELCOME, _MIA, at("2025-12-31T10:00", _ZONE) + i * 5 * MINUTE, 1, by="Mia Laine", id=i
        )


def _demo_senders() -> tuple[Sender, ...]:
    team = "New business"
    return (
        Sender(_ANA, "Ana Ruiz", "ana.ruiz@northlight.example", limit=12, provider="Gmail", team=team),
        Sender(
            _BEN,
            "Ben Okafor",
            "ben.okafor@northlight.example",
            inbox_state=InboxState.DISCONNECTED,
            inbox_changed=at("2026-01-02T17:20", _ZONE),
            provider="Outlook",
            team=team,
        ),
        Sender(_CEM, "Cem Aydin", "cem.aydin@northlight.example", seat=Seat.NONE, provider="Gmail", team=team),
        Sender(_MIA, "Mia Laine", "mia.laine@northlight.example", provider="Gmail", team="Customer success"),
        Sender(
            _TOM,
            "Tom Becker",
            "tom.becker@northlight.example",
            seat=Seat.SERVICE_ENTERPRISE,
            inbox_kind=InboxKind.TEAM,
            mailbox="hello@northlight.example",
            provider="Outlook",
            team="Customer success",
        ),
    )


def _demo_sequences() -> tuple[Sequence, ...]:
    return (_demo_follow_up(), _welcome(), _after_the_meeting(), _old_demo())


def _demo_follow_up() -> Sequence:
    return Sequence(
        _DEMO,
        "Demo follow-up",
        (
            mail(
                "Your demo of Northlight",
                "Thanks for asking to see Northlight. I would like to show you how teams like "
                "{{ contact.company }} plan their week with it. It takes 25 minutes.\n\n"
                "Would Thursday or Friday suit you?",
            ),
            mail(
                "Re: Your demo of Northlight",
                "Did you have a moment to look at your calendar? If someone else at "
                "{{ contact.company }} should join us, bring them along.",
                2,
            ),
            Step(
                StepKind.CALL,
                "Call {{ contact.firstname }} {{ contact.lastname }}",
                "Ask what made them look for a planning tool now. Offer two times.",
                2,
            ),
            mail(
                "Shall I close this for now?",
                "I have not heard back, so I will not write again about the demo. "
                "When the time is right, one line is enough and I will set it up.",
                3,
            ),
        ),
        SequenceSettings(behaviour=Behaviour(reply=8, meeting=4, unsubscribe=1, bounce=1, task_hours=20)),
        owner=_ANA,
    )


def _welcome() -> Sequence:
    return Sequence(
        _WELCOME,
        "Welcome",
        (
            mail(
                "Good to have you here",
                "I look after new accounts at Northlight. The short guide below covers the first week; "
                "if anything is unclear, reply to this mail and it reaches me.",
            ),
            mail(
                "One thing most teams miss",
                "Most teams start by typing in their own plan. Importing last month’s one is faster "
                "and shows you the gaps at once. Want me to do it with you?",
                7,
            ),
            mail(
                "How is it going?",
                "You have been with us for a while now. What is the one thing you would change?",
                10,
            ),
        ),
        SequenceSettings(use_contact_time_zone=True, behaviour=Behaviour(reply=5, task_hours=24)),
        owner=_MIA,
    )


def _after_the_meeting() -> Sequence:
    return Sequence(
        _AFTER,
        "After the meeting",
        (
            mail(
                "What we agreed today",
                "Thank you for your time. As promised, here is what we agreed: "
                "{{ placeholder.next step }}.\n\nTell me if I missed anything.",
            ),
            mail(
                "Anything still open?",
                "Is there a question from your side that keeps {{ contact.company }} from going ahead? "
                "I am glad to answer it by mail or on a short call.",
                4,
            ),
            Step(
                StepKind.TODO,
                "Decide: offer or later",
                "If there was no answer, move the contact to next quarter.",
                3,
                hold=False,
            ),
        ),
        SequenceSettings(behaviour=Behaviour(reply=20, task_hours=12)),
        owner=_MIA,
    )


def _old_demo() -> Sequence:
    return Sequence(
        _OLD,
        "Old demo",
        (
            mail("See Northlight in action", "Every Wednesday we show Northlight to everybody."),
            mail("Next Wednesday?", "There are seats left for next week.", 5),
        ),
        owner=_TOM,
        deleted=at("2026-01-02T12:00", _ZONE),
    )


def _demo_workflows() -> tuple[Workflow, ...]:
    by_owner = SenderType.CONTACT_OWNER
    return (
        Workflow(
            1,
            "Demo request follow-up",
            WorkflowStatus.ON,
            Trigger(TriggerKind.FORM_SUBMITTED, "Demo request"),
            (
                Card(
                    1,
                    IfThen((Branch("Lead", any_of("lifecyclestage", "lead")),)),
                    branches=(
                        (Card(2, EnrollInSequence(_DEMO, by_owner)),),
                        (Card(3, UnenrollFromSequence()),),
                    ),
                ),
            ),
            next_card=4,
        ),
        Workflow(
            2,
            "After the meeting",
            WorkflowStatus.ON,
            Trigger(TriggerKind.MEETING_BOOKED),
            (
                Card(1, Delay(DAY // MINUTE)),
                Card(2, EnrollInSequence(_AFTER, SenderType.SPECIFIC_USER, _MIA)),
                Card(3, SetProperty("hs_lead_status", "CONNECTED")),
            ),
            next_card=4,
        ),
        Workflow(
            3,
            "Old demo nurture",
            WorkflowStatus.ON,
            Trigger(filter=any_of("lifecyclestage", "marketingqualifiedlead")),
            (Card(1, EnrollInSequence(_OLD, by_owner)),),
            next_card=2,
        ),
        Workflow(
            4,
            "Webinar no-shows",
            WorkflowStatus.DRAFT,
            Trigger(TriggerKind.FORM_SUBMITTED, "Webinar sign-up"),
            (Card(1, Delay(2 * DAY // MINUTE)), Card(2, EnrollInSequence(_WELCOME, SenderType.SPECIFIC_USER, _MIA))),
            sequence=_WELCOME,
            next_card=3,
        ),
    )
