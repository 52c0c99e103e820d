"""Rows of a CSV text with the lines they begin on, whatever a spreadsheet or an editor made of the quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20
_OTHER_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Where Python ends lines besides, and CSV does not."""


@dataclass(slots=True)
class Chunk:
    """Some rows, as parallel lists.

    Attributes:
        lines: The line each row begins on, from 1.
        rows: The cells of each row as they stand.
        faulty: Line and text of the lines that could not be taken apart.
    """

    lines: list[int] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    faulty: list[tuple[int, str]] = field(default_factory=list)


def lines_of(text: str) -> list[str]:
    """Split a text at line ends only, as CSV means them: not at form feeds or paragraph signs."""
    if any(sign in text for sign in _OTHER_ENDS):
        return list(io.StringIO(text, newline=""))
    # The same, and no second copy of a long text.
    return text.splitlines(keepends=True)


def declared_delimiter(lines: Sequence[str]) -> str:
    """Give the delimiter that a first line such as ``sep=;`` declares; empty when none does."""
    first = lines[0].strip().lower() if lines else ""
    return first[4:] if first.startswith("sep=") and len(first) == 5 else ""


def found_delimiter(lines: Sequence[str], known: Mapping[str, str]) -> str:
    """Find the delimiter under which the first row names most properties and the rows are most alike.

    Arguments:
        lines: The first lines, from the header on.
        known: Names of properties a header may hold, in lower case.
    """
    return max(_DELIMITERS, key=lambda delimiter: _score(lines[: 4 * _LOOKED_AT], delimiter, known))


def _score(lines: Sequence[str], delimiter: str, known: Mapping[str, str]) -> tuple[int, float, int]:
    _allow_long_cells(lines)
    rows = list(islice(filter(None, csv.reader(lines, delimiter=delimiter)), _LOOKED_AT))
    if not rows:
        return (0, 0.0, 0)
    names = sum(" ".join(cell.split()).casefold() in known for cell in rows[0])
    alike = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
    return (names, alike, len(rows[0]))


def chunks_of(lines: Sequence[str], delimiter: str, start: int = 0, size: int = 10_000) -> Iterator[Chunk]:
    """Give the rows from a line on, some thousands at a time; empty lines are left out.

    Of a row whose quotes do not match, the first line is faulty and reading goes on with the next: a quote that is
    never closed must not swallow the rest of the list.

    Arguments:
        lines: All lines of the file.
        delimiter: What stands between cells.
        start: Index of the line to begin with.
        size: Rows in a chunk.
    """
    _allow_long_cells(lines)
    chunk = Chunk()
    while start < len(lines):
        block = lines[start : start + size]
        if not chunk.lines and '"' not in "".join(block):
            # Without a quote every line is a row, and the module reads them all at once.
            yield _plain_chunk(block, delimiter, start)
            start += len(block)
            continue
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter, strict=True)
        line = start + 1
        try:
            for cells in reader:
                if cells:
                    chunk.lines.append(line)
                    chunk.rows.append(cells)
                line = start + reader.line_num + 1
                if len(chunk.lines) >= size:
                    break
            start = line - 1
        except csv.Error:
            chunk.faulty.append((line, lines[line - 1].rstrip("\r\n")))
            start = line
        if len(chunk.lines) >= size:
            yield chunk
            chunk = Chunk()
    if chunk.lines or chunk.faulty:
        yield chunk


def _plain_chunk(block: Sequence[str], delimiter: str, start: int) -> Chunk:
    rows = list(csv.reader(block, delimiter=delimiter))
    lines = list(range(start + 1, start + 1 + len(rows)))
    if [] in rows:
        lines = [line for line, cells in zip(lines, rows, strict=True) if cells]
        rows = [cells for cells in rows if cells]
    return Chunk(lines, rows)


def _allow_long_cells(lines: Sequence[str]) -> None:
    """Lift the module's limit on cells; it guards against a swallowed file, and here a file gives its rows back."""
    csv.field_size_limit(max(csv.field_size_limit(), sum(map(len, lines))))
