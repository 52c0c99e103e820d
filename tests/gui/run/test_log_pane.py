"""The log pane: which rows, how they are filtered, where they lead, how they grow."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.model.reason import Reason
from core.model.run import Run
from core.model.trace import Outcome
from gui.bus import GoTo
from gui.tables.paged import ROW_TONE_ROLE, TONE_ROLE
from gui.theme import Tone
from gui.workbench import Workbench

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

Play = Callable[[Workbench], Run]


def texts(bench: Workbench, key: str) -> list[str]:
    """Reads a column of the log through the table's model, as the person sees it."""
    model = bench.log.model
    column = next(n for n, c in enumerate(model.columns) if c.key == key)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def settle(bench: Workbench, qtbot: QtBot) -> None:
    """Waits until typing has paused and all queries are answered."""
    bench.log.bar.text.flush()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def choose_row(bench: Workbench, key: str, value: str) -> None:
    """Selects the first row with a value in a column."""
    assert bench.log.table.select_id(bench.log.model.id_at(texts(bench, key).index(value)))


def test_before_any_run_the_pane_says_what_to_do(bench: Workbench, qtbot: QtBot) -> None:
    empty = bench.log.findChild(type(bench.log.pages.no_run), "log_no_run")
    assert empty is not None
    assert empty.isVisible()
    assert "Press Rehearse to run through 30 days" in empty.accessibleDescription()
    assert not bench.log.bar.text.isEnabled()
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        empty.primary_button.click()


def test_what_an_empty_page_says_does_not_make_the_log_higher(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    pane = bench.log
    before = pane.minimumSizeHint().height()
    pane.bar.text.setText("no such word in any row, however long one looks for it in the log")
    settle(bench, qtbot)
    assert pane.pages.currentWidget() is pane.pages.nothing
    assert pane.minimumSizeHint().height() == before <= 160


def test_it_shows_every_row_and_counts_them(bench: Workbench, play: Play) -> None:
    said: list[str] = []
    bench.log.rows_changed.connect(said.append)
    run = play(bench)
    assert bench.log.model.rowCount() == run.summary.events
    assert said[-1] == f"{run.summary.events} rows"
    chips = {key: bench.log.bar.segments.chip(key).text() for key in ("all", "skipped", "mails", "left")}
    assert chips == {
        "all": f"All {run.summary.events}",
        "skipped": "Skipped 2",
        "mails": f"Mails {run.summary.mails}",
        "left": "Ended 1",
    }


def test_a_row_reads_as_in_the_design(bench: Workbench, play: Play) -> None:
    play(bench)
    at = texts(bench, "reason").index("OWNER_EMPTY")
    shown = {c.key: texts(bench, c.key)[at] for c in bench.log.model.columns}
    assert shown["time"] == "Mon 5 Jan 09:20"
    assert shown["contact"] == "Tom Becker"
    assert shown["workflow"] == "Demo request"
    assert shown["action"] == "Enroll in sequence"
    assert shown["outcome"] == "skipped"
    assert shown["email"] == "tom@acme.example"
    assert shown["severity"] == "needs action"
    # The cell holds the code, its tip and screen readers the words.
    reason = bench.log.model.index(at, 5)
    for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
        assert reason.data(role) == "No contact owner (needs action)"
    outcome = bench.log.model.index(at, 4)
    assert outcome.data(TONE_ROLE) == Tone.SKIPPED
    assert outcome.data(ROW_TONE_ROLE) == Tone.SKIPPED


@pytest.mark.parametrize(("segment", "outcome"), [("skipped", "skipped"), ("left", "← left"), ("mails", "done")])
def test_a_segment_shows_as_many_rows_as_it_says(
    bench: Workbench, play: Play, qtbot: QtBot, segment: str, outcome: str
) -> None:
    play(bench)
    chip = bench.log.bar.segments.chip(segment)
    chip.click()
    settle(bench, qtbot)
    assert set(texts(bench, "outcome")) == {outcome}
    assert chip.text().endswith(f" {bench.log.model.rowCount()}")


def test_typing_filters_and_the_newest_query_wins(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    said: list[str] = []
    run = play(bench)
    bench.log.rows_changed.connect(said.append)
    line = bench.log.bar.text
    line.setText("kowal")
    line.flush()
    line.setText("becker")
    line.flush()
    settle(bench, qtbot)
    assert set(texts(bench, "contact")) == {"Tom Becker"}
    assert said == [f"{bench.log.model.rowCount()} of {run.summary.events} rows"]
    line.setText("no such words")
    settle(bench, qtbot)
    nothing = bench.log.pages.nothing
    assert nothing.isVisible()
    nothing.secondary_button.click()
    settle(bench, qtbot)
    assert bench.log.model.rowCount() == run.summary.events
    assert line.text() == ""


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_reasons_can_be_chosen_together(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    button = bench.log.bar.reasons
    button.click()
    assert list(button.boxes()) == [Reason.FINISHED, Reason.INBOX_NOT_CONNECTED, Reason.OWNER_EMPTY]
    button.boxes()[Reason.OWNER_EMPTY].click()
    button.boxes()[Reason.INBOX_NOT_CONNECTED].click()
    settle(bench, qtbot)
    assert texts(bench, "reason") == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]
    assert button.text() == "Reasons · 2"
    button.boxes()[Reason.OWNER_EMPTY].click()
    settle(bench, qtbot)
    assert texts(bench, "reason") == ["INBOX_NOT_CONNECTED"]
    button._menu.close()


def test_a_card_filters_the_log_and_its_chip_takes_it_back(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    run = play(bench)
    bench.bus.navigate.emit(GoTo("log", 1, 1))
    settle(bench, qtbot)
    # What an enrollment did later (its mail, its end) belongs to the card that made it; the trigger does not.
    assert texts(bench, "action").count("Enroll in sequence") == 3
    assert set(texts(bench, "workflow")) == {"Demo request"}
    assert "Trigger" not in texts(bench, "action")
    chip = bench.log.bar.place_chip
    assert chip.isVisible()
    assert chip.text() == "Enroll in sequence"
    chip.click()
    settle(bench, qtbot)
    assert not chip.isVisible()
    assert bench.log.model.rowCount() == run.summary.events


def test_a_workflow_filters_the_log_by_its_trigger_and_all_its_cards(
    bench: Workbench, play: Play, qtbot: QtBot
) -> None:
    play(bench)
    bench.bus.navigate.emit(GoTo("log", 1))
    settle(bench, qtbot)
    assert set(texts(bench, "workflow")) == {"Demo request"}
    assert bench.log.bar.place_chip.text() == "Demo request"


def test_a_card_that_was_not_played_is_said_so(bench: Workbench, play: Play) -> None:
    said: list[str] = []
    bench.bus.message.connect(said.append)
    play(bench)
    bench.bus.navigate.emit(GoTo("log", 2, 1))
    assert said[-1] == "The rehearsal shown did not play this card. Rehearse again to see it."
    assert not bench.log.bar.filter.narrows


def test_a_row_leads_to_card_contact_and_sender(bench: Workbench, play: Play) -> None:
    play(bench)
    targets: list[GoTo] = []
    bench.bus.navigate.connect(targets.append)
    choose_row(bench, "reason", "INBOX_NOT_CONNECTED")
    bench.log.table.setFocus()
    QTest.keyClick(bench.log.table, Qt.Key.Key_Return)
    bench.log.menu.go_to_contact()
    bench.log.menu.go_to_sender()
    assert targets == [GoTo("workflow", 1, 1), GoTo("contact", 3), GoTo("sender", 2)]


def test_enter_on_a_row_without_a_card_leads_to_the_contact(bench: Workbench, play: Play) -> None:
    play(bench)
    targets: list[GoTo] = []
    bench.bus.navigate.connect(targets.append)
    choose_row(bench, "workflow", "")
    QTest.keyClick(bench.log.table, Qt.Key.Key_Return)
    assert targets == [GoTo("contact", 1)]


def test_the_menu_offers_what_the_row_has(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    choose_row(bench, "reason", "OWNER_EMPTY")
    menu = bench.log.menu.build()
    offered = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert offered == {
        "Mend Tom Becker’s owner": True,
        "Go to card": True,
        "Go to contact": True,
        "Go to sender": False,
        "Show only this contact": True,
        "Story of this contact": True,
        "Why not in a workflow…": True,
        "Expect this": True,
        "Expect this reason never": True,
        "Stop playing at this contact": True,
        "Stop playing at this reason": True,
        "Stop when this sender nears the limit": False,
        "Copy": True,
        "Export CSV…": True,
        "Export JSON Lines…": True,
    }
    next(action for action in menu.actions() if action.text() == "Show only this contact").trigger()
    settle(bench, qtbot)
    assert set(texts(bench, "contact")) == {"Tom Becker"}
    menu.deleteLater()


def test_the_side_panel_tells_the_row_in_full(bench: Workbench, play: Play) -> None:
    play(bench)
    bench.log.bar.details.click()
    assert bench.log.detail.text() == "Choose a row to read all of it here."
    choose_row(bench, "reason", "INBOX_NOT_CONNECTED")
    told = bench.log.detail.text()
    assert "Jan Kowal · Enroll in sequence" in told
    assert "Mon 5 Jan 09:30" in told
    assert "Ben Okafor" in told
    assert "Needs action" in told
    assert bench.log.detail.isVisible()
    bench.log.bar.details.click()
    assert not bench.log.detail.isVisible()


def test_the_side_panel_lists_the_checks_up_to_the_one_that_failed(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.log.bar.details.click()
    choose_row(bench, "reason", "INBOX_NOT_CONNECTED")
    settle(bench, qtbot)
    checks = [check.text() for check in bench.log.detail.findChildren(QLabel, "log_check")]
    assert len(checks) > 3
    # The one that failed comes first; those that passed are folded until somebody asks for them.
    assert checks[0].startswith("↷ ")
    assert "Ben Okafor" in checks[0]
    assert all(check.startswith("✓ ") for check in checks[1:])
    fold = bench.log.detail.findChild(QPushButton, "log_checks_passed")
    assert isinstance(fold, QPushButton)

    def shown() -> list[bool]:
        return [made.isVisible() for made in bench.log.detail.findChildren(QLabel, "log_check")]

    # A layout shows what is put into it one turn of the event loop later.
    qtbot.waitUntil(lambda: shown() == [True, *[False] * (len(checks) - 1)], timeout=2_000)
    assert fold.text() == f"{len(checks) - 1} checks passed ▸"
    fold.setFocus()
    QTest.keyClick(fold, Qt.Key.Key_Space)
    assert (fold.text(), all(shown())) == (f"{len(checks) - 1} checks passed ▾", True)
    # A trigger has no checks, and those of the row before are gone.
    choose_row(bench, "action", "Trigger")
    settle(bench, qtbot)
    qtbot.waitUntil(lambda: not bench.log.detail.findChildren(QLabel, "log_check"), timeout=2_000)


def test_copy_takes_the_chosen_row(bench: Workbench, play: Play) -> None:
    play(bench)
    choose_row(bench, "reason", "OWNER_EMPTY")
    bench.log.table.copy_selection()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].startswith("Time\tContact\tWorkflow\tAction\tOutcome\tReason")
    assert copied[1].startswith("Mon 5 Jan 09:20\tTom Becker\tDemo request\tEnroll in sequence\tskipped\tOWNER_EMPTY")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_export_writes_the_rows_that_are_shown(
    bench: Workbench, play: Play, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs, form: str
) -> None:
    play(bench)
    bench.log.bar.segments.chip("skipped").click()
    settle(bench, qtbot)
    target = tmp_path / f"out.{form}"
    fake_dialogs.answers.append(tmp_path / "out" if form == "csv" else target)
    said: list[str] = []
    bench.bus.message.connect(said.append)
    actions = bench.log.bar.export_menu.actions()
    actions[("csv", "jsonl").index(form)].trigger()
    settle(bench, qtbot)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.DictReader(lines)) if form == "csv" else [json.loads(line) for line in lines]
    assert [row["reason"] for row in rows] == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]
    # Once, on the toast, which can open the file.
    assert bench.exports.toast.text() == f"Wrote 2 rows to out.{form}."
    assert said == []


def test_export_writes_no_row_of_after_the_instant_shown(
    bench: Workbench, play: Play, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    play(bench)
    qtbot.waitUntil(lambda: bench.player.replay is not None, timeout=10_000)
    bench.player.go_to_start()
    bench.player.step(3)
    fake_dialogs.answers.append(tmp_path / "out.jsonl")
    bench.log.bar.export_menu.actions()[1].trigger()
    settle(bench, qtbot)
    written = [json.loads(line)["contact"] for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert written == texts(bench, "contact")
    assert len(written) == 3


def test_an_export_that_was_given_up_writes_nothing(bench: Workbench, play: Play, fake_dialogs: FakeDialogs) -> None:
    play(bench)
    fake_dialogs.answers.append(None)
    bench.log.bar.export_menu.actions()[0].trigger()
    assert not bench.jobs.busy


def test_the_filter_stays_for_the_next_run_but_not_its_card(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.bus.navigate.emit(GoTo("log", 1, 1))
    bench.log.bar.segments.chip("skipped").click()
    settle(bench, qtbot)
    play(bench)
    assert bench.log.bar.filter.segment == "skipped"
    assert not bench.log.bar.filter.places
    assert set(texts(bench, "outcome")) == {"skipped"}


def test_the_log_grows_while_a_rehearsal_plays(bench: Workbench, qtbot: QtBot, held: threading.Event) -> None:
    """The engine has written the first rows and goes on: they are shown before the end, and stay chosen at it."""
    bench.bar.play.click()
    qtbot.waitUntil(lambda: bench.log.model.rowCount() > 0, timeout=5_000)
    assert bench.runs.is_playing
    assert bench.log.table.isVisible()
    choose_row(bench, "reason", "OWNER_EMPTY")
    held.set()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
    run = bench.runs.run
    assert run is not None
    assert bench.log.model.rowCount() == run.summary.events
    line = bench.log.current_line()
    assert line is not None
    assert line.reason is Reason.OWNER_EMPTY


def test_outcomes_have_a_word_and_never_only_a_colour(bench: Workbench, play: Play) -> None:
    play(bench)
    words = set(texts(bench, "outcome"))
    assert words == {"done", "→ entered", "skipped", "← left"}
    assert {word.split()[-1] for word in words} <= {outcome.label for outcome in Outcome}
    model = bench.log.model
    for row in range(model.rowCount()):
        cell = model.index(row, 4)
        tone = Tone(cell.data(TONE_ROLE))
        assert tone.sign or str(cell.data())[0] in "→←"
