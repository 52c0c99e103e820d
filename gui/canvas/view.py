"""The canvas: what mouse and keys do on the board, and what they ask the tab for.

Lives here: which gesture a mouse press begins, and keys. Not here: what is shown and selected (gui/canvas/board.py),
and changing the workflow; the tab does that when a signal asks for it.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from core.model import tree
from core.model.tree import Spot
from core.model.workflow import walk
from gui.canvas.board import Board
from gui.canvas.gestures import CardDrag, Gesture, Pan, PlusPress, RubberBand, StickyDrag
from gui.canvas.keys import EXTENDING, KEYS, READING, Act
from gui.canvas.layout import TRIGGER, above, below, beside
from gui.canvas.moving import CardMove
from gui.canvas.scene import StickyAt, Thing
from gui.canvas.selection import only, several
from gui.canvas.sticky_hand import StickyHand
from gui.canvas.viewport import INSET, ZOOM_STEP
from gui.theme import ThemeManager
from gui.widgets.banner import BannerAction

_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class CanvasView(Board):
    """The visual action list.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        add_requested: the ``Spot`` to add an action at.
        move_requested: ids of cards and the ``Spot`` to move them to.
        asked: an ``Act`` for the selected cards, from the keyboard.
        menu_requested: what was pointed at (``None`` for the ground) and the global point for its menu.
        sticky_added: a new ``Sticky``.
        sticky_changed: a changed ``Sticky``, and what was done to it in a word.
        sticky_removed: the id of a sticky note that shall go.
    """

    add_requested = Signal(object)
    move_requested = Signal(object, object)
    asked = Signal(object)
    menu_requested = Signal(object, QPoint)
    sticky_added = Signal(object)
    sticky_changed = Signal(object, str)
    sticky_removed = Signal(int)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._gesture: Gesture | None = None
        self._moving: CardMove | None = None
        self.stickies = StickyHand(self)
        self.chosen_changed.connect(self._say_chosen)

    # ------------------------------------------------------------ what gestures ask

    def can_edit(self, card_id: int) -> bool:
        """Say whether a card can be moved at all."""
        return not self._locked and card_id != TRIGGER

    def use_spot(self, spot: Spot) -> None:
        """Use a place: cards that are being moved go there, else a new one is asked for."""
        if self._moving is not None:
            self._moving.end(spot)
        else:
            self.add_requested.emit(spot)

    def show_spot(self, spot: Spot) -> None:
        """Bring a + into view."""
        item = self.canvas.plus_item(spot)
        if item is not None:
            self.bring(item.sceneBoundingRect(), 2 * INSET)

    def say_target(self, spot: Spot) -> None:
        """Tell screen readers where cards would go."""
        if self._workflow is None:
            return
        upper = self._faces.get(above(self._workflow, spot))
        path = spot.path
        owner = tree.card_of(self._workflow, path[-1][0]) if path else None
        branch = f", branch {owner.action.branch_names()[path[-1][1]]}" if owner is not None and not spot.index else ""
        self._say(f"Move here: after {upper.headline if upper else 'the trigger'}{branch}", "Enter drops, Esc cancels.")

    # ------------------------------------------------------------ moving

    @property
    def moving(self) -> tuple[int, ...]:
        """Ids of the cards that wait for their new place; empty while none do."""
        return self._moving.cards if self._moving is not None else ()

    def start_move(self, card_ids: tuple[int, ...]) -> bool:
        """Let a person choose a new place for cards; false when there is none."""
        self.stop_gestures()
        if self._locked or not card_ids:
            return False
        move = CardMove(self, card_ids)
        if not move.start():
            return False
        self._moving = move
        return True

    @Slot()
    def _say_chosen(self) -> None:
        """Say how many cards are selected, with what can be done to all of them."""
        if self._moving is not None:
            return
        if not self.selection.is_many or isinstance(self._gesture, RubberBand):
            self.say("")
            return
        asks = (("Move", Act.MOVE), ("Copy", Act.COPY), ("Switch on/off", Act.SWITCH), ("Delete", Act.DELETE))
        actions = [
            BannerAction(words, partial(self._ask, act)) for words, act in asks if not self._locked or act in READING
        ]
        self.say(f"{len(self.selection.chosen)} cards selected", [*actions, BannerAction("Clear (Esc)", self.leave)])

    def stop_gestures(self) -> None:
        """Cancel whatever mouse or keys have begun."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        move, self._moving = self._moving, None
        if move is not None:
            move.cancel()
            self._say_chosen()

    def refresh_marks(self) -> None:
        """Show again what is selected, or where cards that are being moved can go."""
        if self._moving is not None:
            self._moving.show()
        elif not (isinstance(self._gesture, CardDrag) and self._gesture.lifted):
            super().refresh_marks()

    # ------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Keep this pane's own keys from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            act = KEYS.act(event)
            if act is not None and (act is not Act.ESCAPE or self._can_leave()):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the selection, look around, or ask for something."""
        act = KEYS.act(event)
        if act is None or self._workflow is None or (act is Act.ESCAPE and not self._can_leave()):
            if act is Act.ESCAPE:
                self.ground_visited.emit()
            super().keyPressEvent(event)
            return
        if act is Act.ESCAPE and self._gesture is not None:
            self.stop_gestures()
            return
        if self._moving is not None and self._moving.key(act):
            return
        if not (self.stickies.key(act) or self._looked(act) or self._went(act)):
            self._ask(act)

    def _can_leave(self) -> bool:
        is_busy = self._gesture is not None or self._moving is not None
        return is_busy or self.selection.is_many or not isinstance(self._cursor, int)

    def _looked(self, act: Act) -> bool:
        """Take a key that only looks around; false for others."""
        match act:
            case Act.ACTUAL_SIZE:
                self.set_zoom(1.0)
            case Act.FIT:
                self.fit()
            case Act.ZOOM_SELECTION:
                self.zoom_to_selection()
            case Act.ZOOM_IN | Act.ZOOM_OUT:
                self.set_zoom(self.zoom * (ZOOM_STEP if act is Act.ZOOM_IN else 1 / ZOOM_STEP))
            case _:
                return False
        return True

    def _went(self, act: Act) -> bool:
        """Take a key that selects something else; false for others."""
        workflow = self._workflow
        if workflow is None:
            return False
        if act in EXTENDING:
            to = self._step(EXTENDING[act])
            if isinstance(to, int) and TRIGGER not in (to, self.selected):
                self.select(self.selection.extended(workflow, to))
            elif isinstance(to, int):
                self.choose(to)
            return True
        if act is Act.SELECT_ALL:
            self.select(several((card.id for card in walk(workflow.cards)), self.selected), show=False)
        elif act is Act.ESCAPE:
            self.select(only(self.selected))
            self.ground_visited.emit()
        else:
            to = self._step(act)
            if to is None:
                return False
            self._go(to)
        return True

    def _step(self, act: Act) -> int | Spot | None:
        """Give where a key leads from where the keyboard is; ``None`` for a key that leads nowhere."""
        workflow, layout, cursor = self._workflow, self.canvas.layout, self._cursor
        if workflow is None or layout is None or isinstance(cursor, StickyAt):
            return None
        match act:
            case Act.UP:
                return above(workflow, cursor)
            case Act.DOWN:
                return below(workflow, cursor) if isinstance(cursor, int) else cursor
            case Act.LEFT | Act.RIGHT:
                return beside(workflow, layout, cursor, -1 if act is Act.LEFT else 1)
            case Act.HOME:
                return TRIGGER
            case _:
                return None

    def stand_below(self) -> None:
        """Take the keyboard, and put it on the + below the selected card, where the next one goes."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        spot = self.current_spot()
        if spot is not None:
            self._go(spot)

    def _go(self, to: int | Spot) -> None:
        if isinstance(to, int):
            self.choose(to)
            self.card_visited.emit(to)
            return
        self._cursor = to
        self.show_spot(to)
        self.refresh_marks()

    def _ask(self, act: Act) -> None:
        if act is Act.OPEN and isinstance(self._cursor, Spot):
            act = Act.ADD
        if self._locked and act not in READING:
            return
        spot = self.current_spot()
        if act is Act.ADD and spot is not None:
            self.add_requested.emit(spot)
        elif act is not Act.ADD:
            self.asked.emit(act)

    # ------------------------------------------------------------ mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin the gesture that fits what is under the pointer."""
        at = event.position().toPoint()
        if self._gesture is not None:
            self.stop_gestures()
        if self._workflow is None:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin(Pan(self), at)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(self.thing_at(at), at, event.modifiers())

    def _press(self, thing: Thing | None, at: QPoint, keys: Qt.KeyboardModifier) -> None:
        workflow = self._workflow
        if isinstance(thing, Spot):
            if not self._locked:
                self._begin(PlusPress(self, thing), at)
        elif self._moving is not None or workflow is None:
            self._begin(Pan(self), at)
        elif isinstance(thing, StickyAt):
            self.stickies.press(thing.id, at)
        elif thing is None:
            self._begin(RubberBand(self, adding=bool(keys & _CTRL)) if keys & _SHIFT else Pan(self), at)
        elif keys & _CTRL:
            self.select(self.selection.toggled(thing))
        elif keys & _SHIFT:
            self.select(self.selection.extended(workflow, thing))
        else:
            self._begin(CardDrag(self, thing), at)

    def drag_sticky(self, gesture: StickyDrag, at: QPoint) -> None:
        """Begin to drag a sticky note."""
        self._begin(gesture, at)

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
            if isinstance(gesture, RubberBand):
                self._say_chosen()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a card leads to its fields, on a sticky note to its words."""
        thing = self.thing_at(event.position().toPoint())
        if isinstance(thing, StickyAt):
            self.stickies.edit(thing.id)
        elif isinstance(thing, int) and self._moving is None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.asked.emit(Act.PANEL)
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is under the pointer, or of what the keyboard is on."""
        if self._workflow is None:
            return
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        thing = self._cursor if keyboard else self.thing_at(event.pos())
        if isinstance(thing, int) and self._moving is None and thing not in self.selection.chosen:
            self.choose(thing)
        elif isinstance(thing, StickyAt):
            self.choose_sticky(thing.id)
        at = self.viewport().mapToGlobal(self._middle(thing)) if keyboard else event.globalPos()
        self.menu_requested.emit(thing, at)

    def _middle(self, thing: Thing | None) -> QPoint:
        if isinstance(thing, StickyAt):
            return self.sticky_rect(thing.id).center()
        return (self.plus_rect(thing) if isinstance(thing, Spot) else self.card_rect(thing or TRIGGER)).center()

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
