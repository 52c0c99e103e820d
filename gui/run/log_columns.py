"""The columns of the log: what each shows of a line, and in which tone. Pure: no widget lives here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from core.model.instant import from_instant
from core.model.reason import Reason, Severity
from core.model.trace import OUTCOME_TONES, Outcome
from core.services.log import LogLine
from gui.tables.paged import Column
from gui.text import format_datetime, format_short
from gui.theme import Tone

#: Signs of outcomes whose tone has none.
_SIGNS = {Outcome.ENTERED: "→", Outcome.LEFT: "←"}


def outcome_tone(line: LogLine) -> Tone:
    """Return the tone of what came of it; a skip for a broken reason is broken, not just skipped."""
    if line.outcome is Outcome.SKIPPED and line.reason.severity is Severity.BROKEN and line.reason is not Reason.NONE:
        return Tone.BROKEN
    return Tone(OUTCOME_TONES[line.outcome])


def outcome_text(line: LogLine) -> str:
    """Return the outcome, with a sign where the table does not put its tone's sign before it."""
    return f"{_SIGNS.get(line.outcome, '')} {line.outcome.label}".strip()


def row_tone(line: LogLine) -> Tone | None:
    """Return the ground of the row: only what needs a look has one."""
    tone = outcome_tone(line)
    return tone if tone in (Tone.SKIPPED, Tone.BROKEN) else None


def _reason(line: LogLine) -> str:
    return "" if line.reason is Reason.NONE else line.reason.name


def _reason_words(line: LogLine) -> str:
    """Say in words what the code in the cell stands for."""
    return "" if line.reason is Reason.NONE else f"{line.reason.title} ({line.severity})"


def log_columns(zone: Callable[[], tzinfo], contact: Callable[[LogLine], str]) -> list[Column[LogLine]]:
    """Make the columns.

    Args:
        zone: Gives the time zone of the run that is shown.
        contact: Gives what the contact's cell says.
    """
    tone: Callable[[LogLine], Tone | None] = outcome_tone
    return [
        Column(
            "time",
            "Time",
            lambda line: format_short(from_instant(line.time), zone()),
            width=148,
            tip=lambda line: format_datetime(from_instant(line.time), zone()),
            sortable=False,
        ),
        Column("contact", "Contact", contact, width=136, sortable=False),
        Column("workflow", "Workflow", lambda line: line.workflow, width=160, sortable=False),
        Column("action", "Action", lambda line: line.action, width=150, sortable=False),
        Column("outcome", "Outcome", outcome_text, tone=tone, width=100, sortable=False),
        Column("reason", "Reason", _reason, width=186, tip=_reason_words, spoken=_reason_words, sortable=False),
        Column("sender", "Sender", lambda line: line.sender, width=110, sortable=False),
        Column(
            "detail",
            "Detail",
            lambda line: line.detail,
            width=240,
            tip=lambda line: line.detail,
            sortable=False,
            grows=True,
        ),
        Column("kind", "Kind", lambda line: line.kind.label, width=90, hidden=True, sortable=False),
        Column("sequence", "Sequence", lambda line: line.sequence, width=150, hidden=True, sortable=False),
        Column(
            "step",
            "Step",
            lambda line: str(line.step) if line.step else "",
            width=56,
            hidden=True,
            sortable=False,
            number=True,
        ),
        Column("email", "Email", lambda line: line.email, width=200, hidden=True, sortable=False),
        Column("severity", "Severity", lambda line: line.severity, width=110, hidden=True, sortable=False),
    ]
