"""Public holidays of a country, as an aid for blocked dates; a thin layer over the package ``holidays``.

They are dates to look over, not rules: no rehearsal asks for holidays, only for the dates a person blocked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Years that can be asked for."""

_ENGLISH = "en_US"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SMALL_WORDS = {"And", "Of", "The"}


@dataclass(frozen=True, slots=True)
class Country:
    """A country whose holidays are known.

    Attributes:
        code: ISO 3166-1 code of two letters.
        name: Its name in English.
    """

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday; two on one date are one, with both names."""

    day: date
    name: str


@cache
def countries() -> tuple[Country, ...]:
    """List the countries whose holidays are known, by name."""
    # Late: the package and its list of countries are only needed once somebody asks.
    from holidays.registry import COUNTRIES

    found = {entry[1]: Country(entry[1], _name(entry[0])) for entry in COUNTRIES.values()}
    return tuple(sorted(found.values(), key=lambda country: country.name.casefold()))


def public_holidays(code: str, year: int) -> tuple[Holiday, ...]:
    """List the public holidays of a country in a year, by date, with English names where there are any.

    Arguments:
        code: ISO 3166-1 code of two letters.
        year: The year; outside ``FIRST_YEAR`` to ``LAST_YEAR`` there are none.

    Returns:
        The holidays of the whole country, without those of its regions; none for an unknown country.
    """
    from holidays import country_holidays

    if not FIRST_YEAR <= year <= LAST_YEAR or code not in {country.code for country in countries()}:
        return ()
    found = country_holidays(code, years=year, language=_ENGLISH)
    # Asking a day of another year adds that year: only those of the year asked for count.
    return tuple(Holiday(day, name) for day, name in sorted(found.items()) if day.year == year)


@cache
def country_of_zone(zone: str) -> str:
    """Give the code of the country a time zone belongs to, ``""`` when it belongs to none or to many."""
    return next((code for code, name in _zones() if name == zone), "")


def _zones() -> Iterator[tuple[str, str]]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab")
    for line in table.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) >= 3 and not line.startswith("#"):
            yield parts[0], parts[2]


def _name(class_name: str) -> str:
    """Turn ``BosniaAndHerzegovina`` into ``Bosnia and Herzegovina``."""
    words = _CAPITAL.split(class_name)
    return " ".join(word.lower() if number and word in _SMALL_WORDS else word for number, word in enumerate(words))
