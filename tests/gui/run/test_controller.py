"""Playing: what is told, what is locked, what is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.run import Run
from core.model.workflow import WorkflowStatus
from core.services import runs
from core.services.edits import changed
from core.services.workspace import Workspace
from gui.jobs import JobControl
from gui.run import controller
from gui.run.controller import why_not
from gui.workbench import Workbench
from tests.gui.small_workspace import DRAFT, WORKFLOW, PlainTab, small_project

if TYPE_CHECKING:
    from tests.gui.run.conftest import MakeBench

Play = Callable[[Workbench], Run]


def rehearse_until_stopped(ws: Workspace, settings: RunSettings, control: JobControl) -> Run:
    """Plays only once it was told to stop, so that a test can press Stop in time; the engine then ends early."""
    while not control.cancelled():
        time.sleep(0.005)
    return runs.rehearse(ws, settings, control)


def tab_of(bench: Workbench) -> PlainTab:
    tab = bench.tabs.tab("workflows")
    assert isinstance(tab, PlainTab)
    return tab


def test_play_tells_the_tabs_and_shows_the_run(bench: Workbench, play: Play) -> None:
    tab = tab_of(bench)
    run = play(bench)
    assert run.summary.outcomes["skipped"] == 2
    assert run.summary.reasons == {"OWNER_EMPTY": 1, "INBOX_NOT_CONNECTED": 1, "FINISHED": 1}
    assert tab.committed == 1
    assert tab.locks == [True, False]
    assert tab.runs == [run]


def test_editing_is_locked_only_while_it_plays(bench: Workbench, qtbot: QtBot, play: Play) -> None:
    said: list[str] = []
    bench.bus.message.connect(said.append)
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        bench.bar.play.click()
        assert bench.undo.locked
        bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Changed"), "Rename"))
        assert said == ["Stop the rehearsal to edit."]
        assert bench.workspace.project().workflows[0].name == "Demo request"
    assert not bench.undo.locked
    assert bench.undo.stack.count() == 0


def test_stop_keeps_and_shows_what_was_played(bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    bench.bus.message.connect(said.append)
    monkeypatch.setattr(controller, "rehearse", rehearse_until_stopped)
    bench.bar.play.click()
    qtbot.waitUntil(bench.bar.stop.isVisible, timeout=5_000)
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        bench.bar.stop.click()
    run = bench.runs.run
    assert run is not None
    assert run.summary.stopped
    assert not bench.runs.is_playing
    # The first batch holds Mia's form alone: 09:10, ten minutes after the start.
    assert said == [f"Stopped at Mon 5 Jan 2026 · 09:10: {run.summary.events} rows, 0 skipped."]


def test_a_second_play_while_one_plays_does_nothing(bench: Workbench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        assert bench.runs.start()
        assert not bench.runs.start()


def test_reset_takes_the_results_away_but_not_the_stored_run(bench: Workbench, play: Play) -> None:
    tab = tab_of(bench)
    run = play(bench)
    bench.bar.reset.click()
    assert bench.runs.run is None
    assert tab.runs == [run, None]
    assert not bench.bar.reset.isEnabled()
    stored = bench.workspace.runs.latest()
    assert stored is not None
    assert stored.id == run.id


def test_without_a_workflow_that_is_on_play_explains(make_bench: MakeBench) -> None:
    bench = make_bench(replace(WORKFLOW, status=WorkflowStatus.OFF))
    bench.bar.play.click()
    assert not bench.runs.is_playing
    assert bench.banner.isVisible()
    assert bench.banner.text() == "No workflow is on. Turn one on in the list."
    # The list is in sight already, so the words lead nowhere; from another tab they lead there.
    assert [one.text() for one in bench.banner.action_buttons()] == ["Close"]
    bench.tabs.setCurrentIndex(1)
    bench.bar.play.click()
    assert [one.text() for one in bench.banner.action_buttons()] == ["Show workflows"]
    # Turning it on takes the words away, since they are no longer true.
    off = bench.workspace.project().workflows[0]
    bench.undo.do(changed(off, replace(off, status=WorkflowStatus.ON), "Turn on"))
    assert not bench.banner.isVisible()


def test_the_reasons_why_nothing_would_play() -> None:
    project = small_project()
    assert why_not(project, RunSettings()) == ""
    assert why_not(project, RunSettings(workflows=(DRAFT.id,))) == ""
    assert "are gone" in why_not(project, RunSettings(workflows=(77,)))
    assert why_not(replace(project, workflows=(DRAFT,)), RunSettings()).startswith("No workflow is on.")
    assert why_not(replace(project, workflows=()), RunSettings()).startswith("There is no workflow yet.")


def test_opening_shows_the_latest_run(bench: Workbench, qtbot: QtBot, play: Play) -> None:
    run = play(bench)
    bench.bar.reset.click()
    bench.begin("workflows")
    qtbot.waitUntil(lambda: bench.runs.run is not None, timeout=5_000)
    assert bench.runs.run is not None
    assert bench.runs.run.id == run.id


def test_a_failure_is_shown_and_unlocks(bench: Workbench, qtbot: QtBot) -> None:
    account = bench.workspace.project().account
    bench.undo.do(changed(account, replace(account, rule_pack="1999-01"), "Break"))
    with qtbot.waitSignal(bench.runs.failed, timeout=10_000):
        bench.bar.play.click()
    asked = bench.context.dialogs.asked  # type: ignore[attr-defined]
    assert [a.kind for a in asked] == ["problem"]
    assert getattr(asked[0].problem, "code", "") == "BAD_RULE_PACK"
    assert not bench.undo.locked
    assert bench.bar.play.isVisible()
