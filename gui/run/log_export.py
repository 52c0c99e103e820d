"""Writes the rows of the log that are shown to a file the person chooses."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from core.services.log import LogQuery
from gui.context import Context
from gui.jobs import JobControl
from gui.text import plural

_FILTERS = {"csv": "CSV files (*.csv)", "jsonl": "JSON Lines files (*.jsonl)"}


class LogExporter(QObject):
    """Asks where to, and writes in a job.

    Args:
        context: The window's shared services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def export(self, query: LogQuery, form: str) -> None:
        """Write the rows of a query.

        Args:
            query: Which rows.
            form: ``csv`` or ``jsonl``.
        """
        workspace, bus = self._context.workspace, self._context.bus
        suggested = f"{workspace.path.stem}-log.{form}"
        path = self._context.dialogs.save_file("Export log", suggested, [_FILTERS[form]])
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(f".{form}")

        def write(_: JobControl) -> int:
            with workspace.in_thread():
                return workspace.log.export(query, target, form)

        def done(rows: int) -> None:
            bus.message.emit(f"{plural(rows, 'row')} written to {Path(target).name}")

        self._context.jobs.start("Exporting the log", write, done=done, failed=self._context.dialogs.problem)
