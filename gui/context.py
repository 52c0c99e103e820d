"""What every tab is handed: the open workspace and the window's shared services. No tab reaches for anything else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Signal

from core.model.changes import Changes, Edit
from core.model.run import Run
from core.services.workspace import Workspace
from gui.bus import Bus, GoTo
from gui.commands import CommandRegistry
from gui.dialogs.ask import Dialogs
from gui.jobs import JobRunner
from gui.theme import ThemeManager
from gui.widgets.store import SettingsStore


class Undo(Protocol):
    """The one way to change the workspace from the window; see ``gui.undo``."""

    def do(
        self,
        edit: Edit,
        ended: Callable[[bool], None] | None = None,
        far: Callable[[int, int], None] | None = None,
    ) -> None:
        """Apply an edit, make it undoable, and tell everybody through ``Bus.changed``; then say whether it worked."""

    def stop(self) -> None:
        """Stop the big edit that is being applied; nothing of it stays."""

    @property
    def locked(self) -> bool:
        """Whether editing is locked because a rehearsal plays."""


@dataclass(frozen=True)
class Context:
    """The window's shared services.

    Attributes:
        workspace: The open workspace.
        undo: The one door for edits.
        bus: Changes, go-to requests and status messages.
        jobs: The one door for slow work.
        commands: Every action of the window.
        themes: Colours and icons.
        dialogs: Every question to the person.
        settings: Remembered sizes and choices.
    """

    workspace: Workspace
    undo: Undo
    bus: Bus
    jobs: JobRunner
    commands: CommandRegistry
    themes: ThemeManager
    dialogs: Dialogs
    settings: SettingsStore


class Tab(Protocol):
    """What the window asks of a tab."""

    title_changed: Signal

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""

    def show_run(self, run: Run | None) -> None:
        """Show the results of a run on the tab, or take them away."""

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""

    def go_to(self, target: GoTo) -> bool:
        """Bring something into view and select it; false when the tab does not hold such things."""
