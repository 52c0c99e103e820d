"""Under the sentence of a skipped row: the smallest changes that would have enrolled the contact.

They are looked for by themselves where a rehearsal is played again in no time, else when a button is pressed.

Lives here: asking, and what is shown of the answer. Not here: finding them (``core.services.why_not``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.actions.enroll_in_sequence import EnrollInSequence
from core.model.changes import Changes
from core.model.problem import Problem
from core.model.run import Run
from core.model.trace import Outcome, RowKind
from core.services.log import LogLine
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.widgets.labels import button, label

if TYPE_CHECKING:
    from core.services.why_not import Flip, FlipProgress

#: A rehearsal that takes no longer is played again without being asked to, in seconds.
CHEAP_SECONDS = 0.2
#: A row that is only passed by is not looked at, in milliseconds.
SOON_MS = 250
_BY_HAND = "To be made by hand: what it changes was edited since the rehearsal, or a person has to say more."
_HEADING = "What would change this"


class FlipFinder(QWidget):
    """Offers to look for what would change a skipped *Enroll in sequence* row; hidden for all other rows.

    Args:
        context: The window's shared services.
        parent: Owner.

    Signals:
        rehearse_wanted: a change was made and shall be seen in a new rehearsal.
        focus_left: what had the keyboard is going.
    """

    rehearse_wanted = Signal()
    focus_left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("flip_finder")
        self._context = context
        self._run: Run | None = None
        self._line: LogLine | None = None
        self._asked = False
        self._job: Job | None = None
        self._applying = ""
        self._find = button("Find the smallest change", tip="Rehearses again with one change after another")
        self._find.setObjectName("find_flips")
        self._find.clicked.connect(self._on_find)
        self._state = label("", "muted", wrap=True)
        self._state.setObjectName("flip_state")
        self._stop = button("Cancel", "link")
        self._stop.setObjectName("flip_cancel")
        self._stop.clicked.connect(self._on_cancel)
        self._found = QVBoxLayout()
        self._found.setSpacing(4)
        self._again = button("Rehearse", "primary", icon="play", themes=context.themes, tip="Rehearse with the change")
        self._again.setObjectName("flip_rehearse")
        self._again.clicked.connect(self._on_rehearse)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._on_soon)
        self._heading = label(_HEADING, "strong", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._heading, 1)
        head.addWidget(self._find)
        column.addLayout(head)
        asking = QHBoxLayout()
        asking.setSpacing(8)
        asking.addWidget(self._state, 1)
        asking.addWidget(self._stop)
        asking.addWidget(self._again)
        column.addLayout(asking)
        column.addLayout(self._found)
        context.bus.changed.connect(self._on_changed)
        self.show_row(None, None)

    def show_row(self, run: Run | None, line: LogLine | None) -> None:
        """Offer to look for what would change a row; what was found for another row is dropped.

        Args:
            run: The run that has ended and whose row it is.
            line: The chosen row.
        """
        if run is None or line is None or not _can_flip(line):
            run = line = None
        if run is not None and self._run is not None and run.id == self._run.id and line == self._line:
            return
        self._run, self._line = run, line
        self._reset()
        self.setVisible(line is not None)
        self._begin_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for what would change the row that was chosen while this was out of sight."""
        super().showEvent(event)
        self._begin_soon()

    # ---------------------------------------------------------------- asking

    def _begin_soon(self) -> None:
        """Look by itself where that is cheap and nobody has asked yet."""
        run = self._run
        if run is None or self._asked or not self.isVisible() or run.summary.seconds > CHEAP_SECONDS:
            return
        self._soon.start(SOON_MS)

    @Slot()
    def _on_soon(self) -> None:
        if self.isVisible() and not self._asked and not self._context.undo.locked:
            self._on_find()

    @Slot()
    def _on_find(self) -> None:
        run, line, workspace = self._run, self._line, self._context.workspace
        if run is None or line is None:
            return
        self._reset()
        self._asked = True
        run_id = run.id

        def work(control: JobControl) -> list[Flip]:
            with workspace.in_thread():
                from core.services.why_not import flips

                return flips(workspace, run_id, line, control)

        def cancelled(found: list[Flip] | None) -> None:
            # What was found before Cancel is good; a search that was dropped with its row has no job any more.
            if self._job is job:
                self._show(found or (), stopped=True)

        self._find.hide()
        self._say("Playing the rehearsal again…")
        self._stop.show()
        self._job = job = self._context.jobs.start(
            "Looking for the smallest change",
            work,
            done=self._show,
            failed=self._on_failed,
            progress=self._on_progress,
            cancelled=cancelled,
        )

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self._stop.setEnabled(False)
            self._job.cancel()

    def _on_progress(self, progress: FlipProgress) -> None:
        self._say(f"Rehearsed again {progress.asked} of {progress.most} times at most…")

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._stop.hide()
        if not isinstance(error, Problem):
            self._find.show()
            self._say("")
            raise error
        self._say(error.sentence)

    # ---------------------------------------------------------------- what is shown

    def _reset(self) -> None:
        """Stop looking, and offer to look again."""
        self._let_focus_go()
        self._soon.stop()
        self._asked = False
        self._again.hide()
        self._heading.setText(_HEADING)
        if self._job is not None:
            job, self._job = self._job, None
            job.cancel()
        self._clear()
        self._say("")
        self._stop.hide()
        self._stop.setEnabled(True)
        self._find.show()

    def _show(self, found: Sequence[Flip], *, stopped: bool = False) -> None:
        self._job = None
        self._let_focus_go()
        self._stop.hide()
        self._stop.setEnabled(True)
        self._find.setVisible(stopped)
        verified = [flip for flip in found if flip.verified]
        if verified:
            self._heading.setText("The contact would have been enrolled")
            self._say("")
        elif stopped:
            self._say("Stopped before anything was found.")
        else:
            self._say("" if found else "No single small change would have enrolled this contact.")
        for flip in [*verified, *(flip for flip in found if not flip.verified)]:
            self._found.addWidget(self._row(flip))

    def _row(self, flip: Flip) -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        words = label(f"✓ {flip.title}" if flip.verified else flip.title, "" if flip.verified else "muted", wrap=True)
        words.setObjectName("flip_title")
        inside.addWidget(words, 1)
        if flip.edit is None and flip.verified and flip.kind != "time":
            words.setToolTip(_BY_HAND)
        if flip.edit is not None:
            apply = button("Apply", tip=flip.edit.title)
            apply.setObjectName("flip_apply")
            apply.setAccessibleName(f"Apply: {flip.title}")
            apply.clicked.connect(lambda: self._on_apply(flip))
            inside.addWidget(apply, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _on_apply(self, flip: Flip) -> None:
        if flip.edit is None:
            return
        self._applying = flip.title
        self._context.undo.do(flip.edit)
        self._applying = ""

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        """Drop what was found: the edits in it were made for a workspace that is no longer so."""
        if self._line is None:
            return
        title = self._applying
        self._reset()
        if title:
            # Asked again it would say of the old rehearsal what the new one is to show.
            self._asked = True
            self._find.hide()
            self._say(f"Applied: {title}.")
            self._again.show()
        else:
            self._begin_soon()

    @Slot()
    def _on_rehearse(self) -> None:
        self._let_focus_go()
        self.rehearse_wanted.emit()

    def _let_focus_go(self) -> None:
        """Hand the keyboard over before what has it is hidden: Qt would give it to anything else in the window."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.focus_left.emit()

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self._state.setVisible(bool(words))

    def _clear(self) -> None:
        while (item := self._found.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                for press in row.findChildren(QPushButton):
                    press.setEnabled(False)
                row.hide()
                row.deleteLater()


def _can_flip(line: LogLine) -> bool:
    """Say whether a row is a skipped try to enroll."""
    return (
        line.kind is RowKind.ACTION
        and line.outcome is Outcome.SKIPPED
        and line.card_id > 0
        and line.action == EnrollInSequence.title
    )
