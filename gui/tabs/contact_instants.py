"""What the contacts' table says of the instant shown: a column that is filled while a rehearsal is looked at.

Not here: the words (``core.services.whereabouts``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.model.contact import Contact
from core.model.moment import Moment
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.paged import Column

if TYPE_CHECKING:
    from core.services.replay import Replay
    from core.services.whereabouts import Whereabouts

KEY = "instant"


class ContactInstants(QObject):
    """Knows where each contact is at the instant shown.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        changed: other words are to be shown.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._replay: Replay | None = None
        self._moment: Moment | None = None
        self._where: Whereabouts | None = None
        self._job: Job | None = None
        self._said: dict[int, str] = {}
        self._wanted = False

    def column(self) -> Column[Contact]:
        """Make the column, hidden until a person wants it."""
        return Column(
            KEY, "At the instant", self.words, width=220, hidden=True, sortable=False, grows=True, tip=self.words
        )

    def words(self, contact: Contact) -> str:
        """Say where a contact is; empty without a rehearsal."""
        if self._where is None or self._moment is None:
            if self._replay is not None and not self._wanted:
                # The column is looked at for the first time: only now is it worth an index of the whole run.
                self._wanted = True
                self._read()
            return ""
        said = self._said.get(contact.id)
        if said is None:
            said = self._said[contact.id] = self._where.words(contact.id, self._moment)
        return said

    def show_moment(self, replay: Replay | None, moment: Moment | None) -> None:
        """Show another instant; ``None`` shows none any more."""
        if replay is not self._replay:
            self._replay, self._where = replay, None
            if self._job is not None:
                self._job.cancel()
                self._job = None
            if replay is not None and self._wanted:
                self._read()
        self._moment = moment
        self._said.clear()
        self.changed.emit()

    def _read(self) -> None:
        replay = self._replay

        def work(_: JobControl) -> Whereabouts | None:
            # numpy comes with the first rehearsal that is looked at, not with the window.
            from core.services.whereabouts import Whereabouts

            return Whereabouts(replay) if replay is not None else None

        self._job = self._context.jobs.start("Finding the contacts", work, done=self._on_read)

    def _on_read(self, found: Whereabouts | None) -> None:
        self._job = None
        self._where = found
        self.changed.emit()
