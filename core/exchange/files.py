"""Reading and writing whole files, with whatever the disk says turned into a ``Problem``. Formats live beside this."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from core.model.problem import Problem

_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FOREIGN = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook or another Office document"),
    (b"SQLite format 3\0", "a database; a workspace is opened, not imported"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
)
"""First bytes of files that are often chosen by mistake."""


def read_bytes(path: Path) -> bytes:
    """Give a file's content.

    Raises:
        Problem: ``FILE_MISSING`` or ``NO_ACCESS``.
    """
    if path.is_dir():
        raise Problem("NO_ACCESS", f"“{path.name}” is a folder, not a file.", place=str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Problem("FILE_MISSING", f"There is no file “{path.name}”.", place=str(path)) from None
    except OSError as error:
        raise Problem("NO_ACCESS", f"“{path.name}” cannot be read: {error.strerror}.", place=str(path)) from error


def foreign_kind(data: bytes) -> str:
    """Say what a file is that should hold text and by its first bytes does not; empty when it may be text."""
    return next((kind for start, kind in _FOREIGN if data.startswith(start)), "")


class Stopped(Exception):
    """Whoever wanted a file wants it no more; every file is as it was."""


def never() -> bool:
    """Nobody stops it."""
    return False


@contextmanager
def written(path: Path, encoding: str = "utf-8", stopped: Callable[[], bool] = never) -> Iterator[IO[str]]:
    """Give a text file to write to; it appears under its name, in place of an older one, only when it is whole.

    Arguments:
        path: The file.
        encoding: Its encoding.
        stopped: Asked once all is written, before the file gets its name.

    Raises:
        Stopped: It said yes; every file is as it was.
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding=encoding, newline="") as file:
            yield file
        if stopped():
            raise Stopped
        partial.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def save_bytes(path: Path, data: bytes, stopped: Callable[[], bool] = never) -> None:
    """Write a file whole, in place of an older one.

    Arguments:
        path: The file.
        data: What it shall hold.
        stopped: Asked once all is written, before the file gets its name.

    Raises:
        Stopped: It said yes; every file is as it was.
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_bytes(data)
        if stopped():
            raise Stopped
        partial.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> Problem:
    if error.errno in _FULL:
        return Problem(
            "DISK_FULL", f"The disk is full; “{path.name}” was not written.", place=str(path), hint="Make room on it."
        )
    if error.errno == errno.ENOENT:
        return Problem("CANNOT_WRITE", f"There is no folder “{path.parent}”.", place=str(path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Problem(
            "READ_ONLY",
            f"“{path.name}” cannot be written: the file or its folder is read-only.",
            place=str(path),
            hint="Choose a folder of your own.",
        )
    return Problem("CANNOT_WRITE", f"“{path.name}” cannot be written: {error.strerror}.", place=str(path))
