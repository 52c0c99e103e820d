"""The main window: workspaces, tabs, keys, dialogs, and what it remembers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings, Subscription
from core.model.project import Project
from core.model.run import CardCounts, Run
from core.model.workflow import Workflow
from core.services import runs
from core.services.edits import changed
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.canvas.view import CanvasView
from gui.dialogs.account import AccountDialog
from gui.dialogs.problems import ProblemsDialog
from gui.dialogs.run_settings import RunSettingsDialog
from gui.jobs import JobControl
from gui.run import controller
from gui.settings import Folders
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from gui.window import MainWindow
from tests.gui.small_workspace import WORKFLOW, PlainTab, plain_tabs, small_workspace

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

MakeWindow = Callable[[], MainWindow]
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def make_window(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[MakeWindow]:
    """Yields a maker of shown windows over one settings store; each has a small workspace of its own."""
    made: list[MainWindow] = []

    def make() -> MainWindow:
        folder = tmp_path / f"window-{len(made)}"
        folder.mkdir()
        home = Folders(tmp_path / "home", tmp_path / "home")
        home.data.mkdir(exist_ok=True)
        window = MainWindow(small_workspace(folder), themes, fake_dialogs, settings, home, plain_tabs())
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """Returns a window that has finished its first review."""
    made = make_window()
    settle(made, qtbot)
    return made


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Waits until no job runs."""
    qtbot.waitUntil(lambda: not window.bench.jobs.busy and not window.files.is_opening, timeout=10_000)


def tab(window: MainWindow, key: str = "workflows") -> PlainTab:
    found = window.bench.tabs.tab(key)
    assert isinstance(found, PlainTab)
    return found


def dialog(window: MainWindow, kind: type[W]) -> W:
    """Returns the one open dialog of a kind."""
    found = [child for child in window.findChildren(QDialog) if isinstance(child, kind) and child.isVisible()]
    assert len(found) == 1
    return found[0]


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


def test_the_log_can_be_hidden_by_its_own_button(window: MainWindow) -> None:
    button = window.bench.log.bar.findChild(QToolButton, "log_close")
    assert button is not None
    button.click()
    assert not window.log_dock.isVisible()
    window.commands.update_enabled()
    assert not window.commands.action("view.log").isChecked()


def test_another_workspace_takes_the_place_of_the_first(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    other = tmp_path / "other.cadenza"
    Workspace.create(other).close()
    old = window.bench
    window.bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Welcome"), "Rename"))
    fake_dialogs.answers.append(other)
    window.commands.run("file.open")
    qtbot.waitUntil(lambda: window.windowTitle() == "other – Cadenza", timeout=5_000)
    settle(window, qtbot)
    assert window.bench.workspace.path == other
    assert not window.bench.undo.can_undo
    assert window.commands.action("edit.undo").text() == "Undo"
    qtbot.waitUntil(lambda: not shiboken6.isValid(old), timeout=5_000)
    assert len(window.findChildren(PlainTab)) == 1
    assert [path.name for path in window.recent.paths()] == ["other.cadenza", "small.cadenza"]
    # The commands work on the new one.
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.bench.tabs.current_key() == "sequences"


def test_a_file_that_cannot_be_opened_leaves_everything_as_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    bad = tmp_path / "bad.cadenza"
    bad.write_text("not a database, but long enough to look at " * 50, encoding="utf-8")
    bench = window.bench
    window.files.open(bad)
    settle(window, qtbot)
    assert [asked.kind for asked in fake_dialogs.asked] == ["problem"]
    assert window.bench is bench
    assert not window.bench.banner.isVisible()
    assert window.commands.action("file.open").isEnabled()


def test_a_new_workspace_is_made_where_the_person_says(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    fake_dialogs.answers.append(tmp_path / "fresh")
    window.commands.run("file.new")
    qtbot.waitUntil(lambda: window.windowTitle() == "fresh – Cadenza", timeout=5_000)
    settle(window, qtbot)
    assert (tmp_path / "fresh.cadenza").is_file()
    assert window.bench.workspace.contacts.count() == 0


def test_a_copy_is_saved_and_the_window_stays_where_it_is(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    window.bench.undo.do(changed(WORKFLOW, replace(WORKFLOW, name="Welcome"), "Rename"))
    old = tmp_path / "copy.cadenza"
    old.write_text("agreed to be replaced", encoding="utf-8")
    fake_dialogs.answers.append(tmp_path / "copy")
    window.commands.run("file.save_copy")
    qtbot.waitUntil(lambda: window.status.message_text() == "Saved a copy as copy.cadenza.", timeout=5_000)
    copy = Workspace.open(old)
    assert copy.project().workflows[0].name == "Welcome"
    assert copy.contacts.count() == 3
    copy.close()
    assert window.windowTitle() == "small – Cadenza"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".cadenza-copy")] == []


def test_a_copy_never_replaces_an_open_workspace(window: MainWindow, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(window.bench.workspace.path)
    window.commands.run("file.save_copy")
    qtbot.waitUntil(lambda: len(fake_dialogs.asked) == 2, timeout=5_000)
    assert getattr(fake_dialogs.asked[1].problem, "code", "") == "FILE_BUSY"
    assert window.bench.workspace.contacts.count() == 3


def test_a_new_workspace_never_replaces_a_file(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs
) -> None:
    there = tmp_path / "there.cadenza"
    there.write_text("precious", encoding="utf-8")
    window.files.make(there)
    settle(window, qtbot)
    assert getattr(fake_dialogs.asked[0].problem, "code", "") == "FILE_EXISTS"
    assert there.read_text(encoding="utf-8") == "precious"


def test_a_sample_opens_and_the_second_time_asks(window: MainWindow, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request – Cadenza", timeout=10_000)
    settle(window, qtbot)
    fake_dialogs.answers.append(None)
    window.files.open_sample("demo-request")
    assert not window.files.is_opening
    fake_dialogs.answers.append(1)
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request-2 – Cadenza", timeout=10_000)
    settle(window, qtbot)
    fake_dialogs.answers.append(0)
    window.files.open_sample("demo-request")
    qtbot.waitUntil(lambda: window.windowTitle() == "demo-request – Cadenza", timeout=10_000)
    settle(window, qtbot)


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
    form.accept()
    assert form.isVisible()
    form.zone.setCurrentText("Europe/Warsaw")
    form.subscription.setCurrentIndex(1)
    form.accept()
    account = window.bench.workspace.project().account
    assert (account.time_zone, account.subscription) == ("Europe/Warsaw", Subscription.PROFESSIONAL)
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


def test_what_is_gone_is_said_so(window: MainWindow) -> None:
    window.bench.bus.navigate.emit(GoTo("sender", 404))
    assert window.status.message_text() == "This sender no longer exists."


def test_search_everything_finds_a_contact(window: MainWindow) -> None:
    window.open_palette()
    palette = window._palette
    assert palette is not None
    QTest.keyClicks(palette.field, "becker")
    titles = [entry.title for entry in palette.entries()]
    assert titles[0] == "Tom Becker"
    QTest.keyClick(palette, Qt.Key.Key_Return)
    assert window.bench.tabs.current_key() == "contacts"
    assert tab(window, "contacts").targets == [GoTo("contact", 2)]


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
    assert window.bench.banner.text() == "A rehearsal plays. Stop it to edit."
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
    assert {command.id for command in window.commands.all()} <= shown


def test_a_big_edit_says_so(window: MainWindow) -> None:
    window.bench.undo.busy_changed.emit("Import 2,000 contacts")
    assert window.bench.banner.isVisible()
    assert window.bench.banner.text().startswith("Import 2,000 contacts: ")
    window.bench.undo.busy_changed.emit("")
    assert not window.bench.banner.isVisible()


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


def test_zoom_is_for_tabs_with_a_canvas(window: MainWindow, themes: ThemeManager) -> None:
    assert not window.commands.run("view.zoom_in")
    canvas = CanvasView(themes, tab(window))
    window.commands.run("view.zoom_in")
    assert canvas.zoom == pytest.approx(1.25)
    window.commands.run("view.zoom_actual")
    assert canvas.zoom == pytest.approx(1.0)
    window.commands.run("view.zoom_out")
    assert canvas.zoom == pytest.approx(0.8)
