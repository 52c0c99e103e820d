"""Asks the log for rows, off the GUI thread. Lives here: which answer counts. Not here: what is done with the rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.services.log import LogQuery
from core.services.workspace import Workspace
from gui.jobs import Job, JobControl, JobRunner


class LogSource(QObject):
    """Runs queries of one workspace's log; only the answer to the newest one is told.

    Args:
        workspace: Whose log.
        jobs: Runs the queries.
        parent: Owner.

    Signals:
        answered: the ``LogQuery`` and the ids of its rows.
        failed: why the newest query could not be answered.
    """

    answered = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still due."""
        return self._job is not None

    def ask(self, query: LogQuery) -> None:
        """Ask for rows; an older question that is still unanswered is dropped."""
        self.drop()
        workspace = self._workspace

        def read(_: JobControl) -> Sequence[int]:
            with workspace.in_thread():
                return workspace.log.ids(query)

        self._job = self._jobs.start(
            "Filtering the log", read, done=lambda ids: self._on_read(query, ids), failed=self._on_failed
        )

    def drop(self) -> None:
        """Forget the question that is still unanswered."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_read(self, query: LogQuery, ids: Sequence[int]) -> None:
        self._job = None
        self.answered.emit(query, ids)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
