"""The Performance page of a sequence: what came of every step in the last rehearsal.

Not here: the counts (``core.services.performance``).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.problem import Problem
from core.model.run import Run
from core.model.sequence import Sequence, StepKind
from core.services.performance import Performance, StepCounts, performance, save_csv
from core.services.sequences import enrolls
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget, spread_on_first_show
from gui.tabs.sequence_automation import make_automation
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label, surface

_TABLE = "sequences/performance"
_NEW_WORKFLOW = "New enroll workflow"
_CSV = ("CSV files (*.csv)",)


def _is_mail(row: StepCounts) -> bool:
    return row.step is None or row.step.kind is StepKind.EMAIL


def _step_text(row: StepCounts) -> str:
    if row.step is None:
        return "Whole sequence"
    return f"{row.number}. {row.step.subject or row.step.kind.label}"


def _rate_column(key: str, title: str, count: Callable[[StepCounts], int], done: str, tone: Tone | None = None) -> Any:  # noqa: ANN401
    """Make a column of a count of mails with its share of those sent."""

    def said(row: StepCounts) -> str:
        if not _is_mail(row):
            return "–"
        number = count(row)
        return f"{text.number(number)} · {text.percent(number, row.sent)}" if number else "0"

    def tip(row: StepCounts) -> str:
        if not _is_mail(row):
            return "Tasks send no mail."
        mails = text.plural(row.sent, "mail")
        return f"{text.number(count(row))} of {mails} sent {done} ({text.percent(count(row), row.sent)})"

    return Column[StepCounts](
        key, title, said, tone=lambda row: tone if _is_mail(row) and count(row) else None, tip=tip, number=True,
        width=120 if key == "unsubscribed" else 88, sortable=False, hidden=key == "clicked",
    )  # fmt: skip


def _left_tip(row: StepCounts) -> str:
    lines = [f"{text.number(count)} · {reason.title}" for reason, count in row.reasons]
    return "\n".join(lines) or "Nobody left here before the end."


def performance_columns() -> tuple[Column[StepCounts], ...]:
    """Make the columns of the table."""

    def count_column(key: str, title: str, count: Callable[[StepCounts], int], tip: Callable[[StepCounts], str],
                     tone: Tone | None = None) -> Column[StepCounts]:  # fmt: skip
        return Column(
            key, title, lambda row: text.number(count(row)), tone=lambda row: tone if count(row) else None, tip=tip,
            number=True, width=76, sortable=False,
        )  # fmt: skip

    return (
        Column("step", "Step", _step_text, width=208, sortable=False,
               tip=lambda r: r.step.kind.label if r.step is not None else "All steps together"),
        count_column("sent", "Sent", lambda r: r.sent,
                     lambda r: "Mails that left" if _is_mail(r) else "Tasks that were created"),
        _rate_column("opened", "Opened", lambda r: r.opened, "were opened"),
        _rate_column("clicked", "Clicked", lambda r: r.clicked, "had a link clicked"),
        _rate_column("replied", "Replied", lambda r: r.replied, "were answered", Tone.DONE),
        _rate_column("meetings", "Meetings", lambda r: r.meetings, "led to a meeting", Tone.DONE),
        _rate_column("bounced", "Bounced", lambda r: r.bounced, "came back", Tone.BROKEN),
        _rate_column("unsubscribed", "Unsubscribed", lambda r: r.unsubscribed, "made people unsubscribe", Tone.SKIPPED),
        count_column("left", "Left", lambda r: r.left, _left_tip),
        count_column("finished", "Finished", lambda r: r.finished, lambda _: "Went through the whole sequence"),
        count_column("deferred", "Deferred", lambda r: r.deferred,
                     lambda _: "How often a mail was put off, by the daily limit or the send window", Tone.WAITING),
    )  # fmt: skip


class PerformancePage(QWidget):
    """Shows how the steps of a sequence did."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "sequence_performance", "Performance")
        self._context = context
        self._run: Run | None = None
        self._sequence = 0
        self._job: Job | None = None
        self._counted: tuple[int, int] = (0, 0)
        self._rows: tuple[StepCounts, ...] = ()
        self._model: PagedTableModel[StepCounts] = PagedTableModel(performance_columns(), self._fetch, parent=self)
        self._table = DataTable(context.themes, _TABLE, context.settings)
        name_widget(self._table, "performance_table", "Performance of every step")
        self._table.setModel(self._model)
        self._words = label("", "muted")
        name_widget(self._words, "performance_words")
        self._note = Banner(context.themes)
        self._note.setObjectName("performance_note")
        self._copy = button("Copy", icon="copy", themes=context.themes, tip="Copy the table to the clipboard")
        self._export = button("Export…", icon="export", themes=context.themes, tip="Write the table to a CSV file")
        name_widget(self._copy, "performance_copy", "Copy the table")
        name_widget(self._export, "performance_export", "Export the table")
        self._copy.clicked.connect(self._on_copy)
        self._export.clicked.connect(self._on_export)
        self._empty = EmptyState(
            context.themes, icon="results", title="No rehearsal yet", sentence="", primary="Rehearse"
        )
        self._empty.primary_clicked.connect(self._on_primary)
        self._lay_out()

    def show_run(self, run: Run | None) -> None:
        """Show the results of a run."""
        self._run = run
        self._refresh()

    def show_sequence(self, sequence: Sequence) -> None:
        """Show another sequence, or the same one changed."""
        self._sequence = sequence.id
        self._counted = (0, 0)
        self._refresh()

    def _lay_out(self) -> None:
        bar = surface("bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._words, 1)
        line.addWidget(self._copy)
        line.addWidget(self._export)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(hairline())
        box.addWidget(self._note)
        box.addWidget(self._pages, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Count when the page is shown; while it is hidden it does nothing."""
        super().showEvent(event)
        spread_on_first_show(self._table, _TABLE, self._context.settings)
        self._refresh()

    def _refresh(self) -> None:
        run, sequence_id = self._run, self._sequence
        if not self.isVisible():
            return
        if run is None:
            self._tell_none("No rehearsal yet", "Rehearse to see how many mails leave, and what comes of them.")
            return
        if self._counted == (run.id, sequence_id):
            return
        if self._job is not None:
            self._job.cancel()
        workspace = self._context.workspace

        def work(control: JobControl) -> Performance | None:
            with workspace.in_thread() as mine:
                return performance(mine, run, sequence_id, control)

        self._counted = (run.id, sequence_id)
        self._job = self._context.jobs.start("Counting steps", work, done=self._on_counted)

    def _on_counted(self, found: Performance | None) -> None:
        self._job = None
        run = self._run
        if run is None:
            return
        whole = found.whole if found is not None else None
        if found is None or whole is None or not (whole.sent or whole.left or whole.finished or whole.deferred):
            self._tell_nobody()
            return
        self._rows = (*found.steps, whole)
        self._model.set_ids(range(len(self._rows)))
        self._model.invalidate()
        self._pages.setCurrentWidget(self._table)
        zone = zone_of_account(run.project)
        start = text.format_short(from_instant(run.settings.start), zone)
        self._words.setText(f"Rehearsal from {start}, {text.plural(run.settings.days, 'day')}")
        if found.changed:
            self._note.show_message(
                "The steps were changed since this rehearsal; the table shows them as they were played.", Tone.ACCENT
            )
        else:
            self._note.clear()
        self._enable(True)

    def _tell_nobody(self) -> None:
        """Say why nobody was in the sequence: what leads into it, if nothing does; the log knows the rest."""
        project = self._context.workspace.project()
        if any(enrolls(workflow, self._sequence) for workflow in project.workflows):
            self._tell_none(
                "Nobody was in this sequence", "The last rehearsal enrolled no contact here; its log says why.", ""
            )
            return
        self._tell_none(
            "No workflow enrolls in it",
            "Nobody comes into this sequence before a workflow enrolls contacts in it.",
            _NEW_WORKFLOW,
        )

    @Slot()
    def _on_primary(self) -> None:
        if self._empty.primary_button.text() == _NEW_WORKFLOW:
            make_automation(self._context, self._sequence, "enroll")
        else:
            self._context.commands.run("rehearse.play")

    def _tell_none(self, title: str, sentence: str, button: str = "Rehearse") -> None:
        self._rows = ()
        self._model.set_ids(())
        self._words.clear()
        self._note.clear()
        self._empty.set_texts(title, sentence)
        self._empty.primary_button.setText(button)
        self._empty.primary_button.setVisible(bool(button))
        self._empty.primary_button.setEnabled(button != _NEW_WORKFLOW or not self._context.undo.locked)
        self._pages.setCurrentWidget(self._empty)
        self._enable(False)

    def _enable(self, can: bool) -> None:
        self._copy.setEnabled(can)
        self._export.setEnabled(can)

    def _fetch(self, ids: Many[int]) -> list[StepCounts | None]:
        return [self._rows[number] if number < len(self._rows) else None for number in ids]

    @Slot()
    def _on_copy(self) -> None:
        self._table.selectAll()
        self._table.copy_selection()
        self._context.bus.message.emit("Copied the table.")

    @Slot()
    def _on_export(self) -> None:
        path = self._context.dialogs.save_file("Export the table", "performance.csv", _CSV)
        if path is None:
            return
        try:
            save_csv(self._rows, path)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.bus.message.emit(f"Exported {text.plural(len(self._rows), 'row')} to {path.name}.")
