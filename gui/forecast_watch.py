"""Keeps the forecast of the next rehearsal up to date while the workspace changes.

Lives here: when to forecast, and what to say where there is none. Not here: the forecast itself
(``core.services.forecast``) and anything that is drawn.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.services.forecast import Forecast, forecast
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.calm_watch import MOST_CONTACTS, CalmWatch
from gui.jobs import JobRunner
from gui.text import number

#: How long the workspace must be left alone before it is played again, in milliseconds.
CALM_MS = 150
#: A forecast that takes longer than this is no longer shown while the next one is made, in milliseconds.
_SLOW_MS = 500


class ForecastWatch(CalmWatch):
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
        super().__init__(workspace, bus, jobs, CALM_MS, most, parent)
        self.forecast: Forecast | None = None
        self.sentence = ""
        self.on_demand = False
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)

    def _start(self, most: int | None) -> None:
        if not self._may_start():
            return
        settings = self._workspace.project().account.settings
        self._begin("Forecasting", most, lambda mine, control: forecast(mine, settings, control), self._on_done)
        self._slow.start()

    def _drop(self) -> None:
        self._slow.stop()
        super()._drop()

    def _tell(self, found: Forecast | None, sentence: str, *, on_demand: bool = False) -> None:
        self._slow.stop()
        self.forecast, self.sentence, self.on_demand = found, sentence, on_demand
        self.forecast_ready.emit(found)

    def _say_why_not(self, sentence: str) -> None:
        self._tell(None, sentence)

    def _on_done(self, found: Forecast | int) -> None:
        if isinstance(found, int):
            self._tell(None, f"With {number(found)} contacts a forecast takes a while.", on_demand=True)
            return
        self._rest()
        self._tell(found, found.sentence)

    @Slot()
    def _on_slow(self) -> None:
        if self._job is not None:
            self._tell(None, "Forecasting…")

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        self._wait()
