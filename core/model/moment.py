"""A point of a finished rehearsal, and what is asked of it; ``core.services.replay`` answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.model.instant import Instant
from core.model.trace import Outcome

NEAR_LIMIT = 0.9
"""A sender is near the daily limit from this share of it on."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of a rehearsal: so many of its rows have happened.

    Attributes:
        rows: How many rows have happened.
        time: The simulated clock.
    """

    rows: int
    time: Instant


@dataclass(frozen=True, slots=True)
class Stop:
    """What a row must have for play to stop before the next one; what is empty does not matter.

    Attributes:
        places: Numbers of triggers and cards.
        reasons: Numbers of reasons.
        outcomes: Numbers of outcomes.
        kinds: Numbers of row kinds.
        contact: A contact's id, 0 for any.
        sender: A sender's id, 0 for any.
    """

    places: tuple[int, ...] = ()
    reasons: tuple[int, ...] = ()
    outcomes: tuple[int, ...] = ()
    kinds: tuple[int, ...] = ()
    contact: int = 0
    sender: int = 0


@dataclass(frozen=True, slots=True)
class Density:
    """How much happens when, in equal parts of the time line.

    Attributes:
        skips: Rows skipped in each part.
        mails: Mails sent in each part.
    """

    skips: tuple[int, ...]
    mails: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Contacts that came to one place of a workflow between two moments, and what became of them there.

    Attributes:
        workflow: Workflow id.
        card: Card id, 0 for the trigger; of contacts that left the workflow, the one they had come to last.
        outcome: What became of them.
        number: How many they are.
        back: How many of them were put off there before, and so stood before the card already.
    """

    workflow: int
    card: int
    outcome: Outcome
    number: int
    back: int = 0


@dataclass(frozen=True, slots=True)
class ContactState:
    """Where a contact is at an instant.

    Attributes:
        sequence: The sequence it is in, 0 for none.
        sender: Who enrolled it there, 0 for none.
        place: The trigger or card it came to last, 0 for none.
        rows: Rows it has had.
        mails: Mails it has had.
    """

    sequence: int = 0
    sender: int = 0
    place: int = 0
    rows: int = 0
    mails: int = 0


@dataclass(frozen=True, slots=True)
class Break:
    """Where playing stops by itself.

    Attributes:
        title: What it is called, e.g. ``Ana Ruiz at 90 % of the limit``.
        stop: The rows it stops after.
        near_limit: A sender's id: it stops when that mailbox comes near its daily limit (``NEAR_LIMIT``); 0 for others.
        card: A workflow's and a card's id (0: its trigger): it stops when somebody comes there. Not a place's number:
            places are numbered anew in every run.
    """

    title: str
    stop: Stop = field(default_factory=Stop)
    near_limit: int = 0
    card: tuple[int, int] = (0, 0)
