"""Keeps the forecast of the next rehearsal up to date while the workspace changes.

Lives here: when to forecast, and what to say where there is none. Not here: the forecast itself
(``core.services.forecast``) and anything that is drawn.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.changes import Changes
from core.model.problem import Problem
from core.services.forecast import Forecast, forecast
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.jobs import Job, JobControl, JobRunner
from gui.text import number

#: How long the workspace must be left alone before it is played again, in milliseconds.
CALM_MS = 150
#: More contacts are forecast only when the person asks, so that the machine stays calm.
MOST_CONTACTS = 50_000
#: A forecast that takes longer than this is no longer shown while the next one is made, in milliseconds.
_SLOW_MS = 500


class ForecastWatch(QObject):
    """Forecasts a workspace in jobs: once at the start, and again after edits.

    Args:
        workspace: What is forecast.
        bus: Tells of edits.
        jobs: Runs the forecasts.
        parent: Owner.
        most: Most contacts that are forecast without being asked.

    Attributes:
        forecast: The forecast of the workspace as it is; ``None`` where there is none.
        sentence: That in a sentence, or why there is none.
        on_demand: Whether the person has to ask for it, because there are many contacts.

    Signals:
        forecast_ready: the ``Forecast``, or ``None``; ``sentence`` and ``on_demand`` say why.
    """

    forecast_ready = Signal(object)

    def __init__(
        self, workspace: Workspace, bus: Bus, jobs: JobRunner, parent: QObject | None = None, most: int = MOST_CONTACTS
    ) -> None:
        super().__init__(parent)
        self.forecast: Forecast | None = None
        self.sentence = ""
        self.on_demand = False
        self._workspace = workspace
        self._jobs = jobs
        self._most = most
        self._job: Job | None = None
        self._began = 0.0
        self._paused = False
        self._stale = False
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(CALM_MS)
        self._calm.timeout.connect(self.renew)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        bus.changed.connect(self._on_changed)

    @Slot()
    def renew(self) -> None:
        """Forecast now, unless there are so many contacts that the person has to ask."""
        self._start(self._most)

    @Slot()
    def ask(self) -> None:
        """Forecast now, however many contacts there are: the person has asked."""
        self._start(None)

    def set_playing(self, playing: bool) -> None:
        """Forecast nothing while a rehearsal plays, and make up for it afterwards."""
        if playing == self._paused:
            return
        self._paused = playing
        if playing:
            self._stale = self._stale or self._job is not None or self._calm.isActive()
            self._drop()
        elif self._stale:
            self._calm.start()

    def stop(self) -> None:
        """Forecast nothing any more: the workspace is about to be closed."""
        self._paused = True
        self._drop()

    def _start(self, most: int | None) -> None:
        self._drop()
        if self._paused:
            self._stale = True
            return
        self._stale = False
        self._began = time.monotonic()
        workspace = self._workspace
        settings = workspace.project().account.settings

        def work(control: JobControl) -> Forecast | int:
            with workspace.in_thread():
                contacts = workspace.contacts.count()
                return contacts if most is not None and contacts > most else forecast(workspace, settings, control)

        self._job = self._jobs.start("Forecasting", work, done=self._on_done, failed=self._on_failed)
        self._slow.start()

    def _drop(self) -> None:
        """Forget a forecast that is waited for; a newer one takes its place, or none."""
        self._calm.stop()
        self._slow.stop()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _tell(self, found: Forecast | None, sentence: str, *, on_demand: bool = False) -> None:
        self.forecast, self.sentence, self.on_demand = found, sentence, on_demand
        self.forecast_ready.emit(found)

    def _on_done(self, found: Forecast | int) -> None:
        self._job = None
        self._slow.stop()
        if isinstance(found, int):
            self._tell(None, f"With {number(found)} contacts a forecast takes a while.", on_demand=True)
            return
        # A forecast that takes long is made half of the time at most.
        self._calm.setInterval(max(CALM_MS, int((time.monotonic() - self._began) * 1000)))
        self._tell(found, found.sentence)

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._slow.stop()
        if not isinstance(error, Problem):
            raise error
        self._tell(None, error.sentence)

    @Slot()
    def _on_slow(self) -> None:
        if self._job is not None:
            self._tell(None, "Forecasting…")

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self._paused:
            self._stale = True
            return
        self._drop()
        self._calm.start()
