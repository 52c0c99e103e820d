"""Ctrl+Z while a text field has the focus: what was typed into it first, then the step before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from core.model.workflow import walk
from core.services.samples import open_sample
from core.services.workspace import Workspace
from gui.field_undo import FieldUndo
from gui.window import MainWindow
from tests.end_to_end.steps import press

OpenWindow = Callable[[Workspace], MainWindow]


@pytest.fixture
def window(open_workspace: OpenWindow, tmp_path: Path) -> MainWindow:
    """Gives the window over the sample that the first start opens."""
    return open_workspace(open_sample("demo-request", tmp_path / "sample.cadenza"))


def key(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def test_a_card_just_added_is_taken_back_from_its_first_field(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.canvas
    assert canvas is not None

    def cards() -> int:
        return len(list(walk(window.bench.workspace.project().workflows[0].cards)))

    before = cards()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    canvas.setFocus()
    key(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit), timeout=5_000)
    search = QApplication.focusWidget()
    assert search is not None
    QTest.keyClicks(search, "set property")
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cards() == before + 1, timeout=5_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not canvas, timeout=5_000)
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cards() == before
    key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert cards() == before + 1


@pytest.fixture
def alone(qtbot: QtBot) -> Iterator[QLineEdit]:
    """Gives a field with the focus that is watched."""
    field = QLineEdit()
    qtbot.addWidget(field)
    watcher = FieldUndo(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is field, timeout=5_000)
    yield field
    del watcher


def test_what_was_typed_goes_first(alone: QLineEdit) -> None:
    QTest.keyClicks(alone, "Graz")
    key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert alone.text() == ""
    key(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert alone.text() == "Graz"
