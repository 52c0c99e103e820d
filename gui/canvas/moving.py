"""Moving cards without dragging them: first the cards are taken up, then a + is chosen as the place.

Lives here: the mode between the two, for mouse and keys. Not here: which places are legal (core/model/tree.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from core.model import tree
from core.model.tree import Spot
from gui.canvas.keys import Act
from gui.text import plural
from gui.widgets.banner import BannerAction

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

_ACROSS = 3.0
"""How much farther a + seems that is not straight in the direction of the arrow."""


class CardMove:
    """Cards that wait for their new place.

    Arguments:
        view: The canvas.
        cards: Ids of the cards, in the order of the list.
    """

    def __init__(self, view: CanvasView, cards: tuple[int, ...]) -> None:
        self._view, self.cards = view, cards
        self.allowed: frozenset[Spot] = frozenset()
        self.target: Spot | None = None

    def start(self) -> bool:
        """Show every place that takes the cards, the nearest one first; false when there is none."""
        view = self._view
        workflow, layout = view.workflow, view.canvas.layout
        if workflow is None or layout is None:
            return False
        self.allowed = tree.places_for(workflow, self.cards)
        first = view.canvas.card_item(self.cards[0])
        middle = first.rect().center() if first is not None else QPointF()
        ways = [(plus.at - middle, plus.spot) for plus in layout.pluses if plus.spot in self.allowed]
        if not ways:
            return False
        below = [way for way in ways if way[0].y() > 0] or ways
        self.target = min(below, key=lambda way: abs(way[0].x()) + abs(way[0].y()))[1]
        face = view.face(self.cards[0])
        what = f"“{face.headline}”" if len(self.cards) == 1 and face is not None else plural(len(self.cards), "card")
        view.say(
            f"Moving {what}: click a +, or go there with the arrow keys and press Enter.",
            (BannerAction("Cancel (Esc)", view.stop_gestures),),
        )
        self._show()
        return True

    def key(self, act: Act) -> bool:
        """Take a key: arrows go to another place, Enter drops, Esc cancels; false for keys that mean something else."""
        match act:
            case Act.UP | Act.DOWN:
                self._step(-1 if act is Act.UP else 1)
            case Act.LEFT | Act.RIGHT:
                self._across(-1 if act is Act.LEFT else 1)
            case Act.OPEN:
                if self.target is not None:
                    self.end(self.target)
            case Act.ESCAPE:
                self._view.stop_gestures()
            case Act.ZOOM_IN | Act.ZOOM_OUT | Act.FIT | Act.ACTUAL_SIZE | Act.ZOOM_SELECTION:
                return False
        return True

    def end(self, spot: Spot) -> None:
        """Drop the cards at a place; one that does not take them changes nothing."""
        if spot in self.allowed:
            cards = self.cards
            self._view.stop_gestures()
            self._view.move_requested.emit(cards, spot)

    def cancel(self) -> None:
        """Leave everything as it was."""
        self._view.say("")
        self._view.refresh_marks()

    def show(self) -> None:
        """Show the places again, after the cards were drawn anew."""
        self._view.canvas.mark_drop(self.cards, self.target, self.allowed)

    def _show(self) -> None:
        self.show()
        if self.target is not None:
            self._view.show_spot(self.target)
            self._view.say_target(self.target)

    def _spots(self) -> list[tuple[QPointF, Spot]]:
        layout = self._view.canvas.layout
        return [(plus.at, plus.spot) for plus in layout.pluses if plus.spot in self.allowed] if layout else []

    def _step(self, step: int) -> None:
        """Go to the next place as one reads: down a list, then through its branches."""
        spots = [spot for _, spot in self._spots()]
        at = spots.index(self.target) if self.target in spots else -1
        self.target = spots[min(max(at + step, 0), len(spots) - 1)]
        self._show()

    def _across(self, step: int) -> None:
        """Go to the nearest place at the left or right."""
        spots = self._spots()
        here = next((at for at, spot in spots if spot == self.target), None)
        if here is None:
            return
        ways = [(at - here, spot) for at, spot in spots if (at.x() - here.x()) * step > 1]
        if ways:
            self.target = min(ways, key=lambda way: abs(way[0].x()) + _ACROSS * abs(way[0].y()))[1]
            self._show()
