"""Senders whose mails would leave while they do not work: send windows beside working hours. Pure, like the review."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from core.model.instant import Instant, from_instant
from core.model.sender import Sender
from core.model.sequence import Sequence as SalesSequence
from core.model.sequence import StepKind
from core.model.workflow import Workflow
from core.rules import review_words as words
from core.rules.calendar import zone_or
from core.rules.review import Finding, Level

HINT = "Narrow the send window of the sequence, or change the working hours under Senders."


def outside_hours(
    workflow: Workflow, card: int, sequence: SalesSequence, senders: Iterable[Sender], zone: tzinfo, start: Instant,
    played: bool,
) -> list[Finding]:  # fmt: skip
    """Find senders outside whose working hours follow-up mails of a sequence may leave.

    Arguments:
        workflow: The workflow.
        card: Its card that enrolls in the sequence.
        sequence: The sequence.
        senders: Who may send it by that card.
        zone: The account's time zone, which send windows follow.
        start: When the rehearsal starts: clocks are compared on that day.
        played: Whether the workflow takes part in the next rehearsal.
    """
    follows = [step for step in sequence.steps[1:] if step.kind is StepKind.EMAIL]
    settings = sequence.settings
    if not follows or settings.use_contact_time_zone:
        return []
    found: list[Finding] = []
    for sender in senders:
        if not sender.has_hours:
            continue
        own = zone_or(sender.time_zone, zone)
        shift = _offset(start, own) - _offset(start, zone)
        first, last = settings.window_start + shift, settings.window_end + shift
        if first >= sender.work_start and last <= sender.work_end:
            continue
        odd = first if first < sender.work_start else last
        where = f" in {sender.time_zone}" if shift else ""
        sentence = (
            f"Mails of {words.quoted(sequence.name)} may leave at {_clock(odd)}{where}, outside the working hours of "
            f"{sender.name}, {_clock(sender.work_start)} to {_clock(sender.work_end)}."
        )
        found.append(
            Finding("OUTSIDE_HOURS", Level.WARNING, sentence, workflow.id, card, hint=HINT, played=played,
                    people=(sender.id,))
        )  # fmt: skip
    return found


def _offset(at: Instant, zone: tzinfo) -> int:
    """Give how many minutes a zone's clock is before UTC's."""
    shift = from_instant(at, zone).utcoffset()
    return int(shift.total_seconds() // 60) if shift is not None else 0


def _clock(minute: int) -> str:
    minute %= 24 * 60
    return f"{minute // 60:02d}:{minute % 60:02d}"
