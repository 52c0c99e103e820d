"""When the steps of a sequence run for one contact if nothing stands in the way: no limit, no reply, no other mail.

Pure arithmetic on the calendar (``core.rules.calendar``) for previews. What really happens, with limits, queues and
replies, is played by the engine.
"""

from __future__ import annotations

from datetime import tzinfo

from core.model.instant import HOUR, Instant
from core.model.sequence import Sequence, StepKind
from core.rules.calendar import follow_up, next_allowed, open_until


def planned(sequence: Sequence, since: Instant, zone: tzinfo, spacing: int) -> tuple[Instant, ...]:
    """Give the moment of every step: a mail's when it leaves, a task's when it is created.

    Arguments:
        sequence: The sequence.
        since: When the contact is enrolled.
        zone: The zone its days and its send window are in.
        spacing: Seconds between two mails of one mailbox (rule pack).
    """
    found: list[Instant] = []
    settings = sequence.settings
    done, last_mail = since, since - spacing
    for number, step in enumerate(sequence.steps):
        is_mail = step.kind is StepKind.EMAIL
        at = follow_up(done, since, step.delay_days, settings, zone, mail=is_mail) if number else since
        if is_mail:
            due, at = at, max(at, last_mail + spacing)
            if number and at > open_until(due, settings, zone):
                at = next_allowed(at, settings, zone, mail=True)
            last_mail = at
        found.append(at)
        done = at if is_mail or not step.hold else at + settings.behaviour.task_hours * HOUR
    return tuple(found)
