"""Watches whether the rehearsal that is shown still tells of the workspace as it is.

Lives here: when that is asked. Not here: what counts as an edit since (``core.services.run_age``), and who shows it.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal, Slot

from core.model.changes import Edit
from core.model.run import Run
from core.services.run_age import edits_since, is_outdated
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.run.controller import RunController
from gui.text import plural
from gui.undo import UndoDoor


class RunAge(QObject):
    """Says how many edits there were since the rehearsal that is shown; undoing them takes them back.

    Args:
        context: The window's shared services.
        undo: Knows the edits of this session.
        runs: Plays rehearsals and says which is shown.
        parent: Owner.

    Signals:
        told: what there is to say, e.g. ``3 edits since this rehearsal``; empty while it is current.
    """

    told = Signal(str)

    def __init__(self, context: Context, undo: UndoDoor, runs: RunController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = context.workspace
        self._undo = undo
        self._jobs = context.jobs
        self._job: Job | None = None
        self._run: Run | None = None
        self._then: tuple[Edit, ...] = ()
        self._playing: tuple[Edit, ...] | None = None
        self._outdated = False
        self.words = ""
        context.bus.changed.connect(self._say)
        runs.started.connect(self._on_started)
        runs.run_changed.connect(self._on_run_changed)

    @Slot()
    def _on_started(self) -> None:
        # Nothing is edited until it has ended.
        self._playing = self._undo.standing()

    @Slot(object)
    def _on_run_changed(self, run: Run | None) -> None:
        """Take notice of which rehearsal is shown: the one that has just been played, or a stored one."""
        then, self._playing = self._playing, None
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._run = run
        self._outdated = False
        self._then = self._undo.standing() if then is None else then
        if run is not None and then is None:
            self._ask(run)
        self._say()

    def _ask(self, run: Run) -> None:
        """Find out whether a rehearsal of an earlier session is still current."""
        workspace = self._workspace
        now = int(time.time())

        def work(_: JobControl) -> bool:
            with workspace.in_thread() as mine:
                return is_outdated(mine, run, now)

        def told(outdated: bool) -> None:
            self._job = None
            self._outdated = outdated
            self._say()

        self._job = self._jobs.start("Looking for edits since the rehearsal", work, done=told)

    @Slot()
    def _say(self, *_: object) -> None:
        words = ""
        if self._run is not None:
            edits = edits_since(self._then, self._undo.standing(), self._run)
            if edits and not self._outdated:
                words = f"{plural(edits, 'edit')} since this rehearsal"
            elif edits or self._outdated:
                words = "Edited since this rehearsal"
        if words != self.words:
            self.words = words
            self.told.emit(words)
