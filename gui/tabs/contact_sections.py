"""Sections of the contact panel: the sequence it is in, what the script lets it do, why it is not in a workflow.

What they change, they change at once. Not here: the dialogs that ask for the details (``gui.tabs.contact_dialogs``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.model.changes import Noun
from core.model.event import ScriptedEvent
from core.model.instant import from_instant
from core.model.project import Project
from core.model.sequence import Enrollment, EnrollmentState
from core.services import edits, script
from core.services.values import zone_of_account
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.dialogs.script_event import EventDialog
from gui.tabs.contact_dialogs import EnrollmentDialog
from gui.tabs.contact_script import event_words
from gui.tabs.panel_parts import name_widget, retire
from gui.theme import Tone
from gui.widgets.labels import button, label, tool_button
from gui.widgets.pill import Pill


class _Section(QWidget):
    """A heading with an add button at its right, and rows below that are made anew whenever something changed."""

    def __init__(self, context: Context, title: str, add: str, add_name: str) -> None:
        super().__init__()
        self._context = context
        self._contact = 0
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 16, 0, 0)
        self._box.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(label(title, "title"), 1)
        self.add_button = button(add, "quiet", icon="plus", themes=context.themes)
        name_widget(self.add_button, add_name, add)
        head.addWidget(self.add_button)
        self._box.addLayout(head)
        self._rows: list[QWidget] = []

    def show_contact(self, contact_id: int) -> None:
        """Show what belongs to a contact; hidden when it is 0, a new one."""
        self._contact = contact_id
        self.setVisible(bool(contact_id))
        for row in self._rows:
            self._box.removeWidget(row)
            retire(row)
        self._rows = self._make_rows() if contact_id else []
        for row in self._rows:
            self._box.addWidget(row)

    def _make_rows(self) -> list[QWidget]:
        raise NotImplementedError

    def _project(self) -> Project:
        return self._context.workspace.project()


class EnrollmentSection(_Section):
    """The sequence a contact is in before any rehearsal begins."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "In sequence", "Put in a sequence", "add_enrollment")
        self.setObjectName("enrollment_section")
        self.add_button.clicked.connect(self._on_add)

    def _standing(self) -> Enrollment | None:
        return next((e for e in self._project().enrollments if e.contact == self._contact), None)

    def _make_rows(self) -> list[QWidget]:
        standing = self._standing()
        self.add_button.setVisible(standing is None)
        if standing is None:
            return [label("In no sequence when a rehearsal begins.", "muted", wrap=True)]
        return [self._make_card(standing)]

    def _make_card(self, standing: Enrollment) -> QWidget:
        context = self._context
        sequence = self._project().sequence(standing.sequence)
        card = QWidget()
        box = QVBoxLayout(card)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        line = QHBoxLayout()
        link = button(sequence.name if sequence else f"Unknown sequence {standing.sequence}", "link")
        name_widget(link, "enrollment_sequence", "Go to the sequence")
        link.clicked.connect(lambda: context.bus.navigate.emit(GoTo("sequence", standing.sequence)))
        paused = standing.state is EnrollmentState.PAUSED
        pill = Pill(context.themes, "Paused" if paused else "Active", Tone.WAITING if paused else Tone.DONE)
        line.addWidget(link)
        line.addStretch(1)
        line.addWidget(pill)
        box.addLayout(line)
        box.addWidget(label(self._words(standing), "muted", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        pause = button("Resume" if paused else "Pause")
        name_widget(pause, "pause_enrollment", "Resume the sequence" if paused else "Pause the sequence")
        pause.clicked.connect(self._on_pause)
        remove = button("Remove")
        name_widget(remove, "remove_enrollment", "Take the contact out of the sequence")
        remove.clicked.connect(self._on_remove)
        buttons.addWidget(pause)
        buttons.addWidget(remove)
        buttons.addStretch(1)
        box.addLayout(buttons)
        return card

    def _words(self, standing: Enrollment) -> str:
        project = self._project()
        since = text.format_datetime(from_instant(standing.since), zone_of_account(project))
        sender = project.sender(standing.sender)
        parts = [f"Since {since}", f"sent by {sender.name if sender else f'unknown user {standing.sender}'}"]
        if standing.by:
            parts.append(f"put there by {standing.by}")
        sequence = project.sequence(standing.sequence)
        steps = len(sequence.steps) if sequence else 0
        left = standing.next_step < steps
        parts.append(f"next is step {standing.next_step + 1} of {steps}" if left else "no step left")
        return " · ".join(parts)

    @Slot()
    def _on_add(self) -> None:
        dialog = EnrollmentDialog(self._context, self._contact, self.window())
        dialog.accepted.connect(lambda: self._add(dialog.result_value()))
        dialog.open()

    def _add(self, made: Enrollment | None) -> None:
        if made is None:
            return
        made = replace(made, id=self._context.workspace.new_id(Noun.ENROLLMENT))
        sequence = self._project().sequence(made.sequence)
        self._context.undo.do(edits.added(made, f"Put the contact in “{sequence.name if sequence else ''}”"))

    @Slot()
    def _on_pause(self) -> None:
        standing = self._standing()
        if standing is None:
            return
        paused = standing.state is EnrollmentState.PAUSED
        after = replace(standing, state=EnrollmentState.ACTIVE if paused else EnrollmentState.PAUSED)
        self._context.undo.do(edits.changed(standing, after, "Resume enrollment" if paused else "Pause enrollment"))

    @Slot()
    def _on_remove(self) -> None:
        standing = self._standing()
        if standing is not None:
            self._context.undo.do(edits.removed(standing, "Take the contact out of its sequence"))


class EventSection(_Section):
    """What a contact does during a rehearsal, in the order of time."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Scripted events", "Add event", "add_event")
        self.setObjectName("event_section")
        self.add_button.clicked.connect(lambda: self._ask(None))

    def _make_rows(self) -> list[QWidget]:
        events = sorted((e for e in self._project().script if e.contact == self._contact), key=lambda e: e.minute)
        if not events:
            return [label("Nothing happens to this contact by itself.", "muted", wrap=True)]
        return [self._make_row(event) for event in events]

    def _make_row(self, event: ScriptedEvent) -> QWidget:
        row = QWidget()
        row.setObjectName(f"event_{event.id}")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        when, what = event_words(event, self._project())
        words = label(f"{when}   {what}", wrap=True)
        line.addWidget(words, 1)
        edit = tool_button(self._context.themes, "edit", f"Edit event {what}")
        edit.setObjectName(f"edit_event_{event.id}")
        edit.clicked.connect(_bound(self._ask, event))
        delete = tool_button(self._context.themes, "delete", f"Remove event {what}")
        delete.setObjectName(f"remove_event_{event.id}")
        delete.clicked.connect(_bound(self._remove, event))
        line.addWidget(edit)
        line.addWidget(delete)
        return row

    def _ask(self, event: ScriptedEvent | None) -> None:
        dialog = EventDialog(self._context, self._contact, event, self.window())
        dialog.accepted.connect(lambda: self._take(event, dialog.result_value()))
        dialog.open()

    def _take(self, before: ScriptedEvent | None, after: ScriptedEvent | None) -> None:
        if after is not None:
            ws = self._context.workspace
            self._context.undo.do(script.change(ws, after) if before else script.add(ws, [after]))

    def _remove(self, event: ScriptedEvent) -> None:
        self._context.undo.do(script.remove(self._context.workspace, [event.id]))


class WhyNotSection(_Section):
    """A way to ask why the rehearsal did not bring the contact into a workflow."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "In workflows", "Why not in…?", "why_not_in_workflow")
        self.setObjectName("why_not_section")
        context.themes.bind_icon(self.add_button, "help", "accent")
        self.add_button.setAccessibleName("Why is the contact not in a workflow?")
        self.add_button.clicked.connect(lambda: context.bus.navigate.emit(GoTo("why_not", self._contact)))

    def _make_rows(self) -> list[QWidget]:
        story = button("Story in the rehearsal shown", "link")
        story.setObjectName("contact_story")
        story.clicked.connect(lambda: self._context.bus.navigate.emit(GoTo("story", self._contact)))
        return [label("A rehearsal says who comes into which workflow, and why not.", "muted", wrap=True), story]


def _bound(call: Callable[[ScriptedEvent], None], event: ScriptedEvent) -> Callable[[], None]:
    return lambda: call(event)
