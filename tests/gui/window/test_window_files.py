"""The main window and its files: opening, making, copying, samples."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.services.edits import changed
from core.services.samples import open_sample, samples
from core.services.workspace import Workspace
from gui.window import MainWindow
from gui.window_hold import Hold
from tests.gui.small_workspace import WORKFLOW, PlainTab
from tests.gui.window.parts import settle, submenu

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


def test_another_workspace_takes_the_place_of_the_first(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    other = tmp_path / "other.cadenza"
    Workspace.create(other).close()
    old = window.bench
    window.bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Welcome"), "Rename"))
    fake_dialogs.answers.append(other)
    window.commands.run("file.open")
    qtbot.waitUntil(lambda: window.windowTitle() == "other – Cadenza", timeout=5_000)
    settle(window, qtbot)
    assert window.bench.workspace.path == other
    assert not window.bench.undo.can_undo
    assert window.commands.action("edit.undo").text() == "Undo"
    qtbot.waitUntil(lambda: not shiboken6.isValid(old), timeout=5_000)
    assert len(window.findChildren(PlainTab)) == 1
    assert [path.name for path in window.recent.paths()] == ["other.cadenza", "small.cadenza"]
    # The commands work on the new one.
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.bench.tabs.current_key() == "sequences"


def test_the_window_of_another_workspace_is_whole(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    window.play()
    settle(window, qtbot)
    window.resizeDocks([window.log_dock], [231], Qt.Orientation.Vertical)
    qtbot.waitUntil(lambda: window.log_dock.height() == 231)
    for name in ("one", "two"):
        title = f"{name} – Cadenza"
        fake_dialogs.answers.append(tmp_path / name)
        window.commands.run("file.new")
        qtbot.waitUntil(partial(lambda title: window.windowTitle() == title, title), timeout=5_000)
        settle(window, qtbot)
    # The menus: the corner stands at the right of them all, and there is one of it.
    bar = window.menuBar()
    corner = bar.cornerWidget(Qt.Corner.TopRightCorner)
    last = bar.actionGeometry(bar.actions()[-1])
    assert corner is not None
    assert corner.isVisible()
    assert corner.findChild(QToolButton, "search_everything") is not None
    assert last.right() < corner.x()
    assert corner.geometry().right() > window.width() - 20
    assert len(window.findChildren(QToolButton, "search_everything")) == 1
    # The status bar says nothing of the rehearsal before, and the log stands as high as it did.
    worst, rows = window.status.findChild(QPushButton, "status_worst"), window.status.rows_text()
    assert worst is not None
    assert (worst.isVisible(), rows) == (False, "")
    qtbot.waitUntil(lambda: window.log_dock.height() == 231)


def test_a_file_that_cannot_be_opened_leaves_everything_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    bad = tmp_path / "bad.cadenza"
    bad.write_text("not a database, but long enough to look at " * 50, encoding="utf-8")
    bench = window.bench
    window.files.open(bad)
    settle(window, qtbot)
    assert [asked.kind for asked in fake_dialogs.asked] == ["problem"]
    assert window.bench is bench
    assert not window.bench.banner.isVisible()
    assert window.commands.action("file.open").isEnabled()


def test_a_new_workspace_is_made_where_the_person_says(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    fake_dialogs.answers.append(tmp_path / "fresh")
    window.commands.run("file.new")
    qtbot.waitUntil(lambda: window.windowTitle() == "fresh – Cadenza", timeout=5_000)
    settle(window, qtbot)
    assert (tmp_path / "fresh.cadenza").is_file()
    assert window.bench.workspace.contacts.count() == 0


def test_a_file_of_another_window_is_opened_as_a_copy(
    make_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    first, second = make_window(), make_window()
    theirs = first.bench.workspace.path
    fake_dialogs.answers.append(False)
    second.files.open(theirs)
    settle(second, qtbot)
    assert [asked.title for asked in fake_dialogs.asked] == ["“small.cadenza” is open in another window"]
    assert second.bench.workspace.path != theirs
    fake_dialogs.answers.append(True)
    second.files.open(theirs)
    qtbot.waitUntil(lambda: second.windowTitle() == "small-copy – Cadenza", timeout=10_000)
    settle(second, qtbot)
    assert second.bench.workspace.contacts.count() == 3
    # The file that the second window had is free again, and so is the first one's once its window is closed.
    Hold(second.bench.workspace.path.parent.parent / "window-1" / "small.cadenza").release()
    first.close()
    Hold(theirs).release()
    assert [path.name for path in theirs.parent.glob("*.lock")] == ["small-copy.cadenza.lock"]


@pytest.mark.parametrize("folder_too", [False, True])
def test_a_read_only_file_is_opened_as_a_copy(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    fake_dialogs: FakeDialogs,
    monkeypatch: pytest.MonkeyPatch,
    folder_too: bool,
) -> None:
    folder = tmp_path / "cd"
    folder.mkdir()
    theirs = folder / "theirs.cadenza"
    open_sample("blank", theirs).close()
    kept, may = (theirs, folder) if folder_too else (theirs,), os.access
    # Who runs the tests may be allowed to write everything.
    monkeypatch.setattr(os, "access", lambda path, mode: not (mode == os.W_OK and path in kept) and may(path, mode))
    fake_dialogs.answers.extend([False, True])
    window.files.open(theirs)
    settle(window, qtbot)
    assert [asked.title for asked in fake_dialogs.asked] == ["“theirs.cadenza” cannot be written"]
    assert window.bench.workspace.path.stem == "small"
    window.files.open(theirs)
    qtbot.waitUntil(lambda: window.windowTitle() == "theirs-copy – Cadenza", timeout=10_000)
    settle(window, qtbot)
    assert (window.bench.workspace.path.parent == folder) is not folder_too


def test_the_file_that_is_open_is_not_opened_again(window: MainWindow) -> None:
    bench = window.bench
    window.files.open(bench.workspace.path)
    assert window.bench is bench
    assert window.status.message_text() == "“small.cadenza” is open already."


def test_a_project_goes_out_as_a_file_and_comes_back_as_a_workspace(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    fake_dialogs.answers.append(tmp_path / "plan")
    window.commands.run("file.export_project")
    qtbot.waitUntil(lambda: window.status.message_text() == "Wrote the project with 3 contacts to plan.json.")
    fake_dialogs.answers.append(tmp_path / "again")
    window.files.open(tmp_path / "plan.json")
    qtbot.waitUntil(lambda: window.windowTitle() == "again – Cadenza", timeout=10_000)
    settle(window, qtbot)
    assert window.bench.workspace.contacts.count() == 3
    assert window.bench.workspace.project().workflows[0].cards == WORKFLOW.cards


def test_a_list_of_contacts_is_no_workspace(window: MainWindow, tmp_path: Path, fake_dialogs: FakeDialogs) -> None:
    window.files.open(tmp_path / "people.csv")
    problem = fake_dialogs.asked[0].problem
    assert str(problem) == (
        "“people.csv” is a list, not a workspace. Bring its contacts into this workspace with File › Import contacts…"
    )


def test_quit_stays_the_last_entry_of_its_menu(window: MainWindow) -> None:
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&File")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    entries = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert entries[-1] == "Quit"


def test_a_copy_is_saved_and_the_window_stays_where_it_is(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    window.bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Welcome"), "Rename"))
    old = tmp_path / "copy.cadenza"
    old.write_text("agreed to be replaced", encoding="utf-8")
    fake_dialogs.answers.append(tmp_path / "copy")
    window.commands.run("file.save_copy")
    qtbot.waitUntil(lambda: window.status.message_text() == "Saved a copy as copy.cadenza.", timeout=5_000)
    copy = Workspace.open(old)
    assert copy.project().workflows[0].name == "Welcome"
    assert copy.contacts.count() == 3
    copy.close()
    assert window.windowTitle() == "small – Cadenza"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cadenza-copy")] == []


def test_a_copy_never_replaces_an_open_workspace(window: MainWindow, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(window.bench.workspace.path)
    window.commands.run("file.save_copy")
    qtbot.waitUntil(lambda: len(fake_dialogs.asked) == 2, timeout=5_000)
    assert getattr(fake_dialogs.asked[1].problem, "code", "") == "FILE_BUSY"
    assert window.bench.workspace.contacts.count() == 3


def test_a_new_workspace_never_replaces_a_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    there = tmp_path / "there.cadenza"
    there.write_text("precious", encoding="utf-8")
    window.files.make(there)
    settle(window, qtbot)
    assert getattr(fake_dialogs.asked[0].problem, "code", "") == "FILE_EXISTS"
    assert there.read_text(encoding="utf-8") == "precious"


def test_a_sample_opens_and_the_second_time_asks(window: MainWindow, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request – Cadenza", timeout=10_000)
    settle(window, qtbot)
    fake_dialogs.answers.append(None)
    window.files.open_sample("demo-request")
    assert not window.files.is_opening
    fake_dialogs.answers.append(1)
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request-2 – Cadenza", timeout=10_000)
    settle(window, qtbot)
    fake_dialogs.answers.append(0)
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request – Cadenza", timeout=10_000)
    settle(window, qtbot)


def test_the_sample_menu_names_every_sample(window: MainWindow) -> None:
    menu = submenu(window, "&File", "Open sample")
    assert [action.text() for action in menu.actions()] == [sample.title for sample in samples()]
