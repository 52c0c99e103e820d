"""Editors of property values: one class a way to write them, and the function that picks one by type and operator.

Lives here: texts, numbers, choices, dates. Not here: which property or operator is chosen (gui/forms/conditions.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, QTime, Slot
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Operator
from core.model.instant import from_instant, to_instant
from core.services.values import zone_of_account
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.choices import Choice, ChoiceCombo, MultiChoice
from gui.theme_style import restyle

SEPARATOR = ";"
"""Stands between several texts; values themselves often hold commas."""


class ValuesEditor(FieldEditor):
    """Edits the values a property is compared with or set to."""

    def value(self) -> tuple[Value, ...]:
        """Give the values; empty ones are left out."""
        raise NotImplementedError


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
        texts = [str(v) for v in _values(value)]
        self._line.setText(f"{SEPARATOR} ".join(texts if self._many else texts[:1]))


class NumberValue(ValuesEditor):
    """A number; what is none is marked and not taken."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._line = QLineEdit()
        self._line.setPlaceholderText("Number")
        self._line.textEdited.connect(self._on_edited)
        self._hold(self._line)

    @property
    def target(self) -> QWidget:
        """The line."""
        return self._line

    def value(self) -> tuple[Value, ...]:
        """Give the number, nothing while the text is none."""
        number = read_number(self._line.text())
        return () if number is None else (number,)

    def set_value(self, value: object) -> None:
        """Show a number."""
        values = _values(value)
        self._line.setText(f"{values[0]}" if values else "")
        self._mark()

    @Slot()
    def _on_edited(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        text = self._line.text().strip()
        self._line.setProperty("invalid", bool(text) and read_number(text) is None)
        self._line.setToolTip("This is no number." if self._line.property("invalid") else "")
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
        values = _values(value)
        self._combo.set_choices(
            [c for c in self._combo.choices() if not c.lost], f"{values[0]} (gone)" if values else "(gone)"
        )
        self._combo.choose(values[0] if values else None)


class ManyChoice(ValuesEditor):
    """Some of a list of options."""

    def __init__(self, around: Surroundings, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._button = MultiChoice(around.themes, "Choose values")
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
        self._button.set_values(_values(value))


class _Moment(QDateTimeEdit):
    """A date field that may be empty; its first click brings it to the start of the rehearsal."""

    def __init__(self, first: QDateTime, with_time: bool) -> None:
        super().__init__()
        self._first = first
        self.setCalendarPopup(True)
        self.setDisplayFormat("d MMM yyyy HH:mm" if with_time else "d MMM yyyy")
        self.setMinimumDateTime(QDateTime(QDate(1970, 1, 1), QTime(0, 0)))
        self.setMaximumDate(QDate(2999, 12, 31))
        self.setSpecialValueText("Choose a date")
        self.setDateTime(self.minimumDateTime())

    @property
    def is_empty(self) -> bool:
        return self.dateTime() == self.minimumDateTime()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.is_empty:
            self.setDateTime(self._first)
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def stepBy(self, steps: int) -> None:
        if self.is_empty:
            self.setDateTime(self._first)
        else:
            super().stepBy(steps)


class MomentValue(ValuesEditor):
    """A date, or a date and time of the account's time zone."""

    def __init__(self, around: Surroundings, with_time: bool, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        # A plain date is midnight UTC wherever the account is; see core.services.values.
        self._zone: tzinfo = zone_of_account(around.project) if with_time else UTC
        start = from_instant(around.project.account.settings.start, self._zone)
        self._field = _Moment(_as_qt(start if with_time else start.replace(hour=0, minute=0)), with_time)
        self._quiet = False
        self._field.dateTimeChanged.connect(self._on_changed)
        self._hold(self._field)

    @property
    def target(self) -> QWidget:
        """The date field."""
        return self._field

    def value(self) -> tuple[Value, ...]:
        """Give the instant, nothing while the field is empty."""
        if self._field.is_empty:
            return ()
        day, time = self._field.date(), self._field.time()
        moment = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=self._zone)
        return (to_instant(moment),)

    def set_value(self, value: object) -> None:
        """Show an instant."""
        values = [v for v in _values(value) if isinstance(v, int)]
        shown = _as_qt(from_instant(values[0], self._zone)) if values else self._field.minimumDateTime()
        self._quiet = True
        self._field.setDateTime(shown)
        self._quiet = False

    @Slot()
    def _on_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()


def values_editor(
    definition: PropertyDefinition | None, around: Surroundings, operator: Operator | None = None
) -> ValuesEditor:
    """Make the editor for a property's values.

    Arguments:
        definition: The property; ``None`` when it is gone, which gives a plain text field.
        around: The project and so on.
        operator: What a condition asks; ``None`` for setting the property.
    """
    kind = definition.type if definition is not None else PropertyType.TEXT
    many = operator is not None and operator.takes_many
    match kind:
        case PropertyType.ENUM | PropertyType.OWNER | PropertyType.BOOL:
            choices = options_of(definition, around)
            if many:
                return ManyChoice(around, choices)
            # To set nothing is to clear the property, so that must stay possible to choose.
            return OneChoice(around, [Choice("", "Nothing"), *choices] if operator is None else choices)
        case PropertyType.NUMBER:
            return NumberValue(around)
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


def _as_qt(moment: datetime) -> QDateTime:
    return QDateTime(QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute))


def _values(value: object) -> list[Value]:
    if value is None or value == "":
        return []
    found = value if isinstance(value, (tuple, list)) else (value,)
    return [v for v in found if isinstance(v, (str, int, float, bool)) and v != ""]
