"""The Results tab in the real window: empty at first, then a load map, plots and tables that follow the scrubber."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.services.workspace import Workspace
from gui.settings import Folders
from gui.tabs.results import ResultPages, ResultsTab
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests import building as b

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


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


def test_a_click_on_a_cell_lists_who_is_in_and_who_was_pushed_out(window: MainWindow, pages: ResultPages) -> None:
    grid = pages.load
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    assert [(row[0], row[1]) for row in pages.rows["load"]] == [("Ben", "skipped"), ("Ben", "skipped"), ("Ada", "sent")]
    assert pages.side_title.text() == "Ana Ruiz · 5 Jan 2026"
    QTest.mouseClick(pages.to_log, Qt.MouseButton.LeftButton)
    assert window.bench.log.bar.filter.text == 'sender="Ana Ruiz" and day=1'
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert [(row[0], row[1]) for row in pages.rows["load"]] == [("Ada", "sent")]


def test_a_click_on_a_bar_filters_the_log(window: MainWindow, pages: ResultPages) -> None:
    pages.segments.chip("reasons").click()
    chart = pages.pareto
    assert pages.rows["reasons"] == [("Daily send limit reached", 2, "67 %"), ("Already in a sequence", 1, "100 %")]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.band(1).center())
    assert window.bench.log.bar.filter.text == "reason=ALREADY_ENROLLED"


def test_collisions_and_sums(window: MainWindow, pages: ResultPages) -> None:
    pages.segments.chip("collisions").click()
    assert pages.rows["collisions"] == [("Webinar", "Welcome", 1)]
    grid = pages.collisions
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    assert window.bench.log.bar.filter.text == "reason=ALREADY_ENROLLED and sequence=Webinar"
    assert pages.rows["senders"][0][:4] == ("Ana Ruiz", 1, 3, 2)


def test_the_scrubber_takes_mails_back_into_the_plan(window: MainWindow, pages: ResultPages, qtbot: QtBot) -> None:
    assert [row[3:5] for row in pages.rows["days"][:3]] == [(1, 0), (0, 0), (1, 0)]
    window.bench.player.go_to_fraction(1 / 30)
    qtbot.waitUntil(lambda: [row[3:5] for row in pages.rows["days"][:3]] == [(1, 0), (0, 0), (0, 1)], timeout=5_000)


def test_every_page_is_saved(window: MainWindow, pages: ResultPages, fake_dialogs: FakeDialogs, tmp_path: Path) -> None:
    for form in ("png", "svg", "csv"):
        for page in ("load", "reasons", "days"):
            pages.segments.choose(page) if pages.segments.current() != page else None
            path = tmp_path / f"{page}.{form}"
            fake_dialogs.answers.append(path)
            pages.files.export(page, form)
            assert path.stat().st_size > 50
    assert (tmp_path / "load.csv").read_text().splitlines()[1] == "Ana Ruiz,2026-01-05,1,1,1,0,0,2,0,"
    pages.segments.choose("reasons")
    pages.files.copy()
    assert "Daily send limit reached\t2" in QApplication.clipboard().text()


def test_plots_follow_the_theme(pages: ResultPages, themes: ThemeManager) -> None:
    themes.set_choice("dark")
    pages.segments.choose("reasons")
    assert pages.pareto.grab().toImage().pixelColor(2, 2) == themes.theme.surface
