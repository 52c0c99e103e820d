"""The contact list: reading it, searching it, and building the edits that change it.

How values are typed, shown and checked lives in ``core.services.values`` and can be imported from here.
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.model.changes import Changes, Edit, Noun, Put
from core.model.contact import Contact, ContactColumns, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.filter import Filter
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.project import Project
from core.rules.filters import compile_filter
from core.services.contact_index import ContactIndex, Question
from core.services.values import problems_of, read_value, show_value
from core.store import contact_search, lists
from core.store import contacts as rows
from core.store.database import Store

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = [
    "ContactQuery",
    "Contacts",
    "add",
    "change",
    "delete",
    "problems_of",
    "read_value",
    "show_value",
]


@dataclass(frozen=True, slots=True)
class ContactQuery:
    """Which contacts, in which order.

    Attributes:
        text: Words that name, address or company must hold, in any case; empty asks for all.
        sort: ``id``, ``name``, or a property's name; options stand in their own order, owners by name.
        ascending: Whether small values come first; contacts without the value always come last.
        filter: What must match besides; ``None`` for no filter.
    """

    text: str = ""
    sort: str = "id"
    ascending: bool = True
    filter: Filter | None = None


LONG = 20_000
"""With more contacts than this, questions about all of them are work for a job."""


def _go_on() -> None:
    """Never end the work."""


class Contacts:
    """The contact list of a workspace.

    Arguments:
        store: The open file.
        project: Gives the project as it is now.
    """

    def __init__(self, store: Store, project: Callable[[], Project]) -> None:
        self._store = store
        self._project = project
        self._count: int | None = None
        self._edits = 0
        self._index = ContactIndex(store, self._definition, partial(lists.contacts_of, store), self._active)

    def note(self, changes: Changes) -> None:
        """Hear of an edit, so that quick answers stay true."""
        if changes.touches(Noun.CONTACT):
            self._edits += 1
            self._count = None
        self._index.note(changes)

    def count(self) -> int:
        """Count all contacts; remembered until contacts come or go.

        Counting a million reads some 30 MB: a second when the disk has to give them, so a long list is counted first in
        a job. A job's thread may call this.
        """
        known, edits = self._count, self._edits
        if known is None:
            known = rows.count(self._store)
            # An edit in the meantime has made it old.
            if edits == self._edits:
                self._count = known
        return known

    def ids(self, query: ContactQuery, keep_on: Callable[[], None] = _go_on) -> Sequence[int]:
        """Give the ids of the contacts asked for, in order, as ``array('q')``; work for a job when the list is long.

        Arguments:
            query: Which contacts.
            keep_on: Called now and then; raises what shall end the work.
        """
        ranked = self._ranked(query.sort)
        wanted = query.filter or Filter()
        if self.is_long():
            asked = Question(query.text, query.sort, query.ascending, wanted, ranked, self._moment())
            return self._index.ids(asked, keep_on)
        found = contact_search.ids(self._store, query.text, query.sort, query.ascending, ranked)
        if not any(wanted.groups):
            return found
        matching = self.matching(wanted)
        return array("q", [contact_id for contact_id in found if contact_id in matching])

    def first(self, query: ContactQuery, limit: int) -> Sequence[int] | None:
        """Give the first ids asked for where that is quick however long the list is, else ``None``."""
        if query.text or (query.filter is not None and any(query.filter.groups)):
            return None
        return contact_search.first(self._store, query.sort, query.ascending, limit)

    def is_long(self) -> bool:
        """Say whether the list is so long that questions about all of it are work for a job."""
        # Asked before every question, so it counts nothing: as long as nobody has, high ids stand for many contacts.
        known = self._count
        return rows.highest_id(self._store) > LONG and (known is None or known > LONG)

    def count_matching(self, wanted: Filter, keep_on: Callable[[], None] = _go_on) -> int:
        """Count the contacts a filter matches; work for a job when the list is long."""
        if self.is_long():
            return self._index.count(wanted, self._moment(), keep_on)
        return len(self.matching(wanted))

    def members(self, list_id: int) -> Sequence[int]:
        """Give the ids of the contacts on a list, ascending; none when there is no such list."""
        wanted = self._active(list_id)
        if wanted is None:
            return lists.contacts_of(self._store, list_id)
        if self.is_long():
            return self.ids(ContactQuery(filter=wanted))
        return array("q", sorted(self.matching(wanted)))

    def matching(
        self, wanted: Filter, now: Instant | None = None, asking: frozenset[int] = frozenset()
    ) -> frozenset[int]:
        """Give the ids of all contacts a filter matches; slow work for a job.

        Arguments:
            wanted: The filter.
            now: The moment its days are counted from; when a rehearsal would start, unless given, so that a live count
                agrees with the run.
            asking: Active lists whose members are just being found out; of lists that ask for one another in a ring,
                the first one asked again has nobody on it.
        """
        table = self.columns(wanted.properties, asking)
        ids = table.ids
        moment = self._moment() if now is None else now
        select = compile_filter(wanted, dict(table.columns), lambda: moment)
        return frozenset(ids[index] for index in select(range(len(ids))))

    def many(self, ids: Sequence[int]) -> list[Contact]:
        """Give contacts in the order of their ids; deleted ones are left out."""
        return rows.many(self._store, ids)

    def get(self, contact_id: int) -> Contact | None:
        """Give one contact, ``None`` when there is none."""
        return next(iter(rows.many(self._store, (contact_id,))), None)

    def columns(self, names: Collection[str], asking: frozenset[int] = frozenset()) -> ContactColumns:
        """Give some properties of all contacts, by ascending id: what a run and a live count work on.

        Yes-or-no values come as True, False and None. A property nobody has, or that is not defined, is all None.
        Membership of a list (``core.model.filter.list_column``) is True or None; of an active list as it is now.

        Arguments:
            names: The properties.
            asking: As for ``matching``.
        """
        project = self._project()
        listed = {name: list_id for name in names if (list_id := lists.list_of(name))}
        wanted = [
            project.property(name) or PropertyDefinition(name, name)
            for name in dict.fromkeys(names)
            if name not in listed
        ]
        if not listed:
            return rows.columns(self._store, wanted)
        # Without a property to read, the wide rows need not be touched.
        table = rows.columns(self._store, wanted) if wanted else ContactColumns(contact_search.ids(self._store), {})
        members = {name: self._membership(list_id, table.ids, asking) for name, list_id in listed.items()}
        return ContactColumns(table.ids, MappingProxyType({**table.columns, **members}))

    def _membership(self, list_id: int, ids: Sequence[int], asking: frozenset[int]) -> list[Value]:
        wanted = self._active(list_id)
        if wanted is None:
            return lists.column(self._store, list_id, ids)
        there = frozenset() if list_id in asking else self.matching(wanted, asking=asking | {list_id})
        return [True if contact in there else None for contact in ids]

    def _active(self, list_id: int) -> Filter | None:
        found = self._project().contact_list(list_id)
        return found.filter if found is not None else None

    def existing(self, ids: Iterable[int]) -> set[int]:
        """Give those ids that belong to contacts on the list."""
        return rows.existing(self._store, ids)

    def find(self, text: str, limit: int = 20) -> list[Contact]:
        """Give the first contacts a text finds, those whose name begins with it first."""
        return rows.many(self._store, contact_search.find(self._store, text, limit))

    def find_by_email(self, emails: Collection[str]) -> dict[str, int]:
        """Give contact ids by lower-case address, for those addresses that are on the list."""
        return rows.ids_by_email(self._store, emails)

    def _moment(self) -> Instant:
        return self._project().account.settings.start

    def _definition(self, name: str) -> PropertyDefinition:
        return self._project().property(name) or PropertyDefinition(name, name)

    def _ranked(self, sort: str) -> Sequence[Any] | None:
        project = self._project()
        definition = project.property(sort)
        if definition is not None and definition.type is PropertyType.ENUM:
            return [value for value, _ in definition.options]
        if definition is not None and definition.type is PropertyType.OWNER:
            return [sender.id for sender in sorted(project.senders, key=lambda s: (s.name.casefold(), s.id))]
        return None


def _now() -> Instant:
    return int(time.time())


def add(ws: Workspace, values: Mapping[str, Value], now: Callable[[], Instant] = _now) -> Edit:
    """Build the edit that adds a contact, with its create date and, unless given, its record source.

    Arguments:
        ws: The workspace.
        values: Property name to value.
        now: Gives the present moment.
    """
    moment = now()
    made: dict[str, Value] = {
        "hs_object_source": "MANUAL",
        "createdate": moment,
        **values,
        "lastmodifieddate": moment,
    }
    contact = Contact(ws.new_id(Noun.CONTACT)).with_values(made)
    return Edit(f"Add {contact.name}", (Put(None, contact),))


def change(ws: Workspace, contact_id: int, values: Mapping[str, Value], now: Callable[[], Instant] = _now) -> Edit:
    """Build the edit that sets some values of a contact; ``None`` or an empty text takes a value away.

    Raises:
        Problem: ``CONTACT_MISSING`` when there is no such contact.
    """
    before = ws.contacts.get(contact_id)
    if before is None:
        raise Problem("CONTACT_MISSING", f"Contact {contact_id} is no longer on the list.")
    after = before.with_values({**values, "lastmodifieddate": now()})
    return Edit(f"Change {before.name}", (Put(before, after),))


def delete(ws: Workspace, ids: Iterable[int]) -> Edit:
    """Build the edit that deletes contacts with their scripted events, standing enrollments and list memberships."""
    gone = ws.contacts.many(list(dict.fromkeys(ids)))
    lost = {contact.id for contact in gone}
    project = ws.project()
    puts = [Put(event, None) for event in project.script if event.contact in lost]
    puts += [Put(enrollment, None) for enrollment in project.enrollments if enrollment.contact in lost]
    puts += [Put(member, None) for member in lists.memberships(ws.store, sorted(lost))]
    puts += [Put(contact, None) for contact in gone]
    title = f"Delete {gone[0].name}" if len(gone) == 1 else f"Delete {len(gone):,} contacts"
    return Edit(title, tuple(puts))
