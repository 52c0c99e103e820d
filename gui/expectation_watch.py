"""Keeps the verdicts on what is expected of the workflows up to date while the workspace changes.

Lives here: when to check. Not here: checking (``core.services.expectations``) and anything that is drawn.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.changes import Changes
from core.model.problem import Problem
from core.services.expectations import Verdict, check, has_any
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.forecast_watch import MOST_CONTACTS
from gui.jobs import Job, JobControl, JobRunner
from gui.text import number

#: How long the workspace must be left alone before it is checked again, in milliseconds.
CALM_MS = 400
_CHECKING = "Checking…"


class ExpectationWatch(QObject):
    """Checks expectations in jobs: once at the start, and again after edits. Nothing is played when none are there.

    Args:
        workspace: What is checked.
        bus: Tells of edits.
        jobs: Runs the checks.
        parent: Owner.
        most: Most contacts that are played without being asked.

    Attributes:
        verdicts: What the last check said; empty where there is none for the workspace as it is.
        sentence: Why there is none; empty where there is one, or nothing to check.

    Signals:
        checked: ``verdicts`` or ``sentence`` is another now.
    """

    checked = Signal()

    def __init__(
        self, workspace: Workspace, bus: Bus, jobs: JobRunner, parent: QObject | None = None, most: int = MOST_CONTACTS
    ) -> None:
        super().__init__(parent)
        self.verdicts: tuple[Verdict, ...] = ()
        self.sentence = ""
        self._workspace = workspace
        self._jobs = jobs
        self._most = most
        self._job: Job | None = None
        self._began = 0.0
        self._paused = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self.renew)
        bus.changed.connect(self._on_changed)

    @Slot()
    def renew(self) -> None:
        """Check now, unless there are so many contacts that the person has to ask."""
        self._start(self._most)

    @Slot()
    def ask(self) -> None:
        """Check now, however many contacts there are: the person has asked."""
        self._start(None)

    def set_playing(self, playing: bool) -> None:
        """Check nothing while a rehearsal plays, and make up for it afterwards."""
        if playing == self._paused:
            return
        self._paused = playing
        if playing:
            self._drop()
        elif self.sentence == _CHECKING:
            self._calm.start()

    def stop(self) -> None:
        """Check nothing any more: the workspace is about to be closed."""
        self._paused = True
        self._drop()

    def _start(self, most: int | None) -> None:
        self._drop()
        if not has_any(self._workspace.project()):
            self._tell((), "")
            return
        if self._paused:
            return
        self._began = time.monotonic()
        workspace = self._workspace

        def work(control: JobControl) -> tuple[Verdict, ...] | int:
            with workspace.in_thread() as mine:
                contacts = mine.contacts.count()
                return contacts if most is not None and contacts > most else check(mine, control=control)

        self._job = self._jobs.start("Checking expectations", work, done=self._on_done, failed=self._on_failed)

    def _drop(self) -> None:
        self._calm.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _tell(self, verdicts: tuple[Verdict, ...], sentence: str) -> None:
        self.verdicts, self.sentence = verdicts, sentence
        self.checked.emit()

    def _on_done(self, found: tuple[Verdict, ...] | int) -> None:
        self._job = None
        if isinstance(found, int):
            self._tell((), f"With {number(found)} contacts a check takes a while.")
            return
        # A check that takes long runs half of the time at most.
        self._calm.setInterval(max(CALM_MS, int((time.monotonic() - self._began) * 1000)))
        self._tell(found, "")

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Problem):
            raise error
        self._tell((), error.sentence)

    @Slot(object)
    def _on_changed(self, _: Changes) -> None:
        self._drop()
        if has_any(self._workspace.project()):
            self._tell((), _CHECKING)
            if not self._paused:
                self._calm.start()
        elif self.verdicts or self.sentence:
            self._tell((), "")
