"""What tabs can do is offered before they are first shown: in menus, in the search for everything, as a shortcut."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.services.samples import open_sample
from core.services.workspace import Workspace
from gui.dialogs.make_contacts import MakeContactsDialog
from gui.palette import CommandPalette
from gui.window import MainWindow

OpenWindow = Callable[[Workspace], MainWindow]


def made_up(window: MainWindow) -> MakeContactsDialog:
    (dialog,) = [found for found in window.findChildren(MakeContactsDialog) if found.isVisible()]
    return dialog


def test_search_and_menu_offer_what_a_tab_brings(open_workspace: OpenWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_workspace(open_sample("demo-request", tmp_path / "w.cadenza"))
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Tools")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    assert "Make up contacts…" in [action.text() for action in menu.actions()]
    window.open_palette()
    (palette,) = window.findChildren(CommandPalette)
    QTest.keyClicks(palette.field, "make up con")
    assert palette.entries()[0].title == "Make up contacts…"
    QTest.keyClick(palette, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(MakeContactsDialog)), timeout=5_000)
    dialog = made_up(window)
    assert window.bench.tabs.current_key() == "contacts"
    dialog.count.setFocus()
    qtbot.waitUntil(dialog.count.hasFocus)
    QTest.keyClicks(dialog.count, "20000")
    assert dialog.count.value() == 20_000
    dialog.reject()
    # The entry of the menu is the same one, and does the same now.
    next(action for action in menu.actions() if action.text() == "Make up contacts…").trigger()
    qtbot.waitUntil(lambda: made_up(window).isVisible(), timeout=5_000)
    made_up(window).reject()


def test_tabs_keep_what_was_promised_for_them(open_workspace: OpenWindow, tmp_path: Path) -> None:
    window = open_workspace(open_sample("demo-request", tmp_path / "w.cadenza"))
    promised = [one for spec in window.tab_specs for one in spec.promises]
    assert "contacts.duplicates" in [name for name, *_ in promised]
    before = {name: window.commands.command(name) for name, *_ in promised}
    for key in window.bench.tabs.tab_keys():
        window.bench.tabs.tab(key)
    for name, promise in before.items():
        kept = window.commands.command(name)
        assert kept is not promise
        assert (kept.title, kept.category, kept.icon, kept.shortcuts, kept.context) == (
            promise.title, promise.category, promise.icon, promise.shortcuts, promise.context
        )  # fmt: skip
