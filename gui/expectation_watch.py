"""Keeps the verdicts on what is expected of the workflows up to date while the workspace changes.

Lives here: when to check. Not here: checking (``core.services.expectations``) and anything that is drawn.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from core.services.expectations import Verdict, check, has_any
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.calm_watch import MOST_CONTACTS, CalmWatch
from gui.jobs import JobControl, JobRunner
from gui.text import number

#: How long the workspace must be left alone before it is checked again, in milliseconds.
CALM_MS = 400
_CHECKING = "Checking…"


class ExpectationWatch(CalmWatch):
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
        super().__init__(workspace, bus, jobs, CALM_MS, most, parent)
        self.verdicts: tuple[Verdict, ...] = ()
        self.sentence = ""

    def _start(self, most: int | None) -> None:
        if not has_any(self._workspace.project()):
            self._drop()
            self._tell((), "")
        elif self._may_start():
            self._begin("Checking expectations", most, _played, self._on_done)

    def _tell(self, verdicts: tuple[Verdict, ...], sentence: str) -> None:
        self.verdicts, self.sentence = verdicts, sentence
        self.checked.emit()

    def _say_why_not(self, sentence: str) -> None:
        self._tell((), sentence)

    def _on_done(self, found: tuple[Verdict, ...] | int) -> None:
        if isinstance(found, int):
            self._tell((), f"With {number(found)} contacts a check takes a while.")
            return
        self._rest()
        self._tell(found, "")

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        if has_any(self._workspace.project()):
            self._tell((), _CHECKING)
            self._wait()
            return
        self._drop()
        self._stale = False
        if self.verdicts or self.sentence:
            self._tell((), "")


def _played(workspace: Workspace, control: JobControl) -> tuple[Verdict, ...]:
    return check(workspace, control=control)
