"""The history of a workflow: what is listed, shown, compared and brought back, by mouse and keyboard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.model import tree
from core.model.tree import Spot
from core.model.workflow import Workflow, WorkflowStatus
from core.services import versions, workflows
from core.services.workspace import Workspace
from gui.dialogs.history import HistoryDialog
from gui.dialogs.history_list import title_words, when_words
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

Key = Qt.Key
DAY = 86_400
NOW = int(time.mktime((2026, 1, 15, 14, 5, 0, 0, 0, -1)))
"""Thursday, 15 January 2026, 14:05 by this machine's clock."""


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """A desk whose first workflow got a delay two days ago, a longer one yesterday, and lost a card an hour ago."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    with made.workspace.store.write() as connection:
        connection.execute("UPDATE workflow_version SET time = ?", (NOW - 3 * DAY,))

    def edit(change: Callable[[Workflow], Workflow], title: str, at: int) -> None:
        made.workspace.apply(workflows.edit(made.workspace, change(made.workflow()), title), at)

    edit(lambda w: tree.insert(w, Spot((), 0), Delay(60)), "Add Delay", NOW - 2 * DAY)
    edit(lambda w: tree.change(w, 4, action=Delay(120)), "Change “Delay for 1 hour”", NOW - DAY)
    edit(lambda w: tree.remove(w, 3), "Delete “Unenroll from sequence”", NOW - 3600)
    made.tab.show_changes(made.workspace.apply(workflows.rename(made.workspace, 1, "Trial"), NOW - 60))
    yield made
    made.close()


@pytest.fixture
def history(desk: Desk) -> Iterator[HistoryDialog]:
    """The history of the desk's first workflow."""
    dialog = HistoryDialog(desk.context, 1, clock=lambda: NOW)
    dialog.show()
    yield dialog
    dialog.close()
    dialog.deleteLater()


def rows(history: HistoryDialog) -> list[str]:
    model = history.list.versions
    return [str(model.data(model.index(n), Qt.ItemDataRole.AccessibleTextRole)) for n in range(model.rowCount())]


def changes(history: HistoryDialog) -> list[str]:
    return [row.text for row in history.changes.rows.rows]


def choose(history: HistoryDialog, row: int) -> None:
    history.list.setCurrentIndex(history.list.versions.index(row))


def test_versions_are_listed_with_what_and_when_the_newest_first(history: HistoryDialog) -> None:
    assert rows(history) == [
        "Rename workflow to “Trial”, Now · Today 14:04",
        "Delete “Unenroll from sequence”, Today 13:05",
        "Change “Delay for 1 hour”, Yesterday 14:05",
        "Add Delay, Tue 13 Jan 14:05",
        "New workspace, Mon 12 Jan 14:05",
    ]
    assert history.windowTitle() == "History of “Trial”"


def test_the_preview_says_what_each_version_changed(history: HistoryDialog) -> None:
    QTest.keyClick(history.list, Key.Key_Down)
    QTest.keyClick(history.list, Key.Key_Down)
    assert changes(history) == ["Changed “Delay for 2 hours”", "Delay for: 1 hour → 2 hours"]
    assert history.second.workflow is not None
    assert [card.id for card in history.second.workflow.cards] == [4, 1]
    assert not history.first.isVisible()
    QTest.keyClick(history.list, Key.Key_End)
    assert changes(history) == []


def test_two_versions_stand_side_by_side_the_older_one_at_the_left(history: HistoryDialog) -> None:
    choose(history, 4)
    history.parts.choose("two")
    assert history.first.isVisible()
    assert history.first.workflow is not None
    assert history.second.workflow is not None
    assert (history.first.workflow.name, history.second.workflow.name) == ("Demo request", "Trial")
    assert changes(history) == [
        "Changed the workflow itself",
        "Name: Demo request → Trial",
        "Added “Delay for 2 hours”, first",
        "Removed “Unenroll from sequence”, which was first in “None matched”",
    ]
    history.other.setCurrentIndex(history.other.findText("Yesterday", Qt.MatchFlag.MatchStartsWith))
    history.other.activated.emit(history.other.currentIndex())
    assert changes(history) == ["Added “Delay for 2 hours”, first"]


def test_choosing_a_difference_leads_to_its_card(history: HistoryDialog) -> None:
    choose(history, 4)
    history.parts.choose("two")
    history.changes.setCurrentIndex(history.changes.rows.index(3))
    assert history.first.selected == 3
    assert history.first.accessibleName().startswith("Older version: Unenroll from sequence")
    assert history.first.accessibleName().endswith("removed")
    history.changes.setCurrentIndex(history.changes.rows.index(2))
    assert history.second.selected == 4


def test_a_card_that_is_clicked_is_found_among_the_differences(history: HistoryDialog, qtbot: QtBot) -> None:
    choose(history, 2)
    qtbot.wait(1)
    item = history.second.canvas.card_item(4)
    assert item is not None
    at = history.second.mapFromScene(item.rect().center())
    QTest.mouseClick(history.second.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert history.second.selected == 4
    assert history.changes.currentIndex().row() == 0


def test_both_canvases_show_the_same_card_at_the_same_height(history: HistoryDialog, qtbot: QtBot) -> None:
    choose(history, 4)
    history.parts.choose("two")
    qtbot.wait(1)
    history.second.set_zoom(2.0)
    assert history.first.zoom == 2.0
    history.second.choose(2)
    heights = []
    for view in (history.first, history.second):
        middle = view.middle_of(2)
        assert middle is not None
        heights.append(view.mapFromScene(middle).y() - view.viewport().height() / 2)
    assert heights[0] == pytest.approx(heights[1], abs=3)


def test_a_version_is_restored_as_one_edit_that_undo_takes_back(desk: Desk, history: HistoryDialog) -> None:
    now = desk.workflow()
    assert not history.restore.isEnabled()
    choose(history, 3)
    assert history.restore.isEnabled()
    QTest.mouseClick(history.restore, Qt.MouseButton.LeftButton)
    restored = desk.workflow()
    assert [card.id for card in restored.cards] == [4, 1]
    assert restored.name == "Demo request"
    assert restored.status is WorkflowStatus.ON
    assert desk.titles() == ["Restore version of Tue 13 Jan 14:05"]
    assert not history.isVisible()
    desk.undo.undo()
    assert desk.workflow() == now
    heads = versions.history(desk.workspace, 1)
    assert heads[0].title == "Undo: Restore version of Tue 13 Jan 14:05"


def test_while_a_rehearsal_plays_nothing_can_be_restored(desk: Desk, history: HistoryDialog) -> None:
    desk.undo.set_playing(True)
    choose(history, 3)
    assert not history.restore.isEnabled()
    desk.undo.set_playing(False)


def test_an_edit_made_meanwhile_comes_on_top(desk: Desk, history: HistoryDialog) -> None:
    desk.undo.do(workflows.set_status(desk.workspace, 1, WorkflowStatus.OFF))
    assert history.list.versions.rows[0].title == "Switch off “Trial”"
    assert history.list.currentIndex().row() == 0
    assert changes(history) == ["Changed the workflow itself", "Status: On → Off"]


def test_the_history_of_a_workflow_that_is_deleted_closes(desk: Desk, history: HistoryDialog) -> None:
    desk.undo.do(workflows.delete(desk.workspace, 1))
    assert not history.isVisible()


def test_the_history_can_be_filtered(history: HistoryDialog) -> None:
    history.filter.setText("delay")
    history.filter.flush()
    assert rows(history) == ["Change “Delay for 1 hour”, Yesterday 14:05", "Add Delay, Tue 13 Jan 14:05"]
    history.filter.setText("nothing like it")
    history.filter.flush()
    assert rows(history) == []
    assert not history.restore.isEnabled()


def test_ctrl_h_opens_the_history_of_the_shown_workflow(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(desk.tab.canvas, Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.tab.window().findChild(HistoryDialog)
    assert isinstance(dialog, HistoryDialog)
    assert dialog.isVisible()
    dialog.close()


def test_themes_change_while_it_is_open(history: HistoryDialog, themes: ThemeManager) -> None:
    choose(history, 4)
    history.parts.choose("two")
    themes.set_choice("dark")
    assert not history.grab().isNull()


def test_moments_are_said_as_people_say_them() -> None:
    assert when_words(NOW - 60, NOW) == "Today 14:04"
    assert when_words(NOW - DAY, NOW) == "Yesterday 14:05"
    assert when_words(NOW - 2 * DAY, NOW) == "Tue 13 Jan 14:05"
    assert when_words(NOW - 20 * DAY, NOW) == "Fri 26 Dec 2025 · 14:05"
    assert title_words(NOW - 60, NOW) == "14:04"
    assert title_words(NOW - DAY, NOW) == "yesterday 14:05"


def test_a_workflow_without_versions_says_what_will_come(desk: Desk) -> None:
    with desk.workspace.store.write() as connection:
        connection.execute("DELETE FROM workflow_version")
    dialog = HistoryDialog(desk.context, 1, clock=lambda: NOW)
    dialog.show()
    assert not dialog.restore.isEnabled()
    assert dialog.list.current() is None
    dialog.close()


def test_each_look_reads_its_versions_once(desk: Desk, history: HistoryDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    plain = versions.pair

    def pair(ws: Workspace, one: int, other: int) -> tuple[Workflow, Workflow]:
        asked.append((one, other))
        return plain(ws, one, other)

    monkeypatch.setattr(versions, "pair", pair)
    choose(history, 2)
    heads = versions.history(desk.workspace, 1)
    assert asked == [(heads[3].id, heads[2].id)]
    history.refresh()
    assert asked == [(heads[3].id, heads[2].id)] * 2
