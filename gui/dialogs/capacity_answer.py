"""What a capacity search found: the answer in words, a curve, the plans that were tried, and a way to try one.

Not here: the question and the search (``gui.dialogs.capacity``).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from core.services.capacity import Answer, Plan
from core.services.capacity_trial import trial_edit, trial_title
from core.services.capacity_words import answer_lines, first_words, plan_words
from gui import text
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.theme import Tone
from gui.widgets.labels import button, label
from gui.widgets.plot import CurvePlot
from gui.widgets.segments import Segment, SegmentedFilter

_SENDERS, _DAYS = "senders", "days"


class CapacityPage(QWidget):
    """Shows an answer.

    Args:
        context: The window's shared services.
        parent: Owner.

    Signals:
        said: what was just done, one sentence.
        tried: the workspace is now as the chosen plan wants it.
    """

    said = Signal(str)
    tried = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._answer: Answer | None = None
        self._plans: Sequence[Plan] = ()
        self._make()
        self._make_table()
        self._lay_out()
        self.parts.chosen.connect(self._show_curve)
        self.table.selection_changed.connect(self._on_chosen)
        self.plot.point_chosen.connect(self.table.selectRow)
        self.attempt.clicked.connect(self._on_try)
        self.copy.clicked.connect(self._on_copy)

    def _make(self) -> None:
        themes = self._context.themes
        self.sentence = label("", "title", wrap=True)
        self.sentence.setObjectName("capacity_sentence")
        self.more = label("", "muted", wrap=True)
        self.more.setObjectName("capacity_more")
        self.parts = SegmentedFilter(
            themes, (Segment(_SENDERS, "By number of senders"), Segment(_DAYS, "By contacts a working day"))
        )
        self.copy = button("Copy answer", icon="copy", themes=themes, tip="Copy the sentences above as text")
        name_widget(self.copy, "capacity_copy", "Copy answer")
        self.attempt = button("Make senders", icon="sender", themes=themes)
        self.attempt.setObjectName("capacity_try")
        self.plot = CurvePlot(themes)

    def _make_table(self) -> None:
        context = self._context
        self.table = DataTable(context.themes, "capacity", context.settings, self)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        name_widget(self.table, "capacity_plans", "Plans that were tried")
        self._model: PagedTableModel[Plan] = PagedTableModel(
            (
                Column("plan", "Plan", plan_words, width=216, sortable=False),
                Column("enrolled", "Enrolled", self._enrolled, self._tone, width=100, sortable=False),
                Column("skipped", "Skipped", lambda p: text.number(p.skipped), width=76, number=True, sortable=False),
                Column("last", "Last one", self._last, width=112, sortable=False),
            ),
            lambda ids: [self._plans[number] for number in ids],
            parent=self,
        )
        self.table.setModel(self._model)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(16, 16, 16, 0)
        body.setSpacing(8)
        body.addWidget(self.sentence)
        body.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.parts)
        row.addStretch(1)
        row.addWidget(self.copy)
        row.addWidget(self.attempt)
        body.addSpacing(4)
        body.addLayout(row)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.plot, 2)
        both.addWidget(self.table, 3)
        body.addLayout(both, 1)

    # ------------------------------------------------------------ showing

    def show_answer(self, found: Answer) -> None:
        """Show an answer, the smallest number of senders chosen."""
        self._answer = found
        first, *more = answer_lines(found, self._context.workspace.project())
        self.sentence.setText(first)
        self.more.setText("\n".join(more))
        self._show_curve()

    @property
    def plan(self) -> Plan | None:
        """The plan that is chosen in the table."""
        number = self.table.currentIndex().row()
        return self._plans[number] if 0 <= number < len(self._plans) else None

    @Slot()
    def _show_curve(self, *_: object) -> None:
        found = self._answer
        if found is None:
            return
        senders = self.parts.current() == _SENDERS
        self._plans = found.by_senders if senders else found.by_day
        self._model.invalidate()
        self._model.set_ids(range(len(self._plans)))
        title = "Senders" if senders else "Contacts a working day"
        points = [(p.senders if senders else p.per_day, p.enrolled) for p in self._plans]
        tips = [f"{plan_words(p)}: {self._enrolled(p)} enrolled" for p in self._plans]
        self.plot.show_curve(points, found.wanted, (title, "Contacts enrolled"), tips)
        best = [number for number, plan in enumerate(self._plans) if plan in found.best]
        row = best[0] if best else max(len(self._plans) - 1, 0)
        self.table.selectRow(row)
        self.table.scrollTo(self._model.index(row, 0), DataTable.ScrollHint.PositionAtCenter)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        plan = self.plan
        self.plot.choose(self._plans.index(plan) if plan is not None else -1)
        title = trial_title(self._answer, plan) if self._answer is not None and plan is not None else ""
        self.attempt.setText(title or "Make senders")
        self.attempt.setEnabled(bool(title) and not self._context.undo.locked)
        why = "Changes the workspace as the chosen plan wants it, as one step that Ctrl+Z takes back"
        pace = "How many come in a day is up to who lets them in: by hand, by a list, or by a trigger’s filter"
        self.attempt.setToolTip(why if title else pace)

    def _enrolled(self, plan: Plan) -> str:
        wanted = self._answer.wanted if self._answer is not None else 0
        return f"{text.number(plan.enrolled)} of {text.number(wanted)}"

    def _tone(self, plan: Plan) -> Tone | None:
        return Tone.DONE if self._answer is not None and plan.enrolled >= self._answer.wanted else None

    def _last(self, plan: Plan) -> str:
        return first_words(self._context.workspace.project(), plan.last) if plan.last else "–"

    # ------------------------------------------------------------ deeds

    @Slot()
    def _on_try(self) -> None:
        found, plan = self._answer, self.plan
        edit = trial_edit(self._context.workspace, found, plan) if found is not None and plan is not None else None
        if edit is None:
            self.said.emit("The workspace is so already.")
            return

        def ended(worked: bool) -> None:
            if worked:
                self.said.emit(f"Done: {edit.title}. Ctrl+Z takes it back.")
                self.tried.emit()

        self._context.undo.do(edit, ended)

    @Slot()
    def _on_copy(self) -> None:
        if self._answer is not None:
            QApplication.clipboard().setText("\n".join((self.sentence.text(), self.more.text())).strip())
            self.said.emit("Answer copied.")
