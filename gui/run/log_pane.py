"""The log pane: every row of a rehearsal, filtered, with a way to the card, contact and sender of each.

Lives here: what happens between filter bar, table and side panel. Not here: those three (``log_bar``, ``log_columns``,
``log_detail``), and the log itself (``core.services.log``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.moment import Moment
from core.model.problem import Problem
from core.model.run import Cast, Run
from core.model.trace import RowKind
from core.services.log import LogLine, LogQuery
from core.services.runs import RunProgress
from core.services.values import zone_of_account
from core.services.why import CheckRecord, checks_of
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.run.flip_finder import FlipFinder
from gui.run.log_bar import LogBar
from gui.run.log_columns import log_columns, row_tone
from gui.run.log_detail import LogDetail
from gui.run.log_export import LogExporter
from gui.run.log_filter import ALL, LogFilter, reason_counts, segment_counts
from gui.run.log_menu import LogMenu
from gui.run.log_source import LogSource
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.text import number, plural
from gui.widgets.empty import EmptyState
from gui.widgets.split import SplitView

#: Shortest time between two looks at a log that grows, in milliseconds.
GROW_MS = 250
#: A pane this wide has room for the side panel beside all columns, in pixels.
_ROOMY = 1500
_DETAILS = "log/details"


class LogPane(QWidget):
    """The log of one run.

    The bar is a widget of its own, because the window shows it as the title of the dock.

    Args:
        context: The window's shared services.
        parent: Owner.

    Signals:
        rows_changed: how many rows are shown of how many, in words; empty without a run.
        play_wanted: the button of the empty pane was pressed.
        close_wanted: the pane shall be hidden.
    """

    rows_changed = Signal(str)
    play_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_pane")
        self._context = context
        self._run: Run | None = None
        self._live = 0
        self._shown: LogQuery | None = None
        self._found: Sequence[int] = ()
        #: First row id that has not happened at the instant shown; 0 for the end.
        self._until = 0
        self._total = 0
        self._stale = False
        self._why: Job | None = None
        self._zone: tzinfo = zone_of_account(context.workspace.project())
        self.bar = LogBar(context.themes, self)
        self.model: PagedTableModel[LogLine] = PagedTableModel(
            log_columns(lambda: self._zone), context.workspace.log.lines, row_tone=row_tone, parent=self
        )
        self.table = DataTable(context.themes, "log", context.settings, self)
        self.table.setObjectName("log_table")
        self.table.setAccessibleName("Log")
        self.table.setModel(self.model)
        self.detail = LogDetail(context.themes)
        self.flips = FlipFinder(context)
        self.detail.add_below(self.flips)
        self.menu = LogMenu(context, self.table, self.current_line, lambda: self.run_id > 0)
        self._source = LogSource(context.workspace, context.jobs, self)
        self._exporter = LogExporter(context, self)
        self._grow = QTimer(self)
        self._grow.setInterval(GROW_MS)
        self._lay_out()
        self._connect()
        self.show_project()
        self.show_run(None)

    @property
    def run_id(self) -> int:
        """The run whose rows are shown, also while it plays; 0 for none."""
        return self._live or (self._run.id if self._run else 0)

    def show_project(self) -> None:
        """Say how long a rehearsal would be where there is none yet."""
        days = self._context.workspace.project().account.settings.days
        self._no_run.set_texts(
            "No rehearsal yet",
            f"Press ▶ to play {plural(days, 'day')} and see who is enrolled, who is skipped and why.",
        )

    def show_run(self, run: Run | None) -> None:
        """Show the log of a run that has ended, or none."""
        self._end_live()
        if run is None or self._run is None or run.id != self._run.id:
            # Places are numbered anew in every run, so a filter on some of them means nothing in another.
            self.bar.set_filter(replace(self.bar.filter, places=frozenset(), place_title=""))
        self._run = run
        self._until = 0
        project = run.project if run else self._context.workspace.project()
        self._zone = zone_of_account(project)
        self.bar.set_usable(run is not None)
        self.bar.set_counts(segment_counts(run) if run else {}, reason_counts(run) if run else {})
        self._total = run.summary.events if run else 0
        if run is None:
            self._source.drop()
            self._shown = None
            self.model.set_ids(())
            self._show_page(self._no_run)
            self.rows_changed.emit("")
            self._on_selection_changed()
            return
        self._ask()

    def show_moment(self, moment: Moment) -> None:
        """Show only the rows that have happened so far, and the latest of them."""
        if self._run is None or self._live:
            return
        self._until = self._run.first_row + moment.rows
        if self._cut():
            self.table.scrollToBottom()

    def _cut(self) -> bool:
        """Show the rows found that have happened; say whether there are others than before."""
        rows = self._found[: bisect_left(self._found, self._until)] if self._until else self._found
        before = self.model.rowCount()
        if len(rows) == before and self._shown is not None:
            return False
        if len(rows) > before > 0:
            self.model.grow(rows)
        else:
            self.model.set_ids(rows)
        self._say_rows(len(rows))
        return True

    def begin_live(self) -> None:
        """Show an empty log that is about to grow."""
        self.show_run(None)
        self._show_page(self.table)

    def show_progress(self, progress: RunProgress) -> None:
        """Let the log of a run that plays grow up to what has been written."""
        if not self._live:
            self._live = progress.run
            self.bar.set_usable(True)
            self._grow.start()
        self._total = progress.rows
        self._stale = True
        self.bar.set_counts({ALL: progress.rows}, {})

    def go_to(self, target: GoTo) -> bool:
        """Show only the rows of a card (``log``, workflow id, card id) or of a contact (``log_contact``, its id)."""
        if target.kind == "log":
            return self._filter_card(target.id, int(target.sub or 0))
        if target.kind == "log_contact":
            contact = self._context.workspace.contacts.get(target.id)
            name = contact.name if contact else f"Contact {target.id}"
            self.bar.set_filter(LogFilter(contact=target.id, contact_name=name))
            return True
        return False

    def current_line(self) -> LogLine | None:
        """Return the chosen row; the first of several."""
        chosen = self.table.selected_ids()
        row = self.model.row_of(chosen[0]) if chosen else -1
        return self.model.row(row) if row >= 0 else None

    # ---------------------------------------------------------------- inside

    def _lay_out(self) -> None:
        themes = self._context.themes
        self._no_run = EmptyState(themes, icon="log", title="", sentence="", primary="Rehearse")
        self._no_run.setObjectName("log_no_run")
        self._nothing = EmptyState(
            themes,
            icon="filter",
            title="Nothing matches this filter",
            sentence="The rehearsal left no such row.",
            secondary="Clear filter",
        )
        self._nothing.setObjectName("log_nothing")
        self._pages = QStackedWidget()
        for page in (self.table, self._no_run, self._nothing):
            self._pages.addWidget(page)
        split = SplitView(themes, "log", self._context.settings)
        split.add(self._pages, 900, stretch=1)
        split.add(self.detail, 320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(split)
        self._pages.setProperty("surface", "surface")
        self.detail.hide()

    def _connect(self) -> None:
        self.bar.filter_changed.connect(self._on_filter_changed)
        self.bar.details_clicked.connect(self._on_details_clicked)
        self.bar.close_clicked.connect(self.close_wanted)
        self._no_run.primary_clicked.connect(self.play_wanted)
        self._nothing.secondary_clicked.connect(self.clear_filter)
        self._source.answered.connect(self._on_answered)
        self._source.failed.connect(self._context.dialogs.problem)
        self._grow.timeout.connect(self._on_grow)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.detail.card_wanted.connect(self.menu.go_to_card)
        self.detail.contact_wanted.connect(self.menu.go_to_contact)
        self.detail.sender_wanted.connect(self.menu.go_to_sender)
        self.menu.contact_wanted.connect(self._on_only_contact)
        self.menu.export_wanted.connect(self._export)
        self.bar.export_menu.addAction("As CSV…", lambda: self._export("csv"))
        self.bar.export_menu.addAction("As JSON Lines…", lambda: self._export("jsonl"))

    def _ask(self) -> None:
        if self.run_id:
            self._source.ask(self.bar.filter.query(self.run_id))

    @Slot(object)
    def _on_filter_changed(self, wanted: LogFilter) -> None:
        self._ask()

    @Slot()
    def _on_grow(self) -> None:
        """Look at what was written since, unless the last look still runs."""
        if self._stale and not self._source.is_asking:
            self._stale = False
            self._ask()

    @Slot(object, object)
    def _on_answered(self, query: LogQuery, ids: Sequence[int]) -> None:
        self._found = ids
        if self._until:
            ids = ids[: bisect_left(ids, self._until)]
        if query == self._shown and len(ids) >= self.model.rowCount():
            self.model.grow(ids)
        else:
            chosen = self.table.selected_ids()
            self.model.set_ids(ids)
            if chosen:
                self.table.select_id(chosen[0])
        self._shown = query
        nothing = not len(ids) and not self._live
        self._show_page(self._nothing if nothing else self.table)
        self._say_rows(len(ids))
        self._on_selection_changed()

    def _say_rows(self, shown: int) -> None:
        cut = self.bar.filter.narrows or self._until
        total = plural(self._total, "row")
        self.rows_changed.emit(f"{number(shown)} of {total}" if cut else total)

    def _end_live(self) -> None:
        self._grow.stop()
        self._live = 0
        self._stale = False

    def _show_page(self, page: QWidget | None) -> None:
        if page is not None:
            self._pages.setCurrentWidget(page)
        shown = page is self.table and self.bar.details.isChecked()
        if shown != self.detail.isVisibleTo(self):
            self.detail.setVisible(shown)
            self._on_selection_changed()

    @Slot()
    def clear_filter(self) -> None:
        """Show all rows again."""
        self.bar.set_filter(LogFilter())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the side panel where there is room for it, until the person has chosen."""
        super().resizeEvent(event)
        chosen = self._context.settings.value(_DETAILS)
        wanted = event.size().width() >= _ROOMY if chosen is None else str(chosen) == "true"
        if wanted != self.bar.details.isChecked():
            self.bar.details.setChecked(wanted)
            self._show_page(self._pages.currentWidget())

    @Slot(bool)
    def _on_details_clicked(self, wanted: bool) -> None:
        self._context.settings.setValue(_DETAILS, "true" if wanted else "false")
        self._show_page(self._pages.currentWidget())

    @Slot()
    def _on_selection_changed(self) -> None:
        line = self.current_line()
        self.detail.show_line(line, self._zone)
        self.flips.show_row(self._run, line)
        if self._why is not None:
            self._why.cancel()
            self._why = None
        if line is not None and line.kind is RowKind.ACTION and self.detail.isVisible():
            self._ask_why(line)

    def _ask_why(self, line: LogLine) -> None:
        """Ask the checks of a row again; the answer comes to the panel if the row is still chosen."""
        workspace, run = self._context.workspace, self.run_id

        def work(_: JobControl) -> tuple[CheckRecord, ...]:
            with workspace.in_thread():
                return checks_of(workspace, run, line)

        def gone(error: Exception) -> None:
            self._why = None
            # When the run was deleted meanwhile there is nothing to add.
            if not isinstance(error, Problem):
                raise error

        self._why = self._context.jobs.start("Asking the checks", work, done=self.detail.show_checks, failed=gone)

    def _filter_card(self, workflow_id: int, card_id: int) -> bool:
        project = self._run.project if self._run else self._context.workspace.project()
        cast = Cast(project)
        if card_id:
            places = frozenset({cast.number(workflow_id, card_id)})
        else:
            places = frozenset(place.number for place in cast.places if place.workflow == workflow_id)
        workflow = project.workflow(workflow_id)
        if not self._run or not workflow or not places or 0 in places:
            self._context.bus.message.emit("The rehearsal shown did not play this card. Rehearse again to see it.")
            return False
        card = cast.card_at(next(iter(places))) if card_id else None
        title = card.action.title if card else workflow.name
        self.bar.set_filter(replace(LogFilter(), places=places, place_title=title))
        return True

    @Slot(int, str)
    def _on_only_contact(self, contact: int, name: str) -> None:
        self.bar.set_filter(replace(self.bar.filter, contact=contact, contact_name=name))

    @Slot(str)
    def _export(self, form: str) -> None:
        if self.run_id:
            self._exporter.export(self.bar.filter.query(self.run_id), form)
