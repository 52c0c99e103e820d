"""The form of a workflow's trigger: what makes contacts enter.

Lives here: its fields, and the line that says how many match. Not here: counting them (the panel asks for it in a job).
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.model.event import EventKind
from core.model.filter import Filter
from core.model.project import Project
from core.model.workflow import Trigger, TriggerKind
from gui.forms.base import Surroundings
from gui.forms.choices import LINE_MARGINS, Choice, ChoiceCombo
from gui.forms.filter_builder import FilterBuilder
from gui.text import number, plural
from gui.widgets.form import form_row
from gui.widgets.labels import label
from gui.widgets.switch import ToggleSwitch

TITLES = {
    TriggerKind.FILTER: "Filter criteria",
    TriggerKind.FORM_SUBMITTED: "Form submitted",
    TriggerKind.MEETING_BOOKED: "Meeting booked",
}
_EVENTS = {TriggerKind.FORM_SUBMITTED: EventKind.FORM_SUBMITTED, TriggerKind.MEETING_BOOKED: EventKind.MEETING_BOOKED}
_DETAILS = {TriggerKind.FORM_SUBMITTED: "Form", TriggerKind.MEETING_BOOKED: "Meeting"}
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
        self._kind = ChoiceCombo(around.themes)
        self._kind.setObjectName("trigger_kind")
        self._kind.set_choices([Choice(kind, title) for kind, title in TITLES.items()])
        self._detail = _DetailCombo()
        self._detail.setObjectName("trigger_detail")
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
        self._kind.picked.connect(self._on_changed)
        self._detail.editTextChanged.connect(self._on_changed)
        self._builder.changed.connect(self._on_changed)
        self._reenroll.toggled.connect(self._on_changed)
        self._existing.toggled.connect(self._on_changed)

    def trigger(self) -> Trigger:
        """Give the trigger as the fields say it."""
        kind = self._kind.value()
        chosen = kind if isinstance(kind, TriggerKind) else TriggerKind.FILTER
        detail = self._detail.currentText().strip() if chosen.is_event else ""
        return Trigger(chosen, detail, self._builder.filter(), self._reenroll.isChecked(), self._existing.isChecked())

    def set_trigger(self, trigger: Trigger) -> None:
        """Show a trigger without telling."""
        self._saved = trigger
        for widget in (self._kind, self._detail, self._builder, self._reenroll, self._existing):
            widget.blockSignals(True)
        self._kind.choose(trigger.kind)
        self._offer_details(trigger.detail)
        self._builder.set_filter(trigger.filter)
        self._reenroll.setChecked(trigger.reenroll)
        self._existing.setChecked(trigger.enroll_existing)
        for widget in (self._kind, self._detail, self._builder, self._reenroll, self._existing):
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
        self._builder.refresh(around)

    def show_count(self, matching: int, of: int) -> None:
        """Say how many contacts match now."""
        words = f"{number(matching)} of {plural(of, 'contact')} match"
        self._count.setText(words if of else "There are no contacts yet")
        # An event without a filter lets everybody in: a count would only puzzle.
        self._count.setVisible(bool(self.filter().groups) or not self.trigger().kind.is_event)

    def filter(self) -> Filter:
        """Give the filter as it stands."""
        return self._builder.filter()

    def focus_first(self) -> bool:
        """Put the keyboard on the first field."""
        self._kind.setFocus()
        return True

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ROW_GAP)
        column.addWidget(form_row("Trigger type", self._kind))
        self._detail_row = form_row("Form", self._detail, help_text="Leave it empty for any.")
        column.addWidget(self._detail_row)
        self._filter_row = form_row("Contacts that match", self._builder)
        column.addWidget(self._filter_row)
        column.addWidget(self._count)
        switches = QVBoxLayout()
        switches.setSpacing(8)
        switches.addWidget(self._reenroll)
        switches.addWidget(self._existing)
        column.addLayout(switches)

    def _show_rows(self) -> None:
        kind = self.trigger().kind
        self._detail_row.setVisible(kind.is_event)
        if kind.is_event:
            self._detail_row.label.setText(_DETAILS[kind])
            self._detail.setAccessibleName(_DETAILS[kind])
        self._filter_row.label.setText("and only those who also match" if kind.is_event else "Contacts that match")
        self._existing.setVisible(not kind.is_event)

    def _offer_details(self, chosen: str) -> None:
        kind = self._kind.value()
        names = detail_names(self._around.project, kind) if isinstance(kind, TriggerKind) else []
        self._detail.clear()
        self._detail.addItems(names)
        self._detail.setEditText(chosen)

    @Slot()
    def _on_changed(self) -> None:
        if self.sender() is self._kind:
            blocked = self._detail.blockSignals(True)
            self._offer_details(self._detail.currentText())
            self._detail.blockSignals(blocked)
        self._show_rows()
        self.changed.emit()


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


def detail_names(project: Project, kind: TriggerKind) -> list[str]:
    """Give the forms or meetings that the project's script and other workflows name."""
    event = _EVENTS.get(kind)
    found = {e.detail for e in project.script if e.kind is event and e.detail}
    found |= {w.trigger.detail for w in project.workflows if w.trigger.kind is kind and w.trigger.detail}
    return sorted(found, key=str.casefold)
