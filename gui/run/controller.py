"""Plays rehearsals: starts and stops the job, locks editing meanwhile, and tells how far it is.

Lives here: the state of playing. Not here: the engine (``core.services.runs``), and anything that is drawn.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.model.account import RunSettings
from core.model.project import Project
from core.model.run import Run
from core.model.workflow import WorkflowStatus
from core.services.runs import RunProgress, rehearse
from core.services.workspace import Workspace
from gui.jobs import Job, JobControl, JobRunner
from gui.undo import UndoDoor


class RunController(QObject):
    """Plays rehearsals of one workspace, one at a time.

    Args:
        workspace: What is played.
        undo: Locked while a rehearsal plays.
        jobs: Runs the rehearsal off the GUI thread.
        parent: Owner.

    Signals:
        about_to_start: last chance to commit what is still being typed.
        started: the ``RunSettings`` of the rehearsal that plays from now on.
        progressed: a ``RunProgress``.
        finished: the ``Run``, also of a rehearsal that was stopped.
        failed: the exception that ended it.
        refused: why nothing was started, one sentence.
        run_changed: the ``Run`` whose results are shown from now on, or ``None``.
    """

    about_to_start = Signal()
    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    refused = Signal(str)
    run_changed = Signal(object)

    def __init__(self, workspace: Workspace, undo: UndoDoor, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._undo = undo
        self._jobs = jobs
        self._job: Job | None = None
        self._run: Run | None = None

    @property
    def is_playing(self) -> bool:
        """Whether a rehearsal plays."""
        return self._job is not None

    @property
    def run(self) -> Run | None:
        """The run whose results are shown."""
        return self._run

    def show_latest(self) -> None:
        """Show the results of the latest stored run, if there is one."""
        workspace = self._workspace

        def read(_: JobControl) -> Run | None:
            with workspace.in_thread():
                return workspace.runs.latest()

        self._jobs.start("Reading the latest rehearsal", read, done=self._on_latest_read)

    def start(self, settings: RunSettings | None = None) -> bool:
        """Play a rehearsal; return whether one was started.

        Args:
            settings: How; as the account says by default.
        """
        if self.is_playing:
            return False
        self.about_to_start.emit()
        project = self._workspace.project()
        chosen = settings or project.account.settings
        obstacle = "Please wait until the edit is done." if self._undo.locked else why_not(project, chosen)
        if obstacle:
            self.refused.emit(obstacle)
            return False
        workspace = self._workspace

        def play(control: JobControl) -> Run:
            with workspace.in_thread():
                return rehearse(workspace, chosen, control)

        self._undo.set_playing(True)
        self._job = self._jobs.start(
            "Rehearsing",
            play,
            done=self._on_done,
            failed=self._on_failed,
            progress=self._on_progress,
            cancelled=self._on_stopped,
        )
        self.started.emit(chosen)
        return True

    def stop(self) -> None:
        """Ask the rehearsal to stop; what it has played so far is kept and shown."""
        if self._job is not None:
            self._job.cancel()

    def reset(self) -> None:
        """Take the shown results away; the stored run and its log stay in the workspace."""
        if not self.is_playing:
            self._show(None)

    def _show(self, run: Run | None) -> None:
        self._run = run
        self.run_changed.emit(run)

    def _on_latest_read(self, run: Run | None) -> None:
        if run is not None and not self.is_playing and self._run is None:
            self._show(run)

    def _on_progress(self, progress: RunProgress) -> None:
        self.progressed.emit(progress)

    def _on_done(self, run: Run) -> None:
        self._end()
        self.finished.emit(run)
        self._show(run)

    def _on_stopped(self, run: Run | None) -> None:
        self._end()
        if run is not None:
            self.finished.emit(run)
        self._show(run)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)
        self._show(None)

    def _end(self) -> None:
        self._job = None
        self._undo.set_playing(False)


def why_not(project: Project, settings: RunSettings) -> str:
    """Say in one sentence why a rehearsal would play nothing; empty when it would play something."""
    if settings.workflows:
        if any(project.workflow(workflow_id) for workflow_id in settings.workflows):
            return ""
        return "The workflows chosen for the rehearsal are gone. Choose others in the rehearsal settings."
    if not project.workflows:
        return "There is no workflow yet. Make one and turn it on in the list."
    if all(workflow.status is not WorkflowStatus.ON for workflow in project.workflows):
        return "No workflow is on. Turn one on in the list."
    return ""
