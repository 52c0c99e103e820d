"""When expectations are checked: not while nothing is expected, not unasked for a long list, not while a run plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.expectation import Expectation
from core.model.problem import Problem
from core.services.expectations import expect
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.expectation_watch import ExpectationWatch
from gui.jobs import JobRunner
from tests.gui.small_workspace import small_workspace


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = small_workspace(tmp_path)
    yield made
    made.close()


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner((Problem,))
    yield made
    made.shut_down()


def add(ws: Workspace, bus: Bus) -> None:
    """Expects that nobody is without an owner; Tom is."""
    bus.changed.emit(ws.apply(expect(ws.project().workflows[0], Expectation(filter="reason=OWNER_EMPTY"))))


def test_nothing_expected_starts_no_job(ws: Workspace, jobs: JobRunner) -> None:
    watch = ExpectationWatch(ws, Bus(), jobs)
    watch.renew()
    assert (jobs.busy, watch.verdicts, watch.sentence) == (False, (), "")


def test_an_edit_is_checked_once_it_is_calm(ws: Workspace, jobs: JobRunner, qtbot: QtBot) -> None:
    bus = Bus()
    watch = ExpectationWatch(ws, bus, jobs)
    add(ws, bus)
    assert (jobs.busy, watch.sentence) == (False, "Checking…")
    qtbot.waitUntil(lambda: bool(watch.verdicts), timeout=10_000)
    assert [(v.holds, v.sentence) for v in watch.verdicts] == [(False, "1 row: Tom Becker.")]
    assert watch.sentence == ""


def test_a_long_list_is_checked_when_asked(ws: Workspace, jobs: JobRunner, qtbot: QtBot) -> None:
    bus = Bus()
    watch = ExpectationWatch(ws, bus, jobs, most=2)
    add(ws, bus)
    qtbot.waitUntil(lambda: watch.sentence == "With 3 contacts a check takes a while.", timeout=10_000)
    assert watch.verdicts == ()
    watch.ask()
    qtbot.waitUntil(lambda: bool(watch.verdicts), timeout=10_000)


def test_a_run_is_waited_for(ws: Workspace, jobs: JobRunner, qtbot: QtBot) -> None:
    bus = Bus()
    watch = ExpectationWatch(ws, bus, jobs)
    watch.set_playing(True)
    add(ws, bus)
    watch.renew()
    assert not jobs.busy
    watch.set_playing(False)
    qtbot.waitUntil(lambda: bool(watch.verdicts), timeout=10_000)
