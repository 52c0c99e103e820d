"""The combo that finds a row by what is typed: when a name is taken, and when it is put back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.forms.choices import Choice, ChoiceCombo
from gui.theme import ThemeManager

ROWS = [
    Choice("city", "City"),
    Choice("country", "Country"),
    Choice("code", "Country code"),
    Choice("phone", "Phone number"),
    Choice("fax", "Fax", "nobody has one", enabled=False),
]


@pytest.fixture
def combo(host: QWidget, themes: ThemeManager) -> ChoiceCombo:
    """Gives a searchable combo that has the keyboard, beside a line that can take it."""
    made = ChoiceCombo(themes, search=True, parent=host)
    made.set_choices(ROWS)
    made.show()
    QLineEdit(host).show()
    made.setFocus()
    return made


def typed(combo: ChoiceCombo, text: str) -> None:
    line = combo.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, text)


def leave(combo: ChoiceCombo) -> None:
    line = combo.lineEdit()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_a_name_is_taken_at_its_last_letter(combo: ChoiceCombo) -> None:
    picked = QSignalSpy(combo.picked)
    typed(combo, "countr")
    assert (combo.value(), picked.count()) == (None, 0)
    typed(combo, "country")
    assert (combo.value(), picked.count()) == ("country", 1)
    # A longer name goes on from there.
    typed(combo, "country code")
    assert combo.value() == "code"


def test_a_list_of_one_closes_and_swallows_no_click(combo: ChoiceCombo, qtbot: QtBot) -> None:
    typed(combo, "phone number")
    completer = combo.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(lambda: not popup.isVisible())
    assert combo.value() == "phone"


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [("ph", "phone", "Phone number"), ("c", "city", "City"), ("nothing", "city", "City"), ("fax", "city", "City")],
)
def test_what_is_left_unfinished(combo: ChoiceCombo, text: str, value: str, shown: str) -> None:
    """One name that begins so is meant; with several, none, or one that cannot be chosen, the old one comes back."""
    combo.choose("city")
    typed(combo, text)
    leave(combo)
    assert (combo.value(), combo.currentText()) == (value, shown)
