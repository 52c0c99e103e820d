"""The slow counts of the Workflows tab, done in jobs. Not here: what is counted (workflow_counts.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Slot

from gui.context import Context
from gui.jobs import Job, JobControl

_T = TypeVar("_T")


class CountJobs(QObject):
    """Counts in the background; a newer count of the same title takes the place of an older one.

    Arguments:
        context: The window's shared services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._jobs: dict[str, Job] = {}

    def start(self, title: str, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        """Do slow work in a job and hand what came of it to ``done``."""
        self.watched(title, lambda _: work(), done)

    def watched(self, title: str, work: Callable[[Callable[[], None]], _T], done: Callable[[_T], None]) -> None:
        """Do slow work as ``start`` does; it gets a function to call now and then, which ends it when it is late."""
        workspace = self._context.workspace
        older = self._jobs.get(title)
        if older is not None and older.is_running:
            older.cancel()

        def in_thread(control: JobControl) -> _T:
            with workspace.in_thread():
                return work(control.raise_if_cancelled)

        self._jobs[title] = self._context.jobs.start(title, in_thread, done=done, failed=self._on_failed)

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        # What was to be counted is gone, e.g. a run that was reset meanwhile: then there is nothing to say.
        self._context.bus.message.emit("The counts could not be read.")
