"""The window onto the cards: zoom, scrolling, and the buttons that float over its corner.

Lives here: how one looks around. Not here: what is shown and selected, and what mouse and keys do (gui/canvas/view.py).
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from gui.canvas.scene import CanvasScene
from gui.canvas.zoom import ZoomBar
from gui.theme import ThemeManager

MIN_ZOOM, MAX_ZOOM = 0.25, 2.0
ZOOM_STEP = 1.2
"""What one step of zooming multiplies by."""
INSET = 16
"""How near things come to the view's edge, in pixels."""


class Viewport(QGraphicsView):
    """Shows the canvas' scene at a zoom.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        zoom_changed: the new zoom, 1.0 for 100 %.
    """

    zoom_changed = Signal(float)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.canvas = CanvasScene(themes, self.font(), self)
        self.setScene(self.canvas)
        self._set_up()
        self._zoom_bar = ZoomBar(themes, self)
        self._zoom_bar.zoom_chosen.connect(self._on_zoom_chosen)

    def _set_up(self) -> None:
        self.setObjectName("canvas")
        self.setProperty("surface", "window")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Workflow cards")
        self.setBackgroundBrush(self._themes.theme.window)

    @property
    def zoom(self) -> float:
        """How large things are; 1.0 is 100 %."""
        return float(self.transform().m11())

    def set_zoom(self, zoom: float, *, at_pointer: bool = False) -> None:
        """Make things larger or smaller, between 25 and 200 %; the middle stays, or what is under the pointer."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        anchor = QGraphicsView.ViewportAnchor
        self.setTransformationAnchor(anchor.AnchorUnderMouse if at_pointer else anchor.AnchorViewCenter)
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self._zoom_bar.show_zoom(zoom)
        self.zoom_changed.emit(zoom)

    def fit(self) -> None:
        """Make the whole workflow fit into the view; never larger than 100 %."""
        rect, room = self.canvas.sceneRect(), self.viewport().size()
        if rect.isEmpty():
            return
        self.set_zoom(min(room.width() / rect.width(), room.height() / rect.height(), 1.0))
        self.centerOn(rect.center())

    def show_top(self) -> None:
        """Scroll to the trigger, in the middle."""
        self.centerOn(0, 0)
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def scroll_by(self, step: QPoint) -> None:
        """Scroll by so many pixels."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step.y())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * ZOOM_STEP ** (event.angleDelta().y() / 120), at_pointer=True)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the zoom buttons in their corner."""
        super().resizeEvent(event)
        size, room = self._zoom_bar.sizeHint(), self.viewport().geometry()
        corner = room.bottomRight() - QPoint(size.width() + INSET - 1, size.height() + INSET - 1)
        self._zoom_bar.setGeometry(QRect(corner, size))

    @Slot(object)
    def _on_zoom_chosen(self, zoom: float | None) -> None:
        if zoom is None:
            self.fit()
        else:
            self.set_zoom(self.zoom * ZOOM_STEP if zoom > 1 else self.zoom / ZOOM_STEP if zoom < 1 else 1.0)
