"""What an action may ask of the engine while it runs: the stage it stands on. The engine implements it.

Contacts travel in groups: all that reach the same card at the same instant. A group is a list of contact indexes (their
position in the snapshot, not their ids); whoever is handed a group owns it and may pass it on, but not share it.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Protocol, TypeAlias

from core.model.account import Subscription
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import Filter
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, TraceRow
from core.model.workflow import Card, Workflow
from core.rules.eligibility import Inside
from core.rules.filters import Selector

Performer: TypeAlias = Callable[[Instant, list[int]], None]
"""Lets a group of contacts act at a moment."""


class Desk(Protocol):
    """A sender at the mailbox that is counted for it."""

    @property
    def sender(self) -> Sender:
        """Who sends."""

    def refusal(self, now: Instant) -> tuple[int, int, Instant] | None:
        """Say why one more mail cannot be sent now: (counted, limit, free again at); ``None`` when there is room."""


Admission: TypeAlias = Callable[[Instant, int, Desk, int], Instant]
"""Takes now, a contact, the sender's desk and the place of the card; gives when the first mail leaves."""


class Stage(Protocol):
    """The engine, as an action sees it."""

    ids: Sequence[int]
    rows: list[TraceRow]

    @property
    def project(self) -> Project:
        """The frozen project."""

    @property
    def zone(self) -> tzinfo:
        """The account's time zone."""

    @property
    def subscription(self) -> Subscription:
        """The account's subscription; it does not change during a run."""

    @property
    def epoch(self) -> int:
        """Counts what happened to senders and sequences; answers about them stand as long as it does."""

    def column(self, name: str) -> list[Value]:
        """Give a property's values, one a contact."""

    def select(self, wanted: Filter) -> Selector:
        """Give the selector of a filter over this run's contacts and clock."""

    def push(self, at: Instant, performer: Performer, who: list[int]) -> None:
        """Let a group act at a moment, not before now; groups for the same card and instant become one."""

    def enlist(self, performer: Performer) -> Performer:
        """Give a performer that an action pushes itself its turn among those that act at one instant; once, in bind."""

    def tell(self, now: Instant, who: Sequence[int], place: int, outcome: Outcome, reason: Reason = Reason.NONE,
             a: int = 0) -> None:  # fmt: skip
        """Write one row for each contact of a group."""

    def count(self, place: int, outcome: Outcome, reason: Reason, number: int) -> None:
        """Add to the sums of a place, for rows an action writes itself."""

    def set_values(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        """Set a property of a group, and let the triggers that watch it look again."""

    def set_each(self, now: Instant, who: Sequence[int], name: str, values: Sequence[Value]) -> None:
        """Set a property to a value of its own for each contact of a group, in the group's order."""

    def draw(self, index: int, purpose: int, below: int) -> int:
        """Give a number from 0 to ``below - 1`` out of the contact's own random source.

        Arguments:
            index: The contact.
            purpose: What it decides, e.g. the place of the card.
            below: How many numbers are possible.
        """

    def enter(self, now: Instant, who: list[int], workflow_id: int) -> list[int] | None:
        """Let a group enter another workflow.

        Gives those that were stopped because they run in a loop; ``None`` when the workflow takes nobody in, because
        it is not played or was switched off.
        """

    def sequence(self, sequence_id: int) -> SalesSequence | None:
        """Give a sequence, deleted ones too."""

    def desk(self, sender_id: int) -> Desk | None:
        """Give a sender's desk; ``None`` when there is no such sender."""

    def unfit(self, index: int) -> Reason:
        """Say why a contact cannot get sequence mail at all (address, consent); ``NONE`` when it can."""

    @property
    def enrolled(self) -> Container[int]:
        """The contacts that are in a sequence now."""

    def inside(self, index: int) -> Inside | None:
        """Give the enrollment a contact is in, if any."""

    def admission(self, sequence: SalesSequence) -> Admission:
        """Give the way into a sequence: it puts a contact in and says when its first mail leaves, now for a task."""

    def unenroll(self, now: Instant, index: int, reason: Reason, place: int) -> None:
        """Take a contact out of the sequence it is in."""


Hold: TypeAlias = Callable[[Instant, list[int]], None]
"""Lets a group wait until an instant."""


class WaitingRoom(Protocol):
    """Where the contacts of one card wait. Those that leave the workflow meanwhile never come out."""

    def until(self, then: Performer) -> Hold:
        """Give what lets a group wait until an instant and then go on; ask once, when the card is bound."""

    def for_event(self, kind: EventKind, detail: str, happened: Performer, timed_out: Performer) -> Hold:
        """Give what lets a group wait for an event, until an instant at the latest; ask once, when the card is bound.

        Arguments:
            kind: What must happen to the contact.
            detail: The form or meeting it must be, the property that must change, or the number of the list that must
                be joined; empty means any. Case does not matter.
            happened: Where contacts go at the moment it happens.
            timed_out: Where they go when it has not happened by the instant.
        """


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a card stands in a run.

    Attributes:
        stage: The engine.
        workflow: The workflow the card belongs to.
        card: The card.
        place: Its number in the trace.
        then: What comes after it.
        branches: For branch cards: what comes first in each branch.
        waiting_room: Where contacts wait at this card.
    """

    stage: Stage
    workflow: Workflow
    card: Card
    place: int
    then: Performer
    branches: tuple[Performer, ...]
    waiting_room: WaitingRoom
