"""The trace: one row of whole numbers per thing that happened in a run. Sentences are made from it later.

Rows stay this small because a run writes hundreds of thousands of them; what the numbers point to (cards, sequences,
senders) is in the run's own frozen copy of the project, see ``core.model.run``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias

from core.model.instant import Instant
from core.model.reason import Reason


class Outcome(IntEnum):
    """What came of it. The numbers are stored."""

    DONE = 1
    SKIPPED = 2
    DEFERRED = 3
    FAILED = 4
    ENTERED = 5
    LEFT = 6

    @property
    def label(self) -> str:
        """The outcome's name, in lower case, as in log files."""
        return self.name.lower()


class RowKind(IntEnum):
    """What a row tells of. The numbers are stored."""

    TRIGGER = 1
    ACTION = 2
    MAIL = 3
    TASK = 4
    SEQUENCE = 5
    EVENT = 6

    @property
    def label(self) -> str:
        """The kind's name, in lower case, as in log files."""
        return self.name.lower()


TraceRow: TypeAlias = tuple[int, int, int, int, int, int, int, int, int, int, int, int]
"""One row as a bare tuple, in the order of the fields of ``TraceEvent``; the engine makes these."""


class TraceEvent(NamedTuple):
    """One row of the trace, by name.

    Attributes:
        time: When it happened.
        contact: Contact id.
        place: Number of the trigger or card in the run's ``Cast``; 0 where none had a part in it.
        kind: A ``RowKind``.
        outcome: An ``Outcome``.
        reason: A ``Reason``.
        sender: Sender id, 0 for none.
        sequence: Sequence id, 0 for none.
        step: Step number, 1-based, 0 for none.
        a: First fact of the sentence; what it is depends on kind, outcome and reason, see ``core.rules.sentences``.
        b: Second fact.
        c: Third fact.
    """

    time: Instant
    contact: int
    place: int
    kind: int
    outcome: int
    reason: int
    sender: int
    sequence: int
    step: int
    a: int
    b: int
    c: int


OUTCOME_TONES = {
    Outcome.DONE: "done",
    Outcome.SKIPPED: "skipped",
    Outcome.DEFERRED: "waiting",
    Outcome.FAILED: "broken",
    Outcome.ENTERED: "accent",
    Outcome.LEFT: "muted",
}
"""Which tone of the theme an outcome has."""


def needs_reason(event: TraceEvent) -> bool:
    """Say whether a row must carry a reason: all that was skipped, deferred or failed, and every leave."""
    return event.outcome in (Outcome.SKIPPED, Outcome.DEFERRED, Outcome.FAILED, Outcome.LEFT)


def reason_of(event: TraceEvent) -> Reason:
    """Give the row's reason as an enum member."""
    return Reason(event.reason)
