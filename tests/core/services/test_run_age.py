"""Which edits make a rehearsal old, and how many there were since: on edits a reader can follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.changes import Edit, Put
from core.model.expectation import Expectation
from core.model.instant import DAY
from core.model.project import Project
from core.model.run import Run
from core.model.saved_view import SavedView
from core.model.workflow import Sticky, WorkflowStatus
from core.services import contacts
from core.services.run_age import edits_since, is_outdated, matters
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b

PLAYED = b.workflow(b.enroll())
DRAFT = b.workflow(b.enroll(), number=2, name="Draft", status=WorkflowStatus.DRAFT)
LIMIT = Edit("Limit", (Put(b.sender(), b.sender(limit=3)),))
OTHER = Edit("Name", (Put(b.sender(), b.sender(name="Annie")),))
VIEW = Edit("View", (Put(None, SavedView(1, "log", "Skips")),))
NEVER = 1 << 40


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Two contacts, a workflow that is on and a draft."""
    project = Project(senders=(b.sender(),), sequences=(b.sequence(b.mail()),), workflows=(PLAYED, DRAFT))
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(2))
    yield workspace
    workspace.close()


@pytest.fixture
def run(ws: Workspace) -> Run:
    return rehearse(ws, replace(ws.project().account.settings, days=2))


@pytest.mark.parametrize(
    ("then", "now", "count"),
    [
        ((), (), 0),
        ((), (LIMIT,), 1),
        ((LIMIT,), (LIMIT,), 0),
        ((LIMIT,), (LIMIT, OTHER, VIEW), 1),
        # Undone since, and another one made in its place.
        ((LIMIT, OTHER), (LIMIT,), 1),
        ((LIMIT, OTHER), (LIMIT, VIEW), 1),
        ((LIMIT,), (OTHER,), 2),
        ((VIEW, LIMIT), (), 1),
    ],
)
def test_edits_are_counted_from_where_the_ways_part(
    run: Run, then: tuple[Edit, ...], now: tuple[Edit, ...], count: int
) -> None:
    assert edits_since(then, now, run) == count


@pytest.mark.parametrize(
    ("put", "counts"),
    [
        (Put(PLAYED, replace(PLAYED, cards=())), True),
        (Put(PLAYED, replace(PLAYED, status=WorkflowStatus.OFF)), True),
        (Put(PLAYED, None), True),
        (Put(PLAYED, replace(PLAYED, stickies=(Sticky(1),))), False),
        (Put(PLAYED, replace(PLAYED, expectations=(Expectation(),))), False),
        (Put(DRAFT, replace(DRAFT, cards=())), False),
        (Put(DRAFT, replace(DRAFT, status=WorkflowStatus.ON)), True),
        (Put(None, DRAFT), False),
        (Put(b.sequence(b.mail()), replace(b.sequence(b.mail()), folder="Old")), False),
        (Put(b.sequence(b.mail()), b.sequence(b.mail(), b.mail(1))), True),
        (Put(None, b.contact(9)), True),
        (Put(SavedView(1), None), False),
    ],
)
def test_only_what_a_rehearsal_could_feel_counts(put: Put, counts: bool) -> None:
    assert matters(Edit("Edit", (put,)), {PLAYED.id}) is counts
    assert matters(Edit("Edit", (put.back,)), {PLAYED.id}) is counts
    assert matters(Edit("Edit", (put, Put(None, SavedView(1)))), {PLAYED.id}) is counts


def test_a_stored_run_is_current_until_something_it_played_changes(ws: Workspace, run: Run) -> None:
    assert not is_outdated(ws, run, NEVER)
    played, draft = ws.project().workflows
    quiet = Edit("Quiet", (VIEW.puts[0], Put(draft, replace(draft, name="Later"))))
    ws.apply(quiet)
    ws.apply(Edit("Note", (Put(played, replace(played, stickies=(Sticky(1),))),)))
    assert not is_outdated(ws, run, NEVER)
    sender = ws.project().senders[0]
    edit = Edit("Limit", (Put(sender, replace(sender, limit=1)),))
    ws.apply(edit)
    assert is_outdated(ws, run, NEVER)
    ws.apply(edit.back)
    assert not is_outdated(ws, run, NEVER)


def test_a_stored_run_is_old_when_contacts_come_go_or_change(ws: Workspace, run: Run) -> None:
    for edit in (
        contacts.delete(ws, [2]),
        contacts.add(ws, {"email": "new@client.example"}),
        contacts.change(ws, 1, {"city": "Oslo"}, lambda: run.created + DAY),
    ):
        ws.apply(edit)
        assert is_outdated(ws, run, NEVER), edit.title
        ws.apply(edit.back)
        assert not is_outdated(ws, run, NEVER), edit.title


def test_made_up_contacts_of_the_future_are_no_edits(ws: Workspace, run: Run) -> None:
    ws.apply(contacts.change(ws, 1, {"city": "Oslo"}, lambda: run.created + DAY))
    assert not is_outdated(ws, run, run.created + DAY - 1)
