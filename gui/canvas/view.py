"""The canvas: shows a workflow, lets people look around in it, and tells what they want done to its cards.

Lives here: selection, zoom, keys, and which gesture a mouse press begins. Not here: changing the workflow; the tab does
that when a signal asks for it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QWidget

from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Workflow
from gui.canvas import edits
from gui.canvas.faces import NONE, CardFace, Counts, Findings, faces_of
from gui.canvas.gestures import CardDrag, Gesture, Pan, PlusPress
from gui.canvas.keys import KEYS, Act
from gui.canvas.layout import PLUS_RADIUS, TRIGGER, above, below, beside
from gui.canvas.viewport import INSET, ZOOM_STEP, Viewport
from gui.theme import ThemeManager

# A selected card is shown with the + below it.
_ROOM_BELOW = 44


class CanvasView(Viewport):
    """The visual action list.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        card_selected: id of the card that is selected now, 0 for the trigger.
        add_requested: the ``Spot`` to add an action at.
        move_requested: card id and the ``Spot`` to move it to.
        asked: an ``Act`` for the selected card, from the keyboard.
        menu_requested: card id and the global point for its menu.
    """

    card_selected = Signal(int)
    add_requested = Signal(object)
    move_requested = Signal(int, object)
    asked = Signal(object)
    menu_requested = Signal(int, QPoint)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._project = Project()
        self._workflow: Workflow | None = None
        self._shown: tuple[Counts, Findings] = ({}, {})
        self._faces: dict[int, CardFace] = {}
        self._gesture: Gesture | None = None
        self._locked = False
        self._cursor: int | Spot = TRIGGER
        self.selected = TRIGGER
        themes.changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------ what is shown

    @property
    def workflow(self) -> Workflow | None:
        """The workflow that is shown."""
        return self._workflow

    def show_workflow(self, project: Project, workflow: Workflow | None, counts: Counts, said: Findings = NONE) -> None:
        """Show a workflow, its counts and what a review found; another one than before is shown from its top."""
        before = self._workflow
        self._project, self._workflow, self._shown = project, workflow, (counts, said)
        self._cancel_gesture()
        if workflow is None:
            self.canvas.clear_all()
            self._faces = {}
            self.selected, self._cursor = TRIGGER, TRIGGER
            self._zoom_bar.hide()
            return
        self._zoom_bar.show()
        self._faces = faces_of(project, workflow, counts, said)
        self.canvas.show_workflow(workflow, self._faces)
        is_other = before is None or before.id != workflow.id
        if is_other or self.selected not in self._faces:
            self.selected = TRIGGER
        self._cursor = self.selected
        self.refresh_marks()
        if is_other:
            self.show_top()

    def show_counts(self, counts: Counts, said: Findings | None = None) -> None:
        """Show other counts on the same cards, and what a review found now; a drag goes on."""
        if self._workflow is not None:
            self._shown = (counts, self._shown[1] if said is None else said)
            self._faces = faces_of(self._project, self._workflow, *self._shown)
            self.canvas.show_workflow(self._workflow, self._faces)
            self.refresh_marks()

    def face(self, card_id: int) -> CardFace | None:
        """Give what stands on a card."""
        return self._faces.get(card_id)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock everything that changes the workflow; looking around goes on."""
        self._locked = locked
        self._cancel_gesture()
        self.refresh_marks()

    def card_rect(self, card_id: int) -> QRect:
        """Give a card's rectangle in the viewport; an empty one when there is no such card."""
        item = self.canvas.card_item(card_id)
        return self.mapFromScene(item.rect()).boundingRect() if item is not None else QRect()

    def plus_rect(self, spot: Spot) -> QRect:
        """Give a + button's rectangle in the viewport; an empty one when nothing can be added there."""
        item = self.canvas.plus_item(spot)
        if item is None:
            return QRect()
        middle, side = self.mapFromScene(item.pos()), round(PLUS_RADIUS * self.zoom)
        return QRect(middle.x() - side, middle.y() - side, 2 * side, 2 * side)

    def thing_at(self, at: QPoint) -> int | Spot | None:
        """Give the card id or the place of the + under a viewport point."""
        return self.canvas.thing_at(self.mapToScene(at))

    # ------------------------------------------------------------ selection

    def choose(self, card_id: int) -> None:
        """Select a card, bring it into view, and tell so when it was not selected before."""
        if card_id not in self._faces:
            return
        changed = card_id != self.selected
        self.selected = self._cursor = card_id
        self.refresh_marks()
        item = self.canvas.card_item(card_id)
        if item is not None:
            self.ensureVisible(item.rect(), INSET, _ROOM_BELOW)
        if changed:
            self.card_selected.emit(card_id)

    def current_spot(self) -> Spot | None:
        """Give the place where A adds a card: the + the keyboard is on, else the one below the selected card."""
        if self._workflow is None:
            return None
        return self._cursor if isinstance(self._cursor, Spot) else edits.place_below(self._workflow, self.selected)

    def stand_below(self) -> None:
        """Take the keyboard, and put it on the + below the selected card, where the next one goes."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        spot = self.current_spot()
        if spot is not None:
            self._go(spot)

    def refresh_marks(self) -> None:
        """Show again what is selected, and say it to screen readers."""
        self.canvas.mark(self.selected, self._cursor, focused=self.hasFocus(), adding=not self._locked)
        face = self._faces.get(self.selected)
        if face is None or self._workflow is None:
            self.setAccessibleName("Workflow cards")
            self.setAccessibleDescription("")
            return
        number, of = edits.position(self._workflow, self.selected)
        here = "Add an action here. " if isinstance(self._cursor, Spot) else ""
        self.setAccessibleName(f"{here}{face.spoken}")
        self.setAccessibleDescription(f"Card {number} of {of}. {' '.join(face.problems)}".strip())

    def _go(self, to: int | Spot) -> None:
        if isinstance(to, int):
            self.choose(to)
            return
        self._cursor = to
        item = self.canvas.plus_item(to)
        if item is not None:
            self.ensureVisible(item.sceneBoundingRect(), INSET, INSET)
        self.refresh_marks()

    # ------------------------------------------------------------ dragging

    def can_edit(self, card_id: int) -> bool:
        """Say whether a card can be moved at all."""
        return not self._locked and card_id != TRIGGER

    def can_drop(self, card_id: int, spot: Spot) -> bool:
        """Say whether a dragged card can be dropped at a place."""
        return self._workflow is not None and edits.can_move(self._workflow, card_id, spot)

    def nearest_spot(self, card_id: int, at: QPointF, reach: float) -> Spot | None:
        """Give the nearest place, within reach of a scene point, that takes a card."""
        layout = self.canvas.layout
        near = ((plus.at - at, plus.spot) for plus in (layout.pluses if layout else ()))
        allowed = [(d.x() ** 2 + d.y() ** 2, spot) for d, spot in near if self.can_drop(card_id, spot)]
        found = min(allowed, key=lambda pair: pair[0], default=None)
        return found[1] if found is not None and found[0] <= reach**2 else None

    # ------------------------------------------------------------ events

    def event(self, event: QEvent) -> bool:
        """Keep this pane's own keys from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and KEYS.act(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection, look around, or ask for something."""
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._cancel_gesture()
            return
        act = KEYS.act(event)
        if act is None or self._workflow is None:
            super().keyPressEvent(event)
        elif not self._moved(act):
            self._ask(act)

    def _moved(self, act: Act) -> bool:
        workflow, layout = self._workflow, self.canvas.layout
        if workflow is None or layout is None:
            return False
        match act:
            case Act.UP:
                self._go(above(workflow, self._cursor))
            case Act.DOWN:
                self._go(below(workflow, self._cursor) if isinstance(self._cursor, int) else self._cursor)
            case Act.LEFT | Act.RIGHT:
                self._go(beside(workflow, layout, self._cursor, -1 if act is Act.LEFT else 1))
            case Act.HOME:
                self._go(TRIGGER)
            case Act.ACTUAL_SIZE:
                self.set_zoom(1.0)
            case Act.FIT:
                self.fit()
            case Act.ZOOM_IN | Act.ZOOM_OUT:
                self.set_zoom(self.zoom * (ZOOM_STEP if act is Act.ZOOM_IN else 1 / ZOOM_STEP))
            case _:
                return False
        return True

    def _ask(self, act: Act) -> None:
        if act is Act.OPEN and isinstance(self._cursor, Spot):
            act = Act.ADD
        if self._locked and act not in (Act.OPEN, Act.PANEL, Act.COPY):
            return
        if act is Act.ADD:
            spot = self.current_spot()
            if spot is not None:
                self.add_requested.emit(spot)
            return
        self.asked.emit(act)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the gesture that fits what is under the pointer."""
        at = event.position().toPoint()
        self._cancel_gesture()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin(Pan(self), at)
        elif event.button() == Qt.MouseButton.LeftButton:
            thing = self.thing_at(at)
            if isinstance(thing, Spot):
                if not self._locked:
                    self._begin(PlusPress(self, thing), at)
            elif thing is not None:
                self._begin(CardDrag(self, thing), at)
            else:
                self._begin(Pan(self), at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry the gesture on."""
        if self._gesture is not None:
            self._gesture.move(event.position().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.end(event.position().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a card leads to its fields."""
        if isinstance(self.thing_at(event.position().toPoint()), int):
            self.asked.emit(Act.PANEL)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the pointer, or of the selected one."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        thing = self.selected if keyboard else self.thing_at(event.pos())
        if self._workflow is not None and isinstance(thing, int):
            self.choose(thing)
            at = self.viewport().mapToGlobal(self.card_rect(thing).center()) if keyboard else event.globalPos()
            self.menu_requested.emit(thing, at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self.refresh_marks()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing where the keyboard is."""
        super().focusOutEvent(event)
        self.refresh_marks()

    def _begin(self, gesture: Gesture, at: QPoint) -> None:
        self._gesture = gesture
        gesture.start(at)

    def _cancel_gesture(self) -> None:
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setBackgroundBrush(self._themes.theme.window)
        if self._workflow is not None:
            self.canvas.show_workflow(self._workflow, self._faces)
            self.refresh_marks()
