from __future__ import annotations

import pytest

from core.model.account import RunSettings
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import CardCounts, RunSummary
from core.services.workspace import Workspace
from core.store import log

ROW = (1_767_603_600, 1, 1, 2, 1, 0, 1, 1, 0, 0, 0, 0)
SUMMARY = RunSummary(
    contacts=4,
    events=3,
    outcomes={"done": 2, "skipped": 1},
    reasons={"OWNER_EMPTY": 1},
    mails=2,
    places={1: CardCounts(4, 2, 1, 1), 12: CardCounts(entered=1)},
    seconds=0.25,
    until=1_767_700_000,
    stopped=True,
)


def test_a_run_comes_back_with_its_settings_project_and_sums(filled: Workspace, office: Project) -> None:
    settings = RunSettings(days=14, seed=3, workflows=(1,))
    run_id = filled.runs.create(settings, office, created=1_000)
    log.append(filled.store, run_id, [ROW, ROW, ROW])
    filled.runs.finish(run_id, SUMMARY)
    run = filled.runs.get(run_id)
    assert run is not None
    assert (run.id, run.created, run.settings, run.project) == (1, 1_000, settings, office)
    assert run.summary == SUMMARY
    assert (run.first_row, run.last_row) == (1, 3)


def test_a_run_that_still_plays_is_not_the_latest_and_not_in_the_list(ws: Workspace) -> None:
    first = ws.runs.create(RunSettings(), Project())
    ws.runs.finish(first, RunSummary(contacts=1))
    second = ws.runs.create(RunSettings(), Project())
    assert [head.id for head in ws.runs.all()] == [first]
    assert ws.runs.latest() == ws.runs.get(first)
    playing = ws.runs.get(second)
    assert playing is not None
    assert playing.summary == RunSummary()
    ws.runs.finish(second, RunSummary(contacts=2))
    assert [(head.id, head.summary.contacts) for head in ws.runs.all()] == [(second, 2), (first, 1)]
    assert ws.runs.latest() == ws.runs.get(second)


def test_without_runs_there_is_no_latest(ws: Workspace) -> None:
    assert ws.runs.latest() is None
    assert ws.runs.get(1) is None
    assert ws.runs.all() == []


def test_a_run_keeps_the_moment_it_was_played(ws: Workspace) -> None:
    ws.runs.finish(ws.runs.create(RunSettings(), Project()), RunSummary())
    assert ws.runs.all()[0].created > 1_767_603_600


def test_a_new_run_sweeps_up_what_a_crash_left_the_day_before(ws: Workspace) -> None:
    crashed = ws.runs.create(RunSettings(), Project(), created=1_000)
    log.append(ws.store, crashed, [ROW, ROW])
    fresh = ws.runs.create(RunSettings(), Project(), created=1_000 + DAY)
    assert ws.runs.get(crashed) is not None
    ws.runs.create(RunSettings(), Project(), created=1_001 + DAY)
    assert ws.runs.get(crashed) is None
    assert ws.runs.get(fresh) is not None
    assert ws.store.connection().execute("SELECT count(*) FROM event").fetchone() == (0,)


def test_deleting_a_run_deletes_its_log_and_no_other(ws: Workspace) -> None:
    first, second = (ws.runs.create(RunSettings(), Project()) for _ in range(2))
    log.append(ws.store, first, [ROW] * 2)
    log.append(ws.store, second, [ROW] * 3)
    ws.runs.delete(first)
    ws.runs.delete(first)
    assert ws.runs.get(first) is None
    assert list(ws.runs.rows(second)) == [3, 4, 5]
    assert ws.store.connection().execute("SELECT count(*) FROM event").fetchone() == (3,)


def test_ids_of_deleted_runs_do_not_come_back(ws: Workspace) -> None:
    first = ws.runs.create(RunSettings(), Project())
    ws.runs.delete(first)
    assert ws.runs.create(RunSettings(), Project()) == first + 1


def test_a_run_that_is_gone_cannot_finish_and_has_no_rows(ws: Workspace) -> None:
    with pytest.raises(Problem, match="no longer in this workspace"):
        ws.runs.finish(5, RunSummary())
    with pytest.raises(Problem) as caught:
        ws.runs.rows(5)
    assert caught.value.code == "RUN_MISSING"
