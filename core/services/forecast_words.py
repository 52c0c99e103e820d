"""How a forecast reads: short words for what keeps contacts out, and the sentences made of them.

The counting is in ``core.services.forecast``; the full sentence of a single row is in ``core.rules.sentences``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.model.project import Project
from core.model.reason import Reason, Severity
from core.model.trace import OUTCOME_TONES, Outcome, RowKind

_SHOWN = 4
"""Most groups that a sentence names; the rest are counted together."""
_BY_SENDER = frozenset(
    {
        Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT,
        Reason.INBOX_NOT_CONNECTED,
        Reason.INBOX_NOT_PERSONAL,
        Reason.DAILY_LIMIT_REACHED,
        Reason.SEND_WINDOW_CLOSED,
    }
)
_BY_SEQUENCE = frozenset({Reason.SEQUENCE_DELETED, Reason.SEQUENCE_EMPTY, Reason.ALREADY_ENROLLED})
_SEVERITY_TONES = {Severity.BY_DESIGN: "muted", Severity.NEEDS_ACTION: "skipped", Severity.BROKEN: "broken"}


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that have the same outcome for the same reason.

    Attributes:
        kind: Kind of the rows.
        outcome: What becomes of them.
        reason: Why; ``NONE`` for those that are enrolled.
        count: How many rows.
        sender: Id of the sender it hangs on, 0 where no one sender is to blame.
        sequence: Id of the sequence it hangs on (the one a contact is in already, the deleted one), else 0.
        words: The reason in a few words, e.g. ``Ana’s limit``, ``no inbox: Ben``.
        line: The reason as a line of its own, e.g. ``Ben’s inbox is not connected``.
    """

    kind: RowKind
    outcome: Outcome
    reason: Reason
    count: int
    sender: int = 0
    sequence: int = 0
    words: str = ""
    line: str = ""

    @property
    def severity(self) -> str:
        """What it asks of a person, in words; empty without a reason."""
        return self.reason.severity.value if self.reason else ""

    @property
    def tone(self) -> str:
        """The tone of the theme it has: skips by what they ask of a person, all else by outcome."""
        if self.outcome is Outcome.SKIPPED:
            return _SEVERITY_TONES[self.reason.severity]
        return OUTCOME_TONES[self.outcome]


def hangs_on(reason: Reason, sender: int, sequence: int) -> tuple[int, int]:
    """Give the sender and the sequence that a reason hangs on, 0 for what does not matter to it."""
    return sender if reason in _BY_SENDER else 0, sequence if reason in _BY_SEQUENCE else 0


class Wording:
    """Puts groups into words with the names of one project.

    Arguments:
        project: The project that is played.
    """

    def __init__(self, project: Project) -> None:
        self._senders = short_names({sender.id: sender.name for sender in project.senders})
        self._sequences = {sequence.id: sequence.name for sequence in project.sequences}

    def group(self, kind: RowKind, outcome: Outcome, reason: Reason, count: int, sender: int, sequence: int) -> Group:
        """Make a group with its words."""
        who = self._senders.get(sender, f"user {sender}")
        which = self._sequences.get(sequence, "a lost sequence")
        template = _WORDS.get(reason, (reason.title[:1].lower() + reason.title[1:], ""))
        words, line = (text.format(who=who, whose=whose(who), which=which) for text in template)
        return Group(kind, outcome, reason, count, sender, sequence, words, line or reason.title)


def short_names(names: Mapping[int, str]) -> dict[int, str]:
    """Give first names where nobody else has the same one, full names otherwise."""
    first = {i: name.split()[0] if name.split() else name for i, name in names.items()}
    folded = [name.casefold() for name in first.values()]
    return {i: name if folded.count(name.casefold()) == 1 else names[i] for i, name in first.items()}


def whose(name: str) -> str:
    """Write a name with the ending of what belongs to it."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def largest_first(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Put groups into the order in which they are told."""
    return tuple(sorted(groups, key=lambda g: (-g.count, g.reason, g.sender, g.sequence)))


def plural(number: int, word: str) -> str:
    """Write a number with its word."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def sentence(contacts: int, tries: int, skipped: Sequence[Group], deferred: Sequence[Group], days: int) -> str:
    """Say what comes of all tries to enroll.

    E.g. ``60 contacts: 53 enrolled, 5 skipped (no inbox: Ben), 2 skipped (already in Q4); 11 mails deferred (Ana’s
    limit)``.

    Arguments:
        contacts: How many contacts try.
        tries: How often they try; more than once each when they come to several cards.
        skipped: The groups that skip, largest first.
        deferred: The groups that are put off, largest first.
        days: How many days are played.
    """
    if not tries:
        start = f"No contact reaches an enroll action in {plural(days, 'day')}"
    else:
        enrolled = tries - sum(group.count for group in skipped)
        start = plural(contacts, "contact") + (f", {tries:,} tries" if tries != contacts else "")
        start += ": " + ", ".join([f"{enrolled:,} enrolled" if enrolled else "none enrolled", *_told(skipped)])
        more = sum(group.count for group in skipped[_SHOWN:])
        start += f" and {more:,} more skipped" if more else ""
    return start + _put_off(deferred)


def _told(skipped: Sequence[Group]) -> list[str]:
    return [f"{group.count:,} skipped ({group.words})" for group in skipped[:_SHOWN]]


def _put_off(deferred: Sequence[Group]) -> str:
    told: list[str] = []
    for kind, word in ((RowKind.MAIL, "mail"), (RowKind.ACTION, "action")):
        groups = [group for group in deferred if group.kind is kind]
        if groups:
            words = ", ".join(group.words for group in groups[:2]) + (", …" if len(groups) > 2 else "")
            told.append(f"{plural(sum(group.count for group in groups), word)} deferred ({words})")
    return "; " + ", ".join(told) if told else ""


def card_sentence(contacts: int, tries: int, skipped: int, days: int) -> str:
    """Say how many skip one card, e.g. ``9 of 47 contacts skip this action``.

    Arguments:
        contacts: How many contacts come to it.
        tries: How often they come; more than once each when they enter the workflow again.
        skipped: How many of the tries are skipped.
        days: How many days are played.
    """
    if not tries:
        return f"No contact reaches this action in {plural(days, 'day')}"
    if tries != contacts:
        return f"{skipped or 'None'} of {tries:,} tries {'is' if skipped == 1 else 'are'} skipped"
    if contacts == 1:
        return "The one contact skips this action" if skipped else "The one contact is enrolled"
    if not skipped:
        return f"All {contacts:,} contacts are enrolled"
    number = "All" if skipped == contacts else f"{skipped:,} of"
    return f"{number} {contacts:,} contacts {'skips' if skipped == 1 else 'skip'} this action"


_WORDS = {
    Reason.NONE: ("enrolled", "Enrolled"),
    Reason.ACTION_OFF: ("action off", "The action is switched off"),
    Reason.SUBSCRIPTION_REQUIRED: ("no Enterprise", "The account has no Enterprise subscription"),
    Reason.SEQUENCE_MISSING: ("no sequence chosen", ""),
    Reason.SEQUENCE_DELETED: ("{which} deleted", "“{which}” was deleted"),
    Reason.SEQUENCE_EMPTY: ("{which} has no steps", "“{which}” has no steps"),
    Reason.OWNER_EMPTY: ("no owner", ""),
    Reason.OWNER_UNKNOWN: ("unknown owner", ""),
    Reason.SENDER_MISSING: ("no sender", ""),
    Reason.SENDER_DEACTIVATED: ("deactivated: {who}", "{who} was deactivated"),
    Reason.SENDER_NO_SEAT: ("no seat: {who}", "{who} has no paid seat"),
    Reason.INBOX_NOT_CONNECTED: ("no inbox: {who}", "{whose} inbox is not connected"),
    Reason.INBOX_NOT_PERSONAL: ("team inbox: {who}", "{whose} inbox is not a personal one"),
    Reason.EMAIL_MISSING: ("no email address", ""),
    Reason.EMAIL_INVALID: ("invalid address", ""),
    Reason.UNSUBSCRIBED: ("unsubscribed", ""),
    Reason.UNSUBSCRIBED_PERSONAL: ("opted out", ""),
    Reason.BOUNCED: ("bounced", ""),
    Reason.BLOCKED_ADDRESS: ("address blocked", ""),
    Reason.BLOCKED_DOMAIN: ("domain blocked", ""),
    Reason.PREVIOUSLY_MARKED_AS_SPAM: ("marked as spam", ""),
    Reason.ALREADY_ENROLLED: ("already in {which}", "Already in “{which}”"),
    Reason.DAILY_LIMIT_REACHED: ("{whose} limit", "{whose} daily limit is reached"),
    Reason.SEND_WINDOW_CLOSED: ("send window: {who}", "{whose} queue runs past the send window"),
    Reason.WORKFLOW_OFF: ("workflow off", "The workflow is switched off"),
    Reason.OUTSIDE_WINDOW: ("workflow hours", "Actions may not run at that time"),
    Reason.LOOP_STOPPED: ("loop between workflows", "Workflows set each other off in a loop"),
    Reason.SUPPRESSION_LIST: ("suppression list", ""),
    Reason.GOAL_MET: ("goal met", "Meets the goal already"),
    Reason.NO_LONGER_MATCHES: ("criteria not met", "Does not meet the criteria"),
}
"""Reason to its few words and its line; an empty line stands for the reason's title."""
