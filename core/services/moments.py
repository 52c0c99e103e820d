"""Moments in words, for sentences that the services make; a log must read the same on every machine."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from core.model.day_names import DAYS, MONTHS
from core.model.instant import Instant, from_instant


def moment(instant: Instant, zone: tzinfo) -> str:
    """Write a moment, e.g. ``Wed 14 Jan 09:12``; seconds only where there are some."""
    local = from_instant(instant, zone)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {_time(local)}"


def seen_from(instant: Instant, now: Instant, zone: tzinfo) -> str:
    """Write a later moment as seen from another one: ``at 15:30 the same day``, ``at 09:12 tomorrow``.

    From the day after tomorrow on it reads ``at 09:12 on Wed 14 Jan``.
    """
    local, here = from_instant(instant, zone), from_instant(now, zone)
    if local.date() == here.date():
        return f"at {_time(local)} the same day"
    if local.date() == here.date() + timedelta(days=1):
        return f"at {_time(local)} tomorrow"
    return f"at {_time(local)} on {DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"


def _time(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
