"""Lists in the style of the window. Lives here: the view. Not here: models, and delegates with a look of their own."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QListView, QWidget


class ListView(QListView):
    """A list whose rows have the height that the style sheet gives them; use it instead of a bare QListView.

    Args:
        name: what it lists; the accessible name.
        parent: owner.
    """

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def showEvent(self, event: QShowEvent) -> None:
        """Lays the rows out again: Qt did it before the style sheet reached the view."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()
