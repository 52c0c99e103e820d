"""How the steps of a sequence did in a rehearsal: sent, opened, replied, left, counted from the stored log.

A reply, an opening and so on is counted at the last mail that left for the contact before it, and an end at the last
step that the contact reached. Not here: counting rows (``core.store.log``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.model.event import EventKind
from core.model.reason import Reason
from core.model.run import Run
from core.model.sequence import Step
from core.model.trace import Outcome, RowKind
from core.services.exporting import save_rows
from core.services.runs import Control, Unwatched
from core.store import log

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = ["HEADINGS", "Performance", "StepCounts", "performance", "save_csv"]

_EVENTS = tuple(EventKind)
_TOLD = {
    _EVENTS.index(kind) + 1: kind
    for kind in (
        EventKind.OPENED,
        EventKind.CLICKED,
        EventKind.REPLIED,
        EventKind.MEETING_BOOKED,
        EventKind.BOUNCED,
        EventKind.UNSUBSCRIBED,
    )
}
_TASK_CREATED = 1
"""What the first fact of a new task's row says (``core.engine.sequences``)."""


@dataclass(frozen=True, slots=True)
class StepCounts:
    """What happened at one step.

    Attributes:
        number: The step, from 1; 0 for the whole sequence.
        step: The step as the run played it; ``None`` for the whole sequence.
        sent: Mails that left, or tasks that were created.
        opened: Mails opened.
        clicked: Mails in which a link was clicked.
        replied: Mails answered.
        meetings: Meetings booked after the mail.
        bounced: Mails that came back.
        unsubscribed: Mails after which the contact unsubscribed.
        left: Enrollments that ended here, those that finished the sequence apart.
        finished: Enrollments that finished the sequence here.
        deferred: How often the mail was put off.
        reasons: Why enrollments ended here, the most frequent first.
    """

    number: int
    step: Step | None
    sent: int = 0
    opened: int = 0
    clicked: int = 0
    replied: int = 0
    meetings: int = 0
    bounced: int = 0
    unsubscribed: int = 0
    left: int = 0
    finished: int = 0
    deferred: int = 0
    reasons: tuple[tuple[Reason, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
    """How a sequence did in a run.

    Attributes:
        steps: Its steps, as the run played them.
        whole: The sums of all steps; those who left before any step are among them.
        changed: Whether the sequence's steps are others by now.
    """

    steps: tuple[StepCounts, ...]
    whole: StepCounts
    changed: bool


def performance(ws: Workspace, run: Run, sequence_id: int, control: Control | None = None) -> Performance | None:
    """Count how a sequence did in a run; work for a job, ``None`` when the run did not know the sequence.

    Arguments:
        ws: The workspace.
        run: A finished run.
        sequence_id: The sequence.
        control: May stop the counting.
    """
    watcher = control or Unwatched()
    played = run.project.sequence(sequence_id)
    if played is None:
        return None
    span = range(run.first_row, run.last_row + 1)
    sums = log.step_sums(ws.store, span, sequence_id, sorted(_TOLD), watcher.cancelled)
    steps = tuple(_counts(sums, number, step) for number, step in enumerate(played.steps, 1))
    now = ws.project().sequence(sequence_id)
    return Performance(steps, _counts(sums, 0, None), now is not None and now.steps != played.steps)


def _counts(sums: Counter[tuple[int, int, int, int]], number: int, step: Step | None) -> StepCounts:
    """Gather the counts of a step; with number 0, of all of them."""
    found: Counter[object] = Counter()
    reasons: Counter[Reason] = Counter()
    for (at, kind, outcome, fact), count in sums.items():
        if number not in (0, at):
            continue
        match RowKind(kind):
            case RowKind.MAIL:
                found["sent" if outcome == Outcome.DONE else "deferred"] += count
            case RowKind.TASK if step is not None and fact == _TASK_CREATED:
                found["sent"] += count
            case RowKind.EVENT:
                found[_TOLD[fact]] += count
            case RowKind.SEQUENCE:
                reasons[Reason(fact)] += count
    finished = reasons.pop(Reason.FINISHED, 0)
    return StepCounts(
        number=number,
        step=step,
        sent=found["sent"],
        opened=found[EventKind.OPENED],
        clicked=found[EventKind.CLICKED],
        replied=found[EventKind.REPLIED],
        meetings=found[EventKind.MEETING_BOOKED],
        bounced=found[EventKind.BOUNCED],
        unsubscribed=found[EventKind.UNSUBSCRIBED],
        left=sum(reasons.values()),
        finished=finished,
        deferred=found["deferred"],
        reasons=tuple(reasons.most_common()),
    )


HEADINGS: tuple[tuple[str, Callable[[StepCounts], object]], ...] = (
    ("step", lambda c: c.number or ""),
    ("kind", lambda c: c.step.kind.label if c.step is not None else "Whole sequence"),
    ("subject", lambda c: c.step.subject if c.step is not None else ""),
    ("sent", lambda c: c.sent),
    ("opened", lambda c: c.opened),
    ("clicked", lambda c: c.clicked),
    ("replied", lambda c: c.replied),
    ("meetings", lambda c: c.meetings),
    ("bounced", lambda c: c.bounced),
    ("unsubscribed", lambda c: c.unsubscribed),
    ("left", lambda c: c.left),
    ("finished", lambda c: c.finished),
    ("deferred", lambda c: c.deferred),
)
"""The columns of a file, and what stands in them."""


def save_csv(rows: Sequence[StepCounts], path: Path) -> int:
    """Write the counts as CSV; the file appears under its name only when it is whole.

    Returns:
        How many rows were written.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    return save_rows([name for name, _ in HEADINGS], ([value(row) for _, value in HEADINGS] for row in rows), path)
