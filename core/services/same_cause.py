"""How many rows of a rehearsal came about for the very cause of one row, and the log filter that finds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.model.reason import Reason
from core.rules.log_filter import quoted
from core.services.log import LogLine, LogQuery
from core.services.log_phrases import with_phrase

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_OF_SENDER = frozenset(
    {
        Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT,
        Reason.INBOX_NOT_CONNECTED,
        Reason.INBOX_NOT_PERSONAL,
        Reason.DAILY_LIMIT_REACHED,
        Reason.SENDER_LOST,
    }
)
_OF_SEQUENCE = frozenset({Reason.SEQUENCE_DELETED, Reason.SEQUENCE_EMPTY})
_OF_CARD = frozenset({Reason.ACTION_OFF, Reason.SEQUENCE_MISSING, Reason.SENDER_MISSING, Reason.FIELD_MISSING})


@dataclass(frozen=True, slots=True)
class SameCause:
    """The rows that share a cause.

    Attributes:
        text: The filter that finds them, e.g. ``outcome=skipped and reason=SENDER_NO_SEAT and sender="Cem Aydin"``.
        rows: How many there are, the one that was asked about included.
    """

    text: str
    rows: int


def same_cause(ws: Workspace, run: int, line: LogLine) -> SameCause:
    """Find the rows with the outcome and the reason of a row that are the same sender's, sequence's or card's fault.

    It looks at every row of a run: work for a job.

    Arguments:
        ws: The workspace.
        run: The run the row is of.
        line: The row; it has a reason.

    Raises:
        Problem: ``RUN_MISSING`` when the run was deleted.
    """
    text = ""
    for field in ("outcome", "reason", *_culprits(line.reason)):
        if part := ws.log.phrase(run, field, line):
            text = with_phrase(text, part)
    other = ws.log.cast(run).sequences.get(line.facts[0]) if line.reason is Reason.ALREADY_ENROLLED else None
    # Quotation marks of both kinds in one name cannot be written.
    if other is not None and not ('"' in other.name and "”" in other.name):
        text = with_phrase(text, f"inside={quoted(other.name)}")
    return SameCause(text, len(ws.log.ids(LogQuery(run, text=text))))


def _culprits(reason: Reason) -> tuple[str, ...]:
    if reason in _OF_SENDER:
        return ("sender",)
    if reason in _OF_SEQUENCE:
        return ("sequence",)
    return ("workflow", "action") if reason in _OF_CARD else ()
