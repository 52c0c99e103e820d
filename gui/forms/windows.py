"""The editor of the times when actions may run: rows of days with a start and an end.

Lives here: rows, and sentences about times that make no sense. Not here: blocked dates (gui/forms/blocked_dates.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.model.workflow import RunWindow
from gui.canvas.trigger_words import DAYS, overlap_problem, window_problem
from gui.forms.base import FieldEditor, Surroundings, retire
from gui.forms.toggles import DayToggles
from gui.tabs.panel_editors import ClockLine, read_minute
from gui.widgets.labels import button, label, tool_button
from gui.widgets.tab_order import stand_before

WORKING_HOURS = tuple(RunWindow(day, 9 * 60, 17 * 60) for day in range(5))
"""What *Weekdays 9–17* puts in."""

_MIDNIGHT = 24 * 60
_TIME_PX = 64


class WindowsEditor(FieldEditor):
    """Edits run windows; days with the same hours share a row."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._given: tuple[RunWindow, ...] = ()
        self._touched = False
        self._rows: list[_Row] = []
        self._any = label("Any time, on any day.", "muted")
        self._any.setObjectName("windows_any")
        self._add = button("Add window", icon="plus", themes=around.themes)
        self._add.setObjectName("window_add")
        self._add.clicked.connect(self._on_add)
        self._quick = button("Weekdays 9–17", "link", tip="Monday to Friday from 09:00 to 17:00")
        self._quick.setObjectName("window_weekdays")
        self._quick.clicked.connect(self._on_quick)
        # Below each other: side by side they are too wide for the narrowest panel.
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self._add)
        buttons.addWidget(self._quick)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._any)
        self._column.addLayout(buttons)

    @property
    def target(self) -> QWidget:
        """The button that adds a window."""
        return self._add

    def name_all(self, name: str) -> None:
        """Name the whole list; the fields in it have names of their own."""
        self.setObjectName(name)

    def value(self) -> tuple[RunWindow, ...]:
        """Give the windows; until the person changes them exactly as they were given."""
        if not self._touched:
            return self._given
        return tuple(sorted((w for row in self._rows for w in row.windows()), key=lambda w: (w.day, w.start, w.end)))

    def set_value(self, value: object) -> None:
        """Show windows."""
        self._given = tuple(w for w in value if isinstance(w, RunWindow)) if isinstance(value, tuple) else ()
        self._touched = False
        self._show(self._given)

    def complaint(self) -> str:
        """Say what is wrong with the first row that makes no sense, or where two of them overlap."""
        return next((said for row in self._rows if (said := row.problem())), "") or overlap_problem(self.value())

    def _show(self, windows: Sequence[RunWindow]) -> None:
        while self._rows:
            self._take_away(self._rows[-1])
        hours: dict[tuple[int, int], list[int]] = {}
        for window in windows:
            hours.setdefault((window.start, window.end), []).append(window.day)
        for (start, end), days in hours.items():
            self._put(days, start, end)
        self._any.setVisible(not self._rows)

    def _put(self, days: Sequence[int], start: int, end: int) -> _Row:
        row = _Row(self.around, days, start, end)
        row.changed.connect(self._on_changed)
        row.removed.connect(lambda: self._on_removed(row))
        self._rows.append(row)
        self._column.insertWidget(len(self._rows), row)
        row.show()
        stand_before(row, self._add)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Put Tab's way right for rows that were made before there was a window."""
        for row in self._rows:
            stand_before(row, self._add)
        super().showEvent(event)

    def _take_away(self, row: _Row) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        retire(row)

    @Slot()
    def _on_changed(self) -> None:
        self._touched = True
        self._any.setVisible(not self._rows)
        for row in self._rows:
            row.mark()
        self.changed.emit()

    @Slot()
    def _on_add(self) -> None:
        # Another window most often holds for the days that have none yet.
        free = sorted(set(range(len(DAYS))) - {w.day for w in self.value()}) if self._rows else list(range(5))
        row = self._put(free, 9 * 60, 17 * 60)
        self._on_changed()
        row.days.setFocus()

    @Slot()
    def _on_quick(self) -> None:
        self._show(WORKING_HOURS)
        self._on_changed()

    def _on_removed(self, row: _Row) -> None:
        self._take_away(row)
        self._on_changed()
        self._add.setFocus()


class _EndLine(ClockLine):
    """A time at which something ends: midnight is the end of the day, not its beginning."""

    def minute(self) -> int | None:
        minute = _MIDNIGHT if self.text().strip() in ("24:00", "24", "2400") else read_minute(self.text())
        return _MIDNIGHT if minute == 0 else minute


class _Row(QFrame):
    """Days that share their hours."""

    changed = Signal()
    removed = Signal()

    def __init__(self, around: Surroundings, days: Sequence[int], start: int, end: int) -> None:
        super().__init__()
        self.setProperty("surface", "card")
        self.days = DayToggles()
        self.days.setObjectName("window_days")
        self.days.setAccessibleName("Days")
        self.days.set_days(days)
        self.days.toggled.connect(self.changed)
        self._start, self._end = ClockLine(), _EndLine()
        self._last = (start, end)
        for line, name, spoken, minute in (
            (self._start, "window_start", "From", start),
            (self._end, "window_end", "Until", end),
        ):
            line.setObjectName(name)
            line.setFixedWidth(_TIME_PX)
            line.setAccessibleName(spoken)
            line.set_minute(minute)
            line.textEdited.connect(self.changed)
            line.minute_changed.connect(self._on_finished)
        remove = tool_button(around.themes, "delete", "Remove this window")
        remove.setObjectName("window_remove")
        remove.clicked.connect(self.removed)
        self._error = label("", "error", wrap=True)
        self._lay_out(remove)
        self.mark()

    def windows(self) -> list[RunWindow]:
        return [RunWindow(day, *self._hours()) for day in self.days.days()]

    def problem(self) -> str:
        if self._start.minute() is None or self._end.minute() is None:
            return "Write times like 09:00 and 17:00."
        if not self.days.days():
            return "Choose at least one day."
        return next((said for window in self.windows() if (said := window_problem(window))), "")

    def mark(self) -> None:
        said = self.problem()
        self._error.setText(f"✕ {said}" if said else "")
        self._error.setVisible(bool(said))

    def _lay_out(self, remove: QWidget) -> None:
        times = QHBoxLayout()
        times.setSpacing(8)
        times.addWidget(self._start)
        times.addWidget(label("until", "muted"))
        times.addWidget(self._end)
        times.addStretch(1)
        times.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 4, 4)
        column.setSpacing(4)
        column.addWidget(self.days)
        column.addLayout(times)
        column.addWidget(self._error)

    def _hours(self) -> tuple[int, int]:
        # While what is written is no time, the one before it stands.
        start, end = self._start.minute(), self._end.minute()
        return self._last[0] if start is None else start, self._last[1] if end is None else end

    @Slot()
    def _on_finished(self) -> None:
        self._last = self._hours()
