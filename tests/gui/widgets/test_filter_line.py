"""The search field over a list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager
from gui.widgets.filter_line import FilterLine


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def line(themes: ThemeManager, host: QWidget, told: list[str]) -> FilterLine:
    made = FilterLine(themes, "Filter contacts", host, delay_ms=20)
    made.filter_changed.connect(told.append)
    made.show()
    return made


def test_it_tells_once_when_typing_pauses(line: FilterLine, qtbot: QtBot, told: list[str]) -> None:
    with qtbot.waitSignal(line.filter_changed):
        QTest.keyClicks(line, "wro")
        assert told == []
    assert told == ["wro"]


def test_enter_tells_at_once(line: FilterLine, qtbot: QtBot, told: list[str]) -> None:
    QTest.keyClicks(line, "wro")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert told == ["wro"]
    qtbot.wait(60)
    assert told == ["wro"]


def test_escape_clears_and_tells(line: FilterLine, qtbot: QtBot, told: list[str]) -> None:
    QTest.keyClicks(line, "wro")
    line.flush()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == ""
    assert told == ["wro", ""]


def test_spaces_around_do_not_count(line: FilterLine, qtbot: QtBot, told: list[str]) -> None:
    line.setText("wro")
    line.flush()
    line.setText(" wro  ")
    line.flush()
    assert told == ["wro"]


def test_the_cross_shows_only_with_a_text_and_clears_it(line: FilterLine, told: list[str]) -> None:
    cross = next(action for action in line.actions() if action.text() == "Clear")
    assert not cross.isVisible()
    line.setText("wro")
    line.flush()
    assert cross.isVisible()
    cross.trigger()
    assert line.text() == ""
    assert not cross.isVisible()
    assert told == ["wro", ""]


def test_it_says_what_it_filters(line: FilterLine) -> None:
    assert line.placeholderText() == line.accessibleName() == "Filter contacts"


def test_the_default_pause_is_120_ms(themes: ThemeManager, qtbot: QtBot) -> None:
    line = FilterLine(themes)
    qtbot.addWidget(line)
    assert line._wait.interval() == 120
