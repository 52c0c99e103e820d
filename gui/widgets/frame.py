"""The frame of a dialog that shows a table or a page: bands above, hairlines around what is shown, buttons at the foot.

Lives here: one-call makers. Not here: what stands in the bands.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from gui.widgets.labels import hairline, surface

_SIDE, _BAND, _GAP = 16, 12, 8


def band(*widgets: QWidget, above: int = _BAND, below: int = _BAND) -> QHBoxLayout:
    """Returns widgets side by side, as far from the dialog's sides as everything else.

    Args:
        widgets: from left to right.
        above: room above them, in pixels.
        below: room below them.
    """
    row = QHBoxLayout()
    row.setContentsMargins(_SIDE, above, _SIDE, below)
    row.setSpacing(_GAP)
    for widget in widgets:
        row.addWidget(widget)
    return row


def foot(state: QWidget, *buttons: QPushButton) -> QHBoxLayout:
    """Returns the foot of a dialog: a line that says how things are, and buttons at the right.

    Args:
        state: takes the room that the buttons leave.
        buttons: none of them is pressed by Enter elsewhere.
    """
    for made in buttons:
        made.setAutoDefault(False)
    row = band(state, *buttons)
    row.setStretch(0, 1)
    return row


def put_frame(dialog: QWidget, bands: Sequence[QLayout | QWidget], middle: QWidget, below: QLayout) -> None:
    """Lays a dialog out.

    Args:
        dialog: an empty one.
        bands: what stands above, from the top down.
        middle: what takes the rest of the room.
        below: its foot.
    """
    ground = surface("surface")
    box = QVBoxLayout(ground)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    for part in bands:
        if isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)
    box.addWidget(hairline())
    box.addWidget(middle, 1)
    box.addWidget(hairline())
    box.addLayout(below)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addWidget(ground)
