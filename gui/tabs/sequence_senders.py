"""The box that says in whose name a sequence is looked at: each contact's owner, or one sender."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.model.project import Project
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget

_WIDTH = 180


class SenderBox(ChoiceBox):
    """Chooses who sends; 0 stands for the contact's owner."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(((0, "Contact owner"),), parent)
        name_widget(self, name, "Sent by")
        self.setFixedWidth(_WIDTH)
        self.setToolTip("Who sends: sender tokens and the checks of the sender follow this choice")

    def show_senders(self, project: Project) -> None:
        """Offer the senders there are now; one that is gone makes way for the contact's owner."""
        found = sorted((s for s in project.senders if s.active), key=lambda s: s.name.casefold())
        before = self.sender_id()
        self.set_choices(((0, "Contact owner"), *((s.id, s.name or s.email) for s in found)))
        if self.sender_id() != before:
            self.setCurrentIndex(0)

    def sender_id(self) -> int:
        """Give the id of the sender, 0 for the contact's owner."""
        value = self.value()
        return value if isinstance(value, int) else 0
