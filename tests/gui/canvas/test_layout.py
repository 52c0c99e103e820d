"""Where cards, + buttons and lines stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.model.tree import Spot
from core.model.workflow import Card, Workflow, walk
from gui.canvas.layout import TRIGGER, above, below, beside, lay_out, spot_after
from gui.canvas.measures import BRANCH_GAP, CARD_WIDTH, FAN, GAP, LABEL_HEIGHT, TAIL

HEIGHT = 60


def heights(workflow: Workflow) -> dict[int, int]:
    return {TRIGGER: HEIGHT} | {card.id: HEIGHT for card in walk(workflow.cards)}


def nested(depth: int) -> tuple[Card, ...]:
    if not depth:
        return ()
    action = IfThen((Branch("One"),))
    return (Card(depth, action, branches=(nested(depth - 1), ())),)


def test_empty_workflow_has_the_trigger_and_one_place_below_it() -> None:
    layout = lay_out(Workflow(), {TRIGGER: HEIGHT})
    assert layout.cards == {TRIGGER: QRectF(-CARD_WIDTH / 2, 0, CARD_WIDTH, HEIGHT)}
    assert [(plus.spot, plus.at) for plus in layout.pluses] == [(Spot((), 0), QPointF(0, HEIGHT + TAIL))]


def test_cards_stand_below_each_other_with_a_plus_in_every_gap() -> None:
    workflow = Workflow(cards=(Card(1, Delay()), Card(2, Delay())))
    layout = lay_out(workflow, heights(workflow))
    assert layout.cards[1].top() == HEIGHT + GAP
    assert layout.cards[2].top() == 2 * (HEIGHT + GAP)
    assert {plus.spot: plus.at.y() for plus in layout.pluses} == {
        Spot((), 0): HEIGHT + GAP / 2,
        Spot((), 1): 2 * HEIGHT + GAP + GAP / 2,
        Spot((), 2): 3 * HEIGHT + 2 * GAP + TAIL,
    }
    assert all(plus.at.x() == 0 for plus in layout.pluses)


def test_branches_stand_side_by_side_the_same_way_off_their_card(workflow: Workflow) -> None:
    layout = lay_out(workflow, heights(workflow))
    left, right = layout.cards[3], layout.cards[4]
    assert right.left() - left.right() == BRANCH_GAP
    assert left.center().x() == -right.center().x()
    assert left.top() == right.top() == layout.cards[2].bottom() + FAN + 8 + LABEL_HEIGHT + GAP
    assert [(label.card, label.branch, label.at.x()) for label in layout.labels] == [
        (2, 0, left.center().x()),
        (2, 1, right.center().x()),
    ]


def test_nothing_can_be_added_after_a_branch_card(workflow: Workflow) -> None:
    layout = lay_out(workflow, heights(workflow))
    assert {plus.spot for plus in layout.pluses} == {
        Spot((), 0),
        Spot((), 1),
        Spot(((2, 0),), 0),
        Spot(((2, 0),), 1),
        Spot(((2, 1),), 0),
        Spot(((2, 1),), 1),
    }


def test_no_two_cards_ever_overlap() -> None:
    workflow = Workflow(cards=nested(6))
    rects = list(lay_out(workflow, heights(workflow)).cards.values())
    for number, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[number + 1 :])


def test_every_line_is_level_or_upright_and_on_whole_pixels(workflow: Workflow) -> None:
    for line in lay_out(workflow, heights(workflow)).lines:
        for start, end in pairwise(line):
            assert start.x() == end.x() or start.y() == end.y()
        assert all(point.x() == int(point.x()) and point.y() == int(point.y()) for point in line)


def test_bounds_hold_everything(workflow: Workflow) -> None:
    layout = lay_out(workflow, heights(workflow))
    assert all(layout.bounds.contains(rect) for rect in layout.cards.values())
    assert all(layout.bounds.contains(plus.at) for plus in layout.pluses)


def test_deep_nesting_does_not_take_exponential_time() -> None:
    # 2 to the 18th steps would run into the test's time limit long before they end.
    workflow = Workflow(cards=nested(18))
    assert len(lay_out(workflow, heights(workflow)).cards) == 19


@pytest.mark.parametrize(("card", "spot"), [(0, Spot((), 0)), (1, Spot((), 1)), (2, Spot(((2, 0),), 0))])
def test_place_after_a_card(workflow: Workflow, card: int, spot: Spot) -> None:
    assert spot_after(workflow, card) == spot


def test_walking_down_and_up(workflow: Workflow) -> None:
    way: list[int | Spot] = [TRIGGER]
    while isinstance(way[-1], int):
        way.append(below(workflow, way[-1]))
    assert way == [TRIGGER, 1, 2, 3, Spot(((2, 0),), 1)]
    assert above(workflow, Spot(((2, 0),), 1)) == 3
    assert [above(workflow, card) for card in (3, 2, 1, TRIGGER)] == [2, 1, TRIGGER, TRIGGER]


def test_walking_sideways_stops_at_the_edges(workflow: Workflow) -> None:
    layout = lay_out(workflow, heights(workflow))
    assert beside(workflow, layout, 3, 1) == 4
    assert beside(workflow, layout, 4, -1) == 3
    assert beside(workflow, layout, 4, 1) == 4
    assert beside(workflow, layout, 1, 1) == 1
    assert beside(workflow, layout, TRIGGER, 1) == TRIGGER


def test_walking_sideways_into_an_empty_branch_leads_to_its_place(workflow: Workflow) -> None:
    branch = workflow.cards[1]
    bare = replace(workflow, cards=(workflow.cards[0], replace(branch, branches=(branch.branches[0], ()))))
    layout = lay_out(bare, heights(bare))
    assert beside(bare, layout, 3, 1) == Spot(((2, 1),), 0)
    assert beside(bare, layout, Spot(((2, 1),), 0), -1) == 3


@given(st.data())
def test_outlines_never_let_cards_or_lines_touch_cards(data: st.DataObject) -> None:
    workflow = Workflow(cards=_random_cards(data, count(1), 4))
    tall = {TRIGGER: HEIGHT} | {c.id: data.draw(st.sampled_from([48, 90, 130])) for c in walk(workflow.cards)}
    layout = lay_out(workflow, tall)
    rects = list(layout.cards.values())
    for number, rect in enumerate(rects):
        room = rect.adjusted(-BRANCH_GAP / 4, 0, BRANCH_GAP / 4, 0)
        assert not any(room.intersects(other) for other in rects[number + 1 :])
    for line in layout.lines:
        for start, end in pairwise(line):
            between = QRectF(start, end).normalized().adjusted(1, 1, -1, -1)
            assert not any(between.intersects(rect) for rect in rects)


def _random_cards(data: st.DataObject, ids: Iterator[int], depth: int) -> tuple[Card, ...]:
    found = [Card(next(ids), Delay()) for _ in range(data.draw(st.integers(0, 3)))]
    if depth and data.draw(st.booleans()):
        action = IfThen(tuple(Branch(f"B{i}") for i in range(data.draw(st.integers(1, 3)))))
        branches = tuple(_random_cards(data, ids, depth - 1) for _ in action.branch_names())
        found.append(Card(next(ids), action, branches=branches))
    return tuple(found)


def test_a_short_branch_stands_beside_the_narrow_head_of_a_wide_one() -> None:
    """Left: two delays, then a fork; right: one card. The right one need not clear the fork's foot."""
    fork = Card(4, IfThen((Branch("One"),)), branches=((Card(5, Delay()),), (Card(6, Delay()),)))
    left = (Card(1, Delay()), Card(2, Delay()), Card(3, Delay()), fork)
    workflow = Workflow(cards=(Card(8, IfThen((Branch("Wide"),)), branches=(left, (Card(7, Delay()),))),))
    layout = lay_out(workflow, heights(workflow))
    assert layout.cards[7].left() - layout.cards[1].right() == BRANCH_GAP
    assert layout.cards[6].right() > layout.cards[7].left()
