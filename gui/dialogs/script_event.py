"""Asks for one scripted event: what happens, when, and only what that kind of event needs.

It only asks; whoever opens it makes the edit from ``result_events``. The list of all events is
``gui.dialogs.script_deck``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.instant import MINUTE, from_instant
from core.services import script
from core.services.runs import MOST_DAYS
from core.services.script import Need
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.dialogs.script_contacts import ContactPicker
from gui.forms.base import Surroundings, ValuesEditor
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.values import values_editor
from gui.tabs.contact_script import day_and_time, minute_of, start_of
from gui.tabs.panel_editors import ChoiceBox, ClockLine
from gui.tabs.panel_parts import name_widget, retire
from gui.widgets.form import FormRow, form_row
from gui.widgets.labels import button, label

_WIDTH = 480


class EventDialog(QDialog):
    """Asks for one scripted event, or for the same event of several contacts.

    Args:
        context: The window's services.
        contact: Whom it happens to; 0 lets the person pick contacts, and what happens to the account too.
        event: The event to change; ``None`` for a new one.
        parent: Owner.
    """

    def __init__(
        self, context: Context, contact: int, event: ScriptedEvent | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._contact = contact
        self._event = event or ScriptedEvent(EventKind.FORM_SUBMITTED, contact, minute=60)
        self.setObjectName("event_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Edit event" if event else "Add event")
        self.setMinimumWidth(_WIDTH)
        self._rows: dict[Need, FormRow] = {}
        self._form = QVBoxLayout()
        self._form.setSpacing(12)
        self.ok = button("Save" if event else "Add event", "primary")
        self._lay_out(self.windowTitle())
        self._make_fields(is_new=event is None)
        self._fill()
        self._connect()
        self._on_changed()
        self._kind.setFocus()

    def result_value(self) -> ScriptedEvent | None:
        """Give the event as asked for, the first of several; ``None`` while it cannot be one."""
        found = self.result_events()
        return found[0] if found else None

    def result_events(self) -> list[ScriptedEvent]:
        """Give the event, once for every contact picked; none while something is wrong."""
        return [] if self._problems() else self._events()

    # ------------------------------------------------------------ making

    def _lay_out(self, title: str) -> None:
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        name_widget(self.ok, "dialog_ok", self.ok.text())
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(12)
        outer.addWidget(label(title, "title"))
        outer.addLayout(self._form)
        outer.addStretch(1)
        outer.addLayout(foot)

    def _make_fields(self, *, is_new: bool) -> None:
        project, themes = self._context.workspace.project(), self._context.themes
        kinds = [kind for kind in EventKind if not (self._contact and kind.breaks)]
        self._kind = ChoiceBox((kind, kind.label) for kind in kinds)
        self._kind.setMaxVisibleItems(len(kinds))
        self._day, self._clock = QSpinBox(), ClockLine()
        self._detail = QComboBox()
        self._detail.setEditable(True)
        users = [(s.id, s.name) for s in project.senders]
        self._booked = ChoiceBox([(0, "Through a link in a mail"), *users])
        self._sender = ChoiceCombo(themes, "Choose a sender")
        self._sequence = ChoiceCombo(themes, "Choose a sequence")
        self._workflow = ChoiceCombo(themes, "Choose a workflow")
        self._list = ChoiceCombo(themes, "Choose a list")
        self._property = ChoiceCombo(themes, "Choose a property", search=True)
        self._around = Surroundings(project, themes, self._context.dialogs)
        self._sender.set_choices([Choice(number, name) for number, name in users])
        self._sequence.set_choices([Choice(s.id, s.name) for s in project.sequences if s.deleted is None])
        self._workflow.set_choices([Choice(w.id, w.name) for w in project.workflows])
        self._list.set_choices([Choice(x.id, x.name) for x in project.lists])
        labels = sorted(project.properties, key=lambda p: p.label.casefold())
        self._property.set_choices([Choice(p.name, p.label) for p in labels])
        self._limit = QLineEdit()
        self._limit.setPlaceholderText("Default of the subscription")
        self.contacts = ContactPicker(self._context, [self._event.contact], several=is_new)
        self._add("What happens", self._kind, "event_kind")
        self._when = self._add_when()
        self._rows[Need.CONTACT] = self._add("Contacts" if is_new else "Contact", self.contacts, "event_contacts")
        self._rows[Need.FORM] = self._rows[Need.MEETING] = self._add("Form", self._detail, "event_detail")
        for need, title, editor, name in (
            (Need.BOOKED_WITH, "Booked with", self._booked, "event_sender"),
            (Need.SENDER, "Sender", self._sender, "event_user"),
            (Need.SEQUENCE, "Sequence", self._sequence, "event_sequence"),
            (Need.WORKFLOW, "Workflow", self._workflow, "event_workflow"),
            (Need.LIST, "List", self._list, "event_list"),
            (Need.PROPERTY, "Property", self._property, "event_property"),
        ):
            self._rows[need] = self._add(title, editor, name)
        self._rows[Need.LIMIT] = self._add("New daily limit", self._limit, "event_limit", unit="mails")
        self._value: ValuesEditor = values_editor(None, self._around)
        self._value_row = self._add("New value", self._value, "event_value_row")

    def _add(self, title: str, editor: QWidget, name: str, *, unit: str = "") -> FormRow:
        name_widget(editor, name, title)
        row = form_row(title, editor, unit=unit)
        self._form.addWidget(row)
        return row

    def _add_when(self) -> FormRow:
        self._day.setRange(1, MOST_DAYS)
        self._day.setPrefix("Day ")
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._day, 1)
        line.addWidget(self._clock)
        row = form_row("When", holder, buddy=self._day)
        name_widget(self._day, "event_day", "Day of the rehearsal")
        name_widget(self._clock, "event_time", "Time of day")
        self._form.addWidget(row)
        return row

    def _fill(self) -> None:
        event, project = self._event, self._context.workspace.project()
        day, clock = day_and_time(event.minute, project)
        self._day.setValue(day)
        self._clock.set_minute(clock.hour * 60 + clock.minute)
        self._kind.set_value(event.kind)
        self._booked.set_value(event.sender, f"Unknown user {event.sender}")
        self._detail.addItems(script.known_details(project))
        self._detail.setEditText(event.detail)
        self._sender.choose(event.sender or None)
        self._sequence.choose(event.sequence or None)
        self._workflow.choose(event.workflow or None)
        self._property.choose(event.property or None)
        self._show_value_editor()
        if event.kind is EventKind.PROPERTY_CHANGED:
            self._value.set_value(event.value)
        if event.kind is EventKind.LIST_JOINED:
            self._list.choose(event.value)
        if event.kind is EventKind.LIMIT_CHANGED and event.value is not None:
            self._limit.setText(str(event.value))

    def _connect(self) -> None:
        self._kind.changed.connect(self._on_changed)
        self._booked.changed.connect(self._on_changed)
        self._day.valueChanged.connect(self._on_changed)
        self._clock.textChanged.connect(self._on_changed)
        self._limit.textChanged.connect(self._on_changed)
        self.contacts.changed.connect(self._on_changed)
        for combo in (self._sender, self._sequence, self._workflow, self._list):
            combo.picked.connect(self._on_changed)
        self._property.picked.connect(self._on_property)

    # ------------------------------------------------------------ reading

    def _kind_now(self) -> EventKind:
        kind = self._kind.value()
        return kind if isinstance(kind, EventKind) else self._event.kind

    def _minute(self) -> int | None:
        """Give the minute of the script, ``None`` when the clock time is none; negative before the start."""
        clock = self._clock.minute()
        if clock is None:
            return None
        return minute_of(self._day.value(), time(clock // 60, clock % 60), self._context.workspace.project())

    def _events(self) -> list[ScriptedEvent]:
        kind = self._kind_now()
        needs = script.needs_of(kind)
        made = replace(
            self._event,
            kind=kind,
            minute=self._minute() or 0,
            detail=self._detail.currentText().strip(),
            sender=_number(self._booked.value() if Need.BOOKED_WITH in needs else self._sender.value()),
            sequence=_number(self._sequence.value()),
            workflow=_number(self._workflow.value()),
            property=str(self._property.value() or ""),
            value=self._value_of(needs),
        )
        who: Sequence[int] = (self._contact,) if self._contact else self.contacts.value()
        if Need.CONTACT not in needs:
            return [script.tidied(made)]
        return [script.tidied(replace(made, contact=contact)) for contact in who]

    def _value_of(self, needs: Sequence[Need]) -> Value:
        if Need.LIST in needs:
            return _number(self._list.value()) or None
        if Need.LIMIT in needs:
            return script.read_limit(self._limit.text())
        values = self._value.value()
        return values[0] if values else None

    def _problems(self) -> dict[str, str]:
        """Say what is wrong, by need; ``when`` for the moment."""
        minute = self._minute()
        events = self._events()
        project, people = self._context.workspace.project(), self._context.workspace.contacts
        found: dict[str, str] = {}
        if not events:
            found[Need.CONTACT.value] = "Choose a contact."
        there = people.existing(event.contact for event in events)
        for event in events:
            found |= script.problems_of(event, project, contact_is_there=event.contact in there)
        if minute is None:
            found["when"] = "Write the time like 10:15."
        elif minute < 0:
            start = text.format_datetime(start_of(project), zone_of_account(project))
            found["when"] = f"That is before the rehearsal starts, {start}."
        return found

    # ------------------------------------------------------------ slots

    @Slot()
    def _on_property(self) -> None:
        self._show_value_editor()
        self._on_changed()

    def _show_value_editor(self) -> None:
        """Put the editor for the chosen property's values in the place of the one before."""
        definition = self._context.workspace.project().property(str(self._property.value() or ""))
        self._form.removeWidget(self._value_row)
        retire(self._value_row)
        self._value = values_editor(definition, self._around)
        self._value_row = self._add("New value", self._value, "event_value_row")
        self._value.name_all("event_value")
        self._value.changed.connect(self._on_changed)

    @Slot()
    def _on_changed(self, *_: object) -> None:
        kind = self._kind_now()
        needs = script.needs_of(kind)
        for row in set(self._rows.values()):
            row.setVisible(any(self._rows[need] is row for need in needs))
        self._rows[Need.CONTACT].setVisible(not self._contact and Need.CONTACT in needs)
        form = kind is EventKind.FORM_SUBMITTED
        self._rows[Need.FORM].label.setText("Form" if form else "Meeting")
        line = self._detail.lineEdit()
        if line is not None:
            line.setPlaceholderText(
                "Name of the form, e.g. Demo request" if form else "Name of the meeting, e.g. Demo call"
            )
        self._value_row.setVisible(Need.PROPERTY in needs and bool(self._property.value()))
        self._value_row.set_help("" if self._value.value() else "Empty clears the property.")
        problems = self._problems()
        for need in needs:
            sentence = problems.get(need.value, "")
            # What is still to be chosen is no mistake yet; the empty field says so itself.
            self._rows[need].set_error("" if sentence.startswith("Choose ") else sentence)
        self._show_when(problems.get("when", ""))
        self.ok.setEnabled(not problems)
        self._fit()

    def _show_when(self, error: str) -> None:
        self._when.set_error(error)
        minute = self._minute()
        if error or minute is None:
            self._when.set_help("")
            return
        project = self._context.workspace.project()
        zone = zone_of_account(project)
        moment = from_instant(project.account.settings.start + minute * MINUTE, zone)
        self._when.set_help(f"{text.format_datetime(moment, zone)}, {project.account.time_zone}.")

    def _fit(self) -> None:
        """Shrink to what is asked for now; the dialog keeps its width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


def _number(value: object) -> int:
    return value if type(value) is int else 0
