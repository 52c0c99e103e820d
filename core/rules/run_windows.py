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
    if not settings.windows and not settings.blocked:
        return Moved(at)
    local = datetime.fromtimestamp(at, zone)
    second = local.hour * 3600 + local.minute * MINUTE + local.second
    blocked = frozenset(settings.blocked)
    today = local.date()
    inside = not settings.windows or _window_at(settings.windows, today.weekday(), second) is not None
    if inside and today.isoformat() not in blocked:
        return Moved(at)
    days = (today + timedelta(days=n) for n in range(_FAR))
    if inside:
        return _same_time(days, second, settings, blocked, zone, at)
    for day in days:
        if day.isoformat() in blocked:
            continue
        for window in _of_day(settings.windows, day):
            opens = local_instant(day, window.start * MINUTE, zone, not_before=at if day == today else None)
            if opens >= at:
                return Moved(opens, min(SPREAD, (window.end - window.start) * MINUTE))
    return Moved(NEVER)


def _same_time(
    days: Iterator[date], second: int, settings: WorkflowSettings, blocked: frozenset[str], zone: tzinfo, at: Instant
) -> Moved:

    for day in days:
        if day.isoformat() in blocked:
            continue
        if not settings.windows or _window_at(settings.windows, day.weekday(), second) is not None:
            return Moved(max(local_instant(day, second, zone), at))
    return Moved(NEVER)


def _of_day(windows: Sequence[RunWindow], day: date) -> list[RunWindow]:
    return sorted((w for w in windows if w.day == day.weekday() and w.end > w.start), key=lambda w: w.start)


def _window_at(windows: Sequence[RunWindow], weekday: int, second: int) -> RunWindow | None:
    return next((w for w in windows if w.day == weekday and w.start * MINUTE <= second < w.end * MINUTE), None)
