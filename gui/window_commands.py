"""Every command of the window itself, as one table. Commands of a tab are registered by the tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gui.commands import Command
from gui.run.playback import Playback
from gui.run.steps import STEPS, Step
from gui.text import elide
from gui.window_dialogs import open_handbook
from gui.window_focus import send_key

if TYPE_CHECKING:
    from gui.window import MainWindow

#: Longer names of edits are cut in menus.
_TITLE_LETTERS = 48


def window_commands(window: MainWindow) -> list[Command]:
    """Return the commands of a window that shows a workspace.

    Args:
        window: Carries them out.
    """
    return [
        *_file(window),
        *_edit(window),
        *_view(window),
        *_zoom(window),
        *_rehearse(window),
        *_tools(window),
        *_help(window),
    ]


def undo_titles(undo: str, redo: str) -> tuple[str, str]:
    """Return the menu titles for the names of the edits to undo and redo, e.g. ``Undo Move “Enroll”``."""
    return (
        f"Undo {elide(undo, _TITLE_LETTERS)}" if undo else "Undo",
        f"Redo {elide(redo, _TITLE_LETTERS)}" if redo else "Redo",
    )


def _file(window: MainWindow) -> list[Command]:
    def can() -> bool:
        return not window.files.is_opening

    return [
        Command("file.new", "New workspace…", window.files.ask_new, "File", "plus", ("Ctrl+Shift+N",), enabled=can),
        Command("file.open", "Open workspace…", window.files.ask_open, "File", "folder", ("Ctrl+O",), enabled=can),
        Command("file.save_copy", "Save a copy…", window.save_copy, "File", "save", ("Ctrl+Shift+S",)),
        Command(
            "file.import_contacts",
            "Import contacts…",
            window.import_contacts,
            "File",
            "import",
            enabled=lambda: not window.bench.undo.locked,
        ),
        Command("file.export_contacts", "Export contacts…", window.export_contacts, "File", "export"),
        Command(
            "file.export_project",
            "Export project (JSON)…",
            lambda: window.files.ask_export_project(window.bench.workspace),
            "File",
            "export",
        ),
        Command("file.quit", "Quit", window.close, "File", shortcuts=("Ctrl+Q",)),
    ]


def _edit(window: MainWindow) -> list[Command]:
    def keys(command: str, title: str, icon: str, key: Qt.Key) -> Command:
        # No shortcut of its own: the keys already work wherever there is something to cut or copy.
        return Command(f"edit.{command}", title, lambda: send_key(key), "Edit", icon, in_palette=False)

    return [
        Command(
            "edit.undo",
            "Undo",
            window.undo,
            "Edit",
            "undo",
            ("Ctrl+Z",),
            enabled=lambda: window.bench.undo.can_undo,
        ),
        Command(
            "edit.redo",
            "Redo",
            window.redo,
            "Edit",
            "redo",
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            enabled=lambda: window.bench.undo.can_redo,
        ),
        Command(
            "edit.undo_steps",
            "Undo several steps…",
            lambda: window.menus.undo.open("Undo"),
            "Edit",
            shortcuts=("Ctrl+Alt+Z",),
            enabled=lambda: window.bench.undo.can_undo,
        ),
        Command(
            "edit.redo_steps",
            "Redo several steps…",
            lambda: window.menus.undo.open("Redo"),
            "Edit",
            shortcuts=("Ctrl+Alt+Y",),
            enabled=lambda: window.bench.undo.can_redo,
        ),
        keys("cut", "Cut\tCtrl+X", "cut", Qt.Key.Key_X),
        keys("copy", "Copy\tCtrl+C", "copy", Qt.Key.Key_C),
        keys("paste", "Paste\tCtrl+V", "paste", Qt.Key.Key_V),
        # Ctrl+F itself is answered by the window's key event: tabs have it too, and two shortcuts would cancel out.
        Command("edit.find", "Find\tCtrl+F", window.find_in_pane, "Edit", "filter", in_palette=False),
        Command(
            "edit.search", "Search everything", window.open_palette, "Edit", "search", ("Ctrl+K",), in_palette=False
        ),
    ]


_ZOOM_STEP = 1.25


def _zoom(window: MainWindow) -> list[Command]:
    # The keys are the canvas' own, so that they do not reach it from other panes.
    def command(name: str, title: str, handler: Callable[[], object]) -> Command:
        return Command(f"view.zoom_{name}", title, handler, "View", enabled=lambda: window.canvas is not None)

    return [
        command("in", "Zoom in\tCtrl++", lambda: window.zoom(_ZOOM_STEP)),
        command("out", "Zoom out\tCtrl+-", lambda: window.zoom(1 / _ZOOM_STEP)),
        command("actual", "Actual size\tCtrl+0", lambda: window.zoom(0)),
        command("fit", "Fit\tCtrl+1", window.zoom_to_fit),
    ]


def _view(window: MainWindow) -> list[Command]:
    # What can be ticked has no icon: a menu shows either the tick or the icon.
    def theme(choice: str, title: str) -> Command:
        return Command(
            f"view.theme_{choice}",
            title,
            lambda: window.choose_theme(choice),
            "View",
            checked=lambda: window.theme_choice == choice,
        )

    def tab(number: int, key: str, title: str) -> Command:
        return Command(
            f"view.tab_{key}",
            f"Go to {title}",
            lambda: window.bench.tabs.open(key),
            "View",
            "goto",
            (f"Alt+{number + 1}",),
        )

    return [
        theme("system", "Theme: as the system"),
        theme("light", "Theme: light"),
        theme("dark", "Theme: dark"),
        *(tab(number, spec.key, spec.title) for number, spec in enumerate(window.tab_specs)),
        Command("view.next_tab", "Next tab", lambda: window.step_tab(1), "View", shortcuts=("Ctrl+Tab",)),
        Command(
            "view.previous_tab", "Previous tab", lambda: window.step_tab(-1), "View", shortcuts=("Ctrl+Shift+Tab",)
        ),
        Command("view.next_pane", "Next pane", lambda: window.step_pane(1), "View", shortcuts=("F6",)),
        Command("view.previous_pane", "Previous pane", lambda: window.step_pane(-1), "View", shortcuts=("Shift+F6",)),
        Command(
            "view.log",
            "Log pane",
            window.toggle_log,
            "View",
            shortcuts=("Ctrl+L",),
            checked=lambda: window.log_dock.isVisibleTo(window),
        ),
        Command(
            "view.full_screen",
            "Full screen",
            window.toggle_full_screen,
            "View",
            shortcuts=("F11",),
            checked=window.isFullScreen,
        ),
    ]


def _rehearse(window: MainWindow) -> list[Command]:
    def idle() -> bool:
        return not window.bench.runs.is_playing

    def playing() -> bool:
        return window.bench.runs.is_playing

    def shown() -> bool:
        return idle() and window.bench.runs.run is not None

    def command(
        name: str,
        title: str,
        handler: Callable[[], object],
        icon: str,
        *keys: str,
        enabled: Callable[[], bool] = idle,
        tip: str = "",
    ) -> Command:
        return Command(f"rehearse.{name}", title, handler, "Rehearse", icon, keys, enabled, tip=tip)

    why = "Says why a contact did not come into a workflow."
    takes = "Takes the shown results away; workflows and contacts stay as they are."
    return [
        command("play", "Rehearse", window.play, "play", "Ctrl+R", "F5"),
        command("stop", "Stop the rehearsal", window.stop, "stop", "Shift+F5", enabled=playing),
        command("reset", "Reset results", window.reset, "reset", enabled=shown, tip=takes),
        command("settings", "Rehearsal settings…", window.open_run_settings, "settings", "Ctrl+Shift+R"),
        command(
            "why_not",
            "Why not in a workflow…",
            lambda: window.bench.ask_why_not(contact=0),
            "help",
            enabled=shown,
            tip=why,
        ),
        Command(
            "rehearse.story",
            "Story of a contact…",
            lambda: window.bench.tell_story(contact=0),
            "Rehearse",
            "note",
            enabled=shown,
            tip="Tells what happened to a contact, in sentences; of the chosen row of the log.",
        ),
        *_replay(window),
        *_compare(window, idle),
    ]


def _compare(window: MainWindow, idle: Callable[[], bool]) -> list[Command]:
    return [
        Command(
            "rehearse.compare_runs",
            "Compare rehearsals…",
            window.compare_runs,
            "Rehearse",
            "shuffle",
            ("Ctrl+Shift+D",),
            idle,
            tip="Shows contact by contact what changed between two rehearsals.",
        ),
        Command("rehearse.script", "Script…", window.open_script, "Rehearse", "list", ("Ctrl+J",)),
        Command(
            "rehearse.capacity",
            "How many senders?…",
            lambda: window.bench.ask_capacity(workflow=0),
            "Rehearse",
            "sender",
            tip="How many senders, or contacts a day, it takes to enroll everybody by a day.",
        ),
        Command(
            "rehearse.compare_packs",
            "Compare rule packs…",
            window.compare_packs,
            "Rehearse",
            "shuffle",
            enabled=idle,
        ),
    ]


def _replay(window: MainWindow) -> list[Command]:
    def ready() -> bool:
        return window.bench.player.replay is not None

    def command(name: str, title: str, handler: Callable[[], object], keys: str, icon: str = "") -> Command:
        return Command(f"replay.{name}", title, handler, "Rehearse", icon, (keys,), enabled=ready)

    def step(one: Step) -> Command:
        return command(one.name, one.title, lambda: one.go(window.bench.player), one.keys, one.icon)

    # The bench is asked for anew each time: another workspace brings another one.
    def playback() -> Playback:
        return window.bench.bar.playback

    def toggle() -> None:
        window.bench.player.toggle()

    def open_breaks() -> None:
        playback().open_breaks()

    def go_to_line() -> None:
        window.bench.bar.focus_line()

    return [
        command("toggle", "Play or pause from here", toggle, "Ctrl+Space", "play"),
        *(step(one) for group in STEPS for one in group),
        command("slower", "Play slower", lambda: playback().change_speed(-1), "Ctrl+Shift+Down"),
        command("faster", "Play faster", lambda: playback().change_speed(1), "Ctrl+Shift+Up"),
        command("breaks", "Break points…", open_breaks, "Ctrl+Shift+B", "flag"),
        command("line", "Go to the time line", go_to_line, "Ctrl+T"),
        *_on_the_line(),
    ]


def _on_the_line() -> list[Command]:
    """Return what keys do on the time line itself: told in the page of shortcuts, answered by the line."""

    def told(name: str, title: str, *keys: str) -> Command:
        context = Qt.ShortcutContext.WidgetShortcut
        return Command(f"line.{name}", title, _nothing, "Time line", shortcuts=keys, context=context, in_palette=False)

    return [
        told("hour", "An hour on or back", "Right", "Left"),
        told("day", "A day on or back", "Shift+Right", "Shift+Left", "PgUp", "PgDown"),
        told("week", "A week on or back", "Shift+PgUp", "Shift+PgDown"),
        told("ends", "To the start or the end", "Home", "End"),
    ]


def _nothing() -> None:
    """The widget that has the focus answers these keys itself."""


def _tools(window: MainWindow) -> list[Command]:
    return [
        Command("tools.review", "Review problems…", window.open_problems, "Tools", "warning", ("F8",)),
        Command(
            "account.settings",
            "Account…",
            window.open_account,
            "Tools",
            "settings",
            enabled=lambda: not window.bench.undo.locked,
        ),
    ]


def _help(window: MainWindow) -> list[Command]:
    return [
        Command("help.handbook", "Handbook", lambda: open_handbook(window), "Help", "help", ("F1",)),
        Command("help.shortcuts", "Keyboard shortcuts", window.open_shortcuts, "Help", "list", ("Ctrl+F1",)),
        Command("help.about", "About Cadenza", window.open_about, "Help", "info"),
    ]
