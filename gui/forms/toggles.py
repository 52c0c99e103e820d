"""Editors of switches, clock times and days of the week. Not here: the times of a whole week (gui/forms/windows.py)."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.model.fields import FieldSpec
from gui.canvas.trigger_words import DAYS
from gui.forms.base import FieldEditor, Surroundings
from gui.tabs.panel_editors import ClockLine
from gui.widgets.switch import ToggleSwitch

_DAY_PX = 28


class SwitchEditor(FieldEditor):
    """Yes or no; the field's label stands beside the switch."""

    def __init__(self, spec: FieldSpec, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._switch = ToggleSwitch(around.themes, spec.label)
        self._switch.clicked.connect(self.changed)
        self._hold(self._switch)
        self.layout().addStretch(1)  # type: ignore[union-attr]

    @property
    def target(self) -> QWidget:
        """The switch."""
        return self._switch

    def value(self) -> bool:
        """Say whether it is on."""
        return self._switch.isChecked()

    def set_value(self, value: object) -> None:
        """Put the switch on or off."""
        self._switch.setChecked(bool(value))


class TimeEditor(FieldEditor):
    """A time of day as a minute; while what is written is no time, the one before it stands."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._line = ClockLine()
        self._last = 0
        self._line.textEdited.connect(lambda _: self.changed.emit())
        self._line.minute_changed.connect(self._on_minute)
        self._hold(self._line)
        self.layout().addStretch(1)  # type: ignore[union-attr]

    @property
    def target(self) -> QWidget:
        """The line."""
        return self._line

    def value(self) -> int:
        """Give the minute of the day."""
        minute = self._line.minute()
        return self._last if minute is None else minute

    def set_value(self, value: object) -> None:
        """Show a minute of the day."""
        self._last = value if isinstance(value, int) else 0
        self._line.set_minute(self._last)

    def complaint(self) -> str:
        """Say when what is written is no time."""
        return "" if self._line.minute() is not None else "Write a time like 09:00."

    @Slot(int)
    def _on_minute(self, minute: int) -> None:
        self._last = minute


class DayToggles(QWidget):
    """Seven buttons, Monday first; each stays down while its day is chosen.

    Signals:
        toggled: the person chose other days.
    """

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        for name in DAYS:
            made = QPushButton(name[:2])
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("chip", True)
            # Seven of them must fit the narrowest panel.
            made.setStyleSheet("QPushButton { padding: 0; }")
            made.setFixedWidth(_DAY_PX)
            made.setToolTip(name)
            made.setAccessibleName(name)
            made.clicked.connect(self.toggled)
            self._buttons.append(made)
            row.addWidget(made)
        row.addStretch(1)
        self.setFocusProxy(self._buttons[0])

    def days(self) -> tuple[int, ...]:
        """Give the chosen days, 0 is Monday."""
        return tuple(day for day, made in enumerate(self._buttons) if made.isChecked())

    def set_days(self, days: Iterable[int]) -> None:
        """Choose days without telling."""
        chosen = set(days)
        for day, made in enumerate(self._buttons):
            made.setChecked(day in chosen)

    def button(self, day: int) -> QPushButton:
        """Give the button of a day."""
        return self._buttons[day]


class WeekdaysEditor(FieldEditor):
    """Some days of the week."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._given: tuple[int, ...] = ()
        self._touched = False
        self._days = DayToggles()
        self._days.toggled.connect(self._on_toggled)
        self._hold(self._days)

    @property
    def target(self) -> QWidget:
        """The buttons together."""
        return self._days

    def value(self) -> tuple[int, ...]:
        """Give the days; until the person changes them exactly as they were given."""
        return self._days.days() if self._touched else self._given

    def set_value(self, value: object) -> None:
        """Show days."""
        self._given = tuple(v for v in value if isinstance(v, int)) if isinstance(value, tuple) else ()
        self._touched = False
        self._days.set_days(self._given)

    @Slot()
    def _on_toggled(self) -> None:
        self._touched = self._days.days() != tuple(sorted(set(self._given)))
        self.changed.emit()
