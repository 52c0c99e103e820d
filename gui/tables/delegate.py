"""The painting of table cells: tones, signs, hairlines.

Lives here: `ToneDelegate`. It asks the model for whole rows instead of one role at a time, because a screen of cells
has 16 ms. Not here: which rows have which tone.
"""

from __future__ import annotations

from collections.abc import Callable
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
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from gui.tables.paged import PagedTableModel
from gui.theme import ThemeManager, Tone
from gui.theme_style import number_font

PADDING_PX = 8
ROW_PX = 32
_BAR_PX = 2
_LINK_PX = 4

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

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Returns the room of a cell's text; used only when a person fits a column to its cells."""
        text, _ = self._text(index)
        return QSize(self._metrics.horizontalAdvance(text) + 2 * PADDING_PX + 1, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints one cell."""
        model: Any = index.model()
        assert isinstance(model, PagedTableModel)
        theme = self._themes.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        row_number = index.row()
        row = model.row(row_number)
        tone = model.row_tone(row) if row is not None else None
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, theme.accent_soft)
        elif tone is not None:
            painter.fillRect(rect, theme.tone_soft(tone))
        elif row_number == self.hovered_row:
            painter.fillRect(rect, theme.hover)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.line)
        if selected and rect.left() <= 0:
            painter.fillRect(rect.left(), rect.top(), _BAR_PX, rect.height(), theme.accent)
        if row is None:
            return
        if not selected and rect.left() <= 0 and self.is_linked is not None and self.is_linked(row):
            painter.fillRect(rect.left(), rect.top(), _LINK_PX, rect.height() - 1, theme.outline)
        column = model.columns[index.column()]
        cell_tone = column.tone(row) if column.tone else None
        text = column.text(row)
        if cell_tone is not None and cell_tone.sign:
            text = f"{cell_tone.sign} {text}"
        if not text:
            return
        painter.setFont(self._number_font if column.number else self._font)
        painter.setPen(theme.text if cell_tone is None else theme.tone(cell_tone))
        space = rect.adjusted(PADDING_PX, 0, -PADDING_PX, -1)
        metrics = self._number_metrics if column.number else self._metrics
        if metrics.horizontalAdvance(text) > space.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, space.width())
        painter.drawText(space, int(column.alignment | Qt.TextFlag.TextSingleLine), text)

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
        tone: Tone | None = column.tone(row) if column.tone else None
        text = f"{tone.sign} {column.text(row)}" if tone is not None and tone.sign else column.text(row)
        return text, self._metrics.horizontalAdvance(text)

    @Slot()
    def _on_theme_changed(self) -> None:
        view = self.parent()
        if isinstance(view, QAbstractItemView):
            view.viewport().update()
