"""What stands before a card: has the contact left, is the workflow off, is the goal met, may actions run now?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.actions.base import RunnableAction
from core.actions.stage import Performer, Slot
from core.engine.chance import draw
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules.limits import NEVER
from core.rules.run_windows import next_run

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal
    from core.engine.triggers import Entrance

_ACTION, _DEFERRED = int(RowKind.ACTION), int(Outcome.DEFERRED)


def gated(run: Rehearsal, entrance: Entrance, slot: Slot, perform: Performer) -> Performer:
    """Give the performer of a card with what stands before it; the same one when nothing does."""
    action = slot.card.action
    steers = isinstance(action, RunnableAction) and action.steers
    settings = slot.workflow.settings
    has_times = bool(settings.windows or settings.blocked) and not steers
    if not entrance.tracked and not has_times:
        return perform
    return _Gate(run, entrance, slot, perform, steers, has_times).perform


class _Gate:
    """Looks at a group before it reaches a card."""

    def __init__(
        self, run: Rehearsal, entrance: Entrance, slot: Slot, perform: Performer, steers: bool, has_times: bool
    ) -> None:
        self._run = run
        self._entrance = entrance
        self._slot = slot
        self._inner = perform
        self._steers = steers
        self._has_times = has_times
        # Bound once: the queue tells groups apart by the identity of their performer.
        self.perform: Performer = self._perform
        self._hold = slot.waiting_room.until(self.perform)

    def _perform(self, now: Instant, who: list[int]) -> None:
        who = self._entrance.still_inside(who)
        if who and not self._steers:
            if self._entrance.off:
                self._run.tell(now, who, self._slot.place, Outcome.SKIPPED, Reason.WORKFLOW_OFF)
                self._run.push(now, self._slot.then, who)
                return
            who = self._entrance.met_goal(now, who)
        if who and self._has_times and self._moved(now, who):
            return
        if who:
            self._inner(now, who)

    def _moved(self, now: Instant, who: list[int]) -> bool:
        """Let a group wait for the times when actions may run; says whether it must."""
        run, place = self._run, self._slot.place
        moved = next_run(now, self._slot.workflow.settings, run.zone)
        if moved.at <= now:
            return False
        groups: dict[Instant, list[int]] = {}
        for i in who:
            at = moved.at
            if moved.spread and at < NEVER:
                at += draw(run.seed, run.ids[i], place, moved.spread)
            groups.setdefault(at, []).append(i)
            run.rows.append((now, run.ids[i], place, _ACTION, _DEFERRED, Reason.OUTSIDE_WINDOW, 0, 0, 0, 0, 0, at))
        run.sums.add(place, RowKind.ACTION, Outcome.DEFERRED, Reason.OUTSIDE_WINDOW, len(who))
        for at, group in groups.items():
            self._hold(at, group)
        return True
