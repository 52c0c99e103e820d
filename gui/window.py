"""The main window: a frame around the workbench of the open workspace.

Lives here: swapping workspaces, the window's own dialogs, and what is remembered of it. Not here: the working area
(``gui.workbench``), the log's dock (``gui.window_log``), the menus (``gui.window_menus``) and their commands
(``gui.window_commands``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow

from core.model.problem import Problem
from core.services.contacts import ContactQuery
from core.services.fixes import fix_for
from core.services.review import Finding
from core.services.workspace import Workspace
from gui.bus import GoTo
from gui.canvas.view import CanvasView
from gui.commands import CommandRegistry
from gui.dialogs.ask import Dialogs
from gui.dialogs.problems import ProblemsDialog
from gui.field_undo import FieldUndo
from gui.jobs import JobRunner
from gui.settings import Folders, RecentFiles
from gui.tab_host import TabSpec, standard_tabs
from gui.theme import ThemeManager, Tone
from gui.widgets.store import SettingsStore
from gui.window_commands import undo_titles, window_commands
from gui.window_dialogs import ShownDialogs
from gui.window_files import WindowFiles
from gui.window_focus import find_on, focus_next, panes_of
from gui.window_log import LogDock
from gui.window_menus import Menus
from gui.window_size import first_size
from gui.window_status import StatusBar
from gui.workbench import Workbench

if TYPE_CHECKING:
    from gui.palette import CommandPalette

_GEOMETRY, _STATE, _TAB, _THEME = "window/geometry", "window/state", "window/tab", "theme"


class MainWindow(QMainWindow):
    """The window of one workspace at a time.

    Args:
        workspace: What is shown first.
        themes: Colours and icons.
        dialogs: Every question to the person.
        settings: Remembered sizes and choices.
        folders: Where workspaces go.
        tabs: Which tabs; the standard ones by default.

    Attributes:
        bench: The workbench of the open workspace; another one after another was opened.
        commands: The commands, made anew with the workbench.
        menus: The menu bar, made anew too.

    Signals:
        jobs_unhandled: a ``Job`` and the exception that ended it, when it had nobody to tell.
    """

    jobs_unhandled = Signal(object, object)

    bench: Workbench
    commands: CommandRegistry
    menus: Menus
    _palette: CommandPalette | None

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        dialogs: Dialogs,
        settings: SettingsStore,
        folders: Folders,
        tabs: Sequence[TabSpec] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setMinimumSize(960, 600)
        self.resize(first_size(self))
        self.themes = themes
        self.dialogs = dialogs
        self.tab_specs = tuple(standard_tabs() if tabs is None else tabs)
        self.recent = RecentFiles(settings)
        self._settings = settings
        self._jobs = JobRunner((Problem,), self)
        self._jobs.unhandled.connect(self.jobs_unhandled)
        self.files = WindowFiles(folders, self._jobs, dialogs, self)
        self.files.opened.connect(self.show_workspace)
        self.files.busy.connect(self._on_files_busy)
        self.shown = ShownDialogs()
        self._field_undo = FieldUndo(self)
        self.status = StatusBar(themes)
        self.setStatusBar(self.status)
        self.files.said.connect(self.status.say)
        self.status.problems_clicked.connect(self.open_problems)
        self.log_dock = LogDock(self, settings)
        self.show_workspace(workspace)
        self._restore()

    @property
    def theme_choice(self) -> str:
        """What the person chose: ``system``, ``light`` or ``dark``."""
        return self.themes.choice

    # ---------------------------------------------------------------- the workspace

    @Slot(object)
    def show_workspace(self, workspace: Workspace) -> None:
        """Show another workspace; the one before it is closed first."""
        tab = str(self._settings.value(_TAB, "workflows"))
        if hasattr(self, "bench"):
            tab = self.bench.tabs.current_key()
            self._let_go()
        self.commands = CommandRegistry(self.themes, self)
        self.commands.register_all(window_commands(self))
        self.bench = Workbench(
            workspace, self.themes, self.commands, self.dialogs, self._settings, self.tab_specs, self
        )
        self.setCentralWidget(self.bench)
        self.log_dock.hold(self.bench.log, self.bench.tabs)
        self._palette = None
        self._connect()
        self.menus = Menus(self, self.commands)
        self.commands.install(self)
        self.setWindowTitle(f"{workspace.path.stem} – Cadenza")
        self.status.show_file(workspace.path)
        self.status.show_findings(())
        self.status.show_rows("")
        self.status.show_worst(None, 0)
        self.recent.add(workspace.path)
        self.files.keep(workspace.path)
        self.bench.begin(tab)
        # Nothing is chosen yet, so nothing shows a focus ring; the keys of the tab work, and Tab and F6 lead on.
        self.bench.tabs.current_tab().setFocus()
        self.commands.update_enabled()
        self.log_dock.keep_height()

    def _connect(self) -> None:
        bench = self.bench
        bench.settings_wanted.connect(self.open_run_settings)
        bench.compare_wanted.connect(self.compare_runs)
        bench.bus.message.connect(self.status.say)
        bench.log.rows_changed.connect(self.status.show_rows)
        bench.log.worst_changed.connect(self.status.show_worst)
        self.status.worst_clicked.connect(bench.log.targets.show_severity)
        bench.bus.navigate.connect(self._on_navigate)
        bench.review.reviewed.connect(self._on_reviewed)
        bench.tabs.tab_made.connect(self._on_tab_made)
        bench.jobs.unhandled.connect(self.jobs_unhandled)
        bench.undo.locked_changed.connect(self._on_undo_changed)
        for signal in (bench.undo.stack.indexChanged, bench.undo.stack.cleanChanged):
            signal.connect(self._on_undo_changed)
        self._on_undo_changed()

    def _let_go(self) -> None:
        """Close the workspace and take all away that knew it."""
        self.shown.close_all()
        self.bench.shut_down()
        for action in self.actions():
            self.removeAction(action)
        self.log_dock.let_go()
        for old in (self.bench.log.bar, self.bench.log, self._palette, self.bench):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.commands.deleteLater()

    # ---------------------------------------------------------------- what commands do

    def undo(self) -> None:
        """Take the last edit back."""
        self.bench.undo.undo()

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        self.bench.undo.redo()

    def play(self) -> None:
        """Play a rehearsal."""
        self.bench.runs.start()

    def stop(self) -> None:
        """Stop the rehearsal."""
        self.bench.runs.stop()

    def reset(self) -> None:
        """Take the shown results away."""
        self.bench.runs.reset()

    def open_palette(self) -> None:
        """Search commands and things."""
        from gui.palette import CommandPalette
        from gui.window_search import palette_providers

        if self._palette is None:
            self._palette = CommandPalette(self.commands, self.themes, self)
            for provider in palette_providers(self.bench.workspace, self.bench.bus):
                self._palette.add_provider(provider)
        self._palette.popup()

    def choose_theme(self, choice: str) -> None:
        """Follow the system, or be light or dark."""
        self.themes.set_choice(choice)
        self._settings.setValue(_THEME, choice)

    def save_copy(self) -> None:
        """Save a copy of the workspace under another name."""
        self.files.ask_copy(self.bench.workspace)

    def import_contacts(self) -> None:
        """Ask for a CSV file with contacts."""
        self._contacts_files("ask_import")

    def export_contacts(self) -> None:
        """Ask where to write all contacts."""
        ids = self.bench.workspace.contacts.ids(ContactQuery())
        if not len(ids):
            self.status.say("There is no contact to export.")
            return
        self._contacts_files("ask_export", (), ids)

    def _contacts_files(self, method: str, *arguments: object) -> None:
        files = getattr(self.bench.tabs.open("contacts"), "files", None)
        if files is not None:
            getattr(files, method)(*arguments)

    def find_in_pane(self) -> None:
        """Find in the pane that has the focus: the log, else the tab."""
        log = self.bench.log
        focus = QApplication.focusWidget()
        if focus is not None and (log.isAncestorOf(focus) or log.bar.isAncestorOf(focus)):
            log.bar.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            find_on(self.bench.tabs.current_tab())

    @property
    def canvas(self) -> CanvasView | None:
        """The canvas of the tab that is shown, if it has one."""
        return self.bench.tabs.current_tab().findChild(CanvasView)

    def zoom(self, factor: float) -> None:
        """Enlarge or shrink the canvas; 0 shows it at its own size."""
        canvas = self.canvas
        if canvas is not None:
            canvas.set_zoom(canvas.zoom * factor if factor else 1.0)

    def zoom_to_fit(self) -> None:
        """Show all of the canvas."""
        canvas = self.canvas
        if canvas is not None:
            canvas.fit()

    def step_tab(self, step: int) -> None:
        """Show the next or the previous tab."""
        keys = self.bench.tabs.tab_keys()
        self.bench.tabs.open(keys[(keys.index(self.bench.tabs.current_key()) + step) % len(keys)])

    def step_pane(self, step: int) -> None:
        """Move the focus to the next or the previous pane."""
        bench = self.bench
        focus_next([bench.bar, *panes_of(bench.tabs.current_tab()), bench.log], step)

    @Slot(object)
    def _on_navigate(self, target: GoTo) -> None:
        """Bring the log to sight when its rows are asked for."""
        if target.kind.startswith("log"):
            self.log_dock.set_open(True)

    def toggle_log(self) -> None:
        """Show or hide the log pane."""
        self.log_dock.set_open(not self.log_dock.isVisible())

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def open_run_settings(self) -> None:
        """Edit how rehearsals are played."""
        from gui.dialogs.run_settings import RunSettingsDialog

        dialog = RunSettingsDialog(self.bench.workspace.project(), self)
        dialog.settings_chosen.connect(self.bench.change_run_settings)
        self.shown.open("run_settings", dialog)

    def open_account(self) -> None:
        """Edit the account."""
        from gui.dialogs.account import AccountDialog

        dialog = AccountDialog(self.bench.workspace.project().account, self)
        dialog.account_changed.connect(self.bench.change_account)
        self.shown.open("account", dialog)

    def open_problems(self) -> None:
        """List what the review found."""
        workspace = self.bench.workspace
        dialog = ProblemsDialog(self.themes, self, fix_for=lambda finding: fix_for(workspace, finding))
        dialog.go_to.connect(self.bench.bus.navigate)
        dialog.fix_wanted.connect(self.bench.fix)
        self.bench.undo.locked_changed.connect(dialog.set_locked)
        dialog.show_findings(self.bench.review.findings, workspace.project())
        self.shown.open("problems", dialog, modal=False)

    def open_script(self) -> None:
        """Lay out what happens during a rehearsal."""
        from gui.dialogs.script_deck import ScriptDeck

        dialog = ScriptDeck(self.bench.context, self)
        self.bench.undo.locked_changed.connect(dialog.set_locked)
        self.commands.install(dialog, ("edit.undo", "edit.redo"))
        self.shown.open("script", dialog, modal=False)

    def compare_packs(self) -> None:
        """Rehearse with two rule packs and list what differs."""
        from gui.dialogs.compare_packs import ComparePacksDialog

        self.shown.open("compare_packs", ComparePacksDialog(self.bench.context, self), modal=False)

    def compare_runs(self, before: int = 0, after: int = 0) -> None:
        """Show what changed between two rehearsals, the latest two where none are named."""
        from gui.run.differences import DifferencesDialog

        dialog = DifferencesDialog(self.bench.context, self)
        self.shown.open("differences", dialog, modal=False)
        dialog.show_runs(before, after)

    def open_shortcuts(self) -> None:
        """List the keys."""
        from gui.dialogs.shortcuts import ShortcutsDialog

        self.shown.open("shortcuts", ShortcutsDialog(self.commands, self.themes, self))

    def open_about(self) -> None:
        """Say what Cadenza is."""
        from gui.dialogs.about import AboutDialog

        self.shown.open("about", AboutDialog(self))

    # ---------------------------------------------------------------- slots

    @Slot(object)
    def _on_reviewed(self, findings: list[Finding]) -> None:
        self.status.show_findings(findings)
        dialog = self.shown.get("problems")
        if isinstance(dialog, ProblemsDialog):
            dialog.show_findings(findings, self.bench.workspace.project())

    @Slot()
    def _on_tab_made(self) -> None:
        self.commands.install(self)

    @Slot()
    def _on_undo_changed(self, *_: object) -> None:
        stack = self.bench.undo.stack
        undo, redo = undo_titles(stack.undoText(), stack.redoText())
        self.commands.action("edit.undo").setText(undo)
        self.commands.action("edit.redo").setText(redo)
        self.commands.update_enabled()

    @Slot(str)
    def _on_files_busy(self, title: str) -> None:
        if title:
            self.bench.banner.show_message(f"{title}…", Tone.ACCENT, icon="folder")
        else:
            self.bench.banner.clear()
        self.commands.update_enabled()

    # ---------------------------------------------------------------- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer Ctrl+F when nothing inside has."""
        if event.matches(QKeySequence.StandardKey.Find):
            self.find_in_pane()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and close the workspace."""
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_STATE, self.saveState())
        self._settings.setValue(_TAB, self.bench.tabs.current_key())
        self._jobs.shut_down()
        self.bench.shut_down()
        self.files.let_go()
        super().closeEvent(event)

    def _restore(self) -> None:
        """Put window and dock where they were; at the first start the log takes its share of the height."""
        geometry, state = self._settings.value(_GEOMETRY), self._settings.value(_STATE)
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)
        self.log_dock.begin(restored=isinstance(state, QByteArray) and self.restoreState(state))
