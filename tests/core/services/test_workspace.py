from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.delay import Delay
from core.model import tree
from core.model.account import Account
from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.services import lists
from core.services.workspace import Workspace
from tests.building import workflow


def test_a_workspace_opens_as_it_was_closed(filled: Workspace, office: Project, people: tuple[Contact, ...]) -> None:
    filled.close()
    again = Workspace.open(filled.path)
    assert again.project() == office
    assert again.contacts.many([1, 2, 3, 4]) == list(people)
    again.close()


def test_a_new_workspace_has_an_account_and_nothing_else(ws: Workspace) -> None:
    assert ws.project() == Project()
    assert ws.contacts.count() == 0


def test_things_without_an_id_get_one_after_the_highest(tmp_path: Path) -> None:
    project = Project(senders=(Sender(0, "A"), Sender(5, "B"), Sender(0, "C")))
    contacts = (Contact(values={"firstname": name}) for name in "xyz")
    ws = Workspace.create(tmp_path / "new.cadenza", project, contacts)
    assert [(s.id, s.name) for s in ws.project().senders] == [(5, "B"), (6, "A"), (7, "C")]
    assert [(c.id, c.name) for c in ws.contacts.many([1, 2, 3])] == [(1, "x"), (2, "y"), (3, "z")]
    assert ws.new_id(Noun.SENDER) == 8
    assert list(ws.new_ids(Noun.CONTACT, 2)) == [4, 5]
    ws.close()


def test_lists_and_their_members_may_be_there_from_the_start(tmp_path: Path) -> None:
    project = Project(lists=(ContactList(4, "VIPs"), ContactList(0, "Partners")))
    members = (member for member in (ListMember(4, 2), ListMember(4, 1, 7), ListMember(5, 2)))
    ws = Workspace.create(tmp_path / "new.cadenza", project, (Contact(1), Contact(2)), members)
    assert ws.project().lists == (ContactList(4, "VIPs"), ContactList(5, "Partners"))
    assert lists.counts(ws) == {4: 2, 5: 1}
    assert ws.new_id(Noun.LIST) == 6
    assert ws.new_id(Noun.MEMBER) == 9
    ws.close()


def test_a_sample_with_somebody_twice_on_a_list_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Workspace.create(tmp_path / "new.cadenza", contacts=(Contact(1),), members=(ListMember(1, 1), ListMember(1, 1)))
    assert caught.value.code == "EDIT_CONFLICT"
    assert list(tmp_path.iterdir()) == []


def test_contacts_with_and_without_ids_may_be_mixed(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "new.cadenza", contacts=(Contact(7), Contact(), Contact(3)))
    assert list(ws.contacts.columns([]).ids) == [3, 7, 8]
    ws.close()


def test_a_workspace_is_not_made_over_another(filled: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        Workspace.create(filled.path)
    assert caught.value.code == "FILE_EXISTS"
    assert filled.contacts.count() == 4


def test_a_sample_with_two_contacts_of_one_id_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Workspace.create(tmp_path / "new.cadenza", contacts=(Contact(1), Contact(1)))
    assert caught.value.code == "EDIT_CONFLICT"
    assert list(tmp_path.iterdir()) == []


def test_the_project_is_one_object_until_an_edit_changes_it(filled: Workspace) -> None:
    before = filled.project()
    assert filled.project() is before
    filled.apply(Edit("Add", (Put(None, Contact(9)),)))
    assert filled.project() is before
    filled.apply(Edit("Add", (Put(None, Sender(9, "Dee")),)))
    after = filled.project()
    assert after is not before
    assert after.workflows is before.workflows
    assert [s.name for s in after.senders] == ["Ana Ruiz", "Bo Lind", "Chen Wu", "Dee"]
    assert filled.project() is after


def test_a_changed_account_is_seen(ws: Workspace) -> None:
    before = ws.project().account
    ws.apply(Edit("Rename", (Put(before, replace(before, name="Acme")),)))
    assert ws.project().account == Account("Acme")


def test_an_edit_that_fails_leaves_the_project_as_it_was(filled: Workspace) -> None:
    before = filled.project()
    with pytest.raises(Problem):
        filled.apply(Edit("Add twice", (Put(None, Sender(9)), Put(None, Sender(9)))))
    assert filled.project() is before


def test_edits_are_on_disk_at_once(filled: Workspace) -> None:
    filled.apply(Edit("Add", (Put(None, ScriptedEvent(EventKind.BOUNCED, 1, 5, id=9)),)))
    other = Workspace.open(filled.path)
    assert [event.id for event in other.project().script] == [1, 2, 9]
    other.close()


def test_a_worker_thread_reads_and_writes_and_closes_its_connection(filled: Workspace) -> None:
    def work() -> tuple[int, bool]:
        with filled.in_thread() as workspace:
            workspace.apply(Edit("Add", (Put(None, Contact(9)),)))
            found = workspace.contacts.count()
        return found, filled.store.database.is_closed()

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == (5, True)
    assert filled.contacts.count() == 5


def test_opening_a_workspace_whose_documents_are_damaged_is_a_problem(filled: Workspace) -> None:
    filled.store.connection().execute("UPDATE workflow SET document = '{'")
    filled.close()
    with pytest.raises(Problem) as caught:
        Workspace.open(filled.path)
    assert caught.value.code == "DAMAGED_FILE"
    assert caught.value.place == "workflow 1"
    assert [file.name for file in filled.path.parent.iterdir()] == [filled.path.name]


def test_opening_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        Workspace.open(tmp_path / "gone.cadenza")
    assert caught.value.code == "FILE_MISSING"


def test_what_an_edit_does_not_change_stays_the_same_object(ws: Workspace) -> None:
    flows = tuple(replace(workflow(Delay(1), Delay(2)), id=number, name=f"Flow {number}") for number in (1, 2))
    ws.apply(Edit("Make", tuple(Put(None, flow) for flow in flows)))
    first, second = (ws.project().workflow(number) for number in (1, 2))
    assert first is not None
    changed = tree.change(first, first.cards[1].id, on=False)
    ws.apply(Edit("Turn off", (Put(first, changed),)))
    after = ws.project().workflow(1)
    assert after is not None
    assert after == changed
    assert after.cards[0] is first.cards[0]
    assert ws.project().workflow(2) is second
    ws.apply(Edit("Delete", (Put(second, None),)))
    assert ws.project().workflow(2) is None
    assert ws.project().workflow(1) is after
