"""What a card does that cannot do its work: everybody skips it, with a reason. Cards switched off are the engine's."""

from __future__ import annotations

from core.actions.stage import Performer, Slot
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.trace import Outcome


def skip_everybody(slot: Slot, reason: Reason = Reason.FIELD_MISSING, a: int = 0) -> Performer:
    """Give the performer that lets a group skip the card; at a branch they take the last way.

    Arguments:
        slot: Where the card stands.
        reason: Why.
        a: First fact of the rows.
    """
    stage, place = slot.stage, slot.place
    after = slot.branches[-1] if slot.branches else slot.then

    def skip(now: Instant, who: list[int]) -> None:
        stage.tell(now, who, place, Outcome.SKIPPED, reason, a)
        stage.push(now, after, who)

    return skip
