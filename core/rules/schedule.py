"""When a scheduled workflow comes round, in the account's time zone."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta, tzinfo

from core.model.instant import MINUTE, Instant
from core.model.workflow import Repeat, Schedule
from core.rules.calendar import local_instant


def next_time(schedule: Schedule, at: Instant, zone: tzinfo) -> Instant:
    """Give the first moment of a schedule that is not before ``at``."""
    day = datetime.fromtimestamp(at, zone).date()
    while True:
        if _falls_on(schedule, day):
            moment = local_instant(day, min(max(schedule.minute, 0), 1439) * MINUTE, zone)
            if moment >= at:
                return moment
        day += timedelta(days=1)


def _falls_on(schedule: Schedule, day: date) -> bool:
    if schedule.repeat is Repeat.WEEKLY:
        return day.weekday() == schedule.weekday % 7
    if schedule.repeat is Repeat.MONTHLY:
        last = calendar.monthrange(day.year, day.month)[1]
        return day.day == min(max(schedule.day, 1), last)
    return True
