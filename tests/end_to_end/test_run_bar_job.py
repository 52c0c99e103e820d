"""The run bar by hand on the sample: back by the knob, steps, playing, and the four kinds of break points.

What is expected is counted from the rows of the whole log, so that nothing of the replay is trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from core.model.instant import DAY, HOUR
from core.model.trace import Outcome, RowKind
from core.services.log import LogLine
from gui.canvas.view import CanvasView
from gui.tabs.contacts import ContactsTab
from gui.tabs.senders import SendersTab
from gui.tabs.workflows import WorkflowsTab
from gui.window import MainWindow
from tests.end_to_end.hand import (
    LEFT,
    RIGHT,
    cell,
    choose_menu,
    column,
    drag,
    keys,
    lines,
    pick,
    pick_from,
    point,
    said,
)
from tests.end_to_end.steps import find

pytestmark = pytest.mark.qt_log_ignore("does not support")
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
WORKFLOW = "Demo request follow-up"
MOVE = "Move through the rehearsal"
ENROLL = 2
"""The card Enroll in sequence of the workflow Demo request follow-up."""


def press(window: MainWindow, name: str) -> None:
    point(find(window, QAbstractButton, name))


def chips(window: MainWindow) -> list[str]:
    segments = window.bench.log.bar.segments
    return [segments.chip(key).text() for key in ("all", "skipped", "mails", "left")]


def list_of(tab: WorkflowsTab) -> list[str]:
    rows = tab.list.rows
    return [rows.row_at(rows.index(n)).second for n in range(rows.rowCount())]


def point_card(window: MainWindow, with_button: Qt.MouseButton = LEFT) -> None:
    """Brings all cards into view and clicks the one that enrolls."""
    press(window, "zoom_fit")
    canvas = find(window, CanvasView, "canvas")
    point(canvas.viewport(), canvas.card_rect(ENROLL).center(), with_button)


def open_tab(window: MainWindow, number: int) -> object:
    bar = window.bench.tabs.tabBar()
    point(bar, bar.tabRect(number).center())
    return window.bench.tabs.current_tab()


def test_tabs_stay_where_they_are_when_another_is_chosen(played: MainWindow) -> None:
    """The chosen one is bold; with room for that kept, a click moves none of them."""
    bar = played.bench.tabs.tabBar()
    places = [bar.tabRect(number) for number in range(bar.count())]
    for number in (4, 0, 2, 1, 3):
        open_tab(played, number)
        assert bar.currentIndex() == number
        assert [bar.tabRect(n) for n in range(bar.count())] == places


def sent_by(rows: Sequence[LogLine], sender: str, until: int) -> int:
    """Counts a sender's mails of 24 hours in the rows of the log."""
    recent = (r for r in rows if r.kind is RowKind.MAIL and r.outcome is Outcome.DONE and until - DAY < r.time <= until)
    return sum(row.sender == sender for row in recent)


def test_the_knob_goes_back_and_everything_shows_that_instant(played: MainWindow, qtbot: QtBot) -> None:
    every = lines(played)
    assert chips(played) == ["All 423", "Skipped 35", "Mails 71", "Ended 36"]
    line = played.bench.bar.scrubber
    middle = line.height() // 2 + 4
    drag(line, QPoint(line.width() - 6, middle), QPoint(line.width() // 2, middle))
    now = played.bench.player.moment.time
    assert said("run_date", played).startswith("Tue 20 Jan 2026")
    so_far = [row for row in every if row.time <= now]
    assert chips(played)[0] == f"All {len(so_far)}"
    assert [row.id for row in lines(played)] == [row.id for row in so_far]
    assert played.bench.log.table.visualRect(played.bench.log.table.model().index(len(so_far) - 1, 0)).isValid()

    # Exactly ten days after the start: twenty times a day back from the end.
    keys(played, Qt.Key.Key_End, *[Qt.Key.Key_PageDown] * 20)
    assert said("run_date", played) == "Thu 15 Jan 2026 · 09:00"
    assert chips(played) == ["All 287", "Skipped 30", "Mails 36", "Ended 11"]
    assert played.status.rows_text() == "287 of 423 rows"
    workflows = played.bench.tabs.current_tab()
    assert isinstance(workflows, WorkflowsTab)
    assert list_of(workflows)[:3] == ["48 in · 17 skips to mend", "6 in", "4 in · 4 skips to mend"]
    point_card(played)
    tried = [row for row in every[:287] if (row.workflow, row.action) == (WORKFLOW, "Enroll in sequence")]
    skipped = sum(row.outcome is Outcome.SKIPPED for row in tried)
    assert said("card_result", played) == f"{skipped} of {len(tried)} contacts skip this action"
    assert (skipped, len(tried)) == (24, 46)

    now = played.bench.player.moment.time
    assert now == every[0].time + 10 * DAY
    senders = open_tab(played, 3)
    assert isinstance(senders, SendersTab)
    assert senders.line.text == "In the rehearsal, as on Thu 15 Jan 2026 · 09:00"
    shown = {str(senders._model.index(n, 0).data()): str(senders._model.index(n, 2).data()) for n in range(5)}
    assert shown["Ana Ruiz"] == f"{sent_by(every, 'Ana Ruiz', now)} of 12"
    assert sum(sent_by(every, name, now) for name in shown) > 0
    contacts = open_tab(played, 2)
    assert isinstance(contacts, ContactsTab)
    qtbot.waitUntil(lambda: not played.bench.jobs.busy, timeout=10_000)
    assert contacts.panel.instant.text.startswith("In the rehearsal, as on Thu 15 Jan 2026 · 09:00")


def test_steps_go_by_event_hour_day_and_skip_and_reset_clears(played: MainWindow) -> None:
    every = lines(played)
    choose_menu(played, "Rehearse", MOVE, "To the start")
    assert (said("run_date", played), lines(played)) == ("Mon 5 Jan 2026 · 09:00", [])
    press(played, "replay_step")
    assert [row.id for row in lines(played)] == [every[0].id]
    keys(played, Qt.Key.Key_Right, modifier=CONTROL)
    keys(played, Qt.Key.Key_Right, modifier=CONTROL)
    keys(played, Qt.Key.Key_Left, modifier=CONTROL)
    assert [row.id for row in lines(played)] == [row.id for row in every[:2]]
    choose_menu(played, "Rehearse", MOVE, "A day on")
    choose_menu(played, "Rehearse", MOVE, "An hour on")
    assert said("run_date", played) == "Tue 6 Jan 2026 · 10:00"
    assert len(lines(played)) == sum(row.time <= every[0].time + DAY + HOUR for row in every)
    later = [row for row in every if row.outcome is Outcome.SKIPPED and row.time > every[0].time + DAY + HOUR]
    for skip in later[:2]:
        keys(played, Qt.Key.Key_Right, modifier=CONTROL | SHIFT)
        assert lines(played)[-1].id == skip.id
    choose_menu(played, "Rehearse", MOVE, "To the end")
    assert (said("run_date", played), len(lines(played))) == ("Wed 4 Feb 2026 · 09:00", 423)
    press(played, "run_reset")
    assert played.bench.log.findChild(QLabel, "empty_title") is None or played.bench.runs.run is None
    assert not find(played, QAbstractButton, "replay_play").isEnabled()


def test_it_plays_at_the_speed_chosen_pauses_and_goes_on(played: MainWindow, qtbot: QtBot) -> None:
    player = played.bench.player
    pick_from(find(played, QAbstractButton, "replay_speed"), "6 hours / s")
    assert find(played, QAbstractButton, "replay_speed").text() == "6 hours / s"
    press(played, "replay_play")  # from the end it begins again
    start = player.replay.start if player.replay else 0
    qtbot.waitUntil(lambda: player.moment.time > start + HOUR, timeout=10_000)
    press(played, "replay_pause")
    at = player.moment
    assert start < at.time < start + 5 * DAY
    qtbot.wait(120)
    assert player.moment == at
    pick_from(find(played, QAbstractButton, "replay_speed"), "1 week / s")
    press(played, "replay_play")
    qtbot.waitUntil(lambda: player.moment.time > at.time + DAY, timeout=10_000)
    qtbot.waitUntil(lambda: not player.is_playing, timeout=20_000)
    assert said("run_date", played) == "Wed 4 Feb 2026 · 09:00"


def first(rows: Sequence[LogLine], wanted: Callable[[LogLine], bool]) -> LogLine:
    return next(row for row in rows if wanted(row))


def test_playing_stops_at_a_card_a_reason_a_contact_and_a_full_mailbox(played: MainWindow, qtbot: QtBot) -> None:
    every, table = lines(played), played.bench.log.table
    pick_from(find(played, QAbstractButton, "replay_speed"), "1 week / s")
    no_seat = first(every, lambda row: row.reason.name == "SENDER_NO_SEAT")
    teresa = first(every, lambda row: row.contact == "Teresa Navarro")
    ana = [
        row for row in every if row.kind is RowKind.MAIL and row.outcome is Outcome.DONE and row.sender == "Ana Ruiz"
    ]
    # Ana may send 12 a day; 90 % of that are 11.
    full = next(b for a, b in zip(ana, ana[10:], strict=False) if b.time - a.time < DAY)

    def at_card() -> str:
        point_card(played, RIGHT)
        pick("Stop playing here")
        return "Enroll in sequence (Demo request follow-up)"

    def at_row(row: LogLine, title: str) -> None:
        cell(table, column_row(row), 1, RIGHT)
        pick(title)

    def column_row(row: LogLine) -> int:
        return next(n for n, one in enumerate(every) if one.id == row.id)

    enrolls = first(every, lambda row: (row.workflow, row.action) == (WORKFLOW, "Enroll in sequence"))
    cases: list[tuple[Callable[[], object], LogLine, str]] = [
        (at_card, enrolls, "Enroll in sequence"),
        (lambda: at_row(no_seat, "Stop playing at this reason"), no_seat, "Sender has no paid seat"),
        (lambda: at_row(teresa, "Stop playing at this contact"), teresa, "Teresa Navarro"),
        (lambda: at_row(ana[0], "Stop when this sender"), full, "Ana Ruiz at 90 % of the limit"),
    ]
    for ask, stops, title in cases:
        keys(played, Qt.Key.Key_End, modifier=Qt.KeyboardModifier.AltModifier)
        ask()
        assert len(played.bench.player.breaks) == 1
        press(played, "replay_play")
        qtbot.waitUntil(lambda: not played.bench.player.is_playing, timeout=20_000)
        assert (lines(played)[-1].id, column(played, "contact")[-1]) == (stops.id, stops.contact), title
        assert played.status.message_text().startswith(f"Paused: {title}")
        pick_from(find(played, QAbstractButton, "replay_breaks"), "Remove all break points")
