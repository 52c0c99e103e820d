"""Date fields. Lives here: what Qt's calendar needs to follow the theme. Not here: which dates are allowed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit

_CALENDAR_PX = (288, 232)


def calm_calendar(field: QDateTimeEdit) -> None:
    """Gives a date field a calendar in the theme's colours: Qt itself paints weekends red, whatever the theme."""
    field.setCalendarPopup(True)
    calendar = field.calendarWidget()
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, QTextCharFormat())
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setMinimumSize(*_CALENDAR_PX)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
