"""Bringing versions back: one undoable edit that starts and stops nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.delay import Delay
from core.model import tree
from core.model.changes import Edit, Put
from core.model.problem import Problem
from core.model.tree import Spot
from core.model.workflow import Workflow, WorkflowStatus
from core.services import versions, workflows
from core.services.workspace import Workspace

NOON = 1_767_614_400


def _grown(ws: Workspace) -> Workflow:
    """Make a workflow with a delay, then add a second one, rename it and turn it on."""
    first = tree.insert(Workflow(1, "Demo"), Spot(), Delay(60))
    ws.apply(Edit("New workflow “Demo”", (Put(None, first),)), NOON)
    second = tree.insert(first, Spot((), 1), Delay(5))
    ws.apply(workflows.edit(ws, second, "Add Delay"), NOON + 100)
    ws.apply(workflows.rename(ws, 1, "Trial"), NOON + 200)
    ws.apply(workflows.set_status(ws, 1, WorkflowStatus.ON), NOON + 300)
    return first


def test_a_version_comes_back_as_one_edit_that_can_be_undone(ws: Workspace) -> None:
    first = _grown(ws)
    latest = ws.project().workflow(1)
    oldest = versions.history(ws, 1)[-1]
    assert versions.version(ws, oldest.id) == first
    edit = versions.restore(ws, oldest.id, "14:05")
    assert edit.title == "Restore version of 14:05"
    ws.apply(edit, NOON + 400)
    now = ws.project().workflow(1)
    assert now is not None
    assert (now.name, now.cards) == ("Demo", first.cards)
    assert now.status is WorkflowStatus.ON
    # Card 2 is gone, but its id is not given again.
    assert now.next_card == 3
    assert versions.history(ws, 1)[0].title == "Restore version of 14:05"
    ws.apply(edit.back, NOON + 500)
    assert ws.project().workflow(1) == latest


def test_two_versions_share_the_cards_that_are_alike(ws: Workspace) -> None:
    first = _grown(ws)
    heads = versions.history(ws, 1)
    older, newer = versions.pair(ws, heads[-1].id, heads[0].id)
    assert older == first
    assert newer == versions.version(ws, heads[0].id)
    assert newer.cards[0] is older.cards[0]
    with pytest.raises(Problem, match="no longer kept"):
        versions.pair(ws, heads[0].id, 999)


def test_a_name_that_another_workflow_took_meanwhile_is_not_given_twice(ws: Workspace) -> None:
    _grown(ws)
    ws.apply(workflows.new_workflow(ws, "Demo"), NOON + 350)
    ws.apply(versions.restore(ws, versions.history(ws, 1)[-1].id, "14:05"), NOON + 400)
    assert sorted(w.name for w in ws.project().workflows) == ["Demo", "Demo 2"]


def test_a_version_or_workflow_that_is_gone_is_a_problem(ws: Workspace) -> None:
    _grown(ws)
    with pytest.raises(Problem, match="no longer kept") as caught:
        versions.restore(ws, 999, "14:05")
    assert "200 versions" in caught.value.hint
    newest = versions.history(ws, 1)[0]
    ws.apply(workflows.delete(ws, 1), NOON + 600)
    assert versions.version(ws, newest.id) == replace(
        versions.version(ws, newest.id), name="Trial", status=WorkflowStatus.ON
    )
    with pytest.raises(Problem, match="no longer in the workspace"):
        versions.restore(ws, newest.id, "14:05")
