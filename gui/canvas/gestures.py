"""What the mouse does on the canvas: each gesture is an object that starts, moves, and ends or is cancelled.

Lives here: pressing a +, panning, dragging cards to another place, rubber bands, dragging a sticky note. Not here:
turning events into gestures (gui/canvas/view.py) or changing the workflow (the tab).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.model import tree
from core.model.tree import Spot
from core.model.workflow import Sticky
from gui.canvas.layout import TRIGGER
from gui.canvas.scene import sticky_place
from gui.canvas.selection import several

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

DROP_REACH = 72
"""How near the pointer must come to a + for the card to be dropped there, in scene pixels."""
STICKY_REACH = 96
"""How near a sticky note must lie to a card to go along with it, in scene pixels."""
EDGE = 32
"""Width of the strip along the view's edges in which a drag scrolls, in pixels."""
_SCROLL_MS = 30
_SCROLL_STEP = 14


class Gesture(Protocol):
    """One movement of the mouse, from press to release. Positions are in viewport pixels."""

    def start(self, at: QPoint) -> None:
        """The button went down."""

    def move(self, at: QPoint) -> None:
        """The pointer moved."""

    def end(self, at: QPoint) -> None:
        """The button went up: do it."""

    def cancel(self) -> None:
        """Forget it and leave everything as it was."""


class PlusPress:
    """Presses a + button; slipping off it before release does nothing."""

    def __init__(self, view: CanvasView, spot: Spot) -> None:
        self._view, self._spot = view, spot

    def start(self, at: QPoint) -> None:
        """Nothing happens before the release."""

    def move(self, at: QPoint) -> None:
        """Nothing happens before the release."""

    def end(self, at: QPoint) -> None:
        """Use the place: cards that are being moved go there, else a new one is asked for."""
        if self._view.thing_at(at) == self._spot:
            self._view.use_spot(self._spot)

    def cancel(self) -> None:
        """Nothing to forget."""


class Pan:
    """Drags the whole canvas."""

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._last = self._first = QPoint()

    def start(self, at: QPoint) -> None:
        """Take hold."""
        self._first = self._last = at
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPoint) -> None:
        """Scroll along with the pointer."""
        self._view.scroll_by(self._last - at)
        self._last = at

    def end(self, at: QPoint) -> None:
        """Let go; a mere click leaves only the current card selected."""
        self._view.viewport().unsetCursor()
        if (at - self._first).manhattanLength() < QApplication.startDragDistance():
            self._view.leave()
            self._view.ground_visited.emit()

    def cancel(self) -> None:
        """Go back to where it began."""
        self._view.scroll_by(self._last - self._first)
        self._view.viewport().unsetCursor()


class CardDrag:
    """Drags a card, and all that are selected with it, to another +; a short movement is only a click.

    Arguments:
        view: The canvas.
        card_id: The card under the pointer.
    """

    def __init__(self, view: CanvasView, card_id: int) -> None:
        self._view, self._card = view, card_id
        self._from = self._at = QPoint()
        self._grip = QPointF()
        self.cards: tuple[int, ...] = (card_id,)
        self.allowed: frozenset[Spot] = frozenset()
        self.lifted = False
        self.target: Spot | None = None
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)

    def start(self, at: QPoint) -> None:
        """Select the card, unless it is one of several, and wait for a movement."""
        self._from = self._at = at
        if self._view.selection.is_many and self._card in self._view.selection.chosen:
            self.cards = self._view.chosen
        else:
            self._view.choose(self._card)

    def move(self, at: QPoint) -> None:
        """Lift the cards once the pointer has moved far enough, then look for the nearest place that takes them."""
        self._at = at
        view = self._view
        if not self.lifted:
            if (at - self._from).manhattanLength() < QApplication.startDragDistance() or not view.can_edit(self._card):
                return
            self._lift()
        self._follow()
        if self._edge_step().isNull():
            self._scroll.stop()
        elif not self._scroll.isActive():
            self._scroll.start()

    def end(self, at: QPoint) -> None:
        """Drop the cards on the place that is shown; elsewhere they fly back. A click leaves only its card selected."""
        target, lifted = self.target, self.lifted
        self.cancel()
        if not lifted:
            self._view.choose(self._card)
            self._view.card_visited.emit(self._card)
        elif target is not None:
            self._view.move_requested.emit(self.cards, target)

    def cancel(self) -> None:
        """Take the lifted cards away and forget them."""
        self._scroll.stop()
        self._scroll.deleteLater()
        if self.lifted:
            self.lifted = False
            self._view.canvas.drop_ghost()
            self._view.viewport().unsetCursor()
            self._view.refresh_marks()

    def _lift(self) -> None:
        view, workflow = self._view, self._view.workflow
        self.lifted = True
        self.allowed = tree.places_for(workflow, self.cards) if workflow is not None else frozenset()
        ghost = view.canvas.lift(self._card, len(self.cards))
        self._grip = view.mapToScene(self._from) - ghost.pos()
        view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def _follow(self) -> None:
        view = self._view
        pointer = view.mapToScene(self._at)
        ghost = view.canvas.lifted()
        if ghost is not None:
            ghost.setPos(pointer - self._grip)
        self.target = self._nearest(pointer, max(DROP_REACH, DROP_REACH / view.zoom))
        view.canvas.mark_drop(self.cards, self.target, self.allowed)

    def _nearest(self, at: QPointF, reach: float) -> Spot | None:
        layout = self._view.canvas.layout
        near = ((plus.at - at, plus.spot) for plus in (layout.pluses if layout else ()) if plus.spot in self.allowed)
        found = min(((d.x() ** 2 + d.y() ** 2, spot) for d, spot in near), key=lambda pair: pair[0], default=None)
        return found[1] if found is not None and found[0] <= reach**2 else None

    def _edge_step(self) -> QPoint:
        size, at = self._view.viewport().size(), self._at
        x = -_SCROLL_STEP if at.x() < EDGE else _SCROLL_STEP if at.x() > size.width() - EDGE else 0
        y = -_SCROLL_STEP if at.y() < EDGE else _SCROLL_STEP if at.y() > size.height() - EDGE else 0
        return QPoint(x, y)

    def _on_scroll(self) -> None:
        self._view.scroll_by(self._edge_step())
        self._follow()


class RubberBand:
    """Draws a frame on the ground and selects the cards it touches.

    Arguments:
        view: The canvas.
        adding: Whether what was selected before stays selected.
    """

    def __init__(self, view: CanvasView, *, adding: bool = False) -> None:
        self._view, self._adding = view, adding
        self._before = view.selection
        self._from = QPointF()

    def start(self, at: QPoint) -> None:
        """Fix the first corner."""
        self._from = self._view.mapToScene(at)
        self._view.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def move(self, at: QPoint) -> None:
        """Draw the frame to the pointer and select what it touches."""
        rect = QRectF(self._from, self._view.mapToScene(at)).normalized()
        self._view.canvas.show_band(rect)
        before = self._before.chosen if self._adding else frozenset()
        found = [*before, *(card for card in self._view.canvas.cards_in(rect) if card not in before)]
        self._view.select(several(found, self._before.current), show=False)

    def end(self, at: QPoint) -> None:
        """Take the frame away; the selection stays."""
        self._done()

    def cancel(self) -> None:
        """Take the frame away and select again what was selected before."""
        self._view.select(self._before, show=False)
        self._done()

    def _done(self) -> None:
        self._view.canvas.show_band(None)
        self._view.viewport().unsetCursor()


class StickyDrag:
    """Drags a sticky note; it goes along with the card it is dropped beside, else with the workflow.

    Arguments:
        view: The canvas.
        sticky: The note.
    """

    def __init__(self, view: CanvasView, sticky: Sticky) -> None:
        self._view, self._sticky = view, sticky
        self._from = QPoint()
        self._home = QPointF()
        self.lifted = False

    def start(self, at: QPoint) -> None:
        """Put the keyboard on it and wait for a movement."""
        self._from = at
        self._view.choose_sticky(self._sticky.id)
        item = self._view.canvas.sticky_item(self._sticky.id)
        self._home = item.pos() if item is not None else QPointF()

    def move(self, at: QPoint) -> None:
        """Let it follow the pointer."""
        far = (at - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._view.locked or not (self.lifted or far):
            return
        self.lifted = True
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = self._moved(at)
        item, layout = self._view.canvas.sticky_item(self._sticky.id), self._view.canvas.layout
        if item is not None and layout is not None:
            item.place(*sticky_place(layout, moved))

    def end(self, at: QPoint) -> None:
        """Leave it there."""
        lifted, moved = self.lifted, self._moved(at) if self.lifted else self._sticky
        self.cancel()
        if lifted:
            self._view.sticky_changed.emit(moved, "Move")

    def cancel(self) -> None:
        """Put it back."""
        self.lifted = False
        self._view.viewport().unsetCursor()
        item, layout = self._view.canvas.sticky_item(self._sticky.id), self._view.canvas.layout
        if item is not None and layout is not None:
            item.place(*sticky_place(layout, self._sticky))

    def _moved(self, at: QPoint) -> Sticky:
        view = self._view
        place = self._home + view.mapToScene(at) - view.mapToScene(self._from)
        item = view.canvas.sticky_item(self._sticky.id)
        size = item.rect().size() if item is not None else QSizeF()
        card = view.canvas.card_near(QRectF(place, size), STICKY_REACH) or TRIGGER
        layout = view.canvas.layout
        home = layout.cards[card].topLeft() if layout is not None else QPointF()
        return replace(self._sticky, card=card, x=round(place.x() - home.x()), y=round(place.y() - home.y()))
