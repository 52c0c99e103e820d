"""Contact lists in the Contacts tab: which list is shown, and putting the selected contacts on lists and off them.

Lives here: the two buttons with their menus and what they do. Not here: the table they narrow down
(``gui.tabs.contacts``), and building the edits (``core.services.lists``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu

from core.model.changes import Edit
from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.services import lists as service
from core.services.workspace import Workspace
from gui import text
from gui.context import Context
from gui.tabs.contact_menus import bound, build_edit, entry, menu_of
from gui.tabs.contact_views import ContactViews
from gui.tabs.panel_parts import name_widget
from gui.undo import SMALL_EDIT
from gui.widgets.labels import button

_LETTERS = 24


class ContactLists(QObject):
    """Chooses the list whose members are shown, and changes who is on which.

    Args:
        context: The window's services.
        selected: Gives the ids of the selected contacts.
        views: The saved views, which share the menu.
        parent: The tab.

    Signals:
        chosen_changed: another list is shown, or all contacts are.
        filter_requested: the filter of an active list shall be built anew; carries it.

    Attributes:
        chooser: The button that says what is shown; its menu chooses, makes, renames and deletes lists.
        members: The button whose menu puts the selected contacts on lists and off them.
    """

    chosen_changed = Signal()
    filter_requested = Signal(object)

    def __init__(
        self,
        context: Context,
        selected: Callable[[], list[int]],
        views: ContactViews,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._selected = selected
        self._views = views
        self._locked = False
        self._list = 0
        self._changing = 0
        themes = context.themes
        self.chooser = button("All contacts", icon="list", themes=themes, tip="Which contacts are shown")
        name_widget(self.chooser, "contacts_list", "List of contacts that is shown")
        self.members = button("Add to list", icon="plus", themes=themes, tip="Put the selected contacts on a list")
        name_widget(self.members, "contacts_members", "Lists of the selected contacts")
        self._choices = menu_of(self.chooser, "contacts_list_menu")
        self._choices.aboutToShow.connect(self._fill_choices)
        self._places = menu_of(self.members, "contacts_members_menu")
        self._places.aboutToShow.connect(lambda: self.fill(self._places))
        views.changed.connect(self.show_title)
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
        self.show_title()

    def show_title(self) -> None:
        """Say on the button which view or list is shown."""
        title = self._views.title() or self.name or "All contacts"
        self.chooser.setText(text.elide(title, _LETTERS).replace("&", "&&"))
        changed = " · changed since it was saved" if self._views.is_changed else ""
        self.chooser.setToolTip(f"Which contacts are shown: {title.removesuffix(' •')}{changed}")

    @property
    def list_id(self) -> int:
        """The list that is shown, 0 for all contacts."""
        return self._list

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
        contacts = self._context.workspace.contacts
        counts = service.counts(self._context.workspace)
        everybody = entry(menu, f"All contacts\t{text.number(contacts.count())}", "show_list_0", self._on_everybody)
        everybody.setCheckable(True)
        everybody.setChecked(not self._list and self._views.view is None)
        if self._context.workspace.project().views:
            menu.addSection("Views")
            self._views.fill(menu)
        if self._all():
            menu.addSection("Lists")
        for found in self._all():
            count = text.number(counts[found.id]) if found.id in counts else ""
            active = " (active)" if found.is_active else ""
            title = f"{found.name}{active}\t{count}"
            action = entry(menu, title, f"show_list_{found.id}", bound(self.choose, found.id))
            action.setCheckable(True)
            action.setChecked(found.id == self._list)
        menu.addSeparator()
        self._views.fill_edits(menu, locked=self._locked)
        menu.addSeparator()
        edits = [entry(menu, "New list…", "new_list", self._on_new)]
        if self._list:
            if self._is_active:
                edits.append(entry(menu, f"Change what “{self.name}” asks…", "change_list", self._on_change))
            edits.append(entry(menu, f"Rename “{self.name}”…", "rename_list", self._on_rename))
            edits.append(entry(menu, f"Delete “{self.name}”…", "delete_list", self._on_delete))
        for action in edits:
            action.setEnabled(not self._locked)

    @Slot()
    def _on_everybody(self) -> None:
        self._views.open(0)
        self.choose(0)
        self.show_title()

    @property
    def _is_active(self) -> bool:
        found = self._project_list(self._list)
        return found is not None and found.is_active

    def fill(self, menu: QMenu) -> None:
        """Fill a menu with the lists that the selected contacts can be put on and taken off."""
        menu.clear()
        for found in self._static():
            if found.id != self._list:
                entry(menu, f"Add to “{found.name}”", f"add_to_list_{found.id}", bound(self.add, found.id))
        entry(menu, "Add to a new list…", "add_to_new_list", self._on_add_to_new)
        if self._static():
            menu.addSeparator()
        if self._list and not self._is_active:
            entry(menu, f"Remove from “{self.name}”", "remove_from_list", lambda: self.remove(self._list))
        elif self._static():
            off = menu.addMenu("Remove from list")
            for found in self._static():
                entry(off, found.name, f"remove_from_list_{found.id}", bound(self.remove, found.id))

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

    def keep_filter(self, filter: Filter) -> None:
        """Make an active list of a filter, or give it to the active list that is being changed."""
        changing, self._changing = self._changing, 0
        found = self._project_list(changing)
        workspace = self._context.workspace
        if found is not None and self._context.dialogs.confirm(
            f"Change “{found.name}”?", "It asks for what the filter asks from now on.", "Change the list"
        ):
            self._try(lambda: service.set_filter(workspace, found.id, filter))
            return
        name = self._context.dialogs.ask_text("New active list", "Name")
        if name and not self._locked:
            self._try(lambda: service.new_active(workspace, name, filter))
            self._context.bus.message.emit(
                "Who matches is on the list whenever it is asked for; a rehearsal asks at its start."
            )

    @Slot()
    def _on_change(self) -> None:
        found = self._project_list(self._list)
        if found is not None and found.filter is not None:
            self._changing = found.id
            self.choose(0)
            self.filter_requested.emit(found.filter)

    def _static(self) -> list[ContactList]:
        return [found for found in self._all() if not found.is_active]

    def _all(self) -> Sequence[ContactList]:
        return sorted(self._context.workspace.project().lists, key=lambda x: x.name.casefold())

    def _project_list(self, list_id: int) -> ContactList | None:
        return self._context.workspace.project().contact_list(list_id)
