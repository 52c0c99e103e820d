"""The Contacts tab: the contact list as a table, search, filter and views, and the panel that edits the chosen contact.

Each part is a room of its own: what is asked for (``contact_shown``, with ``contact_views`` and ``contact_lists``), the
rows (``contact_rows``), what is done with them (``contact_deeds``), the filter panel (``contact_filter``), panel and
timeline (``contact_side``), import and export (``contact_files``). Lives here: how they work together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.contact import Contact
from core.model.moment import Moment
from core.model.run import Run
from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context
from gui.tables.column_chooser import choose_columns
from gui.tables.data_table import DataTable
from gui.tabs.contact_deeds import ContactDeeds
from gui.tabs.contact_duplicates import DuplicatesDialog
from gui.tabs.contact_files import ContactFiles, dropped_table
from gui.tabs.contact_filter import ContactFilterPanel
from gui.tabs.contact_properties import PropertiesDialog
from gui.tabs.contact_rows import ContactRows
from gui.tabs.contact_shown import ContactShown
from gui.tabs.contact_side import ContactSide
from gui.tabs.contact_tools import ContactFoot, ContactTools, no_contacts, no_match, no_match_words
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
from gui.widgets.labels import hairline, surface
from gui.widgets.split import SplitView

if TYPE_CHECKING:
    from core.services.replay import Replay

_TABLE = "contacts/table"
_SELECTED = "contacts/selected"
_LEAST_ROWS_PX = 96


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
        self._wanted = read_number(context.settings.value(_SELECTED, 0))
        self._row_before = 0
        self.setObjectName("contacts_tab")
        self.setAcceptDrops(True)
        self._make_parts()
        self._lay_out()
        self._connect()
        self._register()
        self._refill()

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        if changes.touches(Noun.PROPERTY):
            self.rows.set_model()
            self._put_model()
            self.panel.rebuild()
        if changes.touches(*_NAMED):
            self.tools.refresh()
            self.filter.refresh()
        # The panel first: once its draft is what was saved, choosing another contact asks for nothing.
        if changes.touches(*_PANEL_NOUNS) or self.panel.contact_id in changes.ids.get(Noun.CONTACT, ()):
            contact = self._contact(self.panel.contact_id)
            if contact is not None or self.panel.is_new:
                self.panel.refresh(contact)
        if changes.touches(Noun.VIEW):
            self.views.refresh()
        if changes.touches(Noun.LIST, Noun.MEMBER):
            self.lists.refresh()
        # Without need the rows stay: filling them anew would forget the selection.
        if changes.touches(*_TABLE_NOUNS) or (self.shown.asks_lists and changes.touches(Noun.MEMBER, Noun.LIST)):
            self.rows.model.invalidate(changes.ids.get(Noun.CONTACT))
            self._refill()

    def show_run(self, run: Run | None) -> None:
        """Read the timeline of the chosen contact again."""
        self.side.timeline.renew()
        self.panel.show_moment(None)
        self.rows.instants.show_moment(None, None)

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Say where the chosen contact is at one instant of the rehearsal."""
        self.panel.show_moment((replay, moment))
        self.rows.instants.show_moment(replay, moment)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""
        self._locked = locked
        self._banner.set_locked(locked)
        self.panel.set_locked(locked)
        self.deeds.cells.cancel()
        self._update()

    def go_to(self, target: GoTo) -> bool:
        """Select a contact; false for anything else."""
        if target.kind != "contact" or self._contact(target.id) is None:
            return False
        self._wanted = target.id
        if self.rows.model.row_of(target.id) < 0 and self.shown.is_narrowed:
            self._show_all()
        else:
            self._select_wanted()
        return True

    def commit_pending(self) -> None:
        """Store what is still being typed, if it can be."""
        if self.panel.is_dirty:
            self.panel.save()

    # ------------------------------------------------------------ making

    def _make_parts(self) -> None:
        context = self._context
        project = context.workspace.project
        self._banner = LockBanner(context.themes, self)
        self._progress = Banner(context.themes, self)
        self.files = ContactFiles(context, self._progress, self)
        self.rows = ContactRows(context, self)
        self.tools = ContactTools(context.themes, project)
        self.foot = ContactFoot(context.themes)
        self._table = DataTable(context.themes, _TABLE, context.settings, self)
        self._table.opens_on_double_click = False
        name_widget(self._table, "contacts_table", "Contacts")
        self.filter = ContactFilterPanel(context)
        self.shown = ContactShown(context, self._table, self.tools, self.filter, self)
        self.lists, self.views = self.shown.lists, self.shown.views
        self._put_model()
        self.tools.add_lists(self.lists)
        self.foot.add_lists(self.lists)
        parts = (self._table, self.lists, self.files, self._progress, self._can_edit)
        self.deeds = ContactDeeds(context, *parts, self)
        self.side = ContactSide(context)
        self.panel = self.side.panel
        self._empty = no_contacts(context.themes)
        self._none = no_match(context.themes)

    def _put_model(self) -> None:
        self._table.setModel(self.rows.model)
        self._table.set_sort(*self.shown.sort)

    def _connect(self) -> None:
        tools, foot, deeds, rows = self.tools, self.foot, self.deeds, self.rows
        rows.about_to_change.connect(self._on_about_to_change)
        rows.changed.connect(self._on_rows)
        rows.busy_changed.connect(self._update)
        rows.instants.changed.connect(self._table.viewport().update)
        rows.sort_requested.connect(self.shown.sort_by)
        self.shown.changed.connect(self._refill)
        tools.filter_toggled.connect(lambda: self.filter.setVisible(self.filter.isHidden()))
        tools.new_requested.connect(self._on_new)
        tools.import_requested.connect(self._on_import)
        tools.export_requested.connect(deeds.export)
        tools.columns_requested.connect(lambda: choose_columns(self._table, self._context.themes))
        tools.properties_requested.connect(self._on_properties)
        tools.duplicates_requested.connect(self._on_duplicates)
        foot.edit_requested.connect(self._on_details)
        foot.bulk_requested.connect(deeds.edit_many)
        foot.delete_requested.connect(deeds.delete)
        deeds.about_to_delete.connect(self._on_about_to_delete)
        deeds.details_requested.connect(self._on_details)
        deeds.timeline_requested.connect(self.side.show_timeline)
        deeds.cells.passed_on.connect(self._on_details)
        self._table.selection_changed.connect(self._on_selection)
        self._table.opened.connect(self._on_details)
        self._empty.primary_clicked.connect(self._on_import)
        self._empty.secondary_clicked.connect(self._on_new)
        self._none.primary_clicked.connect(self._show_all)
        self.panel.added.connect(self._on_added)
        self.panel.new_cancelled.connect(self._select_wanted)
        add_shortcut(self, "Ctrl+F", tools.search.setFocus)
        add_shortcut(self, "Ctrl+Shift+F", lambda: self.filter.setVisible(self.filter.isHidden()))

    def _register(self) -> None:
        can = self._can_edit
        read = ("contacts.import", "Import…", self._on_import, "Contacts", "import", ("Ctrl+I",), can)
        register_commands(
            self._context,
            self,
            (
                Command("contacts.new", "New contact", self._on_new, "Contacts", "plus", ("Ctrl+N",), can),
                Command(*read, in_palette=False),  # There it stands as “Import contacts…”, on every tab.
                Command("contacts.make_up", "Make up contacts…", self.files.ask_make_up, "Tools", "contacts", (), can),
                Command("contacts.export", "Export…", self.deeds.export, "Contacts", "export", ("Ctrl+E",)),
                Command("contacts.duplicates", "Find duplicates…", self._on_duplicates, "Contacts", "copy", (), can),
                Command("contacts.properties", "Properties…", self._on_properties, "Contacts", "settings", (), can),
            ),
        )

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        for page in (self._table, self._empty, self._none):
            self._pages.addWidget(page)
        # Less than the empty states ask for: in a low window the filter needs the room more.
        self._pages.setMinimumHeight(_LEAST_ROWS_PX)
        left = surface("surface")
        left_box = QVBoxLayout(left)
        left_box.setContentsMargins(0, 0, 0, 0)
        left_box.setSpacing(0)
        left_box.addWidget(self.tools)
        left_box.addWidget(self.filter)
        left_box.addWidget(self._pages, 1)
        left_box.addWidget(hairline())
        left_box.addWidget(self.foot)
        split = SplitView(self._context.themes, "contacts/split", self._context.settings)
        split.add(left, 860, stretch=1)
        split.add(self.side, 380)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._banner)
        box.addWidget(self._progress)
        box.addWidget(split, 1)

    # ------------------------------------------------------------ rows and selection

    def _contact(self, contact_id: int) -> Contact | None:
        return self._context.workspace.contacts.get(contact_id) if contact_id else None

    @Slot()
    def _refill(self) -> None:
        """Ask again which contacts there are."""
        self.rows.ask(self.shown.query())

    @Slot()
    def _on_about_to_change(self) -> None:
        self.deeds.cells.cancel()
        selected = self._table.selected_ids() if self._table.selected_count() == 1 else []
        if not self._wanted and (selected or self.panel.contact_id):
            self._wanted = selected[0] if selected else self.panel.contact_id
            self._row_before = self.rows.model.row_of(self._wanted)
        self._filling = True

    @Slot()
    def _on_rows(self) -> None:
        self._filling = False
        shown = self.rows.model.rowCount()
        self._pages.setCurrentWidget(self._table if shown else self._none if self.rows.total else self._empty)
        if self.rows.is_busy and self.rows.model.row_of(self._wanted) < 0:
            # Only the first rows are there; the wanted one may be among the rest.
            self._update()
            return
        self._select_wanted()

    def _select_wanted(self) -> None:
        """Select what was asked for or was selected before; when it is gone, what stands in its place now."""
        wanted, self._wanted = self._wanted, 0
        if self.panel.is_new:
            self._update()
            return
        several = not wanted and self._table.selected_count() > 1
        if several or (wanted and self._table.select_id(wanted)):
            self._on_selection()
            return
        # A search may hide the contact that is being edited: then its draft stays where it is.
        if not (self.panel.is_dirty and self._shown_is_there()):
            near = pick(self.rows.model.ids(), self._row_before)
            if near is not None:
                self._table.select_id(near)
            self._on_selection()
        self._update()

    @Slot()
    def _update(self, *_: object) -> None:
        """Set what can be done, what the side shows, and the line at the foot."""
        selected, shown = self._table.selected_count(), self.rows.model.rowCount()
        self.side.show_state(selected)
        self.tools.set_enabled(locked=self._locked, shown=shown, conditions=self.filter.conditions)
        self.foot.set_enabled(locked=self._locked, selected=selected, shown=shown)
        self.lists.set_enabled(locked=self._locked, selected=selected)
        self._none.set_texts(*no_match_words(self.tools.typed, self.lists.name, self.shown.is_filtered))
        for made in (self._empty.primary_button, self._empty.secondary_button):
            made.setEnabled(not self._locked)
        self.foot.show_counts(selected, shown, self.rows.total, busy=self.rows.is_busy)

    # ------------------------------------------------------------ slots

    def _can_edit(self) -> bool:
        return not self._locked

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
            self._row_before = self.rows.model.row_of(ids[0])
        self._update()

    @Slot()
    def _show_all(self) -> None:
        self.shown.show_all()

    def _shown_is_there(self) -> bool:
        return self.panel.is_new or self._contact(self.panel.contact_id) is not None

    @Slot()
    def _on_details(self, *_: object) -> None:
        if not self._locked:
            self.side.show_details()
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

    @Slot(int)
    def _on_about_to_delete(self, row: int) -> None:
        self._row_before = row
        self.panel.show_contact(None)

    @Slot()
    def _on_import(self) -> None:
        if not self._locked:
            self.files.ask_import()

    @Slot()
    def _on_properties(self) -> None:
        """Open the dialog of properties."""
        PropertiesDialog(self._context, self.window()).open()

    @Slot()
    def _on_duplicates(self) -> None:
        """Open the dialog of contacts with one address."""
        DuplicatesDialog(self._context, self.window()).open()

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


_NAMED = (Noun.PROPERTY, Noun.SENDER, Noun.LIST, Noun.CONTACT)
"""What filters call by name or count."""
_TABLE_NOUNS = (Noun.CONTACT, Noun.SENDER, Noun.ACCOUNT, Noun.PROPERTY)
_PANEL_NOUNS = (Noun.SENDER, Noun.ACCOUNT, Noun.SEQUENCE, Noun.ENROLLMENT, Noun.EVENT)
