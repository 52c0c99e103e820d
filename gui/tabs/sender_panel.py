"""The panel that edits one sender: every field of it, checked while typing, saved as one edit.

Not here: the list of senders, and what deleting one does (``gui.tabs.senders``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.model.instant import from_instant, read_local
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.services import contacts, edits
from core.services.values import zone_of_account
from gui import text
from gui.context import Context
from gui.tabs.panel_editors import ChoiceBox, DateLine, ZoneBox
from gui.tabs.panel_parts import ColumnScroll, SaveBar, name_widget, paint_surface, side_by_side
from gui.tabs.sender_hours import HoursLine
from gui.tabs.sender_load import LoadSection
from gui.tabs.sender_words import (
    INBOX_KINDS,
    INBOX_STATES,
    default_sentence,
    default_words,
    shared_with,
    status_of,
    team_names,
)
from gui.widgets.form import FormRow, form_row
from gui.widgets.labels import label
from gui.widgets.state_dot import StateDot
from gui.widgets.switch import ToggleSwitch

_LIMIT_HELP = "0 means none may be sent. Empty means {default}."
_HOURS_HELP = "Mails do not wait for them; the review says which sequences send outside. Empty means not known."


class SenderPanel(QWidget):
    """Edits one sender as a draft."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sender: Sender | None = None
        self._rows: dict[str, FormRow] = {}
        paint_surface(self)
        name_widget(self, "sender_panel", "Sender")
        self._title = label("", "title", wrap=True)
        self._dot = StateDot(context.themes)
        self._status = label("", "muted", wrap=True)
        name_widget(self._status, "sender_status")
        self._scroll = ColumnScroll(self, margins=(16, 16, 16, 16))
        self._make_editors()
        self._make_form()
        self._bar = SaveBar(context.themes, self, "sender_save", "sender")
        self._bar.save_requested.connect(self.save)
        self._bar.revert_requested.connect(self.revert)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll, 1)
        box.addWidget(self._bar)

    @property
    def shown(self) -> Sender | None:
        """The sender shown, as last saved."""
        return self._sender

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return self._sender is not None and (bool(self._problems()) or self._draft() != self._sender)

    def show_sender(self, sender: Sender | None) -> None:
        """Show a sender; anything typed for the one before is dropped."""
        self._sender = sender
        self.setVisible(sender is not None)
        self.load.show_sender(sender)
        if sender is not None:
            self._fill(sender)
            self._check()

    def refresh(self, sender: Sender) -> None:
        """Show the same sender after an edit, keeping what is being typed."""
        if not self.is_dirty:
            self.show_sender(sender)
        else:
            self._sender = sender
            self._check()

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock the fields; they stay readable."""
        self._scroll.column.setEnabled(not locked)
        self._bar.setEnabled(not locked)

    def can_leave(self) -> bool:
        """Save what was typed before another sender is shown; ask when it cannot be saved."""
        if not self.is_dirty or self._sender is None:
            return True
        if not self._problems() and not self._context.undo.locked:
            self.save()
            return True
        name = self._sender.name or "this sender"
        return self._context.dialogs.confirm(
            "Changes not saved", f"What you typed for {name} cannot be saved as it is.", "Discard changes", danger=True
        )

    @Slot()
    def save(self) -> None:
        """Save the draft as one edit."""
        if self._sender is None or self._problems() or self._context.undo.locked:
            return
        draft = self._draft()
        if draft == self._sender:
            return
        # The draft stops being one when the change comes back through `refresh`: an edit may be refused.
        self._context.undo.do(edits.changed(self._sender, draft, f"Change sender “{draft.name}”"))

    @Slot()
    def revert(self) -> None:
        """Drop what was typed."""
        self.show_sender(self._sender)

    def focus_name(self) -> None:
        """Put the cursor into the name, all of it selected."""
        self._name.setFocus()
        self._name.selectAll()

    def _make_editors(self) -> None:
        themes = self._context.themes
        self._name = QLineEdit()
        self._email = QLineEdit()
        self._active = ToggleSwitch(themes, "Active")
        self._seat = ChoiceBox((seat, seat.label) for seat in Seat)
        self._kind = ChoiceBox(INBOX_KINDS.items())
        self._state = ChoiceBox(INBOX_STATES.items())
        self._changed = DateLine(themes, with_time=True)
        self._mailbox = QLineEdit()
        self._provider = QLineEdit()
        self._provider.setPlaceholderText("Gmail")
        self._limit = QLineEdit()
        self._limit.setMaximumWidth(120)
        self._team = QLineEdit()
        self._zone = ZoneBox()
        self._hours = HoursLine()
        self.load = LoadSection(self._context)
        for line in (self._name, self._email, self._changed, self._mailbox, self._provider, self._limit, self._team):
            line.textEdited.connect(self._check)
        for choice in (self._seat, self._kind, self._state):
            choice.changed.connect(self._check)
        self._zone.changed.connect(self._check)
        self._hours.changed.connect(self._check)
        self._active.clicked.connect(self._check)

    def _make_form(self) -> None:
        box = self._scroll.box
        box.addWidget(self._title)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._dot)
        line.addWidget(self._status, 1)
        box.addLayout(line)
        box.addWidget(self._row("name", "Name", self._name))
        box.addWidget(self._row("email", "Email", self._email))
        name_widget(self._active, "field_active", "Active")
        box.addWidget(self._active)
        box.addWidget(self._row("seat", "Seat", self._seat))
        box.addWidget(
            side_by_side(
                self._row("inbox_kind", "Inbox", self._kind), self._row("inbox_state", "Inbox state", self._state)
            )
        )
        box.addWidget(self._row("inbox_changed", "Disconnected since", self._changed))
        box.addWidget(self._row("limit", "Daily send limit", self._limit, unit="mails in 24 hours"))
        box.addWidget(self._row("mailbox", "Mailbox", self._mailbox))
        box.addWidget(
            side_by_side(self._row("provider", "Mail provider", self._provider), self._row("team", "Team", self._team))
        )
        box.addWidget(self._row("time_zone", "Time zone", self._zone))
        box.addWidget(self._row("hours", "Working hours", self._hours))
        self._rows["hours"].set_help(_HOURS_HELP)
        box.addWidget(self.load)
        box.addStretch(1)

    def _row(self, name: str, title: str, editor: QWidget, unit: str = "") -> FormRow:
        name_widget(editor, f"field_{name}", title)
        self._rows[name] = row = form_row(title, editor, unit=unit)
        return row

    def _project(self) -> Project:
        return self._context.workspace.project()

    def _fill(self, sender: Sender) -> None:
        project = self._project()
        self._name.setText(sender.name)
        self._email.setText(sender.email)
        self._active.setChecked(sender.active)
        self._seat.set_value(sender.seat)
        self._kind.set_value(sender.inbox_kind)
        self._state.set_value(sender.inbox_state)
        self._changed.setText(_written(sender.inbox_changed, zone_of_account(project)))
        self._mailbox.setText(sender.mailbox)
        self._provider.setText(sender.provider)
        self._limit.setText("" if sender.limit is None else str(sender.limit))
        self._team.setText(sender.team)
        self._zone.set_value(sender.time_zone)
        self._hours.set_hours(sender.work_start, sender.work_end)
        self._team.setCompleter(_completer(team_names(project), self._team))
        for line in (self._name, self._email, self._mailbox, self._provider, self._team):
            line.setCursorPosition(0)

    def _draft(self) -> Sender:
        """Give the sender as the fields say; fields with a problem keep their saved value."""
        assert self._sender is not None
        hours = self._hours.hours() or (self._sender.work_start, self._sender.work_end)
        seat, kind, state = self._seat.value(), self._kind.value(), self._state.value()
        assert isinstance(seat, Seat)
        assert isinstance(kind, InboxKind)
        assert isinstance(state, InboxState)
        limit = self._limit.text().strip().replace(",", "")
        return replace(
            self._sender,
            name=self._name.text().strip(),
            email=self._email.text().strip(),
            seat=seat,
            inbox_kind=kind,
            inbox_state=state,
            inbox_changed=self._read_changed(),
            mailbox=self._mailbox.text().strip(),
            provider=self._provider.text().strip(),
            limit=int(limit) if limit.isdecimal() else None,
            team=self._team.text().strip(),
            time_zone=self._zone.value(),
            active=self._active.isChecked(),
            work_start=hours[0],
            work_end=hours[1],
        )

    def _read_changed(self) -> int | None:
        """Read the moment of disconnection; an unchanged text keeps the saved second."""
        assert self._sender is not None
        zone = zone_of_account(self._project())
        written = self._changed.text().strip()
        if written == _written(self._sender.inbox_changed, zone):
            return self._sender.inbox_changed
        try:
            return read_local(written, zone) if written else None
        except Problem:
            return self._sender.inbox_changed

    def _problems(self) -> dict[str, str]:
        """Say what is wrong, field by field."""
        project = self._project()
        found: dict[str, str] = {}
        if not self._name.text().strip():
            found["name"] = "A sender needs a name."
        for name, line in (("email", self._email), ("mailbox", self._mailbox)):
            written = line.text().strip()
            sentence = contacts.problems_of(project, {"email": written}).get("email") if written else None
            if sentence:
                found[name] = sentence
        zone = contacts.problems_of(project, {"hs_timezone": self._zone.value()}).get("hs_timezone")
        if self._zone.value() and zone:
            found["time_zone"] = zone
        limit = self._limit.text().strip().replace(",", "")
        if limit and not (limit.isdecimal() and len(limit) <= 7):
            found["limit"] = "Type a whole number, 0 or more, or leave it empty."
        if self._hours.hours() is None:
            found["hours"] = "Write both like 09:00 and 17:00, the end after the start, or leave both empty."
        written = self._changed.text().strip()
        try:
            if written:
                read_local(written, zone_of_account(project))
        except Problem as problem:
            found["inbox_changed"] = problem.sentence
        return found

    @Slot()
    def _check(self, *_: object) -> None:
        """Show what the draft means: status, hints, problems, and whether it can be saved."""
        if self._sender is None:
            return
        project, draft, problems = self._project(), self._draft(), self._problems()
        for name, row in self._rows.items():
            row.set_error(problems.get(name, ""))
        tone, sentence = status_of(project, draft)
        self._title.setText(draft.name or "New sender")
        self._dot.set_state(tone, sentence)
        self._status.setText(sentence)
        default = default_words(project)
        self._limit.setPlaceholderText(default)
        self._rows["limit"].set_help(_limit_help(default_sentence(project), shared_with(project, draft)))
        self._rows["mailbox"].set_help(_mailbox_help(shared_with(project, draft)))
        self._mailbox.setPlaceholderText(draft.email)
        self._zone.show_when_empty(f"The account’s: {project.account.time_zone}")
        self._rows["inbox_changed"].setVisible(draft.inbox_state is InboxState.DISCONNECTED)
        self._bar.show_state(dirty=bool(problems) or draft != self._sender, valid=not problems)


def _completer(names: Sequence[str], owner: QWidget) -> QCompleter:
    made = QCompleter(list(names), owner)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    return made


def _limit_help(default: str, others: Sequence[Sender]) -> str:
    said = _LIMIT_HELP.format(default=default)
    if others:
        said += f" Shares its limit with {text.join_words([s.name for s in others])}."
    return said


def _mailbox_help(others: Sequence[Sender]) -> str:
    if others:
        return f"Shared with {text.join_words([s.name for s in others])}: mails of all of them count together."
    return "The address mails leave from; empty means the sender’s own email."


def _written(instant: int | None, zone: tzinfo) -> str:
    return "" if instant is None else f"{from_instant(instant, zone):%Y-%m-%d %H:%M}"
