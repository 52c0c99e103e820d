"""The panel that edits one contact: a form made from the property definitions, and what a rehearsal does with it.

The fields are a draft until they are saved; the sections below them (sequence, scripted events) change at once. Not
here: the editors of single properties (``gui.tabs.contact_fields``), the sections (``gui.tabs.contact_sections``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from core.model.changes import Edit
from core.model.contact import Contact, PropertyDefinition
from core.model.fields import Value
from core.model.moment import Moment
from core.model.problem import Problem
from core.services import contacts as service
from gui.context import Context
from gui.tabs.contact_columns import toned_status
from gui.tabs.contact_fields import PropertyField
from gui.tabs.contact_sections import EnrollmentSection, EventSection, WhyNotSection
from gui.tabs.instant import InstantLine, instant_title
from gui.tabs.panel_parts import ColumnScroll, SaveBar, name_widget, paint_surface, side_by_side
from gui.widgets.labels import label
from gui.widgets.pill import Pill

if TYPE_CHECKING:
    from core.services.replay import Replay

_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Basics", ("firstname", "lastname", "email", "company", "jobtitle", "phone", "city", "country", "website")),
    ("Owner & stage", ("hubspot_owner_id", "lifecyclestage", "hs_lead_status", "hs_timezone")),
    (
        "Email permissions",
        (
            "hs_email_optout",
            "hs_email_optout_one_to_one",
            "hs_email_bounced",
            "hs_email_bounced_elsewhere",
            "hs_email_blocked_address",
            "hs_email_blocked_domain",
            "hs_email_marked_as_spam",
        ),
    ),
)
_PAIRS = (("firstname", "lastname"), ("city", "country"))


class ContactPanel(QWidget):
    """Edits one contact as a draft, or the draft of a new one.

    Signals:
        added: A new contact was saved; carries its id.
        new_cancelled: The draft of a new contact was dropped.
    """

    added = Signal(int)
    new_cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._contact: Contact | None = None
        self._is_new = False
        self._locked = False
        self._fields: dict[str, PropertyField] = {}
        paint_surface(self)
        name_widget(self, "contact_panel", "Contact")
        self._title = label("", "title", wrap=True)
        self._subtitle = label("", "muted", wrap=True)
        self._status = Pill(context.themes)
        self._replay: tuple[Replay, Moment] | None = None
        self.instant = InstantLine("contact_instant")
        self._sequence = EnrollmentSection(context)
        self._events = EventSection(context)
        self._why_not = WhyNotSection(context)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._scroll = ColumnScroll()
        self._bar = SaveBar(context.themes, self, "contact_save", "contact")
        self._bar.save_requested.connect(self.save)
        self._bar.revert_requested.connect(self.revert)
        self._box.addWidget(self._make_head())
        self._box.addWidget(self._scroll, 1)
        self._box.addWidget(self._bar)
        self._make_form()

    # ------------------------------------------------------------ what the tab asks

    @property
    def contact_id(self) -> int:
        """The contact shown, 0 when there is none or it is new."""
        return self._contact.id if self._contact is not None else 0

    @property
    def is_new(self) -> bool:
        """Whether the draft is of a contact that is not on the list yet."""
        return self._is_new

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        project = self._context.workspace.project()
        return self._contact is not None and any(f.is_changed(project) for f in self._fields.values())

    def show_contact(self, contact: Contact | None) -> None:
        """Show a contact; anything typed for the one before is dropped."""
        self._contact = contact
        self._is_new = False
        if contact is not None:
            self._fill(contact)
            if not self._scroll.column.isAncestorOf(QApplication.focusWidget() or self):
                self._scroll.verticalScrollBar().setValue(0)

    def start_new(self) -> None:
        """Show the empty draft of a new contact."""
        self._contact = Contact()
        self._is_new = True
        self._fill(self._contact)
        self._scroll.verticalScrollBar().setValue(0)
        self.focus_first()

    def refresh(self, contact: Contact | None) -> None:
        """Show the same contact after an edit, keeping fields in which something was typed."""
        if self._is_new or contact is None:
            self._show_sections()
            return
        project = self._context.workspace.project()
        kept = {name for name, field in self._fields.items() if field.is_changed(project)}
        typed = {name: self._read(name) for name in kept}
        self._contact = contact
        for name, field in self._fields.items():
            if name not in kept or typed[name] == contact.get(name):
                field.show_value(contact.get(name), project)
        self._show_sections()
        self._check()

    def show_moment(self, shown: tuple[Replay, Moment] | None) -> None:
        """Say where the contact is at one instant of the rehearsal; nothing without one."""
        from core.services.instants import contact_words

        self._replay = shown
        if shown is None or not self.contact_id or self._is_new:
            self.instant.show_words("")
        else:
            self.instant.show_words(instant_title(*shown), contact_words(*shown, self.contact_id))

    def rebuild(self) -> None:
        """Make the form again, because the properties changed."""
        self._make_form()
        if self._contact is not None:
            self._fill(self._contact)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock the fields; they stay readable."""
        self._locked = locked
        self._scroll.column.setEnabled(not locked)
        self._bar.setEnabled(not locked)

    def can_leave(self) -> bool:
        """Save what was typed before another contact is shown; ask when it cannot be saved."""
        if not self.is_dirty:
            return True
        if not self._problems() and not self._context.undo.locked:
            self.save()
            return True
        name = "the new contact" if self._is_new or self._contact is None else self._contact.name
        return self._context.dialogs.confirm(
            "Changes not saved", f"What you typed for {name} cannot be saved as it is.", "Discard changes", danger=True
        )

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self._fields["firstname"].focus()

    # ------------------------------------------------------------ saving

    @Slot()
    def save(self) -> None:
        """Save what was changed as one edit."""
        if self._contact is None or self._problems() or self._context.undo.locked:
            return
        changed = self._changed()
        if not changed:
            return
        try:
            edit = self._edit(changed)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        self._context.undo.do(edit)
        if self._is_new:
            made = edit.puts[0].after
            if isinstance(made, Contact) and self._context.workspace.contacts.get(made.id) is not None:
                self.show_contact(made)
                self.added.emit(made.id)

    @Slot()
    def revert(self) -> None:
        """Drop what was typed."""
        if self._is_new:
            self._contact = None
            self._is_new = False
            self.new_cancelled.emit()
        else:
            self.show_contact(self._contact)

    def _edit(self, changed: Mapping[str, Value]) -> Edit:
        workspace = self._context.workspace
        if self._is_new:
            return service.add(workspace, changed)
        return service.change(workspace, self.contact_id, changed)

    def _changed(self) -> dict[str, Value]:
        project = self._context.workspace.project()
        return {name: field.read(project) for name, field in self._fields.items() if field.is_changed(project)}

    def _read(self, name: str) -> Value:
        """Give what stands in a field; a text that is no value as it is written."""
        field = self._fields[name]
        try:
            return field.read(self._context.workspace.project())
        except Problem:
            return field.written

    def _problems(self) -> dict[str, str]:
        """Say what is wrong with what was typed; a wrong value that was there before does not stop a save."""
        project = self._context.workspace.project()
        said = {name: f.problem(project) for name, f in self._fields.items() if f.is_changed(project)}
        return {name: sentence for name, sentence in said.items() if sentence}

    # ------------------------------------------------------------ drawing

    def _make_head(self) -> QWidget:
        head = QWidget()
        box = QVBoxLayout(head)
        box.setContentsMargins(16, 16, 16, 8)
        box.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        line.addWidget(self._status)
        box.addLayout(line)
        box.addWidget(self._subtitle)
        box.addWidget(self.instant)
        return head

    def _make_form(self) -> None:
        """Make one editor per property, in groups."""
        box = self._scroll.box
        for section in (self._sequence, self._events, self._why_not):
            section.setParent(None)
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._fields = {}
        definitions = {d.name: d for d in self._context.workspace.project().properties}
        grouped = {name for _, names in _GROUPS for name in names}
        groups = [*_GROUPS, ("Other", tuple(name for name in definitions if name not in grouped))]
        for number, (title, names) in enumerate(groups):
            self._add_heading(title, first=number == 0)
            self._add_group([definitions[name] for name in names if name in definitions])
        box.addWidget(self._sequence)
        box.addWidget(self._events)
        box.addWidget(self._why_not)
        box.addStretch(1)

    def _add_heading(self, title: str, *, first: bool) -> None:
        heading = label(title, "title")
        heading.setContentsMargins(0, 0 if first else 16, 0, 0)
        self._scroll.box.addWidget(heading)

    def _add_group(self, definitions: list[PropertyDefinition]) -> None:
        rows = {}
        for definition in definitions:
            field = PropertyField(definition, self._context.themes, self)
            field.changed.connect(self._check)
            self._fields[definition.name] = field
            rows[definition.name] = field.row
        seconds = {second for _, second in _PAIRS}
        for name, row in rows.items():
            partner = dict(_PAIRS).get(name, "")
            if partner in rows:
                self._scroll.box.addWidget(side_by_side(row, rows[partner]))
            elif name not in seconds:
                self._scroll.box.addWidget(row)

    def _fill(self, contact: Contact) -> None:
        project = self._context.workspace.project()
        for name, field in self._fields.items():
            field.show_value(contact.get(name), project)
        self._show_sections()
        self._check()

    def _show_sections(self) -> None:
        shown = 0 if self._is_new else self.contact_id
        self._sequence.show_contact(shown)
        self._events.show_contact(shown)
        self._why_not.show_contact(shown)
        self.show_moment(self._replay)

    @Slot()
    def _check(self) -> None:
        """Show what is wrong, what the head says, and whether there is something to save."""
        if self._contact is None:
            return
        project = self._context.workspace.project()
        for field in self._fields.values():
            field.show_problem(field.problem(project))
        draft = self._contact.with_values({name: self._read(name) for name in self._fields})
        named = any(draft.get(name) for name in ("firstname", "lastname", "email"))
        self._title.setText(draft.name if named or not self._is_new else "New contact")
        job = str(draft.get("jobtitle") or "")
        at = str(draft.get("company") or "")
        self._subtitle.setText(" · ".join(part for part in (job, at) if part))
        self._subtitle.setVisible(bool(job or at))
        tone, words = toned_status(draft)
        self._status.set_tone(tone)
        self._status.set_text(words)
        dirty = self._is_new or self.is_dirty
        self._bar.show_state(dirty=dirty, valid=not self._problems() and (not self._is_new or self.is_dirty))
