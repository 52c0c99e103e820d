"""Two rehearsals compared, contact by contact, on changes a reader can work out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.actions.add_note import AddNote
from core.actions.delay import Delay
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model.changes import Edit, Put
from core.model.filter import Filter, Operator
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Run
from core.services.run_differences import ChangeKind, Course, RunDifference, differences
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests import building as b


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Four contacts wait a day and are enrolled by Ana, who may send one mail a day."""
    project = Project(
        senders=(b.sender(limit=1),),
        sequences=(b.sequence(b.mail(), b.mail(2)),),
        workflows=(b.workflow(Delay(24 * 60), b.enroll()),),
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(4))
    yield workspace
    workspace.close()


def play(ws: Workspace) -> Run:
    return rehearse(ws, replace(ws.project().account.settings, days=10))


def change(ws: Workspace, **fields: object) -> None:
    sender = ws.project().senders[0]
    ws.apply(Edit("Change sender", (Put(sender, replace(sender, **fields)),)))  # type: ignore[arg-type]


def change_cards(ws: Workspace, *cards: object) -> None:
    workflow = ws.project().workflows[0]
    made = b.workflow(*cards)  # type: ignore[arg-type]
    ws.apply(Edit("Change cards", (Put(workflow, replace(made, id=workflow.id)),)))


def compared(ws: Workspace, first: Run, second: Run) -> RunDifference:
    found = differences(ws, first.id, second.id)
    assert found is not None
    return found


def test_nothing_changed(ws: Workspace) -> None:
    found = compared(ws, play(ws), play(ws))
    assert (found.changes, found.contacts, found.sentence) == ((), 4, "Nothing changed")


def test_a_higher_limit_enrolls_the_three_that_were_skipped(ws: Workspace) -> None:
    first = play(ws)
    change(ws, limit=50)
    found = compared(ws, first, play(ws))
    assert [(c.contact, c.name, c.kind, c.before, c.after) for c in found.changes] == [
        (n, name, ChangeKind.NOW_ENROLLED, "Daily send limit reached", "enrolled in “Welcome” · 2 mails")
        for n, name in ((2, "Ben"), (3, "Cleo"), (4, "Dan"))
    ]
    assert found.sentence == "3 changed: 3 skipped → enrolled, 0 worse"
    assert (found.count(Course.BETTER), found.count(Course.WORSE)) == (3, 0)


def test_the_other_way_round_is_worse(ws: Workspace) -> None:
    first = play(ws)
    change(ws, limit=50)
    found = compared(ws, play(ws), first)
    assert found.sentence == "3 changed: 3 worse (3 enrolled → skipped)"


def test_a_shorter_delay_enrolls_earlier(ws: Workspace) -> None:
    change(ws, limit=50)
    change_cards(ws, Delay(2 * 24 * 60), b.enroll())
    first = play(ws)
    change_cards(ws, Delay(24 * 60), b.enroll())
    found = compared(ws, first, play(ws))
    assert {(c.kind, c.seconds, c.title) for c in found.changes} == {(ChangeKind.EARLIER, DAY, "a day earlier")}
    assert found.sentence == "4 changed: 4 a day earlier, 0 worse"


def test_another_reason_is_neither_better_nor_worse(ws: Workspace) -> None:
    first = play(ws)
    change(ws, limit=0)
    change(ws, active=False)
    found = compared(ws, first, play(ws))
    assert [(c.name, c.kind) for c in found.changes] == [
        ("Ada", ChangeKind.NO_LONGER),
        ("Ben", ChangeKind.OTHER_REASON),
        ("Cleo", ChangeKind.OTHER_REASON),
        ("Dan", ChangeKind.OTHER_REASON),
    ]
    assert found.changes[1].after == "Sender deactivated"
    assert found.sentence == "4 changed: 3 another reason, 1 worse (1 enrolled → skipped)"


def test_contacts_that_only_one_run_has(ws: Workspace) -> None:
    first = play(ws)
    ws.apply(Edit("Add", (Put(None, b.contact(5)),)))
    found = compared(ws, first, play(ws))
    assert [(c.contact, c.kind, c.before) for c in found.changes] == [(5, ChangeKind.NEW, "not in it")]


def test_runs_that_start_on_other_days_are_compared_from_their_start(ws: Workspace) -> None:
    first = play(ws)
    later = replace(ws.project().account.settings, days=10, start=first.settings.start + 7 * DAY)
    assert compared(ws, first, rehearse(ws, later)).changes == ()


def test_a_run_that_is_gone(ws: Workspace) -> None:
    with pytest.raises(Problem, match="no longer"):
        differences(ws, 1, 2)


def test_it_can_be_stopped(ws: Workspace) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

        def report(self, payload: object) -> None:
            """Nobody listens."""

    assert differences(ws, play(ws).id, play(ws).id, Stopped()) is None


def test_another_sequence_is_told_although_the_mails_are_as_many(ws: Workspace) -> None:
    other = b.sequence(b.mail(), b.mail(2), number=2, name="Farewell")
    ws.apply(Edit("Add", (Put(None, other),)))
    first = play(ws)
    change_cards(ws, Delay(24 * 60), b.enroll(2))
    found = compared(ws, first, play(ws))
    assert [(c.name, c.kind, c.after) for c in found.changes] == [
        ("Ada", ChangeKind.OTHER_WAY, "enrolled in “Farewell” · 2 mails")
    ]


def test_follow_ups_on_another_day_are_told(ws: Workspace) -> None:
    first = play(ws)
    welcome = ws.project().sequences[0]
    ws.apply(Edit("Later", (Put(welcome, replace(welcome, steps=(b.mail(), b.mail(3)))),)))
    found = compared(ws, first, play(ws))
    assert [(c.name, c.kind) for c in found.changes] == [("Ada", ChangeKind.OTHER_TIMES)]
    assert found.sentence == "1 changed: 1 mails at other times, 0 worse"


def test_of_two_enrollments_that_moved_apart_the_first_counts_both_ways_round(ws: Workspace) -> None:
    """The first enrollment comes an hour later, the second one 23 hours earlier: both ways round the first is named."""
    change(ws, limit=50)
    both = (b.enroll(), UnenrollFromSequence(), Delay(3 * 24 * 60), b.enroll())
    change_cards(ws, Delay(60), *both)
    first = play(ws)
    change_cards(ws, Delay(120), *both[:2], Delay(2 * 24 * 60), b.enroll())
    second = play(ws)
    there, back = compared(ws, first, second), compared(ws, second, first)
    assert {(c.kind, c.seconds) for c in there.changes} == {(ChangeKind.LATER, 3600)}
    assert {(c.kind, c.seconds) for c in back.changes} == {(ChangeKind.EARLIER, 3600)}


OSLO = b.is_any("city", "Oslo")


def test_who_takes_another_branch_is_not_called_skipped(ws: Workspace) -> None:
    """Ben is the only one in Oslo; at first nobody is asked for that."""
    ben = ws.contacts.get(2)
    assert ben is not None
    ws.apply(Edit("Ben", (Put(ben, replace(ben, values={**ben.values, "city": "Oslo"})),)))
    change(ws, limit=1)
    change_cards(ws, b.fork(Filter(()), (b.enroll(),), ()))
    first = play(ws)
    change_cards(ws, b.fork(OSLO, (b.enroll(),), ()))
    found = compared(ws, first, play(ws))
    nobody = "not tried: went to “None matched”"
    assert [(c.name, c.title, c.before, c.after) for c in found.changes] == [
        ("Ada", "enrolled → not tried", "enrolled in “Welcome” · 2 mails", nobody),
        ("Ben", "skipped → enrolled", "Daily send limit reached", "enrolled in “Welcome” · 2 mails"),
        ("Cleo", "skipped → not tried", "Daily send limit reached", nobody),
        ("Dan", "skipped → not tried", "Daily send limit reached", nobody),
    ]
    assert found.sentence == (
        "4 changed: 1 skipped → enrolled, 2 skipped → not tried, 1 worse (1 enrolled → not tried)"
    )


def test_another_branch_alone_is_told_and_named(ws: Workspace) -> None:
    change_cards(ws, b.fork(OSLO, (), ()))
    first = play(ws)
    change_cards(ws, b.fork(Filter(()), (), ()))
    found = compared(ws, first, play(ws))
    assert {(c.title, c.before) for c in found.changes} == {("another branch", "not tried: went to “None matched”")}
    assert found.sentence == "4 changed: 4 another branch, 0 worse"


def test_what_else_is_different_is_named(ws: Workspace) -> None:
    change(ws, limit=50)
    first = play(ws)
    change_cards(ws, Delay(24 * 60), b.enroll(), AddNote("Called"))
    found = compared(ws, first, play(ws))
    assert {(c.title, c.before, c.after) for c in found.changes} == {
        (
            "in other ways",
            "enrolled in “Welcome” · 2 mails · nothing more",
            "enrolled in “Welcome” · 2 mails · Add note: done",
        )
    }
    assert found.sentence == "4 changed: 4 in other ways, 0 worse"


_LIMITS = st.sampled_from((0, 1, 2, 50))
_CARDS = st.sampled_from(
    (
        (b.enroll(),),
        (b.enroll(2),),
        (Delay(60), b.enroll()),
        (b.enroll(), b.enroll(2)),
        (b.enroll(), UnenrollFromSequence(), b.enroll(2)),
        (b.fork(b.where("email", Operator.CONTAINS, "1"), (b.enroll(),), (Delay(60),)),),
        (b.fork(b.where("email", Operator.CONTAINS, "2"), (b.enroll(),), (UnenrollFromSequence(),)),),
        (Delay(60),),
    )
)
_TITLES = tuple(reason.title for reason in Reason)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sides=st.tuples(st.tuples(_LIMITS, _CARDS), st.tuples(_LIMITS, _CARDS)))
def test_every_contact_that_changed_has_one_kind_that_its_cells_agree_with(
    ws: Workspace, sides: tuple[tuple[int, tuple[object, ...]], ...]
) -> None:
    if len(ws.project().sequences) == 1:
        ws.apply(Edit("Add", (Put(None, b.sequence(b.mail(), number=2, name="Farewell")),)))
    runs = []
    for limit, cards in sides:
        if ws.project().senders[0].limit != limit:
            change(ws, limit=limit)
        if ws.project().workflows[0].cards != b.workflow(*cards).cards:  # type: ignore[arg-type]
            change_cards(ws, *cards)
        runs.append(play(ws))
    there, back = compared(ws, *runs), compared(ws, *reversed(runs))
    assert len({c.contact for c in there.changes}) == len(there.changes) <= there.contacts
    assert sum(there.count(course) for course in Course) == len(there.changes)
    assert {c.contact for c in there.changes} == {c.contact for c in back.changes}
    assert there.count(Course.BETTER) == back.count(Course.WORSE)
    # 4 changed: 2 a, 1 b, 1 worse (1 c): what is named adds up to what has changed.
    if there.changes:
        head, _, rest = there.sentence.partition(" changed: ")
        parts, _, worse = rest.partition(" worse (")
        numbers = [int(part.split()[0].replace(",", "")) for part in parts.split(", ")]
        assert int(head) == len(there.changes) == sum(numbers)
        assert not worse or sum(int(part.split()[0]) for part in worse.split(", ")) == numbers[-1]
    for one in there.changes:
        before, arrow, after = one.kind.value.partition(" → ")
        for said, cell in ((before, one.before), (after, one.after)) if arrow else ():
            assert (said == "enrolled") == cell.startswith("enrolled in")
            assert (said == "not tried") == cell.startswith("not tried")
            assert said != "skipped" or cell.startswith(_TITLES)
