"""Words and numbers as they stand on the screen. Lives here: pure helpers. Not here: Qt, or texts of one part."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from html import escape
from math import floor

from core.model.day_names import DAYS, MONTHS
from core.model.instant import Instant, made_at

# strftime follows the process locale; the rest of the screen is English, so days and months are too.
_UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
_FINE_FROM = 95
"""From this share on, in percent, fine shares have a decimal."""


def number(n: int) -> str:
    """Returns the number with thousands separators: 1204 → "1,204"."""
    return f"{n:,}".replace("-", "−")


def plural(n: int, one: str, many: str | None = None) -> str:
    """Returns the count with its noun: "1 contact", "1,204 contacts".

    Args:
        n: how many.
        one: the noun for one.
        many: the noun for any other count; `one` with a regular ending when None ("reply" → "replies").
    """
    if n == 1:
        return f"1 {one}"
    return f"{number(n)} {many or _regular_plural(one)}"


def _regular_plural(one: str) -> str:
    """Returns the regular English plural of a noun."""
    if one.endswith("y") and one[-2:-1] not in set("aeiou"):
        return f"{one[:-1]}ies"
    if one.endswith(("s", "x", "ch", "sh")):
        return f"{one}es"
    return f"{one}s"


def percent(part: float, whole: float, *, fine: bool = False) -> str:
    """Returns the share in whole percent, "12 %"; "<1 %" for a share too small to show, "–" of nothing.

    With `fine`, sums that creep up to all can be told apart: "97.2 %", ">99.9 %".
    """
    if not whole:
        return "–"
    share = 100 * part / whole
    if fine and share >= _FINE_FROM and part < whole:
        tenths = floor(10 * share)
        return f"{tenths / 10:.1f} %" if share <= 99.9 else ">99.9 %"
    if 0 < share < 1:
        return "<1 %"
    # 99.7 % is not all: only all is 100 %.
    return f"{min(round(share), 99) if part < whole else round(share)} %"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Returns a list in words: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def elide(text: str, limit: int) -> str:
    """Returns the text, cut to `limit` characters with an ellipsis when it is longer."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def plain_tip(words: str) -> str:
    """Returns a tool tip that shows the words as they are: Qt would take names such as "<b>Ana" for markup."""
    return f"<p style='white-space:pre'>{escape(words)}</p>" if "<" in words else words


def format_datetime(moment: datetime, tz: tzinfo) -> str:
    """Returns an aware moment in a time zone, in full: "Tue 13 Jan 2026 · 14:20"."""
    local = moment.astimezone(tz)
    return f"{DAYS[local.weekday()]} {_day(local)} · {_clock(local)}"


def format_made(instant: Instant) -> str:
    """Returns when something was made, in full by this machine's clock: "Tue 13 Jan 2026 · 14:20"."""
    local = made_at(instant)
    assert local.tzinfo is not None
    return format_datetime(local, local.tzinfo)


def format_short(moment: datetime, tz: tzinfo) -> str:
    """Returns an aware moment in a time zone, without its year: "Tue 13 Jan 09:02"."""
    local = moment.astimezone(tz)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {_clock(local)}"


def format_date(day: date, tz: tzinfo | None = None) -> str:
    """Returns a day, "13 Jan 2026"; of an aware moment, the day that it is in `tz`."""
    if isinstance(day, datetime) and tz is not None:
        day = day.astimezone(tz)
    return _day(day)


def day_lines(day: date) -> tuple[str, str]:
    """Returns a day in two short lines, for headings of narrow columns: "Tue", "13 Jan"."""
    return DAYS[day.weekday()], f"{day.day} {MONTHS[day.month - 1]}"


def format_time(moment: datetime, tz: tzinfo) -> str:
    """Returns the clock time of an aware moment in a time zone: "14:20"."""
    return _clock(moment.astimezone(tz))


def format_duration(length: timedelta | float) -> str:
    """Returns a length of time in its two largest units: "3 days", "2 hours 30 minutes".

    Args:
        length: a timedelta, or seconds. Seconds are told only of lengths under an hour, negative lengths with a minus.
    """
    total = length.total_seconds() if isinstance(length, timedelta) else float(length)
    sign = "−" if total < 0 else ""
    rest = round(abs(total))
    parts: list[str] = []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count and not (unit == "second" and abs(total) >= 3_600):
            parts.append(plural(count, unit))
    return sign + (" ".join(parts[:2]) or "0 minutes")


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _clock(moment: datetime) -> str:
    return f"{moment.hour:02}:{moment.minute:02}"
