"""The small dialog of the contact panel that puts a contact into a sequence.

It only asks; whoever opens it makes the edit from ``result_value``. Events are asked for in
``gui.dialogs.script_event``.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.model.instant import MINUTE, from_instant, read_local
from core.model.problem import Problem
from core.model.sequence import Enrollment
from core.services.values import zone_of_account
from gui.context import Context
from gui.tabs.panel_editors import ChoiceBox, DateLine
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import FormRow, form_row
from gui.widgets.labels import button, label

_WIDTH = 400


class AskDialog(QDialog):
    """A column of form rows over Cancel and one button that does it."""

    def __init__(self, context: Context, title: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 20, 16)
        outer.setSpacing(12)
        outer.addWidget(label(title, "title"))
        self._form = QVBoxLayout()
        self._form.setSpacing(12)
        outer.addLayout(self._form)
        outer.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        self.ok = button(verb, "primary")
        name_widget(self.ok, "dialog_ok", verb)
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        outer.addLayout(foot)

    def _add(self, title: str, editor: QWidget, object_name: str, *, unit: str = "") -> FormRow:
        name_widget(editor, object_name, title)
        row = form_row(title, editor, unit=unit)
        self._form.addWidget(row)
        if self._form.count() == 1:
            # Else the first button in the order of making, Cancel, would have it.
            editor.setFocus()
        return row


class EnrollmentDialog(AskDialog):
    """Asks for the sequence a contact is in before a rehearsal begins."""

    def __init__(self, context: Context, contact: int, parent: QWidget | None = None) -> None:
        super().__init__(context, "Put in a sequence", "Put in sequence", parent)
        self.setObjectName("enrollment_dialog")
        self._contact = contact
        project = context.workspace.project()
        standing = [s for s in project.sequences if s.deleted is None]
        self._sequence = ChoiceBox((s.id, s.name) for s in standing)
        self._sender = ChoiceBox((s.id, s.name) for s in project.senders)
        self._since = DateLine(context.themes, with_time=True)
        self._next = QSpinBox()
        self._next.setMinimum(1)
        self._add("Sequence", self._sequence, "enrollment_choice")
        self._add("Sender", self._sender, "enrollment_sender")
        self._since_row = self._add("Enrolled since", self._since, "enrollment_since")
        self._add("Next step", self._next, "enrollment_next")
        found = context.workspace.contacts.get(contact)
        owner = found.get("hubspot_owner_id") if found else None
        if isinstance(owner, int) and project.sender(owner) is not None:
            self._sender.set_value(owner)
        before = from_instant(project.account.settings.start - 3 * 24 * 60 * MINUTE, zone_of_account(project))
        self._since.setText(f"{before:%Y-%m-%d %H:%M}")
        self._sequence.changed.connect(self._on_sequence)
        self._since.textEdited.connect(self._on_since)
        self._on_sequence()
        self._on_since()

    def result_value(self) -> Enrollment | None:
        """Give the enrollment as asked for, ``None`` while it cannot be one."""
        sequence, sender, since = self._sequence.value(), self._sender.value(), self._moment()
        if not isinstance(sequence, int) or not isinstance(sender, int) or since is None:
            return None
        found = self._context.workspace.project().sender(sender)
        return Enrollment(
            self._contact, sequence, sender, since, self._next.value() - 1, by=found.name if found else ""
        )

    def _moment(self) -> int | None:
        try:
            return read_local(self._since.text(), zone_of_account(self._context.workspace.project()))
        except Problem:
            return None

    @Slot()
    def _on_sequence(self) -> None:
        chosen = self._sequence.value()
        sequence = self._context.workspace.project().sequence(chosen) if isinstance(chosen, int) else None
        steps = len(sequence.steps) if sequence else 1
        self._next.setMaximum(max(steps, 1))
        self._next.setValue(min(2, max(steps, 1)))
        self._next.setSuffix(f" of {steps}")

    @Slot()
    def _on_since(self) -> None:
        self._since_row.set_error("" if self._moment() is not None else "Write it like 2026-01-02 09:00.")
        self.ok.setEnabled(self.result_value() is not None)
