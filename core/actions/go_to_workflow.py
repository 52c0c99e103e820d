"""Enroll in another workflow: contacts enter it and go on here too (action 0-15 of the workflows API)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome
from core.model.workflow import WorkflowStatus


@dataclass(frozen=True, slots=True)
class GoToWorkflow(RunnableAction):
    """Lets contacts enter another workflow, whatever its trigger says.

    Attributes:
        workflow: Workflow id, 0 for none chosen.
    """

    kind: ClassVar[str] = "go_to_workflow"
    title: ClassVar[str] = "Enroll in another workflow"
    icon: ClassVar[str] = "goto"
    group: ClassVar[str] = "Workflows"

    workflow: int = described(FieldSpec(FieldKind.WORKFLOW, "Workflow", "Contacts go on here too.", required=True), 0)

    def summary(self, names: Names) -> str:
        """Name the workflow."""
        return names.workflow(self.workflow)

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that a workflow is chosen, still there, and takes contacts in."""
        found = field_problems(self)
        target = project.workflow(self.workflow)
        if self.workflow and target is None:
            found.append(FieldProblem("workflow", "This workflow no longer exists; choose another."))
        elif target is not None and target.status is not WorkflowStatus.ON:
            state = "a draft" if target.status is WorkflowStatus.DRAFT else "off"
            found.append(FieldProblem("workflow", f"“{target.name}” is {state}; nobody enters it until it is on."))
        return found

    def bind(self, slot: Slot) -> Performer:
        """Let a group enter; those that run in a loop are stopped, and all go on."""
        stage, place, then, target = slot.stage, slot.place, slot.then, self.workflow
        if target == 0:
            return skip_everybody(slot)
        if stage.project.workflow(target) is None:
            # A run holds the workflows it plays: this one is off, a draft, left out or deleted.
            return skip_everybody(slot, Reason.WORKFLOW_OFF, target)

        def perform(now: Instant, who: list[int]) -> None:
            stopped = stage.enter(now, list(who), target)
            if stopped is None:
                stage.tell(now, who, place, Outcome.SKIPPED, Reason.WORKFLOW_OFF, target)
                stage.push(now, then, who)
                return
            gone = set(stopped)
            entered = [i for i in who if i not in gone] if gone else who
            if entered:
                stage.tell(now, entered, place, Outcome.DONE, a=target)
            if stopped:
                stage.tell(now, stopped, place, Outcome.SKIPPED, Reason.LOOP_STOPPED, target)
            stage.push(now, then, who)

        return perform
