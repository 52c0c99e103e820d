"""The legend of the colours by outcome. What the colours mean says gui/canvas/outcome.py."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gui.canvas.outcome import LEGEND
from gui.theme import ThemeManager
from gui.widgets.labels import label
from gui.widgets.pill import Pill


class OutcomeLegend(QFrame):
    """One line that says what the cards' colours mean."""

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("outcome_legend")
        self.setProperty("surface", "card")
        self.setAccessibleName("Colours: " + ", ".join(words for words, _ in LEGEND) + " in the last run")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(label("Last run", "muted"))
        for words, tone in LEGEND:
            row.addWidget(Pill(themes, words, tone))
        self.hide()
