"""Reading a document again: what is written as before is the same object, all else is read as the first time."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.codec import Like, decode, encode
from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.model import tree
from core.model.tree import Spot
from core.model.workflow import Card, Workflow, walk
from tests.building import fork, is_any, workflow
from tests.core.actions.random_things import workflows


def through_json(thing: object) -> Any:
    return json.loads(json.dumps(encode(thing)))


def read_again(before: Workflow, after: Workflow) -> tuple[Workflow, Workflow]:
    """Gives the workflow before as it was read, and the one after as it is read then."""
    data = through_json(before)
    first = decode(Workflow, data)
    return first, decode(Workflow, through_json(after), like=Like(data, first))


def kept(first: Workflow, then: Workflow) -> set[int]:
    """Gives the ids of the cards that are the same objects."""
    objects = {id(card) for card in walk(first.cards)}
    return {card.id for card in walk(then.cards) if id(card) in objects}


@given(workflows, workflows)
def test_what_was_read_before_does_not_change_what_is_read(before: Workflow, after: Workflow) -> None:
    _, then = read_again(before, after)
    assert repr(then) == repr(decode(Workflow, through_json(after)))


@given(workflows)
def test_the_same_document_is_the_same_object(thing: Workflow) -> None:
    first, then = read_again(thing, thing)
    assert then is first


BRANCHED = workflow(Delay(1), Delay(2), fork(is_any("city", "Oslo"), [Delay(3), Delay(4)], [Delay(5), Delay(6)]))


def card_like(minutes: int) -> Card:
    return next(card for card in walk(BRANCHED.cards) if card.action == Delay(minutes))


def test_a_changed_card_leaves_all_but_those_above_it() -> None:
    changed = card_like(5)
    first, then = read_again(BRANCHED, tree.change(BRANCHED, changed.id, on=False))
    above = {card.id for card in walk(first.cards) if changed.id in {below.id for below in walk((card,))}}
    assert kept(first, then) == {card.id for card in walk(first.cards)} - above
    assert len(above) == 2


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_card_put_in_leaves_the_others(place: int) -> None:
    before = workflow(*(Delay(n) for n in range(1, 4)))
    after = tree.insert(before, Spot((), place), Delay(9))
    first, then = read_again(before, after)
    assert then == after
    # One card of the middle may be made anew; the ends never are.
    assert len(kept(first, then)) >= 2
    assert read_again(after, before)[1] == before


@pytest.mark.parametrize(("one", "other"), [(1, True), (0, False), (1, 1.0), (True, 1.0), ("1", 1)])
def test_values_that_are_equal_in_python_alone_are_not_alike(one: Any, other: Any) -> None:
    before = workflow(SetProperty("size", one))
    action = replace(before.cards[0], action=SetProperty("size", other))
    _, then = read_again(before, replace(before, cards=(action,)))
    assert isinstance(then.cards[0].action, SetProperty)
    assert type(then.cards[0].action.value) is type(other)


@given(workflows, st.data())
def test_cards_that_move_are_read_where_they_are(thing: Workflow, data: st.DataObject) -> None:
    moved = replace(thing, cards=tuple(data.draw(st.permutations(thing.cards))))
    assert read_again(thing, moved)[1] == moved


def test_what_is_no_list_or_no_such_thing_has_nothing_alike() -> None:
    assert Like([1, 2], "no list").items(2) == ()
    assert Like({}, (1, 2)).items(2) == ()
    card = workflow(Card(1, Delay(60))).cards[0]
    data = through_json(card)
    assert decode(Card, data, like=Like(data, "something else")) == card
    assert decode(Card, data, like=Like("no document", card)) == card


def test_a_field_that_only_ever_holds_nothing_is_read() -> None:
    assert decode(type(None), None) is None
    with pytest.raises(KeyError):
        decode(type(None), 3)
