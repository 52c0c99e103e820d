"""What the mouse does on the canvas: each gesture is an object that starts, moves, and ends or is cancelled.

Lives here: pressing a +, panning, dragging a card to another place. Not here: turning events into gestures
(gui/canvas/view.py) or changing the workflow (the tab).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core.model.tree import Spot

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

DROP_REACH = 72
"""How near the pointer must come to a + for the card to be dropped there, in scene pixels."""
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
        """Ask for a card at the place."""
        if self._view.thing_at(at) == self._spot:
            self._view.add_requested.emit(self._spot)

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
        """Let go."""
        self._view.viewport().unsetCursor()

    def cancel(self) -> None:
        """Go back to where it began."""
        self._view.scroll_by(self._last - self._first)
        self._view.viewport().unsetCursor()


class CardDrag:
    """Drags a card to another +; a short movement is only a click, which selects it.

    Arguments:
        view: The canvas.
        card_id: The card.
    """

    def __init__(self, view: CanvasView, card_id: int) -> None:
        self._view, self._card = view, card_id
        self._from = self._at = QPoint()
        self._grip = QPointF()
        self.lifted = False
        self.target: Spot | None = None
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)

    def start(self, at: QPoint) -> None:
        """Select the card and wait for a movement."""
        self._from = self._at = at
        self._view.choose(self._card)

    def move(self, at: QPoint) -> None:
        """Lift the card once the pointer has moved far enough, then look for the nearest place that takes it."""
        self._at = at
        view = self._view
        if not self.lifted:
            if (at - self._from).manhattanLength() < QApplication.startDragDistance() or not view.can_edit(self._card):
                return
            self.lifted = True
            ghost = view.canvas.lift(self._card)
            self._grip = view.mapToScene(self._from) - ghost.pos()
            view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._follow()
        if self._edge_step().isNull():
            self._scroll.stop()
        elif not self._scroll.isActive():
            self._scroll.start()

    def end(self, at: QPoint) -> None:
        """Drop the card on the place that is shown; elsewhere it flies back."""
        target, lifted = self.target, self.lifted
        self.cancel()
        if lifted and target is not None:
            self._view.move_requested.emit(self._card, target)

    def cancel(self) -> None:
        """Take the lifted card away and forget it."""
        self._scroll.stop()
        self._scroll.deleteLater()
        if self.lifted:
            self.lifted = False
            self._view.canvas.drop_ghost()
            self._view.viewport().unsetCursor()
            self._view.refresh_marks()

    def _follow(self) -> None:
        view = self._view
        pointer = view.mapToScene(self._at)
        ghost = view.canvas.lifted()
        if ghost is not None:
            ghost.setPos(pointer - self._grip)
        self.target = view.nearest_spot(self._card, pointer, DROP_REACH)
        view.canvas.mark_drop(self._card, self.target, lambda spot: view.can_drop(self._card, spot))

    def _edge_step(self) -> QPoint:
        size, at = self._view.viewport().size(), self._at
        x = -_SCROLL_STEP if at.x() < EDGE else _SCROLL_STEP if at.x() > size.width() - EDGE else 0
        y = -_SCROLL_STEP if at.y() < EDGE else _SCROLL_STEP if at.y() > size.height() - EDGE else 0
        return QPoint(x, y)

    def _on_scroll(self) -> None:
        self._view.scroll_by(self._edge_step())
        self._follow()
