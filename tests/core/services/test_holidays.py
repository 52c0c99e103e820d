"""Public holidays as an aid for blocked dates."""

from __future__ import annotations

from datetime import date

import pytest

from core.services.holidays import Holiday, countries, country_of_zone, public_holidays


def test_german_holidays_of_2026() -> None:
    """The nine that hold in every state; those of single states are not among them."""
    found = public_holidays("DE", 2026)
    days = [(1, 1), (4, 3), (4, 6), (5, 1), (5, 14), (5, 25), (10, 3), (12, 25), (12, 26)]
    assert [holiday.day for holiday in found] == [date(2026, month, day) for month, day in days]
    assert found[1] == Holiday(date(2026, 4, 3), "Good Friday")


def test_only_the_year_that_was_asked_for() -> None:
    """New Year's Day 2022 was a Saturday: what is observed for it falls on 31 December 2021."""
    assert {h.day.year for h in public_holidays("US", 2022)} == {2022}


@pytest.mark.parametrize(("code", "year"), [("XX", 2026), ("", 2026), ("DE", 0), ("DE", 99_999), ("DE", -1)])
def test_what_is_not_known_has_none(code: str, year: int) -> None:
    assert public_holidays(code, year) == ()


def test_countries_have_names_in_words() -> None:
    names = {country.code: country.name for country in countries()}
    assert (names["PL"], names["US"], names["BA"]) == ("Poland", "United States", "Bosnia and Herzegovina")
    assert [c.name for c in countries()] == sorted((c.name for c in countries()), key=str.casefold)


@pytest.mark.parametrize(("zone", "code"), [("Europe/Warsaw", "PL"), ("America/New_York", "US"), ("UTC", ""), ("", "")])
def test_country_of_a_zone(zone: str, code: str) -> None:
    assert country_of_zone(zone) == code
