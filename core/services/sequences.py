"""Sequences: the edits that make, copy and delete them, and who uses them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence
from core.model.changes import Edit, Noun, Put
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.sequence import Sequence, Step
from core.model.workflow import Workflow, walk
from core.services.edits import added
from core.services.naming import copy_name, free_name

if TYPE_CHECKING:
    from core.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SequenceUsage:
    """Who would notice if a sequence were gone.

    Attributes:
        workflows: Names of the workflows that enroll in it or belong to its Automation tab, in the list's order.
        inside: How many contacts are in it before any rehearsal.
    """

    workflows: tuple[str, ...]
    inside: int


def _now() -> Instant:
    return int(time.time())


def new_sequence(ws: Workspace, name: str) -> Edit:
    """Build the edit that makes a sequence with one empty mail that leaves at once."""
    project = ws.project()
    chosen = free_name(name.strip() or "New sequence", _names(project))
    return added(Sequence(ws.new_id(Noun.SEQUENCE), chosen, (Step(),)), f"New sequence “{chosen}”")


def duplicate(ws: Workspace, sequence_id: int) -> Edit:
    """Build the edit that makes a copy of a sequence; nobody is in the copy and no workflow uses it.

    Raises:
        Problem: ``SEQUENCE_GONE`` when there is no such sequence.
    """
    project = ws.project()
    original = _sequence(project, sequence_id)
    copy = replace(original, id=ws.new_id(Noun.SEQUENCE), name=copy_name(original.name, _names(project)), deleted=None)
    return added(copy, f"Duplicate “{original.name}”")


def delete(ws: Workspace, sequence_id: int, now: Callable[[], Instant] = _now) -> Edit:
    """Build the edit that deletes a sequence: it is kept under its name for cards and logs (S8), and people leave it.

    Arguments:
        ws: The workspace.
        sequence_id: The sequence.
        now: Gives the present moment.

    Raises:
        Problem: ``SEQUENCE_GONE`` when there is no such sequence.
    """
    project = ws.project()
    sequence = _sequence(project, sequence_id)
    puts = [Put(enrollment, None) for enrollment in project.enrollments if enrollment.sequence == sequence_id]
    puts.append(Put(sequence, replace(sequence, deleted=now())))
    return Edit(f"Delete sequence “{sequence.name}”", tuple(puts))


def usage(ws: Workspace, sequence_id: int) -> SequenceUsage:
    """Say which workflows use a sequence and how many contacts are in it."""
    project = ws.project()
    return SequenceUsage(
        tuple(workflow.name for workflow in project.workflows if _uses(workflow, sequence_id)),
        sum(enrollment.sequence == sequence_id for enrollment in project.enrollments),
    )


def automation_workflows(project: Project, sequence_id: int) -> list[Workflow]:
    """List the workflows of a sequence's Automation tab (S5)."""
    return [workflow for workflow in project.workflows if sequence_id and workflow.sequence == sequence_id]


def _uses(workflow: Workflow, sequence_id: int) -> bool:
    if workflow.sequence == sequence_id:
        return True
    actions = (card.action for card in walk(workflow.cards))
    return any(isinstance(action, EnrollInSequence) and action.sequence == sequence_id for action in actions)


def _names(project: Project) -> list[str]:
    return [sequence.name for sequence in project.sequences if sequence.deleted is None]


def _sequence(project: Project, sequence_id: int) -> Sequence:
    found = project.sequence(sequence_id)
    if found is None or found.deleted is not None:
        raise Problem("SEQUENCE_GONE", "This sequence is no longer in the workspace.")
    return found
