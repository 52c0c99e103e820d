"""The import's job in the real window: drop a file, look at its problems, import, read the counts, undo; and stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.model.account import Account
from core.model.contact import Contact
from core.model.project import Project
from core.services.contacts import ContactQuery
from core.services.workspace import Workspace
from gui.dialogs.import_contacts import ImportWizard
from gui.tables.data_table import DataTable
from gui.tabs.panel_editors import ChoiceBox
from gui.window import MainWindow
from tests.end_to_end.steps import click, find, press
from tests.workbooks import workbook

OpenWindow = Callable[[Workspace], MainWindow]
FAR = 10_000

# Written on a Polish PC: no Unicode, semicolons, a line break inside quotes, an address that is none, one twice.
POLISH = (
    "Email;Imię;Nazwisko;Company name\r\n"
    'lucja@acme.example;Łucja;Wójcik;"Zażółć\r\nSp. z o.o."\r\n'
    "nonsense;Bob;Kowalski;Acme\r\n"
    "ada@acme.example;Adela;Nowak;Acme\r\n"
).encode("cp1250")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives a workspace with Ada in it."""
    ada = Contact(1, {"firstname": "Ada", "lastname": "Nowak", "email": "ada@acme.example"})
    return Workspace.create(tmp_path / "import.cadenza", Project(account=Account(name="Acme")), [ada])


def drop(target: QWidget, path: Path) -> None:
    """Drags a file onto a widget and lets it go, as the window system would tell it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(200, 200), copy, data, left, none))


def dropped(window: MainWindow, qtbot: QtBot, path: Path) -> ImportWizard:
    """Drops a file on the Contacts tab; gives the wizard once it has looked into the file."""
    tab = window.bench.tabs.open("contacts")
    qtbot.waitUntil(tab.isVisible)
    drop(tab, path)
    wizard = find(window, ImportWizard, "import_dialog")
    qtbot.waitUntil(lambda: not wizard.is_busy, timeout=FAR)
    return wizard


def go_on(wizard: ImportWizard, qtbot: QtBot, to: str) -> None:
    """Presses the blue button; it then says something else."""
    click(find(wizard, QAbstractButton, "import_next"))
    qtbot.waitUntil(lambda: not wizard.is_busy, timeout=FAR)
    assert find(wizard, QAbstractButton, "import_next").text() == to


def said(window: QWidget, name: str) -> str:
    return find(window, QLabel, name).text()


def people(window: MainWindow) -> list[str]:
    contacts = window.bench.workspace.contacts
    return [contact.name for contact in contacts.many(contacts.ids(ContactQuery()))]


def undo(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: not window.bench.undo.locked, timeout=FAR)


def test_a_csv_file_is_dropped_checked_imported_and_taken_back(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "kontakty.csv"
    path.write_bytes(POLISH)
    window = open_workspace(workspace)
    wizard = dropped(window, qtbot, path)
    assert said(wizard, "import_facts") == (
        "Read as Central European (Windows-1250), divided by semicolon: 4 columns, 5 lines."
    )
    go_on(wizard, qtbot, "Next")
    assert find(wizard, ChoiceBox, "map_1").currentText() == "First name"

    go_on(wizard, qtbot, "Import 2 contacts")
    assert said(wizard, "import_summary") == "1 new, 1 updated, 1 row has problems."
    bad = find(wizard, DataTable, "bad_rows").model()
    assert [str(bad.index(0, column).data()) for column in range(3)] == [
        "4",
        "Left out",
        "Email: “nonsense” is not an email address.",
    ]
    assert people(window) == ["Ada Nowak"]

    go_on(wizard, qtbot, "Close")
    assert said(wizard, "import_result") == "✓ Imported kontakty.csv: 1 new, 1 updated, 1 row has problems."
    click(find(wizard, QAbstractButton, "import_next"))
    assert people(window) == ["Adela Nowak", "Łucja Wójcik"]
    assert said(window, "contacts_status") == "2 contacts"

    undo(window, qtbot)
    assert people(window) == ["Ada Nowak"]
    assert not window.bench.undo.can_undo


def test_a_workbook_is_dropped_and_imported(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(workbook({"People": [["Email", "First name"], ["nina@acme.example", "Nina"]]}))
    window = open_workspace(workspace)
    wizard = dropped(window, qtbot, path)
    for step in ("Next", "Import 1 contact", "Close"):
        go_on(wizard, qtbot, step)
    click(find(wizard, QAbstractButton, "import_next"))
    assert people(window) == ["Ada Nowak", "Nina"]
    undo(window, qtbot)
    assert people(window) == ["Ada Nowak"]


def test_an_import_that_is_stopped_leaves_nothing(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "many.csv"
    rows = "".join(f"person{n}@acme.example,Person {n}\n" for n in range(30_000))
    path.write_text(f"Email,First name\n{rows}", encoding="utf-8")
    window = open_workspace(workspace)
    wizard = dropped(window, qtbot, path)
    go_on(wizard, qtbot, "Next")
    go_on(wizard, qtbot, "Import 30,000 contacts")
    click(find(wizard, QAbstractButton, "import_next"))
    assert said(wizard, "import_result") == "Importing 30,000 contacts…"
    stop = find(wizard, QAbstractButton, "import_cancel")
    assert stop.text() == "Stop"
    click(stop)
    qtbot.waitUntil(lambda: not wizard.is_busy, timeout=FAR)
    assert said(wizard, "import_result") == "Nothing was imported."
    click(find(wizard, QAbstractButton, "import_next"))
    assert people(window) == ["Ada Nowak"]
    assert not window.bench.undo.can_undo
    assert not window.bench.undo.locked
