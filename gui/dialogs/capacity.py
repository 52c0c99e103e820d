"""How many senders it takes: the question, and the search that can be stopped.

Not here: what was found (``gui.dialogs.capacity_answer``), the search itself (``core.services.capacity``).
"""

from __future__ import annotations

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
    QWidget,
)

from core.model.instant import DAY, from_instant
from core.model.problem import Problem
from core.services.capacity import Answer, CapacityProgress, Question, answer
from core.services.capacity_words import cards, end_of, plans, write_csv
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.dialogs.capacity_answer import CapacityPage
from gui.forms.number_box import NumberBox
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import name_widget
from gui.widgets.dates import calm_calendar
from gui.widgets.empty import EmptyState
from gui.widgets.form import form_row
from gui.widgets.frame import band, foot, put_frame
from gui.widgets.labels import button, label

_SIZE = (1000, 700)
_TITLE = "How many senders does it take?"
_SENTENCE = (
    "Choose a card and the last day that is in time. Some thirty rehearsals are played to find the fewest senders, and "
    "the fewest contacts a day with the senders of today. Nothing is stored."
)


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
        self.setObjectName("capacity_dialog")
        self.setWindowTitle("How many senders?")
        self.resize(*_SIZE)
        self._make_tools()
        self._choose(workflow, card)
        self.page = CapacityPage(context)
        self.nothing = EmptyState(context.themes, icon="sender", title=_TITLE, sentence=_SENTENCE)
        self._lay_out()
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self._on_stop)
        self.rehearse.clicked.connect(self._on_rehearse)
        self.page.said.connect(self.state.setText)
        self.page.tried.connect(self._on_tried)
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
        self.start.setDefault(True)
        self.stop = button("Cancel", icon="stop", themes=themes)
        name_widget(self.stop, "capacity_stop", "Cancel the search")

    def _choose(self, workflow: int, card: int) -> None:
        for index in range(self.card.count()):
            found = self.card.itemData(index)
            if found.workflow == workflow and card in (0, found.card):
                self.card.setCurrentIndex(index)
                return

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self.nothing)
        self._pages.addWidget(self.page)
        rows = (
            form_row("Card", self.card),
            form_row("Everybody enrolled by", self.by),
            form_row("Mails a day per sender", self.limit),
        )
        head = band(*rows)
        head.setStretch(0, 1)
        put_frame(self, (head,), self._pages, self._foot())

    def _foot(self) -> QHBoxLayout:
        themes = self._context.themes
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        name_widget(self.progress, "capacity_progress", "Searching")
        self.state = label("", "muted")
        self.state.setObjectName("capacity_state")
        self.rehearse = button("Rehearse", "primary", icon="play", themes=themes, tip="Rehearse it and see (Ctrl+R)")
        name_widget(self.rehearse, "capacity_rehearse", "Rehearse")
        self.rehearse.hide()
        self.export = button("Export CSV…", icon="export", themes=themes)
        name_widget(self.export, "capacity_export", "Export the plans as CSV")
        close = button("Close")
        close.clicked.connect(self.close)
        row = foot(self.state, self.stop, self.rehearse, self.start, self.export, close)
        row.insertWidget(1, self.progress, 1)
        return row

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
        if found is not None:
            self.page.table.setFocus()

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
        self.page.show_answer(found)
        self.state.setText(f"{text.plural(len(plans(found)), 'plan')} tried.")
        self.answered.emit(found)

    @Slot()
    def _on_tried(self) -> None:
        """Offer to see the plan at work."""
        self.rehearse.show()
        self.start.hide()
        self.rehearse.setFocus()

    @Slot()
    def _on_rehearse(self) -> None:
        if self._context.commands.run("rehearse.play"):
            self.close()

    def _update(self) -> None:
        """Set what can be done and what is shown."""
        searching = self._job is not None
        some = self.card.count() > 0
        if not some:
            self.nothing.set_texts("No card enrolls in a sequence", "Add an “Enroll in sequence” card to a workflow.")
        for widget in (self.card, self.by, self.limit):
            widget.setEnabled(some and not searching)
        self.start.setVisible(not searching)
        self.rehearse.hide()
        self.start.setEnabled(some)
        self.stop.setVisible(searching)
        self.progress.setVisible(searching)
        self.export.setEnabled(self._answer is not None and not searching)
        self._pages.setCurrentWidget(self.page if self._answer is not None else self.nothing)

    @Slot()
    def _on_export(self) -> None:
        path = self._context.dialogs.save_file("Export plans", "plans.csv", ("CSV (*.csv)",))
        if path is None or self._answer is None:
            return
        try:
            count = write_csv(self._answer, self._context.workspace.project(), path)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self.state.setText(f"{text.plural(count, 'plan')} written to {path.name}.")

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the search that still goes on."""
        self._on_stop()
        super().closeEvent(event)
