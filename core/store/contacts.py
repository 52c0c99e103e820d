"""Rows of contacts: a wide table with a column per standard property, and a narrow one to search.

Written with ``executemany`` and read with bare cursors: a workspace may hold a million of them.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter, methodcaller
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from core.model.contact import (
    STANDARD_NAMES,
    STANDARD_PROPERTIES,
    Contact,
    ContactColumns,
    PropertyDefinition,
    PropertyType,
)
from core.model.fields import Value
from core.store.database import Store
from core.store.things import damaged, insert_sql, update_sql

Row: TypeAlias = tuple[Any, ...]
Tick: TypeAlias = Callable[[int], None]
"""Told how many contacts are written; may raise to stop."""

_EXTRA = "extra"
_READ = ", ".join(f'"{name}"' for name in ("id", *STANDARD_NAMES, _EXTRA))
_STANDARD = frozenset(STANDARD_NAMES)
_FLAGS = tuple(i for i, p in enumerate(STANDARD_PROPERTIES, 1) if p.type is PropertyType.BOOL)
SEARCHED = ("firstname", "lastname", "company", "email")
"""The properties that contacts are searched by; the keys to sort by are made of them too."""
_VALUES = attrgetter("values")
_CELLS = methodcaller("values")
_KEY_SET = frozenset(SEARCHED)
_REPEATING = (PropertyType.ENUM, PropertyType.OWNER, PropertyType.TIME_ZONE)
_FLAG_OF = {0: False, 1: True}
_MANY = 20_000
"""From this many new rows on, indexes may be built anew."""
_CHUNK = 500
"""Ids in one statement; far below SQLite's limit, large enough to hide the cost of a statement."""


class Person(NamedTuple):
    """What a log line tells of a contact.

    Attributes:
        name: The name as ``Contact.name`` gives it.
        email: The address; may be empty.
        deleted: Whether the contact is gone by now.
    """

    name: str
    email: str
    deleted: bool = False


# ---------------------------------------------------------------- writing


def insert(connection: sqlite3.Connection, contacts: Iterable[Contact], tick: Tick | None = None) -> int:
    """Put new contacts in; their ids are given already. Gives how many there were.

    A contact that comes back, as undo does it, gets its tombstone taken away.
    """
    written = 0
    buried = connection.execute("SELECT 1 FROM contact_tombstone LIMIT 1").fetchone() is not None
    with _indexes_aside(connection, contacts):
        for some in batches(contacts, 10_000):
            written += _insert_some(connection, some)
            if tick is not None:
                tick(written)
            if buried:
                connection.executemany("DELETE FROM contact_tombstone WHERE id = ?", ((c.id,) for c in some))
    return written


def _insert_some(connection: sqlite3.Connection, some: list[Contact]) -> int:
    # Columns that nobody here uses are left out: binding nothing costs as much as binding a text.
    names = tuple(some[0].values)
    rows: Iterable[Row] | None = None
    if _KEY_SET <= set(names) <= _STANDARD and list(map(tuple, map(_VALUES, some))).count(names) == len(some):
        rows, texts = _whole_rows(names, some)
    if rows is None:
        names = _in_order(set().union(*(contact.values for contact in some)))
        rows = map(_row_maker(names, keys=True), some)
        texts = map(_search_row, some)
    written = connection.executemany(insert_sql("contact", (*_columns(names, keys=True), "id")), rows).rowcount
    connection.executemany("INSERT INTO contact_search (text, id) VALUES (?, ?)", texts)
    return written


def _whole_rows(names: tuple[str, ...], some: list[Contact]) -> tuple[Iterable[Row] | None, Iterable[tuple[str, int]]]:
    """Give the rows, and what is searched, of contacts that all have the same values: a column at a time, and so fast.

    A list that was read or made up is such. Rows are ``None`` when a value that others are made of is not there.
    """
    columns = list(zip(*map(_CELLS, map(_VALUES, some)), strict=True))
    first, last, company, email = (columns[names.index(key)] for key in SEARCHED)
    ids = [contact.id for contact in some]
    for column in (first, last, company, email):
        if not all(column) or set(map(type, column)) != {str}:
            return None, ()
    if any("" in column for column in columns):
        return None, ()
    email_keys = [str(text).strip().lower() for text in email]
    name_keys = map(str.casefold, map(" ".join, zip(first, last, strict=True)))
    texts = map(str.casefold, map(" ".join, zip(first, last, company, email, strict=True)))
    return zip(*columns, email_keys, name_keys, ids, strict=True), zip(texts, ids, strict=True)


@contextmanager
def _indexes_aside(connection: sqlite3.Connection, contacts: Iterable[Contact]) -> Iterator[None]:
    """Build the indexes anew after many rows, more than there are: sorting once is faster than a place for each."""
    many = len(contacts) if isinstance(contacts, Sequence) else 0
    aside: list[tuple[str, str]] = []
    if many >= _MANY:
        (there,) = connection.execute("SELECT count(*) FROM contact_search").fetchone()
        if many >= there:
            sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'contact' AND sql NOT NULL"
            aside = connection.execute(sql).fetchall()
    for name, _ in aside:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    for _, sql in aside:
        connection.execute(sql)


def update(connection: sqlite3.Connection, before: Sequence[Contact], after: Sequence[Contact]) -> int:
    """Write what changed in contacts over their old rows; gives how many were there."""
    changed = {"lastmodifieddate"}
    for old, new in zip(before, after, strict=True):
        changed.update(old.values.keys() ^ new.values.keys())
        changed.update([name for name, value in new.values.items() if not _is_same(old.values.get(name), value)])
    names = _in_order(changed)
    keys = not changed.isdisjoint(SEARCHED)
    sql = update_sql("contact", _columns(names, keys=keys))
    found = connection.executemany(sql, map(_row_maker(names, keys=keys), after)).rowcount
    if keys:
        connection.executemany("UPDATE contact_search SET text = ? WHERE id = ?", map(_search_row, after))
    return found


def _is_same(old: Value, new: Value) -> bool:
    """Say whether two values are one, of one type too: Python calls 1, 1.0 and ``True`` equal, the checks do not."""
    return old is new or (type(old) is type(new) and old == new)


def delete(connection: sqlite3.Connection, contacts: Sequence[Contact]) -> int:
    """Delete contacts and keep a tombstone of each; gives how many were there."""
    ids = [(c.id,) for c in contacts]
    found = connection.executemany("DELETE FROM contact WHERE id = ?", ids).rowcount
    connection.executemany("DELETE FROM contact_search WHERE id = ?", ids)
    connection.executemany(
        "INSERT OR REPLACE INTO contact_tombstone (id, name, email, text) VALUES (?, ?, ?, ?)",
        ((c.id, c.name, c.email, _search_row(c)[0]) for c in contacts),
    )
    return found


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Give the columns of some properties: standard ones in their order, then ``extra`` for all custom ones."""
    wanted = set(names)
    standard = tuple(name for name in STANDARD_NAMES if name in wanted)
    return standard if wanted <= _STANDARD else (*standard, _EXTRA)


def _columns(names: tuple[str, ...], *, keys: bool) -> tuple[str, ...]:
    return (*names, "email_key", "name_key") if keys else names


def _row_maker(names: tuple[str, ...], *, keys: bool) -> Callable[[Contact], Row]:
    """Give what turns a contact into a row: the named columns, the keys when asked for, and the id last."""
    has_extra = names[-1:] == (_EXTRA,)
    standard = names[:-1] if has_extra else names

    def row_of(contact: Contact) -> Row:
        get = contact.values.get
        # An empty text is no value.
        row = [None if (value := get(name)) == "" else value for name in standard]
        if has_extra:
            row.append(_extra(contact))
        if keys:
            email = get("email")
            email_key = str(email).strip().lower() if email else None
            row += (email_key, _folded(get("firstname"), get("lastname")) or email_key or "")
        row.append(contact.id)
        return tuple(row)

    return row_of


def _extra(contact: Contact) -> str | None:
    own = {k: v for k, v in contact.values.items() if k not in _STANDARD and v not in (None, "")}
    return json.dumps(own, ensure_ascii=False, separators=(",", ":")) if own else None


def _search_row(contact: Contact) -> tuple[str, int]:
    return _folded(*map(contact.values.get, SEARCHED)), contact.id


def _folded(*parts: Value) -> str:
    return " ".join([str(part) for part in parts if part]).casefold()


# ---------------------------------------------------------------- reading


def count(store: Store) -> int:
    """Count the contacts."""
    with store.read() as connection:
        # The index of the wide table is the smallest thing to count.
        found: int = connection.execute("SELECT count(*) FROM contact").fetchone()[0]
    return found


def edited_between(store: Store, since: int, until: int) -> bool:
    """Say whether a contact was last changed after one instant and not after another; reads the whole list."""
    sql = "SELECT EXISTS(SELECT 1 FROM contact WHERE lastmodifieddate > ? AND lastmodifieddate <= ?)"
    with store.read() as connection:
        return bool(connection.execute(sql, (since, until)).fetchone()[0])


def highest_id(store: Store) -> int:
    """Give the highest id of a contact, at once; 0 when there is none."""
    with store.read() as connection:
        found: int = connection.execute("SELECT coalesce(max(id), 0) FROM contact_search").fetchone()[0]
    return found


def many(store: Store, ids: Sequence[int]) -> list[Contact]:
    """Give contacts in the order of their ids; deleted ones are left out."""
    found: dict[int, Contact] = {}
    with store.read() as connection:
        for some in batches(ids, _CHUNK):
            sql = f"SELECT {_READ} FROM contact WHERE id IN ({marks(some)})"
            found.update((row[0], _contact_of(row)) for row in connection.execute(sql, some))
    return [found[i] for i in ids if i in found]


def everyone(store: Store) -> Iterator[Contact]:
    """Give all contacts by id, a page at a time, so that writing in between is allowed."""
    last = 0
    while True:
        with store.read() as connection:
            rows = connection.execute(f"SELECT {_READ} FROM contact WHERE id > ? ORDER BY id LIMIT 5000", (last,))
            page = rows.fetchall()
        if not page:
            return
        last = page[-1][0]
        yield from map(_contact_of, page)


def columns(store: Store, definitions: Sequence[PropertyDefinition]) -> ContactColumns:
    """Give some properties of all contacts, by id.

    Values that repeat (options, owners, time zones) are shared, so that a million of them cost little.
    """
    with store.read() as connection:
        blank = _blank_flags(connection, definitions)
    read = [d for d in definitions if d.name not in blank]
    wanted = [_column_sql(d.name) for d in read]
    sql = f"SELECT id{''.join(', ' + text for text, _ in wanted)} FROM contact ORDER BY id"
    ids = array("q")
    lists: list[list[Value]] = [[] for _ in read]
    shared: list[dict[Any, Any] | None] = [memo_of(d) for d in read]
    with store.read() as connection:
        cursor = connection.execute(sql, [path for _, path in wanted if path])
        while rows := cursor.fetchmany(4096):
            first, *rest = zip(*rows, strict=True)
            ids.extend(first)
            for values, target, memo in zip(rest, lists, shared, strict=True):
                # Not 2.0 for 2, which are equal: what one contact has must not hang on who came before it.
                target.extend(
                    values if memo is None else [v if type(v) is float else memo.setdefault(v, v) for v in values]
                )
    found = dict(zip((d.name for d in read), lists, strict=True))
    return ContactColumns(ids, MappingProxyType({d.name: found.get(d.name) or [None] * len(ids) for d in definitions}))


def _blank_flags(connection: sqlite3.Connection, definitions: Sequence[PropertyDefinition]) -> frozenset[str]:
    """Name the yes-or-no properties that no contact has; most flags are such, and need not be read row by row."""
    flags = [d.name for d in definitions if d.type is PropertyType.BOOL and d.name in _STANDARD]
    if not flags:
        return frozenset()
    sql = f"SELECT {', '.join(f'max({name})' for name in flags)} FROM contact"
    return frozenset(name for name, most in zip(flags, connection.execute(sql).fetchone(), strict=True) if most is None)


def ids_by_email(store: Store, emails: Collection[str]) -> dict[str, int]:
    """Give the ids of contacts by lower-case address; of several with one address, the oldest."""
    found: dict[str, int] = {}
    with store.read() as connection:
        for some in batches(sorted({e.strip().lower() for e in emails}), _CHUNK):
            sql = f"SELECT email_key, min(id) FROM contact WHERE email_key IN ({marks(some)}) GROUP BY email_key"
            found.update(connection.execute(sql, some))
    return found


def existing(store: Store, ids: Iterable[int]) -> set[int]:
    """Give those ids that belong to contacts on the list."""
    found: set[int] = set()
    with store.read() as connection:
        for some in batches(ids, _CHUNK):
            sql = f"SELECT id FROM contact_search WHERE id IN ({marks(some)})"
            found.update(row[0] for row in connection.execute(sql, some))
    return found


def people(store: Store, ids: Iterable[int]) -> dict[int, Person]:
    """Give names and addresses, of deleted contacts too; who never was there is left out."""
    found: dict[int, Person] = {}
    with store.read() as connection:
        for some in batches(ids, _CHUNK):
            sql = f"SELECT id, email, firstname, lastname FROM contact WHERE id IN ({marks(some)})"
            for contact_id, email, first, last in connection.execute(sql, some):
                name = " ".join(str(part) for part in (first, last) if part) or email or f"Contact {contact_id}"
                found[contact_id] = Person(name, email or "")
            gone = [i for i in some if i not in found]
            sql = f"SELECT id, name, email FROM contact_tombstone WHERE id IN ({marks(gone)})"
            found.update((row[0], Person(row[1], row[2], True)) for row in connection.execute(sql, gone))
    return found


def _contact_of(row: Row) -> Contact:
    values: dict[str, Value] = {n: v for n, v in zip(STANDARD_NAMES, row[1:-1], strict=True) if v is not None}
    for at in _FLAGS:
        if row[at] is not None:
            values[STANDARD_NAMES[at - 1]] = bool(row[at])
    if row[-1]:
        try:
            values.update(json.loads(row[-1]))
        except (ValueError, TypeError) as error:
            raise damaged(str(error), f"contact {row[0]}") from error
    return Contact(row[0], MappingProxyType(values))


def _column_sql(name: str) -> tuple[str, str]:
    """Give the SQL of a property's value and, for a custom property, the JSON path it takes as an argument."""
    if name in _STANDARD:
        return f'"{name}"', ""
    return "json_extract(extra, ?)", f'$."{name}"'


def column_query(definition: PropertyDefinition) -> tuple[str, list[str]]:
    """Give the statement that reads ids and one property of all contacts by id, with its arguments."""
    value, path = _column_sql(definition.name)
    return f"SELECT id, {value} FROM contact ORDER BY id", [path] if path else []


def memo_of(definition: PropertyDefinition) -> dict[Any, Any] | None:
    """Give the values of a property as they come from the file to what they mean, for those that repeat."""
    if definition.type is PropertyType.BOOL:
        return dict(_FLAG_OF)
    return {} if definition.type in _REPEATING else None


def marks(values: Collection[object]) -> str:
    """Write the placeholders of a list in a statement."""
    return ",".join("?" * len(values))


def batches(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Give things in lists of at most ``size``."""
    iterator = iter(things)
    while batch := list(islice(iterator, size)):
        yield batch
