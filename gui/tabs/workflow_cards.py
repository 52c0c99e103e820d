"""What the Workflows tab does to cards: every gesture and key becomes one edit.

Lives here: adding, moving, switching, deleting and copying cards and sticky notes, with their questions. Not here:
drawing them (gui/canvas), their menus (workflow_card_menu.py) and their fields (gui/forms).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, QPointF, Signal, Slot

from core.model import tree
from core.model.moment import Break
from core.model.problem import Problem
from core.model.tree import Spot
from core.model.workflow import Card, Sticky, Workflow, walk
from core.services import workflows
from core.services.first_values import first_action
from gui.bus import GoTo
from gui.canvas import clip, edits
from gui.canvas.action_palette import ActionPalette
from gui.canvas.keys import Act
from gui.canvas.layout import TRIGGER
from gui.canvas.scene import Thing
from gui.canvas.view import CanvasView
from gui.context import Context
from gui.forms.panel import CardDraft
from gui.run.player import card_break
from gui.tabs.workflow_card_menu import CardMenu
from gui.text import plural
from gui.widgets.toast import Toast


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
        self.breaks: Sequence[Break] = ()
        self._menu = CardMenu(self, canvas)
        self.toast = Toast(context.themes, canvas)
        self.toast.setObjectName("canvas_toast")
        canvas.add_requested.connect(self.add_at)
        canvas.move_requested.connect(self.move)
        canvas.asked.connect(lambda act: self._toggle_break(canvas.selected) if act is Act.BREAK else self.ask(act))
        canvas.menu_requested.connect(self._on_menu)
        canvas.sticky_added.connect(self._on_sticky_added)
        canvas.sticky_changed.connect(self._on_sticky_changed)
        canvas.sticky_removed.connect(self.remove_sticky)

    def commit(self, edit: edits.CardEdit | None) -> None:
        """Do an edit and select what it says; ``None`` does nothing."""
        if edit is None:
            return
        self._context.undo.do(workflows.edit(self._context.workspace, edit.after, edit.title))
        if edit.chosen:
            self._canvas.choose_all(edit.chosen)
        else:
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
        """Switch the selected cards off, or on again."""
        self._before()
        workflow, chosen = self._canvas.workflow, self._canvas.chosen
        if workflow is not None:
            self.commit(edits.switch(self._context.workspace.project(), workflow, chosen))

    # ------------------------------------------------------------ adding

    @Slot(object)
    def add_at(self, spot: Spot) -> None:
        """Open the palette at a place and add what is chosen there."""
        self._before()
        self._spot = spot
        if self._palette is None:
            self._palette = ActionPalette(self._context.themes, self._canvas)
            self._palette.chosen.connect(self._on_chosen)
            self._palette.closed.connect(self._canvas.setFocus)
        self._canvas.show_spot(spot)
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

    # ------------------------------------------------------------ moving

    @Slot(object, object)
    def move(self, card_ids: tuple[int, ...], spot: Spot) -> None:
        """Move cards to a place."""
        self._before()
        workflow = self._canvas.workflow
        if workflow is not None:
            self.commit(edits.move(self._context.workspace.project(), workflow, card_ids, spot))

    def start_move(self, card_ids: tuple[int, ...]) -> None:
        """Let a person choose a + as the new place of cards."""
        self._before()
        if card_ids and not self._canvas.start_move(card_ids):
            what = "them" if len(card_ids) > 1 else "it"
            self.tell(f"There is no other place for {what}: a branch is the last card of its list.")

    def start_move_all(self, card_id: int) -> None:
        """Let a person choose a + as the new place of a card and all after it in its list."""
        workflow = self._canvas.workflow
        if workflow is None or card_id == TRIGGER:
            return
        spot = tree.spot_of(workflow, card_id)
        cards = tuple(card.id for card in tree.list_at(workflow, spot.path)[spot.index :])
        self._canvas.choose_all(cards)
        self.start_move(cards)

    # ------------------------------------------------------------ what is there

    def show_rows(self, card_id: int) -> None:
        """Show the rows of a card, or of the trigger with the whole workflow, in the log."""
        workflow = self._canvas.workflow
        if workflow is not None:
            self._context.bus.navigate.emit(GoTo("log", workflow.id, 0 if card_id == TRIGGER else card_id))

    @Slot(object)
    def ask(self, act: Act) -> None:
        """Do what a key or a menu asks for, to all selected cards."""
        if act in (Act.OPEN, Act.PANEL):
            self.panel_wanted.emit()
            return
        self._before()
        workflow, chosen = self._canvas.workflow, self._canvas.chosen
        if workflow is None:
            return
        project = self._context.workspace.project()
        match act:
            case Act.PASTE:
                self.paste_at(self._canvas.current_spot())
            case _ if not chosen:
                pass
            case Act.MOVE_UP | Act.MOVE_DOWN:
                self.commit(edits.shift(project, workflow, chosen, -1 if act is Act.MOVE_UP else 1))
            case Act.SWITCH:
                self.commit(edits.switch(project, workflow, chosen))
            case Act.MOVE:
                self.start_move(chosen)
            case Act.MOVE_ALL:
                self.start_move_all(chosen[0])
            case Act.DUPLICATE:
                self.commit(edits.duplicate(project, workflow, chosen))
            case Act.COPY | Act.CUT:
                self._copy(workflow, chosen, cut=act is Act.CUT)
            case Act.DELETE:
                self._remove(workflow, chosen, "Delete")

    def _toggle_break(self, card_id: int) -> None:
        """Let playing stop at a card, or no more."""
        workflow, face = self._canvas.workflow, self._canvas.face(card_id)
        if workflow is None or face is None:
            return
        wanted = card_break(workflow.id, card_id, f"{face.headline} ({workflow.name})")
        there = next((one for one in self.breaks if one.card == wanted.card), None)
        bus = self._context.bus
        if there is None:
            bus.break_wanted.emit(wanted)
        else:
            bus.break_unwanted.emit(there)

    def paste_at(self, spot: Spot | None) -> None:
        """Paste the copied cards at a place; where that cannot be, say why."""
        workflow = self._canvas.workflow
        if workflow is None or spot is None:
            return
        try:
            copied = clip.copied_cards()
        except Problem as problem:
            self.tell(problem.sentence)
            return
        self.commit(edits.paste(self._context.workspace.project(), workflow, spot, copied.cards, copied.notes))

    def tell(self, sentence: str) -> None:
        """Say why something was not done, over the canvas and in the status bar."""
        self.toast.show_message(sentence)
        self._context.bus.message.emit(sentence)

    def _copy(self, workflow: Workflow, chosen: tuple[int, ...], *, cut: bool) -> None:
        project = self._context.workspace.project()
        clip.copy_cards(edits.copied(workflow, chosen), workflow.stickies)
        if cut:
            self._remove(workflow, chosen, "Cut")
        else:
            self._context.bus.message.emit(f"Copied {edits.named(project, workflow, chosen)}")

    def _remove(self, workflow: Workflow, chosen: tuple[int, ...], verb: str) -> None:
        project = self._context.workspace.project()
        keep: dict[int, int | None] = {}
        if verb == "Delete":
            for card in edits.questions(workflow, chosen):
                answer = self._ask_side(workflow, card, set(chosen))
                if answer is None:
                    return
                keep[card.id] = answer if answer >= 0 else None
        self.commit(edits.remove(project, workflow, chosen, keep, verb))

    def _ask_side(self, workflow: Workflow, card: Card, gone: set[int]) -> int | None:
        """Ask which branch of a card that goes shall stay; -1 for none of them, ``None`` when the person gave up."""
        left = [sum(c.id not in gone for c in walk(branch)) for branch in card.branches]
        filled = [index for index, size in enumerate(left) if size]
        names = card.action.branch_names()
        options = [f"Keep “{names[i]}” ({plural(left[i], 'card')})" for i in filled]
        chosen = self._context.dialogs.choose(
            f"Delete {edits.quoted(self._context.workspace.project(), workflow, card.id)}",
            "Which of its branches should take its place? The others are deleted with it.",
            [*options, "Delete all branches"],
        )
        if chosen is None:
            return None
        return filled[chosen] if chosen < len(filled) else -1

    @Slot(object, QPoint)
    def _on_menu(self, thing: Thing | None, at: QPoint) -> None:
        self._menu.popup(thing, at, locked=self._context.undo.locked)

    # ------------------------------------------------------------ sticky notes

    def add_sticky(self, card_id: int, at: QPointF | None = None) -> None:
        """Open a new sticky note beside a card, or at a scene point."""
        self._before()
        self._canvas.stickies.add(card_id, at)

    @Slot(object)
    def _on_sticky_added(self, sticky: Sticky) -> None:
        workflow = self._canvas.workflow
        if workflow is not None:
            edit = edits.add_sticky(workflow, sticky)
            self._stick(edit, edit.after.stickies[-1].id)

    @Slot(object, str)
    def _on_sticky_changed(self, sticky: Sticky, what: str) -> None:
        workflow = self._canvas.workflow
        if workflow is not None:
            self._stick(edits.change_sticky(workflow, sticky, what), sticky.id)

    @Slot(int)
    def remove_sticky(self, sticky_id: int) -> None:
        """Take a sticky note away."""
        workflow = self._canvas.workflow
        if workflow is not None:
            self._stick(edits.remove_sticky(workflow, sticky_id), 0)

    def _stick(self, edit: edits.CardEdit | None, sticky_id: int) -> None:
        """Do an edit of a note; the selected card stays selected."""
        if edit is None:
            return
        self._before()
        self._context.undo.do(workflows.edit(self._context.workspace, edit.after, edit.title))
        if sticky_id:
            self._canvas.choose_sticky(sticky_id)
