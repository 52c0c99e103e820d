"""The run bar: the simulated date, the line, and what its buttons show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.run import Run, RunSummary
from core.services.runs import RunProgress
from core.services.workspace import Workspace
from gui.jobs import JobRunner
from gui.run.bar import RunBar
from gui.run.player import ReplayPlayer
from gui.theme import ThemeManager
from gui.workbench import Workbench
from tests.gui.small_workspace import small_project

START = RunSettings().start


@pytest.fixture
def bar(themes: ThemeManager, qtbot: QtBot, tmp_path: Path) -> Iterator[RunBar]:
    workspace = Workspace.create(tmp_path / "bar.cadenza")
    made = RunBar(themes, ReplayPlayer(workspace, JobRunner((Problem,))))
    qtbot.addWidget(made)
    made.show_project(small_project())
    made.show()
    yield made
    workspace.close()


def test_before_any_run_it_shows_the_start_and_the_settings(bar: RunBar) -> None:
    assert bar.date_text == "Mon 5 Jan 2026 · 09:00"
    assert bar.fraction == 0
    assert bar.settings.text() == "30 days from 5 Jan 2026 · seed 7"
    assert not bar.reset.isEnabled()


def test_times_are_the_accounts_own(bar: RunBar) -> None:
    project = small_project()
    settings = replace(project.account.settings, days=1, workflows=(1, 2))
    account = replace(project.account, time_zone="Asia/Tokyo", settings=settings)
    bar.show_project(replace(project, account=account))
    assert bar.date_text == "Mon 5 Jan 2026 · 18:00"
    assert bar.settings.text() == "1 day from 5 Jan 2026 · seed 7 · 2 workflows"


def test_while_it_plays_the_date_and_the_line_move(bar: RunBar) -> None:
    bar.show_started(RunSettings())
    assert bar.stop.isVisible()
    assert not bar.play.isVisible()
    assert not bar.settings.isEnabled()
    end = START + 30 * DAY
    bar.show_progress(RunProgress(1, START + 15 * DAY + 5 * 3600, START, end, 100, {}))
    assert bar.date_text == "Tue 20 Jan 2026 · 14:00"
    assert 0.50 < bar.fraction < 0.51


def test_after_it_the_line_ends_where_the_run_did(bar: RunBar) -> None:
    bar.show_started(RunSettings())
    bar.show_ended()
    summary = RunSummary(events=10, until=START + 3 * DAY, stopped=True)
    bar.show_run(Run(1, 0, RunSettings(), small_project(), summary, 1, 10))
    assert bar.play.isVisible()
    assert bar.fraction == 0.1
    assert bar.date_text == "Thu 8 Jan 2026 · 09:00"
    assert bar.reset.isEnabled()


def test_the_focus_goes_from_play_to_stop_and_back(bench: Workbench, qtbot: QtBot) -> None:
    bench.activateWindow()
    bench.bar.play.setFocus()
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        QTest.keyClick(bench.bar.play, Qt.Key.Key_Space)
        assert bench.bar.stop.hasFocus()
    assert bench.bar.play.hasFocus()


def test_finishing_says_what_was_played(bench: Workbench, play: Callable[[Workbench], Run]) -> None:
    said: list[str] = []
    bench.bus.message.connect(said.append)
    run = play(bench)
    assert len(said) == 1
    assert re.fullmatch(rf"Played 30 days in \d+\.\d+ s: {run.summary.events} rows, 2 skipped\.", said[0])
