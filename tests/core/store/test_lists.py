"""Who is on which list, as rows and as columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.contact import Contact
from core.model.contact_list import ContactList, ListMember
from core.model.filter import list_column
from core.model.project import Project
from core.services.workspace import Workspace
from core.store import contacts, lists

PROJECT = Project(lists=(ContactList(1, "VIPs"), ContactList(2, "Partners"), ContactList(3, "Empty")))
MEMBERS = (ListMember(2, 3), ListMember(1, 4), ListMember(1, 3), ListMember(2, 1))


@pytest.fixture
def listed(tmp_path: Path) -> Iterator[Workspace]:
    """Contacts 1 to 4; on VIPs are 3 and 4, on Partners 1 and 3."""
    ws = Workspace.create(tmp_path / "lists.cadenza", PROJECT, (Contact(i) for i in range(1, 5)), MEMBERS)
    yield ws
    ws.close()


def test_members_are_found_by_list_and_by_contact(listed: Workspace) -> None:
    store = listed.store
    assert list(lists.contacts_of(store, 1)) == [3, 4]
    assert list(lists.contacts_of(store, 9)) == []
    assert lists.members(store, 1) == [ListMember(1, 3, 3), ListMember(1, 4, 2)]
    assert lists.memberships(store, [3, 2, 1]) == [ListMember(2, 3, 1), ListMember(1, 3, 3), ListMember(2, 1, 4)]
    assert list(lists.everyone(store)) == [
        ListMember(1, 3, 3), ListMember(1, 4, 2), ListMember(2, 1, 4), ListMember(2, 3, 1)
    ]  # fmt: skip
    assert lists.counts(store) == {1: 2, 2: 2}


def test_membership_is_a_column(listed: Workspace) -> None:
    assert lists.column(listed.store, 1, [1, 2, 3, 4]) == [None, None, True, True]
    assert lists.column(listed.store, 3, [1, 2, 3, 4]) == [None] * 4


def test_the_column_stays_right_when_ids_are_missing_in_between(listed: Workspace) -> None:
    # Contact 4 is a member, 3 is not asked for.
    assert lists.column(listed.store, 1, [1, 2, 4]) == [None, None, True]
    assert lists.column(listed.store, 2, [3]) == [True]
    assert lists.column(listed.store, 1, []) == []


def test_members_that_are_no_contacts_take_nobodys_place(listed: Workspace) -> None:
    assert lists.column(listed.store, 1, [1, 2, 3]) == [None, None, True]
    assert lists.column(listed.store, 2, [2, 3, 4]) == [None, True, None]


@pytest.mark.parametrize(
    ("column", "expected"),
    [(list_column(12), 12), ("list:", 0), ("list:x", 0), ("list:-1", 0), ("list:²", 0), ("city", 0), ("12", 0)],
)
def test_a_column_names_its_list(column: str, expected: int) -> None:
    assert lists.list_of(column) == expected


def test_contacts_that_exist_are_told_from_others(listed: Workspace) -> None:
    assert contacts.existing(listed.store, [4, 9, 1, 1]) == {1, 4}
    assert contacts.existing(listed.store, range(1, 2_000)) == {1, 2, 3, 4}
    assert contacts.existing(listed.store, []) == set()
