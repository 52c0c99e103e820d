"""What would have enrolled the contact of a skipped row, asked for and applied from the log's side panel.

In the small workspace Tom has no owner and Jan's owner Ben has no connected inbox.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.model.changes import Edit
from core.model.run import Run
from core.model.sender import InboxState
from core.services import contacts, why_not
from core.services.log import LogLine
from core.services.why_not import Flip, FlipProgress
from core.services.workspace import Workspace
from gui.jobs import JobControl
from gui.run import flip_finder
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]
NEVER = -1.0
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def by_button(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets nothing be looked for without being asked to, so that a test says when."""
    monkeypatch.setattr(flip_finder, "CHEAP_SECONDS", NEVER)


@pytest.fixture
def by_itself(monkeypatch: pytest.MonkeyPatch, by_button: None) -> None:
    """Lets every rehearsal be cheap enough to be played again unasked."""
    monkeypatch.setattr(flip_finder, "CHEAP_SECONDS", 60.0)
    monkeypatch.setattr(flip_finder, "SOON_MS", 0)


def choose(bench: Workbench, qtbot: QtBot, reason: str, action: str = "") -> None:
    """Opens the side panel and chooses the first row with a reason."""
    if not bench.log.bar.details.isChecked():
        bench.log.bar.details.click()
    model = bench.log.model
    found = (model.row(row) for row in range(model.rowCount()))
    line = next(
        line for line in found if line and line.reason.name == reason and line.action in (action or line.action)
    )
    assert bench.log.table.select_id(line.id)
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def press(bench: Workbench, name: str) -> QPushButton:
    found = bench.log.flips.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def state(bench: Workbench) -> str:
    found = bench.log.flips.findChild(QLabel, "flip_state")
    assert isinstance(found, QLabel)
    return found.text()


def heading(bench: Workbench) -> str:
    return str(bench.log.flips._heading.text())


def titles(bench: Workbench) -> list[str]:
    return [made.text() for made in bench.log.flips.findChildren(QLabel, "flip_title") if made.isVisible()]


def applies(bench: Workbench) -> list[QPushButton]:
    return [made for made in bench.log.flips.findChildren(QPushButton, "flip_apply") if made.isVisible()]


def first_edit(bench: Workbench) -> Edit:
    """Gives the first edit found for the chosen row."""
    line = bench.log.current_line()
    assert line is not None
    return next(flip.edit for flip in why_not.flips(bench.workspace, bench.log.run_id, line) if flip.edit)


def search(bench: Workbench, qtbot: QtBot) -> None:
    QTest.mouseClick(press(bench, "find_flips"), LEFT)
    answered(bench, qtbot)


def answered(bench: Workbench, qtbot: QtBot) -> None:
    """Waits until a search has ended and all that it found is on screen."""
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    # A layout shows what is put into it one turn of the event loop later.
    rows = bench.log.flips.findChildren
    qtbot.waitUntil(lambda: all(made.isVisible() for made in rows(QLabel, "flip_title")), timeout=10_000)


def test_it_is_offered_only_for_skipped_tries_to_enroll(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "NONE", "Trigger")
    assert not bench.log.flips.isVisible()
    choose(bench, qtbot, "NONE", "Enroll in sequence")
    assert not bench.log.flips.isVisible()
    choose(bench, qtbot, "OWNER_EMPTY")
    assert bench.log.flips.isVisible()
    assert press(bench, "find_flips").isVisible()
    assert not press(bench, "flip_cancel").isVisible()
    assert titles(bench) == []


def test_it_lists_what_would_have_enrolled_the_contact(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    search(bench, qtbot)
    assert heading(bench) == "The contact would have been enrolled"
    assert titles(bench)[0] == "✓ with Ben Okafor’s inbox connected"
    assert "✓ with Ana Ruiz as owner" in titles(bench)
    assert len(applies(bench)) == len(titles(bench))
    assert not press(bench, "find_flips").isVisible()


def test_apply_is_one_step_of_undo_and_the_next_run_enrolls(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    search(bench, qtbot)
    QTest.mouseClick(applies(bench)[0], LEFT)
    assert bench.workspace.project().senders[1].inbox_state is InboxState.CONNECTED
    assert bench.undo.stack.count() == 1
    assert state(bench) == "Applied: with Ben Okafor’s inbox connected."
    # The other edits were made for a workspace that is no longer so.
    assert titles(bench) == []
    assert not press(bench, "find_flips").isVisible()
    again = press(bench, "flip_rehearse")
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000) as finished:
        QTest.mouseClick(again, LEFT)
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert not again.isVisible()
    assert finished.args[0].summary.outcomes["skipped"] == 1
    assert "1 skipped → enrolled" in bench.banner.text()
    assert play(bench).summary.outcomes["skipped"] == 1
    bench.undo.undo()
    assert bench.workspace.project().senders[1].inbox_state is InboxState.DISCONNECTED


def test_another_row_drops_what_was_found(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    search(bench, qtbot)
    assert titles(bench)
    choose(bench, qtbot, "OWNER_EMPTY")
    assert titles(bench) == []
    assert state(bench) == ""
    assert press(bench, "find_flips").isVisible()


def test_an_edit_elsewhere_drops_what_was_found(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    search(bench, qtbot)
    bench.undo.do(first_edit(bench))
    assert titles(bench) == []
    assert state(bench) == ""


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets every search go on until it is stopped, with one flip found; returns the names of the rows' contacts."""
    asked: list[str] = []

    def search_on(ws: Workspace, run: int, line: LogLine, control: JobControl) -> list[Flip]:
        asked.append(line.contact)
        control.report(FlipProgress(3))
        while not control.cancelled():
            threading.Event().wait(0.005)
        return [Flip("with patience", None, True, "time")]

    monkeypatch.setattr(why_not, "flips", search_on)
    return asked


def test_a_search_shows_how_far_it_is_and_cancel_keeps_what_it_has(
    bench: Workbench, play: Play, qtbot: QtBot, endless: list[str]
) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    QTest.mouseClick(press(bench, "find_flips"), LEFT)
    qtbot.waitUntil(lambda: state(bench) == "Rehearsed again 3 of 25 times at most…")
    QTest.mouseClick(press(bench, "flip_cancel"), LEFT)
    answered(bench, qtbot)
    assert titles(bench) == ["✓ with patience"]
    assert applies(bench) == []
    assert press(bench, "find_flips").isVisible()
    assert endless == ["Jan Kowal"]


def test_choosing_another_row_stops_a_search_and_forgets_it(
    bench: Workbench, play: Play, qtbot: QtBot, endless: list[str]
) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    QTest.mouseClick(press(bench, "find_flips"), LEFT)
    qtbot.waitUntil(lambda: endless == ["Jan Kowal"])
    # Waits until no job runs: the search has ended, too.
    choose(bench, qtbot, "OWNER_EMPTY")
    assert titles(bench) == []
    assert state(bench) == ""
    assert press(bench, "find_flips").isVisible()


@pytest.mark.parametrize(
    ("answer", "words", "said"),
    [
        ([], [], "No single small change would have enrolled this contact."),
        ([Flip("Nothing should: it bounced", None, False, "by_design")], ["Nothing should: it bounced"], ""),
    ],
)
def test_remarks_and_nothing_are_said_in_words(
    bench: Workbench,
    play: Play,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: list[Flip],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.setattr(why_not, "flips", lambda *_: answer)
    play(bench)
    choose(bench, qtbot, "OWNER_EMPTY")
    search(bench, qtbot)
    assert (titles(bench), state(bench)) == (words, said)
    assert applies(bench) == []


def test_a_run_that_was_deleted_meanwhile_is_said_so(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    run = play(bench)
    choose(bench, qtbot, "OWNER_EMPTY")
    bench.workspace.runs.delete(run.id)
    search(bench, qtbot)
    assert state(bench)
    assert titles(bench) == []


def test_a_cheap_rehearsal_is_asked_as_soon_as_a_row_is_chosen(
    bench: Workbench, play: Play, qtbot: QtBot, by_itself: None
) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    qtbot.waitUntil(lambda: bool(titles(bench)), timeout=10_000)
    answered(bench, qtbot)
    assert titles(bench)[0] == "✓ with Ben Okafor’s inbox connected"
    assert not press(bench, "find_flips").isVisible()
    # Another row asks anew, a row without flips asks nothing.
    choose(bench, qtbot, "OWNER_EMPTY")
    qtbot.waitUntil(lambda: any("as owner" in title for title in titles(bench)), timeout=10_000)


def test_an_edit_elsewhere_lets_a_cheap_rehearsal_be_asked_again(
    bench: Workbench, play: Play, qtbot: QtBot, by_itself: None
) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    qtbot.waitUntil(lambda: bool(titles(bench)), timeout=10_000)
    answered(bench, qtbot)
    found = titles(bench)
    bench.undo.do(first_edit(bench))
    assert titles(bench) == []
    qtbot.waitUntil(lambda: titles(bench) == found, timeout=10_000)


def test_a_hidden_panel_asks_nothing_until_it_is_opened(
    bench: Workbench, play: Play, qtbot: QtBot, by_itself: None, endless: list[str]
) -> None:
    play(bench)
    bench.log.bar.details.click()
    bench.log.bar.details.click()
    assert not bench.log.bar.details.isChecked()
    choose_hidden(bench, "INBOX_NOT_CONNECTED")
    qtbot.wait(30)
    assert endless == []
    QTest.mouseClick(bench.log.bar.details, LEFT)
    qtbot.waitUntil(lambda: endless == ["Jan Kowal"], timeout=5_000)
    choose_hidden(bench, "FINISHED")
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def choose_hidden(bench: Workbench, reason: str) -> None:
    """Chooses the first row with a reason and leaves the side panel as it is."""
    model = bench.log.model
    line = next(line for row in range(model.rowCount()) if (line := model.row(row)) and line.reason.name == reason)
    assert bench.log.table.select_id(line.id)


def test_the_panel_opens_for_a_skipped_row_until_it_is_closed(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    table, model = bench.log.table, bench.log.model

    def click(reason: str) -> None:
        at = next(row for row in range(model.rowCount()) if (line := model.row(row)) and line.reason.name == reason)
        table.scrollTo(model.index(at, 1))
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(model.index(at, 1)).center())

    assert not bench.log.detail.isVisible()
    click("OWNER_EMPTY")
    assert bench.log.detail.isVisible()
    QTest.mouseClick(bench.log.bar.details, LEFT)
    assert not bench.log.detail.isVisible()
    # Closed by hand, it stays closed, and is opened by hand again.
    click("INBOX_NOT_CONNECTED")
    assert not bench.log.detail.isVisible()
    QTest.mouseClick(bench.log.bar.details, LEFT)
    assert bench.log.detail.isVisible()


def test_skips_of_one_cause_are_counted_and_shown_by_a_click(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    link = bench.log.detail.findChild(QPushButton, "log_same_cause")
    assert isinstance(link, QPushButton)
    assert not link.isVisible()
    bench.undo.do(contacts.change(bench.workspace, 2, {"hubspot_owner_id": 2}))
    play(bench)
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    assert (link.text(), link.accessibleName()) == ("2 have this cause", "2 skips have this cause")
    assert link.isVisible()
    QTest.mouseClick(link, LEFT)
    bench.log.bar.text.flush()
    qtbot.waitUntil(lambda: not bench.jobs.busy and bench.log.model.rowCount() == 2, timeout=5_000)
    assert bench.log.bar.text.text() == 'outcome=skipped and reason=INBOX_NOT_CONNECTED and sender="Ben Okafor"'


def test_the_keyboard_goes_back_to_the_row(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.activateWindow()
    choose(bench, qtbot, "INBOX_NOT_CONNECTED")
    find = press(bench, "find_flips")
    find.setFocus()
    QTest.keyClick(find, Qt.Key.Key_Space)
    assert bench.log.table.hasFocus()
    answered(bench, qtbot)
    assert bench.log.table.hasFocus()
    applies(bench)[0].setFocus()
    QTest.keyClick(applies(bench)[0], Qt.Key.Key_Space)
    assert bench.log.table.hasFocus()
    again = press(bench, "flip_rehearse")
    again.setFocus()
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        QTest.keyClick(again, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert bench.log.table.hasFocus()
    close = bench.banner.action_buttons()[-1]
    close.setFocus()
    QTest.keyClick(close, Qt.Key.Key_Space)
    assert not bench.banner.isVisible()
    assert bench.log.table.hasFocus()
