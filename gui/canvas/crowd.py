"""All cards at once, as they are seen from so far away that only their colours are left.

A thousand items that draw themselves take longer than a frame; a thousand rectangles sorted by colour do not.
Lives here: that drawing. Not here: cards that can be read (gui/canvas/paint.py).
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.items import CardItem

CROWD = 0.15
"""Below this zoom cards are drawn all at once."""


class CrowdItem(QGraphicsItem):
    """Draws the cards of a scene in their place; hidden until the canvas is small enough."""

    def __init__(self) -> None:
        super().__init__()
        self._cards: Collection[CardItem] = ()
        self._bounds = QRectF()
        self.setZValue(1)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setVisible(False)

    def show_cards(self, cards: Collection[CardItem], bounds: QRectF) -> None:
        """Show other cards.

        Arguments:
            cards: Their items; how they look now is looked up with every drawing.
            bounds: The room around all of them.
        """
        self.prepareGeometryChange()
        self._cards, self._bounds = cards, QRectF(bounds)
        self.update()

    def boundingRect(self) -> QRectF:
        """Give the room of all cards."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw each colour's cards together."""
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        grounds: dict[str, list[QRectF]] = {}
        edges: dict[str, list[QRectF]] = {}
        for item in self._cards:
            fill, edge, rect = item.colours_from_afar()
            grounds.setdefault(fill.name(), []).append(rect)
            edges.setdefault(edge.name(), []).append(rect)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, rects in grounds.items():
            painter.setBrush(QColor(name))
            painter.drawRects(rects)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for name, rects in edges.items():
            painter.setPen(QPen(QColor(name), max(2.0, 1.0 / zoom)))
            painter.drawRects(rects)
