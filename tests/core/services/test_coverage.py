"""The matrix of tokens: its columns, counts, rows, edits, and whom the workflows would enroll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.problem import Problem
from core.model.workflow import WorkflowStatus
from core.services import coverage as service
from core.services.coverage import Cell, SpanKind, coverage
from core.services.workspace import Workspace
from tests.building import contact, enroll, enroll_by_owner, mail, on_filter, project, sender, sequence, task, workflow

STEPS = (
    mail(0, 'Hi {{ contact.firstname | default: "there" }}', "{{ company.name }} {{ owner.team }} {{ deal.amount }}"),
    task(1),
    mail(2, "{{ contact.firstname }}", "{{ placeholder.slot }} {{ contact.plan }} {{ sender.firstname }}"),
)
HELLO = sequence(*STEPS)
PEOPLE = [
    contact(1, company="Acme", lifecyclestage="lead"),
    contact(2, firstname=None, lifecyclestage="lead"),
    contact(3, firstname=None, lastname="Zeta", company="Cobalt", hubspot_owner_id=2),
    contact(4, hs_email_optout=True, company="Delta", lifecyclestage="lead", hubspot_owner_id=None),
]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    office = project(
        workflow(enroll(), trigger=on_filter()),
        senders=(sender(1, team="Sales"), sender(2, "Bo Lind")),
        sequences=(HELLO, sequence(number=2, name="Unused"), sequence(number=3, name="Drafted")),
    )
    draft = workflow(enroll_by_owner(3), number=2, name="Draft", status=WorkflowStatus.DRAFT)
    made = Workspace.create(tmp_path / "matrix.cadenza", replace(office, workflows=(*office.workflows, draft)), PEOPLE)
    yield made
    made.close()


def test_a_column_is_a_token_wherever_it_stands_and_takes_its_worst_use(ws: Workspace) -> None:
    columns = service.columns_of(ws.project(), HELLO)
    assert [(c.title, c.steps, c.default) for c in columns] == [
        ("First name", (1, 3), ""),
        ("Company name", (1,), ""),
        ("Owner’s team", (1,), ""),
        ("deal.amount", (1,), ""),
        ("contact.plan", (3,), ""),
        ("Sender’s first name", (3,), ""),
    ]
    filled_by = [c.filled_by.name if c.filled_by else "" for c in columns]
    assert filled_by == ["firstname", "company", "hubspot_owner_id", "", "", "hubspot_owner_id"]
    assert service.columns_of(ws.project(), HELLO, 1)[-1].filled_by is None


def test_counts_are_of_all_contacts_and_by_kind(ws: Workspace) -> None:
    found = coverage(ws, HELLO)
    assert (found.total, found.gaps) == (4, 4)
    assert found.empty == (2, 1, 2, 4, 4, 1)
    assert found.defaults == (0,) * 6
    by_ana = coverage(ws, HELLO, 1)
    assert by_ana.empty[-1] == 0


def test_a_default_everywhere_is_counted_as_such(ws: Workspace) -> None:
    greeting = sequence(STEPS[0].__class__(subject=STEPS[0].subject))
    found = coverage(ws, greeting, only_gaps=True)
    assert (found.empty, found.defaults, found.gaps) == ((0,), (2,), 2)
    assert list(found.ids) == [2, 3]


def test_scope_narrows_counts_and_text_only_what_is_shown(ws: Workspace) -> None:
    found = coverage(ws, HELLO, scope={1, 2}, text="ada")
    assert (found.total, list(found.ids)) == (2, [1])
    assert found.empty[:2] == (1, 1)
    assert list(coverage(ws, HELLO, scope=frozenset()).ids) == []


def test_rows_say_what_the_mail_will_say(ws: Workspace) -> None:
    columns = service.columns_of(ws.project(), HELLO)
    (row,) = service.rows(ws, columns, 0, [3, 77])
    assert row.cells == (
        Cell("", SpanKind.EMPTY),
        Cell("Cobalt", SpanKind.VALUE),
        Cell("", SpanKind.EMPTY),
        Cell("", SpanKind.EMPTY),
        Cell("", SpanKind.EMPTY),
        Cell("Bo", SpanKind.VALUE),
    )


def test_whom_a_rehearsal_would_enroll_drafts_too(ws: Workspace) -> None:
    assert service.would_enroll(ws, 1) == {1, 2}
    # The draft comes after the workflow that is on, which holds 1 and 2 already; 4 has no owner and opted out.
    assert service.would_enroll(ws, 3) == {3}
    with pytest.raises(Problem) as caught:
        service.would_enroll(ws, 2)
    assert caught.value.code == "SEQUENCE_NOT_USED"


def test_columns_with_gaps_come_first_unless_their_places_are_given(ws: Workspace) -> None:
    found = service.coverage(ws, HELLO)
    by_key = dict(zip((c.key for c in found.columns), zip(found.empty, found.defaults, strict=True), strict=True))
    first = service.ordered(found)
    assert list(zip(first.empty, first.defaults, strict=True)) == sorted(by_key.values(), reverse=True)
    assert (
        dict(zip((c.key for c in first.columns), zip(first.empty, first.defaults, strict=True), strict=True)) == by_key
    )
    keys = [c.key for c in reversed(found.columns)]
    assert [c.key for c in service.ordered(found, keys).columns] == keys
