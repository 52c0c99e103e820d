"""The editor of a date, or of a date and time. Not here: ranges of them (gui/forms/ranges.py)."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import QDate, QDateTime, QTime, Slot
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QDateTimeEdit, QWidget

from core.model.fields import Value
from core.model.instant import from_instant, is_moment, to_instant
from core.services.values import zone_of_account
from gui.forms.base import Surroundings, ValuesEditor, values_in
from gui.widgets.dates import calm_calendar


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
        self._given: tuple[Value, ...] | None = None
        calm_calendar(self._field)
        self._field.dateTimeChanged.connect(self._on_changed)
        self._hold(self._field)

    @property
    def target(self) -> QWidget:
        """The date field."""
        return self._field

    def value(self) -> tuple[Value, ...]:
        """Give the instant, nothing while the field is empty; seconds stay until the person changes the field."""
        if self._given is not None:
            return self._given
        if self._field.is_empty:
            return ()
        day, time = self._field.date(), self._field.time()
        moment = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=self._zone)
        return (to_instant(moment),)

    def set_value(self, value: object) -> None:
        """Show an instant."""
        values = [v for v in values_in(value) if is_moment(v)]
        self._given = tuple(values[:1])
        shown = _as_qt(from_instant(values[0], self._zone)) if values else self._field.minimumDateTime()
        self._quiet = True
        self._field.setDateTime(shown)
        self._quiet = False

    @Slot()
    def _on_changed(self) -> None:
        if not self._quiet:
            self._given = None
            self.changed.emit()


def _as_qt(moment: datetime) -> QDateTime:
    return QDateTime(QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute))
