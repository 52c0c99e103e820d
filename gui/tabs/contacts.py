"""The Contacts tab: the contact list as a table, search, and the panel that edits the chosen contact.

Not here: the panel (``gui.tabs.contact_panel``), import and export (``gui.tabs.contact_files``), columns
(``gui.tabs.contact_columns``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Edit, Noun
from core.model.contact import Contact
from core.model.run import Run
from core.services import contacts as service
from core.services.contacts import ContactQuery
from gui import text
from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_columns import contact_columns
from gui.tabs.contact_files import ContactFiles, dropped_table
from gui.tabs.contact_lists import ContactLists, build_edit
from gui.tabs.contact_panel import ContactPanel
from gui.tabs.contact_tools import ContactTools, foot_words, no_contacts, no_match, no_match_words, no_single
from gui.tabs.panel_parts import (
    LockBanner,
    add_shortcut,
    name_widget,
    pick,
    read_number,
    register_commands,
    spread_on_first_show,
)
from gui.widgets.banner import Banner
from gui.widgets.labels import hairline, label, surface
from gui.widgets.split import SplitView

_TABLE = "contacts/table"
_SELECTED = "contacts/selected"
_SORT = "contacts/sort"
_SLOW = 20_000
"""With more contacts than this, searching and deleting many are work for a job."""
_ASK_FROM = 20


class ContactsTab(QWidget):
    """Lists the contacts and edits the chosen one.

    Signals:
        title_changed: The tab's title is another now.
    """

    title_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._locked = False
        self._filling = False
        self._query: Job | None = None
        self._wanted = 0
        self._total = 0
        self._row_before = 0
        self.setObjectName("contacts_tab")
        self.setAcceptDrops(True)
        key, _, order = str(context.settings.value(_SORT, "name up")).partition(" ")
        self._sort = (key, order != "down")
        self._banner = LockBanner(context.themes, self)
        self._progress = Banner(context.themes, self)
        self.files = ContactFiles(context, self._progress, self)
        self._make_table()
        self.panel = ContactPanel(context)
        self._lay_out()
        self._connect()
        can = self._can_edit
        register_commands(
            context,
            self,
            (
                Command("contacts.new", "New contact", self._on_new, "Contacts", "plus", ("Ctrl+N",), can),
                Command("contacts.import", "Import…", self._on_import, "Contacts", "import", ("Ctrl+I",), can),
                Command("contacts.export", "Export…", self._on_export, "Contacts", "export", ("Ctrl+E",)),
            ),
        )
        self._wanted = read_number(context.settings.value(_SELECTED, 0))
        self._refill()

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        if changes.touches(Noun.PROPERTY):
            self._set_model()
            self.panel.rebuild()
        # The panel first: once its draft is what was saved, choosing another contact asks for nothing.
        if changes.touches(*_PANEL_NOUNS) or self.panel.contact_id in changes.ids.get(Noun.CONTACT, ()):
            contact = self._contact(self.panel.contact_id)
            if contact is not None or self.panel.is_new:
                self.panel.refresh(contact)
        if changes.touches(Noun.LIST, Noun.MEMBER):
            self.lists.refresh()
        # Without need the rows stay: filling them anew would forget the selection.
        if changes.touches(*_TABLE_NOUNS) or (self.lists.name and changes.touches(Noun.MEMBER)):
            self._model.invalidate(changes.ids.get(Noun.CONTACT))
            self._refill()

    def show_run(self, run: Run | None) -> None:
        """Show nothing: what happened to contacts stands in the log."""

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""
        self._locked = locked
        self._banner.set_locked(locked)
        self.panel.set_locked(locked)
        self._update()

    def go_to(self, target: GoTo) -> bool:
        """Select a contact; false for anything else."""
        if target.kind != "contact" or self._contact(target.id) is None:
            return False
        self._wanted = target.id
        if self._model.row_of(target.id) < 0 and (self.tools.words or self.lists.name):
            self._show_all()
        else:
            self._select_wanted()
        return True

    def commit_pending(self) -> None:
        """Store what is still being typed, if it can be."""
        if self.panel.is_dirty:
            self.panel.save()

    # ------------------------------------------------------------ making

    def _make_table(self) -> None:
        context = self._context
        self.tools = ContactTools(context.themes)
        self._table = DataTable(context.themes, _TABLE, context.settings, self)
        name_widget(self._table, "contacts_table", "Contacts")
        self._set_model()
        self.lists = ContactLists(context, self._table.selected_ids, self)
        self.tools.add_lists(self.lists)
        self._table.selection_changed.connect(self._on_selection)
        self._table.opened.connect(self._on_opened)
        self._empty = no_contacts(context.themes)
        self._empty.primary_clicked.connect(self._on_import)
        self._empty.secondary_clicked.connect(self._on_new)
        self._none = no_match(context.themes)
        self._none.primary_clicked.connect(self._show_all)
        self._several = no_single(context.themes)

    def _set_model(self) -> None:
        """Give the table a model with the columns of today's properties."""
        self._model: PagedTableModel[Contact] = PagedTableModel(
            contact_columns(self._context.workspace.project), self._fetch, parent=self
        )
        self._model.sort_requested.connect(self._on_sort)
        self._table.setModel(self._model)
        self._table.set_sort(*self._sort)

    def _connect(self) -> None:
        tools = self.tools
        tools.search_changed.connect(self._refill)
        self.lists.chosen_changed.connect(self._refill)
        tools.new_requested.connect(self._on_new)
        tools.edit_requested.connect(self.panel.focus_first)
        tools.delete_requested.connect(self._on_delete)
        tools.import_requested.connect(self._on_import)
        tools.export_requested.connect(self._on_export)
        self.panel.added.connect(self._on_added)
        self.panel.new_cancelled.connect(self._select_wanted)
        add_shortcut(self, "Ctrl+F", tools.search.setFocus)
        add_shortcut(self._table, "Del", self._on_delete, Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self._table, self._empty, self._none):
            self._pages.addWidget(page)
        self._state = label("", "muted")
        name_widget(self._state, "contacts_status")
        self._state.setContentsMargins(16, 6, 16, 6)
        left = surface("surface")
        left_box = QVBoxLayout(left)
        left_box.setContentsMargins(0, 0, 0, 0)
        left_box.setSpacing(0)
        left_box.addWidget(self.tools)
        left_box.addWidget(self._pages, 1)
        left_box.addWidget(hairline())
        left_box.addWidget(self._state)
        self._side = QStackedWidget()
        self._side.setProperty("surface", "surface")
        self._side.addWidget(self.panel)
        self._side.addWidget(self._several)
        split = SplitView(self._context.themes, "contacts/split", self._context.settings)
        split.add(left, 860, stretch=1)
        split.add(self._side, 380)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._banner)
        box.addWidget(self._progress)
        box.addWidget(split, 1)

    # ------------------------------------------------------------ reading

    def _contact(self, contact_id: int) -> Contact | None:
        return self._context.workspace.contacts.get(contact_id) if contact_id else None

    def _fetch(self, ids: Sequence[int]) -> list[Contact | None]:
        by_id = {contact.id: contact for contact in self._context.workspace.contacts.many(ids)}
        return [by_id.get(contact_id) for contact_id in ids]

    @Slot()
    def _refill(self, *_: object) -> None:
        """Ask again which contacts there are: at once for a short list, in a job for a long one."""
        workspace = self._context.workspace
        query = ContactQuery(self.tools.words, *self._sort, self.lists.filter)
        self._total = workspace.contacts.count()
        if self._query is not None:
            self._query.cancel()
            self._query = None
        if self._total <= _SLOW:
            self._show_ids(workspace.contacts.ids(query))
            return

        def work(_control: JobControl) -> Sequence[int]:
            with workspace.in_thread() as mine:
                return mine.contacts.ids(query)

        self._query = self._context.jobs.start("Search contacts", work, done=self._show_ids)

    def _show_ids(self, ids: Sequence[int]) -> None:
        self._query = None
        selected = self._table.selected_ids() if self._table.selected_count() == 1 else []
        if not self._wanted and (selected or self.panel.contact_id):
            self._wanted = selected[0] if selected else self.panel.contact_id
            self._row_before = self._model.row_of(self._wanted)
        self._filling = True
        self._model.set_ids(ids)
        self._filling = False
        self._pages.setCurrentWidget(self._table if len(ids) else self._none if self._total else self._empty)
        self._select_wanted()

    def _select_wanted(self) -> None:
        """Select what was asked for or was selected before; when it is gone, what stands in its place now."""
        wanted, self._wanted = self._wanted, 0
        if self.panel.is_new:
            self._update()
            return
        if wanted and self._table.select_id(wanted):
            self._on_selection()
            return
        # A search may hide the contact that is being edited: then its draft stays where it is.
        if not (self.panel.is_dirty and self._shown_is_there()):
            near = pick(self._model.ids(), self._row_before)
            if near is not None:
                self._table.select_id(near)
            self._on_selection()
        self._update()

    def _update(self) -> None:
        """Set what can be done, what the side shows, and the line at the foot."""
        selected = self._table.selected_count()
        shown = len(self._model.ids())
        one = self.panel.is_new or bool(self.panel.contact_id)
        self._side.setCurrentWidget(self.panel if one else self._several)
        if selected > 1:
            self._several.set_texts(
                f"{text.plural(selected, 'contact')} selected", "Delete or export them; to edit, select a single one."
            )
        else:
            self._several.set_texts("No contact selected", "Select a contact to see and edit it.")
        self.tools.set_enabled(locked=self._locked, selected=selected, shown=shown)
        self.lists.set_enabled(locked=self._locked, selected=selected)
        self._none.set_texts(*no_match_words(self.tools.words, self.lists.name))
        for made in (self._empty.primary_button, self._empty.secondary_button):
            made.setEnabled(not self._locked)
        self._state.setText(foot_words(selected, shown, self._total))

    # ------------------------------------------------------------ slots

    def _can_edit(self) -> bool:
        return not self._locked

    @Slot(str, bool)
    def _on_sort(self, key: str, ascending: bool) -> None:
        self._sort = (key, ascending)
        self._context.settings.setValue(_SORT, f"{key} {'up' if ascending else 'down'}")
        self._refill()

    @Slot()
    def _on_selection(self) -> None:
        if self._filling:
            return
        # Not the ids of all that are selected: that may be a million.
        ids = self._table.selected_ids() if self._table.selected_count() == 1 else []
        shown = self.panel.contact_id
        if len(ids) == 1 and ids[0] == shown:
            self._update()
            return
        if (shown or self.panel.is_new) and self._shown_is_there() and not self.panel.can_leave():
            if shown:
                self._table.select_id(shown)
            return
        self.panel.show_contact(self._contact(ids[0]) if len(ids) == 1 else None)
        if len(ids) == 1:
            self._context.settings.setValue(_SELECTED, ids[0])
            self._row_before = self._model.row_of(ids[0])
        self._update()

    @Slot()
    def _show_all(self) -> None:
        """Show every contact: no search, no list."""
        wanted = self._wanted
        self.lists.choose(0)
        # Whom to select then: the contacts between the two steps may not hold that one yet.
        self._wanted = wanted
        if self.tools.words:
            self.tools.clear_search()

    def _shown_is_there(self) -> bool:
        return self.panel.is_new or self._contact(self.panel.contact_id) is not None

    @Slot(int)
    def _on_opened(self, _contact_id: int) -> None:
        if not self._locked:
            self.panel.focus_first()

    @Slot()
    def _on_new(self) -> None:
        if self._locked or not self.panel.can_leave():
            return
        self.panel.show_contact(None)
        self._table.clearSelection()
        self.panel.start_new()
        self._update()
        self.panel.focus_first()

    @Slot(int)
    def _on_added(self, contact_id: int) -> None:
        self._wanted = contact_id
        self._show_all()
        self._refill()

    @Slot()
    def _on_delete(self) -> None:
        ids = self._table.selected_ids()
        if self._locked or not ids:
            return
        what = f"Delete {text.plural(len(ids), 'contact')}"
        warning = "Their scripted events and enrollments go with them. You can undo this."
        if len(ids) > _ASK_FROM and not self._context.dialogs.confirm(f"{what}?", warning, what, danger=True):
            return
        self._row_before = self._model.row_of(ids[0])
        self.panel.show_contact(None)
        title = "Gather what goes with the contacts"
        build_edit(self._context, len(ids) > _ASK_FROM, title, lambda ws: service.delete(ws, ids), self._do_delete)

    def _do_delete(self, edit: Edit) -> None:
        self._context.undo.do(edit)
        self._context.bus.message.emit(f"{edit.title}: done. Undo brings back what was deleted.")

    @Slot()
    def _on_import(self) -> None:
        if not self._locked:
            self.files.ask_import()

    @Slot()
    def _on_export(self) -> None:
        self.files.ask_export(self._table.selected_ids(), self._model.ids())

    # ------------------------------------------------------------ events

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the room with the columns as long as nobody arranged them."""
        super().showEvent(event)
        spread_on_first_show(self._table, _TABLE, self._context.settings)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that look like tables."""
        if not self._locked and dropped_table(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the dropped file."""
        path = dropped_table(event)
        if path is not None and not self._locked:
            event.acceptProposedAction()
            self.files.read(path)


_TABLE_NOUNS = (Noun.CONTACT, Noun.SENDER, Noun.ACCOUNT, Noun.PROPERTY)
_PANEL_NOUNS = (Noun.SENDER, Noun.ACCOUNT, Noun.SEQUENCE, Noun.ENROLLMENT, Noun.EVENT)
