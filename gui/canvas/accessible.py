"""What screen readers meet on the canvas: a list of cards, each with its words, counts, problems and place.

The canvas is one widget that paints, so without this a screen reader would find one empty picture. Lives here: the
interfaces and how Qt gets them. Not here: the words (gui/canvas/faces.py).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QApplication

from core.model.workflow import walk
from gui.canvas.layout import TRIGGER
from gui.canvas.speech import described
from gui.canvas.view import CanvasView

_TAUGHT = "cards_are_spoken"


def speak_cards(app: QApplication) -> None:
    """Let screen readers find the cards on every canvas of the application; once is enough."""
    if not app.property(_TAUGHT):
        app.setProperty(_TAUGHT, True)
        QAccessible.installFactory(_interface_of)


def _interface_of(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    return CardsInterface(thing) if isinstance(thing, CanvasView) else None


class CardsInterface(QAccessibleWidget):
    """The canvas as a list whose rows are the trigger and all cards, as a person reads them.

    Arguments:
        view: The canvas.
    """

    def __init__(self, view: CanvasView) -> None:
        super().__init__(view, QAccessible.Role.List, "")
        self._view = view
        # Screen readers hold on to what they were given, so a card has one interface as long as the canvas lives.
        self._cards: dict[int, CardInterface] = {}

    def ids(self) -> list[int]:
        """Give the cards' ids in the order they are read, the trigger's first."""
        workflow = self._view.workflow
        return [] if workflow is None else [TRIGGER, *(card.id for card in walk(workflow.cards))]

    def childCount(self) -> int:
        """Count the trigger and all cards."""
        return len(self.ids())

    def child(self, index: int) -> QAccessibleInterface:
        """Give a card by its place; none beyond the last."""
        ids = self.ids()
        return self._card(ids[index]) if 0 <= index < len(ids) else None  # type: ignore[return-value]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Give the place of a card; -1 when it is not on this canvas."""
        ids = self.ids()
        return ids.index(child.id) if isinstance(child, CardInterface) and child.id in ids else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """Give the card under a point of the screen."""
        thing = self._view.thing_at(self._view.viewport().mapFromGlobal(QPoint(x, y)))
        return self._card(thing) if isinstance(thing, int) else None  # type: ignore[return-value]

    def focusChild(self) -> QAccessibleInterface:
        """Give the card that has the keyboard; none while it is on a +."""
        view = self._view
        on_card = view.hasFocus() and view.keyboard_at == view.selected and view.workflow is not None
        return self._card(view.selected) if on_card else None  # type: ignore[return-value]

    def _card(self, card_id: int) -> CardInterface:
        if card_id not in self._cards:
            self._cards[card_id] = CardInterface(self._view, card_id)
        return self._cards[card_id]


class CardInterface(QAccessibleInterface):
    """One card.

    Arguments:
        view: The canvas it is on.
        card_id: The card, 0 for the trigger.
    """

    def __init__(self, view: CanvasView, card_id: int) -> None:
        super().__init__()
        self._view = view
        self.id = card_id

    def isValid(self) -> bool:
        """Say whether the card is still there."""
        return self._view.face(self.id) is not None

    def object(self) -> QObject:
        """A card is drawn, it is no object of Qt's own."""
        return None  # type: ignore[return-value] # Qt takes null for none; the stubs deny it

    def window(self) -> QWindow:
        """Give the window the canvas is in."""
        return self._view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        """Give the canvas."""
        return QAccessible.queryAccessibleInterface(self._view)

    def child(self, index: int) -> QAccessibleInterface:
        """A card has nothing in it."""
        return None  # type: ignore[return-value] # Qt takes null for none; the stubs deny it

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """A card has nothing in it."""
        return None  # type: ignore[return-value] # Qt takes null for none; the stubs deny it

    def childCount(self) -> int:
        """A card has nothing in it."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """A card has nothing in it."""
        return -1

    def rect(self) -> QRect:
        """Say where the card is on the screen."""
        rect = self._view.card_rect(self.id)
        return QRect(self._view.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def role(self) -> QAccessible.Role:
        """Say what it is."""
        return QAccessible.Role.ListItem

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Cards are renamed nowhere: their words come from their fields."""

    def state(self) -> QAccessible.State:
        """Say whether it is chosen, has the keyboard, and is in view."""
        view, state = self._view, QAccessible.State()
        face = view.face(self.id)
        state.focusable = state.selectable = True
        state.selected = self.id in view.selection.chosen
        state.focused = view.hasFocus() and view.keyboard_at == self.id
        state.offscreen = not view.viewport().rect().intersects(view.card_rect(self.id))
        state.invalid = face is None
        return state

    def text(self, kind: QAccessible.Text) -> str:
        """Name: the card in one line, its counts included. Description: its place, its problems in full, its note."""
        face, workflow = self._view.face(self.id), self._view.workflow
        if face is None or workflow is None:
            return ""
        if kind is QAccessible.Text.Name:
            return face.spoken
        if kind is QAccessible.Text.Description:
            return described(workflow, face)
        return ""
