"""Keeps the findings of the review up to date while the workspace changes."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.changes import Changes
from core.model.problem import Problem
from core.services.review import Finding, review
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.jobs import Job, JobControl, JobRunner

#: How long the workspace must be left alone before it is reviewed again, in milliseconds.
CALM_MS = 500
#: A review of a long contact list takes a while: it runs at most this share of the time.
_REST = 3.0


class ReviewWatcher(QObject):
    """Reviews a workspace in jobs: once at the start, and again after edits.

    Args:
        workspace: What is reviewed.
        bus: Tells of edits.
        jobs: Runs the reviews.
        parent: Owner.

    Signals:
        reviewed: the list of ``Finding``.
    """

    reviewed = Signal(object)

    def __init__(self, workspace: Workspace, bus: Bus, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None
        self._began = 0.0
        self._findings: list[Finding] = []
        self._more: list[Finding] = []
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self.review)
        bus.changed.connect(self._on_changed)

    @property
    def findings(self) -> list[Finding]:
        """What the last review found, and what others found."""
        return [*self._findings, *self._more]

    def set_more(self, findings: list[Finding]) -> None:
        """Set what others found, to be listed behind the review's own findings."""
        if findings != self._more:
            self._more = findings
            self.reviewed.emit(self.findings)

    @Slot()
    def review(self) -> None:
        """Review now; an older review that still runs is dropped."""
        self._calm.stop()
        if self._job is not None:
            self._job.cancel()
        workspace = self._workspace
        self._began = time.monotonic()

        def work(_: JobControl) -> list[Finding]:
            with workspace.in_thread():
                return review(workspace)

        self._job = self._jobs.start("Reviewing", work, done=self._on_done, failed=self._on_failed)

    def _on_done(self, findings: list[Finding]) -> None:
        self._job = None
        took_ms = int((time.monotonic() - self._began) * 1000)
        self._calm.setInterval(max(CALM_MS, int(took_ms * _REST)))
        self._findings = findings
        self.reviewed.emit(self.findings)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        # A problem of the workspace shows up where the person works, not here, and the next edit tries again.
        if not isinstance(error, Problem):
            raise error

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        self._calm.start()
