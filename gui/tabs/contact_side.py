"""The right side of the Contacts tab: the panel of the chosen contact and its timeline, or what to do first."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui import text
from gui.context import Context
from gui.tabs.contact_panel import ContactPanel
from gui.tabs.contact_timeline import ContactTimeline
from gui.tabs.contact_tools import no_single
from gui.tabs.panel_parts import name_widget, paint_surface
from gui.widgets.segments import Segment, SegmentedFilter

_DETAILS, _TIMELINE = "details", "timeline"
_KEPT = "contacts/side"


class ContactSide(QStackedWidget):
    """Shows one contact, as a form or as a timeline; while none is chosen, a hint.

    Attributes:
        panel: The form.
        timeline: The timeline.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = ContactPanel(context)
        self.timeline = ContactTimeline(context)
        self._several = no_single(context.themes)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.panel)
        self._pages.addWidget(self.timeline)
        self.segments = SegmentedFilter(context.themes, (Segment(_DETAILS, "Details"), Segment(_TIMELINE, "Timeline")))
        name_widget(self.segments, "contact_side", "Details or timeline")
        one = QWidget()
        paint_surface(one)
        box = QVBoxLayout(one)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        holder = QVBoxLayout()
        holder.setContentsMargins(16, 12, 16, 0)
        holder.addWidget(self.segments)
        box.addLayout(holder)
        box.addWidget(self._pages, 1)
        self.setProperty("surface", "surface")
        self.addWidget(one)
        self.addWidget(self._several)
        self.segments.chosen.connect(self._on_chosen)
        if context.settings.value(_KEPT, _DETAILS) == _TIMELINE:
            self.segments.choose(_TIMELINE)

    def show_state(self, selected: int) -> None:
        """Show the chosen contact, or how many are selected."""
        one = self.panel.is_new or bool(self.panel.contact_id)
        self.setCurrentIndex(0 if one else 1)
        self.timeline.show_contact(self.panel.contact_id)
        if self.panel.is_new:
            self.segments.choose(_DETAILS)
        if selected > 1:
            self._several.set_texts(
                f"{text.plural(selected, 'contact')} selected",
                "Edit, delete or export them with the buttons below the table.",
            )
        else:
            self._several.set_texts("No contact selected", "Select a contact to see and edit it.")

    def show_details(self) -> None:
        """Bring the form to the front."""
        self.segments.choose(_DETAILS)

    def show_timeline(self) -> None:
        """Bring the timeline to the front."""
        self.segments.choose(_TIMELINE)

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._context.settings.setValue(_KEPT, key)
        self._pages.setCurrentWidget(self.timeline if key == _TIMELINE else self.panel)
        if key == _TIMELINE:
            self.timeline.read()
