"""The sentence of a log row: what happened, with names and numbers, from the row and the run's frozen project.

What the facts ``a``, ``b`` and ``c`` of a row mean is known here and where the row is written (``core.actions``,
``core.engine``), nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from core.model.contact_list import ContactList
from core.model.day_names import DAYS, MONTHS
from core.model.event import EventKind, ScriptedEvent
from core.model.instant import DAY, Instant, from_instant
from core.model.problem import Problem
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import InboxState, Sender
from core.model.sequence import Sequence, StepKind
from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.model.workflow import Action, Workflow
from core.rules import rulepack

_KINDS = tuple(EventKind)
_NEVER = 1 << 40
_REMEMBERED = 50_000


def detail(event: TraceEvent, cast: Cast, zone: tzinfo) -> str:
    """Say in one sentence what a row tells of, e.g. ``50 of 50 in 24 h; free again Wed 14 Jan 09:12``."""
    return _Sentence(event, cast, zone).told()


class Sentences:
    """The sentences of one run's rows: each is made once, however many rows it fits.

    Few sentences look at the row's contact or its time; the other rows with the same facts say the same. Which of the
    two a sentence looks at hangs on the other facts alone.

    Arguments:
        cast: What the rows point to.
        zone: The time zone times are told in.
    """

    def __init__(self, cast: Cast, zone: tzinfo) -> None:
        self._cast = cast
        self._zone = zone
        self._said: dict[tuple[int, ...], str] = {}

    def of(self, row: TraceRow) -> str:
        """Give what ``detail`` says of a row."""
        said = self._said.get(row[2:])
        if said is None:
            said = self._said.get((row[0], *row[2:]))
        return self._made(row) if said is None else said

    def _made(self, row: TraceRow) -> str:
        sentence = _Sentence(TraceEvent(*row), self._cast, self._zone)
        said = sentence.told()
        if len(self._said) >= _REMEMBERED:
            self._said.clear()
        if not sentence.looked_at_contact:
            # The two kinds of key differ in length.
            self._said[(row[0], *row[2:]) if sentence.looked_at_time else row[2:]] = said
        return said


class _Sentence:
    """Words for one row, and which of its contact and its time they hang on."""

    def __init__(self, event: TraceEvent, cast: Cast, zone: tzinfo) -> None:
        self._event = event
        self._cast = cast
        self._zone = zone
        self.looked_at_contact = False
        self.looked_at_time = False

    def told(self) -> str:
        """Say what the row tells of."""
        event = self._event
        kind = RowKind(event.kind)
        if event.outcome in (Outcome.SKIPPED, Outcome.DEFERRED):
            return self.reason()
        if kind is RowKind.SEQUENCE:
            return self.left()
        if kind is RowKind.MAIL:
            return self.mail()
        if kind is RowKind.TASK:
            return self.task()
        if kind is RowKind.EVENT:
            return self.event()
        if kind is RowKind.TRIGGER:
            return self.left_workflow() if event.outcome == Outcome.LEFT else "Entered the workflow."
        return self.action()

    def reason(self) -> str:
        """Say why something was skipped or put off."""
        event = self._event
        reason = Reason(event.reason)
        special: dict[Reason, Callable[[], str]] = {
            Reason.SEQUENCE_DELETED: self._sequence_deleted,
            Reason.SEQUENCE_EMPTY: lambda: f"“{self._sequence_name(event.sequence)}” has no steps.",
            Reason.OWNER_UNKNOWN: self._owner_unknown,
            Reason.LOOP_STOPPED: self._loop_stopped,
            Reason.SENDER_DEACTIVATED: lambda: f"{self._sender_name()} was deactivated.",
            Reason.SENDER_NO_SEAT: self._no_seat,
            Reason.INBOX_NOT_CONNECTED: self._not_connected,
            Reason.INBOX_NOT_PERSONAL: lambda: (
                f"{self._sender_name()} has a team inbox; sequences need a personal one."
            ),
            Reason.ALREADY_ENROLLED: self._already_enrolled,
            Reason.DAILY_LIMIT_REACHED: self._limit,
            Reason.OUTSIDE_WINDOW: self._outside,
            Reason.WORKFLOW_OFF: self._workflow_off,
            Reason.SEND_WINDOW_CLOSED: lambda: f"The queue runs past the send window; due {self._when(event.c)}.",
        }
        return special[reason]() if reason in special else _PLAIN.get(reason, f"{reason.title}.")

    def _owner_unknown(self) -> str:
        if not self._event.sender:
            return "The owner property holds something that is no user of the account."
        return f"The owner property names user {self._event.sender}, who is not in the account."

    def _loop_stopped(self) -> str:
        if self._event.kind == RowKind.TRIGGER:
            return "The contact came back again and again at the same moment: workflows set each other off in a loop."
        return "The contact came round twice at the same moment: two workflows enroll into each other."

    def left(self) -> str:
        """Say how an enrollment ended."""
        event = self._event
        name = self._sequence_name(event.sequence)
        reason = Reason(event.reason)
        if reason is Reason.FINISHED:
            return f"Finished “{name}”."
        if reason is Reason.UNENROLLED_BY_WORKFLOW:
            workflow = self._cast.workflow_at(event.place)
            return f"Taken out of “{name}” by the workflow “{workflow.name if workflow else '?'}”."
        if reason is Reason.SENDER_LOST:
            return f"Left “{name}”: {self._sender_name()} can no longer send ({Reason(event.b).title.lower()})."
        return f"Left “{name}”: {reason.title[:1].lower()}{reason.title[1:]}."

    def left_workflow(self) -> str:
        """Say why a contact left a workflow before its end."""
        workflow = self._cast.workflow_at(self._event.place)
        reason = Reason(self._event.reason)
        name = f"“{workflow.name}”" if workflow else "the workflow"
        return f"Left {name}: {reason.title[:1].lower()}{reason.title[1:]}."

    def mail(self) -> str:
        """Say which mail left."""
        event = self._event
        sequence = self._cast.sequences.get(event.sequence)
        subject = sequence.steps[event.step - 1].subject if sequence and event.step <= len(sequence.steps) else ""
        text = f"“{subject}”" if subject else "A mail with no subject"
        if event.a:
            tokens = "a placeholder token" if event.a == 1 else f"{event.a} placeholder tokens"
            return f"{text} went out with the text of {tokens}."
        return f"{text} sent."

    def task(self) -> str:
        """Say what became of a task."""
        event = self._event
        sequence = self._cast.sequences.get(event.sequence)
        step = sequence.steps[event.step - 1] if sequence and event.step <= len(sequence.steps) else None
        name = f"{step.kind.label}: {step.subject}" if step and step.subject else (step.kind.label if step else "Task")
        if event.a == 1:
            return f"{name} — created for {self._sender_name()}."
        # Nights and weekends count: made-up people take so long by the clock, whatever the send window.
        hours = sequence.settings.behaviour.task_hours if sequence else 0
        taken = f", {hours:,} clock hour{'' if hours == 1 else 's'} after it was created" if hours else ""
        return f"{name} — completed for {self._sender_name()}{taken}."

    def event(self) -> str:
        """Say what the contact did."""
        event = self._event
        kind = _KINDS[event.a - 1]
        scripted = next((e for e in self._cast.project.script if e.id == event.b), None) if event.b else None
        about = self._about(kind, scripted) if scripted else ""
        text = f"{kind.label}: {about}" if about else kind.label
        if kind is EventKind.MEETING_BOOKED and event.sender:
            text += f" with {self._sender_name()}"
        return f"{text}."

    def _about(self, kind: EventKind, event: ScriptedEvent) -> str:
        """Name what a scripted event is about: a form, a sender, a sequence, a workflow, a property, a list."""
        project = self._cast.project
        if kind is EventKind.SEQUENCE_DELETED:
            return f"“{self._sequence_name(event.sequence)}”"
        if kind in (EventKind.WORKFLOW_OFF, EventKind.WORKFLOW_ON, EventKind.ENROLLED_BY_HAND):
            workflow = project.workflow(event.workflow)
            return f"“{workflow.name}”" if workflow else "a workflow that is not played"
        if kind is EventKind.PROPERTY_CHANGED:
            definition = project.property(event.property)
            label = definition.label if definition else event.property
            return f"{label} → {'nothing' if event.value in (None, '') else event.value}"
        if kind is EventKind.LIST_JOINED and isinstance(event.value, int):
            found = project.contact_list(event.value)
            return f"“{found.name}”" if found else "a lost list"
        if kind is EventKind.LIMIT_CHANGED:
            # What is no number of mails means the default, as the engine takes it.
            given = type(event.value) is int and event.value >= 0
            limit = f"{event.value} a day" if given else "the default"
            return f"{self._sender_name()}, {limit}"
        return self._sender_name() if kind.breaks else event.detail

    def action(self) -> str:
        """Say what an action did."""
        event = self._event
        card = self._cast.card_at(event.place)
        if card is None:
            return ""
        project = self._cast.project
        special: dict[str, Callable[[], str]] = {
            "enroll_in_sequence": self._enrolled,
            "unenroll_from_sequence": lambda: (
                f"Was in “{self._sequence_name(event.sequence)}” since {self._when(event.a)}."
            ),
            "delay": lambda: f"Waits until {self._when(event.a)}.",
            "delay_until": lambda: f"Waits until {self._when(event.a)}.",
            "delay_until_event": self._awaits,
            "rotate_owner": self._rotated,
            "create_task": lambda: self._task_created(card.action),
            "notification": self._notified,
            "add_to_list": lambda: f"Put on {_quoted(project.contact_list(event.a), 'list')}.",
            "remove_from_list": lambda: f"Taken off {_quoted(project.contact_list(event.a), 'list')}.",
            "go_to_workflow": lambda: f"Sent to {_quoted(project.workflow(event.a), 'workflow')} too.",
            "add_note": lambda: "Note added.",
        }
        if card.action.kind in special:
            return special[card.action.kind]()
        if card.branches and event.a:
            return f"Goes on with “{card.action.branch_names()[event.a - 1]}”."
        return ""

    def _enrolled(self) -> str:
        event = self._event
        sequence = self._cast.sequences.get(event.sequence)
        mails = sequence is not None and bool(sequence.steps) and sequence.steps[0].kind is StepKind.EMAIL
        first = f"first mail {self._when(event.a)}" if mails else "first task at once"
        return f"{self._sequence_name(event.sequence)}, {first}."

    def _awaits(self) -> str:
        label = _KINDS[self._event.b - 1].label
        return f"Waits for “{label}”, until {self._when(self._event.a)} at the latest."

    def _rotated(self) -> str:
        if self._event.a:
            return f"Keeps {self._sender_name()} as owner." if self._sender() else "Keeps its owner."
        return f"Given to {self._sender_name()}."

    def _task_created(self, action: Action) -> str:
        # The title is in the action, whose type this floor does not know.
        subject, kind = getattr(action, "subject", ""), getattr(getattr(action, "task_type", None), "label", "Task")
        whose = self._sender_name() if self._event.sender else "nobody"
        return f"{kind} “{subject}” for {whose}, due {self._when(self._event.a)}."

    def _notified(self) -> str:
        event = self._event
        if event.sender and event.a == 1:
            return f"Sent to the contact owner, {self._sender_name()}."
        among = f", the contact owner {self._sender_name()} among them" if event.sender else ""
        return f"Sent to {event.a:,} user{'' if event.a == 1 else 's'}{among}."

    def _workflow_off(self) -> str:
        # An action that enrolls in another workflow names that one as its first fact.
        if self._event.a:
            return "The other workflow is not on in this rehearsal, so nobody enters it."
        return "The workflow was switched off while the contact was in it."

    def _sequence_deleted(self) -> str:
        sequence = self._cast.sequences.get(self._event.sequence)
        if sequence is None:
            return "The sequence was deleted."
        return f"“{sequence.name}” was deleted{self._on_day(sequence.deleted)}."

    def _no_seat(self) -> str:
        sender = self._sender()
        # The cast is as the run began: a user who held the right seat then has lost it meanwhile.
        held = ""
        if sender and sender.seat.value != "none":
            held = " any more" if sender.seat.is_enterprise else f" (holds: {sender.seat.label})"
        return f"{self._sender_name()} has no paid Sales or Service Hub Enterprise seat{held}."

    def _not_connected(self) -> str:
        sender = self._sender()
        if sender is None or sender.inbox_state is InboxState.NEVER:
            return f"{self._sender_name()} has never connected an inbox."
        provider = f"{sender.provider} " if sender.provider else ""
        return f"{self._possessive(sender)} {provider}inbox was disconnected{self._on_day(sender.inbox_changed)}."

    def _already_enrolled(self) -> str:
        event = self._event
        if event.c:
            workflow = self._cast.workflow_at(event.c)
            by = f"by the workflow “{workflow.name}”" if workflow else "by a workflow"
        else:
            self.looked_at_contact = True
            standing = next((e for e in self._cast.project.enrollments if e.contact == event.contact), None)
            by = f"by {standing.by}" if standing and standing.by else "by hand"
        return f"In “{self._sequence_name(event.a)}” since {self._when(event.b)}, enrolled {by}."

    def _limit(self) -> str:
        event = self._event
        free = f"free again {self._when(event.c)}" if event.c < _NEVER else "none may be sent"
        verb = "put off: " if event.outcome == Outcome.DEFERRED else ""
        return f"{self._sender_name()}: {verb}{event.a:,} of {event.b:,} mails {self._window()}; {free}."

    def _window(self) -> str:
        try:
            rules = rulepack.load(self._cast.project.account.rule_pack)
        except Problem:
            # A log stays readable when its rule pack is gone.
            return "in the window"
        return "on that day" if rules.limit_window == "calendar_day" else f"in {rules.window_hours} h"

    def _outside(self) -> str:
        if self._event.c >= _NEVER:
            return "The workflow has no time left at which actions may run."
        return f"Actions may not run now; moved to {self._when(self._event.c)}."

    def _sender(self) -> Sender | None:
        return self._cast.senders.get(self._event.sender)

    def _sender_name(self) -> str:
        sender = self._sender()
        return sender.name if sender else "The sender"

    def _sequence_name(self, sequence_id: int) -> str:
        sequence: Sequence | None = self._cast.sequences.get(sequence_id)
        return sequence.name if sequence else "a lost sequence"

    @staticmethod
    def _possessive(sender: Sender) -> str:
        return f"{sender.name}’" if sender.name.endswith("s") else f"{sender.name}’s"

    def _on_day(self, instant: Instant | None) -> str:
        if instant is None:
            return ""
        moment = from_instant(instant, self._zone)
        return f" on {moment.day} {MONTHS[moment.month - 1]} {moment.year}"

    def _when(self, instant: Instant) -> str:
        self.looked_at_time = True
        moment = from_instant(instant, self._zone)
        time = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
        if 0 <= instant - self._event.time < DAY and moment.day == from_instant(self._event.time, self._zone).day:
            return time
        # Own names, not the system's: a log must read the same on every machine.
        return f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {time}"


def _quoted(thing: ContactList | Workflow | None, kind: str) -> str:
    return f"the {kind} “{thing.name}”" if thing else f"a lost {kind}"


_PLAIN = {
    Reason.ACTION_OFF: "The card is switched off.",
    Reason.SUBSCRIPTION_REQUIRED: "The workflows tool enrolls only with Sales or Service Hub Enterprise.",
    Reason.SEQUENCE_MISSING: "No sequence is chosen on the card.",
    Reason.OWNER_EMPTY: "The contact has no owner, so there is nobody to send.",
    Reason.SENDER_MISSING: "No sender is chosen on the card, or the user is gone.",
    Reason.EMAIL_MISSING: "The contact has no email address.",
    Reason.EMAIL_INVALID: "The contact’s email address cannot be one.",
    Reason.UNSUBSCRIBED: "The contact has unsubscribed from all email.",
    Reason.UNSUBSCRIBED_PERSONAL: "The contact has opted out of one-to-one email.",
    Reason.BOUNCED: "Earlier mail to this address bounced.",
    Reason.BLOCKED_ADDRESS: "The address is blocked.",
    Reason.BLOCKED_DOMAIN: "The address’s domain is blocked.",
    Reason.PREVIOUSLY_MARKED_AS_SPAM: "The contact has marked earlier mail as spam.",
    Reason.NOT_OWNED: "There is nobody to give it to.",
    Reason.SUPPRESSION_LIST: "The contact is on a suppression list of the workflow, so it does not enter.",
    Reason.GOAL_MET: "The contact meets the workflow’s goal already, so it does not enter.",
    Reason.NO_LONGER_MATCHES: "The contact does not meet the workflow’s criteria, so it does not enter.",
    Reason.NOT_ENROLLED: "The contact is in no sequence.",
    Reason.ACTION_UNKNOWN: "This version of Cadenza does not know the action.",
    Reason.FIELD_MISSING: "A field of the card is not filled in.",
}
