"""Frames around the cards that a search found. Lives here: drawing them. Not here: finding."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.paint import RADIUS
from gui.theme import Theme

_AWAY = 5
_BEHIND_CARDS = 0.5


class HitItem(QGraphicsItem):
    """A frame a little outside a card: dashed for a match, whole and stronger for the one that is shown.

    Arguments:
        rect: The card, in scene pixels.
        theme: Gives the colours.
        current: Whether it is the match that is shown.
    """

    def __init__(self, rect: QRectF, theme: Theme, *, current: bool) -> None:
        super().__init__()
        self._rect = rect.adjusted(-_AWAY, -_AWAY, _AWAY, _AWAY)
        self._theme = theme
        self.current = current
        self.setZValue(_BEHIND_CARDS)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the room it draws in."""
        return self._rect.adjusted(-2, -2, 2, 2)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the frame on a soft ground that shines out around the card."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.accent, 2.5 if self.current else 1.5)
        if not self.current:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(self._theme.accent_soft)
        painter.drawRoundedRect(self._rect, RADIUS + _AWAY, RADIUS + _AWAY)
