"""Rows of everything a person designs: properties, senders, sequences, workflows, scripted events, enrollments, lists.

Each noun has a ``Shape``: its table, its columns, and the way from a thing to a row and back. Contacts have a file of
their own, since there are so many of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.actions.codec import Json, Like, decode, encode
from core.model.account import Account
from core.model.changes import Noun, Thing
from core.model.contact import Contact, PropertyDefinition
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import Filter
from core.model.problem import Problem
from core.model.saved_view import SavedView
from core.model.sender import Sender
from core.model.sequence import Enrollment, EnrollmentState
from core.model.sequence import Sequence as SalesSequence
from core.model.workflow import Workflow
from core.store.database import Store

Row: TypeAlias = tuple[Any, ...]

NOUN_OF: Mapping[type, Noun] = {
    Account: Noun.ACCOUNT,
    PropertyDefinition: Noun.PROPERTY,
    Contact: Noun.CONTACT,
    Sender: Noun.SENDER,
    SalesSequence: Noun.SEQUENCE,
    Workflow: Noun.WORKFLOW,
    ScriptedEvent: Noun.EVENT,
    Enrollment: Noun.ENROLLMENT,
    ContactList: Noun.LIST,
    ListMember: Noun.MEMBER,
    SavedView: Noun.VIEW,
}
"""Which noun a thing is of, by its class."""

ACCOUNT_ID = 1
"""The one account's id in ``Changes``."""


def noun_of(thing: Thing) -> Noun:
    """Give the noun of a thing."""
    return NOUN_OF[type(thing)]


def id_of(thing: Thing) -> int:
    """Give the id of a thing."""
    return ACCOUNT_ID if isinstance(thing, Account) else thing.id


@dataclass(frozen=True, slots=True)
class Shape:
    """How things of one noun lie in their table.

    Attributes:
        table: Name of the table.
        columns: Its columns, ``id`` first.
        row_of: Gives a thing's row.
        thing_of: Gives a row's thing.
        document: The class that the last column is the JSON text of; ``None`` where the columns say all.
    """

    table: str
    columns: tuple[str, ...]
    row_of: Callable[[Any], Row]
    thing_of: Callable[[Row], Any]
    document: type | None = None


class Known:
    """The things of one noun as they were read last: what stands in the file as it did is given again, the same object.

    An edit changes one thing of many, and little of that: a card among a thousand. So reading after an edit is short.
    """

    def __init__(self) -> None:
        self._read: dict[int, tuple[Row, Json, Any]] = {}

    def things(self, noun: Noun, rows: Sequence[Row]) -> tuple[Any, ...]:
        """Give the things of some rows, all that there are of the noun; they are remembered until the next call.

        Raises:
            Problem: ``DAMAGED_FILE`` when one cannot be read.
        """
        self._read = {row[0]: self._taken(noun, row) for row in rows}
        return tuple(thing for _, _, thing in self._read.values())

    def _taken(self, noun: Noun, row: Row) -> tuple[Row, Json, Any]:
        before, shape = self._read.get(row[0]), SHAPES[noun]
        if before is not None and before[0] == row:
            return before
        if shape.document is None:
            return row, None, shape.thing_of(row)
        like = None if before is None else Like(before[1], before[2])
        return row, *_read_json(shape.document, row[-1], f"{noun.value} {row[0]}", like)


def to_json(thing: object) -> str:
    """Write a model value as a JSON text."""
    return json.dumps(encode(thing), ensure_ascii=False, separators=(",", ":"))


def from_json(wanted: Any, text: str, where: str) -> Any:  # noqa: ANN401 - the type asked for decides what comes back
    """Read a model value out of a JSON text.

    Raises:
        Problem: ``DAMAGED_FILE`` when the text holds no such value; ``where`` is its place.
    """
    return _read_json(wanted, text, where)[1]


def alike_from_json(wanted: Any, texts: Iterable[tuple[str, str]]) -> list[Any]:  # noqa: ANN401
    """Read model values that are mostly alike, as versions of a thing are; what two have in common is the same object.

    Arguments:
        wanted: Their type.
        texts: JSON texts, each with its place.

    Raises:
        Problem: ``DAMAGED_FILE`` when a text holds no such value.
    """
    found: list[Any] = []
    like: Like | None = None
    for text, where in texts:
        data, thing = _read_json(wanted, text, where, like)
        like = Like(data, thing)
        found.append(thing)
    return found


def _read_json(wanted: Any, text: str, where: str, like: Like | None = None) -> tuple[Json, Any]:  # noqa: ANN401
    """Give what a JSON text says, and the model value made of it."""
    try:
        data = json.loads(text)
        return data, decode(wanted, data, where, like)
    except ValueError as error:
        raise damaged(str(error), where) from error
    except Problem as problem:
        raise damaged(problem.sentence, problem.place) from problem


def damaged(why: str, where: str) -> Problem:
    """Give the problem of a row that cannot be read."""
    return Problem("DAMAGED_FILE", f"The workspace file is damaged: {why.rstrip('.')}.", place=where)


def _document(noun: Noun, cls: type) -> Callable[[Row], Any]:
    return lambda row: from_json(cls, row[-1], f"{noun.value} {row[0]}")


def _event(row: Row) -> ScriptedEvent:
    value: Value = None if row[9] is None else from_json(Value, row[9], f"event {row[0]}")
    return ScriptedEvent(EventKind(row[1]), row[2], row[3], row[4], row[5], row[0], row[6], row[7], row[8], value)


def _event_row(event: ScriptedEvent) -> Row:
    # As JSON, so that 1, 1.0, true and "1" come back as what they were.
    value = None if event.value is None else to_json(event.value)
    return (event.id, event.kind.value, event.contact, event.minute, event.detail, event.sender, event.sequence,
            event.workflow, event.property, value)  # fmt: skip


def _list_row(found: ContactList) -> Row:
    return (found.id, found.name, None if found.filter is None else to_json(found.filter))


def _list(row: Row) -> ContactList:
    return ContactList(row[0], row[1], None if row[2] is None else from_json(Filter, row[2], f"list {row[0]}"))


def _enrollment(row: Row) -> Enrollment:
    return Enrollment(row[1], row[2], row[3], row[4], row[5], EnrollmentState(row[6]), row[7], row[0])


SHAPES: Mapping[Noun, Shape] = {
    Noun.PROPERTY: Shape(
        "property",
        ("id", "name", "document"),
        lambda p: (p.id, p.name, to_json(p)),
        _document(Noun.PROPERTY, PropertyDefinition),
        PropertyDefinition,
    ),
    Noun.SENDER: Shape(
        "sender",
        ("id", "name", "document"),
        lambda s: (s.id, s.name, to_json(s)),
        _document(Noun.SENDER, Sender),
        Sender,
    ),
    Noun.SEQUENCE: Shape(
        "sequence",
        ("id", "name", "deleted", "document"),
        lambda s: (s.id, s.name, s.deleted, to_json(s)),
        _document(Noun.SEQUENCE, SalesSequence),
        SalesSequence,
    ),
    Noun.WORKFLOW: Shape(
        "workflow",
        ("id", "name", "status", "document"),
        lambda w: (w.id, w.name, w.status.value, to_json(w)),
        _document(Noun.WORKFLOW, Workflow),
        Workflow,
    ),
    Noun.EVENT: Shape(
        "scripted_event",
        ("id", "kind", "contact", "minute", "detail", "sender", "sequence", "workflow", "property", "value"),
        _event_row,
        _event,
    ),
    Noun.ENROLLMENT: Shape(
        "enrollment",
        ("id", "contact", "sequence", "sender", "since", "next_step", "state", "by"),
        lambda e: (e.id, e.contact, e.sequence, e.sender, e.since, e.next_step, e.state.value, e.by),
        _enrollment,
    ),
    Noun.LIST: Shape("contact_list", ("id", "name", "filter"), _list_row, _list),
    Noun.MEMBER: Shape(
        "list_member",
        ("id", "list", "contact"),
        lambda m: (m.id, m.list, m.contact),
        lambda row: ListMember(row[1], row[2], row[0]),
    ),
    Noun.VIEW: Shape(
        "saved_view",
        ("id", "place", "name", "document"),
        lambda v: (v.id, v.place, v.name, v.document),
        lambda row: SavedView(*row),
    ),
}
"""The shape of every noun but the account, which is one value, and contacts."""


def insert(connection: sqlite3.Connection, noun: Noun, things: Iterable[Thing]) -> None:
    """Put new things in; their ids are given already."""
    shape = SHAPES[noun]
    connection.executemany(insert_sql(shape.table, shape.columns), map(shape.row_of, things))


def update(connection: sqlite3.Connection, noun: Noun, things: Sequence[Thing]) -> int:
    """Write changed things over their old rows; gives how many were there."""
    shape = SHAPES[noun]
    rows = (row[1:] + row[:1] for row in map(shape.row_of, things))
    return connection.executemany(update_sql(shape.table, shape.columns[1:]), rows).rowcount


def delete(connection: sqlite3.Connection, noun: Noun, things: Sequence[Thing]) -> int:
    """Delete things; gives how many were there."""
    sql = f'DELETE FROM "{SHAPES[noun].table}" WHERE id = ?'
    return connection.executemany(sql, ((id_of(thing),) for thing in things)).rowcount


def all_of(store: Store, noun: Noun, known: Known | None = None) -> tuple[Any, ...]:
    """Give all things of a noun, by id.

    Arguments:
        store: The file.
        noun: Which things.
        known: What was read of this noun before; takes what is read now.

    Raises:
        Problem: ``DAMAGED_FILE`` when one cannot be read.
    """
    shape = SHAPES[noun]
    columns = ", ".join(f'"{name}"' for name in shape.columns)
    with store.read() as connection:
        rows = connection.execute(f'SELECT {columns} FROM "{shape.table}" ORDER BY id').fetchall()
    try:
        return (known or Known()).things(noun, rows)
    except ValueError as error:
        raise damaged(str(error), noun.value) from error


def account(store: Store) -> Account:
    """Give the account."""
    with store.read() as connection:
        text = store.meta(connection, "account")
    found: Account = from_json(Account, text or "{}", "account")
    return found


def set_account(store: Store, connection: sqlite3.Connection, changed: Account) -> None:
    """Write the account."""
    store.set_meta(connection, "account", to_json(changed))


def insert_sql(table: str, columns: Sequence[str]) -> str:
    """Write the statement that puts a row into a table."""
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'


def update_sql(table: str, columns: Sequence[str]) -> str:
    """Write the statement that changes a row; its values are those of the columns, then the id."""
    changes = ", ".join(f'"{name}" = ?' for name in columns)
    return f'UPDATE "{table}" SET {changes} WHERE id = ?'
