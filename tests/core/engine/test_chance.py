"""Each contact's random source: fixed by seed, contact and purpose, and evenly spread."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.engine.chance import draw

FIRST_TEN = [18, 80, 93, 12, 61, 85, 50, 60, 18, 72]
"""Of seed 7 and purpose 1000, contacts 1 to 10."""


@given(st.integers(), st.integers(1), st.integers(0), st.integers(1, 10_000))
def test_a_number_lies_below_its_bound_and_is_the_same_each_time(
    seed: int, contact: int, purpose: int, below: int
) -> None:
    number = draw(seed, contact, purpose, below)
    assert 0 <= number < below
    assert draw(seed, contact, purpose, below) == number


def test_numbers_are_those_of_the_first_release() -> None:
    """A log can be played again years later: the source of chance may never change."""
    assert [draw(7, contact, 1000, 100) for contact in range(1, 11)] == FIRST_TEN


def test_every_number_comes_up_about_as_often() -> None:
    counted = Counter(draw(7, contact, 1_000, 10) for contact in range(10_000))
    assert set(counted) == set(range(10))
    assert all(880 <= number <= 1_120 for number in counted.values()), "1,000 each, give or take four deviations"


def test_seeds_contacts_and_purposes_do_not_hang_together() -> None:
    usual = [draw(7, contact, 1_000, 100) for contact in range(1_000)]
    other_seed = [draw(8, contact, 1_000, 100) for contact in range(1_000)]
    other_purpose = [draw(7, contact, 1_001, 100) for contact in range(1_000)]
    next_contact = [draw(7, contact + 1, 1_000, 100) for contact in range(1_000)]
    for others in (other_seed, other_purpose, next_contact):
        assert sum(a == b for a, b in zip(usual, others, strict=True)) < 35, "10 would agree by chance"
