"""Break points on cards: set with the keyboard and the menu, shown as a flag, taken away again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from core.model.moment import Break
from gui.bus import Bus
from gui.tabs.workflows import WorkflowsTab
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.conftest import FakeDialogs
from tests.gui.tabs.workflow_desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)


class Breaks:
    """Keeps the break points as the player does, and tells the tab."""

    def __init__(self, tab: WorkflowsTab, bus: Bus) -> None:
        self.all: tuple[Break, ...] = ()
        self._tab = tab
        bus.break_wanted.connect(lambda one: self._set((*self.all, one)))
        bus.break_unwanted.connect(self._remove)

    def _remove(self, unwanted: Break) -> None:
        self._set(tuple(one for one in self.all if one != unwanted))

    def _set(self, breaks: tuple[Break, ...]) -> None:
        self.all = breaks
        self._tab.show_breaks(breaks)


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk) -> WorkflowsTab:
    return desk.tab


@pytest.fixture
def breaks(desk: Desk) -> Breaks:
    return Breaks(desk.tab, desk.bus)


def test_b_sets_and_takes_away(tab: WorkflowsTab, breaks: Breaks) -> None:
    tab.canvas.setFocus()
    tab.canvas.choose(2)
    QTest.keyClick(tab.canvas, Qt.Key.Key_B)
    assert [one.card for one in breaks.all] == [(1, 2)]
    item = tab.canvas.canvas.card_item(2)
    assert item is not None
    assert item.look.stops
    assert tab.canvas.accessibleName().endswith("Playing stops here.")
    QTest.keyClick(tab.canvas, Qt.Key.Key_B)
    assert breaks.all == ()
    assert not item.look.stops


def test_the_menu_offers_it_also_while_locked(tab: WorkflowsTab, breaks: Breaks) -> None:
    tab.set_locked(True)
    tab.canvas.choose(0)
    tab.desk._menu.popup(0, tab.canvas.mapToGlobal(tab.canvas.rect().center()), locked=True)
    menu = tab.canvas.findChild(QMenu, "card_menu")
    assert isinstance(menu, QMenu)
    action = next(a for a in menu.actions() if a.text().startswith("Stop playing here"))
    assert action.isEnabled()
    action.trigger()
    assert [one.card for one in breaks.all] == [(1, 0)]
    menu.close()


def test_another_workflow_keeps_its_own(tab: WorkflowsTab, breaks: Breaks) -> None:
    tab.canvas.choose(1)
    QTest.keyClick(tab.canvas, Qt.Key.Key_B)
    tab._open(2)
    assert not tab.canvas.stops_at(1)
    tab._open(1)
    assert tab.canvas.stops_at(1)
