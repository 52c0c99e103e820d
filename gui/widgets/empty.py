"""Empty states: what a list or a pane shows when there is nothing yet, with the button that begins.

Lives here: the widget. Not here: its words, which belong to each tab.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import ThemeManager
from gui.widgets.labels import button, label

_ICON_PX = 32
_MAX_WIDTH = 360
# Below this height, in pixels, there is no room for the picture.
_LOW = 220


class EmptyState(QWidget):
    """An icon, a title, a sentence on what to do first, and the button to do it.

    Args:
        themes: gives and renews the icon.
        icon: name of the icon.
        title: what is missing: "No contacts yet".
        sentence: what to do first.
        primary: text of the main button; none when empty.
        secondary: text of a second button; none when empty.
        parent: owner.

    Signals:
        primary_clicked, secondary_clicked: a button was pressed.
    """

    primary_clicked = Signal()
    secondary_clicked = Signal()

    def __init__(
        self,
        themes: ThemeManager,
        *,
        icon: str,
        title: str,
        sentence: str,
        primary: str = "",
        secondary: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._icon = icon
        self._picture = QLabel()
        self._title = label(title, "title", wrap=True)
        self._sentence = label(sentence, "muted", wrap=True)
        self.primary_button = button(primary, "primary")
        self.secondary_button = button(secondary)
        self.primary_button.clicked.connect(self._on_primary)
        self.secondary_button.clicked.connect(self._on_secondary)
        self._lay_out()
        # Not before they have a parent: a button shown without one is a window.
        self.primary_button.setVisible(bool(primary))
        self.secondary_button.setVisible(bool(secondary))
        self.set_texts(title, sentence)
        themes.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def set_texts(self, title: str, sentence: str) -> None:
        """Sets title and sentence, also as what screen readers say."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)

    def _lay_out(self) -> None:
        for text in (self._picture, self._title, self._sentence):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(self.primary_button)
        buttons.addWidget(self.secondary_button)
        buttons.addStretch()
        # Lines longer than this are hard to read; the middle keeps its width however wide the pane is.
        middle = QWidget()
        middle.setMaximumWidth(_MAX_WIDTH)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for text in (self._picture, self._title, self._sentence):
            column.addWidget(text)
        column.addSpacing(8)
        column.addLayout(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(2)
        outer.addLayout(row)
        outer.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Does without the picture where the pane is low: title, sentence and button must be seen."""
        super().resizeEvent(event)
        is_low = event.size().height() < _LOW
        self._picture.setHidden(is_low)
        margin = 8 if is_low else 24
        self._outer.setContentsMargins(24, margin, 24, margin)

    @Slot()
    def _on_primary(self) -> None:
        self.primary_clicked.emit()

    @Slot()
    def _on_secondary(self) -> None:
        self.secondary_clicked.emit()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._picture.setPixmap(self._themes.icons.pixmap(self._icon, "muted", _ICON_PX, self.devicePixelRatioF()))
