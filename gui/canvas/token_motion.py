"""How a token moves: the way to a card along the lines, and where a token stands after so many seconds.

Lives here: arithmetic only. Not here: how tokens look (gui/canvas/token_item.py), and which there are
(gui/canvas/tokens.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from core.model.trace import Outcome
from core.model.workflow import Workflow
from gui.canvas.layout import TRIGGER, Layout, above
from gui.canvas.lines import rounded
from gui.canvas.measures import FAN

STAND = 12.0
"""How far above the head of a card the middle of a token stands that has arrived."""
ASIDE = 72.0
"""How far beside the line a token stands that was put off, and how far one hops that skips."""
DOOR = 34.0
"""How far from the trigger's side the middle of a token stands that may not enter."""
_UNDER = 12.0
_OUTSIDE = 56.0
_ARC = 18.0
_DIVE = 2 * STAND

_HOLD = 0.24
_DIVES, _HOPS, _SHIFTS, _STAYS, _FADES = 0.22, 0.6, 0.26, 1.0, 0.3
_SLOWEST, _FASTEST, _PER_SECOND = 1.0, 0.5, 800.0


@dataclass(frozen=True, slots=True)
class Pose:
    """How a token is to be seen at one instant.

    Attributes:
        at: Its middle, in scene pixels.
        opacity: 0 to 1.
        scale: 1 for its usual size.
        arrived: Whether it shows what became of the contacts.
    """

    at: QPointF
    opacity: float = 1.0
    scale: float = 1.0
    arrived: bool = False


def way_to(workflow: Workflow, layout: Layout, card_id: int) -> QPainterPath:
    """Give the way of contacts that come to a card: from under the card before it along the line, to above its head.

    To the trigger they come from the left.
    """
    card = layout.cards[card_id]
    if card_id == TRIGGER:
        y = card.top() + _UNDER + STAND
        return _straight(QPointF(card.left() - _OUTSIDE, y), QPointF(card.left() + _UNDER, y))
    upper = layout.cards[above(workflow, card_id)]
    start, axis = QPointF(upper.center().x(), upper.bottom() - _UNDER), card.center().x()
    end = QPointF(axis, card.top() - STAND)
    if axis == start.x():
        return _straight(start, end)
    bar = upper.bottom() + FAN
    return rounded((start, QPointF(start.x(), bar), QPointF(axis, bar), end))


def way_back(layout: Layout, card_id: int) -> QPainterPath:
    """Give the way of contacts that stood beside a card's head, put off, and come to it now."""
    card = layout.cards[card_id]
    y = card.top() - STAND
    return _straight(QPointF(card.center().x() - ASIDE, y), QPointF(card.center().x(), y))


def way_out(layout: Layout, card_id: int) -> QPainterPath:
    """Give the way of contacts that leave the workflow at a card: out to its right."""
    card = layout.cards[card_id]
    y = card.top() + _UNDER + STAND
    return _straight(QPointF(card.right() - _UNDER, y), QPointF(card.right() + _OUTSIDE, y))


def way_aside(layout: Layout, card_id: int) -> QPainterPath:
    """Give the way of contacts that may not enter: to the trigger's left side, not under it."""
    card = layout.cards[card_id]
    y = card.top() + _UNDER + STAND
    return _straight(QPointF(card.left() - DOOR - _OUTSIDE, y), QPointF(card.left() - DOOR, y))


class Motion:
    """One token's way from its first instant to its last.

    Arguments:
        way: Where it runs.
        outcome: What it shows when it is there.
        runs: False for one that parts from another where the way ends: it does not stand there first.
        outward: Whether it hops to the left rather than to the right.

    Attributes:
        way: Where it runs.
        travel: Seconds until it is there.
        lasts: Seconds until it is over.
    """

    def __init__(self, way: QPainterPath, outcome: Outcome, *, runs: bool = True, outward: bool = False) -> None:
        self.way = way
        self._outcome = outcome
        self._side = -1 if outward else 1
        self.travel = min(max(_FASTEST, way.length() / _PER_SECOND), _SLOWEST) if runs else 0.0
        self._holds = _HOLD if runs else 0.0
        self.lasts = self.travel + (self._holds + _AFTER[outcome] if outcome in _AFTER else 0.0)

    def at(self, age: float) -> Pose | None:
        """Say how the token is to be seen after so many seconds; ``None`` when it is over."""
        if age >= self.lasts:
            return None
        if age < self.travel:
            return self._running(age / self.travel)
        return self._there(age - self.travel)

    def _running(self, part: float) -> Pose:
        opacity = 1.0
        if self._outcome is Outcome.LEFT:
            opacity = min(1.0, 2.5 * (1 - part))
        elif self._outcome is Outcome.ENTERED:
            opacity = min(1.0, 4 * part)
        return Pose(self.way.pointAtPercent(eased(part)), opacity, arrived=self._outcome is Outcome.LEFT)

    def _there(self, age: float) -> Pose:
        end = self.way.pointAtPercent(1.0)
        if age < self._holds:
            # It swells a little as it shows what became of the contacts.
            return Pose(end, scale=1 + 0.16 * sin(pi * age / _HOLD), arrived=True)
        age -= self._holds
        match self._outcome:
            case Outcome.DONE:
                part = age / _DIVES
                return Pose(end + QPointF(0, _DIVE * part * part), arrived=True)
            case Outcome.DEFERRED:
                aside = end - QPointF(ASIDE * eased(min(age / _SHIFTS, 1.0)), 0)
                return Pose(aside, min(1.0, (_AFTER[Outcome.DEFERRED] - age) / _FADES), arrived=True)
            case _:
                part = age / _HOPS
                hop = QPointF(self._side * ASIDE * part, -_ARC * sin(pi * min(part * 1.15, 1.0)))
                return Pose(end + hop, min(1.0, 2.8 * (1 - part)), arrived=True)


_AFTER = {
    Outcome.DONE: _DIVES,
    Outcome.SKIPPED: _HOPS,
    Outcome.FAILED: _HOPS,
    Outcome.DEFERRED: _SHIFTS + _STAYS + _FADES,
}


def eased(part: float) -> float:
    """Begin and end slowly: gives 0 for 0, 1 for 1, and a half for a half."""
    return part * part * (3 - 2 * part)


def _straight(start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    path.lineTo(end)
    return path
