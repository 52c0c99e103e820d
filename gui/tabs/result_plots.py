"""The plots of the Results tab that have axes: reasons as a Pareto, and days. Loads pyqtgraph: import it in a job.

Not here: the maps of cells (``gui.tabs.result_grid``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from core.services.results import Results
from gui import text
from gui.theme import ThemeManager

_NARROW = 0.7


class Chart(pg.PlotWidget):  # type: ignore[misc]
    """A plot in the theme's colours with tool tips and clicks.

    Args:
        themes: Colours.
        draw: Draws everything anew.
        tip: Says what lies at a place of the plot.
        parent: Owner.

    Signals:
        picked: the place (x, y) of a click, rounded.
    """

    picked = Signal(int, int)

    def __init__(
        self,
        themes: ThemeManager,
        draw: Callable[[Chart], None],
        tip: Callable[[int, int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent, background=themes.theme.surface)
        self.themes = themes
        self._draw, self._tip = draw, tip
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseEnabled(x=False, y=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.legend = self.addLegend(offset=(-12, 8))
        themes.changed.connect(self.redraw)
        self.redraw()

    def redraw(self) -> None:
        """Draw everything anew, in the colours of the theme in force."""
        theme = self.themes.theme
        self.clear()
        self.legend.clear()
        self.legend.setLabelTextColor(theme.text)
        self.legend.setBrush(pg.mkBrush(theme.surface))
        self.setBackground(theme.surface)
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(theme.line))
            axis.setTextPen(pg.mkPen(theme.muted))
        self._draw(self)

    def place_of(self, x: float, y: float) -> tuple[int, int]:
        """Return what a place of the widget is in the plot's own numbers, rounded."""
        place = self.getPlotItem().vb.mapSceneToView(self.mapToScene(int(x), int(y)))
        return round(place.x()), round(place.y())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.place_of(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._tip(*place), self)
            return True
        return bool(super().viewportEvent(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where it was clicked."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(*self.place_of(event.position().x(), event.position().y()))


def pareto(themes: ThemeManager, found: Callable[[], Results | None]) -> Chart:
    """Make bars of the reasons, the most frequent on top, with the line of their sums."""

    def rows() -> Sequence[tuple[str, int]]:
        results = found()
        return [(reason.title, count) for reason, count in results.reasons] if results is not None else []

    def draw(chart: Chart) -> None:
        listed, theme = rows(), themes.theme
        places = list(range(len(listed)))
        whole = sum(count for _, count in listed)
        sums = [sum(count for _, count in listed[: n + 1]) for n in places]
        chart.getAxis("left").setTicks([[(n, f"{title}  ") for n, (title, _) in enumerate(listed)]])
        chart.getAxis("left").setWidth(190)
        chart.getAxis("left").setStyle(hideOverlappingLabels=False)
        chart.setLabel("bottom", "Rows of the log", color=theme.muted.name())
        chart.getPlotItem().invertY(True)
        bars = pg.BarGraphItem(
            x0=0, y=places, height=_NARROW, width=[c for _, c in listed], pen=pg.mkPen(theme.skipped),
            brush=pg.mkBrush(theme.skipped_soft), name="Rows",
        )  # fmt: skip
        chart.addItem(bars)
        dots = {"symbol": "o", "symbolSize": 6, "symbolBrush": theme.accent, "symbolPen": pg.mkPen(theme.accent)}
        chart.plot(sums, places, pen=pg.mkPen(theme.accent, width=2), name="All so far", **dots)
        chart.setXRange(0, max(whole, 1), padding=0.03)
        chart.setYRange(-0.6, max(len(listed), 6) - 0.4, padding=0)

    def tip(_x: int, y: int) -> str:
        listed = rows()
        if not 0 <= y < len(listed):
            return ""
        whole, so_far = sum(c for _, c in listed), sum(c for _, c in listed[: y + 1])
        title, count = listed[y]
        return (
            f"{title}: {text.plural(count, 'row')} ({text.percent(count, whole)})\nSo far {text.percent(so_far, whole)}"
        )

    return Chart(themes, draw, tip)


def over_time(themes: ThemeManager, found: Callable[[], Results | None]) -> Chart:
    """Make bars of the mails of every day, with lines of enrollments and skips."""

    def draw(chart: Chart) -> None:
        results, theme = found(), themes.theme
        days = results.per_day if results is not None else ()
        places = list(range(len(days)))
        every = max(len(days) // 10, 1)
        ticks = [(n, text.format_date(day.day)[:-5]) for n, day in enumerate(days) if n % every == 0]
        chart.getAxis("bottom").setTicks([ticks])
        chart.setLabel("left", "A day", color=theme.muted.name())
        sent, ahead = [d.mails for d in days], [d.planned for d in days]
        for name, floor, high, color in (
            ("Mails", [0] * len(days), sent, theme.accent), ("Planned mails", sent, ahead, theme.accent_soft),
        ):  # fmt: skip
            chart.addItem(
                pg.BarGraphItem(x=places, y0=floor, height=high, width=_NARROW, pen=pg.mkPen(theme.accent),
                                brush=pg.mkBrush(color), name=name)
            )  # fmt: skip
        for name, line, color in (
            ("Enrolled", [d.enrolled for d in days], theme.done), ("Skipped", [d.skipped for d in days], theme.skipped),
        ):  # fmt: skip
            chart.plot(places, line, pen=pg.mkPen(color, width=2), symbol="o", symbolSize=5, symbolBrush=color,
                       symbolPen=pg.mkPen(color), name=name)  # fmt: skip
        most = max([1, *(d.mails + d.planned for d in days), *(d.enrolled for d in days), *(d.skipped for d in days)])
        chart.setYRange(0, most * 1.15, padding=0)
        chart.setXRange(-0.6, max(len(days), 1) - 0.4, padding=0)

    def tip(x: int, _y: int) -> str:
        results = found()
        if results is None or not 0 <= x < len(results.per_day):
            return ""
        day = results.per_day[x]
        said = f"{text.format_date(day.day)}\n{text.plural(day.mails, 'mail')}, {text.number(day.planned)} planned"
        return f"{said}\n{text.number(day.enrolled)} enrolled, {text.number(day.skipped)} skipped"

    return Chart(themes, draw, tip)
