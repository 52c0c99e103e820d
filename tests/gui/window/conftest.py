"""Shown windows over a small workspace, without what is on their tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.settings import Folders
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests.gui.small_workspace import plain_tabs, small_workspace
from tests.gui.window.parts import settle

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

MakeWindow = Callable[[], MainWindow]


@pytest.fixture
def make_window(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[MakeWindow]:
    """Yields a maker of shown windows over one settings store; each has a small workspace of its own."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        folder = tmp_path / f"window-{len(made)}"
        folder.mkdir()
        home = Folders(tmp_path / "home", tmp_path / "home")
        home.data.mkdir(exist_ok=True)
        window = MainWindow(small_workspace(folder), themes, fake_dialogs, settings, home, plain_tabs())
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """Returns a window that has finished its first review."""
    made = make_window()
    settle(made, qtbot)
    return made
