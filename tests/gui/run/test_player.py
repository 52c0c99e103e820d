"""Playing a finished rehearsal back: any instant, steps, break points, and what the window shows of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.instant import DAY, HOUR
from core.model.moment import Moment, Stop
from core.model.reason import Reason, Severity
from core.model.run import Cast, Run
from core.model.trace import Outcome
from gui.run.log_filter import worst_of
from gui.run.player import card_break, contact_break, near_limit_break, reason_break
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]


@pytest.fixture
def played(bench: Workbench, play: Play, qtbot: QtBot) -> Workbench:
    """A workbench with a finished rehearsal whose trace was read."""
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=10_000)
    return bench


def rows(bench: Workbench) -> int:
    return bench.log.model.rowCount()


def test_the_end_is_shown_at_first(played: Workbench) -> None:
    assert played.player.at_end
    assert played.player.moment == Moment(played.player.replay.rows, played.player.replay.end)  # type: ignore[union-attr]
    assert played.bar.scrubber.usable
    assert played.bar.fraction == 1


def test_the_knob_goes_to_any_instant(played: Workbench) -> None:
    scrubber = played.bar.scrubber
    total = rows(played)
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(6, scrubber.height() // 2))
    assert played.bar.date_text == "Mon 5 Jan 2026 · 09:00"
    assert rows(played) == 0 < total
    QTest.mouseClick(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(scrubber.width() - 6, scrubber.height() // 2))
    assert rows(played) == total
    assert played.player.at_end


def test_dragging_follows_the_pointer(played: Workbench) -> None:
    scrubber = played.bar.scrubber
    middle = scrubber.height() // 2
    QTest.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(scrubber.width() - 6, middle))
    QTest.mouseMove(scrubber, QPoint(scrubber.width() // 2, middle))
    QTest.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(scrubber.width() // 2, middle))
    assert 0.49 < played.bar.fraction < 0.51


def test_keys_move_by_hours_and_days(played: Workbench) -> None:
    scrubber, player = played.bar.scrubber, played.player
    start = played.runs.run.settings.start  # type: ignore[union-attr]
    for key, expected in (
        (Qt.Key.Key_Home, start),
        (Qt.Key.Key_Right, start + HOUR),
        (Qt.Key.Key_PageUp, start + HOUR + DAY),
        (Qt.Key.Key_Left, start + DAY),
        (Qt.Key.Key_PageDown, start),
        (Qt.Key.Key_Left, start),
        (Qt.Key.Key_End, start + 30 * DAY),
    ):
        QTest.keyClick(scrubber, key)
        assert player.moment.time == expected


def test_steps_show_one_row_more_or_fewer(played: Workbench) -> None:
    played.player.go_to_start()
    assert rows(played) == 0
    QTest.mouseClick(played.bar.playback.step, Qt.MouseButton.LeftButton)
    assert rows(played) == 1
    played.player.step(2)
    assert rows(played) == 3
    played.player.step(-1)
    assert rows(played) == 2


def test_counts_on_cards_are_those_of_the_instant(played: Workbench) -> None:
    told: list[dict[int, object]] = []
    played.tabs.show_progress = lambda project, places: told.append(dict(places))  # type: ignore[method-assign]
    played.player.go_to_start()
    assert told[-1] == {}
    played.player.go_to_end()
    assert told[-1] == dict(played.runs.run.summary.places)  # type: ignore[union-attr]


def test_the_next_skip_and_the_one_before(played: Workbench) -> None:
    player = played.player
    player.go_to_start()
    assert player.next_skip()
    first = player.moment
    assert player.next_skip()
    assert player.previous(Stop(outcomes=(2,)))
    assert player.moment == first
    player.go_to_end()
    assert not player.next_skip()


def test_the_worst_rows_are_counted_until_the_instant_shown(played: Workbench) -> None:
    told: list[tuple[Severity | None, int]] = []
    played.log.worst_changed.connect(lambda severity, rows: told.append((severity, rows)))
    played.player.go_to_start()
    assert told[-1] == (None, 0)
    played.player.go_to_end()
    assert told[-1] == worst_of(played.runs.run.summary)  # type: ignore[union-attr]
    assert told[-1][1] > 0


def test_a_skip_that_was_gone_to_is_chosen_in_the_log(played: Workbench) -> None:
    player, log, said = played.player, played.log, list[str]()
    played.bus.message.connect(said.append)
    player.go_to_start()
    player.next_skip()
    line = log.current_line()
    assert line is not None
    assert line.outcome is Outcome.SKIPPED
    assert log.model.row_of(line.id) == rows(played) - 1
    assert log.detail.text().startswith(f"{line.contact} · {line.action}")
    player.step(-1)
    before = log.current_line()
    assert before is not None
    assert before.id == line.id - 1
    assert said == []
    player.go_to_end()
    player.next_skip()
    player.go_to_start()
    player.previous_skip()
    player.next_break()
    assert said == ["Nothing is skipped after this.", "Nothing is skipped before this.", "There is no break point yet."]


def test_it_plays_to_the_end_by_itself_and_then_stands(played: Workbench, qtbot: QtBot) -> None:
    player = played.player
    player.speed = 100 * DAY
    shown: list[int] = []
    player.moment_changed.connect(lambda moment: shown.append(moment.time))
    QTest.mouseClick(played.bar.playback.play, Qt.MouseButton.LeftButton)
    assert player.is_playing
    assert played.bar.playback.pause.isVisible()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=10_000)
    assert player.at_end
    assert shown == sorted(shown)
    assert shown[0] == player.replay.start  # type: ignore[union-attr]
    assert played.bar.playback.play.isVisible()


def test_pause_keeps_the_instant(played: Workbench, qtbot: QtBot) -> None:
    player = played.player
    player.speed = DAY
    player.play()
    qtbot.waitUntil(lambda: player.moment.time > player.replay.start, timeout=10_000)  # type: ignore[union-attr]
    QTest.mouseClick(played.bar.playback.pause, Qt.MouseButton.LeftButton)
    at = player.moment
    qtbot.wait(120)
    assert player.moment == at


@pytest.mark.parametrize("what", ["reason", "contact", "place"])
def test_it_stops_at_a_break_point(played: Workbench, qtbot: QtBot, what: str) -> None:
    player = played.player
    replay = player.replay
    assert replay is not None
    row = next(n for n in range(replay.rows) if replay.reasons[n] == Reason.OWNER_EMPTY)
    at = Cast(replay.run.project).place(int(replay.places[row]))
    assert at is not None
    player.add_break(
        {
            "reason": reason_break(Reason.OWNER_EMPTY),
            "contact": contact_break(int(replay.contacts[row]), "Who"),
            "place": card_break(at.workflow, at.card, "Where"),
        }[what]
    )
    said: list[str] = []
    player.stopped_at.connect(said.append)
    player.speed = 100 * DAY
    player.go_to_start()
    player.play()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=10_000)
    stopped = player.moment.rows - 1
    wanted = {"reason": replay.reasons, "contact": replay.contacts, "place": replay.places}[what]
    assert wanted[stopped] == wanted[row]
    assert all(wanted[n] != wanted[row] for n in range(stopped))
    assert len(said) == 1


def test_break_points_are_listed_and_taken_away(played: Workbench) -> None:
    player, playback = played.player, played.bar.playback
    player.add_break(near_limit_break(1, "Ana"))
    player.add_break(near_limit_break(1, "Ana"))
    assert [one.title for one in player.breaks] == ["Ana at 90 % of the limit"]
    assert playback.breaks.accessibleName() == "Break points: 1"
    menu = playback.breaks.menu()
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    assert player.breaks == ()


def test_a_row_of_the_log_becomes_a_break_point(played: Workbench) -> None:
    played.log.table.selectRow(0)
    line = played.log.current_line()
    assert line is not None
    offered = {action.text(): action for action in played.log.menu.build().actions()}
    offered["Stop playing at this contact"].trigger()
    assert played.player.breaks == (contact_break(line.contact_id, line.contact),)


def test_reset_takes_it_away_and_the_next_run_brings_it_back(played: Workbench, play: Play, qtbot: QtBot) -> None:
    total = rows(played)
    played.player.go_to_start()
    played.bar.reset.click()
    assert played.player.replay is None
    assert not played.bar.scrubber.usable
    assert not played.bar.playback.play.isEnabled()
    play(played)
    qtbot.waitUntil(lambda: played.player.replay is not None, timeout=10_000)
    assert rows(played) == total


def test_a_filter_holds_at_every_instant(played: Workbench, qtbot: QtBot) -> None:
    played.log.bar.segments.choose("skipped")
    qtbot.waitUntil(lambda: not played.jobs.busy)
    total = rows(played)
    assert total == 2
    played.player.go_to_start()
    assert rows(played) == 0
    played.player.next_skip()
    assert rows(played) == 1
    played.player.go_to_end()
    assert rows(played) == total


def test_speeds_have_ends(played: Workbench) -> None:
    playback = played.bar.playback
    for _ in range(9):
        playback.change_speed(1)
    assert (playback.speed.text(), played.player.speed) == ("1 week / s", 7 * DAY)
    for _ in range(9):
        playback.change_speed(-1)
    assert (playback.speed.text(), played.player.speed) == ("1 hour / s", HOUR)


def told_by(bench: Workbench) -> list[tuple[int, int] | str]:
    """Gives a list that fills with what the player says of its moves: rows before and after, or a jump."""
    told: list[tuple[int, int] | str] = []
    bench.player.went_on.connect(lambda flow, before, after: told.append((before.rows, after.rows)))
    bench.player.jumped.connect(lambda: told.append("jump"))
    return told


def test_steps_go_on_and_all_else_jumps(played: Workbench) -> None:
    player, told = played.player, told_by(played)
    player.go_to_start()
    player.step()
    player.step()
    player.step(-1)
    player.go_by(HOUR)
    player.go_to_fraction(0.5)
    player.go_to_end()
    assert told == ["jump", (0, 1), (1, 2), "jump", "jump", "jump", "jump"]


def test_the_next_skip_and_the_next_stop_show_that_one_row(played: Workbench) -> None:
    player = played.player
    replay = player.replay
    assert replay is not None
    skips = [row for row in range(replay.rows) if replay.outcomes[row] == 2]
    player.go_to_start()
    told = told_by(played)
    assert player.next_skip()
    player.set_breaks([reason_break(Reason.INBOX_NOT_CONNECTED)])
    assert player.next_break()
    assert told == [(skips[0], skips[0] + 1), (skips[1], skips[1] + 1)]


def test_while_it_plays_every_row_is_told_once(played: Workbench, qtbot: QtBot) -> None:
    player = played.player
    player.speed = 40 * DAY
    player.go_to_start()
    told = told_by(played)
    player.play()
    qtbot.waitUntil(lambda: not player.is_playing, timeout=10_000)
    moves = [move for move in told if not isinstance(move, str)]
    assert len(moves) == len(told), "it does not jump"
    ends = [0, *(after for _, after in moves)]
    assert [before for before, _ in moves] == ends[:-1]
    assert ends[-1] == player.replay.rows  # type: ignore[union-attr]
