"""Editors that the panels of the tabs share: a value of a list, a time zone, a date, a clock time.

Not here: the arrangement of panels (``gui.tabs.panel_parts``), and anything that knows one noun.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterable

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt, QTime, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QComboBox, QCompleter, QLineEdit, QMenu, QWidget, QWidgetAction

from gui.theme import ThemeManager

_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h]?(?P<minute>\d{2}))?")


class WheelGuard(QObject):
    """Keeps the wheel from changing a field that merely lies under the pointer while a panel is scrolled."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the wheel unless the field has the focus; ignoring it hands it on to the scroll area."""
        if isinstance(event, QWheelEvent) and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def guard(self, *fields: QWidget) -> None:
        """Guard some fields; they take the focus by click and Tab only."""
        for field in fields:
            field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            field.installEventFilter(self)


class ChoiceBox(QComboBox):
    """A combo box of values with labels; a value that is not among them is kept and shown as such.

    Signals:
        changed: The person chose another value.
    """

    changed = Signal()

    def __init__(self, choices: Iterable[tuple[object, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[object] = []
        self._stray = False
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        WheelGuard(self).guard(self)
        self.set_choices(choices)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Iterable[tuple[object, str]]) -> None:
        """Replace the choices, keeping the value when it is still among them."""
        before = self.value()
        with QSignalBlocker(self):
            self.clear()
            self._values = []
            self._stray = False
            for value, text in choices:
                self._values.append(value)
                self.addItem(text)
            if before in self._values:
                self.setCurrentIndex(self._values.index(before))

    def value(self) -> object:
        """Give the chosen value, ``None`` when there is nothing to choose."""
        index = self.currentIndex()
        return self._values[index] if 0 <= index < len(self._values) else None

    def set_value(self, value: object, stray: str = "") -> None:
        """Show a value.

        Arguments:
            value: What to show.
            stray: What to call it when it is not among the choices; such a value stays chosen until another is.
        """
        with QSignalBlocker(self):
            if self._stray:
                self.removeItem(len(self._values) - 1)
                self._values.pop()
                self._stray = False
            if value not in self._values:
                self._values.append(value)
                self.addItem(stray or str(value))
                self._stray = True
            self.setCurrentIndex(self._values.index(value))

    @property
    def is_stray(self) -> bool:
        """Whether the chosen value is not among the choices offered."""
        return self._stray and self.currentIndex() == len(self._values) - 1

    @Slot()
    def _on_activated(self) -> None:
        self.changed.emit()


class ZoneBox(QComboBox):
    """A time zone, found by typing any part of its name; empty is allowed.

    Signals:
        changed: The text changed by the person's hand.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setMaxVisibleItems(14)
        WheelGuard(self).guard(self)
        completer = self.completer() or QCompleter(self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = self.lineEdit()
        assert line is not None  # an editable box has one
        line.textEdited.connect(self._on_edited)
        self.activated.connect(self._on_edited)

    def showPopup(self) -> None:
        """Fill the list when it is first needed: reading some 600 names is not free."""
        self._fill()
        super().showPopup()

    def focusInEvent(self, event: object) -> None:
        """Fill the list before the first letter is typed."""
        self._fill()
        super().focusInEvent(event)  # type: ignore[arg-type]

    def value(self) -> str:
        """Give what is written, without spaces around it."""
        return self.currentText().strip()

    def set_value(self, text: str) -> None:
        """Show a zone's name without telling anybody."""
        with QSignalBlocker(self):
            self.setEditText(text)

    def show_when_empty(self, words: str) -> None:
        """Set what stands in the field while it is empty."""
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(words)

    def _fill(self) -> None:
        if self.count():
            return
        text = self.currentText()
        with QSignalBlocker(self):
            self.addItems(zone_names())
            self.setCurrentIndex(self.findText(text))
            self.setEditText(text)

    @Slot()
    def _on_edited(self) -> None:
        self.changed.emit()


def zone_names() -> list[str]:
    """List the IANA time zones in the order of their names, without the technical ones."""
    skipped = ("Etc/", "posix/", "right/", "SystemV/", "US/")
    names = (n for n in zoneinfo.available_timezones() if not n.startswith(skipped))
    return sorted(n for n in names if "/" in n or n == "UTC")


class DateLine(QLineEdit):
    """A line for a date, or a date and time, with a calendar to pick the day from."""

    def __init__(self, themes: ThemeManager, with_time: bool, *, read_only: bool = False) -> None:
        super().__init__()
        self._with_time = with_time
        self.setPlaceholderText("YYYY-MM-DD HH:MM" if with_time else "YYYY-MM-DD")
        if read_only:
            self.setReadOnly(True)
            self.setPlaceholderText("")
            return
        action = QAction("Choose a day", self)
        themes.bind_icon(action, "calendar", "muted")
        action.triggered.connect(self._on_calendar)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)

    @Slot()
    def _on_calendar(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        day = QDate.fromString(self.text()[:10], Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.clicked.connect(self._on_day)
        calendar.clicked.connect(menu.close)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    @Slot(QDate)
    def _on_day(self, day: QDate) -> None:
        text = day.toString(Qt.DateFormat.ISODate)
        if self._with_time:
            time = QTime.fromString(self.text()[11:16], "HH:mm")
            text += " " + (time if time.isValid() else QTime(9, 0)).toString("HH:mm")
        self.setText(text)
        self.textEdited.emit(text)


class ClockLine(QLineEdit):
    """A line for a clock time such as ``08:30``; ``8``, ``8.30`` and ``830`` are understood too.

    Signals:
        minute_changed: the time is another now, by the person's hand; carries the minute of the day.
    """

    minute_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._minute = 0
        self.setFixedWidth(72)
        self.setPlaceholderText("HH:MM")
        self.editingFinished.connect(self._on_finished)

    def minute(self) -> int | None:
        """Give the minute of the day that is written, ``None`` when it is no time."""
        return read_minute(self.text())

    def set_minute(self, minute: int) -> None:
        """Show a time without telling anybody."""
        self._minute = minute
        self.setText(minute_text(minute))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the up and down keys step by half an hour."""
        step = {Qt.Key.Key_Up: 30, Qt.Key.Key_Down: -30}.get(Qt.Key(event.key()))
        minute = self.minute()
        if step is None or minute is None:
            super().keyPressEvent(event)
            return
        self.setText(minute_text((minute // 30 * 30 + step) % (24 * 60)))
        self.textEdited.emit(self.text())

    @Slot()
    def _on_finished(self) -> None:
        minute = self.minute()
        if minute is not None and minute != self._minute:
            self._minute = minute
            self.minute_changed.emit(minute)
        if minute is not None:
            self.setText(minute_text(minute))


def read_minute(written: str) -> int | None:
    """Read a clock time as a minute of the day; ``None`` when the text is no time."""
    found = _CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def minute_text(minutes: int) -> str:
    """Write a minute of the day as a clock time, e.g. ``08:30``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
