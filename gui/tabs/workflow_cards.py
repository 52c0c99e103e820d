"""What the Workflows tab does to cards: every gesture and key becomes one edit.

Lives here: adding, moving, switching, deleting and copying cards, with their questions. Not here: drawing them
(gui/canvas) and their fields (gui/forms).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from core.actions.names import Names
from core.model import tree
from core.model.tree import Spot
from core.model.workflow import Card, Workflow, walk
from core.services import workflows
from core.services.first_values import first_action
from gui.canvas import edits
from gui.canvas.action_palette import ActionPalette
from gui.canvas.faces import headline_of
from gui.canvas.keys import Act
from gui.canvas.layout import TRIGGER
from gui.canvas.view import CanvasView
from gui.context import Context
from gui.forms.panel import CardDraft
from gui.text import plural


class CardDesk(QObject):
    """Turns what the canvas asks for into edits of the shown workflow.

    Arguments:
        context: The window's shared services.
        canvas: The canvas.
        before: Called before each edit, to commit what is still typed in the panel.
        parent: Owner.

    Signals:
        added: id of a card that was just added.
        panel_wanted: the keyboard should go to the panel.
    """

    added = Signal(int)
    panel_wanted = Signal()

    def __init__(self, context: Context, canvas: CanvasView, before: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._canvas, self._before = context, canvas, before
        self._spot = Spot()
        self._palette: ActionPalette | None = None
        canvas.add_requested.connect(self._on_add)
        canvas.move_requested.connect(self._on_move)
        canvas.asked.connect(self._on_asked)
        canvas.menu_requested.connect(self._on_menu)

    def commit(self, edit: edits.CardEdit | None) -> None:
        """Do an edit and select what it says; ``None`` does nothing."""
        if edit is None:
            return
        self._context.undo.do(workflows.edit(self._context.workspace, edit.after, edit.title))
        self._canvas.choose(edit.select)

    @Slot(object)
    def save(self, draft: CardDraft) -> None:
        """Save what the panel holds of a card: its action and its note, as one edit."""
        workflow = self._canvas.workflow
        card = tree.card_of(workflow, draft.card) if workflow is not None else None
        if workflow is None or card is None:
            return
        after = edits.remade(workflow, draft.card, draft.action, draft.origins)
        if draft.note != card.note:
            after = edits.noted(after, draft.card, draft.note)
        title = f"Change {edits.quoted(self._context.workspace.project(), after, draft.card)}"
        self._context.undo.do(workflows.edit(self._context.workspace, after, title))

    def switch(self) -> None:
        """Switch the selected card off, or on again."""
        self._before()
        workflow = self._canvas.workflow
        if workflow is not None:
            self.commit(edits.switch(self._context.workspace.project(), workflow, self._canvas.selected))

    # ------------------------------------------------------------ adding

    @Slot(object)
    def _on_add(self, spot: Spot) -> None:
        self._before()
        self._spot = spot
        if self._palette is None:
            self._palette = ActionPalette(self._context.themes, self._canvas)
            self._palette.chosen.connect(self._on_chosen)
            self._palette.closed.connect(self._canvas.setFocus)
        rect = self._canvas.plus_rect(spot)
        at = QPoint(rect.center().x(), rect.bottom() + 8)
        self._palette.open_at(self._canvas.viewport().mapToGlobal(at))

    @Slot(str)
    def _on_chosen(self, kind: str) -> None:
        workflow = self._canvas.workflow
        if workflow is None:
            return
        edit = edits.add(workflow, self._spot, first_action(self._context.workspace.project(), workflow, kind))
        self.commit(edit)
        if self._canvas.face(edit.select) is not None:
            self.added.emit(edit.select)

    # ------------------------------------------------------------ what is there

    @Slot(int, object)
    def _on_move(self, card_id: int, spot: Spot) -> None:
        self._before()
        workflow = self._canvas.workflow
        if workflow is not None:
            self.commit(edits.move(self._context.workspace.project(), workflow, card_id, spot))

    @Slot(object)
    def _on_asked(self, act: Act) -> None:
        if act in (Act.OPEN, Act.PANEL):
            self.panel_wanted.emit()
            return
        self._before()
        workflow, selected = self._canvas.workflow, self._canvas.selected
        if workflow is None:
            return
        card = tree.card_of(workflow, selected)
        project = self._context.workspace.project()
        match act:
            case Act.MOVE_UP | Act.MOVE_DOWN:
                self.commit(edits.shift(project, workflow, selected, -1 if act is Act.MOVE_UP else 1))
            case Act.SWITCH:
                self.switch()
            case Act.PASTE:
                self._paste(workflow)
            case Act.COPY | Act.CUT | Act.DELETE | Act.DUPLICATE if card is not None:
                self._handle(act, workflow, card)
            case _:
                pass

    def _handle(self, act: Act, workflow: Workflow, card: Card) -> None:
        project = self._context.workspace.project()
        if act is Act.DELETE:
            self._delete(workflow, card)
            return
        if act is Act.DUPLICATE:
            spot = tree.spot_of(workflow, card.id)
            # Nothing can stand after a branch card: its copy goes before it and takes it into its first branch.
            self.commit(edits.paste(project, workflow, Spot(spot.path, spot.index + (not card.branches)), card))
            return
        _put_on_clipboard(card, headline_of(card.action, Names(project)))
        self._context.bus.message.emit(f"Copied {edits.quoted(project, workflow, card.id)}")
        if act is Act.CUT:
            self.commit(edits.remove(project, workflow, card.id, verb="Cut"))

    def _paste(self, workflow: Workflow) -> None:
        card, spot = _card_on_clipboard(), self._canvas.current_spot()
        if card is None or spot is None:
            self._context.bus.message.emit("There is no card to paste.")
            return
        self.commit(edits.paste(self._context.workspace.project(), workflow, spot, card))

    def _delete(self, workflow: Workflow, card: Card) -> None:
        keep: int | None = None
        filled = [index for index, branch in enumerate(card.branches) if branch]
        project = self._context.workspace.project()
        if filled:
            names = card.action.branch_names()
            options = [f"Keep “{names[i]}” ({plural(_size(card.branches[i]), 'card')})" for i in filled]
            chosen = self._context.dialogs.choose(
                f"Delete {edits.quoted(project, workflow, card.id)}",
                "Which of its branches should take its place? The others are deleted with it.",
                [*options, "Delete all branches"],
            )
            if chosen is None:
                return
            keep = filled[chosen] if chosen < len(filled) else None
        self.commit(edits.remove(project, workflow, card.id, keep))

    @Slot(int, QPoint)
    def _on_menu(self, card_id: int, at: QPoint) -> None:
        workflow = self._canvas.workflow
        if workflow is None:
            return
        menu = QMenu(self._canvas)
        menu.setObjectName("card_menu")
        locked = self._context.undo.locked
        card = tree.card_of(workflow, card_id)
        add = menu.addAction("Add action below\tA")
        add.setEnabled(not locked)
        add.triggered.connect(lambda: self._on_add(edits.place_below(workflow, card_id)))
        if card_id != TRIGGER and card is not None:
            menu.addSeparator()
            rows = (
                ("Cut\tCtrl+X", Act.CUT),
                ("Copy\tCtrl+C", Act.COPY),
                ("Duplicate\tCtrl+D", Act.DUPLICATE),
                ("Move up\tAlt+Up", Act.MOVE_UP),
                ("Move down\tAlt+Down", Act.MOVE_DOWN),
                ("Switch off\tD" if card.on else "Switch on\tD", Act.SWITCH),
                ("Delete\tDel", Act.DELETE),
            )
            for text, act in rows:
                action = menu.addAction(text)
                action.setEnabled(not locked or act is Act.COPY)
                action.triggered.connect(lambda *_, asked=act: self._on_asked(asked))
        paste = menu.addAction("Paste below\tCtrl+V")
        paste.setEnabled(not locked and _card_on_clipboard() is not None)
        paste.triggered.connect(lambda: self._on_asked(Act.PASTE))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)


def _size(cards: tuple[Card, ...]) -> int:
    return sum(1 for _ in walk(cards))


def _put_on_clipboard(card: Card, words: str) -> None:
    data = QMimeData()
    data.setData(edits.MIME, edits.write_card(card).encode())
    data.setText(words)
    QGuiApplication.clipboard().setMimeData(data)


def _card_on_clipboard() -> Card | None:
    # The stubs deny it, but nobody may have put anything there yet.
    data = cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
    if data is None or not data.hasFormat(edits.MIME):
        return None
    return edits.read_card(bytes(data.data(edits.MIME).data()).decode(errors="replace"))
