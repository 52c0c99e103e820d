"""Compares two rehearsals contact by contact: who is enrolled now, who earlier, who no longer.

Lives here: choosing the runs, naming them, the job and the table. Not here: comparing
(``core.services.run_differences``).
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QStackedWidget, QWidget

from core.model.problem import Problem
from core.services.run_differences import Change, Course, RunDifference, differences, write_changes
from core.services.runs import RunHead
from core.services.scenarios import bring_back
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.text import format_made, number, plural
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.frame import band, foot, put_frame
from gui.widgets.labels import button, label, tool_button
from gui.widgets.segments import Segment, SegmentedFilter

_SIZE = (1040, 640)
_ALL = "all"
_TONES = {Course.BETTER: Tone.DONE, Course.WORSE: Tone.BROKEN, Course.OTHER: Tone.MUTED}


class DifferencesDialog(QDialog):
    """Shows what changed between two stored rehearsals.

    Args:
        context: The window's services.
        parent: The window.

    Signals:
        compared: the ``RunDifference`` that is shown now.
    """

    compared = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._runs: list[RunHead] = []
        self._result: RunDifference | None = None
        self._found: list[Change] = []
        self._said: list[str] = []
        self.setObjectName("differences")
        self.setWindowTitle("Compare rehearsals")
        self.resize(*_SIZE)
        self._make()
        self._lay_out()
        self.before.currentIndexChanged.connect(self._on_chosen)
        self.after.currentIndexChanged.connect(self._on_chosen)
        self.parts.chosen.connect(self._on_filter)
        self.filter.filter_changed.connect(self._on_filter)
        self.table.opened.connect(self._on_opened)
        self.name.clicked.connect(lambda: self._name(self.before))
        self.name_after.clicked.connect(lambda: self._name(self.after))
        self.swap.clicked.connect(lambda: self.show_runs(self.after.currentData(), self.before.currentData()))
        self.copy.clicked.connect(lambda: QApplication.clipboard().setText(self.sentence.text()))
        self.export.clicked.connect(self._on_export)
        self.bring.clicked.connect(self._on_bring_back)

    def _make(self) -> None:
        themes = self._context.themes
        self.before, self.after = QComboBox(), QComboBox()
        name_widget(self.before, "differences_before", "Rehearsal before")
        name_widget(self.after, "differences_after", "Rehearsal after")
        self.name = tool_button(themes, "edit", "Name the rehearsal before, so that it is kept as a scenario")
        self.name.setObjectName("differences_name")
        self.swap = tool_button(themes, "shuffle", "Swap the two rehearsals")
        self.swap.setObjectName("differences_swap")
        self.name_after = tool_button(themes, "edit", "Name the rehearsal after, so that it is kept as a scenario")
        self.name_after.setObjectName("differences_name_after")
        self.copy = button("Copy sentence", icon="copy", themes=themes)
        name_widget(self.copy, "differences_copy", "Copy the sentence")
        self.export = button("Export CSV…", icon="export", themes=themes, tip="Write the changes shown to a file")
        name_widget(self.export, "differences_export", "Export the changes as CSV")
        self.bring = button("Bring back…", icon="undo", themes=themes)
        name_widget(self.bring, "differences_bring_back", "Bring the workspace of the rehearsal before back")
        self.bring.setToolTip("Make senders, sequences and played workflows what they were before; can be undone")
        self.parts = SegmentedFilter(
            themes,
            (
                Segment(_ALL, "All"),
                Segment(Course.BETTER.value, "Better", tone=Tone.DONE),
                Segment(Course.WORSE.value, "Worse", tone=Tone.BROKEN),
                Segment(Course.OTHER.value, "Other"),
            ),
        )
        self.parts.setObjectName("differences_parts")
        self.filter = FilterLine(themes, "Filter by contact, change or reason")
        name_widget(self.filter, "differences_filter", "Filter the changes")
        self.sentence = label("", "strong", wrap=True)
        self.sentence.setObjectName("differences_sentence")
        self.table = DataTable(themes, "differences", self._context.settings, self)
        name_widget(self.table, "differences_table", "Contacts that changed")
        self.model: PagedTableModel[Change] = PagedTableModel(
            (
                Column("name", "Contact", lambda row: row.name, width=170, sortable=False),
                Column("change", "Change", lambda row: row.title, lambda row: _TONES[row.kind.course], width=190,
                       sortable=False),
                Column("before", "Before", lambda row: row.before, width=260, sortable=False, grows=True,
                       tip=lambda row: row.before),
                Column("after", "After", lambda row: row.after, width=260, sortable=False, grows=True,
                       tip=lambda row: row.after),
            ),
            lambda ids: [self._found[index] for index in ids],
            parent=self,
        )  # fmt: skip
        self.table.setModel(self.model)
        self._empty = EmptyState(themes, icon="shuffle", title="", sentence="")

    def _lay_out(self) -> None:
        head = band(
            *(label("Before", "muted"), self.before, self.name, self.swap),
            *(label("After", "muted"), self.after, self.name_after, self.bring),
            below=4,
        )
        for box in (self.before, self.after):
            head.setStretch(head.indexOf(box), 1)
        tools = band(self.parts, self.filter, above=4)
        tools.setStretch(1, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self._empty)
        close = button("Close")
        close.clicked.connect(self.close)
        self._state = label("", "muted")
        said = band(self.sentence, above=4, below=8)
        put_frame(self, (head, said, tools), self._pages, foot(self._state, self.copy, self.export, close))

    # ------------------------------------------------------------ choosing

    def show_runs(self, before: int = 0, after: int = 0) -> None:
        """List the stored rehearsals and compare two; the latest two where none are named."""
        self._runs = self._context.workspace.runs.all()
        ids = [run.id for run in self._runs]
        chosen = (before or (ids[1] if len(ids) > 1 else 0), after or (ids[0] if ids else 0))
        for box, wanted in ((self.before, chosen[0]), (self.after, chosen[1])):
            box.blockSignals(True)
            box.clear()
            for run in self._runs:
                played = format_made(run.created)
                box.addItem(f"{run.name} · {played}" if run.name else f"Rehearsal {run.id} · {played}", run.id)
            box.setCurrentIndex(box.findData(wanted))
            box.blockSignals(False)
        self._on_chosen()

    @Slot()
    def _on_chosen(self, *_: object) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._result = None
        before, after = self.before.currentData(), self.after.currentData()
        if before is None or after is None:
            self._say(
                "Two rehearsals are needed", "Rehearse, change something, rehearse again; then this shows who changed."
            )
            return
        if before == after:
            self._say("The same rehearsal twice", "Choose two different rehearsals above.")
            return
        workspace = self._context.workspace

        def work(control: JobControl) -> tuple[RunDifference, list[str]] | None:
            with workspace.in_thread() as mine:
                found = differences(mine, before, after, control)
            return (found, _said(found)) if found is not None else None

        self._say("Comparing…", "Every contact of both rehearsals is looked at.")
        self._job = self._context.jobs.start("Comparing rehearsals", work, done=self._on_done, failed=self._on_failed)

    def _on_done(self, answer: tuple[RunDifference, list[str]] | None) -> None:
        self._job = None
        if answer is None:
            return
        self._result, self._said = answer
        result = self._result
        self.sentence.setText(f"{result.sentence}.")
        self.parts.set_count(_ALL, len(result.changes))
        for course in Course:
            self.parts.set_count(course.value, result.count(course))
        self._on_filter()
        self.compared.emit(result)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            raise error
        self._say("That cannot be compared", error.sentence)

    # ------------------------------------------------------------ showing

    @Slot()
    def _on_filter(self, *_: object) -> None:
        result = self._result
        if result is None:
            return
        course, words = self.parts.current(), self.filter.text().casefold().split()
        self._found = [
            change
            for change, said in zip(result.changes, self._said, strict=True)
            if course in (_ALL, change.kind.course.value) and all(word in said for word in words)
        ]
        self.model.invalidate()
        self.model.set_ids(range(len(self._found)))
        self._state.setText(
            f"{number(len(self._found))} of {plural(len(result.changes), 'change')} · "
            f"{plural(result.contacts, 'contact')} in all"
        )
        self._update_tools(usable=True)
        if self._found:
            self._pages.setCurrentWidget(self.table)
        elif result.changes:
            self._empty.set_texts("No change matches", "Choose another part, or clear the filter.")
            self._pages.setCurrentWidget(self._empty)
        else:
            self._empty.set_texts("Nothing changed", "Both rehearsals gave every contact the same.")
            self._pages.setCurrentWidget(self._empty)

    def _say(self, title: str, sentence: str) -> None:
        self.sentence.setText("")
        self._state.setText("")
        self._empty.set_texts(title, sentence)
        self._pages.setCurrentWidget(self._empty)
        self._update_tools(usable=False)

    def _update_tools(self, *, usable: bool) -> None:
        self.parts.setEnabled(usable)
        self.filter.setEnabled(usable)
        has_before = self.before.currentData() is not None
        self.name.setEnabled(has_before)
        self.name_after.setEnabled(self.after.currentData() is not None)
        self.swap.setEnabled(len(self._runs) > 1)
        self.copy.setEnabled(usable)
        self.export.setEnabled(usable and bool(self._found))
        self.bring.setEnabled(has_before and not self._context.undo.locked)

    @Slot(int)
    def _on_opened(self, index: int) -> None:
        if 0 <= index < len(self._found):
            self._context.bus.navigate.emit(GoTo("log_contact", self._found[index].contact))

    def _name(self, box: QComboBox) -> None:
        """Give the rehearsal of a box a name, another one, or (empty) none any more."""
        run = next((one for one in self._runs if one.id == box.currentData()), None)
        if run is None:
            return
        name = self._context.dialogs.ask_text("Name the rehearsal", "Name", run.name)
        if name is not None:
            self._context.workspace.runs.rename(run.id, name)
            self.show_runs(self.before.currentData() or 0, self.after.currentData() or 0)

    @Slot()
    def _on_export(self) -> None:
        suggested = f"{self._context.workspace.path.stem}-changes.csv"
        path = self._context.dialogs.save_file("Export changes", suggested, ["CSV files (*.csv)"])
        if path is None:
            return
        target = path if path.suffix else path.with_suffix(".csv")
        try:
            count = write_changes(self._found, target)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._state.setText(f"Wrote {plural(count, 'change')} to {target.name}.")

    @Slot()
    def _on_bring_back(self) -> None:
        workspace = self._context.workspace
        run = workspace.runs.get(self.before.currentData())
        edit = bring_back(workspace, run) if run is not None else None
        if edit is None:
            self._context.bus.message.emit("The workspace is as it was in that rehearsal.")
        elif self._context.dialogs.confirm(
            "Bring the workspace back?",
            "Senders, sequences, the account and the played workflows become what they were in that rehearsal. "
            "Contacts stay. It can be undone.",
            "Bring back",
        ):
            self._context.undo.do(edit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the comparison that still runs."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().closeEvent(event)


def _said(result: RunDifference) -> list[str]:
    """Write what can be found by words, a text for each change."""
    return [f"{c.name} {c.title} {c.before} {c.after}".casefold() for c in result.changes]
