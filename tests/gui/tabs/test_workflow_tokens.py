"""Tokens on the Workflows tab while its rehearsal plays back: which, how many, and when there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.instant import DAY, HOUR
from core.model.run import CardCounts
from core.model.trace import Outcome
from gui.bus import GoTo
from gui.canvas.faces import counts_of
from gui.canvas.token_item import TokenItem
from gui.canvas.token_motion import Motion
from gui.canvas.tokens import MOST
from gui.commands import CommandRegistry
from gui.run.player import ReplayPlayer
from gui.tabs.workflows import WorkflowsTab
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.workbench import Workbench
from tests.gui.conftest import FakeDialogs
from tests.gui.small_workspace import small_workspace

ENTERED, DONE, SKIPPED = Outcome.ENTERED, Outcome.DONE, Outcome.SKIPPED
TRIGGER, ENROLL = 0, 1


@pytest.fixture
def bench(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings,
    qtbot: QtBot,
) -> Iterator[Workbench]:  # fmt: skip
    """Yields a workbench with its own tabs that shows the start of a rehearsal: three enter, one is enrolled."""
    made = Workbench(small_workspace(tmp_path), themes, CommandRegistry(themes), fake_dialogs, settings)
    made.resize(1280, 800)
    made.show()
    made.tabs.open("workflows")
    with qtbot.waitSignal(made.runs.finished, timeout=10_000):
        made.bar.play.click()
    qtbot.waitUntil(lambda: made.player.replay is not None and not made.jobs.busy, timeout=10_000)
    made.player.go_to_start()
    yield made
    made.hide()
    made.shut_down()
    made.deleteLater()


@pytest.fixture
def tab(bench: Workbench) -> WorkflowsTab:
    found = bench.tabs.tab("workflows")
    assert isinstance(found, WorkflowsTab)
    return found


@pytest.fixture
def player(bench: Workbench) -> ReplayPlayer:
    return bench.player


def alive(tab: WorkflowsTab) -> list[tuple[int, dict[Outcome, int]]]:
    return [(token.card, dict(token.came)) for token in tab.canvas.tokens.alive]


def test_a_step_lets_one_contact_run_to_one_card(tab: WorkflowsTab, player: ReplayPlayer) -> None:
    # Mia submits the form, enters, and is enrolled.
    player.step()
    assert alive(tab) == [], "what a contact does elsewhere moves nobody"
    player.step()
    assert alive(tab) == [(TRIGGER, {ENTERED: 1})]
    tab.canvas.tokens.clear()
    player.step()
    assert alive(tab) == [(ENROLL, {DONE: 1})]


def test_the_next_skip_lets_the_one_who_skips_run(tab: WorkflowsTab, player: ReplayPlayer) -> None:
    assert player.next_skip()
    assert alive(tab) == [(ENROLL, {SKIPPED: 1})]


def test_moving_by_hand_lets_nobody_run(tab: WorkflowsTab, player: ReplayPlayer, bench: Workbench) -> None:
    for go in (
        player.go_to_end,
        player.go_to_start,
        lambda: player.go_by(HOUR),
        lambda: player.go_to_fraction(0.7),
        lambda: player.step(-1),
        lambda: QTest.keyClick(bench.bar.scrubber, Qt.Key.Key_PageUp),
    ):
        go()
        assert alive(tab) == []
    assert not tab.canvas.tokens.running


def test_a_jump_lets_them_vanish(tab: WorkflowsTab, player: ReplayPlayer) -> None:
    player.next_skip()
    assert alive(tab)
    player.go_to_end()
    assert alive(tab) == []


def test_while_it_plays_all_come_and_at_the_end_none_is_left(
    tab: WorkflowsTab, player: ReplayPlayer, qtbot: QtBot
) -> None:
    told: dict[tuple[int, Outcome], int] = {}
    most = []
    begin = tab.canvas.tokens._begin

    def write_down(card: int, came: dict[Outcome, int], motion: Motion) -> None:
        for outcome, number in came.items():
            told[card, outcome] = told.get((card, outcome), 0) + number
        begin(card, came, motion)
        most.append(len(tab.canvas.tokens.alive))

    tab.canvas.tokens._begin = write_down  # type: ignore[method-assign]
    tab.canvas.tokens._part = lambda token: None  # type: ignore[method-assign]
    player.speed = 10 * DAY
    player.play()
    qtbot.waitUntil(lambda: bool(tab.canvas.tokens.alive), timeout=10_000)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=10_000)
    qtbot.waitUntil(lambda: not tab.canvas.tokens.running, timeout=10_000)
    assert told == {(TRIGGER, ENTERED): 3, (ENROLL, DONE): 1, (ENROLL, SKIPPED): 2}
    assert 0 < max(most) <= MOST
    assert not [item for item in tab.canvas.canvas.items() if isinstance(item, TokenItem) and item.isVisible()]
    replay = player.replay
    assert replay is not None
    counts = counts_of(replay.run.project, 1, replay.counts(player.moment))
    assert counts == {TRIGGER: CardCounts(3), ENROLL: CardCounts(3, 1, 2)}


def test_a_pause_lets_those_under_way_arrive(tab: WorkflowsTab, player: ReplayPlayer, qtbot: QtBot) -> None:
    player.speed = DAY
    player.play()
    qtbot.waitUntil(lambda: bool(tab.canvas.tokens.alive), timeout=10_000)
    player.pause()
    assert tab.canvas.tokens.alive
    qtbot.waitUntil(lambda: not tab.canvas.tokens.running, timeout=10_000)
    assert alive(tab) == []


def test_another_workflow_or_another_tab_shows_none_of_them(
    tab: WorkflowsTab, player: ReplayPlayer, bench: Workbench
) -> None:
    player.next_skip()
    tab.go_to(GoTo("workflow", 2))
    assert alive(tab) == []
    player.next_skip()
    assert alive(tab) == [(ENROLL, {SKIPPED: 1})], "the canvas goes along to where it happened"
    player.go_to_start()
    bench.tabs.open("contacts")
    player.next_skip()
    assert alive(tab) == []


def test_a_new_rehearsal_takes_them_away(
    tab: WorkflowsTab, player: ReplayPlayer, bench: Workbench, qtbot: QtBot
) -> None:
    player.next_skip()
    assert alive(tab)
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        bench.bar.play.click()
    assert alive(tab) == []


def test_the_switch_is_in_the_view_menu_and_remembered(
    tab: WorkflowsTab, player: ReplayPlayer, bench: Workbench, settings: MemorySettings, themes: ThemeManager
) -> None:
    commands = bench.context.commands
    assert settings.value("workflows/tokens") is None
    assert commands.action("view.tokens").isChecked()
    commands.action("view.tokens").trigger()
    player.next_skip()
    assert alive(tab) == []
    assert settings.value("workflows/tokens") == 0
    again = WorkflowsTab(replace(bench.context, commands=CommandRegistry(themes)))
    assert not again.canvas.has_tokens
    again.deleteLater()


def test_where_the_system_asks_for_less_motion_they_are_off_until_wanted(
    bench: Workbench, settings: MemorySettings, themes: ThemeManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.tabs.workflow_looks.less_motion", lambda: True)
    made = WorkflowsTab(replace(bench.context, commands=CommandRegistry(themes)))
    assert not made.canvas.has_tokens
    made.canvas.set_overview(False)
    assert settings.value("workflows/tokens") is None, "what the system asks for is not what the person chose"
    settings.setValue("workflows/tokens", 1)
    again = WorkflowsTab(replace(bench.context, commands=CommandRegistry(themes)))
    assert again.canvas.has_tokens
    made.deleteLater()
    again.deleteLater()
