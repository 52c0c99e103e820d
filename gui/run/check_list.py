"""Checks as they were asked: what each found and with which values, up to the one that decided.

Lives here: how a list of checks looks, wherever one is shown. Not here: asking them.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.services.why import CheckRecord, CheckState
from gui.tabs.panel_parts import retire
from gui.text import plural
from gui.theme import Tone
from gui.widgets.labels import button, label

_TONES = {CheckState.PASSED: Tone.DONE, CheckState.FAILED: Tone.SKIPPED, CheckState.NOT_REACHED: Tone.MUTED}


class CheckList(QWidget):
    """Lists checks, one wrapped line each.

    Args:
        folds: Whether the one that failed comes first and those that passed are behind a link with their number;
            else all stand in their order below a heading.
        parent: Owner.
    """

    def __init__(self, *, folds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folds = folds
        self._open = False
        self._passed: list[QLabel] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(4)

    def show_checks(self, checks: Sequence[CheckRecord]) -> None:
        """List checks; none takes the heading away too."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                retire(widget)
        self._passed = []
        asked = [check for check in checks if check.state is not CheckState.NOT_REACHED]
        passed = [check for check in asked if check.state is CheckState.PASSED]
        if asked and not self._folds:
            self._lines.addWidget(label("The checks, in their order", "strong"))
        for check in [check for check in asked if check not in passed] if self._folds else asked:
            self._add(check)
        if self._folds and passed:
            self._add_folded(passed)
        left = len(checks) - len(asked)
        if asked and left:
            self._lines.addWidget(label(f"… {plural(left, 'check')} after it not reached", "small", wrap=True))

    def _add(self, check: CheckRecord) -> QLabel:
        words = f"{_TONES[check.state].sign} {check.sentence or check.title}"
        made = label(_breakable(words), "" if check.state is CheckState.FAILED else "muted", wrap=True)
        # A word longer than the panel is cut off rather than widening all that stands beside it.
        made.setMinimumWidth(1)
        made.setObjectName("log_check")
        made.setToolTip(check.title)
        self._lines.addWidget(made)
        return made

    def _add_folded(self, passed: Sequence[CheckRecord]) -> None:
        fold = button("", "link")
        fold.setObjectName("log_checks_passed")
        self._lines.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._passed = [self._add(check) for check in passed]

        def show() -> None:
            fold.setText(f"{plural(len(passed), 'check')} passed {'▾' if self._open else '▸'}")
            fold.setAccessibleName(f"{plural(len(passed), 'check')} passed, {'shown' if self._open else 'folded'}")
            for made in self._passed:
                made.setVisible(self._open)

        def turn() -> None:
            self._open = not self._open
            show()

        fold.clicked.connect(turn)
        show()


def _breakable(words: str) -> str:
    """Let a long address go on in the next line."""
    return words.replace("@", "@\u200b")
