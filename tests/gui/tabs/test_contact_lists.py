"""Contact lists in the Contacts tab: choosing one, making, renaming, deleting and filling them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.model.changes import Edit
from core.services import lists
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.tables.data_table import DataTable
from gui.tabs import contact_lists
from gui.tabs.contacts import ContactsTab
from tests.gui.tabs.desk import ADA, MIA, TOM, Desk, find, retype

if TYPE_CHECKING:
    pass


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> ContactsTab:
    made = ContactsTab(desk.context)
    desk.show(made, qtbot)
    return made


@pytest.fixture
def guests(desk: Desk) -> int:
    """A list with Mia and Ada on it."""
    desk.workspace.apply(lists.new_list(desk.workspace, "Guests"))
    made = desk.workspace.project().lists[0].id
    desk.undo.do(lists.add(desk.workspace, made, [MIA, ADA]))
    return made


def shown(tab: ContactsTab) -> list[str]:
    model = find(tab, DataTable, "contacts_table").model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def open_menu(tab: ContactsTab, name: str) -> list[str]:
    menu = find(tab, QMenu, name)
    menu.aboutToShow.emit()
    return [action.text().replace("\t", " ") for action in menu.actions() if not action.isSeparator()]


def run(tab: ContactsTab, menu: str, name: str) -> None:
    open_menu(tab, menu)
    action = find(tab, QMenu, menu).findChild(QAction, name)
    assert action is not None
    assert action.isEnabled()
    action.trigger()


def select(tab: ContactsTab, *contacts: int) -> None:
    found = find(tab, DataTable, "contacts_table")
    found.clearSelection()
    rows = [list(found.model().ids()).index(contact) for contact in contacts]  # type: ignore[attr-defined]
    model = found.selectionModel()
    for row in rows:
        model.select(found.model().index(row, 0), model.SelectionFlag.Select | model.SelectionFlag.Rows)


CHOOSE, MEMBERS = "contacts_list_menu", "contacts_members_menu"


def test_the_table_shows_only_who_is_on_the_chosen_list(tab: ContactsTab, guests: int) -> None:
    assert open_menu(tab, CHOOSE) == ["All contacts 5", "Guests 2", "Save as new view…", "New list…"]
    run(tab, CHOOSE, f"show_list_{guests}")
    assert shown(tab) == ["Ada Novak", "Mia Laine"]
    assert find(tab, QPushButton, "contacts_list").text() == "Guests"
    assert find(tab, QLabel, "contacts_status").text() == "2 of 5 contacts"
    retype(tab.tools.search, "mia")
    tab.tools.search.flush()
    assert shown(tab) == ["Mia Laine"]
    run(tab, CHOOSE, "show_list_0")
    tab.tools.clear_search()
    assert len(shown(tab)) == 5


def test_selected_contacts_are_put_on_a_list_and_taken_off(tab: ContactsTab, desk: Desk, guests: int) -> None:
    select(tab, TOM, MIA)
    assert open_menu(tab, MEMBERS) == ["Add to “Guests”", "Add to a new list…", "Remove from list"]
    run(tab, MEMBERS, f"add_to_list_{guests}")
    assert list(lists.members(desk.workspace, guests)) == [MIA, TOM, ADA]
    assert desk.undone()[-1] == "Add Tom Becker to “Guests”"
    run(tab, MEMBERS, f"add_to_list_{guests}")
    assert desk.said[-1] == "All of them are on the list already."
    tab.lists.choose(guests)
    select(tab, TOM, ADA)
    run(tab, MEMBERS, "remove_from_list")
    assert shown(tab) == ["Mia Laine"]
    desk.undo.undo()
    assert shown(tab) == ["Ada Novak", "Mia Laine", "Tom Becker"]


def test_a_new_list_is_made_renamed_and_deleted(tab: ContactsTab, desk: Desk) -> None:
    desk.dialogs.answers.append("Webinar")
    run(tab, CHOOSE, "new_list")
    assert shown(tab) == []
    assert "Nobody is on “Webinar”" in [found.text() for found in tab.findChildren(QLabel)]
    desk.dialogs.answers.append("Webinar & friends")
    run(tab, CHOOSE, "rename_list")
    assert find(tab, QPushButton, "contacts_list").text() == "Webinar && friends"
    desk.dialogs.answers.append(True)
    run(tab, CHOOSE, "delete_list")
    assert desk.workspace.project().lists == ()
    assert find(tab, QPushButton, "contacts_list").text() == "All contacts"
    assert len(shown(tab)) == 5
    desk.undo.undo()
    assert [x.name for x in desk.workspace.project().lists] == ["Webinar & friends"]


def test_a_name_that_is_taken_is_refused(tab: ContactsTab, desk: Desk, guests: int) -> None:
    desk.undo.do(lists.new_list(desk.workspace, "Other"))
    tab.lists.choose(guests)
    desk.dialogs.answers.append("other")
    run(tab, CHOOSE, "rename_list")
    assert desk.dialogs.asked[-1].text.startswith("There is a list “other” already.")
    assert tab.lists.name == "Guests"


def test_people_can_be_put_on_a_list_that_is_only_now_made(tab: ContactsTab, desk: Desk) -> None:
    select(tab, TOM, ADA)
    desk.dialogs.answers.append("Callers")
    run(tab, MEMBERS, "add_to_new_list")
    assert list(lists.members(desk.workspace, desk.workspace.project().lists[0].id)) == [TOM, ADA]
    assert desk.undone() == ["New list “Callers” with 2 contacts"]
    # They stay selected, so that they can be put on another list too.
    assert set(find(tab, DataTable, "contacts_table").selected_ids()) == {TOM, ADA}


def test_going_to_somebody_who_is_not_on_the_list_shows_everybody(tab: ContactsTab, guests: int) -> None:
    tab.lists.choose(guests)
    retype(tab.tools.search, "mia")
    tab.tools.search.flush()
    assert tab.go_to(GoTo("contact", TOM))
    assert find(tab, DataTable, "contacts_table").selected_ids() == [TOM]
    assert len(shown(tab)) == 5


def test_nothing_changes_while_a_rehearsal_plays(tab: ContactsTab, desk: Desk, guests: int) -> None:
    select(tab, TOM)
    tab.set_locked(True)
    assert not find(tab, QPushButton, "contacts_members").isEnabled()
    open_menu(tab, CHOOSE)
    new = find(tab, QMenu, CHOOSE).findChild(QAction, "new_list")
    assert new is not None
    assert not new.isEnabled()
    tab.lists.add(guests)
    assert list(lists.members(desk.workspace, guests)) == [MIA, ADA]


def test_many_contacts_are_gathered_in_a_job(
    tab: ContactsTab, desk: Desk, guests: int, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contact_lists, "SMALL_EDIT", 1)
    built: list[Edit] = []
    add = lists.add

    def watched(ws: Workspace, list_id: int, ids: list[int]) -> Edit:
        assert desk.jobs.busy
        built.append(add(ws, list_id, ids))
        return built[-1]

    monkeypatch.setattr(lists, "add", watched)
    select(tab, TOM, MIA)
    run(tab, MEMBERS, f"add_to_list_{guests}")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert list(lists.members(desk.workspace, guests)) == [MIA, TOM, ADA]
    assert len(built) == 1
