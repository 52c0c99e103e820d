"""The timeline of a contact: what happened to it in every rehearsal, with a way to the row in the log.

Not here: reading the logs (``core.services.timeline``).
"""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.trace import Outcome
from core.services import timeline
from core.services.log import LogLine
from core.services.timeline import Chapter
from core.services.values import zone_of_account
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import ColumnScroll, name_widget, paint_surface, retire
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, label
from gui.widgets.pill import Pill

_TONES = {
    Outcome.DONE: Tone.DONE,
    Outcome.SKIPPED: Tone.SKIPPED,
    Outcome.DEFERRED: Tone.WAITING,
    Outcome.FAILED: Tone.BROKEN,
    Outcome.ENTERED: Tone.ACCENT,
    Outcome.LEFT: Tone.MUTED,
}
_LETTERS = 44
_SHOWN = 60
"""Lines of one rehearsal shown before the person asks for all."""


class ContactTimeline(QWidget):
    """Shows the timeline of one contact; it reads when it is looked at."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._contact = 0
        self._job: Job | None = None
        self._stale = True
        paint_surface(self)
        name_widget(self, "contact_timeline", "Timeline")
        self._scroll = ColumnScroll()
        self._parts: list[QWidget] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def show_contact(self, contact_id: int) -> None:
        """Show a contact; 0 shows nothing."""
        if contact_id != self._contact:
            self._contact = contact_id
            self.renew()

    @Slot()
    def renew(self) -> None:
        """Read the logs again, at once or when the timeline is next looked at."""
        self._stale = True
        if self.isVisible():
            self.read()

    def read(self) -> None:
        """Read the logs in a job, unless what is shown is up to date."""
        if not self._stale:
            return
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._stale = False
        contact_id, workspace = self._contact, self._context.workspace
        if not contact_id:
            self._show([])
            return

        def work(control: JobControl) -> list[Chapter]:
            with workspace.in_thread() as mine:
                return timeline.of_contact(mine, contact_id, control.raise_if_cancelled)

        self._replace([label("Reading the logs…", "muted")])
        self._job = self._context.jobs.start("Read the timeline", work, done=self._show)

    def _show(self, chapters: list[Chapter]) -> None:
        self._job = None
        if chapters:
            self._replace([self._chapter(chapter) for chapter in chapters])
            return
        title, sentence = "Nothing happened yet", "No rehearsal that is stored had this contact do anything."
        if not self._context.workspace.runs.all():
            title, sentence = "No rehearsal yet", "Press Rehearse (Ctrl+R); what happens to this contact stands here."
        self._replace([EmptyState(self._context.themes, icon="clock", title=title, sentence=sentence)])

    def _replace(self, parts: list[QWidget]) -> None:
        box = self._scroll.box
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                retire(widget)
        for part in parts:
            box.addWidget(part)
        box.addStretch(1)

    def _chapter(self, chapter: Chapter) -> QWidget:
        holder = QWidget()
        holder.setObjectName(f"chapter_{chapter.run.id}")
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 16)
        box.setSpacing(8)
        zone = zone_of_account(self._context.workspace.project())
        start = text.format_datetime(from_instant(chapter.run.settings.start), zone)
        head = QHBoxLayout()
        count = len(chapter.lines) + chapter.left_out
        head.addWidget(label(f"Rehearsal {chapter.run.id}", "strong"))
        head.addWidget(label(f"from {start} · {text.plural(count, 'row')}", "muted"), 1)
        box.addLayout(head)
        latest = self._context.workspace.runs.latest()
        is_latest = latest is not None and latest.id == chapter.run.id
        for line in chapter.lines[:_SHOWN]:
            box.addWidget(self._line(line, with_link=is_latest))
        more = count - min(len(chapter.lines), _SHOWN)
        if more:
            box.addWidget(label(f"… and {text.plural(more, 'row')} more", "muted"))
        if is_latest:
            link = button("Show in the log", "link")
            name_widget(link, "timeline_in_log", "Show the rows of this contact in the log")
            link.clicked.connect(lambda: self._context.bus.navigate.emit(GoTo("log_contact", self._contact)))
            box.addWidget(link)
        return holder

    def _line(self, line: LogLine, *, with_link: bool) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        zone = zone_of_account(self._context.workspace.project())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(text.format_datetime(from_instant(line.time), zone), "small"))
        head.addStretch(1)
        title = line.reason.title if line.reason else line.outcome.label
        head.addWidget(Pill(self._context.themes, text.elide(title, 30), _TONES.get(line.outcome, Tone.MUTED)))
        column.addLayout(head)
        words = " · ".join(part for part in (line.workflow, line.action) if part) or line.sequence
        if with_link and line.card_id:
            link = button(text.elide(words, _LETTERS), "link", tip=f"Go to the card: {words}")
            link.clicked.connect(
                lambda: self._context.bus.navigate.emit(GoTo("workflow", line.workflow_id, line.card_id))
            )
            column.addWidget(link)
        elif words:
            column.addWidget(label(words, wrap=True))
        if line.detail:
            column.addWidget(label(line.detail, "muted", wrap=True))
        return row
