"""The run bar: the simulated date, the line, and what its buttons show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.instant import DAY
from core.model.problem import Problem
from core.model.run import Run, RunSummary
from core.services.runs import RunProgress
from core.services.workspace import Workspace
from gui.jobs import JobRunner
from gui.run.bar import RunBar
from gui.run.player import SPEEDS, ReplayPlayer
from gui.run.scrubber_spoken import speak_time_lines
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
    made.resize(1280, 80)
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
    assert re.fullmatch(rf"Rehearsed 30 days in \d+\.\d+ s: {run.summary.events} rows, 2 skipped\.", said[0])


def test_hovering_and_dragging_say_the_instant_and_what_happens_there(
    bench: Workbench, play: Callable[[Workbench], Run], qtbot: QtBot
) -> None:
    play(bench)
    line = bench.bar.scrubber
    QTest.mouseMove(line, line.rect().center())
    qtbot.waitUntil(lambda: QToolTip.text().startswith("Tue 20 Jan 2026 · "))
    half = QToolTip.text().partition("\n")[0]
    assert QToolTip.text().endswith("skipped in 6 hours around it")
    assert bench.bar.date_text != half
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert bench.bar.date_text == half
    QTest.mouseMove(line, QPoint(6, 16))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(6, 16))
    assert "mail" in QToolTip.text()


def test_the_keys_of_the_line_go_by_hours_days_and_weeks(bench: Workbench, play: Callable[[Workbench], Run]) -> None:
    play(bench)
    line = bench.bar.scrubber
    shown = []
    for key, held in (
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(line, key, held)
        shown.append(bench.bar.date_text)
    assert shown == [
        "Mon 5 Jan 2026 · 09:00",
        "Mon 5 Jan 2026 · 10:00",
        "Tue 6 Jan 2026 · 10:00",
        "Wed 7 Jan 2026 · 10:00",
        "Wed 14 Jan 2026 · 10:00",
        "Wed 14 Jan 2026 · 09:00",
    ]


def test_a_screen_reader_meets_the_line_as_a_slider(
    bench: Workbench, play: Callable[[Workbench], Run], qapp: QApplication
) -> None:
    speak_time_lines(qapp)
    play(bench)
    bench.player.go_to_fraction(0.5)
    met = QAccessible.queryAccessibleInterface(bench.bar.scrubber)
    assert met.role() == QAccessible.Role.Slider
    assert met.text(QAccessible.Text.Name) == "Time line of the rehearsal"
    assert met.text(QAccessible.Text.Value) == "Tue 20 Jan 2026 09:00"
    slider = met.valueInterface()
    assert (slider.minimumValue(), slider.currentValue(), slider.maximumValue()) == (0, 50, 100)
    slider.setCurrentValue(0)
    assert bench.bar.date_text == "Mon 5 Jan 2026 · 09:00"


def test_a_narrow_bar_says_less_and_keeps_the_line_long(bar: RunBar, host: QWidget, qtbot: QtBot) -> None:
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(bar)
    settings = replace(small_project().account.settings, days=365, workflows=(1, 2))
    project = small_project()
    bar.show_project(replace(project, account=replace(project.account, settings=settings)))
    host.resize(1400, 80)
    qtbot.waitUntil(lambda: bar.width() == 1400)
    assert bar.settings.text() == "365 days from 5 Jan 2026 · seed 7 · 2 workflows"
    assert bar.reset.text() == "Reset"
    host.resize(860, 80)
    qtbot.waitUntil(lambda: bar.width() == 860)
    assert bar.settings.text() in ("365 days", "")
    qtbot.waitUntil(lambda: bar.scrubber.width() >= 160)
    assert bar.settings.toolTip().startswith("365 days from 5 Jan 2026 · seed 7 · 2 workflows\n")
    bar.setParent(None)


def test_words_give_way_when_something_else_in_the_bar_grows(bar: RunBar, qtbot: QtBot) -> None:
    project = small_project()
    settings = replace(project.account.settings, days=365)
    bar.show_project(replace(project, account=replace(project.account, settings=settings)))
    assert bar.settings.text() == "365 days from 5 Jan 2026 · seed 7"
    before = bar.scrubber.width()
    bar.playback.speed.setText("a speed that takes many words to say" + " and more" * 3)
    qtbot.waitUntil(lambda: bar.settings.text() in ("365 days", ""))
    qtbot.waitUntil(lambda: bar.scrubber.width() >= min(before, 160))


def test_menus_of_the_bar_open_and_are_used_by_keys(
    bench: Workbench, play: Callable[[Workbench], Run], qtbot: QtBot
) -> None:
    play(bench)
    playback = bench.bar.playback
    bench.player.go_to_start()

    def use(button: QToolButton, *keys: Qt.Key) -> None:
        """Opens a button's menu with the down arrow and types into it; the menu has a loop of its own."""
        typed = iter(keys)

        def press() -> None:
            key = next(typed, None)
            if key is not None:
                QTimer.singleShot(0, press)
                QTest.keyClick(button.menu(), key)

        button.menu().aboutToShow.connect(lambda: QTimer.singleShot(0, press))
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Down)

    use(playback.speed, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert playback.speed.text() == SPEEDS[0][0]
    use(playback.step, *[Qt.Key.Key_Down] * 3, Qt.Key.Key_Return)
    assert bench.bar.date_text == "Mon 5 Jan 2026 · 10:00"
