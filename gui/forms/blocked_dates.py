"""The editor of dates on which no action runs. Not here: the question which holidays to add (holidays_dialog.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import QAbstractListModel, QDate, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from gui.canvas.trigger_words import dates_problem, said_day
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.holidays_dialog import HolidaysDialog
from gui.widgets.dates import calm_calendar
from gui.widgets.labels import button, label, tool_button
from gui.widgets.lists import ListView

Index = QModelIndex | QPersistentModelIndex
_ROW_PX = 30
_MOST_ROWS = 5


class BlockedDatesEditor(FieldEditor):
    """Edits blocked dates, ISO texts in the order of the calendar."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self._given: tuple[str, ...] = ()
        self._touched = False
        self._said = ""
        self._rows = _DatesModel(self)
        self.list = _DatesList("Dates without actions")
        self.list.setObjectName("blocked_list")
        self.list.setProperty("frame", True)
        self.list.setSelectionMode(ListView.SelectionMode.ExtendedSelection)
        self.list.setModel(self._rows)
        self.list.delete_pressed.connect(self._on_remove)
        self._field = _DateField()
        self._field.setObjectName("blocked_date")
        self._field.setAccessibleName("Date to block")
        self._field.setDate(_qt_day(self._first_day()))
        calm_calendar(self._field)
        self._add = button("Add", tip="Block this date")
        self._add.setObjectName("blocked_add")
        self._add.setAccessibleName("Add the date")
        self._add.clicked.connect(self._on_add)
        self._remove = tool_button(around.themes, "delete", "Take the selected dates out (Del)")
        self._remove.setObjectName("blocked_remove")
        self._remove.clicked.connect(self._on_remove)
        self._holidays = button("Add public holidays…", "link", tip="Block the holidays of a country")
        self._holidays.setObjectName("blocked_holidays")
        self._holidays.clicked.connect(self._on_holidays)
        self._error = label("", "error", wrap=True)
        self._lay_out()
        self.list.selectionModel().selectionChanged.connect(self._renew_remove)
        self._renew()

    @property
    def target(self) -> QWidget:
        """The date field."""
        return self._field

    def name_all(self, name: str) -> None:
        """Name the whole editor; its fields have names of their own."""
        self.setObjectName(name)

    def value(self) -> tuple[str, ...]:
        """Give the dates; until the person changes them exactly as they were given."""
        return tuple(self._rows.days) if self._touched else self._given

    def set_value(self, value: object) -> None:
        """Show dates."""
        self._given = tuple(v for v in value if isinstance(v, str)) if isinstance(value, tuple) else ()
        self._touched = False
        self._said = ""
        self._rows.show_days(sorted(self._given))
        self._renew()

    def complaint(self) -> str:
        """Say what is wrong with the dates."""
        return dates_problem(self.value())

    def add_days(self, days: Iterable[date]) -> int:
        """Block some more dates; gives how many were not blocked yet."""
        new = {day.isoformat() for day in days} - set(self._rows.days)
        if new:
            self._change(sorted({*self._rows.days, *new}))
        return len(new)

    def _change(self, days: Sequence[str]) -> None:
        self._said = ""
        self._touched = True
        self._rows.show_days(days)
        self._renew()
        self.changed.emit()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._field, 1)
        line.addWidget(self._add)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self._holidays)
        last.addStretch(1)
        last.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list)
        column.addLayout(line)
        column.addWidget(self._error)
        column.addLayout(last)

    def _renew(self) -> None:
        count = self._rows.rowCount()
        self.list.setVisible(count > 0)
        self.list.setFixedHeight(min(count, _MOST_ROWS) * _ROW_PX + 10)
        self._remove.setVisible(count > 0)
        self._error.setText(f"✕ {self._said}" if self._said else "")
        self._error.setVisible(bool(self._said))
        self._renew_remove()

    @Slot()
    def _renew_remove(self) -> None:
        self._remove.setEnabled(self.list.selectionModel().hasSelection())

    @Slot()
    def _on_add(self) -> None:
        day = self._field.date()
        chosen = date(day.year(), day.month(), day.day())
        if not self.add_days([chosen]):
            self._said = f"{said_day(chosen.isoformat())} is blocked already."
            self._renew()

    @Slot()
    def _on_remove(self) -> None:
        gone = {index.row() for index in self.list.selectionModel().selectedIndexes()}
        if gone:
            self._change([day for row, day in enumerate(self._rows.days) if row not in gone])

    @Slot()
    def _on_holidays(self) -> None:
        account = self.around.project.account
        dialog = HolidaysDialog(self.around.themes, account.time_zone, self._first_day().year, self, account.country)
        dialog.days_chosen.connect(self.add_days)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _first_day(self) -> date:
        return datetime.fromtimestamp(self.around.project.account.settings.start, UTC).date()


class _DateField(QDateEdit):
    """A date that the wheel leaves alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setDisplayFormat("d MMM yyyy")
        self.setDateRange(QDate(1970, 1, 1), QDate(2999, 12, 31))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _DatesList(ListView):
    """A list that tells when Del is pressed."""

    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
            return
        super().keyPressEvent(event)


class _DatesModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.days: list[str] = []

    def show_days(self, days: Sequence[str]) -> None:
        self.beginResetModel()
        self.days = list(days)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.days)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return said_day(self.days[index.row()])
        return None


def _qt_day(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
