"""By hand on the sample: expect a row and break it, ask how many senders it takes, write replay and report."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.capacity import CapacityDialog
from gui.dialogs.expectations import ExpectationsDialog
from gui.theme import Tone
from gui.widgets.pill import PillButton
from gui.widgets.switch import ToggleSwitch
from gui.window import MainWindow
from tests.end_to_end.hand import RIGHT, cell, choose_menu, column, keys, lines, pick, point, saving
from tests.end_to_end.steps import find

pytestmark = pytest.mark.qt_log_ignore("does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(window: MainWindow, qtbot: QtBot) -> None:
    watch = window.bench.expected.watch
    qtbot.waitUntil(lambda: not window.bench.jobs.busy and watch.sentence != "Checking…", timeout=20_000)


def badge(window: MainWindow) -> tuple[str, Tone] | None:
    found = window.bench.tabs.findChildren(PillButton, "tab_badge_workflows")
    shown = [sign for sign in found if sign.isVisible()]
    return (shown[0].text(), shown[0].tone()) if shown else None


def test_a_row_is_expected_and_an_edit_that_breaks_it_turns_the_sign_red(played: MainWindow, qtbot: QtBot) -> None:
    """Ana enrolls Noah on Monday at 9:12; deactivated she cannot. Undo brings the green sign back."""
    tried = [(line.action, line.sender) for line in lines(played)]
    row = tried.index(("Enroll in sequence", "Ana Ruiz"))
    assert column(played, "outcome")[row].endswith("done")
    cell(played.bench.log.table, row, 1, RIGHT)
    pick("Expect this")
    settle(played, qtbot)
    assert badge(played) == ("1", Tone.DONE)
    cell(played.bench.log.table, row, 1, RIGHT)
    pick("Go to sender")
    settle(played, qtbot)
    point(find(played, ToggleSwitch, "field_active"))
    keys(played, Qt.Key.Key_S, modifier=CONTROL)
    qtbot.waitUntil(lambda: badge(played) == ("1", Tone.BROKEN), timeout=10_000)
    point(next(s for s in played.bench.tabs.findChildren(PillButton, "tab_badge_workflows") if s.isVisible()))
    (dialog,) = [d for d in played.findChildren(ExpectationsDialog) if d.isVisible()]
    assert find(dialog, QLabel, "expectations_state").text() == "0 of 1 kept"
    keys(dialog, Qt.Key.Key_Escape)
    keys(played, Qt.Key.Key_Z, modifier=CONTROL)
    qtbot.waitUntil(lambda: badge(played) == ("1", Tone.DONE), timeout=10_000)


def test_the_menu_asks_how_many_senders_it_takes(played: MainWindow, qtbot: QtBot) -> None:
    choose_menu(played, "Rehearse", "How many senders")
    (dialog,) = [d for d in played.findChildren(CapacityDialog) if d.isVisible()]
    with qtbot.waitSignal(dialog.answered, timeout=20_000):
        point(find(dialog, QPushButton, "capacity_start"))
    found = dialog.page.plot.points()
    assert [enrolled for _, enrolled in found] == sorted(enrolled for _, enrolled in found), "more senders enroll more"
    keys(dialog, Qt.Key.Key_Escape)


def test_replay_and_report_are_written_through_the_menu_and_the_file_dialog(
    played: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    replay, report = tmp_path / "run.html", tmp_path / "run.pdf"
    with saving(replay):
        choose_menu(played, "Rehearse", "Export replay")
    settle(played, qtbot)
    page = replay.read_text(encoding="utf-8")
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert held is not None
    assert len(json.loads(held[1])["columns"]["time"]) == 423, "every row of the log"
    assert played.bench.exports.toast.text() == "Wrote 423 rows to run.html."
    with saving(report):
        choose_menu(played, "Rehearse", "Export report")
    settle(played, qtbot)
    assert report.read_bytes().startswith(b"%PDF-")
    assert report.stat().st_size > 5_000
    assert played.bench.exports.toast.text() == "Wrote run.pdf."
