"""The parts of the Contacts tab by keys and clicks: filter, typed conditions, views, cells, bulk edit, timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.contact import PropertyType
from core.model.filter import Condition, Filter, Operator
from core.services import contacts as contacts_service
from core.services import contacts_bulk, runs
from core.services.contacts import add, change
from core.services.views import ContactView
from gui.bus import GoTo
from gui.forms.filter_builder import FilterBuilder
from gui.tables.column_chooser import choose_columns
from gui.tables.data_table import DataTable
from gui.tabs import contact_bulk
from gui.tabs.contact_bulk import BulkDialog
from gui.tabs.contact_duplicates import DuplicatesDialog
from gui.tabs.contact_properties import PropertiesDialog
from gui.tabs.contacts import ContactsTab
from gui.tabs.panel_editors import ChoiceBox
from gui.theme import ThemeManager
from tests.gui.tabs.desk import ADA, JAN, MIA, TOM, ZOE, Desk, choose, click, find, retype

if TYPE_CHECKING:
    pass


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ContactsTab:
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    return made


def table(tab: ContactsTab) -> DataTable:
    return find(tab, DataTable, "contacts_table")


def names(tab: ContactsTab) -> list[str]:
    model = table(tab).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def select(tab: ContactsTab, *ids: int) -> None:
    view = table(tab)
    view.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for contact_id in ids:
        row = tab.rows.model.row_of(contact_id)
        view.selectionModel().select(view.model().index(row, 0), flags)


def cell(tab: ContactsTab, contact_id: int, key: str) -> None:
    """Make a cell the current one."""
    keys = [column.key for column in tab.rows.model.columns]
    view = table(tab)
    view.setCurrentIndex(view.model().index(tab.rows.model.row_of(contact_id), keys.index(key)))
    view.setFocus()


def words(tab: ContactsTab, name: str) -> str:
    return find(tab, QLabel, name).text()


def value_of(desk: Desk, contact_id: int, name: str) -> object:
    contact = desk.workspace.contacts.get(contact_id)
    return contact.get(name) if contact is not None else "gone"


NO_EMAIL = Filter(((Condition("email", Operator.IS_UNKNOWN),),))


# ---------------------------------------------------------------- filter and typed conditions


def test_the_filter_panel_narrows_the_table_and_counts(tab: ContactsTab, qtbot: QtBot) -> None:
    assert not tab.filter.isVisible()
    click(tab, "contacts_filter")
    assert tab.filter.isVisible()
    tab.filter.findChild(FilterBuilder).set_filter(NO_EMAIL)  # type: ignore[union-attr]
    tab.filter.builder.changed.emit(NO_EMAIL)
    assert names(tab) == ["Ada Novak"]
    assert find(tab, QPushButton, "contacts_filter").text() == "Filter (1)"
    qtbot.waitUntil(lambda: words(tab, "contacts_filter_count") == "Matches 1 of 5")
    click(tab, "contacts_filter_clear")
    assert len(names(tab)) == 5
    qtbot.waitUntil(lambda: words(tab, "contacts_filter_count") == "No filter: 5 of 5")


def test_a_condition_that_is_not_finished_changes_nothing_yet(tab: ContactsTab, qtbot: QtBot) -> None:
    tab.filter.show()
    click(tab, "filter_add_group")
    assert len(names(tab)) == 5
    qtbot.waitUntil(lambda: words(tab, "contacts_filter_count").startswith("Fill in the condition"))


def test_typed_conditions_filter_with_a_verdict(tab: ContactsTab, desk: Desk) -> None:
    retype(tab.tools.search, "no:email")
    tab.tools.search.flush()
    assert names(tab) == ["Ada Novak"]
    assert words(tab, "contacts_verdict") == "✓ Email is unknown"
    retype(tab.tools.search, "no:emial")
    tab.tools.search.flush()
    assert words(tab, "contacts_verdict") == "✕ There is no property “emial”. Did you mean email?"
    assert tab.tools.search.property("invalid") is True
    # The table stays as it was while the text is wrong.
    assert names(tab) == ["Ada Novak"]
    tab.tools.clear_search()
    assert words(tab, "contacts_verdict") == ""
    assert len(names(tab)) == 5


def test_names_and_values_are_completed(tab: ContactsTab, qtbot: QtBot) -> None:
    search = tab.tools.search
    search.setFocus()
    QTest.keyClicks(search, "owne")
    quick = tab.tools._quick
    assert quick.popup_shown()
    quick._offers._on_picked(quick._offers._words.index(0))
    assert search.text() == "owner:"
    quick._offers._on_picked(quick._offers._words.index(0))
    assert search.text() == 'owner:"Ana Ruiz" '
    quick.close_popup()
    search.flush()
    assert names(tab) == ["Mia Laine"]


# ---------------------------------------------------------------- saved views


def run(tab: ContactsTab, entry: str) -> None:
    menu = find(tab, QMenu, "contacts_list_menu")
    menu.aboutToShow.emit()
    (found,) = [action for action in menu.actions() if action.objectName() == entry]
    found.trigger()


def test_a_view_keeps_filter_text_order_and_columns(tab: ContactsTab, desk: Desk) -> None:
    tab.filter.set_filter(Filter(((Condition("email", Operator.IS_KNOWN),),)), tell=True)
    tab.tools.set_typed("e")
    tab.shown.sort_by("name", ascending=False)
    table(tab).set_column_shown("city", True)
    desk.dialogs.answers.append("Reachable")
    run(tab, "save_view_as")
    before = names(tab)
    chooser = find(tab, QPushButton, "contacts_list")
    assert chooser.text() == "Reachable"
    assert desk.undone() == ["Save view “Reachable”"]
    run(tab, "show_list_0")
    tab.shown.show_all()
    table(tab).reset_columns()
    assert len(names(tab)) == 5
    view = desk.workspace.project().views[0]
    run(tab, f"show_view_{view.id}")
    assert names(tab) == before
    assert "city" in table(tab).shown_columns()
    assert tab.tools.search.text() == "e"


def test_an_open_view_says_when_it_was_changed(tab: ContactsTab, desk: Desk) -> None:
    desk.dialogs.answers.append("All of them")
    run(tab, "save_view_as")
    chooser = find(tab, QPushButton, "contacts_list")
    assert chooser.text() == "All of them"
    tab.filter.set_filter(NO_EMAIL, tell=True)
    assert chooser.text() == "All of them •"
    run(tab, "save_view")
    assert chooser.text() == "All of them"
    tab.filter.set_filter(Filter(), tell=True)
    run(tab, "revert_view")
    assert names(tab) == ["Ada Novak"]
    desk.dialogs.answers.append("Unreachable")
    run(tab, "rename_view")
    assert chooser.text() == "Unreachable"
    run(tab, "delete_view")
    assert chooser.text() == "All contacts"
    desk.undo.undo()
    assert [v.name for v in desk.workspace.project().views] == ["Unreachable"]


def test_a_view_of_another_program_shows_everybody(tab: ContactsTab) -> None:
    tab.shown._on_view(ContactView())
    assert len(names(tab)) == 5


# ---------------------------------------------------------------- active lists


def test_a_filter_becomes_an_active_list_and_is_changed(tab: ContactsTab, desk: Desk, qtbot: QtBot) -> None:
    tab.filter.set_filter(NO_EMAIL, tell=True)
    tab.filter.show()
    desk.dialogs.answers.append("Unreachable")
    click(tab, "contacts_filter_keep")
    (made,) = desk.workspace.project().lists
    assert (made.name, made.filter) == ("Unreachable", NO_EMAIL)
    tab.shown.show_all()
    run(tab, f"show_list_{made.id}")
    assert names(tab) == ["Ada Novak"]
    desk.undo.do(change(desk.workspace, MIA, {"email": None}))
    assert names(tab) == ["Ada Novak", "Mia Laine"]
    run(tab, "change_list")
    assert tab.filter.filter() == NO_EMAIL
    known = Filter(((Condition("email", Operator.IS_KNOWN),),))
    tab.filter.set_filter(known, tell=True)
    desk.dialogs.answers.append(True)
    click(tab, "contacts_filter_keep")
    assert desk.workspace.project().lists[0].filter == known
    places = QMenu()
    tab.lists.fill(places)
    assert [action.text() for action in places.actions()] == ["Add to a new list…"]


# ---------------------------------------------------------------- editing in the cell


def test_f2_edits_a_cell_and_enter_stores_it(tab: ContactsTab, desk: Desk) -> None:
    cell(tab, MIA, "company")
    QTest.keyClick(table(tab), Qt.Key.Key_F2)
    editor = tab.deeds.cells.editor
    assert isinstance(editor, QLineEdit)
    retype(editor, "Northwind")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert value_of(desk, MIA, "company") == "Northwind"
    assert desk.undone() == ["Change Mia Laine"]
    assert not tab.deeds.cells.is_open


def test_esc_gives_up_and_a_wrong_value_stays_open(tab: ContactsTab, desk: Desk) -> None:
    cell(tab, MIA, "email")
    QTest.keyClick(table(tab), Qt.Key.Key_F2)
    editor = tab.deeds.cells.editor
    assert isinstance(editor, QLineEdit)
    retype(editor, "nonsense")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert tab.deeds.cells.is_open
    assert editor.property("invalid") is True
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert not tab.deeds.cells.is_open
    assert value_of(desk, MIA, "email") == "mia@acme.example"
    assert table(tab).hasFocus()


def test_tab_stores_and_goes_on_to_the_next_cell(tab: ContactsTab, desk: Desk) -> None:
    cell(tab, MIA, "email")
    QTest.keyClick(table(tab), Qt.Key.Key_F2)
    editor = tab.deeds.cells.editor
    assert isinstance(editor, QLineEdit)
    retype(editor, "mia.laine@acme.example")
    QTest.keyClick(editor, Qt.Key.Key_Tab)
    second = tab.deeds.cells.editor
    assert isinstance(second, QLineEdit)
    assert second is not editor
    retype(second, "Acme Oy")
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert (value_of(desk, MIA, "email"), value_of(desk, MIA, "company")) == ("mia.laine@acme.example", "Acme Oy")


def test_a_choice_is_edited_by_double_click(tab: ContactsTab, desk: Desk) -> None:
    view = table(tab)
    keys = [column.key for column in tab.rows.model.columns]
    index = view.model().index(tab.rows.model.row_of(TOM), keys.index("hubspot_owner_id"))
    place = view.visualRect(index).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    editor = tab.deeds.cells.editor
    assert isinstance(editor, ChoiceBox)
    senders = desk.workspace.project().senders
    editor.set_value(senders[0].id)
    editor.activated.emit(editor.currentIndex())
    assert value_of(desk, TOM, "hubspot_owner_id") == senders[0].id


def test_cells_that_cannot_be_edited_open_the_panel(tab: ContactsTab) -> None:
    view = table(tab)
    index = view.model().index(tab.rows.model.row_of(TOM), 0)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert not tab.deeds.cells.is_open
    tab.set_locked(True)
    cell(tab, TOM, "company")
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert not tab.deeds.cells.is_open


# ---------------------------------------------------------------- many at once


def test_many_are_set_with_one_step_of_undo(tab: ContactsTab, desk: Desk) -> None:
    select(tab, MIA, TOM)
    dialog = BulkDialog(desk.context, 2, 5, tab)
    assert dialog.result_value() is None
    dialog._property.choose("city")
    dialog._property.picked.emit()
    line = dialog.findChild(QLineEdit, "bulk_value")
    assert line is not None
    QTest.keyClicks(line, "Oslo")
    asked = dialog.result_value()
    assert asked is not None
    assert (asked.everybody, asked.name, asked.value) == (False, "city", "Oslo")
    tab.deeds.bulk.change(table(tab).selected_ids(), asked.name, asked.value)
    assert [value_of(desk, i, "city") for i in (MIA, TOM)] == ["Oslo", "Oslo"]
    assert desk.undone() == ["Set City of 2 contacts"]
    desk.undo.undo()
    assert value_of(desk, MIA, "city") is None
    choose(dialog, "bulk_action", "clear")
    asked = dialog.result_value()
    assert asked is not None
    assert asked.value is None
    dialog.deleteLater()


def test_a_long_bulk_edit_is_a_job_that_can_be_stopped(
    tab: ContactsTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_bulk, "SMALL_EDIT", 1)
    tab.deeds.bulk.change([MIA, TOM, ZOE], "city", "Oslo")
    assert tab._progress.text() == "Changing contacts: 0 of 3"
    qtbot.waitUntil(lambda: value_of(desk, ZOE, "city") == "Oslo")
    assert tab._progress.text() == ""
    tab.deeds.bulk.change([MIA, TOM, ZOE], "city", "Bergen")
    tab._progress.action_buttons()[0].click()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert value_of(desk, ZOE, "city") == "Oslo"
    assert desk.said[-1] == "Stopped; nothing was changed."


def test_a_value_of_the_wrong_kind_is_refused(tab: ContactsTab, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tab.deeds.bulk.change([MIA], "email", "nonsense")
    assert desk.dialogs.asked[-1].kind == "problem"
    monkeypatch.setattr(contacts_bulk, "MOST", 1)
    tab.deeds.bulk.change([MIA, TOM], "city", "Oslo")
    assert "at most 1 contacts" in desk.dialogs.asked[-1].text
    monkeypatch.undo()
    assert desk.undone() == []


# ---------------------------------------------------------------- menu, copy, columns


def test_the_menu_of_a_row_offers_what_can_be_done(tab: ContactsTab, desk: Desk) -> None:
    select(tab, MIA)
    menu = tab.deeds.menu()
    can = {action.objectName(): action.isEnabled() for action in menu.actions() if action.objectName()}
    assert can["menu_details"]
    assert can["menu_delete"]
    assert not can["menu_log"]
    tab.set_locked(True)
    locked = {a.objectName(): a.isEnabled() for a in tab.deeds.menu().actions() if a.objectName()}
    assert not locked["menu_delete"]
    assert locked["menu_copy"]


def test_ctrl_a_and_ctrl_c_copy_what_is_shown(tab: ContactsTab, desk: Desk) -> None:
    tab.tools.set_typed("acme")
    table(tab).setFocus()
    QTest.keyClick(table(tab), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table(tab), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:2] == ["Name", "Email"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["Mia Laine", "Tom Becker"]
    assert desk.said[-1] == "Copied 2 rows."


def test_columns_are_chosen_and_put_in_another_order(tab: ContactsTab, themes: ThemeManager) -> None:
    dialog = choose_columns(table(tab), themes)
    rows = find(dialog, QListWidget, "column_list")
    by_title = {rows.item(n).text(): rows.item(n) for n in range(rows.count())}
    by_title["City"].setCheckState(Qt.CheckState.Checked)
    by_title["Email"].setCheckState(Qt.CheckState.Unchecked)
    assert "city" in table(tab).shown_columns()
    assert "email" not in table(tab).shown_columns()
    moved = rows.takeItem(rows.row(by_title["City"]))
    rows.insertItem(0, moved)
    dialog._on_changed()
    assert table(tab).shown_columns()[0] == "city"
    click(dialog, "columns_reset")
    assert table(tab).shown_columns()[:2] == ["name", "email"]
    for number in range(rows.count()):
        rows.item(number).setCheckState(Qt.CheckState.Unchecked)
    assert len(table(tab).shown_columns()) == 1
    dialog.close()


# ---------------------------------------------------------------- timeline, duplicates, properties


def test_the_timeline_tells_every_rehearsal(tab: ContactsTab, desk: Desk, qtbot: QtBot) -> None:
    tab.go_to(GoTo("contact", MIA))
    tab.side.show_timeline()
    qtbot.waitUntil(lambda: any("No rehearsal yet" in x.text() for x in tab.side.timeline.findChildren(QLabel)))
    for seed in (1, 2):
        runs.rehearse(desk.workspace, RunSettings(days=10, seed=seed))
    tab.show_run(desk.workspace.runs.latest())
    qtbot.waitUntil(lambda: any(x.text() == "Rehearsal 2" for x in tab.side.timeline.findChildren(QLabel)))
    said = [x.text() for x in tab.side.timeline.findChildren(QLabel)]
    assert said.index("Rehearsal 2") < said.index("Rehearsal 1")
    click(tab, "timeline_in_log")
    assert desk.went[-1] == GoTo("log_contact", MIA)
    tab.side.show_details()
    assert tab.panel.isVisible()


def test_duplicates_are_merged_into_the_one_that_is_kept(tab: ContactsTab, desk: Desk) -> None:
    edit = add(desk.workspace, {"email": "MIA@acme.example", "city": "Oslo", "company": "Other"})
    desk.undo.do(edit)
    dialog = DuplicatesDialog(desk.context, tab)
    dialog.show()
    assert words_in(dialog, "duplicates_state") == "1 address with several contacts."
    click(dialog, "merge_group")
    assert value_of(desk, MIA, "city") == "Oslo"
    assert value_of(desk, MIA, "company") == "Acme"
    assert desk.workspace.contacts.count() == 5
    assert desk.undone()[-1] == "Merge 1 duplicate"
    assert words_in(dialog, "duplicates_state") == "All of them are merged."
    desk.undo.undo()
    assert desk.workspace.contacts.count() == 6
    dialog.close()


def words_in(dialog: DuplicatesDialog | PropertiesDialog, name: str) -> str:
    return find(dialog, QLabel, name).text()


def test_a_property_is_made_changed_and_deleted(tab: ContactsTab, desk: Desk, qtbot: QtBot) -> None:
    dialog = PropertiesDialog(desk.context, tab)
    dialog.show()
    click(dialog, "new_property")
    retype(find(dialog, QLineEdit, "property_label"), "Tier")
    choose(dialog, "property_type", PropertyType.ENUM)
    dialog._options.setPlainText("Free\nPaid")
    click(dialog, "save_property")
    (_, made) = desk.workspace.project().custom_properties
    assert (made.name, made.label, made.options) == ("tier", "Tier", (("Free", "Free"), ("Paid", "Paid")))
    assert "field_tier" in [box.objectName() for box in tab.panel.findChildren(ChoiceBox)]
    desk.undo.do(change(desk.workspace, MIA, {"tier": "Paid"}))
    desk.undo.do(change(desk.workspace, JAN, {"tier": "Free"}))
    qtbot.waitUntil(lambda: words_in(dialog, "property_usage").endswith("contacts have a value."))
    dialog._options.setPlainText("Paid\nGone")
    retype(find(dialog, QLineEdit, "property_label"), "Email")
    click(dialog, "save_property")
    assert dialog._label_row.error().startswith("There is a property “Email” already.")
    desk.dialogs.answers.append(True)
    click(dialog, "delete_property")
    assert len(desk.workspace.project().custom_properties) == 1
    desk.undo.undo()
    assert value_of(desk, MIA, "tier") == "Paid"
    dialog.close()
    qtbot.waitUntil(lambda: not desk.jobs.busy)


# ---------------------------------------------------------------- long lists


def test_a_long_list_shows_its_first_rows_at_once_and_keeps_the_selection(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contacts_service, "LONG", 2)
    monkeypatch.setattr("gui.tabs.contact_rows._FIRST", 3)
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    assert names(made) == ["Ada Novak", "Jan Kowal", "Mia Laine"]
    made.go_to(GoTo("contact", MIA))
    qtbot.waitUntil(lambda: len(names(made)) == 5)
    assert table(made).selected_ids() == [MIA]
    made.tools.set_typed("no:email")
    qtbot.waitUntil(lambda: names(made) == ["Ada Novak"])
    made.tools.set_typed("")
    qtbot.waitUntil(lambda: len(names(made)) == 5)
    qtbot.waitUntil(lambda: not desk.jobs.busy)


def test_the_models_keep_qts_rules(tab: ContactsTab, desk: Desk) -> None:
    tester = QAbstractItemModelTester(tab.rows.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    tab.tools.set_typed("acme")
    tab.shown.sort_by("company", ascending=False)
    tab.tools.clear_search()
    desk.undo.do(change(desk.workspace, ADA, {"city": "Brno"}))
    assert tester.model() is tab.rows.model
    place = QPoint(5, 5)
    assert table(tab).indexAt(place).isValid()
