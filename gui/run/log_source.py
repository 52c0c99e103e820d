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
        answered: the ``LogQuery``, the ids of its rows, and of those that begin a group of repeats (``None`` when they
            were not asked for).
        failed: why the newest query could not be answered.
    """

    answered = Signal(object, object, object)
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

    def ask(self, query: LogQuery, *, heads: bool = False) -> None:
        """Ask for rows, and which of them begin a group; an older question that is still unanswered is dropped."""
        self.drop()
        workspace = self._workspace

        def read(control: JobControl) -> tuple[Sequence[int], Sequence[int] | None]:
            with workspace.in_thread():
                # Groups first: of a run that plays, all rows are then at least those that were grouped.
                groups = workspace.log.heads(query, control.raise_if_cancelled) if heads else None
                return workspace.log.ids(query), groups

        self._job = self._jobs.start(
            "Filtering the log", read, done=lambda found: self._on_read(query, *found), failed=self._on_failed
        )

    def drop(self) -> None:
        """Forget the question that is still unanswered."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_read(self, query: LogQuery, ids: Sequence[int], heads: Sequence[int] | None) -> None:
        self._job = None
        self.answered.emit(query, ids, heads)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)
