"""The log by hand on the sample: typing, completing, values by right click, buttons, colours, folds, files."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from core.model.trace import Outcome, RowKind
from gui.canvas.view import CanvasView
from gui.run.log_line import LogFilterLine
from gui.tables.column_chooser import ColumnChooser
from gui.tables.paged import ROW_TONE_ROLE
from gui.theme import Tone
from gui.window import MainWindow
from tests.end_to_end.hand import (
    RIGHT,
    answering,
    cell,
    column,
    keys,
    lines,
    pick,
    pick_from,
    point,
    said,
    saving,
    write,
)
from tests.end_to_end.steps import find

pytestmark = pytest.mark.qt_log_ignore("does not support")
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
REASON = 5
"""Where the column Reason stands."""


def settle(window: MainWindow, qtbot: QtBot) -> None:
    window.bench.log.bar.text.flush()
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)


def type_filter(window: MainWindow, qtbot: QtBot, text: str) -> LogFilterLine:
    """Clicks into the line, types over what is there, and waits for the rows."""
    line = find(window, LogFilterLine, "log_text")
    point(line)
    keys(window, Qt.Key.Key_A, modifier=CONTROL)
    write(text)
    line.offers.close()
    settle(window, qtbot)
    return line


def colour(line: LogFilterLine) -> str:
    return "red" if line.property("invalid") else "green" if line.property("valid") else "plain"


def test_the_line_is_red_while_wrong_green_when_right_and_completes(played: MainWindow, qtbot: QtBot) -> None:
    reasons = Counter(line.reason.name for line in lines(played) if line.reason)
    line = type_filter(played, qtbot, "outcome=skiped")
    assert colour(line) == "red"
    assert said("log_verdict", played).startswith("✕ There is no outcome “skiped”.")
    assert len(lines(played)) == 423, "rows stay while the text cannot be read"
    line = type_filter(played, qtbot, "outcome=skipped and reason=DAILY_LIMIT_REACHED")
    assert colour(line) == "green"
    assert column(played, "reason") == ["DAILY_LIMIT_REACHED"] * reasons["DAILY_LIMIT_REACHED"]
    assert reasons["DAILY_LIMIT_REACHED"] > 0
    point(line)
    keys(played, Qt.Key.Key_A, modifier=CONTROL)
    write("rea")
    offers = line.offers.popup
    QTest.keyClick(offers, Qt.Key.Key_Tab)
    assert line.text() == "reason="
    QTest.keyClicks(offers, "SENDER_N")
    QTest.keyClick(offers, Qt.Key.Key_Down)
    QTest.keyClick(offers, Qt.Key.Key_Return)
    settle(played, qtbot)
    assert (line.text(), colour(line)) == ("reason=SENDER_NO_SEAT", "green")
    assert column(played, "sender") == ["Cem Aydin"] * reasons["SENDER_NO_SEAT"]
    assert colour(type_filter(played, qtbot, "teresa")) == "plain"
    assert set(column(played, "contact")) == {"Teresa Navarro"}


def test_a_value_is_applied_left_out_and_coloured_by_right_click_and_a_filter_kept(
    played: MainWindow, qtbot: QtBot
) -> None:
    table = played.bench.log.table
    limit = column(played, "reason").index("DAILY_LIMIT_REACHED")
    cell(table, limit, REASON, RIGHT)
    pick("Highlight", _tone_title(Tone.WAITING))
    settle(played, qtbot)
    assert table.model().index(limit, 0).data(ROW_TONE_ROLE) == Tone.WAITING
    cell(table, limit, REASON, RIGHT)
    pick("Apply as filter: reason=DAILY_LIMIT_REACHED")
    settle(played, qtbot)
    assert set(column(played, "reason")) == {"DAILY_LIMIT_REACHED"}
    kept = len(lines(played))
    with answering("Over the limit"):
        pick_from(find(played, QAbstractButton, "log_more"), "Save filter")
    chip = next(b for b in played.bench.log.shelf.findChildren(QPushButton) if b.text() == "Over the limit")
    assert chip.isChecked()
    line = type_filter(played, qtbot, "outcome=skipped")
    cell(table, 0, REASON, RIGHT)
    pick("Exclude: reason=SEQUENCE_DELETED")
    settle(played, qtbot)
    assert line.text() == "outcome=skipped and not reason=SEQUENCE_DELETED"
    assert "SEQUENCE_DELETED" not in column(played, "reason")
    assert len(lines(played)) == 35 - 4
    point(chip)
    settle(played, qtbot)
    assert column(played, "reason") == ["DAILY_LIMIT_REACHED"] * kept
    keys(played, Qt.Key.Key_Z, modifier=CONTROL)  # saving a filter can be undone
    assert not [
        b for b in played.bench.log.shelf.findChildren(QPushButton) if b.text() == "Over the limit" and b.isVisible()
    ]


def _tone_title(tone: Tone) -> str:
    from gui.run.log_shelf import TONES

    return f"{tone.sign} {TONES[tone]}".strip()


def test_repeats_fold_rows_of_a_contact_are_linked_a_card_and_the_dot_show_theirs(
    played: MainWindow, qtbot: QtBot
) -> None:
    table, window = played.bench.log.table, played
    point(find(window, QAbstractButton, "log_fold"))
    settle(window, qtbot)
    assert column(window, "contact")[0] == "▸ 4 × Ada Novak"
    cell(table, 0)
    keys(window, Qt.Key.Key_Right)
    assert [name.strip() for name in column(window, "contact")[:4]] == [
        "▾ 4 × Ada Novak",
        "Beatriz Santos",
        "Martin Krejčí",
        "Greta Lange",
    ]
    point(find(window, QAbstractButton, "log_fold"))
    settle(window, qtbot)
    mine = [n for n, name in enumerate(column(window, "contact")) if name == "Teresa Navarro"]
    cell(table, mine[0])
    for wanted in mine[1:3]:
        keys(window, Qt.Key.Key_Down, modifier=ALT)
        settle(window, qtbot)
        assert table.selected_ids() == [window.bench.log.model.id_at(wanted)]
    # The dot of the status bar: four sequences deleted and what else is broken.
    broken = sum(line.severity == "broken" for line in lines(window))
    dot = find(window, QAbstractButton, "status_worst")
    assert dot.text() == f"{broken} rows broken"
    point(dot)
    settle(window, qtbot)
    assert len(lines(window)) == broken
    assert {line.severity for line in lines(window)} == {"broken"}
    # A click on a card shows the card's rows.
    point(find(window, QAbstractButton, "zoom_fit"))
    canvas = find(window, CanvasView, "canvas")
    point(canvas.viewport(), canvas.card_rect(2).center())
    settle(window, qtbot)
    assert len(lines(window)) == 1, "what was typed stays"
    type_filter(window, qtbot, " ")
    tried = [line for line in lines(window) if line.kind is RowKind.ACTION]
    assert {(line.workflow, line.action) for line in tried} == {("Demo request follow-up", "Enroll in sequence")}
    assert len(tried) == 52, "as many as came through the branch Lead"


def test_columns_are_chosen_rows_copied_and_written_to_files(played: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    table = played.bench.log.table
    pick_from(find(played, QAbstractButton, "log_more"), "Columns")
    (chooser,) = [d for d in played.findChildren(ColumnChooser) if d.isVisible()]
    listed = find(chooser, QListWidget, "column_list")
    (severity,) = listed.findItems("Severity", Qt.MatchFlag.MatchExactly)
    listed.scrollToItem(severity)
    point(listed.viewport(), listed.visualItemRect(severity).center())
    keys(chooser, Qt.Key.Key_Space)
    keys(chooser, Qt.Key.Key_Escape)
    number = next(n for n, c in enumerate(played.bench.log.model.columns) if c.key == "severity")
    assert not table.isColumnHidden(number)
    type_filter(played, qtbot, "reason=INBOX_NOT_CONNECTED")
    cell(table, 0)
    keys(played, Qt.Key.Key_C, modifier=CONTROL)
    copied = QGuiApplication.clipboard().text()
    assert "Tomás Ferreira" in copied
    assert "INBOX_NOT_CONNECTED" in copied
    names = column(played, "contact")
    assert names == ["Tomás Ferreira", "Oliver Wright", "Bartosz Sikora", "Teresa Navarro"]
    export = find(played, QPushButton, "log_export")
    with saving(tmp_path / "log.csv"):
        pick_from(export, "As CSV")
    settle(played, qtbot)
    with (tmp_path / "log.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["contact"] for row in rows] == names
    assert {row["reason"] for row in rows} == {"INBOX_NOT_CONNECTED"}
    assert rows[0]["time"] == "2026-01-05T11:40:00+01:00"
    qtbot.wait(50)  # a hand is not that fast: the button's menu is still closing
    with saving(tmp_path / "log.jsonl"):
        pick_from(export, "As JSON")
    settle(played, qtbot)
    written = [json.loads(text) for text in (tmp_path / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["contact"] for row in written] == names
    assert {row["outcome"] for row in written} == {Outcome.SKIPPED.label}
