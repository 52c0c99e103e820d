"""Steps and searches lead canvas and log to one and the same workflow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.run import Run
from gui.canvas.view import CanvasView
from gui.tab_host import standard_tabs
from gui.tabs.workflows import WorkflowsTab
from gui.workbench import Workbench
from tests.gui.small_workspace import WORKFLOW

Play = Callable[[Workbench], Run]
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def twice(make_bench: Callable[..., Workbench], play: Play, qtbot: QtBot) -> Workbench:
    """Two workflows do the same: what one skips, the other skips too."""
    bench = make_bench(tabs=standard_tabs())
    before = bench.workspace.project().workflow(2)
    assert before is not None
    after = replace(WORKFLOW, id=2, name="Webinar")
    from core.services.edits import changed

    bench.undo.do(changed(before, after, "Make it the same"))
    bench.tabs.open("workflows")
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=10_000)
    return bench


def canvas(bench: Workbench) -> CanvasView:
    tab = bench.tabs.tab("workflows")
    assert isinstance(tab, WorkflowsTab)
    return tab.canvas


def shown(bench: Workbench) -> tuple[str, str]:
    """Names the workflow on the canvas and that of the chosen row."""
    line, workflow = bench.log.current_line(), canvas(bench).workflow
    assert line is not None
    assert workflow is not None
    return workflow.name, line.workflow


def settle(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def test_the_next_skip_shows_its_workflow_and_leaves_the_keyboard(twice: Workbench, qtbot: QtBot) -> None:
    twice.player.go_to_start()
    twice.log.table.setFocus()
    seen = []
    for _ in range(4):
        twice.player.next_skip()
        seen.append(shown(twice))
    assert sorted(seen) == [("Demo request", "Demo request")] * 2 + [("Webinar", "Webinar")] * 2
    twice.player.previous_skip()
    assert shown(twice) == seen[-2]
    assert twice.focusWidget() is twice.log.table


def test_a_followed_card_is_left_with_its_workflow(twice: Workbench, qtbot: QtBot) -> None:
    """The log shows one card's rows; the next skip is another workflow's, and its row is chosen all the same."""
    twice.player.go_to_start()
    twice.player.next_skip()
    first = shown(twice)[0]
    view = canvas(twice)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.card_rect(1).center())
    settle(twice, qtbot)
    assert twice.log.bar.place_chip.isVisible()
    twice.player.next_skip()
    settle(twice, qtbot)
    assert not twice.log.bar.place_chip.isVisible()
    assert shown(twice)[0] == shown(twice)[1] != first


def test_another_tab_stays_in_front(twice: Workbench) -> None:
    twice.tabs.open("contacts")
    before = canvas(twice).workflow
    twice.player.go_to_start()
    for _ in range(2):
        twice.player.next_skip()
    assert twice.tabs.current_key() == "contacts"
    assert canvas(twice).workflow is before
