"""The event queue: instants in order, rounds in an instant, turns in a round, large groups in parts."""

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


def test_those_for_one_card_and_instant_are_one_group_in_the_order_they_came() -> None:
    acted: Acted = []
    events = EventQueue(0)
    a, b = performer("a", acted), performer("b", acted)
    for card, who in ((b, 3), (a, 2), (b, 1)):
        events.push(10, card, [who])
    assert played(events) == [10, 10]
    assert acted == [(10, "b", [3, 1]), (10, "a", [2])]


def test_in_a_round_everybody_acts_in_the_turn_it_was_enlisted_for() -> None:
    acted: Acted = []
    events = EventQueue(0)
    first, second = (events.enlist(performer(name, acted)) for name in ("first", "second"))
    late, later = performer("late", acted), performer("later", acted)
    for card in (late, second, later, first):
        events.push(10, card, [1])
    played(events)
    assert [name for _, name, _ in acted] == ["first", "second", "late", "later"], "who was not enlisted comes last"


def test_what_is_pushed_to_its_own_instant_acts_in_the_next_round() -> None:
    """Contact 1 reaches card b in the second round: it does not catch up with contact 9, which waits there already."""
    acted: Acted = []
    events = EventQueue(0)
    b = performer("b", acted)
    events.push(10, lambda now, who: events.push(now, b, who), [1])
    events.push(10, b, [9])
    assert played(events) == [10, 10, 10]
    assert acted == [(10, "b", [9]), (10, "b", [1])]


def test_an_instant_is_over_when_a_round_pushes_nothing_more() -> None:
    acted: Acted = []
    events = EventQueue(0)

    def countdown(now: int, who: list[int]) -> None:
        acted.append((now, "countdown", list(who)))
        events.push(now, countdown, [i - 1 for i in who if i > 1])

    events.push(10, countdown, [3, 1])
    events.push(11, countdown, [1])
    assert played(events) == [10, 10, 10, 11]
    assert [who for _, _, who in acted] == [[3, 1], [2], [1], [1]]


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


def in_parts(size: int, pushes: dict[int, str]) -> Acted:
    """Let a group act in parts of a size; each contact goes on to the cards its letters name, at once."""
    acted: Acted = []
    events = EventQueue(0)
    cards = {name: events.enlist(performer(name, acted)) for name in "abc"}

    def first(now: int, who: list[int]) -> None:
        for name in "bca":
            events.push(now, cards[name], [i for i in who if name in pushes[i]])

    events.push(10, first, list(pushes))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queue, "CHUNK", size)
        played(events)
    return [(now, name, [i]) for now, name, who in acted for i in who]


@given(st.dictionaries(st.integers(1, 9), st.sampled_from(["", "a", "b", "c", "ac", "abc"])), st.integers(1, 4))
def test_parts_of_any_size_do_what_the_whole_group_does(pushes: dict[int, str], size: int) -> None:
    assert in_parts(size, pushes) == in_parts(99, pushes)


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
