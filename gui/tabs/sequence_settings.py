"""The Settings page of a sequence: when steps may run, what ends an enrollment, and how people react in a rehearsal.

Every change is an edit at once; numbers count when the cursor leaves them. Not here: making the edits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from core.model.sequence import Behaviour, FollowUpDays, Sequence, SequenceSettings, Sharing
from gui.context import Context
from gui.forms.choices import Choice
from gui.forms.many import MultiChoice
from gui.tabs.panel_editors import ChoiceBox, ClockLine, WheelGuard
from gui.tabs.panel_parts import ColumnScroll, at_left, name_widget
from gui.widgets.form import FormRow, form_row
from gui.widgets.labels import label
from gui.widgets.switch import ToggleSwitch

_DAYS = {
    FollowUpDays.EVERYDAY: "Every day",
    FollowUpDays.WEEKDAYS_ONLY: "Weekdays only",
    FollowUpDays.BUSINESS_DAYS: "Business days",
}
_SHARING = {
    Sharing.PRIVATE: "Private",
    Sharing.EVERYONE: "Shared with everyone",
    Sharing.SOME: "Shared with some users or teams",
}
_SWITCHES = (
    ("unenroll_on_reply", "A reply ends it", "Change what a reply does"),
    ("unenroll_on_meeting", "A booked meeting ends it", "Change what a meeting does"),
    ("account_based", "A colleague’s reply ends it too", "Change what a colleague’s reply does"),
    ("use_contact_time_zone", "Use the contact’s own time zone where it has one", "Change time zone use"),
)
_HEADINGS = {
    0: ("What ends an enrollment", "Unsubscribing, a bounce and the last step always end it."),
    3: ("Time zone and sharing",),
}
_SHARES = (
    ("reply", "Reply", "of the mails are answered"),
    ("meeting", "Book a meeting", "of the mails lead to a meeting"),
    ("unsubscribe", "Unsubscribe", "of the mails make people unsubscribe"),
    ("bounce", "Bounce", "of the mails come back"),
    ("open", "Open", "of the mails are opened"),
    ("click", "Click", "of the mails have a link clicked"),
)
_ENDINGS = ("reply", "meeting", "unsubscribe", "bounce")
_WIDTH = 440


class SettingsPage(ColumnScroll):
    """Edits the settings of a sequence.

    Signals:
        edited: the settings as they shall be, and what the edit is called.
    """

    edited = Signal(object, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(24, 24, 24, 24))
        name_widget(self, "sequence_settings", "Sequence settings")
        self._context = context
        self._settings = SequenceSettings()
        self._shared_rows: list[FormRow] = []
        self._guard = WheelGuard(self)
        self._form = QWidget()
        columns = QHBoxLayout(self._form)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(48)
        self._column = self._make_column(columns)
        self._make_times()
        self._make_ends()
        self._make_sharing()
        self._column.addStretch(1)
        self._column = self._make_column(columns)
        self._make_behaviour()
        self._column.addStretch(1)
        columns.addStretch(1)
        self.box.addWidget(self._form)
        self.box.addStretch(1)

    def show_settings(self, sequence: Sequence) -> None:
        """Show the settings of a sequence."""
        self._settings = shown = sequence.settings
        self._days.set_value(shown.follow_up_days)
        self._sharing.set_value(shown.sharing)
        self._show_shared(shown)
        for edit, minute in ((self._start, shown.window_start), (self._end, shown.window_end)):
            if edit.minute() != minute and not (edit.hasFocus() and edit.isModified()):
                edit.set_minute(minute)
        for name, switch in self._switches.items():
            switch.setChecked(bool(getattr(shown, name)))
        for name, spin in self._spins.items():
            with QSignalBlocker(spin):
                spin.setValue(int(getattr(shown.behaviour, name)))
        self._check()

    def _show_shared(self, shown: SequenceSettings) -> None:
        """Offer the users and teams there are, and those chosen that are gone."""
        people = sorted(self._context.workspace.project().senders, key=lambda s: s.name.casefold())
        users = [Choice(s.id, s.name or s.email) for s in people if s.active or s.id in shown.shared_users]
        teams = sorted({s.team for s in people if s.team} | set(shown.shared_teams), key=str.casefold)
        for box, choices, chosen in (
            (self._users, users, shown.shared_users),
            (self._teams, [Choice(team, team) for team in teams], shown.shared_teams),
        ):
            box.set_values(())
            box.set_choices(choices)
            box.set_values(chosen)
        for row in self._shared_rows:
            row.setVisible(shown.sharing is Sharing.SOME)

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock the fields; they stay readable."""
        self._form.setEnabled(not locked)

    # ------------------------------------------------------------ making

    def _make_column(self, columns: QHBoxLayout) -> QVBoxLayout:
        holder = QWidget()
        holder.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        columns.addWidget(holder, 4)
        return column

    def _heading(self, title: str, sentence: str = "") -> None:
        heading = label(title, "title")
        heading.setContentsMargins(0, 12 if self._column.count() else 0, 0, 0)
        self._column.addWidget(heading)
        if sentence:
            self._column.addWidget(label(sentence, "muted", wrap=True))

    def _row(self, title: str, editor: QWidget, name: str, **more: str) -> FormRow:
        name_widget(editor, name)
        row = form_row(title, editor if "unit" in more else at_left(editor), buddy=editor, **more)
        self._column.addWidget(row)
        return row

    def _make_times(self) -> None:
        self._heading("When follow-ups run")
        self._days = ChoiceBox(_DAYS.items())
        self._days.setFixedWidth(280)
        self._days.changed.connect(lambda: self._tell("Change follow-up days", follow_up_days=self._days.value()))
        self._row("Follow-up days", self._days, "follow_up_days")
        window = QWidget()
        line = QHBoxLayout(window)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._start, self._end = ClockLine(), ClockLine()
        for edit, name, title in (
            (self._start, "window_start", "Send window from"),
            (self._end, "window_end", "Send window until"),
        ):
            name_widget(edit, name, title)
            edit.minute_changed.connect(self._on_window)
            edit.textChanged.connect(self._check)
        line.addWidget(self._start)
        line.addWidget(label("until", "muted"))
        line.addWidget(self._end)
        line.addStretch(1)
        self._window_row = form_row(
            "Send window", window, buddy=self._start,
            help_text="Follow-up mails leave between these times. The first mail goes at once, on any day.",
        )  # fmt: skip
        self._column.addWidget(self._window_row)

    def _make_ends(self) -> None:
        self._switches: dict[str, ToggleSwitch] = {}
        for number, (name, title, edit_title) in enumerate(_SWITCHES):
            if number in _HEADINGS:
                self._heading(*_HEADINGS[number])
            switch = ToggleSwitch(self._context.themes, title)
            name_widget(switch, name, title)
            switch.clicked.connect(self._switched(name, edit_title))
            self._switches[name] = switch
            self._column.addWidget(switch)

    def _make_sharing(self) -> None:
        self._sharing = ChoiceBox(_SHARING.items())
        self._sharing.setFixedWidth(280)
        self._sharing.changed.connect(lambda: self._tell("Change sharing", sharing=self._sharing.value()))
        self._row(
            "Sharing", self._sharing, "sharing",
            help_text="Sharing never stops a workflow from taking people out of the sequence.",
        )  # fmt: skip
        self._users = MultiChoice(self._context.themes, "No user", joint="and")
        self._teams = MultiChoice(self._context.themes, "No team", joint="and")
        for box, name, title in ((self._users, "shared_users", "Users"), (self._teams, "shared_teams", "Teams")):
            name_widget(box, name)
            box.picked.connect(self._on_shared)
            row = form_row(title, box)
            self._column.addWidget(row)
            self._shared_rows.append(row)

    def _make_behaviour(self) -> None:
        self._heading(
            "How people react in a rehearsal",
            "Made-up reactions, drawn from each contact’s own chance: the same seed gives the same reactions.",
        )
        self._spins: dict[str, QSpinBox] = {}
        for name, title, unit in _SHARES:
            self._spin(name, title, f"% {unit}", 100)
        clock = "By the clock: nights and weekends count, so a task may be done outside the send window."
        self._spin("task_hours", "Tasks are done after", "hours", 24 * 60, help_text=clock)

    def _spin(self, name: str, title: str, unit: str, most: int, **more: str) -> None:
        spin = QSpinBox()
        spin.setRange(0, most)
        spin.setKeyboardTracking(False)
        spin.setFixedWidth(96)
        self._guard.guard(spin)
        spin.valueChanged.connect(self._counted(name, title))
        self._spins[name] = spin
        row = self._row(title, spin, f"behaviour_{name}", unit=unit, **more)
        if name == _ENDINGS[-1]:
            self._ending_row = row

    def _switched(self, name: str, title: str) -> Callable[[bool], None]:
        return lambda on: self._tell(title, **{name: on})

    def _counted(self, name: str, title: str) -> Callable[[int], None]:
        def tell(value: int) -> None:
            behaviour: Behaviour = replace(self._settings.behaviour, **{name: value})
            self._tell(f"Change “{title}”", behaviour=behaviour)

        return tell

    # ------------------------------------------------------------ telling

    def _window_problem(self) -> str:
        start, end = self._start.minute(), self._end.minute()
        if start is None or end is None:
            return "Write times like 08:00 and 18:00."
        return "" if start <= end else "The window ends before it begins; choose a later end."

    @Slot()
    def _check(self, *_: object) -> None:
        self._window_row.set_error(self._window_problem())
        shown = self._settings
        alone = shown.sharing is Sharing.SOME and not (shown.shared_users or shown.shared_teams)
        self._shared_rows[0].set_error("Choose at least one user or team." if alone else "")
        total = sum(self._spins[name].value() for name in _ENDINGS)
        most = f"Together {total} %, but only one of these four follows from a mail: 100 % is the most."
        self._ending_row.set_error(most if total > 100 else "")

    @Slot()
    def _on_window(self) -> None:
        start, end = self._start.minute(), self._end.minute()
        if not self._window_problem() and start is not None and end is not None:
            self._tell("Change send window", window_start=start, window_end=end)

    @Slot()
    def _on_shared(self) -> None:
        users = tuple(value for value in self._users.values() if isinstance(value, int))
        teams = tuple(value for value in self._teams.values() if isinstance(value, str))
        self._tell("Change who it is shared with", shared_users=users, shared_teams=teams)

    def _tell(self, title: str, **values: object) -> None:
        after = replace(self._settings, **values)  # type: ignore[arg-type]
        if after != self._settings:
            self.edited.emit(after, title)
