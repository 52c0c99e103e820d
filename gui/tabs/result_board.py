"""The pages of the Results tab: a picture at the left, its numbers at the right, and what a click on them leads to.

Not here: when to count (``gui.tabs.results``), what pages show (``result_pages``, ``result_cells``, ``result_plots``).
It needs numpy, so it is loaded after the first rehearsal.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.services.results import NO_SENDER, log_text, no_sender_text
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.tabs.panel_parts import name_widget
from gui.tabs.result_cells import collision_pairs
from gui.tabs.result_chart import Chart
from gui.tabs.result_files import ResultFiles
from gui.tabs.result_grid import CellGrid
from gui.tabs.result_pages import EMPTY, PAGES, PLOTS, collision_at
from gui.tabs.result_side import LoadSide
from gui.tabs.result_table import ResultTable
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label, surface
from gui.widgets.segments import Segment, SegmentedFilter
from gui.widgets.split import SplitView

if TYPE_CHECKING:
    from core.services.results import Results
    from gui.tabs.result_shown import Shown

_PAGE = "results/page"
_PICTURE, _SIDE = 760, 460
_LOAD_CELL_PX, _COLLISION_CELL_PX = 64, 124


class ResultPages(QWidget):
    """The pages.

    Args:
        context: The window's services.
        found: Gives the results.
        parent: Owner.
    """

    def __init__(self, context: Context, found: Callable[[], Results | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._found = context, found
        self._shown: Shown | None = None
        self._make_pictures()
        self.side = LoadSide(context, found, dict(PAGES)["load"], self)
        self.side.hide()
        self._tables: dict[str, ResultTable] = {}
        self.empties: dict[str, EmptyState] = {}
        # Pages are made when they are first opened: all at once, the window would stand still.
        self._frames = {page: QStackedWidget() for page, _ in PAGES}
        self._stack = QStackedWidget()
        for frame in self._frames.values():
            self._stack.addWidget(frame)
        self._make_head()
        self.files = ResultFiles(context, self)
        self.export.setMenu(self._menu(self.export))
        self._lay_out()
        self._connect()

    def _make_pictures(self) -> None:
        themes = self._context.themes
        self.load = CellGrid(themes, _LOAD_CELL_PX, self)
        self.collisions = CellGrid(themes, _COLLISION_CELL_PX, self)
        self.pareto = Chart(themes, across=True, parent=self)
        self.over_time = Chart(themes, across=False, parent=self)
        self.pictures: dict[str, CellGrid | Chart] = {
            "load": self.load, "reasons": self.pareto, "days": self.over_time, "collisions": self.collisions,
        }  # fmt: skip
        for page, picture in self.pictures.items():
            name_widget(picture, f"results_{page}", PLOTS[page])
            picture.hide()

    def _make_head(self) -> None:
        themes = self._context.themes
        self.segments = SegmentedFilter(themes, [Segment(key, title) for key, title in PAGES])
        self.segments.setObjectName("results_pages")
        self.words = label("", "muted")
        self.words.setObjectName("results_moment")
        self.whole = button("Whole rehearsal", "link", tip="Show what came of the rehearsal up to its end")
        name_widget(self.whole, "results_whole", "Show the whole rehearsal")
        self.export = button("Export", icon="export", themes=themes, tip="Save this page as a file")
        name_widget(self.export, "results_export", "Export")

    def table(self, page: str) -> ResultTable:
        """Return the table of a page, making it with its page if need be."""
        if page not in self._tables:
            made = self._tables[page] = self.side.table if page == "load" else ResultTable(
                self._context, page, dict(PAGES)[page])  # fmt: skip
            self._frames[page].addWidget(self._split(page))
            if page in self._opened:
                made.opened.connect(self._opened[page])
            self._fill(page)
        return self._tables[page]

    def _fill(self, page: str) -> None:
        """Show the numbers on a page that is made."""
        if self._shown is None or page not in self._tables:
            return
        if page != "load":
            self._tables[page].show_rows(self._shown.rows[page])
        self._set_empty(page, empty=page in EMPTY and self._shown.is_empty(page))

    def _set_empty(self, page: str, *, empty: bool) -> None:
        """Show a page, or in its place that it has nothing to show."""
        if empty and page not in self.empties:
            title, sentence = EMPTY[page]
            self.empties[page] = EmptyState(self._context.themes, icon="results", title=title, sentence=sentence)
            self._frames[page].addWidget(self.empties[page])
        self._frames[page].setCurrentIndex(1 if empty else 0)

    def _split(self, page: str) -> QWidget:
        side: QWidget = self.side if page == "load" else self._tables[page]
        if page not in self.pictures:
            return side
        side.show()
        ground = surface("surface")
        box = QVBoxLayout(ground)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(side)
        split = SplitView(self._context.themes, f"results/{page}", self._context.settings)
        split.add(self.pictures[page], _PICTURE, stretch=1)
        split.add(ground, _SIDE)
        self.pictures[page].show()
        return split

    def _menu(self, owner: QWidget) -> QMenu:
        menu = QMenu(owner)
        menu.addAction("Copy picture", self.files.copy_picture)
        menu.addAction("Copy table", self.files.copy)
        menu.addSeparator()
        for form in ("PNG", "SVG", "CSV"):
            menu.addAction(f"Export as {form}…", partial(self._export, form.lower()))
        return menu

    def _export(self, form: str) -> None:
        self.files.export(self.segments.current(), form)

    def _lay_out(self) -> None:
        bar = surface("bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self.segments)
        line.addSpacing(8)
        line.addWidget(self.words)
        line.addWidget(self.whole)
        line.addStretch(1)
        line.addWidget(self.export)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(hairline())
        box.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.segments.chosen.connect(self._on_page)
        self.whole.clicked.connect(self._on_whole)
        self.load.picked.connect(self._show_cell)
        self.collisions.picked.connect(self._on_collision)
        self.pareto.picked.connect(self._filter_reason)
        self.over_time.picked.connect(self._filter_day)
        self._opened: dict[str, Callable[[int], None]] = {
            "reasons": self._filter_reason, "days": self._filter_day, "collisions": self._on_collision_row,
            "sequences": self._filter_sequence, "senders": self._filter_sender,
        }  # fmt: skip
        for picture in self.pictures.values():
            picture.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            picture.customContextMenuRequested.connect(self._on_menu)
        kept = str(self._context.settings.value(_PAGE, "load"))
        if kept in self._frames:
            self.segments.choose(kept)
        self._on_page(self.segments.current())

    # ------------------------------------------------------------ showing

    def results(self) -> Results | None:
        """Return the results that are shown."""
        return self._found()

    def show_all(self, shown: Shown) -> None:
        """Show another count, the results of which are given to whoever asks by now."""
        self._shown = shown
        for page in self._tables:
            self._fill(page)
        self.load.set_cells(shown.load)
        self.collisions.set_cells(shown.collisions)
        self.pareto.show_drawing(shown.reasons)
        self.over_time.show_drawing(shown.days)
        self.words.setText(moment_words(shown.results))
        self.whole.setVisible(not shown.results.is_whole)
        self._show_cell(*self.side.cell)

    @Slot(int, int)
    def _show_cell(self, row: int, column: int) -> None:
        """List who is in a cell of the load map; the first one where it has none such any more."""
        rows, columns = len(self.load.shown.rows), len(self.load.shown.columns)
        row, column = (row, column) if row < rows and column < columns else (0, 0)
        self.load.mark(row, column)
        self.side.show_cell(row, column)

    @Slot(str)
    def _on_page(self, key: str) -> None:
        self.table(key)
        self._stack.setCurrentIndex(list(self._frames).index(key))
        self._context.settings.setValue(_PAGE, key)

    @Slot()
    def _on_whole(self) -> None:
        self._context.commands.run("replay.end")

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        picture = self.pictures[self.segments.current()]
        area = picture.viewport() if isinstance(picture, CellGrid) else picture
        menu = self._menu(picture)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(area.mapToGlobal(place))

    # ------------------------------------------------------------ ways to the log

    @Slot(int, int)
    def _on_collision(self, row: int, column: int) -> None:
        results = self._found()
        if results is not None:
            wanted, kept = collision_pairs(results)
            self._filter_collision(results, wanted[row], kept[column])

    @Slot(int)
    def _on_collision_row(self, number: int) -> None:
        results = self._found()
        if results is not None:
            self._filter_collision(results, *collision_at(results, number))

    def _filter_collision(self, results: Results, wanted: int, inside: int) -> None:
        names = results.sequence_name(wanted), results.sequence_name(inside)
        self._filter(log_text(reason="ALREADY_ENROLLED", sequence=names[0], inside=names[1]))

    @Slot(int)
    def _filter_reason(self, number: int) -> None:
        results = self._found()
        if results is not None and 0 <= number < len(results.reasons):
            self._filter(log_text(reason=results.reasons[number][0].name))

    @Slot(int)
    def _filter_day(self, number: int) -> None:
        self._filter(log_text(day=number))

    @Slot(int)
    def _filter_sequence(self, number: int) -> None:
        results = self._found()
        if results is not None:
            self._filter(log_text(sequence=results.sequences[number].name))

    @Slot(int)
    def _filter_sender(self, number: int) -> None:
        results = self._found()
        if results is not None:
            sums = results.by_sender[number]
            self._filter(no_sender_text(results) if sums.id == NO_SENDER[0] else log_text(sender=sums.name))

    def _filter(self, wanted: str) -> None:
        self._context.bus.navigate.emit(GoTo("log_filter", 0, wanted))


def moment_words(results: Results) -> str:
    """Say what part of the rehearsal is shown, e.g. ``Whole rehearsal, 30 days``, ``Until Thu 15 Jan 2026 · 09:00``."""
    days = results.replay.run.settings.days
    if results.is_whole:
        return f"Whole rehearsal, {text.plural(days, 'day')}"
    return f"Until {text.format_datetime(from_instant(results.moment.time, results.zone), results.zone)}"
