"""The buttons over the canvas' corner: zoom, and how the cards look.

Lives here: the buttons. Not here: what they do (gui/canvas/viewport.py).
"""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from gui.theme import ThemeManager
from gui.widgets.labels import CONTROL_PX, button, tool_button

_WIDE = 72


class Look(Enum):
    """What a button asks for."""

    OUTCOME = auto()
    OVERVIEW = auto()
    SMALLER = auto()
    ACTUAL = auto()
    LARGER = auto()
    FIT = auto()


_ICONS = {
    Look.OUTCOME: ("outcome", "Colour cards by outcome", "colour_by_outcome"),
    Look.OVERVIEW: ("map", "Overview map, where it covers no card", "overview_map"),
    Look.SMALLER: ("minus", "Smaller (Ctrl+−)", "zoom_out"),
    Look.LARGER: ("plus", "Larger (Ctrl++)", "zoom_in"),
}
_WORDS = {
    Look.ACTUAL: ("100 %", "Back to 100 % (Ctrl+0)", "zoom_actual"),
    Look.FIT: ("Fit", "Show all of it (Ctrl+1)", "zoom_fit"),
}


class ZoomBar(QWidget):
    """Colour by outcome and the overview map; smaller, the zoom itself (back to 100 %), larger, and all of it.

    Signals:
        look_chosen: a ``Look``.
    """

    look_chosen = Signal(object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        # A ground of its own: cards that scroll by underneath must not show between the buttons.
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "card")
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(4)
        self._buttons: dict[Look, QAbstractButton] = {}
        for look in Look:
            made = self._buttons[look] = self._made(themes, look)
            made.clicked.connect(lambda *_, chosen=look: self.look_chosen.emit(chosen))
            row.addWidget(made)
        for look in (Look.OUTCOME, Look.OVERVIEW):
            self._buttons[look].setCheckable(True)
        self._buttons[Look.OVERVIEW].setChecked(True)
        self._buttons[Look.ACTUAL].setFixedWidth(_WIDE)

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom in percent."""
        self._buttons[Look.ACTUAL].setText(f"{round(100 * zoom)} %")

    def show_look(self, look: Look, on: bool) -> None:
        """Show whether a look is on."""
        self._buttons[look].setChecked(on)

    def hide_look(self, look: Look) -> None:
        """Take a button away where it has no meaning."""
        self._buttons[look].hide()

    def _made(self, themes: ThemeManager, look: Look) -> QAbstractButton:
        made: QAbstractButton
        if look in _ICONS:
            icon, tip, name = _ICONS[look]
            made = tool_button(themes, icon, tip, role="text", kind="outlined")
            made.setFixedSize(CONTROL_PX, CONTROL_PX)
        else:
            text, tip, name = _WORDS[look]
            made = button(text, tip=tip)
            made.setAccessibleName(tip)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setObjectName(name)
        return made
