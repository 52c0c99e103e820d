"""A sticky note on the canvas: how it is measured and drawn. What it says is in the workflow."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from core.model.workflow import Sticky, StickyTone
from gui.canvas.paint import FAR, wrapped
from gui.theme import Theme, Tone

STICKY_WIDTH = 184
"""Width of every sticky note, in pixels."""
PADDING = 10
_LINE = 18
STICKY_HEIGHT = 2 * PADDING + 3 * _LINE
"""Least height of a sticky note, in pixels."""
_MOST_LINES = 14
_FOLD = 12.0
_Z = 4

TONES = {
    StickyTone.PLAIN: Tone.MUTED,
    StickyTone.INFO: Tone.ACCENT,
    StickyTone.GOOD: Tone.DONE,
    StickyTone.CARE: Tone.SKIPPED,
    StickyTone.STOP: Tone.BROKEN,
    StickyTone.IDEA: Tone.WAITING,
}
"""The theme's tone of each of a note's tones."""
TONE_NAMES = {
    StickyTone.PLAIN: "Grey",
    StickyTone.INFO: "Blue",
    StickyTone.GOOD: "Green",
    StickyTone.CARE: "Amber",
    StickyTone.STOP: "Red",
    StickyTone.IDEA: "Violet",
}
"""How menus name each tone."""


class StickyItem(QGraphicsItem):
    """One sticky note.

    Arguments:
        sticky: The note.
        font: The window's font.
        theme: Gives the colours.
    """

    def __init__(self, sticky: Sticky, font: QFont, theme: Theme) -> None:
        super().__init__()
        self.sticky, self.theme = sticky, theme
        self._font = font
        self._lines: list[str] = []
        self._height = float(STICKY_HEIGHT)
        self._tie: QPointF | None = None
        self._selected = False
        self.setZValue(_Z)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._measure()

    def show_sticky(self, sticky: Sticky, at: QPointF, tie: QPointF | None, theme: Theme) -> None:
        """Show a note at a place.

        Arguments:
            sticky: The note.
            at: Its top left corner in the scene.
            tie: The point of its card that a dotted line leads to; ``None`` for a note of the workflow.
            theme: Gives the colours.
        """
        if sticky.text != self.sticky.text:
            self.prepareGeometryChange()
        changed = (sticky, theme) != (self.sticky, self.theme)
        self.sticky, self.theme = sticky, theme
        if changed:
            self._measure()
        self.place(at, tie)
        self.update()

    def place(self, at: QPointF, tie: QPointF | None) -> None:
        """Put it somewhere."""
        self.prepareGeometryChange()
        self.setPos(at)
        self._tie = tie - at if tie is not None else None

    def set_selected(self, selected: bool) -> None:
        """Let it stand out, or not."""
        if selected is not self._selected:
            self._selected = selected
            self.update()

    def rect(self) -> QRectF:
        """Give its rectangle in the scene."""
        return self._rect().translated(self.pos())

    def boundingRect(self) -> QRectF:
        """Give the room it draws in, its line included."""
        room = self._rect()
        if self._tie is not None:
            room = room.united(QRectF(self._tie, self._tie + QPointF(1, 1)))
        return room.adjusted(-4, -4, 4, 4)

    def shape(self) -> QPainterPath:
        """Give where it can be pointed at: the paper alone."""
        path = QPainterPath()
        path.addRect(self._rect())
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw a piece of paper with a turned corner."""
        theme, tone, rect = self.theme, TONES[self.sticky.tone], self._rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = theme.tone(tone)
        if self._tie is not None:
            painter.setPen(QPen(theme.outline, 1.2, Qt.PenStyle.DotLine))
            painter.drawLine(_nearest(rect, self._tie), self._tie)
        edge = QColor(ink)
        edge.setAlphaF(0.45)
        painter.setPen(QPen(theme.accent, 2) if self._selected else QPen(edge, 1))
        painter.setBrush(theme.tone_soft(tone))
        inset = 1.0 if self._selected else 0.5
        paper = rect.adjusted(inset, inset, -inset, -inset)
        fold = [
            paper.topLeft(),
            paper.topRight(),
            paper.bottomRight() - QPointF(0, _FOLD),
            paper.bottomRight() - QPointF(_FOLD, 0),
            paper.bottomLeft(),
        ]
        painter.drawPolygon(fold)
        painter.drawPolyline([fold[2], paper.bottomRight() - QPointF(_FOLD, _FOLD), fold[3]])
        if option.levelOfDetailFromTransform(painter.worldTransform()) < FAR:
            return
        painter.setFont(self._font)
        painter.setPen(theme.text)
        y = rect.top() + PADDING
        for line in self._lines:
            box = QRectF(rect.left() + PADDING, y, rect.width() - 2 * PADDING, _LINE)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
            y += _LINE

    def _measure(self) -> None:
        width = STICKY_WIDTH - 2 * PADDING
        lines: list[str] = []
        for paragraph in self.sticky.text.split("\n"):
            lines += wrapped(paragraph, self._font, width, _MOST_LINES) or [""]
        if len(lines) > _MOST_LINES:
            metrics, end = QFontMetricsF(self._font), f"{lines[_MOST_LINES - 1]} …"
            lines = [*lines[: _MOST_LINES - 1], metrics.elidedText(end, Qt.TextElideMode.ElideRight, width)]
        self._lines = lines
        self._height = max(STICKY_HEIGHT, 2 * PADDING + len(lines) * _LINE)
        self.setToolTip(self.sticky.text if len(lines) == _MOST_LINES else "")

    def _rect(self) -> QRectF:
        return QRectF(0, 0, STICKY_WIDTH, self._height)


def _nearest(rect: QRectF, to: QPointF) -> QPointF:
    return QPointF(
        min(max(to.x(), rect.left()), rect.right()),
        min(max(to.y(), rect.top()), rect.bottom()),
    )
