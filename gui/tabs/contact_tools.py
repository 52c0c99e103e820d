"""What stands around the table of contacts: search, buttons, empty states. Not here: what they do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.tabs.contact_lists import ContactLists
from gui.tabs.panel_parts import SPACING, name_widget
from gui.text import number, plural
from gui.theme import ThemeManager
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button

_SEARCH_WIDTH = 160


class ContactTools(QWidget):
    """Search line and buttons.

    Signals:
        search_changed: other words are searched for.
        new_requested, edit_requested, delete_requested, import_requested, export_requested: a button was pressed.
    """

    search_changed = Signal(str)
    new_requested = Signal()
    edit_requested = Signal()
    delete_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.search = FilterLine(themes, "Search contacts by name, email or company")
        name_widget(self.search, "contacts_search", "Search contacts")
        self.search.filter_changed.connect(self.search_changed)
        self.edit = self._made("Edit", "edit", "edit_contact", "Edit the contact (Enter)")
        self.delete = self._made("Delete", "delete", "delete_contacts", "Delete the selected contacts (Del)")
        self.read = self._made("Import…", "import", "import_contacts", "Add contacts from a CSV file (Ctrl+I)")
        self.write = self._made("Export…", "export", "export_contacts", "Write contacts to a CSV file (Ctrl+E)")
        self.new = self._made("New contact", "plus", "new_contact", "Add a contact (Ctrl+N)", "primary")
        # Their pictures are known to everybody; the search line needs the room.
        self.edit.setText("")
        self.delete.setText("")
        self.search.setMinimumWidth(_SEARCH_WIDTH)
        self.edit.clicked.connect(self.edit_requested)
        self.delete.clicked.connect(self.delete_requested)
        self.read.clicked.connect(self.import_requested)
        self.write.clicked.connect(self.export_requested)
        self.new.clicked.connect(self.new_requested)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(16, 12, 16, 12)
        self._line.setSpacing(SPACING)
        self._line.addWidget(self.search, 1)
        for made in (self.edit, self.delete, self.read, self.write, self.new):
            self._line.addWidget(made)

    def add_lists(self, lists: ContactLists) -> None:
        """Take in the buttons of the contact lists: what is shown at the left, what can be done before Edit."""
        self._line.insertWidget(0, lists.chooser)
        self._line.insertWidget(2, lists.members)

    @property
    def words(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def clear_search(self) -> None:
        """Search for nothing, and tell so at once."""
        self.search.clear()
        self.search.flush()

    def set_enabled(self, *, locked: bool, selected: int, shown: int) -> None:
        """Set what can be done.

        Arguments:
            locked: Whether nothing can be changed.
            selected: How many contacts are selected.
            shown: How many contacts are in the table.
        """
        self.edit.setEnabled(not locked and selected == 1)
        self.delete.setEnabled(not locked and selected > 0)
        self.new.setEnabled(not locked)
        self.read.setEnabled(not locked)
        self.write.setEnabled(shown > 0)

    def _made(self, title: str, icon: str, object_name: str, tip: str, kind: str = "") -> QPushButton:
        made = button(title, kind, icon=icon, themes=self._themes, tip=tip)
        name_widget(made, object_name, title.rstrip("…"))
        return made


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


def no_match_words(words: str, list_name: str) -> tuple[str, str]:
    """Give title and sentence of an empty table, for what is searched and the list that is shown."""
    if list_name and not words:
        return f"Nobody is on “{list_name}”", "Select contacts among all of them and add them to the list."
    inside = f" on “{list_name}”" if list_name else ""
    return f"No contact{inside} matches", "No name, email address or company holds what you typed."


def foot_words(selected: int, shown: int, total: int) -> str:
    """Give the line at the foot: how many are selected, or shown, of how many."""
    everybody = plural(total, "contact")
    if selected > 1:
        return f"{number(selected)} of {everybody} selected"
    if shown < total:
        return f"{number(shown)} of {everybody} {'matches' if shown == 1 else 'match'}"
    return everybody


def no_single(themes: ThemeManager) -> EmptyState:
    """Make what stands in the place of the panel while no single contact is selected."""
    return EmptyState(
        themes, icon="contact", title="No contact selected", sentence="Select a contact to see and edit it."
    )
