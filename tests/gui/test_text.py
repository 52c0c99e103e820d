"""Words and numbers as they stand on the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gui.text import (
    elide,
    format_date,
    format_datetime,
    format_duration,
    format_short,
    format_time,
    join_words,
    number,
    percent,
    plain_tip,
    plural,
)

WARSAW = ZoneInfo("Europe/Warsaw")
#: 13:20 in UTC is 14:20 in Warsaw in winter.
MOMENT = datetime(2026, 1, 13, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("n", "shown"), [(0, "0"), (999, "999"), (1204, "1,204"), (1_000_000, "1,000,000"), (-1500, "−1,500")]
)
def test_number(n: int, shown: str) -> None:
    assert number(n) == shown


@pytest.mark.parametrize(
    ("n", "one", "many", "shown"),
    [
        (1, "contact", None, "1 contact"),
        (3, "contact", None, "3 contacts"),
        (0, "contact", None, "0 contacts"),
        (1204, "contact", None, "1,204 contacts"),
        (2, "reply", None, "2 replies"),
        (2, "day", None, "2 days"),
        (2, "inbox", None, "2 inboxes"),
        (2, "branch", None, "2 branches"),
        (2, "person", "people", "2 people"),
        (1, "person", "people", "1 person"),
    ],
)
def test_plural(n: int, one: str, many: str | None, shown: str) -> None:
    assert plural(n, one, many) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(9, 47, "19 %"), (0, 47, "0 %"), (47, 47, "100 %"), (1, 1000, "<1 %"), (999, 1000, "99 %"), (1, 0, "–")],
)
def test_percent(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(2, 3, "67 %"), (9_449, 10_000, "94 %"), (9_726, 10_000, "97.2 %"), (999, 1000, "99.9 %"),
     (9_995, 10_000, ">99.9 %"), (47, 47, "100 %"), (1, 0, "–")],
)  # fmt: skip
def test_fine_percent(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole, fine=True) == shown


def test_moments_are_told_in_the_time_zone_asked_for() -> None:
    assert format_datetime(MOMENT, WARSAW) == "Tue 13 Jan 2026 · 14:20"
    assert format_datetime(MOMENT, UTC) == "Tue 13 Jan 2026 · 13:20"
    assert format_short(MOMENT, WARSAW) == "Tue 13 Jan 14:20"
    assert format_time(datetime(2026, 1, 13, 8, 2, tzinfo=UTC), WARSAW) == "09:02"


def test_days_are_those_of_the_time_zone() -> None:
    late = datetime(2026, 1, 13, 23, 30, tzinfo=UTC)
    assert format_date(late, UTC) == "13 Jan 2026"
    assert format_date(late, WARSAW) == "14 Jan 2026"
    assert format_short(late, WARSAW) == "Wed 14 Jan 00:30"
    assert format_date(date(2026, 12, 1)) == "1 Dec 2026"


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(days=3), "3 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=2, minutes=30), "2 hours 30 minutes"),
        (timedelta(days=1, hours=1, minutes=5), "1 day 1 hour"),
        (timedelta(minutes=1, seconds=5), "1 minute 5 seconds"),
        (timedelta(hours=1, seconds=5), "1 hour"),
        (timedelta(0), "0 minutes"),
        (30, "30 seconds"),
        (3600.4, "1 hour"),
        (-86_400, "−1 day"),
    ],
)
def test_format_duration(length: timedelta | float, shown: str) -> None:
    assert format_duration(length) == shown


@pytest.mark.parametrize(
    ("words", "shown"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_join_words(words: list[str], shown: str) -> None:
    assert join_words(words) == shown


def test_elide_keeps_short_texts_and_cuts_long_ones_to_the_limit() -> None:
    assert elide("Welcome", 7) == "Welcome"
    assert elide("Demo request follow-up", 8) == "Demo re…"
    assert elide("Demo request", 6) == "Demo…"


def test_a_tool_tip_shows_names_as_they_are() -> None:
    assert plain_tip("Ana\nBen") == "Ana\nBen"
    assert "&lt;b&gt;Ana" in plain_tip("<b>Ana\nBen")
