"""Rehearsals of a workspace: the stored trace is the engine's, progress is told, and a stop keeps what was played."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from core.actions.delay import Delay
from core.engine import runner
from core.model.account import Account, RunSettings
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.project import Project
from core.model.trace import TraceEvent
from core.model.workflow import WorkflowStatus
from core.services import runs
from core.services.log import LogQuery
from core.services.runs import RunProgress, rehearse, take_snapshot
from core.services.workspace import Workspace
from core.store import log as log_rows
from tests.building import LEADS, START, contacts, enroll, mail, on_filter, play, project, sequence, workflow

SETTINGS = RunSettings(START, 10)
OFFICE = project(
    workflow(enroll(), Delay(60), enroll()),
    workflow(number=2, name="Sleeping", status=WorkflowStatus.OFF),
    sequences=(sequence(mail(), mail(3)),),
    zone="Europe/Warsaw",
)
PEOPLE = contacts(30)


class Watcher:
    """Keeps what it is told, and stops a run after some reports."""

    def __init__(self, stop_after: int = 1_000_000) -> None:
        self.told: list[RunProgress] = []
        self.asked = 0
        self._stop_after = stop_after

    def cancelled(self) -> bool:
        self.asked += 1
        return self.asked > self._stop_after

    def report(self, payload: object) -> None:
        assert isinstance(payload, RunProgress)
        self.told.append(payload)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with the office and 30 contacts."""
    workspace = Workspace.create(tmp_path / "office.cadenza", OFFICE, PEOPLE)
    yield workspace
    workspace.close()


def stored(ws: Workspace, run: int) -> list[TraceEvent]:
    """Give the rows of a run as they are in the file."""
    ids = ws.log.ids(LogQuery(run))
    events = log_rows.events(ws.store, ids)
    return [events[row_id] for row_id in ids]


# ---------------------------------------------------------------- what is stored


def test_the_stored_trace_is_the_one_the_engine_plays(ws: Workspace) -> None:
    run = rehearse(ws, SETTINGS)
    assert stored(ws, run.id) == play(OFFICE, PEOPLE, days=10)
    assert (run.first_row, run.last_row) == (1, run.summary.events)


def test_a_run_knows_its_settings_its_sums_and_the_workflows_it_played(ws: Workspace) -> None:
    run = rehearse(ws, SETTINGS)
    assert run.settings == SETTINGS
    assert [w.name for w in run.project.workflows] == ["Demo request"]
    assert run.project.sequences == OFFICE.sequences
    assert (run.summary.contacts, run.summary.mails, run.summary.stopped) == (30, 60, False)
    assert run.summary.reasons == {"ALREADY_ENROLLED": 30, "FINISHED": 30}
    assert run.summary.until == START + 10 * DAY
    assert run.summary.seconds >= 0
    assert run.summary.places[2].done == 30
    assert ws.runs.latest() == run


def test_a_workflow_that_is_off_is_played_when_it_is_chosen(ws: Workspace) -> None:
    run = rehearse(ws, replace(SETTINGS, workflows=(2,)))
    assert [w.name for w in run.project.workflows] == ["Sleeping"]
    assert run.summary.outcomes == {"entered": 30}


def test_a_run_changes_neither_project_nor_contacts(ws: Workspace) -> None:
    before = ws.project(), ws.contacts.many(ws.contacts.columns(()).ids)
    rehearse(ws, SETTINGS)
    assert (ws.project(), ws.contacts.many(ws.contacts.columns(()).ids)) == before


def test_the_same_run_twice_is_the_same_twice(ws: Workspace) -> None:
    first, second = rehearse(ws, SETTINGS), rehearse(ws, SETTINGS)
    assert first.id != second.id
    assert stored(ws, first.id) == stored(ws, second.id)
    assert replace(first.summary, seconds=0) == replace(second.summary, seconds=0)
    assert second.first_row == first.last_row + 1


def test_a_run_of_nobody_is_stored_too(tmp_path: Path) -> None:
    ws = Workspace.create(tmp_path / "nobody.cadenza", OFFICE)
    run = rehearse(ws, SETTINGS)
    assert run.summary.events == 0
    assert run.last_row < run.first_row
    ws.close()


def test_a_snapshot_holds_the_columns_that_are_looked_at(ws: Workspace) -> None:
    taken = take_snapshot(ws, SETTINGS)
    assert len(taken.contacts) == 30
    assert "email" in taken.contacts.columns
    assert "jobtitle" not in taken.contacts.columns
    assert taken.rules.name == "2025-08"


# ---------------------------------------------------------------- what cannot be played


@pytest.mark.parametrize(
    ("office", "settings", "code"),
    [
        pytest.param(project(workflow(status=WorkflowStatus.DRAFT)), SETTINGS, "NO_WORKFLOW", id="none is on"),
        pytest.param(OFFICE, replace(SETTINGS, workflows=(99,)), "NO_WORKFLOW", id="the chosen one is gone"),
        pytest.param(OFFICE, replace(SETTINGS, days=0), "BAD_DAYS", id="no days"),
        pytest.param(
            replace(OFFICE, account=Account(rule_pack="1999-01")), SETTINGS, "BAD_RULE_PACK", id="no rule pack"
        ),
        pytest.param(replace(OFFICE, account=Account(time_zone="Mars")), SETTINGS, "BAD_TIME_ZONE", id="no zone"),
    ],
)
def test_what_cannot_be_played_is_a_problem_and_leaves_no_run(
    tmp_path: Path, office: Project, settings: RunSettings, code: str
) -> None:
    ws = Workspace.create(tmp_path / "bad.cadenza", office)
    with pytest.raises(Problem) as caught:
        rehearse(ws, settings)
    assert caught.value.code == code
    assert ws.runs.all() == []
    ws.close()


# ---------------------------------------------------------------- watching and stopping


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few rows, each written at once."""
    monkeypatch.setattr(runner, "BATCH", 20)
    monkeypatch.setattr(runs, "_FLUSH", 20)


@pytest.mark.usefixtures("small_batches")
def test_progress_goes_from_start_to_end_and_counts_the_rows_that_can_be_read(ws: Workspace) -> None:
    readable: list[int] = []

    class Reader(Watcher):
        def report(self, payload: object) -> None:
            super().report(payload)
            readable.append(len(ws.log.ids(LogQuery(self.told[-1].run))))

    watcher = Reader()
    run = rehearse(ws, SETTINGS, watcher)
    told = watcher.told
    assert len(told) > 5
    assert [p.rows for p in told] == readable == sorted(readable)
    assert [p.time for p in told] == sorted(p.time for p in told)
    assert {(p.run, p.start, p.end) for p in told} == {(run.id, START, START + 10 * DAY)}
    assert (told[-1].time, told[-1].rows) == (START + 10 * DAY, run.summary.events)
    assert told[-1].places == run.summary.places


@pytest.mark.usefixtures("small_batches")
def test_a_run_that_is_stopped_keeps_what_it_has_played(ws: Workspace) -> None:
    whole = play(OFFICE, PEOPLE, days=10)
    watcher = Watcher(stop_after=3)
    run = rehearse(ws, SETTINGS, watcher)
    kept = stored(ws, run.id)
    assert 0 < len(kept) < len(whole)
    assert kept == whole[: len(kept)]
    assert run.summary.stopped
    assert run.summary.events == len(kept) == watcher.told[-1].rows
    assert START <= run.summary.until < START + 10 * DAY
    assert watcher.asked == 4, "it is asked once a batch"


def test_small_runs_are_written_in_one_go(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_PATIENCE", 60)
    monkeypatch.setattr(runner, "BATCH", 20)
    watcher = Watcher()
    rehearse(ws, SETTINGS, watcher)
    assert len(watcher.told) == 1
    assert watcher.asked > 5


def test_rows_are_written_after_a_while_even_when_they_are_few(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_PATIENCE", 0)
    monkeypatch.setattr(runner, "BATCH", 20)
    watcher = Watcher()
    rehearse(ws, SETTINGS, watcher)
    assert len(watcher.told) == watcher.asked


def test_a_run_that_is_deleted_while_it_plays_is_a_problem(ws: Workspace) -> None:
    class Deleter(Watcher):
        def report(self, payload: object) -> None:
            super().report(payload)
            ws.runs.delete(self.told[-1].run)

    with pytest.raises(Problem) as caught:
        rehearse(ws, SETTINGS, Deleter())
    assert caught.value.code == "RUN_MISSING"


def test_a_run_that_is_deleted_the_moment_it_ends_is_a_problem(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    finish = ws.runs.finish

    def finish_and_delete(run_id: int, summary: Any, moves: Any) -> None:
        finish(run_id, summary, moves)
        ws.runs.delete(run_id)

    monkeypatch.setattr(ws.runs, "finish", finish_and_delete)
    with pytest.raises(Problem, match="deleted while it played"):
        rehearse(ws, SETTINGS)


def test_the_garbage_collector_is_as_before_also_after_a_problem(ws: Workspace) -> None:
    assert gc.isenabled()
    rehearse(ws, SETTINGS)
    assert gc.isenabled()
    with pytest.raises(Problem):
        rehearse(ws, replace(SETTINGS, days=0))
    assert gc.isenabled()


def test_a_run_plays_on_in_a_thread_of_its_own_as_the_window_does(ws: Workspace) -> None:
    found: list[int] = []

    def work() -> None:
        with ws.in_thread():
            found.append(rehearse(ws, SETTINGS).summary.events)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert found == [len(play(OFFICE, PEOPLE, days=10))]


def test_only_contacts_that_match_enter(tmp_path: Path) -> None:
    office = project(workflow(trigger=on_filter(LEADS)))
    people = [*contacts(3), *(person.with_values({"lifecyclestage": "lead"}) for person in contacts(5)[3:])]
    ws = Workspace.create(tmp_path / "leads.cadenza", office, people)
    run = rehearse(ws, SETTINGS)
    assert {e.contact for e in stored(ws, run.id)} == {4, 5}
    ws.close()
