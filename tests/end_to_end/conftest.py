"""What end-to-end tests need: the program started as a person would, over a home of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.services.samples import open_sample
from core.services.workspace import Workspace
from gui.app import open_window
from gui.settings import Folders
from gui.window import MainWindow
from tests.end_to_end.hand import keys

OpenWindow = Callable[[Workspace], MainWindow]


@pytest.fixture
def open_workspace(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenWindow]:
    """Yields an opener: closes the workspace and opens its file in the real window, at 1280 × 800."""
    made: list[MainWindow] = []

    def open_it(workspace: Workspace) -> MainWindow:
        workspace.close()
        window = open_window(qapp, Folders(tmp_path / "home", tmp_path / "home"), workspace.path)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        made.append(window)
        qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
        return window

    yield open_it
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def played(open_workspace: OpenWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """Returns the window with the sample after Ctrl+R: 423 rows, 35 of them skipped, from Mon 5 Jan to Wed 4 Feb."""
    window = open_workspace(open_sample("demo-request", tmp_path / "sample.cadenza"))
    keys(window, Qt.Key.Key_R, modifier=Qt.KeyboardModifier.ControlModifier)
    player = window.bench.player
    qtbot.waitUntil(lambda: player.replay is not None and not window.bench.jobs.busy, timeout=20_000)
    return window
