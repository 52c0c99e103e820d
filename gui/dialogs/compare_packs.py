"""Compares two rehearsals that differ only in the rule pack: the sums side by side, and whose result differs.

Lives here: the choice of packs, the job and the tables. Not here: playing and comparing (``core.services.compare``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QProgressBar, QStackedWidget, QWidget

from core.services.compare import CompareProgress, Comparison, Difference, Sum, compare, packs
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.frame import band, foot, put_frame
from gui.widgets.labels import button, label
from gui.widgets.segments import Segment, SegmentedFilter

_SIZE = (1000, 640)
_STEPS = 1000
_CONTACTS, _SUMS = "contacts", "sums"


class ComparePacksDialog(QDialog):
    """Plays a workspace under two rule packs and shows what differs; nothing is stored.

    Args:
        context: The window's services.
        parent: The window.

    Signals:
        compared: the ``Comparison`` that is shown now.
    """

    compared = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._result: Comparison | None = None
        self._found: list[Difference] = []
        self._sums: list[Sum] = []
        self.setObjectName("compare_dialog")
        self.setWindowTitle("Compare rule packs")
        self.resize(*_SIZE)
        self._make_tools()
        self._make_tables()
        self._lay_out()
        self._connect()
        self._update()
        self.start.setFocus()

    # ------------------------------------------------------------ making

    def _make_tools(self) -> None:
        themes = self._context.themes
        self.first, self.second = QComboBox(), QComboBox()
        name_widget(self.first, "compare_first", "First rule pack")
        name_widget(self.second, "compare_second", "Second rule pack")
        found = packs()
        for box in (self.first, self.second):
            for pack in reversed(found):
                box.addItem(pack.title, pack.name)
        own = self._context.workspace.project().account.rule_pack
        self.first.setCurrentIndex(max(self.first.findData(own), 0))
        self.second.setCurrentIndex(1 if self.first.currentIndex() == 0 and self.second.count() > 1 else 0)
        self.start = button("Compare", "primary", icon="play", themes=themes)
        name_widget(self.start, "compare_start", "Compare")
        self.stop = button("Cancel", icon="stop", themes=themes)
        name_widget(self.stop, "compare_stop", "Cancel the comparison")
        self.progress = QProgressBar()
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        name_widget(self.progress, "compare_progress", "Progress")
        self.parts = SegmentedFilter(themes, (Segment(_CONTACTS, "Contacts"), Segment(_SUMS, "Sums")))
        self.parts.setObjectName("compare_parts")
        self.filter = FilterLine(themes, "Filter by contact or result")
        name_widget(self.filter, "compare_filter", "Filter the contacts")

    def _make_tables(self) -> None:
        context = self._context
        self.table = DataTable(context.themes, "compare/contacts", context.settings, self)
        name_widget(self.table, "compare_contacts", "Contacts whose result differs")
        self.sums = DataTable(context.themes, "compare/sums", context.settings, self)
        name_widget(self.sums, "compare_sums", "Sums under both packs")
        self._set_models("First pack", "Second pack")
        self._nothing = EmptyState(
            context.themes,
            icon="shuffle",
            title="Same rehearsal, other rules",
            sentence="Choose two rule packs. Both are played with the same start, days and seed, and what differs is "
            "listed here. Nothing is stored.",
        )
        self._same = EmptyState(context.themes, icon="check", title="Nothing differs", sentence="")

    def _set_models(self, first: str, second: str) -> None:
        """Give the tables models whose headings name the packs."""
        self._model: PagedTableModel[Difference] = PagedTableModel(
            (
                Column("name", "Contact", lambda row: row.name, width=190, sortable=False),
                Column("first", f"Only with {first}", lambda row: row.first or "–", width=380, sortable=False,
                       tip=lambda row: row.first),
                Column("second", f"Only with {second}", lambda row: row.second or "–", width=380, sortable=False,
                       tip=lambda row: row.second),
            ),
            lambda ids: [self._found[number] for number in ids],
            parent=self,
        )  # fmt: skip
        self.table.setModel(self._model)
        self._sum_model: PagedTableModel[Sum] = PagedTableModel(
            (
                Column("title", "What", lambda row: row.title, width=320, sortable=False),
                Column("first", first, lambda row: text.number(row.first), width=140, number=True, sortable=False),
                Column("second", second, lambda row: text.number(row.second), width=140, number=True, sortable=False),
                Column("more", "Difference", _more, _more_tone, width=140, sortable=False),
            ),
            lambda ids: [self._sums[number] for number in ids],
            parent=self,
        )
        self.sums.setModel(self._sum_model)

    def _lay_out(self) -> None:
        head = band(self.first, label("against", "muted"), self.second, self.start, self.stop)
        head.addWidget(self.progress, 1)
        head.addStretch(0)
        self._tools = QWidget()
        tools = band(self.parts, self.filter, above=0)
        tools.setStretch(1, 1)
        tools.addStretch(0)
        self._tools.setLayout(tools)
        self._pages = QStackedWidget()
        for page in (self._nothing, self.table, self.sums, self._same):
            self._pages.addWidget(page)
        self._state = label("", "muted")
        name_widget(self._state, "compare_status")
        close = button("Close")
        close.clicked.connect(self.close)
        put_frame(self, (head, self._tools), self._pages, foot(self._state, close))

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.parts.chosen.connect(self._update)
        self.filter.filter_changed.connect(self._on_filter)
        self.first.currentIndexChanged.connect(self._update)
        self.second.currentIndexChanged.connect(self._update)
        self.table.opened.connect(self._on_opened)

    # ------------------------------------------------------------ playing

    @Slot()
    def _on_start(self) -> None:
        workspace = self._context.workspace
        first, second = self.first.currentData(), self.second.currentData()

        def work(control: JobControl) -> Comparison | None:
            with workspace.in_thread() as mine:
                return compare(mine, first, second, control=control)

        self.progress.setValue(0)
        self._job = self._context.jobs.start(
            "Compare rule packs", work, done=self._on_done, failed=self._on_failed, progress=self._on_progress,
            cancelled=self._on_cancelled,
        )  # fmt: skip
        self._update()

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, progress: CompareProgress) -> None:
        self.progress.setValue(int(progress.share * _STEPS))

    def _on_done(self, result: Comparison | None) -> None:
        self._job = None
        if result is not None:
            self._show(result)
        self._update()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._update()
        self._context.dialogs.problem(error)

    def _on_cancelled(self, _: Comparison | None) -> None:
        self._job = None
        self._update()

    # ------------------------------------------------------------ showing

    def _show(self, result: Comparison) -> None:
        self._result = result
        self._set_models(result.first.title, result.second.title)
        self._sums = [*result.outcomes, *result.reasons]
        self._sum_model.set_ids(range(len(self._sums)))
        self.parts.set_count(_CONTACTS, len(result.differences))
        self._on_filter()
        self.compared.emit(result)

    @Slot()
    def _on_filter(self, *_: object) -> None:
        result = self._result
        words = self.filter.text().casefold().split()
        self._found = [] if result is None else [d for d in result.differences if _holds(d, words)]
        self._model.invalidate()
        self._model.set_ids(range(len(self._found)))
        self._update()

    @Slot()
    def _update(self, *_: object) -> None:
        """Set what can be done, what is shown, and the line at the foot."""
        playing, result = self._job is not None, self._result
        same = self.first.currentData() == self.second.currentData()
        self.start.setVisible(not playing)
        self.start.setEnabled(not same)
        self.start.setToolTip("Choose two different packs." if same else "")
        self.stop.setVisible(playing)
        self.progress.setVisible(playing)
        self.first.setEnabled(not playing)
        self.second.setEnabled(not playing)
        self._tools.setVisible(result is not None)
        self.filter.setVisible(self.parts.current() == _CONTACTS)
        if result is None:
            self._pages.setCurrentWidget(self._nothing)
            self._state.setText("")
            return
        self._state.setText(_found_words(result, len(self._found)))
        if self.parts.current() == _SUMS:
            self._pages.setCurrentWidget(self.sums)
        elif result.differences:
            self._pages.setCurrentWidget(self.table)
        else:
            self._same.set_texts("Nothing differs", f"Every contact gets the same with both packs. {_moved(result)}")
            self._pages.setCurrentWidget(self._same)

    @Slot(int)
    def _on_opened(self, number: int) -> None:
        if 0 <= number < len(self._found):
            self._context.bus.navigate.emit(GoTo("contact", self._found[number].contact))

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the comparison that still plays."""
        self._on_stop()
        super().closeEvent(event)


def _holds(row: Difference, words: Sequence[str]) -> bool:
    said = f"{row.name} {row.first} {row.second}".casefold()
    return all(word in said for word in words)


def _more(row: Sum) -> str:
    change = row.second - row.first
    return "–" if not change else f"+{text.number(change)}" if change > 0 else f"−{text.number(-change)}"


def _more_tone(row: Sum) -> Tone | None:
    return Tone.ACCENT if row.first != row.second else None


def _moved(result: Comparison) -> str:
    if not result.moved:
        return ""
    return f"{text.plural(result.moved, 'contact')} {'gets' if result.moved == 1 else 'get'} it at another time."


def _found_words(result: Comparison, shown: int) -> str:
    differ = len(result.differences)
    said = (
        f"{text.number(differ)} of {text.plural(result.contacts, 'contact')} {'differs' if differ == 1 else 'differ'}."
    )
    if shown != differ:
        said = f"{text.number(shown)} of {text.plural(differ, 'difference')} shown."
    return f"{said} {_moved(result)}".strip()
