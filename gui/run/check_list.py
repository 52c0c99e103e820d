"""Checks in the order they were asked: what each found and with which values, up to the one that decided.

Lives here: how a list of checks looks, wherever one is shown. Not here: asking them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.services.why import CheckRecord, CheckState
from gui.tabs.panel_parts import retire
from gui.text import plural
from gui.theme import Tone
from gui.widgets.labels import label

_TONES = {CheckState.PASSED: Tone.DONE, CheckState.FAILED: Tone.SKIPPED, CheckState.NOT_REACHED: Tone.MUTED}


class CheckList(QWidget):
    """Lists checks, one wrapped line each, below a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)

    def show_checks(self, checks: Sequence[CheckRecord]) -> None:
        """List checks; none takes the heading away too."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                retire(widget)
        asked = [check for check in checks if check.state is not CheckState.NOT_REACHED]
        if asked:
            self._lines.addWidget(label("The checks, in their order", "strong"))
        for check in asked:
            failed = check.state is CheckState.FAILED
            words = f"{_TONES[check.state].sign} {check.sentence or check.title}"
            made = label(_breakable(words), "" if failed else "muted", wrap=True)
            # A word longer than the panel is cut off rather than widening all that stands beside it.
            made.setMinimumWidth(1)
            made.setObjectName("log_check")
            made.setToolTip(check.title)
            self._lines.addWidget(made)
        left = len(checks) - len(asked)
        if asked and left:
            self._lines.addWidget(label(f"… {plural(left, 'check')} after it not reached", "small", wrap=True))


def _breakable(words: str) -> str:
    """Let a long address go on in the next line."""
    return words.replace("@", "@\u200b")
