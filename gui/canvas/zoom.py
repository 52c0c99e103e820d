"""The zoom buttons over the canvas' corner. Lives here: the buttons. Not here: zooming (gui/canvas/view.py)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QWidget

from gui.theme import ThemeManager
from gui.widgets.labels import CONTROL_PX, button, tool_button

_WIDE = 72


class ZoomBar(QWidget):
    """Smaller, the zoom itself (back to 100 %), larger, and all of it.

    Signals:
        zoom_chosen: more than 1 for larger, less than 1 for smaller, 1 for 100 %, ``None`` for *Fit*.
    """

    zoom_chosen = Signal(object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = self._add("zoom_actual", "100 %", "Back to 100 % (Ctrl+0)")
        fit = self._add("zoom_fit", "Fit", "Show all of it (Ctrl+1)")
        smaller = tool_button(themes, "minus", "Smaller (Ctrl+−)", role="text", kind="outlined")
        larger = tool_button(themes, "plus", "Larger (Ctrl++)", role="text", kind="outlined")
        for made, name in ((smaller, "zoom_out"), (larger, "zoom_in")):
            made.setObjectName(name)
            made.setFixedSize(CONTROL_PX, CONTROL_PX)
        self._zoom.setFixedWidth(_WIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        buttons: tuple[tuple[QAbstractButton, float | None], ...]
        buttons = ((smaller, 0.5), (self._zoom, 1.0), (larger, 2.0), (fit, None))
        for made_button, chosen in buttons:
            row.addWidget(made_button)
            made_button.clicked.connect(lambda *_, value=chosen: self.zoom_chosen.emit(value))

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom in percent."""
        self._zoom.setText(f"{round(100 * zoom)} %")

    def _add(self, name: str, text: str, tip: str) -> QPushButton:
        made = button(text, tip=tip)
        made.setObjectName(name)
        made.setAccessibleName(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made
