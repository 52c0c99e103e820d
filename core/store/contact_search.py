"""Which contacts a text finds, and in which order they stand. The rows themselves are in ``core.store.contacts``."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from core.model.contact import STANDARD_NAMES
from core.store.contact_codes import read_ids
from core.store.database import Store

BY_ID = "id"
_KEY_OF = {"name": "name_key", "email": "email_key"}
"""Orders that have an index."""


def words_of(text: str) -> list[str]:
    """Split what a person typed into folded words; a contact is found when it has them all."""
    return text.casefold().split()


def ids(
    store: Store, text: str = "", sort: str = BY_ID, ascending: bool = True, ranked: Sequence[Any] | None = None
) -> array[int]:
    """Give the ids of the contacts a text finds, in order; contacts without the value to sort by come last.

    Arguments:
        store: The open file.
        text: What name, address or company must hold; empty finds everybody.
        sort: ``id``, ``name``, or a property's name.
        ascending: Whether small values come first.
        ranked: For properties whose values have an order of their own (options, owners): the values in that order.
    """
    if sort == BY_ID and not words_of(text) and (span := unbroken(store)) is not None:
        return array("q", span if ascending else reversed(span))
    sql, arguments = _statement(text, sort, ascending, ranked)
    with store.read() as connection:
        return array("q", [row[0] for row in connection.execute(sql, arguments)])


def joined_ids(
    store: Store, text: str = "", sort: str = BY_ID, ascending: bool = True, ranked: Sequence[Any] | None = None
) -> array[int]:
    """Give what ``ids`` gives, read in one piece: of a million contacts several times faster, and other threads go on.

    Of an order that has an index, contacts without the value are left out.
    """
    if sort in _KEY_OF and not words_of(text):
        key, direction = _KEY_OF[sort], "" if ascending else " DESC"
        # Only without the question where nothing stands does SQLite walk along the index.
        sql = f"SELECT id FROM contact WHERE {key} IS NOT NULL ORDER BY {key}{direction}, id{direction}"
        arguments: list[Any] = []
    else:
        sql, arguments = _statement(text, sort, ascending, ranked)
    with store.read() as connection:
        return read_ids(connection.execute(f"SELECT group_concat(id) FROM ({sql})", arguments).fetchone()[0])


def _statement(text: str, sort: str, ascending: bool, ranked: Sequence[Any] | None) -> tuple[str, list[Any]]:
    found, arguments = _found(text)
    direction = "" if ascending else " DESC"
    if sort == BY_ID:
        where = f" WHERE {found}" if found else ""
        return f"SELECT id FROM contact_search{where} ORDER BY id{direction}", arguments
    where = f" WHERE id IN (SELECT id FROM contact_search WHERE {found})" if found else ""
    if sort in _KEY_OF:
        return f"SELECT id FROM contact{where} ORDER BY {_KEY_OF[sort]}{direction} NULLS LAST, id{direction}", arguments
    sql, before = _by_property(sort, direction, where, ranked)
    return sql, [*before, *arguments]


def first(store: Store, sort: str, ascending: bool, limit: int) -> array[int] | None:
    """Give the first ids of an order that has an index, at once; ``None`` when the order has none."""
    direction = "" if ascending else " DESC"
    if sort == BY_ID:
        sql = f"SELECT id FROM contact_search ORDER BY id{direction} LIMIT ?"
    elif sort in _KEY_OF:
        key = _KEY_OF[sort]
        sql = f"SELECT id FROM contact WHERE {key} IS NOT NULL ORDER BY {key}{direction}, id{direction} LIMIT ?"
    else:
        return None
    with store.read() as connection:
        return array("q", [row[0] for row in connection.execute(sql, (limit,))])


def same_email(store: Store) -> list[tuple[str, tuple[int, ...]]]:
    """Give every address that several contacts share, in lower case, with their ids, ascending."""
    sql = (
        "SELECT email_key, group_concat(id) FROM contact WHERE email_key IS NOT NULL "
        "GROUP BY email_key HAVING count(*) > 1 ORDER BY email_key"
    )
    with store.read() as connection:
        found = connection.execute(sql).fetchall()
    return [(email, tuple(sorted(read_ids(ids)))) for email, ids in found]


def has_index(sort: str) -> bool:
    """Say whether an order has an index."""
    return sort == BY_ID or sort in _KEY_OF


def find(store: Store, text: str, limit: int) -> array[int]:
    """Give the ids of the contacts a text finds, those whose name begins with it first."""
    found, arguments = _found(text)
    if not found:
        sql = "SELECT id FROM contact_search ORDER BY id LIMIT ?"
    else:
        sql = f"SELECT id FROM contact_search WHERE {found} ORDER BY instr(text, ?), text LIMIT ?"
        arguments.append(arguments[0])
    with store.read() as connection:
        return array("q", [row[0] for row in connection.execute(sql, [*arguments, limit])])


def unbroken(store: Store) -> range | None:
    """Give the ids of all contacts when none is missing between the first and the last: then no row must be read."""
    with store.read() as connection:
        # Asked apart, each is answered without reading the rows.
        asked = ("count(*)", "min(id)", "max(id)")
        number, first, last = (
            connection.execute(f"SELECT {what} FROM contact_search").fetchone()[0] or 0 for what in asked
        )
    return range(first, first + number) if not number or last - first == number - 1 else None


def _found(text: str) -> tuple[str, list[Any]]:
    words = words_of(text)
    return " AND ".join(["instr(text, ?)"] * len(words)), list(words)


def _by_property(sort: str, direction: str, where: str, ranked: Sequence[Any] | None) -> tuple[str, list[Any]]:
    standard = sort in STANDARD_NAMES
    value = f'"{sort}"' if standard else "json_extract(extra, ?)"
    path = [] if standard else [f'$."{sort}"']
    if ranked:
        ranks = ", ".join(["(?, ?)"] * len(ranked))
        sql = (
            f"WITH rank(value, place) AS (VALUES {ranks}), listed AS (SELECT id, {value} AS value FROM contact{where}) "
            f"SELECT listed.id FROM listed LEFT JOIN rank ON rank.value = listed.value "
            f"ORDER BY place IS NULL, place{direction}, listed.id{direction}"
        )
        return sql, [part for place, one in enumerate(ranked) for part in (one, place)] + path
    sql = (
        f"WITH listed AS (SELECT id, {value} AS value FROM contact{where}) "
        f"SELECT id FROM listed ORDER BY value IS NULL, value COLLATE NOCASE{direction}, id{direction}"
    )
    return sql, path
