"""Monday rush: 400 leads match on one Monday morning, one sender, and only the daily limit decides."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import MappingProxyType

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account, RunSettings
from core.model.contact import Contact
from core.model.fields import Value
from core.model.instant import DAY, HOUR, MINUTE, Instant
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Behaviour, Sequence, SequenceSettings
from core.model.workflow import Card, Trigger, Workflow, WorkflowStatus
from tools.sample_data.common import Content, any_of, ascii_name, at, mail

_ZONE = "Europe/London"


def content() -> Content:
    """Make the sample."""
    start = at("2026-01-05T09:00", _ZONE)
    steps = (
        mail(
            "Spring prices for {{ contact.company }}",
            "You asked for our spring prices. They are below, and they hold until the end of March.\n\n"
            "Is there a size or quantity you need that is not on the list?",
        ),
        mail(
            "Re: Spring prices for {{ contact.company }}",
            "Did the prices reach you? I can hold your quantity for a week if that helps.",
            3,
        ),
    )
    project = Project(
        account=Account("Harbour Supply", time_zone=_ZONE, settings=RunSettings(start=start, days=14, seed=7)),
        senders=(Sender(1, "Nora Lind", "nora.lind@harboursupply.example", limit=150, provider="Outlook"),),
        sequences=(Sequence(1, "Spring prices", steps, SequenceSettings(behaviour=Behaviour(reply=6)), owner=1),),
        workflows=(
            Workflow(
                1,
                "Monday rush",
                WorkflowStatus.ON,
                Trigger(filter=any_of("lifecyclestage", "lead")),
                (Card(1, EnrollInSequence(1, SenderType.SPECIFIC_USER, 1)),),
                next_card=2,
            ),
        ),
    )
    return project, list(_leads(400, start))


def _leads(count: int, start: Instant) -> Iterator[Contact]:
    chance = Random(400)
    parts = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    names = chance.sample([(first, last) for first in parts["first"] for last in parts["last"]], count)
    for number, (first, last) in enumerate(names, 1):
        firm = f"{chance.choice(parts['firm'])} {chance.choice(parts['kind'])}"
        city, country = chance.choice(parts["town"])
        created = start - chance.randrange(40 * DAY, 300 * DAY)
        values: dict[str, Value] = {
            "email": f"{ascii_name(first)}.{ascii_name(last)}@{ascii_name(firm)}.example",
            "firstname": first,
            "lastname": last,
            "company": firm,
            "city": city,
            "country": country,
            "lifecyclestage": "lead",
            "hubspot_owner_id": 1,
            "hs_object_source": "FORM",
            "createdate": created - created % MINUTE,
            "lastmodifieddate": created - created % MINUTE + HOUR,
            "recent_conversion_event_name": "Spring prices",
        }
        yield Contact(number, MappingProxyType(values))
