"""Moments in words."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from core.services.moments import moment, seen_from
from tests.building import START, at

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(
    ("instant", "said"),
    [(START, "Mon 5 Jan 10:00"), (START + 30, "Mon 5 Jan 10:00:30"), (at("2026-01-14 23:30"), "Thu 15 Jan 00:30")],
)
def test_a_moment_is_told_by_the_clock_of_a_zone(instant: int, said: str) -> None:
    assert moment(instant, WARSAW) == said


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (at("2026-01-05 22:59"), "at 23:59 the same day"),
        (at("2026-01-05 23:00"), "at 00:00 tomorrow"),
        (at("2026-01-06 22:59"), "at 23:59 tomorrow"),
        (at("2026-01-14 08:12"), "at 09:12 on Wed 14 Jan"),
    ],
)
def test_a_later_moment_is_told_as_seen_from_a_day(instant: int, said: str) -> None:
    assert seen_from(instant, START, WARSAW) == said
