"""The chip by the time line that says that there were edits since the rehearsal that is shown, and offers a new one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.theme import ThemeManager, Tone
from gui.widgets.labels import button
from gui.widgets.pill import Pill

_TIP = "Cards, log, Results and exports show the workspace as it was when this rehearsal was played."

_LINK_PX = 18


class AgeChip(QWidget):
    """A pill with a link; hidden while the rehearsal is current.

    Args:
        themes: Colours.
        parent: Owner.

    Signals:
        rehearse_clicked: the person wants to rehearse again.
    """

    rehearse_clicked = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_age")
        self._pill = Pill(themes, "", Tone.SKIPPED, sign=False)
        again = button("Rehearse", "link", tip="Rehearse again, with the edits")
        again.setObjectName("run_age_rehearse")
        again.setAccessibleName("Rehearse again, with the edits since")
        again.clicked.connect(self.rehearse_clicked)
        # No higher than the line of words at its left, so that nothing below moves when it comes.
        again.setFixedHeight(_LINK_PX)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._pill)
        row.addWidget(again)
        self.setToolTip(_TIP)
        self.hide()

    def show_words(self, words: str) -> None:
        """Say how many edits there were; empty hides the chip."""
        self._pill.set_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def text(self) -> str:
        """Return what is said; empty while hidden."""
        return self._pill.text()
