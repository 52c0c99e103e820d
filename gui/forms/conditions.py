"""One condition of a filter: property, operator, values. Lives here: that row. Not here: groups (filter_builder.py)."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from core.model.contact import PropertyDefinition
from core.model.filter import Condition, Operator, operators_for
from gui.forms.base import Surroundings, retire
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.values import ValuesEditor, values_editor
from gui.widgets.labels import label, tool_button


class ConditionRow(QWidget):
    """Edits one condition.

    Signals:
        changed: it became another condition.
        removed: the person wants it away.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, around: Surroundings, condition: Condition, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._property = ChoiceCombo(around.themes, "Choose a property", search=True)
        self._property.setObjectName("condition_property")
        self._property.setAccessibleName("Property")
        self._operator = ChoiceCombo(around.themes, "Operator")
        self._operator.setObjectName("condition_operator")
        self._operator.setAccessibleName("Operator")
        self._values: ValuesEditor | None = None
        self._made_for: tuple[str, Operator | None] | None = None
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self._remove = tool_button(around.themes, "close", "Remove this condition")
        self._remove.setObjectName("condition_remove")
        self._grid = QGridLayout(self)
        self._lay_out()
        self.set_condition(condition)
        self._property.picked.connect(self._on_property_picked)
        self._operator.picked.connect(self._on_operator_picked)
        self._remove.clicked.connect(self.removed)

    def condition(self) -> Condition:
        """Give the condition as it stands."""
        name, operator = self._property.value(), self._operator.value()
        chosen = operator if isinstance(operator, Operator) else Operator.IS_ANY_OF
        values = self._values.value() if self._values is not None and chosen.takes_value else ()
        return Condition(str(name or ""), chosen, values)

    def set_condition(self, condition: Condition) -> None:
        """Show a condition without telling."""
        project = self._around.project
        offered = [Choice(p.name, p.label) for p in sorted(project.properties, key=lambda p: p.label.casefold())]
        self._property.set_choices(offered, f"{condition.property} (gone)")
        self._property.choose(condition.property)
        self._offer_operators()
        self._operator.choose(condition.operator)
        self._make_values()
        if self._values is not None:
            self._values.set_value(condition.values)

    def set_error(self, sentence: str) -> None:
        """Say under the row what is wrong; an empty text takes it away."""
        self._error.setText(f"✕ {sentence}" if sentence else "")
        self._error.setVisible(bool(sentence))

    def focus_first(self) -> None:
        """Put the keyboard on the property."""
        self._property.setFocus()

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._grid.addWidget(self._property, 0, 0, 1, 2)
        self._grid.addWidget(self._remove, 0, 2)
        self._grid.addWidget(self._operator, 1, 0)
        self._grid.addWidget(self._error, 2, 0, 1, 3)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 6)

    def _definition(self) -> PropertyDefinition | None:
        return self._around.project.property(str(self._property.value() or ""))

    def _offer_operators(self) -> None:
        definition = self._definition()
        kinds = operators_for(definition.type) if definition is not None else (Operator.IS_ANY_OF,)
        self._operator.set_choices([Choice(kind, kind.value) for kind in kinds])
        self._operator.setEnabled(definition is not None)
        if self._operator.choice() is None or self._operator.choice().lost:  # type: ignore[union-attr]
            self._operator.set_choices([Choice(kind, kind.value) for kind in kinds])
            self._operator.choose(kinds[0])

    def _make_values(self) -> None:
        """Put the editor there that fits property and operator; one that fits already stays, with what is in it."""
        operator = self._operator.value()
        chosen = operator if isinstance(operator, Operator) else None
        definition = self._definition()
        wanted = (definition.name if definition else "", chosen)
        if self._made_for is not None and self._values is not None and _same_editor(self._made_for, wanted):
            self._made_for = wanted
            return
        kept = (
            self._values.value()
            if self._values is not None and self._made_for and self._made_for[0] == wanted[0]
            else ()
        )
        self._made_for = wanted
        if self._values is not None:
            self._grid.removeWidget(self._values)
            retire(self._values)
            self._values = None
        takes = chosen is not None and chosen.takes_value and definition is not None
        self._grid.removeWidget(self._operator)
        self._grid.addWidget(self._operator, 1, 0, 1, 1 if takes else 2)
        if takes:
            self._values = values_editor(definition, self._around, chosen)
            self._values.name_all("condition_value")
            self._values.target.setAccessibleName("Value")
            self._values.set_value(kept)
            self._values.changed.connect(self.changed)
            self._grid.addWidget(self._values, 1, 1, 1, 2)
            self._values.show()
            self.setTabOrder(self._operator, self._values.target)

    @Slot()
    def _on_property_picked(self) -> None:
        with QSignalBlocker(self._operator):
            self._operator.choose(None)
            self._offer_operators()
        self._make_values()
        self.changed.emit()

    @Slot()
    def _on_operator_picked(self) -> None:
        self._make_values()
        self.changed.emit()


def _same_editor(before: tuple[str, Operator | None], after: tuple[str, Operator | None]) -> bool:
    if before[0] != after[0] or before[1] is None or after[1] is None:
        return False
    return before[1].takes_many == after[1].takes_many and before[1].takes_value == after[1].takes_value
