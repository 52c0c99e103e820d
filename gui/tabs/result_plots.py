"""The plots of the Results tab that have axes: reasons as a Pareto, and days. Painted by us.

Not here: the maps of cells (``gui.tabs.result_grid``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QToolTip, QWidget

from core.services.results import Results
from gui import text
from gui.theme import ThemeManager
from gui.theme_style import number_font, small_font
from gui.widgets.plot import axis_step

_LEFT, _LEFT_WORDS, _BOTTOM, _TOP, _RIGHT = 56, 196, 44, 36, 24
_THICKEST = 34.0
_PREVIOUS, _NEXT = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)


@dataclass(frozen=True)
class Series:
    """One kind of number.

    Attributes:
        name: What the legend calls it.
        values: Its numbers.
        role: The colour of the theme.
        line: Whether it is a line; bars stand on one another.
    """

    name: str
    values: Sequence[int]
    role: str
    line: bool = False


@dataclass(frozen=True)
class Drawing:
    """What a plot shows.

    Attributes:
        labels: What stands at each bar.
        tips: What is said of each bar.
        series: The numbers.
        unit: What the axis of numbers counts.
    """

    labels: Sequence[str] = ()
    tips: Sequence[str] = ()
    series: Sequence[Series] = ()
    unit: str = ""

    @property
    def most(self) -> int:
        """The end of the axis: the highest bar or point, rounded up to even steps."""
        bars = [sum(pile) for pile in zip(*(s.values for s in self.series if not s.line), strict=True)]
        highest: int = max([1, *bars, *(v for s in self.series if s.line for v in s.values)])
        step = axis_step(highest)
        return step * -(-highest // step)


class Chart(QWidget):
    """A plot with axes, a legend and tool tips. Arrow keys move, Enter or a click picks.

    Args:
        themes: Colours.
        drawing: Makes what is shown.
        across: Whether the bars lie, with their labels at the left.
        parent: Owner.

    Signals:
        picked: the number of the bar that was chosen.
    """

    picked = Signal(int)

    def __init__(
        self, themes: ThemeManager, drawing: Callable[[], Drawing], *, across: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._make = drawing
        self._drawing = Drawing()
        self._across = across
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.changed.connect(self.update)

    def redraw(self) -> None:
        """Show the numbers as they are now."""
        self._drawing = self._make()
        self.current = min(self.current, max(len(self._drawing.labels) - 1, 0))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which words can be read."""
        return QSize(480, 240)

    def _field(self) -> QRectF:
        left = _LEFT_WORDS if self._across else _LEFT
        return QRectF(left, _TOP, max(self.width() - left - _RIGHT, 1), max(self.height() - _TOP - _BOTTOM, 1))

    def _pitch(self) -> float:
        field, count = self._field(), max(len(self._drawing.labels), 1)
        return min(field.height() / count, _THICKEST) if self._across else field.width() / count

    def band(self, number: int) -> QRect:
        """Return where a bar has its place, as long as the plot."""
        field, pitch = self._field(), self._pitch()
        if self._across:
            return QRectF(field.left(), field.top() + number * pitch, field.width(), pitch).toRect()
        return QRectF(field.left() + number * pitch, field.top(), pitch, field.height()).toRect()

    def bar_at(self, place: QPoint) -> int:
        """Return which bar is at a place, -1 for none."""
        field = self._field()
        along = place.y() - field.top() if self._across else place.x() - field.left()
        number = int(along // self._pitch())
        return number if 0 <= number < len(self._drawing.labels) else -1

    def event(self, event: QEvent) -> bool:
        """Tell of what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.bar_at(event.pos())
            QToolTip.showText(event.globalPos(), self._drawing.tips[number] if number >= 0 else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a bar."""
        number = self.bar_at(event.position().toPoint())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(number)
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows; Enter and space pick."""
        key, count = Qt.Key(event.key()), len(self._drawing.labels)
        if count and key in (*_PREVIOUS, *_NEXT):
            self._go(min(max(self.current + (1 if key in _NEXT else -1), 0), count - 1))
        elif count and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self.current = number
        self.setAccessibleDescription(self._drawing.tips[number])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plot."""
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint the plot; also for files."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(number_font(self.font())))
        painter.fillRect(self.rect(), self._themes.theme.surface)
        self._paint_axes(painter)
        floor = [0] * len(self._drawing.labels)
        for series in self._drawing.series:
            if series.line:
                self._paint_line(painter, series)
                continue
            for number, value in enumerate(series.values):
                painter.fillRect(self._bar(number, floor[number], value), self._themes.theme.color(series.role))
                floor[number] += value
        self._paint_legend(painter)
        if self.hasFocus() and self._drawing.labels:
            painter.setPen(QPen(self._themes.theme.focus, 1))
            painter.drawRect(self.band(self.current))

    def _at(self, number: int, value: float) -> QPointF:
        field, share = self._field(), value / self._drawing.most
        middle = (number + 0.5) * self._pitch()
        if self._across:
            return QPointF(field.left() + share * field.width(), field.top() + middle)
        return QPointF(field.left() + middle, field.bottom() - share * field.height())

    def _bar(self, number: int, low: int, value: int) -> QRectF:
        thick = self._pitch() * 0.35
        first, last = self._at(number, low), self._at(number, low + value)
        if self._across:
            return QRectF(first.x(), first.y() - thick, last.x() - first.x(), 2 * thick)
        return QRectF(first.x() - thick, last.y(), 2 * thick, first.y() - last.y())

    def _paint_axes(self, painter: QPainter) -> None:
        theme, field, most = self._themes.theme, self._field(), self._drawing.most
        for value in range(0, most + 1, axis_step(most)):
            place = self._at(0, value)
            painter.setPen(QPen(theme.line, 1))
            painter.drawLine(*((QPointF(place.x(), field.top()), QPointF(place.x(), field.bottom())) if self._across
                               else (QPointF(field.left(), place.y()), QPointF(field.right(), place.y()))))  # fmt: skip
            painter.setPen(theme.muted)
            box = QRectF(place.x() - 40, field.bottom() + 4, 80, 16) if self._across else QRectF(
                0, place.y() - 8, _LEFT - 8, 16)  # fmt: skip
            side = Qt.AlignmentFlag.AlignHCenter if self._across else Qt.AlignmentFlag.AlignRight
            painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text.number(value))
        unit = QRectF(field.left(), field.bottom() + 22, field.width(), 18) if self._across else QRectF(
            field.left(), 8, 200, 18)  # fmt: skip
        painter.drawText(unit, Qt.AlignmentFlag.AlignHCenter if self._across else Qt.AlignmentFlag.AlignLeft,
                         self._drawing.unit)  # fmt: skip
        every = 1 if self._across else max(round(60 / max(self._pitch(), 1)), 1)
        painter.setPen(theme.text)
        for number, title in enumerate(self._drawing.labels):
            if number % every == 0:
                self._paint_label(painter, number, title)

    def _paint_label(self, painter: QPainter, number: int, title: str) -> None:
        place, field = self._at(number, 0), self._field()
        if self._across:
            box = QRectF(12, place.y() - 9, _LEFT_WORDS - 24, 18)
            title = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, title)
        else:
            painter.drawText(QRectF(place.x() - 40, field.bottom() + 6, 80, 16), Qt.AlignmentFlag.AlignHCenter, title)

    def _paint_line(self, painter: QPainter, series: Series) -> None:
        color = self._themes.theme.color(series.role)
        points = [self._at(number, value) for number, value in enumerate(series.values)]
        painter.setPen(QPen(color, 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(color)
        for point in points:
            painter.drawEllipse(point, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_legend(self, painter: QPainter) -> None:
        theme, x = self._themes.theme, float(self.width() - _RIGHT)
        for series in reversed(self._drawing.series):
            wide = painter.fontMetrics().horizontalAdvance(series.name)
            painter.setPen(theme.text)
            painter.drawText(QRectF(x - wide - 2, 8, wide + 4, 18), Qt.AlignmentFlag.AlignVCenter, series.name)
            mark = QRectF(x - wide - 20, 15 if series.line else 12, 12, 3 if series.line else 10)
            painter.fillRect(mark, theme.color(series.role))
            x -= wide + 36


def pareto(results: Results | None) -> Drawing:
    """Make bars of the reasons, the most frequent on top, with the line of their sums."""
    listed = results.reasons if results is not None else ()
    whole = sum(count for _, count in listed)
    sums = [sum(count for _, count in listed[: n + 1]) for n in range(len(listed))]
    tips = [
        f"{reason.title}: {text.plural(count, 'row')} ({text.percent(count, whole)})\n"
        f"With those above it: {text.number(so_far)} ({text.percent(so_far, whole)})"
        for (reason, count), so_far in zip(listed, sums, strict=True)
    ]
    bars = Series("Rows", [count for _, count in listed], "skipped")
    return Drawing(
        [reason.title for reason, _ in listed], tips, (bars, Series("All so far", sums, "accent", line=True)),
        "Rows of the log",
    )  # fmt: skip


def over_time(results: Results | None) -> Drawing:
    """Make bars of the mails of every day, with lines of enrollments and skips."""
    days = results.per_day if results is not None else ()
    tips = [
        f"{text.format_date(day.day)}: {text.plural(day.mails, 'mail')}, {text.number(day.planned)} planned\n"
        f"{text.number(day.enrolled)} enrolled, {text.number(day.skipped)} skipped"
        for day in days
    ]
    series = (
        Series("Mails", [day.mails for day in days], "accent"),
        Series("Planned mails", [day.planned for day in days], "waiting"),
        Series("Enrolled", [day.enrolled for day in days], "done", line=True),
        Series("Skipped", [day.skipped for day in days], "skipped", line=True),
    )
    return Drawing([text.day_lines(day.day)[1] for day in days], tips, series, "A day")
