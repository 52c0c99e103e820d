"""Days, windows and time zones in the plainest way: by looking at the local clock, minute after minute.

Written from the rules alone; shares nothing with ``core.rules``. Not here: who may send, and how much.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from core.model.sequence import FollowUpDays, SequenceSettings
from core.model.workflow import Repeat, Schedule, WorkflowSettings

NEVER = 1 << 40
"""What a trace says for a moment that never comes."""

DAY = 86_400
_QUARTER = 15 * 60
_TEN_YEARS = 3660


def local(at: int, zone: tzinfo) -> datetime:
    """Read the local clock at a moment."""
    return datetime.fromtimestamp(at, zone)


def second_of_day(at: int, zone: tzinfo) -> int:
    """Give the seconds the local clock shows since midnight."""
    clock = local(at, zone)
    return clock.hour * 3600 + clock.minute * 60 + clock.second


def moment_of(day: date, second: int, zone: tzinfo, not_before: int = -NEVER) -> int:
    """Give the moment the local clock shows a time on a day.

    A time that comes twice means the first moment; the second one when the first lies before ``not_before``. A time
    that the clock jumps over means the moment of the jump.
    """
    face = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    as_if_utc = int(face.replace(tzinfo=UTC).timestamp())
    offsets = set()
    for at in (as_if_utc - DAY, as_if_utc, as_if_utc + DAY):
        offset = local(at, zone).utcoffset()
        assert offset is not None
        offsets.add(int(offset.total_seconds()))
    guesses = sorted(as_if_utc - offset for offset in offsets)
    showing = [at for at in guesses if local(at, zone).replace(tzinfo=None) == face]
    if not showing:
        at = guesses[0] - guesses[0] % 60
        while local(at, zone).replace(tzinfo=None) < face:
            at += 60
        return at
    return showing[-1] if showing[0] < not_before else showing[0]


def next_midnight(at: int, zone: tzinfo) -> int:
    """Give the moment the next local day begins."""
    return moment_of(local(at, zone).date() + timedelta(days=1), 0, zone)


# ---------------------------------------------------------------- sequences


def is_follow_up_day(day: date, settings: SequenceSettings) -> bool:
    """Say whether follow-ups run on a day; business days are Monday to Friday."""
    return settings.follow_up_days is FollowUpDays.EVERYDAY or day.isoweekday() <= 5


def may_run(at: int, settings: SequenceSettings, zone: tzinfo, is_mail: bool) -> bool:
    """Say whether a follow-up may run at this very moment: tasks keep to the days, mails to the window too."""
    if not is_follow_up_day(local(at, zone).date(), settings):
        return False
    opens, closes = settings.window_start * 60, settings.window_end * 60
    return not is_mail or opens <= second_of_day(at, zone) <= closes


def first_allowed(at: int, settings: SequenceSettings, zone: tzinfo, is_mail: bool) -> int:
    """Give the first moment from ``at`` on at which a follow-up may run: look at every minute."""
    if may_run(at, settings, zone, is_mail):
        return at
    at += -at % 60
    while not may_run(at, settings, zone, is_mail):
        # Nothing opens in the middle of a weekend: look once an hour there.
        rests = not is_follow_up_day(local(at, zone).date(), settings)
        rests = rests and not is_follow_up_day(local(at + 3600, zone).date(), settings)
        at += 3600 if rests else 60
    return at


def window_closes(at: int, settings: SequenceSettings, zone: tzinfo) -> int:
    """Give the last moment up to which mails may leave without a break."""
    while may_run(at + 1, settings, zone, True):
        # The window closes with the first second of its last minute.
        at += 60 - at % 60
    return at


def step_due(
    previous: int, enrolled: int, delay_days: int, settings: SequenceSettings, zone: tzinfo, is_mail: bool
) -> int:
    """Give when a step is due: the delay later, on an eligible day, at the enrollment's time of day, in the window."""
    day = local(previous, zone).date() + timedelta(days=max(delay_days, 0))
    while not is_follow_up_day(day, settings):
        day += timedelta(days=1)
    clock = second_of_day(enrolled, zone)
    if is_mail and clock > settings.window_end * 60:
        # That day's window is over by then.
        day += timedelta(days=1)
        while not is_follow_up_day(day, settings):
            day += timedelta(days=1)
        clock = settings.window_start * 60
    elif is_mail and clock < settings.window_start * 60:
        clock = settings.window_start * 60
    due = moment_of(day, clock, zone, previous)
    return first_allowed(max(due, previous), settings, zone, is_mail)


# ---------------------------------------------------------------- workflows


def action_moves(at: int, settings: WorkflowSettings, zone: tzinfo) -> tuple[int, int] | None:
    """Say where an action goes that is due: (first moment, seconds of spread); ``None`` when it may run now."""
    today, clock = local(at, zone).date(), second_of_day(at, zone)
    if _may_act(at, settings, zone):
        return None
    in_hours = _length_of_window(today, clock, settings) > 0
    day = today
    for _ in range(_TEN_YEARS):
        if in_hours:
            # Due in hours on a blocked date: the same time on the next day that has it.
            moment = max(moment_of(day, clock, zone), at)
            if _may_act(moment, settings, zone):
                return moment, 0
        elif any(window.day == day.weekday() and window.start < window.end for window in settings.windows):
            for minute in range(1440):
                length = _length_of_window(day, minute * 60, settings)
                if length and (opens := moment_of(day, minute * 60, zone, at if day == today else -NEVER)) >= at:
                    if _may_act(opens, settings, zone):
                        seconds = range(min(_QUARTER, length))
                        return opens, sum(_may_act(opens + second, settings, zone) for second in seconds)
        day += timedelta(days=1)
    return NEVER, 0


def _may_act(at: int, settings: WorkflowSettings, zone: tzinfo) -> bool:
    """Say whether actions may run at a moment: in a window, on a date that is not blocked."""
    there = local(at, zone).date()
    return there.isoformat() not in settings.blocked and _length_of_window(there, second_of_day(at, zone), settings) > 0


def _length_of_window(day: date, second: int, settings: WorkflowSettings) -> int:
    """Give the length in seconds of the window a local time lies in; 0 when it lies in none."""
    if not settings.windows:
        return DAY
    for window in sorted(settings.windows, key=lambda w: w.start):
        if window.day == day.weekday() and window.start * 60 <= second < window.end * 60:
            return (window.end - window.start) * 60
    return 0


def schedule_comes(schedule: Schedule, at: int, zone: tzinfo) -> int:
    """Give the first moment from ``at`` on at which a schedule comes round."""
    day = local(at, zone).date()
    while True:
        last_of_month = (day + timedelta(days=1)).month != day.month
        comes = {
            Repeat.DAILY: True,
            Repeat.WEEKLY: day.weekday() == schedule.weekday,
            Repeat.MONTHLY: day.day == schedule.day or (last_of_month and day.day < schedule.day),
        }[schedule.repeat]
        if comes and (moment := moment_of(day, schedule.minute * 60, zone)) >= at:
            return moment
        day += timedelta(days=1)


def weekday_and_time(at: int, weekdays: tuple[int, ...], minute: int, zone: tzinfo) -> int:
    """Give the first moment from ``at`` on at which the local clock shows a time on one of some weekdays."""
    day = local(at, zone).date()
    while True:
        if not weekdays or day.weekday() in weekdays:
            moment = moment_of(day, minute * 60, zone, at)
            if moment >= at:
                return moment
        day += timedelta(days=1)


def days_later(at: int, days: int, zone: tzinfo) -> int:
    """Give the moment some days later, at the same time of day on the local clock."""
    return moment_of(local(at, zone).date() + timedelta(days=days), second_of_day(at, zone), zone) if days else at
