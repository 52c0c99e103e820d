"""Runs: the settings a rehearsal was played with, its frozen copy of the project, and its sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from core.model.account import RunSettings
from core.model.instant import Instant
from core.model.project import Project
from core.model.workflow import Card, Workflow, walk

ENROLLS = "enroll_in_sequence"
"""Kind of the action that puts contacts into sequences."""


@dataclass(frozen=True, slots=True)
class Place:
    """A trigger or card that a trace row can point to.

    Attributes:
        number: What ``TraceEvent.place`` holds, from 1.
        workflow: Workflow id.
        card: Card id, 0 for the trigger.
    """

    number: int
    workflow: int
    card: int


def places_of(workflows: tuple[Workflow, ...]) -> tuple[Place, ...]:
    """Number every trigger and card of the workflows, in the order of the list and of each tree."""
    found: list[Place] = []
    for workflow in workflows:
        for card_id in (0, *(card.id for card in walk(workflow.cards))):
            found.append(Place(len(found) + 1, workflow.id, card_id))
    return tuple(found)


class Cast:
    """A run's frozen copy of the project, with quick ways to what its rows point to.

    Arguments:
        project: The project as it was when the run began.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.places = places_of(project.workflows)
        self._workflows = {w.id: w for w in project.workflows}
        self._cards = {(w.id, c.id): c for w in project.workflows for c in walk(w.cards)}
        self.senders = {s.id: s for s in project.senders}
        self.sequences = {s.id: s for s in project.sequences}
        self._numbers = {(p.workflow, p.card): p.number for p in self.places}

    def place(self, number: int) -> Place | None:
        """Give the place a row points to; ``None`` for 0."""
        return self.places[number - 1] if 0 < number <= len(self.places) else None

    def number(self, workflow: int, card: int) -> int:
        """Give the number of a trigger (card 0) or card; 0 when the run had none such."""
        return self._numbers.get((workflow, card), 0)

    def workflow_at(self, number: int) -> Workflow | None:
        """Give the workflow of a place."""
        place = self.place(number)
        return self._workflows.get(place.workflow) if place else None

    def enrolling(self) -> frozenset[int]:
        """Give the numbers of the cards that enroll in sequences."""
        cards = ((place.number, self.card_at(place.number)) for place in self.places)
        return frozenset(n for n, card in cards if card is not None and card.action.kind == ENROLLS)

    def card_at(self, number: int) -> Card | None:
        """Give the card of a place; ``None`` for triggers."""
        place = self.place(number)
        return self._cards.get((place.workflow, place.card)) if place else None


Move: TypeAlias = tuple[Instant, int, int]
"""An instant, a place, and by how many the contacts that wait there grew at that instant; negative when they fell."""


@dataclass(frozen=True, slots=True)
class CardCounts:
    """How many contacts a place has seen.

    Attributes:
        entered: Came to it.
        done: Did it.
        skipped: Skipped it.
        waiting: Wait at it now.
    """

    entered: int = 0
    done: int = 0
    skipped: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The sums of a run.

    Attributes:
        contacts: Contacts in the snapshot.
        events: Rows in the trace.
        outcomes: Outcome label to number of rows.
        reasons: Reason code to number of rows.
        mails: Mails sent.
        places: Place number to its counts.
        seconds: How long it took, by the wall clock.
        until: The last simulated moment reached.
        stopped: Whether a person stopped it early.
    """

    contacts: int = 0
    events: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    mails: int = 0
    places: Mapping[int, CardCounts] = field(default_factory=dict)
    seconds: float = 0.0
    until: Instant = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A stored rehearsal.

    Attributes:
        id: Row in the workspace.
        created: When it was played, by the wall clock.
        settings: How it was played.
        project: The project as it was.
        summary: Its sums.
        first_row: First log row id.
        last_row: Last log row id; less than ``first_row`` when there are none.
    """

    id: int
    created: Instant
    settings: RunSettings
    project: Project
    summary: RunSummary
    first_row: int
    last_row: int
