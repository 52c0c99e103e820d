"""The two ways to count a day's mails: in rolling hours, or by the calendar day of the account's time zone.

Which one is in force is a value of the rule pack. The counting itself is in ``core.rules.limits``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo
from typing import Protocol

from core.model.instant import HOUR, Instant
from core.rules import limits
from core.rules.calendar import local_date, local_instant
from core.rules.limits import NEVER
from core.rules.rulepack import RulePack


class Counting(Protocol):
    """How many mails a mailbox has used, and when it has room again.

    ``taken`` are the moments with a place in the queue, past and to come; ``planned`` those of follow-ups that are due
    later and have none yet. Both are ascending.
    """

    def refusal(self, taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, limit: int
                ) -> tuple[int, Instant] | None:  # fmt: skip
        """Say why a new enrollment's mail at ``at`` has no room: (counted, free again); ``None`` when it has."""

    def put_off(self, taken: Sequence[Instant], ahead: Sequence[Instant], at: Instant, limit: int
                ) -> tuple[int, Instant] | None:  # fmt: skip
        """Say why a follow-up at ``at`` must wait: (counted, first free moment); ``None`` when it may go.

        ``ahead`` are the moments to which earlier follow-ups were put off.
        """


@dataclass(frozen=True, slots=True)
class RollingWindow:
    """Any ``seconds`` in a row hold no more mails than the limit.

    Attributes:
        seconds: Length of the window.
    """

    seconds: int = 24 * HOUR

    def refusal(
        self, taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, limit: int
    ) -> tuple[int, Instant] | None:
        """See ``Counting.refusal``."""
        if limits.has_room(taken, planned, at, self.seconds, limit):
            return None
        used = limits.busiest(taken, planned, at, self.seconds).used
        return used, limits.free_again(taken, planned, at, self.seconds, limit)

    def put_off(
        self, taken: Sequence[Instant], ahead: Sequence[Instant], at: Instant, limit: int
    ) -> tuple[int, Instant] | None:
        """See ``Counting.put_off``."""
        if limits.room_behind(taken, at, self.seconds, limit):
            return None
        used = limits.used_behind(taken, (), at, self.seconds)
        in_line = sorted([*taken[-limit:], *ahead]) if limit else taken
        return used, limits.free_behind(in_line, at, self.seconds, limit)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A calendar day holds no more mails than the limit.

    Attributes:
        zone: The account's time zone.
    """

    zone: tzinfo = UTC

    def refusal(
        self, taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, limit: int
    ) -> tuple[int, Instant] | None:
        """See ``Counting.refusal``; follow-ups planned later that day count too."""
        first, after = self._day(at)
        used = _within(taken, first, after) + _within(planned, first, after)
        if used < limit:
            return None
        if limit <= 0:
            return used, NEVER
        free = after
        while _within(taken, *self._day(free)) + _within(planned, *self._day(free)) >= limit:
            free = self._day(free)[1]
        return used, free

    def put_off(
        self, taken: Sequence[Instant], ahead: Sequence[Instant], at: Instant, limit: int
    ) -> tuple[int, Instant] | None:
        """See ``Counting.put_off``."""
        first, after = self._day(at)
        used = _within(taken, first, after)
        if used < limit:
            return None
        if limit <= 0:
            return used, NEVER
        free = after
        while _within(ahead, *self._day(free)) >= limit:
            free = self._day(free)[1]
        return used, free

    def _day(self, at: Instant) -> tuple[Instant, Instant]:
        """Give the first moment of the day of ``at``, and of the day after it."""
        day = local_date(at, self.zone)
        return local_instant(day, 0, self.zone), local_instant(day + timedelta(days=1), 0, self.zone)


def _within(times: Sequence[Instant], first: Instant, after: Instant) -> int:
    return limits.count_between(times, first - 1, after - 1)


def counting_of(rules: RulePack, zone: tzinfo) -> Counting:
    """Give the way of counting that a rule pack says."""
    if rules.limit_window == "calendar_day":
        return CalendarDay(zone)
    return RollingWindow(rules.window_hours * HOUR)
