"""Calendar: eligible days, send windows and daylight saving, by named example and by property."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.instant import DAY, Instant, iso
from core.model.problem import Problem
from core.model.sequence import FollowUpDays, SequenceSettings
from core.rules.calendar import (
    day_minute,
    follow_up,
    is_allowed,
    is_eligible_day,
    local_date,
    local_instant,
    next_allowed,
    open_until,
    zone_of,
)

WORK = SequenceSettings(follow_up_days=FollowUpDays.WEEKDAYS_ONLY, window_start=480, window_end=1080)
DAILY = replace(WORK, follow_up_days=FollowUpDays.EVERYDAY)
ALL_DAY = replace(DAILY, window_start=0, window_end=1440)


def at(text: str) -> Instant:
    """An instant from ISO text with an offset."""
    return int(datetime.fromisoformat(text).timestamp())


def moved(text: str, settings: SequenceSettings, zone: str, *, mail: bool = True) -> str:
    return iso(next_allowed(at(text), settings, zone_of(zone), mail=mail), zone_of(zone))


def step(previous: str, anchor: str, days: int, settings: SequenceSettings, zone: str, *, mail: bool = True) -> str:
    return iso(follow_up(at(previous), at(anchor), days, settings, zone_of(zone), mail=mail), zone_of(zone))


# ---------------------------------------------------------------- zones


@pytest.mark.parametrize("name", ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu", "Etc/GMT+5"])
def test_iana_names_are_zones_and_are_remembered(name: str) -> None:
    assert zone_of(name).key == name
    assert zone_of(name) is zone_of(name)


@pytest.mark.parametrize(
    "name",
    ["Mars/Olympus", "Europe", "Europe/", "/etc/passwd", "../x", "a\0b", "x" * 5000, "CEST+1", "12", "Zürich", "\ud800",
     "zone.tab", "localtime", "Factory", "posix/UTC", "right/UTC"],
)  # fmt: skip
def test_anything_else_is_a_problem_with_a_hint(name: str) -> None:
    for _ in range(2):  # a remembered failure is a problem again
        with pytest.raises(Problem) as caught:
            zone_of(name)
    assert caught.value.code == "BAD_TIME_ZONE"
    assert caught.value.sentence == f"“{name}” is not a time zone."
    assert "Europe/Warsaw" in caught.value.hint


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_zone_says_so(name: str) -> None:
    with pytest.raises(Problem, match="The time zone is empty"):
        zone_of(name)


def test_the_minute_and_date_are_local() -> None:
    moment = at("2026-01-05T23:30:59+00:00")
    assert day_minute(moment, zone_of("UTC")) == 23 * 60 + 30
    assert day_minute(moment, zone_of("Europe/Warsaw")) == 30
    assert local_date(moment, zone_of("Europe/Warsaw")) == date(2026, 1, 6)


# ---------------------------------------------------------------- days and windows


@pytest.mark.parametrize("days", [FollowUpDays.WEEKDAYS_ONLY, FollowUpDays.BUSINESS_DAYS])
def test_weekdays_and_business_days_are_monday_to_friday(days: FollowUpDays) -> None:
    week = [date(2026, 1, 5) + timedelta(days=i) for i in range(7)]
    assert [is_eligible_day(day, replace(WORK, follow_up_days=days)) for day in week] == [True] * 5 + [False] * 2
    assert all(is_eligible_day(day, DAILY) for day in week)


@pytest.mark.parametrize(
    ("due", "allowed"),
    [
        ("2026-01-05T07:59:59+01:00", "2026-01-05T08:00:00+01:00"),
        ("2026-01-05T08:00:00+01:00", "2026-01-05T08:00:00+01:00"),
        ("2026-01-05T12:34:56+01:00", "2026-01-05T12:34:56+01:00"),
        ("2026-01-05T17:59:59+01:00", "2026-01-05T17:59:59+01:00"),
        ("2026-01-05T18:00:00+01:00", "2026-01-05T18:00:00+01:00"),
        ("2026-01-05T18:00:01+01:00", "2026-01-06T08:00:00+01:00"),
        ("2026-01-09T18:00:01+01:00", "2026-01-12T08:00:00+01:00"),  # Friday evening
        ("2026-01-10T10:00:00+01:00", "2026-01-12T08:00:00+01:00"),  # Saturday
        ("2026-01-11T23:59:59+01:00", "2026-01-12T08:00:00+01:00"),  # Sunday night
        ("2026-12-31T20:00:00+01:00", "2027-01-01T08:00:00+01:00"),  # New Year's Eve, a Thursday
        ("2028-02-28T20:00:00+01:00", "2028-02-29T08:00:00+01:00"),  # the day before a leap day
    ],
)
def test_a_mail_waits_for_the_window_of_the_next_eligible_day(due: str, allowed: str) -> None:
    assert moved(due, WORK, "Europe/Warsaw") == allowed


def test_a_task_keeps_to_the_days_only() -> None:
    assert moved("2026-01-05T03:00:00+01:00", WORK, "Europe/Warsaw", mail=False) == "2026-01-05T03:00:00+01:00"
    assert moved("2026-01-10T10:00:00+01:00", WORK, "Europe/Warsaw", mail=False) == "2026-01-12T00:00:00+01:00"


def test_a_window_up_to_midnight_is_open_all_day() -> None:
    assert moved("2026-01-10T23:59:59+01:00", ALL_DAY, "Europe/Warsaw") == "2026-01-10T23:59:59+01:00"


def test_a_window_that_ends_before_it_starts_is_open_for_its_first_moment() -> None:
    odd = replace(DAILY, window_start=600, window_end=60)
    assert moved("2026-01-05T10:00:01+00:00", odd, "UTC") == "2026-01-06T10:00:00+00:00"


def test_a_window_that_starts_after_the_day_is_kept_inside_it() -> None:
    odd = replace(DAILY, window_start=5000, window_end=6000)
    assert moved("2026-01-05T10:00:01+00:00", odd, "UTC") == "2026-01-05T23:59:00+00:00"


@pytest.mark.parametrize(
    ("moment", "window", "until"),
    [
        ("2026-01-05T09:00:00+01:00", (480, 1080), "2026-01-05T18:00:00+01:00"),
        ("2026-01-05T18:00:00+01:00", (480, 1080), "2026-01-05T18:00:00+01:00"),
        ("2026-01-05T18:00:00+01:00", (0, 1440), "2026-01-05T23:59:59+01:00"),
        ("2026-03-29T01:30:00+01:00", (60, 150), "2026-03-29T01:59:59+01:00"),  # 02:30 does not exist
        ("2026-10-25T02:10:00+02:00", (60, 150), "2026-10-25T02:30:00+02:00"),  # it comes twice: the first
        ("2026-10-25T02:10:00+01:00", (60, 150), "2026-10-25T02:30:00+01:00"),  # … the second
    ],
)
def test_the_window_that_is_open_closes_at_its_end(moment: str, window: tuple[int, int], until: str) -> None:
    settings = replace(DAILY, window_start=window[0], window_end=window[1])
    zone = zone_of("Europe/Warsaw")
    assert iso(open_until(at(moment), settings, zone), zone) == until


# ---------------------------------------------------------------- the next step


@pytest.mark.parametrize(
    ("previous", "days", "expected"),
    [
        ("2026-01-05T10:15:30+01:00", 3, "2026-01-08T10:15:30+01:00"),  # Monday to Thursday
        ("2026-01-05T10:15:30+01:00", 0, "2026-01-05T10:15:30+01:00"),
        ("2026-01-08T10:15:30+01:00", 3, "2026-01-12T10:15:30+01:00"),  # to Sunday, so Monday, same time
        ("2026-01-12T08:00:00+01:00", 1, "2026-01-13T10:15:30+01:00"),  # moved before, same time of day again
        ("2026-01-05T15:00:00+01:00", 0, "2026-01-05T15:00:00+01:00"),  # a task was done later that day: not before
        ("2026-01-05T19:00:00+01:00", 0, "2026-01-06T08:00:00+01:00"),  # … after the window
        ("2026-01-10T19:00:00+01:00", 0, "2026-01-12T10:15:30+01:00"),  # … on a Saturday
        ("2026-12-30T10:15:30+01:00", 2, "2027-01-01T10:15:30+01:00"),  # across the year's end
        ("2028-02-28T10:15:30+01:00", 1, "2028-02-29T10:15:30+01:00"),  # onto a leap day, a Tuesday
        ("2028-02-28T10:15:30+01:00", 2, "2028-03-01T10:15:30+01:00"),  # across it
        ("2026-01-05T10:15:30+01:00", 90, "2026-04-06T10:15:30+02:00"),  # Sunday 5 April, so Monday, in summer time
    ],
)
def test_the_next_step_comes_at_the_enrollments_time_of_day(previous: str, days: int, expected: str) -> None:
    assert step(previous, "2026-01-05T10:15:30+01:00", days, WORK, "Europe/Warsaw") == expected


def test_an_enrollment_outside_the_window_moves_each_mail_into_it() -> None:
    early, late = "2026-01-05T06:00:00+00:00", "2026-01-05T22:00:00+00:00"
    assert step(early, early, 1, WORK, "UTC") == "2026-01-06T08:00:00+00:00"
    assert step(late, late, 1, WORK, "UTC") == "2026-01-07T08:00:00+00:00"  # not before Tuesday 22:00
    assert step(late, late, 4, WORK, "UTC") == "2026-01-12T08:00:00+00:00"  # Friday 22:00, so Monday
    assert step(late, late, 5, WORK, "UTC") == "2026-01-13T08:00:00+00:00"  # Monday 22:00, so Tuesday


def test_a_task_keeps_the_time_of_day_outside_the_window() -> None:
    late = "2026-01-05T22:00:00+00:00"
    assert step(late, late, 5, WORK, "UTC", mail=False) == "2026-01-12T22:00:00+00:00"


def test_a_negative_delay_counts_as_none() -> None:
    monday = "2026-01-05T10:00:00+00:00"
    assert step(monday, monday, -3, WORK, "UTC") == monday


# ---------------------------------------------------------------- daylight saving


@pytest.mark.parametrize(
    ("zone", "anchor", "expected"),
    [
        # Spring: 10:00 stays 10:00 on the clock, 23 hours later.
        ("Europe/Warsaw", "2026-03-28T10:00:00+01:00", "2026-03-29T10:00:00+02:00"),
        ("America/New_York", "2026-03-07T10:00:00-05:00", "2026-03-08T10:00:00-04:00"),
        # Autumn: 25 hours later.
        ("Europe/Warsaw", "2026-10-24T10:00:00+02:00", "2026-10-25T10:00:00+01:00"),
        ("America/New_York", "2026-10-31T10:00:00-04:00", "2026-11-01T10:00:00-05:00"),
        # Spring: 02:30 does not exist, the first time that does is 03:00.
        ("Europe/Warsaw", "2026-03-28T02:30:00+01:00", "2026-03-29T03:00:00+02:00"),
        ("America/New_York", "2026-03-07T02:30:00-05:00", "2026-03-08T03:00:00-04:00"),
        # Autumn: the hour comes twice, the first is meant.
        ("Europe/Warsaw", "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00"),
        ("America/New_York", "2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00"),
    ],
)
def test_the_time_of_day_survives_a_change_of_the_clock(zone: str, anchor: str, expected: str) -> None:
    assert step(anchor, anchor, 1, ALL_DAY, zone) == expected


def test_the_second_of_two_equal_times_is_meant_when_the_first_is_over() -> None:
    done = "2026-10-25T02:45:00+02:00"
    assert step(done, "2026-10-24T02:30:00+02:00", 0, ALL_DAY, "Europe/Warsaw", mail=False) == (
        "2026-10-25T02:30:00+01:00"
    )


@pytest.mark.parametrize(
    ("due", "window", "allowed"),
    [
        ("2026-03-29T01:00:00+01:00", (150, 240), "2026-03-29T03:00:00+02:00"),  # starts in the gap
        ("2026-03-29T01:00:00+01:00", (130, 150), "2026-03-30T02:10:00+02:00"),  # lies in the gap: not that day
        ("2026-10-25T02:40:00+02:00", (140, 150), "2026-10-25T02:20:00+01:00"),  # over, and comes again
    ],
)
def test_windows_across_a_change_of_the_clock(due: str, window: tuple[int, int], allowed: str) -> None:
    settings = replace(DAILY, window_start=window[0], window_end=window[1])
    assert moved(due, settings, "Europe/Warsaw") == allowed


def test_a_day_that_a_country_skipped_is_not_a_friday() -> None:
    # Samoa had no 30 December 2011: Thursday was followed by Saturday.
    thursday = "2011-12-29T10:00:00-10:00"
    assert step(thursday, thursday, 1, WORK, "Pacific/Apia") == "2012-01-02T08:00:00+14:00"
    assert step(thursday, thursday, 1, DAILY, "Pacific/Apia") == "2011-12-31T08:00:00+14:00"


def test_midnight_may_not_exist() -> None:
    assert iso(local_instant(date(2026, 9, 6), 0, zone_of("America/Santiago")), zone_of("America/Santiago")) == (
        "2026-09-06T01:00:00-03:00"
    )


# ---------------------------------------------------------------- properties

_ZONES = st.sampled_from(
    ["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Santiago",
     "Pacific/Apia", "Pacific/Chatham"]
)  # fmt: skip
_MOMENTS = st.integers(at("2010-01-01T00:00:00+00:00"), at("2040-01-01T00:00:00+00:00"))
_SETTINGS = st.builds(
    lambda days, start, length: SequenceSettings(days, start, min(start + length, 1440)),
    st.sampled_from(list(FollowUpDays)),
    st.integers(0, 1439),
    st.integers(0, 1440),
)


@given(_MOMENTS, _SETTINGS, _ZONES, st.booleans())
def test_next_allowed_is_never_early_never_outside_and_stays_put(
    moment: Instant, settings: SequenceSettings, zone_name: str, mail: bool
) -> None:
    zone = zone_of(zone_name)
    found = next_allowed(moment, settings, zone, mail=mail)
    local = datetime.fromtimestamp(found, zone)
    assert found >= moment
    assert settings.follow_up_days is FollowUpDays.EVERYDAY or local.weekday() < 5
    if mail:
        second = local.hour * 3600 + local.minute * 60 + local.second
        assert settings.window_start * 60 <= second <= settings.window_end * 60
    assert is_allowed(found, settings, zone, mail=mail)
    assert next_allowed(found, settings, zone, mail=mail) == found
    assert found - moment <= 5 * DAY


@given(_MOMENTS, _SETTINGS, _ZONES)
def test_an_open_window_closes_at_an_allowed_moment_that_day(
    moment: Instant, settings: SequenceSettings, zone_name: str
) -> None:
    zone = zone_of(zone_name)
    opened = next_allowed(moment, settings, zone, mail=True)
    until = open_until(opened, settings, zone)
    assert until >= opened
    assert local_date(until, zone) == local_date(opened, zone)
    assert is_allowed(until, settings, zone, mail=True)


@given(_MOMENTS, st.integers(0, 40 * DAY), st.integers(0, 90), _SETTINGS, _ZONES, st.booleans())
def test_a_follow_up_is_never_before_its_date_nor_outside_its_window(
    anchor: Instant, later: int, days: int, settings: SequenceSettings, zone_name: str, mail: bool
) -> None:
    zone = zone_of(zone_name)
    previous = anchor + later
    found = follow_up(previous, anchor, days, settings, zone, mail=mail)
    assert found >= previous
    assert local_date(found, zone) >= local_date(previous, zone) + timedelta(days=days)
    assert is_allowed(found, settings, zone, mail=mail)


@given(_MOMENTS, st.integers(1, 90), _ZONES)
def test_with_no_window_and_every_day_a_follow_up_only_counts_days(anchor: Instant, days: int, zone_name: str) -> None:
    zone = zone_of(zone_name)
    found = datetime.fromtimestamp(follow_up(anchor, anchor, days, ALL_DAY, zone, mail=True), zone)
    began = datetime.fromtimestamp(anchor, zone)
    wanted = datetime.combine(began.date() + timedelta(days=days), began.time())
    # Either the very time on the clock, or, where the clock jumps over it, the first one behind the jump.
    behind = found.replace(tzinfo=None) - wanted
    assert behind == timedelta(0) or (
        timedelta(0) < behind <= timedelta(days=1)
        and datetime.fromtimestamp(found.timestamp() - 1, zone).utcoffset() != found.utcoffset()
    )
