"""What can be done with the contacts of the table: delete, edit many, copy, export, and the menu of a row.

Not here: which contacts are shown, and lists (``gui.tabs.contact_lists``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from core.model.changes import Edit
from core.services import contacts as service
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_bulk import BulkEditor
from gui.tabs.contact_cells import CellEditor
from gui.tabs.contact_files import ContactFiles
from gui.tabs.contact_lists import ContactLists
from gui.tabs.contact_menus import build_edit, entry
from gui.tabs.panel_parts import add_shortcut
from gui.widgets.banner import Banner

ASK_FROM = 20
"""Deleting more contacts than this is asked for, and is work for a job."""


class ContactDeeds(QObject):
    """Does what the buttons, keys and menus of the table ask for.

    Args:
        context: The window's services.
        table: The table.
        lists: The contact lists, for the menu.
        files: Import and export.
        banner: Says how far long work is.
        can_edit: Says whether anything may be changed at the moment.
        tab: The tab.

    Signals:
        about_to_delete: contacts are about to be deleted; carries the row of the first.
        timeline_requested: the timeline of the selected contact shall be shown.
        details_requested: the panel of the selected contact shall take the keyboard.
    """

    about_to_delete = Signal(int)
    timeline_requested = Signal()
    details_requested = Signal()

    def __init__(
        self,
        context: Context,
        table: DataTable,
        lists: ContactLists,
        files: ContactFiles,
        banner: Banner,
        can_edit: Callable[[], bool],
        tab: QWidget,
    ) -> None:
        super().__init__(tab)
        self._context = context
        self._table = table
        self._lists = lists
        self._files = files
        self._can_edit = can_edit
        self.cells = CellEditor(context, table, can_edit)
        self.bulk = BulkEditor(context, banner, tab)
        add_shortcut(table, "Del", self.delete, Qt.ShortcutContext.WidgetShortcut)
        add_shortcut(table, "F2", self.cells.open_current, Qt.ShortcutContext.WidgetShortcut)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.copied.connect(self._on_copied)

    @Slot()
    def delete(self) -> None:
        """Delete the selected contacts, after a question when they are many."""
        count = self._table.selected_count()
        if not self._can_edit() or not count:
            return
        what = f"Delete {text.plural(count, 'contact')}"
        warning = "Their scripted events and enrollments go with them. You can undo this."
        if count > ASK_FROM and not self._context.dialogs.confirm(f"{what}?", warning, what, danger=True):
            return
        ids = self._table.selected_ids()
        self.about_to_delete.emit(self._model().row_of(ids[0]))
        title = "Gather what goes with the contacts"
        build_edit(self._context, count > ASK_FROM, title, lambda ws: service.delete(ws, ids), self._do_delete)

    @Slot()
    def edit_many(self) -> None:
        """Ask which property of the selected contacts, or of all shown, is set to what."""
        if self._can_edit():
            self.bulk.ask(self._table.selected_ids, self._model().ids(), self._table.selected_count())

    @Slot()
    def export(self) -> None:
        """Write the selected contacts, or all shown, to a file."""
        self._files.ask_export(self._table.selected_ids(), self._model().ids())

    def menu(self) -> QMenu:
        """Give a new menu of what can be done with the selected contacts; the caller owns it."""
        menu = QMenu(self._table)
        menu.setObjectName("contacts_row_menu")
        count = self._table.selected_count()
        one, can = count == 1, self._can_edit()
        edits = [
            entry(menu, "Edit in the panel\tEnter", "menu_details", self.details_requested.emit),
            entry(menu, "Edit this cell\tF2", "menu_cell", self.cells.open_current),
        ]
        for action in edits:
            action.setEnabled(one and can)
        entry(menu, "Edit contacts…", "menu_bulk", self.edit_many).setEnabled(count > 0 and can)
        places = menu.addMenu("Lists")
        self._lists.fill(places)
        places.setEnabled(count > 0 and can)
        menu.addSeparator()
        entry(menu, "Timeline", "menu_timeline", self.timeline_requested.emit).setEnabled(one)
        in_log = entry(menu, "Show in the log", "menu_log", self._on_log)
        in_log.setEnabled(one and self._context.workspace.runs.latest() is not None)
        menu.addSeparator()
        entry(menu, "Copy rows\tCtrl+C", "menu_copy", self._table.copy_selection).setEnabled(count > 0)
        entry(menu, "Select all\tCtrl+A", "menu_all", self._table.selectAll)
        entry(menu, "Export…\tCtrl+E", "menu_export", self.export)
        menu.addSeparator()
        entry(menu, "Delete\tDel", "menu_delete", self.delete).setEnabled(count > 0 and can)
        return menu

    def _model(self) -> PagedTableModel[object]:
        model = self._table.model()
        assert isinstance(model, PagedTableModel)
        return model

    def _do_delete(self, edit: Edit) -> None:
        self._context.undo.do(edit)
        self._context.bus.message.emit(f"{edit.title}: done. Undo brings back what was deleted.")

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._table.viewport().mapToGlobal(place))

    @Slot()
    def _on_log(self) -> None:
        current = self._table.current_id()
        if current is not None:
            self._context.bus.navigate.emit(GoTo("log_contact", current))

    @Slot(int, int)
    def _on_copied(self, copied: int, selected: int) -> None:
        rest = "" if copied == selected else f" of {text.number(selected)}; export the rest"
        self._context.bus.message.emit(f"Copied {text.plural(copied, 'row')}{rest}.")
