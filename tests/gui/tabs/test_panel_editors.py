"""The editors that panels share: choices that keep a stray value, time zones, the calendar, clock times, the wheel."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QMenu, QVBoxLayout, QWidget

from gui.tabs.panel_editors import ChoiceBox, ClockLine, DateLine, ZoneBox, zone_names
from gui.theme import ThemeManager
from tests.gui.tabs.desk import retype


def placed(host: QWidget, widget: QWidget) -> None:
    layout = host.layout() or QVBoxLayout(host)
    layout.addWidget(widget)
    widget.show()


def turn_wheel(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    up = QPoint(0, 120)
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        up,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_a_stray_value_stays_until_another_is_chosen(host: QWidget) -> None:
    box = ChoiceBox([(1, "Ana"), (2, "Ben")])
    placed(host, box)
    box.set_value(99, "Unknown user 99")
    assert (box.value(), box.currentText(), box.is_stray) == (99, "Unknown user 99", True)
    box.set_value(2)
    assert (box.value(), box.is_stray) == (2, False)
    assert [box.itemText(n) for n in range(box.count())] == ["Ana", "Ben"]


def test_new_choices_keep_the_value_that_is_among_them() -> None:
    box = ChoiceBox([(1, "Ana"), (2, "Ben")])
    box.set_value(2)
    box.set_choices([(2, "Benjamin"), (3, "Cem")])
    assert (box.value(), box.currentText()) == (2, "Benjamin")
    assert ChoiceBox().value() is None


def test_the_wheel_changes_a_choice_only_where_the_focus_is(host: QWidget) -> None:
    box = ChoiceBox([(1, "Ana"), (2, "Ben")])
    line = QLineEdit()
    placed(host, box)
    placed(host, line)
    host.activateWindow()
    box.set_value(2)
    line.setFocus()
    turn_wheel(box)
    assert box.value() == 2
    box.setFocus()
    turn_wheel(box)
    assert box.value() == 1


def test_time_zones_are_named_without_the_technical_ones() -> None:
    names = zone_names()
    assert "Europe/Warsaw" in names
    assert "UTC" in names
    assert not any(name.startswith(("Etc/", "posix/", "US/")) for name in names)
    assert names == sorted(names)


def test_a_zone_is_kept_when_the_list_is_filled(host: QWidget) -> None:
    box = ZoneBox()
    placed(host, box)
    box.set_value("Asia/Tokyo")
    assert box.count() == 0
    host.activateWindow()
    box.setFocus()
    assert box.count() > 300
    assert box.value() == "Asia/Tokyo"


@pytest.mark.qt_log_ignore("grabbing the keyboard")
@pytest.mark.parametrize(
    ("with_time", "before", "after"),
    [
        (False, "", "2026-01-09"),
        (True, "", "2026-01-09 09:00"),
        (True, "2026-01-05 14:20", "2026-01-09 14:20"),
    ],
)
def test_a_day_is_picked_from_the_calendar_and_keeps_the_time(
    host: QWidget, themes: ThemeManager, with_time: bool, before: str, after: str
) -> None:
    line = DateLine(themes, with_time)
    placed(host, line)
    line.setText(before)
    told: list[str] = []
    line.textEdited.connect(told.append)
    line.actions()[0].trigger()
    calendar = line.findChild(QCalendarWidget)
    assert calendar is not None
    if before:
        assert calendar.selectedDate().toPython() == date(2026, 1, 5)
    calendar.clicked.emit(QDate(2026, 1, 9))
    assert (line.text(), told) == (after, [after])
    assert not any(menu.isVisible() for menu in line.findChildren(QMenu))


def test_a_line_that_cannot_be_edited_has_no_calendar(themes: ThemeManager) -> None:
    line = DateLine(themes, with_time=True, read_only=True)
    assert line.isReadOnly()
    assert line.actions() == []


def test_a_clock_time_is_told_once_it_is_finished(host: QWidget) -> None:
    line = ClockLine()
    placed(host, line)
    line.set_minute(510)
    told: list[int] = []
    line.minute_changed.connect(told.append)
    retype(line, "9")
    assert told == []
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.text(), told) == ("09:00", [540])
    retype(line, "99:99")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (line.minute(), told) == (None, [540])


def test_arrows_step_a_clock_time_by_half_an_hour(host: QWidget) -> None:
    line = ClockLine()
    placed(host, line)
    line.set_minute(23 * 60 + 40)
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert line.text() == "00:00"
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert line.text() == "23:30"
