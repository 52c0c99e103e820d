"""What the cells of an opened contact list hold: whole columns at a time, since a call per cell would take longest.

Whether a row is a new contact is not decided here, and how the file is taken apart is ``core.exchange.list_files``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import repeat

from core.exchange.csv_header import Column
from core.exchange.csv_rows import Chunk
from core.exchange.list_files import ListFile
from core.exchange.project_checks import RECORD_ID
from core.exchange.values import reader_for
from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.rules.addresses import are_addresses, is_address

Tick = Callable[[int, int], None]
"""Told how many lines of how many are read; may raise to stop."""

_LONGEST = 65_536
"""Characters a value may have, as in HubSpot."""
_SHOWN = 200
FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
"""The start of a text that a spreadsheet would calculate."""
_RECORD_ID = re.compile(r"(\d{1,15})(?:\.0*)?", re.ASCII)
_Wrong = dict[int, dict[int, str]]
"""Place of a row to the columns that are wrong in it and what is wrong with each."""


class BadCells(Enum):
    """What becomes of a contact when a cell of its row cannot be read; without its address or id it stays out."""

    EMPTY = "empty"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken in, or not all of it.

    Attributes:
        line: The line it begins on, from 1.
        reason: All that is wrong with it.
        cells: Its cells as they stand.
        wrong: Position of a cell, from 0, to what is wrong with it; empty when it is the row as a whole.
    """

    line: int
    reason: str
    cells: tuple[str, ...]
    wrong: Mapping[int, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class ContactList:
    """A contact list that was read. What can be taken in stands in four parallel lists.

    Attributes:
        header: The header row as it stands.
        columns: Which column holds what.
        encoding: The encoding found.
        delimiter: The delimiter found.
        lines: The line each contact begins on, from 1.
        record_ids: Its number in the file, 0 for none.
        values: Its property names and values; blank cells are absent. What ``read`` was told that all have is last.
        cells: Its cells as they stand.
        bad: Rows that cannot be taken in.
        emptied: Rows that are taken in without the cells that are wrong.
    """

    header: tuple[str, ...]
    columns: tuple[Column, ...]
    encoding: str
    delimiter: str
    lines: list[int] = field(default_factory=list)
    record_ids: list[int] = field(default_factory=list)
    values: list[dict[str, Value]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    emptied: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as a preview shows it.

    Attributes:
        line: The line it begins on, from 1.
        cells: Its cells as they stand.
        reason: What is wrong with it; empty when it can go in as it is.
        wrong: Position of a cell, from 0, to what is wrong with it.
        goes_in: Whether it goes in, be it without the cells that are wrong.
    """

    line: int
    cells: tuple[str, ...]
    reason: str = ""
    wrong: Mapping[int, str] = field(default_factory=dict)
    goes_in: bool = True


def read(
    opened: ListFile, columns: tuple[Column, ...], project: Project, tick: Tick | None = None,
    everyone: Mapping[str, Value] | None = None, bad_cells: BadCells = BadCells.OUT,
) -> ContactList:  # fmt: skip
    """Read the rows of an opened list.

    Arguments:
        opened: The file.
        columns: Which column holds what.
        project: Knows the properties, the users and the account's time zone.
        tick: Hears how far it is.
        everyone: Values that every contact gets besides; no column holds them.
        bad_cells: What becomes of a row with a cell that cannot be read.

    Raises:
        Problem: ``NO_ROWS``.
    """
    found = ContactList(opened.header, columns, opened.encoding, opened.delimiter)
    reading = _Reading(project, found, opened.suspicious, everyone or {}, bad_cells)
    for chunk in opened.chunks():
        reading.take(chunk)
        if tick is not None:
            tick(chunk.lines[-1] if chunk.lines else opened.start, opened.total)
    if not found.values and not found.bad:
        raise Problem("NO_ROWS", "The file has a header, but no contacts below it.")
    return found


def preview(
    opened: ListFile, columns: tuple[Column, ...], project: Project, count: int = 20,
    bad_cells: BadCells = BadCells.OUT,
) -> list[PreviewRow]:  # fmt: skip
    """Give the first rows with what is wrong in each; cells are cut where nobody would read on."""
    chunk = opened.first(count)
    chunk = Chunk(chunk.lines[:count], chunk.rows[:count], chunk.faulty[:count])
    found = ContactList(opened.header, columns, "", "")
    _Reading(project, found, opened.suspicious, {}, bad_cells).take(chunk)
    bad = {row.line: row for row in found.bad}
    wrong = bad | {row.line: row for row in found.emptied}
    rows = [PreviewRow(line, (text[:_SHOWN],), bad[line].reason, goes_in=False) for line, text in chunk.faulty]
    for line, cells in zip(chunk.lines, chunk.rows, strict=True):
        shown = tuple(cell[:_SHOWN] for cell in cells)
        row = wrong.get(line)
        rows.append(PreviewRow(line, shown, row.reason, row.wrong, line not in bad) if row else PreviewRow(line, shown))
    return sorted(rows, key=lambda row: row.line)


class _Reading:
    """Turns rows into contacts, some thousands at a time, column by column.

    Arguments:
        project: For the readers of values.
        found: The list to fill; its header and columns are there.
        suspicious: Whether cells may hold what no text may.
        everyone: Values that every contact gets besides.
        bad_cells: What becomes of a row with a cell that cannot be read.
    """

    def __init__(
        self, project: Project, found: ContactList, suspicious: bool, everyone: Mapping[str, Value],
        bad_cells: BadCells,
    ) -> None:  # fmt: skip
        used = [column for column in found.columns if column.property and column.property != RECORD_ID]
        self._found = found
        self._width = len(found.header)
        self._columns = [_ColumnReader(project, column) for column in used]
        self._names = [*(column.property for column in used), *everyone]
        self._everyone = list(everyone.values())
        self._id_at = next((c.index for c in found.columns if c.property == RECORD_ID), None)
        self._suspicious = suspicious
        self._keeps = bad_cells is BadCells.EMPTY
        # Without its address or its number a row says of nobody anything.
        self._needed = {c.index for c in found.columns if c.property in ("email", RECORD_ID)}

    def take(self, chunk: Chunk) -> None:
        """Read some rows."""
        for line, text in chunk.faulty:
            self._refuse(line, "The quotes do not match.", [text])
        lines, rows = chunk.lines, chunk.rows
        if self._suspicious or set(map(len, rows)) != {self._width}:
            lines, rows = self._fitting(lines, rows)
        if not rows:
            return
        # By column. Not strict: all rows have the header's width now.
        cells = list(zip(*rows, strict=False))
        wrong: _Wrong = {}
        values = [column.read(cells[column.index], wrong) for column in self._columns]
        ids = self._record_ids(cells, len(rows), wrong)
        contacts = self._contacts(values, len(rows))
        for at, reasons in sorted(wrong.items()):
            if (
                self._keeps
                and not self._needed & reasons.keys()
                and (len(contacts[at]) > len(self._everyone) or ids[at])
            ):
                row = BadRow(lines[at], " ".join(reasons.values()), tuple(rows[at]), reasons)
                self._found.emptied.append(row)
                del wrong[at]
            else:
                self._refuse(lines[at], " ".join(reasons.values()), rows[at], reasons)
        self._keep(lines, rows, contacts, ids, wrong)

    def _keep(
        self, lines: list[int], rows: list[list[str]], contacts: list[dict[str, Value]], ids: list[int],
        wrong: _Wrong,
    ) -> None:  # fmt: skip
        found = self._found
        nothing = len(self._everyone)
        if not wrong and min(map(len, contacts)) > nothing:
            found.lines += lines
            found.record_ids += ids
            found.values += contacts
            found.cells += rows
            return
        keep = [at for at in range(len(rows)) if (len(contacts[at]) > nothing or ids[at]) and at not in wrong]
        found.lines += [lines[at] for at in keep]
        found.record_ids += [ids[at] for at in keep]
        found.values += [contacts[at] for at in keep]
        found.cells += [rows[at] for at in keep]

    def _contacts(self, values: list[list[Value]], count: int) -> list[dict[str, Value]]:
        names = self._names
        if not values:
            return [dict(zip(names, self._everyone, strict=True)) for _ in range(count)]
        same = map(repeat, self._everyone)
        if not any(None in column for column in values):
            return [dict(zip(names, row, strict=False)) for row in zip(*values, *same, strict=False)]
        return [
            dict(zip(names, row, strict=False))
            if None not in row
            else {name: value for name, value in zip(names, row, strict=False) if value is not None}
            for row in zip(*values, *same, strict=False)
        ]

    def _fitting(self, lines: list[int], rows: list[list[str]]) -> tuple[list[int], list[list[str]]]:
        """Give the rows that have the header's width, or can be given it; the others are refused."""
        width = self._width
        fitting: list[tuple[int, list[str]]] = []
        for line, cells in zip(lines, rows, strict=True):
            reason = _unfit_text(cells) if self._suspicious else ""
            if not reason and any(cell.strip() for cell in cells[width:]):
                reason = f"There are {len(cells)} cells, but the header names {width}."
            if reason:
                self._refuse(line, reason, cells)
            else:
                fitting.append((line, [*cells[:width], *[""] * (width - len(cells))]))
        return [line for line, _ in fitting], [cells for _, cells in fitting]

    def _refuse(self, line: int, reason: str, cells: Sequence[str], wrong: Mapping[int, str] | None = None) -> None:
        self._found.bad.append(BadRow(line, reason, tuple(cells), wrong or {}))

    def _record_ids(self, cells: list[tuple[str, ...]], count: int, wrong: _Wrong) -> list[int]:
        if self._id_at is None:
            return [0] * count
        ids: list[int] = []
        for at, cell in enumerate(cells[self._id_at]):
            found = _RECORD_ID.fullmatch(cell.strip())
            ids.append(int(found[1]) if found else 0)
            if found is None and cell.strip():
                wrong.setdefault(at, {})[self._id_at] = f"Record ID: “{cell.strip()[:60]}” is not a number."
        return ids


class _ColumnReader:
    """Reads the cells of one column; each text of a property with few values is read once.

    Arguments:
        project: For the reader of values.
        column: The column.
    """

    def __init__(self, project: Project, column: Column) -> None:
        definition = project.property(column.property) or PropertyDefinition(column.property, column.header)
        self.index = column.index
        self._label = definition.label
        self._read = reader_for(definition, project, column.day_first)
        self._meant = dict(column.meanings)
        self._known: dict[str, Value] = {}
        self._refused: dict[str, str] = {}
        self.read = {PropertyType.TEXT: self._texts, PropertyType.EMAIL: self._emails}.get(
            definition.type, self._values
        )

    def _texts(self, cells: Sequence[str], wrong: _Wrong) -> list[Value]:
        texts: list[Value] = list(map(str.strip, cells))
        # Few columns have an apostrophe or a blank anywhere; those that do are looked at cell by cell.
        if "'" in "".join(cells):
            texts = list(map(plain, cells))
        return [text or None for text in texts] if "" in texts else texts

    def _emails(self, cells: Sequence[str], wrong: _Wrong) -> list[Value]:
        values = self._texts(cells, wrong)
        if are_addresses([str(value) for value in values if value is not None]):
            return values
        for at, value in enumerate(values):
            if value is not None and not is_address(str(value)):
                wrong.setdefault(at, {})[self.index] = f"{self._label}: “{str(value)[:60]}” is not an email address."
        return values

    def _values(self, cells: Sequence[str], wrong: _Wrong) -> list[Value]:
        known, refused = self._known, self._refused
        for text in set(cells) - known.keys():
            try:
                known[text] = self._meant.get(plain(text).casefold()) or self._read(plain(text))
            except Problem as problem:
                known[text] = None
                refused[text] = f"{self._label}: {problem.sentence} {problem.hint}".strip()
        if refused:
            for at, text in enumerate(cells):
                if text in refused:
                    wrong.setdefault(at, {})[self.index] = refused[text]
        return [known[text] for text in cells]


def _unfit_text(cells: Sequence[str]) -> str:
    for number, cell in enumerate(cells, 1):
        if "\0" in cell:
            return f"Cell {number} holds a NUL character, which no text may."
        if "\ufffd" in cell:
            return f"Cell {number} holds a character that could not be read; save the file as UTF-8."
        if len(cell) > _LONGEST:
            return f"Cell {number} is {len(cell):,} characters long; {_LONGEST:,} are the most."
    return ""


def plain(cell: str) -> str:
    """Give a cell without the blanks around it and the apostrophe that keeps a spreadsheet from calculating it."""
    text = cell.strip()
    return text[1:].strip() if text.startswith("'") and FORMULA.match(text) else text
