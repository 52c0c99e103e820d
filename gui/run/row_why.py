"""Asks the checks of the chosen row again, and who shares its cause, off the GUI thread.

Showing them is the side panel's (``log_detail``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from core.model.problem import Problem
from core.model.trace import Outcome, RowKind
from core.services.log import LogLine
from core.services.same_cause import SameCause, same_cause
from core.services.why import CheckRecord, checks_of
from gui.context import Context
from gui.jobs import Job, JobControl

_TROUBLED = frozenset({Outcome.SKIPPED, Outcome.DEFERRED, Outcome.FAILED})


class RowWhy(QObject):
    """Gives the checks of one row at a time; the answer comes only if the row is still the one asked about.

    Args:
        context: The window's shared services.
        show: Takes the checks, and the rows of the same cause.
        parent: Owner.
    """

    def __init__(
        self,
        context: Context,
        show: Callable[[Sequence[CheckRecord], SameCause | None], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._show = show
        self._job: Job | None = None

    def ask(self, run: int, line: LogLine | None) -> None:
        """Ask about a row of a run; ``None``, and rows of which nothing can be asked, have no checks and no cause."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if line is None or not (line.kind is RowKind.ACTION or line.outcome in _TROUBLED):
            return
        workspace = self._context.workspace

        def work(_: JobControl) -> tuple[tuple[CheckRecord, ...], SameCause | None]:
            with workspace.in_thread():
                alike = same_cause(workspace, run, line) if line.reason and line.outcome in _TROUBLED else None
                return checks_of(workspace, run, line), alike

        def told(found: tuple[tuple[CheckRecord, ...], SameCause | None]) -> None:
            self._job = None
            self._show(*found)

        def gone(error: Exception) -> None:
            self._job = None
            # When the run was deleted meanwhile there is nothing to add.
            if not isinstance(error, Problem):
                raise error

        self._job = self._context.jobs.start("Asking the checks", work, done=told, failed=gone)
