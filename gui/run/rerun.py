"""Says after a rehearsal what changed since the one before, so that a fix is seen to help.

Lives here: which two runs, and the job. Not here: comparing (``core.services.run_differences``) and showing all of it
(``gui.run.differences``).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.model.run import Run
from core.services.run_differences import RunDifference, differences
from core.services.workspace import Workspace
from gui.jobs import Job, JobControl, JobRunner

#: Longer runs are compared only when somebody asks: reading them would slow the window down for seconds.
MOST_ROWS = 200_000


class RerunWatch(QObject):
    """Compares each new rehearsal with the one that was shown before.

    Args:
        workspace: Whose rehearsals.
        jobs: Reads both off the GUI thread.
        parent: Owner.

    Signals:
        told: the ``RunDifference`` to the rehearsal before.
    """

    told = Signal(object)

    def __init__(self, workspace: Workspace, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None
        self._before: Run | None = None

    def show_run(self, run: Run) -> None:
        """Take notice of a rehearsal that has ended, or that is shown again."""
        before, self._before = self._before, run
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if before is None or before.id == run.id or before.summary.events + run.summary.events > MOST_ROWS:
            return
        workspace, first, second = self._workspace, before.id, run.id

        def work(control: JobControl) -> RunDifference | None:
            with workspace.in_thread() as mine:
                return differences(mine, first, second, control)

        # A run that was deleted meanwhile is no news.
        self._job = self._jobs.start("Comparing rehearsals", work, done=self._on_done, failed=lambda _: None)

    def _on_done(self, result: RunDifference | None) -> None:
        self._job = None
        if result is not None:
            self.told.emit(result)
