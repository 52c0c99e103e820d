"""Log files: lines written as CSV or as one JSON object a line. Which lines is asked of ``core.services.log``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import IO, TypeAlias

from core.exchange.files import never, written
from core.model.instant import iso
from core.model.problem import Problem
from core.model.trace import TraceRow
from core.services.log_lines import Alike
from core.store.contacts import Person

Written: TypeAlias = tuple[TraceRow, Alike, Person, str]
"""A row, its words, its contact, and its sentence."""
Writer: TypeAlias = Callable[[IO[str], Iterable[Written], tzinfo], int]

COLUMNS = (
    "time",
    "contact",
    "email",
    "workflow",
    "action",
    "kind",
    "outcome",
    "reason",
    "severity",
    "sender",
    "sequence",
    "step",
    "detail",
)
"""The columns of a log file, in order."""


def write(path: Path, fmt: str, lines: Iterable[Written], zone: tzinfo, stopped: Callable[[], bool] = never) -> int:
    """Write a log file; it appears under its name only when it is whole.

    Arguments:
        path: The file; one that is there is replaced.
        fmt: ``csv`` (UTF-8, with a header), ``excel`` (the same as Excel reads it by a double click) or ``jsonl``.
        lines: What to write.
        zone: The time zone times are written in, as ISO 8601 with offset.
        stopped: Asked at the end, before the file gets its name.

    Returns:
        How many lines were written.

    Raises:
        Stopped: It said yes; every file is as it was.
        Problem: ``BAD_FORMAT`` for a format not known; ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE`` when the file
            cannot be written.
    """
    writer = _WRITERS.get(fmt)
    if writer is None:
        known = "csv and jsonl"
        raise Problem("BAD_FORMAT", f"“{fmt}” is no format of log files.", hint=f"There are {known}.")
    with written(path, stopped=stopped) as file:
        return writer(file, lines, zone)


def _rows(lines: Iterable[Written], zone: tzinfo) -> Iterator[tuple[str | int | None, ...]]:
    """Give the cells of each line."""
    then, clock = -1, ""
    for row, alike, person, said in lines:
        if row[0] != then:
            # Many neighbours happen at one instant.
            then = row[0]
            clock = iso(then, zone)
        yield (
            clock,
            person.name,
            person.email,
            alike.workflow,
            alike.action,
            alike.kind_label,
            alike.outcome_label,
            alike.reason_name,
            alike.severity,
            alike.sender,
            alike.sequence,
            row[8] or None,
            said,
        )


def _write_csv(file: IO[str], lines: Iterable[Written], zone: tzinfo) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for cells in _rows(lines, zone):
        writer.writerow(cells)
        count += 1
    return count


def _write_jsonl(file: IO[str], lines: Iterable[Written], zone: tzinfo) -> int:
    count = 0
    for cells in _rows(lines, zone):
        named = dict(zip(COLUMNS, cells, strict=True))
        file.write(json.dumps(named, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_excel(file: IO[str], lines: Iterable[Written], zone: tzinfo) -> int:
    # Without this sign Excel takes every “Łucja” for another encoding.
    file.write("\ufeff")
    return _write_csv(file, lines, zone)


_WRITERS: Mapping[str, Writer] = {"csv": _write_csv, "jsonl": _write_jsonl, "excel": _write_excel}
