"""The random split: who goes which way, that it is the same every time, and what is wrong with a card."""

from __future__ import annotations

from collections import Counter

import pytest

from core.actions.names import Names
from core.actions.random_split import RandomSplit, Share
from core.model.workflow import Card
from tests.core.actions.fakes import NOW, PLACE, FakeStage, office, sentences
from tests.core.actions.played import Played

THREE = RandomSplit((Share("A", 50), Share("B", 49), Share("C", 1)))


def test_the_draw_decides_the_way() -> None:
    stage = FakeStage(draws=(0, 49, 50, 98, 99, 7))
    stage.perform(THREE, [0, 1, 2, 3, 4, 5])
    assert stage.pushed == [(NOW, "way 1", [0, 1, 5]), (NOW, "way 2", [2, 3]), (NOW, "way 3", [4])]
    assert [contact for contact, *_ in stage.told()] == [101, 102, 106, 103, 104, 105]
    assert [a for _, a, _, _ in stage.facts()] == [1, 1, 1, 2, 2, 3]
    assert stage.asked == [(i, PLACE, 100) for i in range(6)]


def test_a_way_that_nobody_goes_is_left_alone() -> None:
    stage = FakeStage(draws=(60,))
    stage.perform(THREE, [0])
    assert stage.pushed == [(NOW, "way 2", [0])]


@pytest.mark.parametrize(
    ("shares", "way"),
    [
        ((), "then"),
        ((Share("A", 50), Share("B", 49)), "way 2"),
        ((Share("A", 50), Share("B", 51)), "way 2"),
        ((Share("A", 150), Share("B", -50)), "way 2"),
        ((Share("A", 10**9), Share("B", 100 - 10**9)), "way 2"),
    ],
)
def test_shares_that_are_not_100_part_nobody(shares: tuple[Share, ...], way: str) -> None:
    stage = FakeStage()
    stage.perform(RandomSplit(shares), [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, way, [0])]


def test_names_and_summary() -> None:
    split = RandomSplit((Share("Mail", 70), Share("", 30)))
    assert split.branch_names() == ("Mail", "Branch 2")
    assert split.headline(Names(office())) == "Random percentage split"
    assert split.summary(Names(office())) == "Mail 70 % · Branch 2 30 %"


@pytest.mark.parametrize(
    ("percents", "said"),
    [
        ((50, 50), []),
        ((1, 99), []),
        ((), ["A split has at least 2 branches.", "The shares add up to 0 %, not to 100 %."]),
        ((100,), ["A split has at least 2 branches."]),
        ((0, 100), ["“B1” gets 0 %; a share is between 1 and 100 %."]),
        ((50, 49), ["The shares add up to 99 %, not to 100 %."]),
        (
            (-1, 101),
            [
                "“B1” gets -1 %; a share is between 1 and 100 %.",
                "“B2” gets 101 %; a share is between 1 and 100 %.",
            ],
        ),
        (
            (10**9, 50),
            [
                "“B1” gets 1,000,000,000 %; a share is between 1 and 100 %.",
                "The shares add up to 1,000,000,050 %, not to 100 %.",
            ],
        ),
    ],
)
def test_problems(percents: tuple[int, ...], said: list[str]) -> None:
    split = RandomSplit(tuple(Share(f"B{n}", percent) for n, percent in enumerate(percents, 1)))
    assert sentences(split) == [("shares", sentence) for sentence in said]


def _ways(people: int, seed: int) -> dict[int, int]:
    card = Card(1, RandomSplit((Share("A", 80), Share("B", 20))), branches=((), ()))
    return {e.contact: e.a for e in Played([{}] * people, (card,), seed=seed).at(1)}


def test_in_a_rehearsal_the_split_is_about_right_and_belongs_to_the_contact() -> None:
    ways = _ways(2000, 7)
    # 2,000 draws at 20 %: the standard deviation is 18.
    assert 330 < Counter(ways.values())[2] < 470
    assert {c: way for c, way in ways.items() if c <= 50} == _ways(50, 7)
    assert ways != _ways(2000, 8)


def test_two_splits_in_a_row_do_not_hang_together() -> None:
    half = RandomSplit()
    cards = (Card(1, half, branches=((Card(2, half, branches=((), ())),), ())),)
    played = Played([{}] * 1000, cards)
    first = [e.contact for e in played.at(1) if e.a == 1]
    again = [e.contact for e in played.at(2) if e.a == 1]
    assert 400 < len(first) < 600
    assert 170 < len(again) < 330
