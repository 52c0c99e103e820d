"""Starts the window: application, theme, crash hook, settings, and the workspace that is opened first.

Lives here: the order in which these are made. Not here: reading the command line (``gui.__main__``).
"""

from __future__ import annotations

import gc
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QApplication

from core.model.problem import Problem
from gui.canvas.accessible import speak_cards
from gui.crash import CrashHook
from gui.dialogs.ask import Dialogs
from gui.icons import app_icon
from gui.run.scrubber_spoken import speak_time_lines
from gui.settings import Folders, RecentFiles, find_folders, open_settings
from gui.theme import CHOICES, ThemeManager
from gui.window import MainWindow
from gui.window_files import open_first

#: Platforms of Qt without a person in front of them.
_UNSEEN = frozenset({"offscreen", "minimal"})


def run_window(path: Path | None, home: Path | None) -> int:
    """Open the window and stay until it is closed.

    Args:
        path: The workspace to open; the last one, else the sample, by default.
        home: Keeps data and settings in this folder instead of the user's own.

    Returns:
        The exit code: 0, or 2 when the workspace cannot be opened.
    """
    # What a start makes stays; walking it again and again for garbage is a twentieth of the start, and later a pause.
    gc.disable()
    app = make_application()
    folders = find_folders(home)
    try:
        window = open_window(app, folders, path)
    except Problem as problem:
        if sys.stderr is not None:
            print(f"cadenza: {problem}", file=sys.stderr)
        return 2
    window.show()
    QTimer.singleShot(0, app, _collect_from_here)
    # Ctrl+C in the terminal ends the program; Qt's loop would never let Python see it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return app.exec()


def _collect_from_here() -> None:
    """Let Python look for garbage again, among what is made from now on."""
    gc.freeze()
    gc.enable()


def make_application() -> QApplication:
    """Return the application object, the one that is there already if there is one."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([sys.argv[0] if sys.argv else "cadenza"])
    app.setOrganizationName("Cadenza")
    app.setApplicationName("Cadenza")
    app.setApplicationDisplayName("Cadenza")
    app.setDesktopFileName("cadenza")
    app.setWindowIcon(app_icon())
    # All words on the screen are English, so dates and numbers in Qt's own editors are too.
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    return app


def open_window(app: QApplication, folders: Folders, path: Path | None = None) -> MainWindow:
    """Make the window with its first workspace; it is not shown yet.

    Args:
        app: The application.
        folders: Where data and settings are kept.
        path: The workspace to open; the last one, else the sample, by default.

    Raises:
        Problem: The workspace cannot be opened.
    """
    settings = open_settings(folders)
    settings.setParent(app)
    choice = str(settings.value("theme", "system"))
    themes = ThemeManager(app, choice if choice in CHOICES else "system")
    speak_cards(app)
    speak_time_lines(app)
    dialogs = Dialogs(themes)
    hook = CrashHook(folders.crashes, dialogs, app)
    hook.install()
    app.aboutToQuit.connect(hook.uninstall)
    try:
        workspace, said = open_first(path, RecentFiles(settings).last(), folders)
    except Problem as problem:
        if app.platformName() not in _UNSEEN:
            dialogs.problem(problem)
        raise
    window = MainWindow(workspace, themes, dialogs, settings, folders)
    dialogs.set_parent(window)
    hook.set_window(window)
    window.jobs_unhandled.connect(hook.report_job)
    if said:
        window.status.say(said)
    return window
