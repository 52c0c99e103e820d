"""The search line of the contacts: free words and typed conditions, with completion and a verdict while typing.

Not here: what such a text means (``core.services.quick_filter``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.actions.names import Names
from core.model.project import Project
from core.services import quick_filter
from core.services.filters import filter_words
from core.services.quick_filter import QuickFilter
from gui.tabs.panel_parts import name_widget
from gui.text import elide
from gui.theme import ThemeManager, Tone
from gui.theme_style import restyle
from gui.widgets.completer import LineCompleter
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import label

_LETTERS = 140
HELP = (
    "Words search name, email and company. Ask for more with company:brno, stage=lead, owner~ana, created:30d, "
    "seats>5, no:email, list:VIP. status:invalid asks for the column Status, leadstatus:new for the lead status."
)
"""How to type conditions; shown as the line's tip."""


class ContactSearch(QWidget):
    """The line with its verdict below.

    Args:
        themes: Colours and icons.
        project: Gives the project as it is now.
        parent: Owner.

    Attributes:
        line: The line itself; its ``filter_changed`` tells when typing pauses.
    """

    def __init__(self, themes: ThemeManager, project: Callable[[], Project], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._last = QuickFilter()
        self.line = FilterLine(themes, "Search, or company:brno stage=lead")
        name_widget(self.line, "contacts_search", "Search contacts")
        self.line.setToolTip(HELP)
        self._verdict = label("", "small")
        name_widget(self._verdict, "contacts_verdict")
        self._verdict.hide()
        self._offers = LineCompleter(self.line, lambda text, _: quick_filter.complete(text, project()))
        self.line.textChanged.connect(self._on_changed)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.line)

    @property
    def verdict(self) -> QLabel:
        """The line below the search that says how the text is understood; whoever lays it out owns it."""
        return self._verdict

    def asked(self) -> QuickFilter:
        """Give what is asked for; while the text is wrong, what was asked for last."""
        found = quick_filter.read(self.line.text(), self._project())
        if not found.problem:
            self._last = found
        return self._last

    @property
    def problem(self) -> str:
        """What is wrong with the text, empty when nothing is."""
        return quick_filter.read(self.line.text(), self._project()).problem

    def refresh(self) -> None:
        """Follow a changed project: a property or list may be gone."""
        self._on_changed(self.line.text())

    @Slot(str)
    def _on_changed(self, text: str) -> None:
        project = self._project()
        found = quick_filter.read(text, project)
        asks = bool(found.filter.groups)
        tone = Tone.BROKEN if found.problem else Tone.DONE
        said = f"✕ {found.problem}" if found.problem else f"✓ {filter_words(Names(project), found.spoken)}"
        self._verdict.setText(elide(said, _LETTERS) if found.problem or asks else "")
        self._verdict.setVisible(bool(found.problem or asks))
        self._verdict.setProperty("ink", tone.value)
        self.line.setProperty("invalid", bool(found.problem))
        self.line.setAccessibleDescription(said if found.problem or asks else HELP)
        for changed in (self._verdict, self.line):
            restyle(changed)

    def popup_shown(self) -> bool:
        """Say whether completions are offered at the moment."""
        return self._offers.is_open()

    def close_popup(self) -> None:
        """Offer no completions."""
        self._offers.close()
