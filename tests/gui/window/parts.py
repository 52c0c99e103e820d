"""What tests of the main window say often: wait, the tab, the open dialog, a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.window import MainWindow
from tests.gui.small_workspace import PlainTab

if TYPE_CHECKING:
    pass

W = TypeVar("W", bound=QWidget)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until no job runs."""
    qtbot.waitUntil(lambda: not window.bench.jobs.busy and not window.files.is_opening, timeout=10_000)


def tab(window: MainWindow, key: str = "workflows") -> PlainTab:
    found = window.bench.tabs.tab(key)
    assert isinstance(found, PlainTab)
    return found


def dialog(window: MainWindow, kind: type[W]) -> W:
    """Returns the one open dialog of a kind."""
    found = [child for child in window.findChildren(QDialog) if isinstance(child, kind) and child.isVisible()]
    assert len(found) == 1
    return found[0]


def submenu(window: MainWindow, title: str, name: str) -> QMenu:
    """Returns a menu inside a menu of the menu bar."""
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == title)
    assert isinstance(menu, QMenu)
    inner = next(action.menu() for action in menu.actions() if action.text() == name)
    assert isinstance(inner, QMenu)
    return inner
