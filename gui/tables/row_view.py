"""A table view that paints row by row, and only the rows that a scroll uncovers.

Lives here: `RowView`: painting and the row under the pointer. Not here: how a row looks (gui/tables/delegate.py), and
what a person does with rows (gui/tables/data_table.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.tables.delegate import ROW_PX, ToneDelegate
from gui.tables.paged import PagedTableModel
from gui.theme import ThemeManager


class RowView(QTableView):
    """Paints the rows of a `PagedTableModel`, each `ROW_PX` high.

    Args:
        themes: gives the colours.
        parent: owner.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._delegate = ToneDelegate(themes, self)
        self._set_painter(self._delegate)
        self.setMouseTracking(True)
        # We paint our own ground: what is uncovered alone is painted then, and the rest is moved.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _set_painter(self, delegate: ToneDelegate) -> None:
        """Takes another delegate for rows and cells."""
        delegate.set_font(self.font())
        self._delegate = delegate
        self.setItemDelegate(delegate)

    def set_linked(self, is_linked: Callable[[object], bool] | None) -> None:
        """Sets which rows are marked as belonging to the chosen one; asked with a row's data whenever it is painted."""
        self._delegate.is_linked = is_linked

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints whole rows where rows are what is chosen; where cells are, Qt goes through them one by one."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._themes.theme.surface)
        model = self.model()
        by_row = self.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows
        if by_row and isinstance(model, PagedTableModel):
            self._paint_rows(painter, model, event.region())
        painter.end()
        if not by_row:
            super().paintEvent(event)

    def _paint_rows(self, painter: QPainter, model: PagedTableModel[Any], region: QRegion) -> None:
        area = region.boundingRect()
        cells = self._cells_between(area.left(), area.right())
        first = self.rowAt(area.top())
        if first < 0 or not cells:
            return
        chosen = self.selectionModel()
        some_chosen = chosen.hasSelection()
        top = self.rowViewportPosition(first)
        after = min(first + (area.bottom() - top) // ROW_PX + 1, model.rowCount())
        for number in range(first, after):
            # A scroll uncovers rows at one end while the pointer comes to stand on another: none in between is painted.
            if region.intersects(QRect(area.left(), top, area.width(), ROW_PX)):
                selected = some_chosen and chosen.rowIntersectsSelection(number)
                self._delegate.paint_row(painter, model, number, top, cells, selected=selected)
            top += ROW_PX

    def _cells_between(self, left: int, right: int) -> list[tuple[int, int, int]]:
        """Returns the cells of every row between two edges as column, left edge and width, from left to right."""
        heads = self.horizontalHeader()
        ends = (heads.visualIndexAt(left), heads.visualIndexAt(right))
        low, high = sorted(end if end >= 0 else heads.count() - 1 for end in ends)
        shown = [heads.logicalIndex(place) for place in range(low, high + 1)]
        cells = [(section, self.columnViewportPosition(section), self.columnWidth(section)) for section in shown]
        return sorted((cell for cell in cells if cell[2]), key=lambda cell: cell[1])

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Moves what is painted; sideways all is painted anew, since the bars of chosen rows stay at the left."""
        super().scrollContentsBy(dx, dy)
        if dx:
            self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        """Hands a new font on to the painting of cells."""
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_delegate"):
            self._delegate.set_font(self.font())
        super().changeEvent(event)

    # ---- the row under the pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows which row is under the pointer."""
        self._hover(self.rowAt(int(event.position().y())))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Shows no row under the pointer any more."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered_row = self._delegate.hovered_row, row
        if before == row:
            return
        for number in (before, row):
            if number >= 0:
                top = self.rowViewportPosition(number)
                self.viewport().update(0, top, self.viewport().width(), ROW_PX)
