"""Contact lists as CSV: reading what spreadsheets and HubSpot write, and writing what they and this read.

Files are written in UTF-8 without a byte order mark, with a comma and CRLF (RFC 4180), labels in the header and
``Record ID`` first. A cell that a spreadsheet would take for a formula gets an apostrophe in front, and reading takes
one away again; a phone number such as ``+48 22 123 45 67`` is left as it is. Not here: taking files apart
(``core.exchange.list_files``) and what cells hold (``core.exchange.contact_reading``).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from core.exchange import contact_reading, list_files
from core.exchange.contact_reading import FORMULA, BadRow, ContactList, Tick, plain
from core.exchange.csv_header import check_header, columns_of, known_names
from core.exchange.files import written
from core.exchange.list_files import ListFile, at_place
from core.exchange.values import file_value
from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project

__all__ = ["BadRow", "ContactList", "Tick", "guarded", "load", "plain", "read", "save", "write", "write_errors"]

_HARMLESS = re.compile(r"[+-][\d ()./-]*")

# ---------------------------------------------------------------- reading


def load(path: Path, project: Project, tick: Tick | None = None) -> ContactList:
    """Read a contact list, its columns matched by their names.

    Arguments:
        path: The file, text or a workbook.
        project: Knows the properties, the users and the account's time zone.
        tick: Hears how far it is.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``EMPTY_FILE``, ``NOT_TEXT``, ``NOT_A_WORKBOOK``, ``NO_HEADER`` or
            ``NO_ROWS``.
    """
    opened = list_files.load(path, known_names(project))
    try:
        return _read(opened, project, tick)
    except Problem as problem:
        raise at_place(problem, path) from problem


def read(data: bytes, project: Project, tick: Tick | None = None) -> ContactList:
    """Read a contact list out of a file's bytes; see ``load``."""
    return _read(list_files.opened(data, known_names(project)), project, tick)


def _read(opened: ListFile, project: Project, tick: Tick | None) -> ContactList:
    columns = columns_of(opened.header, known_names(project))
    check_header(opened.header, opened.line, columns)
    return contact_reading.read(opened, columns, project, tick)


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
    return "'" + text if FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


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
