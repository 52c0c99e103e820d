"""A workspace with three workflows, and the Workflows tab over it, for tests of that tab.

1 Demo request   trigger: form · 1 If/then (Lead | None matched) · 2 Enroll, 3 Unenroll
2 After the meeting   trigger: leads · 1 Delay · 2 Enroll in a deleted sequence by a sender without inbox
3 Stop on deal won   belongs to Welcome, no cards
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxState, Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.commands import CommandRegistry
from gui.context import Context
from gui.jobs import JobRunner
from gui.tabs.workflows import WorkflowsTab
from gui.theme import ThemeManager
from gui.undo import UndoDoor
from gui.widgets.store import MemorySettings

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

LEADS = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))


def project() -> Project:
    """Gives the project; every contact submits the form in the first hours."""
    branch = Card(
        1,
        IfThen((Branch("Lead", LEADS),)),
        branches=((Card(2, EnrollInSequence(1, SenderType.CONTACT_OWNER)),), (Card(3, UnenrollFromSequence()),)),
    )
    form = Trigger(TriggerKind.FORM_SUBMITTED, "Demo request")
    lost = EnrollInSequence(3, SenderType.SPECIFIC_USER, 2)
    return Project(
        senders=(
            Sender(1, "Ana Ruiz", "ana@x.org"),
            Sender(2, "Ben Okafor", "ben@x.org", inbox_state=InboxState.DISCONNECTED),
        ),
        sequences=(
            Sequence(1, "Demo follow-up", (Step(subject="Hello"),)),
            Sequence(2, "Welcome", (Step(subject="Welcome"),)),
            Sequence(3, "Old demo", (Step(subject="x"),), deleted=1),
        ),
        workflows=(
            Workflow(1, "Demo request", WorkflowStatus.ON, form, (branch,), next_card=4),
            Workflow(
                2,
                "After the meeting",
                trigger=Trigger(filter=LEADS),
                cards=(Card(1, Delay()), Card(2, lost)),
                next_card=3,
            ),
            Workflow(3, "Stop on deal won", WorkflowStatus.OFF, sequence=2),
        ),
        script=tuple(ScriptedEvent(EventKind.FORM_SUBMITTED, i, 10 * i, "Demo request", id=i) for i in range(1, 7)),
    )


def contacts() -> Iterator[Contact]:
    """Gives six contacts: 1 to 4 are leads; 1 and 2 belong to Ana, 3 to Ben, the others to nobody."""
    owners = {1: 1, 2: 1, 3: 2}
    for number in range(1, 7):
        values: dict[str, str | int] = {
            "email": f"p{number}@harbor.example",
            "lifecyclestage": "lead" if number <= 4 else "customer",
        }
        if number in owners:
            values["hubspot_owner_id"] = owners[number]
        yield Contact(number).with_values(values)


class Desk(QObject):
    """The tab with everything it needs, wired as the window does it."""

    def __init__(
        self,
        folder: Path,
        themes: ThemeManager,
        dialogs: FakeDialogs,
        settings: MemorySettings,
        start: Project | None = None,
    ) -> None:
        super().__init__()
        path = folder / "desk.cadenza"
        found = path.exists()
        self.workspace = Workspace.open(path) if found else Workspace.create(path, start or project(), contacts())
        self.bus = Bus(self)
        self.jobs = JobRunner((Problem,), self)
        self.undo = UndoDoor(self.workspace, self.bus, self.jobs, dialogs, self)
        self.dialogs = dialogs
        self.context = Context(
            self.workspace, self.undo, self.bus, self.jobs, CommandRegistry(themes), themes, dialogs, settings
        )
        self.tab = WorkflowsTab(self.context)
        self.bus.changed.connect(self.tab.show_changes)
        self.tab.resize(1280, 800)
        self.tab.show()

    def workflow(self, workflow_id: int = 1) -> Workflow:
        """Gives a workflow as it is stored."""
        found = self.workspace.project().workflow(workflow_id)
        assert found is not None
        return found

    def titles(self) -> list[str]:
        """Gives the titles of all steps of undo, oldest first."""
        return [self.undo.stack.text(number) for number in range(self.undo.stack.count())]

    def close(self) -> None:
        """Ends everything."""
        self.tab.close()
        self.jobs.shut_down()
        self.tab.deleteLater()
        self.workspace.close()
