"""A small plot: one curve with points over two axes, in the colours of the theme.

Lives here: the widget, which loads pyqtgraph when it is made. Not here: what is plotted; a table beside it holds the
same numbers for the keyboard and for screen readers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import ThemeManager, Tone

_LINE = 2.0
_POINT = 8
_MOST_TICKS = 6


class CurvePlot(QWidget):
    """Shows whole numbers over whole numbers, with a line for what is aimed at.

    Args:
        themes: Colours.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        import pyqtgraph as pg

        self._themes = themes
        self._pg = pg
        self._points: list[tuple[int, int]] = []
        self._tips: list[str] = []
        self._aim = 0
        self._plot: Any = pg.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.hideButtons()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)
        self._titles = ("", "")
        themes.changed.connect(self._draw)

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
        self._draw()

    def points(self) -> list[tuple[int, int]]:
        """Give the points that are shown."""
        return list(self._points)

    @Slot()
    def _draw(self) -> None:
        theme, pg, plot = self._themes.theme, self._pg, self._plot
        plot.clear()
        plot.setBackground(theme.color("surface"))
        for side, title in (("bottom", self._titles[0]), ("left", self._titles[1])):
            axis = plot.getAxis(side)
            axis.setPen(theme.color("line"))
            axis.setTextPen(theme.muted)
            axis.setLabel(title, color=theme.muted.name())
            axis.enableAutoSIPrefix(False)
        if not self._points:
            return
        line = QPen(theme.color("accent"), _LINE)
        line.setCosmetic(True)
        dashes = QPen(theme.tone(Tone.DONE), 1.0, Qt.PenStyle.DashLine)
        dashes.setCosmetic(True)
        across, up = [x for x, _ in self._points], [y for _, y in self._points]
        words = {"position": 0.04, "color": theme.tone(Tone.DONE)}
        plot.addItem(pg.InfiniteLine(self._aim, 0, dashes, label="all", labelOpts=words))
        plot.addItem(pg.PlotCurveItem(across, up, pen=line, antialias=True))
        done, accent = theme.tone(Tone.DONE), theme.color("accent")
        brushes = [done if y >= self._aim else accent for y in up]
        dots = pg.ScatterPlotItem(
            across, up, size=_POINT, brush=brushes, pen=None, data=self._tips, hoverable=True,
            tip="{data}".format,
        )  # fmt: skip
        plot.addItem(dots)
        plot.setXRange(0, max(across), padding=0.04)
        plot.setYRange(0, max(*up, self._aim), padding=0.08)
