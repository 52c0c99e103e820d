"""A canvas to look at: shows a version of a workflow with its marks; nothing in it can be changed.

Lives here: showing, choosing a card, and keeping two such canvases at the same place. Not here: which versions
(gui/dialogs/history.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Workflow
from core.services.workflow_diff import Mark
from gui.canvas.faces import CardFace, faces_of
from gui.canvas.keys import KEYS, Act
from gui.canvas.layout import TRIGGER, above, below, beside
from gui.canvas.marks import MarkItem
from gui.canvas.viewport import ZOOM_STEP, Viewport
from gui.canvas.zoom import Look
from gui.theme import ThemeManager

Marks = Mapping[int, Sequence[Mark]]
"""Card id to what became of it; 0 is the trigger."""

_NOBODY = -1
_READABLE = 0.6
"""Words are still read at this zoom."""
_NO_MARKS: Marks = {}
_STEP = {Act.ZOOM_IN: ZOOM_STEP, Act.ZOOM_OUT: 1 / ZOOM_STEP}


class StillView(Viewport):
    """A read-only canvas.

    Arguments:
        themes: Colours and icons.
        name: What it is called, for screen readers.
        parent: Owner.

    Signals:
        card_chosen: id of the card that was clicked or reached by keys, 0 for the trigger.
        moved: it shows another part now.
    """

    card_chosen = Signal(int)
    moved = Signal()

    def __init__(self, themes: ThemeManager, name: str, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._zoom_bar.hide_look(Look.OUTCOME)
        self._name = name
        self._project = Project()
        self._marks: Marks = _NO_MARKS
        self._faces: dict[int, CardFace] = {}
        self._mark_items: list[MarkItem] = []
        self.workflow: Workflow | None = None
        self.selected = _NOBODY
        self.setAccessibleName(name)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        themes.changed.connect(self._on_theme_changed)
        self.horizontalScrollBar().valueChanged.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    def show_version(self, project: Project, workflow: Workflow, marks: Marks = _NO_MARKS) -> None:
        """Show a version.

        Arguments:
            project: Names what the cards point to.
            workflow: The version.
            marks: What became of its cards.
        """
        is_first = self.workflow is None
        self._project, self.workflow, self._marks = project, workflow, marks
        self.selected = self.selected if self.selected in (TRIGGER, *marks) else _NOBODY
        self._draw()
        if is_first:
            self.show_top()

    def zoom_to_width(self) -> float:
        """Give the zoom that shows the whole width, if that leaves the words readable; never more than 100 %."""
        width = max(self.sceneRect().width(), 1.0)
        return max(min(self.viewport().width() / width, 1.0), _READABLE)

    def hide_zoom(self) -> None:
        """Take the zoom buttons away: a neighbour's stand for both."""
        self._zoom_bar.hide()

    def choose(self, card_id: int) -> bool:
        """Select a card and bring it into view, without telling; false when this version has no such card."""
        item = self.canvas.card_item(card_id)
        if item is None:
            return False
        self.selected = card_id
        self._refresh()
        self.bring(item.rect())
        return True

    def face(self, card_id: int) -> CardFace | None:
        """Give what stands on a card."""
        return self._faces.get(card_id)

    def middle_of(self, card_id: int) -> QPointF | None:
        """Give the middle of a card in the scene, ``None`` when this version has no such card."""
        item = self.canvas.card_item(card_id)
        return item.rect().center() if item is not None else None

    # ------------------------------------------------------------ drawing

    def _draw(self) -> None:
        if self.workflow is None:
            return
        for item in self._mark_items:
            self.canvas.removeItem(item)
        self._faces = faces_of(self._project, self.workflow, {})
        layout = self.canvas.show_workflow(self.workflow, self._faces)
        self.renew_room()
        theme = self._themes.theme
        self._mark_items = [
            MarkItem(layout.cards[card_id], marks, self.font(), theme)
            for card_id, marks in self._marks.items()
            if marks and card_id in layout.cards
        ]
        for item in self._mark_items:
            self.canvas.addItem(item)
        self._refresh()

    def _refresh(self) -> None:
        self.canvas.mark((self.selected,), self.selected, focused=self.hasFocus(), adding=False)
        face = self._faces.get(self.selected)
        if face is None:
            self.setAccessibleName(self._name)
            return
        said = " and ".join(mark.value for mark in self._marks.get(self.selected, ()))
        self.setAccessibleName(f"{self._name}: {face.spoken}{f', {said}' if said else ''}")

    @Slot()
    def _on_theme_changed(self) -> None:
        self.setBackgroundBrush(self._themes.theme.window)
        self._draw()

    # ------------------------------------------------------------ events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from card to card with the arrows, zoom as on the canvas."""
        act = KEYS.act(event)
        if self.workflow is None or act is None or not self._acted(act):
            super().keyPressEvent(event)

    def _acted(self, act: Act) -> bool:
        workflow, layout = self.workflow, self.canvas.layout
        if workflow is None or layout is None:
            return False
        here = max(self.selected, TRIGGER)
        match act:
            case Act.UP:
                self._go(above(workflow, here))
            case Act.DOWN:
                self._go(below(workflow, here) if self.selected != _NOBODY else TRIGGER)
            case Act.LEFT | Act.RIGHT:
                self._go(beside(workflow, layout, here, -1 if act is Act.LEFT else 1))
            case Act.HOME:
                self._go(TRIGGER)
            case Act.ACTUAL_SIZE:
                self.set_zoom(1.0)
            case Act.FIT:
                self.fit()
            case Act.ZOOM_IN | Act.ZOOM_OUT:
                self.set_zoom(self.zoom * _STEP[act])
            case _:
                return False
        return True

    def _go(self, to: int | Spot) -> None:
        # Places to add to are none here: the way ends at the last card.
        if isinstance(to, int) and self.choose(to):
            self.card_chosen.emit(to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the card under the pointer; dragging moves the canvas."""
        thing = self.canvas.thing_at(self.mapToScene(event.position().toPoint()))
        if event.button() == Qt.MouseButton.LeftButton and isinstance(thing, int):
            self._go(thing)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing where the keyboard is."""
        super().focusOutEvent(event)
        self._refresh()


class Tie(QObject):
    """Keeps two still canvases at the same place and zoom while one of them is moved.

    Cards that stand in both are the hooks: where one shows a card, the other shows the same card at the same height,
    and what lies between two hooks is stretched over what lies between them there.

    Arguments:
        first: One canvas.
        second: The other.
    """

    def __init__(self, first: StillView, second: StillView) -> None:
        super().__init__(first)
        self._views = (first, second)
        self._busy = False
        self.tied = True
        first.moved.connect(lambda: self._follow(0))
        second.moved.connect(lambda: self._follow(1))
        first.zoom_changed.connect(lambda zoom: self._zoom(1, zoom))
        second.zoom_changed.connect(lambda zoom: self._zoom(0, zoom))

    def _zoom(self, other: int, zoom: float) -> None:
        if self.tied and abs(self._views[other].zoom - zoom) > 1e-6:
            self._views[other].set_zoom(zoom)

    def _follow(self, leader: int) -> None:
        if self._busy or not self.tied:
            return
        source, target = self._views[leader], self._views[1 - leader]
        middle = source.mapToScene(source.viewport().rect().center())
        self._busy = True
        try:
            target.centerOn(QPointF(middle.x(), _counterpart(middle.y(), _hooks(source, target))))
        finally:
            self._busy = False


def _hooks(source: StillView, target: StillView) -> list[tuple[float, float]]:
    """Give the heights of the cards that stand in both, from the top down, without those that changed their order."""
    here, there = source.canvas.layout, target.canvas.layout
    if here is None or there is None:
        return []
    pairs = sorted(
        (rect.center().y(), there.cards[card].center().y()) for card, rect in here.cards.items() if card in there.cards
    )
    found: list[tuple[float, float]] = []
    for pair in pairs:
        if not found or (pair[0] > found[-1][0] and pair[1] > found[-1][1]):
            found.append(pair)
    return found


def _counterpart(y: float, hooks: Sequence[tuple[float, float]]) -> float:
    """Give the height in the other canvas that goes with a height here."""
    at = bisect_right(hooks, (y, float("inf")))
    if not hooks:
        return y
    if at == 0 or at == len(hooks):
        here, there = hooks[min(at, len(hooks) - 1)] if at == 0 else hooks[-1]
        return there + y - here
    (low, low_there), (high, high_there) = hooks[at - 1], hooks[at]
    return low_there + (y - low) * (high_there - low_there) / (high - low)
