"""What the samples are made with."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from core.model.contact import Contact
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import Instant, to_instant
from core.model.project import Project
from core.model.sequence import Step, StepKind

Content: TypeAlias = tuple[Project, list[Contact]]
"""What a sample holds."""

HELLO = 'Hi {{ contact.firstname | default: "there" }},\n\n'
BYE = "\n\n{{ sender.firstname }}"


def at(text: str, zone: str) -> Instant:
    """Give the instant of an ISO local time in a time zone."""
    return to_instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def mail(subject: str, text: str, delay_days: int = 0) -> Step:
    """Give an automated email with a greeting before its text and the sender's first name below."""
    return Step(StepKind.EMAIL, subject, HELLO + text + BYE, delay_days)


def any_of(name: str, *values: Value) -> Filter:
    """Give the filter that asks whether a property has one of some values."""
    return Filter(((Condition(name, Operator.IS_ANY_OF, values),),))


def ascii_name(text: str) -> str:
    """Write a name as it stands in an address: lower-case ASCII letters and digits only."""
    plain = text.lower().translate(str.maketrans("łøæœßıđð", "loaosidd"))
    return "".join(c for c in unicodedata.normalize("NFD", plain) if c.isascii() and c.isalnum())
