"""When a workflow's actions may run (KB manage-your-workflow-settings, 15 May 2024). Delays and branches are not moved.

An action due outside the times runs at the next allowed moment, spread over 15 minutes. One that is due on a blocked
date, but inside hours, runs at the same time on the next allowed day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from core.model.instant import MINUTE, Instant
from core.model.workflow import RunWindow, WorkflowSettings
from core.rules.calendar import local_instant
from core.rules.limits import NEVER

SPREAD = 15 * MINUTE
"""Seconds over which moved actions are spread."""
_FAR = 3660
"""Days that are searched for an allowed one; ten years of blocked dates mean that there is none."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an action goes.

    Attributes:
        at: The first moment at which it may run; the moment asked about when that is allowed, ``NEVER`` when none is.
        spread: Seconds after ``at`` over which such actions are spread; 0 for none.
    """

    at: Instant
    spread: int = 0


def next_run(at: Instant, settings: WorkflowSettings, zone: tzinfo) -> Moved:
    """Say when an action that is due may run.

    Arguments:
        at: When it is due.
        settings: The workflow's windows and blocked dates.
        zone: The account's time zone.
    """
    if _may_run(at, settings, zone):
        return Moved(at)
    local = datetime.fromtimestamp(at, zone)
    second = _second_of_day(local)
    today = local.date()
    days = (today + timedelta(days=n) for n in range(_FAR))
    if not settings.windows or _window_at(settings.windows, today.weekday(), second) is not None:
        return _same_time(days, second, settings, zone, at)
    for day in days:
        for window in _of_day(settings.windows, day):
            opens = local_instant(day, window.start * MINUTE, zone, not_before=at if day == today else None)
            # A jump of the clock can carry the opening out of the window, or onto another day.
            if opens >= at and _may_run(opens, settings, zone):
                return Moved(opens, _spread(opens, window, settings, zone))
    return Moved(NEVER)


def _same_time(days: Iterator[date], second: int, settings: WorkflowSettings, zone: tzinfo, at: Instant) -> Moved:
    for day in days:
        found = max(local_instant(day, second, zone), at)
        if _may_run(found, settings, zone):
            return Moved(found)
    return Moved(NEVER)


def _may_run(at: Instant, settings: WorkflowSettings, zone: tzinfo) -> bool:
    if not settings.windows and not settings.blocked:
        return True
    local = datetime.fromtimestamp(at, zone)
    if settings.windows and _window_at(settings.windows, local.weekday(), _second_of_day(local)) is None:
        return False
    return local.date().isoformat() not in settings.blocked


def _spread(opens: Instant, window: RunWindow, settings: WorkflowSettings, zone: tzinfo) -> int:
    spread = min(SPREAD, (window.end - window.start) * MINUTE)
    # Where the clock changes inside the window, it may close early.
    while not _may_run(opens + spread - 1, settings, zone):
        spread -= MINUTE
    return spread


def _second_of_day(local: datetime) -> int:
    return local.hour * 3600 + local.minute * MINUTE + local.second


def _of_day(windows: Sequence[RunWindow], day: date) -> list[RunWindow]:
    return sorted((w for w in windows if w.day == day.weekday() and w.end > w.start), key=lambda w: w.start)


def _window_at(windows: Sequence[RunWindow], weekday: int, second: int) -> RunWindow | None:
    return next((w for w in windows if w.day == weekday and w.start * MINUTE <= second < w.end * MINUTE), None)
