"""Watching a rehearsal play back on the sample: tokens run between the cards, arrive, and none is left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from core.model.instant import HOUR
from core.services.samples import open_sample
from core.services.workspace import Workspace
from gui.canvas.faces import counts_of, pills_of
from gui.canvas.layout import TRIGGER
from gui.canvas.token_item import TokenItem
from gui.canvas.tokens import MOST
from gui.canvas.view import CanvasView
from gui.palette import CommandPalette
from gui.window import MainWindow
from tests.end_to_end.steps import click, find, press

OpenWindow = Callable[[Workspace], MainWindow]

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", "does not support raise")


def seen(canvas: CanvasView) -> list[TokenItem]:
    """Gives the tokens a person can see."""
    return [item for item in canvas.canvas.items() if isinstance(item, TokenItem) and item.isVisible()]


def is_between(canvas: CanvasView, at: QPointF) -> bool:
    """Says whether a point is on the canvas and on none of its cards."""
    layout = canvas.canvas.layout
    return layout is not None and not any(rect.contains(at) for rect in layout.cards.values())


@pytest.fixture
def window(tmp_path: Path, open_workspace: OpenWindow, qtbot: QtBot) -> MainWindow:
    """Gives a window on the sample whose rehearsal was played, from its start."""
    opened = open_workspace(open_sample("demo-request", tmp_path / "demo.cadenza"))
    click(find(opened, QAbstractButton, "run_play"))
    player = opened.bench.player
    qtbot.waitUntil(lambda: player.replay is not None and not opened.bench.jobs.busy, timeout=20_000)
    return opened


def test_tokens_run_while_it_plays_and_arrive_when_it_pauses(window: MainWindow, qtbot: QtBot) -> None:
    canvas, player = find(window, CanvasView, "canvas"), window.bench.player
    assert seen(canvas) == []
    player.speed = 6 * HOUR
    click(find(window, QAbstractButton, "replay_play"))
    between: set[int] = set()

    def runs_everywhere() -> bool:
        assert len(seen(canvas)) <= MOST
        between.update(token.card for token in canvas.tokens.alive if is_between(canvas, token.item.pos()))
        return len(between) >= 3

    qtbot.waitUntil(runs_everywhere, timeout=20_000)
    assert TRIGGER in between, "some enter, others are under way further down"
    click(find(window, QAbstractButton, "replay_pause"))
    moment = player.moment
    qtbot.waitUntil(lambda: not canvas.tokens.running, timeout=10_000)
    assert seen(canvas) == []
    assert player.moment == moment


def test_at_the_end_the_cards_say_what_the_run_said(window: MainWindow, qtbot: QtBot) -> None:
    canvas, player, run = find(window, CanvasView, "canvas"), window.bench.player, window.bench.runs.run
    assert run is not None
    player.speed = 15 * 24 * HOUR
    click(find(window, QAbstractButton, "replay_play"))
    qtbot.waitUntil(lambda: bool(seen(canvas)), timeout=10_000)
    qtbot.waitUntil(lambda: player.at_end and not canvas.tokens.running, timeout=20_000)
    assert seen(canvas) == []
    assert canvas.workflow is not None
    counts = counts_of(run.project, canvas.workflow.id, run.summary.places)
    assert sum(one.entered for one in counts.values()) > 0
    for card, count in counts.items():
        face = canvas.face(card)
        assert face is not None
        if card != TRIGGER:
            assert face.pills == pills_of(count)


def test_without_moving_tokens_nothing_runs(window: MainWindow, qtbot: QtBot) -> None:
    canvas, player = find(window, CanvasView, "canvas"), window.bench.player
    press(window, Qt.Key.Key_K)
    (palette,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, CommandPalette) and one.isVisible()]
    QTest.keyClicks(palette.field, "Moving tokens")
    QTest.keyClick(palette, Qt.Key.Key_Return)
    assert not canvas.has_tokens
    player.speed = 15 * 24 * HOUR
    click(find(window, QAbstractButton, "replay_play"))
    qtbot.waitUntil(lambda: player.at_end, timeout=20_000)
    assert not canvas.tokens.running
    assert seen(canvas) == []
