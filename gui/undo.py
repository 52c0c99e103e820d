"""Undo and redo: the one door through which the window changes a workspace.

Lives here: applying edits, small ones at once and big ones in a job, their order and names. Not here: making edits
(``core.services``), and what is drawn again afterwards (the tabs, told through the bus).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.model.changes import Changes, Edit, Put
from core.model.problem import Problem
from core.services.edits import joined
from core.services.workspace import Workspace
from gui.bus import Bus
from gui.dialogs.ask import Dialogs
from gui.jobs import Job, JobControl, JobRunner

#: Edits of more things than this are applied in a job, so that the window never stands still.
SMALL_EDIT = 300
#: Edits of the same thing under the same title within this many seconds are one step of undo, as typing is.
MERGE_SECONDS = 1.0

_MERGEABLE = 1
#: Only these are what typing makes; two quick clicks on "Add step" stay two steps of undo.
_TYPED = ("Rename", "Change", "Edit", "Set")


class UndoDoor(QObject):
    """Applies edits to one workspace and can take them back.

    The door applies an edit before it moves the stack: applying may fail or take a while, and until then the stack has
    to stay where it is. So the commands on the stack only carry their edit.

    Args:
        workspace: What is edited.
        bus: Told of every change.
        jobs: Runs the big edits.
        dialogs: Shows why an edit was refused.
        parent: Owner.

    Signals:
        locked_changed: whether editing is locked now.
        busy_changed: the title of the big edit that is being applied; empty when it is over.
    """

    locked_changed = Signal(bool)
    busy_changed = Signal(str)

    def __init__(
        self, workspace: Workspace, bus: Bus, jobs: JobRunner, dialogs: Dialogs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._bus = bus
        self._jobs = jobs
        self._dialogs = dialogs
        self._playing = False
        self._busy = ""
        self._job: Job | None = None
        self.stack = QUndoStack(self)

    @property
    def locked(self) -> bool:
        """Whether editing is locked, because a rehearsal plays or a big edit is being applied."""
        return self._playing or bool(self._busy)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back, and nothing forbids it."""
        return self.stack.canUndo() and not self.locked

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again, and nothing forbids it."""
        return self.stack.canRedo() and not self.locked

    def standing(self) -> tuple[Edit, ...]:
        """Return the edits that stand, oldest first: those of this session that are not taken back."""
        commands = map(self.stack.command, range(self.stack.index()))
        return tuple(command.edit for command in commands if isinstance(command, _EditCommand))

    def set_playing(self, playing: bool) -> None:
        """Lock editing while a rehearsal plays, and unlock it afterwards."""
        before = self.locked
        self._playing = playing
        self._tell_if_locked(before)

    def do(
        self,
        edit: Edit,
        ended: Callable[[bool], None] | None = None,
        far: Callable[[int, int], None] | None = None,
    ) -> None:
        """Apply an edit, make it undoable, and tell everybody through the bus.

        A refused edit is shown to the person and leaves no trace. While editing is locked, a message says so instead.

        Args:
            edit: The edit.
            ended: Told whether it was applied, once that is known: a big one takes a while.
            far: Told how much of a big one is written, and of how much.
        """
        if self._may_edit() and edit.puts:
            self._apply(edit, lambda: self.stack.push(_EditCommand(edit)), ended, far)
        elif ended is not None:
            ended(False)

    def stop(self) -> None:
        """Stop the big edit that is being applied; nothing of it stays."""
        if self._job is not None:
            self._job.cancel()

    def undo(self) -> None:
        """Take the last edit back."""
        command = self.stack.command(self.stack.index() - 1)
        if self._may_edit() and isinstance(command, _EditCommand):
            self._apply(command.edit.back, self.stack.undo)

    def redo(self) -> None:
        """Do the edit again that was taken back last."""
        command = self.stack.command(self.stack.index())
        if self._may_edit() and isinstance(command, _EditCommand):
            self._apply(command.edit, self.stack.redo)

    def go_to(self, index: int) -> None:
        """Take back, or do again, all edits up to a place on the stack, as one: all of them or none.

        Args:
            index: how many edits shall stand then, from 0 to the number on the stack.
        """
        now = self.stack.index()
        if not 0 <= index <= self.stack.count() or index == now or not self._may_edit():
            return
        steps = range(now - 1, index - 1, -1) if index < now else range(now, index)
        commands = [c for c in map(self.stack.command, steps) if isinstance(c, _EditCommand)]
        edits = [command.edit.back if index < now else command.edit for command in commands]
        verb = "Undo" if index < now else "Redo"
        title = f"{verb} {len(edits)} edits" if len(edits) > 1 else f"{verb} {edits[0].title}"
        self._apply(joined(title, *edits), lambda: self.stack.setIndex(index))

    def _may_edit(self) -> bool:
        if self._playing:
            self._bus.message.emit("Stop the rehearsal to edit.")
        elif self._busy:
            self._bus.message.emit(f"Please wait until “{self._busy}” is done.")
        return not self.locked

    def _apply(
        self,
        edit: Edit,
        then: Callable[[], object],
        ended: Callable[[bool], None] | None = None,
        far: Callable[[int, int], None] | None = None,
    ) -> None:
        """Apply an edit here or in a job; afterwards move the stack and tell the bus."""

        def finish(changes: Changes) -> None:
            self._set_busy("")
            then()
            self._bus.changed.emit(changes)
            if ended is not None:
                ended(True)

        def fail(error: Exception | None) -> None:
            self._set_busy("")
            if error is not None:
                self._dialogs.problem(error)
            if ended is not None:
                ended(False)

        if len(edit.puts) <= SMALL_EDIT:
            try:
                changes = self._workspace.apply(edit)
            except Problem as problem:
                fail(problem)
                return
            finish(changes)
            return
        self._set_busy(edit.title)

        def work(control: JobControl) -> Changes:
            def tick(done: int) -> None:
                control.raise_if_cancelled()
                control.report((done, len(edit.puts)))

            with self._workspace.in_thread() as workspace:
                return workspace.apply(edit, tick=tick)

        # Stopped too late, it is done all the same.
        self._job = self._jobs.start(
            edit.title,
            work,
            done=finish,
            failed=fail,
            progress=None if far is None else lambda told: far(*told),
            cancelled=lambda changes: fail(None) if changes is None else finish(changes),
        )

    def _set_busy(self, title: str) -> None:
        if not title:
            self._job = None
        if title != self._busy:
            before = self.locked
            self._busy = title
            self.busy_changed.emit(title)
            self._tell_if_locked(before)

    def _tell_if_locked(self, before: bool) -> None:
        if self.locked != before:
            self.locked_changed.emit(self.locked)


class _EditCommand(QUndoCommand):
    """One step on the stack: an edit that the door has applied already."""

    def __init__(self, edit: Edit) -> None:
        super().__init__(edit.title)
        self.edit = edit
        self._made = time.monotonic()

    def id(self) -> int:
        typed = len(self.edit.puts) == 1 and self.edit.title.startswith(_TYPED)
        return _MERGEABLE if typed else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in an edit that goes on where this one ended, so that a typed word is one step."""
        if not isinstance(other, _EditCommand) or other.edit.title != self.edit.title:
            return False
        first, second = self.edit.puts[0], other.edit.puts[0]
        one_change = first.before is not None and first.after is not None and first.after == second.before
        if not one_change or second.after is None or other._made - self._made > MERGE_SECONDS:
            return False
        self.edit = Edit(self.edit.title, (Put(first.before, second.after),))
        self._made = other._made
        return True
