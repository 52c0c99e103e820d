"""The status bar: what the review found, how many rows the log shows, what just happened, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from core.model.reason import Severity
from core.services.review import Finding
from gui.dialogs.problems import summary_of
from gui.text import plural
from gui.theme import ThemeManager, Tone
from gui.widgets.labels import button, label
from gui.widgets.state_dot import StateDot

_MESSAGE_MS = 6000
_TONES = {Severity.BROKEN: Tone.BROKEN, Severity.NEEDS_ACTION: Tone.SKIPPED, Severity.BY_DESIGN: Tone.MUTED}


class StatusBar(QStatusBar):
    """The line at the bottom of the window.

    Args:
        themes: Colours.
        parent: The window.

    Signals:
        problems_clicked: the person wants to see what the review found.
        worst_clicked: the person wants to see the rows of the ``Severity`` told.
    """

    problems_clicked = Signal()
    worst_clicked = Signal(object)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._dot = StateDot(themes)
        self._problems = button("", "link", tip="Show what the review found")
        self._problems.setObjectName("status_problems")
        self._problems.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._problems.clicked.connect(self.problems_clicked)
        self._worst_dot = StateDot(themes)
        self._worst = button("", "link", tip="Show these rows in the log")
        self._worst.setObjectName("status_worst")
        self._worst.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._worst.clicked.connect(lambda: self.worst_clicked.emit(self._severity))
        self._severity: Severity | None = None
        self._rows = label("")
        self._rows.setObjectName("status_rows")
        self._file = label("")
        self._file.setObjectName("status_file")
        self._message = label("")
        self._message.setObjectName("status_message")
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self._message.clear)
        self._lay_out()
        self.show_findings(())
        self.show_worst(None, 0)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show how much the review found."""
        tone, words = summary_of(findings)
        self._dot.set_state(tone, words)
        self._problems.setText(words)
        self._problems.setAccessibleName(f"{words}; press to see them")

    def show_rows(self, words: str) -> None:
        """Show how many rows the log shows."""
        self._rows.setText(words)

    def show_worst(self, severity: Severity | None, rows: int) -> None:
        """Show the worst that the rehearsal shown has; ``None`` shows nothing."""
        self._severity = severity
        for part in (self._worst_dot, self._worst):
            part.setVisible(severity is not None)
        if severity is not None:
            need = f"need{'s' if rows == 1 else ''} action"
            words = f"{plural(rows, 'row')} {need if severity is Severity.NEEDS_ACTION else severity.value}"
            self._worst_dot.set_state(_TONES[severity], words)
            self._worst.setText(words)
            self._worst.setAccessibleName(f"{words} in the rehearsal shown; press to see them in the log")

    def show_file(self, path: Path | None) -> None:
        """Show which file is open; every edit is stored at once, so it is always saved."""
        self._file.setText(f"{path.name} · saved" if path else "")
        self._file.setToolTip(str(path) if path else "")

    def problems_text(self) -> str:
        """Return what the review's part says."""
        return self._problems.text()

    def rows_text(self) -> str:
        """Return what the log's part says."""
        return self._rows.text()

    def say(self, message: str) -> None:
        """Show a message for a few seconds."""
        self._message.setText(message)
        self._gone.start(_MESSAGE_MS)

    def _lay_out(self) -> None:
        # One widget over the whole width: Qt's own message would hide the parts at the left.
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self._problems)
        row.addSpacing(8)
        row.addWidget(self._worst_dot)
        row.addWidget(self._worst)
        row.addSpacing(8)
        row.addWidget(self._rows)
        row.addSpacing(8)
        row.addWidget(self._message, 1)
        row.addWidget(self._file)
        self.addPermanentWidget(line, 1)

    def message_text(self) -> str:
        """Return the message that is shown."""
        return self._message.text()
