"""The Results tab: what came of the rehearsal that is shown, up to the instant that is shown.

Not here: its pages (``gui.tabs.result_board``), counting (``core.services.results``). Both bring numpy along, so they
are loaded when there is something to count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes
from core.model.moment import Moment
from core.model.run import Run
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from core.services.replay import Replay
    from core.services.results import Results
    from gui.tabs.result_board import ResultPages
    from gui.tabs.result_shown import Shown

_WAIT_MS = 120


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
        box.setSpacing(0)
        box.addWidget(self._stack, 1)

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

        def work(control: JobControl) -> Shown:
            # The pages are loaded here too: that takes longer than the window should stand still.
            from core.services.results import load_results
            from gui.tabs import result_board  # noqa: F401
            from gui.tabs.result_shown import shown_of

            with workspace.in_thread() as mine:
                results = load_results(mine, replay, moment, control.cancelled)
            control.raise_if_cancelled()
            return shown_of(results)

        self._job = self._context.jobs.start("Counting results", work, done=self._on_counted)

    def _on_counted(self, shown: Shown) -> None:
        self._job = None
        self.results = shown.results
        if self.pages is None:
            from gui.tabs.result_board import ResultPages

            self.pages = ResultPages(self._context, lambda: self.results, self)
            self._stack.addWidget(self.pages)
        self._stack.setCurrentWidget(self.pages)
        self.pages.show_all(shown)
