from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.changes import Edit
from core.model.filter import Condition, Filter, Operator
from core.model.problem import Problem
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services import workflows
from core.services.workspace import Workspace


def _last(ws: Workspace) -> Workflow:
    return ws.project().workflows[-1]


def test_a_new_workflow_is_a_draft_without_cards(filled: Workspace) -> None:
    edit = workflows.new_workflow(filled)
    assert edit.title == "New workflow “New workflow”"
    filled.apply(edit)
    assert _last(filled) == Workflow(2, "New workflow")
    filled.apply(workflows.new_workflow(filled))
    assert _last(filled) == Workflow(3, "New workflow 2")


def test_a_workflow_of_the_automation_tab_comes_with_its_action(filled: Workspace) -> None:
    filled.apply(workflows.new_workflow(filled, sequence=1, kind="enroll"))
    assert _last(filled) == Workflow(
        2,
        "Enroll in Welcome",
        cards=(Card(1, EnrollInSequence(sequence=1, sender_type=SenderType.CONTACT_OWNER)),),
        sequence=1,
        next_card=2,
    )
    filled.apply(workflows.new_workflow(filled, sequence=1, kind="unenroll"))
    assert _last(filled) == Workflow(
        3, "Unenroll from Welcome", cards=(Card(1, UnenrollFromSequence()),), sequence=1, next_card=2
    )
    filled.apply(workflows.new_workflow(filled, sequence=2))
    assert _last(filled).name == "Workflow of Win back"


def test_a_name_of_ones_own_is_taken(filled: Workspace) -> None:
    filled.apply(workflows.new_workflow(filled, " After the fair "))
    assert _last(filled).name == "After the fair"


def test_another_kind_is_a_bug(filled: Workspace) -> None:
    with pytest.raises(ValueError, match="'party'"):
        workflows.new_workflow(filled, kind="party")


def test_a_copy_is_a_draft(filled: Workspace) -> None:
    edit = workflows.duplicate(filled, 1)
    assert edit.title == "Duplicate “Demo request”"
    filled.apply(edit)
    original = filled.project().workflows[0]
    assert original.status is WorkflowStatus.ON
    assert _last(filled) == replace(original, id=2, name="Demo request (copy)", status=WorkflowStatus.DRAFT)


def test_a_workflow_is_deleted_and_comes_back(filled: Workspace) -> None:
    before = filled.project()
    edit = workflows.delete(filled, 1)
    assert edit.title == "Delete workflow “Demo request”"
    filled.apply(edit)
    assert filled.project().workflows == ()
    filled.apply(edit.back)
    assert filled.project() == before


def test_a_workflow_gets_another_name(filled: Workspace) -> None:
    edit = workflows.rename(filled, 1, " Demo ")
    assert edit.title == "Rename workflow to “Demo”"
    filled.apply(edit)
    assert _last(filled).name == "Demo"
    with pytest.raises(Problem) as caught:
        workflows.rename(filled, 1, "  ")
    assert caught.value.code == "NAME_EMPTY"


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (WorkflowStatus.ON, "Switch on “Demo request”"),
        (WorkflowStatus.OFF, "Switch off “Demo request”"),
        (WorkflowStatus.DRAFT, "Make a draft of “Demo request”"),
    ],
)
def test_a_workflow_is_switched(filled: Workspace, status: WorkflowStatus, title: str) -> None:
    edit = workflows.set_status(filled, 1, status)
    assert edit.title == title
    filled.apply(edit)
    assert _last(filled).status is status


def test_a_changed_workflow_takes_the_place_of_the_old_one(filled: Workspace) -> None:
    after = replace(_last(filled), cards=(), next_card=9)
    filled.apply(workflows.edit(filled, after, "Delete “Enroll in sequence”"))
    assert filled.project().workflows == (after,)


@pytest.mark.parametrize(
    "call",
    [
        lambda ws: workflows.duplicate(ws, 77),
        lambda ws: workflows.delete(ws, 77),
        lambda ws: workflows.rename(ws, 77, "x"),
        lambda ws: workflows.set_status(ws, 77, WorkflowStatus.ON),
        lambda ws: workflows.edit(ws, Workflow(77), "x"),
    ],
    ids=["duplicate", "delete", "rename", "set status", "edit"],
)
def test_what_is_gone_cannot_be_edited(filled: Workspace, call: Callable[[Workspace], Edit]) -> None:
    with pytest.raises(Problem) as caught:
        call(filled)
    assert caught.value.code == "WORKFLOW_GONE"


def test_matching_contacts_are_counted(filled: Workspace) -> None:
    leads = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
    assert workflows.match_count(filled, leads) == (1, 4)
    assert workflows.match_count(filled, Filter()) == (4, 4)
    assert workflows.match_count(filled, Filter(((Condition("list", Operator.IN_LIST),),))) == (0, 4)
