"""A map of cells with titles at the left and on top, such as senders by days: painted, scrolled, walked with the keys.

Not here: what the cells mean (``gui.tabs.result_pages``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from gui.theme import ThemeManager, Tone
from gui.theme_style import number_font, small_font

HEAD_PX = 40
ROW_PX = 32
_LEFT_PX = 160
_CELL_PX = 56
_FAINTEST = 0.12


@dataclass(frozen=True)
class GridCell:
    """One cell.

    Attributes:
        text: What stands in it; empty for an empty cell.
        share: How full it is, 0 to 1: how strong its colour is.
        tone: Its colour.
        hatched: Whether it is closed.
        ahead: Whether it lies in the future.
        tip: Its tool tip.
    """

    text: str = ""
    share: float = 0.0
    tone: Tone = Tone.ACCENT
    hatched: bool = False
    ahead: bool = False
    tip: str = ""


class CellGrid(QAbstractScrollArea):
    """The map. Arrow keys move, Enter or a click picks.

    Signals:
        picked: the row and column of a cell that was chosen.
    """

    picked = Signal(int, int)

    def __init__(self, themes: ThemeManager, cell_px: int = _CELL_PX, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._least = cell_px
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[GridCell]] = ()
        self.current = (0, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        themes.changed.connect(self.viewport().update)

    def set_cells(self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[GridCell]]) -> None:
        """Show other cells; titles of columns may have two lines."""
        self._rows, self._columns, self._cells = rows, columns, cells
        self.current = (
            min(self.current[0], max(len(rows) - 1, 0)),
            min(self.current[1], max(len(columns) - 1, 0)),
        )
        self._set_bars()
        self.viewport().update()

    def rect_of(self, row: int, column: int) -> QRect:
        """Return where a cell is, in the viewport."""
        wide = self._wide()
        x = _LEFT_PX + column * wide - self.horizontalScrollBar().value()
        return QRect(x, HEAD_PX + row * ROW_PX - self.verticalScrollBar().value(), wide, ROW_PX)

    def cell_at(self, place: QPoint) -> tuple[int, int] | None:
        """Return which cell is at a place of the viewport."""
        if place.x() < _LEFT_PX or place.y() < HEAD_PX:
            return None
        row = (place.y() - HEAD_PX + self.verticalScrollBar().value()) // ROW_PX
        column = (place.x() - _LEFT_PX + self.horizontalScrollBar().value()) // self._wide()
        return (row, column) if row < len(self._rows) and column < len(self._columns) else None

    def full_size(self) -> QSize:
        """Return the size of the whole map, for files."""
        return QSize(_LEFT_PX + len(self._columns) * self._wide(), HEAD_PX + len(self._rows) * ROW_PX)

    def sizeHint(self) -> QSize:
        """Return a size with some cells."""
        return QSize(480, 240)

    def _wide(self) -> int:
        room = self.viewport().width() - _LEFT_PX
        return max(self._least, min(room // max(len(self._columns), 1), 2 * self._least))

    def _set_bars(self) -> None:
        size, view = self.full_size(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), view.width()),
            (self.verticalScrollBar(), size.height(), view.height()),
        ):
            bar.setRange(0, max(whole - seen, 0))
            bar.setPageStep(seen)
            bar.setSingleStep(ROW_PX)

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
        """Move with the arrows; Enter and space pick."""
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        step = steps.get(Qt.Key(event.key()))
        if not self._rows or not self._columns:
            super().keyPressEvent(event)
        elif step is not None:
            row, column = self.current[0] + step[0], self.current[1] + step[1]
            self._go((min(max(row, 0), len(self._rows) - 1), min(max(column, 0), len(self._columns) - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(*self.current)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell of the cell under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.cell_at(event.pos())
            QToolTip.showText(event.globalPos(), self._cells[hit[0]][hit[1]].tip if hit else "", self)
            return True
        return super().viewportEvent(event)

    def _go(self, to: tuple[int, int]) -> None:
        self.current = to
        rect, view = self.rect_of(*to), self.viewport().rect()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + min(rect.left() - _LEFT_PX, 0) + max(rect.right() - view.right(), 0))
        down.setValue(down.value() + min(rect.top() - HEAD_PX, 0) + max(rect.bottom() - view.bottom(), 0))
        self.setAccessibleDescription(self._cells[to[0]][to[1]].tip)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is seen."""
        painter = QPainter(self.viewport())
        self.paint(painter, self.viewport().rect())
        painter.end()

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the map into an area, scrolled as it is; also for files."""
        theme = self._themes.theme
        painter.fillRect(area, theme.surface)
        painter.setFont(small_font(number_font(self.font())))
        painter.save()
        painter.setClipRect(area.adjusted(_LEFT_PX, HEAD_PX, 0, 0))
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                rect = self.rect_of(row, column)
                if rect.intersects(area):
                    self._paint_cell(painter, rect, cell, self.hasFocus() and self.current == (row, column))
        painter.restore()
        self._paint_titles(painter, area)

    def _paint_cell(self, painter: QPainter, rect: QRect, cell: GridCell, is_current: bool) -> None:
        theme, inner = self._themes.theme, rect.adjusted(1, 1, -1, -1)
        painter.fillRect(inner, theme.window)
        if cell.share > 0:
            # Far ahead lies on a soft ground, what has left is solid up to how full the day is.
            painter.fillRect(inner, theme.tone_soft(cell.tone))
            width = round(inner.width() * min(max(cell.share, _FAINTEST), 1))
            painter.fillRect(QRect(inner.left(), inner.bottom() - 2, width, 3), theme.tone(cell.tone))
        if cell.hatched:
            painter.setPen(Qt.PenStyle.NoPen)
            brush = painter.brush()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.outline, 1))
            painter.save()
            painter.setClipRect(inner, Qt.ClipOperation.IntersectClip)
            for x in range(inner.left() - inner.height(), inner.right(), 7):
                painter.drawLine(x, inner.bottom(), x + inner.height(), inner.top())
            painter.restore()
            painter.setBrush(brush)
        if cell.text:
            painter.setPen(theme.muted if cell.ahead else theme.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, cell.text)
        if is_current:
            painter.setPen(QPen(theme.focus, 2))
            painter.drawRect(inner.adjusted(0, 0, -1, -1))

    def _paint_titles(self, painter: QPainter, area: QRect) -> None:
        theme, metrics = self._themes.theme, painter.fontMetrics()
        painter.setPen(theme.text)
        for row, title in enumerate(self._rows):
            rect = QRect(12, self.rect_of(row, 0).top(), _LEFT_PX - 20, ROW_PX)
            if rect.top() >= HEAD_PX - ROW_PX:
                painter.save()
                painter.setClipRect(QRect(0, HEAD_PX, _LEFT_PX, area.height()))
                elided = metrics.elidedText(title, Qt.TextElideMode.ElideRight, rect.width())
                painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
                painter.restore()
        painter.setPen(theme.muted)
        painter.setClipRect(area.adjusted(_LEFT_PX, 0, 0, 0))
        for column, title in enumerate(self._columns):
            rect = QRect(self.rect_of(0, column).left(), 0, self._wide(), HEAD_PX)
            if rect.intersects(area):
                lines = "\n".join(
                    metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width() - 6)
                    for line in title.split("\n")
                )
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, lines)
        painter.setClipping(False)
