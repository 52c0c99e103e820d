"""The number field of forms. Lives here: that field. Not here: what the number means."""

from __future__ import annotations

from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QSpinBox


class NumberBox(QSpinBox):
    """A number field that leaves the wheel to the panel until it has the focus."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the number only while the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that typing replaces it."""
        super().focusInEvent(event)
        self.selectAll()
