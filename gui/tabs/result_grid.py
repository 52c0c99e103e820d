"""A map of cells with titles at the left and on top, such as senders by days: painted, scrolled, walked with the keys.

Not here: what the cells mean (``gui.tabs.result_cells``), the legend's samples (``gui.tabs.result_legend``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.tabs.result_legend import Hatch, LegendItem, legend_height, paint_bar, paint_hatch, paint_legend
from gui.text import plain_tip
from gui.theme import ThemeManager, Tone
from gui.theme_style import number_font, small_font

HEAD_PX = 40
ROW_PX = 32
_LEFT_PX = 168
_MARGIN = 16
_FOOT_GAP = 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_FAR = 1_000_000
_PADDING = 10
_MEASURED = 20
"""The longest texts of cells, of which the widest decides how wide columns are."""


@dataclass(frozen=True)
class GridCell:
    """One cell.

    Attributes:
        text: What stands in it; empty for an empty cell.
        share: How long its bar is, 0 to 1; a cell with a bar has the soft ground of its tone.
        tone: Its colour.
        hatch: What is closed.
        ahead: Whether it lies in the future.
        tip: Its tool tip.
    """

    text: str = ""
    share: float = 0.0
    tone: Tone = Tone.ACCENT
    hatch: Hatch = Hatch.NONE
    ahead: bool = False
    tip: str = ""


@dataclass(frozen=True)
class Cells:
    """What a map shows.

    Attributes:
        rows: Titles at the left.
        columns: Titles on top; they may have two lines.
        cells: The cells, row by row.
        corner: What rows and columns are, one line each.
        legend: What the marks mean.
        divider: Before which column a line stands; 0 for none.
    """

    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    cells: Sequence[Sequence[GridCell]] = ()
    corner: tuple[str, str] = ("", "")
    legend: Sequence[LegendItem] = field(default=())
    divider: int = 0


class CellGrid(QAbstractScrollArea):
    """The map. Arrow keys, Home, End and the page keys move; Enter or a click picks.

    Signals:
        picked: the row and column of a cell that was chosen.
    """

    picked = Signal(int, int)

    def __init__(self, themes: ThemeManager, cell_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._least = self._usual = cell_px
        self.shown = Cells()
        self.current = (0, 0)
        #: The cell that something beside the map tells of; it stays marked wherever the keys go.
        self.told: tuple[int, int] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.changed.connect(self.viewport().update)

    def set_cells(self, cells: Cells) -> None:
        """Show other cells; columns become as wide as their words ask for."""
        self.shown = cells
        longest = sorted({cell.text for row in cells.cells for cell in row}, key=len)[-_MEASURED:]
        metrics = QFontMetrics(small_font(number_font(self.font())))
        self._least = max(self._usual, *(metrics.horizontalAdvance(text) + _PADDING for text in longest), 0)
        self.current = (
            min(self.current[0], max(len(cells.rows) - 1, 0)),
            min(self.current[1], max(len(cells.columns) - 1, 0)),
        )
        self._set_bars()
        self.viewport().update()

    def mark(self, row: int, column: int) -> None:
        """Mark the cell that something beside the map tells of."""
        self.told = (row, column)
        self.viewport().update()

    def rect_of(self, row: int, column: int) -> QRect:
        """Return where a cell is, in the viewport."""
        wide = self._wide()
        x = _LEFT_PX + column * wide - self.horizontalScrollBar().value()
        return QRect(x, HEAD_PX + row * ROW_PX - self.verticalScrollBar().value(), wide, ROW_PX)

    def cell_at(self, place: QPoint) -> tuple[int, int] | None:
        """Return which cell is at a place of the viewport."""
        if place.x() < _LEFT_PX or not HEAD_PX <= place.y() < HEAD_PX + self._room().height():
            return None
        row = (place.y() - HEAD_PX + self.verticalScrollBar().value()) // ROW_PX
        column = (place.x() - _LEFT_PX + self.horizontalScrollBar().value()) // self._wide()
        return (row, column) if row < len(self.shown.rows) and column < len(self.shown.columns) else None

    def full_size(self) -> QSize:
        """Return the size of the whole map with its legend, for files."""
        width = _LEFT_PX + len(self.shown.columns) * self._wide() + _MARGIN
        return QSize(width, HEAD_PX + len(self.shown.rows) * ROW_PX + self._foot(width))

    def sizeHint(self) -> QSize:
        """Return a size with some cells."""
        return QSize(480, 240)

    def _wide(self) -> int:
        room = self.viewport().width() - _LEFT_PX - _MARGIN
        return max(self._least, min(room // max(len(self.shown.columns), 1), 2 * self._least))

    def _foot(self, width: int) -> int:
        metrics = QFontMetrics(small_font(number_font(self.font())))
        high = legend_height(self.shown.legend, metrics, width - 2 * _MARGIN)
        return high + 2 * _FOOT_GAP if high else 0

    def _room(self) -> QSize:
        """Return how much of the viewport is for cells."""
        view = self.viewport().size()
        return QSize(view.width() - _LEFT_PX, max(view.height() - HEAD_PX - self._foot(view.width()), ROW_PX))

    def _set_bars(self) -> None:
        room = self._room()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), len(self.shown.columns) * self._wide() + _MARGIN, room.width()),
            (self.verticalScrollBar(), len(self.shown.rows) * ROW_PX, room.height()),
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(ROW_PX)

    # ------------------------------------------------------------ events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the scroll bars true."""
        super().resizeEvent(event)
        self._set_bars()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a cell."""
        hit = self.cell_at(event.position().toPoint())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(hit)
            self.picked.emit(*hit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the keys, telling of the cell reached; Enter and space pick."""
        key = Qt.Key(event.key())
        step = self._step(key, far=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if not self.shown.rows or not self.shown.columns or (step is None and key not in _ENTER):
            super().keyPressEvent(event)
        elif step is None:
            self.picked.emit(*self.current)
        else:
            row, column = self.current[0] + step[0], self.current[1] + step[1]
            self._go(
                (min(max(row, 0), len(self.shown.rows) - 1), min(max(column, 0), len(self.shown.columns) - 1)),
                tell=True,
            )

    def _step(self, key: Qt.Key, *, far: bool) -> tuple[int, int] | None:
        page = max(self._room().height() // ROW_PX - 1, 1)
        rows = _FAR if far else 0
        return {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_PageUp: (-page, 0),
            Qt.Key.Key_PageDown: (page, 0),
            Qt.Key.Key_Home: (-rows, -_FAR),
            Qt.Key.Key_End: (rows, _FAR),
        }.get(key)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of the cell under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self.tip_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """Return what is told of a place of the viewport; of a title, its whole text."""
        hit = self.cell_at(place)
        if hit is not None:
            return self.shown.cells[hit[0]][hit[1]].tip
        row = (place.y() - HEAD_PX + self.verticalScrollBar().value()) // ROW_PX
        column = (place.x() - _LEFT_PX + self.horizontalScrollBar().value()) // self._wide()
        if place.x() < _LEFT_PX and place.y() >= HEAD_PX and row < len(self.shown.rows):
            return self.shown.rows[row]
        if place.x() >= _LEFT_PX and place.y() < HEAD_PX and column < len(self.shown.columns):
            return " ".join(self.shown.columns[column].split("\n"))
        return ""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which cell the keys start from."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _go(self, to: tuple[int, int], *, tell: bool = False) -> None:
        self.current = to
        rect, room = self.rect_of(*to), self._room()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        right, bottom = _LEFT_PX + room.width() - 1, HEAD_PX + room.height() - 1
        across.setValue(across.value() + min(rect.left() - _LEFT_PX, 0) + max(rect.right() - right, 0))
        down.setValue(down.value() + min(rect.top() - HEAD_PX, 0) + max(rect.bottom() - bottom, 0))
        tip = self.shown.cells[to[0]][to[1]].tip
        self.setAccessibleDescription(tip)
        if tell:
            QToolTip.showText(self.viewport().mapToGlobal(self.rect_of(*to).bottomLeft()), plain_tip(tip), self)
        self.viewport().update()

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        self._paint(painter, self.viewport().rect(), QPoint(self.horizontalScrollBar().value(),
                                                            self.verticalScrollBar().value()))  # fmt: skip
        painter.end()

    def paint(self, painter: QPainter) -> None:
        """Paint the whole map, for files."""
        self._paint(painter, QRect(QPoint(0, 0), self.full_size()), QPoint(0, 0), marked=False)

    def _paint(self, painter: QPainter, area: QRect, scrolled: QPoint, *, marked: bool = True) -> None:
        theme, foot = self._themes.theme, self._foot(area.width())
        painter.fillRect(area, theme.surface)
        painter.setFont(small_font(number_font(self.font())))
        below = min(HEAD_PX + len(self.shown.rows) * ROW_PX, max(area.height() - foot, HEAD_PX + ROW_PX))
        room = QRect(_LEFT_PX, HEAD_PX, area.width() - _LEFT_PX, below - HEAD_PX)
        wide = self._wide()
        rows = range(scrolled.y() // ROW_PX, min(-(-(scrolled.y() + room.height()) // ROW_PX), len(self.shown.rows)))
        columns = range(scrolled.x() // wide, min(-(-(scrolled.x() + room.width()) // wide), len(self.shown.columns)))
        origin = QPoint(_LEFT_PX, HEAD_PX) - scrolled
        painter.save()
        painter.setClipRect(room)
        for row in rows:
            for column in columns:
                rect = QRect(origin.x() + column * wide, origin.y() + row * ROW_PX, wide, ROW_PX)
                self._paint_cell(painter, rect, self.shown.cells[row][column])
                if marked:
                    self._paint_mark(painter, rect, (row, column))
        if self.shown.divider:
            x = origin.x() + self.shown.divider * wide
            painter.fillRect(QRect(x - 1, HEAD_PX, 2, room.height()), theme.outline)
        painter.restore()
        self._paint_row_titles(painter, rows, origin.y(), room)
        self._paint_column_titles(painter, columns, origin.x(), room)
        if foot:
            at = QPoint(_MARGIN, below + _FOOT_GAP)
            paint_legend(painter, at, self.shown.legend, area.width() - 2 * _MARGIN, theme)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: GridCell) -> None:
        theme, inner = self._themes.theme, rect.adjusted(1, 1, -1, -1)
        ground = theme.tone_soft(cell.tone) if cell.share > 0 else theme.window
        painter.fillRect(inner, ground)
        if cell.hatch:
            paint_hatch(painter, inner, cell.hatch, theme)
        if cell.text:
            if cell.hatch:
                # Words are read on a plain ground.
                wide = painter.fontMetrics().horizontalAdvance(cell.text) + 8
                painter.fillRect(QRect(inner.center().x() - wide // 2, inner.top() + 6, wide, 18), ground)
            painter.setPen(theme.muted if cell.ahead else theme.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, cell.text)
        if cell.share > 0:
            paint_bar(painter, inner, cell.share, cell.tone, theme)

    def _paint_mark(self, painter: QPainter, rect: QRect, at: tuple[int, int]) -> None:
        """Ring the cell under the cursor of the keys, and the one that is told of beside the map."""
        theme, is_cursor = self._themes.theme, at == self.current and self.hasFocus()
        if is_cursor or at == self.told:
            painter.setPen(QPen(theme.focus if is_cursor else theme.outline, 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    def _paint_row_titles(self, painter: QPainter, rows: range, top: int, room: QRect) -> None:
        theme, metrics = self._themes.theme, painter.fontMetrics()
        painter.save()
        painter.setClipRect(QRect(0, room.top(), _LEFT_PX, room.height()))
        painter.setPen(theme.text)
        for row in rows:
            rect = QRect(_MARGIN, top + row * ROW_PX, _LEFT_PX - _MARGIN - 8, ROW_PX)
            elided = metrics.elidedText(self.shown.rows[row], Qt.TextElideMode.ElideRight, rect.width())
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.restore()

    def _paint_column_titles(self, painter: QPainter, columns: range, left: int, room: QRect) -> None:
        theme, metrics, wide = self._themes.theme, painter.fontMetrics(), self._wide()
        painter.save()
        painter.setPen(theme.muted)
        corner = QRect(_MARGIN, 5, _LEFT_PX - _MARGIN - 8, HEAD_PX - 9)
        across, down = self.shown.corner
        painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, across)
        painter.drawText(corner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, down)
        painter.setClipRect(QRect(room.left(), 0, room.width(), HEAD_PX))
        for column in columns:
            rect = QRect(left + column * wide, 0, wide, HEAD_PX)
            lines = "\n".join(
                metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width() - 6)
                for line in self.shown.columns[column].split("\n")
            )
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, lines)
        painter.restore()
