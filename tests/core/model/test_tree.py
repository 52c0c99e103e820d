"""The tree of cards: what every change does, what is refused, and that no card is ever lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model import tree
from core.model.tree import Cards, Spot
from core.model.workflow import Card, Workflow, walk
from tests.building import fork, is_any, workflow

LEAD = is_any("lifecyclestage", "lead")
TWO_WAYS = IfThen((Branch("Leads", LEAD),))
THREE_WAYS = IfThen((Branch("Leads", LEAD), Branch("Others", LEAD)))


def shape(flow: Workflow) -> str:
    """Write a tree as ``1 2(3 4|5)``: cards by id, branches in brackets."""
    return shape_of(flow.cards)


def shape_of(cards: Cards) -> str:
    return " ".join(f"{c.id}" + (f"({'|'.join(map(shape_of, c.branches))})" if c.branches else "") for c in cards)


@pytest.fixture
def straight() -> Workflow:
    """Three cards in a row."""
    return workflow(Delay(1), Delay(2), Delay(3))


@pytest.fixture
def forked() -> Workflow:
    """One card, then a branch with two cards on one side and one on the other."""
    return workflow(Delay(1), fork(TWO_WAYS, [Delay(3), Delay(4)], [Delay(5)]))


# ---------------------------------------------------------------- finding


def test_the_shape_of_a_forked_workflow_is_as_drawn(forked: Workflow) -> None:
    assert shape(forked) == "1 2(3 4|5)"
    assert forked.next_card == 6


def test_a_card_is_found_by_its_id(forked: Workflow) -> None:
    card = tree.card_of(forked, 5)
    assert card is not None
    assert card.action == Delay(5)
    assert tree.card_of(forked, 9) is None


def test_a_path_leads_to_the_list_of_a_branch(forked: Workflow) -> None:
    assert shape_of(tree.list_at(forked, ())) == "1 2(3 4|5)"
    assert shape_of(tree.list_at(forked, ((2, 0),))) == "3 4"
    assert shape_of(tree.list_at(forked, ((2, 1),))) == "5"


@pytest.mark.parametrize("path", [((9, 0),), ((2, 2),), ((1, 0),), ((2, 0), (5, 0)), ((2, -1),)])
def test_a_path_to_nowhere_is_refused(forked: Workflow, path: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(KeyError, match="no branch"):
        tree.list_at(forked, path)


def test_every_card_stands_somewhere(forked: Workflow) -> None:
    assert tree.spot_of(forked, 1) == Spot((), 0)
    assert tree.spot_of(forked, 2) == Spot((), 1)
    assert tree.spot_of(forked, 4) == Spot(((2, 0),), 1)
    assert tree.spot_of(forked, 5) == Spot(((2, 1),), 0)
    with pytest.raises(KeyError, match="no card 9"):
        tree.spot_of(forked, 9)


# ---------------------------------------------------------------- inserting


@pytest.mark.parametrize(("index", "wanted"), [(0, "4 1 2 3"), (1, "1 4 2 3"), (2, "1 2 4 3"), (3, "1 2 3 4")])
def test_a_card_is_put_before_between_and_after(straight: Workflow, index: int, wanted: str) -> None:
    grown = tree.insert(straight, Spot((), index), Delay(9))
    assert shape(grown) == wanted
    assert grown.next_card == 5
    assert shape(straight) == "1 2 3", "the old workflow stays as it was"


def test_the_first_card_of_an_empty_workflow() -> None:
    assert shape(tree.insert(workflow(), Spot(), Delay(9))) == "1"


@pytest.mark.parametrize(
    ("spot", "wanted"),
    [
        (Spot(((2, 0),), 0), "1 2(6 3 4|5)"),
        (Spot(((2, 0),), 2), "1 2(3 4 6|5)"),
        (Spot(((2, 1),), 1), "1 2(3 4|5 6)"),
        (Spot((), 1), "1 6 2(3 4|5)"),
    ],
)
def test_a_card_is_put_inside_a_branch_or_before_it(forked: Workflow, spot: Spot, wanted: str) -> None:
    assert shape(tree.insert(forked, spot, Delay(9))) == wanted


def test_below_a_new_branch_the_cards_that_followed_move_into_its_first_branch(straight: Workflow) -> None:
    assert shape(tree.insert(straight, Spot((), 1), THREE_WAYS)) == "1 4(2 3||)"


def test_a_branch_at_the_end_has_empty_ways(straight: Workflow) -> None:
    assert shape(tree.insert(straight, Spot((), 3), TWO_WAYS)) == "1 2 3 4(|)"


def test_a_branch_before_a_branch_takes_it_in(forked: Workflow) -> None:
    assert shape(tree.insert(forked, Spot((), 1), TWO_WAYS)) == "1 6(2(3 4|5)|)"


@pytest.mark.parametrize("action", [Delay(9), TWO_WAYS])
def test_nothing_can_be_put_after_a_branch(forked: Workflow, action: Delay | IfThen) -> None:
    with pytest.raises(KeyError, match="after a branch"):
        tree.insert(forked, Spot((), 2), action)


# ---------------------------------------------------------------- removing


def test_a_card_is_taken_away_and_the_rest_closes_up(straight: Workflow) -> None:
    shrunk = tree.remove(straight, 2)
    assert shape(shrunk) == "1 3"
    assert shrunk.next_card == 4, "its id is never given again"


def test_a_card_inside_a_branch_is_taken_away(forked: Workflow) -> None:
    assert shape(tree.remove(forked, 3)) == "1 2(4|5)"


@pytest.mark.parametrize(("keep", "wanted"), [(None, "1"), (0, "1 3 4"), (1, "1 5")])
def test_removing_a_branch_keeps_the_cards_of_the_way_one_chooses(
    forked: Workflow, keep: int | None, wanted: str
) -> None:
    assert shape(tree.remove(forked, 2, keep)) == wanted


def test_keeping_a_branch_of_a_card_that_has_none_changes_nothing_more(straight: Workflow) -> None:
    assert shape(tree.remove(straight, 2, 0)) == "1 3"


def test_a_card_that_is_not_there_cannot_be_removed(straight: Workflow) -> None:
    with pytest.raises(KeyError, match="no card 9"):
        tree.remove(straight, 9)


def test_a_way_that_is_not_there_cannot_be_kept(forked: Workflow) -> None:
    with pytest.raises(KeyError, match="no branch 2"):
        tree.remove(forked, 2, 2)


# ---------------------------------------------------------------- moving


@pytest.mark.parametrize(
    ("card", "index", "wanted"),
    [
        (1, 0, "1 2 3"),
        (1, 1, "1 2 3"),
        (1, 2, "2 1 3"),
        (1, 3, "2 3 1"),
        (3, 0, "3 1 2"),
        (3, 1, "1 3 2"),
        (3, 2, "1 2 3"),
    ],
)
def test_a_place_is_counted_before_the_card_is_taken_out(
    straight: Workflow, card: int, index: int, wanted: str
) -> None:
    assert shape(tree.move(straight, card, Spot((), index))) == wanted


@pytest.mark.parametrize(
    ("card", "spot", "wanted"),
    [
        (1, Spot(((2, 0),), 1), "2(3 1 4|5)"),
        (3, Spot(((2, 1),), 1), "1 2(4|5 3)"),
        (5, Spot((), 0), "5 1 2(3 4|)"),
        (4, Spot((), 1), "1 4 2(3|5)"),
    ],
)
def test_a_card_moves_between_lists(forked: Workflow, card: int, spot: Spot, wanted: str) -> None:
    assert tree.can_stand(forked, card, spot)
    assert shape(tree.move(forked, card, spot)) == wanted


def test_a_branch_moves_with_all_below_it() -> None:
    flow = workflow(fork(TWO_WAYS, [fork(TWO_WAYS, [Delay(3)], [Delay(4)])], [Delay(5)]))
    assert shape(flow) == "1(2(3|4)|5)"
    assert shape(tree.move(flow, 2, Spot(((1, 1),), 1))) == "1(|5 2(3|4))"


@pytest.mark.parametrize("index", [1, 2])
def test_a_branch_may_stay_where_it_is(forked: Workflow, index: int) -> None:
    assert shape(tree.move(forked, 2, Spot((), index))) == "1 2(3 4|5)"


@pytest.mark.parametrize(
    ("card", "spot"),
    [
        pytest.param(2, Spot(((2, 0),), 0), id="inside itself"),
        pytest.param(2, Spot((), 0), id="a branch before other cards"),
        pytest.param(9, Spot((), 0), id="no such card"),
        pytest.param(1, Spot(((9, 0),), 0), id="no such place"),
        pytest.param(1, Spot((), 2), id="after a branch in its own list"),
        pytest.param(3, Spot((), 2), id="after a branch in another list"),
        pytest.param(3, Spot((), 99), id="far after a branch"),
    ],
)
def test_moves_that_would_break_the_tree_are_refused(forked: Workflow, card: int, spot: Spot) -> None:
    assert not tree.can_stand(forked, card, spot)
    with pytest.raises(KeyError):
        tree.move(forked, card, spot)


def test_a_branch_cannot_stand_after_another_branch() -> None:
    flow = workflow(fork(TWO_WAYS, [fork(TWO_WAYS, [], [])], [fork(TWO_WAYS, [], [])]))
    assert shape(flow) == "1(2(|)|3(|))"
    assert not tree.can_stand(flow, 2, Spot(((1, 1),), 1))
    assert not tree.can_stand(flow, 2, Spot((), 1))


# ---------------------------------------------------------------- changing


def test_fields_of_a_card_are_set(forked: Workflow) -> None:
    changed = tree.change(forked, 4, on=False, note="later", action=UnenrollFromSequence())
    card = tree.card_of(changed, 4)
    assert card == Card(4, UnenrollFromSequence(), on=False, note="later")
    assert shape(changed) == shape(forked)


def test_none_matched_stays_the_last_way_when_one_comes_in_before_it(forked: Workflow) -> None:
    assert shape(tree.change(forked, 2, action=THREE_WAYS)) == "1 2(3 4||5)"


def test_none_matched_stays_the_last_way_when_one_goes() -> None:
    flow = workflow(fork(THREE_WAYS, [Delay(2)], [Delay(3)], [Delay(4)]))
    assert shape(tree.change(flow, 1, action=TWO_WAYS)) == "1(2|4)"


def test_a_card_that_becomes_a_branch_gets_empty_ways(straight: Workflow) -> None:
    assert shape(tree.change(straight, 3, action=TWO_WAYS)) == "1 2 3(|)"


def test_a_branch_that_becomes_a_plain_card_has_no_ways(forked: Workflow) -> None:
    assert shape(tree.change(forked, 2, action=Delay(9))) == "1 2"


# ---------------------------------------------------------------- never loses or doubles a card


def spots(flow: Workflow, path: tuple[tuple[int, int], ...] = ()) -> Iterator[Spot]:
    """Give every place of a workflow."""
    cards = tree.list_at(flow, path)
    yield from (Spot(path, index) for index in range(len(cards) + 1))
    for card in cards:
        for branch in range(len(card.branches)):
            yield from spots(flow, (*path, (card.id, branch)))


def is_sound(flow: Workflow) -> bool:
    """Say whether every list has at most one branch card, standing last, with as many ways as its action names."""
    lists = [flow.cards, *(way for card in walk(flow.cards) for way in card.branches)]
    last = all(not card.branches for cards in lists for card in cards[:-1])
    return last and all(len(c.branches) == len(c.action.branch_names()) for c in walk(flow.cards))


def ids(flow: Workflow) -> list[int]:
    return sorted(card.id for card in walk(flow.cards))


@given(st.data())
def test_whatever_is_done_no_card_is_lost_or_doubled(data: st.DataObject) -> None:
    flow = workflow()
    for _ in range(data.draw(st.integers(1, 12))):
        before = ids(flow)
        what = data.draw(st.sampled_from(["insert", "insert", "insert", "move", "remove"]))
        spot = data.draw(st.sampled_from(list(spots(flow))))
        if what == "insert":
            action = data.draw(st.sampled_from([Delay(9), TWO_WAYS, THREE_WAYS]))
            try:
                flow = tree.insert(flow, spot, action)
            except KeyError:
                continue
            assert ids(flow) == [*before, flow.next_card - 1]
        elif before and what == "move":
            card = data.draw(st.sampled_from(before))
            if not tree.can_stand(flow, card, spot):
                continue
            moved = tree.move(flow, card, spot)
            assert ids(moved) == before
            assert moved.next_card == flow.next_card
            flow = moved
        elif before:
            card = data.draw(st.sampled_from(before))
            gone = tree.card_of(flow, card)
            assert gone is not None
            keep = data.draw(st.sampled_from([None, *range(len(gone.branches))]))
            lost = {card, *(c.id for way in gone.branches for c in walk(way))}
            if keep is not None:
                lost -= {c.id for c in walk(gone.branches[keep])}
            flow = tree.remove(flow, card, keep)
            assert ids(flow) == [i for i in before if i not in lost]
        assert is_sound(flow)


@given(st.data())
def test_a_card_can_stand_wherever_the_tree_stays_sound(data: st.DataObject) -> None:
    flow = workflow(Delay(1), fork(TWO_WAYS, [Delay(1), fork(TWO_WAYS, [Delay(1)], [])], [Delay(1)]))
    card = data.draw(st.sampled_from(ids(flow)))
    spot = data.draw(st.sampled_from(list(spots(flow))))
    inside_itself = any(owner == card for owner, _ in spot.path)
    target = [c.id for c in tree.list_at(flow, spot.path)]
    after = [c for c in target[spot.index :] if c != card]
    before = [tree.card_of(flow, c) for c in target[: spot.index] if c != card]
    moving = tree.card_of(flow, card)
    assert moving is not None
    breaks = (bool(moving.branches) and bool(after)) or any(c is not None and c.branches for c in before)
    assert tree.can_stand(flow, card, spot) == (not inside_itself and not breaks)


@given(st.data())
def test_several_cards_go_exactly_to_the_places_that_are_named(data: st.DataObject) -> None:
    flow = workflow(
        Delay(1), Delay(2), fork(TWO_WAYS, [Delay(3), fork(TWO_WAYS, [Delay(4)], [])], [Delay(5), Delay(6)])
    )
    chosen = data.draw(st.lists(st.sampled_from(ids(flow)), min_size=1, max_size=4, unique=True))
    named = tree.places_for(flow, chosen)
    for spot in spots(flow):
        try:
            moved = tree.move_all(flow, chosen, spot)
        except KeyError:
            assert spot not in named
            continue
        assert ids(moved) == ids(flow)
        assert is_sound(moved)
        assert (spot in named) == (moved != flow)
        landed = tree.roots(moved, chosen)
        assert [card.id for card in landed] == [card.id for card in tree.roots(flow, chosen)]


def test_cards_inside_others_go_along_and_keep_their_order() -> None:
    flow = workflow(Delay(1), Delay(2), fork(TWO_WAYS, [Delay(3)], [Delay(4)]))
    one, two, branch = flow.cards
    left, right = branch.branches[0][0].id, branch.branches[1][0].id
    assert [card.id for card in tree.roots(flow, (right, branch.id, one.id))] == [one.id, branch.id]
    moved = tree.move_all(flow, (two.id, one.id), Spot(((branch.id, 1),), 0))
    assert [card.id for card in tree.list_at(moved, ((branch.id, 1),))] == [one.id, two.id, right]
    assert [card.id for card in tree.list_at(moved, ((branch.id, 0),))] == [left]
    with pytest.raises(KeyError):
        tree.move_all(flow, (99,), Spot())
