"""Editing several contacts at once, by clicks and keys: what stays chosen, and where the keyboard is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.tables.data_table import DataTable
from gui.tabs.contact_bulk import BulkDialog
from gui.tabs.contacts import ContactsTab
from tests.gui.tabs.desk import JAN, MIA, TOM, ZOE, Desk, find


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ContactsTab:
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    return made


def table(tab: ContactsTab) -> DataTable:
    return find(tab, DataTable, "contacts_table")


def click_rows(tab: ContactsTab, *ids: int) -> None:
    view = table(tab)
    for number, contact_id in enumerate(ids):
        index = view.model().index(tab.rows.model.row_of(contact_id), 0)
        key = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, key, view.visualRect(index).center() - QPoint(20, 0)
        )


def set_city(tab: ContactsTab, city: str) -> None:
    QTest.mouseClick(tab.foot.bulk, Qt.MouseButton.LeftButton)
    dialog = find(tab.window(), BulkDialog, "bulk_dialog")
    dialog._property.choose("city")
    dialog._property.picked.emit()
    QTest.keyClicks(find(dialog, QLineEdit, "bulk_value"), city)
    QTest.mouseClick(find(dialog, QPushButton, "dialog_ok"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("sort", ["name", "city"])
def test_who_was_chosen_stays_chosen_in_any_order(tab: ContactsTab, desk: Desk, sort: str) -> None:
    tab.shown.sort_by(sort, True)
    click_rows(tab, TOM, MIA, ZOE)
    assert sorted(table(tab).selected_ids()) == [MIA, TOM, ZOE]
    set_city(tab, "Oslo")
    assert [c.get("city") for c in desk.workspace.contacts.many([MIA, TOM, ZOE])] == ["Oslo"] * 3
    assert sorted(table(tab).selected_ids()) == [MIA, TOM, ZOE]
    desk.undo.undo()
    assert sorted(table(tab).selected_ids()) == [MIA, TOM, ZOE]


def test_those_that_are_still_shown_stay_chosen(tab: ContactsTab) -> None:
    click_rows(tab, TOM, MIA, JAN)
    tab.tools.set_typed("tom")
    assert table(tab).selected_ids() == [TOM]


def test_the_dialog_begins_at_its_first_field(tab: ContactsTab) -> None:
    click_rows(tab, TOM, MIA)
    QTest.mouseClick(tab.foot.bulk, Qt.MouseButton.LeftButton)
    dialog = find(tab.window(), BulkDialog, "bulk_dialog")
    focus = dialog.focusWidget()
    assert focus is not None
    assert focus.objectName() == "bulk_whom"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
