"""The list of differences between two versions, in words. What differs is ``core.services.workflow_diff``'s to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.services.workflow_diff import Difference, Mark, WorkflowDiff
from gui.canvas.marks import SIGNS, TONES
from gui.canvas.paint import wrapped
from gui.theme import ThemeManager
from gui.widgets.lists import ListView, paint_row_ground

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_LINE, _PAD, _SIGN, _GAP = 18, 6, 20, 2
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row: what became of a card, or one of its fields.

    Attributes:
        card: Card id; 0 for the trigger, -1 for the workflow itself.
        text: In words.
        mark: What became of the card; none for a field.
    """

    card: int
    text: str
    mark: Mark | None = None


def rows_of(diff: WorkflowDiff) -> list[ChangeRow]:
    """Give the rows: each difference, then its fields."""
    found: list[ChangeRow] = []
    for difference in diff.differences:
        found.append(ChangeRow(difference.card, difference.sentence, _mark(difference)))
        found += [ChangeRow(difference.card, change.sentence) for change in difference.fields]
    return found


def _mark(difference: Difference) -> Mark:
    return difference.marks[0]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[ChangeRow] = []

    def show_rows(self, rows: list[ChangeRow]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
        return self.rows[index.row()].text if index.isValid() and role in words else None


class _Delegate(QStyledItemDelegate):
    """Draws sign and words; long words take several lines."""

    def __init__(self, themes: ThemeManager, view: ChangeList) -> None:
        super().__init__(view)
        self._themes, self._view = themes, view

    def _lines(self, row: ChangeRow, font: QFont) -> list[str]:
        width = self._view.viewport().width() - 2 * _PAD - _SIGN
        return wrapped(row.text, font, max(width, 80), _MOST_LINES)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = self._view.rows.rows[index.row()]
        around = 2 * _PAD if row.mark is not None else _PAD
        return QSize(80, len(self._lines(row, self._view.font())) * _LINE + around + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._view.rows.rows[index.row()]
        theme = self._themes.theme
        rect: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        painter.save()
        paint_row_ground(painter, rect, option, theme)
        font = self._view.font()
        top = rect.top() + (_PAD if row.mark is not None else _PAD // 2)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if row.mark is not None:
            strong = QFont(font)
            strong.setWeight(QFont.Weight.Bold)
            painter.setFont(strong)
            painter.setPen(theme.tone(TONES[row.mark]))
            painter.drawText(QRect(rect.left() + _PAD, top, _SIGN, _LINE), left, SIGNS[row.mark])
        painter.setFont(font)
        painter.setPen(theme.text if row.mark is not None else theme.muted)
        for number, line in enumerate(self._lines(row, font)):
            box = QRect(rect.left() + _PAD + _SIGN, top + number * _LINE, rect.width() - _PAD - _SIGN, _LINE)
            painter.drawText(box, left, line)
        painter.restore()


class ChangeList(ListView):
    """Lists differences; choosing one tells its card.

    Arguments:
        themes: Colours.
        parent: Owner.

    Signals:
        card_chosen: the card of the row that is current now.
    """

    card_chosen = Signal(int)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("Differences", parent)
        self.rows = _Model(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(themes, self))
        self.setUniformItemSizes(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("version_changes")
        self.selectionModel().currentChanged.connect(self._on_current)

    def show_diff(self, diff: WorkflowDiff) -> None:
        """List what differs."""
        self.rows.show_rows(rows_of(diff))

    def show_card(self, card_id: int) -> None:
        """Make the rows of a card current without telling."""
        at = next((n for n, row in enumerate(self.rows.rows) if row.card == card_id), -1)
        model = self.selectionModel()
        before = model.blockSignals(True)
        self.setCurrentIndex(self.rows.index(at) if at >= 0 else QModelIndex())
        model.blockSignals(before)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    @Slot(QModelIndex)
    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid():
            self.card_chosen.emit(self.rows.rows[index.row()].card)
