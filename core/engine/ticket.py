"""One contact's enrollment in play: a small mutable record, because a run holds hundreds of thousands of them."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from core.engine.mailbox import Desk
from core.model.instant import Instant

if TYPE_CHECKING:
    from core.engine.sequences import SequencePlay


class Ticket:
    """One contact's enrollment in play.

    Attributes:
        index: The contact's index.
        script: The sequence's play.
        desk: Who sends.
        since: When it began; steps keep its time of day.
        place: The card that enrolled it, 0 for a standing enrollment.
        step: Index of the step that comes next.
        at: When that step is due, or when its mail leaves.
        queued: Whether its mail has a place in the mailbox's queue.
        deferred: Whether a limit put the step off.
        paused: Whether it stands still.
        paused_at: When it was paused.
        active: False once it has ended.
        zone: Time zone its calendar follows.
    """

    __slots__ = (
        "active", "at", "deferred", "desk", "index", "paused", "paused_at", "place", "queued", "script", "since",
        "step", "zone",
    )  # fmt: skip

    def __init__(self, index: int, script: SequencePlay, desk: Desk, since: Instant, place: int, zone: tzinfo) -> None:
        self.index = index
        self.script = script
        self.desk = desk
        self.since = since
        self.place = place
        self.zone = zone
        self.step = 0
        self.at: Instant = since
        self.queued = False
        self.deferred = False
        self.paused = False
        self.paused_at: Instant = 0
        self.active = True

    @property
    def finished(self) -> bool:
        """Whether every step is done; people still answer its last mail then."""
        return self.step >= len(self.script.sequence.steps)
