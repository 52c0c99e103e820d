"""Asks the log for rows, off the GUI thread. Lives here: which answer counts. Not here: what is done with the rows."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from core.services.log import LogQuery
from core.services.workspace import Workspace
from gui.jobs import Job, JobControl, JobRunner


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that a query found so far.

    Attributes:
        ids: Their ids, ascending.
        heads: Ids of those that begin a group of repeats; ``None`` when they were not asked for.
        until: Rows from this id on were not looked at.
        sorts: Of the rows to be counted, the ids by (kind, outcome, reason); ``None`` when none were to be.
    """

    ids: Sequence[int] = ()
    heads: Sequence[int] | None = None
    until: int = 0
    sorts: Mapping[tuple[int, int, int], Sequence[int]] | None = None


class LogSource(QObject):
    """Runs queries of one workspace's log; only the answer to the newest one is told.

    Args:
        workspace: Whose log.
        jobs: Runs the queries.
        parent: Owner.

    Signals:
        answered: the ``LogQuery`` and its ``Rows``.
        failed: why the newest query could not be answered.
    """

    answered = Signal(object, object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None
        self._known: tuple[LogQuery, Rows] | None = None

    @property
    def is_asking(self) -> bool:
        """Whether an answer is still due."""
        return self._job is not None

    def ask(
        self, query: LogQuery, *, heads: bool = False, grows: bool = False, counted: LogQuery | None = None
    ) -> None:
        """Ask for rows, and which of them begin a group; an older question that is still unanswered is dropped.

        Args:
            query: Which rows.
            heads: Whether it shall be said which of them begin a group.
            grows: Whether the run plays: of a query that was answered before, only rows after those are looked at.
            counted: Rows that shall be told by kind, outcome and reason besides, to count them.
        """
        self.drop()
        workspace = self._workspace
        known = self._known[1] if grows and self._known is not None and self._known[0] == query else Rows()
        if (known.heads is not None) != heads:
            known = Rows()

        def read(control: JobControl) -> Rows:
            with workspace.in_thread():
                found = read_on(workspace, query, known, control, heads=heads)
                return replace(found, sorts=workspace.log.by_sort(counted)) if counted is not None else found

        self._job = self._jobs.start(
            "Filtering the log", read, done=lambda found: self._on_read(query, found), failed=self._on_failed
        )

    def drop(self) -> None:
        """Forget the question that is still unanswered."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_read(self, query: LogQuery, found: Rows) -> None:
        self._job = None
        self._known = (query, found)
        self.answered.emit(query, found)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self.failed.emit(error)


def read_on(workspace: Workspace, query: LogQuery, known: Rows, control: JobControl, *, heads: bool = False) -> Rows:
    """Read the rows of a query that come after those known; work for a job.

    Args:
        workspace: Whose log.
        query: Which rows.
        known: What was found before; nothing of it is changed.
        control: Ends the work.
        heads: Whether it shall be said which rows begin a group.
    """
    log = workspace.log
    if known.until and not log.can_grow(query):
        known = Rows()
    until = workspace.runs.rows(query.run).stop
    more = log.ids(query, known.until)
    # Rows may have been written while these were looked for.
    until = max(until, more[-1] + 1) if more else until
    control.raise_if_cancelled()
    ids = _joined(known.ids, more)
    if not heads:
        return Rows(ids, None, until)
    # The last row known is asked for once more: the next one may repeat it.
    again = known.ids[-1] if known.heads else 0
    found = [head for head in log.heads(query, control.raise_if_cancelled, again) if again < head < until]
    return Rows(ids, _joined(known.heads or (), array("q", found)), until)


def _joined(before: Sequence[int], more: Sequence[int]) -> Sequence[int]:
    if not before:
        return more
    if isinstance(before, range) and isinstance(more, range):
        return range(before.start, max(before.stop, more.stop))
    joined = array("q", before)
    joined.extend(more)
    return joined
