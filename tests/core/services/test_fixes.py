"""One-click fixes: each mends what the review found, in one edit, and says what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.actions.unknown import UnknownAction
from core.actions.value_equals import ValueBranch, ValueEquals
from core.model.account import Account
from core.model.filter import Condition, Filter, Operator
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Sequence, SequenceSettings, Step
from core.model.workflow import Card, RunWindow, Trigger, Workflow, WorkflowSettings, WorkflowStatus
from core.services.edits import changed
from core.services.fixes import fix_for
from core.services.review import Finding, Level, review
from core.services.workspace import Workspace
from tests import building as b

SPAIN = Filter(((Condition("country", Operator.IS, ("Spain",)),),))
ANA = Sender(1, "Ana Ruiz", "ana@acme.example")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[list[Workspace]]:
    found: list[Workspace] = []
    yield found
    for ws in found:
        ws.close()


def office(made: list[Workspace], folder: Path, *senders: Sender, **fields: Any) -> Workspace:
    """Give a workspace with one workflow that enrolls one contact of Ben's in one sequence, sent by the first user."""
    action = fields.pop("action", EnrollInSequence(1, SenderType.SPECIFIC_USER, 2))
    settings = fields.pop("settings", WorkflowSettings())
    workflow = Workflow(
        1, "Leads", WorkflowStatus.ON, Trigger(filter=SPAIN), (Card(1, action),), next_card=2, settings=settings
    )
    base: dict[str, Any] = {
        "account": Account(),
        "senders": senders or (ANA,),
        "sequences": (Sequence(1, "Welcome", (Step(),)),),
        "workflows": (workflow,),
    }
    people = [b.contact(1, country="Spain", hubspot_owner_id=2)]
    made.append(Workspace.create(folder / f"{len(made)}.cadenza", Project(**(base | fields)), people))
    return made[-1]


def codes(ws: Workspace) -> set[str]:
    return {finding.code for finding in review(ws)}


def fix(ws: Workspace, code: str) -> str:
    """Apply the fix of the finding with a code and give its title; the finding must be gone afterwards."""
    finding = next(f for f in review(ws) if f.code == code)
    edit = fix_for(ws, finding)
    assert edit is not None
    ws.apply(edit)
    assert code not in codes(ws)
    assert fix_for(ws, finding) is None
    ws.apply(edit.back)
    assert code in codes(ws)
    return edit.title


def test_a_deleted_sequence_is_restored(made: list[Workspace], tmp_path: Path) -> None:
    deleted = (Sequence(1, "Welcome", (Step(),), deleted=b.START),)
    ws = office(made, tmp_path, ANA, replace(ANA, id=2), sequences=deleted)
    assert fix(ws, "SEQUENCE_DELETED") == "Restore sequence “Welcome”"


@pytest.mark.parametrize(
    ("code", "unfit"),
    [
        ("SENDER_NO_SEAT", {"seat": Seat.NONE}),
        ("SENDER_DEACTIVATED", {"active": False}),
        ("INBOX_NOT_PERSONAL", {"inbox_kind": InboxKind.TEAM}),
    ],
)
def test_a_sender_who_cannot_send_makes_way_for_one_who_can(
    made: list[Workspace], tmp_path: Path, code: str, unfit: dict[str, Any]
) -> None:
    ws = office(made, tmp_path, ANA, replace(Sender(2, "Ben Okafor", "ben@acme.example"), **unfit))
    assert fix(ws, code) == "Send by Ana Ruiz"


def test_a_card_without_a_sender_gets_one(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path, ANA, action=EnrollInSequence(1, SenderType.SPECIFIC_USER, 0))
    assert fix(ws, "SENDER_MISSING") == "Send by Ana Ruiz"


def test_without_anybody_who_can_send_the_owners_are_asked(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path, replace(ANA, id=2, seat=Seat.NONE))
    edit = fix_for(ws, next(f for f in review(ws) if f.code == "SENDER_NO_SEAT"))
    assert edit is not None
    assert edit.title == "Send by contact owner"


@pytest.mark.parametrize("kind", SenderType)
def test_a_lost_inbox_is_connected(made: list[Workspace], tmp_path: Path, kind: SenderType) -> None:
    ben = Sender(2, "Ben Okafor", "ben@acme.example", inbox_state=InboxState.DISCONNECTED, inbox_changed=b.START)
    ws = office(made, tmp_path, ANA, ben, action=EnrollInSequence(1, kind, 2))
    assert fix(ws, "INBOX_NOT_CONNECTED") == "Connect the inbox of Ben Okafor"


def test_delays_times_and_dates_are_mended(made: list[Workspace], tmp_path: Path) -> None:
    settings = WorkflowSettings((RunWindow(0, 600, 540), RunWindow(1)), ("25.12.2026", "2026-12-25"))
    long = Sequence(1, "Welcome", (Step(), Step(delay_days=400)), SequenceSettings(window_start=600, window_end=540))
    ws = office(made, tmp_path, ANA, replace(ANA, id=2), settings=settings, sequences=(long,))
    windows = [f for f in review(ws) if f.code == "BAD_WINDOW"]
    titles = []
    for finding in windows:
        edit = fix_for(ws, finding)
        assert edit is not None
        ws.apply(edit)
        titles.append(edit.title)
    assert titles == ["Remove times that never come", "Swap start and end of the send window"]
    assert "BAD_WINDOW" not in codes(ws)
    assert ws.project().workflows[0].settings.windows == (RunWindow(1),)
    assert fix(ws, "BAD_BLOCKED_DATE") == "Remove what is no date"
    assert fix(ws, "DELAY_TOO_LONG") == "Shorten delays to 90 days"


def test_a_pack_that_is_gone_makes_way_for_the_newest(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path, ANA, replace(ANA, id=2), account=Account(rule_pack="1999-01"))
    assert fix(ws, "BAD_RULE_PACK") == "Use rule pack 2025-08"


def test_an_unknown_time_zone_becomes_utc(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path, ANA, replace(ANA, id=2), account=Account(time_zone="Mars/Base"))
    assert fix(ws, "BAD_TIME_ZONE") == "Set the account’s time zone to UTC"


@pytest.mark.parametrize("code", ["MANY_CONTACTS", "PLACEHOLDER_TOKENS", "EMPTY_BRANCH", "UNREACHABLE_CARD", "NEW"])
def test_what_only_a_person_can_decide_has_no_fix(made: list[Workspace], tmp_path: Path, code: str) -> None:
    assert fix_for(office(made, tmp_path), Finding(code, Level.WARNING, "…", 1, 1)) is None


@pytest.mark.parametrize(
    "code", ["SEQUENCE_DELETED", "SENDER_MISSING", "INBOX_NOT_CONNECTED", "DELAY_TOO_LONG", "BAD_WINDOW",
             "BAD_BLOCKED_DATE", "BAD_RULE_PACK"],
)  # fmt: skip
@pytest.mark.parametrize("place", [(9, 0), (9, 1), (1, 9)])
def test_a_place_that_is_gone_has_no_fix(
    made: list[Workspace], tmp_path: Path, code: str, place: tuple[int, int]
) -> None:
    assert fix_for(office(made, tmp_path), Finding(code, Level.ERROR, "…", *place)) is None


def test_the_review_finds_dead_branches_and_crowded_days(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(
        made, tmp_path, replace(ANA, limit=0), replace(ANA, id=2, name="Bo Lind", email="bo@x.example", limit=0)
    )
    assert [f.people for f in review(ws) if f.code == "OVER_CAPACITY"] == [(2,)]
    branch = IfThen((Branch("All"), Branch("Spain", SPAIN)))
    below = (Card(2, EnrollInSequence(1, SenderType.SPECIFIC_USER, 1)),)
    card = Card(1, branch, branches=((), below, ()))
    before = ws.project().workflows[0]
    after = replace(before, cards=(card,), next_card=3)
    ws.apply(changed(before, after, "Branch"))
    found = [(f.card_id, f.sentence) for f in review(ws) if f.code == "UNREACHABLE_CARD"]
    assert found == [
        (2, "“Enroll in sequence” in “Leads” is never reached: all that could take the branch “Spain” take “All”, "
            "which comes first.")
    ]  # fmt: skip


def test_a_card_that_is_off_is_left_alone_and_an_unknown_one_is_named(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path)
    workflow = ws.project().workflows[0]
    branch = IfThen((Branch("All"), Branch("Spain", SPAIN)))
    below = (Card(2, UnknownAction(data=MappingProxyType({"kind": "create_deal"}))),)
    card = Card(1, branch, branches=((), below, ()))
    ws.apply(changed(workflow, replace(workflow, cards=(card,), next_card=3), "Branch"))
    (finding,) = [f for f in review(ws) if f.code == "UNREACHABLE_CARD"]
    assert finding.sentence.startswith("“Unknown action” in “Leads” is never reached")
    workflow = ws.project().workflows[0]
    ws.apply(changed(workflow, replace(workflow, cards=(replace(card, on=False),)), "Off"))
    assert "UNREACHABLE_CARD" not in codes(ws)


def test_a_value_that_leads_elsewhere_makes_its_branch_dead(made: list[Workspace], tmp_path: Path) -> None:
    ws = office(made, tmp_path)
    workflow = ws.project().workflows[0]
    ways = ValueEquals("country", (ValueBranch("South", ("Spain", "Italy")), ValueBranch("Spain", ("spain",))))
    below = (Card(2, EnrollInSequence(1, SenderType.SPECIFIC_USER, 1)),)
    card = Card(1, ways, branches=((), below, ()))
    ws.apply(changed(workflow, replace(workflow, cards=(card,), next_card=3), "Branch"))
    (finding,) = [f for f in review(ws) if f.code == "UNREACHABLE_CARD"]
    assert (finding.card_id, finding.sentence.split(": ")[1]) == (
        2, "all that could take the branch “Spain” take “South”, which comes first.",
    )  # fmt: skip
