"""Two clock times in a line: when a sender's working day begins and ends."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.tabs.panel_editors import ClockLine
from gui.tabs.panel_parts import name_widget
from gui.widgets.labels import label


class HoursLine(QWidget):
    """Edits working hours; both fields empty means they are not known.

    Signals:
        changed: The person typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = ClockLine()
        self.end = ClockLine()
        name_widget(self.start, "field_work_start", "Start of working hours")
        name_widget(self.end, "field_work_end", "End of working hours")
        self.setFocusProxy(self.start)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.start)
        line.addWidget(label("to", "muted"))
        line.addWidget(self.end)
        line.addStretch(1)
        for field in (self.start, self.end):
            field.textEdited.connect(self.changed)
            field.minute_changed.connect(self.changed)

    def hours(self) -> tuple[int, int] | None:
        """Give first and last minute, (0, 0) for not known, ``None`` when what is written makes no hours."""
        if not self.start.text().strip() and not self.end.text().strip():
            return 0, 0
        first, last = self.start.minute(), self.end.minute()
        return (first, last) if first is not None and last is not None and first < last else None

    def set_hours(self, first: int, last: int) -> None:
        """Show hours; (0, 0) for not known."""
        for field, minute in ((self.start, first), (self.end, last)):
            if last > first:
                field.set_minute(minute)
            else:
                field.clear()
