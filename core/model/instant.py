"""Moments in time: whole seconds since 1970-01-01 00:00 UTC, and the ways in and out of them.

The engine counts in these integers because it handles millions of them; local time exists only in
``core.rules.calendar`` and on screen.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from typing import TypeAlias, TypeGuard

from core.model.problem import Problem

Instant: TypeAlias = int
"""Seconds since the epoch, UTC."""

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


LAST = 32_503_680_000
"""The first second of the year 3000; values end before it."""


def is_moment(value: object) -> TypeGuard[Instant]:
    """Say whether a value can be shown as a date: a whole number of seconds in the years 1970 to 2999."""
    return type(value) is int and 0 <= value < LAST


def to_instant(moment: datetime) -> Instant:
    """Give the instant of an aware date and time; fractions of a second are cut off.

    Raises:
        ValueError: The date and time carries no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("an instant needs a date and time with a time zone")
    return int(moment.timestamp() // 1)


def from_instant(instant: Instant, zone: tzinfo = UTC) -> datetime:
    """Give the aware date and time of an instant in a time zone."""
    return datetime.fromtimestamp(instant, zone)


def made_at(instant: Instant) -> datetime:
    """Give the date and time of an instant by this machine's clock: for when something was made, never for a run."""
    return from_instant(instant).astimezone()


def read_local(text: str, zone: tzinfo) -> Instant:
    """Read an ISO date or date and time; one without an offset is local to ``zone``.

    Raises:
        Problem: ``BAD_DATE`` when the text is no such date or lies outside the years 1970 to 2999.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or not 1970 <= moment.year <= 2999:
        raise Problem("BAD_DATE", f"“{text}” is not a date like 2026-01-05 or 2026-01-05T09:00.") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return to_instant(moment)


def iso(instant: Instant, zone: tzinfo = UTC) -> str:
    """Write an instant as ISO 8601 with its offset, e.g. ``2026-01-05T09:00:00+01:00``."""
    return from_instant(instant, zone).isoformat()
