"""Slow answers that follow the workspace: asked for again once it has been left alone for a moment.

Lives here: waiting, dropping what is out of date, standing still while a rehearsal plays. Not here: what is asked
(``gui.forecast_watch``, ``gui.expectation_watch``).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from core.model.problem import Problem
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.jobs import Job, JobControl, JobRunner

#: For more contacts nothing is played unless the person asks, so that the machine stays calm.
MOST_CONTACTS = 50_000

T = TypeVar("T")


class CalmWatch(QObject):
    """Asks in jobs: once at the start, and again after edits; at most one job runs, and the newest one counts.

    Those that inherit say what to do in ``_start``, ``_say_why_not`` and ``_on_changed``.

    Args:
        workspace: What is asked about.
        bus: Tells of edits.
        jobs: Runs the work.
        calm_ms: How long the workspace must be left alone before it is asked about again, in milliseconds.
        most: Most contacts that are played without being asked.
        parent: Owner.
    """

    def __init__(
        self, workspace: Workspace, bus: Bus, jobs: JobRunner, calm_ms: int, most: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._calm_ms = calm_ms
        self._most = most
        self._job: Job | None = None
        self._began = 0.0
        self._paused = False
        self._stale = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(calm_ms)
        self._calm.timeout.connect(self.renew)
        bus.changed.connect(self._on_changed)

    @Slot()
    def renew(self) -> None:
        """Ask now, unless there are so many contacts that the person has to ask."""
        self._start(self._most)

    @Slot()
    def ask(self) -> None:
        """Ask now, however many contacts there are: the person wants it."""
        self._start(None)

    def set_playing(self, playing: bool) -> None:
        """Ask nothing while a rehearsal plays, and make up for it afterwards."""
        if playing == self._paused:
            return
        self._paused = playing
        if playing:
            self._stale = self._stale or self._job is not None or self._calm.isActive()
            self._drop()
        elif self._stale:
            self._calm.start()

    def stop(self) -> None:
        """Ask nothing any more: the workspace is about to be closed."""
        self._paused = True
        self._drop()

    # ------------------------------------------------------------ for those that inherit

    def _start(self, most: int | None) -> None:
        """Begin now; ``most`` contacts are played, any number when ``None``."""
        raise NotImplementedError

    def _say_why_not(self, sentence: str) -> None:
        """Tell that there is no answer, and why."""
        raise NotImplementedError

    def _on_changed(self, changes: object) -> None:
        """Take notice of an edit."""
        raise NotImplementedError

    def _begin(
        self, title: str, most: int | None, play: Callable[[Workspace, JobControl], T], done: Callable[[T | int], None]
    ) -> None:
        """Play in a job; ``done`` gets the answer, or the number of contacts when there are more than ``most``."""
        self._stale = False
        self._began = time.monotonic()
        workspace = self._workspace

        def work(control: JobControl) -> T | int:
            with workspace.in_thread() as mine:
                contacts = mine.contacts.count()
                return contacts if most is not None and contacts > most else play(mine, control)

        def end(found: T | int) -> None:
            self._job = None
            done(found)

        self._job = self._jobs.start(title, work, done=end, failed=self._on_failed)

    def _may_start(self) -> bool:
        """Drop what is waited for, and say whether to begin anew: not while a rehearsal plays."""
        self._drop()
        self._stale = self._stale or self._paused
        return not self._paused

    def _rest(self) -> None:
        """Wait as long as the answer took, before the next one: it runs half of the time at most."""
        self._calm.setInterval(max(self._calm_ms, int((time.monotonic() - self._began) * 1000)))

    def _wait(self) -> None:
        """Ask once the workspace has been left alone for a moment; while a rehearsal plays, after it."""
        self._drop()
        if self._paused:
            self._stale = True
        else:
            self._calm.start()

    def _drop(self) -> None:
        """Forget an answer that is waited for; a newer one takes its place, or none."""
        self._calm.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            raise error
        self._say_why_not(error.sentence)
