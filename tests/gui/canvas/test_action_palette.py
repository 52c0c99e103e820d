"""The palette that opens at a +."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from core.actions import ACTIONS
from gui.canvas.action_palette import ActionPalette, entries
from gui.theme import ThemeManager

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

W = TypeVar("W", bound=QWidget)


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Returns a child by kind and name; fails when there is none."""
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


@pytest.fixture
def palette(qapp: QApplication, themes: ThemeManager) -> Iterator[ActionPalette]:
    """Yields an open palette."""
    made = ActionPalette(themes)
    made.open_at(QPoint(200, 100))
    yield made
    made.close()
    made.deleteLater()


def search(palette: ActionPalette) -> QLineEdit:
    found = part(palette, QLineEdit, "action_palette_search")
    assert isinstance(found, QLineEdit)
    return found


def test_every_action_that_has_a_group_is_offered() -> None:
    offered = {entry.kind for entry in entries() if entry.kind}
    assert offered == {kind for kind, action in ACTIONS.items() if action.group}
    assert "unknown" not in offered


def test_sequences_come_first_under_their_heading() -> None:
    assert [entry.title for entry in entries()][:3] == ["Sequences", "Enroll in sequence", "Unenroll from sequence"]


def test_typing_narrows_down_by_name_or_group() -> None:
    assert [entry.title for entry in entries("DELAY")] == [
        "Time and branches",
        "Delay",
        "Delay until a day or time",
        "Delay until event",
    ]
    assert [entry.kind for entry in entries("unenroll seq")] == ["", "unenroll_from_sequence"]
    assert entries("nothing like it") == []


def test_enter_chooses_the_first_and_arrows_another(qtbot: QtBot, palette: ActionPalette) -> None:
    chosen = QSignalSpy(palette.chosen)
    QTest.keyClicks(search(palette), "sequence")
    QTest.keyClick(search(palette), Qt.Key.Key_Down)
    QTest.keyClick(search(palette), Qt.Key.Key_Return)
    assert chosen.count() == 1
    assert chosen.at(0) == ["unenroll_from_sequence"]
    assert not palette.isVisible()


def test_arrows_skip_headings(qtbot: QtBot, palette: ActionPalette) -> None:
    chosen = QSignalSpy(palette.chosen)
    for _ in range(2):
        QTest.keyClick(search(palette), Qt.Key.Key_Down)
    QTest.keyClick(search(palette), Qt.Key.Key_Return)
    assert chosen.at(0) == [[e.kind for e in entries() if e.kind][2]]


def test_esc_closes_and_chooses_nothing(qtbot: QtBot, palette: ActionPalette) -> None:
    chosen, closed = QSignalSpy(palette.chosen), QSignalSpy(palette.closed)
    QTest.keyClick(search(palette), Qt.Key.Key_Escape)
    assert (chosen.count(), closed.count()) == (0, 1)


def test_click_chooses_a_row_but_not_a_heading(qtbot: QtBot, palette: ActionPalette) -> None:
    chosen = QSignalSpy(palette.chosen)
    rows = part(palette, QListView, "action_palette_list")
    for row in (0, 1):
        at = rows.visualRect(rows.model().index(row, 0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.count() == 1
    assert chosen.at(0) == ["enroll_in_sequence"]


def test_enter_on_nothing_keeps_it_open(qtbot: QtBot, palette: ActionPalette) -> None:
    QTest.keyClicks(search(palette), "zzz")
    QTest.keyClick(search(palette), Qt.Key.Key_Return)
    assert palette.isVisible()


@pytest.mark.parametrize(
    ("typed", "first"),
    [("if", "If/then branch"), ("de", "Delay"), ("un", "Unenroll from sequence"), ("seq en", "Enroll in sequence")],
)
def test_names_that_begin_with_what_is_typed_come_first(typed: str, first: str) -> None:
    assert next(entry.title for entry in entries(typed) if entry.kind) == first
