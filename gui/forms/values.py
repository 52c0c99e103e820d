"""Editors of property values: one class a way to write them, and the function that picks one by type and operator.

Lives here: texts, numbers, choices. Not here: dates (gui/forms/moments.py), ranges and days (gui/forms/ranges.py), and
which property or operator is chosen (gui/forms/conditions.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Operator
from gui.forms.base import Surroundings, ValuesEditor, values_in
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.many import MultiChoice
from gui.forms.moments import MomentValue
from gui.forms.pickers import list_choices
from gui.forms.ranges import DaysValue, RangeValues
from gui.theme_style import restyle

SEPARATOR = ";"
"""Stands between several texts; values themselves often hold commas."""


class TextValues(ValuesEditor):
    """One text, or several with semicolons between them."""

    def __init__(self, around: Surroundings, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._many = many
        self._line = QLineEdit()
        self._line.setPlaceholderText("One; another" if many else "Value")
        if many:
            self._line.setToolTip("Put a semicolon between several values.")
        self._line.textEdited.connect(lambda _: self.changed.emit())
        self._hold(self._line)

    @property
    def target(self) -> QWidget:
        """The line."""
        return self._line

    def value(self) -> tuple[Value, ...]:
        """Give the texts."""
        parts = self._line.text().split(SEPARATOR) if self._many else [self._line.text()]
        return tuple(part.strip() for part in parts if part.strip())

    def set_value(self, value: object) -> None:
        """Show texts."""
        texts = [str(v) for v in values_in(value)]
        self._line.setText(f"{SEPARATOR} ".join(texts if self._many else texts[:1]))


class NumberValues(ValuesEditor):
    """A number, or several with semicolons between them; what is none is marked and not taken."""

    def __init__(self, around: Surroundings, many: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._many = many
        self._line = QLineEdit()
        self._line.setPlaceholderText("1; 2; 3" if many else "Number")
        self._line.textEdited.connect(self._on_edited)
        self._hold(self._line)

    @property
    def target(self) -> QWidget:
        """The line."""
        return self._line

    def value(self) -> tuple[Value, ...]:
        """Give the numbers, nothing while the text is none."""
        found = [read_number(part) for part in self._parts()]
        return tuple(number for number in found if number is not None)

    def set_value(self, value: object) -> None:
        """Show numbers."""
        texts = [str(v) for v in values_in(value)]
        self._line.setText(f"{SEPARATOR} ".join(texts if self._many else texts[:1]))
        self._mark()

    def _parts(self) -> list[str]:
        parts = self._line.text().split(SEPARATOR) if self._many else [self._line.text()]
        return [part.strip() for part in parts if part.strip()]

    @Slot()
    def _on_edited(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        odd = [part for part in self._parts() if read_number(part) is None]
        self._line.setProperty("invalid", bool(odd))
        self._line.setToolTip(f"“{odd[0]}” is no number." if odd else "")
        restyle(self._line)


class OneChoice(ValuesEditor):
    """One of a list of options."""

    def __init__(self, around: Surroundings, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._combo = ChoiceCombo(around.themes, "Value")
        self._combo.set_choices(choices)
        self._combo.picked.connect(self.changed)
        self._hold(self._combo)

    @property
    def target(self) -> QWidget:
        """The combo."""
        return self._combo

    def value(self) -> tuple[Value, ...]:
        """Give the chosen option."""
        value = self._combo.value()
        return (value,) if isinstance(value, (str, int, float, bool)) and value != "" else ()

    def set_value(self, value: object) -> None:
        """Choose an option."""
        values = values_in(value)
        self._combo.set_choices(
            [c for c in self._combo.choices() if not c.lost], f"{values[0]} (gone)" if values else "(gone)"
        )
        self._combo.choose(values[0] if values else None)


class ManyChoice(ValuesEditor):
    """Some of a list of options."""

    def __init__(
        self,
        around: Surroundings,
        choices: Sequence[Choice],
        placeholder: str = "Choose values",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._button = MultiChoice(around.themes, placeholder)
        self._button.set_choices(choices)
        self._button.picked.connect(self.changed)
        self._hold(self._button)

    @property
    def target(self) -> QWidget:
        """The button."""
        return self._button

    def value(self) -> tuple[Value, ...]:
        """Give the ticked options."""
        return self._button.values()

    def set_value(self, value: object) -> None:
        """Tick options."""
        self._button.set_values(values_in(value))


def values_editor(
    definition: PropertyDefinition | None,
    around: Surroundings,
    operator: Operator | None = None,
    nothing: str = "Nothing",
) -> ValuesEditor:
    """Make the editor for a property's values.

    Arguments:
        definition: The property; ``None`` when it is gone, which gives a plain text field.
        around: The project and so on.
        operator: What a condition asks; ``None`` for setting the property.
        nothing: When setting: what it means to choose no value.
    """
    kind = definition.type if definition is not None else PropertyType.TEXT
    many = operator is not None and operator.takes_many
    if operator is not None and operator.takes_days:
        return DaysValue(around, " days ago" if operator is Operator.DAYS_AGO else " days")
    if operator is not None and operator.takes_range:
        is_moment = kind in (PropertyType.DATE, PropertyType.DATETIME)
        return RangeValues(around, values_editor(definition, around), values_editor(definition, around), is_moment)
    match kind:
        case PropertyType.ENUM | PropertyType.OWNER | PropertyType.BOOL:
            choices = options_of(definition, around)
            if many:
                return ManyChoice(around, choices)
            # To set nothing is to clear the property, so that must stay possible to choose.
            return OneChoice(around, [Choice("", nothing), *choices] if operator is None else choices)
        case PropertyType.LIST:
            return ManyChoice(around, list_choices(around), "Choose lists")
        case PropertyType.NUMBER:
            return NumberValues(around, many)
        case PropertyType.DATE | PropertyType.DATETIME:
            return MomentValue(around, kind is PropertyType.DATETIME)
        case _:
            return TextValues(around, many)


def options_of(definition: PropertyDefinition | None, around: Surroundings) -> list[Choice]:
    """Give the values a property with a closed set of values can have."""
    if definition is None:
        return []
    if definition.type is PropertyType.OWNER:
        return [Choice(s.id, s.name) for s in sorted(around.project.senders, key=lambda s: s.name.casefold())]
    if definition.type is PropertyType.BOOL:
        return [Choice(True, "Yes"), Choice(False, "No")]
    return [Choice(value, text) for value, text in definition.options]


def read_number(text: str) -> int | float | None:
    """Read a number as people write it; ``None`` when it is none."""
    plain = text.strip().replace(" ", "").replace(",", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
