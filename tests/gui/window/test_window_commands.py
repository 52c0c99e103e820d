"""The main window's commands: menus, undo, dialogs, the palette."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings, Subscription
from core.model.workflow import Workflow
from core.services.edits import changed
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.canvas.view import CanvasView
from gui.commands import Command
from gui.dialogs.about import AboutDialog
from gui.dialogs.account import AccountDialog
from gui.dialogs.problems import ProblemsDialog
from gui.dialogs.run_settings import RunSettingsDialog
from gui.dialogs.shortcuts import ShortcutsDialog
from gui.theme import ThemeManager
from gui.window import MainWindow
from tests.gui.small_workspace import WORKFLOW
from tests.gui.window.parts import dialog, settle, submenu, tab

if TYPE_CHECKING:
    pass


def test_undo_is_named_and_redo_too(window: MainWindow) -> None:
    action = window.commands.action("edit.undo")
    assert (action.text(), action.isEnabled()) == ("Undo", False)
    window.bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Welcome"), "Rename “Demo request”"))
    assert (action.text(), action.isEnabled()) == ("Undo Rename “Demo request”", True)
    assert len(tab(window).changes) == 1
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.workspace.project().workflows[0].name == "Demo request"
    assert window.commands.action("edit.redo").text() == "Redo Rename “Demo request”"
    window.redo()
    assert window.bench.workspace.project().workflows[0].name == "Welcome"


def test_cut_copy_and_paste_of_the_menu_reach_what_has_the_focus(window: MainWindow) -> None:
    window.activateWindow()
    line = tab(window).line
    line.setText("copied")
    line.setFocus()
    line.selectAll()
    window.commands.run("edit.cut")
    assert line.text() == ""
    window.commands.run("edit.paste")
    window.commands.run("edit.paste")
    assert line.text() == "copiedcopied"


def test_find_leads_to_the_filter_of_the_pane(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    with qtbot.waitSignal(window.bench.runs.finished, timeout=10_000):
        window.play()
    settle(window, qtbot)
    window.bench.log.table.setFocus()
    QTest.keyClick(window.bench.log.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.log.bar.text.hasFocus()


def test_rehearsal_settings_are_stored_and_can_be_undone(window: MainWindow) -> None:
    window.bench.bar.settings.click()
    form = dialog(window, RunSettingsDialog)
    assert form.settings() == RunSettings()
    form.days.setValue(14)
    form.seed.setValue(3)
    form.chosen.setChecked(True)
    form.boxes[1].setChecked(False)
    form.accept()
    assert form.isVisible(), "nothing is chosen, so the form stays"
    form.boxes[2].setChecked(True)
    form.accept()
    stored = window.bench.workspace.project().account.settings
    assert (stored.start, stored.days, stored.seed, stored.workflows) == (RunSettings().start, 14, 3, (2,))
    assert window.bench.bar.settings.text() == "14 days from 5 Jan 2026 · seed 3 · 1 workflow"
    assert window.commands.action("edit.undo").text() == "Undo Change rehearsal settings"
    window.undo()
    assert window.bench.bar.settings.text() == "30 days from 5 Jan 2026 · seed 7"


def test_the_account_is_edited_and_checked(window: MainWindow) -> None:
    window.commands.run("account.settings")
    form = dialog(window, AccountDialog)
    form.zone.setCurrentText("Mars/Olympus")
    save = form.findChild(QPushButton, "account_save")
    assert save is not None
    assert not save.isEnabled()
    form.accept()
    assert form.isVisible()
    form.zone.setCurrentText("Europe/Warsaw")
    assert "starts on 2026-01-05 at 10:00 there; the moment stays" in form.zone.accessibleDescription()
    form.subscription.setCurrentIndex(1)
    assert "may send 500 mails a day (assumed)." in form.subscription.accessibleDescription()
    form.country.set_value("PL")
    form.accept()
    account = window.bench.workspace.project().account
    assert (account.time_zone, account.subscription) == ("Europe/Warsaw", Subscription.PROFESSIONAL)
    assert account.country == "PL"
    assert window.bench.bar.date_text == "Mon 5 Jan 2026 · 10:00"


def test_the_review_is_counted_and_leads_to_the_card(window: MainWindow, qtbot: QtBot) -> None:
    """Tom has no owner and Ben no inbox: two things to mend, both on the one card."""
    assert window.status.problems_text() == "2 warnings"
    count = window.status.findChild(QPushButton, "status_problems")
    assert count is not None
    count.click()
    listed = dialog(window, ProblemsDialog)
    targets: list[GoTo] = []
    window.bench.bus.navigate.connect(targets.append)
    link = listed.findChild(QPushButton, "problem_go_to_0")
    assert link is not None
    link.click()
    assert targets == [GoTo("workflow", 1, 1)]
    assert tab(window).targets == targets
    # Mended: the count in the status bar follows by itself.
    card = WORKFLOW.cards[0]
    mended = replace(WORKFLOW, cards=(replace(card, on=False),))
    window.bench.undo.do(changed(WORKFLOW, mended, "Switch card off"))
    qtbot.waitUntil(lambda: window.status.problems_text() == "No problems", timeout=10_000)


def test_search_everything_finds_a_contact(window: MainWindow) -> None:
    window.open_palette()
    palette = window._palette
    assert palette is not None
    QTest.keyClicks(palette.field, "import")
    assert [entry.title for entry in palette.entries() if "mport" in entry.title] == ["Import contacts…"]
    palette.field.clear()
    QTest.keyClicks(palette.field, "becker")
    titles = [entry.title for entry in palette.entries()]
    assert titles[0] == "Tom Becker"
    QTest.keyClick(palette, Qt.Key.Key_Return)
    assert window.bench.tabs.current_key() == "contacts"
    assert tab(window, "contacts").targets == [GoTo("contact", 2)]


def test_every_window_command_has_a_home_in_the_menus(window: MainWindow) -> None:
    shown: set[str] = set()

    def collect(actions: list[object]) -> None:
        for action in actions:
            menu = action.menu()  # type: ignore[attr-defined]
            if menu is not None:
                collect(menu.actions())
            else:
                shown.add(action.objectName())  # type: ignore[attr-defined]

    collect(list(window.menuBar().actions()))
    # What keys do on the time line is told in the page of shortcuts; the line itself answers them.
    assert {command.id for command in window.commands.all() if command.category != "Time line"} <= shown


def test_a_workflow_can_be_found_by_its_name(window: MainWindow) -> None:
    window.open_palette()
    palette = window._palette
    assert palette is not None
    QTest.keyClicks(palette.field, "webinar")
    entry = next(entry for entry in palette.entries() if entry.title == "Webinar")
    assert entry.subtitle == "Workflow"
    entry.run()
    palette.reject()
    assert tab(window).targets == [GoTo("workflow", Workflow(2).id)]


def test_zoom_is_for_tabs_with_a_canvas(window: MainWindow, themes: ThemeManager) -> None:
    assert not window.commands.run("view.zoom_in")
    canvas = CanvasView(themes, tab(window))
    window.commands.run("view.zoom_in")
    assert canvas.zoom == pytest.approx(1.25)
    window.commands.run("view.zoom_actual")
    assert canvas.zoom == pytest.approx(1.0)
    window.commands.run("view.zoom_out")
    assert canvas.zoom == pytest.approx(0.8)


def test_dialogs_of_help_open_and_a_second_one_replaces_the_first(window: MainWindow) -> None:
    window.commands.run("help.about")
    window.commands.run("help.about")
    assert dialog(window, AboutDialog).isVisible()
    dialog(window, AboutDialog).accept()
    window.commands.run("help.shortcuts")
    assert dialog(window, ShortcutsDialog).isVisible()


def test_the_recent_menu_lists_and_forgets(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    other = tmp_path / "a & b.cadenza"
    Workspace.create(other).close()
    window.recent.add(other)
    window.recent.add(window.bench.workspace.path)
    menu = submenu(window, "&File", "Recent")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "small.cadenza",
        "a && b.cadenza",
        "Clear list",
    ]
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.windowTitle() == "a & b – Cadenza", timeout=5_000)
    settle(window, qtbot)
    menu = submenu(window, "&File", "Recent")
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert window.recent.paths() == []


def test_what_a_tab_registers_later_joins_the_menu_of_its_category(window: MainWindow) -> None:
    done: list[str] = []
    window.commands.register(Command("fake.more", "Do more", lambda: done.append("more"), "Tools"))
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Tools")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.text()].count("Do more") == 1
    window.bench.tabs.tab_made.emit()
    menu.actions()[-1].trigger()
    assert done == ["more"]
