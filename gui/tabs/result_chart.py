"""A plot with axes: bars that stand on one another, lines over them, a legend, tool tips. Painted by us.

Not here: what is plotted (``gui.tabs.result_plots``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip, QWidget

from gui import text
from gui.theme import ThemeManager
from gui.theme_style import number_font, small_font
from gui.widgets.plot import axis_step

_LEFT, _LEFT_WORDS, _BOTTOM, _TOP, _TOP_SCALE, _RIGHT = 72, 196, 48, 40, 64, 40
_THICKEST = 34.0
_DOTTED_PX = 5
_LABEL_PX = 60
_VALUE_GAP, _CLEAR, _HALF_LINE = 6.0, 5.0, 9.0
_FAR = 1_000_000
_PREVIOUS, _NEXT = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_MIDDLE, _RIGHTMOST = Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Series:
    """One kind of number.

    Attributes:
        name: What the legend calls it.
        values: Its numbers.
        role: The colour of the theme.
        line: Whether it is a line; bars stand on one another.
        percent: Whether it has an axis of its own, from 0 to 100.
    """

    name: str
    values: Sequence[float]
    role: str
    line: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Drawing:
    """What a plot shows.

    Attributes:
        labels: What stands at each bar.
        tips: What is said of each bar.
        series: The numbers.
        unit: What the axis of numbers counts.
        other: What the other axis shows: that of percents where there is one, else that of the labels.
        shaded: Numbers of the bars with a shaded ground.
        divider: Before which bar a dashed line stands; 0 for none.
    """

    labels: Sequence[str] = ()
    tips: Sequence[str] = ()
    series: Sequence[Series] = ()
    unit: str = ""
    other: str = ""
    shaded: frozenset[int] = frozenset()
    divider: int = 0

    @property
    def most(self) -> int:
        """The end of the axis: the highest bar or point, rounded up to even steps."""
        bars = [sum(pile) for pile in zip(*(s.values for s in self.series if not s.line), strict=True)]
        lines = [v for s in self.series if s.line and not s.percent for v in s.values]
        highest = int(max([1, *bars, *lines]))
        step = axis_step(highest)
        return step * -(-highest // step)

    @property
    def has_percents(self) -> bool:
        """Whether there is an axis of percents."""
        return any(series.percent for series in self.series)


class Chart(QWidget):
    """A plot. Arrow keys, Home and End move, Enter or a click picks.

    Args:
        themes: Colours.
        across: Whether the bars lie, with their labels at the left.
        parent: Owner.

    Signals:
        picked: the number of the bar that was chosen.
    """

    picked = Signal(int)

    def __init__(self, themes: ThemeManager, *, across: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.shown = Drawing()
        self._across = across
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.changed.connect(self.update)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show other numbers."""
        self.shown = drawing
        self.current = min(self.current, max(len(self.shown.labels) - 1, 0))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size in which words can be read."""
        return QSize(480, 240)

    def _field(self) -> QRectF:
        left, top = _LEFT_WORDS if self._across else _LEFT, _TOP_SCALE if self.shown.has_percents else _TOP
        return QRectF(left, top, max(self.width() - left - _RIGHT, 1), max(self.height() - top - _BOTTOM, 1))

    def _pitch(self) -> float:
        field, count = self._field(), max(len(self.shown.labels), 1)
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
        return number if 0 <= number < len(self.shown.labels) else -1

    # ------------------------------------------------------------ events

    def event(self, event: QEvent) -> bool:
        """Tell of what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self.bar_at(event.pos())
            QToolTip.showText(event.globalPos(), self.shown.tips[number] if number >= 0 else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a bar."""
        number = self.bar_at(event.position().toPoint())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(number)
            self.picked.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the keys, telling of the bar reached; Enter and space pick."""
        key, last = Qt.Key(event.key()), len(self.shown.labels) - 1
        step = 1 if key in _NEXT else -1 if key in _PREVIOUS else 0
        step += _FAR if key == Qt.Key.Key_End else -_FAR if key == Qt.Key.Key_Home else 0
        if last >= 0 and step:
            self._go(min(max(self.current + step, 0), last))
            place = self.mapToGlobal(self.band(self.current).center())
            QToolTip.showText(place, self.shown.tips[self.current], self)
        elif last >= 0 and key in _ENTER:
            self.picked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which bar the keys start from."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.update()

    def _go(self, number: int) -> None:
        self.current = number
        self.setAccessibleDescription(self.shown.tips[number])
        self.update()

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the plot."""
        painter = QPainter(self)
        self.paint(painter)
        if self.hasFocus() and self.shown.labels:
            painter.setPen(QPen(self._themes.theme.focus, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.band(self.current))
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint the plot without its cursor; also for files."""
        theme = self._themes.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small_font(number_font(self.font())))
        painter.fillRect(self.rect(), theme.surface)
        for number in self.shown.shaded:
            painter.fillRect(self.band(number), theme.window)
        self._paint_axes(painter)
        self._paint_labels(painter)
        if self.shown.divider:
            x = self._at(self.shown.divider - 0.5, 0, 1).x()
            painter.setPen(QPen(theme.outline, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, self._field().top()), QPointF(x, self._field().bottom()))
        floor = [0.0] * len(self.shown.labels)
        for series in self.shown.series:
            if series.line:
                continue
            for number, value in enumerate(series.values):
                if value:
                    painter.fillRect(self._bar(number, floor[number], value), theme.color(series.role))
                floor[number] += value
        if self._across:
            self._paint_values(painter, floor)
        for series in self.shown.series:
            if series.line:
                self._paint_line(painter, series)
        self._paint_legend(painter)

    def _at(self, number: float, value: float, most: float) -> QPointF:
        field, share = self._field(), value / most
        middle = (number + 0.5) * self._pitch()
        if self._across:
            return QPointF(field.left() + share * field.width(), field.top() + middle)
        return QPointF(field.left() + middle, field.bottom() - share * field.height())

    def _bar(self, number: int, low: float, value: float) -> QRectF:
        thick = self._pitch() * 0.35
        first, last = self._at(number, low, self.shown.most), self._at(number, low + value, self.shown.most)
        if self._across:
            return QRectF(first.x(), first.y() - thick, last.x() - first.x(), 2 * thick)
        return QRectF(first.x() - thick, last.y(), 2 * thick, first.y() - last.y())

    def _foot(self) -> float:
        """Return where lying bars end: a few of them do not fill the plot."""
        field = self._field()
        return field.top() + self._pitch() * len(self.shown.labels) if self._across else field.bottom()

    def _paint_axes(self, painter: QPainter) -> None:
        theme, field, most, foot = self._themes.theme, self._field(), self.shown.most, self._foot()
        for value in range(0, most + 1, axis_step(most)):
            place = self._at(0, value, most)
            painter.setPen(QPen(theme.line, 1))
            ends = (QPointF(place.x(), field.top()), QPointF(place.x(), foot)) if self._across else (
                QPointF(field.left(), place.y()), QPointF(field.right(), place.y()))  # fmt: skip
            painter.drawLine(*ends)
            painter.setPen(theme.muted)
            box = QRectF(place.x() - 40, foot + 4, 80, 16) if self._across else QRectF(
                0, place.y() - 8, _LEFT - 8, 16)  # fmt: skip
            painter.drawText(box, _MIDDLE if self._across else _RIGHTMOST, text.number(value))
        below = QRectF(field.left(), foot + 24, field.width(), 18)
        if not self._across:
            painter.drawText(QRectF(12, 10, 200, 18), Qt.AlignmentFlag.AlignVCenter, self.shown.unit)
            painter.drawText(below, _MIDDLE, self.shown.other)
            return
        painter.drawText(below, _MIDDLE, self.shown.unit)
        for percent in range(0, 101, 20) if self.shown.has_percents else ():
            x = self._at(0, percent, 100).x()
            painter.drawText(QRectF(x - 40, field.top() - 20, 80, 16), _MIDDLE, f"{percent} %")

    def _paint_labels(self, painter: QPainter) -> None:
        field, metrics = self._field(), painter.fontMetrics()
        every = 1 if self._across else max(-(-_LABEL_PX // max(int(self._pitch()), 1)), 1)
        painter.setPen(self._themes.theme.text)
        for number, title in enumerate(self.shown.labels):
            place = self._at(number, 0, 1)
            if self._across:
                box = QRectF(12, place.y() - 9, _LEFT_WORDS - 24, 18)
                painter.drawText(
                    box, _RIGHTMOST, metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(box.width()))
                )
            elif number % every == 0:
                painter.drawText(QRectF(place.x() - 40, field.bottom() + 6, 80, 16), _MIDDLE, title)

    def _paint_values(self, painter: QPainter, ends: Sequence[float]) -> None:
        """Write the number of each lying bar behind it, or in it where a line would cross the number."""
        theme = self._themes.theme
        for number, value in enumerate(ends):
            box, inside = self.value_box(number, value, painter.fontMetrics())
            role = next((s.role for s in self.shown.series if not s.line and s.values[number]), "")
            painter.setPen(theme.color(f"on_{role}") if inside and role else theme.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text.number(int(value)))

    def value_box(self, number: int, value: float, metrics: QFontMetrics) -> tuple[QRectF, bool]:
        """Return where the number of a lying bar stands, and whether within the bar: at its end or its start."""
        wide = metrics.horizontalAdvance(text.number(int(value)))
        start, end = self._at(number, 0, self.shown.most), self._at(number, value, self.shown.most)
        behind = QRectF(end.x() + _VALUE_GAP, end.y() - _HALF_LINE, wide + 2, 2 * _HALF_LINE)
        within = [behind.translated(-wide - 2 * _VALUE_GAP - 2, 0), behind.translated(start.x() - end.x(), 0)]
        crossed = self._line_in(number)
        for box in (behind, *(within if end.x() - start.x() >= wide + 2 * _VALUE_GAP + 2 else ())):
            if box.right() <= self.width() and not any(
                low - _CLEAR <= box.right() and box.left() <= high + _CLEAR for low, high in crossed
            ):
                return box, box is not behind
        return behind, False

    def _line_in(self, number: int) -> list[tuple[float, float]]:
        """Return from where to where each line runs at the height of a lying bar's number."""
        found = []
        for series in self.shown.series:
            if not series.line or number >= len(series.values):
                continue
            most = 100 if series.percent else self.shown.most
            here, reach = self._at(number, series.values[number], most).x(), min(_HALF_LINE / self._pitch(), 1.0)
            beside = [self._at(n, series.values[n], most).x() for n in (number - 1, number + 1)
                      if 0 <= n < len(series.values)]  # fmt: skip
            xs = [here, *(here + reach * (x - here) for x in beside)]
            found.append((min(xs), max(xs)))
        return found

    def _paint_line(self, painter: QPainter, series: Series) -> None:
        color, most = self._themes.theme.color(series.role), 100 if series.percent else self.shown.most
        points = [self._at(number, value, most) for number, value in enumerate(series.values)]
        painter.setPen(QPen(color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if self._pitch() >= _DOTTED_PX:
            painter.setBrush(color)
            for point in points:
                painter.drawEllipse(point, 2, 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_legend(self, painter: QPainter) -> None:
        theme, x = self._themes.theme, float(self.width() - _RIGHT)
        for series in reversed(self.shown.series):
            wide = painter.fontMetrics().horizontalAdvance(series.name)
            painter.setPen(theme.text)
            painter.drawText(QRectF(x - wide - 2, 10, wide + 4, 18), Qt.AlignmentFlag.AlignVCenter, series.name)
            mark = QRectF(x - wide - 20, 17 if series.line else 14, 12, 3 if series.line else 10)
            painter.fillRect(mark, theme.color(series.role))
            x -= wide + 36
