"""The lines that join the cards, and the branch names on them. Where they run says gui/canvas/layout.py."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from gui.canvas.layout import Layout
from gui.canvas.measures import LABEL_HEIGHT
from gui.canvas.paint import FAR
from gui.theme import Theme
from gui.theme_style import small_font

_CORNER = 8.0
_LINE_WIDTH = 2
_LONGEST_NAME = 240
_WIDEST = 64

Named = Sequence[tuple[str, QPointF]]
"""Texts and their middles."""


class LinesItem(QGraphicsItem):
    """All joining lines and branch names, behind the cards; draws only those of the part that is seen.

    Arguments:
        font: The window's font.
        theme: Gives the colours.
    """

    def __init__(self, font: QFont, theme: Theme) -> None:
        super().__init__()
        self._font = small_font(font)
        self._metrics = QFontMetricsF(self._font)
        self._layout: Layout | None = None
        self._straight: list[tuple[float, float, float, QLineF]] = []
        self._bent: list[tuple[QRectF, QPainterPath]] = []
        self._labels: list[tuple[str, QRectF]] = []
        self._hint: list[tuple[str, QRectF]] = []
        self._bounds = QRectF()
        self._hint_shown = True
        self.theme = theme
        self._drawn_in = theme
        self.setZValue(0)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def show_lines(self, layout: Layout, labels: Named, hint: Named, signs: Sequence[tuple[str, QPointF, int]]) -> None:
        """Show other lines.

        Arguments:
            layout: Has the lines.
            labels: Branch names and their middles.
            hint: A sentence and its middle, shown while cards can be added; none when it is empty.
            signs: Names of branches that hang far away, where they fork off, and to which side: -1 left, 1 right.
        """
        before = _where([*self._labels, *self._hint])
        is_new = layout is not self._layout or self._drawn_in is not self.theme
        self._drawn_in = self.theme
        if layout is not self._layout:
            self.prepareGeometryChange()
            self._layout = layout
            # Names are no wider than cards, the hint a little.
            self._bounds = layout.bounds.adjusted(-_WIDEST, -_WIDEST, _WIDEST, _WIDEST)
            ends = [(points[0], points[1]) for points in layout.lines if len(points) == 2]
            self._straight = [(a.x(), a.y(), b.y(), QLineF(a, b)) for a, b in ends]
            paths = [rounded(points) for points in layout.lines if len(points) > 2]
            self._bent = [(path.boundingRect().adjusted(-2, -2, 2, 2), path) for path in paths]
        self._labels = [self._boxed(name, at) for name, at in labels]
        for name, at, side in signs:
            text, box = self._boxed(name, at)
            self._labels.append((text, box.translated(side * box.width() / 2, 0)))
        self._hint = [self._boxed(name, at) for name, at in hint]
        if is_new:
            self.update()
            return
        # While a rehearsal plays, only some numbers change: the rest of the canvas is not drawn again for them.
        for _, x, y, width, height in before ^ _where([*self._labels, *self._hint]):
            self.update(x, y, width, height)

    def show_hint(self, shown: bool) -> None:
        """Show the hint or not."""
        if shown is not self._hint_shown:
            self._hint_shown = shown
            self.update()

    def boundingRect(self) -> QRectF:
        """Give the room of all lines and names."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the lines, and each name on a piece of ground that parts its line."""
        theme = self.theme
        seen: QRectF = option.exposedRect.adjusted(-2, -2, 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        zoom = option.levelOfDetailFromTransform(painter.worldTransform())
        # From far away a line is still a line, one pixel wide.
        width = max(_LINE_WIDTH, 1.0 / zoom)
        painter.setPen(QPen(line_color(theme), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top, bottom, left, right = seen.top(), seen.bottom(), seen.left(), seen.right()
        painter.drawLines(
            [line for x, y1, y2, line in self._straight if y1 <= bottom and y2 >= top and left <= x <= right]
        )
        for rect, path in self._bent:
            if rect.intersects(seen):
                painter.drawPath(path)
        if zoom < FAR:
            return
        painter.setFont(self._font)
        for text, box in (*self._labels, *(self._hint if self._hint_shown else ())):
            if box.intersects(seen):
                painter.fillRect(box.adjusted(0, 3, 0, -3), theme.window)
                painter.setPen(theme.muted)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _boxed(self, name: str, at: QPointF) -> tuple[str, QRectF]:
        text = self._metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _LONGEST_NAME)
        width = round(self._metrics.horizontalAdvance(text)) + 12
        return text, QRectF(at.x() - width / 2, at.y() - LABEL_HEIGHT / 2, width, LABEL_HEIGHT)


def _where(labels: Sequence[tuple[str, QRectF]]) -> set[tuple[str, float, float, float, float]]:
    return {(text, box.x(), box.y(), box.width(), box.height()) for text, box in labels}


def line_color(theme: Theme) -> QColor:
    """Give the colour of joining lines: a hairline's, a little stronger, since nothing else leads the eye."""
    return theme.track


def rounded(points: Sequence[QPointF], radius: float = _CORNER) -> QPainterPath:
    """Give a line through corner points with rounded corners; all its pieces are level or upright."""
    path = QPainterPath(points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(_towards(corner, before, radius))
        path.quadTo(corner, _towards(corner, after, radius))
    path.lineTo(points[-1])
    return path


def _towards(start: QPointF, end: QPointF, most: float) -> QPointF:
    way = end - start
    length = abs(way.x()) + abs(way.y())
    if not length:
        return start
    return start + way * (min(most, length / 2) / length)
