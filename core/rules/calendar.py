"""When steps of a sequence may run: days, send windows and time zones.

The only place of the rules where local time exists; everywhere else a moment is an ``Instant``. Windows of *workflows*
are not here. Daylight saving: a local time that does not exist moves forward to the first one that does, a local time
that comes twice means the first, unless that is over already.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.model.instant import Instant
from core.model.problem import Problem
from core.model.sequence import FollowUpDays, SequenceSettings

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_LAST_MINUTE = 24 * 60 - 1
_LAST_SECOND = 24 * 60 * 60 - 1
# These depend on the machine or count leap seconds; a project must mean the same everywhere.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory"})


def zone_of(name: str) -> ZoneInfo:
    """Give the time zone of an IANA name.

    Raises:
        Problem: ``BAD_TIME_ZONE`` when there is no such zone.
    """
    zone = _zone(name)
    if zone is None:
        raise Problem(
            "BAD_TIME_ZONE",
            f"“{name}” is not a time zone." if name.strip() else "The time zone is empty.",
            hint="Write it like Europe/Warsaw or America/New_York.",
        )
    return zone


def zone_or(name: object, other: tzinfo) -> tzinfo:
    """Give the time zone of an IANA name, and the other one when there is no such zone or no name at all."""
    return (_zone(str(name)) if name else None) or other


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    """Look a zone up; failures are remembered too, since a list may repeat one bad name 100,000 times."""
    if name in _NO_ZONES or name.startswith(("posix/", "right/")):
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # not found, odd text, a folder of zones
        return None


def day_minute(at: Instant, zone: tzinfo) -> int:
    """Give the minute of the local day, 0 to 1439."""
    local = datetime.fromtimestamp(at, zone)
    return local.hour * 60 + local.minute


def local_date(at: Instant, zone: tzinfo) -> date:
    """Give the local date of an instant."""
    return datetime.fromtimestamp(at, zone).date()


def is_eligible_day(day: date, settings: SequenceSettings) -> bool:
    """Say whether follow-ups may run on a day.

    Business days are taken as Monday to Friday: how HubSpot tells them from weekdays is not documented (assumed).
    """
    return settings.follow_up_days is FollowUpDays.EVERYDAY or day.weekday() < _SATURDAY


def local_instant(day: date, second: int, zone: tzinfo, *, not_before: Instant | None = None) -> Instant:
    """Give the instant of a local date and time of day.

    Arguments:
        day: The local date.
        second: Seconds since local midnight on the clock's face, 0 to 86,399.
        zone: The time zone.
        not_before: For a time that comes twice: the second one is meant when the first lies before this.
    """
    hour, rest = divmod(second, 3600)
    local = datetime(day.year, day.month, day.day, hour, rest // 60, rest % 60, tzinfo=zone)
    at = int(local.timestamp())
    back = datetime.fromtimestamp(at, zone)
    if back.minute != local.minute or back.hour != hour or back.day != day.day:
        return _end_of_gap(local, at)
    if not_before is not None and at < not_before:
        return int(local.replace(fold=1).timestamp())
    return at


def _end_of_gap(local: datetime, late: Instant) -> Instant:
    """Find the moment the clock jumped over a local time; ``fold`` reads the gap from either side (PEP 495)."""
    zone = local.tzinfo
    early = int(local.replace(fold=1).timestamp())
    before = datetime.fromtimestamp(early, zone).utcoffset()
    while late - early > 1:
        middle = (early + late) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late


def next_allowed(at: Instant, settings: SequenceSettings, zone: tzinfo, *, mail: bool) -> Instant:
    """Give the first moment, not before ``at``, at which a follow-up may run.

    Arguments:
        at: When it is due.
        settings: Eligible days and send window; the window's last minute counts up to its first second.
        zone: The zone the days and the window are in.
        mail: Whether the send window matters; tasks only keep to the days.

    Returns:
        ``at`` itself when it is allowed; else the start of the window (for tasks: of the day) that comes first.
    """
    local = datetime.fromtimestamp(at, zone)
    if _allows(local, settings, mail=mail):
        return at
    start = _window(settings)[0] if mail else 0
    day = local.date()
    while True:
        day = _eligible_from(day, settings)
        found = local_instant(day, start, zone, not_before=at)
        # A jump of the clock can carry the start out of the window, or onto another day.
        if found >= at and _allows(datetime.fromtimestamp(found, zone), settings, mail=mail):
            return found
        day += _ONE_DAY


def follow_up(
    previous: Instant, anchor: Instant, delay_days: int, settings: SequenceSettings, zone: tzinfo, *, mail: bool
) -> Instant:
    """Give the moment of the next step.

    The day is that of the step before, plus the delay, or the next eligible day after it. The time of day is always
    that of the enrollment, so that one step moved by a weekend or a window does not shift those after it. A mail is
    then moved into the send window.

    Arguments:
        previous: When the step before was done.
        anchor: When the contact was enrolled.
        delay_days: Days to wait; 0 means the same day, and never before ``previous``.
        settings: Eligible days and send window.
        zone: The zone the days and the window are in.
        mail: Whether the step is an automated mail.
    """
    day = datetime.fromtimestamp(previous, zone).date() + timedelta(days=max(delay_days, 0))
    day = _eligible_from(day, settings)
    clock = datetime.fromtimestamp(anchor, zone)
    second = clock.hour * 3600 + clock.minute * 60 + clock.second
    if mail:
        start, end = _window(settings)
        if second > end:
            day = _eligible_from(day + _ONE_DAY, settings)
        if not start <= second <= end:
            second = start
    due = local_instant(day, second, zone, not_before=previous)
    return next_allowed(max(due, previous), settings, zone, mail=mail)


def open_until(at: Instant, settings: SequenceSettings, zone: tzinfo) -> Instant:
    """Give the last moment of the send window that holds ``at``, a moment at which a mail is allowed."""
    last = min(_window(settings)[1], _LAST_SECOND)
    until = local_instant(local_date(at, zone), last, zone, not_before=at)
    # Where the clock jumps over the window's end, the window closes with the jump.
    return until if is_allowed(until, settings, zone, mail=True) else until - 1


def _eligible_from(day: date, settings: SequenceSettings) -> date:
    while not is_eligible_day(day, settings):
        day += _ONE_DAY
    return day


def is_allowed(at: Instant, settings: SequenceSettings, zone: tzinfo, *, mail: bool) -> bool:
    """Say whether a follow-up may run at this very moment."""
    return _allows(datetime.fromtimestamp(at, zone), settings, mail=mail)


def _allows(local: datetime, settings: SequenceSettings, *, mail: bool) -> bool:
    if settings.follow_up_days is not FollowUpDays.EVERYDAY and local.weekday() >= _SATURDAY:
        return False
    if not mail:
        return True
    start, end = _window(settings)
    return start <= local.hour * 3600 + local.minute * 60 + local.second <= end


def _window(settings: SequenceSettings) -> tuple[int, int]:
    """Give the first and last second of the window; odd minutes from a file are kept inside the day."""
    start = min(max(settings.window_start, 0), _LAST_MINUTE)
    return start * 60, max(settings.window_end, start) * 60
