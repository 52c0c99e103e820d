"""What would come of a card in the next rehearsal: how many would skip it, and why, most first.

Lives here: the box. Not here: the forecast (``core.services.forecast``), and what came of the card in the last
rehearsal (``card_results``).
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.services.forecast import CardForecast
from gui.text import number, plural
from gui.theme_style import restyle
from gui.widgets.labels import label

_MOST = 4


class CardForecastBox(QFrame):
    """The box under the fields of an *Enroll in sequence* card; hidden without a forecast."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card_forecast_box")
        self._title = label("", "strong", wrap=True)
        self._title.setObjectName("card_forecast")
        self._lines = label("", wrap=True)
        self._lines.setObjectName("card_forecast_reasons")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        self.hide()

    def show_forecast(self, forecast: CardForecast | None) -> None:
        """Say how many would skip the card; hidden without a forecast."""
        self.setVisible(forecast is not None)
        if forecast is None:
            return
        said = forecast.sentence
        title = f"Forecast: {said[:1].lower()}{said[1:]}"
        lines = list(forecast.lines[:_MOST])
        rest = forecast.skipped[_MOST:]
        if rest:
            lines.append(f"{number(sum(group.count for group in rest))} · {plural(len(rest), 'other reason')}")
        self._title.setText(title)
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        self.setAccessibleName(title)
        self.setProperty("tone", forecast.tone)
        for part in (self._title, self._lines):
            part.setProperty("ink", forecast.tone)
            restyle(part)
        restyle(self)
