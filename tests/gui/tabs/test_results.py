"""The Results tab in the real window: empty at first, then a load map, plots and tables that follow the scrubber."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.services.edits import changed
from core.services.workspace import Workspace
from gui.settings import Folders
from gui.tables.delegate import ROW_PX
from gui.tables.picture import paint_table, table_size
from gui.tabs.result_board import ResultPages
from gui.tabs.result_grid import GridCell
from gui.tabs.result_legend import Hatch
from gui.tabs.result_pages import PAGES, count, words
from gui.tabs.result_table import ResultTable
from gui.tabs.results import ResultsTab
from gui.theme import ThemeManager, Tone
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests import building as b

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def window(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[MainWindow]:
    """Yields the window; Ana may send one mail a day: Ada gets in, Ben is pushed out, both collide with Webinar."""
    project = b.project(
        b.workflow(b.enroll(1), b.enroll(2)),
        senders=(b.sender(limit=1),),
        sequences=(b.sequence(b.mail(), b.mail(2)), b.sequence(number=2, name="Webinar")),
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(2))
    made = MainWindow(workspace, themes, fake_dialogs, settings, Folders(tmp_path, tmp_path))
    made.resize(1280, 800)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def pages(window: MainWindow, qtbot: QtBot) -> ResultPages:
    """Gives the pages after a rehearsal that was begun with the button of the empty tab."""
    tab = window.bench.tabs.open("results")
    assert isinstance(tab, ResultsTab)
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=20_000)
    QTest.mouseClick(tab._empty.primary_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.pages is not None and not window.bench.jobs.busy, timeout=20_000)
    assert tab.pages is not None
    return tab.pages


def said(pages: ResultPages, page: str, columns: int = 2) -> list[tuple[str, ...]]:
    """Returns what a page's table shows, the first columns of it."""
    return [tuple(datum.text for datum in row[:columns]) for row in pages.table(page).shown_rows()]


def test_a_click_on_a_cell_lists_who_is_in_and_who_was_pushed_out(
    window: MainWindow, pages: ResultPages, qtbot: QtBot
) -> None:
    grid, side = pages.load, pages.side
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    out = [("Ben", "Pushed out"), ("Ben", "Pushed out"), ("Ada", "Sent")]
    qtbot.waitUntil(lambda: said(pages, "load") == out, timeout=5_000)
    assert side.title.text() == "Ana Ruiz · 5 Jan 2026"
    assert side.words.text() == "1 mail sent and 2 pushed out by the limit."
    QTest.mouseClick(side.to_log, Qt.MouseButton.LeftButton)
    assert window.bench.log.bar.filter.text == 'sender="Ana Ruiz" and day=1'
    QTest.mouseClick(side.to_pushed, Qt.MouseButton.LeftButton)
    assert window.bench.log.bar.filter.text == 'sender="Ana Ruiz" and reason=DAILY_LIMIT_REACHED and day=1'
    side.table.opened.emit(2)
    assert window.bench.log.bar.filter.text == "contact=Ada and day=1"


def test_the_load_map_is_walked_with_the_keys(pages: ResultPages, qtbot: QtBot) -> None:
    grid = pages.load
    grid.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        QTest.keyClick(grid, key)
    assert grid.accessibleDescription().startswith("Ana Ruiz, 7 Jan 2026\n1 mail that day; the limit is 1")
    assert grid.told == (0, 0)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert grid.told == (0, 2)
    qtbot.waitUntil(lambda: said(pages, "load") == [("Ada", "Sent")], timeout=5_000)
    assert not pages.side.to_pushed.isEnabled()
    QTest.keyClick(grid, Qt.Key.Key_End)
    assert grid.current == (0, 30)
    assert grid.rect_of(0, 30).right() <= grid.viewport().width()
    QTest.keyClick(grid, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert grid.current == (0, 0)


def test_a_cell_tells_of_the_fullest_24_hours_and_what_is_blocked(pages: ResultPages) -> None:
    cells = pages.load.shown.cells[0]
    assert (cells[0].text, cells[0].tone, cells[0].share) == ("1/1 ↷", Tone.BROKEN, 1.0)
    assert cells[0].tip.split("\n") == [
        "Ana Ruiz, 5 Jan 2026",
        "1 mail that day; the limit is 1",
        "Fullest 24 hours that end that day: 1 of 1 (100 %), until 09:00",
        "2 pushed out by the limit, 0 put off",
    ]
    # On Tuesday nothing leaves, so it has no bar; on Saturday no follow-up may.
    assert (cells[1].text, cells[1].share) == ("", 0.0)
    assert cells[5].hatch == Hatch.FALLING
    assert cells[5].tip.endswith("No follow-ups: none on Saturdays in “Welcome”.")
    words = [item.words for item in pages.load.shown.legend]
    assert words == [
        "Mails that day / daily limit", "Fullest 24 hours that end that day: under 80 % of the limit",
        "80 % or more", "Limit reached", "Somebody pushed out", "No follow-ups",
    ]  # fmt: skip


def test_columns_are_as_wide_as_their_words(pages: ResultPages) -> None:
    grid, usual = pages.load, pages.load.rect_of(0, 0).width()
    assert usual == 64
    row = (GridCell("10,000/100,000 ↷"), GridCell("1/1"))
    grid.set_cells(replace(grid.shown, rows=("Ana",), columns=("Mon", "Tue") * 20, cells=(row * 20,)))
    words = grid.fontMetrics().horizontalAdvance("10,000/100,000")
    assert grid.rect_of(0, 0).width() > max(usual, words * 11 // 13)


def test_a_click_on_a_bar_filters_the_log(window: MainWindow, pages: ResultPages) -> None:
    pages.segments.chip("reasons").click()
    chart = pages.pareto
    assert said(pages, "reasons", 3) == [
        ("Daily send limit reached", "2", "67 %"), ("Already in a sequence", "1", "100 %")
    ]  # fmt: skip
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.band(1).center())
    assert window.bench.log.bar.filter.text == "reason=ALREADY_ENROLLED"
    QTest.keyClick(chart, Qt.Key.Key_Home)
    QTest.keyClick(chart, Qt.Key.Key_Space)
    assert window.bench.log.bar.filter.text == "reason=DAILY_LIMIT_REACHED"


def test_collisions_and_sums(window: MainWindow, pages: ResultPages) -> None:
    pages.segments.chip("collisions").click()
    assert said(pages, "collisions", 3) == [("Webinar", "Welcome", "1")]
    grid = pages.collisions
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    both = "reason=ALREADY_ENROLLED and sequence=Webinar and inside=Welcome"
    assert window.bench.log.bar.filter.text == both
    pages.table("collisions").opened.emit(0)
    assert window.bench.log.bar.filter.text == both
    assert said(pages, "senders", 4) == [("Ana Ruiz", "1", "3", "2")]


def test_a_heading_sorts_numbers_as_numbers_and_the_order_is_remembered(
    pages: ResultPages, settings: MemorySettings
) -> None:
    table = pages.table("sequences")
    pages.segments.chip("sequences").click()
    rows = [(words(name), *(count(n) for n in (9, 0, 0, 0, 0, 0, 0)), words("")) for name in ("b", "A", "c")]
    rows[0] = (words("b"), count(10), *rows[0][2:])
    table.show_rows(rows)
    heads = table.horizontalHeader()

    def click(section: int) -> None:
        place = QPoint(heads.sectionViewportPosition(section) + 20, heads.height() // 2)
        QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(0)
    assert [row[0].text for row in table.shown_rows()] == ["A", "b", "c"]
    click(1)
    assert [row[1].text for row in table.shown_rows()] == ["9", "9", "10"]
    click(1)
    assert [row[0].text for row in table.shown_rows()] == ["b", "A", "c"]
    assert settings.value("results/sequences/order") == ["enrolled", "down"]
    again = ResultTable(pages._context, "sequences", "Sequences", pages)
    again.show_rows(rows)
    assert [row[0].text for row in again.shown_rows()] == ["b", "A", "c"]


def test_the_scrubber_takes_mails_back_into_the_plan(window: MainWindow, pages: ResultPages, qtbot: QtBot) -> None:
    def mails() -> list[tuple[int | float | str, ...]]:
        return [(row[3].raw, row[4].raw) for row in pages.table("days").shown_rows()[:3]]

    assert mails() == [(1, 0), (0, 0), (1, 0)]
    assert (pages.words.text(), pages.whole.isVisible()) == ("Whole rehearsal, 30 days", False)
    window.bench.player.go_to_fraction(1 / 30)
    qtbot.waitUntil(lambda: mails() == [(1, 0), (0, 0), (0, 1)], timeout=5_000)
    assert pages.words.text() == "Until Tue 6 Jan 2026 · 09:00"
    # Lines end at the instant, bars go on with what is planned behind a line.
    shown = pages.over_time.shown
    assert (list(shown.series[2].values), len(shown.series[1].values), shown.divider) == ([1, 0], 31, 2)
    assert pages.load.shown.divider == 2
    assert pages.load.shown.legend[-1].words == "After the instant shown: planned follow-ups"
    QTest.mouseClick(pages.whole, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pages.words.text() == "Whole rehearsal, 30 days", timeout=5_000)


def test_every_page_is_saved(window: MainWindow, pages: ResultPages, fake_dialogs: FakeDialogs, tmp_path: Path) -> None:
    for form in ("png", "svg", "csv"):
        for page, _ in PAGES:
            path = tmp_path / f"{page}.{form}"
            fake_dialogs.answers.append(path)
            pages.files.export(page, form)
            assert path.stat().st_size > 40
            if form == "png":
                assert not QImage(str(path)).isNull()
    assert fake_dialogs.asked[0].text == "w sender load.png"
    head, first, *_ = (tmp_path / "load.csv").read_text().splitlines()
    assert head.startswith("sender,day,mails,daily limit,fullest window,window ends,sent,planned,by others,pushed out")
    assert first == "Ana Ruiz,2026-01-05,1,1,1,2026-01-05T09:00:00+00:00,1,0,0,2,0,,,,"
    assert (tmp_path / "reasons.csv").read_text() == (
        "Reason,Rows,So far\nDaily send limit reached,2,0.6667\nAlready in a sequence,1,1.0\n"
    )
    assert "2026-01-05,1,3,1,0,0,0" in (tmp_path / "days.csv").read_text()
    for page, word in (("load", "Ana Ruiz"), ("reasons", "Daily send limit reached"), ("days", "Mails sent")):
        assert word in " ".join((tmp_path / f"{page}.svg").read_text().split())
    pages.segments.choose("reasons")
    pages._on_page("reasons")
    pages.files.copy()
    assert "Daily send limit reached\t2" in QApplication.clipboard().text()
    pages.files.copy_picture()
    assert not QApplication.clipboard().image().isNull()


def test_hatching_stays_in_its_cell_in_svg_files_too(pages: ResultPages, tmp_path: Path) -> None:
    """SVG files know no clipping: all lines of one Saturday's cell, by their numbers, lie within it."""
    path = tmp_path / "map.svg"
    pages.files._write("load", "svg", path)
    pages.load.horizontalScrollBar().setValue(0)
    cell = pages.load.rect_of(0, 5)
    group = next(g for g in ElementTree.parse(path).iter(f"{SVG}g") if g.get("transform", "").endswith(
        f"{cell.left() + 1},{cell.top() + 1})"))  # fmt: skip
    found = group.find(f"{SVG}path")
    assert found is not None
    points = re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", found.get("d", ""))
    numbers = [(float(x), float(y)) for x, y in points]
    assert len(numbers) > 10
    assert all(0 <= x <= cell.width() and 0 <= y <= cell.height() for x, y in numbers)


def test_a_table_is_pictured_whole_with_headings(pages: ResultPages, themes: ThemeManager) -> None:
    table = pages.table("senders")
    size = table_size(table)
    assert size.height() == 2 * ROW_PX
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_table(painter, table, themes.theme)
    painter.end()
    assert image.pixelColor(1, 1) == themes.theme.surface
    assert image.pixelColor(1, ROW_PX - 1) == themes.theme.line


def test_the_menu_of_a_picture_offers_what_can_be_done_with_it(pages: ResultPages) -> None:
    titles = [action.text() for action in pages._menu(pages.load).actions() if action.text()]
    assert titles == ["Copy picture", "Copy table", "Export as PNG…", "Export as SVG…", "Export as CSV…"]
    assert pages.load.accessibleName() == "Mails of each sender on each day, beside the daily limit"


def test_pages_with_nothing_to_show_say_so(window: MainWindow, pages: ResultPages, qtbot: QtBot) -> None:
    workspace = window.bench.workspace
    flow = workspace.project().workflows[0]
    window.bench.undo.do(changed(flow, replace(flow, cards=flow.cards[:1]), "Change"))
    (sender,) = workspace.project().senders
    window.bench.undo.do(changed(sender, replace(sender, limit=9), "Change"))
    window.play()
    qtbot.waitUntil(lambda: pages.table("reasons").shown_rows() == [], timeout=10_000)
    for page in ("reasons", "collisions"):
        pages.segments.chip(page).click()
        assert pages.empties[page].isVisible()
        assert not pages.pictures[page].isVisible()
    pages.segments.chip("days").click()
    assert pages.over_time.isVisible()


def test_plots_follow_the_theme(pages: ResultPages, themes: ThemeManager) -> None:
    themes.set_choice("dark")
    pages.segments.chip("reasons").click()
    assert pages.pareto.grab().toImage().pixelColor(2, 2) == themes.theme.surface
