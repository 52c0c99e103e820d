"""Saved views of the contact table: what is shown, in which columns and order, under a name.

Not here: showing them (``gui.tabs.contact_views``), and how any saved view is stored (``core.model.saved_view``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.actions.codec import decode, encode
from core.model.changes import Edit, Noun
from core.model.filter import Filter
from core.model.problem import Problem
from core.model.project import Project
from core.model.saved_view import SavedView
from core.services.edits import added, changed, removed
from core.services.naming import free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace

CONTACTS = "contacts"
"""The place that views of the contact table belong to."""


@dataclass(frozen=True, slots=True)
class ContactView:
    """What the contact table shows.

    Attributes:
        text: What stands in the search line.
        list: The list whose members are shown, 0 for everybody.
        filter: The filter built beside them.
        sort: Key of the column sorted by.
        ascending: Whether small values come first.
        columns: The columns as ``gui.tables.column_layout`` writes them; empty for those at the start.
    """

    text: str = ""
    list: int = 0
    filter: Filter = Filter()
    sort: str = "name"
    ascending: bool = True
    columns: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Give the view as values that JSON can hold."""
        found = encode(self)
        assert isinstance(found, dict)
        return found


def of_saved(saved: SavedView) -> ContactView:
    """Read a saved view; what cannot be read, from a newer program perhaps, is left as at the start."""
    try:
        found: ContactView = decode(ContactView, saved.data, saved.name)
    except (Problem, ValueError, TypeError):
        return ContactView()
    return found


def all_of(project: Project) -> list[SavedView]:
    """Give the saved views of the contact table, by name."""
    return sorted((v for v in project.views if v.place == CONTACTS), key=lambda v: v.name.casefold())


def save(ws: Workspace, name: str, view: ContactView) -> Edit:
    """Build the edit that saves a new view; a name that is taken gets a number."""
    chosen = free_name(name.strip() or "New view", [v.name for v in all_of(ws.project())])
    made = SavedView.of(CONTACTS, chosen, view.data(), ws.new_id(Noun.VIEW))
    return added(made, f"Save view “{chosen}”")


def change(ws: Workspace, view_id: int, view: ContactView) -> Edit:
    """Build the edit that saves a view again as it is shown now.

    Raises:
        Problem: ``VIEW_GONE`` when there is no such view.
    """
    before = _view(ws.project(), view_id)
    return changed(
        before, SavedView.of(before.place, before.name, view.data(), before.id), f"Save view “{before.name}”"
    )


def rename(ws: Workspace, view_id: int, name: str) -> Edit:
    """Build the edit that gives a view another name.

    Raises:
        Problem: ``NAME_EMPTY``, ``NAME_TAKEN`` or ``VIEW_GONE``.
    """
    before = _view(ws.project(), view_id)
    chosen = name.strip()
    if not chosen:
        raise Problem("NAME_EMPTY", "A view needs a name.")
    if any(
        v.name.casefold() == chosen.casefold()
        for v in ws.project().views
        if v.place == before.place and v.id != view_id
    ):
        raise Problem("NAME_TAKEN", f"There is a view “{chosen}” already.", hint="Choose another name.")
    return changed(before, replace(before, name=chosen), f"Rename view to “{chosen}”")


def delete(ws: Workspace, view_id: int) -> Edit:
    """Build the edit that deletes a view; what it shows stays.

    Raises:
        Problem: ``VIEW_GONE`` when there is no such view.
    """
    before = _view(ws.project(), view_id)
    return removed(before, f"Delete view “{before.name}”")


def same(a: ContactView, b: ContactView) -> bool:
    """Say whether two views show the same; widths of columns do not count, only which and in which order."""
    return replace(a, columns=_shown(a.columns)) == replace(b, columns=_shown(b.columns))


def _shown(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.partition("=")[0] for text in columns if not text.startswith("-"))


def _view(project: Project, view_id: int) -> SavedView:
    found = next((v for v in project.views if v.id == view_id), None)
    if found is None:
        raise Problem("VIEW_GONE", "This view is no longer in the workspace.")
    return found
