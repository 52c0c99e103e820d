"""Writing contacts and whole projects to files, and copying workspaces. The files' formats are in ``core.exchange``."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from core.exchange import contacts_csv as csv_file
from core.exchange import files
from core.exchange import project_json as json_file
from core.model.contact import Contact
from core.model.problem import Problem
from core.services.contacts import ContactQuery
from core.services.workspace import Workspace
from core.store import lists

_PAGE = 2_000
_MAGIC = b"SQLite format 3\0"


def contacts_csv(ws: Workspace, ids: Sequence[int] | None, path: Path) -> int:
    """Write contacts as CSV, in the order of their ids; slow work for a job when there are many.

    Arguments:
        ws: The workspace.
        ids: Which contacts; ``None`` for all. Deleted ones are left out.
        path: The file; one that is there is replaced when the new one is whole.

    Returns:
        How many contacts were written.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    return csv_file.save(path, ws.project(), _contacts(ws, ids))


def project_json(ws: Workspace, path: Path) -> int:
    """Write the whole project with its contacts as one JSON document; runs and logs are left out.

    Arguments:
        ws: The workspace.
        path: The file; one that is there is replaced when the new one is whole.

    Returns:
        How many contacts were written.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    return json_file.save(path, ws.project(), _contacts(ws, None), lists.everyone(ws.store))


def picture(path: Path, data: bytes) -> None:
    """Write a picture; one that is there is replaced when the new one is whole.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    files.save_bytes(path, data)


def save_rows(headings: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> int:
    """Write a table as CSV; one that is there is replaced when the new one is whole. Gives how many rows it has.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with files.written(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        listed = list(rows)
        writer.writerows(listed)
    return len(listed)


def open_copy(path: Path, folder: Path) -> Workspace:
    """Open a copy of a workspace file, so that whatever is done to it leaves the file as it was.

    The copy is made by SQLite itself: copying the file would lose what is still in its write-ahead log.

    Arguments:
        path: The workspace; it may be read-only.
        folder: Where the copy goes, under the same name.

    Raises:
        Problem: What ``Workspace.open`` raises, with the place of the file itself.
    """
    copy = folder / path.name
    if not _is_database(path):
        # Opening says best what it is instead, and cannot change it.
        return Workspace.open(path)
    try:
        _back_up(path, copy)
        return Workspace.open(copy)
    except sqlite3.Error as error:
        raise Problem(
            "DAMAGED_FILE", f"“{path.name}” cannot be read. SQLite says: {error}.", place=str(path)
        ) from error
    except Problem as problem:
        raise Problem(problem.code, problem.sentence, place=str(path), hint=problem.hint) from problem


def _contacts(ws: Workspace, ids: Sequence[int] | None) -> Iterator[Contact]:
    wanted = ws.contacts.ids(ContactQuery()) if ids is None else ids
    for start in range(0, len(wanted), _PAGE):
        yield from ws.contacts.many(wanted[start : start + _PAGE])


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _back_up(path: Path, copy: Path) -> None:
    # Without a log beside it nobody has the file open; read as unchanging, SQLite leaves no files of its own there.
    logged = path.with_name(path.name + "-wal").exists() and os.access(path.parent, os.W_OK)
    mode = "mode=ro" if logged else "immutable=1"
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
