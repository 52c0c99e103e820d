"""Workflows: the edits that make, copy, change and delete them, and how many contacts a filter matches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.changes import Edit, Noun
from core.model.filter import Filter
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Action, Card, Workflow, WorkflowStatus
from core.services.edits import added, changed, removed
from core.services.naming import copy_name, free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_STATUS_TITLES = {
    WorkflowStatus.ON: "Switch on",
    WorkflowStatus.OFF: "Switch off",
    WorkflowStatus.DRAFT: "Make a draft of",
}


def new_workflow(ws: Workspace, name: str = "", sequence: int = 0, kind: str = "") -> Edit:
    """Build the edit that makes a workflow, as a draft.

    Arguments:
        ws: The workspace.
        name: Its name; one is made up when empty.
        sequence: Id of the sequence on whose Automation tab it is made (S5), 0 for the workflows tool.
        kind: ``enroll`` or ``unenroll`` puts that action in as its first card; empty leaves it without cards.

    Raises:
        ValueError: The kind is none of these.
    """
    project = ws.project()
    chosen = free_name(name.strip() or _made_up_name(project, sequence, kind), _names(project))
    action = _first_action(sequence, kind)
    cards = (Card(1, action),) if action is not None else ()
    workflow = Workflow(ws.new_id(Noun.WORKFLOW), chosen, cards=cards, sequence=sequence, next_card=len(cards) + 1)
    return added(workflow, f"New workflow “{chosen}”")


def duplicate(ws: Workspace, workflow_id: int) -> Edit:
    """Build the edit that makes a copy of a workflow, as a draft.

    Raises:
        Problem: ``WORKFLOW_GONE`` when there is no such workflow.
    """
    project = ws.project()
    original = _workflow(project, workflow_id)
    name = copy_name(original.name, _names(project))
    copy = replace(original, id=ws.new_id(Noun.WORKFLOW), name=name, status=WorkflowStatus.DRAFT)
    return added(copy, f"Duplicate “{original.name}”")


def delete(ws: Workspace, workflow_id: int) -> Edit:
    """Build the edit that deletes a workflow; logs of past runs keep their own copy.

    Raises:
        Problem: ``WORKFLOW_GONE`` when there is no such workflow.
    """
    workflow = _workflow(ws.project(), workflow_id)
    return removed(workflow, f"Delete workflow “{workflow.name}”")


def rename(ws: Workspace, workflow_id: int, name: str) -> Edit:
    """Build the edit that gives a workflow another name.

    Raises:
        Problem: ``NAME_EMPTY`` for a blank name, ``WORKFLOW_GONE`` when there is no such workflow.
    """
    workflow = _workflow(ws.project(), workflow_id)
    if not name.strip():
        raise Problem("NAME_EMPTY", "A workflow needs a name.")
    return changed(workflow, replace(workflow, name=name.strip()), f"Rename workflow to “{name.strip()}”")


def set_status(ws: Workspace, workflow_id: int, status: WorkflowStatus) -> Edit:
    """Build the edit that switches a workflow on or off, or makes it a draft again.

    Raises:
        Problem: ``WORKFLOW_GONE`` when there is no such workflow.
    """
    workflow = _workflow(ws.project(), workflow_id)
    return changed(workflow, replace(workflow, status=status), f"{_STATUS_TITLES[status]} “{workflow.name}”")


def edit(ws: Workspace, after: Workflow, title: str) -> Edit:
    """Build the edit that puts a changed workflow in the place of the one with its id.

    Raises:
        Problem: ``WORKFLOW_GONE`` when there is no such workflow.
    """
    return changed(_workflow(ws.project(), after.id), after, title)


def match_count(ws: Workspace, filter: Filter, keep_on: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Count the contacts a filter matches, and all contacts; slow work for a job.

    Arguments:
        ws: The workspace.
        filter: What they must match.
        keep_on: Called now and then; raises what shall end the work.
    """
    everybody = ws.contacts.count()
    if not any(filter.groups):
        return everybody, everybody
    return ws.contacts.count_matching(filter, keep_on), everybody


def _made_up_name(project: Project, sequence_id: int, kind: str) -> str:
    sequence = project.sequence(sequence_id)
    if sequence is None:
        return "New workflow"
    verb = {"enroll": "Enroll in", "unenroll": "Unenroll from"}.get(kind, "Workflow of")
    return f"{verb} {sequence.name}"


def _first_action(sequence: int, kind: str) -> Action | None:
    if kind == "enroll":
        return EnrollInSequence(sequence=sequence, sender_type=SenderType.CONTACT_OWNER)
    if kind == "unenroll":
        return UnenrollFromSequence()
    if kind:
        raise ValueError(f"no such kind of workflow: {kind!r}")
    return None


def _names(project: Project) -> list[str]:
    return [workflow.name for workflow in project.workflows]


def _workflow(project: Project, workflow_id: int) -> Workflow:
    found = project.workflow(workflow_id)
    if found is None:
        raise Problem("WORKFLOW_GONE", "This workflow is no longer in the workspace.")
    return found
