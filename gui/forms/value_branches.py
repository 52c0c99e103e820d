"""The editor of a value-equals card's branches: names and values; how values are written follows the property."""

from __future__ import annotations

from core.actions.value_equals import MAX_BRANCHES, ValueBranch
from core.model.fields import Value
from core.model.filter import Operator
from gui.forms.base import Surroundings, ValuesEditor, retire
from gui.forms.branch_list import BranchBox, BranchListEditor
from gui.forms.values import values_editor


class ValueBranchesEditor(BranchListEditor):
    """Edits the branches of a value-equals card."""

    MOST = MAX_BRANCHES
    _property = ""

    def make_box(self, branch: object, origin: int | None) -> BranchBox | None:
        """Make the box of a branch."""
        return _ValueBox(self.around, branch, origin, self._property) if isinstance(branch, ValueBranch) else None

    def new_branch(self, number: int) -> ValueBranch:
        """Make a branch without values; it is called by its values until it gets a name."""
        return ValueBranch()

    def set_property(self, name: str) -> None:
        """Follow another property; values of the old one make no sense for it, names stay."""
        if name == self._property:
            return
        self._property = name
        for box in self.boxes:
            if isinstance(box, _ValueBox):
                box.set_property(name)


class _ValueBox(BranchBox):
    """A branch with its values."""

    def __init__(self, around: Surroundings, branch: ValueBranch, origin: int | None, name: str) -> None:
        super().__init__(around, branch.name, origin)
        self._property = name
        self.name.setPlaceholderText("Called by its values")
        self._values = self._put(branch.values)

    def branch(self) -> ValueBranch:
        return ValueBranch(self.name.text().strip(), self._current())

    def set_property(self, name: str) -> None:
        self._property = name
        self._replace(())

    def refresh(self, around: Surroundings) -> None:
        super().refresh(around)
        self._replace(self._current())

    def _current(self) -> tuple[Value, ...]:
        # Values that the field cannot show whole (two dates, say) stay until the person writes others.
        return self._values.value() if self._touched else self._given

    def _replace(self, values: tuple[Value, ...]) -> None:
        self.column.removeWidget(self._values)
        retire(self._values)
        self._values = self._put(values)

    def _put(self, values: tuple[Value, ...]) -> ValuesEditor:
        self._given, self._touched = values, False
        definition = self.around.project.property(self._property)
        made = values_editor(definition, self.around, Operator.IS_ANY_OF)
        made.set_value(values)
        made.name_all("branch_values")
        made.target.setAccessibleName("Values of the branch")
        made.setEnabled(bool(self._property))
        made.changed.connect(self._on_values_changed)
        self.column.addWidget(made)
        made.show()
        return made

    def _on_values_changed(self) -> None:
        self._touched = True
        self.changed.emit()
