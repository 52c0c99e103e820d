"""The history of a workflow: its versions, one of them as it was, and the edit that brings one back.

Comparing two is ``core.services.workflow_diff``; which are kept is ``core.store.versions``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.model.changes import Edit
from core.model.problem import Problem
from core.model.workflow import Workflow
from core.services.naming import free_name
from core.services.workflows import edit
from core.store import versions as stored
from core.store.versions import FIRST, KEPT, VersionHead

if TYPE_CHECKING:
    from core.services.workspace import Workspace

__all__ = ["FIRST", "KEPT", "VersionHead", "history", "pair", "restore", "version"]


def history(ws: Workspace, workflow_id: int) -> list[VersionHead]:
    """Give the versions of a workflow, the newest first: that one is the workflow as it is."""
    return stored.of_workflow(ws.store, workflow_id)


def version(ws: Workspace, version_id: int) -> Workflow:
    """Give a workflow as it was.

    Raises:
        Problem: ``VERSION_GONE`` when the version is no longer kept, ``DAMAGED_FILE`` when it cannot be read.
    """
    return _found(ws, version_id)[0][1]


def pair(ws: Workspace, version_id: int, other_id: int) -> tuple[Workflow, Workflow]:
    """Give a workflow as it was twice, to be compared; cards that are alike in both are the same objects.

    Raises:
        Problem: ``VERSION_GONE`` when one is no longer kept, ``DAMAGED_FILE`` when one cannot be read.
    """
    (_, one), (_, other) = _found(ws, version_id, other_id)
    return one, other


def restore(ws: Workspace, version_id: int, when: str) -> Edit:
    """Build the edit that makes a workflow what it was in a version.

    Whether it is on stays as it is now, since bringing cards back should not start or stop anything. Ids of cards
    that came later are not given again, so that the two can still be compared.

    Arguments:
        ws: The workspace.
        version_id: The version.
        when: The version's moment in words, for the edit's title.

    Raises:
        Problem: ``VERSION_GONE``, ``WORKFLOW_GONE`` or ``DAMAGED_FILE``.
    """
    ((head, old),) = _found(ws, version_id)
    project = ws.project()
    now = project.workflow(head.workflow)
    if now is None:
        raise Problem("WORKFLOW_GONE", "This workflow is no longer in the workspace.")
    taken = [workflow.name for workflow in project.workflows if workflow.id != now.id]
    after = replace(
        old, name=free_name(old.name, taken), status=now.status, next_card=max(old.next_card, now.next_card)
    )
    return edit(ws, after, f"Restore version of {when}")


def _found(ws: Workspace, *ids: int) -> list[tuple[VersionHead, Workflow]]:
    found = stored.some(ws.store, ids)
    if len(found) != len(ids):
        raise Problem(
            "VERSION_GONE",
            "This version is no longer kept.",
            hint=f"Of each workflow the last {KEPT} versions are kept.",
        )
    return found
