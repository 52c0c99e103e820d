from __future__ import annotations

import pytest

from core.model.account import RunSettings
from core.model.problem import Problem
from core.model.project import Project
from core.model.trace import TraceEvent, TraceRow
from core.services.workspace import Workspace
from core.store import log
from core.store.log import RowFilter
from core.store.log_where import Every, OneOf, Person, Some


def _row(time: int, contact: int = 1, place: int = 0, kind: int = 2, outcome: int = 1, reason: int = 0) -> TraceRow:
    return (time, contact, place, kind, outcome, reason, 5, 6, 7, 8, 9, 10)


@pytest.fixture
def run(filled: Workspace, office: Project) -> int:
    """A run of six rows, ids 1 to 6."""
    run_id = filled.runs.create(RunSettings(), office)
    log.append(
        filled.store,
        run_id,
        [
            _row(10, 1, 1, 1, 5),
            _row(20, 1, 2, 2, 2, 6),
            _row(30, 2, 2, 2, 2, 21),
            _row(30, 2, 0, 3, 1),
            _row(40, 3, 2, 2, 1),
            _row(50, 99, 2, 2, 2, 6),
        ],
    )
    return run_id


def test_rows_come_back_by_their_ids(filled: Workspace, run: int) -> None:
    assert log.events(filled.store, [3, 77, 1]) == {
        3: TraceEvent(30, 2, 2, 2, 2, 21, 5, 6, 7, 8, 9, 10),
        1: TraceEvent(10, 1, 1, 1, 5, 0, 5, 6, 7, 8, 9, 10),
    }
    assert list(log.events(filled.store, range(2, 5))) == [2, 3, 4]
    assert log.events(filled.store, []) == {}


def test_the_rows_of_a_run_are_neighbours_however_they_are_written(ws: Workspace) -> None:
    run_id = ws.runs.create(RunSettings(), Project())
    assert list(log.append(ws.store, run_id, [])) == []
    assert ws.runs.rows(run_id) == range(1, 1)
    assert list(log.append(ws.store, run_id, [_row(1)])) == [1]
    assert list(log.append(ws.store, run_id, (_row(i) for i in range(3)))) == [2, 3, 4]
    assert ws.runs.rows(run_id) == range(1, 5)


def test_row_ids_of_a_deleted_run_do_not_come_back(ws: Workspace) -> None:
    first = ws.runs.create(RunSettings(), Project())
    log.append(ws.store, first, [_row(1)] * 3)
    ws.runs.delete(first)
    second = ws.runs.create(RunSettings(), Project())
    assert list(log.append(ws.store, second, [_row(1)] * 2)) == [4, 5]
    assert ws.runs.rows(second) == range(4, 6)


def test_a_run_that_was_deleted_while_it_played_is_interrupted(ws: Workspace) -> None:
    run_id = ws.runs.create(RunSettings(), Project())
    ws.runs.delete(run_id)
    with pytest.raises(Problem) as caught:
        log.append(ws.store, run_id, [_row(1)])
    assert caught.value.code == "RUN_INTERRUPTED"
    assert ws.store.connection().execute("SELECT count(*) FROM event").fetchone() == (0,)


def test_two_runs_at_once_cannot_share_a_log(ws: Workspace) -> None:
    first, second = (ws.runs.create(RunSettings(), Project()) for _ in range(2))
    log.append(ws.store, first, [_row(1)])
    log.append(ws.store, second, [_row(1)])
    with pytest.raises(Problem, match="another one wrote"):
        log.append(ws.store, first, [_row(2)])
    assert ws.runs.rows(first) == range(1, 2)
    assert ws.runs.rows(second) == range(2, 3)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RowFilter(outcomes=(2,)), [2, 3, 6]),
        (RowFilter(outcomes=(1, 5)), [1, 4, 5]),
        (RowFilter(reasons=(6,)), [2, 6]),
        (RowFilter(kinds=(1, 3)), [1, 4]),
        (RowFilter(places=(2,), outcomes=(1,)), [5]),
        (RowFilter(contact=2), [3, 4]),
        (RowFilter(contact=2, outcomes=(2,)), [3]),
        (RowFilter(where=Person("åkerlund")), [1, 2]),
        (RowFilter(where=Person("nordlys")), [1, 2, 5]),
        (RowFilter(where=Every((Person("nordlys"), Person("maria")))), [5]),
        (RowFilter(where=Some((Person("nowak"), OneOf("reason", (6,))))), [2, 3, 4, 6]),
        (RowFilter(where=Some((OneOf("place", (1,)), OneOf("sender", (9,)), OneOf("sequence", ())))), [1]),
        (RowFilter(where=Person("nobody")), []),
    ],
)
def test_rows_are_found_by_what_they_hold(filled: Workspace, run: int, wanted: RowFilter, found: list[int]) -> None:
    assert list(log.ids(filled.store, filled.runs.rows(run), wanted)) == found


def test_asking_for_every_row_reads_none(filled: Workspace, run: int) -> None:
    span = filled.runs.rows(run)
    assert log.ids(filled.store, span, RowFilter()) is span


def test_rows_of_other_runs_are_not_found(filled: Workspace, run: int, office: Project) -> None:
    other = filled.runs.create(RunSettings(), office)
    log.append(filled.store, other, [_row(1, outcome=2)])
    assert list(log.ids(filled.store, filled.runs.rows(other), RowFilter(outcomes=(2,)))) == [7]


def test_sums_count_by_kind_outcome_and_reason(filled: Workspace, run: int) -> None:
    assert log.sums(filled.store, filled.runs.rows(run)) == {
        (1, 5, 0): 1,
        (2, 2, 6): 2,
        (2, 2, 21): 1,
        (3, 1, 0): 1,
        (2, 1, 0): 1,
    }
    assert log.sums(filled.store, range(1, 1)) == {}
