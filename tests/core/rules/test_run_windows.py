"""When actions may run: windows of the week, blocked dates, and where an action goes that is due at another time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.model.instant import Instant, from_instant
from core.model.workflow import RunWindow, WorkflowSettings
from core.rules.limits import NEVER
from core.rules.run_windows import SPREAD, Moved, next_run

WARSAW = ZoneInfo("Europe/Warsaw")
MON_TO_THU = tuple(RunWindow(day, 9 * 60, 17 * 60) for day in range(4))


def at(text: str) -> Instant:
    return int(datetime.fromisoformat(text).replace(tzinfo=WARSAW).timestamp())


def said(moved: Moved) -> tuple[str, int]:
    return f"{from_instant(moved.at, WARSAW):%a %d %b %H:%M}", moved.spread


def test_without_windows_and_blocked_dates_nothing_is_moved() -> None:
    assert next_run(at("2026-01-10T03:00"), WorkflowSettings(), WARSAW) == Moved(at("2026-01-10T03:00"))


@pytest.mark.parametrize(
    ("due", "runs"),
    [
        ("2026-01-05T09:00", ("Mon 05 Jan 09:00", 0)),
        ("2026-01-05T16:59", ("Mon 05 Jan 16:59", 0)),
        ("2026-01-05T17:00", ("Tue 06 Jan 09:00", SPREAD)),
        ("2026-01-05T08:59", ("Mon 05 Jan 09:00", SPREAD)),
        ("2026-01-08T18:00", ("Mon 12 Jan 09:00", SPREAD)),
        # The help page's own example: the branch after the delay is reached on Saturday.
        ("2026-01-10T11:00", ("Mon 12 Jan 09:00", SPREAD)),
    ],
)
def test_an_action_outside_the_times_runs_when_they_open_next(due: str, runs: tuple[str, int]) -> None:
    assert said(next_run(at(due), WorkflowSettings(windows=MON_TO_THU), WARSAW)) == runs


def test_a_window_shorter_than_the_spread_is_not_overrun() -> None:
    short = WorkflowSettings(windows=(RunWindow(0, 9 * 60, 9 * 60 + 5),))
    assert said(next_run(at("2026-01-06T12:00"), short, WARSAW)) == ("Mon 12 Jan 09:00", 5 * 60)


def test_of_two_windows_a_day_the_next_one_opens() -> None:
    two = WorkflowSettings(windows=(RunWindow(0, 14 * 60, 16 * 60), RunWindow(0, 9 * 60, 11 * 60)))
    assert said(next_run(at("2026-01-05T12:00"), two, WARSAW)) == ("Mon 05 Jan 14:00", SPREAD)


@pytest.mark.parametrize(
    ("due", "runs"),
    [
        # Inside hours on a blocked date: the same time on the next allowed day.
        ("2026-01-06T10:30", ("Wed 07 Jan 10:30", 0)),
        # Outside hours on a blocked date: when the next allowed day opens.
        ("2026-01-06T20:00", ("Wed 07 Jan 09:00", SPREAD)),
        ("2026-01-05T18:00", ("Wed 07 Jan 09:00", SPREAD)),
    ],
)
def test_a_blocked_date_inside_hours_keeps_the_time_of_day(due: str, runs: tuple[str, int]) -> None:
    settings = WorkflowSettings(windows=MON_TO_THU, blocked=("2026-01-06",))
    assert said(next_run(at(due), settings, WARSAW)) == runs


def test_two_blocked_dates_in_a_row_and_a_day_without_hours_are_passed_over() -> None:
    settings = WorkflowSettings(windows=MON_TO_THU, blocked=("2026-01-07", "2026-01-08"))
    assert said(next_run(at("2026-01-07T10:00"), settings, WARSAW)) == ("Mon 12 Jan 10:00", 0)


def test_with_blocked_dates_alone_every_time_of_day_counts_as_inside() -> None:
    settings = WorkflowSettings(blocked=("2026-12-25", "2026-12-26"))
    assert said(next_run(at("2026-12-25T03:15"), settings, WARSAW)) == ("Sun 27 Dec 03:15", 0)


def test_windows_that_end_before_they_start_never_open() -> None:
    settings = WorkflowSettings(windows=(RunWindow(0, 17 * 60, 9 * 60),))
    assert next_run(at("2026-01-05T10:00"), settings, WARSAW).at == NEVER


def test_a_time_of_day_that_no_allowed_day_has_is_never() -> None:
    only_monday = WorkflowSettings(
        windows=(RunWindow(0, 9 * 60, 17 * 60),),
        blocked=tuple(
            f"{from_instant(at('2026-01-05T12:00') + week * 7 * 86_400, WARSAW):%Y-%m-%d}" for week in range(530)
        ),
    )
    assert next_run(at("2026-01-05T10:00"), only_monday, WARSAW).at == NEVER
    assert next_run(at("2026-01-05T20:00"), only_monday, WARSAW).at == NEVER


@pytest.mark.parametrize(
    ("window", "due", "runs"),
    [
        # On 29 March clocks jump from 2:00 to 3:00.
        (("02:10", "02:40"), "2026-03-29T01:00", ("Sun 05 Apr 02:10", SPREAD)),  # that Sunday has no such time
        (("02:10", "03:30"), "2026-03-29T01:00", ("Sun 29 Mar 03:00", SPREAD)),  # it opens with the jump
        (("01:55", "03:00"), "2026-03-29T01:00", ("Sun 29 Mar 01:55", 5 * 60)),  # it closes with the jump
        # On 25 October the hour from 2:00 to 3:00 comes twice.
        (
            ("02:55", "03:05"),
            "2026-10-25T01:00",
            ("Sun 25 Oct 02:55", 5 * 60),
        ),  # the first 2:55, until the clock goes back
    ],
)
def test_a_window_across_a_change_of_the_clock(window: tuple[str, str], due: str, runs: tuple[str, int]) -> None:
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in window)
    assert said(next_run(at(due), WorkflowSettings(windows=(RunWindow(6, start, end),)), WARSAW)) == runs


def test_a_blocked_dates_time_of_day_that_the_next_day_jumps_over_is_that_of_the_day_after() -> None:
    """Saturday at 2:15 is blocked, on Sunday that time does not exist and 3:00 is outside hours."""
    nights = tuple(RunWindow(day, 2 * 60, 3 * 60) for day in range(7))
    settings = WorkflowSettings(windows=nights, blocked=("2026-03-28",))
    assert said(next_run(at("2026-03-28T02:15"), settings, WARSAW)) == ("Mon 30 Mar 02:15", 0)
