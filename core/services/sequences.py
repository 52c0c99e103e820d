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
from core.rules import rulepack
from core.services.edits import added, changed
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
    """Build the edit that deletes a sequence: it is kept under its name for cards and logs (S8).

    Whether the people inside leave it is said by the account's rule pack.

    Arguments:
        ws: The workspace.
        sequence_id: The sequence.
        now: Gives the present moment.

    Raises:
        Problem: ``SEQUENCE_GONE`` when there is no such sequence; ``BAD_RULE_PACK``.
    """
    project = ws.project()
    sequence = _sequence(project, sequence_id)
    puts: list[Put] = []
    if deletion_unenrolls(project):
        puts += [Put(e, None) for e in project.enrollments if e.sequence == sequence_id]
    puts.append(Put(sequence, replace(sequence, deleted=now())))
    return Edit(f"Delete sequence “{sequence.name}”", tuple(puts))


def deletion_unenrolls(project: Project) -> bool:
    """Say whether deleting a sequence takes out the people inside, by the account's rule pack.

    Raises:
        Problem: ``BAD_RULE_PACK`` when the account names a rule pack that is not there.
    """
    return rulepack.load(project.account.rule_pack).on_sequence_deleted == "unenroll"


def mails_problem(project: Project, sequence: Sequence) -> str:
    """Say that a sequence has more automated mails than the account's rule pack allows; empty when it has not.

    Raises:
        Problem: ``BAD_RULE_PACK`` when the account names a rule pack that is not there.
    """
    most = rulepack.load(project.account.rule_pack).max_mails
    if sequence.mails <= most:
        return ""
    return f"{sequence.mails} automated mails: a sequence can have at most {most}."


def restore(ws: Workspace, sequence_id: int) -> Edit:
    """Build the edit that brings a deleted sequence back, under a free name when its own was given away meanwhile.

    Raises:
        Problem: ``SEQUENCE_GONE`` when there is no such deleted sequence.
    """
    project = ws.project()
    gone = project.sequence(sequence_id)
    if gone is None or gone.deleted is None:
        raise Problem("SEQUENCE_GONE", "There is no such deleted sequence in the workspace.")
    back = replace(gone, name=free_name(gone.name, _names(project)), deleted=None)
    return changed(gone, back, f"Restore sequence “{gone.name}”")


def folders(project: Project) -> list[str]:
    """List the folders that sequences lie in, by name; deleted sequences keep none open."""
    found = {sequence.folder for sequence in project.sequences if sequence.folder and sequence.deleted is None}
    return sorted(found, key=lambda name: (name.casefold(), name))


def move_to_folder(ws: Workspace, sequence_id: int, folder: str) -> Edit:
    """Build the edit that puts a sequence into a folder, or out of all folders with an empty name.

    A folder that is there under another spelling of capitals is that folder.

    Raises:
        Problem: ``SEQUENCE_GONE`` when there is no such sequence.
    """
    project = ws.project()
    sequence = _sequence(project, sequence_id)
    wanted = " ".join(folder.split())
    wanted = next((name for name in folders(project) if name.casefold() == wanted.casefold()), wanted)
    if wanted == sequence.folder:
        return Edit("Move to folder", ())
    title = f"Move “{sequence.name}” to “{wanted}”" if wanted else f"Move “{sequence.name}” out of its folder"
    return changed(sequence, replace(sequence, folder=wanted), title)


def rename_folder(ws: Workspace, folder: str, name: str) -> Edit:
    """Build the edit that renames a folder; an empty name dissolves it and keeps its sequences."""
    wanted = " ".join(name.split())
    inside = [s for s in ws.project().sequences if s.folder == folder and wanted != folder]
    title = f"Rename folder to “{wanted}”" if wanted else f"Dissolve folder “{folder}”"
    return Edit(title, tuple(Put(s, replace(s, folder=wanted)) for s in inside))


def usage(ws: Workspace, sequence_id: int) -> SequenceUsage:
    """Say which workflows use a sequence and how many contacts are in it."""
    project = ws.project()
    return SequenceUsage(
        tuple(workflow.name for workflow in project.workflows if uses(workflow, sequence_id)),
        sum(enrollment.sequence == sequence_id for enrollment in project.enrollments),
    )


def automation_workflows(project: Project, sequence_id: int) -> list[Workflow]:
    """List the workflows of a sequence's Automation tab (S5)."""
    return [workflow for workflow in project.workflows if sequence_id and workflow.sequence == sequence_id]


def uses(workflow: Workflow, sequence_id: int) -> bool:
    """Say whether a workflow enrolls in a sequence or belongs to its Automation tab."""
    return workflow.sequence == sequence_id or enrolls(workflow, sequence_id)


def enrolls(workflow: Workflow, sequence_id: int) -> bool:
    """Say whether a card of a workflow enrolls in a sequence."""
    actions = (card.action for card in walk(workflow.cards))
    return any(isinstance(action, EnrollInSequence) and action.sequence == sequence_id for action in actions)


def _names(project: Project) -> list[str]:
    return [sequence.name for sequence in project.sequences if sequence.deleted is None]


def _sequence(project: Project, sequence_id: int) -> Sequence:
    found = project.sequence(sequence_id)
    if found is None or found.deleted is not None:
        raise Problem("SEQUENCE_GONE", "This sequence is no longer in the workspace.")
    return found
