"""Numbers, dates, yes and no, and time zones as people write them. What they mean for a property is in ``values``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, tzinfo
from functools import lru_cache
from math import isfinite
from zoneinfo import available_timezones

from core.model.instant import DAY, Instant, read_local
from core.model.problem import Problem
from core.rules.calendar import zone_of

_YES = frozenset({"true", "yes", "y", "1", "on", "x", "✓"})
_NO = frozenset({"false", "no", "n", "0", "off"})
_AREAS = frozenset({"Africa", "America", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
"""First parts of zone names that have cities below them."""
_NO_CITIES = frozenset({"north", "south", "west", "act", "nsw", "lhi"})
"""Last parts of zone names of Australia that are no cities."""


class NotReadable(Exception):
    """Why a text cannot be read.

    Attributes:
        sentence: What is wrong with it.
        hint: How to write it; may be empty.
    """

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


def short(text: str) -> str:
    """Shorten a text for a sentence: one line, whatever a cell holds."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 60 else one_line[:57] + "…"


def read_bool(text: str) -> bool:
    """Read yes or no, also as true, false, 1, 0, on, off."""
    said = text.casefold()
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise NotReadable(f"“{short(text)}” is neither yes nor no.", "Write yes or no, or true or false.")


@lru_cache(maxsize=1)
def _zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@lru_cache(maxsize=1)
def _cities() -> Mapping[str, str]:
    """Give the zones that the last part of their name, a city, names alone."""
    named: dict[str, list[str]] = {}
    for zone in _zones().values():
        area, _, city = zone.partition("/")
        if area in _AREAS and city:
            named.setdefault(city.rpartition("/")[2].casefold(), []).append(zone)
    return {city: zones[0] for city, zones in named.items() if len(zones) == 1 and city not in _NO_CITIES}


def read_time_zone(text: str) -> str:
    """Read an IANA name in any case, its city alone, or as HubSpot's exports write it: ``europe_slash_warsaw``."""
    name = text.replace("_slash_", "/")
    said = name.casefold().replace(" ", "_")
    # The list first: some systems find a zone's file under a name in the wrong case, too.
    found = _zones().get(said) or _cities().get(said)
    try:
        return zone_of(found or name).key
    except Problem:
        raise NotReadable(
            f"“{short(text)}” is not a time zone.", "Write it like Europe/Warsaw or America/New_York."
        ) from None


# ---------------------------------------------------------------- numbers

_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3})")
_GROUPED = re.compile(r"[+-]?(?:[1-9]\d{0,2},\d{3}|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,})")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MOST_DIGITS = 15
"""More digits than this survive neither a spreadsheet nor a float."""


def read_number(text: str) -> int | float:
    """Read a number with English or continental separators; a lone comma before three digits groups thousands."""
    plain = _SPACES.sub("", text).replace("−", "-")
    if "," in plain and "." in plain:
        group, point = (",", ".") if plain.rfind(".") > plain.rfind(",") else (".", ",")
        plain = plain.replace(group, "").replace(point, ".")
    elif _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "").replace(".", "")
    else:
        plain = plain.replace(",", ".")
    number = float(plain) if _NUMBER.fullmatch(plain) else float("nan")
    if not isfinite(number):
        raise NotReadable(f"“{short(text)}” is not a number.", "Write it like 1200 or 12.5.")
    return int(plain) if plain.lstrip("+-").isdecimal() and len(plain) <= _MOST_DIGITS else number


# ---------------------------------------------------------------- dates

_CLOCK = r"(?:[ T,]+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?))?"
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?(?P<year>\d{{4}}){_CLOCK}", re.ASCII)
_SLASHED = re.compile(rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}}){_CLOCK}", re.ASCII)
_SPOKEN = (
    re.compile(rf"(?P<day>\d{{1,2}})\.? (?P<name>[A-Za-z]{{3,9}})\.?,? (?P<year>\d{{4}}){_CLOCK}", re.ASCII),
    re.compile(rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_CLOCK}", re.ASCII),
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def read_moment(text: str, zone: tzinfo, day_first: bool | None = None) -> Instant:
    """Read a date, or date and time, local to a zone: ISO, ``5.1.2026``, ``5 Jan 2026`` or ``Jan 5, 2026``.

    ``1/5/2026`` means two dates and is refused unless ``day_first`` says which; ``1/25/2026`` means one.
    """
    try:
        return read_local(text, zone)
    except Problem:
        written = _as_iso(text, day_first)
    try:
        return read_local(written, zone)
    except Problem:
        raise NotReadable(f"“{short(text)}” is not a date.", "Write it like 2026-01-05 or 2026-01-05 09:00.") from None


def read_day(text: str, day_first: bool | None = None) -> Instant:
    """Read a date as its midnight UTC; a time of day is left out."""
    at = read_moment(text, UTC, day_first)
    return at - at % DAY


def slashed_order(texts: Iterable[str]) -> tuple[str, bool | None]:
    """Find out how a column's dates with slashes are written: ``25/1/2026`` shows that the day comes first.

    Returns:
        The first text that means two dates, empty when there is none; and whether the day comes first, ``None`` when
        no text shows it or two contradict each other.
    """
    twofold = ""
    shown: set[bool] = set()
    for text in texts:
        found = _SLASHED.fullmatch(text.strip())
        if found is None:
            continue
        first, second = int(found["month"]), int(found["day"])
        if max(first, second) > len(_MONTHS):
            shown.add(first > len(_MONTHS))
        elif first != second:
            twofold = twofold or text.strip()
    return twofold, shown.pop() if len(shown) == 1 else None


def _as_iso(text: str, day_first: bool | None) -> str:
    """Write other ways to say a date as ISO; a text that is none comes back as it is."""
    if found := _DOTTED.fullmatch(text):
        return _iso_text(found, int(found["month"]), int(found["day"]))
    if found := _SLASHED.fullmatch(text):
        month, day = int(found["month"]), int(found["day"])
        twofold = max(month, day) <= len(_MONTHS) and month != day
        if twofold and day_first is None:
            raise NotReadable(f"“{short(text)}” can be read as two dates.", "Write it like 2026-12-31.")
        swapped = bool(day_first) if twofold else month > len(_MONTHS)
        return _iso_text(found, *((day, month) if swapped else (month, day)))
    for pattern in _SPOKEN:
        if found := pattern.fullmatch(text):
            name = found["name"].casefold()
            month = next((i for i, full in enumerate(_MONTHS, 1) if full.startswith(name)), 0)
            return _iso_text(found, month, int(found["day"]))
    return text


def _iso_text(found: re.Match[str], month: int, day: int) -> str:
    clock = found["clock"]
    time = f"T{clock.zfill(8 if clock.count(':') > 1 else 5)}" if clock else ""
    return f"{found['year']}-{month:02d}-{day:02d}{time}"
