"""A contact list's file opened as a table: text or workbook, found by what is in it and not by its name.

What the columns mean is not known here (``core.exchange.csv_header``), nor what a cell holds
(``core.exchange.contact_reading``).
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from core.exchange.csv_rows import Chunk, chunks_of, declared_delimiter, found_delimiter, lines_of
from core.exchange.encodings import Decoded, decoded
from core.exchange.files import foreign_kind, read_bytes
from core.exchange.workbooks import is_workbook, rows_of_workbook
from core.model.problem import Problem

_T = TypeVar("_T")
_SEEN_FIRST = 1_000
_LONGEST = 65_536
"""Characters a value may have, as in HubSpot."""
_WORKBOOK_NAMES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_SIZE = 10_000


@dataclass(frozen=True, slots=True)
class HowToRead:
    """How a file is read; what is empty is found.

    Attributes:
        encoding: Name of the encoding of a text file.
        delimiter: What stands between its cells.
        sheet: Name of the sheet of a workbook.
        header_row: Line of the header, from 1; 0 for the first line that is not blank.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0


@dataclass(frozen=True, slots=True)
class ListFile:
    """An opened contact list.

    Attributes:
        header: The header row as it stands.
        line: The line it begins on, from 1.
        start: Index of the line after it.
        encoding: The encoding; empty for a workbook.
        delimiter: The delimiter; empty for a workbook.
        sheet: The sheet; empty for a text file.
        sheets: All sheets of the workbook.
        note: What is odd about the file, as a sentence; mostly empty.
        total: Lines there are.
        suspicious: Whether a cell may hold what no text may.
        lines: The lines of a text file.
        rows: The rows of a workbook.
    """

    header: tuple[str, ...]
    line: int
    start: int
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    note: str = ""
    total: int = 0
    suspicious: bool = False
    lines: Sequence[str] = field(default=(), repr=False)
    rows: Sequence[list[str]] = field(default=(), repr=False)

    def chunks(self, size: int = _SIZE) -> Iterator[Chunk]:
        """Give the rows below the header, some thousands at a time."""
        if not self.sheet:
            yield from chunks_of(self.lines, self.delimiter, self.start, size)
            return
        for begin in range(self.start, len(self.rows), size):
            some = list(enumerate(self.rows[begin : begin + size], begin + 1))
            filled = [(line, row) for line, row in some if any(row)]
            yield Chunk([line for line, _ in filled], [row for _, row in filled])

    def first(self, count: int) -> Chunk:
        """Give the first rows below the header."""
        return next(self.chunks(count), Chunk())


def load(path: Path, known: Mapping[str, str], how: HowToRead = HowToRead()) -> ListFile:
    """Open a contact list.

    Arguments:
        path: The file.
        known: Names of properties a header may hold, in lower case; they help to find the delimiter.
        how: How to read it.

    Raises:
        Problem: ``FILE_MISSING``, ``NO_ACCESS``, ``EMPTY_FILE``, ``NOT_TEXT``, ``NOT_A_WORKBOOK``, ``WRONG_ENCODING``
            or ``NO_HEADER``.
    """
    data = read_bytes(path)
    named = path.suffix.lower() in _WORKBOOK_NAMES
    try:
        found = opened(data, known, how)
    except Problem as problem:
        raise at_place(problem, path) from problem
    if named and not found.sheet:
        return _noted(found, f"“{path.name}” is called a workbook but holds text; it was read as a CSV file.")
    if found.sheet and not named:
        return _noted(found, f"“{path.name}” is an Excel workbook by its content; it was read as one.")
    return found


def opened(data: bytes, known: Mapping[str, str], how: HowToRead = HowToRead()) -> ListFile:
    """Open a contact list that is in memory; see ``load``."""
    if is_workbook(data):
        return _workbook(data, how)
    text = _text(data, how.encoding)
    lines = lines_of(text.text)
    begin = _first_line(lines, str.strip, how.header_row)
    delimiter = declared_delimiter(lines[begin:])
    begin += bool(delimiter)
    delimiter = how.delimiter or delimiter or found_delimiter(lines[begin : begin + _SEEN_FIRST], known)
    header, line, start = _header(lines, delimiter, begin)
    return ListFile(
        tuple(header), line, start, text.encoding, delimiter, total=len(lines), lines=lines,
        suspicious="\0" in text.text or "\ufffd" in text.text or max(map(len, lines), default=0) > _LONGEST,
    )  # fmt: skip


def at_place(problem: Problem, path: Path) -> Problem:
    """Give a problem with the file's path before its place."""
    place = f"{path}, {problem.place}" if problem.place else str(path)
    return Problem(problem.code, problem.sentence, place=place, hint=problem.hint)


def _noted(found: ListFile, note: str) -> ListFile:
    return replace(found, note=note)


def _first_line(lines: Sequence[_T], filled: Callable[[_T], object], header_row: int) -> int:
    """Give the index of the header; the lines are looked at no further than that."""
    if header_row < 1:
        begin = next((at for at, line in enumerate(lines) if filled(line)), len(lines))
    else:
        begin = header_row - 1
    if begin >= len(lines):
        if any(map(filled, lines)):
            raise Problem("NO_HEADER", f"There is no line {header_row}; the file has {len(lines):,}.")
        raise Problem("EMPTY_FILE", "The file is empty.")
    return begin


def _workbook(data: bytes, how: HowToRead) -> ListFile:
    sheet, sheets, rows = rows_of_workbook(data, how.sheet)
    if not any(map(any, rows)):
        raise Problem("EMPTY_FILE", f"The sheet “{sheet}” is empty.", hint="Choose another sheet.")
    begin = _first_line(rows, any, how.header_row)
    header = list(rows[begin])
    while header and not header[-1]:
        header.pop()
    longest = max((len(cell) for row in rows for cell in row), default=0)
    return ListFile(
        tuple(header), begin + 1, begin + 1, sheet=sheet, sheets=sheets, total=len(rows), rows=rows,
        suspicious=longest > _LONGEST,
    )  # fmt: skip


def _text(data: bytes, encoding: str) -> Decoded:
    if not encoding:
        return decoded(data)
    kind = foreign_kind(data)
    if kind:
        raise Problem("NOT_TEXT", f"The file is {kind}.")
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError) as error:
        raise Problem("WRONG_ENCODING", f"The file cannot be read as {encoding}.") from error
    return Decoded(text.removeprefix("\ufeff"), name)


def _header(lines: Sequence[str], delimiter: str, start: int) -> tuple[list[str], int, int]:
    """Give the header's cells, the line it begins on, and the index of the line after it."""
    first = next(chunks_of(lines, delimiter, start, size=1), Chunk())
    if not first.rows:
        return [], start + 1, len(lines)
    line = first.lines[0]
    reader = csv.reader(islice(lines, line - 1, None), delimiter=delimiter)
    return next(reader), line, line - 1 + reader.line_num
