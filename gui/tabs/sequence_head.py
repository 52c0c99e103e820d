"""The line above a sequence: its name to edit, who is inside, its pages, duplicate and delete.

Not here: what any of it does (``gui.tabs.sequences``).
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.model.sequence import Sequence
from gui import text
from gui.tabs.panel_parts import name_widget, paint_surface
from gui.theme import ThemeManager
from gui.widgets.labels import HEAD_PX, label, tool_button
from gui.widgets.name_line import NameLine
from gui.widgets.segments import Segment, SegmentedFilter

PAGES = ("steps", "preview", "tokens", "settings", "automation", "performance")
"""Keys of the pages of a sequence."""


class SequenceHead(QWidget):
    """Shows and asks.

    Signals:
        renamed: the new name, never blank.
        page_chosen: the key of another page.
        duplicate_requested, delete_requested: the sequence is to be …
    """

    renamed = Signal(str)
    page_chosen = Signal(str)
    duplicate_requested = Signal()
    delete_requested = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        paint_surface(self, "bar")
        self._saved = ""
        self._name = NameLine()
        name_widget(self._name, "sequence_name", "Name of the sequence")
        self._name.setMinimumWidth(160)
        self._name.setMaximumWidth(480)
        self._name.editingFinished.connect(self.commit)
        self._facts = label("", "muted")
        self._pages = SegmentedFilter(
            themes,
            tuple(Segment(page, page.capitalize()) for page in PAGES),
        )
        name_widget(self._pages, "sequence_pages", "Pages of the sequence")
        self._pages.chosen.connect(self.page_chosen)
        self._duplicate = tool_button(themes, "duplicate", "Duplicate the sequence (Ctrl+D)")
        self._duplicate.setObjectName("duplicate_sequence")
        self._duplicate.clicked.connect(self.duplicate_requested)
        self._delete = tool_button(themes, "delete", "Delete the sequence")
        self._delete.setObjectName("delete_sequence")
        self._delete.clicked.connect(self.delete_requested)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 12, 6)
        self.setFixedHeight(HEAD_PX)
        line.setSpacing(8)
        line.addWidget(self._name, 3)
        line.addWidget(self._facts, 2)
        line.addWidget(self._pages)
        line.addSpacing(8)
        line.addWidget(self._duplicate)
        line.addWidget(self._delete)

    def show_sequence(self, sequence: Sequence | None, inside: int, automation: int, locked: bool) -> None:
        """Show a sequence; a name that is being typed stays.

        Arguments:
            sequence: The sequence, ``None`` for none.
            inside: How many contacts are in it.
            automation: How many workflows belong to it.
            locked: Whether nothing can be changed.
        """
        self._duplicate.setEnabled(not locked)
        self._delete.setEnabled(not locked)
        self._name.setReadOnly(locked)
        name = sequence.name if sequence is not None else ""
        if name != self._saved or not self._name.isModified():
            self._name.setText(name)
            self._name.setCursorPosition(0)
        self._saved = name
        if sequence is None:
            self._facts.clear()
        else:
            self._facts.setText(f"{text.plural(inside, 'contact')} inside" if inside else "nobody inside")
        self._pages.set_count("automation", automation or None)

    def show_page(self, page: str) -> None:
        """Show which page is open."""
        self._pages.choose(page)

    def focus_name(self) -> None:
        """Put the cursor into the name, all of it selected."""
        if not self._name.isReadOnly():
            self._name.setFocus()
            self._name.selectAll()

    @Slot()
    def commit(self) -> None:
        """Tell the name if it is another; a blank one goes back to what it was."""
        name = self._name.text().strip()
        if not name or self._name.isReadOnly():
            self._name.setText(self._saved)
        elif name != self._saved:
            self.renamed.emit(name)
        self._name.setModified(False)
