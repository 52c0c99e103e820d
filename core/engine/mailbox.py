"""Mailboxes and the senders' desks at them: one queue a mailbox, one mail at a time, within the limits."""

from __future__ import annotations

from bisect import bisect_left, insort
from datetime import UTC, tzinfo

from core.model.instant import DAY, HOUR, Instant
from core.model.reason import Reason
from core.model.sender import Sender
from core.rules.counting import counting_of
from core.rules.rulepack import RulePack


class Mailbox:
    """What has left a mailbox and what is to leave it. Users of one mailbox share it.

    Attributes:
        taken: Instants with a place in the queue, past and to come; ascending.
        planned: Instants at which follow-ups are due that have no place yet, paused ones too; ascending.
        line: Those of ``planned`` that a limit has put off, ascending.
    """

    __slots__ = ("_counting", "_refused", "_spacing", "_version", "_window", "line", "planned", "taken")

    def __init__(self, rules: RulePack, zone: tzinfo = UTC) -> None:
        self.taken: list[Instant] = []
        self.planned: list[Instant] = []
        self.line: list[Instant] = []
        self._spacing = rules.spacing_seconds
        # The longest calendar day has 26 hours, where clocks change by two.
        counted = 2 * DAY if rules.limit_window == "calendar_day" else rules.window_hours * HOUR
        self._window = max(counted, rules.spacing_seconds)
        self._counting = counting_of(rules, zone)
        self._version = 0
        self._refused: tuple[Instant, int, int, tuple[int, int, Instant]] | None = None

    def next_place(self, now: Instant) -> Instant:
        """Give when a mail would leave that joins the queue now."""
        taken = self.taken
        if taken and taken[-1] + self._spacing > now:
            return taken[-1] + self._spacing
        return now

    def take(self, place: Instant) -> None:
        """Take a place in the queue that ``next_place`` gave."""
        self.taken.append(place)
        self._version += 1

    def remember(self, at: Instant, start: Instant) -> None:
        """Count a mail that left before the run starts, when it is still in the window, or holds the queue, then."""
        if start - self._window < at <= start:
            insort(self.taken, at)

    def plan(self, at: Instant) -> None:
        """Note a follow-up that is due at an instant."""
        insort(self.planned, at)
        self._version += 1

    def unplan(self, at: Instant) -> None:
        """Forget a planned follow-up, because it is due now or will never be."""
        _remove(self.planned, at)
        self._version += 1

    def give_back(self, place: Instant) -> None:
        """Give a place in the queue back that will not be used."""
        _remove(self.taken, place)
        self._version += 1

    def refusal(self, now: Instant, limit: int) -> tuple[int, int, Instant] | None:
        """Say why a new enrollment's mail has no room: (counted, limit, free again at); ``None`` when it has."""
        # Fewer mails in all than the limit: no window can be full, however they are counted.
        if len(self.taken) + len(self.planned) < limit:
            return None
        place = self.next_place(now)
        if self._refused and self._refused[:3] == (place, limit, self._version):
            return self._refused[3]
        full = self._counting.refusal(self.taken, self.planned, place, limit)
        if full is None:
            return None
        self._refused = (place, limit, self._version, (full[0], limit, full[1]))
        return self._refused[3]

    def put_off(self, place: Instant, limit: int) -> tuple[int, Instant] | None:
        """Say whether a follow-up that would leave at ``place`` must wait: (counted, first free), else ``None``."""
        if len(self.taken) < limit:
            return None
        return self._counting.put_off(self.taken, self.line, place, limit)

    def line_up(self, until: Instant) -> None:
        """Note that a follow-up was put off until an instant."""
        insort(self.line, until)

    def step_out(self, until: Instant) -> None:
        """Forget that a follow-up was put off, because it is due now or will never be."""
        _remove(self.line, until)


class Desk:
    """A sender at its mailbox.

    Attributes:
        sender: Who sends.
        mailbox: What is counted.
        limit: Mails a day; the sender's own limit or the subscription's default.
        lost: Why the sender can send no follow-up any more, ``NONE`` when it can.
    """

    __slots__ = ("limit", "lost", "mailbox", "sender")

    def __init__(self, sender: Sender, mailbox: Mailbox, limit: int, lost: Reason) -> None:
        self.sender = sender
        self.mailbox = mailbox
        self.limit = limit
        self.lost = lost

    def refusal(self, now: Instant) -> tuple[int, int, Instant] | None:
        """See ``Mailbox.refusal``."""
        return self.mailbox.refusal(now, self.limit)


def empty_desk(sender_id: int, rules: RulePack) -> Desk:
    """Give the desk of a user who is no longer in the account, for people it left behind in a sequence."""
    return Desk(Sender(sender_id, active=False), Mailbox(rules), 0, Reason.SENDER_DEACTIVATED)


def _remove(times: list[Instant], at: Instant) -> None:
    index = bisect_left(times, at)
    if index < len(times) and times[index] == at:
        del times[index]
