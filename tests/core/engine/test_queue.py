"""The event queue: instants in order, groups first in first out, large groups in parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.engine import queue
from core.engine.queue import EventQueue

Acted = list[tuple[int, str, list[int]]]


def performer(name: str, acted: Acted) -> Callable[[int, list[int]], None]:
    """Give a performer that writes down who acted when."""
    return lambda now, who: acted.append((now, name, list(who)))


def played(events: EventQueue, until: int = 1_000) -> list[int]:
    """Play and give the clock after each call."""
    return list(events.play(until))


def test_instants_come_in_order_however_they_were_pushed() -> None:
    acted: Acted = []
    events, card = EventQueue(0), performer("card", acted)
    for moment in (30, 10, 20):
        events.push(moment, card, [moment])
    assert played(events) == [10, 20, 30]
    assert acted == [(10, "card", [10]), (20, "card", [20]), (30, "card", [30])]


def test_in_one_instant_groups_act_first_in_first_out() -> None:
    acted: Acted = []
    events = EventQueue(0)
    a, b = performer("a", acted), performer("b", acted)
    events.push(10, b, [1])
    events.push(10, a, [2])
    events.push(10, b, [3])
    assert played(events) == [10, 10]
    assert acted == [(10, "b", [1, 3]), (10, "a", [2])], "those for the same card are one group, in the order they came"


def test_a_group_pushed_while_its_card_acts_is_a_group_of_its_own() -> None:
    acted: Acted = []
    events = EventQueue(0)

    def card(now: int, who: list[int]) -> None:
        acted.append((now, "card", list(who)))
        if who == [1]:
            events.push(now, card, [2])
            events.push(now, card, [3])

    events.push(10, card, [1])
    played(events)
    assert acted == [(10, "card", [1]), (10, "card", [2, 3])]


def test_the_end_is_not_played() -> None:
    acted: Acted = []
    events, card = EventQueue(0), performer("card", acted)
    events.push(99, card, [1])
    events.push(100, card, [2])
    assert played(events, 100) == [99]
    assert events.now == 99
    assert played(events, 101) == [100], "it is still there"


def test_nothing_happens_for_nobody() -> None:
    events = EventQueue(0)
    events.push(10, performer("card", []), [])
    assert played(events) == []


def test_the_past_is_closed() -> None:
    events = EventQueue(50)
    events.push(50, performer("card", []), [1])
    with pytest.raises(ValueError, match="49 has passed, it is 50"):
        events.push(49, performer("card", []), [1])


def test_a_large_group_acts_in_parts_and_stays_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "CHUNK", 3)
    acted: Acted = []
    events = EventQueue(0)
    events.push(10, performer("card", acted), list(range(7)))
    events.push(10, performer("next", acted), [9])
    assert played(events) == [10, 10, 10, 10]
    assert [who for _, _, who in acted] == [[0, 1, 2], [3, 4, 5], [6], [9]]


def test_what_the_parts_of_a_group_push_becomes_one_group_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "CHUNK", 2)
    acted: Acted = []
    events = EventQueue(0)
    then = performer("then", acted)
    events.push(10, lambda now, who: events.push(now + 5, then, who), [1, 2, 3])
    assert played(events) == [10, 10, 15, 15]
    assert [who for _, _, who in acted] == [[1, 2], [3]]


def in_parts(size: int, group: list[int], pushes: dict[int, str], waiting: str = "") -> list[str]:
    """Let a group act in parts of a size; each contact pushes itself to the cards its letters name, at once."""
    acted: Acted = []
    events = EventQueue(0)
    cards = {name: performer(name, acted) for name in "abcd"}

    def first(now: int, who: list[int]) -> None:
        for name in "abcd":
            events.push(now, cards[name], [i for i in who if name in pushes[i]])

    events.push(10, first, list(group))
    for name in waiting:
        events.push(10, cards[name], [0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "CHUNK", size)
        played(events)
    return [f"{name}{''.join(map(str, who))}" for _, name, who in acted]


@pytest.mark.parametrize(
    ("pushes", "waiting", "wanted"),
    [
        pytest.param({1: "b", 2: "ab"}, "", ["a2", "b12"], id="a newcomer stands before the card pushed after it"),
        pytest.param({1: "c", 2: "abc"}, "", ["a2", "b2", "c12"], id="two newcomers keep their order"),
        pytest.param({1: "a", 2: "ab"}, "", ["a12", "b2"], id="the last one pushed stands last"),
        pytest.param({1: "b", 2: "ab"}, "b", ["b012", "a2"], id="a group that waited before keeps its place"),
        pytest.param({1: "bd", 2: "acd"}, "", ["b1", "a2", "c2", "d12"], id="each before the card they share"),
    ],
)
def test_parts_push_in_the_order_the_whole_group_would(pushes: dict[int, str], waiting: str, wanted: list[str]) -> None:
    assert in_parts(1, [1, 2], pushes, waiting) == [part for group in wanted for part in _single(group)]


def _single(group: str) -> list[str]:
    return [f"{group[0]}{number}" for number in group[1:]]


@given(st.lists(st.sampled_from(["d", "bd"]), min_size=1, max_size=6), st.sampled_from(["", "d", "b", "a"]))
def test_parts_of_one_do_what_the_whole_group_does(letters: list[str], waiting: str) -> None:
    """Some go to card b and all go on to card d, as with a first mail and the card after *Enroll in sequence*."""
    pushes = dict(enumerate(letters, 1))
    whole = in_parts(99, list(pushes), pushes, waiting)
    parts = in_parts(1, list(pushes), pushes, waiting)
    assert parts == [part for group in whole for part in _single(group)]


def test_a_group_of_exactly_one_part_acts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "CHUNK", 3)
    acted: Acted = []
    events = EventQueue(0)
    events.push(10, performer("card", acted), [1, 2, 3])
    assert played(events) == [10]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc"), st.integers(0, 99)), max_size=20))
def test_everybody_acts_once_at_their_instant(pushes: list[tuple[int, str, int]]) -> None:
    acted: Acted = []
    cards = {name: performer(name, acted) for name in "abc"}
    events = EventQueue(0)
    for moment, name, who in pushes:
        events.push(moment, cards[name], [who])
    played(events)
    everybody = [(moment, name, who) for moment, name, group in acted for who in group]
    assert sorted(everybody) == sorted(pushes)
    assert [moment for moment, _, _ in everybody] == sorted(moment for moment, _, _ in pushes)
    for name in cards:
        assert [p for p in everybody if p[1] == name] == sorted((p for p in pushes if p[1] == name), key=lambda p: p[0])
