"""Columns of a long contact list, kept short: every different value once, and a small number per contact.

A filter then asks each different value once, and an order sorts the different values only. Not here: which columns are
kept, and for how long (``core.services.contact_index``).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.model.contact import PropertyDefinition
from core.model.fields import Value
from core.store.contacts import column_query, memo_of
from core.store.database import Store

MOST_VALUES = 200_000
"""Columns with more different values than this are not worth keeping short."""
MOST_IN_A_BYTE = 256
_PAGE = 4096
_DIGITS = 100_000
"""Letters of a list of ids read at once, so that other threads get their turn in between."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One column, short.

    Attributes:
        values: The different values, each once.
        codes: For each contact, by ascending id, the place of its value among them.
    """

    values: tuple[Value, ...]
    codes: array[int]


def coded(store: Store, definition: PropertyDefinition, keep_on: Callable[[], None]) -> Coded | None:
    """Read a property of all contacts, by ascending id; ``None`` when it has too many different values.

    Arguments:
        store: The open file.
        definition: The property.
        keep_on: Called now and then; raises what shall end the work.
    """
    numbers: defaultdict[Any, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    codes = array("i")
    for page in pages(store, definition, keep_on):
        codes.extend([numbers[v] for v in page])
        if len(numbers) > MOST_VALUES:
            return None
    return Coded(tuple(numbers), shortest(codes, len(numbers)))


def shortest(codes: array[int], values: int) -> array[int]:
    """Give codes one byte each when there are few values: then a filter reads a million of them in a millisecond."""
    return array("B", codes) if values <= MOST_IN_A_BYTE else codes


def pages(store: Store, definition: PropertyDefinition, keep_on: Callable[[], None]) -> Iterator[list[Value]]:
    """Read a property of all contacts, by ascending id, some thousands at a time; ``keep_on`` as in ``coded``."""
    sql, arguments = column_query(definition)
    memo = memo_of(definition)
    with store.read() as connection:
        cursor = connection.execute(sql, arguments)
        while rows := cursor.fetchmany(_PAGE):
            keep_on()
            yield [row[1] for row in rows] if memo is None else [memo.setdefault(row[1], row[1]) for row in rows]


def of_members(members: Sequence[int], ids: Sequence[int]) -> Coded:
    """Give membership as a column: true for members, ``None`` for all others."""
    there = frozenset(members)
    return Coded((None, True), array("B", [1 if contact in there else 0 for contact in ids]))


def read_ids(text: str | None) -> array[int]:
    """Read a list of ids with commas between them, as SQLite joins them: several times faster than row by row."""
    found = array("q")
    if not text:
        return found
    start = 0
    while start < len(text):
        end = text.find(",", start + _DIGITS)
        end = len(text) if end < 0 else end
        found.extend(map(int, text[start:end].split(",")))
        start = end + 1
    return found
