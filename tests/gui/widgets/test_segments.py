"""Segmented filters: a row of chips of which one is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager, Tone
from gui.widgets.segments import Segment, SegmentedFilter

SEGMENTS = (Segment("all", "All", 1204), Segment("skipped", "Skipped", 58, Tone.SKIPPED), Segment("mails", "Mails"))


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def row(themes: ThemeManager, host: QWidget, told: list[str]) -> SegmentedFilter:
    made = SegmentedFilter(themes, SEGMENTS, host)
    made.chosen.connect(told.append)
    made.show()
    return made


def test_the_first_is_chosen_untold(row: SegmentedFilter, told: list[str]) -> None:
    assert row.current() == "all"
    assert told == []


def test_chips_say_title_and_count(row: SegmentedFilter) -> None:
    assert [row.chip(key).text() for key in ("all", "skipped", "mails")] == ["All 1,204", "Skipped 58", "Mails"]
    row.set_count("mails", 412)
    row.set_count("skipped", None)
    assert [row.chip(key).text() for key in ("skipped", "mails")] == ["Skipped", "Mails 412"]
    with pytest.raises(KeyError):
        row.set_count("nonsense", 1)


def test_a_click_chooses_one_and_only_one(row: SegmentedFilter, qtbot: QtBot, told: list[str]) -> None:
    for _ in range(2):
        QTest.mouseClick(row.chip("skipped"), Qt.MouseButton.LeftButton)
    assert told == ["skipped"]
    assert [row.chip(key).isChecked() for key in ("all", "skipped", "mails")] == [False, True, False]


def test_choose_tells_only_a_change(row: SegmentedFilter, told: list[str]) -> None:
    row.choose("mails")
    row.choose("mails")
    assert told == ["mails"]
    with pytest.raises(KeyError):
        row.choose("nonsense")


def test_arrows_move_and_stop_at_the_ends(row: SegmentedFilter, host: QWidget, qtbot: QtBot, told: list[str]) -> None:
    with qtbot.waitActive(host):
        host.activateWindow()
    row.chip("all").setFocus()
    for _ in range(3):
        QTest.keyClick(row.focusWidget(), Qt.Key.Key_Right)
    assert told == ["skipped", "mails"]
    QTest.keyClick(row.focusWidget(), Qt.Key.Key_Left)
    assert row.current() == "skipped"
    assert row.chip("skipped").hasFocus()


def test_other_chips_keep_the_choice_if_they_can(row: SegmentedFilter, told: list[str]) -> None:
    row.choose("mails")
    row.set_segments([Segment("mails", "Mails", 3), Segment("all", "All")])
    assert row.current() == "mails"
    row.set_segments([Segment("done", "Done"), Segment("left", "Left")])
    assert row.current() == "done"
    assert told == ["mails"]
    row.set_segments([])
    assert row.current() == ""


def test_the_chosen_chip_has_its_tone(row: SegmentedFilter, themes: ThemeManager) -> None:
    row.choose("skipped")
    image = row.chip("skipped").grab().toImage()
    assert image.pixelColor(5, 5) == themes.theme.skipped_soft
    row.choose("all")
    assert row.chip("all").grab().toImage().pixelColor(5, 5) == themes.theme.accent_soft
    assert row.chip("skipped").grab().toImage().pixelColor(5, 5) == themes.theme.raised
