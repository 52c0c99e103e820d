"""The log beside the canvas: a click on a card shows its rows, the empty canvas or Esc all; colours while playing."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.reason import Reason
from core.model.run import Run
from gui.canvas.view import CanvasView
from gui.tab_host import standard_tabs
from gui.tables.paged import ROW_TONE_ROLE
from gui.tabs.workflows import WorkflowsTab
from gui.theme import Tone
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]
pytestmark = pytest.mark.qt_log_ignore("does not support")


@pytest.fixture
def played(make_bench: Callable[..., Workbench], play: Play, qtbot: QtBot) -> Workbench:
    bench = make_bench(tabs=standard_tabs())
    bench.tabs.open("workflows")
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=10_000)
    return bench


def canvas(bench: Workbench) -> CanvasView:
    tab = bench.tabs.tab("workflows")
    assert isinstance(tab, WorkflowsTab)
    return tab.canvas


def click(view: CanvasView, at: QPoint) -> None:
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def texts(bench: Workbench, key: str) -> list[str]:
    model = bench.log.model
    column = next(n for n, c in enumerate(model.columns) if c.key == key)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def settle(bench: Workbench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def test_a_click_on_a_card_shows_its_rows_and_another_on_the_ground_all(played: Workbench, qtbot: QtBot) -> None:
    view, bar = canvas(played), played.log.bar
    every = played.log.model.rowCount()
    bar.text.setText("outcome!=left")
    bar.text.flush()
    settle(played, qtbot)
    typed = played.log.model.rowCount()
    assert typed < every
    click(view, view.card_rect(1).center())
    settle(played, qtbot)
    # Its own rows, and the mails of those it enrolled.
    assert sorted(set(texts(played, "action"))) == ["Automated email", "Enroll in sequence"]
    chip = bar.place_chip
    assert (chip.isVisible(), chip.text()) == (True, "Enroll in sequence")
    click(view, view.card_rect(0).center())
    settle(played, qtbot)
    assert set(texts(played, "action")) == {"Trigger"}
    click(view, QPoint(3, view.viewport().height() - 3))
    settle(played, qtbot)
    assert played.log.model.rowCount() == typed  # what was typed stays
    assert not chip.isVisible()


def test_cards_are_followed_with_the_keyboard_and_left_with_esc(played: Workbench, qtbot: QtBot) -> None:
    view = canvas(played)
    every = played.log.model.rowCount()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Down)  # the + below the trigger
    QTest.keyClick(view, Qt.Key.Key_Down)
    settle(played, qtbot)
    assert sorted(set(texts(played, "action"))) == ["Automated email", "Enroll in sequence", "Sequence"]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    settle(played, qtbot)
    assert played.log.model.rowCount() == every


def test_following_can_be_switched_off_and_is_remembered(played: Workbench, qtbot: QtBot) -> None:
    view, follow = canvas(played), played.log.bar.follow
    every = played.log.model.rowCount()
    click(view, view.card_rect(1).center())
    settle(played, qtbot)
    QTest.mouseClick(follow, Qt.MouseButton.LeftButton)
    settle(played, qtbot)
    assert played.log.model.rowCount() == every
    assert played.context.settings.value("log/follow") == "false"
    click(view, view.card_rect(0).center())
    settle(played, qtbot)
    assert played.log.model.rowCount() == every


def test_going_to_a_card_from_its_row_leaves_the_rows(played: Workbench, qtbot: QtBot) -> None:
    every = played.log.model.rowCount()
    played.log.table.select_id(played.log.model.id_at(texts(played, "reason").index("OWNER_EMPTY")))
    played.log.menu.go_to_card()
    settle(played, qtbot)
    assert canvas(played).selected == 1
    assert played.log.model.rowCount() == every


def test_a_chip_that_was_asked_for_stays_when_the_canvas_is_left(played: Workbench, qtbot: QtBot) -> None:
    view = canvas(played)
    played.log.targets.show_contact(2, "Tom Becker")
    click(view, QPoint(3, view.viewport().height() - 3))
    settle(played, qtbot)
    assert set(texts(played, "contact")) == {"Tom Becker"}


def test_rows_that_come_later_are_announced(played: Workbench, qtbot: QtBot) -> None:
    bar, pages = played.log.bar, played.log.pages
    bar.text.setText("contact~kowal")
    bar.text.flush()
    settle(played, qtbot)
    count = played.log.model.rowCount()
    played.player.go_to_start()
    assert pages.later.isVisible()
    assert pages.later.accessibleDescription() == f"{count} such rows will come later in the rehearsal."
    QTest.mouseClick(pages.later.secondary_button, Qt.MouseButton.LeftButton)
    assert played.log.model.rowCount() == count
    assert played.log.table.isVisible()


def tone_of(bench: Workbench, outcome: str) -> object:
    shown = texts(bench, "outcome")
    return bench.log.model.index(shown.index(outcome), 0).data(ROW_TONE_ROLE) if outcome in shown else None


def test_colour_rules_hold_while_a_run_plays_and_at_every_instant(
    bench: Workbench, held: threading.Event, qtbot: QtBot
) -> None:
    bench.log.shelf.colour("outcome=entered", Tone.WAITING)
    bench.bar.play.click()
    qtbot.waitUntil(lambda: bench.log.model.rowCount() > 0, timeout=5_000)
    qtbot.waitUntil(lambda: tone_of(bench, "→ entered") == Tone.WAITING, timeout=5_000)
    assert bench.runs.is_playing
    line = bench.log.bar.text
    line.setText("outcome=entered")
    assert line.property("valid") is True
    line.setText("outcome=nonsense")
    assert line.property("invalid") is True
    line.setText("outcome=entered")
    line.flush()
    qtbot.waitUntil(lambda: set(texts(bench, "outcome")) == {"→ entered"}, timeout=5_000)
    held.set()
    qtbot.waitUntil(lambda: bench.player.replay is not None and not bench.jobs.busy, timeout=10_000)
    assert tone_of(bench, "→ entered") == Tone.WAITING
    bench.player.step(-3)
    assert tone_of(bench, "→ entered") == Tone.WAITING


@pytest.mark.parametrize("text", ["", "outcome=skipped", "kind=mail or outcome=entered", "mailgap<24"])
def test_a_log_that_grows_is_read_on_as_if_it_were_read_whole(played: Workbench, text: str) -> None:
    from core.services.log import LogQuery
    from core.store import log as rows
    from gui.run.log_source import Rows, read_on

    ws, run = played.workspace, played.runs.run
    assert run is not None
    events = list(rows.events(ws.store, list(ws.runs.rows(run.id))).values())

    class Control:
        def raise_if_cancelled(self) -> None:
            """Go on."""

    for heads in (False, True):
        grown = ws.runs.create(run.settings, run.project)
        known = Rows()
        for at in range(0, len(events), 3):
            rows.append(ws.store, grown, events[at : at + 3])
            query = LogQuery(grown, text=text)
            known = read_on(ws, query, known, Control(), heads=heads)  # type: ignore[arg-type]
            whole = read_on(ws, query, Rows(), Control(), heads=heads)  # type: ignore[arg-type]
            assert (list(known.ids), list(known.heads or ())) == (list(whole.ids), list(whole.heads or ()))
        ws.runs.delete(grown)


def counted(bench: Workbench) -> dict[str, int]:
    """Reads the numbers on the segments, as ``{"all": 3}``."""
    chip = bench.log.bar.segments.chip
    return {key: int(chip(key).text().split()[-1]) for key in ("all", "skipped", "mails", "left")}


def listed(bench: Workbench) -> dict[str, str]:
    """Opens the menu of reasons and reads it: reason to what is said of its rows."""
    QTest.mouseClick(bench.log.bar.reasons, Qt.MouseButton.LeftButton)
    said = {reason.name: box.accessibleName().split(", ")[1] for reason, box in bench.log.bar.reasons.boxes().items()}
    bench.log.bar.reasons._menu.close()
    return said


def test_segments_and_reasons_count_what_the_card_leaves_at_every_instant(played: Workbench, qtbot: QtBot) -> None:
    """One contact is skipped at 9:20, one at 9:30; both at the card, none at the trigger all three come to."""
    view, model = canvas(played), played.log.model
    whole = counted(played)
    click(view, view.card_rect(0).center())
    settle(played, qtbot)
    assert counted(played) == {"all": model.rowCount(), "skipped": 0, "mails": 0, "left": 0}
    assert (model.rowCount(), listed(played)) == (3, {})
    click(view, view.card_rect(1).center())
    settle(played, qtbot)
    assert counted(played) == {"all": model.rowCount(), "skipped": 2, "mails": 1, "left": 1}
    assert listed(played) == {"FINISHED": "1 rows", "INBOX_NOT_CONNECTED": "1 rows", "OWNER_EMPTY": "1 rows"}
    QTest.mouseClick(played.log.bar.segments.chip("skipped"), Qt.MouseButton.LeftButton)
    settle(played, qtbot)
    assert (model.rowCount(), counted(played)["skipped"]) == (2, 2)
    played.player.go_to_start()
    played.player.go_by(25 * 60)
    assert (model.rowCount(), counted(played)["skipped"]) == (1, 1)
    assert listed(played) == {"FINISHED": "1 rows", "OWNER_EMPTY": "1 rows"}
    played.player.go_to_end()
    click(view, QPoint(3, view.viewport().height() - 3))
    settle(played, qtbot)
    assert counted(played) == whole


def test_segments_count_within_the_reasons_that_are_ticked(played: Workbench, qtbot: QtBot) -> None:
    QTest.mouseClick(played.log.bar.reasons, Qt.MouseButton.LeftButton)
    box = played.log.bar.reasons.boxes()[Reason.OWNER_EMPTY]
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    played.log.bar.reasons._menu.close()
    settle(played, qtbot)
    assert played.log.model.rowCount() == 1
    assert counted(played) == {"all": 1, "skipped": 1, "mails": 0, "left": 0}
    # The other reasons stay to be ticked too.
    assert set(listed(played)) == {"FINISHED", "INBOX_NOT_CONNECTED", "OWNER_EMPTY"}


@pytest.mark.parametrize("text", ["", "outcome=skipped", "contact~kowal or kind=mail"])
def test_rows_are_told_apart_alike_from_memory_and_from_the_file(played: Workbench, text: str) -> None:
    from core.services.log import Log, LogQuery

    ws, run = played.workspace, played.runs.run
    assert run is not None
    query = LogQuery(run.id, text=text)
    from_file = Log(ws.store, ws.runs).by_sort(query)
    in_memory = ws.log.by_sort(query)
    assert {key: list(ids) for key, ids in in_memory.items()} == {key: list(ids) for key, ids in from_file.items()}
    assert sorted(row for ids in from_file.values() for row in ids) == list(ws.log.ids(query))


def test_the_log_stays_at_the_instant_when_a_filter_is_cleared(played: Workbench, qtbot: QtBot) -> None:
    bar, table = played.log.bar, played.log.table
    played.log.setFixedHeight(160)  # two or three rows
    played.player.go_to_start()
    played.player.go_by(25 * 60)
    bar.text.setText("mia")
    bar.text.flush()
    settle(played, qtbot)
    QTest.mouseClick(bar.text, Qt.MouseButton.LeftButton)
    bar.text.clear()
    bar.text.flush()
    settle(played, qtbot)
    scroll = table.verticalScrollBar()
    assert scroll.maximum() > 0
    assert scroll.value() == scroll.maximum()
    assert texts(played, "contact")[-1] == "Tom Becker"  # skipped at 9:20, the last before 9:25
