"""Comparing rule packs in a dialog, and choosing the pack of the account."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.account import Account
from core.model.event import EventKind, ScriptedEvent
from core.services import script
from gui.bus import GoTo
from gui.dialogs import compare_packs
from gui.dialogs.account import AccountDialog
from gui.dialogs.compare_packs import ComparePacksDialog
from gui.jobs import JobControl
from gui.tables.data_table import DataTable
from gui.theme import ThemeManager
from tests.gui.tabs.desk import DEMO, MIA, Desk, click, find, retype

if TYPE_CHECKING:
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    # Mia and Jan are enrolled at the start; an hour later the sequence is deleted, and they leave it or stay.
    made.undo.do(script.add(made.workspace, [ScriptedEvent(EventKind.SEQUENCE_DELETED, 0, 60, sequence=DEMO)]))
    yield made
    made.close()


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> ComparePacksDialog:
    made = ComparePacksDialog(desk.context)
    desk.bus.changed.connect(lambda _: None)
    made.show()
    qtbot.addWidget(made)
    return made


def rows(dialog: QWidget, name: str) -> list[tuple[str, ...]]:
    model = find(dialog, DataTable, name).model()
    return [
        tuple(str(model.index(row, n).data()) for n in range(model.columnCount())) for row in range(model.rowCount())
    ]


def play(dialog: ComparePacksDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.compared, timeout=10_000):
        click(dialog, "compare_start")


def test_it_begins_with_the_accounts_pack_against_another(dialog: ComparePacksDialog) -> None:
    assert (dialog.first.currentText(), dialog.second.currentText()) == ("August 2025", "June 2018")
    dialog.second.setCurrentIndex(0)
    assert not dialog.start.isEnabled()
    assert dialog.start.toolTip() == "Choose two different packs."


def test_it_lists_whose_result_differs(dialog: ComparePacksDialog, desk: Desk, qtbot: QtBot) -> None:
    play(dialog, qtbot)
    found = rows(dialog, "compare_contacts")
    assert [row[0] for row in found] == ["Mia Laine", "Jan Kowal"]
    assert found[0][1] == "Left “Demo follow-up”: Sequence deleted"
    assert find(dialog, QLabel, "compare_status").text() == "2 of 5 contacts differ."
    table = find(dialog, DataTable, "compare_contacts")
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert desk.went == [GoTo("contact", MIA)]
    retype(dialog.filter, "jan deleted")
    dialog.filter.flush()
    assert [row[0] for row in rows(dialog, "compare_contacts")] == ["Jan Kowal"]
    assert find(dialog, QLabel, "compare_status").text() == "1 of 2 differences shown."


def test_the_sums_stand_side_by_side(dialog: ComparePacksDialog, qtbot: QtBot) -> None:
    play(dialog, qtbot)
    QTest.mouseClick(dialog.parts.chip("sums"), Qt.MouseButton.LeftButton)
    found = {row[0]: row[1:] for row in rows(dialog, "compare_sums")}
    assert found["Sequence deleted"] == ("2", "0", "−2")
    assert not dialog.filter.isVisible()


def test_it_can_be_cancelled(
    dialog: ComparePacksDialog, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*_: object, control: JobControl) -> None:
        while not control.cancelled():
            time.sleep(0.01)

    monkeypatch.setattr(compare_packs, "compare", endless)
    click(dialog, "compare_start")
    assert dialog.progress.isVisible()
    assert not dialog.first.isEnabled()
    click(dialog, "compare_stop")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert find(dialog, QPushButton, "compare_start").isVisible()
    assert desk.dialogs.asked == []


def test_the_account_shows_the_values_of_its_pack_with_their_sources(qtbot: QtBot) -> None:
    dialog = AccountDialog(Account())
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[Account] = []
    dialog.account_changed.connect(told.append)
    pack = find(dialog, QComboBox, "account_rule_pack")
    assert [pack.itemText(n) for n in range(pack.count())] == ["August 2025", "June 2018"]

    def said(key: str) -> list[str]:
        return [found.text() for found in find(dialog, QWidget, key).findChildren(QLabel)]

    assert said("pack_limit_enterprise")[:3] == ["Mails per user and day, Enterprise", "assumed", "1,000"]
    assert said("pack_window_hours")[:2] == ["Length of the rolling day", "24"]
    assert said("pack_window_hours")[2] == "KB/connected-email/sales-email-send-limits (2025-08-13)"
    pack.setFocus()
    QTest.keyClick(pack, Qt.Key.Key_Down)
    assert said("pack_limit_enterprise")[2] == "150"
    click(dialog, "account_save")
    assert told == [Account(rule_pack="2018-06")]


def test_a_pack_that_is_not_installed_is_kept_and_told(qtbot: QtBot) -> None:
    dialog = AccountDialog(Account(rule_pack="2031-01"))
    qtbot.addWidget(dialog)
    assert dialog.pack.currentText() == "2031-01 (not installed)"
    texts = [found.text() for found in dialog.findChildren(QLabel)]
    assert "This pack is not installed; choose another one." in texts
