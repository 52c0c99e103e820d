"""The script, the comparison of packs and one-click fixes, opened from the window with its keys and menus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.services.edits import changed
from gui.dialogs.compare_packs import ComparePacksDialog
from gui.dialogs.problems import ProblemsDialog
from gui.dialogs.script_deck import ScriptDeck
from gui.settings import Folders
from gui.theme import ThemeManager
from gui.window import MainWindow
from tests.gui.small_workspace import plain_tabs, small_workspace

if TYPE_CHECKING:
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(
    tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings, qtbot: QtBot
) -> Iterator[MainWindow]:
    home = Folders(tmp_path / "home", tmp_path / "home")
    home.data.mkdir()
    made = MainWindow(small_workspace(tmp_path), themes, fake_dialogs, settings, home, plain_tabs())
    made.show()
    qtbot.waitUntil(lambda: not made.bench.jobs.busy)
    yield made
    made.close()
    made.deleteLater()


def test_the_script_opens_with_its_key_and_undoes_with_the_windows(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_J, _CTRL)
    deck = window.findChild(ScriptDeck)
    assert deck is not None
    deck.activateWindow()
    qtbot.waitUntil(deck.isActiveWindow)
    deck.table.selectAll()
    deck.table.setFocus()
    QTest.keyClick(deck.table, Qt.Key.Key_Delete)
    assert window.bench.workspace.project().script == ()
    QTest.keyClick(deck.table, Qt.Key.Key_Z, _CTRL)
    assert len(window.bench.workspace.project().script) == 3
    assert deck.table.model().rowCount() == 3
    window.undo()
    assert len(window.bench.workspace.project().script) == 3
    deck.close()


def test_the_script_is_locked_while_a_rehearsal_plays(window: MainWindow, qtbot: QtBot) -> None:
    window.open_script()
    deck = window.findChild(ScriptDeck)
    assert deck is not None
    assert deck.add.isEnabled()
    window.bench.undo.set_playing(True)
    assert not deck.add.isEnabled()
    window.bench.undo.set_playing(False)
    assert deck.add.isEnabled()


def test_packs_are_compared_from_the_window(window: MainWindow, qtbot: QtBot) -> None:
    assert window.commands.run("rehearse.compare_packs")
    dialog = window.findChild(ComparePacksDialog)
    assert dialog is not None
    with qtbot.waitSignal(dialog.compared, timeout=10_000):
        QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert window.bench.workspace.runs.all() == []
    dialog.close()


def test_a_fix_in_the_problems_list_is_one_step_and_leaves_the_list(window: MainWindow, qtbot: QtBot) -> None:
    project = window.bench.workspace.project()
    window.bench.undo.do(changed(project.sequences[0], replace(project.sequences[0], deleted=5), "Delete"))
    with qtbot.waitSignal(window.bench.review.reviewed, timeout=10_000):
        window.bench.review.review()
    window.open_problems()
    dialog = window.findChild(ProblemsDialog)
    assert dialog is not None
    fix = dialog.findChild(QPushButton, "problem_fix_0")
    assert fix is not None
    assert fix.text() == "Restore sequence “Demo follow-up”"
    with qtbot.waitSignal(window.bench.review.reviewed, timeout=10_000):
        QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    assert window.bench.workspace.project().sequences[0].deleted is None
    row = dialog.findChild(QWidget, "problem_0")
    assert row is None or "deleted" not in row.accessibleName()
    window.undo()
    assert window.bench.workspace.project().sequences[0].deleted == 5
    qtbot.waitUntil(lambda: not window.bench.jobs.busy)
