"""Sequences: steps, settings, how people react to them, and who is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from core.model.instant import Instant


class StepKind(Enum):
    """The six kinds of step (KB create-and-edit-sequences, 18 Mar 2024)."""

    EMAIL = "email"
    MANUAL_EMAIL = "manual_email"
    CALL = "call"
    TODO = "todo"
    INMAIL = "inmail"
    CONNECTION_REQUEST = "connection_request"

    @property
    def label(self) -> str:
        """The step kind's name on screen."""
        return _STEP_LABELS[self]

    @property
    def is_task(self) -> bool:
        """Whether the sender does it by hand."""
        return self is not StepKind.EMAIL


_STEP_LABELS = {
    StepKind.EMAIL: "Automated email",
    StepKind.MANUAL_EMAIL: "Manual email task",
    StepKind.CALL: "Call task",
    StepKind.TODO: "To-do task",
    StepKind.INMAIL: "LinkedIn InMail task",
    StepKind.CONNECTION_REQUEST: "LinkedIn connection request",
}


class FollowUpDays(Enum):
    """Days on which follow-up steps may run."""

    EVERYDAY = "EVERYDAY"
    WEEKDAYS_ONLY = "WEEKDAYS_ONLY"
    BUSINESS_DAYS = "BUSINESS_DAYS"


class Sharing(Enum):
    """Who may see and use a sequence; it never blocks unenrolling (S12)."""

    PRIVATE = "private"
    EVERYONE = "everyone"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sequence.

    Attributes:
        kind: What happens.
        subject: Subject of the mail or title of the task.
        body: Text of the mail, with tokens such as ``{{ contact.firstname }}``, or notes of the task.
        delay_days: Days after the step before it, 0 to 90; 0 on the first step means at once.
        hold: For a task: the sequence waits until it is done.
    """

    kind: StepKind = StepKind.EMAIL
    subject: str = ""
    body: str = ""
    delay_days: int = 0
    hold: bool = True


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How made-up people react, in percent of the mails sent; drawn from each contact's own random source.

    Attributes:
        reply: Share of mails that are answered.
        meeting: Share of mails whose meetings link is used.
        unsubscribe: Share of mails whose unsubscribe link is used.
        bounce: Share of mails that bounce.
        task_hours: Hours by the clock, nights and weekends too, that a sender takes to complete a task.
        open: Share of mails that are opened; opening ends nothing.
        click: Share of mails in which a link is clicked; clicking ends nothing.
    """

    reply: int = 0
    meeting: int = 0
    unsubscribe: int = 0
    bounce: int = 0
    task_hours: int = 24
    open: int = 0
    click: int = 0


@dataclass(frozen=True, slots=True)
class SequenceSettings:
    """Settings of a sequence.

    Attributes:
        follow_up_days: Days on which follow-ups may run.
        window_start: First minute of the day at which follow-up mails may leave.
        window_end: Last minute of the day, not before ``window_start``.
        unenroll_on_reply: A reply ends the enrollment.
        unenroll_on_meeting: A booked meeting ends it.
        account_based: A reply or meeting of a colleague at the same company ends the enrollment too.
        use_contact_time_zone: Days and windows follow the contact's own time zone where it has one.
        sharing: Who may see it.
        behaviour: How people react.
        shared_users: With ``SOME``: ids of the senders it is shared with.
        shared_teams: With ``SOME``: names of the teams it is shared with.
    """

    follow_up_days: FollowUpDays = FollowUpDays.WEEKDAYS_ONLY
    window_start: int = 8 * 60
    window_end: int = 18 * 60
    unenroll_on_reply: bool = True
    unenroll_on_meeting: bool = True
    account_based: bool = False
    use_contact_time_zone: bool = False
    sharing: Sharing = Sharing.EVERYONE
    behaviour: Behaviour = field(default_factory=Behaviour)
    shared_users: tuple[int, ...] = ()
    shared_teams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sales sequence.

    Attributes:
        id: Row in the workspace; 0 for a new one.
        name: Name on screen.
        steps: Its steps in order.
        settings: Its settings.
        owner: Id of the sender who made it, 0 when unknown.
        deleted: When it was deleted; it is kept so that cards and logs can name it (S8).
        folder: The folder it lies in on the Sequences tab; empty for none.
    """

    id: int = 0
    name: str = ""
    steps: tuple[Step, ...] = ()
    settings: SequenceSettings = field(default_factory=SequenceSettings)
    owner: int = 0
    deleted: Instant | None = None
    folder: str = ""

    @property
    def mails(self) -> int:
        """How many automated mails it sends."""
        return sum(step.kind is StepKind.EMAIL for step in self.steps)


class EnrollmentState(Enum):
    """Whether a standing enrollment goes on."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A contact that is in a sequence before any rehearsal begins.

    Attributes:
        contact: Contact id.
        sequence: Sequence id.
        sender: Sender id.
        since: When the contact was enrolled.
        next_step: Index of the step that comes next, 0-based.
        state: Active or paused.
        by: Who put the contact there, in words, e.g. ``Ana Ruiz`` or a workflow's name.
        id: Row in the workspace; 0 for a new one.
    """

    contact: int
    sequence: int
    sender: int
    since: Instant
    next_step: int = 1
    state: EnrollmentState = EnrollmentState.ACTIVE
    by: str = ""
    id: int = 0
