"""Who is on which contact list. The lists themselves, and one membership at a time, are written by ``things``."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from core.model.contact_list import ListMember
from core.model.fields import Value
from core.model.filter import list_column
from core.store.contacts import batches, marks
from core.store.database import Store

_CHUNK = 500
_PREFIX = list_column(0).removesuffix("0")
_READ = "SELECT list, contact, id FROM list_member"


def list_of(column: str) -> int:
    """Give the list a column of membership asks for (``core.model.filter.list_column``); 0 for any other column."""
    number = column.removeprefix(_PREFIX)
    return int(number) if number != column and number.isascii() and number.isdecimal() else 0


def column(store: Store, list_id: int, ids: Sequence[int]) -> list[Value]:
    """Say of every contact whether it is on a list.

    Arguments:
        store: The open file.
        list_id: The list.
        ids: Ids of all contacts, ascending.

    Returns:
        True for members and ``None`` for all others, in the order of the ids.
    """
    members = contacts_of(store, list_id)
    if len(ids) and ids[-1] - ids[0] == len(ids) - 1:
        # No id is missing in between, so that a contact's place follows from its id: only members cost time.
        first, places = ids[0], range(len(ids))
        found: list[Value] = [None] * len(ids)
        for place in [contact - first for contact in members]:
            if place in places:
                found[place] = True
        return found
    there = set(members)
    return [True if contact in there else None for contact in ids]


def contacts_of(store: Store, list_id: int) -> array[int]:
    """Give the ids of the contacts on a list, ascending."""
    sql = "SELECT contact FROM list_member WHERE list = ? ORDER BY contact"
    with store.read() as connection:
        return array("q", [row[0] for row in connection.execute(sql, (list_id,))])


def counts(store: Store) -> dict[int, int]:
    """Count the contacts on each list; a list without any is left out."""
    with store.read() as connection:
        return dict(connection.execute("SELECT list, count(*) FROM list_member GROUP BY list"))


def members(store: Store, list_id: int) -> list[ListMember]:
    """Give all memberships of a list, by contact."""
    with store.read() as connection:
        return [ListMember(*row) for row in connection.execute(f"{_READ} WHERE list = ? ORDER BY contact", (list_id,))]


def memberships(store: Store, contacts: Iterable[int]) -> list[ListMember]:
    """Give all memberships of some contacts, by id."""
    found: list[ListMember] = []
    with store.read() as connection:
        for some in batches(contacts, _CHUNK):
            rows = connection.execute(f"{_READ} WHERE contact IN ({marks(some)})", some)
            found += [ListMember(*row) for row in rows]
    return sorted(found, key=lambda member: member.id)


def everyone(store: Store) -> Iterator[ListMember]:
    """Give all memberships, list by list and by contact."""
    with store.read() as connection:
        rows = connection.execute(f"{_READ} ORDER BY list, contact")
        while page := rows.fetchmany(5000):
            for row in page:
                yield ListMember(*row)
