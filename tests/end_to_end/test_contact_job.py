"""The contacts' job in the real window: type a filter, edit a cell, undo, show a list, rehearse, look back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account
from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services import lists
from core.services.workspace import Workspace
from gui.tables.data_table import DataTable
from gui.window import MainWindow
from tests.end_to_end.steps import find

OpenWindow = Callable[[Workspace], MainWindow]
_STAGES = ("lead", "lead", "customer")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives a workspace with three contacts, a sequence, a workflow for everybody, and an active list of leads."""
    project = Project(
        account=Account(name="Acme"),
        senders=(Sender(1, "Ana Ruiz", "ana@cadenza.example"),),
        sequences=(Sequence(1, "Hello", (Step(),)),),
        workflows=(
            Workflow(1, "Welcome", WorkflowStatus.ON, cards=(Card(1, EnrollInSequence(1, SenderType.CONTACT_OWNER)),),
                     next_card=2),
        ),
    )  # fmt: skip
    people = [
        Contact(n, {"firstname": name, "email": f"{name}@acme.example", "lifecyclestage": stage, "hubspot_owner_id": 1})
        for n, (name, stage) in enumerate(zip(("Ada", "Ben", "Cleo"), _STAGES, strict=True), 1)
    ]
    made = Workspace.create(tmp_path / "contacts.cadenza", project, people)
    leads = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
    made.apply(lists.new_active(made, "Leads", leads))
    return made


def names(window: MainWindow) -> list[str]:
    """Returns who is in the table."""
    model = find(window, DataTable, "contacts_table").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_from_a_typed_filter_to_the_timeline(workspace: Workspace, open_workspace: OpenWindow, qtbot: QtBot) -> None:
    window = open_workspace(workspace)
    window.bench.tabs.open("contacts")
    qtbot.waitUntil(lambda: any(x.isVisible() for x in window.findChildren(DataTable, "contacts_table")))
    search = find(window, QLineEdit, "contacts_search")
    search.setFocus()
    QTest.keyClicks(search, "stage=lead ")
    qtbot.waitUntil(lambda: names(window) == ["Ada", "Ben"])
    assert find(window, QLabel, "contacts_verdict").text() == "✓ Lifecycle stage is any of Lead"
    assert find(window, QLabel, "contacts_status").text() == "2 of 3 contacts"

    # Editing the cell takes the contact out of what is shown; undo brings it back.
    table = find(window, DataTable, "contacts_table")
    keys = [column.key for column in table.model().columns]  # type: ignore[attr-defined]
    table.setCurrentIndex(table.model().index(1, keys.index("company")))
    table.setFocus()
    # Without a screen, the list of completions stays the active window when it closes.
    window.activateWindow()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = find(window, QLineEdit, "cell_editor")
    QTest.keyClicks(editor, "Northwind")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert [str(table.model().index(row, keys.index("company")).data()) for row in range(2)] == ["", "Northwind"]
    window.bench.undo.undo()
    assert [str(table.model().index(row, keys.index("company")).data()) for row in range(2)] == ["", ""]

    # The typed filter goes, the active list comes.
    search.clear()
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert names(window) == ["Ada", "Ben", "Cleo"]
    chooser = find(window, QAbstractButton, "contacts_list")
    menu = chooser.menu()  # type: ignore[attr-defined]
    menu.aboutToShow.emit()
    (leads,) = [action for action in menu.actions() if action.objectName() == "show_list_1"]
    assert leads.text() == "Leads (active)\t2"
    leads.trigger()
    assert names(window) == ["Ada", "Ben"]

    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    chips = [chip for chip in window.findChildren(QAbstractButton) if chip.text() == "Timeline" and chip.isVisible()]
    QTest.mouseClick(chips[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(x.text() == "Rehearsal 1" and x.isVisible() for x in window.findChildren(QLabel)))
    QTest.mouseClick(find(window, QAbstractButton, "timeline_in_log"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.bench.jobs.busy)
    lines = [window.bench.log.model.row(row) for row in range(window.bench.log.model.rowCount())]
    assert lines
    assert {line.contact for line in lines if line} <= {"Ada", "Ben"}
