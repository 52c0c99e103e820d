"""The panel that edits one contact: drafts, problems, new contacts, by the keys and clicks of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.services.contacts import change
from gui.bus import GoTo
from gui.tables.data_table import DataTable
from gui.tabs.contacts import ContactsTab
from gui.tabs.panel_editors import ChoiceBox, ZoneBox
from gui.widgets.filter_line import FilterLine
from gui.widgets.switch import ToggleSwitch
from tests.gui.tabs.desk import (
    ADA,
    ANA,
    JAN,
    MIA,
    START,
    TOM,
    ZOE,
    Desk,
    click,
    find,
    retype,
)

if TYPE_CHECKING:
    pass


#: Menus and completions want the keyboard for themselves, which the offscreen screen does not give.
popup = pytest.mark.qt_log_ignore("grabbing the keyboard")


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


# ---------------------------------------------------------------- the panel


def test_ctrl_enter_saves_what_was_typed_as_one_step_of_undo(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "jobtitle"), "Buyer")
    retype(line(tab, "city"), "Gdynia")
    assert find(tab, QPushButton, "contact_save").isEnabled()
    QTest.keyClick(line(tab, "city"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    saved = desk.workspace.contacts.get(MIA)
    assert saved is not None
    assert (saved.get("jobtitle"), saved.get("city")) == ("Buyer", "Gdynia")
    assert desk.undone() == ["Change Mia Laine"]
    assert not find(tab, QPushButton, "contact_save").isEnabled()
    desk.undo.undo()
    assert line(tab, "city").text() == ""


def test_a_bad_address_is_told_under_the_field_and_stops_the_save(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "email"), "mia at acme")
    assert line(tab, "email").accessibleDescription() == "“mia at acme” is not an email address."
    assert not find(tab, QPushButton, "contact_save").isEnabled()
    click(tab, "contact_revert")
    assert line(tab, "email").text() == "mia@acme.example"
    assert desk.undone() == []


def test_an_unknown_owner_stays_through_another_change(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", JAN))
    owner = find(tab, ChoiceBox, "field_hubspot_owner_id")
    assert owner.currentText() == "Unknown user 99 (not in the list)"
    assert owner.is_stray
    retype(line(tab, "jobtitle"), "CTO")
    click(tab, "contact_save")
    saved = desk.workspace.contacts.get(JAN)
    assert saved is not None
    assert (saved.get("jobtitle"), saved.get("hubspot_owner_id")) == ("CTO", 99)


@popup
def test_owner_stage_switch_zone_date_and_custom_property_are_saved(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", TOM))
    owner = find(tab, ChoiceBox, "field_hubspot_owner_id")
    owner.setFocus()
    owner.setCurrentIndex(owner.findText("Ana Ruiz"))
    owner.activated.emit(owner.currentIndex())
    switch = find(tab, ToggleSwitch, "field_hs_email_optout")
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=QPoint(10, switch.height() // 2))
    zone = find(tab, ZoneBox, "field_hs_timezone").lineEdit()
    assert zone is not None
    retype(zone, "Asia/Tokyo")
    retype(line(tab, "notes_last_contacted"), "2026-01-04 08:30")
    retype(line(tab, "plan"), "gold")
    click(tab, "contact_save")
    saved = desk.workspace.contacts.get(TOM)
    assert saved is not None
    assert saved.get("hubspot_owner_id") == ANA
    assert saved.get("hs_email_optout") is False
    assert saved.get("hs_timezone") == "Asia/Tokyo"
    # 08:30 in Warsaw is 07:30 UTC, 25 h 30 min before the start at 09:00 UTC the next day.
    assert saved.get("notes_last_contacted") == START - 25 * 3600 - 1800
    assert saved.get("plan") == "gold"


def test_leaving_a_valid_draft_saves_it_and_a_bad_one_asks(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "jobtitle"), "Buyer")
    tab.go_to(GoTo("contact", TOM))
    assert desk.undone() == ["Change Mia Laine"]
    assert tab.panel.contact_id == TOM
    retype(line(tab, "email"), "nonsense")
    desk.dialogs.answers.append(False)
    tab.go_to(GoTo("contact", ADA))
    assert tab.panel.contact_id == TOM
    assert line(tab, "email").text() == "nonsense"
    assert table(tab).selected_ids() == [TOM]
    desk.dialogs.answers.append(True)
    tab.go_to(GoTo("contact", ADA))
    assert tab.panel.contact_id == ADA
    assert len(desk.undone()) == 1


def test_a_search_that_hides_the_edited_contact_keeps_its_draft(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "email"), "half an addr")
    search = find(tab, FilterLine, "contacts_search")
    QTest.keyClicks(search, "cobalt")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert tab.panel.contact_id == MIA
    assert line(tab, "email").text() == "half an addr"
    assert desk.undone() == []


def test_a_new_contact_is_added_once_something_is_typed(tab: ContactsTab, desk: Desk) -> None:
    QTest.keyClick(tab, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    save = find(tab, QPushButton, "contact_save")
    assert not save.isEnabled()
    retype(line(tab, "firstname"), "Lena")
    retype(line(tab, "email"), "lena@fjord.example")
    QTest.mouseClick(save, Qt.MouseButton.LeftButton)
    assert "Lena" in cells(tab, 0)
    made = desk.workspace.contacts.get(tab.panel.contact_id)
    assert made is not None
    assert (made.email, made.get("hs_object_source")) == ("lena@fjord.example", "MANUAL")
    assert table(tab).selected_ids() == [made.id]
    assert not tab.panel.is_dirty


def test_cancelling_a_new_contact_goes_back_to_the_list(tab: ContactsTab) -> None:
    click(tab, "new_contact")
    click(tab, "contact_revert")
    assert not tab.panel.is_new
    assert tab.panel.contact_id in {MIA, TOM, ADA, JAN, ZOE}


def test_an_edit_from_elsewhere_keeps_what_is_being_typed(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    retype(line(tab, "jobtitle"), "Buy")
    desk.undo.do(change(desk.workspace, MIA, {"city": "Oslo"}))
    assert line(tab, "jobtitle").text() == "Buy"
    assert line(tab, "city").text() == "Oslo"


def test_a_contact_asks_why_it_is_not_in_a_workflow_and_a_new_one_cannot(tab: ContactsTab, desk: Desk) -> None:
    tab.go_to(GoTo("contact", MIA))
    click(tab, "why_not_in_workflow")
    assert desk.went == [GoTo("why_not", MIA)]
    tab.panel.start_new()
    assert find(tab, QWidget, "why_not_section").isHidden()
