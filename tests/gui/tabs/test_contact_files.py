"""Sequence, script, import and export of contacts on the Contacts tab."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.event import EventKind
from core.model.sequence import EnrollmentState
from gui.bus import GoTo
from gui.dialogs.import_contacts import ImportWizard
from gui.dialogs.script_event import EventDialog
from gui.tables.data_table import DataTable
from gui.tabs.contact_dialogs import EnrollmentDialog
from gui.tabs.contacts import ContactsTab
from gui.tabs.panel_editors import ChoiceBox, ClockLine
from tests.gui.tabs.desk import (
    ADA,
    ANA,
    MIA,
    TOM,
    WELCOME,
    ZOE,
    Desk,
    click,
    find,
    retype,
)

if TYPE_CHECKING:
    pass


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ContactsTab:
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    return made


def table(tab: QWidget) -> DataTable:
    return find(tab, DataTable, "contacts_table")


def cells(tab: QWidget, column: int) -> list[str]:
    model = table(tab).model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def line(tab: QWidget, name: str) -> QLineEdit:
    return find(tab, QLineEdit, f"field_{name}")


def select(tab: QWidget, *ids: int) -> None:
    view = table(tab)
    model = view.model()
    view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    rows = {int(model.index(row, 0).data(int(Qt.ItemDataRole.UserRole) + 1)): row for row in range(model.rowCount())}
    for contact_id in ids:
        view.selectionModel().select(model.index(rows[contact_id], 0), flags)


# ---------------------------------------------------------------- sequence and script


def test_the_enrollment_is_told_paused_resumed_and_removed(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    section = find(tab, QWidget, "enrollment_section")
    words = " ".join(found.text() for found in section.findChildren(QLabel))
    assert "Since Fri 2 Jan 2026 · 10:00" in words
    assert "put there by After the meeting" in words
    click(section, "pause_enrollment")
    assert desk.workspace.project().enrollments[0].state is EnrollmentState.PAUSED
    assert find(section, QPushButton, "pause_enrollment").text() == "Resume"
    click(section, "enrollment_sequence")
    assert desk.went == [GoTo("sequence", WELCOME)]
    click(section, "remove_enrollment")
    assert desk.workspace.project().enrollments == ()
    assert desk.undone() == ["Pause enrollment", "Take the contact out of its sequence"]


def test_a_contact_is_put_in_a_sequence(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", ADA))
    click(tab, "add_enrollment")
    dialog = find(tab, EnrollmentDialog, "enrollment_dialog")
    choice = find(dialog, ChoiceBox, "enrollment_choice")
    assert [choice.itemText(n) for n in range(choice.count())] == ["Demo follow-up", "Welcome"]
    click(dialog, "dialog_ok")
    made = desk.workspace.project().enrollments[-1]
    assert (made.contact, made.sequence, made.next_step) == (ADA, 1, 1)


def test_a_scripted_event_is_added_changed_and_removed(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    section = find(tab, QWidget, "event_section")
    words = [found.text() for found in section.findChildren(QLabel) if "Day" in found.text()]
    # Two days and a quarter of an hour after Monday 10:00 is Wednesday 10:15, the third day.
    assert words == ["Day 3 · 10:15   Form submitted: Demo request"]
    click(tab, "add_event")
    dialog = find(tab, EventDialog, "event_dialog")
    kind = find(dialog, ChoiceBox, "event_kind")
    kind.set_value(EventKind.MEETING_BOOKED)
    kind.changed.emit()
    find(dialog, QSpinBox, "event_day").setValue(2)
    retype(find(dialog, ClockLine, "event_time"), "14:00")
    find(dialog, QComboBox, "event_detail").setEditText("30 minutes")
    find(dialog, ChoiceBox, "event_sender").set_value(ANA)
    click(dialog, "dialog_ok")
    made = max(desk.workspace.project().script, key=lambda event: event.id)
    # Tuesday 14:00 is 28 hours after Monday 10:00.
    assert (made.kind, made.contact, made.minute) == (EventKind.MEETING_BOOKED, MIA, 28 * 60)
    assert (made.detail, made.sender) == ("30 minutes", ANA)
    QTest.mouseClick(find(tab, QToolButton, f"remove_event_{made.id}"), Qt.MouseButton.LeftButton)
    assert len(desk.workspace.project().script) == 2


def test_an_event_before_the_start_is_refused(tab: ContactsTab) -> None:
    tab.go_to(GoTo("contact", MIA))
    QTest.mouseClick(find(tab, QToolButton, "edit_event_1"), Qt.MouseButton.LeftButton)
    dialog = find(tab, EventDialog, "event_dialog")
    find(dialog, QSpinBox, "event_day").setValue(1)
    retype(find(dialog, ClockLine, "event_time"), "09:59")
    assert not find(dialog, QPushButton, "dialog_ok").isEnabled()
    assert dialog.result_value() is None
    retype(find(dialog, ClockLine, "event_time"), "10:00")
    assert find(dialog, QPushButton, "dialog_ok").isEnabled()
    dialog.reject()


# ---------------------------------------------------------------- files


CSV = "Email,First name,Lifecycle stage\nnew@acme.example,Nina,Lead\nmia@acme.example,Miia,\nbroken,Bob,Lead\n"


def test_import_opens_the_wizard_on_the_chosen_file(tab: ContactsTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(CSV, encoding="utf-8")
    desk.dialogs.answers.append(file)
    click(tab, "import_contacts")
    wizard = find(tab, ImportWizard, "import_dialog")
    for _ in range(3):
        qtbot.waitUntil(lambda: not wizard.is_busy and find(wizard, QPushButton, "import_next").isEnabled())
        click(wizard, "import_next")
    assert "Nina" in cells(tab, 0)
    assert "Miia Laine" in cells(tab, 0)
    assert len(desk.undone()) == 1
    assert desk.said[-1] == "Imported people.csv: 1 new, 1 updated and 1 left out."
    click(wizard, "import_next")
    desk.undo.undo()
    assert "Nina" not in cells(tab, 0)


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx", "people.tsv"])
def test_a_dropped_file_is_read(tab: ContactsTab, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(CSV, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, button, keys)
    tab.dragEnterEvent(enter)
    assert enter.isAccepted()
    tab.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, button, keys))
    wizard = find(tab, ImportWizard, "import_dialog")
    qtbot.waitUntil(lambda: not wizard.is_busy)
    wizard.reject()


def test_only_the_selected_contacts_are_exported(tab: ContactsTab, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    select(tab, TOM, ZOE)
    file = tmp_path / "out.csv"
    desk.dialogs.answers.extend([0, file])
    click(tab, "export_contacts")
    qtbot.waitUntil(lambda: bool(desk.said))
    assert desk.said == ["Exported 2 contacts to out.csv."]
    written = file.read_text(encoding="utf-8-sig")
    assert "tom@acme.example" in written
    assert "mia@acme.example" not in written


def test_everything_shown_is_exported_when_one_is_selected(
    tab: ContactsTab, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    tab.go_to(GoTo("contact", TOM))
    file = tmp_path / "out.csv"
    desk.dialogs.answers.append(file)
    click(tab, "export_contacts")
    qtbot.waitUntil(lambda: bool(desk.said))
    assert desk.said == ["Exported 5 contacts to out.csv."]


def test_giving_up_a_file_does_nothing(tab: ContactsTab, desk: Desk) -> None:
    select(tab, TOM, ZOE)
    desk.dialogs.answers.extend([None, None])
    click(tab, "export_contacts")
    click(tab, "import_contacts")
    assert not desk.jobs.busy
