"""Conditions on log rows as values, and the SQL they stand for. What a person typed is turned into these elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeAlias

from core.model.trace import Outcome, RowKind

_HOW = {
    "has": ("contact_search WHERE instr(text, ?)", "contact_tombstone WHERE instr(text, ?)"),
    "id": ("contact WHERE name_key = '' AND id = ?", "contact_tombstone WHERE text = '' AND id = ?"),
    "name": ("contact WHERE name_key = ?", "contact_tombstone WHERE folded(name) = ?"),
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
        how: ``has`` it in name, company or address; it is the ``name``, the ``email``, or a part of it (``in_email``),
            or the number of a contact that has neither (``id``).
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


@dataclass(frozen=True, slots=True)
class MailGap:
    """The row is a mail that left, and the nearest other one to its contact is so far away, both included.

    Attributes:
        low: Seconds.
        high: Seconds; from ``ALONE`` on, mails pass that are the only ones of their contact.
    """

    low: int
    high: int


Where: TypeAlias = OneOf | Within | Person | MailGap | No | Every | Some

ALONE = 1 << 40
"""How far a mail is from the next one when there is none, in seconds."""
_GAPS = (
    f"SELECT id, min(ifnull(time - lag(time) OVER own, {ALONE}), ifnull(lead(time) OVER own - time, {ALONE})) AS gap "
    f"FROM event WHERE id BETWEEN ? AND ? AND kind = {int(RowKind.MAIL)} AND outcome = {int(Outcome.DONE)} "
    "WINDOW own AS (PARTITION BY contact ORDER BY id)"
)


def is_settled(where: Where | None) -> bool:
    """Say whether a row that was written passes or not whatever is written after it."""
    if isinstance(where, (Every, Some)):
        return all(is_settled(part) for part in where.parts)
    return is_settled(where.part) if isinstance(where, No) else not isinstance(where, MailGap)


def sql(where: Where, span: range) -> tuple[str, list[int | str]]:
    """Write a condition on rows of a run as SQL with its arguments. Column names are ours, never a person's text."""
    if isinstance(where, OneOf):
        # The numbers are ours too; thousands of them would pass SQLite's limit of arguments.
        return f"{where.column} IN ({','.join(str(int(n)) for n in sorted(where.numbers))})", []
    if isinstance(where, Within):
        return f"{where.column} BETWEEN ? AND ?", [where.low, where.high]
    if isinstance(where, Person):
        found, texts = people_sql(where)
        return f"contact IN ({found})", texts
    if isinstance(where, MailGap):
        found = f"id IN (SELECT id FROM ({_GAPS}) WHERE gap BETWEEN ? AND ?)"
        return found, [span.start, span.stop - 1, where.low, where.high]
    if isinstance(where, No):
        inner, arguments = sql(where.part, span)
        return f"NOT ({inner})", arguments
    parts = [sql(part, span) for part in where.parts]
    word = " AND " if isinstance(where, Every) else " OR "
    joined = word.join(f"({text})" for text, _ in parts) or ("1" if isinstance(where, Every) else "0")
    return joined, [argument for _, some in parts for argument in some]


def people_sql(person: Person) -> tuple[str, list[int | str]]:
    """Write the query for the contacts that a text finds, with its arguments."""
    here, deleted = _HOW[person.how]
    return f"SELECT id FROM {here} UNION ALL SELECT id FROM {deleted}", [person.text, person.text]
