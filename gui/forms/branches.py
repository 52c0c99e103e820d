"""The editor of an if/then card's branches: names and filters, in order; each remembers which branch it was.

Lives here: the list of branches. Not here: filters (gui/forms/filter_builder.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.actions.if_then import MAX_BRANCHES, Branch
from gui.forms.base import FieldEditor, Surroundings, retire
from gui.forms.filter_builder import FilterBuilder
from gui.text import plural
from gui.widgets.labels import button, label, tool_button


class BranchesEditor(FieldEditor):
    """Edits branches; none may be taken away when it is the last one."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._boxes: list[_BranchBox] = []
        self._inside: Sequence[int] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._add = button("Add branch", icon="plus", themes=around.themes)
        self._add.setObjectName("branch_add")
        self._add.clicked.connect(self._on_add)
        self._column.addWidget(self._add)

    @property
    def target(self) -> QWidget:
        """The first branch's name."""
        return self._boxes[0].name if self._boxes else self._add

    def name_all(self, name: str) -> None:
        """Name the whole list; the fields in it have names of their own."""
        self.setObjectName(name)

    def set_inside(self, counts: Sequence[int]) -> None:
        """Tell how many cards stand in each branch now, so that taking one away can ask."""
        self._inside = counts

    def adopt(self, counts: Sequence[int]) -> None:
        """Take the branches as they stand for the saved ones."""
        self.set_inside(counts)
        for index, box in enumerate(self._boxes):
            box.origin = index

    def value(self) -> tuple[Branch, ...]:
        """Give the branches."""
        return tuple(box.branch() for box in self._boxes)

    def origins(self) -> tuple[int | None, ...]:
        """Give, for each branch, which one it was when the value was set; ``None`` for a new one."""
        return tuple(box.origin for box in self._boxes)

    def set_value(self, value: object) -> None:
        """Show branches."""
        while self._boxes:
            self._take_away(self._boxes[-1])
        for index, branch in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(branch, Branch):
                self._put(branch, index)
        self._renew()

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project."""
        super().refresh(around)
        for box in self._boxes:
            box.builder.refresh(around)

    def show_errors(self, show: bool) -> None:
        """Say whether problems are marked under the conditions."""
        for box in self._boxes:
            box.builder.show_errors(show)

    def _put(self, branch: Branch, origin: int | None) -> _BranchBox:
        box = _BranchBox(self.around, branch, origin)
        box.changed.connect(self.changed)
        box.asked.connect(partial(self._on_asked, box))
        self._boxes.append(box)
        self._column.insertWidget(self._column.count() - 1, box)
        # A layout shows what it was given only later; until then it could not take the focus.
        box.show()
        return box

    def _take_away(self, box: _BranchBox) -> None:
        self._boxes.remove(box)
        self._column.removeWidget(box)
        retire(box)

    def _renew(self) -> None:
        for number, box in enumerate(self._boxes):
            box.set_place(number, len(self._boxes))
        self._add.setEnabled(len(self._boxes) < MAX_BRANCHES)
        full = f"A card has at most {MAX_BRANCHES} branches."
        self._add.setToolTip("" if self._add.isEnabled() else full)

    @Slot()
    def _on_add(self) -> None:
        box = self._put(Branch(f"Branch {len(self._boxes) + 1}"), None)
        self._renew()
        self.changed.emit()
        box.name.setFocus()
        box.name.selectAll()

    def _on_asked(self, box: _BranchBox, what: str) -> None:
        at = self._boxes.index(box)
        if what == "remove":
            if len(self._boxes) == 1 or not self._may_go(box):
                return
            self._take_away(box)
        else:
            to = at + (-1 if what == "up" else 1)
            if not 0 <= to < len(self._boxes):
                return
            self._boxes.insert(to, self._boxes.pop(at))
            self._column.removeWidget(box)
            self._column.insertWidget(to, box)
        self._renew()
        self.changed.emit()

    def _may_go(self, box: _BranchBox) -> bool:
        count = self._inside[box.origin] if box.origin is not None and box.origin < len(self._inside) else 0
        if not count:
            return True
        return self.around.dialogs.confirm(
            "Remove branch",
            f"{plural(count, 'card')} in “{box.branch().name}” will be deleted with it when you save.",
            "Remove branch",
            danger=True,
        )


class _BranchBox(QFrame):
    """One branch: its name, its place, its filter."""

    changed = Signal()
    asked = Signal(str)

    def __init__(self, around: Surroundings, branch: Branch, origin: int | None) -> None:
        super().__init__()
        self.origin = origin
        self.name = QLineEdit(branch.name)
        self.name.setObjectName("branch_name")
        self.name.setPlaceholderText("Name of the branch")
        self.name.setAccessibleName("Name of the branch")
        self.name.textEdited.connect(lambda _: self.changed.emit())
        self._number = label("", "small")
        self._up = tool_button(around.themes, "up", "Move this branch up")
        self._down = tool_button(around.themes, "down", "Move this branch down")
        self._remove = tool_button(around.themes, "delete", "Remove this branch")
        for made, what in ((self._up, "up"), (self._down, "down"), (self._remove, "remove")):
            made.setObjectName(f"branch_{what}")
            made.clicked.connect(lambda *_, asked=what: self.asked.emit(asked))
        self.builder = FilterBuilder(around)
        self.builder.set_filter(branch.filter)
        self.builder.changed.connect(lambda _: self.changed.emit())
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._number, 1)
        for made in (self._up, self._down, self._remove):
            head.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.name)
        column.addWidget(self.builder)

    def branch(self) -> Branch:
        return Branch(self.name.text().strip(), self.builder.filter())

    def set_place(self, number: int, of: int) -> None:
        self._number.setText(f"Branch {number + 1} of {of}" if of > 1 else "Branch 1")
        self._up.setEnabled(number > 0)
        self._down.setEnabled(number < of - 1)
        self._remove.setEnabled(of > 1)
