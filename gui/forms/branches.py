"""The editor of an if/then card's branches: names and filters, in order.

Lives here: what stands in a branch's box. Not here: the list of boxes (gui/forms/branch_list.py) and filters
(gui/forms/filter_builder.py).
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.actions.if_then import MAX_BRANCHES, Branch
from core.model.filter import Filter
from core.services.branch_counts import WayCount, WayCounts
from gui.forms.base import Surroundings
from gui.forms.branch_list import BranchBox, BranchListEditor
from gui.forms.filter_builder import FilterBuilder
from gui.text import number, plural
from gui.widgets.labels import label


class BranchesEditor(BranchListEditor):
    """Edits the branches of an if/then card."""

    MOST = MAX_BRANCHES

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._rest = label("", "muted", wrap=True)
        self._rest.setObjectName("branch_rest")
        self._rest.hide()
        self.column.addWidget(self._rest)

    def focus_empty(self) -> bool:
        """Put the keyboard on the first condition that waits to be filled; false when none does."""
        return any(isinstance(box, _FilterBox) and box.builder.focus_empty() for box in self.boxes)

    def make_box(self, branch: object, origin: int | None) -> BranchBox | None:
        """Make the box of a branch."""
        return _FilterBox(self.around, branch, origin) if isinstance(branch, Branch) else None

    def new_branch(self, number: int) -> Branch:
        """Make a branch without conditions."""
        return Branch(f"Branch {number}")

    def filters(self) -> tuple[Filter, ...]:
        """Give the branches' filters, in order."""
        return tuple(box.builder.filter() for box in self.boxes if isinstance(box, _FilterBox))

    def show_counts(self, counts: WayCounts) -> None:
        """Say under each branch how many contacts match, and how many of them would go that way."""
        boxes = [box for box in self.boxes if isinstance(box, _FilterBox)]
        for box, way in zip(boxes, counts.ways, strict=True):
            box.show_count(way, counts.of)
        rest = f"{number(counts.rest)} of {plural(counts.of, 'contact')} match no branch"
        self._rest.setText(rest if counts.rest else "Every contact matches a branch")
        self._rest.setVisible(bool(counts.of))

    def tells(self, sentence: str) -> bool:
        """Say whether a condition's own row tells a problem, or will once it is left."""
        told = (said for box in self.boxes if isinstance(box, _FilterBox) for said in box.builder.problems())
        return any(sentence.endswith(said) for said in told)

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
        self._count = label("", "muted", wrap=True)
        self._count.setObjectName("branch_count")
        self._count.hide()
        self.column.addWidget(self._count)

    def show_count(self, way: WayCount, of: int) -> None:
        """Say how many contacts match, and where branches above take some of them, how many are left."""
        words = f"{number(way.matching)} of {plural(of, 'contact')} match"
        if way.taken != way.matching:
            words += f" · {number(way.taken)} go this way, the others match a branch above"
        self._count.setText(words)
        self._count.setVisible(bool(of) and bool(self.builder.filter().groups))

    def branch(self) -> Branch:
        return Branch(self.name.text().strip(), self.builder.filter())

    def refresh(self, around: Surroundings) -> None:
        super().refresh(around)
        self.builder.refresh(around)
