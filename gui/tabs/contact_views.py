"""Saved views of the contacts' table: which one is open, whether it was changed since, and their part of the menu.

Not here: what is shown at the moment (the tab knows), and building the edits (``core.services.views``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from core.model.changes import Edit
from core.model.problem import Problem
from core.model.saved_view import SavedView
from core.services import views as service
from core.services.views import ContactView
from gui.context import Context
from gui.tabs.contact_menus import bound, entry


class ContactViews(QObject):
    """Opens, saves, renames and deletes views.

    Args:
        context: The window's services.
        current: Gives what the table shows now.
        parent: Owner.

    Signals:
        opened: a ``ContactView`` shall be shown.
        changed: another view is open, or it has another name.
    """

    opened = Signal(object)
    changed = Signal()

    def __init__(self, context: Context, current: Callable[[], ContactView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._current = current
        self._view = 0

    @property
    def view(self) -> SavedView | None:
        """The view that is open, ``None`` when none is."""
        return next((v for v in self._context.workspace.project().views if v.id == self._view), None)

    @property
    def is_changed(self) -> bool:
        """Whether the table shows something else than the open view says."""
        view = self.view
        return view is not None and not service.same(service.of_saved(view), self._current())

    def title(self) -> str:
        """Name the open view, with a dot after it while it has unsaved changes; empty when none is open."""
        view = self.view
        return "" if view is None else f"{view.name} •" if self.is_changed else view.name

    def open(self, view_id: int) -> None:
        """Show a view as it was saved; 0 closes the open one and leaves the table as it is."""
        self._view = view_id
        view = self.view
        if view is not None:
            self.opened.emit(service.of_saved(view))
        self.changed.emit()

    def refresh(self) -> None:
        """Follow a changed workspace: a view that is gone is no longer open."""
        if self.view is None:
            self._view = 0
        self.changed.emit()

    # ------------------------------------------------------------ menu

    def fill(self, menu: QMenu) -> None:
        """Put the saved views into a menu."""
        for view in service.all_of(self._context.workspace.project()):
            dot = " •" if view.id == self._view and self.is_changed else ""
            action = entry(menu, f"{view.name}{dot}", f"show_view_{view.id}", bound(self.open, view.id))
            action.setCheckable(True)
            action.setChecked(view.id == self._view)

    def fill_edits(self, menu: QMenu, *, locked: bool) -> None:
        """Put what can be done with views into a menu."""
        view = self.view
        edits = []
        if view is not None and self.is_changed:
            edits.append(entry(menu, f"Save changes to “{view.name}”", "save_view", self.save))
            entry(menu, "Take changes back", "revert_view", bound(self.open, view.id))
        edits.append(entry(menu, "Save as new view…", "save_view_as", self.save_as))
        if view is not None:
            edits.append(entry(menu, f"Rename “{view.name}”…", "rename_view", self._rename))
            edits.append(entry(menu, f"Delete “{view.name}”", "delete_view", self._delete))
        for action in edits:
            action.setEnabled(not locked)

    def save(self) -> None:
        """Save the open view as the table shows it now."""
        self._try(lambda: service.change(self._context.workspace, self._view, self._current()))
        self.changed.emit()

    def save_as(self) -> None:
        """Ask for a name and save what the table shows under it."""
        name = self._context.dialogs.ask_text("Save as new view", "Name")
        if not name:
            return
        edit = service.save(self._context.workspace, name, self._current())
        self._context.undo.do(edit)
        made = edit.puts[0].after
        if isinstance(made, SavedView):
            self._view = made.id
            self.changed.emit()

    def _rename(self) -> None:
        view = self.view
        name = self._context.dialogs.ask_text("Rename view", "Name", view.name if view else "")
        if name and view is not None:
            self._try(lambda: service.rename(self._context.workspace, view.id, name))

    def _delete(self) -> None:
        self._try(lambda: service.delete(self._context.workspace, self._view))

    def _try(self, make: Callable[[], Edit]) -> None:
        try:
            edit = make()
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.undo.do(edit)
