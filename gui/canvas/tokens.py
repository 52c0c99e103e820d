"""Tokens run along the lines while a rehearsal plays: who comes to which card, how many, and what becomes of them.

They are decoration. There are never more than ``MOST`` of them, whoever else comes at the same time goes along with the
next one of that card or is left out, and what they show is never counted: the numbers on the cards are. One timer moves
all of them, and runs only while there are some.

Lives here: which tokens there are and when. Not here: their ways (gui/canvas/token_motion.py), how they look
(gui/canvas/token_item.py), and who came where (core/services/flow.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QFont, QGuiApplication, QPainterPath

from core.model.moment import Arrivals
from core.model.trace import Outcome
from core.model.workflow import Workflow
from gui.canvas.layout import TRIGGER, Layout, above
from gui.canvas.look import Look
from gui.canvas.scene import CanvasScene
from gui.canvas.token_item import TokenItem, TokenPainter, face_of, usual_scale
from gui.canvas.token_motion import Motion, way_aside, way_back, way_out, way_to

MOST = 40
"""More tokens than these are never there at a time."""
_FRAME_MS, _FEW = 16, 16
#: Many tokens touch many cards, and each is drawn again: half as many pictures a second still read as a stream.
_FRAME_MS_OF_MANY = 33
#: A window that was busy goes on from where it was, tokens do not leap.
_LONGEST_FRAME = 0.05
_APART = 0.5
_RIPPLE = 0.09
_RIPPLES_MOST = 6
_PATIENCE = 1.0
#: What must be seen comes first: when there is no room for all, what went well is left out.
_URGENT = (Outcome.FAILED, Outcome.SKIPPED, Outcome.DEFERRED, Outcome.LEFT, Outcome.DONE, Outcome.ENTERED)


class Side(Enum):
    """From where contacts come into view."""

    BEFORE = auto()
    BESIDE = auto()
    INSIDE = auto()
    REFUSED = auto()


@dataclass(slots=True)
class _Lane:
    """Who waits to be shown on one way to one card; tokens on it keep a distance."""

    way: QPainterPath
    waiting: dict[Outcome, int] = field(default_factory=dict)
    since: float = 0.0
    due: float = 0.0
    free: float = 0.0


@dataclass(slots=True)
class Token:
    """A token that is under way.

    Attributes:
        card: The card it comes to, 0 for the trigger.
        came: What became of how many; once it is there, of one outcome only.
        motion: Where it is when.
        age: Seconds since it began.
        item: What is drawn.
    """

    card: int
    came: dict[Outcome, int]
    motion: Motion
    item: TokenItem
    age: float = 0.0

    @property
    def number(self) -> int:
        """How many contacts it stands for."""
        return sum(self.came.values())


class Tokens(QObject):
    """The tokens of one canvas.

    Arguments:
        scene: Where they run.
        look: Colours and icons.
        font: The window's font.
        seen: Gives the part of the scene that is in view; nothing runs elsewhere.
        parent: Owner.

    Attributes:
        zoom: How large the canvas is drawn; 1 for 100 %.
    """

    def __init__(
        self, scene: CanvasScene, look: Look, font: QFont, seen: Callable[[], QRectF], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._look, self._font, self._seen = scene, look, font, seen
        self._pen: TokenPainter | None = None
        self._lanes: dict[tuple[int, Side], _Lane] = {}
        self._layout: Layout | None = None
        self._alive: list[Token] = []
        self._spare: list[TokenItem] = []
        self._now = self._last = 0.0
        self.zoom = 1.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._on_frame)

    @property
    def alive(self) -> tuple[Token, ...]:
        """The tokens that are under way, the oldest first."""
        return tuple(self._alive)

    @property
    def layout(self) -> Layout | None:
        """On which layout they run; ``None`` while there are none."""
        return self._layout

    @property
    def running(self) -> bool:
        """Whether there are any, or will be in a moment."""
        return self._timer.isActive()

    def show(self, workflow: Workflow, arrivals: Iterable[Arrivals]) -> None:
        """Let contacts run to their cards; those of cards that are not in view or not there any more do not."""
        layout = self._scene.layout
        if layout is None:
            return
        if layout is not self._layout:
            self.clear()
            self._layout = layout
        found = [one for one in arrivals if one.card in layout.cards and one.workflow == workflow.id]
        cards = {one.card for one in found}
        seen = self._seen()
        depths: dict[int, int] = {}
        for one in found:
            if one.card not in depths:
                depths[one.card] = self._depth(workflow, one.card, cards, depths)
            for side, number in _sides(one):
                self._join(workflow, one, side, number, depths[one.card], seen)
        if not self._timer.isActive() and any(lane.waiting for lane in self._lanes.values()):
            self._last = monotonic()
            self._timer.start()
            self._release()

    def clear(self) -> None:
        """Let all of them vanish, also those that have not begun."""
        self._timer.stop()
        for item in (*(token.item for token in self._alive), *self._spare):
            self._scene.removeItem(item)
        self._alive.clear()
        self._spare.clear()
        self._lanes.clear()
        self._layout = self._pen = None

    def advance(self, seconds: float) -> None:
        """Go on by so much time."""
        self._now += seconds
        self._release()
        for token in tuple(self._alive):
            token.age += seconds
            self._move(token)
        if not self._alive and not any(lane.waiting for lane in self._lanes.values()):
            self._timer.stop()

    # ------------------------------------------------------------ who comes

    def _depth(self, workflow: Workflow, card: int, cards: set[int], known: dict[int, int]) -> int:
        """Give how many cards above this one somebody came to as well: the lower ones begin a little later."""
        depth, at = 0, card
        while at != TRIGGER and depth < _RIPPLES_MOST:
            at = above(workflow, at)
            if at not in cards:
                break
            if at in known:
                return min(known[at] + depth + 1, _RIPPLES_MOST)
            depth += 1
        return depth

    def _join(self, workflow: Workflow, one: Arrivals, side: Side, number: int, depth: int, seen: QRectF) -> None:
        lane = self._lane(workflow, one.card, side)
        if not lane.way.boundingRect().adjusted(-1, -1, 1, 1).intersects(seen):
            return
        if not lane.waiting:
            lane.since = self._now
            lane.due = max(lane.free, self._now + depth * _RIPPLE)
        lane.waiting[one.outcome] = lane.waiting.get(one.outcome, 0) + number

    def _lane(self, workflow: Workflow, card: int, side: Side) -> _Lane:
        lane, layout = self._lanes.get((card, side)), self._layout
        if lane is None:
            assert layout is not None
            match side:
                case Side.BEFORE:
                    way = way_to(workflow, layout, card)
                case Side.BESIDE:
                    way = way_back(layout, card)
                case Side.INSIDE:
                    way = way_out(layout, card)
                case Side.REFUSED:
                    way = way_aside(layout, card)
            lane = self._lanes[card, side] = _Lane(way)
        return lane

    def _release(self) -> None:
        """Let those begin whose turn it is, as long as there is room."""
        waiting = [(lane.due, key) for key, lane in self._lanes.items() if lane.waiting and lane.due <= self._now]
        for _, key in sorted(waiting, key=lambda pair: pair[0]):
            lane = self._lanes[key]
            if len(self._alive) < MOST:
                came, lane.waiting = lane.waiting, {}
                lane.free = self._now + _APART
                # Whose card did its work goes on its way; the others part from it.
                outcome = Outcome.DONE if Outcome.DONE in came else min(came, key=_URGENT.index)
                self._begin(key[0], came, Motion(lane.way, outcome, outward=key[1] is Side.REFUSED))
            elif self._now - lane.since > _PATIENCE:
                # Too late to be true: the numbers on the card have gone on.
                lane.waiting = {}

    # ------------------------------------------------------------ what is under way

    def _begin(self, card: int, came: dict[Outcome, int], motion: Motion) -> None:
        if self._pen is None:
            self._pen = TokenPainter(self._look, self._font)
        if self._spare:
            item = self._spare.pop()
        else:
            item = TokenItem(self._pen)
            self._scene.addItem(item)
        token = Token(card, came, motion, item)
        self._alive.append(token)
        item.set_below(not motion.travel)
        item.show_face(face_of(token.number), self.zoom)
        self._move(token)
        item.show()

    def _move(self, token: Token) -> None:
        """Put a token where it is now; one that comes to its card parts into one for each outcome."""
        pose = token.motion.at(token.age)
        if pose is None:
            self._alive.remove(token)
            token.item.hide()
            self._spare.append(token.item)
            return
        item = token.item
        if pose.arrived and len(token.came) > 1:
            self._part(token)
        face = face_of(token.number, next(iter(token.came)) if pose.arrived else None)
        if face != item.face:
            item.show_face(face, self.zoom)
        item.setPos(pose.at)
        item.setOpacity(pose.opacity)
        scale = pose.scale * usual_scale(self.zoom)
        if scale != item.scale():
            item.setScale(scale)

    def _part(self, token: Token) -> None:
        """Leave one outcome to a token, and let another begin for each of the others."""
        came, way = token.came, token.motion.way
        urgent = sorted(came, key=_URGENT.index)
        keeps = Outcome.DONE if Outcome.DONE in came else urgent[0]
        if len(self._alive) >= MOST and keeps is not urgent[0]:
            keeps = urgent[0]
            token.motion, token.age = Motion(way, keeps, runs=False), 0.0
        token.came = {keeps: came[keeps]}
        for outcome in urgent:
            if outcome is not keeps and len(self._alive) < MOST:
                self._begin(token.card, {outcome: came[outcome]}, Motion(way, outcome, runs=False))

    @Slot()
    def _on_frame(self) -> None:
        now = monotonic()
        passed, self._last = min(now - self._last, _LONGEST_FRAME), now
        self.advance(passed)
        wanted = _FRAME_MS if len(self._alive) <= _FEW else _FRAME_MS_OF_MANY
        if self._timer.interval() != wanted:
            self._timer.setInterval(wanted)


def _sides(one: Arrivals) -> Iterable[tuple[Side, int]]:
    """Say from where contacts come into view, and how many from each side."""
    if one.outcome is Outcome.LEFT:
        yield Side.INSIDE, one.number
    elif one.card == TRIGGER and one.outcome is not Outcome.ENTERED:
        yield Side.REFUSED, one.number
    else:
        if one.back:
            yield Side.BESIDE, one.back
        if one.number > one.back:
            yield Side.BEFORE, one.number - one.back


def less_motion() -> bool:
    """Say whether the system asks programs for less motion.

    Qt knows that since 6.12 (``QAccessibilityHints.motionPreference``); before, nobody can tell: the older effects of
    ``QApplication.isEffectEnabled`` are all off on most Linux desktops, whatever the person chose.
    """
    hints = getattr(QGuiApplication.styleHints(), "accessibility", None)
    preference = getattr(hints(), "motionPreference", None) if hints is not None else None
    return preference is not None and preference().name != "NoPreference"
