"""The story of one contact by hand on the sample: from a row, read, copied, printed to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from gui.run.story import StoryDialog
from gui.window import MainWindow
from tests.end_to_end.hand import RIGHT, cell, column, keys, pick, point, said
from tests.end_to_end.steps import find

pytestmark = pytest.mark.qt_log_ignore("does not support")


def told(window: MainWindow, qtbot: QtBot) -> StoryDialog:
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
    (dialog,) = [d for d in window.findChildren(StoryDialog) if d.isVisible()]
    return dialog


def test_a_row_tells_what_happened_to_its_contact(played: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Teresa asked for a demo on Friday 16 January at 12:10, and Ben's inbox kept her out."""
    cell(played.bench.log.table, column(played, "contact").index("Teresa Navarro"), 1, RIGHT)
    pick("Story of this contact")
    dialog = told(played, qtbot)
    assert said("story_title", dialog) == "Teresa Navarro"
    page = find(dialog, QTextBrowser, "story_page").toPlainText()
    assert page.startswith("Friday, 16 January 2026")
    assert "12:10" in page
    assert "Teresa Navarro entered “Demo request follow-up”." in page
    assert "Ben Okafor’s Outlook inbox was disconnected on 2 Jan 2026" in page
    point(find(dialog, QPushButton, "story_copy"))
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Teresa Navarro · rehearsal 1")
    assert "Ben Okafor’s Outlook inbox was disconnected" in copied

    point(find(dialog, QPushButton, "story_print"))
    (asked,) = [d for d in dialog.findChildren(QPrintDialog) if d.isVisible()]
    target = tmp_path / "story.pdf"
    name = asked.findChild(QLineEdit, "filename")
    if name is None:
        pytest.skip("this system's print dialog is its own")
    name.selectAll()
    QTest.keyClicks(name, str(target))
    point(next(b for b in asked.findChildren(QPushButton) if b.text().replace("&", "") == "Print"))
    assert target.read_bytes().startswith(b"%PDF-")
    assert target.stat().st_size > 2_000

    # The one after her among those in the log, then the rows of that contact, and at an instant only what was so far.
    point(find(dialog, QAbstractButton, "story_next"))
    dialog = told(played, qtbot)
    after = said("story_title", dialog)
    assert after != "Teresa Navarro"
    point(find(dialog, QPushButton, "story_to_rows"))
    qtbot.waitUntil(lambda: not played.bench.jobs.busy, timeout=10_000)
    assert set(column(played, "contact")) == {after}
    keys(dialog, Qt.Key.Key_Escape)
    assert not [d for d in played.findChildren(StoryDialog) if d.isVisible()]
