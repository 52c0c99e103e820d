"""The list of what the review found, with a way to each place and, where there is one, a fix."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.model.changes import Edit
from core.model.project import Project
from core.services.expectation_findings import CODES as EXPECTED
from core.services.review import Finding, Level
from gui.bus import GoTo
from gui.text import elide, plural
from gui.theme import ThemeManager, Tone
from gui.theme_style import restyle
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label
from gui.widgets.state_dot import StateDot

#: More rows than a person reads in one sitting; the rest is only counted.
_MAX_ROWS = 200
_FIX_LETTERS = 34
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TONES = {Level.ERROR: Tone.BROKEN, Level.WARNING: Tone.SKIPPED, Level.INFO: Tone.ACCENT}


def tone_of(finding: Finding) -> Tone:
    """Return the tone of how much a finding matters."""
    return _TONES[Level(finding.severity)]


def summary_of(findings: Sequence[Finding]) -> tuple[Tone, str]:
    """Return dot and words for the status bar; only what takes part in the next rehearsal counts.

    Args:
        findings: What a review found.
    """
    played = [finding for finding in findings if finding.played]
    errors = sum(finding.severity == Level.ERROR for finding in played)
    warnings = sum(finding.severity == Level.WARNING for finding in played)
    parts = [plural(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    tone = Tone.BROKEN if errors else Tone.SKIPPED if warnings else Tone.DONE
    return tone, ", ".join(parts) or "No problems"


def _no_fix(_: Finding) -> Edit | None:
    return None


class ProblemsDialog(QDialog):
    """Lists findings, the worst first; stays open while the person mends them.

    Args:
        themes: Colours and icons.
        parent: The window.
        fix_for: Gives the edit that mends a finding, ``None`` when there is none.

    Enter leads from a row to its place; the up and down keys move between rows.

    Signals:
        go_to: a ``GoTo`` to the card, workflow or sender of a finding.
        fix_wanted: the ``Edit`` that mends a finding, when its button was pressed.
    """

    go_to = Signal(object)
    fix_wanted = Signal(object)

    def __init__(
        self,
        themes: ThemeManager,
        parent: QWidget | None = None,
        *,
        fix_for: Callable[[Finding], Edit | None] = _no_fix,
    ) -> None:
        super().__init__(parent)
        self._fix_for = fix_for
        self._locked = False
        self._rows: list[_Row] = []
        self.setObjectName("problems_dialog")
        self.setWindowTitle("Problems")
        self.resize(680, 520)
        self._themes = themes
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        # What is in it takes the focus, and keys it has no use for scroll.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._head = label("", "title")
        close = button("Close")
        close.clicked.connect(self.close)
        top = QHBoxLayout()
        top.setContentsMargins(24, 20, 24, 12)
        top.addWidget(self._head, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(24, 12, 24, 16)
        bottom.addStretch(1)
        bottom.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(hairline())
        layout.addWidget(self._scroll, 1)
        layout.addWidget(hairline())
        layout.addLayout(bottom)

    def show_findings(self, findings: Sequence[Finding], project: Project) -> None:
        """List findings.

        Args:
            findings: What a review found.
            project: Names the workflows and senders.
        """
        self._head.setText(summary_of(findings)[1])
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus() or row.isAncestorOf(self.focusWidget())), -1)
        self._rows = []
        if not findings:
            self._scroll.setWidget(
                EmptyState(self._themes, icon="check", title="Nothing to mend", sentence="The review found no problem.")
            )
            return
        levels = list(Level)
        ordered = sorted(findings, key=lambda f: (not f.played, levels.index(Level(f.severity))))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(0)
        for number, finding in enumerate(ordered[:_MAX_ROWS]):
            if number:
                column.addWidget(hairline())
            column.addWidget(self._row(number, finding, project))
        if len(ordered) > _MAX_ROWS:
            column.addWidget(label(f"and {plural(len(ordered) - _MAX_ROWS, 'more problem')}", "muted"))
        column.addStretch(1)
        self._scroll.setWidget(holder)
        self.set_locked(self._locked)
        if at >= 0:
            # Whoever works through the list goes on with what stands in the place of what was mended.
            self._rows[min(at, len(self._rows) - 1)].setFocus()

    @Slot(bool)
    def set_locked(self, locked: bool) -> None:
        """Lock or unlock mending."""
        self._locked = locked
        for row in self._rows:
            if row.fix is not None:
                row.fix.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between rows with the up and down keys."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or not self._rows:
            super().keyPressEvent(event)
        else:
            self._step(step)

    def _step(self, step: int) -> None:
        at = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1 if step > 0 else 1)
        row = self._rows[min(max(at + step, 0), len(self._rows) - 1)]
        row.setFocus()
        self._scroll.ensureWidgetVisible(row)

    def _row(self, number: int, finding: Finding, project: Project) -> QWidget:
        workflow = project.workflow(finding.workflow_id) if finding.workflow_id else None
        place, link, note = _place(finding, project), "", ""
        if workflow is not None:
            link = "Go to card" if finding.card_id else "Go to workflow"
            link = "See expectations" if finding.code in EXPECTED else link
            note = workflow.name + ("" if finding.played else " · not part of the next rehearsal")
        elif place is not None:
            link = "Go to sender"
        row = _Row(self._themes, finding, note)
        row.setObjectName(f"problem_{number}")
        row.stepped.connect(self._step)
        self._rows.append(row)
        if place is not None:
            go = row.add_button(link, f"problem_go_to_{number}", "link")
            go.clicked.connect(lambda *_: self.go_to.emit(place))
            row.entered.connect(lambda *_: self.go_to.emit(place))
        edit = self._fix_for(finding)
        if edit is not None:
            row.fix = row.add_button(elide(edit.title, _FIX_LETTERS), f"problem_fix_{number}")
            row.fix.setToolTip(f"{edit.title}: one step that you can undo")
            row.fix.clicked.connect(lambda *_: self.fix_wanted.emit(edit))
        return row


class _Row(QFrame):
    """One finding; takes the focus, so that Enter can lead to its place."""

    entered = Signal()
    stepped = Signal(int)

    def __init__(self, themes: ThemeManager, finding: Finding, note: str) -> None:
        super().__init__()
        self.fix: QPushButton | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{finding.severity}: {finding.sentence}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        dot = StateDot(themes, tone_of(finding), str(finding.severity))
        dot.setContentsMargins(0, 4, 0, 0)
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(finding.sentence, wrap=True))
        if finding.hint:
            texts.addWidget(label(finding.hint, "muted", wrap=True))
        if note:
            texts.addWidget(label(note, "small", wrap=True))
        row.addLayout(texts, 1)
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(6)
        row.addLayout(self._buttons)
        self._buttons.addStretch(1)

    def add_button(self, title: str, name: str, kind: str = "") -> QPushButton:
        """Add a button at the right."""
        made = button(title, kind)
        made.setObjectName(name)
        made.setAutoDefault(False)
        self._buttons.insertWidget(self._buttons.count() - 1, made, 0, Qt.AlignmentFlag.AlignRight)
        return made

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand out while the keys work on it."""
        super().focusInEvent(event)
        self._mark("muted")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stand back."""
        super().focusOutEvent(event)
        self._mark("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead to the place on Enter; the up and down keys would else only scroll."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif Qt.Key(event.key()) in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _mark(self, tone: str) -> None:
        self.setProperty("tone", tone)
        restyle(self)


def _place(finding: Finding, project: Project) -> GoTo | None:
    """Give where a finding is; ``None`` for the account as a whole and what is gone."""
    if finding.workflow_id:
        found = project.workflow(finding.workflow_id) is not None
        if found and finding.code in EXPECTED:
            return GoTo("expectations", finding.workflow_id)
        return GoTo("workflow", finding.workflow_id, finding.card_id) if found else None
    return GoTo("sender", finding.people[0]) if finding.people else None
