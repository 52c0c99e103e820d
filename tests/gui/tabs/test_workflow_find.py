"""Find in the Workflows tab, by keyboard: what is found, shown, counted, and how one gets out of it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from core.services import workflows
from gui.canvas.find_bar import FindBar
from gui.canvas.hits import HitItem
from gui.theme import ThemeManager
from gui.widgets.elided import ElidedLabel
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """A desk whose first workflow is shown."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


def find(desk: Desk, text: str) -> FindBar:
    """Open the bar and type, without waiting for the pause."""
    QTest.keyClick(desk.tab.canvas, Key.Key_F, CTRL)
    bar = desk.tab.find_bar
    bar.line.clear()
    QTest.keyClicks(bar.line, text)
    bar.line.flush()
    return bar


def count(bar: FindBar) -> str:
    found = bar.findChild(QLabel, "find_count")
    assert isinstance(found, QLabel)
    return found.text()


def where(bar: FindBar) -> str:
    found = bar.findChild(ElidedLabel, "find_where")
    assert isinstance(found, ElidedLabel)
    return found.whole


def frames(desk: Desk) -> list[bool]:
    """Gives for each frame around a card whether it is the one that is shown."""
    return [item.current for item in desk.tab.canvas.canvas.items() if isinstance(item, HitItem)]


def test_ctrl_f_opens_the_bar_and_typing_shows_the_first_match(desk: Desk) -> None:
    assert desk.tab.find_bar.isHidden()
    bar = find(desk, "enroll")
    assert bar.isVisible()
    assert count(bar) == "1 of 2"
    assert where(bar) == "Title: Enroll in sequence"
    assert desk.tab.canvas.selected == 2
    assert sorted(frames(desk)) == [False, True]


def test_enter_goes_on_and_round_and_shift_enter_goes_back(desk: Desk) -> None:
    bar = find(desk, "enroll")
    seen = []
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, SHIFT):
        QTest.keyClick(bar.line, Key.Key_Return, modifier)
        seen.append((desk.tab.canvas.selected, count(bar)))
    assert seen == [(3, "2 of 2"), (2, "1 of 2"), (3, "2 of 2")]
    QTest.keyClick(bar.line, Key.Key_F3)
    assert desk.tab.canvas.selected == 2


def test_the_arrows_of_the_bar_go_too(desk: Desk) -> None:
    bar = find(desk, "enroll")
    for name in ("find_next", "find_previous"):
        made = bar.findChild(QToolButton, name)
        assert isinstance(made, QToolButton)
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
    assert desk.tab.canvas.selected == 2


def test_all_workflows_are_looked_through_when_asked(desk: Desk) -> None:
    bar = find(desk, "lead")
    assert count(bar) == "1 of 1"
    bar.everywhere.setChecked(True)
    assert count(bar) == "1 of 2"
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.tab.canvas.workflow is not None
    assert (desk.tab.canvas.workflow.id, desk.tab.canvas.selected) == (2, 0)
    assert where(bar) == "Contacts that match: Lifecycle stage is any of Lead"
    assert frames(desk) == [True]
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.tab.canvas.workflow.id == 1


def test_esc_closes_the_bar_and_gives_the_keyboard_back_to_the_cards(desk: Desk, qtbot: QtBot) -> None:
    desk.tab.activateWindow()
    bar = find(desk, "enroll")
    QTest.keyClick(bar.line, Key.Key_Escape)
    assert bar.isHidden()
    assert frames(desk) == []
    assert desk.tab.canvas.selected == 2
    qtbot.waitUntil(desk.tab.canvas.hasFocus)


def test_what_is_not_there_is_said_and_nothing_moves(desk: Desk) -> None:
    bar = find(desk, "nowhere")
    assert count(bar) == "No match"
    assert bar.line.property("invalid")
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.tab.canvas.selected == 0
    bar.line.clear()
    bar.line.flush()
    assert count(bar) == ""
    assert not bar.line.property("invalid")


def test_an_edit_made_meanwhile_is_found(desk: Desk) -> None:
    bar = find(desk, "delay")
    assert count(bar) == "No match"
    from core.actions.delay import Delay
    from core.model import tree
    from core.model.tree import Spot

    after = tree.insert(desk.workflow(), Spot((), 0), Delay())
    desk.undo.do(workflows.edit(desk.workspace, after, "Add Delay"))
    assert count(bar) == "0 of 1"
    QTest.keyClick(bar.line, Key.Key_Return)
    assert desk.tab.canvas.selected == 4


def test_the_frames_go_when_the_last_workflow_does(desk: Desk) -> None:
    find(desk, "enroll")
    for workflow in desk.workspace.project().workflows:
        desk.undo.do(workflows.delete(desk.workspace, workflow.id))
    assert frames(desk) == []
    desk.tab.open_find()


def test_frames_follow_the_theme(desk: Desk, themes: ThemeManager) -> None:
    find(desk, "enroll")
    themes.set_choice("dark")
    assert len(frames(desk)) == 2
