"""Conditions on log rows as values, and the SQL they stand for. What a person typed is turned into these elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

_HOW = {
    "has": ("contact_search WHERE instr(text, ?)", "contact_tombstone WHERE instr(text, ?)"),
    "name": ("contact WHERE name_key = ?", "contact_tombstone WHERE instr(text || ' ', ? || ' ') = 1"),
    "email": ("contact WHERE email_key = ?", "contact_tombstone WHERE lower(email) = ?"),
    "in_email": ("contact WHERE instr(email_key, ?)", "contact_tombstone WHERE instr(lower(email), ?)"),
}
"""Where a contact is looked for, and where one that was deleted; each takes the text once."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The column has one of the numbers; nothing passes when there are none."""

    column: str
    numbers: Collection[int]


@dataclass(frozen=True, slots=True)
class Within:
    """The column is between two numbers, both included."""

    column: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Person:
    """The contact is found by a folded text.

    Attributes:
        text: The text, folded.
        how: ``has`` it in name, company or address; it is the ``name``, the ``email``, or a part of it (``in_email``).
    """

    text: str
    how: str = "has"


@dataclass(frozen=True, slots=True)
class No:
    """The part does not hold."""

    part: Where


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds."""

    parts: tuple[Where, ...]


Where: TypeAlias = OneOf | Within | Person | No | Every | Some


def sql(where: Where) -> tuple[str, list[int | str]]:
    """Write a condition as SQL with its arguments. Column names are our own, never a person's text."""
    if isinstance(where, OneOf):
        # The numbers are ours too; thousands of them would pass SQLite's limit of arguments.
        return f"{where.column} IN ({','.join(str(int(n)) for n in sorted(where.numbers))})", []
    if isinstance(where, Within):
        return f"{where.column} BETWEEN ? AND ?", [where.low, where.high]
    if isinstance(where, Person):
        found, texts = people_sql(where)
        return f"contact IN ({found})", texts
    if isinstance(where, No):
        inner, arguments = sql(where.part)
        return f"NOT ({inner})", arguments
    parts = [sql(part) for part in where.parts]
    word = " AND " if isinstance(where, Every) else " OR "
    joined = word.join(f"({text})" for text, _ in parts) or ("1" if isinstance(where, Every) else "0")
    return joined, [argument for _, some in parts for argument in some]


def people_sql(person: Person) -> tuple[str, list[int | str]]:
    """Write the query for the contacts that a text finds, with its arguments."""
    here, deleted = _HOW[person.how]
    return f"SELECT id FROM {here} UNION ALL SELECT id FROM {deleted}", [person.text, person.text]
