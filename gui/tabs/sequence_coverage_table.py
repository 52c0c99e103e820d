"""The table of the token matrix: its model, whose headings count gaps, and cells that are tinted and edited in place.

Not here: counting (``core.services.coverage``), and what is shown when (``gui.tabs.sequence_coverage``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QStyle, QStyleOptionViewItem, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from core.model.project import Project
from core.services.coverage import Coverage, CoverageRow, SpanKind, TokenColumn
from core.services.values import show_value
from gui import text
from gui.tables.data_table import DataTable
from gui.tables.delegate import ToneDelegate
from gui.tables.paged import Column, PagedTableModel
from gui.theme import ThemeManager, Tone
from gui.widgets.store import SettingsStore

_Index = QModelIndex | QPersistentModelIndex
_TONES = {SpanKind.EMPTY: Tone.BROKEN, SpanKind.DEFAULT: Tone.SKIPPED}
_NAME_PX, _EMAIL_PX, _TOKEN_PX = 180, 220, 150
_HEAD_PX = 46
_FIXED = 2
"""Columns before the first token: name and email."""


def matrix_columns(tokens: Sequence[TokenColumn]) -> tuple[Column[CoverageRow], ...]:
    """Make the columns of the matrix: the contact, then one a token."""
    fixed = (
        Column[CoverageRow]("name", "Contact", lambda row: row.contact.name, width=_NAME_PX, sortable=False),
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
        sortable=False,
    )  # fmt: skip


def _how(token: TokenColumn) -> str:
    return " Double-click to give one." if token.filled_by is not None else ""


class CoverageModel(PagedTableModel[CoverageRow]):
    """The matrix, a page of contacts at a time.

    Args:
        found: The matrix without its texts.
        fetch: Gets ids, returns their rows.
        project: Gives the project, for what a cell holds.
        parent: Owner.

    Signals:
        value_typed: a contact's id, the property of a cell, and what was typed into it: a text, or the value chosen.
    """

    value_typed = Signal(int, object, object)

    def __init__(
        self,
        found: Coverage,
        fetch: Callable[[Sequence[int]], Sequence[CoverageRow]],
        project: Callable[[], Project],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(matrix_columns(found.columns), fetch, id_of=lambda row: row.contact.id, parent=parent)
        self._found = found
        self._project = project
        self.locked = False
        self.set_ids(found.ids)

    def show_counts(self, found: Coverage) -> None:
        """Show other counts in the headings, of the same tokens."""
        self._found = found
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def definition_at(self, index: _Index) -> PropertyDefinition | None:
        """Give the property that a cell edits; ``None`` for cells that no contact can fill."""
        place = index.column() - _FIXED
        return self._found.columns[place].filled_by if 0 <= place < len(self._found.columns) else None

    def choices_at(self, index: _Index) -> list[tuple[object, str]]:
        """Give what a cell can be, nothing first; empty when anything may be typed."""
        definition = self.definition_at(index)
        if definition is None:
            return []
        if definition.type is PropertyType.OWNER:
            people = sorted((s for s in self._project().senders if s.active), key=lambda s: s.name.casefold())
            return [(None, "No owner"), *((s.id, s.name) for s in people)]
        return [(None, "–"), *definition.options] if definition.type is PropertyType.ENUM else []

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells whose token a contact can fill may be edited."""
        flags = super().flags(index)
        editable = index.isValid() and not self.locked and self.definition_at(index) is not None
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what Qt asks about a cell; to edit it, the contact's own value."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return super().data(index, role)
        row, definition = self.row(index), self.definition_at(index)
        if row is None or definition is None:
            return None
        value = row.contact.get(definition.name)
        return value if self.choices_at(index) else show_value(definition, value, self._project())

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another value; the cell changes once the edit is done."""
        definition = self.definition_at(index) if index.isValid() else None
        if role != Qt.ItemDataRole.EditRole or definition is None or self.locked:
            return False
        if value != self.data(index, Qt.ItemDataRole.EditRole):
            self.value_typed.emit(self.id_at(index.row()), definition, value)
        return True

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
    """Paints gaps on the ground of their tone, and edits a cell by text or by choice."""

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

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Make a line, or a box where there is something to choose from."""
        choices = cast("CoverageModel", index.model()).choices_at(index)
        editor: QWidget
        if choices:
            editor = QComboBox(parent)
            for value, words in choices:
                editor.addItem(words, value)
        else:
            editor = QLineEdit(parent)
        editor.setObjectName("coverage_editor")
        editor.setAccessibleName(str(index.model().headerData(index.column(), Qt.Orientation.Horizontal)))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show the contact's value."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            choices = [words for words, _ in cast("CoverageModel", index.model()).choices_at(index)]
            editor.setCurrentIndex(choices.index(value) if value in choices else 0)
        elif isinstance(editor, QLineEdit):
            editor.setText(str(value or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Hand on what was typed or chosen."""
        place = model.index(index.row(), index.column())
        if isinstance(editor, QComboBox):
            model.setData(place, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(place, editor.text())


class CoverageTable(DataTable):
    """The matrix as a table in which single cells are chosen and edited."""

    def __init__(self, themes: ThemeManager, store: SettingsStore, parent: QWidget | None = None) -> None:
        super().__init__(themes, "sequences/coverage", store, parent)
        self._delegate = CoverageDelegate(themes, self)
        self._delegate.set_font(self.font())
        self.setItemDelegate(self._delegate)
        self.horizontalHeader().setMinimumHeight(_HEAD_PX)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit the cell at Enter; a box that is open already hands its own Enter on to us."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if self.state() != QAbstractItemView.State.EditingState and index.flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(index)
            return
        super().keyPressEvent(event)
