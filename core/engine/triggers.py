"""Where contacts enter workflows: filter triggers and events, first time or again, never while inside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.actions.stage import Performer
from core.model.event import EventKind
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.model.workflow import TriggerKind, Workflow
from core.rules.filters import compile_filter

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal

_TRIGGER, _ENTERED = int(RowKind.TRIGGER), int(Outcome.ENTERED)
_EVENT_OF = {TriggerKind.FORM_SUBMITTED: EventKind.FORM_SUBMITTED, TriggerKind.MEETING_BOOKED: EventKind.MEETING_BOOKED}


class Entrance:
    """The way into one workflow.

    Arguments:
        workflow: The workflow.
        place: Number of its trigger in the trace.
        run: The run it is part of.
    """

    def __init__(self, workflow: Workflow, place: int, run: Rehearsal) -> None:
        trigger = workflow.trigger
        self.workflow = workflow
        self.place = place
        self.watched = trigger.filter.properties if trigger.kind is TriggerKind.FILTER else frozenset()
        self.first: Performer = self._nowhere
        # Bound once: the queue tells groups apart by the identity of their performer.
        self.finish: Performer = self._finish
        self._run = run
        self._select = compile_filter(trigger.filter, {n: run.column(n) for n in trigger.filter.properties})
        self._inside = bytearray(len(run.ids))
        self._been = bytearray(len(run.ids))
        self._matched = bytearray(len(run.ids)) if self.watched else bytearray()

    def open(self, now: Instant) -> None:
        """Look at everybody when the run starts; contacts that match enter, if the trigger says so."""
        trigger = self.workflow.trigger
        if trigger.kind is not TriggerKind.FILTER:
            return
        who = self._select(range(len(self._run.ids)))
        for i in who if self._matched else ():
            self._matched[i] = 1
        if trigger.enroll_existing:
            self._enter(now, who)

    def look_again(self, now: Instant, who: Sequence[int]) -> None:
        """Let those enter whose changed properties now match and did not before."""
        matches = self._select(who)
        new = [i for i in matches if not self._matched[i]]
        for i in who:
            self._matched[i] = 0
        for i in matches:
            self._matched[i] = 1
        self._enter(now, new)

    def answers(self, kind: EventKind, detail: str) -> bool:
        """Say whether this trigger waits for such an event."""
        trigger = self.workflow.trigger
        wanted = trigger.detail.strip().casefold()
        return _EVENT_OF.get(trigger.kind) is kind and wanted in ("", detail.strip().casefold())

    def event(self, now: Instant, who: list[int]) -> None:
        """Let those enter to whom the event happened and who also match the filter at this moment."""
        self._enter(now, self._select(who))

    def _enter(self, now: Instant, who: Sequence[int]) -> None:
        inside, been = self._inside, self._been
        barred = inside if self.workflow.trigger.reenroll else been
        entering = [i for i in dict.fromkeys(who) if not barred[i]]
        if not entering:
            return
        for i in entering:
            inside[i] = been[i] = 1
        run, place = self._run, self.place
        ids = run.ids
        run.rows.extend([(now, ids[i], place, _TRIGGER, _ENTERED, 0, 0, 0, 0, 0, 0, 0) for i in entering])
        run.tally(place, RowKind.TRIGGER, Outcome.ENTERED, Reason.NONE, len(entering))
        run.push(now, self.first, entering)

    def _finish(self, now: Instant, who: list[int]) -> None:
        for i in who:
            self._inside[i] = 0

    def _nowhere(self, now: Instant, who: list[int]) -> None:
        raise AssertionError("the workflow's cards were not bound")
