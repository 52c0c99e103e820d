"""The editors of an action's fields, one class a field kind, and the table that picks them.

Lives here: texts and numbers. Not here: what picks something of the project (gui/forms/pickers.py), switches and times
(gui/forms/toggles.py), values of properties (gui/forms/values.py) and branches (gui/forms/branch_list.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from core.model.fields import FieldKind, FieldSpec
from gui.forms import pickers
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.branches import BranchesEditor
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.number_box import NumberBox
from gui.forms.pickers import ListEditor, PickEditor, SenderEditor, SendersEditor
from gui.forms.shares import SharesEditor
from gui.forms.toggles import SwitchEditor, TimeEditor, WeekdaysEditor
from gui.forms.value_branches import ValueBranchesEditor

_NUMBER_PX = 80
_UNITS = ((24 * 60, "days"), (60, "hours"), (1, "minutes"))


class TextEditor(FieldEditor):
    """One line of text."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._line = QLineEdit()
        self._line.textEdited.connect(lambda _: self.changed.emit())
        self._hold(self._line)

    @property
    def target(self) -> QWidget:
        """The line."""
        return self._line

    def value(self) -> str:
        """Give the text without spaces around it."""
        return self._line.text().strip()

    def set_value(self, value: object) -> None:
        """Show a text."""
        self._line.setText(str(value or ""))


class _Paper(QPlainTextEdit):
    """A text field whose Tab key leads on, as in every form."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)


class LongTextEditor(FieldEditor):
    """Several lines of text."""

    def __init__(self, spec: FieldSpec | None, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._paper = _Paper()
        self._paper.setTabChangesFocus(True)
        self._paper.setFixedHeight(72)
        self._quiet = False
        self._paper.textChanged.connect(self._on_text_changed)
        self._hold(self._paper)

    @property
    def target(self) -> QWidget:
        """The text field."""
        return self._paper

    def value(self) -> str:
        """Give the text."""
        return self._paper.toPlainText().strip()

    def set_value(self, value: object) -> None:
        """Show a text."""
        self._quiet = True
        self._paper.setPlainText(str(value or ""))
        self._quiet = False

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class IntegerEditor(FieldEditor):
    """A whole number within its bounds."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._box = NumberBox()
        self._held: int | None = None
        self._box.setRange(
            spec.minimum if spec.minimum is not None else -999_999_999,
            spec.maximum if spec.maximum is not None else 999_999_999,
        )
        if spec.unit:
            self._box.setSuffix(f" {spec.unit}")
        self._quiet = False
        self._box.valueChanged.connect(self._on_value_changed)
        self._hold(self._box)

    @property
    def target(self) -> QWidget:
        """The number field."""
        return self._box

    def value(self) -> int:
        """Give the number; one out of bounds stays what it is until the person changes it."""
        return self._box.value() if self._held is None else self._held

    def set_value(self, value: object) -> None:
        """Show a number."""
        number = value if isinstance(value, int) else 0
        self._quiet = True
        self._box.setValue(min(max(number, self._box.minimum()), self._box.maximum()))
        self._quiet = False
        self._held = number if number != self._box.value() else None

    @Slot()
    def _on_value_changed(self) -> None:
        if not self._quiet:
            self._held = None
            self.changed.emit()


class DurationEditor(FieldEditor):
    """An amount of time: a number and its unit; stored in minutes."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._least = spec.minimum or 0
        self._most = spec.maximum or 999_999_999
        self._held: int | None = None
        self._box = NumberBox()
        self._unit = ChoiceCombo(around.themes)
        self._unit.set_choices([Choice(minutes, name) for minutes, name in _UNITS])
        self._unit.setAccessibleName("Unit")
        # Room for the largest number would make the row wider than the narrowest panel.
        self._box.setMinimumWidth(_NUMBER_PX)
        self._quiet = False
        self._box.valueChanged.connect(self._on_changed)
        self._unit.picked.connect(self._on_unit_picked)
        self._hold(self._box, self._unit)

    @property
    def target(self) -> QWidget:
        """The number field."""
        return self._box

    def name_all(self, name: str) -> None:
        """Name the number field, and the unit after it."""
        super().name_all(name)
        self._unit.setObjectName(f"{name}_unit")

    def value(self) -> int:
        """Give the minutes; an amount out of bounds stays what it is until the person changes it."""
        return self._box.value() * self._factor() if self._held is None else self._held

    def set_value(self, value: object) -> None:
        """Show minutes in the largest unit that holds them without a rest."""
        minutes = value if isinstance(value, int) else 0
        factor = next(f for f, _ in _UNITS if minutes % f == 0 and (minutes or f == _UNITS[0][0]))
        self._quiet = True
        self._unit.choose(factor)
        self._set_bounds()
        self._box.setValue(min(max(minutes // factor, self._box.minimum()), self._box.maximum()))
        self._quiet = False
        self._held = None
        self._held = minutes if minutes != self.value() else None

    def _factor(self) -> int:
        factor = self._unit.value()
        return factor if isinstance(factor, int) else 1

    def _set_bounds(self) -> None:
        factor = self._factor()
        self._box.setRange(-(-self._least // factor), self._most // factor)

    @Slot()
    def _on_unit_picked(self) -> None:
        self._set_bounds()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if not self._quiet:
            self._held = None
            self.changed.emit()


def make_editor(spec: FieldSpec, value: object, around: Surroundings) -> FieldEditor:
    """Make the editor of a field.

    Arguments:
        spec: What the field holds.
        value: A value it has; tells which enumeration a choice is of.
        around: The project and so on.
    """
    if spec.kind is FieldKind.CHOICE and isinstance(value, Enum):
        members = [Choice(member, str(getattr(member, "label", member.value))) for member in type(value)]
        return PickEditor(around, lambda _: members, "Choose", value)
    return _MAKERS[spec.kind](spec, around)


_MAKERS: Mapping[FieldKind, Callable[[FieldSpec, Surroundings], FieldEditor]] = {
    FieldKind.TEXT: TextEditor,
    FieldKind.LONG_TEXT: LongTextEditor,
    FieldKind.INTEGER: IntegerEditor,
    FieldKind.DURATION: DurationEditor,
    FieldKind.SEQUENCE: lambda _, a: PickEditor(
        a, pickers.sequence_choices, "Choose a sequence", 0, pickers.lost_sequence
    ),
    FieldKind.SENDER: lambda _, a: SenderEditor(a),
    FieldKind.SENDERS: lambda _, a: SendersEditor(a),
    FieldKind.OWNER_PROPERTY: lambda _, a: PickEditor(a, pickers.owner_properties, "Choose a property", ""),
    FieldKind.PROPERTY: lambda _, a: PickEditor(a, pickers.properties, "Choose a property", "", search=True),
    FieldKind.LIST: lambda spec, a: ListEditor(a, "" if spec.required else "Any list"),
    FieldKind.WORKFLOW: lambda _, a: PickEditor(
        a, pickers.workflow_choices, "Choose a workflow", 0, pickers.lost_workflow
    ),
    FieldKind.SWITCH: SwitchEditor,
    FieldKind.TIME: lambda _, a: TimeEditor(a),
    FieldKind.WEEKDAYS: lambda _, a: WeekdaysEditor(a),
    FieldKind.BRANCHES: lambda _, a: BranchesEditor(a),
    FieldKind.VALUE_BRANCHES: lambda _, a: ValueBranchesEditor(a),
    FieldKind.SHARES: lambda _, a: SharesEditor(a),
}
