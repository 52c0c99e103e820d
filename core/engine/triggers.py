"""Where contacts enter and leave workflows: filters, events, schedules; suppression lists, goals, lost criteria."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.actions.stage import Performer
from core.model.event import EventKind
from core.model.fields import Value
from core.model.filter import list_column
from core.model.instant import Instant
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.model.workflow import TriggerKind, Workflow
from core.rules.filters import Selector

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal

_TRIGGER, _ENTERED = int(RowKind.TRIGGER), int(Outcome.ENTERED)
_EVENT_OF = {
    TriggerKind.FORM_SUBMITTED: EventKind.FORM_SUBMITTED,
    TriggerKind.MEETING_BOOKED: EventKind.MEETING_BOOKED,
    TriggerKind.CONTACT_CREATED: EventKind.CONTACT_CREATED,
    TriggerKind.EMAIL_REPLIED: EventKind.REPLIED,
}


MOST_RETURNS = 10
"""How often a contact enters a workflow anew at one moment; from then on it is stopped as in a loop (assumed)."""


class Entrance:
    """The way into one workflow, and out of it before its end.

    Arguments:
        workflow: The workflow.
        place: Number of its trigger in the trace.
        run: The run it is part of.

    Attributes:
        first: What comes below the trigger; set when the cards are bound.
        tracked: Whether contacts can be taken out while they wait, so that each one's wait has to be known.
        off: Whether the workflow was switched off during the run.
    """

    def __init__(self, workflow: Workflow, place: int, run: Rehearsal) -> None:
        settings, people = workflow.settings, run.people
        self.workflow = workflow
        self.place = place
        self.first: Performer = _nowhere
        self.off = False
        self.tracked = run.is_tracked(workflow)
        # Bound once: the queue tells groups apart by the identity of their performer.
        self.finish: Performer = self._finish
        self._run = run
        self._is_filter = workflow.trigger.kind is TriggerKind.FILTER
        self._select = run.select(workflow.trigger.filter)
        self._only_matching = self._is_filter and settings.unenroll_unmatched
        self._goal: Selector | None = run.select(settings.goal) if settings.goal is not None else None
        self._suppressed = [people.column(list_column(list_id)) for list_id in settings.suppression]
        self._inside = bytearray(len(run.ids))
        self._been = bytearray(len(run.ids))
        self._watches = self._is_filter and bool(workflow.trigger.filter.properties)
        self._matched = bytearray(len(run.ids)) if self._watches else bytearray()
        self._waits: dict[int, tuple[Instant, int]] = {}
        self._gone_on: dict[int, Instant] = {}
        # How often who has been in before came in anew at the running moment.
        self._returns: dict[int, int] = {}
        self._returned_at: Instant = -1
        # Contacts that left on their way from card to card: how many of their steps are still under way.
        self._strays: dict[int, int] = {}
        self._watch()

    def _watch(self) -> None:
        trigger, people = self.workflow.trigger, self._run.people
        if self._watches:
            people.watch(trigger.filter.properties, self._on_set)
        if trigger.kind is TriggerKind.PROPERTY_CHANGED and trigger.property:
            people.watch((trigger.property,), self._on_changed)
        if trigger.kind is TriggerKind.LIST_JOINED:
            lists = (trigger.list,) if trigger.list else tuple(x.id for x in self._run.project.lists)
            people.watch([list_column(list_id) for list_id in lists], self._on_joined)
        people.watch([list_column(list_id) for list_id in self.workflow.settings.suppression], self._on_suppressed)

    # Ways in

    def open(self, now: Instant) -> None:
        """Look at everybody when the run starts; contacts that match enter, if the trigger says so."""
        if not self._is_filter:
            return
        who = [i for i in self._select(range(len(self._run.ids))) if i not in self._run.people.absent]
        for i in who if self._watches else ():
            self._matched[i] = 1
        if self.workflow.trigger.enroll_existing:
            self.enter(now, who)

    def look_again(self, now: Instant, who: Sequence[int]) -> None:
        """Let those enter that match now and did not before; those that no longer match leave, if that is set."""
        absent = self._run.people.absent
        matches = self._select([i for i in who if i not in absent] if absent else who)
        new = [i for i in matches if not self._matched[i]]
        for i in who:
            self._matched[i] = 0
        for i in matches:
            self._matched[i] = 1
        if self.workflow.settings.unenroll_unmatched:
            self._take_out(now, [i for i in who if not self._matched[i]], Reason.NO_LONGER_MATCHES)
        self.enter(now, new)

    def answers(self, kind: EventKind, detail: str) -> bool:
        """Say whether this trigger waits for such an event."""
        wanted = self.workflow.trigger.detail.strip().casefold()
        return _EVENT_OF.get(self.workflow.trigger.kind) is kind and wanted in ("", detail.strip().casefold())

    def event(self, now: Instant, who: Sequence[int]) -> None:
        """Let those enter to whom the event happened and who also match the filter at this moment."""
        self.enter(now, self._select(who))

    def look_round(self, now: Instant) -> None:
        """Let everybody enter who matches now: what a schedule does when it comes round."""
        self.enter(now, self._matching())

    def _matching(self) -> list[int]:
        absent = self._run.people.absent
        return [i for i in self._select(range(len(self._run.ids))) if i not in absent]

    def by_hand(self, now: Instant, index: int) -> None:
        """Let a person put a contact in, in before or not; what takes contacts out bars it all the same."""
        self.enter(now, [index], again=True)

    def created(self, now: Instant, index: int) -> None:
        """Look at a contact that exists from now on."""
        if self._watches:
            self.look_again(now, [index])
        elif self._is_filter:
            self.enter(now, [index])

    def switch_on(self, now: Instant) -> None:
        """Let contacts enter again; those that match already and were never in enter too, if the trigger says so.

        Whoever has been in must first stop matching: switching on is no move from not matching to matching.
        """
        if self.off:
            self.off = False
            if self._is_filter and self.workflow.trigger.enroll_existing:
                self.enter(now, [i for i in self._matching() if not self._been[i]])

    def from_workflow(self, now: Instant, who: list[int]) -> list[int]:
        """Let another workflow's contacts enter; gives those that come round twice at one moment, a loop."""
        looping = [i for i in who if self._gone_on.get(i) == now]
        stopped = set(looping)
        going = [i for i in who if i not in stopped]
        for i in going:
            self._gone_on[i] = now
        self.enter(now, going)
        return looping

    def enter(self, now: Instant, who: Sequence[int], *, again: bool = False) -> None:
        """Let contacts enter that may: first time or again, never while inside, unless something bars them."""
        if self.off:
            return
        barred = self._inside if again or self.workflow.trigger.reenroll else self._been
        entering = [i for i in dict.fromkeys(who) if not barred[i]]
        if self._suppressed:
            entering = self._barred(now, entering, self._on_list(entering), Reason.SUPPRESSION_LIST)
        if self._goal is not None:
            entering = self._barred(now, entering, self._goal(entering), Reason.GOAL_MET)
        if self._only_matching:
            entering = self._barred(now, entering, self._unmatched(entering), Reason.NO_LONGER_MATCHES)
        if self.workflow.trigger.reenroll:
            entering = self._barred(now, entering, self._coming_round(now, entering), Reason.LOOP_STOPPED)
        if not entering:
            return
        for i in entering:
            self._inside[i] = self._been[i] = 1
        run, place = self._run, self.place
        ids = run.ids
        run.rows.extend([(now, ids[i], place, _TRIGGER, _ENTERED, 0, 0, 0, 0, 0, 0, 0) for i in entering])
        run.sums.add(place, RowKind.TRIGGER, Outcome.ENTERED, Reason.NONE, len(entering))
        run.push(now, self.first, entering)

    def _barred(self, now: Instant, who: list[int], out: Sequence[int], reason: Reason) -> list[int]:
        """Tell that some do not enter, and give the others."""
        if not out:
            return who
        self._tell(now, out, Outcome.SKIPPED, reason)
        gone = set(out)
        return [i for i in who if i not in gone]

    def _coming_round(self, now: Instant, who: list[int]) -> list[int]:
        """Give those that workflows which set each other off bring back again and again at one moment, without end."""
        back = [i for i in who if self._been[i]]
        if not back:
            return back
        if self._returned_at != now:
            self._returned_at = now
            self._returns.clear()
        returns = self._returns
        for i in back:
            returns[i] = returns.get(i, 0) + 1
        return [i for i in back if returns[i] > MOST_RETURNS]

    def _unmatched(self, who: list[int]) -> list[int]:
        """Give those that do not match the criteria: a person or another workflow may put in anybody."""
        matching = set(self._select(who))
        return [i for i in who if i not in matching]

    def _on_list(self, who: Sequence[int]) -> list[int]:
        return [i for i in who if any(column[i] for column in self._suppressed)]

    # Ways out before the end

    def still_inside(self, who: list[int]) -> list[int]:
        """Give those of a group that have not left since they went on."""
        if not self._strays:
            return who
        return [i for i in who if not self._is_stray(i)]

    def _is_stray(self, index: int) -> bool:
        steps = self._strays.pop(index, 0)
        if steps > 1:
            self._strays[index] = steps - 1
        return steps > 0

    def met_goal(self, now: Instant, who: list[int]) -> list[int]:
        """Let those leave that meet the goal, before their next action; gives the others."""
        if self._goal is None:
            return who
        out = self._goal(who)
        if not out:
            return who
        for i in out:
            self._inside[i] = 0
        self._tell(now, out, Outcome.LEFT, Reason.GOAL_MET)
        gone = set(out)
        return [i for i in who if i not in gone]

    def goes_in(self, index: int, until: Instant, place: int) -> None:
        """Note that a contact waits at a place until an instant."""
        self._waits[index] = (until, place)
        self._run.sums.wait(self._run.now, place, 1)

    def comes_out(self, index: int, now: Instant, place: int) -> bool:
        """Say whether a contact that waited until now is still awaited; if so it waits no more."""
        if self._waits.get(index) != (now, place):
            return False
        self._stop_waiting(index)
        return True

    def called_out(self, index: int, place: int) -> bool:
        """Say whether a contact waits at a place; if so it waits no more, before its time."""
        if self._waits.get(index, (0, 0))[1] != place:
            return False
        self._stop_waiting(index)
        return True

    def _stop_waiting(self, index: int) -> bool:
        """Let a contact wait no more; says whether it did."""
        waited = self._waits.pop(index, None)
        if waited is not None:
            self._run.sums.wait(self._run.now, waited[1], -1)
        return waited is not None

    def _take_out(self, now: Instant, who: Sequence[int], reason: Reason) -> None:
        out = [i for i in who if self._inside[i]]
        for i in out:
            self._inside[i] = 0
            if not self._stop_waiting(i):
                self._strays[i] = self._strays.get(i, 0) + 1
        self._tell(now, out, Outcome.LEFT, reason)

    def _tell(self, now: Instant, who: Sequence[int], outcome: Outcome, reason: Reason) -> None:
        run, place, out, why = self._run, self.place, int(outcome), int(reason)
        run.rows.extend([(now, run.ids[i], place, _TRIGGER, out, why, 0, 0, 0, 0, 0, 0) for i in who])
        if who:
            run.sums.add(place, RowKind.TRIGGER, outcome, reason, len(who))

    def _finish(self, now: Instant, who: list[int]) -> None:
        for i in self.still_inside(who):
            self._inside[i] = 0

    # What it is told

    def _on_set(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        self.look_again(now, who)

    def _on_changed(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        wanted = self.workflow.trigger.value
        if wanted is None or wanted == value:
            self.event(now, who)

    def _on_joined(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        if value:
            self.event(now, who)

    def _on_suppressed(self, now: Instant, who: Sequence[int], name: str, value: Value) -> None:
        if value:
            self._take_out(now, who, Reason.SUPPRESSION_LIST)


def _nowhere(_now: Instant, _who: list[int]) -> None:
    raise AssertionError("the workflow's cards were not bound")
