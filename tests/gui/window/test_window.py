"""The main window: tabs, panes, rehearsals, and what it remembers."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from core.model.project import Project
from core.model.run import CardCounts, Run
from core.services import runs
from core.services.contacts import delete
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.jobs import JobControl
from gui.run import controller
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests.gui.small_workspace import WORKFLOW, PlainTab
from tests.gui.window.parts import settle, tab

if TYPE_CHECKING:
    pass

MakeWindow = Callable[[], MainWindow]


def test_it_shows_the_workspace_and_makes_only_the_tab_that_is_seen(window: MainWindow) -> None:
    assert window.windowTitle() == "small – Cadenza"
    file = window.status.findChild(QLabel, "status_file")
    assert file is not None
    assert file.text() == "small.cadenza · saved"
    assert [window.bench.tabs.tabText(n) for n in range(4)] == ["Workflows", "Sequences", "Contacts", "Senders"]
    assert window.log_dock.isVisible()
    assert len(window.findChildren(PlainTab)) == 1
    menus = [menu for menu in (action.menu() for action in window.menuBar().actions()) if isinstance(menu, QMenu)]
    assert [menu.title() for menu in menus] == ["&File", "&Edit", "&View", "&Rehearse", "&Tools", "&Help"]


def test_a_rehearsal_is_made_by_one_word_everywhere(window: MainWindow, qtbot: QtBot) -> None:
    """Menu, button and the empty log say Rehearse; Play is for playing back what is there."""
    (menu,) = (a.menu() for a in window.menuBar().actions() if a.text() == "&Rehearse")
    assert isinstance(menu, QMenu)
    empty = window.bench.log.pages.no_run
    (go,) = (made for made in empty.findChildren(QPushButton) if made.isVisible())
    assert [menu.actions()[0].text(), window.bench.bar.play.text(), go.text()] == ["Rehearse"] * 3
    assert "▶" not in empty.accessibleDescription()
    assert [a.text() for a in menu.actions() if a.text().startswith("Play")] == ["Play or pause from here"]
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        QTest.mouseClick(go, Qt.MouseButton.LeftButton)
    assert window.status.message_text().startswith("Rehearsed 30 days in ")
    settle(window, qtbot)


def test_keys_change_tabs(window: MainWindow) -> None:
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert window.bench.tabs.current_key() == "contacts"
    QTest.keyClick(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.tabs.current_key() == "senders"
    window.step_tab(1)
    assert window.bench.tabs.current_key() == "workflows"
    window.step_tab(-1)
    assert window.bench.tabs.current_key() == "senders"


def test_f6_goes_round_the_panes(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    settle(window, qtbot)
    window.bench.bar.play.setFocus()
    seen = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen == [tab(window).line, window.bench.log.table, window.bench.bar.play]
    window.step_pane(-1)
    assert QApplication.focusWidget() is window.bench.log.table


def test_the_theme_is_chosen_and_kept(window: MainWindow, themes: ThemeManager, settings: MemorySettings) -> None:
    window.commands.run("view.theme_dark")
    assert themes.theme.is_dark
    assert settings.value("theme") == "dark"
    assert window.commands.action("view.theme_dark").isChecked()
    assert not window.commands.action("view.theme_light").isChecked()


def test_tab_and_log_are_remembered(make_window: MakeWindow) -> None:
    first = make_window()
    first.bench.tabs.open("senders")
    first.toggle_log()
    first.close()
    second = make_window()
    assert second.bench.tabs.current_key() == "senders"
    assert not second.log_dock.isVisible()
    second.toggle_log()
    assert second.log_dock.isVisible()


def test_each_tab_remembers_whether_the_log_is_open(window: MainWindow, make_window: MakeWindow) -> None:
    window.resize(1280, 800)
    tabs, close = window.bench.tabs, window.bench.log.bar.findChild(QToolButton, "log_close")
    assert close is not None
    tabs.open("contacts")
    height = window.log_dock.height()
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    tabs.open("workflows")
    assert (window.log_dock.isVisible(), window.log_dock.height()) == (True, height)
    tabs.open("contacts")
    assert not window.log_dock.isVisible()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.log_dock.isVisible()
    tabs.open("workflows")
    window.bench.bus.navigate.emit(GoTo("log", 0, 0))
    tabs.open("contacts")
    assert window.log_dock.isVisible()


def test_a_low_window_keeps_the_log_to_the_cards_until_it_is_asked_for(window: MainWindow) -> None:
    window.resize(1024, 700)
    tabs = window.bench.tabs
    shown = {}
    for key in ("contacts", "workflows", "senders"):
        tabs.open(key)
        shown[key] = window.log_dock.isVisible()
    assert shown == {"contacts": False, "workflows": True, "senders": False}
    window.toggle_log()
    tabs.open("workflows")
    tabs.open("senders")
    assert window.log_dock.isVisible()


def test_what_is_said_of_the_filter_leaves_the_log_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    log, line = window.bench.log, window.bench.log.bar.text
    place, table = window.log_dock.geometry(), log.table.height()
    for typed in ("reason=XX", "reasn=BOUNCED"):
        line.setFocus()
        QTest.keyClicks(line, typed)
        qtbot.waitUntil(log.shelf.isVisible)
        qtbot.waitUntil(lambda: log.table.height() < table)
        assert window.log_dock.geometry() == place
        line.clear()
        qtbot.waitUntil(lambda: log.table.height() == table)
        assert window.log_dock.geometry() == place


def test_the_worst_of_a_rehearsal_leads_to_its_rows_even_in_a_hidden_log(window: MainWindow, qtbot: QtBot) -> None:
    worst = window.status.findChild(QPushButton, "status_worst")
    assert worst is not None
    assert not worst.isVisible()
    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    assert worst.text() == "2 rows need action"
    window.toggle_log()
    QTest.mouseClick(worst, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=5_000)
    assert window.log_dock.isVisible()
    assert window.bench.log.bar.text.text() == 'severity="needs action"'
    assert window.bench.log.model.rowCount() == 2


def test_the_log_can_be_hidden_by_its_own_button(window: MainWindow) -> None:
    button = window.bench.log.bar.findChild(QToolButton, "log_close")
    assert button is not None
    button.click()
    assert not window.log_dock.isVisible()
    window.commands.update_enabled()
    assert not window.commands.action("view.log").isChecked()


def test_what_is_gone_is_said_so(window: MainWindow) -> None:
    window.bench.bus.navigate.emit(GoTo("sender", 404))
    assert window.status.message_text() == "This sender no longer exists."


def test_a_long_rehearsal_says_that_editing_is_locked(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def patiently(ws: Workspace, settings: RunSettings, control: JobControl) -> Run:
        while not control.cancelled():
            time.sleep(0.005)
        return runs.rehearse(ws, settings, control)

    monkeypatch.setattr(controller, "rehearse", patiently)
    window.bench._lock_note.setInterval(1)
    window.commands.run("rehearse.play")
    qtbot.waitUntil(window.bench.banner.isVisible, timeout=5_000)
    assert window.bench.banner.text() == "A rehearsal runs. Stop it to edit."
    assert not window.commands.action("rehearse.play").isEnabled()
    assert tab(window).locks == [True]
    window.bench.banner.action_buttons()[0].click()
    qtbot.waitUntil(lambda: not window.bench.runs.is_playing, timeout=5_000)
    assert not window.bench.banner.isVisible()
    assert tab(window).locks == [True, False]
    settle(window, qtbot)


def test_a_tab_made_after_the_run_is_told_of_it(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    window.bench.tabs.open("senders")
    assert tab(window, "senders").runs == [window.bench.runs.run]
    settle(window, qtbot)


def test_closing_while_a_rehearsal_plays_ends_it(window: MainWindow) -> None:
    window.play()
    path = window.bench.workspace.path
    window.close()
    again = Workspace.open(path)
    assert again.project().workflows[0] == WORKFLOW
    again.close()


def test_the_rows_of_the_log_are_counted_in_the_status_bar(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    settle(window, qtbot)
    window.bench.log.bar.segments.chip("skipped").click()
    settle(window, qtbot)
    total = window.bench.runs.run.summary.events  # type: ignore[union-attr]
    assert window.status.rows_text() == f"2 of {total} rows"


def test_a_big_edit_says_so(window: MainWindow) -> None:
    window.bench.undo.busy_changed.emit("Import 2,000 contacts")
    assert window.bench.banner.isVisible()
    assert window.bench.banner.text().startswith("Import 2,000 contacts: ")
    window.bench.undo.busy_changed.emit("")
    assert not window.bench.banner.isVisible()


def test_tabs_hear_how_far_a_rehearsal_is(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[dict[int, int]] = []

    def show_progress(project: Project, places: Mapping[int, CardCounts]) -> None:
        # Only the workflow that is on is played, so places 1 and 2 are its trigger and its card.
        assert [workflow.id for workflow in project.workflows] == [1]
        heard.append({number: counts.entered for number, counts in places.items()})

    monkeypatch.setattr(tab(window), "show_progress", show_progress, raising=False)
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    settle(window, qtbot)
    assert heard[-1] == {1: 3, 2: 3}


def test_the_log_of_one_contact(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    window.bench.bus.navigate.emit(GoTo("log_contact", 2))
    settle(window, qtbot)
    assert window.bench.log.bar.filter.contact == 2
    total = window.bench.runs.run.summary.events  # type: ignore[union-attr]
    # Tom submits the form, enters the workflow and skips the action.
    assert window.status.rows_text() == f"3 of {total} rows"


def test_an_empty_list_is_not_exported(window: MainWindow) -> None:
    window.bench.undo.do(delete(window.bench.workspace, [1, 2, 3]))
    window.commands.run("file.export_contacts")
    assert window.status.message_text() == "There is no contact to export."
