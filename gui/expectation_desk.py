"""What the window does about expectations: the sign on the tab, the list, the way into the log, a row expected again.

Not here: when they are checked (``gui.expectation_watch``) and the list itself (``gui.dialogs.expectations``).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from core.model.changes import Changes
from core.model.run import Run
from core.services.expectation_findings import findings_of
from core.services.expectations import Verdict, expect, log_filter, never_again, of_line, words
from core.services.log import LogLine
from gui.bus import GoTo
from gui.context import Context
from gui.expectation_watch import ExpectationWatch
from gui.review_watch import ReviewWatcher
from gui.run.controller import RunController
from gui.tab_host import TabHost
from gui.text import number, plural
from gui.theme import Tone
from gui.widgets.toast import Toast

if TYPE_CHECKING:
    from gui.dialogs.expectations import ExpectationsDialog


class ExpectationDesk(QObject):
    """Brings the watch together with the tabs, the review, the log and the list.

    Args:
        context: The window's shared services.
        tabs: Show the sign.
        runs: Play before rows are shown that no rehearsal has yet.
        review: Lists what is not kept.
        parent: The workbench.

    Attributes:
        watch: Checks.
        toast: Says what was done, with a way back.
    """

    def __init__(
        self, context: Context, tabs: TabHost, runs: RunController, review: ReviewWatcher, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._tabs, self._runs, self._review = context, tabs, runs, review
        self.watch = ExpectationWatch(context.workspace, context.bus, context.jobs, self)
        self.toast = Toast(context.themes, parent)
        self.toast.setObjectName("expectation_toast")
        self._dialog: ExpectationsDialog | None = None
        self._edited = False
        self._wanted: GoTo | None = None
        self.watch.checked.connect(self._on_checked)
        context.bus.changed.connect(self._on_changed)
        runs.run_changed.connect(self._on_run_changed)

    def open(self, workflow: int = 0) -> None:
        """Show what is expected of a workflow; 0 for the first that is not as expected, else the one shown."""
        from gui.dialogs.expectations import ExpectationsDialog

        if not workflow:
            failed = [v.workflow for v in self.watch.verdicts if v.holds is False]
            expecting = [w.id for w in self._context.workspace.project().workflows if w.expectations]
            workflow = next(iter((*failed, *expecting)), 0)
        if self._dialog is None:
            parent = self.parent()
            assert isinstance(parent, QWidget)
            dialog = self._dialog = ExpectationsDialog(self._context, self.watch, parent.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._on_closed)
            dialog.log_wanted.connect(self.show_rows)
            self._context.commands.install(dialog, ("edit.undo", "edit.redo"))
        self._dialog.show_workflow(workflow)
        self._dialog.show()
        self._dialog.activateWindow()

    def close(self) -> None:
        """Close the list and check nothing any more."""
        self.watch.stop()
        if self._dialog is not None:
            self._dialog.close()

    @Slot(object)
    def show_rows(self, verdict: Verdict) -> None:
        """Show the rows that a verdict speaks of in the log; what was edited since the rehearsal is played first."""
        text = log_filter(verdict, self._context.workspace)
        self._wanted = GoTo("log_filter", 0, text)
        if self._runs.run is None or self._edited:
            self._runs.start()
        else:
            self._show_wanted()

    def expect_line(self, line: LogLine, never: bool = False) -> None:
        """Expect that a row happens in every rehearsal from now on; or that what has its reason does in none."""
        workflow = self._context.workspace.project().workflow(line.workflow_id)
        if workflow is None or self._context.undo.locked:
            self._context.bus.message.emit("The workflow of this row is gone or cannot be edited now.")
            return
        expectation = never_again(line) if never else of_line(line)
        if expectation in workflow.expectations:
            self.toast.show_message("That is expected already.", "Show", lambda: self.open(workflow.id))
            return
        self._context.undo.do(expect(workflow, expectation))
        said = f"From now on expected: {words(expectation)}"
        undo = partial(self._context.commands.run, "edit.undo")
        self.toast.show_message(said, "Undo", undo, tip=expectation.filter)

    @Slot()
    def _on_checked(self) -> None:
        verdicts = self.watch.verdicts
        failed = sum(verdict.holds is False for verdict in verdicts)
        kept = sum(verdict.holds is True for verdict in verdicts)
        if failed:
            tip = f"{plural(failed, 'expectation is', 'expectations are')} not kept; click to see"
            self._tabs.set_badge("workflows", number(failed), Tone.BROKEN, tip, self.open)
        elif kept:
            tip = f"{plural(kept, 'expectation is', 'expectations are')} kept; click to see"
            self._tabs.set_badge("workflows", number(kept), Tone.DONE, tip, self.open)
        elif self.watch.sentence:
            self._tabs.set_badge("workflows", "", Tone.WAITING, self.watch.sentence, self.open)
        else:
            self._tabs.set_badge("workflows", "", Tone.MUTED, "", self.open)
        self._tabs.show_verdicts(verdicts)
        self._review.set_more(findings_of(verdicts, self._context.workspace.project()))

    @Slot(object)
    def _on_changed(self, _: Changes) -> None:
        self._edited = True

    @Slot(object)
    def _on_run_changed(self, run: Run | None) -> None:
        self._edited = False
        if run is not None and self._wanted is not None:
            self._show_wanted()

    def _show_wanted(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._context.bus.navigate.emit(wanted)

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None
