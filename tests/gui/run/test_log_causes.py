"""From a skipped row to the field that is behind it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from core.model.run import Run
from gui.tab_host import standard_tabs
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]


@pytest.mark.parametrize(
    ("row", "words", "tab", "field"),
    [(3, "Mend Ben Okafor’s inbox state", "senders", "field_inbox_state"),
     (2, "Mend Tom Becker’s owner", "contacts", "field_hubspot_owner_id")],
)  # fmt: skip
def test_a_skip_leads_to_the_field_that_causes_it(
    make_bench: Callable[..., Workbench], play: Play, qtbot: QtBot, row: int, words: str, tab: str, field: str
) -> None:
    bench = make_bench(tabs=standard_tabs())
    bench.activateWindow()
    play(bench)
    table, log = bench.log.table, bench.log
    assert not log.detail.isVisible()
    line = next(n for n in range(log.model.rowCount()) if _is_skip_of(bench, n, row))
    cell = table.visualRect(table.model().index(line, 1))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert log.detail.isVisible(), "choosing a row with a reason shows why"
    mend = log.detail.findChild(QPushButton, "log_mend_cause")
    assert mend is not None
    assert mend.text() == words
    QTest.mouseClick(mend, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert bench.tabs.current_key() == tab
    qtbot.waitUntil(lambda: focused() == field, timeout=2_000)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.visibleRegion().boundingRect().height() == focus.height(), "scrolled into view"


def focused() -> str:
    focus = QApplication.focusWidget()
    return focus.objectName() if focus is not None else ""


def _is_skip_of(bench: Workbench, row: int, contact: int) -> bool:
    line = bench.log.model.row(row)
    return line is not None and line.contact_id == contact and bool(line.reason)


def test_once_hidden_the_panel_stays_hidden(bench: Workbench, play: Play) -> None:
    play(bench)
    details = bench.log.bar.details
    for _ in range(2):
        QTest.mouseClick(details, Qt.MouseButton.LeftButton)
    line = next(n for n in range(bench.log.model.rowCount()) if _is_skip_of(bench, n, 2))
    bench.log.table.selectRow(line)
    assert not bench.log.detail.isVisible()
