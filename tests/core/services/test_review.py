"""The review of a real workspace file: facts are gathered from typed actions and the contact list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.set_property import SetProperty
from core.actions.unknown import UnknownAction
from core.model.account import Account, RunSettings
from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.filter import Condition, Filter, Operator
from core.model.instant import DAY
from core.model.project import Project
from core.model.sender import Seat, Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Action, Card, Trigger, Workflow, WorkflowStatus
from core.services.review import Finding, Level, review
from core.services.workspace import Workspace

LEAD = Filter(((Condition("lifecyclestage", Operator.IS_ANY_OF, ("lead",)),),))
START = 1767603600
ON = WorkflowStatus.ON


def workflow(number: int, *actions: Action, status: WorkflowStatus = ON, filter: Filter = LEAD) -> Workflow:
    cards = tuple(
        Card(i, action, branches=tuple(() for _ in action.branch_names())) for i, action in enumerate(actions, 1)
    )
    return Workflow(number, f"W{number}", status, Trigger(filter=filter), cards, next_card=len(cards) + 1)


PROJECT = Project(
    Account(settings=RunSettings(start=START)),
    senders=(Sender(1, "Ana Ruiz", "ana@acme.example"), Sender(2, "Tom Berg", "tom@acme.example", seat=Seat.NONE)),
    sequences=(Sequence(1, "Welcome", (Step(body="{{ placeholder.intro }}"),)), Sequence(2, "Old", deleted=START)),
    workflows=(
        workflow(1, EnrollInSequence(1, SenderType.CONTACT_OWNER)),
        workflow(2, EnrollInSequence(2, SenderType.SPECIFIC_USER, 2), status=WorkflowStatus.DRAFT),
        workflow(3, SetProperty(), UnknownAction(data=MappingProxyType({"kind": "create_deal"})), Delay(0)),
        workflow(4, IfThen((Branch("Spain", Filter(((Condition("country", Operator.IS),),))), Branch("Rest")))),
        workflow(5, EnrollInSequence(0, SenderType.CONTACT_OWNER, 0, "email")),
    ),
)


def contact(number: int, **values: str | int) -> Contact:
    base: dict[str, str | int] = {"email": f"c{number}@x.example", "lifecyclestage": "lead", "hubspot_owner_id": 1}
    return Contact(number).with_values(base | values)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    contacts = [
        contact(1),
        contact(2, hubspot_owner_id=2),
        contact(3, hs_object_source="IMPORT", createdate=START - 2 * DAY),
        contact(4, lifecyclestage="customer", hubspot_owner_id=2),
    ]
    workspace = Workspace.create(tmp_path / "w.cadenza", PROJECT, contacts)
    yield workspace
    workspace.close()


def of(findings: list[Finding], number: int) -> list[tuple[str, str, int, int]]:
    return [(f.code, f.severity.value, f.card_id, f.count) for f in findings if f.workflow_id == number]


def test_owners_imports_and_tokens_are_found_in_the_contact_list(ws: Workspace) -> None:
    assert of(review(ws), 1) == [
        ("COLD_IMPORTED_LEADS", "warning", 0, 1),
        ("PLACEHOLDER_TOKENS", "warning", 1, 0),
        ("SENDER_NO_SEAT", "warning", 1, 1),
    ]


def test_a_draft_is_reviewed_too_but_marked_as_not_played(ws: Workspace) -> None:
    findings = review(ws)
    # Contact 3 would enter here too.
    assert of(findings, 2) == [
        ("COLD_IMPORTED_LEADS", "warning", 0, 1),
        ("SEQUENCE_DELETED", "error", 1, 0),
        ("SENDER_NO_SEAT", "error", 1, 0),
    ]
    assert {f.workflow_id for f in findings if not f.played} == {2}


def test_chosen_workflows_are_played_even_as_drafts(ws: Workspace) -> None:
    account = ws.project().account
    ws.apply(Edit("Choose", (Put(account, replace(account, settings=RunSettings(START, workflows=(2,)))),)))
    assert {f.workflow_id for f in review(ws) if f.played} == {2}


def test_fields_and_unknown_kinds_are_named(ws: Workspace) -> None:
    findings = [f for f in review(ws) if f.workflow_id == 3]
    assert [(f.code, f.card_id, f.sentence) for f in findings] == [
        ("FIELD_MISSING", 1, "“Set property value” in “W3”: Choose a property."),
        ("ACTION_UNKNOWN", 2, "“create_deal” in “W3” is an action this version does not know."),
        ("FIELD_MISSING", 3, "“Delay for 0 minutes” in “W3”: A delay is at least 1 minute and at most 5 years."),
    ]


def test_branches_tell_bad_filters_and_empty_ways(ws: Workspace) -> None:
    assert of(review(ws), 4) == [
        ("BAD_FILTER", "error", 1, 0),
        ("BAD_FILTER", "error", 1, 0),
        ("EMPTY_BRANCH", "info", 1, 0),
        ("EMPTY_BRANCH", "info", 1, 0),
    ]


def test_what_the_run_asks_is_said_once(ws: Workspace) -> None:
    assert of(review(ws), 5) == [
        ("COLD_IMPORTED_LEADS", "warning", 0, 1),
        ("FIELD_MISSING", "error", 1, 0),  # the property named holds no user
        ("SEQUENCE_MISSING", "error", 1, 0),
        ("OWNER_UNKNOWN", "warning", 1, 3),
    ]


def test_a_rule_pack_that_is_not_there_is_the_one_finding(ws: Workspace) -> None:
    account = ws.project().account
    ws.apply(Edit("Break", (Put(account, replace(account, rule_pack="1999")),)))
    (finding,) = review(ws)
    assert (finding.code, finding.severity, finding.sentence) == (
        "BAD_RULE_PACK", Level.ERROR, "There is no rule pack “1999”.",
    )  # fmt: skip


def test_a_blank_workspace_has_nothing_to_mend(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "blank.cadenza")
    assert review(workspace) == []
    workspace.close()


def test_an_action_that_only_has_a_title_is_looked_at_as_a_card(tmp_path: Path) -> None:
    class Bare(Action):
        kind, title, icon, group = "bare", "Bare", "unknown", ""

    from core.services.review import view_of

    view = view_of(workflow(1, Bare()), PROJECT)
    assert [(c.title, c.faults, c.enrolling) for c in view.cards] == [("Bare", (), None)]
