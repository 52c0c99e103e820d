"""Saved filters and colour rules of the log, kept in the workspace as saved views.

Not here: their buttons (``gui.run.log_shelf``); renaming and deleting, which any saved view has (``views``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from core.actions.codec import decode, encode
from core.model.changes import Edit, Noun, Put
from core.model.problem import Problem
from core.model.project import Project
from core.model.saved_view import SavedView
from core.services.edits import added, changed
from core.services.naming import free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace

FILTERS = "log"
"""The place that saved filters of the log belong to."""
_LAST = 1 << 30
COLOURS = "log_colours"
"""The place that colour rules of the log belong to."""


@dataclass(frozen=True, slots=True)
class LogView:
    """A filter of the log, or a colour for the rows of one.

    Attributes:
        text: A filter in the language of the log.
        segment: Which of the segments above the log is chosen, empty for all rows.
        reasons: Codes of the reasons that are ticked.
        tone: The tone of a colour rule's rows, in the words of the theme; empty for a filter.
        order: Its place among the others of its kind, once somebody has moved one of them.
    """

    text: str = ""
    segment: str = ""
    reasons: tuple[str, ...] = ()
    tone: str = ""
    order: int = 0

    @property
    def place(self) -> str:
        """Which saved views it belongs to."""
        return COLOURS if self.tone else FILTERS

    def data(self) -> dict[str, Any]:
        """Give the view as values that JSON can hold."""
        found = encode(self)
        assert isinstance(found, dict)
        return found


def of_saved(saved: SavedView) -> LogView:
    """Read a saved view; what cannot be read, from a newer program perhaps, filters nothing."""
    try:
        found: LogView = decode(LogView, saved.data, saved.name)
    except (Problem, ValueError, TypeError):
        return LogView()
    return found


def all_of(project: Project, place: str) -> list[SavedView]:
    """Give the saved views of a place, as a person has put them; new ones last."""
    found = [view for view in project.views if view.place == place]
    return sorted(found, key=lambda view: (of_saved(view).order or _LAST, view.id))


def save(ws: Workspace, name: str, view: LogView) -> Edit:
    """Build the edit that saves a new filter or colour rule; a name that is taken gets a number."""
    chosen = free_name(name.strip() or "Filter", [v.name for v in all_of(ws.project(), view.place)])
    made = SavedView.of(view.place, chosen, view.data(), ws.new_id(Noun.VIEW))
    return added(made, f"Colour rows of “{chosen}”" if view.tone else f"Save filter “{chosen}”")


def change(ws: Workspace, view_id: int, view: LogView) -> Edit:
    """Build the edit that gives a saved filter or colour rule another content.

    Raises:
        Problem: ``VIEW_GONE`` when there is no such view.
    """
    before = next((v for v in ws.project().views if v.id == view_id), None)
    if before is None:
        raise Problem("VIEW_GONE", "This filter is no longer in the workspace.")
    kept = replace(view, order=of_saved(before).order)
    after = SavedView.of(before.place, before.name, kept.data(), before.id)
    return changed(before, after, f"Change filter “{before.name}”")


def move(ws: Workspace, view_id: int, by: int) -> Edit | None:
    """Build the edit that moves a saved filter or colour rule among the others; ``None`` when it cannot go further.

    Arguments:
        ws: The workspace.
        view_id: Which.
        by: -1 towards the first, 1 towards the last.

    Raises:
        Problem: ``VIEW_GONE`` when there is no such view.
    """
    found = next((v for v in ws.project().views if v.id == view_id), None)
    if found is None:
        raise Problem("VIEW_GONE", "This filter is no longer in the workspace.")
    views = all_of(ws.project(), found.place)
    at = views.index(found)
    if not 0 <= at + by < len(views):
        return None
    views.insert(at + by, views.pop(at))
    puts = []
    for order, view in enumerate(views, 1):
        kept = of_saved(view)
        if kept.order != order:
            puts.append(Put(view, SavedView.of(view.place, view.name, replace(kept, order=order).data(), view.id)))
    return Edit(f"Move “{found.name}”", tuple(puts))
