"""What stands around the table of contacts: search and buttons above, counts and what to do with a selection below.

Not here: what the buttons do, and the filter panel between them (``gui.tabs.contact_filter``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from core.model.filter import Filter
from core.model.project import Project
from gui.tabs.contact_lists import ContactLists
from gui.tabs.contact_menus import entry, menu_of
from gui.tabs.contact_search import ContactSearch
from gui.tabs.panel_parts import SPACING, name_widget
from gui.text import number, plural
from gui.theme import ThemeManager
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, label

_SEARCH_WIDTH = 160


class ContactTools(QWidget):
    """Search line and buttons over the table.

    Signals:
        search_changed: other words or conditions are typed.
        filter_toggled: the filter panel shall be shown or hidden.
        new_requested, import_requested, export_requested: a button was pressed.
        duplicates_requested, properties_requested, columns_requested: chosen in the menu.
    """

    search_changed = Signal(str)
    filter_toggled = Signal()
    new_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()
    duplicates_requested = Signal()
    properties_requested = Signal()
    columns_requested = Signal()

    def __init__(self, themes: ThemeManager, project: Callable[[], Project], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._quick = ContactSearch(themes, project)
        self.search = self._quick.line
        self.search.filter_changed.connect(self._on_search)
        self.search.setMinimumWidth(_SEARCH_WIDTH)
        self.filter = self._made("Filter", "filter", "contacts_filter", "Build a filter (Ctrl+Shift+F)")
        self.read = self._made("Import…", "import", "import_contacts", "Add contacts from a file (Ctrl+I)")
        self.write = self._made("Export…", "export", "export_contacts", "Write contacts to a CSV file (Ctrl+E)")
        self.write.setText("")
        self.more = self._made("More", "more", "contacts_more", "Columns, properties, duplicates")
        self.more.setText("")
        self._fill_more()
        self.new = self._made("New contact", "plus", "new_contact", "Add a contact (Ctrl+N)", "primary")
        self.filter.clicked.connect(self.filter_toggled)
        self.read.clicked.connect(self.import_requested)
        self.write.clicked.connect(self.export_requested)
        self.new.clicked.connect(self.new_requested)
        self._line = QHBoxLayout()
        self._line.setSpacing(SPACING)
        self._line.addWidget(self._quick, 1)
        for made in (self.filter, self.read, self.write, self.more, self.new):
            self._line.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addLayout(self._line)
        column.addWidget(self._quick.verdict)

    def add_lists(self, lists: ContactLists) -> None:
        """Take in the button that says which list or view is shown."""
        self._line.insertWidget(0, lists.chooser)

    # ------------------------------------------------------------ what is searched for

    @property
    def typed(self) -> str:
        """The text of the search line."""
        return self.search.text().strip()

    @property
    def words(self) -> str:
        """The free words in it."""
        return self._quick.asked().words

    @property
    def asked(self) -> Filter:
        """The conditions in it; while one is wrong, those understood last."""
        return self._quick.asked().filter

    def set_typed(self, text: str) -> None:
        """Put a text into the search line, and tell so at once."""
        self.search.setText(text)
        self.search.flush()

    def clear_search(self) -> None:
        """Search for nothing, and tell so at once."""
        self.set_typed("")

    def refresh(self) -> None:
        """Follow a changed project."""
        self._quick.refresh()

    def set_enabled(self, *, locked: bool, shown: int, conditions: int) -> None:
        """Set what can be done.

        Arguments:
            locked: Whether nothing can be changed.
            shown: How many contacts are in the table.
            conditions: How many conditions the built filter has.
        """
        self.new.setEnabled(not locked)
        self.read.setEnabled(not locked)
        self.write.setEnabled(shown > 0)
        self.filter.setText(f"Filter ({conditions})" if conditions else "Filter")

    def _on_search(self, text: str) -> None:
        # A text that asks for nonsense asks for nothing new: the table stays while it is being typed.
        if not self._quick.problem:
            self.search_changed.emit(text)

    def _fill_more(self) -> None:
        menu: QMenu = menu_of(self.more, "contacts_more_menu")
        entry(menu, "Columns…", "choose_columns", self.columns_requested.emit)
        entry(menu, "Properties…", "open_properties", self.properties_requested.emit)
        entry(menu, "Find duplicates…", "find_duplicates", self.duplicates_requested.emit)

    def _made(self, title: str, icon: str, object_name: str, tip: str, kind: str = "") -> QPushButton:
        made = button(title, kind, icon=icon, themes=self._themes, tip=tip)
        name_widget(made, object_name, title.rstrip("…"))
        return made


class ContactFoot(QWidget):
    """The line below the table: counts at the left, what can be done with the selection at the right.

    Signals:
        edit_requested, bulk_requested, delete_requested: a button was pressed.
    """

    edit_requested = Signal()
    bulk_requested = Signal()
    delete_requested = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = label("", "muted")
        name_widget(self._state, "contacts_status")
        self.edit = button("", icon="contact", themes=themes, tip="Edit the contact in the panel (Enter)")
        name_widget(self.edit, "edit_contact", "Edit the contact")
        self.bulk = button("Edit…", icon="edit", themes=themes, tip="Set a property of the selected contacts")
        name_widget(self.bulk, "bulk_edit", "Edit the selected contacts")
        self.delete = button("", icon="delete", themes=themes, tip="Delete the selected contacts (Del)")
        name_widget(self.delete, "delete_contacts", "Delete the selected contacts")
        self.edit.clicked.connect(self.edit_requested)
        self.bulk.clicked.connect(self.bulk_requested)
        self.delete.clicked.connect(self.delete_requested)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 6, 16, 6)
        self._line.setSpacing(SPACING)
        self._line.addWidget(self._state, 1)
        for made in (self.edit, self.bulk, self.delete):
            self._line.addWidget(made)

    def add_lists(self, lists: ContactLists) -> None:
        """Take in the button that puts contacts on lists."""
        self._line.insertWidget(3, lists.members)

    def set_enabled(self, *, locked: bool, selected: int, shown: int) -> None:
        """Set what can be done."""
        self.edit.setEnabled(not locked and selected == 1)
        self.bulk.setEnabled(not locked and shown > 0)
        self.delete.setEnabled(not locked and selected > 0)

    def show_counts(self, selected: int, shown: int, total: int, *, busy: bool) -> None:
        """Say how many are shown and selected."""
        self._state.setText("Searching…" if busy else foot_words(selected, shown, total))


def no_contacts(themes: ThemeManager) -> EmptyState:
    """Make what stands in the place of an empty list."""
    return EmptyState(
        themes,
        icon="contacts",
        title="No contacts yet",
        sentence="Import a CSV file, drop one here, or add the first contact by hand.",
        primary="Import CSV…",
        secondary="New contact",
    )


def no_match(themes: ThemeManager) -> EmptyState:
    """Make what stands there when nobody is found, or nobody is on the list that is shown."""
    title, sentence = no_match_words("", "")
    return EmptyState(themes, icon="search", title=title, sentence=sentence, primary="Show all contacts")


def no_match_words(words: str, list_name: str, filtered: bool = False) -> tuple[str, str]:
    """Give title and sentence of an empty table, for what is searched and the list that is shown."""
    if list_name and not words and not filtered:
        return f"Nobody is on “{list_name}”", "Select contacts among all of them and add them to the list."
    inside = f" on “{list_name}”" if list_name else ""
    if filtered:
        return f"No contact{inside} matches", "Nobody meets all conditions. Loosen the filter, or show everybody."
    return f"No contact{inside} matches", "No name, email address or company holds what you typed."


def foot_words(selected: int, shown: int, total: int) -> str:
    """Give the line at the foot: how many are shown of how many, and how many of them are selected."""
    words = plural(total, "contact") if shown >= total else f"{number(shown)} of {plural(total, 'contact')}"
    return f"{words} · {number(selected)} selected" if selected > 1 else words


def no_single(themes: ThemeManager) -> EmptyState:
    """Make what stands in the place of the panel while no single contact is selected."""
    return EmptyState(
        themes, icon="contact", title="No contact selected", sentence="Select a contact to see and edit it."
    )
