"""The senders' job in the real window: a new sender, a replacement, a rehearsal, how full the mailbox was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account
from core.model.contact import Contact
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.tables.data_table import DataTable
from gui.tabs.panel_editors import ChoiceBox
from gui.window import MainWindow
from tests.end_to_end.steps import choose_row, click, find, press, retype

OpenWindow = Callable[[Workspace], MainWindow]
ANA, NEW = 1, 2


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives a workspace whose workflow enrolls three contacts for their owner, who is Ana for all of them."""
    project = Project(
        account=Account(name="Acme"),
        senders=(Sender(ANA, "Ana Ruiz", "ana@cadenza.example"),),
        sequences=(Sequence(1, "Hello", (Step(),)),),
        workflows=(
            Workflow(1, "Welcome", WorkflowStatus.ON, cards=(Card(1, EnrollInSequence(1, SenderType.CONTACT_OWNER)),),
                     next_card=2),
        ),
    )  # fmt: skip
    people = [
        Contact(n, {"firstname": name, "email": f"{name.lower()}@acme.example", "hubspot_owner_id": ANA})
        for n, name in enumerate(("Ada", "Ben", "Cleo"), 1)
    ]
    return Workspace.create(tmp_path / "senders.cadenza", project, people)


def lights(window: MainWindow) -> dict[str, str]:
    """Returns what the table says of each sender."""
    model = find(window, DataTable, "senders_table").model()
    return {str(model.index(row, 0).data()): str(model.index(row, 1).data()) for row in range(model.rowCount())}


def add_nils(window: MainWindow, qtbot: QtBot) -> None:
    """Adds Nils Berg by keyboard; his light changes with seat, inbox and limit before anything is saved."""
    press(window, Qt.Key.Key_N)
    name = find(window, QLineEdit, "field_name")
    qtbot.waitUntil(name.hasFocus)
    assert name.selectedText() == "New sender"
    QTest.keyClicks(name, "Nils Berg")
    retype(find(window, QLineEdit, "field_email"), "nils@cadenza.example")
    panel = find(window, QLabel, "sender_status")

    choose_row(find(window, ChoiceBox, "field_seat"), "No paid seat")
    assert "seat" in panel.text()
    choose_row(find(window, ChoiceBox, "field_seat"), "Sales Hub Enterprise")
    assert panel.text() == "Nils Berg has never connected an inbox."
    choose_row(find(window, ChoiceBox, "field_inbox_state"), "Connected")
    assert panel.text() == "Nils Berg can send up to 1,000 mails a day."
    choose_row(find(window, ChoiceBox, "field_inbox_kind"), "Team")
    assert "team inbox" in panel.text().casefold()
    choose_row(find(window, ChoiceBox, "field_inbox_kind"), "Personal")
    retype(find(window, QLineEdit, "field_limit"), "2")
    assert "2 mails a day" in panel.text()
    click(find(window, QAbstractButton, "sender_save"))
    assert lights(window)["Nils Berg"] == "Can send up to 2 mails a day."


def replace_ana(window: MainWindow, qtbot: QtBot) -> None:
    """Puts Nils in Ana's place for all of her contacts."""
    table = find(window, DataTable, "senders_table")
    assert table.select_id(ANA)
    click(find(window, QAbstractButton, "replace_sender"))
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog, "replace_sender_dialog")))
    dialog = find(window, QDialog, "replace_sender_dialog")
    assert "3 contacts" in find(dialog, QLabel, "replace_words").text()
    assert find(dialog, ChoiceBox, "replacement").currentText() == "Nils Berg"
    click(find(dialog, QAbstractButton, "replace_ok"))
    qtbot.waitUntil(lambda: owners(window) == {NEW})


def owners(window: MainWindow) -> set[object]:
    contacts = window.bench.workspace.contacts
    return {contact.get("hubspot_owner_id") for contact in contacts.many([1, 2, 3])}


def test_a_new_sender_takes_over(open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot) -> None:
    window = open_workspace(workspace)
    press(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.bench.tabs.current_key() == "senders"
    qtbot.waitUntil(window.bench.tabs.current_tab().isVisible)
    assert lights(window) == {"Ana Ruiz": "Can send up to 1,000 mails a day."}
    add_nils(window, qtbot)
    replace_ana(window, qtbot)

    # Ana's mailbox stays empty, that of Nils takes two of the three mails on the first day.
    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    words = find(window, QLabel, "sender_load_words")
    qtbot.waitUntil(lambda: words.text() == "No mail left from this mailbox.")
    assert find(window, DataTable, "senders_table").select_id(NEW)
    qtbot.waitUntil(lambda: "2 of 2 (100 %)" in words.text())
    assert words.text().endswith("2 mails in all.")

    window.bench.runs.reset()
    for _ in range(3):
        press(window, Qt.Key.Key_Z)
    assert owners(window) == {ANA}
    assert lights(window) == {"Ana Ruiz": "Can send up to 1,000 mails a day."}
