"""What the Workflows tab does to whole workflows: make, switch, rename, duplicate, delete.

Lives here: those edits with their questions, and the row's menu. Not here: cards (workflow_cards.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu

from core.model.changes import Edit
from core.model.contact_list import ContactList
from core.model.workflow import Trigger, Workflow, WorkflowSettings, WorkflowStatus
from core.services import lists, workflows
from gui.bus import GoTo
from gui.context import Context
from gui.tabs.workflow_counts import ProblemCounter
from gui.tabs.workflow_list import WorkflowList
from gui.text import join_words, plural

_MOST_LISTED = 5


class WorkflowDesk(QObject):
    """Turns what list, title line and menu ask for into edits.

    Arguments:
        context: The window's shared services.
        view: The list of workflows.
        before: Called before an edit, to commit what is still typed in the panel.
        parent: Owner.

    Signals:
        made: id of a workflow that was just made.
        copied: id of a copy that was just made.
    """

    made = Signal(int)
    copied = Signal(int)

    def __init__(self, context: Context, view: WorkflowList, before: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._list, self._before = context, view, before

    @Slot()
    def make(self) -> None:
        """Make a workflow without cards."""
        self._before()
        made = self._done(workflows.new_workflow(self._context.workspace))
        if made:
            self.made.emit(made)

    @Slot(int)
    def duplicate(self, workflow_id: int) -> None:
        """Make a copy of a workflow, as a draft."""
        self._before()
        made = self._done(workflows.duplicate(self._context.workspace, workflow_id))
        if made:
            self.copied.emit(made)

    @Slot(int, str)
    def rename(self, workflow_id: int, name: str) -> None:
        """Give a workflow another name."""
        workflow = self._workflow(workflow_id)
        if workflow is not None and name and name != workflow.name and not self._context.undo.locked:
            self._context.undo.do(workflows.rename(self._context.workspace, workflow_id, name))

    @Slot(int)
    def delete(self, workflow_id: int) -> None:
        """Delete a workflow, once the person says so."""
        workflow = self._workflow(workflow_id)
        if workflow is None:
            return
        text = "Its cards go with it. Logs of past rehearsals keep their own copy, and Undo brings it back."
        if self._context.dialogs.confirm(f"Delete “{workflow.name}”?", text, "Delete", danger=True):
            self._context.undo.do(workflows.delete(self._context.workspace, workflow_id))

    @Slot(int)
    def toggle(self, workflow_id: int) -> None:
        """Turn a workflow off, or on; problems are told first, and allowed."""
        self._before()
        workflow = self._workflow(workflow_id)
        if workflow is None or self._context.undo.locked:
            return
        workspace = self._context.workspace
        if workflow.status is WorkflowStatus.ON:
            self._context.undo.do(workflows.set_status(workspace, workflow_id, WorkflowStatus.OFF))
        elif self._may_turn_on(workflow):
            self._context.undo.do(workflows.set_status(workspace, workflow_id, WorkflowStatus.ON))

    def change(self, workflow_id: int, trigger: Trigger, settings: WorkflowSettings) -> None:
        """Give a workflow another trigger, other settings, or both, as one edit."""
        workflow = self._workflow(workflow_id)
        if workflow is None:
            return
        news = {"trigger": trigger != workflow.trigger, "settings": settings != workflow.settings}
        title = f"Change {join_words([name for name, new in news.items() if new])} of “{workflow.name}”"
        after = replace(workflow, trigger=trigger, settings=settings)
        self._context.undo.do(workflows.edit(self._context.workspace, after, title))

    def make_list(self) -> int:
        """Ask for a name and make a contact list; gives its id, 0 when the person gave up or it was refused."""
        name = self._context.dialogs.ask_text("New list", "Name")
        if not name or self._context.undo.locked:
            return 0
        edit = lists.new_list(self._context.workspace, name)
        self._context.undo.do(edit)
        made = edit.puts[0].after
        project = self._context.workspace.project()
        return made.id if isinstance(made, ContactList) and project.contact_list(made.id) is not None else 0

    def show_sequence(self, workflow_id: int) -> None:
        """Show the sequence a workflow belongs to on its tab."""
        workflow = self._workflow(workflow_id)
        if workflow is not None and workflow.sequence:
            self._context.bus.navigate.emit(GoTo("sequence", workflow.sequence))

    @Slot(int, QPoint)
    def show_menu(self, workflow_id: int, at: QPoint) -> None:
        """Open the menu of a row at a global point."""
        workflow = self._workflow(workflow_id)
        if workflow is None:
            return
        menu = QMenu(self._list)
        menu.setObjectName("workflow_menu")
        is_on = workflow.status is WorkflowStatus.ON
        rows = (
            ("Turn off\tSpace" if is_on else "Turn on\tSpace", lambda: self._list.toggled.emit(workflow_id)),
            ("Rename\tF2", lambda: self._list.rename(workflow_id)),
            ("Duplicate\tCtrl+D", lambda: self.duplicate(workflow_id)),
            ("Delete\tDel", lambda: self.delete(workflow_id)),
        )
        for text, run in rows:
            action = menu.addAction(text)
            action.setEnabled(not self._context.undo.locked)
            action.triggered.connect(run)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _workflow(self, workflow_id: int) -> Workflow | None:
        return self._context.workspace.project().workflow(workflow_id)

    def _done(self, edit: Edit) -> int:
        """Do an edit that makes a workflow; give its id, 0 when it was refused."""
        self._context.undo.do(edit)
        made = edit.puts[0].after
        return made.id if isinstance(made, Workflow) and self._workflow(made.id) is not None else 0

    def _may_turn_on(self, workflow: Workflow) -> bool:
        found = ProblemCounter().problems(self._context.workspace.project(), workflow)
        if not found:
            return True
        listed = "\n".join(f"• {sentence}" for sentence in found[:_MOST_LISTED])
        more = len(found) - _MOST_LISTED
        rest = f"\n… and {plural(more, 'more problem')}" if more > 0 else ""
        return self._context.dialogs.confirm(
            f"Turn on “{workflow.name}”?",
            f"It has {plural(len(found), 'problem')}; contacts may skip these cards:\n\n{listed}{rest}",
            "Turn on anyway",
        )
