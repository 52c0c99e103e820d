"""The editors of an action's fields, one class a field kind, and the table that picks them.

Lives here: plain fields and pickers. Not here: values of properties (gui/forms/values.py) and branches
(gui/forms/branches.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from core.model.contact import PropertyType
from core.model.fields import FieldKind, FieldSpec
from core.services import senders
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.branches import BranchesEditor
from gui.forms.choices import Choice, ChoiceCombo

_UNITS = ((24 * 60, "days"), (60, "hours"), (1, "minutes"))


class NumberBox(QSpinBox):
    """A number field that leaves the wheel to the panel until it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the number only while the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()


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
        """Give the number."""
        return self._box.value()

    def set_value(self, value: object) -> None:
        """Show a number."""
        self._quiet = True
        self._box.setValue(value if isinstance(value, int) else 0)
        self._quiet = False

    @Slot()
    def _on_value_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class DurationEditor(FieldEditor):
    """An amount of time: a number and its unit; stored in minutes."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._least = spec.minimum or 0
        self._most = spec.maximum or 999_999_999
        self._box = NumberBox()
        self._unit = ChoiceCombo(around.themes)
        self._unit.set_choices([Choice(minutes, name) for minutes, name in _UNITS])
        self._unit.setAccessibleName("Unit")
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
        """Give the minutes."""
        return self._box.value() * self._factor()

    def set_value(self, value: object) -> None:
        """Show minutes in the largest unit that holds them without a rest."""
        minutes = value if isinstance(value, int) else 0
        factor = next(f for f, _ in _UNITS if minutes % f == 0 and (minutes or f == _UNITS[0][0]))
        self._quiet = True
        self._unit.choose(factor)
        self._set_bounds()
        self._box.setValue(minutes // factor)
        self._quiet = False

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
            self.changed.emit()


class PickEditor(FieldEditor):
    """A combo; what it offers is said by a function of the surroundings.

    Arguments:
        around: The project and so on.
        offer: Gives the rows.
        placeholder: What it says while nothing is chosen.
        nothing: The value that stands for nothing chosen.
        lost: Names a chosen value that is not offered.
        search: Lets people type to find a row.
        parent: Owner.
    """

    def __init__(
        self,
        around: Surroundings,
        offer: Callable[[Surroundings], list[Choice]],
        placeholder: str,
        nothing: object,
        lost: Callable[[Surroundings, object], str] = lambda _, value: f"{value} (gone)",
        *,
        search: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._offer, self._nothing, self._lost = offer, nothing, lost
        self.combo = ChoiceCombo(around.themes, placeholder, search=search)
        self.combo.set_choices(offer(around))
        self.combo.picked.connect(self.changed)
        self._hold(self.combo)

    @property
    def target(self) -> QWidget:
        """The combo."""
        return self.combo

    def value(self) -> object:
        """Give what is chosen."""
        value = self.combo.value()
        return self._nothing if value is None else value

    def set_value(self, value: object) -> None:
        """Choose a value; one that is not offered any more stays to be seen, in red."""
        self.combo.choose(None)
        self.combo.set_choices(self._offer(self.around), self._lost(self.around, value))
        self.combo.choose(value)

    def refresh(self, around: Surroundings) -> None:
        """Offer what there is now."""
        super().refresh(around)
        self.set_value(self.value())


# ---------------------------------------------------------------- what there is to pick


def _sequences(around: Surroundings) -> list[Choice]:
    return [Choice(s.id, s.name) for s in around.project.sequences if s.deleted is None]


def _lost_sequence(around: Surroundings, value: object) -> str:
    found = around.project.sequence(value) if isinstance(value, int) else None
    return f"{found.name} (deleted)" if found is not None else "Unknown sequence"


def _senders(around: Surroundings) -> list[Choice]:
    found = senders.choices(around.project, automation_of=around.automation_of)
    return [Choice(c.sender.id, c.sender.name, reason_of(c), c.qualifies) for c in found]


def reason_of(choice: senders.SenderChoice) -> str:
    """Give why a user cannot send, to stand after the name: without the name and the full stop."""
    sentence = choice.sentence.rstrip(".")
    for start in (f"{choice.sender.name}’s ", f"{choice.sender.name} "):
        sentence = sentence.removeprefix(start)
    return sentence


def _lost_sender(around: Surroundings, value: object) -> str:
    for choice in senders.choices(around.project, automation_of=around.automation_of):
        if choice.sender.id == value:
            return f"{choice.sender.name} — {reason_of(choice)}"
    return "Unknown user"


def _owner_properties(around: Surroundings) -> list[Choice]:
    return [Choice(p.name, p.label) for p in around.project.properties if p.type is PropertyType.OWNER]


def properties(around: Surroundings) -> list[Choice]:
    """Give every property, by label."""
    found = sorted(around.project.properties, key=lambda p: p.label.casefold())
    return [Choice(p.name, p.label) for p in found]


class SenderEditor(PickEditor):
    """Picks a sender: those who qualify, the others greyed with the reason; an unfit choice stays in red."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, _senders, "Choose a sender", 0, _lost_sender, parent=parent)

    def set_value(self, value: object) -> None:
        """Choose a sender, in red when it does not qualify."""
        offered = _senders(self.around)
        self.combo.choose(None)
        rows = [
            Choice(c.value, c.text, c.detail, enabled=False, lost=True) if c.value == value and not c.enabled else c
            for c in offered
        ]
        self.combo.set_choices(rows, _lost_sender(self.around, value))
        self.combo.choose(value)

    def complaint(self) -> str:
        """Say why the chosen sender cannot send; empty when it can."""
        found = senders.choices(self.around.project, automation_of=self.around.automation_of)
        return next((c.sentence for c in found if c.sender.id == self.value()), "")


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
    FieldKind.SEQUENCE: lambda _, a: PickEditor(a, _sequences, "Choose a sequence", 0, _lost_sequence),
    FieldKind.SENDER: lambda _, a: SenderEditor(a),
    FieldKind.OWNER_PROPERTY: lambda _, a: PickEditor(a, _owner_properties, "Choose a property", ""),
    FieldKind.PROPERTY: lambda _, a: PickEditor(a, properties, "Choose a property", "", search=True),
    FieldKind.BRANCHES: lambda _, a: BranchesEditor(a),
}
