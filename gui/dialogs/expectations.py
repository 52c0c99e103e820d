"""What is expected of a workflow: the list with its verdicts, and the form that adds and changes them.

Not here: checking (``core.services.expectations``), and one expectation's form (``gui.dialogs.expectation_form``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.model.changes import Changes, Noun
from core.model.expectation import Expectation
from core.model.workflow import Workflow
from core.services.expectations import READY_MADE, Verdict, problem_of, set_expectations, words
from gui.context import Context
from gui.dialogs.expectation_form import ExpectationForm
from gui.expectation_watch import ExpectationWatch
from gui.tabs.panel_parts import ColumnScroll, name_widget
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.frame import band, foot, put_frame
from gui.widgets.labels import button, hairline, label
from gui.widgets.pill import Pill

_SIZE = (760, 640)
#: All signs take as much room, so that the words begin below each other.
_SIGN_PX = 96
_STATES: Mapping[bool | None, tuple[Tone, str]] = {
    True: (Tone.DONE, "kept"),
    False: (Tone.BROKEN, "not kept"),
    None: (Tone.WAITING, "not played"),
}


class ExpectationsDialog(QDialog):
    """Lists what must hold in every rehearsal of a workflow. Each change is one step that can be undone.

    Args:
        context: The window's shared services.
        watch: Knows the verdicts.
        parent: The window.

    Signals:
        log_wanted: a ``Verdict`` whose rows shall be shown in the log.
    """

    log_wanted = Signal(object)

    def __init__(self, context: Context, watch: ExpectationWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._watch = context, watch
        self._workflow: Workflow | None = None
        self._editing = -1
        self.setObjectName("expectations_dialog")
        self.setWindowTitle("Expectations")
        self.resize(*_SIZE)
        self.choice = QComboBox()
        name_widget(self.choice, "expectations_workflow", "Workflow")
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.state = label("", "muted")
        self.state.setObjectName("expectations_state")
        self.ask = button("Check now")
        self.ask.setObjectName("expectations_ask")
        self.ask.clicked.connect(watch.ask)
        self.form = ExpectationForm(context.themes)
        self.form.saved.connect(self._on_saved)
        self.form.cancelled.connect(self._on_cancelled)
        self._scroll = ColumnScroll(margins=(12, 8, 12, 8))
        self._lay_out()
        watch.checked.connect(self._show)
        context.bus.changed.connect(self._on_changed)
        self._fill()

    def show_workflow(self, workflow: int) -> None:
        """Show what is expected of a workflow; an unknown id keeps the one that is shown."""
        at = self.choice.findData(workflow)
        if at >= 0:
            self.choice.setCurrentIndex(at)

    def _lay_out(self) -> None:
        self.add = button("Add…", "primary", icon="plus", themes=self._context.themes)
        self.add.setObjectName("expectations_add")
        self.add.clicked.connect(self._on_add)
        ready = button("Ready-made")
        ready.setObjectName("expectations_ready")
        menu = QMenu(ready)
        for title, expectation in READY_MADE:
            menu.addAction(title).triggered.connect(partial(self._on_ready, expectation))
        ready.setMenu(menu)
        self._ready = ready
        head = band(self.choice, ready, self.add)
        head.setStretch(0, 1)
        close = button("Close")
        close.clicked.connect(self.close)
        below = QVBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.form)
        below.addLayout(foot(self.state, self.ask, close))
        put_frame(self, (head,), self._scroll, below)
        self.form.hide()
        self._rows = QWidget()
        self._scroll.box.addWidget(self._rows)
        self._scroll.box.addStretch(1)

    def _fill(self) -> None:
        """List the workflows, keeping the chosen one."""
        before = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        for workflow in self._context.workspace.project().workflows:
            self.choice.addItem(workflow.name, workflow.id)
        self.choice.setCurrentIndex(max(self.choice.findData(before), 0) if self.choice.count() else -1)
        self.choice.blockSignals(False)
        self._show()

    # ------------------------------------------------------------ showing

    @Slot()
    def _show(self) -> None:
        project = self._context.workspace.project()
        self._workflow = workflow = project.workflow(self.choice.currentData() or 0)
        free = workflow is not None and not self._context.undo.locked
        self.add.setEnabled(free)
        self._ready.setEnabled(free)
        wanted = workflow.expectations if workflow is not None else ()
        verdicts = {v.index: v for v in self._watch.verdicts if workflow is not None and v.workflow == workflow.id}
        kept = sum(verdict.holds is True for verdict in verdicts.values())
        self.state.setText(self._watch.sentence or (f"{kept} of {len(wanted)} kept" if wanted else ""))
        self.ask.setVisible("takes a while" in self._watch.sentence)
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for index, expectation in enumerate(wanted):
            if index:
                column.addWidget(hairline())
            column.addWidget(self._row(index, expectation, verdicts.get(index)))
        if not wanted:
            column.addWidget(self._nothing())
        focus: QWidget | None = self.focusWidget()
        held = focus.objectName() if focus is not None and self._rows.isAncestorOf(focus) else ""
        box = self._scroll.box
        box.replaceWidget(self._rows, rows)
        # Where there is nothing, that is said in the middle.
        box.setStretchFactor(rows, 0 if wanted else 1)
        box.setStretch(box.count() - 1, 1 if wanted else 0)
        rows.show()
        again = rows.findChild(QPushButton, held) if held else None
        if again is not None:
            again.setFocus()
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows

    def _nothing(self) -> QWidget:
        return EmptyState(
            self._context.themes,
            icon="check",
            title="Nothing is expected yet",
            sentence="Say what must hold in every rehearsal of this workflow. It is checked after each edit. Add one, "
            "take a ready-made one, or right-click a row of the log and choose “Expect this”.",
        )

    def _row(self, index: int, expectation: Expectation, verdict: Verdict | None) -> QWidget:
        holds = verdict.holds if verdict is not None else None
        tone, state = _STATES[holds]
        if holds is None and problem_of(expectation, self._context.workspace.project()) is not None:
            tone, state = Tone.SKIPPED, "unreadable"
        said = verdict.sentence if verdict is not None else self._watch.sentence or "Not checked yet."
        row = QFrame()
        row.setObjectName(f"expectation_{index}")
        row.setAccessibleName(f"{words(expectation)}: {state}. {said}")
        line = QHBoxLayout(row)
        line.setContentsMargins(4, 10, 4, 10)
        line.setSpacing(12)
        pill = Pill(self._context.themes, state, tone)
        pill.setObjectName(f"expectation_pill_{index}")
        sign = QWidget()
        sign.setFixedWidth(_SIGN_PX)
        inside = QVBoxLayout(sign)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        sentence = label(words(expectation), "strong", wrap=True)
        # The sentence is for reading; what is asked to the letter is here, and in the form.
        sentence.setObjectName(f"expectation_words_{index}")
        sentence.setToolTip(expectation.filter)
        row.setAccessibleDescription(expectation.filter)
        texts.addWidget(sentence)
        texts.addWidget(label(said, "muted", wrap=True))
        line.addLayout(texts, 1)
        free = not self._context.undo.locked
        for made, shown in self._buttons(index, words(expectation), verdict):
            made.setEnabled(free)
            # Its parent first: a button shown without one is a window, and takes the keyboard away.
            made.setParent(row)
            if shown:
                line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            made.setVisible(shown)
        return row

    def _buttons(self, index: int, said: str, verdict: Verdict | None) -> Sequence[tuple[QPushButton, bool]]:
        log = button("Show in log", "link", tip="Its rows in the log; plays first when something was edited")
        log.setObjectName(f"expectation_log_{index}")
        log.clicked.connect(lambda: self.log_wanted.emit(verdict))
        edit = button("Edit", "link")
        edit.setObjectName(f"expectation_edit_{index}")
        edit.clicked.connect(lambda: self._on_edit(index))
        delete = button("Delete", "link")
        delete.setObjectName(f"expectation_delete_{index}")
        delete.clicked.connect(lambda: self._on_delete(index))
        for made in (log, edit, delete):
            # A screen reader comes from button to button: each says what it is about.
            made.setAccessibleName(f"{made.text()}: {said}")
        return ((log, verdict is not None and bool(verdict.contacts)), (edit, True), (delete, True))

    # ------------------------------------------------------------ changing

    def _put(self, expectation: Expectation, at: int = -1) -> None:
        """Put an expectation at the end, or in the place of another."""
        workflow = self._workflow
        if workflow is None or self._context.undo.locked:
            return
        before = workflow.expectations
        if at < 0 and expectation in before:
            self.state.setText("That is expected already.")
            return
        after = (*before, expectation) if at < 0 else (*before[:at], expectation, *before[at + 1 :])
        title = f"{'Expect' if at < 0 else 'Change expectation'} “{words(expectation)}”"
        self._context.undo.do(set_expectations(workflow, after, title))

    def _on_ready(self, expectation: Expectation, _checked: bool = False) -> None:
        self._put(expectation)

    @Slot()
    def _on_add(self) -> None:
        self._editing = -1
        self.form.begin(self._context.workspace.project(), Expectation(), "Add")

    def _on_edit(self, index: int) -> None:
        if self._workflow is not None:
            self._editing = index
            self.form.begin(self._context.workspace.project(), self._workflow.expectations[index], "Save")

    def _on_delete(self, index: int) -> None:
        workflow = self._workflow
        if workflow is not None and index < len(workflow.expectations):
            title = f"No longer expect “{words(workflow.expectations[index])}”"
            rest = (*workflow.expectations[:index], *workflow.expectations[index + 1 :])
            self._on_cancelled()
            self._context.undo.do(set_expectations(workflow, rest, title))

    @Slot(object)
    def _on_saved(self, expectation: Expectation) -> None:
        self.form.hide()
        self._put(expectation, self._editing)
        self.add.setFocus()

    @Slot()
    def _on_cancelled(self) -> None:
        self.form.hide()
        self.add.setFocus()

    @Slot()
    def _on_chosen(self) -> None:
        self._on_cancelled()
        self._show()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(Noun.WORKFLOW):
            self._fill()
