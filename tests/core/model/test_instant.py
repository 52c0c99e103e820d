"""Instants: in and out of aware dates, and reading what a person types."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from core.model.instant import DAY, HOUR, MINUTE, from_instant, iso, made_at, read_local, to_instant
from core.model.problem import Problem

WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY_NINE = 1767603600


def test_the_units_are_seconds() -> None:
    assert (MINUTE, HOUR, DAY) == (60, 3_600, 86_400)


def test_an_instant_is_seconds_since_1970_in_utc() -> None:
    assert to_instant(datetime(2026, 1, 5, 9, tzinfo=UTC)) == MONDAY_NINE
    assert to_instant(datetime(2026, 1, 5, 10, tzinfo=WARSAW)) == MONDAY_NINE
    assert from_instant(MONDAY_NINE) == datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert from_instant(MONDAY_NINE, WARSAW).hour == 10


def test_fractions_of_a_second_are_cut_off() -> None:
    assert to_instant(datetime(2026, 1, 5, 9, 0, 0, 999_999, tzinfo=UTC)) == MONDAY_NINE
    assert to_instant(datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC)) == -1


def test_a_date_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_instant(datetime(2026, 1, 5, 9))  # noqa: DTZ001 - that it has no zone is the point


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-01-05T10:00", MONDAY_NINE),
        (" 2026-01-05 10:00 ", MONDAY_NINE),
        ("2026-01-05T09:00+00:00", MONDAY_NINE),
        ("2026-01-05T09:00Z", MONDAY_NINE),
        ("2026-01-05", MONDAY_NINE - 10 * HOUR),
        ("1970-01-02", DAY - HOUR),
    ],
)
def test_a_typed_date_is_local_unless_it_says_otherwise(text: str, instant: int) -> None:
    assert read_local(text, WARSAW) == instant


@pytest.mark.parametrize("text", ["", "soon", "05.01.2026", "2026-13-01", "1969-12-31", "3000-01-01", "2026-02-30"])
def test_what_is_no_date_is_a_problem_that_shows_the_text(text: str) -> None:
    with pytest.raises(Problem) as caught:
        read_local(text, UTC)
    assert caught.value.code == "BAD_DATE"
    assert f"“{text}”" in caught.value.sentence


def test_an_instant_is_written_with_its_offset() -> None:
    assert iso(MONDAY_NINE) == "2026-01-05T09:00:00+00:00"
    assert iso(MONDAY_NINE, WARSAW) == "2026-01-05T10:00:00+01:00"
    assert iso(MONDAY_NINE, timezone(timedelta(hours=-5, minutes=-30))) == "2026-01-05T03:30:00-05:30"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clock's zone cannot be set here")
def test_when_something_was_made_is_told_by_the_clock_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        for zone, hour in (("Asia/Tokyo", 18), ("America/New_York", 4)):
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            assert made_at(MONDAY_NINE).hour == hour
            assert made_at(MONDAY_NINE) == from_instant(MONDAY_NINE)
    finally:
        monkeypatch.undo()
        time.tzset()
