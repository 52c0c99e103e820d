"""The results' job in the real window: rehearse, read the load map, see who was pushed out, page, sort, export."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from core.model.workflow import RunWindow, WorkflowSettings
from core.services.workspace import Workspace
from gui.tables.data_table import DataTable
from gui.tabs.result_chart import Chart
from gui.tabs.result_grid import CellGrid
from gui.window import MainWindow
from tests import building as b
from tests.end_to_end.steps import click, find, press

OpenWindow = Callable[[Workspace], MainWindow]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives a workspace of five contacts; Ana may send two mails a day, on weekdays only, and not at all on the 6th."""
    flow = b.workflow(b.enroll(1), b.enroll(2), name="Welcome all")
    settings = WorkflowSettings(windows=tuple(RunWindow(day) for day in range(5)), blocked=("2026-01-06",))
    project = b.project(
        replace(flow, settings=settings),
        senders=(b.sender(limit=2), b.sender(2, "Ben Okafor")),
        sequences=(b.sequence(b.mail(), b.mail(3)), b.sequence(number=2, name="Webinar")),
    )
    return Workspace.create(tmp_path / "autumn.cadenza", project, b.contacts(5))


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=15_000)


def shown(table: QWidget, columns: int) -> list[tuple[str, ...]]:
    """Returns what a table shows, row by row, the first columns of it."""
    assert isinstance(table, DataTable)
    model = table.model()
    return [tuple(str(model.index(r, c).data()) for c in range(columns)) for r in range(model.rowCount())]


def hover(widget: QWidget, place: QPoint, qtbot: QtBot) -> str:
    """Rests the pointer on a place until a tool tip stands there; gives its words."""
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=2_000)
    # Without a screen no window becomes active when a tool tip goes, and only the active one has tool tips.
    widget.window().activateWindow()
    assert QTest.qWaitForWindowActive(widget.window())
    QTest.mouseMove(widget, place - QPoint(3, 0))
    QTest.mouseMove(widget, place)
    qtbot.waitUntil(QToolTip.isVisible, timeout=5_000)
    return QToolTip.text()


def chip(window: MainWindow, title: str) -> QAbstractButton:
    pages = find(window, QWidget, "results_pages")
    return next(button for button in pages.findChildren(QAbstractButton) if button.text() == title)


def open_results(window: MainWindow, qtbot: QtBot) -> None:
    """Rehearses with the mouse and opens the tab with the keyboard."""
    with qtbot.waitSignal(window.bench.runs.finished, timeout=20_000):
        click(find(window, QAbstractButton, "run_play"))
    idle(window, qtbot)
    press(window, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    assert window.bench.tabs.current_key() == "results"
    qtbot.waitUntil(lambda: bool(window.findChildren(CellGrid, "results_load")), timeout=15_000)
    idle(window, qtbot)


def read_the_map(window: MainWindow, qtbot: QtBot) -> None:
    grid = find(window, CellGrid, "results_load")
    assert find(window, QLabel, "results_moment").text() == "Whole rehearsal, 30 days"
    assert hover(grid.viewport(), grid.rect_of(0, 0).center(), qtbot).split("\n") == [
        "Ana Ruiz, 5 Jan 2026",
        "2 mails that day; the limit is 2",
        "Fullest 24 hours that end that day: 2 of 2 (100 %), until 09:00",
        "6 pushed out by the limit, 0 put off",
    ]
    assert hover(grid.viewport(), grid.rect_of(0, 1).center(), qtbot).endswith(
        "No new enrollments: a blocked date in “Welcome all”."
    )
    assert hover(grid.viewport(), grid.rect_of(0, 5).center(), qtbot).endswith(
        "Blocked: nothing can leave.\n"
        "No new enrollments: no run times on Saturdays in “Welcome all”.\n"
        "No follow-ups: none on Saturdays in “Welcome”."
    )


def see_who_was_pushed_out(window: MainWindow, qtbot: QtBot) -> None:
    grid = find(window, CellGrid, "results_load")
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    table = find(window, DataTable, "results_load_table")
    pushed = [(name, "Pushed out") for name in ("Cleo", "Cleo", "Dan", "Dan", "Eva", "Eva")]
    qtbot.waitUntil(lambda: shown(table, 2) == [*pushed, ("Ada", "Sent"), ("Ben", "Sent")], timeout=5_000)
    click(find(window, QAbstractButton, "results_to_pushed"))
    log = find(window, DataTable, "log_table")
    qtbot.waitUntil(lambda: log.model().rowCount() == 6, timeout=10_000)
    idle(window, qtbot)
    model = window.bench.log.model
    reason = next(n for n, column in enumerate(model.columns) if column.key == "reason")
    assert {str(model.index(row, reason).data()) for row in range(6)} == {"DAILY_LIMIT_REACHED"}


def go_through_the_pages(window: MainWindow, qtbot: QtBot) -> None:
    click(chip(window, "Reasons"))
    chart = find(window, Chart, "results_reasons")
    qtbot.waitUntil(lambda: chart.width() > 400, timeout=5_000)
    assert shown(find(window, QWidget, "results_reasons_table"), 3) == [
        ("Daily send limit reached", "6", "75 %"), ("Already in a sequence", "2", "100 %")
    ]  # fmt: skip
    assert hover(chart, chart.band(1).center(), qtbot) == (
        "Already in a sequence: 2 rows (25 %), by design\nWith those above it: 8 (100 %)"
    )
    click(chip(window, "Over time"))
    assert shown(find(window, QWidget, "results_days_table"), 4)[0] == ("5 Jan 2026", "2", "8", "2")
    click(chip(window, "Collisions"))
    grid = find(window, CellGrid, "results_collisions")
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0, 0).center())
    log = find(window, DataTable, "log_table")
    qtbot.waitUntil(lambda: log.model().rowCount() == 2, timeout=10_000)
    idle(window, qtbot)
    click(chip(window, "Senders"))
    assert shown(find(window, QWidget, "results_senders_table"), 4) == [
        ("Ana Ruiz", "2", "8", "4"), ("Ben Okafor", "0", "0", "0")
    ]  # fmt: skip


def sort_by_mails(window: MainWindow) -> None:
    table = find(window, DataTable, "results_senders_table")
    heads = table.horizontalHeader()
    place = QPoint(heads.sectionViewportPosition(3) + 30, heads.height() // 2)
    QTest.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [row[0] for row in shown(table, 1)] == ["Ben Okafor", "Ana Ruiz"]


def export(window: MainWindow, form: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Exports the page by the button's menu; gives the name that was suggested."""
    asked: list[str] = []

    def answer(_title: str, suggested: Path | str = "", _filters: object = ()) -> Path:
        asked.append(str(suggested))
        return path

    monkeypatch.setattr(window.bench.context.dialogs, "save_file", answer)
    menu = find(window, QAbstractButton, "results_export").menu()  # type: ignore[attr-defined]
    next(action for action in menu.actions() if f"as {form}" in action.text()).trigger()
    return asked[0]


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard")
def test_the_results_of_a_rehearsal(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_workspace(workspace)
    open_results(window, qtbot)
    read_the_map(window, qtbot)
    see_who_was_pushed_out(window, qtbot)
    go_through_the_pages(window, qtbot)
    sort_by_mails(window)

    click(chip(window, "Sender load"))
    png, svg, table = (tmp_path / f"map.{form}" for form in ("png", "svg", "csv"))
    assert export(window, "PNG", png, monkeypatch) == "autumn sender load.png"
    export(window, "SVG", svg, monkeypatch)
    export(window, "CSV", table, monkeypatch)
    picture = QImage(str(png))
    # The whole map, 31 days and more, whatever part of it was in view; twice as fine as on the screen.
    assert picture.width() >= 2 * (31 * 64 + 168)
    words = [node.text or "" for node in ElementTree.parse(svg).iter(f"{SVG}text")]
    assert {"Ana Ruiz", "2/2 ↷", "Blocked: nothing can leave"} <= {word.strip() for word in words}
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    first, saturday = rows[0], rows[5]
    assert (first["sender"], first["day"], first["mails"], first["daily limit"]) == ("Ana Ruiz", "2026-01-05", "2", "2")
    assert (first["pushed out"], first["blocked"]) == ("6", "")
    assert (saturday["day"], saturday["blocked"]) == ("2026-01-10", "yes")
    assert saturday["no follow-ups"] == "none on Saturdays in “Welcome”"
