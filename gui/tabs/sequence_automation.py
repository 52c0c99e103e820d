"""The Automation page of a sequence (S5): the workflows that belong to it, switched on and off here.

Not here: designing those workflows, which is done on the Workflows tab.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.model.account import Subscription
from core.model.sequence import Sequence
from core.model.workflow import Workflow, WorkflowStatus
from core.services import sequences, workflows
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.tabs.panel_parts import ColumnScroll, name_widget, retire
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, label, surface
from gui.widgets.pill import Pill
from gui.widgets.switch import ToggleSwitch

_WIDTH = 640
_SENTENCE = (
    "Workflows made here belong to this sequence: they enroll contacts in it or take them out. "
    "They also stand on the Workflows tab."
)
_PROFESSIONAL = "With Professional, only workflows made here may enroll contacts."
_STARTER = "The account’s subscription does not allow enrolling by workflow; it needs Professional or Enterprise."


class AutomationPage(ColumnScroll):
    """Lists the workflows of a sequence and makes new ones.

    Args:
        context: The window's services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(24, 24, 24, 24))
        name_widget(self, "sequence_automation", "Automation")
        self._context = context
        self._sequence = 0
        self._locked = False
        self._rows: list[QWidget] = []
        self._switches: list[ToggleSwitch] = []
        self._hint = label("", "muted", wrap=True)
        self._new_enroll = button("New enroll workflow", icon="enroll", themes=context.themes)
        self._new_unenroll = button("New unenroll workflow", icon="unenroll", themes=context.themes)
        name_widget(self._new_enroll, "new_enroll_workflow", "New enroll workflow")
        name_widget(self._new_unenroll, "new_unenroll_workflow", "New unenroll workflow")
        self._new_enroll.clicked.connect(lambda: self._make("enroll"))
        self._new_unenroll.clicked.connect(lambda: self._make("unenroll"))
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._empty = EmptyState(
            context.themes,
            icon="workflow",
            title="No automation yet",
            sentence="Make a workflow that enrolls contacts in this sequence, or one that takes them out.",
        )
        self._lay_out()

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(label("Automation", "title"))
        box.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._new_enroll)
        buttons.addWidget(self._new_unenroll)
        buttons.addStretch(1)
        box.addLayout(buttons)
        box.addLayout(self._list)
        line = QHBoxLayout()
        line.addWidget(holder, 1)
        line.addStretch(1)
        self.box.addLayout(line)
        # In the middle of the page, as on every other: not of the column that the workflows stand in.
        self.box.addWidget(self._empty, 1)
        self.box.addStretch(1)

    def show_sequence(self, sequence: Sequence) -> None:
        """Show the workflows of a sequence."""
        self._sequence = sequence.id
        project = self._context.workspace.project()
        extra = {Subscription.PROFESSIONAL: _PROFESSIONAL, Subscription.STARTER: _STARTER}
        self._hint.setText(f"{_SENTENCE} {extra.get(project.account.subscription, '')}".strip())
        for row in self._rows:
            self._list.removeWidget(row)
            retire(row)
        self._switches = []
        found = sequences.automation_workflows(project, sequence.id)
        self._rows = [self._make_row(workflow) for workflow in found]
        for row in self._rows:
            self._list.addWidget(row)
        self._empty.setVisible(not found)
        self._update(deleted=sequence.deleted is not None)

    def set_locked(self, locked: bool, *, deleted: bool = False) -> None:
        """Lock or unlock the switches and buttons."""
        self._locked = locked
        self._update(deleted=deleted)

    def _update(self, *, deleted: bool) -> None:
        for made in (self._new_enroll, self._new_unenroll):
            made.setEnabled(not self._locked and not deleted)
        for switch in self._switches:
            switch.setEnabled(not self._locked)

    def _make_row(self, workflow: Workflow) -> QWidget:
        row = surface("card")
        row.setObjectName(f"automation_{workflow.id}")
        line = QHBoxLayout(row)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        link = button(workflow.name or "No name", "link", tip="Open it on the Workflows tab")
        name_widget(link, f"open_workflow_{workflow.id}", f"Open {workflow.name}")
        link.clicked.connect(_bound(self._open, workflow.id))
        words.addWidget(link)
        first = workflow.cards[0].action if workflow.cards else None
        said = f"{first.title} · {text.plural(len(workflow.cards), 'card')}" if first is not None else "no cards yet"
        small = label(said, "small")
        small.setContentsMargins(3, 0, 0, 0)
        words.addWidget(small)
        line.addLayout(words, 1)
        if workflow.status is WorkflowStatus.DRAFT:
            line.addWidget(Pill(self._context.themes, "draft", Tone.MUTED))
        switch = ToggleSwitch(self._context.themes)
        name_widget(switch, f"automation_switch_{workflow.id}", f"{workflow.name} is on")
        switch.setChecked(workflow.status is WorkflowStatus.ON)
        switch.clicked.connect(_switched(self._switch, workflow.id))
        self._switches.append(switch)
        line.addWidget(switch)
        return row

    @Slot()
    def _make(self, kind: str) -> None:
        if self._locked:
            return
        make_automation(self._context, self._sequence, kind)

    def _open(self, workflow_id: int) -> None:
        self._context.bus.navigate.emit(GoTo("workflow", workflow_id))

    def _switch(self, workflow_id: int, on: bool) -> None:
        status = WorkflowStatus.ON if on else WorkflowStatus.OFF
        self._context.undo.do(workflows.set_status(self._context.workspace, workflow_id, status))


def make_automation(context: Context, sequence: int, kind: str) -> None:
    """Make a workflow of a sequence and open it.

    Args:
        context: The window's services.
        sequence: The sequence's id.
        kind: ``enroll`` or ``unenroll``.
    """
    edit = workflows.new_workflow(context.workspace, sequence=sequence, kind=kind)
    context.undo.do(edit)
    made = edit.puts[0].after
    if isinstance(made, Workflow):
        context.bus.navigate.emit(GoTo("workflow", made.id))


def _bound(call: Callable[[int], None], thing: int) -> Callable[..., None]:
    return lambda *_: call(thing)


def _switched(call: Callable[[int, bool], None], thing: int) -> Callable[[bool], None]:
    return lambda on: call(thing, on)
