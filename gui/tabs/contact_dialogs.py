"""The two small dialogs of the contact panel: one scripted event, and putting a contact into a sequence.

They only ask; whoever opens them makes the edit from ``result_value``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.model.event import EventKind, ScriptedEvent
from core.model.instant import MINUTE, from_instant, read_local
from core.model.problem import Problem
from core.model.sequence import Enrollment
from core.model.workflow import TriggerKind
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.tabs.contact_script import day_and_time, minute_of, start_of
from gui.tabs.panel_editors import ChoiceBox, ClockLine, DateLine
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import FormRow, form_row
from gui.widgets.labels import button, label

_WIDTH = 400


class _AskDialog(QDialog):
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
        return row


class EventDialog(_AskDialog):
    """Asks for one scripted event.

    Args:
        context: The window's services.
        contact: Whom it happens to.
        event: The event to change; ``None`` for a new one.
        parent: Owner.
    """

    def __init__(
        self, context: Context, contact: int, event: ScriptedEvent | None, parent: QWidget | None = None
    ) -> None:
        verb, title = ("Save", "Edit event") if event else ("Add event", "Add event")
        super().__init__(context, title, verb, parent)
        self.setObjectName("event_dialog")
        self._event = event or ScriptedEvent(EventKind.FORM_SUBMITTED, contact, minute=60)
        self._kind = ChoiceBox((kind, kind.label) for kind in EventKind)
        self._day = QSpinBox()
        self._day.setRange(1, 365)
        self._day.setPrefix("Day ")
        self._clock = ClockLine()
        self._detail = QComboBox()
        self._detail.setEditable(True)
        senders = context.workspace.project().senders
        self._sender = ChoiceBox([(0, "Through a link in a mail"), *((s.id, s.name) for s in senders)])
        self._add("What happens", self._kind, "event_kind")
        self._when = self._add_when()
        self._detail_row = self._add("Form", self._detail, "event_detail")
        self._sender_row = self._add("Booked with", self._sender, "event_sender")
        self._fill()
        self._kind.changed.connect(self._on_changed)
        self._day.valueChanged.connect(self._on_changed)
        self._clock.textChanged.connect(self._on_changed)
        self._on_changed()

    def result_value(self) -> ScriptedEvent | None:
        """Give the event as asked for, ``None`` while it cannot be one."""
        kind = self._kind.value()
        minute = self._minute()
        if not isinstance(kind, EventKind) or minute is None or minute < 0:
            return None
        named = kind in (EventKind.FORM_SUBMITTED, EventKind.MEETING_BOOKED)
        sender = self._sender.value()
        met = kind is EventKind.MEETING_BOOKED and isinstance(sender, int)
        return replace(
            self._event,
            kind=kind,
            minute=minute,
            detail=self._detail.currentText().strip() if named else "",
            sender=sender if met and isinstance(sender, int) else 0,
        )

    def _add_when(self) -> FormRow:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        name_widget(self._day, "event_day", "Day of the rehearsal")
        name_widget(self._clock, "event_time", "Time of day")
        line.addWidget(self._day, 1)
        line.addWidget(self._clock)
        row = form_row("When", holder, buddy=self._day)
        self._day.setAccessibleName("Day of the rehearsal")
        self._form.addWidget(row)
        return row

    def _fill(self) -> None:
        project = self._context.workspace.project()
        day, clock = day_and_time(self._event.minute, project)
        self._day.setValue(day)
        self._clock.set_minute(clock.hour * 60 + clock.minute)
        self._kind.set_value(self._event.kind)
        self._sender.set_value(self._event.sender, f"Unknown user {self._event.sender}")
        self._detail.addItems(sorted(self._known_details()))
        self._detail.setEditText(self._event.detail)

    def _known_details(self) -> set[str]:
        """Give the forms and meetings that triggers and other events name, so that one need not type them again."""
        project = self._context.workspace.project()
        asked = {w.trigger.detail for w in project.workflows if w.trigger.kind is not TriggerKind.FILTER}
        return {detail for detail in asked | {e.detail for e in project.script} if detail}

    def _minute(self) -> int | None:
        """Give the minute of the script, ``None`` when the clock time is none; negative before the start."""
        clock = self._clock.minute()
        if clock is None:
            return None
        return minute_of(self._day.value(), time(clock // 60, clock % 60), self._context.workspace.project())

    @Slot()
    def _on_changed(self, *_: object) -> None:
        kind = self._kind.value()
        project = self._context.workspace.project()
        self._detail_row.setVisible(kind in (EventKind.FORM_SUBMITTED, EventKind.MEETING_BOOKED))
        self._detail_row.label.setText("Form" if kind is EventKind.FORM_SUBMITTED else "Meeting")
        self._sender_row.setVisible(kind is EventKind.MEETING_BOOKED)
        minute = self._minute()
        zone = zone_of_account(project)
        start = text.format_datetime(start_of(project), zone)
        if minute is None:
            self._when.set_error("Write the time like 10:15.")
        elif minute < 0:
            self._when.set_error(f"That is before the rehearsal starts, {start}.")
        else:
            moment = from_instant(project.account.settings.start + minute * MINUTE, zone)
            self._when.set_error("")
            self._when.set_help(f"{text.format_datetime(moment, zone)} when the rehearsal starts {start}.")
        self.ok.setEnabled(minute is not None and minute >= 0)


class EnrollmentDialog(_AskDialog):
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
