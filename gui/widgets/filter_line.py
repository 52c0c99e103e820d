"""The search field over a list. Lives here: the field and its short wait. Not here: searching."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.theme import ThemeManager


class FilterLine(QLineEdit):
    """A field that tells its text once typing pauses; Esc clears it, Enter tells at once.

    Args:
        themes: gives and renews the icons.
        placeholder: what it filters: "Filter contacts"; also the accessible name.
        parent: owner.
        delay_ms: how long typing must pause.

    Attributes:
        esc_clears: whether Esc takes away a text that is there; a form that closes at Esc says no.

    Signals:
        filter_changed: the text without spaces around it, whenever it differs from what was told last.
    """

    filter_changed = Signal(str)

    def __init__(
        self, themes: ThemeManager, placeholder: str = "Filter", parent: QWidget | None = None, delay_ms: int = 120
    ) -> None:
        super().__init__(parent)
        self._told = ""
        self.esc_clears = True
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        lens = QAction(self)
        themes.bind_icon(lens, "search", "muted")
        self.addAction(lens, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction("Clear", self)
        self._clear.setToolTip("Clear (Esc)")
        themes.bind_icon(self._clear, "close", "muted")
        self._clear.triggered.connect(self._on_clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(delay_ms)
        self._wait.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)

    @Slot()
    def flush(self) -> None:
        """Tells the text now, if it is not what was told last."""
        self._wait.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.filter_changed.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lets Esc clear a text that is there and Enter tell it at once."""
        if event.key() == Qt.Key.Key_Escape and self.text() and self.esc_clears:
            self._on_clear()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.flush()
        super().keyPressEvent(event)

    @Slot()
    def _on_clear(self) -> None:
        self.clear()
        self.flush()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._wait.start()
