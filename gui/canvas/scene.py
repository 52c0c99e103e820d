"""The canvas' scene: keeps one item per card, + and sticky note in step with the workflow.

Lives here: making, renewing and marking items. Not here: input (gui/canvas/view.py) and places (gui/canvas/layout.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from PySide6.QtCore import QObject, QPointF, QRectF
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGraphicsScene

from core.model.tree import Spot
from core.model.workflow import Card, Sticky, Workflow, walk
from gui.canvas.crowd import CROWD, CrowdItem
from gui.canvas.faces import CardFace
from gui.canvas.items import BandItem, CardItem, GhostItem, PlusItem
from gui.canvas.layout import TRIGGER, Layout, lay_out
from gui.canvas.lines import LinesItem
from gui.canvas.look import Look
from gui.canvas.measures import FAN
from gui.canvas.paint import CardPainter
from gui.canvas.sticky_item import StickyItem

EMPTY_HINT = "Add the first action with + or the A key"
"""What stands under the trigger of a workflow without cards."""


@dataclass(frozen=True, slots=True)
class StickyAt:
    """A sticky note, by its id, where a card id or a place could be too."""

    id: int


_BRANCH, _END = -1, -2
_FAR_AWAY = 420
"""From how far on a branch gets a signpost at its branch card."""

Thing = int | Spot | StickyAt
"""What can be pointed at: a card by its id, a + by its place, a sticky note."""


class CanvasScene(QGraphicsScene):
    """Shows one workflow.

    Arguments:
        themes: Colours and icons.
        font: The window's font.
        parent: Owner.
    """

    def __init__(self, themes: Look, font: QFont, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._font = font
        self._cards: dict[int, CardItem] = {}
        self._pluses: dict[Spot, PlusItem] = {}
        self._stickies: dict[int, StickyItem] = {}
        self._lines: LinesItem | None = None
        self._ghost: GhostItem | None = None
        self._band: BandItem | None = None
        self._crowd = CrowdItem()
        self._tinted = False
        self._pen = CardPainter(font, themes.theme, themes.icons)
        self.layout: Layout | None = None
        self._measures: tuple[dict[int, int], list[int]] = ({}, [])
        self._drawn_in = themes.theme
        self.bounds = QRectF()
        # Few items that all move at once: an index would cost more than it finds.
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)

    def show_workflow(self, workflow: Workflow, faces: Mapping[int, CardFace]) -> Layout:
        """Show a workflow's cards; items that were there already stay and change."""
        theme = self._themes.theme
        if self._pen.theme is not theme:
            # A pen remembers how words break; it lasts as long as its colours do.
            self._pen = CardPainter(self._font, theme, self._themes.icons)
        pen = self._pen
        layout = self._laid_out(workflow, {card_id: pen.height(face) for card_id, face in faces.items()})
        is_same, self.layout = layout is self.layout, layout
        for card_id in [i for i in self._cards if i not in layout.cards]:
            self.removeItem(self._cards.pop(card_id))
        for card_id, rect in layout.cards.items():
            item = self._cards.get(card_id)
            if item is None:
                item = self._cards[card_id] = CardItem(faces[card_id], rect, pen)
                item.set_tinted(self._tinted)
                self.addItem(item)
            else:
                item.update_face(faces[card_id], rect, pen)
        if not is_same or self._drawn_in is not theme:
            self._show_pluses(layout)
        self._drawn_in = theme
        self._show_lines(workflow, faces, layout)
        self._show_stickies(workflow, layout)
        self.bounds = layout.bounds
        for sticky in self._stickies.values():
            self.bounds = self.bounds.united(sticky.rect())
        self.setSceneRect(self.bounds)
        if self._crowd.isVisible():
            self._show_items()
        return layout

    def _laid_out(self, workflow: Workflow, heights: dict[int, int]) -> Layout:
        """Give the layout; the one that is shown when no card came, went, moved, or became higher or lower."""
        measures = (heights, _structure(workflow.cards))
        if self.layout is not None and measures == self._measures:
            return self.layout
        self._measures = measures
        return lay_out(workflow, heights)

    def clear_all(self) -> None:
        """Show nothing."""
        self._cards.clear()
        self._pluses.clear()
        self._stickies.clear()
        self._lines = self._ghost = self._band = self.layout = None
        self.bounds = QRectF()
        if self._crowd.scene() is self:
            self.removeItem(self._crowd)
        self._crowd = CrowdItem()
        self.clear()

    def set_zoom(self, zoom: float) -> None:
        """Draw all cards at once from so far away that only their colours are left; one by one from nearer."""
        is_crowd = zoom < CROWD
        if is_crowd is self._crowd.isVisible():
            return
        self._crowd.setVisible(is_crowd)
        self._show_items()

    def _show_items(self) -> None:
        if self._crowd.scene() is not self:
            self.addItem(self._crowd)
        is_far = self._crowd.isVisible()
        for item in self._cards.values():
            item.setVisible(not is_far)
        for plus in self._pluses.values():
            plus.set_far(is_far)
        self._crowd.show_cards(self._cards.values(), self.bounds)

    def set_tinted(self, tinted: bool) -> None:
        """Colour the cards by the outcome of the last run, or not."""
        self._tinted = tinted
        for item in self._cards.values():
            item.set_tinted(tinted)
        self._crowd.update()

    def set_stops(self, stops: Collection[int]) -> None:
        """Show on which cards playing stops."""
        for card_id, item in self._cards.items():
            item.set_stops(card_id in stops)

    # ------------------------------------------------------------ marks

    def mark(self, chosen: Collection[int], cursor: Thing, *, focused: bool, adding: bool) -> None:
        """Show what is selected, where the keyboard is, and whether cards can be added."""
        for card_id, item in self._cards.items():
            item.set_look(selected=card_id in chosen, focused=focused and card_id == cursor)
        for spot, plus in self._pluses.items():
            plus.set_state(current=focused and spot == cursor, enabled=adding)
        for sticky_id, sticky in self._stickies.items():
            sticky.set_selected(isinstance(cursor, StickyAt) and cursor.id == sticky_id)
        self._crowd.update()
        if self._lines is not None:
            self._lines.show_hint(adding)

    def mark_drop(self, moving: Collection[int], target: Spot | None, allowed: Collection[Spot]) -> None:
        """During a move, show where the cards may go."""
        for card_id, item in self._cards.items():
            item.set_look(selected=False, focused=False, faded=card_id in moving)
        for spot, plus in self._pluses.items():
            drop = "target" if spot == target else "allowed" if spot in allowed else "refused"
            plus.set_state(current=False, drop=drop)
        self._crowd.update()
        if self._lines is not None:
            self._lines.show_hint(False)

    def lift(self, card_id: int, number: int = 1) -> GhostItem:
        """Add the picture of a card (and of how many go with it) that follows the pointer."""
        self.drop_ghost()
        item = self._cards[card_id]
        self._ghost = GhostItem(item.face, item.rect(), self._pen, number)
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

    def show_band(self, rect: QRectF | None) -> None:
        """Draw the frame of a rubber band, or take it away."""
        if rect is None:
            if self._band is not None:
                self.removeItem(self._band)
                self._band = None
            return
        if self._band is None:
            self._band = BandItem(self._themes.theme)
            self.addItem(self._band)
        self._band.setRect(rect)

    # ------------------------------------------------------------ finding

    def card_item(self, card_id: int) -> CardItem | None:
        """Give a card's item."""
        return self._cards.get(card_id)

    def plus_item(self, spot: Spot) -> PlusItem | None:
        """Give the item of a +."""
        return self._pluses.get(spot)

    def sticky_item(self, sticky_id: int) -> StickyItem | None:
        """Give the item of a sticky note."""
        return self._stickies.get(sticky_id)

    def sticky_rects(self) -> list[QRectF]:
        """Give the rectangles of all sticky notes."""
        return [item.rect() for item in self._stickies.values()]

    def thing_at(self, at: QPointF) -> Thing | None:
        """Give what is at a point, a + before a sticky note before a card."""
        for spot, plus in self._pluses.items():
            if plus.isVisible() and plus.is_hit(at):
                return spot
        for sticky_id, sticky in reversed(self._stickies.items()):
            if sticky.rect().contains(at):
                return StickyAt(sticky_id)
        return self.card_near(QRectF(at, at), 0)

    def card_near(self, place: QRectF, reach: float) -> int | None:
        """Give the card nearest to a rectangle and at most so far from it, ``None`` when there is none."""
        best, found = reach, None
        for card_id, rect in (self.layout.cards if self.layout else {}).items():
            x = max(rect.left() - place.right(), place.left() - rect.right(), 0.0)
            y = max(rect.top() - place.bottom(), place.top() - rect.bottom(), 0.0)
            way = hypot(x, y)
            if way < best or (found is None and way == best):
                best, found = way, card_id
        return found

    def all_cards(self) -> list[int]:
        """Give all cards in the order of the list, the trigger left out."""
        return [card_id for card_id in (self.layout.cards if self.layout else {}) if card_id != TRIGGER]

    def cards_in(self, rect: QRectF) -> list[int]:
        """Give the cards that a rectangle touches, the trigger left out."""
        cards = self.layout.cards if self.layout else {}
        return [card_id for card_id, card in cards.items() if card_id != TRIGGER and card.intersects(rect)]

    # ------------------------------------------------------------ making

    def _show_pluses(self, layout: Layout) -> None:
        spots = {plus.spot for plus in layout.pluses}
        theme = self._themes.theme
        for spot in [s for s in self._pluses if s not in spots]:
            self.removeItem(self._pluses.pop(spot))
        for plus in layout.pluses:
            item = self._pluses.get(plus.spot)
            if item is None:
                item = self._pluses[plus.spot] = PlusItem(plus.spot, theme)
                self.addItem(item)
            if item.theme is not theme:
                item.theme = theme
                item.update()
            if item.pos() != plus.at:
                item.setPos(plus.at)

    def _show_lines(self, workflow: Workflow, faces: Mapping[int, CardFace], layout: Layout) -> None:
        if self._lines is None:
            self._lines = LinesItem(self._font, self._themes.theme)
            self.addItem(self._lines)
        self._lines.theme = self._themes.theme
        forks = {card.id: card for card in walk(workflow.cards) if card.branches}
        names = []
        for label in layout.labels:
            card = forks[label.card]
            name, cards = card.action.branch_names()[label.branch], card.branches[label.branch]
            # With how many went that way, where a card in it has counted them.
            pills = faces[cards[0].id].pills if cards else ()
            names.append((f"{name} · {pills[0].text}" if pills else name, label.at))
        hint = [] if workflow.cards else [(EMPTY_HINT, layout.pluses[0].at + QPointF(0, 28))]
        self._lines.show_lines(layout, names, hint, _signs(layout, names))

    def _show_stickies(self, workflow: Workflow, layout: Layout) -> None:
        there = {sticky.id for sticky in workflow.stickies}
        for sticky_id in [i for i in self._stickies if i not in there]:
            self.removeItem(self._stickies.pop(sticky_id))
        for sticky in workflow.stickies:
            item = self._stickies.get(sticky.id)
            if item is None:
                item = self._stickies[sticky.id] = StickyItem(sticky, self._font, self._themes.theme)
                self.addItem(item)
            at, tie = sticky_place(layout, sticky)
            item.show_sticky(sticky, at, tie, self._themes.theme)


def _structure(cards: tuple[Card, ...]) -> list[int]:
    """Give the ids of a tree of cards with where its branches begin and end: equal for trees of one shape."""
    found: list[int] = []
    for card in cards:
        found.append(card.id)
        for branch in card.branches:
            found += [_BRANCH, *_structure(branch)]
        found.append(_END)
    return found


def _signs(layout: Layout, names: Sequence[tuple[str, QPointF]]) -> list[tuple[str, QPointF, int]]:
    """Give signposts under branch cards whose branches hang so far away that their names are not seen from there."""
    far: dict[tuple[int, int], list[str]] = {}
    for label, (name, at) in zip(layout.labels, names, strict=True):
        way = at.x() - layout.cards[label.card].center().x()
        if abs(way) > _FAR_AWAY:
            far.setdefault((label.card, 1 if way > 0 else -1), []).append(name)
    signs = []
    for (card_id, side), found in far.items():
        card = layout.cards[card_id]
        words = " · ".join(found)
        text = f"{words} →" if side > 0 else f"← {words}"
        signs.append((text, QPointF(card.center().x() + side * 10, card.bottom() + FAN + 16), side))
    return signs


def sticky_place(layout: Layout, sticky: Sticky) -> tuple[QPointF, QPointF | None]:
    """Give a note's top left corner and the point of its card that its line leads to; no line from the trigger's."""
    home = layout.cards.get(sticky.card, layout.cards[TRIGGER])
    at = home.topLeft() + QPointF(sticky.x, sticky.y)
    if sticky.card == TRIGGER or sticky.card not in layout.cards:
        return at, None
    side = home.right() if at.x() >= home.center().x() else home.left()
    return at, QPointF(side, min(max(at.y() + 16, home.top() + 8), home.bottom() - 8))
