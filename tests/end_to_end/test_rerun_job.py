"""Fix and rerun by hand on the sample: from a skip to the field, the difference, any two runs, a scenario, and back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.model.sender import InboxState
from gui.run.differences import DifferencesDialog
from gui.tabs.panel_editors import ChoiceBox
from gui.window import MainWindow
from tests.end_to_end.hand import answering, cell, choose_menu, column, keys, point, said, write
from tests.end_to_end.steps import choose_row, find

pytestmark = pytest.mark.qt_log_ignore("does not support")
CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=20_000)


def rehearse(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bench.runs.finished, timeout=20_000):
        keys(window, Qt.Key.Key_R, modifier=CONTROL)
    settle(window, qtbot)


def mend_the_inbox(window: MainWindow, qtbot: QtBot) -> None:
    """From Teresa's skip to the field behind it, which gets the cursor; connects and saves."""
    row = column(window, "reason").index("INBOX_NOT_CONNECTED")
    cell(window.bench.log.table, row)
    point(find(window, QPushButton, "log_mend_cause"))
    settle(window, qtbot)
    state = find(window, ChoiceBox, "field_inbox_state")
    qtbot.waitUntil(state.hasFocus, timeout=5_000)
    keys(window, Qt.Key.Key_Home)
    keys(window, Qt.Key.Key_S, modifier=CONTROL)
    settle(window, qtbot)


def inbox(window: MainWindow) -> InboxState:
    (ben,) = [s for s in window.bench.workspace.project().senders if s.name == "Ben Okafor"]
    return ben.inbox_state


def opened(window: MainWindow) -> DifferencesDialog:
    (dialog,) = [d for d in window.findChildren(DifferencesDialog) if d.isVisible()]
    return dialog


def shown(dialog: DifferencesDialog, number: int = 0) -> list[str]:
    model = dialog.table.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def test_a_mended_skip_shows_who_is_better_off(played: MainWindow, qtbot: QtBot) -> None:
    mend_the_inbox(played, qtbot)
    assert inbox(played) is InboxState.CONNECTED
    rehearse(played, qtbot)
    banner = played.bench.banner
    assert banner.text().startswith("Since the rehearsal before: 4 changed: 4 skipped → enrolled, 0 worse")
    point(next(b for b in banner.findChildren(QPushButton) if b.text() == "Show who"))
    settle(played, qtbot)
    dialog = opened(played)
    assert said("differences_sentence", dialog).startswith("4 changed: 4 skipped → enrolled, 0 worse")
    who = ["Bartosz Sikora", "Oliver Wright", "Teresa Navarro", "Tomás Ferreira"]
    assert shown(dialog) == who
    assert set(shown(dialog, 2)) == {"Inbox not connected"}
    point(dialog.parts.chip("worse"))
    assert dialog.table.isHidden() or shown(dialog) == []
    point(dialog.parts.chip("better"))
    point(find(dialog, QLineEdit, "differences_filter"))
    write("replied")
    qtbot.waitUntil(lambda: shown(dialog) == ["Oliver Wright", "Teresa Navarro"], timeout=5_000)


def test_any_two_rehearsals_are_compared_one_is_named_and_brought_back(played: MainWindow, qtbot: QtBot) -> None:
    mend_the_inbox(played, qtbot)
    rehearse(played, qtbot)
    rehearse(played, qtbot)
    choose_menu(played, "Rehearse", "Compare rehearsals")
    settle(played, qtbot)
    dialog = opened(played)
    assert shown(dialog) == [], "the last two are alike"
    before = find(dialog, QComboBox, "differences_before")
    choose_row(before, next(before.itemText(n) for n in range(3) if before.itemText(n).startswith("Rehearsal 1 ")))
    settle(played, qtbot)
    assert len(shown(dialog)) == 4
    with answering("Ben is away"):
        point(find(dialog, QAbstractButton, "differences_name"))
    settle(played, qtbot)
    assert before.currentText().startswith("Ben is away · ")
    with answering():
        point(find(dialog, QPushButton, "differences_bring_back"))
    assert inbox(played) is InboxState.DISCONNECTED
    keys(dialog, Qt.Key.Key_Escape)
    keys(played, Qt.Key.Key_Z, modifier=CONTROL)
    assert inbox(played) is InboxState.CONNECTED, "bringing back is one step to undo"
    settle(played, qtbot)
