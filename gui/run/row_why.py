"""Asks the checks of the chosen row again, off the GUI thread. Showing them is the side panel's (``log_detail``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from core.model.problem import Problem
from core.model.trace import RowKind
from core.services.log import LogLine
from core.services.why import CheckRecord, checks_of
from gui.context import Context
from gui.jobs import Job, JobControl


class RowWhy(QObject):
    """Gives the checks of one row at a time; the answer comes only if the row is still the one asked about.

    Args:
        context: The window's shared services.
        show: Takes the checks.
        parent: Owner.
    """

    def __init__(
        self, context: Context, show: Callable[[Sequence[CheckRecord]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show = show
        self._job: Job | None = None

    def ask(self, run: int, line: LogLine | None) -> None:
        """Ask about a row of a run; a row that is no action's, or ``None``, has no checks."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if line is None or line.kind is not RowKind.ACTION:
            return
        workspace = self._context.workspace

        def work(_: JobControl) -> tuple[CheckRecord, ...]:
            with workspace.in_thread():
                return checks_of(workspace, run, line)

        def gone(error: Exception) -> None:
            self._job = None
            # When the run was deleted meanwhile there is nothing to add.
            if not isinstance(error, Problem):
                raise error

        self._job = self._context.jobs.start("Asking the checks", work, done=self._show, failed=gone)
