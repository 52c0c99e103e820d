"""How people react to a mail: opens, clicks, replies, meetings, unsubscribing, bouncing; drawn for each contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.engine.chance import draw
from core.engine.ticket import Ticket
from core.model.event import EventKind
from core.model.instant import HOUR, MINUTE, Instant
from core.model.sequence import Sequence

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal

_PURPOSES = 8
"""Random numbers set aside for one mail, so that one decision says nothing of another."""


class Reactions:
    """Draws what follows from a mail of one sequence.

    Arguments:
        sequence: The sequence; its behaviour holds the shares in percent.
        run: The run.

    Attributes:
        any: Whether anybody reacts at all.
    """

    def __init__(self, sequence: Sequence, run: Rehearsal) -> None:
        behaviour = sequence.settings.behaviour
        self._run = run
        self._base = sequence.id * 100 * _PURPOSES
        # At most one of these follows from a mail; one number is compared with them in this order.
        endings = (
            (behaviour.bounce, EventKind.BOUNCED),
            (behaviour.unsubscribe, EventKind.UNSUBSCRIBED),
            (behaviour.reply, EventKind.REPLIED),
            (behaviour.meeting, EventKind.MEETING_BOOKED),
        )
        self._endings = tuple((share, kind) for share, kind in endings if share)
        self._open, self._click = behaviour.open, behaviour.click
        self.any = bool(self._endings or self._open or self._click)

    def to_mail(self, now: Instant, ticket: Ticket, step: int) -> None:
        """Lay out what follows from a mail that has just left."""
        purpose = self._base + step * _PURPOSES
        self._ending(now, ticket, purpose)
        if self._open and self._dice(ticket, purpose + 2, 100) < self._open:
            self._push(now + 5 * MINUTE + self._dice(ticket, purpose + 3, 23 * HOUR), EventKind.OPENED, ticket)
        if self._click and self._dice(ticket, purpose + 4, 100) < self._click:
            self._push(now + 6 * MINUTE + self._dice(ticket, purpose + 5, 24 * HOUR), EventKind.CLICKED, ticket)

    def _ending(self, now: Instant, ticket: Ticket, purpose: int) -> None:
        dice = self._dice(ticket, purpose, 100) if self._endings else 0
        for share, kind in self._endings:
            if dice < share:
                later = MINUTE if kind is EventKind.BOUNCED else HOUR + self._dice(ticket, purpose + 1, 47 * HOUR)
                self._push(now + later, kind, ticket)
                return
            dice -= share

    def _dice(self, ticket: Ticket, purpose: int, below: int) -> int:
        return draw(self._run.seed, self._run.ids[ticket.index], purpose, below)

    def _push(self, at: Instant, kind: EventKind, ticket: Ticket) -> None:
        self._run.push(at, self._run.happenings.reaction(kind), [ticket])
