"""The two ways to count a day's mails: rolling hours, or the calendar day of the account."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.model.instant import Instant, from_instant
from core.rules import rulepack
from core.rules.counting import CalendarDay, RollingWindow, counting_of
from core.rules.limits import NEVER

WARSAW = ZoneInfo("Europe/Warsaw")
DAY = CalendarDay(WARSAW)
ROLLING = RollingWindow()


def at(text: str) -> Instant:
    return int(datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=WARSAW).timestamp())


def said(answer: tuple[int, Instant] | None) -> tuple[int, str] | None:
    return answer and (answer[0], f"{from_instant(answer[1], WARSAW):%a %d %H:%M}")


def test_the_rule_pack_says_which_way() -> None:
    rules = rulepack.load("2025-08")
    assert counting_of(rules, WARSAW) == ROLLING
    assert counting_of(replace(rules, window_hours=12), WARSAW) == RollingWindow(12 * 3600)
    assert counting_of(replace(rules, limit_window="calendar_day"), WARSAW) == DAY


@pytest.mark.parametrize(
    ("limit", "answer"), [(0, "none"), (1, (2, "Tue 06 00:00")), (2, (2, "Tue 06 00:00")), (3, None)]
)
def test_a_calendar_day_is_full_until_midnight(limit: int, answer: tuple[int, str] | str | None) -> None:
    taken = [at("05T09:00"), at("05T10:00")]
    found = DAY.refusal(taken, [], at("05T11:00"), limit)
    assert (found == (2, NEVER)) if answer == "none" else (said(found) == answer)


def test_yesterday_counts_in_a_rolling_window_but_not_in_a_calendar_day() -> None:
    taken = [at("05T22:00"), at("05T23:00")]
    assert DAY.refusal(taken, [], at("06T09:00"), 2) is None
    assert said(ROLLING.refusal(taken, [], at("06T09:00"), 2)) == (2, "Tue 06 22:00")


def test_follow_ups_planned_later_that_day_count_for_new_enrollments() -> None:
    assert said(DAY.refusal([], [at("05T16:00")], at("05T09:00"), 1)) == (1, "Tue 06 00:00")
    assert DAY.refusal([], [at("06T16:00")], at("05T09:00"), 1) is None


def test_a_next_day_that_is_full_as_well_is_passed_over() -> None:
    planned = [at("05T16:00"), at("06T09:00")]
    assert said(DAY.refusal([], planned, at("05T09:00"), 1)) == (1, "Wed 07 00:00")


def test_a_follow_up_goes_to_the_first_day_that_has_room_behind_the_line() -> None:
    taken = [at("05T09:00")]
    assert DAY.put_off(taken, [], at("05T10:00"), 2) is None
    assert said(DAY.put_off(taken, [], at("05T10:00"), 1)) == (1, "Tue 06 00:00")
    assert said(DAY.put_off(taken, [at("06T08:00")], at("05T10:00"), 1)) == (1, "Wed 07 00:00")
    assert DAY.put_off(taken, [], at("05T10:00"), 0) == (1, NEVER)


def test_a_follow_up_waits_until_the_rolling_window_behind_it_has_room() -> None:
    taken = [at("05T09:00"), at("05T10:00")]
    assert ROLLING.put_off(taken, [], at("05T11:00"), 3) is None
    assert said(ROLLING.put_off(taken, [], at("05T11:00"), 2)) == (2, "Tue 06 09:00")
    assert said(ROLLING.put_off(taken, [at("06T09:00")], at("05T11:00"), 2)) == (2, "Tue 06 10:00")
    assert ROLLING.put_off(taken, [], at("05T11:00"), 0) == (2, NEVER)
