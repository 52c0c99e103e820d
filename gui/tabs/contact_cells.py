"""Editing a cell of a table of contacts in place: F2 or a double click opens the editor that the type asks for.

Enter stores, Tab stores and goes on to the next cell, Esc gives up. Not here: the editors themselves, which are the
panel's (``gui.tabs.contact_fields``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QToolTip, QWidget

from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.problem import Problem
from core.services import contacts as service
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_fields import PropertyField
from gui.tabs.panel_parts import retire

_FIXED = frozenset({"lastmodifieddate", "createdate", "hs_object_source"})
"""Properties that no cell edits: saves and imports set them."""
_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Why the focus goes while the editor stays: its own list opens, or the person looks at another window."""


class CellEditor(QObject):
    """Puts one editor at a time over a cell.

    Args:
        context: The window's services.
        table: The table.
        can_edit: Says whether anything may be edited at the moment.

    Signals:
        passed_on: a cell that cannot be edited in place was double-clicked; carries the contact's id.
    """

    passed_on = Signal(int)

    def __init__(self, context: Context, table: DataTable, can_edit: Callable[[], bool]) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._can_edit = can_edit
        self._field: PropertyField | None = None
        self._editor: QWidget | None = None
        self._contact: Contact | None = None
        self._index = QModelIndex()
        table.doubleClicked.connect(self._on_double_clicked)
        table.verticalScrollBar().valueChanged.connect(self.cancel)
        table.horizontalScrollBar().valueChanged.connect(self.cancel)

    @property
    def is_open(self) -> bool:
        """Whether a cell is being edited."""
        return self._editor is not None

    @property
    def editor(self) -> QWidget | None:
        """The editor over the cell."""
        return self._editor

    def open_current(self) -> None:
        """Edit the current cell; from one that cannot be edited the first one that can, to its right."""
        index = self._table.currentIndex()
        if index.isValid() and not self.open(index):
            self._go_on(index, 1)

    def contact_at(self, index: QModelIndex) -> Contact | None:
        """Give the contact of a row; tables whose rows are more than a contact say so here."""
        row: object = self._model().row(index)
        return row if isinstance(row, Contact) else None

    def definition_at(self, index: QModelIndex) -> PropertyDefinition | None:
        """Give the property that a cell shows; ``None`` for cells that are not edited in place."""
        if not index.isValid():
            return None
        name = self._model().columns[index.column()].key
        return None if name in _FIXED else self._context.workspace.project().property(name)

    def open(self, index: QModelIndex) -> bool:
        """Edit a cell; false when it cannot be edited in place."""
        self.cancel()
        definition = self.definition_at(index)
        contact = self.contact_at(index)
        if definition is None or contact is None or not self._can_edit():
            return False
        fresh = self._context.workspace.contacts.get(contact.id)
        if fresh is None:
            return False
        self._contact, self._index = fresh, index
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index)
        self._field = PropertyField(definition, self._context.themes, self)
        editor = self._field.row.editor
        self._editor = editor
        editor.setObjectName("cell_editor")
        editor.setParent(self._table.viewport())
        editor.setAutoFillBackground(True)
        editor.setGeometry(self._table.visualRect(index).adjusted(0, 0, 0, -1))
        self._field.show_value(fresh.get(definition.name), self._context.workspace.project())
        self._field.changed.connect(self._on_changed)
        editor.show()
        for part in (editor, *editor.findChildren(QWidget)):
            part.installEventFilter(self)
        self._field.focus()
        return True

    @Slot()
    def cancel(self) -> None:
        """Give up: the cell stays as it was."""
        editor, field = self._editor, self._field
        self._editor = self._field = self._contact = None
        if editor is None or field is None:
            return
        had_focus = editor.hasFocus() or any(part.hasFocus() for part in editor.findChildren(QWidget))
        for part in (editor, *editor.findChildren(QWidget)):
            part.removeEventFilter(self)
        retire(editor)
        field.row.deleteLater()
        field.deleteLater()
        if had_focus:
            self._table.setFocus()

    def commit(self) -> bool:
        """Store the value and close the editor; while it is wrong, say why and stay."""
        field, contact, editor = self._field, self._contact, self._editor
        if field is None or contact is None or editor is None:
            return True
        project = self._context.workspace.project()
        if not field.is_changed(project):
            self.cancel()
            return True
        wrong = field.problem(project)
        if wrong:
            field.show_problem(wrong)
            QToolTip.showText(editor.mapToGlobal(QPoint(0, editor.height())), wrong, editor)
            return False
        value = field.read(project)
        self.cancel()
        try:
            edit = service.change(self._context.workspace, contact.id, {field.definition.name: value})
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return True
        self._context.undo.do(edit)
        return True

    # ------------------------------------------------------------ inside

    def _model(self) -> PagedTableModel[Any]:
        model = self._table.model()
        assert isinstance(model, PagedTableModel)
        return model

    def _go_on(self, index: QModelIndex, step: int) -> None:
        """Edit the next cell of the row that can be edited, as the columns lie."""
        heads = self._table.horizontalHeader()
        place = heads.visualIndex(index.column()) + step
        while 0 <= place < heads.count():
            column = heads.logicalIndex(place)
            if not heads.isSectionHidden(column) and self.open(self._model().index(index.row(), column)):
                return
            place += step

    @Slot()
    def _on_changed(self) -> None:
        field = self._field
        if field is None:
            return
        field.show_problem("")
        # A choice or a switch is complete with one click.
        chooses = isinstance(self._editor, QComboBox) and not self._editor.isEditable()
        if chooses or field.definition.type is PropertyType.BOOL:
            self.commit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if not self.open(index) and index.isValid():
            self.passed_on.emit(self._model().id_at(index.row()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes Enter, Tab and Esc, and stores when the focus goes elsewhere."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._takes_key(event)
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _STAYS:
            self._leave()
        return super().eventFilter(watched, event)

    def _takes_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.cancel()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            return True
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            index, row = self._index, self._contact
            if self.commit() and row is not None:
                place = self._model().row_of(row.id)
                if place >= 0:
                    self._go_on(self._model().index(place, index.column()), 1 if key == Qt.Key.Key_Tab else -1)
            return True
        return False

    def _leave(self) -> None:
        field = self._field
        if field is None:
            return
        wrong = field.problem(self._context.workspace.project())
        if wrong:
            self._context.bus.message.emit(f"Not stored: {wrong}")
            self.cancel()
        else:
            self.commit()
