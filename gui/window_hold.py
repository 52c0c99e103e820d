"""Keeps a workspace to one window: two would write over each other's edits without a word.

Lives here: the lock beside the file. Not here: opening the file (``gui.window_files``).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLockFile

from core.model.problem import Problem

OPEN_ELSEWHERE = "OPEN_ELSEWHERE"
"""Code of the problem that another window has the file."""


class Hold:
    """A workspace file kept for this window, until it is released or the program is gone.

    Args:
        path: The workspace.

    Raises:
        Problem: ``OPEN_ELSEWHERE`` when another window has the file.
    """

    def __init__(self, path: Path) -> None:
        self._lock = QLockFile(str(path.absolute()) + ".lock")
        # A window may be open for days; only that its program is gone makes a lock an old one.
        self._lock.setStaleLockTime(0)
        # On a disc that cannot be written there is no lock, and no edit either.
        if not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError:
            raise Problem(
                OPEN_ELSEWHERE,
                f"“{path.name}” is open in another window of Cadenza.",
                hint="Close it there first, or save a copy there and open the copy here.",
            )

    def release(self) -> None:
        """Let other windows have the file; may be called again."""
        self._lock.unlock()


def check_free(path: Path) -> None:
    """Make sure that no other window has a workspace, before it is opened.

    Args:
        path: The workspace.

    Raises:
        Problem: ``OPEN_ELSEWHERE`` when one has.
    """
    Hold(path).release()
