"""How many senders it takes: the question, the search that can be stopped, the best plans, two curves with their table.

Not here: the search (``core.services.capacity``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.model.instant import DAY, from_instant
from core.model.problem import Problem
from core.services.capacity import Answer, CapacityProgress, Plan, Question, answer
from core.services.capacity_words import cards, end_of, first_words, plan_words, write_csv
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.forms.number_box import NumberBox
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_parts import name_widget
from gui.theme import Tone
from gui.widgets.dates import calm_calendar
from gui.widgets.empty import EmptyState
from gui.widgets.form import form_row
from gui.widgets.labels import button, hairline, label, surface
from gui.widgets.plot import CurvePlot
from gui.widgets.segments import Segment, SegmentedFilter

_SIZE = (1000, 700)
_SENDERS, _DAYS = "senders", "days"


class CapacityDialog(QDialog):
    """Asks how many senders, or how many contacts a day, it takes to enroll everybody by a day.

    Args:
        context: The window's shared services.
        parent: The window.
        workflow: The workflow that is preselected; 0 for the first.
        card: Its card that is preselected; 0 for the first.

    Signals:
        answered: the ``Answer`` that is shown now.
    """

    answered = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None, workflow: int = 0, card: int = 0) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._answer: Answer | None = None
        self._plans: Sequence[Plan] = ()
        self.setObjectName("capacity_dialog")
        self.setWindowTitle("How many senders?")
        self.resize(*_SIZE)
        self._make_tools()
        self._choose(workflow, card)
        self._make_answer()
        self._lay_out()
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.parts.chosen.connect(self._show_curve)
        self.export.clicked.connect(self._on_export)
        self._update()
        self.start.setFocus()

    # ------------------------------------------------------------ making

    def _make_tools(self) -> None:
        project = self._context.workspace.project()
        self.card = QComboBox()
        self.card.setObjectName("capacity_card")
        for found in cards(project):
            self.card.addItem(found.title, found)
        settings = project.account.settings
        end = from_instant(settings.start + settings.days * DAY, zone_of_account(project)).date()
        self.by = QDateEdit(QDate(end.year, end.month, end.day))
        self.by.setObjectName("capacity_by")
        self.by.setDisplayFormat("d MMM yyyy")
        calm_calendar(self.by)
        self.limit = NumberBox()
        self.limit.setObjectName("capacity_limit")
        self.limit.setRange(0, 100_000)
        self.limit.setSpecialValueText("their own")
        themes = self._context.themes
        self.start = button("Find out", "primary", icon="play", themes=themes)
        name_widget(self.start, "capacity_start", "Find out")
        self.stop = button("Cancel", icon="stop", themes=themes)
        name_widget(self.stop, "capacity_stop", "Cancel the search")

    def _choose(self, workflow: int, card: int) -> None:
        for index in range(self.card.count()):
            found = self.card.itemData(index)
            if found.workflow == workflow and card in (0, found.card):
                self.card.setCurrentIndex(index)
                return

    def _make_answer(self) -> None:
        context = self._context
        self.sentence = label("", "title", wrap=True)
        self.sentence.setObjectName("capacity_sentence")
        self.more = label("", "muted", wrap=True)
        self.more.setObjectName("capacity_more")
        self.parts = SegmentedFilter(
            context.themes, (Segment(_SENDERS, "By number of senders"), Segment(_DAYS, "By contacts a working day"))
        )
        self.plot = CurvePlot(context.themes)
        self.table = DataTable(context.themes, "capacity", context.settings, self)
        name_widget(self.table, "capacity_plans", "Plans that were tried")
        self._model: PagedTableModel[Plan] = PagedTableModel(
            (
                Column("plan", "Plan", plan_words, width=230, sortable=False),
                Column("enrolled", "Enrolled", self._enrolled, self._tone, width=110, sortable=False),
                Column("skipped", "Skipped", lambda p: text.number(p.skipped), width=80, number=True, sortable=False),
                Column("last", "Last one", self._last, width=130, sortable=False),
            ),
            lambda ids: [self._plans[number] for number in ids],
            parent=self,
        )
        self.table.setModel(self._model)
        self.nothing = EmptyState(
            context.themes,
            icon="sender",
            title="How many senders does it take?",
            sentence="Choose a card and the last day that is in time. Some thirty rehearsals are played to find the "
            "fewest senders, and the fewest contacts a day with the senders of today. Nothing is stored.",
        )

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(12)
        head.addWidget(form_row("Card", self.card), 1)
        head.addWidget(form_row("Everybody enrolled by", self.by))
        head.addWidget(form_row("Mails a day per sender", self.limit))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        name_widget(self.progress, "capacity_progress", "Searching")
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(16, 16, 16, 0)
        body.setSpacing(8)
        body.addWidget(self.sentence)
        body.addWidget(self.more)
        body.addWidget(self.parts)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.plot, 2)
        both.addWidget(self.table, 3)
        body.addLayout(both, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(page)
        self._page = page
        self.state = label("", "muted")
        self.state.setObjectName("capacity_state")
        self.export = button("Export CSV…", icon="export", themes=self._context.themes)
        name_widget(self.export, "capacity_export", "Export the plans as CSV")
        close = button("Close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.state, 1)
        foot.addWidget(self.progress, 1)
        for widget in (self.stop, self.start, self.export, close):
            foot.addWidget(widget)
        ground = surface("surface")
        box = QVBoxLayout(ground)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(hairline())
        box.addWidget(self._pages, 1)
        box.addWidget(hairline())
        box.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    # ------------------------------------------------------------ searching

    @Slot()
    def _on_start(self) -> None:
        workspace, found = self._context.workspace, self.card.currentData()
        day = self.by.date()
        until = end_of(date(day.year(), day.month(), day.day()), workspace.project())
        question = Question(found.workflow, found.card, until, self.limit.value() or None)

        def work(control: JobControl) -> Answer | None:
            with workspace.in_thread() as mine:
                return answer(mine, question, control)

        self._job = self._context.jobs.start(
            "Searching for plans", work, done=self._on_done, failed=self._on_failed, progress=self._on_progress,
            cancelled=self._on_cancelled,
        )  # fmt: skip
        self.state.setText("Looking who reaches the card…")
        self._update()

    @Slot()
    def _on_stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, progress: CapacityProgress) -> None:
        self.state.setText(f"{text.plural(progress.trials, 'plan')} tried…")

    def _on_done(self, found: Answer | None) -> None:
        self._job = None
        self._answer = found
        if found is not None:
            self._show(found)
        self._update()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            self._update()
            self._context.dialogs.problem(error)
            return
        self._answer = None
        self.nothing.set_texts(error.sentence, error.hint or "Choose another card or day.")
        self.state.setText("")
        self._update()

    def _on_cancelled(self, _: Answer | None) -> None:
        self._job = None
        self.state.setText("Cancelled.")
        self._update()

    # ------------------------------------------------------------ showing

    def _show(self, found: Answer) -> None:
        self.sentence.setText(found.sentence)
        lines = [self._best(plan) for plan in found.best]
        if not found.best:
            lines.append("Choose a later day or a higher limit, or give more users a seat and an inbox.")
        if found.never:
            kept = sorted(found.never.items(), key=lambda pair: -pair[1])
            reasons = ", ".join(f"{text.number(count)} {reason.title.lower()}" for reason, count in kept)
            never = text.plural(sum(found.never.values()), "contact")
            lines.append(f"{never} can never be enrolled, whoever sends and whenever: {reasons}.")
        self.more.setText("\n".join(lines))
        self.state.setText(f"{text.plural(len(found.by_senders) + len(found.by_day), 'plan')} tried.")
        self._show_curve()
        self.answered.emit(found)

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

    def _best(self, plan: Plan) -> str:
        return f"✓ {plan_words(plan)}: the last one is enrolled on {self._last(plan)}."

    def _enrolled(self, plan: Plan) -> str:
        wanted = self._answer.wanted if self._answer is not None else 0
        return f"{text.number(plan.enrolled)} of {text.number(wanted)}"

    def _tone(self, plan: Plan) -> Tone | None:
        return Tone.DONE if self._answer is not None and plan.enrolled >= self._answer.wanted else None

    def _last(self, plan: Plan) -> str:
        return first_words(self._context.workspace.project(), plan.last) if plan.last else "–"

    def _update(self) -> None:
        """Set what can be done and what is shown."""
        searching = self._job is not None
        some = self.card.count() > 0
        if not some:
            self.nothing.set_texts("No card enrolls in a sequence", "Add an “Enroll in sequence” card to a workflow.")
        for widget in (self.card, self.by, self.limit):
            widget.setEnabled(some and not searching)
        self.start.setVisible(not searching)
        self.start.setEnabled(some)
        self.stop.setVisible(searching)
        self.progress.setVisible(searching)
        self.export.setEnabled(self._answer is not None and not searching)
        self._pages.setCurrentWidget(self._page if self._answer is not None else self.nothing)

    @Slot()
    def _on_export(self) -> None:
        path = self._context.dialogs.save_file("Export plans", "plans.csv", ("CSV (*.csv)",))
        if path is None or self._answer is None:
            return
        try:
            count = write_csv(self._answer, self._context.workspace.project(), path)
        except OSError as error:
            self._context.dialogs.problem(Problem("NOT_WRITTEN", f"{path.name} cannot be written: {error.strerror}."))
            return
        self.state.setText(f"{text.plural(count, 'plan')} written to {path.name}.")

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the search that still goes on."""
        self._on_stop()
        super().closeEvent(event)
