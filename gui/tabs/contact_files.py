"""Import and export of contacts: asking for the file, opening the import, and the job that writes.

Not here: writing files (``core.services.exporting``) and all of the import (``gui.dialogs.import_contacts``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from core.services import exporting
from gui import text
from gui.context import Context
from gui.dialogs.import_contacts import TABLES, ImportWizard
from gui.dialogs.make_contacts import MakeContactsDialog
from gui.jobs import Job, JobControl
from gui.theme import Tone
from gui.widgets.banner import Banner, BannerAction

_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
T = TypeVar("T")
_CSV = ("CSV files (*.csv)",)


class ContactFiles(QObject):
    """Moves contacts in and out of files.

    Args:
        context: The window's services.
        banner: Shows how far a file is, with a way to stop.
        tab: The tab it belongs to.
    """

    def __init__(self, context: Context, banner: Banner, tab: QWidget) -> None:
        super().__init__(tab)
        self._context = context
        self._banner = banner
        self._tab = tab
        self._job: Job | None = None
        self._words = ""

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._job is not None

    def ask_import(self) -> None:
        """Ask for a file and read it."""
        path = self._context.dialogs.open_file("Import contacts", TABLES)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Lead through the import of a file."""
        if not self.is_busy:
            ImportWizard(self._context, path, self._tab.window()).open()

    def ask_make_up(self) -> None:
        """Ask for made-up contacts, and make them."""
        if not self.is_busy:
            MakeContactsDialog(self._context, self._tab.window()).open()

    def ask_export(self, selected: Sequence[int], shown: Sequence[int]) -> None:
        """Ask which contacts go to which file, and write it in a job.

        Arguments:
            selected: Ids of the selected contacts.
            shown: Ids of all contacts in the table, in its order.
        """
        if self.is_busy or not len(shown):
            return
        ids = shown
        if len(selected) > 1 and len(selected) < len(shown):
            options = [f"The {text.plural(len(selected), 'selected contact')}",
                       f"All {text.plural(len(shown), 'contact')} in the table"]  # fmt: skip
            answer = self._context.dialogs.choose("Export contacts", "Which contacts go into the file?", options)
            if answer is None:
                return
            ids = selected if answer == 0 else shown
        path = self._context.dialogs.save_file("Export contacts", "contacts.csv", _CSV)
        if path is not None:
            self._write(list(ids), path)

    def _write(self, ids: list[int], path: Path) -> None:
        workspace = self._context.workspace

        def work(_control: JobControl) -> int:
            with workspace.in_thread() as mine:
                return exporting.contacts_csv(mine, ids, path)

        def done(count: int) -> None:
            self._context.bus.message.emit(f"Exported {text.plural(count, 'contact')} to {path.name}.")

        self._start(f"Writing {path.name}", work, done)

    def _start(self, words: str, work: Callable[[JobControl], T], done: Callable[[T], None]) -> None:
        """Run a job with its progress in the banner."""

        def finished(result: T) -> None:
            self._end()
            done(result)

        def failed(error: Exception) -> None:
            self._end()
            self._context.dialogs.problem(error)

        self._words = words
        self._job = self._context.jobs.start(
            words,
            work,
            done=finished,
            failed=failed,
            cancelled=lambda _partial: self._end(),
        )
        self._tell("…")

    def _tell(self, how_far: str) -> None:
        if self._job is not None:
            self._banner.show_message(self._words + how_far, Tone.ACCENT, (BannerAction("Stop", self._job.cancel),))

    def _end(self) -> None:
        self._job = None
        self._banner.clear()


def dropped_table(event: QDropEvent) -> Path | None:
    """Give the file that is being dropped when it is a single one that may hold a table, else ``None``."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in _SUFFIXES else None
