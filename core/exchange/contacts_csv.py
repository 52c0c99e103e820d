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
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import IO

from core.exchange.csv_header import Column, columns_of, known_names
from core.exchange.csv_rows import Chunk, chunks_of, declared_delimiter, found_delimiter, lines_of
from core.exchange.encodings import decoded
from core.exchange.files import read_bytes, written
from core.exchange.project_checks import RECORD_ID
from core.exchange.values import file_value, reader_for
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.rules.eligibility import are_addresses, is_address

Tick = Callable[[int, int], None]
"""Told how many lines of how many are read; may raise to stop."""

_SEEN_FIRST = 1_000
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
        values: Its property names and values; blank cells are absent.
        cells: Its cells as they stand.
        bad: Rows that cannot be taken in.
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
    delimiter = delimiter or found_delimiter(lines[start : start + _SEEN_FIRST], known)
    header, line, start = _header(lines, delimiter, start)
    columns = columns_of(header, known)
    _check_header(header, line, columns)
    found_list = ContactList(tuple(header), columns, found.encoding, delimiter)
    reading = _Reading(project, found_list, suspicious=_is_suspicious(found.text, lines))
    for chunk in chunks_of(lines, delimiter, start):
        reading.take(chunk)
        if tick is not None:
            tick(chunk.lines[-1] if chunk.lines else start, len(lines))
    if not found_list.values and not found_list.bad:
        raise Problem("NO_ROWS", "The file has a header, but no contacts below it.")
    return found_list


def _header(lines: Sequence[str], delimiter: str, start: int) -> tuple[list[str], int, int]:
    """Give the header's cells, the line it begins on, and the index of the line after it."""
    rows = chunks_of(lines, delimiter, start, size=1)
    first = next(rows, Chunk())
    if not first.rows:
        return [], start + 1, len(lines)
    line = first.lines[0]
    reader = csv.reader(islice(lines, line - 1, None), delimiter=delimiter)
    return next(reader), line, line - 1 + reader.line_num


def _check_header(header: Sequence[str], line: int, columns: tuple[Column, ...]) -> None:
    if any(column.property for column in columns):
        return
    looks_like_a_contact = any(is_address(cell.strip()) for cell in header)
    raise Problem(
        "NO_HEADER",
        "The first row looks like a contact; it should name the columns."
        if looks_like_a_contact
        else "The first row names no property of a contact.",
        place=f"line {line}",
        hint="Put a row on top with names such as Email, First name, Last name, Company name.",
    )


def _is_suspicious(text: str, lines: Sequence[str]) -> bool:
    """Say whether any cell may hold what no text may; asked once, so that clean files need no look at each cell."""
    return "\0" in text or "\ufffd" in text or max(map(len, lines), default=0) > _LONGEST


class _Reading:
    """Turns rows into contacts, some thousands at a time, column by column.

    Arguments:
        project: For the readers of values.
        found: The list to fill; its header and columns are there.
        suspicious: Whether cells may hold what no text may.
    """

    def __init__(self, project: Project, found: ContactList, suspicious: bool) -> None:
        used = [column for column in found.columns if column.property and column.property != RECORD_ID]
        self._found = found
        self._width = len(found.header)
        self._columns = [_ColumnReader(project, column) for column in used]
        self._names = [column.property for column in used]
        self._id_at = next((c.index for c in found.columns if c.property == RECORD_ID), None)
        self._suspicious = suspicious

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
        wrong: dict[int, list[str]] = {}
        values = [column.read(cells[column.index], wrong) for column in self._columns]
        ids = self._record_ids(cells, len(rows), wrong)
        contacts = self._contacts(values, len(rows))
        for at, reasons in wrong.items():
            self._refuse(lines[at], " ".join(reasons), rows[at])
        self._keep(lines, rows, contacts, ids, wrong)

    def _keep(
        self, lines: list[int], rows: list[list[str]], contacts: list[dict[str, Value]], ids: list[int],
        wrong: dict[int, list[str]],
    ) -> None:  # fmt: skip
        found = self._found
        if not wrong and all(contacts):
            found.lines += lines
            found.record_ids += ids
            found.values += contacts
            found.cells += rows
            return
        keep = [at for at in range(len(rows)) if (contacts[at] or ids[at]) and at not in wrong]
        found.lines += [lines[at] for at in keep]
        found.record_ids += [ids[at] for at in keep]
        found.values += [contacts[at] for at in keep]
        found.cells += [rows[at] for at in keep]

    def _contacts(self, values: list[list[Value]], count: int) -> list[dict[str, Value]]:
        names = self._names
        if not values:
            return [{} for _ in range(count)]
        if not any(None in column for column in values):
            return [dict(zip(names, row, strict=False)) for row in zip(*values, strict=True)]
        return [
            dict(zip(names, row, strict=False))
            if None not in row
            else {name: value for name, value in zip(names, row, strict=False) if value is not None}
            for row in zip(*values, strict=True)
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

    def _refuse(self, line: int, reason: str, cells: Sequence[str]) -> None:
        self._found.bad.append(BadRow(line, reason, tuple(cells)))

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
        texts: list[Value] = list(map(str.strip, cells))
        # Few columns have an apostrophe or a blank anywhere; those that do are looked at cell by cell.
        if "'" in "".join(cells):
            texts = list(map(plain, cells))
        return [text or None for text in texts] if "" in texts else texts

    def _emails(self, cells: Sequence[str], wrong: dict[int, list[str]]) -> list[Value]:
        values = self._texts(cells, wrong)
        if are_addresses([str(value) for value in values if value is not None]):
            return values
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
    cells = [(p.name, _cell_writer(p, project)) for p in properties]
    number = 0
    for contact in contacts:
        get = contact.values.get
        writer.writerow([contact.id, *["" if (v := get(name)) is None else cell(v) for name, cell in cells]])
        number += 1
    return number


def _cell_writer(definition: PropertyDefinition, project: Project) -> Callable[[Value], str]:
    """Give the function that writes cells of one property; each value of those with few values is written once."""
    if definition.type in (PropertyType.TEXT, PropertyType.EMAIL, PropertyType.NUMBER):
        return lambda value: guarded(file_value(definition, value, project))
    return cache(lambda value: guarded(file_value(definition, value, project)))


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
