"""What is expected of a workflow, and whether a rehearsal keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actions.codec import decode, encode
from core.actions.delay import Delay
from core.model.account import RunSettings
from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact
from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.project import Project
from core.model.trace import RowKind, TraceRow
from core.model.workflow import Workflow, WorkflowStatus
from core.services.expectations import Verdict, check, has_any, of_line, problem_of, set_expectations, words
from core.services.log import LogQuery
from core.services.row_mask import Rows
from core.services.runs import rehearse
from core.services.workspace import Workspace
from core.store import log
from core.store.log_where import Every, MailGap, No, OneOf, Person, Some, Where, Within
from tests import building as b

NO_LIMIT = Expectation(filter="reason=DAILY_LIMIT_REACHED")
ALL_IN = Expectation(filter="kind=action and action~enroll outcome=done", bound=Bound.AT_LEAST, number=4)
DAY_APART = Expectation(ExpectationKind.MAIL_GAP)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Four contacts are enrolled on Monday by Ana with a limit of three a day; a second mail follows two days on."""
    project = Project(
        senders=(b.sender(limit=3),),
        sequences=(b.sequence(b.mail(), b.mail(2)),),
        workflows=(replace(b.workflow(b.enroll()), name="Welcome all"),),
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4))
    yield workspace
    workspace.close()


def expect(ws: Workspace, *expectations: Expectation) -> tuple[Verdict, ...]:
    ws.apply(set_expectations(ws.project().workflows[0], expectations, "Expect"))
    return check(ws)


def test_a_count_that_is_not_kept_names_the_contact(ws: Workspace) -> None:
    (verdict,) = expect(ws, NO_LIMIT)
    assert (verdict.holds, verdict.found, verdict.sentence, verdict.contacts) == (False, 1, "1 row: Dan.", (4,))


def test_at_least_at_most_exactly(ws: Workspace) -> None:
    filter = "action~enroll and outcome=done and kind=action"
    asked = [
        Expectation(filter=filter, bound=bound, number=number)
        for bound in (Bound.EXACTLY, Bound.AT_LEAST, Bound.AT_MOST)
        for number in (2, 3, 4)
    ]
    assert [v.holds for v in expect(ws, *asked)] == [
        False, True, False,
        True, True, False,
        False, True, True,
    ]  # fmt: skip


def test_it_follows_an_edit(ws: Workspace) -> None:
    assert [v.holds for v in expect(ws, NO_LIMIT, ALL_IN)] == [False, False]
    ana = ws.project().senders[0]
    ws.apply(Edit("Raise the limit", (Put(ana, replace(ana, limit=10)),)))
    assert [v.holds for v in check(ws)] == [True, True]
    assert ws.runs.all() == []


def test_two_mails_of_one_contact_too_close_together(ws: Workspace) -> None:
    assert [v.holds for v in expect(ws, DAY_APART)] == [True]
    (verdict,) = expect(ws, replace(DAY_APART, hours=49))
    assert (verdict.holds, verdict.found, verdict.contacts) == (False, 3, (1, 2, 3))
    assert verdict.sentence == "3 pairs of mails closer together: Ada, Ben, Cleo."
    # Exactly two days lie between the two mails.
    assert [v.holds for v in expect(ws, replace(DAY_APART, hours=48))] == [True]


def test_only_rows_of_the_workflow_count(ws: Workspace) -> None:
    other = replace(b.workflow(Delay(60)), id=0, name="Other")
    made = replace(other, id=ws.new_id(Noun.WORKFLOW), expectations=(NO_LIMIT, Expectation(filter="outcome=entered")))
    ws.apply(Edit("New", (Put(None, made),)))
    assert [(v.holds, v.found) for v in check(ws)] == [(True, 0), (False, 4)]


def test_what_cannot_be_asked_is_neither_kept_nor_broken(ws: Workspace) -> None:
    (broken,) = expect(ws, Expectation(filter="outcome=skiped"))
    assert (broken.holds, broken.sentence) == (None, "There is no outcome “skiped”.")
    workflow = ws.project().workflows[0]
    ws.apply(Edit("Off", (Put(workflow, replace(workflow, status=WorkflowStatus.OFF)),)))
    assert [(v.holds, v.sentence) for v in check(ws)] == [(None, "No workflow is on, so nothing was played.")]


def test_nothing_expected_plays_nothing(ws: Workspace) -> None:
    assert not has_any(ws.project())
    assert check(ws) == ()


def test_a_row_can_be_expected_again(ws: Workspace) -> None:
    run = rehearse(ws, ws.project().account.settings)
    (row,) = ws.log.ids(LogQuery(run.id, text="reason=DAILY_LIMIT_REACHED"))
    expectation = of_line(ws.log.lines([row])[0])
    assert words(expectation) == "Dan is skipped at Enroll in sequence, Daily send limit reached: at least once"
    assert expectation.filter == (
        'contact=Dan and action="Enroll in sequence" and kind=action and outcome=skipped and reason=DAILY_LIMIT_REACHED'
    )
    assert [v.holds for v in expect(ws, expectation)] == [True]


@pytest.mark.parametrize(
    "person", [Contact(9, {"hubspot_owner_id": 1}), b.contact(9, firstname='Bob "Bo" “B', lastname="  K")]
)
def test_every_row_can_be_expected_again_whatever_the_contact_is_called(ws: Workspace, person: Contact) -> None:
    ws.apply(Edit("Add", (Put(None, person),)))
    run = rehearse(ws, ws.project().account.settings)
    lines = [line for line in ws.log.lines(ws.log.ids(LogQuery(run.id))) if line.workflow_id]
    assert {line.kind for line in lines} >= {RowKind.TRIGGER, RowKind.ACTION, RowKind.MAIL}
    assert any(line.contact_id == 9 for line in lines)
    for line in lines:
        assert line.id in ws.log.ids(LogQuery(run.id, text=of_line(line).filter)), of_line(line).filter


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        (NO_LIMIT, "Daily send limit reached: never"),
        (DAY_APART, "No contact gets two mails in 24 hours"),
        (Expectation(filter="kind=mail", bound=Bound.AT_MOST, number=1_200), "A mail: at most 1,200 times"),
        (Expectation(), "Anything: never"),
        (Expectation(filter="contact=Ada action=Delay kind=action outcome=done"), "Ada gets through Delay: never"),
        (Expectation(filter="severity=broken"), "Broken: never"),
        (Expectation(filter="outcome=skipped", bound=Bound.EXACTLY, number=3), "Skipped: 3 times"),
        (
            Expectation(filter='contact="Ada Novak" and kind=mail and outcome=done and step=2', number=1),
            "Ada Novak gets a mail, step 2: once",
        ),
        # What is more than values side by side is shown as it was typed: half a sentence would say another thing.
        (Expectation(filter="outcome=skipped or day<=3"), "outcome=skipped or day<=3: never"),
        (Expectation(filter="not contact=Ada"), "not contact=Ada: never"),
        (Expectation(filter="contact=Ada contact=Bo"), "contact=Ada contact=Bo: never"),
        (Expectation(filter="reason=NO_SUCH"), "reason=NO_SUCH: never"),
        (Expectation(filter="outcome="), "outcome=: never"),
    ],
)
def test_an_expectation_in_words(expectation: Expectation, said: str) -> None:
    assert words(expectation) == said


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        (NO_LIMIT, ""),
        (replace(DAY_APART, hours=0), "The hours must be between 1 and 8,760."),
        (replace(NO_LIMIT, number=-1), "A number of rows is 0 or more."),
        (replace(NO_LIMIT, filter="day=x"), "“x” is no whole number, and “day” is one."),
    ],
)
def test_what_is_wrong_with_an_expectation(expectation: Expectation, said: str) -> None:
    problem = problem_of(expectation, Project())
    assert (problem.sentence if problem else "") == said


def test_expectations_travel_with_the_workflow() -> None:
    workflow = replace(b.workflow(b.enroll()), expectations=(NO_LIMIT, DAY_APART, ALL_IN))
    assert decode(Workflow, encode(workflow)) == workflow


COLUMNS = ("place", "kind", "outcome", "reason", "sender", "sequence", "step")
PARTS: st.SearchStrategy[Where] = st.one_of(
    st.builds(OneOf, st.sampled_from(COLUMNS), st.frozensets(st.integers(0, 4))),
    st.builds(
        Within,
        st.sampled_from(("time", "step", "(time + 3600) % 86400")),
        st.integers(0, 90_000),
        st.integers(0, 90_000),
    ),
    st.builds(MailGap, st.integers(0, 90_000), st.sampled_from((90_000, 1 << 40))),
    st.builds(Person, st.sampled_from(("ada", "b", "nobody")), st.sampled_from(("has", "name", "email", "in_email"))),
)
WHERES: st.SearchStrategy[Where] = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds(No, inner),
        st.builds(Every, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Some, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
ROW = st.tuples(
    st.integers(0, 90_000), st.integers(1, 4), st.integers(0, 4), st.integers(1, 5), st.integers(0, 2),
    *[st.integers(0, 4)] * 7,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ROW, max_size=12).map(lambda rows: sorted(rows, key=lambda row: row[0])), WHERES)
def test_rows_in_memory_are_found_as_stored_ones_are(ws: Workspace, rows: list[TraceRow], where: Where) -> None:
    run_id = ws.runs.create(RunSettings(), Project())
    span = log.append(ws.store, run_id, rows)
    stored = list(log.ids(ws.store, span, log.RowFilter(where=where)))
    mask = Rows.of(rows).mask(where, lambda person: log.people(ws.store, person))
    assert stored == [span.start + i for i, found in enumerate(mask) if found]
    # The log answers from columns in memory what it else answers from the file.
    read = Rows(Rows.of(rows).columns, span.start)
    wanted = log.RowFilter(outcomes=(0, 1), where=where)
    assert list(log.ids(ws.store, span, wanted)) == list(read.ids(wanted, lambda person: log.people(ws.store, person)))
    assert list(log.heads(ws.store, span, wanted, lambda: None)) == list(
        read.heads(wanted, lambda person: log.people(ws.store, person))
    )
    assert list(log.contacts(ws.store, span, wanted)) == list(
        read.contacts(wanted, lambda person: log.people(ws.store, person))
    )
    ws.runs.delete(run_id)
