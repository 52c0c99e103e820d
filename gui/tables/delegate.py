"""The painting of table rows and cells: tones, signs, hairlines.

Lives here: `ToneDelegate`. It asks the model for whole rows instead of one role at a time, because a screen of cells
has 16 ms; tables of whole rows hand it a row at a time for the same reason, since what Qt does before and after every
cell takes longer than painting it. Not here: which rows have which tone, and which part of a table is painted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from gui.tables.paged import Column, PagedTableModel
from gui.theme import ThemeManager, Tone
from gui.theme_style import number_font

PADDING_PX = 8
ROW_PX = 32
_BAR_PX = 2
_LINK_PX = 4
_MAX_FITTED = 8_192
"""Texts of which is remembered how they fit: some 20 screens."""
_SINGLE_LINE = int(Qt.TextFlag.TextSingleLine)
_Index = QModelIndex | QPersistentModelIndex


class ToneDelegate(QStyledItemDelegate):
    """Paints cells of a `PagedTableModel`: soft ground for rows with a tone, sign and colour for cells with one."""

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        #: The row under the pointer, -1 for none; the view keeps it.
        self.hovered_row = -1
        #: Says which rows belong to the chosen one and get a bar at their left.
        self.is_linked: Callable[[object], bool] | None = None
        #: What is left of a text in a width, by text, width and whether it is a number.
        self._fitted: dict[tuple[str, int, bool], str] = {}
        self._set_fonts(QFont())
        themes.changed.connect(self._on_theme_changed)

    def set_font(self, font: QFont) -> None:
        """Sets the font of all cells."""
        self._set_fonts(font)

    def _set_fonts(self, font: QFont) -> None:
        self._font = QFont(font)
        self._number_font = number_font(font)
        self._metrics = QFontMetrics(self._font)
        self._number_metrics = QFontMetrics(self._number_font)
        self._fitted.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Returns the room of a cell's text; used only when a person fits a column to its cells."""
        text, _ = self._text(index)
        return QSize(self._metrics.horizontalAdvance(text) + 2 * PADDING_PX + 1, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints one cell."""
        model: Any = index.model()
        assert isinstance(model, PagedTableModel)
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        cells = ((index.column(), rect.left(), rect.width()),)
        self.paint_row(painter, model, index.row(), rect.top(), cells, selected=selected)

    def paint_row(
        self,
        painter: QPainter,
        model: PagedTableModel[Any],
        number: int,
        top: int,
        cells: Sequence[tuple[int, int, int]],
        *,
        selected: bool,
    ) -> None:
        """Paints neighbouring cells of one row.

        Args:
            painter: paints in the viewport's pixels.
            model: has the row.
            number: which row.
            top: its upper edge.
            cells: column, left edge and width of each cell, from left to right.
            selected: whether they are chosen.
        """
        theme = self._themes.theme
        row = model.row(number)
        left, right = cells[0][1], cells[-1][1] + cells[-1][2]
        ground = self._ground(model, row, number, selected=selected)
        if ground is not None:
            painter.fillRect(left, top, right - left, ROW_PX, ground)
        painter.fillRect(left, top + ROW_PX - 1, right - left, 1, theme.line)
        if selected and left <= 0:
            painter.fillRect(0, top, _BAR_PX, ROW_PX, theme.accent)
        if row is None:
            return
        if not selected and left <= 0 and self.is_linked is not None and self.is_linked(row):
            painter.fillRect(0, top, _LINK_PX, ROW_PX - 1, theme.outline)
        columns = model.columns
        for section, x, width in cells:
            column = columns[section]
            tone = column.tone(row) if column.tone else None
            text = self._fit(_signed(column, row, tone), width - 2 * PADDING_PX, column.number)
            if text:
                painter.setFont(self._number_font if column.number else self._font)
                painter.setPen(theme.text if tone is None else theme.tone(tone))
                flags = column.flags | _SINGLE_LINE
                painter.drawText(x + PADDING_PX, top, width - 2 * PADDING_PX, ROW_PX - 1, flags, text)

    def _ground(self, model: PagedTableModel[Any], row: object, number: int, *, selected: bool) -> QColor | None:
        """Returns what a row stands on; None for the table's own ground."""
        theme = self._themes.theme
        if selected:
            return theme.accent_soft
        tone = model.row_tone(row) if row is not None else None
        if tone is not None:
            return theme.tone_soft(tone)
        return theme.hover if number == self.hovered_row else None

    def _fit(self, text: str, width: int, number: bool) -> str:
        """Returns a text, cut with dots where it is wider than its room; measuring takes as long as drawing."""
        key = (text, width, number)
        found = self._fitted.get(key)
        if found is None:
            metrics = self._number_metrics if number else self._metrics
            found = text
            if metrics.horizontalAdvance(text) > width:
                found = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            if len(self._fitted) >= _MAX_FITTED:
                self._fitted.clear()
            self._fitted[key] = found
        return found

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        """Shows the column's own tip, else the whole text of a cell that is cut."""
        if event.type() == QEvent.Type.ToolTip and index.isValid() and not index.data(Qt.ItemDataRole.ToolTipRole):
            text, width = self._text(index)
            room = option.rect.width() - 2 * PADDING_PX
            QToolTip.showText(event.globalPos(), text if width > room else "", view)
            return True
        return super().helpEvent(event, view, option, index)

    def _text(self, index: _Index) -> tuple[str, int]:
        """Returns the text of a cell with its sign, and its width in pixels."""
        model: QAbstractItemModel = index.model()
        assert isinstance(model, PagedTableModel)
        row = model.row(index.row())
        if row is None:
            return "", 0
        column = model.columns[index.column()]
        text = _signed(column, row, column.tone(row) if column.tone else None)
        return text, self._metrics.horizontalAdvance(text)

    @Slot()
    def _on_theme_changed(self) -> None:
        view = self.parent()
        if isinstance(view, QAbstractItemView):
            view.viewport().update()


def _signed(column: Column[Any], row: object, tone: Tone | None) -> str:
    """Returns the text of a cell, with the sign of its tone before it."""
    text = column.text(row)
    return f"{tone.sign} {text}" if tone is not None and tone.sign else text
