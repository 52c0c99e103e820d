"""Whether a rehearsal still tells of the workspace as it is: which edits count, and how many there were since.

Here alone is decided what *since this rehearsal* means. What only people look at does not count: saved filters and
views, expectations, sticky notes, folders, and workflows that neither were nor are played.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from core.engine.snapshot import played
from core.model.changes import Edit, Put, Thing
from core.model.project import Project
from core.model.run import Run
from core.model.saved_view import SavedView
from core.model.sequence import Sequence as SalesSequence
from core.model.workflow import Workflow, WorkflowStatus
from core.store import contacts as contact_rows

if TYPE_CHECKING:
    from core.services.workspace import Workspace


def edits_since(then: Sequence[Edit], now: Sequence[Edit], run: Run) -> int:
    """Count the edits that lead from the state a run was played in to the present one, undone ones included.

    Arguments:
        then: The edits that stood when it was played, oldest first.
        now: Those that stand now.
        run: The run.
    """
    same = sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(then, now, strict=False)))
    workflows = {workflow.id for workflow in run.project.workflows}
    return sum(matters(edit, workflows) for edit in (*then[same:], *now[same:]))


def matters(edit: Edit, workflows: Collection[int]) -> bool:
    """Say whether a rehearsal could go otherwise because of an edit.

    Arguments:
        edit: The edit.
        workflows: Ids of the workflows that were played.
    """
    return any(_matters(put, workflows) for put in edit.puts)


def _matters(put: Put, workflows: Collection[int]) -> bool:
    before, after = put.before, put.after
    if isinstance(before or after, SavedView):
        return False
    if isinstance(before or after, Workflow) and not (_plays(before, workflows) or _plays(after, workflows)):
        return False
    return _bare(before) != _bare(after)


def _plays(thing: Thing | None, workflows: Collection[int]) -> bool:
    return isinstance(thing, Workflow) and (thing.id in workflows or thing.status is WorkflowStatus.ON)


def _bare(thing: Thing | None) -> Thing | None:
    """Give a thing without what only people look at."""
    if isinstance(thing, Workflow):
        return _bare_workflow(thing)
    return _bare_sequence(thing) if isinstance(thing, SalesSequence) else thing


def _bare_workflow(workflow: Workflow) -> Workflow:
    return replace(workflow, expectations=(), stickies=(), next_card=0)


def _bare_sequence(sequence: SalesSequence) -> SalesSequence:
    return replace(sequence, folder="")


def is_outdated(ws: Workspace, run: Run, now: int) -> bool:
    """Say whether a stored run tells of a workspace that has changed since; for a run of an earlier session.

    Of a long contact list nothing is asked: that would read all of it. Work for a job.

    Arguments:
        ws: The workspace.
        run: The run.
        now: The present moment by the wall clock; a contact changed later than that is a made-up one.
    """
    if _plain(played(ws.project(), run.settings)) != _plain(run.project):
        return True
    if ws.contacts.is_long():
        return False
    return ws.contacts.count() != run.summary.contacts or contact_rows.edited_between(ws.store, run.created, now)


def _plain(project: Project) -> Project:
    workflows = tuple(map(_bare_workflow, project.workflows))
    return replace(project, views=(), workflows=workflows, sequences=tuple(map(_bare_sequence, project.sequences)))
