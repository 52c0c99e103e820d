"""The list of what the review found, with a way to each place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.model.project import Project
from core.services.review import Finding, Level
from gui.bus import GoTo
from gui.text import plural
from gui.theme import ThemeManager, Tone
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label
from gui.widgets.state_dot import StateDot

#: More rows than a person reads in one sitting; the rest is only counted.
_MAX_ROWS = 200
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


class ProblemsDialog(QDialog):
    """Lists findings, the worst first; stays open while the person mends them.

    Args:
        themes: Colours and icons.
        parent: The window.

    Signals:
        go_to: a ``GoTo`` to the card or workflow of a finding.
    """

    go_to = Signal(object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("problems_dialog")
        self.setWindowTitle("Problems")
        self.resize(600, 460)
        self._themes = themes
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
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
            project: Names the workflows.
        """
        self._head.setText(summary_of(findings)[1])
        if not findings:
            self._scroll.setWidget(
                EmptyState(self._themes, icon="check", title="Nothing to mend", sentence="The review found no problem.")
            )
            return
        levels = list(Level)
        ordered = sorted(findings, key=lambda f: (not f.played, levels.index(Level(f.severity))))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(24, 8, 24, 8)
        column.setSpacing(0)
        for number, finding in enumerate(ordered[:_MAX_ROWS]):
            if number:
                column.addWidget(hairline())
            column.addWidget(self._row(number, finding, project))
        if len(ordered) > _MAX_ROWS:
            column.addWidget(label(f"and {plural(len(ordered) - _MAX_ROWS, 'more problem')}", "muted"))
        column.addStretch(1)
        self._scroll.setWidget(holder)

    def _row(self, number: int, finding: Finding, project: Project) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 10, 0, 10)
        row.setSpacing(12)
        dot = StateDot(self._themes, tone_of(finding), str(finding.severity))
        dot.setContentsMargins(0, 4, 0, 0)
        row.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(finding.sentence, wrap=True))
        if finding.hint:
            texts.addWidget(label(finding.hint, "muted", wrap=True))
        workflow = project.workflow(finding.workflow_id) if finding.workflow_id else None
        if workflow is not None:
            note = "" if finding.played else " · not part of the next rehearsal"
            texts.addWidget(label(f"{workflow.name}{note}", "small", wrap=True))
        row.addLayout(texts, 1)
        if workflow is not None:
            link = button("Go to card" if finding.card_id else "Go to workflow", "link")
            link.setObjectName(f"problem_go_to_{number}")
            target = GoTo("workflow", finding.workflow_id, finding.card_id)
            link.clicked.connect(lambda *_, where=target: self.go_to.emit(where))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        return made
