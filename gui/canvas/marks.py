"""Marks on the cards of a version: what became of each, by sign, word and tone.

Lives here: drawing them over a card. Not here: what they say (``core.services.workflow_diff``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.services.workflow_diff import Mark
from gui.canvas.paint import RADIUS
from gui.theme import Theme, Tone
from gui.widgets.pill import pill_font

TONES = {Mark.ADDED: Tone.DONE, Mark.REMOVED: Tone.BROKEN, Mark.CHANGED: Tone.SKIPPED, Mark.MOVED: Tone.WAITING}
"""The tone of each mark."""
SIGNS = {Mark.ADDED: "+", Mark.REMOVED: "−", Mark.CHANGED: "≠", Mark.MOVED: "↕"}
"""The sign of each mark: colour alone says nothing to some people."""

_TAG = 18.0
_PADDING = 7.0
_GAP = 4.0
_INDENT = 10.0
_ABOVE_CARDS = 3


def tag_text(mark: Mark) -> str:
    """Give what a mark's tag says, e.g. ``+ Added``."""
    return f"{SIGNS[mark]} {mark.value.capitalize()}"


class MarkItem(QGraphicsItem):
    """An edge around a card and a tag for each of its marks on the card's upper edge.

    Arguments:
        rect: The card, in scene pixels.
        marks: What became of it.
        font: The window's font.
        theme: Gives the colours.
    """

    def __init__(self, rect: QRectF, marks: Sequence[Mark], font: QFont, theme: Theme) -> None:
        super().__init__()
        self._rect = rect
        self._marks = marks
        self._font = pill_font(font)
        self._theme = theme
        self.setZValue(_ABOVE_CARDS)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        """Give the room it draws in: a little more than the card, and the tags over its head."""
        return self._rect.adjusted(-3, -_TAG, 3, 3)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw edge and tags."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(self._theme.tone(TONES[self._marks[0]]), 2)
        if Mark.REMOVED in self._marks:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(self._rect, RADIUS, RADIUS)
        at = QPointF(self._rect.left() + _INDENT, self._rect.top() - _TAG / 2)
        for mark in self._marks:
            at.setX(paint_tag(painter, at, tag_text(mark), TONES[mark], self._theme, self._font).right() + _GAP)


def paint_tag(painter: QPainter, at: QPointF, text: str, tone: Tone, theme: Theme, font: QFont) -> QRectF:
    """Draw a tag with its top left corner there; gives the rectangle it fills."""
    width = round(QFontMetricsF(font).horizontalAdvance(text)) + 2 * _PADDING
    rect = QRectF(at.x(), at.y(), width, _TAG)
    painter.setPen(QPen(theme.tone(tone), 1))
    painter.setBrush(theme.tone_soft(tone))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _TAG / 2 - 0.5, _TAG / 2 - 0.5)
    painter.setFont(font)
    painter.setPen(theme.tone(tone))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    return rect
