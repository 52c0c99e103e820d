"""The line below the run bar that says what the next rehearsal would come to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.services.forecast import Forecast
from gui.widgets.elided import ElidedLabel
from gui.widgets.labels import button, label


class ForecastLine(QWidget):
    """Says in one sentence what the next rehearsal would come to.

    Args:
        parent: Owner.

    Signals:
        forecast_clicked: the person asks for a forecast that is made only on demand.
    """

    forecast_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ElidedLabel()
        self._words.setObjectName("forecast_line")
        self._words.setProperty("kind", "muted")
        self._ask = button("Forecast", "link", tip="Work out what the next rehearsal would come to")
        self._ask.setObjectName("forecast_now")
        self._ask.clicked.connect(self.forecast_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._title = label("Forecast", "muted")
        row.addWidget(self._title)
        row.addWidget(self._ask)
        row.addWidget(self._words, 1)
        self.show_forecast(None, "")

    def show_forecast(self, forecast: Forecast | None, sentence: str, *, on_demand: bool = False) -> None:
        """Show the sentence of a forecast, or why there is none.

        Args:
            forecast: The forecast; ``None`` where there is none.
            sentence: What to say.
            on_demand: Whether the person has to ask for it.
        """
        self._ask.setVisible(on_demand)
        self._title.setVisible(not on_demand)
        self._words.set_whole(sentence)
        self._words.setProperty("ready", forecast is not None)
