"""The rows of the contacts' table: asking which contacts there are, and the model that fetches their pages.

A short list is asked at once. A long one is asked in a job: the first screen of rows is there at once where an index
gives it, the rest follows. Not here: what is asked for (``gui.tabs.contact_shown``), and the table itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.contact import Contact
from core.services.contacts import ContactQuery
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_columns import contact_columns
from gui.tabs.contact_instants import ContactInstants

_FIRST = 512
"""Rows shown before all are known: more than a screen holds."""
PAGE_ROWS = 64
"""Rows fetched at once: some two screens. Sorted contacts lie far apart in the file, so each row costs a read."""
_SLOW_MS = 150
"""A question that takes longer says that it is being answered."""


class ContactRows(QObject):
    """Answers which contacts are shown.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        about_to_change: other rows are about to be put into the model.
        changed: they are there.
        busy_changed: whether an answer takes long.
        sort_requested: a column's key, and True for ascending.

    Attributes:
        model: The model; another one after ``set_model``.
        instants: Fill the column of the instant shown.
        total: How many contacts there are, whatever is asked for.
    """

    about_to_change = Signal()
    changed = Signal()
    busy_changed = Signal(bool)
    sort_requested = Signal(str, bool)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._is_slow = False
        self.total = 0
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        self.instants = ContactInstants(context, self)
        self.set_model()

    def set_model(self) -> None:
        """Make a model with the columns of today's properties; it has no rows until they are asked for."""
        project = self._context.workspace.project
        self.model: PagedTableModel[Contact] = PagedTableModel(
            [*contact_columns(project), self.instants.column()], self._fetch, page_rows=PAGE_ROWS, parent=self
        )
        self.model.sort_requested.connect(self.sort_requested)

    def ask(self, query: ContactQuery) -> None:
        """Ask which contacts there are; an answer that is still being made is dropped."""
        workspace = self._context.workspace
        self._stop()
        if not workspace.contacts.is_long():
            self.total = workspace.contacts.count()
            self._show(workspace.contacts.ids(query))
            return
        # Not none; how many is found out in the job.
        self.total = max(self.total, 1)
        if not self.model.rowCount():
            first = workspace.contacts.first(query, _FIRST)
            if first:
                self._show(first)

        def work(control: JobControl) -> tuple[Sequence[int], int]:
            with workspace.in_thread() as mine:
                return mine.contacts.ids(query, control.raise_if_cancelled), mine.contacts.count()

        self._slow.start()
        self._job = self._context.jobs.start("Search contacts", work, done=self._on_found)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being made."""
        return self._job is not None

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._calm()

    def _calm(self) -> None:
        self._slow.stop()
        if self._is_slow:
            self._is_slow = False
            self.busy_changed.emit(False)

    def _on_found(self, found: tuple[Sequence[int], int]) -> None:
        self._job = None
        self._calm()
        ids, self.total = found
        self._show(ids)

    def _show(self, ids: Sequence[int]) -> None:
        self.about_to_change.emit()
        before = self.model.ids()
        if ids == before:
            # The same rows in the same order: filling them anew would forget what is selected.
            self.changed.emit()
            return
        if 0 < len(before) <= _FIRST < len(ids) and ids[: len(before)] == before:
            # The first rows were right: what is selected and where it is scrolled to stays.
            self.model.grow(ids)
        else:
            self.model.set_ids(ids)
        self.changed.emit()

    def _fetch(self, ids: Sequence[int]) -> list[Contact | None]:
        by_id = {contact.id: contact for contact in self._context.workspace.contacts.many(ids)}
        return [by_id.get(contact_id) for contact_id in ids]

    @Slot()
    def _on_slow(self) -> None:
        self._is_slow = True
        self.busy_changed.emit(True)
