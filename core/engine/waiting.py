"""Waiting rooms: where contacts wait at a card, for an instant or for an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.actions.stage import Hold, Performer
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import list_column
from core.model.instant import Instant

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal
    from core.engine.triggers import Entrance


class Room:
    """The waiting room of one card.

    Contacts of a workflow that can be left early are tracked: each has one instant at which it comes out, and whoever
    comes out at any other instant has left meanwhile and is dropped.

    Arguments:
        run: The run.
        entrance: The way into the card's workflow; it knows who is inside.
        place: Number of the card in the trace.
    """

    def __init__(self, run: Rehearsal, entrance: Entrance, place: int) -> None:
        self._run = run
        self._entrance = entrance
        self._place = place

    def until(self, then: Performer) -> Hold:
        """Give what lets a group wait until an instant and then go on."""
        run, place, entrance = self._run, self._place, self._entrance
        if not entrance.tracked:

            def go_on(now: Instant, who: list[int]) -> None:
                run.sums.wait(now, place, -len(who))
                run.push(now, then, who)

            run.enlist(go_on)

            def hold(until: Instant, who: list[int]) -> None:
                run.sums.wait(run.now, place, len(who))
                run.push(until, go_on, who)

            return hold

        def come_out(now: Instant, who: list[int]) -> None:
            run.push(now, then, [i for i in who if entrance.comes_out(i, now, place)])

        run.enlist(come_out)

        def hold_tracked(until: Instant, who: list[int]) -> None:
            for i in who:
                entrance.goes_in(i, until, place)
            run.push(until, come_out, who)

        return hold_tracked

    def for_event(self, kind: EventKind, detail: str, happened: Performer, timed_out: Performer) -> Hold:
        """Give what lets a group wait for an event, until an instant at the latest."""
        run, place, entrance = self._run, self._place, self._entrance
        wanted = detail.strip().casefold()

        def call_out(now: Instant, who: Sequence[int]) -> None:
            run.push(now, happened, [i for i in who if entrance.called_out(i, place)])

        def heard(now: Instant, index: int, what: str) -> None:
            if wanted in ("", what.strip().casefold()):
                call_out(now, [index])

        def seen(now: Instant, who: Sequence[int], _name: str, value: Value) -> None:
            if kind is EventKind.PROPERTY_CHANGED or value:
                call_out(now, who)

        if kind is EventKind.PROPERTY_CHANGED:
            # Whoever sets it, the script or a workflow: both go through the columns.
            run.people.watch((detail,) if detail else tuple(run.people.columns), seen)
        elif kind is EventKind.LIST_JOINED:
            lists = (int(detail),) if detail else tuple(x.id for x in run.project.lists)
            run.people.watch([list_column(list_id) for list_id in lists], seen)
        else:
            run.listen(kind, heard)
        return self.until(timed_out)
