"""A tab bar whose tabs stay where they are when another one is chosen, though the chosen one's title is bold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QTabBar

_SHOWN = Qt.TextFlag.TextShowMnemonic
_CHOSEN = QFont.Weight.DemiBold
"""The theme's weight of the chosen tab's title."""


class SteadyTabBar(QTabBar):
    """Gives every tab the room that its title needs once it is bold."""

    def tabSizeHint(self, index: int) -> QSize:
        """Returns the size of a tab, the same whether it is chosen or not."""
        size = super().tabSizeHint(index)
        if index != self.currentIndex():
            bold = QFont(self.font())
            bold.setWeight(_CHOSEN)
            title = self.tabText(index)
            # Measured as the style does: another way of rounding would leave a pixel to jump.
            wide, plain = (m.size(_SHOWN, title).width() for m in (QFontMetrics(bold), self.fontMetrics()))
            size.setWidth(size.width() + max(wide - plain, 0))
        return size
