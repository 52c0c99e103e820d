"""A table as a picture for files: its first rows, every shown column as wide as its words. Not the part in view."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from gui.tables.column_layout import visible_sections
from gui.tables.data_table import DataTable
from gui.tables.delegate import ROW_PX
from gui.theme import Theme
from gui.theme_style import number_font

MOST_ROWS = 500
"""Rows of a picture at most; a file of values has them all."""
_PADDING = 12
_WIDEST = 520


def _sections(table: DataTable) -> list[int]:
    return visible_sections(table.horizontalHeader())


def _rows(table: DataTable) -> int:
    return min(table.model().rowCount(), MOST_ROWS)


def _text(table: DataTable, row: int, section: int) -> str:
    return str(table.model().index(row, section).data() or "")


def _head(table: DataTable, section: int) -> str:
    return str(table.model().headerData(section, Qt.Orientation.Horizontal) or "")


def _widths(table: DataTable) -> list[int]:
    metrics = QFontMetrics(number_font(table.font()))
    found = []
    for section in _sections(table):
        words = [_head(table, section) + "  ", *(_text(table, row, section) for row in range(_rows(table)))]
        found.append(min(max(metrics.horizontalAdvance(text) for text in words), _WIDEST) + 2 * _PADDING)
    return found


def table_size(table: DataTable) -> QSize:
    """Return how large the picture of a table is."""
    return QSize(sum(_widths(table)), (_rows(table) + 1) * ROW_PX)


def paint_table(painter: QPainter, table: DataTable, theme: Theme) -> None:
    """Draw a table, headings first."""
    widths = _widths(table)
    painter.fillRect(QRect(0, 0, sum(widths), (_rows(table) + 1) * ROW_PX), theme.surface)
    font = number_font(table.font())
    strong = number_font(table.font())
    strong.setBold(True)
    metrics = QFontMetrics(font)
    for line in range(_rows(table) + 1):
        x, y = 0, line * ROW_PX
        painter.setFont(strong if line == 0 else font)
        painter.setPen(theme.muted if line == 0 else theme.text)
        for section, width in zip(_sections(table), widths, strict=True):
            text = _head(table, section) if line == 0 else _text(table, line - 1, section)
            side = table.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            room = QRect(x + _PADDING, y, width - 2 * _PADDING, ROW_PX)
            if line:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, side, text)
            x += width
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(QLineF(0, y + ROW_PX - 0.5, x, y + ROW_PX - 0.5))
