"""How large the window is at its first start. Not here: what it remembers later (``gui.window``)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_WANTED = QSize(1280, 800)
#: What the frame of a window takes that is not there yet: borders, and the title bar.
_FRAME = QSize(4, 36)


def first_size(window: QWidget) -> QSize:
    """Give the size that shows everything well, but no more than fits on the screen with its title bar."""
    room = window.screen().availableGeometry().size() - _FRAME
    least = window.minimumSize()
    if room.width() < least.width() or room.height() < least.height():
        return _WANTED  # No screen for a person, as without a display.
    return _WANTED.boundedTo(room)
