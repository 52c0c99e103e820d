"""Rows of one contact: those of the chosen row's contact are marked, Alt+Down and Alt+Up go from one to the next.

Not here: painting the mark (``gui.tables.delegate``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from core.model.problem import Problem
from core.services.log import LogLine, LogQuery
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable

_WAYS: Mapping[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class LogLinks(QObject):
    """Links the rows of one contact.

    Args:
        context: The window's shared services.
        table: The log's table; becomes the owner.
        current: Gives the chosen row.
        query: Gives what is shown, ``None`` without a run.

    Attributes:
        until: Rows from this id on have not happened yet at the instant shown; 0 for none.

    Signals:
        row_wanted: the id of the row to go to.
    """

    row_wanted = Signal(object)

    def __init__(
        self,
        context: Context,
        table: DataTable,
        current: Callable[[], LogLine | None],
        query: Callable[[], LogQuery | None],
    ) -> None:
        super().__init__(table)
        self.until = 0
        self._context = context
        self._table = table
        self._current = current
        self._query = query
        self._contact = 0
        self._known: tuple[LogQuery, Sequence[int]] | None = None
        self._job: Job | None = None
        table.set_linked(self._is_linked)
        table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step at Alt+Down and Alt+Up."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            way = _WAYS.get(event.key(), 0)
            if way and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.step(way)
                return True
        return super().eventFilter(watched, event)

    def follow(self, line: LogLine | None) -> None:
        """Mark the other rows of a row's contact; ``None`` marks none."""
        contact = line.contact_id if line is not None else 0
        if contact != self._contact:
            self._contact = contact
            self._table.viewport().update()

    def forget(self) -> None:
        """Forget which rows a contact has: there are others now."""
        self._known = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def step(self, way: int) -> None:
        """Go to the next row of the chosen row's contact among those shown, or with -1 to the one before."""
        line, query = self._current(), self._query()
        if line is None or query is None or not line.contact_id:
            return
        wanted = replace(query, contact=line.contact_id)
        if self._known is not None and self._known[0] == wanted:
            self._go(line, self._known[1], way)
            return
        self.forget()
        workspace = self._context.workspace

        def read(_: JobControl) -> Sequence[int]:
            with workspace.in_thread():
                return workspace.log.ids(wanted)

        def done(ids: Sequence[int]) -> None:
            self._job = None
            self._known = (wanted, ids)
            self._go(line, ids, way)

        def failed(error: Exception) -> None:
            self._job = None
            # When the run was deleted meanwhile there is nowhere to go.
            if not isinstance(error, Problem):
                raise error

        self._job = self._context.jobs.start("Finding the contact's rows", read, done=done, failed=failed)

    def _go(self, line: LogLine, ids: Sequence[int], way: int) -> None:
        place = bisect_right(ids, line.id) if way > 0 else bisect_left(ids, line.id) - 1
        end = bisect_left(ids, self.until) if self.until else len(ids)
        if 0 <= place < end:
            self.row_wanted.emit(ids[place])
            return
        which = "later" if way > 0 else "earlier"
        self._context.bus.message.emit(f"There is no {which} row of {line.contact} among those shown.")

    def _is_linked(self, line: object) -> bool:
        return isinstance(line, LogLine) and self._contact > 0 and line.contact_id == self._contact
