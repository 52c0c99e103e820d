"""Where the keyboard goes after each step of building a workflow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.tree import Spot
from core.model.workflow import Trigger, TriggerKind
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

Key = Qt.Key


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """Gives the tab over its three workflows, with the keyboard."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    made.tab.activateWindow()
    qtbot.waitUntil(made.tab.isActiveWindow)
    yield made
    made.close()


def child(desk: Desk, name: str) -> QWidget:
    found = desk.tab.findChild(QWidget, name)
    assert found is not None
    return found


def new(desk: Desk) -> None:
    QTest.mouseClick(child(desk, "new_workflow"), Qt.MouseButton.LeftButton)
    QTest.keyClick(child(desk, "workflow_name"), Key.Key_Return)


def test_a_new_workflow_is_asked_for_its_trigger_after_its_name(desk: Desk) -> None:
    new(desk)
    kinds = child(desk, "trigger_start")
    assert isinstance(kinds, QListView)
    assert kinds.hasFocus()
    assert kinds.currentIndex().data() == "Filter criteria"
    QTest.keyClicks(kinds, "form")
    QTest.keyClick(kinds, Key.Key_Return)
    assert not kinds.isVisible()
    # The only form there is comes with it, and can be typed over.
    detail = child(desk, "trigger_detail")
    assert isinstance(detail, QComboBox)
    line = detail.lineEdit()
    assert line is not None
    assert (detail.currentText(), line.selectedText()) == ("Demo request", "Demo request")
    QTest.keyClick(detail, Key.Key_Return)
    assert desk.workflow(4).trigger == Trigger(TriggerKind.FORM_SUBMITTED, "Demo request")
    assert desk.tab.canvas.hasFocus()
    assert desk.tab.canvas.keyboard_at == Spot((), 0)


def test_taking_the_trigger_back_asks_again(desk: Desk) -> None:
    new(desk)
    kinds = child(desk, "trigger_start")
    QTest.keyClicks(kinds, "meeting")
    QTest.keyClick(kinds, Key.Key_Return)
    QTest.mouseClick(child(desk, "panel_save"), Qt.MouseButton.LeftButton)
    assert desk.workflow(4).trigger.kind is TriggerKind.MEETING_BOOKED
    desk.undo.undo()
    assert child(desk, "trigger_start").isVisible()


def test_a_workflow_that_has_a_trigger_is_not_asked(desk: Desk) -> None:
    assert not child(desk, "trigger_start").isVisible()
    name = child(desk, "workflow_name")
    name.setFocus()
    QTest.keyClick(name, Key.Key_Return)
    assert desk.tab.canvas.hasFocus()


def test_enter_in_a_field_saves_and_goes_to_the_next_plus(desk: Desk) -> None:
    desk.tab.canvas.choose(2)
    combo = child(desk, "field_sequence")
    combo.setFocus()
    QTest.keyClicks(combo, "Wel")
    QTest.keyClick(combo, Key.Key_Return)
    assert desk.titles() == ["Change “Enroll in sequence”"]
    assert desk.tab.canvas.hasFocus()
    assert desk.tab.canvas.keyboard_at == Spot(((1, 0),), 1)
    # Enter on a button of the panel is the button's.
    desk.tab.canvas.choose(1)
    add = desk.tab.findChild(QPushButton, "branch_add")
    assert add is not None
    add.setFocus()
    QTest.keyClick(add, Key.Key_Space)
    assert QApplication.focusWidget() is not desk.tab.canvas
