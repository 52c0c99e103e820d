"""The command palette: matching typed letters, choosing, running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.commands import Command, CommandRegistry
from gui.palette import CommandPalette, PaletteEntry, fuzzy_match
from gui.theme import ThemeManager


@pytest.mark.parametrize(
    ("query", "text", "places"),
    [
        ("reh", "Rehearse", (0, 1, 2)),
        ("nw", "New workflow", (0, 4)),
        ("wf", "New workflow", (4, 8)),
        ("WORK", "New workflow", (4, 5, 6, 7)),
        ("new w", "New workflow", (0, 1, 2, 4)),
        ("łu", "Łucja Wrona", (0, 1)),
        ("", "anything", ()),
    ],
)
def test_letters_are_found_in_their_order(query: str, text: str, places: tuple[int, ...]) -> None:
    match = fuzzy_match(query, text)
    assert match is not None
    assert match.places == places


@pytest.mark.parametrize(("query", "text"), [("xyz", "Rehearse"), ("her", "Reh"), ("eR!", "Reset")])
def test_letters_in_another_order_or_missing_do_not_fit(query: str, text: str) -> None:
    assert fuzzy_match(query, text) is None


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("re", "Rehearse", "Search everything"),
        ("im", "Import contacts", "Dismiss"),
        ("nw", "New workflow", "Unwind"),
        ("log", "Log", "Log columns and their widths"),
    ],
)
def test_beginnings_and_neighbours_count_more(query: str, better: str, worse: str) -> None:
    good, bad = fuzzy_match(query, better), fuzzy_match(query, worse)
    assert good is not None
    assert bad is not None
    assert good.score > bad.score


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def palette(themes: ThemeManager, host: QWidget, done: list[str]) -> Iterator[CommandPalette]:
    registry = CommandRegistry(themes, host)
    registry.register_all(
        [
            Command("new", "New workflow", lambda: done.append("new"), "File", "plus", ("Ctrl+N",)),
            Command("import", "Import contacts", lambda: done.append("import"), "File", "import"),
            Command("play", "Rehearse", lambda: done.append("play"), "Rehearse", "play", ("Ctrl+R",)),
            Command("reset", "Reset", lambda: done.append("reset"), "Rehearse", enabled=lambda: False),
            Command("hidden", "Secret", lambda: done.append("hidden"), in_palette=False),
        ]
    )
    made = CommandPalette(registry, themes, host)
    made.popup()
    yield made
    made.close()


def _titles(palette: CommandPalette) -> list[str]:
    return [entry.title for entry in palette.entries()]


def test_all_that_can_be_done_is_listed_at_first(palette: CommandPalette) -> None:
    assert _titles(palette) == ["New workflow", "Import contacts", "Rehearse"]
    first = palette.entries()[0]
    assert (first.subtitle, first.icon, first.shortcut) == ("File", "plus", "Ctrl+N")


def test_typing_narrows_and_enter_runs_the_best(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    QTest.keyClicks(palette.field, "re")
    assert _titles(palette) == ["Rehearse"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["play"]
    assert not palette.isVisible()


def test_arrows_choose_and_go_round(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == 2
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_PageDown)
    assert palette.list.currentIndex().row() == 2
    QTest.keyClick(palette.field, Qt.Key.Key_PageUp)
    QTest.keyClick(palette.field, Qt.Key.Key_Enter)
    assert done == ["new"]


def test_escape_closes_and_runs_nothing(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert done == []


def test_a_click_runs(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    place = palette.list.visualRect(palette.list.model().index(1, 0)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert done == ["import"]


def test_enter_with_no_line_does_nothing(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    QTest.keyClicks(palette.field, "qqqq")
    assert palette.entries() == []
    assert not palette.list.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert done == []
    assert palette.isVisible()


def test_providers_are_asked_what_is_typed(palette: CommandPalette, qtbot: QtBot, done: list[str]) -> None:
    asked: list[str] = []

    def contacts(text: str) -> list[PaletteEntry]:
        asked.append(text)
        return [PaletteEntry("Łucja Wrona", lambda: done.append("contact"), "lucja@example.com", "contact")]

    palette.add_provider(contacts)
    QTest.keyClicks(palette.field, "@e")
    # The title does not fit, but the provider knows the address: its entry stays.
    assert _titles(palette) == ["Łucja Wrona"]
    assert asked == ["@", "@e"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["contact"]


def test_what_fits_needs_no_scroll_bar(palette: CommandPalette, qtbot: QtBot) -> None:
    palette.popup()
    QTest.keyClicks(palette.field, palette.entries()[0].title)
    assert palette.list.model().rowCount() < 10
    assert palette.list.verticalScrollBar().maximum() == 0
    assert not palette.list.verticalScrollBar().isVisible()
    for row in range(palette.list.model().rowCount()):
        index = palette.list.model().index(row, 0)
        assert palette.list.viewport().rect().contains(palette.list.visualRect(index))


def test_the_last_command_stands_first_next_time(palette: CommandPalette, qtbot: QtBot) -> None:
    QTest.keyClicks(palette.field, "import")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    palette.popup()
    assert palette.field.text() == ""
    assert _titles(palette) == ["Import contacts", "New workflow", "Rehearse"]


def test_it_can_be_painted_in_both_themes(palette: CommandPalette, qtbot: QtBot, themes: ThemeManager) -> None:
    QTest.keyClicks(palette.field, "new")
    chosen = palette.list.visualRect(palette.list.currentIndex())
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        image = palette.list.viewport().grab().toImage()
        assert image.pixelColor(chosen.center().x(), chosen.bottom() - 4) == themes.theme.accent_soft


def test_screen_readers_hear_the_whole_line(palette: CommandPalette) -> None:
    assert palette.list.model().index(0, 0).data() == "New workflow, File, Ctrl+N"
