"""The table of the token matrix: its model, whose headings count gaps, and cells that are tinted and edited in place.

Not here: counting (``core.services.coverage``), and what is shown when (``gui.tabs.sequence_coverage``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from core.model.contact import Contact, PropertyDefinition
from core.services.coverage import Coverage, CoverageRow, SpanKind, TokenColumn
from gui import text
from gui.tables.data_table import DataTable
from gui.tables.delegate import ToneDelegate
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.contact_cells import CellEditor
from gui.theme import ThemeManager, Tone
from gui.widgets.store import SettingsStore

_Index = QModelIndex | QPersistentModelIndex
_TONES = {SpanKind.EMPTY: Tone.BROKEN, SpanKind.DEFAULT: Tone.SKIPPED}
_NAME_PX, _EMAIL_PX, _TOKEN_PX = 180, 220, 168
_HEAD_PX = 46
"""Room for two lines in every heading."""
_FIXED = 2
"""Columns before the first token: name and email."""


def matrix_columns(tokens: Sequence[TokenColumn]) -> tuple[Column[CoverageRow], ...]:
    """Make the columns of the matrix: the contact, then one a token."""
    fixed = (
        Column[CoverageRow](
            "name", "Contact", lambda row: row.contact.name, width=_NAME_PX, sortable=False, grows=True
        ),
        Column[CoverageRow](
            "email", "Email", lambda row: row.contact.email, width=_EMAIL_PX, sortable=False, hidden=True
        ),
    )
    return (*fixed, *(_token_column(place, token) for place, token in enumerate(tokens)))


def _token_column(place: int, token: TokenColumn) -> Column[CoverageRow]:
    def said(row: CoverageRow) -> str:
        cell = row.cells[place]
        return cell.text if cell.text or cell.kind is not SpanKind.EMPTY else "empty"

    def tip(row: CoverageRow) -> str:
        kind = row.cells[place].kind
        if kind is SpanKind.EMPTY:
            return f"{row.contact.name} has no value: the mail has a hole here.{_how(token)}"
        if kind is SpanKind.DEFAULT:
            return f"{row.contact.name} has no value: the default “{token.default}” stands in.{_how(token)}"
        return ""

    return Column(
        token.key, token.title, said, tone=lambda row: _TONES.get(row.cells[place].kind), width=_TOKEN_PX, tip=tip,
        sortable=False, grows=True,
    )  # fmt: skip


def _how(token: TokenColumn) -> str:
    return " Double-click to give one." if token.filled_by is not None else ""


class CoverageModel(PagedTableModel[CoverageRow]):
    """The matrix, a page of contacts at a time.

    Args:
        found: The matrix without its texts.
        fetch: Gets ids, returns their rows.
        parent: Owner.
    """

    def __init__(
        self,
        found: Coverage,
        fetch: Callable[[Sequence[int]], Sequence[CoverageRow]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(matrix_columns(found.columns), fetch, id_of=lambda row: row.contact.id, parent=parent)
        self._found = found
        self.set_ids(found.ids)

    def show_counts(self, found: Coverage) -> None:
        """Show other counts in the headings, of the same tokens."""
        self._found = found
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def definition_at(self, index: _Index) -> PropertyDefinition | None:
        """Give the property that a cell edits; ``None`` for cells that no contact can fill."""
        place = index.column() - _FIXED
        return self._found.columns[place].filled_by if 0 <= place < len(self._found.columns) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a heading: the token, and under it how many contacts have nothing there."""
        place = section - _FIXED
        if orientation != Qt.Orientation.Horizontal or not 0 <= place < len(self._found.columns):
            return super().headerData(section, orientation, role)
        token, found = self._found.columns[place], self._found
        empty, default = found.empty[place], found.defaults[place]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{token.title}\n{_share(empty, default, found.total)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            steps = text.join_words([str(step) for step in token.steps])
            whom = text.plural(found.total, "contact")
            return (
                f"{token.token.raw}\nIn step{'s' if len(token.steps) > 1 else ''} {steps}\n"
                f"{text.number(empty)} of {whom} empty, {text.number(default)} with the default"
            )
        return super().headerData(section, orientation, role)


def _share(empty: int, default: int, total: int) -> str:
    if empty:
        return f"{Tone.BROKEN.sign} {text.percent(empty, total)} empty"
    if default:
        return f"{Tone.SKIPPED.sign} {text.percent(default, total)} default"
    return f"{Tone.DONE.sign} complete" if total else ""


class CoverageDelegate(ToneDelegate):
    """Paints gaps on the ground of their tone, and marks the cell that has the keyboard."""

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(themes, parent)
        self._colours = themes

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell, and a frame around the one with the keyboard."""
        model: Any = index.model()
        row = model.row(index.row())
        tone = model.columns[index.column()].tone
        found = tone(row) if tone is not None and row is not None else None
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = self._colours.theme
        if found is not None and not state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.tone_soft(found))
        super().paint(painter, option, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.focus)
            painter.drawRect(rect.adjusted(0, 0, -1, -2))


class CoverageCells(CellEditor):
    """Edits the cells of the matrix whose token a contact can fill."""

    def contact_at(self, index: QModelIndex) -> Contact | None:
        """Give the contact of a row."""
        row: object = self._model().row(index)
        return row.contact if isinstance(row, CoverageRow) else None

    def definition_at(self, index: QModelIndex) -> PropertyDefinition | None:
        """Give the property that fills a cell's token."""
        model = self._model()
        return model.definition_at(index) if isinstance(model, CoverageModel) and index.isValid() else None


class CoverageTable(DataTable):
    """The matrix as a table in which single cells are chosen.

    Signals:
        edit_requested: the current cell shall be edited.
    """

    edit_requested = Signal()

    def __init__(self, themes: ThemeManager, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(themes, "sequences/coverage", store, parent)
        self._set_painter(CoverageDelegate(themes, self))
        self.horizontalHeader().setFixedHeight(_HEAD_PX)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)

    def put_in_order(self) -> None:
        """Put the columns as the model has them; an order that was kept is that of other gaps."""
        heads = self.horizontalHeader()
        for section in range(heads.count()):
            heads.moveSection(heads.visualIndex(section), section)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to edit the cell at Enter and F2."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit_requested.emit()
            return
        super().keyPressEvent(event)
