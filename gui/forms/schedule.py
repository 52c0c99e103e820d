"""The editor of a schedule: how often, on which day, at what time."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.model.workflow import Repeat, Schedule
from gui.canvas.trigger_words import DAYS
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.number_box import NumberBox
from gui.forms.toggles import TimeEditor
from gui.widgets.form import indent_text
from gui.widgets.labels import label

_REPEATS = {Repeat.DAILY: "Every day", Repeat.WEEKLY: "Every week", Repeat.MONTHLY: "Every month"}
_DAY_PX = 72
_WEEKDAY_PX = 144


class ScheduleEditor(FieldEditor):
    """Edits a schedule."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._given = Schedule()
        self._repeat = ChoiceCombo(around.themes)
        self._repeat.set_choices([Choice(repeat, title) for repeat, title in _REPEATS.items()])
        self._weekday = ChoiceCombo(around.themes)
        self._weekday.set_choices([Choice(day, name) for day, name in enumerate(DAYS)])
        self._weekday.setAccessibleName("Day of the week")
        self._weekday.setMinimumWidth(_WEEKDAY_PX)
        self._day = NumberBox()
        self._day.setRange(1, 31)
        self._day.setFixedWidth(_DAY_PX)
        self._day.setAccessibleName("Day of the month")
        indent_text(self._day)
        self._time = TimeEditor(around)
        self._time.target.setAccessibleName("Time of day")
        self._lay_out()
        self.set_value(Schedule())
        self._repeat.picked.connect(self._on_changed)
        self._weekday.picked.connect(self._on_changed)
        self._day.valueChanged.connect(self._on_changed)
        self._time.changed.connect(self._on_changed)

    @property
    def target(self) -> QWidget:
        """How often."""
        return self._repeat

    def name_all(self, name: str) -> None:
        """Name the fields."""
        self._repeat.setObjectName(name)
        self._weekday.setObjectName(f"{name}_weekday")
        self._day.setObjectName(f"{name}_day")
        self._time.name_all(f"{name}_time")

    def value(self) -> Schedule:
        """Give the schedule; what does not matter for it stays as it was."""
        repeat, weekday = self._repeat.value(), self._weekday.value()
        chosen = repeat if isinstance(repeat, Repeat) else Repeat.DAILY
        on_day = weekday if isinstance(weekday, int) else 0
        return Schedule(
            chosen,
            self._time.value(),
            on_day if chosen is Repeat.WEEKLY else self._given.weekday,
            self._day.value() if chosen is Repeat.MONTHLY else self._given.day,
        )

    def set_value(self, value: object) -> None:
        """Show a schedule."""
        self._given = shown = value if isinstance(value, Schedule) else Schedule()
        self._repeat.choose(shown.repeat)
        self._weekday.choose(shown.weekday)
        self._day.blockSignals(True)
        self._day.setValue(min(max(shown.day, 1), 31))
        self._day.blockSignals(False)
        self._time.set_value(shown.minute)
        self._renew()

    def complaint(self) -> str:
        """Say when the time is none."""
        return self._time.complaint()

    def _lay_out(self) -> None:
        self._on, self._at = label("on day", "muted"), label("at", "muted")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._on)
        line.addWidget(self._day)
        line.addWidget(self._weekday, 1)
        line.addWidget(self._at)
        line.addWidget(self._time)
        line.addStretch(1)
        self._note = label("A month without this day uses its last one.", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._repeat)
        column.addLayout(line)
        column.addWidget(self._note)
        self.setFocusProxy(self._repeat)

    def _renew(self) -> None:
        repeat = self._repeat.value()
        self._weekday.setVisible(repeat is Repeat.WEEKLY)
        for widget in (self._on, self._day):
            widget.setVisible(repeat is Repeat.MONTHLY)
        self._note.setVisible(repeat is Repeat.MONTHLY and self._day.value() > 28)

    @Slot()
    def _on_changed(self) -> None:
        self._renew()
        self.changed.emit()
