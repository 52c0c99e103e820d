"""A workspace small enough to know its rehearsal by heart, for tests of the window, of undo and of runs.

Three contacts submit the form, ten minutes apart, from Mon 5 Jan 2026 09:10 UTC on. Mia belongs to Ana, who can send;
Tom has no owner; Jan belongs to Ben, whose inbox is disconnected. So one is enrolled and two are skipped.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account
from core.model.changes import Changes
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.project import Project
from core.model.run import Run
from core.model.sender import InboxState, Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.context import Context
from gui.tab_host import TabSpec

WORKFLOW = Workflow(
    1,
    "Demo request",
    WorkflowStatus.ON,
    Trigger(TriggerKind.FORM_SUBMITTED, "Demo request"),
    (Card(1, EnrollInSequence(sequence=1, sender_type=SenderType.CONTACT_OWNER)),),
    next_card=2,
)
DRAFT = Workflow(2, "Webinar", WorkflowStatus.DRAFT, next_card=1)
CONTACTS = (
    Contact(1, {"firstname": "Mia", "lastname": "Laine", "email": "mia@acme.example", "hubspot_owner_id": 1}),
    Contact(2, {"firstname": "Tom", "lastname": "Becker", "email": "tom@acme.example"}),
    Contact(3, {"firstname": "Jan", "lastname": "Kowal", "email": "jan@acme.example", "hubspot_owner_id": 2}),
)


def small_project(workflow: Workflow = WORKFLOW) -> Project:
    """Give the project, with another workflow in the place of the first if need be."""
    return Project(
        account=Account(name="Acme"),
        senders=(
            Sender(1, "Ana Ruiz", "ana@cadenza.example"),
            Sender(2, "Ben Okafor", "ben@cadenza.example", inbox_state=InboxState.DISCONNECTED),
        ),
        sequences=(Sequence(1, "Demo follow-up", (Step(),)),),
        workflows=(workflow, DRAFT),
        script=tuple(
            ScriptedEvent(EventKind.FORM_SUBMITTED, contact, 10 * contact, "Demo request", id=contact)
            for contact in (1, 2, 3)
        ),
    )


def small_workspace(folder: Path, workflow: Workflow = WORKFLOW) -> Workspace:
    """Make the workspace in a folder."""
    return Workspace.create(folder / "small.cadenza", small_project(workflow), CONTACTS)


class PlainTab(QWidget):
    """A tab that does nothing but write down what the window told it."""

    title_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.changes: list[Changes] = []
        self.runs: list[Run | None] = []
        self.locks: list[bool] = []
        self.targets: list[GoTo] = []
        self.committed = 0
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    def show_changes(self, changes: Changes) -> None:
        self.changes.append(changes)

    def show_run(self, run: Run | None) -> None:
        self.runs.append(run)

    def set_locked(self, locked: bool) -> None:
        self.locks.append(locked)

    def go_to(self, target: GoTo) -> bool:
        self.targets.append(target)
        return target.id != 404

    def commit_pending(self) -> None:
        self.committed += 1


def plain_tabs() -> tuple[TabSpec, ...]:
    """Give four tabs as the window has them, without what is on them."""
    return tuple(
        TabSpec(key, key.title(), frozenset({key.removesuffix("s")}), PlainTab)
        for key in ("workflows", "sequences", "contacts", "senders")
    )
