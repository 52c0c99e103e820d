"""Where everything of the visual action list stands: rectangles and points made from a tree of cards.

Lives here: arithmetic only, in whole pixels so that lines are crisp at 100 %. Not here: how anything is drawn
(gui/canvas/items.py) or how high a card is (gui/canvas/faces.py says so).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF

from core.model.tree import Spot, card_of, list_at, spot_of
from core.model.workflow import Card, Workflow, walk
from gui.canvas.measures import CARD_WIDTH, FAN, FORK, GAP, LABEL_HEIGHT, PLUS_RADIUS, TAIL
from gui.canvas.outline import branch_axes

TRIGGER = 0
"""Id under which the trigger stands among the cards."""

Path = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Plus:
    """A + button: the place it adds to, and its middle."""

    spot: Spot
    at: QPointF


@dataclass(frozen=True, slots=True)
class BranchLabel:
    """A branch's name on its line.

    Attributes:
        card: Id of the branch card.
        branch: Index of the branch.
        at: Middle of the label.
    """

    card: int
    branch: int
    at: QPointF


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, in scene pixels; the trigger's head is at y = 0, its middle at x = 0.

    Attributes:
        cards: Card id to rectangle; 0 is the trigger.
        pluses: Every place a card can be added, top to bottom, left to right.
        lines: Corner points of the joining lines.
        labels: Names of branches.
        bounds: Smallest rectangle around all of it.
    """

    cards: Mapping[int, QRectF]
    pluses: tuple[Plus, ...]
    lines: tuple[tuple[QPointF, ...], ...]
    labels: tuple[BranchLabel, ...]
    bounds: QRectF

    def plus(self, spot: Spot) -> Plus | None:
        """Give the + of a place, ``None`` when nothing can be added there."""
        return next((plus for plus in self.pluses if plus.spot == spot), None)


def lay_out(workflow: Workflow, heights: Mapping[int, int]) -> Layout:
    """Place the trigger and all cards of a workflow.

    Arguments:
        workflow: Whose cards are placed.
        heights: Card id to height in pixels; 0 is the trigger.
    """
    placed = _Placing(heights, branch_axes(workflow.cards, heights))
    head = placed.put_card(TRIGGER, 0, 0)
    placed.put_list(workflow.cards, (), 0, head.bottom())
    # Every + stands on the axis of its cards, and below them only at the foot of a list.
    cards = placed.cards.values()
    left, right = min(rect.left() for rect in cards), max(rect.right() for rect in cards)
    axes = [plus.at.x() for plus in placed.pluses]
    left, right = min(left, min(axes) - PLUS_RADIUS), max(right, max(axes) + PLUS_RADIUS)
    foot = max(plus.at.y() for plus in placed.pluses) + PLUS_RADIUS
    bounds = QRectF(left, head.top(), right - left, max(foot, head.bottom()) - head.top())
    return Layout(placed.cards, tuple(placed.pluses), tuple(placed.lines), tuple(placed.labels), bounds)


@dataclass(slots=True)
class _Placing:
    heights: Mapping[int, int]
    axes: Mapping[int, list[int]]
    cards: dict[int, QRectF] = field(default_factory=dict)
    pluses: list[Plus] = field(default_factory=list)
    lines: list[tuple[QPointF, ...]] = field(default_factory=list)
    labels: list[BranchLabel] = field(default_factory=list)

    def put_card(self, card_id: int, x: float, top: float) -> QRectF:
        rect = QRectF(x - CARD_WIDTH / 2, top, CARD_WIDTH, self.heights[card_id])
        self.cards[card_id] = rect
        return rect

    def put_list(self, cards: tuple[Card, ...], path: Path, x: float, top: float) -> None:
        """Place a list whose line comes from ``top`` on the axis ``x``."""
        for index, card in enumerate(cards):
            self.pluses.append(Plus(Spot(path, index), QPointF(x, top + GAP / 2)))
            self.lines.append((QPointF(x, top), QPointF(x, top + GAP)))
            top = self.put_card(card.id, x, top + GAP).bottom()
            if card.branches:
                self.put_branches(card, path, x, top)
                return
        self.pluses.append(Plus(Spot(path, len(cards)), QPointF(x, top + TAIL)))
        self.lines.append((QPointF(x, top), QPointF(x, top + TAIL)))

    def put_branches(self, card: Card, path: Path, x: float, top: float) -> None:
        bar, foot = top + FAN, top + FORK
        axes = self.axes[card.id]
        for number, (offset, cards) in enumerate(zip(axes, card.branches, strict=True)):
            axis = x + offset
            corners = (QPointF(x, top), QPointF(x, bar), QPointF(axis, bar), QPointF(axis, foot))
            self.lines.append(corners if offset else (corners[0], corners[3]))
            self.labels.append(BranchLabel(card.id, number, QPointF(axis, foot - LABEL_HEIGHT / 2)))
            self.put_list(cards, (*path, (card.id, number)), axis, foot)


# ---------------------------------------------------------------- ways through the list


def spot_after(workflow: Workflow, card_id: int) -> Spot:
    """Give the place after a card: for the trigger before the first card, for a branch card its first branch.

    Raises:
        KeyError: There is no such card.
    """
    if card_id == TRIGGER:
        return Spot((), 0)
    spot, card = spot_of(workflow, card_id), card_of(workflow, card_id)
    if card is not None and card.branches:
        return Spot((*spot.path, (card_id, 0)), 0)
    return Spot(spot.path, spot.index + 1)


def occupied(layout: Layout, *, lines: bool = True) -> list[QRectF]:
    """Give the rectangles of cards, + buttons, names of branches and, if so wished, lines: all that can be covered."""
    found = list(layout.cards.values())
    found += [_around(plus.at, 2 * PLUS_RADIUS, 2 * PLUS_RADIUS) for plus in layout.pluses]
    found += [_around(label.at, CARD_WIDTH / 2, LABEL_HEIGHT) for label in layout.labels]
    for line in layout.lines if lines else ():
        found += [QRectF(a, b).normalized().adjusted(-1, -1, 1, 1) for a, b in pairwise(line)]
    return found


def _around(middle: QPointF, width: float, height: float) -> QRectF:
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def above(workflow: Workflow, at: int | Spot) -> int:
    """Give the card above a card or place; the trigger at the top."""
    if at == TRIGGER:
        return TRIGGER
    spot = spot_of(workflow, at) if isinstance(at, int) else at
    if spot.index > 0:
        return list_at(workflow, spot.path)[spot.index - 1].id
    return spot.path[-1][0] if spot.path else TRIGGER


def below(workflow: Workflow, at: int | Spot) -> int | Spot:
    """Give the card below, or the place at the foot of a list, where the way ends."""
    spot = spot_after(workflow, at) if isinstance(at, int) else at
    cards = list_at(workflow, spot.path)
    return cards[spot.index].id if spot.index < len(cards) else spot


def beside(workflow: Workflow, layout: Layout, at: int | Spot, step: int) -> int | Spot:
    """Give the card or foot in the next branch to the left (-1) or right (1), as near in height as can be.

    What has no neighbour in its own branch card looks for one further up; at the edge, ``at`` comes back.
    """
    path = (spot_of(workflow, at).path if at else ()) if isinstance(at, int) else at.path
    y = _middle(layout, at).y()
    for depth in range(len(path) - 1, -1, -1):
        card_id, branch = path[depth]
        owner = card_of(workflow, card_id)
        if owner is not None and 0 <= branch + step < len(owner.branches):
            return _nearest(layout, owner.branches[branch + step], (*path[:depth], (card_id, branch + step)), y)
    return at


def _middle(layout: Layout, at: int | Spot) -> QPointF:
    if isinstance(at, int):
        return layout.cards[at].center()
    plus = layout.plus(at)
    return plus.at if plus is not None else QPointF()


def _nearest(layout: Layout, cards: tuple[Card, ...], path: Path, y: float) -> int | Spot:
    if not cards:
        return Spot(path, 0)
    return min((card.id for card in walk(cards)), key=lambda i: abs(layout.cards[i].center().y() - y))
