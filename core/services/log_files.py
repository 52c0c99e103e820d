"""Log files: lines written as CSV or as one JSON object a line. Which lines is asked of ``core.services.log``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import IO, TypeAlias

from core.exchange.files import never, written
from core.model.instant import iso
from core.model.problem import Problem
from core.services.log_lines import LogLine

Writer: TypeAlias = Callable[[IO[str], Iterable[LogLine], tzinfo], int]

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


def write(path: Path, fmt: str, lines: Iterable[LogLine], zone: tzinfo, stopped: Callable[[], bool] = never) -> int:
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


def _values(line: LogLine, zone: tzinfo) -> tuple[str | int | None, ...]:
    return (
        iso(line.time, zone),
        line.contact,
        line.email,
        line.workflow,
        line.action,
        line.kind.label,
        line.outcome.label,
        line.reason.name if line.reason else "",
        line.severity,
        line.sender,
        line.sequence,
        line.step or None,
        line.detail,
    )


def _write_csv(file: IO[str], lines: Iterable[LogLine], zone: tzinfo) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for line in lines:
        writer.writerow(_values(line, zone))
        count += 1
    return count


def _write_jsonl(file: IO[str], lines: Iterable[LogLine], zone: tzinfo) -> int:
    count = 0
    for line in lines:
        named = dict(zip(COLUMNS, _values(line, zone), strict=True))
        file.write(json.dumps(named, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_excel(file: IO[str], lines: Iterable[LogLine], zone: tzinfo) -> int:
    # Without this sign Excel takes every “Łucja” for another encoding.
    file.write("\ufeff")
    return _write_csv(file, lines, zone)


_WRITERS: Mapping[str, Writer] = {"csv": _write_csv, "jsonl": _write_jsonl, "excel": _write_excel}
