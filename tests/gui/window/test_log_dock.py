"""What the log says below each tab before anything was played."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.settings import Folders
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests.gui.small_workspace import small_workspace
from tests.gui.window.parts import settle

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("does not support")


def test_results_alone_says_that_there_is_no_rehearsal_yet(
    qtbot: QtBot, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> None:
    window = MainWindow(small_workspace(tmp_path), themes, fake_dialogs, settings, Folders(tmp_path, tmp_path))
    window.resize(1280, 800)
    window.show()
    settle(window, qtbot)
    bar, pages = window.bench.tabs.tabBar(), window.bench.log.pages

    def press(key: str) -> None:
        at = window.bench.tabs.tab_keys().index(key)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())
        window.log_dock.set_open(True)

    def said() -> tuple[int, int]:
        """Counts what says that there is no rehearsal, and the buttons that begin one."""
        words = [one for one in window.findChildren(QLabel) if one.isVisible() and one.text() == "No rehearsal yet"]
        buttons = [one for one in window.findChildren(QPushButton) if one.isVisible() and one.text() == "Rehearse"]
        return len(words), len(buttons)

    assert pages.no_run.isVisible()
    press("results")
    assert pages.quiet.isVisible()
    # The tab's own, and the button at the top of the window. What was just made is laid out in the next turn.
    qtbot.waitUntil(lambda: said() == (1, 2), timeout=2_000)
    press("workflows")
    assert pages.no_run.isVisible()
    press("results")
    window.bench.runs.start()
    settle(window, qtbot)
    assert pages.shows_rows
    press("workflows")
    assert pages.shows_rows
    window.close()
    window.deleteLater()
