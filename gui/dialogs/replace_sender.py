"""Asks who takes the place of a sender everywhere, and says what changes.

It only asks; whoever opens it makes the edit.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.model.sender import Sender
from core.services import senders
from core.services.sender_uses import SenderUses
from gui import text
from gui.context import Context
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import form_row
from gui.widgets.labels import button, label

_WIDTH = 460


class ReplaceSenderDialog(QDialog):
    """Asks for the sender in another's place.

    Args:
        context: The window's services.
        sender: Who is replaced.
        uses: Where that sender is used.
        parent: Owner.

    Signals:
        replacement_chosen: The id of the sender in the other's place.
    """

    replacement_chosen = Signal(int)

    def __init__(self, context: Context, sender: Sender, uses: SenderUses, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replace_sender_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Replace sender")
        self.setMinimumWidth(_WIDTH)
        others = [c for c in senders.choices(context.workspace.project()) if c.sender.id != sender.id]
        self._reasons = {c.sender.id: c.sentence for c in others}
        self.choice = ChoiceBox(
            (c.sender.id, c.sender.name + ("" if c.qualifies else "  (cannot send)")) for c in others
        )
        name_widget(self.choice, "replacement", "Replace by")
        self._row = form_row("Replace by", self.choice)
        said = label(uses_words(uses), wrap=True)
        name_widget(said, "replace_words")
        self.ok = button("Replace everywhere", "primary")
        name_widget(self.ok, "replace_ok", "Replace everywhere")
        self.ok.setDefault(True)
        self.ok.setEnabled(not uses.nowhere and bool(others))
        self.ok.clicked.connect(self.accept)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(label(f"Replace {sender.name} everywhere", "title", wrap=True))
        box.addWidget(said)
        box.addWidget(self._row)
        note = f"{sender.name} stays on the list of senders. You can undo this."
        box.addWidget(label(note if others else "Add another sender first.", "muted", wrap=True))
        box.addLayout(foot)
        self.choice.changed.connect(self._on_chosen)
        self._on_chosen()

    def accept(self) -> None:
        """Hand the choice over."""
        chosen = self.choice.value()
        if isinstance(chosen, int):
            self.replacement_chosen.emit(chosen)
        super().accept()

    @Slot()
    def _on_chosen(self) -> None:
        chosen = self.choice.value()
        self._row.set_help(self._reasons.get(chosen, "") if isinstance(chosen, int) else "")


def uses_words(uses: SenderUses) -> str:
    """Say what a replacement changes, each place on a line of its own."""
    if uses.nowhere:
        return "This user is used nowhere; there is nothing to replace."
    lines: list[str] = []
    if uses.workflows:
        lines.append(f"{text.plural(len(uses.workflows), 'workflow')}: {_quoted(uses.workflows)}")
    if uses.sequences:
        lines.append(f"{text.plural(len(uses.sequences), 'sequence')}: {_quoted(uses.sequences)}")
    lines += [f"{found} of {text.plural(count, 'contact')}" for found, count in uses.contacts]
    if uses.enrollments:
        lines.append(f"{text.plural(uses.enrollments, 'contact')} in sequences now")
    if uses.events:
        lines.append(text.plural(uses.events, "scripted event"))
    return "This changes:\n" + "\n".join(f"•  {line}" for line in lines)


def _quoted(names: tuple[str, ...]) -> str:
    return text.elide(", ".join(f"“{name}”" for name in names), 160)
