"""The editor of a random split's branches: names and percentages, with what they add up to."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.actions.random_split import Share
from gui.forms.base import Surroundings
from gui.forms.branch_list import BranchBox, BranchListEditor
from gui.forms.number_box import NumberBox
from gui.theme_style import restyle
from gui.widgets.form import indent_text
from gui.widgets.labels import button, label

_WHOLE = 100
_PERCENT_PX = 84


class SharesEditor(BranchListEditor):
    """Edits the branches of a random split; a split has no other ways out."""

    LEAST = 2
    MOST = _WHOLE
    HAS_REST = False

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._total = label("", "strong")
        self._total.setObjectName("shares_total")
        self._even = button("Share evenly", "link", tip="Give every branch the same percentage")
        self._even.setObjectName("shares_even")
        self._even.clicked.connect(self._on_even)
        line = QHBoxLayout()
        line.addWidget(self._total, 1)
        line.addWidget(self._even)
        self.column.insertLayout(self.column.count() - 1, line)

    def make_box(self, branch: object, origin: int | None) -> BranchBox | None:
        """Make the box of a branch."""
        return _ShareBox(self.around, branch, origin) if isinstance(branch, Share) else None

    def new_branch(self, number: int) -> Share:
        """Make a branch with what is left of 100 %."""
        return Share("", min(max(_WHOLE - self._sum(), 0), _WHOLE))

    def renew(self) -> None:
        """Number the boxes and add up."""
        super().renew()
        total = self._sum()
        self._total.setText(f"Total {total:,} %" if total == _WHOLE else f"✕ Total {total:,} %")
        self._total.setProperty("ink", "muted" if total == _WHOLE else "broken")
        restyle(self._total)

    def _shares(self) -> list[_ShareBox]:
        return [box for box in self.boxes if isinstance(box, _ShareBox)]

    def _sum(self) -> int:
        return sum(box.branch().percent for box in self._shares())

    @Slot()
    def _on_even(self) -> None:
        boxes = self._shares()
        share, rest = divmod(_WHOLE, max(len(boxes), 1))
        for number, box in enumerate(boxes):
            box.set_percent(share + (number < rest))
        self.renew()
        self.changed.emit()


class _ShareBox(BranchBox):
    """A branch with its percentage."""

    def __init__(self, around: Surroundings, branch: Share, origin: int | None) -> None:
        super().__init__(around, branch.name, origin)
        self._percent = NumberBox()
        self._percent.setObjectName("branch_percent")
        self._percent.setAccessibleName("Percentage of the branch")
        self._percent.setSuffix(" %")
        self._percent.setFixedWidth(_PERCENT_PX)
        indent_text(self._percent)
        self.set_percent(branch.percent)
        self._percent.valueChanged.connect(self._on_percent)
        self.line.addWidget(self._percent)

    def branch(self) -> Share:
        held = self._held if self._held is not None else self._percent.value()
        return Share(self.name.text().strip(), held)

    def show_place(self, number: int, of: int, least: int) -> None:
        super().show_place(number, of, least)
        self.name.setPlaceholderText(f"Branch {number + 1}")

    def set_percent(self, percent: int) -> None:
        """Show a percentage without telling; one out of bounds stays what it is until the person changes it."""
        self._percent.blockSignals(True)
        self._percent.setRange(0, _WHOLE)
        self._percent.setValue(min(max(percent, 0), _WHOLE))
        self._percent.blockSignals(False)
        self._held = percent if percent != self._percent.value() else None

    @Slot()
    def _on_percent(self) -> None:
        self._held = None
        self.changed.emit()
