"""What a person does to sticky notes on the canvas: making, writing, colouring, nudging, going from one to the next.

Lives here: keys and the field to write in. Not here: dragging (gui/canvas/gestures.py), drawing (sticky_item.py), and
changing the workflow; the tab does that when a signal asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF

from core.model import stickies
from core.model.workflow import Sticky, StickyTone
from gui.canvas.gestures import StickyDrag
from gui.canvas.keys import Act
from gui.canvas.layout import occupied
from gui.canvas.scene import sticky_place
from gui.canvas.sticky_editor import StickyEditor
from gui.canvas.sticky_item import STICKY_HEIGHT, STICKY_WIDTH

if TYPE_CHECKING:
    from gui.canvas.view import CanvasView

NUDGE = 16
"""How far an arrow moves a note, in scene pixels."""
_BESIDE = 24
_ARROWS = {
    Act.UP: QPoint(0, -NUDGE),
    Act.DOWN: QPoint(0, NUDGE),
    Act.LEFT: QPoint(-NUDGE, 0),
    Act.RIGHT: QPoint(NUDGE, 0),
}


class StickyHand:
    """Handles the sticky notes of a canvas.

    Arguments:
        view: The canvas.
    """

    def __init__(self, view: CanvasView) -> None:
        self._view = view
        self._editor: StickyEditor | None = None

    def add(self, card_id: int, at: QPointF | None = None) -> None:
        """Open a new note beside a card, or at a scene point; it is kept once something is written on it."""
        view, workflow, layout = self._view, self._view.workflow, self._view.canvas.layout
        if workflow is None or layout is None or view.locked or card_id not in layout.cards:
            return
        home = layout.cards[card_id].topLeft()
        place = at if at is not None else self._free_place(card_id)
        x, y = round(place.x() - home.x()), round(place.y() - home.y())
        self._open(Sticky(stickies.next_id(workflow), "", card_id, x, y))

    def edit(self, sticky_id: int) -> None:
        """Write on a note."""
        workflow = self._view.workflow
        sticky = stickies.sticky_of(workflow, sticky_id) if workflow is not None else None
        if sticky is not None and not self._view.locked:
            self._view.choose_sticky(sticky_id)
            self._open(sticky)

    def press(self, sticky_id: int, at: QPoint) -> None:
        """Take hold of a note with the mouse."""
        workflow = self._view.workflow
        sticky = stickies.sticky_of(workflow, sticky_id) if workflow is not None else None
        if sticky is not None:
            self._view.drag_sticky(StickyDrag(self._view, sticky), at)

    def paint(self, sticky: Sticky, tone: StickyTone) -> None:
        """Give a note another colour."""
        self._view.sticky_changed.emit(replace(sticky, tone=tone), "Colour")

    def key(self, act: Act) -> bool:
        """Take a key of a note that the keyboard is on, or one that makes or finds notes; false for others."""
        view, sticky = self._view, self._view.sticky()
        if act is Act.ADD_STICKY:
            self.add(view.selected)
        elif act is Act.NEXT_STICKY:
            self._next()
        elif sticky is None:
            return act is Act.STICKY_TONE
        elif act is Act.ESCAPE:
            view.choose(view.selected)
        elif act in (Act.OPEN, Act.PANEL):
            self.edit(sticky.id)
        elif view.locked:
            return act in _ARROWS
        elif act is Act.DELETE:
            view.sticky_removed.emit(sticky.id)
        elif act is Act.STICKY_TONE:
            tones = list(StickyTone)
            self.paint(sticky, tones[(tones.index(sticky.tone) + 1) % len(tones)])
        elif act in _ARROWS:
            step = _ARROWS[act]
            view.sticky_changed.emit(replace(sticky, x=sticky.x + step.x(), y=sticky.y + step.y()), "Move")
        else:
            return False
        return True

    def _next(self) -> None:
        workflow, sticky = self._view.workflow, self._view.sticky()
        ids = [note.id for note in workflow.stickies] if workflow is not None else []
        if ids:
            at = ids.index(sticky.id) + 1 if sticky is not None else 0
            self._view.choose_sticky(ids[at % len(ids)])

    def _free_place(self, card_id: int) -> QPointF:
        """Give a place beside the card where nothing lies: in view when there is one, near it, else outside of all."""
        view, layout = self._view, self._view.canvas.layout
        assert layout is not None
        card, seen, size = layout.cards[card_id], view.seen(), QSizeF(STICKY_WIDTH, STICKY_HEIGHT)
        taken = [*occupied(layout), *view.canvas.sticky_rects()]
        sides = (card.right() + _BESIDE, card.left() - _BESIDE - STICKY_WIDTH)
        downs = (0, card.height() - STICKY_HEIGHT, *range(STICKY_HEIGHT + 8, 5 * STICKY_HEIGHT, STICKY_HEIGHT + 8))
        rooms = [QRectF(QPointF(left, card.top() + down), size) for down in downs for left in sides]
        free = [room for room in rooms if not any(other.intersects(room) for other in taken)]
        if not free:
            free = [QRectF(QPointF(layout.bounds.right() + _BESIDE, card.top()), size)]
        return next((room for room in free if seen.contains(room)), free[0]).topLeft()

    def _open(self, sticky: Sticky) -> None:
        view, layout = self._view, self._view.canvas.layout
        if layout is None:
            return
        if self._editor is not None:
            self._editor.end(keep=True)
        at, _ = sticky_place(layout, sticky)
        item = view.canvas.sticky_item(sticky.id)
        room = item.rect() if item is not None else QRectF(at, QSizeF(STICKY_WIDTH, STICKY_HEIGHT))
        view.bring(room)
        editor = self._editor = StickyEditor(sticky, view.viewport())
        editor.finished.connect(lambda text: self._on_finished(sticky, text))
        editor.open_at(view.mapFromScene(room).boundingRect().adjusted(-1, -1, 2, 2), view.zoom)

    def _on_finished(self, sticky: Sticky, text: str | None) -> None:
        view = self._view
        had_focus = self._editor is not None and self._editor.hasFocus()
        self._editor = None
        is_new = view.canvas.sticky_item(sticky.id) is None
        if had_focus or text is None:
            view.setFocus()
        if text is None or text == sticky.text or (is_new and not text):
            return
        if is_new:
            view.sticky_added.emit(replace(sticky, text=text))
        elif not text:
            view.sticky_removed.emit(sticky.id)
        else:
            view.sticky_changed.emit(replace(sticky, text=text), "Change")
