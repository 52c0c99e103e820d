"""One condition of a filter: property, operator, values. Lives here: that row. Not here: groups (filter_builder.py)."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from core.model.contact import LIST_MEMBERSHIP, PropertyDefinition
from core.model.fields import Value
from core.model.filter import Condition, Operator, operators_for
from gui.forms.base import Surroundings, ValuesEditor, retire
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.values import values_editor
from gui.widgets.labels import label, tool_button

_SHORT = {
    Operator.IN_LAST_DAYS: "is in the last",
    Operator.DAYS_AGO: "is more than",
    Operator.IN_NEXT_DAYS: "is in the next",
}
"""How operators read whose unit stands after the number."""
_BESIDE = 12
"""Most letters of an operator that leave room for values beside it."""


class ConditionRow(QWidget):
    """Edits one condition.

    Arguments:
        around: The project and so on.
        condition: What is shown first.
        parent: Owner.
        wide: Whether there is room for all of it in one line.

    Signals:
        changed: it became another condition.
        removed: the person wants it away.
    """

    changed = Signal()
    removed = Signal()

    def __init__(
        self, around: Surroundings, condition: Condition, parent: QWidget | None = None, *, wide: bool = False
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._wide = wide
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
        asked = (*project.properties, LIST_MEMBERSHIP)
        offered = [Choice(p.name, p.label) for p in sorted(asked, key=lambda p: p.label.casefold())]
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
        if self._wide:
            # Property, operator, values and the cross stand in one line.
            self._grid.addWidget(self._property, 0, 0)
            self._grid.addWidget(self._operator, 0, 1)
            self._grid.addWidget(self._remove, 0, 3)
            self._grid.addWidget(self._error, 1, 0, 1, 4)
            for column, share in enumerate((4, 3, 5)):
                self._grid.setColumnStretch(column, share)
            return
        self._grid.addWidget(self._property, 0, 0, 1, 2)
        self._grid.addWidget(self._remove, 0, 2)
        self._grid.addWidget(self._operator, 1, 0)
        self._grid.addWidget(self._error, 3, 0, 1, 3)
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 6)

    def _definition(self) -> PropertyDefinition | None:
        name = str(self._property.value() or "")
        return LIST_MEMBERSHIP if name == LIST_MEMBERSHIP.name else self._around.project.property(name)

    def _offer_operators(self) -> None:
        definition = self._definition()
        kinds = operators_for(definition.type) if definition is not None else (Operator.IS_ANY_OF,)
        rows = [Choice(kind, _SHORT.get(kind, kind.value)) for kind in kinds]
        self._operator.set_choices(rows)
        self._operator.setEnabled(definition is not None)
        if self._operator.choice() is None or self._operator.choice().lost:  # type: ignore[union-attr]
            self._operator.set_choices(rows)
            self._operator.choose(kinds[0])

    def _make_values(self) -> None:
        """Put the editor there that fits property and operator; one that fits already stays, with what is in it."""
        operator = self._operator.value()
        chosen = operator if isinstance(operator, Operator) else None
        definition = self._definition()
        wanted = (definition.name if definition else "", chosen)
        if self._made_for is not None and self._values is not None and _same_editor(self._made_for, wanted):
            self._made_for = wanted
            self._place()
            return
        kept = self._kept(wanted)
        self._made_for = wanted
        if self._values is not None:
            self._grid.removeWidget(self._values)
            retire(self._values)
            self._values = None
        if chosen is not None and chosen.takes_value and definition is not None:
            self._values = values_editor(definition, self._around, chosen)
            self._values.name_all("condition_value")
            if not chosen.takes_range:
                self._values.target.setAccessibleName("Value")
            self._values.set_value(kept)
            self._values.changed.connect(self.changed)
        self._place()

    def tab_stops(self) -> list[QWidget]:
        """Give the order in which Tab goes through it; the button that takes it away comes last."""
        values = [self._values] if self._values is not None else []
        return [self._property, self._operator, *values, self._remove]

    def _place(self) -> None:
        """Put operator and values beside each other, or below each other where one of them needs the whole line."""
        operator, values = self._operator.value(), self._values
        if self._wide:
            if values is not None:
                self._grid.addWidget(values, 0, 2)
                values.show()
                self.setTabOrder(self._operator, values.target)
            return
        short = isinstance(operator, Operator) and len(operator.value) <= _BESIDE and not operator.takes_range
        beside = values is not None and short
        self._grid.removeWidget(self._operator)
        self._grid.addWidget(self._operator, 1, 0, 1, 1 if beside else 3)
        # Tab goes through what makes the condition, as it reads; the button that takes it away comes last.
        self.setTabOrder(self._property, self._operator)
        if values is not None:
            self._grid.removeWidget(values)
            self._grid.addWidget(values, *((1, 1, 1, 2) if beside else (2, 0, 1, 3)))
            values.show()
            self.setTabOrder(self._operator, values.target)

    def _kept(self, wanted: tuple[str, Operator | None]) -> tuple[Value, ...]:
        """Give what the next editor takes over: nothing of another property, and days are no dates."""
        before = self._made_for
        if self._values is None or before is None or before[0] != wanted[0] or before[1] is None or wanted[1] is None:
            return ()
        return self._values.value() if before[1].takes_days == wanted[1].takes_days else ()

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
    if before[1].takes_days or after[1].takes_days:
        # The unit after the number differs.
        return before[1] is after[1]
    asked = [(o.takes_many, o.takes_value, o.takes_range) for o in (before[1], after[1])]
    return asked[0] == asked[1]
