"""Counting mails in a rolling window: its edges, the fullest window, and when there is room again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.limits import (
    NEVER,
    Busiest,
    busiest,
    count_between,
    free_again,
    free_behind,
    has_room,
    room_behind,
    used_behind,
)

DAY = 24 * 3600
MONDAY = 1767603600
"""Monday, 09:00."""

moments = st.lists(st.integers(0, 60), max_size=8).map(sorted)
WINDOW = 24
"""In the random cases an hour is one second, so that a window holds 24 of them."""


def test_a_count_leaves_out_its_first_moment_and_takes_in_its_last() -> None:
    assert count_between([10, 20, 20, 30], 10, 30) == 3
    assert count_between([10, 20, 20, 30], 9, 29) == 3
    assert count_between([], 0, 100) == 0


@pytest.mark.parametrize(("age", "counted"), [(0, 1), (1, 1), (DAY - 1, 1), (DAY, 0), (DAY + 1, 0), (-1, 0)])
def test_a_mail_exactly_24_hours_old_no_longer_counts(age: int, counted: int) -> None:
    assert used_behind([MONDAY - age], [], MONDAY, DAY) == counted
    assert used_behind([], [MONDAY - age], MONDAY, DAY) == counted


def test_sent_and_planned_mails_are_counted_alike() -> None:
    assert used_behind([MONDAY - 60, MONDAY], [MONDAY - 30], MONDAY, DAY) == 3


def test_the_fullest_window_may_end_after_the_mail() -> None:
    two_tomorrow = [MONDAY + 20 * 3600, MONDAY + 21 * 3600]
    assert busiest([MONDAY - 3600], two_tomorrow, MONDAY, DAY) == Busiest(3, two_tomorrow[1])
    assert busiest([MONDAY - 3600], [], MONDAY, DAY) == Busiest(1, MONDAY)


def test_of_windows_equally_full_the_first_counts() -> None:
    assert busiest([MONDAY - 3600], [MONDAY + 23 * 3600], MONDAY, DAY) == Busiest(1, MONDAY)


def test_a_window_that_no_longer_holds_the_mail_does_not_matter() -> None:
    assert busiest([], [MONDAY + DAY], MONDAY, DAY).used == 0
    assert busiest([], [MONDAY + DAY - 1], MONDAY, DAY).used == 1


@pytest.mark.parametrize(
    ("sent", "limit", "room"),
    [(0, 0, False), (0, 1, True), (1, 1, False), (49, 50, True), (50, 50, False), (51, 50, False)],
)
def test_room_below_the_limit_and_none_at_it(sent: int, limit: int, room: bool) -> None:
    taken = [MONDAY - 30 * n for n in range(sent, 0, -1)]
    assert has_room(taken, [], MONDAY, DAY, limit) == room
    assert has_room([], taken, MONDAY, DAY, limit) == room
    assert room_behind(taken, MONDAY, DAY, limit) == room


def test_mails_on_both_sides_fit_when_no_one_window_holds_them_all() -> None:
    before, after = [MONDAY - 13 * 3600], [MONDAY + 13 * 3600]
    assert has_room(before, after, MONDAY, DAY, 2), "26 hours lie between the two"
    assert not has_room([MONDAY - 11 * 3600], [MONDAY + 12 * 3600], MONDAY, DAY, 2), "here it is 23"


def test_there_is_room_again_24_hours_after_the_mail_that_leaves_the_window() -> None:
    nine_and_ten = [MONDAY, MONDAY + 3600]
    at_eleven = MONDAY + 2 * 3600
    assert free_again(nine_and_ten, [], at_eleven, DAY, 2) == MONDAY + DAY
    assert free_again(nine_and_ten, [], at_eleven, DAY, 1) == MONDAY + 3600 + DAY
    assert free_again(nine_and_ten, [], at_eleven, DAY, 3) == at_eleven
    assert free_behind(nine_and_ten, at_eleven, DAY, 2) == MONDAY + DAY
    assert free_behind(nine_and_ten, at_eleven, DAY, 1) == MONDAY + 3600 + DAY
    assert free_behind(nine_and_ten, at_eleven, DAY, 3) == at_eleven


def test_a_window_that_is_empty_by_then_gives_room_at_once() -> None:
    assert free_behind([MONDAY], MONDAY + 2 * DAY, DAY, 1) == MONDAY + 2 * DAY


def test_a_limit_of_0_never_has_room() -> None:
    assert free_again([], [], MONDAY, DAY, 0) == NEVER
    assert free_behind([], MONDAY, DAY, 0) == NEVER
    assert not room_behind([], MONDAY, DAY, 0)
    assert not has_room([], [], MONDAY, DAY, 0)


# ---------------------------------------------------------------- against counting by hand


def fits(taken: list[int], planned: list[int], at: int, limit: int) -> bool:
    """Count every window of 24 moments that holds ``at``, one after the other."""
    mails = [*taken, *planned, at]
    return all(sum(end - WINDOW < t <= end for t in mails) <= limit for end in range(at, at + WINDOW))


@given(moments, moments, st.integers(0, 60), st.integers(0, 5))
def test_room_is_what_counting_every_window_says(taken: list[int], planned: list[int], at: int, limit: int) -> None:
    assert has_room(taken, planned, at, WINDOW, limit) == (limit > 0 and fits(taken, planned, at, limit))


@given(moments, moments, st.integers(0, 60))
def test_the_fullest_window_is_what_counting_every_window_says(taken: list[int], planned: list[int], at: int) -> None:
    mails = [*taken, *planned]
    fullest = max(sum(end - WINDOW < t <= end for t in mails) for end in range(at, at + WINDOW))
    found = busiest(taken, planned, at, WINDOW)
    assert found.used == fullest
    assert used_behind(taken, planned, found.ends, WINDOW) == fullest


@given(moments, moments, st.integers(0, 60), st.integers(1, 5))
def test_room_again_is_the_first_moment_that_has_it(taken: list[int], planned: list[int], at: int, limit: int) -> None:
    first = next(t for t in range(at, 200) if fits(taken, planned, t, limit))
    assert free_again(taken, planned, at, WINDOW, limit) == first


@given(moments, st.integers(0, 60), st.integers(1, 5))
def test_room_behind_is_the_first_moment_with_fewer_mails_than_the_limit(
    taken: list[int], after: int, limit: int
) -> None:
    at = max([after, *taken])
    first = next(t for t in range(at, 200) if used_behind(taken, [], t, WINDOW) < limit)
    assert free_behind(taken, at, WINDOW, limit) == first
    assert room_behind(taken, at, WINDOW, limit) == (first == at)
