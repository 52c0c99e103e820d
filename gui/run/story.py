"""The story of one contact: plain sentences day by day, to be read, copied and printed.

Lives here: the dialog, its search line, and its ways to the neighbours in the filtered log. Not here: the sentences
(``core.services.story``), and the page they are written on (``gui.run.story_page``). It stays open beside the window
and follows the run and the instant that are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.moment import Moment
from core.model.problem import Problem
from core.model.run import Run
from core.services.log import LogQuery
from core.services.story import Story, as_text, rows_of, story_of, until
from core.services.values import zone_of_account
from gui.bus import GoTo
from gui.commands import native_shortcut
from gui.context import Context
from gui.dialogs.script_contacts import ContactPicker
from gui.jobs import Job, JobControl
from gui.run.story_page import story_html
from gui.tabs.panel_parts import name_widget
from gui.text import format_datetime, number, plural
from gui.widgets.labels import button, hairline, label, tool_button

_SIZE = (640, 640)
_SEARCH_PX = 220


class StoryDialog(QDialog):
    """Tells what happened to a contact in the rehearsal shown.

    Args:
        context: The window's services.
        query: Gives the filter of the log, whose contacts can be walked through; ``None`` without a run.
        parent: The window.
    """

    def __init__(self, context: Context, query: Callable[[], LogQuery | None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._query = query
        self._run: Run | None = None
        self._contact = 0
        self._whole: Story | None = None
        self._story: Story | None = None
        self._moment: Moment | None = None
        self._near: Sequence[int] = ()
        self._job: Job | None = None
        #: Kept while its dialog is open.
        self._printer: QPrinter | None = None
        self.setObjectName("story")
        self.setWindowTitle("Story of a contact")
        self.resize(*_SIZE)
        self.title = label("Story of a contact", "title", wrap=True)
        # Whose story it is stands as the title beside it.
        self.search = ContactPicker(context, several=False, listed=False)
        self.search.setFixedWidth(_SEARCH_PX)
        name_widget(self.search.line, "story_search", "Tell of another contact")
        self.search.line.setToolTip(f"Tell of another contact ({native_shortcut('Ctrl+F')})")
        self.about = label("", "muted", wrap=True)
        self.until = label("", "strong")
        self.whole = button("", "link")
        self.whole.setCheckable(True)
        self.page = QTextBrowser()
        name_widget(self.page, "story_page", "Story")
        self.page.setOpenLinks(False)
        self.previous = tool_button(context.themes, "left", "The contact before in the filtered log (Alt+Left)")
        self.next = tool_button(context.themes, "right", "The next contact of the filtered log (Alt+Right)")
        self.copy = button("Copy", icon="copy", themes=context.themes, tip="Copy the story, with and without its look")
        self.print = button("Print…")
        self.to_contact = button("Contact", "link")
        self.to_rows = button("Rows in the log", "link")
        for part, name in (
            (self.title, "title"),
            (self.until, "until"),
            (self.whole, "whole"),
            (self.previous, "previous"),
            (self.next, "next"),
            (self.copy, "copy"),
            (self.print, "print"),
            (self.to_contact, "to_contact"),
            (self.to_rows, "to_rows"),
        ):
            part.setObjectName(f"story_{name}")
        self.previous.setShortcut("Alt+Left")
        self.next.setShortcut("Alt+Right")
        self._lay_out()
        self._connect()

    @property
    def contact(self) -> int:
        """The contact whose story is told, 0 for none."""
        return self._contact

    def tell(self, contact: int) -> None:
        """Tell the story of a contact; 0 keeps the one that is told."""
        self._contact = contact or self._contact
        self._ask()
        # Arrows and Page Down read on at once; where nobody was named, a name can be typed at once.
        (self.page if contact else self.search).setFocus()

    def show_run(self, run: Run | None) -> None:
        """Tell of another run from now on, ``None`` for none."""
        self._run = run
        self._ask()

    def show_moment(self, moment: Moment | None) -> None:
        """Tell until an instant from now on; ``None`` tells the whole rehearsal."""
        if moment != self._moment:
            self._moment = moment
            self._tell()

    def print_to(self, printer: QPrinter) -> None:
        """Print the story in black on white, whatever the theme."""
        if self._story is not None:
            document = QTextDocument()
            document.setHtml(story_html(self._story, None))
            document.print_(printer)

    # ------------------------------------------------------------ asking

    def _ask(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._run is None:
            self._say("Rehearse first (Ctrl+R); then this tells what happened to a contact.")
            return
        if not self._contact and self._query() is None:
            self._say("Choose a row of the log first.")
            return
        workspace, run, contact, query = self._context.workspace, self._run.id, self._contact, self._query()

        def work(control: JobControl) -> tuple[Story | None, Sequence[int]]:
            with workspace.in_thread() as mine:
                near = mine.log.contacts(query) if query is not None else ()
                control.raise_if_cancelled()
                who = contact or (near[0] if near else 0)
                return (story_of(mine, run, who, control.raise_if_cancelled) if who else None), near

        self._job = self._context.jobs.start("Telling the story", work, done=self._on_told, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            raise error
        self._say(error.sentence)

    def _on_told(self, told: tuple[Story | None, Sequence[int]]) -> None:
        self._job = None
        story, self._near = told
        if story is None:
            self._say("The filtered log tells of no contact. Clear its filter, or choose a contact.")
            return
        self._whole, self._contact = story, story.contact
        self._story = None
        self.title.setText(story.name)
        self._tell()
        self._enable()

    @Slot()
    def _tell(self) -> None:
        """Tell the story as far as it is wanted; draw it anew only if it has become another."""
        whole, moment, run, before = self._whole, self._moment, self._run, self._story
        if whole is None or run is None:
            return
        cut = moment is not None and not self.whole.isChecked()
        zone = zone_of_account(run.project)
        self._story = until(whole, run.first_row + moment.rows, moment.time, zone) if cut and moment else whole
        rows, told = rows_of(whole), rows_of(self._story)
        place = self._near.index(whole.contact) + 1 if whole.contact in self._near else 0
        walk = f" · contact {number(place)} of {number(len(self._near))} in the log" if place else ""
        count = f"{number(told)} of {plural(rows, 'row')}" if told < rows else plural(rows, "row")
        self.about.setText(f"Rehearsal {whole.run} · {count} · account time ({whole.zone}){walk}")
        self._line.setVisible(moment is not None)
        if moment is not None:
            when = format_datetime(from_instant(moment.time), zone)
            self.until.setText(f"Until {when}" if cut else "The whole rehearsal")
            self.whole.setText("Show the whole rehearsal" if cut else f"Only until {when}")
        if before is None or before.days != self._story.days or not before.days:
            self._draw()

    @Slot()
    def _on_whole_toggled(self) -> None:
        self._tell()

    # ------------------------------------------------------------ what is shown

    def _say(self, words: str) -> None:
        self._story = self._whole = None
        self._line.hide()
        self.title.setText("Story of a contact")
        self.about.setText("")
        self.page.setPlainText(words)
        self._enable()

    @Slot()
    def _draw(self) -> None:
        if self._story is not None:
            self.page.setHtml(story_html(self._story, self._context.themes.theme))

    def _enable(self) -> None:
        for part in (self.copy, self.print, self.to_contact, self.to_rows):
            part.setEnabled(self._story is not None)
        place = self._near.index(self._contact) if self._contact in self._near else -1
        self.previous.setEnabled(self._story is not None and place > 0)
        self.next.setEnabled(self._story is not None and place + 1 < len(self._near))

    def _step(self, way: int) -> None:
        place = self._near.index(self._contact) + way if self._contact in self._near else 0
        if 0 <= place < len(self._near):
            # The keyboard stays on the arrow that was pressed.
            self._contact = self._near[place]
            self._ask()

    @Slot()
    def _on_copy(self) -> None:
        if self._story is not None:
            copied = QMimeData()
            copied.setText(as_text(self._story))
            copied.setHtml(story_html(self._story, None))
            QGuiApplication.clipboard().setMimeData(copied)
            self._context.bus.message.emit(f"The story of {self._story.name} was copied.")

    @Slot()
    def _on_print(self) -> None:
        printer = self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle("Print the story")
        dialog.accepted.connect(lambda: self.print_to(printer))
        dialog.setModal(True)
        dialog.show()

    @Slot()
    def _on_searched(self) -> None:
        self.tell(self.search.value()[-1])

    def _connect(self) -> None:
        self.search.changed.connect(self._on_searched)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.copy.clicked.connect(self._on_copy)
        self.whole.toggled.connect(self._on_whole_toggled)
        self.print.clicked.connect(self._on_print)
        navigate = self._context.bus.navigate
        self.to_contact.clicked.connect(lambda: navigate.emit(GoTo("contact", self._contact)))
        self.to_rows.clicked.connect(lambda: navigate.emit(GoTo("log_contact", self._contact)))
        self._context.themes.changed.connect(self._draw)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.title, 1)
        head.addWidget(self.search)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        top = QVBoxLayout()
        top.setContentsMargins(24, 20, 24, 12)
        top.setSpacing(4)
        top.addLayout(head)
        top.addWidget(self.about)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.until)
        line.addWidget(self.whole)
        line.addStretch(1)
        top.addWidget(self._line)
        self._line.hide()
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.document().setDocumentMargin(24)
        self.page.setProperty("flat", True)
        close = button("Close")
        close.setObjectName("story_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.setSpacing(8)
        for part in (label("Go to", "muted"), self.to_contact, self.to_rows):
            foot.addWidget(part)
        foot.addStretch(1)
        for part in (self.copy, self.print, close):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(hairline())
        column.addWidget(self.page, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
