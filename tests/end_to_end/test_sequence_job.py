"""The sequence job in the real window: write, preview, fill the gaps, watch the forecast, rehearse, read the counts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTableView
from pytestqt.qtbot import QtBot

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account
from core.model.contact import Contact
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step, StepKind
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.widgets.segments import SegmentedFilter
from gui.window import MainWindow
from tests.end_to_end.steps import click, find

OpenWindow = Callable[[Workspace], MainWindow]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives a workspace with one sequence, a workflow that enrolls everybody by owner, and Ben without an owner."""
    project = Project(
        account=Account(name="Acme"),
        senders=(Sender(1, "Ana Ruiz", "ana@cadenza.example"),),
        sequences=(Sequence(1, "Hello", (Step(), Step(StepKind.EMAIL, "Again", "Bye", 3))),),
        workflows=(
            Workflow(1, "Welcome", WorkflowStatus.ON, cards=(Card(1, EnrollInSequence(1, SenderType.CONTACT_OWNER)),),
                     next_card=2),
        ),
    )  # fmt: skip
    people = [
        Contact(1, {"firstname": "Ada", "email": "ada@acme.example", "hubspot_owner_id": 1}),
        Contact(2, {"firstname": "Ben", "email": "ben@acme.example"}),
    ]
    return Workspace.create(tmp_path / "hello.cadenza", project, people)


def shown(window: MainWindow, name: str) -> bool:
    """Says whether a label is in view."""
    return any(found.isVisible() for found in window.findChildren(QLabel, name))


def open_page(window: MainWindow, key: str) -> None:
    click(find(window, SegmentedFilter, "sequence_pages").chip(key))


def write_first_mail(window: MainWindow) -> None:
    """Writes subject and text with a token taken from the list that opens at the braces."""
    subject = find(window, QLineEdit, "step_subject")
    click(subject)
    QTest.keyClicks(subject, "Hello {{ contact.fir")
    QTest.keyClick(subject, Qt.Key.Key_Return)
    assert subject.text() == "Hello {{ contact.firstname }}"
    body = find(window, QPlainTextEdit, "step_body")
    body.setFocus()
    QTest.keyClicks(body, "Yours, {{ sender first")
    QTest.keyClick(body, Qt.Key.Key_Tab)
    QTest.keyClick(body, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert body.toPlainText() == "Yours, {{ sender.firstname }}"


def give_ben_an_owner(window: MainWindow, qtbot: QtBot) -> None:
    """Fills the one gap of the matrix in place."""
    open_page(window, "tokens")
    qtbot.waitUntil(lambda: find(window, QLabel, "coverage_status").text() == "2 contacts · 1 with gaps (50 %)")
    table = find(window, QTableView, "coverage_table")
    heads = [str(table.model().headerData(n, Qt.Orientation.Horizontal)) for n in range(table.model().columnCount())]
    # The token with the gap stands first.
    assert heads[2:] == ["Sender’s first name\n✕ 50 % empty", "First name\n✓ complete"]
    index = table.model().index(1, 2)
    table.setCurrentIndex(index)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = find(window, QComboBox, "cell_editor")
    QTest.keyClick(editor, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: find(window, QLabel, "coverage_status").text() == "2 contacts · no gaps")


def test_write_preview_fill_rehearse_and_count(open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window = open_workspace(workspace)
    bench = window.bench
    qtbot.waitUntil(lambda: bench.forecast.forecast is not None, timeout=10_000)
    assert bench.forecast.sentence == "2 contacts: 1 enrolled, 1 skipped (no owner)"
    tab = window.bench.tabs.open("sequences")
    qtbot.waitUntil(tab.isVisible)
    # Where other windows were open before, Qt's offscreen platform gives nobody the focus back.
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    write_first_mail(window)

    open_page(window, "preview")
    qtbot.waitUntil(lambda: shown(window, "preview_subject_0"))
    assert "Hello " in find(window, QLabel, "preview_subject_0").text()
    assert find(window, QLabel, "preview_time_1").text() == "Thu 8 Jan 09:00"
    click(find(window, QAbstractButton, "preview_next"))
    qtbot.waitUntil(lambda: shown(window, "preview_body_0"))
    assert "empty" in find(window, QLabel, "preview_body_0").text()

    give_ben_an_owner(window, qtbot)
    qtbot.waitUntil(
        lambda: bench.forecast.forecast is not None and bench.forecast.forecast.enrolled == 2, timeout=10_000
    )

    open_page(window, "performance")
    window.play()
    qtbot.waitUntil(lambda: bench.runs.run is not None and not bench.jobs.busy, timeout=20_000)
    table = find(window, QTableView, "performance_table")
    qtbot.waitUntil(lambda: table.model().rowCount() == 3)
    told = [[str(table.model().index(row, column).data()) for column in (0, 1)] for row in range(3)]
    assert told == [["1. Hello {{ contact.firstname }}", "2"], ["2. Again", "2"], ["Whole sequence", "4"]]
