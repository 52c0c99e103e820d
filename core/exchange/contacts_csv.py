"""Contact lists as CSV: reading what spreadsheets and HubSpot write, and writing what they and this read.

Reading looks at whole columns at a time, since a call per cell would take longer than everything else together.
Whether a row is a new contact is not decided here.

Files are written in UTF-8 without a byte order mark, with a comma and CRLF (RFC 4180), labels in the header and
``Record ID`` first. A cell that a spreadsheet would take for a formula gets an apostrophe in front, and reading takes
one away again; a phone number such as ``+48 22 123 45 67`` is left as it is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from core.exchange.csv_header import Column, columns_of, known_names
from core.exchange.csv_rows import Row, declared_delimiter, found_delimiter, lines_of, rows_of
from core.exchange.encodings import decoded
from core.exchange.files import read_bytes, written
from core.exchange.project_checks import RECORD_ID
from core.exchange.values import file_value, reader_for
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.rules.eligibility import is_address

Tick = Callable[[int, int], None]
"""Told how many lines of how many are read; may raise to stop."""

_CHUNK = 10_000
_LONGEST = 65_536
"""Characters a value may have, as in HubSpot."""
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠]")
_HARMLESS = re.compile(r"[+-][\d ()./-]*")
_RECORD_ID = re.compile(r"(\d{1,15})(?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken in.

    Attributes:
        line: The line it begins on, from 1.
        reason: What is wrong with it.
        cells: Its cells as they stand.
    """

    line: int
    reason: str
    cells: tuple[str, ...]


class ContactRow(NamedTuple):
    """A row that can be taken in.

    Attributes:
        line: The line it begins on, from 1.
        record_id: The contact's number in the file, 0 for none.
        values: Property name to value; blank cells are absent.
        cells: Its cells as they stand.
    """

    line: int
    record_id: int
    values: dict[str, Value]
    cells: list[str]


@dataclass(slots=True)
class ContactList:
    """A contact list that was read.

    Attributes:
        header: The header row as it stands.
        columns: Which column holds what.
        encoding: The encoding found.
        delimiter: The delimiter found.
        rows: Rows that can be taken in.
        bad: Rows that cannot.
    """

    header: tuple[str, ...]
    columns: tuple[Column, ...]
    encoding: str
    delimiter: str
    rows: list[ContactRow]
    bad: list[BadRow]


# ---------------------------------------------------------------- reading


def load(path: Path, project: Project, tick: Tick | None = None) -> ContactList:
    """Read a contact list.

    Arguments:
        path: The file.
        project: Knows the properties, the users and the account's time zone.
        tick: Hears how far it is.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``EMPTY_FILE``, ``NOT_TEXT``, ``NO_HEADER`` or ``NO_ROWS``.
    """
    data = read_bytes(path)
    try:
        return read(data, project, tick)
    except Problem as problem:
        place = f"{path}, {problem.place}" if problem.place else str(path)
        raise Problem(problem.code, problem.sentence, place=place, hint=problem.hint) from problem


def read(data: bytes, project: Project, tick: Tick | None = None) -> ContactList:
    """Read a contact list out of a file's bytes; see ``load``."""
    found = decoded(data)
    lines = lines_of(found.text)
    start = next((i for i, line in enumerate(lines) if line.strip()), len(lines))
    if start == len(lines):
        raise Problem("EMPTY_FILE", "The file is empty.")
    known = known_names(project)
    delimiter = declared_delimiter(lines[start:])
    start += bool(delimiter)
    delimiter = delimiter or found_delimiter(lines[start : start + _CHUNK], known)
    rows = rows_of(lines, delimiter, start)
    header = next(rows, Row(start + 1, []))
    columns = columns_of(header.cells, known)
    _check_header(header, columns)
    reading = _Reading(project, header.cells, columns, suspicious=_is_suspicious(found.text, lines))
    while chunk := list(islice(rows, _CHUNK)):
        reading.take(chunk)
        if tick is not None:
            tick(chunk[-1].line, len(lines))
    if not reading.rows and not reading.bad:
        raise Problem("NO_ROWS", "The file has a header, but no contacts below it.")
    return ContactList(tuple(header.cells), columns, found.encoding, delimiter, reading.rows, reading.bad)


def _check_header(header: Row, columns: tuple[Column, ...]) -> None:
    if any(column.property for column in columns):
        return
    looks_like_a_contact = any(is_address(cell.strip()) for cell in header.cells)
    raise Problem(
        "NO_HEADER",
        "The first row looks like a contact; it should name the columns."
        if looks_like_a_contact
        else "The first row names no property of a contact.",
        place=f"line {header.line}",
        hint="Put a row on top with names such as Email, First name, Last name, Company name.",
    )


def _is_suspicious(text: str, lines: Sequence[str]) -> bool:
    """Say whether any cell may hold what no text may; asked once, so that clean files need no look at each cell."""
    return "\0" in text or "\ufffd" in text or max(map(len, lines), default=0) > _LONGEST


class _Reading:
    """Turns rows into contacts, some thousands at a time, column by column.

    Arguments:
        project: For the readers of values.
        header: The header row.
        columns: Which column holds what.
        suspicious: Whether cells may hold what no text may.
    """

    def __init__(self, project: Project, header: Sequence[str], columns: tuple[Column, ...], suspicious: bool) -> None:
        used = [column for column in columns if column.property and column.property != RECORD_ID]
        self._width = len(header)
        self._columns = [_ColumnReader(project, column) for column in used]
        self._names = [column.property for column in used]
        self._id_at = next((c.index for c in columns if c.property == RECORD_ID), None)
        self._suspicious = suspicious
        self.rows: list[ContactRow] = []
        self.bad: list[BadRow] = []

    def take(self, chunk: list[Row]) -> None:
        """Read some rows."""
        good = [row for row in map(self._fitted, chunk) if row is not None]
        if not good:
            return
        # Not strict: all have the header's width now.
        cells = list(zip(*(row.cells for row in good), strict=False))
        wrong: dict[int, list[str]] = {}
        values = [column.read(cells[column.index], wrong) for column in self._columns]
        ids = self._record_ids(cells, len(good), wrong)
        names = self._names
        for at, (row, record_id, *found) in enumerate(zip(good, ids, *values, strict=True)):
            if at in wrong:
                self._refuse(row, " ".join(wrong[at]))
                continue
            filled = {name: value for name, value in zip(names, found, strict=True) if value is not None}
            if filled or record_id:
                self.rows.append(ContactRow(row.line, record_id, filled, row.cells))

    def _fitted(self, row: Row) -> Row | None:
        """Give a row the header's width; a row that cannot have it goes to the bad ones."""
        reason = row.fault or (_unfit_text(row.cells) if self._suspicious else "")
        width = self._width
        if reason:
            self._refuse(row, reason)
            return None
        if len(row.cells) == width:
            return row
        if any(cell.strip() for cell in row.cells[width:]):
            self._refuse(row, f"There are {len(row.cells)} cells, but the header names {width}.")
            return None
        return Row(row.line, [*row.cells[:width], *[""] * (width - len(row.cells))])

    def _refuse(self, row: Row, reason: str) -> None:
        self.bad.append(BadRow(row.line, reason, tuple(row.cells)))

    def _record_ids(self, cells: list[tuple[str, ...]], count: int, wrong: dict[int, list[str]]) -> list[int]:
        if self._id_at is None:
            return [0] * count
        ids: list[int] = []
        for at, cell in enumerate(cells[self._id_at]):
            found = _RECORD_ID.fullmatch(cell.strip())
            ids.append(int(found[1]) if found else 0)
            if found is None and cell.strip():
                wrong.setdefault(at, []).append(f"Record ID: “{cell.strip()[:60]}” is not a number.")
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
        self._read = reader_for(definition, project)
        self._known: dict[str, Value] = {}
        self._refused: dict[str, str] = {}
        self.read = {PropertyType.TEXT: self._texts, PropertyType.EMAIL: self._emails}.get(
            definition.type, self._values
        )

    def _texts(self, cells: Sequence[str], wrong: dict[int, list[str]]) -> list[Value]:
        return [(cell.strip() if cell[:1] != "'" else plain(cell)) or None for cell in cells]

    def _emails(self, cells: Sequence[str], wrong: dict[int, list[str]]) -> list[Value]:
        values = self._texts(cells, wrong)
        for at, value in enumerate(values):
            if value is not None and not is_address(str(value)):
                wrong.setdefault(at, []).append(f"{self._label}: “{str(value)[:60]}” is not an email address.")
        return values

    def _values(self, cells: Sequence[str], wrong: dict[int, list[str]]) -> list[Value]:
        known, refused = self._known, self._refused
        for text in set(cells) - known.keys():
            try:
                known[text] = self._read(plain(text))
            except Problem as problem:
                known[text] = None
                refused[text] = f"{self._label}: {problem.sentence} {problem.hint}".strip()
        if refused:
            for at, text in enumerate(cells):
                if text in refused:
                    wrong.setdefault(at, []).append(refused[text])
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
    return text[1:].strip() if text.startswith("'") and _FORMULA.match(text) else text


# ---------------------------------------------------------------- writing


def save(path: Path, project: Project, contacts: Iterable[Contact]) -> int:
    """Write a contact list; it appears only when it is whole.

    Returns:
        How many contacts it holds.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with written(path) as file:
        return write(file, project, contacts)


def write(file: IO[str], project: Project, contacts: Iterable[Contact]) -> int:
    """Write contacts to an open file, under a header of labels; gives how many there were."""
    writer = csv.writer(file)
    properties = project.properties
    writer.writerow(["Record ID", *map(guarded, _labels(properties))])
    number = 0
    for contact in contacts:
        values = contact.values
        cells = [
            guarded(file_value(p, values[p.name], project)) if values.get(p.name) is not None else ""
            for p in properties
        ]
        writer.writerow([contact.id, *cells])
        number += 1
    return number


def write_errors(file: IO[str], header: Sequence[str], bad: Iterable[BadRow]) -> None:
    """Write the rows that were not taken in, their reason and line first; once mended, the file can be imported."""
    writer = csv.writer(file)
    writer.writerow(["Reason", "Line", *header])
    for row in bad:
        writer.writerow([guarded(row.reason), row.line, *(guarded(plain(cell)) for cell in row.cells)])


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return "'" + text if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def _labels(properties: Sequence[PropertyDefinition]) -> list[str]:
    """Give headers that are read back as the same properties: a label that could mean another gives way to the name."""
    taken = {"record id"} | {p.name.casefold() for p in properties}
    labels: list[str] = []
    for definition in properties:
        label = definition.label.strip()
        own = label.casefold() == definition.name.casefold()
        free = bool(label) and (own or label.casefold() not in taken)
        labels.append(label if free else definition.name)
        taken.add(labels[-1].casefold())
    return labels
