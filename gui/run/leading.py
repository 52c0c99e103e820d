"""Where a step, a search or a break point leads to: the row in the log, and the workflow on the canvas.

Not here: which row that is (``gui.run.player``).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from core.model.run import Cast
from gui.bus import Bus
from gui.run.log_pane import LogPane
from gui.run.player import ReplayPlayer
from gui.tab_host import TabHost


class Leading(QObject):
    """Keeps card, token and row of one workflow together, and says what a search came to.

    The workflow is shown before the instant is, so that its own tokens run. A tab without a canvas stays as it is,
    and so does the canvas at rows of no workflow, or of one that was deleted since.

    Args:
        player: Says which row comes next; owner.
        tabs: Have the canvas.
        log: Has the row.
        bus: Takes what is said.
    """

    def __init__(self, player: ReplayPlayer, tabs: TabHost, log: LogPane, bus: Bus) -> None:
        super().__init__(player)
        self._player = player
        self._tabs = tabs
        self._cast: Cast | None = None
        player.loaded.connect(self._on_loaded)
        player.leads.connect(self._on_leads)
        player.arrived.connect(log.show_row)
        player.nothing_found.connect(bus.message)
        player.stopped_at.connect(lambda title: bus.message.emit(f"Paused: {title}."))

    @Slot()
    def _on_loaded(self) -> None:
        replay = self._player.replay
        self._cast = Cast(replay.run.project) if replay is not None else None

    @Slot(object)
    def _on_leads(self, row_id: int) -> None:
        replay = self._player.replay
        if replay is None or self._cast is None:
            return
        place = self._cast.place(int(replay.places[row_id - replay.run.first_row]))
        if place is not None:
            self._tabs.show_place(place.workflow)
