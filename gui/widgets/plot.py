"""A small plot: one curve with points over two axes, in the colours of the theme.

Lives here: the widget. Not here: what is plotted; a table beside it holds the same numbers for the keyboard and for
screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui.text import number
from gui.theme import ThemeManager, Tone
from gui.theme_style import small_font

_LEFT, _BOTTOM, _TOP, _RIGHT = 64.0, 44.0, 34.0, 20.0
_POINT, _NEAR, _RING = 4.0, 12.0, 8.0
_STEPS = 5


def axis_step(highest: int) -> int:
    """Return how far apart the lines of an axis stand: 1, 2, 5, 10, 20, 50 …, at most five of them."""
    step, grown = 1, 0
    while step * _STEPS < highest:
        step = step * 5 // 2 if grown % 3 == 1 else step * 2
        grown += 1
    return step


def _end(highest: int) -> int:
    """Return where an axis ends: at the first of its lines that is no lower than all it shows."""
    step = axis_step(highest)
    return -(-highest // step) * step


class CurvePlot(QWidget):
    """Shows whole numbers over whole numbers, with a line for what is aimed at.

    Args:
        themes: Colours.
        parent: Owner.

    Signals:
        point_chosen: the number of a point that was clicked.
    """

    point_chosen = Signal(int)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._points: list[tuple[int, int]] = []
        self._tips: list[str] = []
        self._aim = 0
        self._titles = ("", "")
        self._chosen = -1
        self.setMinimumSize(240, 180)
        self.setMouseTracking(True)
        themes.changed.connect(self.update)

    def show_curve(
        self, points: Sequence[tuple[int, int]], aim: int, titles: tuple[str, str], tips: Sequence[str]
    ) -> None:
        """Show a curve.

        Args:
            points: Across and up, ascending.
            aim: The height that a dashed line marks.
            titles: Names of the two axes, across and up.
            tips: What each point says under the pointer.
        """
        self._points, self._aim, self._titles, self._tips = list(points), aim, titles, list(tips)
        self._chosen = -1
        self.setAccessibleName(f"{titles[1]} by {titles[0].lower()}")
        self.setAccessibleDescription("; ".join(tips))
        self.update()

    def points(self) -> list[tuple[int, int]]:
        """Give the points that are shown."""
        return list(self._points)

    def choose(self, number: int) -> None:
        """Ring a point; -1 rings none."""
        self._chosen = number
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the point under the pointer stands for."""
        number = self._near(event.position())
        if number >= 0:
            QToolTip.showText(event.globalPosition().toPoint(), self._tips[number], self)
        else:
            QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the point under the pointer."""
        number = self._near(event.position())
        if number >= 0:
            self.point_chosen.emit(number)

    def _near(self, place: QPointF) -> int:
        """Return the number of the point that is nearest to a place and near enough; -1 for none."""
        far = [(self._at(*point) - place).manhattanLength() for point in self._points]
        nearest = min(range(len(far)), key=far.__getitem__, default=-1)
        return nearest if nearest >= 0 and far[nearest] <= _NEAR else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, aim and curve."""
        if not self._points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self.font()))
        self._paint_axes(painter)
        self._paint_curve(painter)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        theme, middle = self._themes.theme, Qt.AlignmentFlag.AlignHCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        wide, high = self._most()
        line = QPen(theme.line, 1)
        for value in range(0, high + 1, axis_step(high)):
            y = self._at(0, value).y()
            painter.setPen(line)
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width() - _RIGHT, y))
            painter.setPen(theme.muted)
            painter.drawText(QRectF(0, y - 8, _LEFT - 8, 16), right, number(value))
        foot = self.height() - _BOTTOM + 4
        for value in range(0, wide + 1, axis_step(wide)):
            painter.drawText(QRectF(self._at(value, 0).x() - 30, foot, 60, 16), middle, number(value))
        across, up = self._titles
        painter.drawText(QRectF(_LEFT, self.height() - 20, self.width() - _LEFT - _RIGHT, 18), middle, across)
        painter.drawText(QRectF(0, 4, self.width(), 18), Qt.AlignmentFlag.AlignLeft, up)

    def _paint_curve(self, painter: QPainter) -> None:
        theme = self._themes.theme
        aim = self._at(0, self._aim).y()
        painter.setPen(QPen(theme.tone(Tone.DONE), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(_LEFT, aim), QPointF(self.width() - _RIGHT, aim))
        painter.setPen(QPen(theme.accent, 2))
        painter.drawPolyline([self._at(*point) for point in self._points])
        painter.setPen(Qt.PenStyle.NoPen)
        for x, y in self._points:
            painter.setBrush(theme.tone(Tone.DONE) if y >= self._aim else theme.accent)
            painter.drawEllipse(self._at(x, y), _POINT, _POINT)
        if 0 <= self._chosen < len(self._points):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.focus, 2))
            painter.drawEllipse(self._at(*self._points[self._chosen]), _RING, _RING)

    def _most(self) -> tuple[int, int]:
        return _end(max(1, *(x for x, _ in self._points))), _end(max(1, self._aim, *(y for _, y in self._points)))

    def _at(self, x: int, y: int) -> QPointF:
        wide, high = self._most()
        across = (self.width() - _LEFT - _RIGHT) * x / wide
        return QPointF(_LEFT + across, self.height() - _BOTTOM - (self.height() - _TOP - _BOTTOM) * y / high)
