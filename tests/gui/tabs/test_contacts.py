"""The Contacts tab: table, search, panel, sections, import and export, by the keys and clicks of a person."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from core.model.changes import Noun
from core.model.contact import PropertyDefinition, PropertyType
from core.services import contacts as contacts_service
from core.services.contacts import delete
from core.services.edits import added
from core.store import contacts as stored_contacts
from core.store.database import Store
from gui.bus import GoTo
from gui.tables.data_table import DataTable
from gui.tabs import contact_deeds
from gui.tabs.contact_columns import toned_status
from gui.tabs.contacts import ContactsTab
from gui.theme import ThemeManager, Tone
from gui.widgets.banner import Banner
from gui.widgets.filter_line import FilterLine
from tests.gui.tabs.desk import (
    ADA,
    ANA,
    JAN,
    MIA,
    TOM,
    ZOE,
    Desk,
    click,
    contacts,
    find,
    retype,
)

if TYPE_CHECKING:
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


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


# ---------------------------------------------------------------- the table


def test_the_table_names_everybody_with_owner_and_mail_status(tab: ContactsTab) -> None:
    assert cells(tab, 0) == ["Ada Novak", "Jan Kowal", "Mia Laine", "Tom Becker", "Zoe Quist"]
    assert cells(tab, 4) == ["", "Unknown user 99", "Ana Ruiz", "", ""]
    assert cells(tab, 5) == ["No email", "OK", "OK", "Unsubscribed", "Bounced"]
    assert find(tab, QLabel, "contacts_status").text() == "5 contacts"


@pytest.mark.parametrize(
    ("contact_id", "said"),
    [
        (MIA, (Tone.DONE, "OK")),
        (TOM, (Tone.SKIPPED, "Unsubscribed")),
        (ADA, (Tone.SKIPPED, "No email")),
        (ZOE, (Tone.BROKEN, "Bounced")),
    ],
)
def test_mail_status_follows_the_order_of_the_checks(contact_id: int, said: tuple[Tone, str]) -> None:
    contact = contacts()[contact_id - 1]
    assert toned_status(contact) == said


def test_typing_searches_and_clearing_brings_all_back(tab: ContactsTab, qtbot: QtBot) -> None:
    search = find(tab, FilterLine, "contacts_search")
    QTest.keyClicks(search, "acme")
    qtbot.waitUntil(lambda: len(cells(tab, 0)) == 2)
    assert cells(tab, 0) == ["Mia Laine", "Tom Becker"]
    assert find(tab, QLabel, "contacts_status").text() == "2 of 5 contacts"
    retype(search, "nobody at all")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert cells(tab, 0) == []
    assert not table(tab).isVisible()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert len(cells(tab, 0)) == 5
    assert table(tab).isVisible()


def test_a_click_on_a_heading_sorts_and_is_remembered(tab: ContactsTab, desk: Desk) -> None:
    heads = table(tab).horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(0) + 10, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert cells(tab, 0)[0] == "Zoe Quist"
    again = ContactsTab(desk.later())
    assert cells(again, 0)[0] == "Zoe Quist"
    again.deleteLater()


def test_a_long_list_is_searched_in_a_job(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts_service, "LONG", 2)
    threads: list[bool] = []
    count = stored_contacts.count

    def counted(store: Store) -> int:
        threads.append(threading.current_thread() is threading.main_thread())
        return count(store)

    monkeypatch.setattr(stored_contacts, "count", counted)
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    assert desk.jobs.busy
    qtbot.waitUntil(lambda: len(cells(made, 0)) == 5 and not desk.jobs.busy)
    # Counting a million takes a moment too: once, and not while the window waits.
    assert threads == [False]
    assert find(made, QLabel, "contacts_status").text() == "5 contacts"


def test_the_chosen_contact_is_remembered(tab: ContactsTab, desk: Desk) -> None:
    assert tab.go_to(GoTo("contact", TOM))
    again = ContactsTab(desk.later())
    assert again.panel.contact_id == TOM
    again.deleteLater()


def test_go_to_clears_a_search_that_hides_the_contact(tab: ContactsTab) -> None:
    search = find(tab, FilterLine, "contacts_search")
    QTest.keyClicks(search, "cobalt")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert tab.go_to(GoTo("contact", ZOE))
    assert search.text() == ""
    assert tab.panel.contact_id == ZOE
    assert not tab.go_to(GoTo("contact", 4711))
    assert not tab.go_to(GoTo("sender", ANA))


# ---------------------------------------------------------------- deleting


def test_del_deletes_all_selected_and_undo_brings_them_back(tab: ContactsTab, desk: Desk) -> None:
    select(tab, MIA, TOM, ZOE)
    assert find(tab, QLabel, "contacts_status").text() == "5 contacts · 3 selected"
    table(tab).setFocus()
    QTest.keyClick(table(tab), Qt.Key.Key_Delete)
    assert cells(tab, 0) == ["Ada Novak", "Jan Kowal"]
    assert desk.workspace.project().script == ()
    assert desk.workspace.project().enrollments == ()
    desk.undo.undo()
    assert len(cells(tab, 0)) == 5
    assert len(desk.workspace.project().script) == 2


def test_after_a_deletion_the_next_row_is_shown(tab: ContactsTab) -> None:
    tab.go_to(GoTo("contact", JAN))
    click(tab, "delete_contacts")
    assert tab.panel.contact_id == MIA


# ---------------------------------------------------------------- locked and empty


def test_a_lock_stops_editing_but_not_reading(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    tab.set_locked(True)
    assert find(tab, Banner, "lock_banner").text() == "Editing is locked while a rehearsal runs."
    assert not find(tab, QPushButton, "new_contact").isEnabled()
    assert not line(tab, "email").isEnabled()
    table(tab).setFocus()
    QTest.keyClick(table(tab), Qt.Key.Key_Delete)
    QTest.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert len(cells(tab, 0)) == 5
    assert not tab.panel.is_new
    assert tab.go_to(GoTo("contact", TOM))
    assert line(tab, "email").text() == "tom@acme.example"
    tab.set_locked(False)
    assert line(tab, "email").isEnabled()
    assert not find(tab, Banner, "lock_banner").isVisible()


def test_an_empty_list_says_what_to_do_first(
    tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings, qtbot: QtBot
) -> None:
    desk = Desk(tmp_path, themes, fake_dialogs, settings, empty=True)
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    buttons = {found.text(): found for found in made.findChildren(QPushButton) if found.isVisible()}
    assert "Import CSV…" in buttons
    assert not table(made).isVisible()
    second = [
        found for found in made.findChildren(QPushButton, "") if found.text() == "New contact" and found.isVisible()
    ]
    QTest.mouseClick(second[-1], Qt.MouseButton.LeftButton)
    assert made.panel.is_new
    desk.close()


def test_the_commands_of_the_tab_bring_it_to_the_front(tab: ContactsTab, desk: Desk) -> None:
    tabs = QTabWidget()
    tabs.addTab(QWidget(), "Other")
    tabs.addTab(tab, "Contacts")
    tabs.show()
    assert desk.commands.run("contacts.new")
    assert tabs.currentWidget() is tab
    assert tab.panel.is_new
    tab.set_locked(True)
    assert not desk.commands.run("contacts.import")
    tab.setParent(None)
    tabs.close()


def test_many_are_deleted_after_a_question_in_a_job(
    tab: ContactsTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_deeds, "ASK_FROM", 2)
    table(tab).setFocus()
    table(tab).selectAll()
    desk.dialogs.answers.append(False)
    QTest.keyClick(table(tab), Qt.Key.Key_Delete)
    assert desk.dialogs.asked[-1].title == "Delete 5 contacts?"
    assert len(cells(tab, 0)) == 5
    desk.dialogs.answers.append(True)
    QTest.keyClick(table(tab), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: cells(tab, 0) == [])
    assert not table(tab).isVisible()
    desk.undo.undo()
    assert len(cells(tab, 0)) == 5


def test_a_new_property_gets_a_field_and_a_column(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    definition = PropertyDefinition("seats", "Seats", PropertyType.NUMBER, custom=True)
    made = replace(definition, id=desk.workspace.new_id(Noun.PROPERTY))
    desk.undo.do(added(made, "Add property"))
    assert tab.panel.contact_id == MIA
    retype(line(tab, "seats"), "12")
    click(tab, "contact_save")
    saved = desk.workspace.contacts.get(MIA)
    assert saved is not None
    assert saved.get("seats") == 12
    table(tab).set_column_shown("seats", True)
    assert "seats" in table(tab).shown_columns()
    retype(line(tab, "seats"), "a dozen")
    assert "is not a number" in line(tab, "seats").accessibleDescription()
    click(tab, "contact_revert")


def test_what_is_typed_is_stored_before_a_rehearsal_if_it_can_be(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "jobtitle"), "Buyer")
    tab.commit_pending()
    assert desk.undone() == ["Change Mia Laine"]
    retype(line(tab, "email"), "nonsense")
    tab.commit_pending()
    assert len(desk.undone()) == 1


def test_the_chosen_contact_deleted_elsewhere_makes_room_for_the_next(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", JAN))
    retype(line(tab, "jobtitle"), "lost with the contact")
    desk.undo.do(delete(desk.workspace, [JAN]))
    assert tab.panel.contact_id == MIA
    assert line(tab, "jobtitle").text() == ""
