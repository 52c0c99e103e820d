"""Asks why a contact did not come into a workflow: two choices, and the official causes one by one.

Lives here: choosing, asking in a job, and showing the answer with ways on. Not here: the answer
(``core.services.why_entering``). The dialog stays open beside the window and follows the run that is shown.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.model.problem import Problem
from core.model.run import Run
from core.services.why import CheckState, Entering, entering
from gui.bus import GoTo
from gui.context import Context
from gui.dialogs.script_contacts import ContactPicker
from gui.forms.choices import Choice, ChoiceCombo
from gui.jobs import Job, JobControl
from gui.run.check_list import CheckList
from gui.tabs.panel_parts import ColumnScroll, name_widget
from gui.theme import Tone
from gui.widgets.form import form_row
from gui.widgets.labels import button, hairline, label
from gui.widgets.pill import Pill

_SIZE = (560, 560)


class WhyNotInDialog(QDialog):
    """Says whether a contact came into a workflow in the rehearsal shown, and why not.

    Args:
        context: The window's services.
        parent: The window.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run: Run | None = None
        self._job: Job | None = None
        self.setObjectName("why_not_in")
        self.setWindowTitle("Why not in a workflow")
        self.resize(*_SIZE)
        self.contact = ContactPicker(context, several=False)
        self.workflow = ChoiceCombo(context.themes, "Choose a workflow", search=True)
        name_widget(self.workflow, "why_not_in_workflow", "Workflow")
        self._pill = Pill(context.themes)
        self.answer = label("", "strong", wrap=True)
        self.answer.setObjectName("why_not_in_answer")
        self._checks = CheckList()
        self._trigger = button("Trigger", "link")
        self._person = button("Contact", "link")
        self._rows = button("Rows in the log", "link")
        self._lay_out()
        self.contact.changed.connect(self._ask)
        self.workflow.picked.connect(self._ask)
        context.bus.changed.connect(self._on_changed)

    def show_run(self, run: Run | None) -> None:
        """Ask about another run from now on, ``None`` for none."""
        self._run = run
        self._offer()
        self._ask()

    def choose(self, contact: int, workflow: int) -> None:
        """Ask about a contact and a workflow; 0 leaves what is chosen."""
        if contact:
            self.contact.pick(contact)
        if workflow:
            self.workflow.choose(workflow)
        self._ask()
        (self.workflow if self.contact.value() else self.contact).setFocus()

    # ------------------------------------------------------------ asking

    def _offer(self) -> None:
        """Offer the workflows there are now, those the run did not play with a remark."""
        played = {w.id for w in self._run.project.workflows} if self._run else set()
        workflows = self._context.workspace.project().workflows
        rows = [Choice(w.id, w.name, "" if w.id in played else "not played") for w in workflows]
        self.workflow.set_choices(rows, "(deleted)")

    @Slot()
    def _ask(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        chosen, workflow = self.contact.value(), self.workflow.value()
        if self._run is None:
            self._say("Rehearse first (Ctrl+R); then this says who came into which workflow, and why not.")
            return
        if not chosen or not isinstance(workflow, int):
            self._say("Choose a contact and a workflow.")
            return
        workspace, run, contact = self._context.workspace, self._run.id, chosen[0]

        def work(_: JobControl) -> Entering:
            with workspace.in_thread():
                return entering(workspace, run, contact, workflow)

        self._job = self._context.jobs.start("Asking the log", work, done=self._show, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            raise error
        self._say(error.sentence)

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        self._offer()
        self._ask()

    # ------------------------------------------------------------ what is shown

    def _say(self, words: str) -> None:
        """Show no answer but what to do."""
        self._pill.hide()
        self.answer.setText(words)
        self._checks.show_checks(())
        self._links.hide()

    def _show(self, found: Entering) -> None:
        self._job = None
        self._pill.set_tone(Tone.DONE if found.entered else Tone.SKIPPED)
        self._pill.set_text("Entered" if found.entered else "Did not enter")
        self._pill.show()
        self.answer.setText(found.sentence)
        # What the check that decided found is the answer; it need not stand there twice.
        self._checks.show_checks(
            [c if c.state is not CheckState.FAILED else replace(c, sentence=f"{c.title}: no") for c in found.checks]
        )
        self._links.show()

    def _go(self, kind: str) -> None:
        chosen, workflow = self.contact.value(), self.workflow.value()
        if kind == "workflow" and isinstance(workflow, int):
            self._context.bus.navigate.emit(GoTo("workflow", workflow, 0))
        elif chosen:
            self._context.bus.navigate.emit(GoTo(kind, chosen[0]))

    def _lay_out(self) -> None:
        self._links = QWidget()
        links = QHBoxLayout(self._links)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(4)
        links.addWidget(label("Go to", "muted"))
        for link, kind in ((self._trigger, "workflow"), (self._person, "contact"), (self._rows, "log_contact")):
            link.setObjectName(f"why_not_in_{kind}")
            link.clicked.connect(lambda *_, kind=kind: self._go(kind))
            links.addWidget(link)
        links.addStretch(1)
        choosing = QVBoxLayout()
        choosing.setContentsMargins(24, 20, 24, 16)
        choosing.setSpacing(12)
        choosing.addWidget(label("Why is a contact not in a workflow?", "title"))
        choosing.addWidget(form_row("Contact", self.contact, buddy=self.contact.line))
        choosing.addWidget(form_row("Workflow", self.workflow))
        answer = ColumnScroll(margins=(24, 16, 24, 16))
        answer.box.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignLeft)
        answer.box.addWidget(self.answer)
        answer.box.addWidget(self._checks)
        answer.box.addWidget(self._links)
        answer.box.addStretch(1)
        close = button("Close")
        close.setObjectName("why_not_in_close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(choosing)
        column.addWidget(hairline())
        column.addWidget(answer, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
