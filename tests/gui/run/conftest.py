"""What tests of rehearsals in the window need: a workbench over a workspace whose rehearsal is known by heart."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.run import Run
from core.model.workflow import Workflow
from core.services import runs
from core.services.workspace import Workspace
from gui.commands import CommandRegistry
from gui.jobs import JobControl
from gui.run import controller
from gui.tab_host import TabSpec
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.workbench import Workbench
from tests.gui.small_workspace import WORKFLOW, plain_tabs, small_workspace

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

MakeBench = Callable[..., Workbench]


@pytest.fixture
def make_bench(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[MakeBench]:
    """Yields a maker of shown workbenches; they are shut down at the end."""
    made: list[Workbench] = []

    def make(workflow: Workflow = WORKFLOW, tabs: Sequence[TabSpec] | None = None) -> Workbench:
        workspace = small_workspace(tmp_path, workflow)
        bench = Workbench(workspace, themes, CommandRegistry(themes), fake_dialogs, settings, tabs or plain_tabs())
        bench.log.setParent(bench)
        bench.layout().addWidget(bench.log.bar)  # type: ignore[union-attr]
        bench.layout().addWidget(bench.log)  # type: ignore[union-attr]
        bench.resize(1280, 800)
        bench.show()
        made.append(bench)
        return bench

    yield make
    for bench in made:
        bench.hide()
        bench.shut_down()
        bench.deleteLater()


@pytest.fixture
def bench(make_bench: MakeBench) -> Workbench:
    """Returns a workbench on which nothing was played yet."""
    return make_bench()


@pytest.fixture
def play(qtbot: QtBot) -> Callable[[Workbench], Run]:
    """Returns a player: plays a rehearsal to its end, waits until the log shows it, and gives the run."""

    def play_it(bench: Workbench) -> Run:
        with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
            bench.bar.play.click()
        qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
        run = bench.runs.run
        assert run is not None
        return run

    return play_it


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Holds a rehearsal after it has written its rows, until the event is set."""
    seen = threading.Event()

    def play_then_wait(ws: Workspace, settings: RunSettings, control: JobControl) -> Run:
        class Watcher:
            def cancelled(self) -> bool:
                return False

            def report(self, payload: object) -> None:
                control.report(payload)

        run = runs.rehearse(ws, settings, Watcher())
        assert seen.wait(5)
        return run

    monkeypatch.setattr(controller, "rehearse", play_then_wait)
    yield seen
    seen.set()
