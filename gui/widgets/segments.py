"""Segmented filters: a row of chips of which one is chosen, "All 1,204 | Skipped 58 | Mails 412".

Lives here: the widget. Not here: what each chip filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gui.text import number
from gui.theme import ThemeManager, Tone
from gui.theme_style import number_font


@dataclass(frozen=True)
class Segment:
    """One chip.

    Attributes:
        key: what `chosen` tells.
        title: what it says.
        count: how many there are; not shown when None.
        tone: its colour while chosen; the accent when None.
    """

    key: str
    title: str
    count: int | None = None
    tone: Tone | None = None

    @property
    def text(self) -> str:
        """Title and count."""
        return self.title if self.count is None else f"{self.title} {number(self.count)}"


class SegmentedFilter(QWidget):
    """A row of chips; exactly one is chosen while there are any. Left and right move between them.

    Signals:
        chosen: the key of the chip that a person or `choose` picked.
    """

    chosen = Signal(str)

    def __init__(self, themes: ThemeManager, segments: Sequence[Segment] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._segments: dict[str, Segment] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._told = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.buttonClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_segments(segments)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Replaces all chips; the chosen one stays chosen if its key is still there, else the first is, untold."""
        before = self.current()
        for old in self._buttons.values():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._segments = {segment.key: segment for segment in segments}
        self._buttons = {segment.key: self._made(segment) for segment in segments}
        chosen = before if before in self._buttons else next(iter(self._buttons), None)
        if chosen is not None:
            self._buttons[chosen].setChecked(True)
        self._told = self.current()

    def set_count(self, key: str, count: int | None) -> None:
        """Sets the count of one chip; raises KeyError for an unknown key."""
        segment = replace(self._segments[key], count=count)
        self._segments[key] = segment
        self._buttons[key].setText(segment.text)

    def current(self) -> str:
        """Returns the key of the chosen chip; empty without chips."""
        return next((key for key, chip in self._buttons.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Chooses a chip and tells it, unless it is chosen already; raises KeyError for an unknown key."""
        chip = self._buttons[key]
        if not chip.isChecked():
            chip.setChecked(True)
            self._told = key
            self.chosen.emit(key)

    def chip(self, key: str) -> QPushButton:
        """Returns the button of a chip; raises KeyError for an unknown key."""
        return self._buttons[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves focus and choice with the arrow keys."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        place = min(max(keys.index(self.current()) + step, 0), len(keys) - 1)
        self.choose(keys[place])
        self._buttons[keys[place]].setFocus()

    @Slot()
    def _on_clicked(self) -> None:
        # A click on the chip that is chosen already says nothing new.
        if self.current() != self._told:
            self._told = self.current()
            self.chosen.emit(self._told)

    def _made(self, segment: Segment) -> QPushButton:
        chip = _Chip(segment.text, self)
        chip.setCheckable(True)
        chip.setAutoDefault(False)
        chip.setFont(number_font(chip.font()))
        chip.setProperty("chip", True)
        if segment.tone is not None:
            chip.setProperty("chip_tone", segment.tone.value)
        self._group.addButton(chip)
        self._row.addWidget(chip)
        return chip


class _Chip(QPushButton):
    """A chip; leaves the arrow keys to the row, which also chooses."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Passes left and right on."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
            return
        super().keyPressEvent(event)
