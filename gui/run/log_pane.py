"""The log pane: every row of a rehearsal, filtered, with a way to the card, contact and sender of each.

Lives here: what happens between filter bar, table and side panel. Not here: those three (``log_bar``, ``log_columns``,
``log_detail``), and the log itself (``core.services.log``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.moment import Moment
from core.model.run import Run, RunSummary
from core.services.log import LogLine, LogQuery
from core.services.runs import RunProgress
from core.services.values import zone_of_account
from gui.bus import GoTo
from gui.context import Context
from gui.run.flip_finder import FlipFinder
from gui.run.log_bar import LogBar
from gui.run.log_colours import LogColours
from gui.run.log_columns import log_columns, row_tone
from gui.run.log_counts import LogCounts
from gui.run.log_detail import LogDetail
from gui.run.log_filter import LogFilter, worst_of
from gui.run.log_folds import LogFolds
from gui.run.log_language import LogLanguage
from gui.run.log_links import LogLinks
from gui.run.log_menu import LogMenu
from gui.run.log_pages import LogPages
from gui.run.log_shelf import LogShelf
from gui.run.log_source import LogSource, Rows
from gui.run.log_targets import LogTargets
from gui.run.row_why import RowWhy
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.text import number, plural
from gui.widgets.split import SplitView

#: Shortest time between two looks at a log that grows, in milliseconds.
GROW_MS = 250
#: Rows fetched at once: some two screens. Making their sentences takes longer than reading them.
PAGE_ROWS = 64
#: A pane this wide has room for the side panel beside all columns, in pixels.
_ROOMY = 1500
#: Room for an empty page without its picture, in pixels.
_LEAST_PX = 150
#: A third of a small window: wide and low, so that reason, change and links are seen at once.
_DETAIL_PX = 420
_DETAILS = "log/details"
_FOLD = "log/fold"


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
        end_wanted: the end of the rehearsal shall be shown.
        export_wanted: a ``LogQuery`` whose rows shall be written, ``csv`` or ``jsonl``, and before which id; 0 for all.
        worst_changed: the worst ``Severity`` until the instant shown and its number of rows; ``None`` and 0 for none.
    """

    rows_changed = Signal(str)
    play_wanted = Signal()
    close_wanted = Signal()
    export_wanted = Signal(object, str, object)
    worst_changed = Signal(object, int)
    end_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_pane")
        self._context = context
        self._run: Run | None = None
        self._live = 0
        self._shown: tuple[LogQuery, bool] | None = None
        #: First row id that has not happened at the instant shown; 0 for the end.
        self._until = 0
        self._total = self._wanted = 0
        self._stale = False
        self._wide = False
        self._zone: tzinfo = zone_of_account(context.workspace.project())
        self.bar = LogBar(context.themes, self)
        self._counts = LogCounts(self.bar)
        self.table = DataTable(context.themes, "log", context.settings, self)
        self.table.setObjectName("log_table")
        self.table.setAccessibleName("Log")
        self.folds = LogFolds(self.table)
        self._colours = LogColours(context, self)
        self.model: PagedTableModel[LogLine] = PagedTableModel(
            log_columns(lambda: self._zone, self.folds.contact_text),
            context.workspace.log.lines,
            row_tone=lambda line: self._colours.tone(line) or row_tone(line),
            page_rows=PAGE_ROWS,
            ascending=True,
            parent=self,
        )
        self.table.setModel(self.model)
        self.links = LogLinks(context, self.table, self.current_line, self.query)
        self.shelf = LogShelf(context, lambda: self.bar.filter)
        self.detail = LogDetail(context.themes)
        self.flips = FlipFinder(context)
        self.detail.add_answer(self.flips)
        self.menu = LogMenu(context, self.table, self.current_line, lambda: self.run_id > 0)
        self.targets = LogTargets(context, self.bar, lambda: self.run_id, self.isVisible, self)
        self._why = RowWhy(context, self.detail.show_why, self)
        LogLanguage(context, self.bar, self.shelf, self.menu, self.table, lambda: self.run_id)
        self._source = LogSource(context.workspace, context.jobs, self)
        self._grow = QTimer(self)
        self._grow.setInterval(GROW_MS)
        self._lay_out()
        self._connect()
        self.show_project()
        self.show_run(None)
        self._show_details(False)

    @property
    def run_id(self) -> int:
        """The run whose rows are shown, also while it plays; 0 for none."""
        return self._live or (self._run.id if self._run else 0)

    def show_project(self) -> None:
        """Say how long a rehearsal would be where there is none yet."""
        self.pages.set_days(self._context.workspace.project().account.settings.days)

    def show_run(self, run: Run | None) -> None:
        """Show the log of a run that has ended, or none."""
        self._end_live()
        if run is None or self._run is None or run.id != self._run.id:
            # Places are numbered anew in every run, so a filter on some of them means nothing in another.
            self.bar.set_filter(replace(self.bar.filter, places=frozenset(), place_title=""))
        self._run = run
        self._set_until(0)
        project = run.project if run else self._context.workspace.project()
        self._zone = zone_of_account(project)
        self.bar.set_usable(run is not None)
        self._counts.show_sums(run.summary if run else None)
        self._total = run.summary.events if run else 0
        self._colours.show_run(run.id if run else 0)
        self.worst_changed.emit(*worst_of(run.summary if run else None))
        if run is None:
            self._source.drop()
            self._shown = None
            self.folds.rows.set_rows((), None)
            self.model.set_ids(())
            self.pages.show_no_run()
            self._show_detail()
            self.rows_changed.emit("")
            self._on_selection_changed()
            return
        self.bar.text.renew()
        self._ask()

    def show_moment(self, moment: Moment, sums: RunSummary) -> None:
        """Show only the rows that have happened so far, the latest of them, and how many of which they are."""
        if self._run is None or self._live:
            return
        self.worst_changed.emit(*worst_of(sums))
        self._set_until(self._run.first_row + moment.rows)
        self._counts.show_sums(sums, self._until)
        before = self.model.rowCount()
        if self._shown is not None and len(self._rows()) == before:
            self.table.viewport().update()
            return
        self._show_rows(same=before > 0)
        self.table.scrollToBottom()

    @property
    def _is_scrubbed(self) -> bool:
        """Whether an instant before the end is shown."""
        return self._run is not None and 0 < self._until < self._run.first_row + self._total

    def _set_until(self, until: int) -> None:
        self._until = self.folds.until = self.links.until = until

    def _rows(self) -> Sequence[int]:
        """Give the ids of the rows to show: those found, folded, that have happened."""
        rows = self.folds.rows.shown()
        return rows[: bisect_left(rows, self._until)] if self._until else rows

    def _show_rows(self, *, same: bool) -> None:
        """Show the rows.

        Args:
            same: Whether those shown so far are the first of them, if there are as many.
        """
        rows = self._rows()
        if same and len(rows) >= self.model.rowCount():
            self.model.grow(rows)
        else:
            chosen = self.table.selected_ids()
            self.model.set_ids(rows)
            if chosen:
                self.table.select_id(chosen[0])
        if not self._live:
            self.pages.show_rows(len(rows), len(self.folds.rows.all()), self.bar.filter)
            self._show_detail()
        self._say_rows()

    def begin_live(self) -> None:
        """Show an empty log that is about to grow."""
        self.show_run(None)
        self.pages.setCurrentWidget(self.table)
        self._show_detail()

    def show_progress(self, progress: RunProgress) -> None:
        """Let the log of a run that plays grow up to what has been written."""
        if not self._live:
            self._live = progress.run
            self.bar.set_usable(True)
            self.bar.text.renew()
            self._colours.show_run(progress.run)
            self._grow.start()
        self._total = progress.rows
        self._stale = True
        self._counts.show_live(progress.rows)

    def current_line(self) -> LogLine | None:
        """Return the chosen row; the first of several."""
        chosen = self.table.selected_ids()
        row = self.model.row_of(chosen[0]) if chosen else -1
        return self.model.row(row) if row >= 0 else None

    def _lay_out(self) -> None:
        themes = self._context.themes
        self.pages = LogPages(themes, self.table)
        split = SplitView(themes, "log", self._context.settings)
        split.add(self.pages, 900, stretch=1)
        split.add(self.detail, _DETAIL_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.shelf)
        layout.addWidget(split, 1)
        self.detail.hide()

    def _connect(self) -> None:
        self.bar.filter_changed.connect(lambda _: self._ask())
        self.bar.details_clicked.connect(self._on_details_clicked)
        self.bar.close_clicked.connect(self.close_wanted)
        self.pages.play_wanted.connect(self.play_wanted)
        self.pages.clear_wanted.connect(self.clear_filter)
        self.pages.end_wanted.connect(self.end_wanted)
        self._source.answered.connect(self._on_answered)
        self._source.failed.connect(self._context.dialogs.problem)
        self._grow.timeout.connect(self._on_grow)
        self.table.selection_changed.connect(self._on_selection_changed)
        self.detail.card_wanted.connect(self.menu.go_to_card)
        self.detail.contact_wanted.connect(self.menu.go_to_contact)
        self.detail.sender_wanted.connect(self.menu.go_to_sender)
        self.detail.mend_wanted.connect(self.menu.mend)
        self.detail.filter_wanted.connect(lambda text: self._context.bus.navigate.emit(GoTo("log_filter", 0, text)))
        self.flips.rehearse_wanted.connect(self.play_wanted)
        self.flips.focus_left.connect(self.table.setFocus)
        self.bar.fold.toggled.connect(self._on_fold_toggled)
        self.bar.fold.setChecked(str(self._context.settings.value(_FOLD)) == "true")
        self._colours.changed.connect(self.table.viewport().update)
        self._context.bus.changed.connect(self._on_changed)
        self.folds.changed.connect(lambda: self._show_rows(same=False))
        self.links.row_wanted.connect(self.show_row)
        self.menu.contact_wanted.connect(self.targets.show_contact)
        self.menu.export_wanted.connect(self._export)
        for title, form in (("As CSV…", "csv"), ("As JSON Lines…", "jsonl")):
            self.bar.export_menu.addAction(title).triggered.connect(lambda *_, form=form: self._export(form))

    def _ask(self) -> None:
        if (query := self.query()) is not None:
            counted = self.bar.filter.counted if not self._live else None
            self._source.ask(
                query,
                heads=self.bar.fold.isChecked(),
                grows=self._live > 0,
                counted=counted.query(self.run_id) if counted is not None else None,
            )

    def query(self) -> LogQuery | None:
        """Return what is asked for at the moment; ``None`` without a run."""
        return self.bar.filter.query(self.run_id) if self.run_id else None

    @Slot(bool)
    def _on_fold_toggled(self, wanted: bool) -> None:
        self._context.settings.setValue(_FOLD, "true" if wanted else "false")
        self._ask()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(Noun.VIEW):
            self.shelf.refresh()
            self._colours.renew()

    @Slot(object)
    def show_row(self, row_id: int) -> None:
        """Choose a row, if it is among those shown."""
        self.folds.reveal(row_id)
        shown = self.table.select_id(row_id)
        self._wanted = row_id if not shown and self._source.is_asking else 0

    @Slot()
    def _on_grow(self) -> None:
        """Look at what was written since, unless the last look still runs."""
        if self._stale and not self._source.is_asking:
            self._stale = False
            self._ask()
            self._colours.grow()

    @Slot(object, object)
    def _on_answered(self, query: LogQuery, found: Rows) -> None:
        self.links.forget()
        self.folds.rows.set_rows(found.ids, found.heads)
        if not self._live:
            self._counts.show_found(found.sorts, self.bar.filter.reasons)
        shown = (query, found.heads is not None)
        same, self._shown = shown == self._shown, shown
        self._show_rows(same=same)
        if self._wanted:
            self.show_row(self._wanted)
        elif not same and self._is_scrubbed and not self.table.selected_ids():
            self.table.scrollToBottom()  # The rows of the instant shown are the last ones.
        self._on_selection_changed()

    def _say_rows(self) -> None:
        found = self.folds.rows.all()
        shown = bisect_left(found, self._until) if self._until else len(found)
        cut = self.bar.filter.narrows or shown < self._total
        total = plural(self._total, "row")
        said = f"{number(shown)} of {total}" if cut else total
        folded = f", folded to {number(self.model.rowCount())}" if self.folds.rows.is_folding else ""
        self.rows_changed.emit(said + folded)

    def _end_live(self) -> None:
        self._grow.stop()
        self._live = 0
        self._stale = False

    def _show_detail(self) -> None:
        shown = self.pages.shows_rows and self.bar.details.isChecked()
        if shown != self.detail.isVisibleTo(self):
            self.detail.setVisible(shown)
            self._on_selection_changed()

    @Slot()
    def clear_filter(self) -> None:
        """Show all rows."""
        self.bar.set_filter(LogFilter())
        self.bar.text.clear()

    def minimumSizeHint(self) -> QSize:
        """Return a height that does not hang on what stands over the rows: no word of it makes the pane higher."""
        return QSize(super().minimumSizeHint().width(), _LEAST_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the side panel where there is room for it, until the person has chosen."""
        super().resizeEvent(event)
        before, self._wide = self._wide, event.size().width() >= _ROOMY
        if before != self._wide:
            self._show_details(self._wide)

    def _show_details(self, wanted: bool) -> None:
        """Show or hide the side panel, unless the person has chosen; then as chosen."""
        chosen = self._context.settings.value(_DETAILS)
        self.bar.details.setChecked(wanted if chosen is None else str(chosen) == "true")
        self._show_detail()

    @Slot(bool)
    def _on_details_clicked(self, wanted: bool) -> None:
        self._context.settings.setValue(_DETAILS, "true" if wanted else "false")
        self._show_details(wanted)

    @Slot()
    def _on_selection_changed(self) -> None:
        line = self.current_line()
        if line is not None and line.reason and not self.bar.details.isChecked():
            self._show_details(True)  # Who chooses a row with a reason wants to know why.
        self.links.follow(line)
        cause = self.menu.cause()
        self.detail.show_line(line, self._zone, cause[0] if cause else "")
        self.flips.show_row(self._run, line)
        self._why.ask(self.run_id, line if self.detail.isVisible() else None)

    @Slot(str)
    def _export(self, form: str) -> None:
        if (query := self.query()) is not None:
            self.export_wanted.emit(query, form, self._until)
