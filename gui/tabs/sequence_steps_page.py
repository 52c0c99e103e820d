"""The Steps page of a sequence: the cards, the fields of the chosen one, and every edit of steps.

Not here: the cards (``gui.tabs.sequence_steps``), the fields (``gui.tabs.sequence_step_panel``), doing the edits.
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.problem import Problem
from core.model.sequence import Sequence, Step, StepKind
from core.services.sequences import mails_problem
from gui.context import Context
from gui.tabs import sequence_changes as changes
from gui.tabs.sequence_step_clip import copied_step, copy_step
from gui.tabs.sequence_step_panel import StepPanel
from gui.tabs.sequence_steps import StepList
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.split import SplitView


class StepsPage(QWidget):
    """Shows and edits the steps of a sequence.

    Attributes:
        list: The cards.
        panel: The fields of the chosen step.

    Signals:
        edited: the sequence as it shall be, and what the edit is called.
    """

    edited = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._shown: Sequence | None = None
        self._step = 0
        self._locked = False
        self.list = StepList(context.themes, context.workspace.project)
        self.panel = StepPanel(context)
        split = SplitView(context.themes, "sequences/steps", context.settings)
        split.add(self.list, 620, stretch=1)
        split.add(self.panel, 380)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._many = Banner(context.themes)
        self._many.setObjectName("many_mails")
        box.addWidget(self._many)
        box.addWidget(split, 1)
        self.list.chosen.connect(self._on_chosen)
        self.list.add_requested.connect(self._on_add)
        self.list.move_requested.connect(self._on_move)
        self.list.delete_requested.connect(self._on_delete)
        self.list.duplicate_requested.connect(self._on_duplicate)
        self.list.copy_requested.connect(self._on_copy)
        self.list.cut_requested.connect(self._on_cut)
        self.list.paste_requested.connect(self._on_paste)
        self.list.edit_requested.connect(self.panel.focus_subject)
        self.panel.edited.connect(self._on_edited)

    def show_sequence(self, sequence: Sequence | None, *, locked: bool) -> None:
        """Show the steps of a sequence; the chosen step stays chosen while it is the same sequence."""
        same = self._shown is not None and sequence is not None and self._shown.id == sequence.id
        self._shown = sequence
        self._locked = locked
        self.panel.set_locked(locked)
        if sequence is None:
            return
        self._step = min(self._step if same else 0, len(sequence.steps) - 1) if sequence.steps else -1
        self.list.show_steps(sequence, self._step, locked)
        self._show_problem(sequence)
        self.panel.show_step(sequence, self._step)

    def _show_problem(self, sequence: Sequence) -> None:
        try:
            problem = mails_problem(self._context.workspace.project(), sequence)
        except Problem:
            # A rule pack that is gone is told of by the review, and keeps nobody from writing mails.
            problem = ""
        if problem:
            self._many.show_message(problem, Tone.SKIPPED)
        else:
            self._many.clear()

    def commit(self) -> None:
        """Store what is still being typed."""
        self.panel.commit()

    def _change(self, after: Sequence, step: int, title: str) -> None:
        """Ask for an edit, and choose a step of what comes out."""
        if not self._locked:
            self._step = step
            self.edited.emit(after, title)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        self.panel.commit()
        self._step = number
        self.panel.show_step(self._shown, number)

    @Slot(object, str)
    def _on_edited(self, after: Step, title: str) -> None:
        if self._shown is not None and 0 <= self._step < len(self._shown.steps):
            changed = changes.with_step_changed(self._shown, self._step, after)
            self._change(changed, self._step, f"{title} of step {self._step + 1}")

    @Slot(object, int)
    def _on_add(self, kind: StepKind, place: int) -> None:
        self.panel.commit()
        if self._shown is not None:
            self._change(changes.with_step_added(self._shown, kind, place), place, f"Add {kind.label.lower()}")
            self.panel.focus_subject()

    @Slot(int, int)
    def _on_move(self, number: int, to: int) -> None:
        self.panel.commit()
        if self._shown is not None:
            self._change(changes.with_step_moved(self._shown, number, to), to, f"Move step {number + 1}")

    @Slot(int)
    def _on_delete(self, number: int) -> None:
        self._take_out(number, "Delete")

    @Slot(int)
    def _on_duplicate(self, number: int) -> None:
        self.panel.commit()
        if self._shown is not None:
            after = changes.with_step_duplicated(self._shown, number)
            self._change(after, number + 1, f"Duplicate step {number + 1}")

    @Slot(int)
    def _on_copy(self, number: int) -> None:
        self.panel.commit()
        if self._shown is not None:
            copy_step(self._shown.steps[number])
            self._context.bus.message.emit(f"Copied step {number + 1}.")

    @Slot(int)
    def _on_cut(self, number: int) -> None:
        self._on_copy(number)
        self._take_out(number, "Cut")

    @Slot(int)
    def _on_paste(self, place: int) -> None:
        self.panel.commit()
        step = copied_step()
        if self._shown is None:
            return
        if step is None:
            self._context.bus.message.emit("There is no copied step; copy one with Ctrl+C.")
            return
        self._change(changes.with_step_pasted(self._shown, place, step), place, f"Paste {step.kind.label.lower()}")

    def _take_out(self, number: int, verb: str) -> None:
        if self._shown is not None:
            after = changes.with_step_deleted(self._shown, number)
            near = max(0, min(number, len(after.steps) - 1))
            self._change(after, near, f"{verb} {self._shown.steps[number].kind.label.lower()}")
