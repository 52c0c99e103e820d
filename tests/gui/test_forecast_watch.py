"""The forecast follows the workspace: after edits, never while a rehearsal plays, for many contacts only when asked.

The small workspace enrolls one contact and skips two: Tom has no owner, Jan's owner Ben has no connected inbox.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.changes import Edit
from core.model.run import Run
from core.model.sender import InboxState
from core.model.workflow import WorkflowStatus
from core.services import runs
from core.services.edits import changed
from core.services.forecast import Forecast, forecast
from core.services.review import Finding
from core.services.workspace import Workspace
from gui import forecast_watch
from gui.calm_watch import MOST_CONTACTS
from gui.commands import CommandRegistry
from gui.context import Context
from gui.forecast_watch import ForecastWatch
from gui.jobs import JobControl
from gui.run import controller
from gui.tab_host import TabHost, TabSpec
from gui.theme import ThemeManager
from gui.widgets.elided import ElidedLabel
from gui.widgets.store import MemorySettings
from gui.workbench import Workbench
from tests.gui.small_workspace import PlainTab, plain_tabs, small_workspace

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

AS_IT_IS = "3 contacts: 1 enrolled, 1 skipped (no owner), 1 skipped (no inbox: Ben)"
MENDED = "3 contacts: 2 enrolled, 1 skipped (no owner)"


@pytest.fixture
def bench(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Workbench]:
    """Yields a shown workbench that has forecast nothing yet."""
    made = Workbench(small_workspace(tmp_path), themes, CommandRegistry(themes), fake_dialogs, settings, plain_tabs())
    made.log.setParent(made)
    made.resize(1280, 800)
    made.show()
    yield made
    made.hide()
    made.shut_down()
    made.deleteLater()


def mend_ben(bench: Workbench) -> Edit:
    """Gives the edit that connects Ben's inbox."""
    ben = bench.workspace.project().senders[1]
    return changed(ben, replace(ben, inbox_state=InboxState.CONNECTED), "Connect Ben")


def line(bench: Workbench) -> ElidedLabel:
    found = bench.bar.findChild(ElidedLabel, "forecast_line")
    assert isinstance(found, ElidedLabel)
    return found


def ask_button(bench: Workbench) -> QPushButton:
    found = bench.bar.findChild(QPushButton, "forecast_now")
    assert isinstance(found, QPushButton)
    return found


def test_the_line_below_the_bar_says_what_a_rehearsal_would_come_to(bench: Workbench, qtbot: QtBot) -> None:
    bench.begin("workflows")
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    assert line(bench).isVisible()
    assert line(bench).text() == line(bench).toolTip() == AS_IT_IS
    assert not ask_button(bench).isVisible()
    assert bench.workspace.runs.latest() is None


def test_a_long_sentence_is_cut_off_and_its_tip_is_not(bench: Workbench, qtbot: QtBot) -> None:
    bench.begin("workflows")
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    label = line(bench)
    label.resize(120, label.height())
    assert label.text().endswith("…")
    assert label.toolTip() == AS_IT_IS
    assert label.minimumSizeHint().width() == 0


def test_edits_are_followed_once_they_pause_and_the_newest_wins(bench: Workbench, qtbot: QtBot) -> None:
    bench.begin("workflows")
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    told: list[Forecast | None] = []
    bench.forecast.forecast_ready.connect(told.append)
    bench.undo.do(mend_ben(bench))
    bench.undo.undo()
    bench.undo.redo()
    qtbot.waitUntil(lambda: line(bench).whole == MENDED)
    assert [found.enrolled for found in told if found] == [2]
    bench.undo.undo()
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)


def test_where_nothing_would_be_played_it_says_why(bench: Workbench, qtbot: QtBot) -> None:
    demo = bench.workspace.project().workflows[0]
    bench.undo.do(changed(demo, replace(demo, status=WorkflowStatus.OFF), "Turn off"))
    qtbot.waitUntil(lambda: bool(line(bench).whole))
    assert "workflow" in line(bench).whole.lower()
    assert bench.forecast.forecast is None
    assert bench.forecast.sentence == line(bench).whole


def test_a_forecast_equals_the_run_that_follows_and_stays_afterwards(bench: Workbench, qtbot: QtBot) -> None:
    bench.begin("workflows")
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000) as done:
        QTest.mouseClick(bench.bar.play, Qt.MouseButton.LeftButton)
    assert done.args is not None
    run: Run = done.args[0]
    found = bench.forecast.forecast
    assert found is not None
    assert (run.summary.mails, run.summary.outcomes["skipped"]) == (found.mails, 2)
    assert line(bench).whole == AS_IT_IS


def test_nothing_is_forecast_while_a_rehearsal_plays(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    playing: list[bool] = []

    def watched(ws: Workspace, chosen: RunSettings, control: JobControl) -> Forecast:
        playing.append(bench.runs.is_playing)
        return forecast(ws, chosen, control)

    def slow(ws: Workspace, chosen: RunSettings, control: JobControl) -> Run:
        while not control.cancelled():
            threading.Event().wait(0.005)
        return runs.rehearse(ws, chosen, control)

    monkeypatch.setattr(forecast_watch, "forecast", watched)
    monkeypatch.setattr(controller, "rehearse", slow)
    bench.undo.do(mend_ben(bench))
    QTest.mouseClick(bench.bar.play, Qt.MouseButton.LeftButton)
    bench.forecast.renew()
    QTest.qWait(2 * forecast_watch.CALM_MS)
    assert bench.runs.is_playing
    assert playing == []
    QTest.mouseClick(bench.bar.stop, Qt.MouseButton.LeftButton)
    # What was put off is made up for.
    qtbot.waitUntil(lambda: line(bench).whole == MENDED)
    assert playing == [False]


def test_many_contacts_are_forecast_only_when_the_person_asks(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.forecast, "_most", 2)
    bench.forecast.renew()
    qtbot.waitUntil(lambda: ask_button(bench).isVisible())
    assert line(bench).whole == "With 3 contacts a forecast takes a while."
    assert bench.forecast.forecast is None
    QTest.mouseClick(ask_button(bench), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    assert not ask_button(bench).isVisible()
    bench.undo.do(mend_ben(bench))
    qtbot.waitUntil(lambda: ask_button(bench).isVisible())
    assert bench.forecast.forecast is None


def test_a_slow_forecast_takes_the_old_one_away_meanwhile(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.forecast.renew()
    qtbot.waitUntil(lambda: line(bench).whole == AS_IT_IS)
    told: list[str] = []
    bench.forecast.forecast_ready.connect(lambda _: told.append(bench.forecast.sentence))

    seen = threading.Event()

    def slow(ws: Workspace, chosen: RunSettings, control: JobControl) -> Forecast:
        assert seen.wait(5)
        return forecast(ws, chosen, control)

    monkeypatch.setattr(forecast_watch, "forecast", slow)
    bench.undo.do(mend_ben(bench))
    qtbot.waitUntil(lambda: line(bench).whole == "Forecasting…")
    assert bench.forecast.forecast is None
    seen.set()
    qtbot.waitUntil(lambda: line(bench).whole == MENDED)
    assert told == ["Forecasting…", MENDED]


def test_the_most_that_is_forecast_unasked_is_fifty_thousand(bench: Workbench) -> None:
    assert MOST_CONTACTS == 50_000
    assert ForecastWatch(bench.workspace, bench.bus, bench.jobs)._most == 50_000


class _Listener(PlainTab):
    """A tab that wants to know what was found and what is forecast."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.told: list[object] = []

    def show_findings(self, findings: list[Finding]) -> None:
        self.told.append(findings)

    def show_forecast(self, forecast: Forecast | None) -> None:
        self.told.append(forecast)


def test_tabs_hear_of_forecast_and_findings_also_when_they_are_made_later(bench: Workbench, qtbot: QtBot) -> None:
    kinds: tuple[tuple[str, Callable[[Context], PlainTab]], ...] = (
        ("one", _Listener),
        ("plain", PlainTab),
        ("late", _Listener),
    )
    host = TabHost(bench.context, [TabSpec(key, key, frozenset(), made) for key, made in kinds])
    qtbot.addWidget(host)
    first = host.tab("one")
    host.tab("plain")
    finding: list[Finding] = []
    host.show_findings(finding)
    host.show_forecast(None)
    late = host.tab("late")
    assert isinstance(first, _Listener)
    assert isinstance(late, _Listener)
    assert first.told == late.told == [finding, None]
