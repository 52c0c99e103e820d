"""Editors of conditions that need more than a value: two ends of a range, and a number of days from now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.model.fields import Value
from gui.forms.base import Surroundings, ValuesEditor, values_in
from gui.forms.number_box import NumberBox
from gui.widgets.form import indent_text
from gui.widgets.labels import label

MOST_DAYS = 36_500
"""Most days a condition may count from now."""

_USUAL = 7


class RangeValues(ValuesEditor):
    """Two values, the lower one first; dates stand below each other since two of them are too wide for a panel.

    Arguments:
        around: The project and so on.
        low: Edits the first value.
        high: Edits the second value.
        stacked: Whether they stand below each other.
        parent: Owner.
    """

    def __init__(
        self,
        around: Surroundings,
        low: ValuesEditor,
        high: ValuesEditor,
        stacked: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(around, parent)
        self._ends = (low, high)
        self._line = QBoxLayout(QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4 if stacked else 8)
        self._line.addWidget(low, 1)
        self._line.addWidget(label("and", "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(high, 1)
        for end, name in zip(self._ends, ("From", "To"), strict=True):
            end.target.setAccessibleName(name)
            end.changed.connect(self.changed)

    @property
    def target(self) -> QWidget:
        """The first field."""
        return self._ends[0].target

    def name_all(self, name: str) -> None:
        """Name the first field, and the one after it."""
        self._ends[0].name_all(name)
        self._ends[1].name_all(f"{name}_to")

    def value(self) -> tuple[Value, ...]:
        """Give both values; one that is missing is ``None``, and none at all when both are."""
        low, high = (end.value() for end in self._ends)
        if not low and not high:
            return ()
        return (low[0] if low else None, high[0] if high else None)

    def set_value(self, value: object) -> None:
        """Show two values."""
        given = value if isinstance(value, tuple) else ()
        for number, end in enumerate(self._ends):
            end.set_value(given[number] if len(given) > number else None)


class DaysValue(ValuesEditor):
    """A number of days.

    Arguments:
        around: The project and so on.
        unit: What stands after the number.
        parent: Owner.
    """

    def __init__(self, around: Surroundings, unit: str, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._held: tuple[Value, ...] | None = None
        self._box = NumberBox()
        self._box.setRange(1, MOST_DAYS)
        self._box.setValue(_USUAL)
        self._box.setSuffix(unit)
        indent_text(self._box)
        self._box.valueChanged.connect(self._on_changed)
        self._hold(self._box)

    @property
    def target(self) -> QWidget:
        """The number field."""
        return self._box

    def value(self) -> tuple[Value, ...]:
        """Give the days; a number that makes no sense stays what it is until the person changes it."""
        return (self._box.value(),) if self._held is None else self._held

    def set_value(self, value: object) -> None:
        """Show a number of days; without one the usual."""
        given = values_in(value)
        days = given[0] if given else _USUAL
        whole = days if type(days) is int else _USUAL
        self._box.blockSignals(True)
        self._box.setValue(min(max(whole, 1), MOST_DAYS))
        self._box.blockSignals(False)
        self._held = None if (self._box.value(),) == tuple(given) or not given else tuple(given)

    @Slot()
    def _on_changed(self) -> None:
        self._held = None
        self.changed.emit()
