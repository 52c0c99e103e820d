"""The story in the window: opened from the log, walked through, copied, printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.run import Run
from gui.bus import GoTo
from gui.run.story import StoryDialog
from gui.run.story_page import story_html
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]
pytestmark = pytest.mark.qt_log_ignore("does not support")


def told(bench: Workbench, qtbot: QtBot) -> StoryDialog:
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
    assert bench.story.dialog is not None
    return bench.story.dialog


def test_the_menu_of_a_row_tells_its_contacts_story(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    model = bench.log.model
    row = next(n for n in range(model.rowCount()) if str(model.index(n, 1).data()) == "Tom Becker")
    assert bench.log.table.select_id(model.id_at(row))
    menu = bench.log.menu.build()
    next(action for action in menu.actions() if action.text() == "Story of this contact").trigger()
    dialog = told(bench, qtbot)
    assert dialog.title.text() == "Tom Becker"
    assert "contact 2 of 3 in the log" in dialog.about.text()
    page = dialog.page.toPlainText()
    assert page.startswith("Monday, 5 January 2026")
    assert "Tom Becker entered “Demo request”." in page
    dialog.copy.click()
    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text().startswith("Tom Becker · rehearsal 1")
    assert "<h4>Monday, 5 January 2026</h4>" in copied.html()


def test_neighbours_are_those_of_the_filtered_log(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.log.bar.segments.chip("skipped").click()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
    bench.tell_story()
    dialog = told(bench, qtbot)
    assert dialog.title.text() == "Tom Becker"
    assert not dialog.previous.isEnabled()
    QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    assert told(bench, qtbot).title.text() == "Jan Kowal"
    assert not dialog.next.isEnabled()
    targets: list[GoTo] = []
    bench.bus.navigate.connect(targets.append)
    dialog.to_contact.click()
    assert targets == [GoTo("contact", 3)]


def test_a_name_is_typed_and_told_of(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    """From the menu nobody is named: the keyboard is in the search line, and Enter tells of who is found."""
    play(bench)
    bench.tell_story()
    dialog = told(bench, qtbot)
    assert dialog.title.text() == "Mia Laine"
    dialog.activateWindow()
    qtbot.waitUntil(dialog.search.line.hasFocus, timeout=5_000)
    QTest.keyClicks(dialog.search.line, "kow")
    QTest.keyClick(dialog.search.line, Qt.Key.Key_Return)
    assert told(bench, qtbot).title.text() == "Jan Kowal"
    assert "contact 3 of 3 in the log" in dialog.about.text()
    assert dialog.search.line.text() == ""
    assert dialog.page.hasFocus(), "what was asked for is read on with the arrows"
    QTest.keyClick(dialog.page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.search.line.hasFocus()
    QTest.keyClicks(dialog.search.line, "tom")
    QTest.keyClick(dialog.search.line, Qt.Key.Key_Return)
    assert told(bench, qtbot).title.text() == "Tom Becker"
    dialog.previous.setFocus()
    QTest.keyClick(dialog.previous, Qt.Key.Key_Space)
    assert not dialog.page.hasFocus(), "the keyboard goes on walking"
    assert told(bench, qtbot).title.text() == "Mia Laine"


def test_without_a_rehearsal_it_says_what_to_do_and_then_follows(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    bench.tell_story(1)
    dialog = told(bench, qtbot)
    assert dialog.page.toPlainText().startswith("Rehearse first (Ctrl+R)")
    assert not dialog.copy.isEnabled()
    play(bench)
    assert told(bench, qtbot).title.text() == "Mia Laine"
    dialog.close()
    assert bench.story.dialog is None


def test_it_is_told_until_the_instant_shown_unless_the_whole_is_wanted(
    bench: Workbench, play: Play, qtbot: QtBot
) -> None:
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=5_000)
    bench.tell_story(1)
    dialog = told(bench, qtbot)
    whole = dialog.page.toPlainText()
    assert not dialog.whole.isVisible()
    bench.player.go_to_start()
    bench.player.step(2)
    assert dialog.until.text() == "Until Mon 5 Jan 2026 · 09:10"
    assert dialog.page.toPlainText().splitlines()[-1] == "Mia Laine entered “Demo request”."
    assert "2 of 5 rows" in dialog.about.text()
    QTest.mouseClick(dialog.whole, Qt.MouseButton.LeftButton)
    assert (dialog.until.text(), dialog.whole.text()) == ("The whole rehearsal", "Only until Mon 5 Jan 2026 · 09:10")
    assert dialog.page.toPlainText() == whole
    QTest.mouseClick(dialog.whole, Qt.MouseButton.LeftButton)
    dialog.copy.click()
    assert "until 5 January 2026 09:10" in QGuiApplication.clipboard().text().splitlines()[0]
    dialog.close()
    bench.tell_story(2)
    dialog = told(bench, qtbot)
    assert dialog.page.toPlainText() == "Nothing had happened to this contact by 5 January 2026 09:10."
    bench.player.go_to_end()
    assert "did not enroll Tom Becker" in dialog.page.toPlainText()
    assert not dialog.whole.isVisible()


def test_it_prints(bench: Workbench, play: Play, qtbot: QtBot, tmp_path: Path) -> None:
    play(bench)
    bench.tell_story(1)
    dialog = told(bench, qtbot)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "story.pdf"))
    dialog.print_to(printer)
    assert (tmp_path / "story.pdf").read_bytes().startswith(b"%PDF")


def test_what_a_contact_is_called_is_never_markup(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.tell_story(1)
    story = told(bench, qtbot)._story
    assert story is not None
    object.__setattr__(story, "name", "<b>Mia</b>")
    assert "&lt;b&gt;Mia" in story_html(story, None)
