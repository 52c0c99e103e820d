"""What is said of a card beside its own words, and telling a screen reader where the keyboard went.

Lives here: those words, and the one event. Not here: a card's own words (gui/canvas/faces.py) and what a screen reader
finds when it looks around (gui/canvas/accessible.py).
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from core.model import tree
from core.model.workflow import Workflow
from gui.canvas import edits
from gui.canvas.faces import CardFace
from gui.canvas.layout import TRIGGER


def described(workflow: Workflow, face: CardFace) -> str:
    """Say where a card stands, what is wrong with it and what was noted: what is seen around its own words."""
    number, of = edits.position(workflow, face.id)
    parts = [f"Card {number} of {of}."]
    path = tree.spot_of(workflow, face.id).path if face.id != TRIGGER else ()
    for card_id, branch in path:
        card = tree.card_of(workflow, card_id)
        if card is not None:
            parts.append(f"In “{card.action.branch_names()[branch]}”.")
    parts += face.problems
    if face.note:
        parts.append(f"Note: {face.note}")
    return " ".join(parts)


class FocusTeller:
    """Tells screen readers which card the keyboard came to, once: counts that change are no news of that kind.

    Arguments:
        view: The canvas.
    """

    def __init__(self, view: QWidget) -> None:
        self._view = view
        self._told: object = None

    def tell(self, workflow: Workflow, at: object) -> None:
        """Tell where the keyboard is; a card by its place among the others, anything else as the canvas itself."""
        if not self._view.hasFocus():
            self._told = None
        elif QAccessible.isActive() and at != self._told:
            self._told = at
            event = QAccessibleEvent(self._view, QAccessible.Event.Focus)
            if isinstance(at, int):
                event.setChild(edits.position(workflow, at)[0] - 1)
            QAccessible.updateAccessibility(event)
