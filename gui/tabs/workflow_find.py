"""Find in the Workflows tab: shows on the canvas what the find bar looks for, and goes from match to match.

Lives here: which match is shown. Not here: the bar (gui/canvas/find_bar.py) and finding (``core.services.finding``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from shiboken6 import isValid

from core.services.finding import Match, find
from gui.bus import GoTo
from gui.canvas.find_bar import FindBar
from gui.canvas.hits import HitItem
from gui.canvas.view import CanvasView
from gui.context import Context


class WorkflowFind(QObject):
    """Ties the find bar to the canvas.

    Arguments:
        context: The window's shared services.
        bar: The find bar.
        canvas: The canvas.
        go: Shows a workflow and a card of it.
        parent: Owner.
    """

    def __init__(
        self, context: Context, bar: FindBar, canvas: CanvasView, go: Callable[[GoTo], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._bar, self._canvas, self._go = context, bar, canvas, go
        self._found: list[Match] = []
        self._at = -1
        self._items: list[HitItem] = []
        bar.changed.connect(self._on_changed)
        bar.step.connect(self._on_step)
        bar.closed.connect(self._on_closed)
        context.themes.changed.connect(self.redraw)

    @Slot()
    def open(self) -> None:
        """Open the bar, or go back to it."""
        if self._canvas.workflow is not None:
            self._bar.open()
            self._search()

    @Slot()
    def redraw(self, *_: object) -> None:
        """Look anew, since the cards are others now; the match that is shown stays."""
        if not self._bar.isHidden():
            self._search()

    def _search(self) -> None:
        workflow = self._canvas.workflow
        shown = None if self._bar.everywhere.isChecked() else (() if workflow is None else (workflow.id,))
        self._found = find(self._context.workspace.project(), self._bar.text, shown)
        here = (workflow.id if workflow is not None else 0, self._canvas.selected)
        self._at = next((n for n, match in enumerate(self._found) if (match.workflow, match.card) == here), -1)
        self._show()

    @Slot()
    def _on_changed(self) -> None:
        """Look for another text: show the first match from the chosen card on, in the shown workflow if it has one."""
        self._search()
        workflow = self._canvas.workflow
        if workflow is None or self._at >= 0:
            return
        mine = [n for n, match in enumerate(self._found) if match.workflow == workflow.id]
        cards = list(self._canvas.canvas.layout.cards) if self._canvas.canvas.layout is not None else []
        start = cards.index(self._canvas.selected) if self._canvas.selected in cards else 0
        after = [n for n in mine if self._found[n].card in cards[start:]]
        if after or mine:
            self._go_to((after or mine)[0])

    @Slot(int)
    def _on_step(self, step: int) -> None:
        if not self._found:
            return
        at = self._at
        if at < 0:
            # The chosen card is no match: go on from the shown workflow's first one.
            workflow = self._canvas.workflow
            first = next((n for n, m in enumerate(self._found) if workflow and m.workflow == workflow.id), 0)
            at = first - 1 if step > 0 else first
        self._go_to((at + step) % len(self._found))

    def _go_to(self, number: int) -> None:
        match = self._found[number]
        workflow = self._canvas.workflow
        if workflow is not None and match.workflow == workflow.id:
            self._canvas.choose(match.card)
        else:
            self._go(GoTo("workflow", match.workflow, match.card))
        self._at = number
        self._show()

    @Slot()
    def _on_closed(self) -> None:
        self._found, self._at = [], -1
        self._clear()
        self._canvas.setFocus()

    # ------------------------------------------------------------ drawing

    def _show(self) -> None:
        where = ""
        if 0 <= self._at < len(self._found):
            match = self._found[self._at]
            where = f"{match.where}: {match.text}"
        self._bar.show_count(self._at + 1, len(self._found), where)
        self._clear()
        layout, workflow = self._canvas.canvas.layout, self._canvas.workflow
        if layout is None or workflow is None:
            return
        theme = self._context.themes.theme
        for number, match in enumerate(self._found):
            if match.workflow == workflow.id and match.card in layout.cards:
                self._items.append(HitItem(layout.cards[match.card], theme, current=number == self._at))
                self._canvas.canvas.addItem(self._items[-1])

    def _clear(self) -> None:
        for item in self._items:
            # The canvas may have been emptied meanwhile, and our items with it.
            if isValid(item):
                self._canvas.canvas.removeItem(item)
        self._items = []
