"""The board: which workflow is shown, what stands on its cards, and which of them are selected.

Lives here: showing and selecting. Not here: what mouse and keys do (gui/canvas/view.py), looking around
(gui/canvas/viewport.py), and changing the workflow; the tab does that when a signal asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from core.model import stickies
from core.model.moment import Arrivals
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Sticky, Workflow
from gui.canvas import edits
from gui.canvas.crowd import CROWD
from gui.canvas.face_cache import FaceCache
from gui.canvas.faces import NONE, CardFace, Counts, Findings
from gui.canvas.layout import TRIGGER, Layout
from gui.canvas.measures import PLUS_RADIUS
from gui.canvas.scene import StickyAt, Thing
from gui.canvas.selection import Selection, only, several
from gui.canvas.speech import FocusTeller, described
from gui.canvas.steady import moved_by
from gui.canvas.sticky_item import TONE_NAMES
from gui.canvas.tokens import Tokens
from gui.canvas.viewport import Viewport
from gui.theme import ThemeManager

# A selected card is shown with the + below it.
_ROOM_BELOW = 44


class Board(Viewport):
    """Shows one workflow and what is selected in it.

    Arguments:
        themes: Colours and icons.
        parent: Owner.

    Attributes:
        ground_actions: What the ground's menu offers besides its own.
        tokens: What runs along the lines while a rehearsal plays.

    Signals:
        card_selected: id of the card that is current now, 0 for the trigger.
        chosen_changed: other cards than before are selected.
        card_visited: id of the card that a person clicked or walked to, also when it was current before.
        ground_visited: a person clicked the empty canvas, or pressed Esc while nothing was being moved.
    """

    card_selected = Signal(int)
    chosen_changed = Signal()
    card_visited = Signal(int)
    ground_visited = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(themes, parent)
        self._project = Project()
        self._workflow: Workflow | None = None
        self._shown: tuple[Counts, Findings] = ({}, {})
        self._faces: dict[int, CardFace] = {}
        self._cache = FaceCache()
        self._locked = False
        self._stops: frozenset[tuple[int, int]] = frozenset()
        self._cursor: Thing = TRIGGER
        self._teller = FocusTeller(self)
        self.selection = Selection()
        self.ground_actions: list[QAction] = []
        self.tokens = Tokens(self.canvas, themes, self.font(), self.seen, self)
        self._has_tokens = True
        self._left: dict[int, tuple[int, QPointF]] = {}
        self._size = self.size()
        self.zoom_changed.connect(self._on_zoomed)
        themes.changed.connect(self._on_theme_changed)

    # ------------------------------------------------------------ what is shown

    @property
    def workflow(self) -> Workflow | None:
        """The workflow that is shown."""
        return self._workflow

    def show_workflow(self, project: Project, workflow: Workflow | None, counts: Counts, said: Findings = NONE) -> None:
        """Show a workflow, its counts and what a review found.

        Another one than before is shown as it was left, with the card that was selected in it, else from its top.
        """
        before = self._workflow
        is_other = before is None or workflow is None or before.id != workflow.id
        if before is not None and is_other:
            self._left[before.id] = (self.selected, self.seen().center())
        self._project, self._workflow, self._shown = project, workflow, (counts, said)
        self.stop_gestures()
        if workflow is None:
            self.tokens.clear()
            self.canvas.clear_all()
            self._faces = {}
            self.selection, self._cursor = Selection(), TRIGGER
            self.chosen_changed.emit()
            self._zoom_bar.hide()
            self.renew_room()
            self._renew_legend()
            return
        self._zoom_bar.show()
        stood, seen = self.canvas.layout, self.seen()
        self._draw_cards()
        if before is not None and not is_other and stood is not None and self.isVisible():
            self._hold((before, stood), seen)
        chosen = self.selection.chosen
        left = self._left.get(workflow.id)
        self.selection = only(left[0] if left is not None else TRIGGER) if is_other else self.selection
        self.selection = self.selection.among(workflow)
        if self.selection.chosen != chosen:
            self.chosen_changed.emit()
        if not isinstance(self._cursor, StickyAt) or is_other or self.sticky() is None:
            self._cursor = self.selection.current
        self.refresh_marks()
        if is_other:
            self.show_top()
            self._renew_legend()
            if left is not None:
                self.centerOn(left[1])

    def _hold(self, before: tuple[Workflow, Layout], seen: QRectF) -> None:
        """Keep what is looked at where it is: where a + was pressed, or the selected card."""
        layout = self.canvas.layout
        if self._workflow is None or layout is None:
            return
        if layout is not before[1]:
            seen = seen.translated(moved_by(before, (self._workflow, layout), self.selected, seen))
        if self.seen() != seen:
            self.look_at(seen)

    def show_counts(self, counts: Counts, said: Findings | None = None) -> None:
        """Show other counts on the same cards, and what a review found now; a drag goes on."""
        shown = (counts, self._shown[1] if said is None else said)
        # While a rehearsal plays back, most instants are like the one before.
        if self._workflow is not None and shown != self._shown:
            self._shown = shown
            self._draw_cards()
            self.refresh_marks()

    def _draw_cards(self) -> None:
        assert self._workflow is not None
        self._faces = self._cache.faces(self._project, self._workflow, *self._shown)
        layout = self.canvas.show_workflow(self._workflow, self._faces)
        if layout is not self.tokens.layout:
            self.tokens.clear()
        self._draw_stops()
        self.renew_room()

    @property
    def has_tokens(self) -> bool:
        """Whether tokens run along the lines while a rehearsal plays."""
        return self._has_tokens

    def set_tokens(self, wanted: bool) -> None:
        """Let tokens run along the lines while a rehearsal plays, or not."""
        self._has_tokens = wanted
        if not wanted:
            self.tokens.clear()
        self.looks_changed.emit()

    def show_arrivals(self, arrivals: Iterable[Arrivals]) -> None:
        """Let tokens run to the cards that contacts came to; none from so far away that cards cannot be told apart."""
        if self._workflow is not None and self._has_tokens and self.isVisible() and self.zoom >= CROWD:
            self.tokens.show(self._workflow, arrivals)

    def set_stops(self, stops: frozenset[tuple[int, int]]) -> None:
        """Show on which cards playing stops: workflow and card ids."""
        self._stops = stops
        self._draw_stops()
        self.refresh_marks()

    def stops_at(self, card_id: int) -> bool:
        """Say whether playing stops at a card."""
        return self._workflow is not None and (self._workflow.id, card_id) in self._stops

    def _draw_stops(self) -> None:
        self.canvas.set_stops([card_id for card_id in self._faces if self.stops_at(card_id)])

    def face(self, card_id: int) -> CardFace | None:
        """Give what stands on a card."""
        return self._faces.get(card_id)

    @property
    def locked(self) -> bool:
        """Whether everything that changes the workflow is locked."""
        return self._locked

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock everything that changes the workflow; looking around goes on."""
        self._locked = locked
        self.stop_gestures()
        self.chosen_changed.emit()
        self.refresh_marks()

    def stop_gestures(self) -> None:
        """Cancel whatever mouse or keys have begun."""

    def card_rect(self, card_id: int) -> QRect:
        """Give a card's rectangle in the viewport; an empty one when there is no such card."""
        item = self.canvas.card_item(card_id)
        return self.mapFromScene(item.rect()).boundingRect() if item is not None else QRect()

    def plus_rect(self, spot: Spot) -> QRect:
        """Give a + button's rectangle in the viewport; an empty one when nothing can be added there."""
        item = self.canvas.plus_item(spot)
        if item is None:
            return QRect()
        middle, side = self.mapFromScene(item.pos()), round(PLUS_RADIUS * self.zoom)
        return QRect(middle.x() - side, middle.y() - side, 2 * side, 2 * side)

    def sticky_rect(self, sticky_id: int) -> QRect:
        """Give a sticky note's rectangle in the viewport; an empty one when there is no such note."""
        item = self.canvas.sticky_item(sticky_id)
        return self.mapFromScene(item.rect()).boundingRect() if item is not None else QRect()

    def thing_at(self, at: QPoint) -> Thing | None:
        """Give the card id, the place of the + or the sticky note under a viewport point."""
        return self.canvas.thing_at(self.mapToScene(at))

    # ------------------------------------------------------------ selection

    @property
    def selected(self) -> int:
        """Id of the current card: the one whose fields show; 0 for the trigger."""
        return self.selection.current

    @property
    def keyboard_at(self) -> Thing:
        """The card, the place of the + or the sticky note that keys go to."""
        return self._cursor

    @property
    def chosen(self) -> tuple[int, ...]:
        """Ids of all selected cards, in the order of the list; the trigger is never among them."""
        return self.selection.cards(self._workflow) if self._workflow is not None else ()

    def sticky(self) -> Sticky | None:
        """Give the sticky note the keyboard is on, if it is on one."""
        if self._workflow is None or not isinstance(self._cursor, StickyAt):
            return None
        return stickies.sticky_of(self._workflow, self._cursor.id)

    def choose(self, card_id: int) -> None:
        """Select one card, bring it into view, and tell so when it was not current before."""
        if card_id in self._faces:
            self.select(only(card_id))

    def choose_all(self, card_ids: Iterable[int], current: int | None = None) -> None:
        """Select several cards, the first of them (or ``current``) being current."""
        self.select(several([i for i in card_ids if i in self._faces], current))

    def select(self, selection: Selection, *, show: bool = True) -> None:
        """Select cards, bring the current one into view, and tell what has changed."""
        before, self.selection = self.selection, selection
        self._cursor = selection.current
        self.refresh_marks()
        item = self.canvas.card_item(selection.current)
        if item is not None and show:
            self.bring(item.rect(), _ROOM_BELOW)
        if selection.current != before.current:
            self.card_selected.emit(selection.current)
        if selection.chosen != before.chosen:
            self.chosen_changed.emit()

    def choose_sticky(self, sticky_id: int) -> None:
        """Put the keyboard on a sticky note; the selected card stays."""
        item = self.canvas.sticky_item(sticky_id)
        if item is not None:
            self._cursor = StickyAt(sticky_id)
            self.refresh_marks()
            self.bring(item.rect())

    def leave(self) -> None:
        """Leave several cards, a + or a sticky note for the current card alone."""
        self.select(only(self.selected), show=False)

    def current_spot(self) -> Spot | None:
        """Give the place where A adds a card: the + the keyboard is on, else the one below the selected card."""
        if self._workflow is None:
            return None
        return self._cursor if isinstance(self._cursor, Spot) else edits.place_below(self._workflow, self.selected)

    def zoom_to_selection(self) -> None:
        """Make the selected cards fill the view; a single one is shown at 100 % in the middle."""
        rect = QRectF()
        for card_id in self.chosen or (self.selected,):
            item = self.canvas.card_item(card_id)
            rect = rect.united(item.rect()) if item is not None else rect
        self._fit_to(rect, 1.0)

    def refresh_marks(self) -> None:
        """Show again what is selected, and say it to screen readers."""
        chosen = self.selection.chosen
        self.canvas.mark(chosen, self._cursor, focused=self.hasFocus(), adding=not self._locked)
        face = self._faces.get(self.selected)
        if face is None or self._workflow is None:
            self._say("Workflow cards", "")
            return
        sticky = self.sticky()
        if sticky is not None:
            self._say(f"Sticky note, {TONE_NAMES[sticky.tone].lower()}: {sticky.text}", "Press Enter to edit it.")
            self._teller.tell(self._workflow, self._cursor)
            return
        here = "Add an action here. " if isinstance(self._cursor, Spot) else ""
        many = f"{len(chosen)} cards selected. " if self.selection.is_many else ""
        stops = " Playing stops here." if self.stops_at(self.selected) else ""
        self._say(f"{here}{many}{face.spoken}{stops}", described(self._workflow, face))
        self._teller.tell(self._workflow, self._cursor)

    def _say(self, name: str, description: str) -> None:
        if (name, description) != (self.accessibleName(), self.accessibleDescription()):
            self.setAccessibleName(name)
            self.setAccessibleDescription(description)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the selected card in view where it was: the log opens below, or the panel is made wider."""
        item = self.canvas.card_item(self.selected)
        before = QRect(QPoint(), event.oldSize())
        was_seen = item is not None and before.intersects(self.card_rect(self.selected))
        # Scroll bars that come and go while one zooms resize what is inside of them, but not this.
        is_other, self._size = self.size() != self._size, self.size()
        super().resizeEvent(event)
        if item is not None and was_seen and is_other:
            self.bring(item.rect())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing runs where nobody looks."""
        super().hideEvent(event)
        self.tokens.clear()

    @Slot(float)
    def _on_zoomed(self, zoom: float) -> None:
        self.tokens.clear()
        self.tokens.zoom = zoom

    @Slot()
    def _on_theme_changed(self) -> None:
        self.tokens.clear()
        self.setBackgroundBrush(self._themes.theme.window)
        if self._workflow is not None:
            self._draw_cards()
            self.refresh_marks()
