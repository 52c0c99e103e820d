"""The canvas' scene: keeps one item per card and + in step with the layout.

Lives here: making, renewing and marking items. Not here: input (gui/canvas/view.py) and places (gui/canvas/layout.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGraphicsScene

from core.model.tree import Spot, card_of
from core.model.workflow import Workflow
from gui.canvas.faces import CardFace
from gui.canvas.items import CardItem, GhostItem, LinesItem, PlusItem
from gui.canvas.layout import BranchLabel, Layout, lay_out
from gui.canvas.paint import CardPainter
from gui.theme import ThemeManager

MARGIN_X = 32
MARGIN_TOP = 16
MARGIN_BOTTOM = 72
"""Free room around the cards; the zoom buttons lie over the lower one."""


EMPTY_HINT = "Add the first action with + or the A key"
"""What stands under the trigger of a workflow without cards."""


class CanvasScene(QGraphicsScene):
    """Shows one workflow.

    Arguments:
        themes: Colours and icons.
        font: The window's font.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._font = font
        self._cards: dict[int, CardItem] = {}
        self._pluses: dict[Spot, PlusItem] = {}
        self._lines: LinesItem | None = None
        self._ghost: GhostItem | None = None
        self._pen = CardPainter(font, themes.theme, themes.icons)
        self.layout: Layout | None = None
        # Few items that all move at once: an index would cost more than it finds.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def show_workflow(self, workflow: Workflow, faces: Mapping[int, CardFace]) -> Layout:
        """Show a workflow's cards; items that were there already stay and change."""
        theme = self._themes.theme
        self._pen = pen = CardPainter(self._font, theme, self._themes.icons)
        self.layout = layout = lay_out(workflow, {card_id: pen.height(face) for card_id, face in faces.items()})
        for card_id in [i for i in self._cards if i not in layout.cards]:
            self.removeItem(self._cards.pop(card_id))
        for card_id, rect in layout.cards.items():
            item = self._cards.get(card_id)
            if item is None:
                item = self._cards[card_id] = CardItem(faces[card_id], rect, pen)
                self.addItem(item)
            else:
                item.update_face(faces[card_id], rect, pen)
        self._show_pluses(layout)
        self._show_lines(workflow, faces, layout)
        self.setSceneRect(layout.bounds.adjusted(-MARGIN_X, -MARGIN_TOP, MARGIN_X, MARGIN_BOTTOM))
        return layout

    def clear_all(self) -> None:
        """Show nothing."""
        self._cards.clear()
        self._pluses.clear()
        self._lines = self._ghost = self.layout = None
        self.clear()

    def mark(self, selected: int, cursor: int | Spot, *, focused: bool, adding: bool) -> None:
        """Show what is selected, where the keyboard is, and whether cards can be added."""
        for card_id, item in self._cards.items():
            item.set_look(selected=card_id == selected, focused=focused and card_id == cursor)
        for spot, plus in self._pluses.items():
            plus.set_state(current=focused and spot == cursor, enabled=adding)
        if self._lines is not None:
            self._lines.show_hint(adding)

    def mark_drop(self, card_id: int, target: Spot | None, can_stand: Callable[[Spot], bool]) -> None:
        """During a drag, show where the card may be dropped."""
        for other, item in self._cards.items():
            item.set_look(selected=False, focused=False, faded=other == card_id)
        for spot, plus in self._pluses.items():
            drop = "target" if spot == target else "allowed" if can_stand(spot) else "refused"
            plus.set_state(current=False, drop=drop)

    def lift(self, card_id: int) -> GhostItem:
        """Add the picture of a card that follows the pointer."""
        self.drop_ghost()
        item = self._cards[card_id]
        self._ghost = GhostItem(item.face, item.rect(), self._pen)
        self._ghost.setPos(item.pos())
        self.addItem(self._ghost)
        return self._ghost

    def lifted(self) -> GhostItem | None:
        """Give the picture that follows the pointer, if there is one."""
        return self._ghost

    def drop_ghost(self) -> None:
        """Take the following picture away."""
        if self._ghost is not None:
            self.removeItem(self._ghost)
            self._ghost = None

    def card_item(self, card_id: int) -> CardItem | None:
        """Give a card's item."""
        return self._cards.get(card_id)

    def plus_item(self, spot: Spot) -> PlusItem | None:
        """Give the item of a +."""
        return self._pluses.get(spot)

    def thing_at(self, at: QPointF) -> int | Spot | None:
        """Give the card id or the place of the + at a point, the + first."""
        for item in self.items(at):
            if isinstance(item, PlusItem):
                return item.spot
            if isinstance(item, CardItem):
                return item.face.id
        return None

    def _show_pluses(self, layout: Layout) -> None:
        spots = {plus.spot for plus in layout.pluses}
        for spot in [s for s in self._pluses if s not in spots]:
            self.removeItem(self._pluses.pop(spot))
        for plus in layout.pluses:
            item = self._pluses.get(plus.spot)
            if item is None:
                item = self._pluses[plus.spot] = PlusItem(plus.spot, self._themes.theme)
                self.addItem(item)
            item.theme = self._themes.theme
            item.setPos(plus.at)
            item.update()

    def _show_lines(self, workflow: Workflow, faces: Mapping[int, CardFace], layout: Layout) -> None:
        if self._lines is not None:
            self.removeItem(self._lines)
        names = [(_label_text(workflow, faces, label), label.at) for label in layout.labels]
        hint = [] if workflow.cards else [(EMPTY_HINT, layout.pluses[0].at + QPointF(0, 28))]
        self._lines = LinesItem(layout.lines, names, hint, self._font, self._themes.theme)
        self.addItem(self._lines)


def _label_text(workflow: Workflow, faces: Mapping[int, CardFace], label: BranchLabel) -> str:
    """Give a branch's name, with how many went that way where a card in it has counted them."""
    card = card_of(workflow, label.card)
    if card is None:
        return ""
    name, cards = card.action.branch_names()[label.branch], card.branches[label.branch]
    pills = faces[cards[0].id].pills if cards else ()
    return f"{name} · {pills[0].text}" if pills else name
