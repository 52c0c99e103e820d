"""The form of a workflow's trigger: what makes contacts enter.

Lives here: its fields, and the line that says how many match. Not here: counting them (the panel asks for it in a job).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import Filter
from core.model.project import Project
from core.model.workflow import Trigger, TriggerKind
from gui.canvas.trigger_words import property_problem
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.choices import LINE_MARGINS, Choice, ChoiceCombo
from gui.forms.filter_builder import FilterBuilder
from gui.forms.pickers import ListEditor, PickEditor, properties
from gui.forms.property_value import PropertyValueEditor
from gui.forms.schedule import ScheduleEditor
from gui.text import number, plural
from gui.widgets.form import form_row
from gui.widgets.labels import label
from gui.widgets.switch import ToggleSwitch

TITLES = {
    TriggerKind.FILTER: "Filter criteria",
    TriggerKind.FORM_SUBMITTED: "Form submitted",
    TriggerKind.MEETING_BOOKED: "Meeting booked",
    TriggerKind.CONTACT_CREATED: "Contact created",
    TriggerKind.PROPERTY_CHANGED: "Property changed",
    TriggerKind.EMAIL_REPLIED: "Email replied",
    TriggerKind.LIST_JOINED: "List joined",
    TriggerKind.SCHEDULE: "On a schedule",
    TriggerKind.MANUAL: "Manual only",
}
_EVENTS = {TriggerKind.FORM_SUBMITTED: EventKind.FORM_SUBMITTED, TriggerKind.MEETING_BOOKED: EventKind.MEETING_BOOKED}
_DETAILS = {TriggerKind.FORM_SUBMITTED: "Form", TriggerKind.MEETING_BOOKED: "Meeting"}
_BY_HAND = "Nobody enters by itself: contacts are enrolled by hand or by another workflow."
_ROW_GAP = 16


class TriggerForm(QWidget):
    """Edits a trigger.

    Arguments:
        around: The project and so on.
        trigger: The trigger as it is saved.
        parent: Owner.

    Signals:
        changed: it holds another trigger now.
    """

    changed = Signal()

    def __init__(self, around: Surroundings, trigger: Trigger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._saved = trigger
        self._quiet = True
        self._kind = ChoiceCombo(around.themes)
        self._kind.setObjectName("trigger_kind")
        self._kind.set_choices([Choice(kind, title) for kind, title in TITLES.items()])
        self._detail = _DetailCombo()
        self._detail.setObjectName("trigger_detail")
        self._property = PickEditor(around, properties, "Choose a property", "", search=True)
        self._value = PropertyValueEditor(around, trigger.property, "Any value")
        self._list = ListEditor(around, "Any list")
        self._schedule = ScheduleEditor(around)
        for editor, name in self._editors():
            editor.name_all(name)
            editor.changed.connect(self._on_changed)
        self._builder = FilterBuilder(around)
        self._builder.setObjectName("trigger_filter")
        self._count = label("", "muted", wrap=True)
        self._count.setObjectName("trigger_count")
        self._reenroll = ToggleSwitch(around.themes, "Contacts may enter again")
        self._reenroll.setObjectName("trigger_reenroll")
        self._existing = ToggleSwitch(around.themes, "Enroll contacts that already match")
        self._existing.setObjectName("trigger_existing")
        self._lay_out()
        self.set_trigger(trigger)
        self._kind.picked.connect(self._on_kind_picked)
        self._detail.editTextChanged.connect(self._on_changed)
        self._builder.changed.connect(self._on_changed)
        self._reenroll.toggled.connect(self._on_changed)
        self._existing.toggled.connect(self._on_changed)

    def trigger(self) -> Trigger:
        """Give the trigger as the fields say it; a field that is not shown for its kind says nothing."""
        kind = self.kind()
        # What the saved trigger holds beside its kind is not touched while its kind stays.
        rest = self._saved if self._saved.kind is kind else Trigger()
        watches = kind is TriggerKind.PROPERTY_CHANGED
        value, list_id, schedule = self._value.value(), self._list.value(), self._schedule.value()
        return Trigger(
            kind,
            self._detail.currentText().strip() if kind in _DETAILS else rest.detail,
            self._builder.filter() if kind is not TriggerKind.MANUAL else rest.filter,
            self._reenroll.isChecked(),
            self._existing.isChecked(),
            str(self._property.value() or "") if watches else rest.property,
            _plain(value) if watches else rest.value,
            list_id if kind is TriggerKind.LIST_JOINED and isinstance(list_id, int) else rest.list,
            schedule if kind is TriggerKind.SCHEDULE else rest.schedule,
        )

    def choose_kind(self, kind: TriggerKind) -> None:
        """Choose a kind as if the person had picked it; the only form or meeting there is comes with it."""
        self._kind.choose(kind)
        self._on_kind_picked()
        names = detail_names(self._around.project, kind)
        if kind in _DETAILS and len(names) == 1 and not self._detail.currentText():
            self._detail.setEditText(names[0])

    def focus_after_kind(self) -> bool:
        """Put the keyboard on what the kind asks for; on the kind itself when it asks for nothing."""
        asked = {TriggerKind.PROPERTY_CHANGED: self._property.target, TriggerKind.LIST_JOINED: self._list.target}
        kind = self.kind()
        target = self._detail if kind in _DETAILS else asked.get(kind, self._kind)
        target.setFocus()
        line = self._detail.lineEdit()
        if kind in _DETAILS and line is not None:
            line.selectAll()
        return True

    def kind(self) -> TriggerKind:
        """Give the chosen kind."""
        kind = self._kind.value()
        return kind if isinstance(kind, TriggerKind) else TriggerKind.FILTER

    def set_trigger(self, trigger: Trigger) -> None:
        """Show a trigger without telling."""
        self._saved = trigger
        widgets = (self._kind, self._detail, self._builder, self._reenroll, self._existing)
        for widget in widgets:
            widget.blockSignals(True)
        self._kind.choose(trigger.kind)
        self._offer_details(trigger.detail)
        self._property.set_value(trigger.property)
        self._value.set_property(trigger.property)
        self._value.set_value(trigger.value)
        self._list.set_value(trigger.list)
        self._schedule.set_value(trigger.schedule)
        self._builder.set_filter(trigger.filter)
        self._reenroll.setChecked(trigger.reenroll)
        self._existing.setChecked(trigger.enroll_existing)
        for widget in widgets:
            widget.blockSignals(False)
        # Blocked signals also reach the switches' own slide; their knobs must follow.
        for switch in (self._reenroll, self._existing):
            switch.setProperty("position", 1.0 if switch.isChecked() else 0.0)
        self._show_rows()

    def adopt(self, trigger: Trigger) -> bool:
        """Take what was just saved for the new beginning, if it is what the fields hold; false when it is not."""
        if self.trigger() != trigger:
            return False
        self._saved = trigger
        return True

    def is_dirty(self) -> bool:
        """Say whether it differs from what is saved."""
        return self.trigger() != self._saved

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping what the fields hold."""
        self._around = around
        for editor, name in self._editors():
            editor.refresh(around)
            editor.name_all(name)
        self._builder.refresh(around)
        self._show_rows()

    def show_count(self, matching: int, of: int) -> None:
        """Say how many contacts match now."""
        words = f"{number(matching)} of {plural(of, 'contact')} match"
        self._count.setText(words if of else "There are no contacts yet")
        # An event without a filter lets everybody in: a count would only puzzle.
        asks = bool(self.filter().groups) or not self.kind().is_event
        self._count.setVisible(asks and self.kind() is not TriggerKind.MANUAL)

    def filter(self) -> Filter:
        """Give the filter as it stands."""
        return self._builder.filter()

    def focus_first(self) -> bool:
        """Put the keyboard on the first field."""
        self._kind.setFocus()
        return True

    def _editors(self) -> tuple[tuple[FieldEditor, str], ...]:
        return (
            (self._property, "trigger_property"),
            (self._value, "trigger_value"),
            (self._list, "trigger_list"),
            (self._schedule, "trigger_schedule"),
        )

    def _lay_out(self) -> None:
        self._kind_row = form_row("Trigger type", self._kind)
        self._detail_row = form_row("Form", self._detail, help_text="Leave it empty for any.")
        self._property_row = form_row("Property", self._property, buddy=self._property.target)
        help_text = "Leave it empty for any new value."
        self._value_row = form_row("New value", self._value, help_text=help_text, buddy=lambda: self._value.target)
        self._list_row = form_row("List", self._list, buddy=self._list.target)
        self._schedule_row = form_row(
            "Repeats", self._schedule, help_text="In the account’s time zone.", buddy=self._schedule.target
        )
        self._filter_row = form_row("Contacts that match", self._builder)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ROW_GAP)
        for row in (
            self._kind_row, self._detail_row, self._property_row, self._value_row, self._list_row, self._schedule_row,
            self._filter_row, self._count,
        ):  # fmt: skip
            column.addWidget(row)
        switches = QVBoxLayout()
        switches.setSpacing(8)
        switches.addWidget(self._reenroll)
        switches.addWidget(self._existing)
        column.addLayout(switches)

    def _show_rows(self) -> None:
        kind, trigger, project = self.kind(), self.trigger(), self._around.project
        self._kind_row.set_help(_BY_HAND if kind is TriggerKind.MANUAL else "")
        self._detail_row.setVisible(kind in _DETAILS)
        if kind in _DETAILS:
            self._detail_row.label.setText(_DETAILS[kind])
            self._detail.setAccessibleName(_DETAILS[kind])
        watches = kind is TriggerKind.PROPERTY_CHANGED
        self._property_row.setVisible(watches)
        wrong = property_problem(project, trigger.property) if watches else ""
        self._property_row.set_error("" if self._quiet and not trigger.property else wrong)
        self._value_row.setVisible(watches and bool(trigger.property))
        joins = kind is TriggerKind.LIST_JOINED
        self._list_row.setVisible(joins)
        gone = joins and trigger.list and project.contact_list(trigger.list) is None
        self._list_row.set_error("This list no longer exists; choose another." if gone else "")
        self._schedule_row.setVisible(kind is TriggerKind.SCHEDULE)
        self._schedule_row.set_error(self._schedule.complaint() if kind is TriggerKind.SCHEDULE else "")
        self._filter_row.label.setText("and only those who also match" if kind.is_event else "Contacts that match")
        self._filter_row.setVisible(kind is not TriggerKind.MANUAL)
        self._existing.setVisible(kind is TriggerKind.FILTER)
        if kind is TriggerKind.MANUAL:
            self._count.hide()

    def _offer_details(self, chosen: str) -> None:
        names = detail_names(self._around.project, self.kind())
        self._detail.clear()
        self._detail.addItems(names)
        self._detail.setEditText(chosen)

    @Slot()
    def _on_kind_picked(self) -> None:
        blocked = self._detail.blockSignals(True)
        self._offer_details(self._detail.currentText())
        self._detail.blockSignals(blocked)
        self._show_rows()
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        self._quiet = False
        self._value.set_property(str(self._property.value() or ""))
        self._value.name_all("trigger_value")
        self._show_rows()
        self.changed.emit()


def _plain(value: object) -> Value:
    return value if isinstance(value, (str, int, float, bool)) else None


class _DetailCombo(QComboBox):
    """An editable combo: names known from the script, or any other."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText("Any")
            line.setTextMargins(*LINE_MARGINS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take what stands there at Enter, and leave the key to the panel: Qt would only let go of the selection."""
        line = self.lineEdit()
        if line is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            line.deselect()
        super().keyPressEvent(event)


def detail_names(project: Project, kind: TriggerKind) -> list[str]:
    """Give the forms or meetings that the project's script and other workflows name."""
    event = _EVENTS.get(kind)
    found = {e.detail for e in project.script if e.kind is event and e.detail}
    found |= {w.trigger.detail for w in project.workflows if w.trigger.kind is kind and w.trigger.detail}
    return sorted(found, key=str.casefold)
