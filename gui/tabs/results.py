"""The Results tab: what came of the rehearsal that is shown, up to the instant that is shown.

Not here: what its pages show (``gui.tabs.result_pages``), how it is drawn (``result_grid``, ``result_plots``), counting
(``core.services.results``). Counting brings numpy along, so it is loaded in the first job.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes
from core.model.instant import from_instant
from core.model.moment import Moment
from core.model.run import Run
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.tabs.result_grid import CellGrid
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label, surface
from gui.widgets.segments import Segment, SegmentedFilter
from gui.widgets.split import SplitView

if TYPE_CHECKING:
    from core.services.replay import Replay
    from core.services.results import Results
    from gui.tabs.result_pages import Row

_WAIT_MS = 120
_PAGE = "results/page"
_PICTURE, _SIDE = 760, 460


class ResultsTab(QWidget):
    """Shows the results of a rehearsal.

    Signals:
        title_changed: The tab's title is another now.
    """

    title_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("results_tab")
        self._context = context
        self._asked: tuple[Replay, Moment] | None = None
        self._job: Job | None = None
        self.results: Results | None = None
        self.pages: ResultPages | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._count)
        self._empty = EmptyState(
            context.themes, icon="results", title="No rehearsal yet", primary="Rehearse",
            sentence="Rehearse to see how full each sender’s days are, why contacts are skipped and what comes of each "
            "sequence.",
        )  # fmt: skip
        self._empty.primary_clicked.connect(lambda: context.commands.run("rehearse.play"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_changes(self, changes: Changes) -> None:
        """Nothing: a run does not change with the workspace."""

    def set_locked(self, locked: bool) -> None:
        """Nothing: nothing is edited here."""

    def go_to(self, target: GoTo) -> bool:
        """Say that nothing here can be gone to."""
        return False

    def show_run(self, run: Run | None) -> None:
        """Wait for a run's trace, or go back to the empty state."""
        self._asked, self.results = None, None
        self._wait.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._stack.setCurrentWidget(self._empty)

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Show the results up to an instant, once the scrubber rests."""
        self._asked = (replay, moment)
        if self.isVisible():
            self._wait.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Count what was not counted while nobody looked."""
        super().showEvent(event)
        shown = self.results
        if self._asked is not None and (shown is None or (shown.replay, shown.moment) != self._asked):
            self._count()

    @Slot()
    def _count(self) -> None:
        if self._asked is None:
            return
        if self._job is not None:
            self._job.cancel()
        replay, moment = self._asked
        workspace = self._context.workspace

        def work(control: JobControl) -> Results:
            from core.services.results import load_results

            with workspace.in_thread() as mine:
                return load_results(mine, replay, moment, control.cancelled)

        self._job = self._context.jobs.start("Counting results", work, done=self._on_counted)

    def _on_counted(self, results: Results) -> None:
        self._job = None
        self.results = results
        if self.pages is None:
            self.pages = ResultPages(self._context, lambda: self.results, self)
            self._stack.addWidget(self.pages)
        self._stack.setCurrentWidget(self.pages)
        self.pages.refresh()


class ResultPages(QWidget):
    """The pages: a picture at the left, its numbers at the right.

    Args:
        context: The window's services.
        found: Gives the results.
        parent: Owner.
    """

    def __init__(self, context: Context, found: Callable[[], Results | None], parent: QWidget) -> None:
        super().__init__(parent)
        from gui.tabs import result_plots
        from gui.tabs.result_files import ResultFiles
        from gui.tabs.result_pages import HEADINGS, PAGES, columns_of

        themes = context.themes
        self._context, self._found = context, found
        self.cell = (0, 0)
        self.load = CellGrid(themes, 56)
        self.collisions = CellGrid(themes, 120)
        self.pareto = result_plots.Chart(themes, lambda: result_plots.pareto(found()), across=True)
        self.over_time = result_plots.Chart(themes, lambda: result_plots.over_time(found()), across=False)
        self.pictures: dict[str, QWidget] = {
            "load": self.load, "reasons": self.pareto, "days": self.over_time, "collisions": self.collisions,
        }  # fmt: skip
        self.tables: dict[str, DataTable] = {}
        self.rows: dict[str, list[Row]] = {page: [] for page, _ in PAGES}
        self.models: dict[str, PagedTableModel[Row]] = {}
        self.segments = SegmentedFilter(themes, [Segment(key, title) for key, title in PAGES])
        self.segments.setObjectName("results_pages")
        self.words = label("", "muted")
        self.side_title = label("", "strong")
        self.to_log = button("Show in log", icon="log", themes=themes)
        self.export = button("Export", icon="export", themes=themes, tip="Save this page as a file")
        name_widget(self.export, "results_export", "Export")
        name_widget(self.to_log, "results_to_log", "Show the chosen cell in the log")
        self.files = ResultFiles(context, self)
        menu = QMenu(self.export)
        for form in ("PNG", "SVG", "CSV"):
            menu.addAction(f"As {form}…", partial(self._export, form.lower()))
        menu.addAction("Copy table", self.files.copy)
        self.export.setMenu(menu)
        self._stack = QStackedWidget()
        for page, title in PAGES:
            model: PagedTableModel[Row] = PagedTableModel(columns_of(page), partial(self._fetch, page), parent=self)
            table = self.tables[page] = DataTable(themes, f"results/{page}", context.settings)
            name_widget(table, f"results_{page}_table", title)
            table.setModel(model)
            table.opened.connect(self._on_opened)
            self.models[page] = model
            self._stack.addWidget(self._page(page, title, table))
        assert set(HEADINGS) == set(self.tables)
        self._lay_out()
        self._connect()

    def _page(self, page: str, title: str, table: DataTable) -> QWidget:
        picture = self.pictures.get(page)
        if picture is None:
            return table
        name_widget(picture, f"results_{page}", title)
        side = surface("surface")
        box = QVBoxLayout(side)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if page == "load":
            head = QHBoxLayout()
            head.setContentsMargins(12, 8, 12, 8)
            head.addWidget(self.side_title, 1)
            head.addWidget(self.to_log)
            box.addLayout(head)
        box.addWidget(table)
        split = SplitView(self._context.themes, f"results/{page}", self._context.settings)
        split.add(picture, _PICTURE, stretch=1)
        split.add(side, _SIDE)
        return split

    def _export(self, form: str) -> None:
        self.files.export(self.segments.current(), form)

    def _fetch(self, page: str, ids: Sequence[int]) -> list[Row | None]:
        return [self.rows[page][number] for number in ids]

    def _lay_out(self) -> None:
        bar = surface("bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.segments)
        line.addWidget(self.words, 1)
        line.addWidget(self.export)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(hairline())
        box.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.segments.chosen.connect(self._on_page)
        self.load.picked.connect(self._on_cell)
        self.collisions.picked.connect(self._on_collision)
        self.pareto.picked.connect(self._filter_reason)
        self.over_time.picked.connect(self._on_opened)
        self.to_log.clicked.connect(self._on_to_log)
        kept = str(self._context.settings.value(_PAGE, "load"))
        if kept in self.tables:
            self.segments.choose(kept)

    def results(self) -> Results | None:
        """Return the results that are shown."""
        return self._found()

    def refresh(self) -> None:
        """Show the results anew."""
        from gui.tabs.result_pages import collision_cells, load_cells, rows_of

        results = self._found()
        if results is None:
            return
        for page in self.tables:
            if page != "load":
                self._set_rows(page, rows_of(page, results))
        self.load.set_cells(*load_cells(results))
        self.collisions.set_cells(*collision_cells(results))
        self.pareto.redraw()
        self.over_time.redraw()
        self.words.setText(f"Up to {text.format_datetime(from_instant(results.moment.time), results.zone)}")
        self._on_cell(*self.cell)

    def _set_rows(self, page: str, rows: list[Row]) -> None:
        self.rows[page] = rows
        self.models[page].set_ids(range(len(rows)))

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self._stack.setCurrentIndex(list(self.tables).index(key))
        self._context.settings.setValue(_PAGE, key)

    @Slot(int, int)
    def _on_cell(self, row: int, column: int) -> None:
        """List who is in a cell of the load map and who was pushed out of it."""
        from core.services.results import names_of

        results = self._found()
        if results is None or row >= len(results.senders) or column >= len(results.days):
            return
        self.cell = (row, column)
        sender, name = results.senders[row]
        members = results.members(sender, column)
        names = names_of(self._context.workspace, {member.contact for member in members})
        self.side_title.setText(f"{name} · {text.format_date(results.days[column])}")
        rows: list[Row] = [
            (names.get(m.contact, f"Contact {m.contact}"), m.what,
             text.format_short(from_instant(m.time), results.zone), results.sequence_name(m.sequence))
            for m in members
        ]  # fmt: skip
        self._set_rows("load", rows)

    @Slot()
    def _on_to_log(self) -> None:
        from core.services.results import log_text

        results = self._found()
        if results is not None:
            self._filter(log_text(sender=results.senders[self.cell[0]][1], day=self.cell[1]))

    @Slot(int, int)
    def _on_collision(self, row: int, _column: int) -> None:
        from core.services.results import log_text
        from gui.tabs.result_pages import collision_pairs

        results = self._found()
        if results is not None:
            wanted = results.sequence_name(collision_pairs(results)[0][row])
            self._filter(log_text(reason="ALREADY_ENROLLED", sequence=wanted))

    @Slot(int)
    def _filter_reason(self, number: int) -> None:
        from core.services.results import log_text

        results = self._found()
        if results is not None and 0 <= number < len(results.reasons):
            self._filter(log_text(reason=results.reasons[number][0].name))

    @Slot(int)
    def _on_opened(self, number: int) -> None:
        from core.services.results import log_text

        page, results = self.segments.current(), self._found()
        if page == "reasons":
            self._filter_reason(number)
        elif page == "days":
            self._filter(log_text(day=number))
        elif page == "sequences" and results is not None:
            self._filter(log_text(sequence=results.sequences[number].name))
        elif page == "senders" and results is not None:
            self._filter(log_text(sender=results.by_sender[number].name))
        elif page == "load":
            self._on_to_log()

    def _filter(self, wanted: str) -> None:
        self._context.bus.navigate.emit(GoTo("log_filter", 0, wanted))
