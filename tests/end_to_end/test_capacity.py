"""How many senders it takes, in the real window: from the menu and from a card that a limit closed."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.model.project import Project
from core.services.workspace import Workspace
from gui.dialogs.capacity import CapacityDialog
from gui.window import MainWindow
from tests import building as b

OpenWindow = Callable[[Workspace], MainWindow]


@pytest.fixture
def window(tmp_path: Path, open_workspace: OpenWindow) -> MainWindow:
    """Seven contacts come on Monday, and Ana may send to three a day."""
    project = Project(
        senders=(b.sender(limit=3),),
        sequences=(b.sequence(b.mail()),),
        workflows=(replace(b.workflow(b.enroll()), name="Welcome"),),
    )
    return open_workspace(Workspace.create(tmp_path / "w.cadenza", project, b.contacts(7)))


def opened(window: MainWindow) -> CapacityDialog:
    (dialog,) = [d for d in window.findChildren(CapacityDialog) if d.isVisible()]
    return dialog


def ask(dialog: CapacityDialog, day: QDate, qtbot: QtBot) -> None:
    dialog.by.setDate(day)
    with qtbot.waitSignal(dialog.answered, timeout=20_000):
        QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)


def test_it_finds_the_smallest_plans_and_exports_them(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seven contacts, three mails a day: three senders at once, or two a day from Monday to Thursday."""
    window.commands.run("rehearse.capacity")
    dialog = opened(window)
    assert dialog.card.currentText() == "Welcome · Enroll in sequence"
    ask(dialog, QDate(2026, 1, 9), qtbot)
    assert dialog.page.sentence.text() == (
        "2 more senders, or 2 contacts a working day with 1 sender: all 7 contacts are enrolled by Fri 9 Jan 2026."
    )
    assert dialog.page.more.text().startswith(
        "With 2 more senders like Ana Ruiz, at 3 mails a day each, and the contacts dealt out evenly, all 7 are "
        "enrolled; done on Mon 5 Jan 2026."
    )
    assert [y for x, y in dialog.page.plot.points() if x in (1, 2, 3)] == [3, 6, 7]
    QTest.mouseClick(dialog.page.parts.chip("days"), Qt.MouseButton.LeftButton)
    assert dict(dialog.page.plot.points())[2] == 7
    path = tmp_path / "plans.csv"
    monkeypatch.setattr(dialog._context.dialogs, "save_file", lambda *_: path)
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    with path.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [r["enrolled"] for r in rows if r["senders"] == "3"] == ["7"]
    dialog.limit.setValue(7)
    ask(dialog, QDate(2026, 1, 9), qtbot)
    assert dialog.page.sentence.text().startswith("1 sender all at once, or 2 contacts a working day with 1 sender: ")


def test_a_plan_is_tried_rehearsed_and_taken_back(window: MainWindow, qtbot: QtBot) -> None:
    """Three a day and seven contacts: as it is four are skipped, with the plan's two more senders nobody is."""
    before = window.bench.workspace.project()
    window.commands.run("rehearse.capacity")
    dialog = opened(window)
    ask(dialog, QDate(2026, 1, 9), qtbot)
    page = dialog.page
    assert (page.attempt.text(), page.table.currentIndex().data()) == (
        "Make 2 senders",
        "3 senders, all at once",
    )
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    assert page.attempt.text() == "Make 1 sender"
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text().splitlines()[0] == page.sentence.text()
    QTest.mouseClick(page.attempt, Qt.MouseButton.LeftButton)
    assert dialog.state.text() == "Done: Make 2 senders for “Welcome”. Ctrl+Z takes it back."
    assert len(window.bench.workspace.project().senders) == 3
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000) as played:
        QTest.keyClick(dialog.rehearse, Qt.Key.Key_Space)
    assert "skipped" not in played.args[0].summary.outcomes
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
    window.undo()
    assert window.bench.workspace.project() == before


def test_enter_finds_out_and_in_the_table_does_not_search_again(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("rehearse.capacity")
    dialog = opened(window)
    answers: list[object] = []
    dialog.answered.connect(answers.append)
    QTest.keyClick(dialog.start, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(answers) == 1, timeout=20_000)
    QTest.keyClick(dialog.page.table, Qt.Key.Key_Return)
    assert dialog.start.isVisible()
    assert len(answers) == 1


def test_days_are_no_setting_so_nothing_can_be_tried(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("rehearse.capacity")
    dialog = opened(window)
    ask(dialog, QDate(2026, 1, 9), qtbot)
    QTest.mouseClick(dialog.page.parts.chip("days"), Qt.MouseButton.LeftButton)
    assert not dialog.page.attempt.isEnabled()
    assert "by hand" in dialog.page.attempt.toolTip()


def test_what_cannot_be_says_what_to_do(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("rehearse.capacity")
    dialog = opened(window)
    dialog.by.setDate(QDate(2025, 1, 1))
    QTest.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
    assert dialog.nothing.isVisible()
    assert "before the rehearsal’s start" in " ".join(x.text() for x in dialog.nothing.findChildren(QLabel))


def test_a_card_that_a_limit_kept_contacts_out_of_leads_there(window: MainWindow, qtbot: QtBot) -> None:
    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    canvas = window.canvas
    assert canvas is not None
    canvas.choose(1)
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
    (link,) = [x for x in window.findChildren(QPushButton, "card_result_capacity") if x.isVisible()]
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert opened(window).card.currentData().card == 1
