"""Undoing and redoing several steps at once, from the lists below the two buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from core.services.edits import changed
from gui.undo_steps import StepsPopup
from gui.window import MainWindow

Key = Qt.Key

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard")


def rename(window: MainWindow, *names: str) -> None:
    """Renames the first workflow several times; quick as it is, each with a title of its own stays a step."""
    for name in names:
        before = window.bench.workspace.project().workflows[0]
        window.bench.undo.do(changed(before, replace(before, name=name), f"Rename to {name}"))


def name(window: MainWindow) -> str:
    return window.bench.workspace.project().workflows[0].name


def popup(window: MainWindow, verb: str) -> StepsPopup:
    QTest.mouseClick(button(window, f"{verb}_steps"), Qt.MouseButton.LeftButton)
    found = window.findChild(StepsPopup, f"{verb}_popup")
    assert isinstance(found, StepsPopup)
    assert found.isVisible()
    return found


def button(window: MainWindow, name: str) -> QToolButton:
    found = window.findChild(QToolButton, name)
    assert isinstance(found, QToolButton)
    return found


def marked(shown: StepsPopup) -> list[str]:
    return [index.data() for index in sorted(shown.list.selectedIndexes())]


def test_nothing_to_undo_leaves_the_buttons_grey(window: MainWindow) -> None:
    assert not button(window, "undo_step").isEnabled()
    assert not button(window, "undo_steps").isEnabled()
    window.menus.undo.open("Undo")
    assert window.findChild(StepsPopup) is None


def test_pointing_marks_all_above_and_a_click_takes_them_back(window: MainWindow) -> None:
    first = name(window)
    rename(window, "One", "Two", "Three")
    shown = popup(window, "undo")
    assert marked(shown) == ["Rename to Three"]
    row = shown.list.visualRect(shown.list.model().index(1, 0)).center()
    QTest.mouseMove(shown.list.viewport(), row)
    assert marked(shown) == ["Rename to Three", "Rename to Two"]
    said = shown.findChild(QLabel, "undo_sum")
    assert said is not None
    assert said.text() == "Undo 2 steps"
    QTest.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert not shown.isVisible()
    assert (name(window), window.bench.undo.stack.index()) == ("One", 1)
    assert window.bench.undo.stack.undoText() == "Rename to One"
    window.undo()
    assert name(window) == first


def test_keys_choose_how_many_and_escape_none(window: MainWindow) -> None:
    rename(window, "One", "Two", "Three")
    shown = popup(window, "undo")
    QTest.keyClick(shown.list, Key.Key_Down)
    QTest.keyClick(shown.list, Key.Key_Escape)
    assert not shown.isVisible()
    assert name(window) == "Three"
    shown = popup(window, "undo")
    assert marked(shown) == ["Rename to Three"]
    QTest.keyClick(shown.list, Key.Key_End)
    QTest.keyClick(shown.list, Key.Key_Return)
    assert window.bench.undo.stack.index() == 0
    assert not button(window, "undo_steps").isEnabled()
    shown = popup(window, "redo")
    QTest.keyClick(shown.list, Key.Key_Down)
    assert marked(shown) == ["Rename to One", "Rename to Two"]
    QTest.keyClick(shown.list, Key.Key_Return)
    assert name(window) == "Two"


def test_several_steps_are_one_change_told_once(window: MainWindow) -> None:
    rename(window, "One", "Two", "Three")
    told: list[object] = []
    window.bench.bus.changed.connect(told.append)
    window.bench.undo.go_to(0)
    assert len(told) == 1


def test_a_rehearsal_locks_the_lists(window: MainWindow) -> None:
    rename(window, "One")
    window.bench.undo.set_playing(True)
    assert not button(window, "undo_steps").isEnabled()
    window.menus.undo.open("Undo")
    assert window.findChild(StepsPopup) is None
    window.bench.undo.go_to(0)
    assert name(window) == "One"
    window.bench.undo.set_playing(False)
    assert button(window, "undo_steps").isEnabled()
