"""Log files: lines written as CSV or as one JSON object a line. Which lines is asked of ``core.services.log``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import tzinfo
from pathlib import Path
from typing import IO, TypeAlias

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


def write(path: Path, fmt: str, lines: Iterable[LogLine], zone: tzinfo) -> int:
    """Write a log file; it appears under its name only when it is whole.

    Arguments:
        path: The file; one that is there is replaced.
        fmt: ``csv`` (UTF-8, with a header) or ``jsonl``.
        lines: What to write.
        zone: The time zone times are written in, as ISO 8601 with offset.

    Returns:
        How many lines were written.

    Raises:
        Problem: ``BAD_FORMAT`` for a format not known, ``CANNOT_WRITE`` when the file cannot be written.
    """
    writer = _WRITERS.get(fmt)
    if writer is None:
        known = " and ".join(_WRITERS)
        raise Problem("BAD_FORMAT", f"“{fmt}” is no format of log files.", hint=f"There are {known}.")
    with replaced(path) as file:
        return writer(file, lines, zone)


@contextmanager
def replaced(path: Path) -> Iterator[IO[str]]:
    """Open a text file that appears under its name only when it is whole.

    Raises:
        Problem: ``CANNOT_WRITE`` when the file cannot be written.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise Problem("CANNOT_WRITE", f"“{path.name}” cannot be written: {error.strerror}.", place=str(path)) from error
    finally:
        # What cannot be taken away could not be made either.
        with suppress(OSError):
            partial.unlink()


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
    written = 0
    for line in lines:
        writer.writerow(_values(line, zone))
        written += 1
    return written


def _write_jsonl(file: IO[str], lines: Iterable[LogLine], zone: tzinfo) -> int:
    written = 0
    for line in lines:
        named = dict(zip(COLUMNS, _values(line, zone), strict=True))
        file.write(json.dumps(named, ensure_ascii=False) + "\n")
        written += 1
    return written


_WRITERS: Mapping[str, Writer] = {"csv": _write_csv, "jsonl": _write_jsonl}
