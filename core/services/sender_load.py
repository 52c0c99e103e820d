"""How much of a mailbox's daily room a stored rehearsal used, day by day, as its log tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from core.model.instant import DAY, from_instant
from core.model.problem import Problem
from core.model.run import Run
from core.services.senders import limit_of
from core.services.values import zone_of_account
from core.services.workspace import Workspace
from core.store import log


@dataclass(frozen=True, slots=True)
class DayLoad:
    """The mails of one calendar day of the account.

    Attributes:
        day: The day.
        own: Mails in the sender's own name.
        others: Mails of others who send from the same mailbox.
    """

    day: date
    own: int
    others: int

    @property
    def mails(self) -> int:
        """All mails of the mailbox."""
        return self.own + self.others


@dataclass(frozen=True, slots=True)
class SenderLoad:
    """What a rehearsal sent from one sender's mailbox.

    Attributes:
        days: Every day of the rehearsal, in order.
        limit: The sender's daily limit at the time, ``None`` when the rule pack is not there.
    """

    days: Sequence[DayLoad]
    limit: int | None

    @property
    def fullest(self) -> DayLoad | None:
        """The day with most mails, ``None`` when nothing was sent."""
        best = max(self.days, key=lambda day: day.mails, default=None)
        return best if best is not None and best.mails else None


def load_of(ws: Workspace, run: Run, sender_id: int) -> SenderLoad | None:
    """Count what a stored rehearsal sent from a sender's mailbox; ``None`` when it did not know the sender.

    It reads the run's whole log: slow work for a job.
    """
    sender = run.project.sender(sender_id)
    if sender is None:
        return None
    shares = {s.id for s in run.project.senders if s.counted_in == sender.counted_in}
    zone = zone_of_account(run.project)
    own: Counter[date] = Counter()
    others: Counter[date] = Counter()
    for who, began, count in log.mails_by_quarter(ws.store, range(run.first_row, run.last_row + 1)):
        if who in shares:
            (own if who == sender_id else others)[from_instant(began, zone).date()] += count
    first = from_instant(run.settings.start, zone).date()
    last = from_instant(run.settings.start + run.settings.days * DAY - 1, zone).date()
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    limit: int | None = None
    with suppress(Problem):
        limit = limit_of(run.project, sender)
    return SenderLoad([DayLoad(day, own[day], others[day]) for day in days], limit)
