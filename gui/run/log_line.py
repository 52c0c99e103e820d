"""The line that filters the log: red with the place of the slip while it cannot be read, green when it asks of fields.

Not here: the language (``core.services.log_terms``), and where the verdict is shown in words (``gui.run.log_shelf``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QWidget

from core.model.problem import Problem
from core.services.log_terms import Reading
from gui.theme import ThemeManager, Tone
from gui.theme_style import restyle
from gui.widgets.completer import LineCompleter
from gui.widgets.filter_line import FilterLine

HELP = (
    "Words are found in contact, workflow, action, sender, sequence and reason. Ask for more with "
    "outcome=skipped and reason in (OWNER_EMPTY, BOUNCED) and sender~ana and day<=3. Down offers what may come next."
)
"""How to type a filter; shown as the line's tip."""
Check: TypeAlias = Callable[[str], Reading]
"""Says what a text is; raises a ``Problem`` when it cannot be read."""
Suggest: TypeAlias = Callable[[str], tuple[int, list[str]]]
"""Gives the first letter that is replaced, and what may stand at the end of a text."""
_SIGNS = ("=", "~", "(", ",", ")", "<", ">")
_QUOTES = {'"': '"', "“": "”"}


@dataclass(frozen=True, slots=True)
class _Way:
    text: str
    label: str


class LogFilterLine(FilterLine):
    """A filter line that checks what is typed; a text that cannot be read is not told, so the rows stay.

    Args:
        themes: Colours and icons.
        parent: Owner.

    Attributes:
        offers: Completes fields and values.

    Signals:
        verdict_changed: what is wrong with the text, or doubtful in it, is something else now.
    """

    verdict_changed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(themes, "Filter: words, or reason=… and day<=3", parent, delay_ms=180)
        self._themes = themes
        self._check: Check = lambda _: Reading()
        self._suggest: Suggest = lambda text: (len(text), [])
        self._problem: Problem | None = None
        self._doubt: Problem | None = None
        self.setAccessibleName("Filter the log")
        self.setAccessibleDescription(HELP)
        self.setToolTip(HELP)
        self.offers = LineCompleter(self, self._offered)
        self.textChanged.connect(self._on_changed)

    @property
    def problem(self) -> Problem | None:
        """What is wrong with the text."""
        return self._problem

    @property
    def doubt(self) -> Problem | None:
        """What can be read but finds nothing."""
        return self._doubt

    @property
    def instead(self) -> str:
        """What was probably meant where the text is wrong or doubtful; empty when nothing is like it."""
        return str(getattr(self._problem or self._doubt, "instead", ""))

    def set_language(self, check: Check, suggest: Suggest) -> None:
        """Set what reads the text and what completes it."""
        self._check = check
        self._suggest = suggest

    def renew(self) -> None:
        """Read the text again: another run is shown, and its names are others."""
        self._on_changed(self.text())

    @Slot()
    def flush(self) -> None:
        """Tell the text now, unless it cannot be read."""
        if self._problem is None:
            super().flush()

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        before, reading = self._problem or self._doubt, Reading()
        self._problem = None
        if text.strip():
            try:
                reading = self._check(text)
            except Problem as problem:
                self._problem = problem
        self._doubt = reading.doubt
        now = self._problem or self._doubt
        self.setProperty("invalid", self._problem is not None)
        self.setProperty("doubtful", self._doubt is not None)
        self.setProperty("valid", reading.asks and now is None)
        said = f"{now.sentence} {now.hint}" if now else HELP
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        restyle(self)
        if before is not None or now is not None:
            self._mark()
            self.verdict_changed.emit()

    @Slot()
    def mend(self) -> None:
        """Put what was probably meant in the place of what is wrong."""
        start, length = self.slip()
        instead, text = self.instead, self.text()
        if instead and length:
            # As if typed, so that Ctrl+Z brings back what stood there.
            self.setSelection(start, length)
            self.insert(instead)
            self.setCursorPosition(len(self.text()) - len(text[start + length :]))
            self.setFocus()
            self.flush()

    def slip(self) -> tuple[int, int]:
        """Return the first letter of what is wrong and how many letters there are; (0, 0) when nothing is."""
        text = self.text()
        wrong = self._problem or self._doubt
        if wrong is None or not text.strip():
            return 0, 0
        start = min(int(wrong.place or 0), len(text.rstrip()) - 1)
        end = start + 1
        if text[start] in _QUOTES:
            closing = text.find(_QUOTES[text[start]], end)
            return start, (closing + 1 if closing > 0 else len(text.rstrip())) - start
        while end < len(text) and not text[end].isspace() and text[end] not in _SIGNS and text[start] not in _SIGNS:
            end += 1
        return start, end - start

    def _mark(self) -> None:
        """Underline what is wrong. A line edit has no formats of its own; input methods may set some on its text."""
        start, length = self.slip()
        marks = []
        if length:
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(self._themes.theme.tone(Tone.BROKEN if self._problem else Tone.SKIPPED))
            kind = QInputMethodEvent.AttributeType.TextFormat
            marks.append(QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), length, look))
        QApplication.sendEvent(self, QInputMethodEvent("", marks))

    def _offered(self, before: str, asked: bool) -> Sequence[_Way]:
        start, found = self._suggest(before)
        nothing_typed = start == len(before) and not before.rstrip().endswith(_SIGNS)
        if nothing_typed and not asked:
            return ()
        if found == [before[start:]]:
            return ()
        return [_Way(before[:start] + word, word) for word in found]
