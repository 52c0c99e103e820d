"""The window onto the cards: zoom, scrolling, and what floats over its corners.

Lives here: how one looks around. Not here: what is shown and selected (gui/canvas/board.py), and what mouse and keys do
(gui/canvas/view.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent, QShowEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from gui.canvas.floating import free_corner, way_into
from gui.canvas.layout import Layout, occupied
from gui.canvas.legend import OutcomeLegend
from gui.canvas.minimap import Minimap
from gui.canvas.scene import CanvasScene
from gui.canvas.zoom import Look, ZoomBar
from gui.theme import ThemeManager, Tone
from gui.widgets.banner import Banner, BannerAction

MIN_ZOOM, MAX_ZOOM = 0.02, 2.0
ZOOM_STEP = 1.2
"""What one step of zooming multiplies by."""
INSET = 16
"""How near things come to the view's edge, in pixels."""
_ROOM = (32, 16, 32, 72)
"""Free room left, above, right and below of the cards, in pixels on the screen; the buttons lie over the lower one."""
_BANNER_MOST = 640
_APART = 8
_HAIR = 2


class Viewport(QGraphicsView):
    """Shows the canvas' scene at a zoom.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        zoom_changed: the new zoom, 1.0 for 100 %.
        looks_changed: colour by outcome, or the overview map, was switched on or off.
    """

    zoom_changed = Signal(float)
    looks_changed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.canvas = CanvasScene(themes, self.font(), self)
        self.setScene(self.canvas)
        self._set_up()
        self._zoom_bar = ZoomBar(themes, self)
        self._zoom_bar.look_chosen.connect(self._on_look_chosen)
        self._legend = OutcomeLegend(themes, self)
        self.minimap = Minimap(themes, self)
        self.minimap.moved.connect(self._on_map_moved)
        self.minimap.released.connect(self._place_map)
        self.minimap.closed.connect(lambda: self.set_overview(False))
        self.banner = Banner(themes, self)
        self.banner.setObjectName("canvas_banner")
        self._overview = True
        self._tinted = False
        self._kept = QRectF()
        self._occupied: tuple[Layout | None, list[QRectF]] = (None, [])

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

    # ------------------------------------------------------------ zoom

    @property
    def zoom(self) -> float:
        """How large things are; 1.0 is 100 %."""
        return float(self.transform().m11())

    def set_zoom(self, zoom: float, *, at_pointer: bool = False) -> None:
        """Make things larger or smaller, between 2 and 200 %; the middle stays, or what is under the pointer."""
        zoom = min(max(zoom, MIN_ZOOM), MAX_ZOOM)
        anchor = QGraphicsView.ViewportAnchor
        self.setTransformationAnchor(anchor.AnchorUnderMouse if at_pointer else anchor.AnchorViewCenter)
        self.setTransform(QTransform.fromScale(zoom, zoom))
        self.canvas.set_zoom(zoom)
        self._kept = QRectF()
        self.renew_room()
        self._zoom_bar.show_zoom(zoom)
        self.zoom_changed.emit(zoom)

    def fit(self) -> None:
        """Make the whole workflow fit into the view; never larger than 100 %."""
        self._fit_to(self.canvas.bounds, 1.0)

    def _fit_to(self, rect: QRectF, most: float) -> None:
        if rect.isEmpty():
            return
        left, top, right, bottom = self._room()
        room = self.viewport().size() - QSize(left + right, top + bottom)
        self.set_zoom(min(max(room.width(), 1) / rect.width(), max(room.height(), 1) / rect.height(), most))
        self.centerOn(rect.center() + QPointF(0, (bottom - top) / 2 / self.zoom))

    def show_top(self) -> None:
        """Scroll to the trigger, in the middle."""
        self._kept = QRectF()
        self.renew_room()
        self.centerOn(0, 0)
        self.verticalScrollBar().setValue(self.verticalScrollBar().minimum())

    def scroll_by(self, step: QPoint) -> None:
        """Scroll by so many pixels."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + step.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + step.y())

    def seen(self) -> QRectF:
        """Give the part of the scene that is in view."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def look_at(self, seen: QRectF) -> None:
        """Show this part of the scene as it is, also where it reaches beyond the room around the cards."""
        # A hair smaller, or rounding would bring scroll bars where all of it fits.
        hair = 0.25 / self.zoom
        self._kept = seen.adjusted(hair, hair, -hair, -hair)
        self.renew_room()
        self.scroll_by(self.mapFromScene(seen.topLeft()))
        self._trim_kept()

    def _trim_kept(self) -> None:
        """Give up what a scroll bar took of the room that was kept: it would bring the other bar too."""
        # Some pixels more: Qt reckons with the style's scroll bars, which need not be as wide as the theme's.
        seen, little = self.seen(), _APART / 2 / self.zoom
        if not self._kept.isEmpty() and not seen.contains(self._kept):
            self._kept = self._kept.intersected(seen.adjusted(little, little, -little, -little))
            self.renew_room()

    def bring(self, rect: QRectF, below: int = INSET) -> None:
        """Scroll until a rectangle of the scene is in view and nothing floats over it.

        Arguments:
            rect: The rectangle; its head is what shows where it is higher than the view.
            below: Free room under it, in pixels on the screen.
        """
        room = self.viewport().rect().adjusted(INSET, INSET, -INSET, -below)
        if not self.banner.isHidden():
            room.setTop(room.top() + self.banner.height())
        lowest = self._legend if not self._legend.isHidden() else self._zoom_bar
        if not lowest.isHidden():
            room.setBottom(lowest.y() - self.viewport().y() - below)
        # In a low view the card itself counts more than the room around it.
        lack = max(self.mapFromScene(rect).boundingRect().height() - room.height(), 0)
        room.setBottom(room.bottom() + min(lack, below - _HAIR))
        room.setTop(room.top() - min(max(lack - below + _HAIR, 0), INSET - _HAIR))
        self.scroll_by(self._way_into(rect, room))
        left = self._way_into(rect, room)
        if not left.isNull():
            # It lies outside of what can be scrolled to, as a note does that is not written yet.
            self.look_at(self.seen().translated(QPointF(left) / self.zoom))

    def _way_into(self, rect: QRectF, room: QRect) -> QPoint:
        box = self.mapFromScene(rect).boundingRect()
        return QPoint(
            way_into(box.left(), box.right(), room.left(), room.right()),
            way_into(box.top(), box.bottom(), room.top(), room.bottom()),
        )

    def renew_room(self) -> None:
        """Leave the same free room around the cards at every zoom, so that no button covers the lowest +."""
        left, top, right, bottom = (side / self.zoom for side in self._room())
        room, kept, little = (
            self.canvas.bounds.adjusted(-left, -top, right, bottom),
            QRectF(self._kept),
            _APART / self.zoom,
        )
        if room.left() - little <= kept.left() and kept.right() <= room.right() + little:
            # Qt centres a few pixels off beside a scroll bar; that is not worth the other bar.
            kept.setLeft(max(kept.left(), room.left()))
            kept.setRight(min(kept.right(), room.right()))
        self.setSceneRect(room.united(kept))
        self._renew_map()

    def _room(self) -> tuple[int, int, int, int]:
        """Give the free room around the cards; what floats over it must not cover the outermost + for good."""
        left, top, right, bottom = _ROOM
        if not self.banner.isHidden():
            top += self.banner.height()
        if not self._legend.isHidden():
            bottom += self._legend.sizeHint().height()
        return left, top, right, bottom

    def say(self, text: str, actions: Sequence[BannerAction] = (), tone: Tone = Tone.ACCENT) -> None:
        """Say over the canvas what is going on; an empty text says nothing any more."""
        if text:
            self.banner.show_message(text, tone, actions)
            self._place_banner()
        elif self.banner.isHidden():
            return
        else:
            self.banner.clear()
        self.renew_room()

    # ------------------------------------------------------------ looks

    @property
    def tinted(self) -> bool:
        """Whether cards are coloured by the outcome of the last run."""
        return self._tinted

    def set_tinted(self, tinted: bool) -> None:
        """Colour cards by the outcome of the last run, with a legend, or not."""
        self._tinted = tinted
        self.canvas.set_tinted(tinted)
        self._zoom_bar.show_look(Look.OUTCOME, tinted)
        self._renew_legend()
        self.looks_changed.emit()

    @property
    def overview(self) -> bool:
        """Whether the overview map shows when the workflow is much larger than the view."""
        return self._overview

    def set_overview(self, wanted: bool) -> None:
        """Show the overview map when the workflow is much larger than the view, or never."""
        self._overview = wanted
        self._zoom_bar.show_look(Look.OVERVIEW, wanted)
        self._renew_map()
        self.looks_changed.emit()

    def _renew_legend(self) -> None:
        self._legend.setVisible(self._tinted and self.canvas.layout is not None)
        self.renew_room()
        self._place_floats()

    def _renew_map(self) -> None:
        seen, bounds = self.seen(), self.canvas.bounds
        is_large = bounds.width() > 1.6 * seen.width() or bounds.height() > 1.6 * seen.height()
        layout = self.canvas.layout
        if self._overview and is_large and layout is not None:
            self.minimap.show_scene(self.sceneRect(), layout.cards, seen)
            self._place_map()
        else:
            self.minimap.hide()

    @Slot()
    def _place_map(self) -> None:
        """Put the map into a corner where it covers no card and no button; hide it where there is none."""
        layout = self.canvas.layout
        if layout is None or self.minimap.held:
            return
        seen, origin = self.seen(), self.viewport().pos()
        if self._occupied[0] is not layout:
            self._occupied = layout, occupied(layout, lines=False)
        things = [*(rect for rect in self._occupied[1] if rect.intersects(seen)), *self.canvas.sticky_rects()]
        taken = [self.mapFromScene(thing).boundingRect().translated(origin) for thing in things]
        floats = (self._zoom_bar, self._legend, self.banner)
        taken += [widget.geometry() for widget in floats if not widget.isHidden()]
        room = self.viewport().geometry().adjusted(INSET, INSET, -INSET, -INSET)
        corner = free_corner(self.minimap.geometry(), room, taken, self._zoom_bar.height() + _APART)
        if corner is not None:
            self.minimap.move(corner)
        self.minimap.setVisible(corner is not None)

    # ------------------------------------------------------------ events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom * ZOOM_STEP ** (event.angleDelta().y() / 120), at_pointer=True)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what floats in its corner."""
        super().resizeEvent(event)
        self._trim_kept()
        self._place_floats()
        self._renew_map()

    def showEvent(self, event: QShowEvent) -> None:
        """Put what floats in its corner."""
        super().showEvent(event)
        self._place_floats()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let the overview map follow."""
        super().scrollContentsBy(dx, dy)
        self._renew_map()

    def _place_banner(self) -> None:
        """Put the banner at the head of the view, in its middle."""
        room = self.viewport().geometry()
        width = min(_BANNER_MOST, room.width() - 2 * INSET)
        height = max(self.banner.heightForWidth(width), self.banner.minimumSizeHint().height())
        self.banner.setGeometry(room.left() + (room.width() - width) // 2, room.top() + 8, width, height)
        self.banner.raise_()

    def _place_floats(self) -> None:
        room = self.viewport().geometry()
        size = self._zoom_bar.sizeHint()
        corner = room.bottomRight() - QPoint(size.width() + INSET - 1, size.height() + INSET - 1)
        self._zoom_bar.setGeometry(QRect(corner, size))
        legend = self._legend.sizeHint()
        self._legend.setGeometry(
            QRect(QPoint(room.right() - legend.width() - INSET + 1, corner.y() - legend.height() - _APART), legend)
        )
        self._place_banner()

    @Slot(QPointF)
    def _on_map_moved(self, middle: QPointF) -> None:
        self.centerOn(middle)

    @Slot(object)
    def _on_look_chosen(self, look: Look) -> None:
        match look:
            case Look.FIT:
                self.fit()
            case Look.SMALLER | Look.LARGER:
                self.set_zoom(self.zoom * (ZOOM_STEP if look is Look.LARGER else 1 / ZOOM_STEP))
            case Look.ACTUAL:
                self.set_zoom(1.0)
            case Look.OUTCOME:
                self.set_tinted(not self._tinted)
            case Look.OVERVIEW:
                self.set_overview(not self._overview)
