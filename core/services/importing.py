"""Bringing contacts and projects in, step by step: open a file, map its columns, preview, read, plan.

What the files look like is known to ``core.exchange``, which row is which contact to ``core.services.import_plan``; the
edit is done by ``Workspace.apply``, so an import can be undone like anything else.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from core.exchange import contact_reading, contacts_csv, csv_matching, guesses, list_files, project_json
from core.exchange.contact_reading import BadCells, BadRow, ContactList, PreviewRow
from core.exchange.csv_header import Column, check_header, clean_header, columns_chosen, known_names
from core.exchange.files import written
from core.exchange.list_files import HowToRead, ListFile, at_place
from core.exchange.project_checks import RECORD_ID
from core.exchange.texts import slashed_order
from core.exchange.values import reader_for
from core.model.changes import Noun
from core.model.contact import PropertyDefinition, PropertyType
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.project import Project
from core.services import import_plan
from core.services.calm import calm_collector
from core.services.import_plan import Duplicates, ImportPlan, made_values
from core.services.workspace import Workspace

__all__ = [
    "RECORD_ID",
    "BadCells",
    "BadRow",
    "Column",
    "ColumnFacts",
    "Control",
    "Duplicates",
    "HowToRead",
    "ImportChoices",
    "ImportPlan",
    "ImportProgress",
    "ListFile",
    "PreviewRow",
    "ReadList",
    "clean_header",
    "facts_of",
    "new_property",
    "open_list",
    "open_project",
    "plan_import",
    "preview",
    "read_contacts",
    "read_list",
    "samples_of",
    "suggested",
    "unknown_texts",
    "write_errors",
]

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("utf-8", "Unicode (UTF-8)"),
    ("utf-16", "Unicode (UTF-16)"),
    ("cp1250", "Central European (Windows-1250)"),
    ("cp1252", "Western (Windows-1252)"),
    ("cp1251", "Cyrillic (Windows-1251)"),
    ("cp1254", "Turkish (Windows-1254)"),
    ("cp1257", "Baltic (Windows-1257)"),
    ("iso8859-2", "Central European (ISO 8859-2)"),
    ("iso8859-15", "Western (ISO 8859-15)"),
    ("cp852", "Central European (DOS 852)"),
    ("mac-roman", "Macintosh"),
)
"""Encodings to choose from by hand, as (name, words)."""

DELIMITERS: tuple[tuple[str, str], ...] = ((",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Bar |"))
"""What may stand between cells, as (sign, words)."""

_LOOKED_AT = 1_000
_LOOKED_AT_FOR_DATES = 10_000
_MOST_TEXTS = 50
"""A column with more different texts than this holds no options."""
_SAMPLES = 3
_SAMPLE_LENGTH = 60


class Control(Protocol):
    """Whoever watches an import; a job of the window, for one."""

    def cancelled(self) -> bool:
        """Whether the import should stop."""

    def report(self, payload: object) -> None:
        """Take an ``ImportProgress``."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a file is read.

    Attributes:
        done: Lines read.
        total: Lines there are.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What a person decides about an import.

    Attributes:
        mapping: Position of a column, from 0, to the property it holds; ``None`` to match columns by their names.
        new_properties: Properties to make for columns; their ids are given when the import is planned.
        duplicates: What becomes of rows whose address is there already.
        bad_cells: What becomes of a contact with a cell that cannot be read.
        day_first: Position of a column of dates to what ``1/2/2026`` means in it; else its cells decide, if they can.
        meanings: Position of a column of options to texts in it and the option each means.
    """

    mapping: Mapping[int, str] | None = None
    new_properties: tuple[PropertyDefinition, ...] = ()
    duplicates: Duplicates = Duplicates.UPDATE
    bad_cells: BadCells = BadCells.OUT
    day_first: Mapping[int, bool] = field(default_factory=dict)
    meanings: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What the cells of a column show, looked at once.

    Attributes:
        example: The first date that can be read as two; empty for none.
        day_first: Whether its dates begin with the day; ``None`` when the cells do not show it.
        texts: Its different texts, the most frequent first; empty when they are many.
    """

    example: str = ""
    day_first: bool | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadList:
    """A list that was read under some choices; plans are made of it.

    Attributes:
        found: Its contacts and bad rows.
        properties: The properties to make, their options found.
        now: The moment it was read.
    """

    found: ContactList
    properties: tuple[PropertyDefinition, ...] = ()
    now: Instant = field(default=0)


# ---------------------------------------------------------------- step by step


def open_list(project: Project, path: Path, how: HowToRead | None = None) -> ListFile:
    """Open a contact list; slow work for a job when it is long.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``EMPTY_FILE``, ``NOT_TEXT``, ``NOT_A_WORKBOOK``, ``WRONG_ENCODING``
            or ``NO_HEADER``.
    """
    return list_files.load(path, known_names(project), how or HowToRead())


def suggested(project: Project, opened: ListFile) -> dict[int, str]:
    """Match columns to properties by names, words and cells: position of a column to the property it holds."""
    columns = csv_matching.matched(opened.header, _filled(opened), project)
    return {column.index: column.property for column in columns if column.property}


def facts_of(opened: ListFile) -> list[ColumnFacts]:
    """Look at the cells of each column; some ten milliseconds."""
    found = []
    for cells in _filled(opened, _LOOKED_AT_FOR_DATES):
        texts = Counter(cell.strip() for cell in cells)
        few = tuple(said for said, _ in texts.most_common()) if len(texts) <= _MOST_TEXTS else ()
        found.append(ColumnFacts(*slashed_order(texts), few))
    return found


def unknown_texts(project: Project, definition: PropertyDefinition, facts: ColumnFacts, most: int = 6) -> list[str]:
    """Give texts of a column that are none of the options of the property it goes into, the most frequent first."""
    if definition.type is not PropertyType.ENUM or not definition.options:
        return []
    read = reader_for(definition, project)
    found: list[str] = []
    for said in facts.texts:
        try:
            read(said)
        except Problem:
            found.append(said)
    return found[:most]


def samples_of(opened: ListFile) -> list[list[str]]:
    """Give the first three cells of each column that are not blank, shortened for showing."""
    return [[text[:_SAMPLE_LENGTH] for text in texts[:_SAMPLES]] for texts in _filled(opened)]


def new_property(project: Project, opened: ListFile, index: int, taken: Sequence[str] = ()) -> PropertyDefinition:
    """Suggest the property a column could become: its label from the header, its type from the cells.

    Arguments:
        project: Its properties' names are not given again.
        opened: The file.
        index: The column.
        taken: Names that are taken besides.
    """
    label = clean_header(opened.header[index]) or f"Column {index + 1}"
    names = [*(definition.name for definition in project.properties), *taken, RECORD_ID]
    return guesses.new_property(label, _filled(opened)[index], names)


def preview(project: Project, opened: ListFile, choices: ImportChoices, count: int = 20) -> list[PreviewRow]:
    """Give the first rows with what is wrong in each cell.

    Raises:
        Problem: ``TWO_COLUMNS``.
    """
    columns = _columns(project, opened, choices)
    made = _with_options(opened.first(count).rows, columns, choices.new_properties)
    return contact_reading.preview(opened, columns, _with(project, made), count, choices.bad_cells)


def read_list(
    project: Project, opened: ListFile, choices: ImportChoices, control: Control | None = None,
    now: Instant | None = None,
) -> ReadList:  # fmt: skip
    """Read all rows of an opened list; slow work for a job when it is long.

    Raises:
        Problem: ``NO_HEADER``, ``TWO_COLUMNS``, ``TOO_MANY_OPTIONS``, ``NO_ROWS`` or ``CANCELLED``.
    """
    moment = int(time.time()) if now is None else now
    with calm_collector():
        columns = _columns(project, opened, choices)
        check_header(opened.header, opened.line, columns)
        properties = choices.new_properties
        if any(definition.type is PropertyType.ENUM for definition in properties):
            rows = [row for chunk in opened.chunks() for row in chunk.rows]
            properties = _with_options(rows, columns, properties)
        everyone = made_values(moment)
        said = any(column.property in everyone for column in columns)
        tick = None if control is None else _Ticker(control).tick
        mine = _with(project, properties)
        found = contact_reading.read(opened, columns, mine, tick, None if said else everyone, choices.bad_cells)
    return ReadList(found, properties, moment)


def plan_import(ws: Workspace, path: Path, read: ReadList, duplicates: Duplicates = Duplicates.UPDATE) -> ImportPlan:
    """Plan what a list that was read changes; asked again for each answer to what becomes of duplicates.

    A row belongs to the contact with its record id, else to the one with its email address; cells that are not blank
    overwrite, blank ones do not. Later rows of the same contact go over earlier ones. New contacts get a create date
    and the source *Import* unless the file says otherwise.
    """
    ids = ws.new_ids(Noun.PROPERTY, len(read.properties)) if read.properties else range(0)
    made = tuple(replace(p, id=new_id) for p, new_id in zip(read.properties, ids, strict=True))
    with calm_collector():
        return import_plan.plan(ws, path, read.found, read.now, duplicates, made)


def read_contacts(
    ws: Workspace,
    path: Path,
    control: Control | None = None,
    now: Instant | None = None,
    choices: ImportChoices | None = None,
) -> ImportPlan:
    """Open a contact list, read it and plan what it changes, all in one; slow work for a job when it is long.

    Arguments:
        ws: The workspace.
        path: A CSV file or a workbook.
        control: Who watches, and may stop it.
        now: The present moment by the wall clock; asked for when not given.
        choices: What was decided; columns go by their names, and duplicates update, unless given.

    Raises:
        Problem: what ``open_list`` and ``read_list`` raise.
    """
    wanted = choices or ImportChoices()
    project = ws.project()
    with calm_collector():
        opened = open_list(project, path)
        try:
            read = read_list(project, opened, wanted, control, now)
        except Problem as problem:
            raise at_place(problem, path) from problem
        return plan_import(ws, path, read, wanted.duplicates)


def write_errors(plan: ImportPlan, path: Path) -> int:
    """Write the rows that stayed out, or went in with cells left empty, their reasons first; gives their number.

    Once mended, the file can be imported: rows that went in update their contact.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with written(path) as file:
        rows = sorted((*plan.bad, *plan.emptied), key=lambda row: row.line)
        contacts_csv.write_errors(file, plan.header, rows)
    return len(rows)


def open_project(path: Path, into: Path) -> Workspace:
    """Make a new workspace of a project file.

    Arguments:
        path: A project file, see ``core.exchange.project_json``.
        into: The workspace file to make; there must be none yet.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``NOT_JSON``, ``NOT_A_PROJECT``, ``NEWER_FILE``, ``BAD_DOCUMENT``,
            ``FILE_EXISTS``, ``READ_ONLY`` or ``DISK_FULL``.
    """
    return Workspace.create(into, *project_json.load_document(path))


# ---------------------------------------------------------------- parts


class _Ticker:
    """Passes on how far the reading is, and ends it when the person wants that."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def tick(self, done: int, total: int) -> None:
        """Report, or stop."""
        if self._control.cancelled():
            raise Problem("CANCELLED", "The import was stopped; nothing was changed.")
        self._control.report(ImportProgress(done, total))


def _columns(project: Project, opened: ListFile, choices: ImportChoices) -> tuple[Column, ...]:
    if choices.mapping is None:
        columns = csv_matching.matched(opened.header, _filled(opened), project)
    else:
        columns = columns_chosen(opened.header, choices.mapping)
    columns = tuple(
        replace(c, meanings=tuple((said.casefold(), value) for said, value in choices.meanings[c.index].items()))
        if c.index in choices.meanings
        else c
        for c in columns
    )
    known = _with(project, choices.new_properties)
    return csv_matching.with_orders(columns, lambda: _filled(opened, _LOOKED_AT_FOR_DATES), known, choices.day_first)


def _with(project: Project, properties: tuple[PropertyDefinition, ...]) -> Project:
    if not properties:
        return project
    return replace(project, custom_properties=(*project.custom_properties, *properties))


def _with_options(
    rows: Sequence[Sequence[str]], columns: tuple[Column, ...], properties: tuple[PropertyDefinition, ...]
) -> tuple[PropertyDefinition, ...]:
    """Give new properties, those to choose from with the options that stand in their column."""
    place = {column.property: column.index for column in columns}
    return tuple(
        replace(p, options=guesses.options_of(row[place[p.name]] for row in rows if len(row) > place[p.name]))
        if p.type is PropertyType.ENUM and p.name in place
        else p
        for p in properties
    )


def _filled(opened: ListFile, count: int = _LOOKED_AT) -> list[list[str]]:
    """Give the cells that are not blank of each column, of the first rows."""
    columns: list[list[str]] = [[] for _ in opened.header]
    for row in opened.first(count).rows[:count]:
        for cells, cell in zip(columns, row, strict=False):
            if cell.strip():
                cells.append(cell)
    return columns
