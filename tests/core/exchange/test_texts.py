"""Numbers, dates, yes and no, and time zones as people write them."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.texts import (
    NotReadable,
    read_bool,
    read_day,
    read_moment,
    read_number,
    read_time_zone,
    short,
    slashed_order,
)
from core.model.instant import iso

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("-7", -7),
        ("−7", -7),
        ("12.5", 12.5),
        ("12,5", 12.5),
        ("1,234", 1234),
        ("0,234", 0.234),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1,234,567", 1234567),
        ("1 234 567", 1234567),
        ("1\u202f234,5", 1234.5),
        ("1'234", 1234),
        ("2e3", 2000.0),
        (".5", 0.5),
        ("1234567890123456789", 1.2345678901234568e18),
    ],
)
def test_numbers_with_english_and_continental_separators(text: str, number: float) -> None:
    assert read_number(text) == number
    assert type(read_number(text)) is type(number)


@pytest.mark.parametrize("text", ["abc", "1_000", "nan", "inf", "1e999", "12 %", "1.2.3", "1,2,3", "٣", "0x10", "--1"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NotReadable, match="is not a number"):
        read_number(text)


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_come_back(number: int) -> None:
    assert read_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-05T09:00", "2026-01-05T09:00:00+01:00"),
        ("2026-01-05 09:00:30", "2026-01-05T09:00:30+01:00"),
        ("2026-07-05", "2026-07-05T00:00:00+02:00"),
        ("2026-01-05T09:00Z", "2026-01-05T10:00:00+01:00"),
        ("5.1.2026", "2026-01-05T00:00:00+01:00"),
        ("05.01.2026 9:00", "2026-01-05T09:00:00+01:00"),
        ("5. 1. 2026 9:00:30", "2026-01-05T09:00:30+01:00"),
        ("1/25/2026", "2026-01-25T00:00:00+01:00"),
        ("25/1/2026 14:05", "2026-01-25T14:05:00+01:00"),
        ("3/3/2026", "2026-03-03T00:00:00+01:00"),
        ("5 Jan 2026", "2026-01-05T00:00:00+01:00"),
        ("5 January 2026, 09:30", "2026-01-05T09:30:00+01:00"),
        ("Jan 5, 2026", "2026-01-05T00:00:00+01:00"),
        ("Sept. 5 2026", "2026-09-05T00:00:00+02:00"),
    ],
)
def test_dates_are_local_to_the_zone(text: str, meant: str) -> None:
    assert iso(read_moment(text, WARSAW), WARSAW) == meant


def test_a_date_that_means_two_is_refused() -> None:
    with pytest.raises(NotReadable, match="“1/5/2026” can be read as two dates") as refused:
        read_moment("1/5/2026", UTC)
    assert refused.value.hint == "Write it like 2026-12-31."


@pytest.mark.parametrize(
    "text", ["soon", "31.2.2026", "13/13/2026", "5 Foo 2026", "Foo 5, 2026", "1850-01-01", "3000-01-01"]
)
def test_what_is_no_date(text: str) -> None:
    with pytest.raises(NotReadable, match="is not a date"):
        read_moment(text, UTC)


def test_a_day_is_its_midnight_utc_and_loses_its_time() -> None:
    assert iso(read_day("2026-01-05")) == "2026-01-05T00:00:00+00:00"
    assert iso(read_day("5.1.2026 23:59")) == "2026-01-05T00:00:00+00:00"


@pytest.mark.parametrize(("text", "value"), [("Yes", True), ("TRUE", True), ("1", True), ("no", False), ("off", False)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert read_bool(text) is value


def test_what_is_neither_yes_nor_no() -> None:
    with pytest.raises(NotReadable, match="“maybe” is neither yes nor no"):
        read_bool("maybe")


@pytest.mark.parametrize(
    "text", ["Europe/Warsaw", "europe/warsaw", "EUROPE_SLASH_WARSAW".lower(), "Europe_slash_Warsaw"]
)
def test_time_zones_in_any_case_and_as_hubspot_writes_them(text: str) -> None:
    assert read_time_zone(text) == "Europe/Warsaw"


def test_time_zones_with_blanks() -> None:
    assert read_time_zone("america/new york") == "America/New_York"


@pytest.mark.parametrize("text", ["Mars/Olympus", "localtime", "../etc/passwd"])
def test_what_is_no_time_zone(text: str) -> None:
    with pytest.raises(NotReadable, match="is not a time zone"):
        read_time_zone(text)


def test_long_texts_are_shortened_to_one_line() -> None:
    assert short("a\nb\tc") == "a b c"
    assert short("x" * 100) == "x" * 57 + "…"


@pytest.mark.parametrize(
    ("texts", "twofold", "day_first"),
    [
        (["2026-01-05", "x"], "", None),
        (["01/02/2026", "03/03/2026"], "01/02/2026", None),
        (["01/02/2026", "25/02/2026 09:00"], "01/02/2026", True),
        (["01/02/2026", "02/25/2026"], "01/02/2026", False),
        (["13/02/2026", "02/25/2026", "1/2/2026"], "1/2/2026", None),
    ],
)
def test_one_date_shows_how_a_column_is_written(texts: list[str], twofold: str, day_first: bool | None) -> None:
    assert slashed_order(texts) == (twofold, day_first)


def test_an_ambiguous_date_is_read_once_its_order_is_known() -> None:
    assert iso(read_day("1/2/2026", day_first=True)) == "2026-02-01T00:00:00+00:00"
    assert iso(read_day("1/2/2026", day_first=False)) == "2026-01-02T00:00:00+00:00"
    assert iso(read_day("1/25/2026", day_first=True)) == "2026-01-25T00:00:00+00:00"


@pytest.mark.parametrize(("city", "zone"), [("Berlin", "Europe/Berlin"), ("new york", "America/New_York")])
def test_a_city_names_its_zone(city: str, zone: str) -> None:
    assert read_time_zone(city) == zone


@pytest.mark.parametrize("text", ["West", "Eastern", "Atlantis"])
def test_what_could_be_several_zones_or_none_is_refused(text: str) -> None:
    with pytest.raises(NotReadable):
        read_time_zone(text)
