"""A small plot: one curve with points over two axes, in the colours of the theme.

Lives here: the widget. Not here: what is plotted; a table beside it holds the same numbers for the keyboard and for
screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from gui.text import number
from gui.theme import ThemeManager, Tone
from gui.theme_style import small_font

_LEFT, _BOTTOM, _TOP, _RIGHT = 64.0, 44.0, 16.0, 16.0
_POINT, _NEAR, _TICKS = 4.0, 12.0, 4


class CurvePlot(QWidget):
    """Shows whole numbers over whole numbers, with a line for what is aimed at.

    Args:
        themes: Colours.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._points: list[tuple[int, int]] = []
        self._tips: list[str] = []
        self._aim = 0
        self._titles = ("", "")
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
        self.setAccessibleName(f"{titles[1]} by {titles[0].lower()}")
        self.setAccessibleDescription("; ".join(tips))
        self.update()

    def points(self) -> list[tuple[int, int]]:
        """Give the points that are shown."""
        return list(self._points)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what the point under the pointer stands for."""
        for point, tip in zip(self._points, self._tips, strict=False):
            if (self._at(*point) - event.position()).manhattanLength() <= _NEAR:
                QToolTip.showText(event.globalPosition().toPoint(), tip, self)
                return
        QToolTip.hideText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, aim and curve."""
        theme, painter = self._themes.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(self.font()))
        if not self._points:
            return
        wide, high = self._most()
        middle, right = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for step in range(_TICKS + 1):
            at = self._at(wide * step // _TICKS, high * step // _TICKS)
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(QPointF(_LEFT, at.y()), QPointF(self.width() - _RIGHT, at.y()))
            painter.setPen(theme.muted)
            painter.drawText(QRectF(0, at.y() - 8, _LEFT - 8, 16), right, number(high * step // _TICKS))
            foot = self.height() - _BOTTOM + 4
            painter.drawText(QRectF(at.x() - 30, foot, 60, 16), middle, number(wide * step // _TICKS))
        painter.drawText(QRectF(_LEFT, self.height() - 20, self.width() - _LEFT, 18), middle, self._titles[0])
        aim = self._at(0, self._aim).y()
        painter.setPen(QPen(theme.tone(Tone.DONE), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(_LEFT, aim), QPointF(self.width() - _RIGHT, aim))
        painter.setPen(QPen(theme.accent, 2))
        painter.drawPolyline([self._at(*point) for point in self._points])
        painter.setPen(Qt.PenStyle.NoPen)
        for x, y in self._points:
            painter.setBrush(theme.tone(Tone.DONE) if y >= self._aim else theme.accent)
            painter.drawEllipse(self._at(x, y), _POINT, _POINT)

    def _most(self) -> tuple[int, int]:
        return max(x for x, _ in self._points) or 1, max(self._aim, *(y for _, y in self._points), 1)

    def _at(self, x: int, y: int) -> QPointF:
        wide, high = self._most()
        across = (self.width() - _LEFT - _RIGHT) * x / wide
        return QPointF(_LEFT + across, self.height() - _BOTTOM - (self.height() - _TOP - _BOTTOM) * y / high)
