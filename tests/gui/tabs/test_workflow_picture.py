"""Exporting and printing from the Workflows tab: what is asked, what is written, what is said when it cannot be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintPreviewDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.problem import Problem
from gui.dialogs.export_picture import ExportPictureDialog, PictureWish
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """A desk whose first workflow is shown."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


def dialog_of(desk: Desk) -> ExportPictureDialog:
    QTest.keyClick(desk.tab.canvas, Qt.Key.Key_E, CTRL)
    found = desk.tab.findChild(ExportPictureDialog)
    assert isinstance(found, ExportPictureDialog)
    return found


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_the_shown_workflow_is_written_in_the_format_that_was_chosen(
    desk: Desk, tmp_path: Path, qtbot: QtBot, kind: str, start: bytes
) -> None:
    target = tmp_path / f"out.{kind}"
    desk.dialogs.answers.append(target)
    dialog = dialog_of(desk)
    dialog.format.choose(kind)
    said: list[str] = []
    desk.bus.message.connect(said.append)
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.jobs.busy and bool(said))
    assert target.read_bytes().startswith(start)
    assert said == [f"Saved the picture as out.{kind}."]
    assert desk.dialogs.asked[0].text.endswith(f"Demo request.{kind}")


def test_what_was_chosen_is_remembered(desk: Desk, settings: MemorySettings, themes: ThemeManager) -> None:
    first = ExportPictureDialog(themes, settings)
    assert first.wish() == PictureWish()
    first.format.choose("pdf")
    first.scale.choose("1")
    first.colours.choose("screen")
    first.heading.setChecked(False)
    first.accept()
    assert ExportPictureDialog(themes, settings).wish() == PictureWish("pdf", 1, True, False, True)


def test_giving_up_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.dialogs.answers.append(None)
    before = sorted(tmp_path.iterdir())
    dialog_of(desk).accept()
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_says_what_to_do(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    desk.tab.tools.picture.write(folder / "out.png", PictureWish())
    qtbot.waitUntil(lambda: bool(desk.dialogs.asked))
    problem = desk.dialogs.asked[0].problem
    assert isinstance(problem, Problem)
    assert (problem.code, problem.hint) == ("READ_ONLY", "Choose a folder of your own.")


def test_a_folder_that_is_gone_is_said(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.tab.tools.picture.write(tmp_path / "nowhere" / "out.svg", PictureWish("svg"))
    qtbot.waitUntil(lambda: bool(desk.dialogs.asked))
    problem = desk.dialogs.asked[0].problem
    assert isinstance(problem, Problem)
    assert problem.code == "CANNOT_WRITE"


def test_ctrl_p_shows_the_pages_before_they_are_printed(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClick(desk.tab.canvas, Qt.Key.Key_P, CTRL)
    preview = desk.tab.findChild(QPrintPreviewDialog)
    assert isinstance(preview, QPrintPreviewDialog)
    assert preview.windowTitle() == "Print “Demo request”"
    qtbot.waitUntil(preview.isVisible)
    preview.reject()


def test_pictures_stand_in_the_menus(desk: Desk) -> None:
    assert [action.text() for action in desk.tab.canvas.ground_actions] == [
        "Export picture of this workflow…",
        "Print this workflow…",
    ]
    assert set(desk.tab.canvas.ground_actions) <= set(desk.tab.head.menu.actions())
