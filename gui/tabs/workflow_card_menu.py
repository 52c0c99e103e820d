"""The context menus of the canvas: of cards, of a +, of a sticky note, of the ground.

Lives here: what stands in them. Not here: what it does (workflow_cards.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QMenu

from core.model import stickies, tree
from core.model.tree import Spot
from core.model.workflow import StickyTone, Workflow
from gui.canvas import clip, edits
from gui.canvas.gestures import STICKY_REACH
from gui.canvas.keys import Act
from gui.canvas.layout import TRIGGER
from gui.canvas.scene import StickyAt, Thing
from gui.canvas.sticky_item import TONE_NAMES
from gui.canvas.view import CanvasView
from gui.text import plural

if TYPE_CHECKING:
    from gui.tabs.workflow_cards import CardDesk


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry: its words and keys, what it does, whether it can be done; without words a line."""

    text: str = ""
    run: Callable[[], object] | None = None
    can: bool = True


_LINE = _Row()


class CardMenu:
    """Opens the menus of a canvas.

    Arguments:
        desk: Does what is chosen.
        canvas: The canvas.
    """

    def __init__(self, desk: CardDesk, canvas: CanvasView) -> None:
        self._desk, self._canvas = desk, canvas

    def popup(self, thing: Thing | None, at: QPoint, *, locked: bool) -> None:
        """Open the menu of what was pointed at; ``None`` is the ground."""
        workflow = self._canvas.workflow
        if workflow is None:
            return
        if isinstance(thing, Spot):
            rows = self._of_spot(workflow, thing, locked)
        elif isinstance(thing, StickyAt):
            rows = self._of_sticky(workflow, thing.id, locked)
        elif thing is None:
            rows = self._of_ground(workflow, at, locked)
        else:
            rows = self._of_card(workflow, thing, locked)
        menu = QMenu(self._canvas)
        menu.setObjectName("card_menu")
        for row in rows:
            if row.run is None:
                menu.addSeparator()
                continue
            action = menu.addAction(row.text)
            action.setEnabled(row.can)
            action.triggered.connect(lambda *_, run=row.run: run())
        if isinstance(thing, StickyAt) and not locked:
            self._add_tones(menu, workflow, thing.id)
        if thing is None and self._canvas.ground_actions:
            menu.addSeparator()
            menu.addActions(self._canvas.ground_actions)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _asks(self, text: str, act: Act, can: bool = True) -> _Row:
        return _Row(text, lambda: self._canvas.asked.emit(act), can)

    def _of_card(self, workflow: Workflow, card_id: int, locked: bool) -> list[_Row]:
        desk, canvas = self._desk, self._canvas
        can = not locked
        rows = [_Row("Add action below\tA", lambda: desk.add_at(edits.place_below(workflow, card_id)), can)]
        chosen = canvas.chosen
        if card_id != TRIGGER and chosen:
            many = f" {plural(len(chosen), 'card')}" if len(chosen) > 1 else ""
            is_on = any(card.on for i in chosen if (card := tree.card_of(workflow, i)) is not None)
            rows += [
                _LINE,
                self._asks(f"Cut{many}\tCtrl+X", Act.CUT, can),
                self._asks(f"Copy{many}\tCtrl+C", Act.COPY),
                self._asks(f"Duplicate{many}\tCtrl+D", Act.DUPLICATE, can),
            ]
            rows += [
                _LINE,
                self._asks(f"Move{many}\tCtrl+M", Act.MOVE, can),
                _Row("Move all from here\tCtrl+Shift+M", lambda: desk.start_move_all(card_id), can),
                self._asks("Move up\tAlt+Up", Act.MOVE_UP, can),
                self._asks("Move down\tAlt+Down", Act.MOVE_DOWN, can),
                _LINE,
                self._asks(f"Switch {'off' if is_on else 'on'}{many}\tD", Act.SWITCH, can),
                self._asks(f"Delete{many}\tDel", Act.DELETE, can),
            ]
        return [
            *rows,
            _LINE,
            self._asks("Paste below\tCtrl+V", Act.PASTE, can and clip.has_cards()),
            _Row("Add sticky note\tN", lambda: desk.add_sticky(card_id), can),
            _Row("Show its rows in the log", lambda: desk.show_rows(card_id)),
            _Row("Zoom to selection\tCtrl+2", canvas.zoom_to_selection),
            _LINE,
            self._asks(f"Stop playing here{' no more' if canvas.stops_at(card_id) else ''}\tB", Act.BREAK),
        ]

    def _of_spot(self, workflow: Workflow, spot: Spot, locked: bool) -> list[_Row]:
        desk, canvas, can = self._desk, self._canvas, not locked
        moving = canvas.moving or canvas.chosen
        fits = bool(moving) and edits.can_move(workflow, moving, spot)
        many = f" {plural(len(moving), 'card')}" if len(moving) > 1 else ""

        def move_here() -> None:
            canvas.stop_gestures()
            desk.move(moving, spot)

        return [
            _Row("Add action here\tA", lambda: desk.add_at(spot), can and not canvas.moving),
            _Row(f"Move{many} here", move_here, can and fits),
            _Row("Paste here", lambda: desk.paste_at(spot), can and clip.has_cards()),
        ]

    def _of_sticky(self, workflow: Workflow, sticky_id: int, locked: bool) -> list[_Row]:
        if stickies.sticky_of(workflow, sticky_id) is None:
            return []
        return [
            _Row("Edit sticky note\tEnter", lambda: self._canvas.stickies.edit(sticky_id), not locked),
            _Row("Delete sticky note\tDel", lambda: self._desk.remove_sticky(sticky_id), not locked),
        ]

    def _add_tones(self, menu: QMenu, workflow: Workflow, sticky_id: int) -> None:
        sticky = stickies.sticky_of(workflow, sticky_id)
        if sticky is None:
            return
        colours = menu.addMenu("Colour")
        for tone in StickyTone:
            action = colours.addAction(TONE_NAMES[tone])
            action.setCheckable(True)
            action.setChecked(tone is sticky.tone)
            action.triggered.connect(lambda *_, chosen=tone: self._canvas.stickies.paint(sticky, chosen))

    def _of_ground(self, workflow: Workflow, at: QPoint, locked: bool) -> list[_Row]:
        canvas, can = self._canvas, not locked
        scene_at: QPointF = canvas.mapToScene(canvas.viewport().mapFromGlobal(at))
        near = canvas.canvas.card_near(QRectF(scene_at, scene_at), STICKY_REACH) or TRIGGER
        return [
            _Row("Add sticky note here", lambda: self._desk.add_sticky(near, scene_at), can),
            self._asks("Paste below selected card\tCtrl+V", Act.PASTE, can and clip.has_cards()),
            _LINE,
            _Row("Select all\tCtrl+A", lambda: canvas.choose_all(canvas.canvas.all_cards())),
            _Row("Fit\tCtrl+1", canvas.fit),
        ]
