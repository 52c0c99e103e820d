"""Delay until a day or time: the next such moment, over weekends, clock changes and a day that never was."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.delay_until import DelayUntil, next_moment
from core.actions.names import Names
from core.model.account import Account
from core.model.instant import from_instant
from core.model.project import Project
from core.model.workflow import Card
from tests.core.actions.fakes import NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

MADRID, NEW_YORK, APIA = ZoneInfo("Europe/Madrid"), ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
ANY = frozenset(range(7))


def instant(text: str, zone: ZoneInfo, fold: int = 0) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold).timestamp())


@pytest.mark.parametrize(
    ("now", "days", "clock", "found"),
    [
        ("2026-01-05 08:59:59", ANY, "09:00", "Mon 2026-01-05 09:00"),
        ("2026-01-05 09:00:00", ANY, "09:00", "Mon 2026-01-05 09:00"),
        ("2026-01-05 09:00:01", ANY, "09:00", "Tue 2026-01-06 09:00"),
        ("2026-01-05 09:00:00", {0}, "09:00", "Mon 2026-01-05 09:00"),
        ("2026-01-05 09:00:01", {0}, "09:00", "Mon 2026-01-12 09:00"),
        ("2026-01-05 09:00:00", {4, 1}, "07:30", "Tue 2026-01-06 07:30"),
        ("2026-01-09 09:00:00", {0, 1, 2, 3, 4}, "08:00", "Mon 2026-01-12 08:00"),
        ("2026-12-31 23:59:30", ANY, "23:59", "Fri 2027-01-01 23:59"),
        ("2028-02-28 12:00:00", {1}, "00:00", "Tue 2028-02-29 00:00"),
    ],
)
def test_the_next_such_moment(now: str, days: set[int], clock: str, found: str) -> None:
    hours, minutes = (int(part) for part in clock.split(":"))
    at = next_moment(instant(now, MADRID), frozenset(days), (hours * 60 + minutes) * 60, MADRID)
    assert f"{from_instant(at, MADRID):%a %Y-%m-%d %H:%M}" == found


def test_a_time_that_the_clock_jumps_over_means_the_jump() -> None:
    # In Madrid 29 Mar 2026 goes from 02:00 to 03:00.
    at = next_moment(instant("2026-03-29 01:00", MADRID), ANY, 150 * 60, MADRID)
    assert from_instant(at, MADRID).isoformat() == "2026-03-29T03:00:00+02:00"
    after = next_moment(at + 1, ANY, 150 * 60, MADRID)
    assert from_instant(after, MADRID).isoformat() == "2026-03-30T02:30:00+02:00"


def test_a_time_that_comes_twice_means_the_first_then_the_second() -> None:
    # In New York 1 Nov 2026 has 01:00 to 02:00 twice.
    half_past_one = 90 * 60
    first = next_moment(instant("2026-11-01 00:00", NEW_YORK), ANY, half_past_one, NEW_YORK)
    second = next_moment(first + 1, ANY, half_past_one, NEW_YORK)
    third = next_moment(second + 1, ANY, half_past_one, NEW_YORK)
    assert [from_instant(at, NEW_YORK).isoformat() for at in (first, second, third)] == [
        "2026-11-01T01:30:00-04:00",
        "2026-11-01T01:30:00-05:00",
        "2026-11-02T01:30:00-05:00",
    ]


def test_a_weekday_that_a_zone_left_out_is_waited_for_a_week_longer() -> None:
    # Samoa went from Thu 29 Dec 2011 to Sat 31 Dec 2011.
    at = next_moment(instant("2011-12-29 12:00", APIA), frozenset({4}), 9 * 3600, APIA)
    assert f"{from_instant(at, APIA):%a %Y-%m-%d %H:%M}" == "Fri 2012-01-06 09:00"


@given(
    now=st.integers(0, 4_000_000_000),
    days=st.frozensets(st.integers(0, 6), min_size=1),
    minute=st.integers(0, 1439),
    zone=st.sampled_from([MADRID, NEW_YORK, APIA, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Sao_Paulo")]),
)
def test_it_is_never_before_now_never_another_day_and_stays_where_it_is(
    now: int, days: frozenset[int], minute: int, zone: ZoneInfo
) -> None:
    at = next_moment(now, days, minute * 60, zone)
    local = from_instant(at, zone)
    assert now <= at <= now + 15 * 86_400
    assert local.weekday() in days
    assert next_moment(at, days, minute * 60, zone) == at
    if local.hour * 60 + local.minute != minute:
        # Only a jump of the clock can move the time, and never to before it.
        assert from_instant(at - 1, zone).utcoffset() != local.utcoffset()


def test_a_group_waits_together_and_the_row_says_until_when() -> None:
    stage = FakeStage(zone=MADRID)
    stage.perform(DelayUntil((), 8 * 60), [0, 2])
    until = instant("2026-01-06 08:00", MADRID)
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    assert stage.facts() == [(0, until, 0, 0)] * 2
    assert stage.room.waits == [(until, "then", [0, 2])]
    assert stage.pushed == []


@pytest.mark.parametrize("action", [DelayUntil((7,)), DelayUntil((0, -1)), DelayUntil((), 1440), DelayUntil((), -1)])
def test_a_day_or_time_that_is_none_keeps_nobody_waiting(action: DelayUntil) -> None:
    stage = FakeStage()
    stage.perform(action, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "then", [0])]


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (DelayUntil(), []),
        (DelayUntil((0, 6), 0), []),
        (DelayUntil((), 1439), []),
        (DelayUntil((7,)), [("weekdays", "“7” is no day of the week; 0 is Monday and 6 is Sunday.")]),
        (DelayUntil((), -1), [("minute", "The time of day is between 00:00 and 23:59.")]),
        (
            DelayUntil((-1,), 10**9),
            [
                ("weekdays", "“-1” is no day of the week; 0 is Monday and 6 is Sunday."),
                ("minute", "The time of day is between 00:00 and 23:59."),
            ],
        ),
    ],
)
def test_problems(action: DelayUntil, said: list[tuple[str, str]]) -> None:
    assert sentences(action) == said


@pytest.mark.parametrize(
    ("action", "headline"),
    [
        (DelayUntil((), 9 * 60), "Delay until 09:00"),
        (DelayUntil(tuple(range(7)), 0), "Delay until 00:00"),
        (DelayUntil((1,), 14 * 60 + 5), "Delay until Tuesday at 14:05"),
        (DelayUntil((4, 0), 540), "Delay until Mon or Fri at 09:00"),
        (DelayUntil((0, 2, 4), 540), "Delay until Mon, Wed or Fri at 09:00"),
        (DelayUntil((4, 3, 2, 1, 0), 540), "Delay until a weekday at 09:00"),
    ],
)
def test_headline(action: DelayUntil, headline: str) -> None:
    assert action.headline(Names(office())) == headline
    assert action.summary(Names(office())) == ""


def test_in_a_rehearsal_two_delays_until_the_same_time_are_one_wait() -> None:
    cards = (Card(1, DelayUntil((2,), 15 * 60)), Card(2, DelayUntil((), 15 * 60)), Card(3, DelayUntil((), 14 * 60)))
    played = Played([{}, {}], cards, project=Project(Account(time_zone="America/New_York")))
    assert played.said(1) == ["1 done: Waits until Wed 7 Jan 15:00.", "2 done: Waits until Wed 7 Jan 15:00."]
    assert played.came(2) == {1: "Wed 07 Jan 15:00", 2: "Wed 07 Jan 15:00"}
    assert played.came(3) == {1: "Wed 07 Jan 15:00", 2: "Wed 07 Jan 15:00"}
    assert played.said(3)[0] == "1 done: Waits until Thu 8 Jan 14:00."
