"""Panes side by side that remember their sizes. Lives here: the splitter. Not here: where sizes are kept."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from gui.theme import ThemeManager
from gui.widgets.store import SettingsStore, int_list

_GRAB_PX = 5
_SAVE_MS = 400


class SplitView(QSplitter):
    """A splitter whose handle looks like a hairline and whose sizes survive the program.

    Args:
        themes: gives the colour of the hairline.
        key: under which the sizes are kept, e.g. "workflows/columns".
        store: where.
        orientation: how the panes lie.
        parent: owner.
    """

    def __init__(
        self,
        themes: ThemeManager,
        key: str,
        store: SettingsStore,
        orientation: Qt.Orientation = Qt.Orientation.Horizontal,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self.themes = themes
        self._key = f"split/{key}"
        self._store = store
        self._wanted: list[int] = []
        self._restored = False
        self.setHandleWidth(_GRAB_PX)
        self.setChildrenCollapsible(False)
        # Dragging moves the splitter at every pixel; the store hears of where it stopped.
        self._save_soon = QTimer(self)
        self._save_soon.setSingleShot(True)
        self._save_soon.setInterval(_SAVE_MS)
        self._save_soon.timeout.connect(self._on_save)
        self.splitterMoved.connect(self._on_moved)

    def add(self, widget: QWidget, size: int, stretch: int = 0, collapsible: bool = False) -> None:
        """Adds a pane.

        Args:
            widget: the pane.
            size: its width (or height) at the very first start, in pixels.
            stretch: its share of the room that is left when the window grows; 0 keeps its size.
            collapsible: whether it may be pushed away altogether.
        """
        self.addWidget(widget)
        index = self.count() - 1
        self.setStretchFactor(index, stretch)
        self.setCollapsible(index, collapsible)
        self._wanted.append(size)

    def createHandle(self) -> QSplitterHandle:
        """Returns our own handle."""
        return _Handle(self.orientation(), self)

    def showEvent(self, event: QShowEvent) -> None:
        """Puts the panes to their kept sizes when they are shown for the first time."""
        if not self._restored:
            self._restored = True
            kept = int_list(self._store.value(self._key, None))
            self.setSizes(kept if len(kept) == self.count() and sum(kept) > 0 else self._wanted)
        super().showEvent(event)

    @Slot()
    def _on_moved(self) -> None:
        self._save_soon.start()

    @Slot()
    def _on_save(self) -> None:
        self._store.setValue(self._key, self.sizes())


class _Handle(QSplitterHandle):
    """A few pixels to grab, of which one is seen."""

    def __init__(self, orientation: Qt.Orientation, parent: SplitView) -> None:
        super().__init__(orientation, parent)
        self._themes = parent.themes
        self._hovered = False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Shows that it can be dragged."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Goes back to the plain hairline."""
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground of the panes and one line in the middle."""
        painter = QPainter(self)
        theme = self._themes.theme
        painter.fillRect(self.rect(), theme.surface)
        color = theme.focus if self._hovered else theme.line
        middle = _GRAB_PX // 2
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.fillRect(QRectF(middle, 0, 1, self.height()), color)
        else:
            painter.fillRect(QRectF(0, middle, self.width(), 1), color)
