"""Whether a file can be a workspace, and what SQLite's errors mean to a person. Nothing here writes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Set
from contextlib import closing, contextmanager
from pathlib import Path

from peewee import PeeweeException

from core.model.problem import Problem
from core.store.tables import APPLICATION_ID, SCHEMA_VERSION

_MAGIC = b"SQLite format 3\0"
_CHECKED_PAGES = 12_000
"""Files up to this many pages (48 MB) are checked whole when opened; that takes some 40 ms once they are in memory."""
_DAMAGED = "The workspace file is damaged."
_RESTORE = "Open a backup of it: backups lie beside it and have “backup” in their names."


def version_of(path: Path) -> int:
    """Look at a file before anything is opened for writing, and give its schema version.

    Raises:
        Problem: ``FILE_MISSING``, ``NOT_A_WORKSPACE``, ``NEWER_FILE``, ``READ_ONLY``, ``NO_ACCESS`` or
            ``DAMAGED_FILE``.
    """
    application, version = _marks(path)
    if application != APPLICATION_ID:
        raise _foreign(path, "It is a database of another program.")
    if version > SCHEMA_VERSION:
        raise Problem(
            "NEWER_FILE",
            f"“{path.name}” was made by a newer version of Cadenza.",
            place=str(path),
            hint=f"It has format {version}; this program reads up to {SCHEMA_VERSION}. Update Cadenza to open it.",
        )
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise _read_only(path)
    return version


def _marks(path: Path) -> tuple[int, int]:
    """Read application id and schema version out of the file's first 100 bytes."""
    if not path.exists():
        raise Problem("FILE_MISSING", f"There is no file “{path.name}”.", place=str(path))
    if not path.is_file():
        raise _foreign(path, "It is a folder.")
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise Problem("NO_ACCESS", f"“{path.name}” cannot be read: {error.strerror}.", place=str(path)) from error
    if not head.startswith(_MAGIC):
        raise _foreign(path, "It is empty." if not head else "It holds something else.")
    if len(head) < 100:
        raise Problem("DAMAGED_FILE", _DAMAGED, place=str(path), hint=_RESTORE)
    if path.with_name(path.name + "-wal").exists():
        return _newest_marks(path)
    return int.from_bytes(head[68:72], "big"), int.from_bytes(head[60:64], "big")


def _newest_marks(path: Path) -> tuple[int, int]:
    """Ask SQLite for the marks: after a crash the newest ones may still be in the write-ahead log."""
    with problems(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        return int(application), int(connection.execute("PRAGMA user_version").fetchone()[0])


def look_over(connection: sqlite3.Connection) -> None:
    """Have SQLite check a small file whole; a large one shows its damage when it is read.

    Raises:
        sqlite3.DatabaseError: Something is wrong with it.
    """
    if connection.execute("PRAGMA page_count").fetchone()[0] <= _CHECKED_PAGES:
        said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise sqlite3.DatabaseError(said)


def demand_tables(connection: sqlite3.Connection, wanted: Set[str]) -> None:
    """Make sure the tables are there.

    Raises:
        sqlite3.DatabaseError: One is missing.
    """
    found = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if missing := sorted(wanted - found):
        raise sqlite3.DatabaseError(f"the table {missing[0]} is missing")


def may_create(path: Path) -> None:
    """Make sure a new file may come to be here; its folder is made.

    Raises:
        Problem: ``FILE_EXISTS`` or ``READ_ONLY``.
    """
    if path.exists():
        raise Problem("FILE_EXISTS", f"There is a file “{path.name}” already.", place=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(
            "READ_ONLY", f"The folder “{path.parent}” cannot be made: {error.strerror}.", place=str(path)
        ) from error
    if not os.access(path.parent, os.W_OK):
        raise _read_only(path)


@contextmanager
def problems(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file or the disk into a ``Problem``; bugs in statements stay as they are."""
    try:
        yield
    except (sqlite3.DatabaseError, PeeweeException) as error:
        raise problem_of(error, path) from error


def problem_of(error: Exception, path: Path) -> Exception:
    """Give the ``Problem`` an error means, or the error itself when it is a bug."""
    # Peewee wraps what sqlite3 raised; only the latter has the code.
    original = getattr(error, "orig", error)
    code = (getattr(original, "sqlite_errorcode", None) or 0) & 0xFF
    said = str(original)
    if code == sqlite3.SQLITE_FULL:
        return Problem(
            "DISK_FULL",
            "The disk is full; nothing was changed.",
            place=str(path),
            hint="Make room on the disk and do it again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _read_only(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Problem(
            "FILE_BUSY",
            f"Another program is writing to “{path.name}”; nothing was changed.",
            place=str(path),
            hint="Wait until it is done and do it again.",
        )
    if code == sqlite3.SQLITE_IOERR:
        return Problem("DISK_ERROR", f"The disk does not answer as it should: {said}.", place=str(path))
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) or type(original) is sqlite3.DatabaseError:
        return Problem("DAMAGED_FILE", f"{_DAMAGED} SQLite says: {said}.", place=str(path), hint=_RESTORE)
    return error


def _foreign(path: Path, why: str) -> Problem:
    return Problem("NOT_A_WORKSPACE", f"“{path.name}” is not a Cadenza workspace. {why}", place=str(path))


def _read_only(path: Path) -> Problem:
    return Problem(
        "READ_ONLY",
        f"“{path.name}” cannot be written: the file or its folder is read-only.",
        place=str(path),
        hint="Copy it to a folder of your own and open the copy.",
    )
