"""Contact lists in the Contacts tab: which list is shown, and putting the selected contacts on lists and off them.

Lives here: the two buttons with their menus and what they do. Not here: the table they narrow down
(``gui.tabs.contacts``), and building the edits (``core.services.lists``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from core.model.changes import Edit
from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.services import lists as service
from core.services.workspace import Workspace
from gui import text
from gui.context import Context
from gui.jobs import JobControl
from gui.tabs.panel_parts import name_widget
from gui.undo import SMALL_EDIT
from gui.widgets.labels import button

_LETTERS = 24


class ContactLists(QObject):
    """Chooses the list whose members are shown, and changes who is on which.

    Args:
        context: The window's services.
        selected: Gives the ids of the selected contacts.
        parent: The tab.

    Signals:
        chosen_changed: another list is shown, or all contacts are.

    Attributes:
        chooser: The button that says what is shown; its menu chooses, makes, renames and deletes lists.
        members: The button whose menu puts the selected contacts on lists and off them.
    """

    chosen_changed = Signal()

    def __init__(self, context: Context, selected: Callable[[], list[int]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._selected = selected
        self._locked = False
        self._list = 0
        themes = context.themes
        self.chooser = button("All contacts", icon="list", themes=themes, tip="Which contacts are shown")
        name_widget(self.chooser, "contacts_list", "List of contacts that is shown")
        self.members = button("Add to list", icon="plus", themes=themes, tip="Put the selected contacts on a list")
        name_widget(self.members, "contacts_members", "Lists of the selected contacts")
        self._choices = _menu(self.chooser, "contacts_list_menu")
        self._choices.aboutToShow.connect(self._fill_choices)
        self._places = _menu(self.members, "contacts_members_menu")
        self._places.aboutToShow.connect(lambda: self.fill(self._places))
        self.refresh()

    # ------------------------------------------------------------ what is shown

    @property
    def filter(self) -> Filter | None:
        """What contacts must match to be shown; ``None`` for all."""
        if not self._list:
            return None
        return Filter(((Condition("list", Operator.IN_LIST, (self._list,)),),))

    @property
    def name(self) -> str:
        """Name of the list that is shown; empty for all contacts."""
        found = self._project_list(self._list)
        return found.name if found else ""

    def choose(self, list_id: int) -> None:
        """Show the members of a list; 0 shows all contacts."""
        if list_id != self._list:
            self._list = list_id
            self.refresh()
            self.chosen_changed.emit()

    def refresh(self) -> None:
        """Follow a changed workspace: a list that is gone is no longer shown."""
        if self._list and self._project_list(self._list) is None:
            self._list = 0
            self.chosen_changed.emit()
        self.chooser.setText(text.elide(self.name or "All contacts", _LETTERS).replace("&", "&&"))

    def set_enabled(self, *, locked: bool, selected: int) -> None:
        """Set what can be done."""
        self._locked = locked
        self.members.setEnabled(not locked and selected > 0)

    # ------------------------------------------------------------ menus

    @Slot()
    def _fill_choices(self) -> None:
        """Make the menu of lists anew, each with how many are on it."""
        menu = self._choices
        menu.clear()
        counts = service.counts(self._context.workspace)
        everybody = self._context.workspace.contacts.count()
        for number, name, count in [
            (0, "All contacts", everybody),
            *((x.id, x.name, counts[x.id]) for x in self._all()),
        ]:
            action = _entry(menu, f"{name}\t{text.number(count)}", f"show_list_{number}")
            action.setCheckable(True)
            action.setChecked(number == self._list)
            action.triggered.connect(_bound(self.choose, number))
        menu.addSeparator()
        edits = [_entry(menu, "New list…", "new_list", self._on_new)]
        if self._list:
            edits.append(_entry(menu, f"Rename “{self.name}”…", "rename_list", self._on_rename))
            edits.append(_entry(menu, f"Delete “{self.name}”…", "delete_list", self._on_delete))
        for action in edits:
            action.setEnabled(not self._locked)

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with the lists that the selected contacts can be put on and taken off."""
        menu.clear()
        for found in self._all():
            if found.id != self._list:
                _entry(menu, f"Add to “{found.name}”", f"add_to_list_{found.id}", _bound(self.add, found.id))
        _entry(menu, "Add to a new list…", "add_to_new_list", self._on_add_to_new)
        if self._all():
            menu.addSeparator()
        if self._list:
            _entry(menu, f"Remove from “{self.name}”", "remove_from_list", lambda: self.remove(self._list))
        elif self._all():
            off = menu.addMenu("Remove from list")
            for found in self._all():
                _entry(off, found.name, f"remove_from_list_{found.id}", _bound(self.remove, found.id))

    # ------------------------------------------------------------ edits

    def add(self, list_id: int) -> None:
        """Put the selected contacts on a list."""
        self._change(lambda ws, ids: service.add(ws, list_id, ids), "All of them are on the list already.")

    def remove(self, list_id: int) -> None:
        """Take the selected contacts off a list."""
        self._change(lambda ws, ids: service.remove(ws, list_id, ids), "None of them is on the list.")

    def _change(self, make: Callable[[Workspace, list[int]], Edit], nothing: str) -> None:
        ids = self._selected()

        def take(edit: Edit) -> None:
            if edit.puts:
                self._context.undo.do(edit)
                self._context.bus.message.emit(f"{edit.title}: done.")
            else:
                self._context.bus.message.emit(nothing)

        if ids and not self._locked:
            build_edit(self._context, len(ids) > SMALL_EDIT, "Gather contacts", lambda ws: make(ws, ids), take)

    @Slot()
    def _on_new(self) -> None:
        name = self._ask_name()
        if name:
            edit = service.new_list(self._context.workspace, name)
            self._context.undo.do(edit)
            made = edit.puts[0].after
            if isinstance(made, ContactList) and self._project_list(made.id) is not None:
                self.choose(made.id)

    @Slot()
    def _on_add_to_new(self) -> None:
        # One edit and one step of undo: the list and who is on it.
        name = self._ask_name() if self._selected() else ""
        if name:
            self._change(lambda ws, ids: service.new_list_of(ws, name, ids), "")

    def _ask_name(self) -> str:
        name = self._context.dialogs.ask_text("New list", "Name")
        return "" if self._locked or name is None else name.strip()

    @Slot()
    def _on_rename(self) -> None:
        name = self._context.dialogs.ask_text("Rename list", "Name", self.name)
        if name is not None and not self._locked:
            self._try(lambda: service.rename(self._context.workspace, self._list, name))

    @Slot()
    def _on_delete(self) -> None:
        workspace = self._context.workspace
        users = service.usage(workspace.project(), self._list)
        note = "Nobody is deleted with it, and you can undo this."
        if users:
            quoted = text.join_words([f"“{user}”" for user in users])
            note = f"{quoted} {'asks' if len(users) == 1 else 'ask'} for it. {note}"
        if self._context.dialogs.confirm(f"Delete list “{self.name}”?", note, "Delete list") and not self._locked:
            self._try(lambda: service.delete(workspace, self._list))

    def _try(self, make: Callable[[], Edit]) -> None:
        try:
            edit = make()
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.undo.do(edit)

    def _all(self) -> Sequence[ContactList]:
        return sorted(self._context.workspace.project().lists, key=lambda x: x.name.casefold())

    def _project_list(self, list_id: int) -> ContactList | None:
        return self._context.workspace.project().contact_list(list_id)


def build_edit(
    context: Context, slow: bool, title: str, make: Callable[[Workspace], Edit], then: Callable[[Edit], None]
) -> None:
    """Build an edit and hand it on: at once, or in a job.

    Arguments:
        context: The window's services.
        slow: Whether building it is work for a job.
        title: What the job is called.
        make: Builds the edit.
        then: Takes it, in the GUI thread.
    """
    workspace = context.workspace
    if not slow:
        then(make(workspace))
        return

    def work(_control: JobControl) -> Edit:
        with workspace.in_thread() as mine:
            return make(mine)

    context.jobs.start(title, work, done=then)


def _menu(opener: QPushButton, name: str) -> QMenu:
    menu = QMenu(opener)
    menu.setObjectName(name)
    opener.setMenu(menu)
    return menu


def _entry(menu: QMenu, title: str, name: str, slot: Callable[[], object] | None = None) -> QAction:
    action = menu.addAction(title.replace("&", "&&"))
    action.setObjectName(name)
    if slot is not None:
        action.triggered.connect(lambda *_: slot())
    return action


def _bound(call: Callable[[int], object], number: int) -> Callable[[], object]:
    return lambda *_: call(number)
