"""What the editors of branches have in common: boxes in order, each remembering which branch it was.

Lives here: adding, removing and moving boxes, and the head of a box. Not here: what stands in a box of an if/then card
(gui/forms/branches.py), a value-equals card (value_branches.py) or a split (shares.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gui.forms.base import FieldEditor, Surroundings, retire
from gui.text import plural
from gui.widgets.labels import button, label, tool_button
from gui.widgets.tab_order import stand_before


class BranchBox(QFrame):
    """One branch: its name, its place, and what makes contacts take it.

    Signals:
        changed: it is another branch now.
        asked: "up", "down" or "remove" was pressed.
    """

    changed = Signal()
    asked = Signal(str)

    def __init__(self, around: Surroundings, name: str, origin: int | None) -> None:
        super().__init__()
        self.around = around
        self.origin = origin
        self.name = QLineEdit(name)
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
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._number, 1)
        for made in (self._up, self._down, self._remove):
            head.addWidget(made)
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.line.addWidget(self.name, 1)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 8)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addLayout(self.line)

    def branch(self) -> object:
        """Give the branch as it stands."""
        raise NotImplementedError

    def show_place(self, number: int, of: int, least: int) -> None:
        """Say which of how many it is.

        Arguments:
            number: Its place, from 0.
            of: How many there are.
            least: How many there must be.
        """
        self._number.setText(f"Branch {number + 1} of {of}" if of > 1 else "Branch 1")
        self._up.setEnabled(number > 0)
        self._down.setEnabled(number < of - 1)
        self._remove.setEnabled(of > least)

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project."""
        self.around = around


class BranchListEditor(FieldEditor):
    """Edits branches in order; as many as there must be cannot be taken away."""

    MOST: ClassVar[int] = 250
    LEAST: ClassVar[int] = 1
    HAS_REST: ClassVar[bool] = True
    """Whether the card has one more way out, the last, which is not in the list."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._boxes: list[BranchBox] = []
        self._inside: Sequence[int] = ()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)
        self._add = button("Add branch", icon="plus", themes=around.themes)
        self._add.setObjectName("branch_add")
        self._add.clicked.connect(self._on_add)
        self.column.addWidget(self._add)

    def make_box(self, branch: object, origin: int | None) -> BranchBox | None:
        """Make the box of a branch; ``None`` when it is no branch of this kind."""
        raise NotImplementedError

    def new_branch(self, number: int) -> object:
        """Make the branch that *Add branch* adds.

        Arguments:
            number: Its number, from 1.
        """
        raise NotImplementedError

    @property
    def boxes(self) -> Sequence[BranchBox]:
        """The boxes, in order."""
        return self._boxes

    @property
    def target(self) -> QWidget:
        """The first branch's name."""
        return self._boxes[0].name if self._boxes else self._add

    def focus_empty(self) -> bool:
        """Put the keyboard on the first thing that waits to be filled; false where nothing does."""
        return False

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

    def value(self) -> tuple[object, ...]:
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
            self._put(branch, index)
        self.renew()

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project."""
        super().refresh(around)
        for box in self._boxes:
            box.refresh(around)

    def show_errors(self, show: bool) -> None:
        """Say whether problems are marked inside the boxes; nothing where there are none."""

    def tells(self, sentence: str) -> bool:
        """Say whether the boxes tell a problem themselves, so that nobody reads it twice."""
        return False

    def renew(self) -> None:
        """Number the boxes, and see whether there may be more."""
        for number, box in enumerate(self._boxes):
            box.show_place(number, len(self._boxes), self.LEAST)
        self._add.setEnabled(len(self._boxes) < self.MOST)
        full = f"A card has at most {self.MOST} branches."
        self._add.setToolTip("" if self._add.isEnabled() else full)

    def _put(self, branch: object, origin: int | None) -> BranchBox | None:
        box = self.make_box(branch, origin)
        if box is None:
            return None
        box.changed.connect(self._on_box_changed)
        box.asked.connect(partial(self._on_asked, box))
        self._boxes.append(box)
        self.column.insertWidget(len(self._boxes) - 1, box)
        # A layout shows what it was given only later; until then it could not take the focus.
        box.show()
        stand_before(box, self._add)
        return box

    def showEvent(self, event: QShowEvent) -> None:
        """Put Tab's way right for boxes that were made before there was a window."""
        self._order_boxes()
        super().showEvent(event)

    def _order_boxes(self) -> None:
        for box in self._boxes:
            stand_before(box, self._add)

    def _take_away(self, box: BranchBox) -> None:
        self._boxes.remove(box)
        self.column.removeWidget(box)
        retire(box)

    @Slot()
    def _on_box_changed(self) -> None:
        self.renew()
        self.changed.emit()

    @Slot()
    def _on_add(self) -> None:
        box = self._put(self.new_branch(len(self._boxes) + 1), None)
        self.renew()
        self.changed.emit()
        if box is not None:
            box.name.setFocus()
            box.name.selectAll()

    def _on_asked(self, box: BranchBox, what: str) -> None:
        at = self._boxes.index(box)
        if what == "remove":
            if len(self._boxes) <= self.LEAST or not self._may_go(box):
                return
            self._take_away(box)
        else:
            to = at + (-1 if what == "up" else 1)
            if not 0 <= to < len(self._boxes):
                return
            self._boxes.insert(to, self._boxes.pop(at))
            self.column.removeWidget(box)
            self.column.insertWidget(to, box)
            self._order_boxes()
        self.renew()
        self.changed.emit()

    def _may_go(self, box: BranchBox) -> bool:
        count = self._inside[box.origin] if box.origin is not None and box.origin < len(self._inside) else 0
        if not count:
            return True
        return self.around.dialogs.confirm(
            "Remove branch",
            f"{plural(count, 'card')} in “{box.name.text().strip()}” will be deleted with it when you save.",
            "Remove branch",
            danger=True,
        )
