"""The editor of an if/then card's branches: names and filters, in order.

Lives here: what stands in a branch's box. Not here: the list of boxes (gui/forms/branch_list.py) and filters
(gui/forms/filter_builder.py).
"""

from __future__ import annotations

from core.actions.if_then import MAX_BRANCHES, Branch
from gui.forms.base import Surroundings
from gui.forms.branch_list import BranchBox, BranchListEditor
from gui.forms.filter_builder import FilterBuilder


class BranchesEditor(BranchListEditor):
    """Edits the branches of an if/then card."""

    MOST = MAX_BRANCHES

    def focus_empty(self) -> bool:
        """Put the keyboard on the first condition that waits to be filled; false when none does."""
        return any(isinstance(box, _FilterBox) and box.builder.focus_empty() for box in self.boxes)

    def make_box(self, branch: object, origin: int | None) -> BranchBox | None:
        """Make the box of a branch."""
        return _FilterBox(self.around, branch, origin) if isinstance(branch, Branch) else None

    def new_branch(self, number: int) -> Branch:
        """Make a branch without conditions."""
        return Branch(f"Branch {number}")

    def show_errors(self, show: bool) -> None:
        """Say whether problems are marked under the conditions."""
        for box in self.boxes:
            if isinstance(box, _FilterBox):
                box.builder.show_errors(show)


class _FilterBox(BranchBox):
    """A branch with its filter."""

    def __init__(self, around: Surroundings, branch: Branch, origin: int | None) -> None:
        super().__init__(around, branch.name, origin)
        self.builder = FilterBuilder(around)
        self.builder.set_filter(branch.filter)
        # A branch without conditions takes everybody: the row to fill stands there already.
        self.builder.begin()
        self.builder.changed.connect(lambda _: self.changed.emit())
        self.column.addWidget(self.builder)

    def branch(self) -> Branch:
        return Branch(self.name.text().strip(), self.builder.filter())

    def refresh(self, around: Surroundings) -> None:
        super().refresh(around)
        self.builder.refresh(around)
