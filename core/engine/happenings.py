"""What happens during a run: the script's events, and how people react to mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.engine.ticket import Ticket
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import list_column
from core.model.instant import MINUTE, Instant
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules.exits import colleague_reason, exit_reason

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal

_EVENT, _DONE = int(RowKind.EVENT), int(Outcome.DONE)
_NUMBERS = {kind: number for number, kind in enumerate(EventKind, 1)}
_MARKS = {EventKind.UNSUBSCRIBED: "hs_email_optout", EventKind.BOUNCED: "hs_email_bounced"}
_HEARD_BY_COLLEAGUES = (EventKind.REPLIED, EventKind.MEETING_BOOKED)

MARKED: frozenset[str] = frozenset(_MARKS.values())
"""Properties that events set."""

Listener = Callable[[Instant, int, str], None]
"""Is told: when, to whom, and which form or meeting it was."""


@dataclass(frozen=True, slots=True)
class _What:
    """One thing that happens to one contact."""

    kind: EventKind
    detail: str = ""
    script: int = 0
    sender: int = 0


class Happenings:
    """Lets events happen, and tells whoever waits for them.

    Arguments:
        run: The run.
        start: Its first moment.
        end: The moment it ends.
    """

    def __init__(self, run: Rehearsal, start: Instant, end: Instant) -> None:
        self._run = run
        self._script = run.project.script
        self._listeners: dict[EventKind, list[Listener]] = {}
        self._on_script: Callable[[Instant, list[int]], None] = run.enlist(self._play)
        self._reactions = {kind: run.enlist(self._performer_of(kind)) for kind in EventKind}
        self._start, self._end = start, end

    def lay_out(self) -> None:
        """Put the script on the time line; contacts that it creates later are absent until then."""
        index_of = self._run.index_of
        for number, event in enumerate(self._script):
            at = self._start + event.minute * MINUTE
            if not self._start <= at < self._end or not (event.kind.breaks or event.contact in index_of):
                continue
            if event.kind is EventKind.CONTACT_CREATED:
                self._run.people.absent.add(index_of[event.contact])
            self._run.push(at, self._on_script, [number])

    def listen(self, kind: EventKind, listener: Listener) -> None:
        """Let somebody be told of every event of a kind."""
        self._listeners.setdefault(kind, []).append(listener)

    def reaction(self, kind: EventKind) -> Callable[[Instant, list[Ticket]], None]:
        """Give the performer that lets people react in this way to a mail."""
        return self._reactions[kind]

    def _play(self, now: Instant, numbers: list[int]) -> None:
        for number in numbers:
            event = self._script[number]
            if event.kind.breaks:
                self._break(now, event)
                continue
            index = self._run.index_of[event.contact]
            if index in self._run.people.absent and event.kind is not EventKind.CONTACT_CREATED:
                continue
            self._happen(now, index, _What(event.kind, event.detail, event.id, event.sender))
            self._change(now, index, event)
            self._trigger(now, event.kind, event.detail, [index])

    def _performer_of(self, kind: EventKind) -> Callable[[Instant, list[Ticket]], None]:
        def react(now: Instant, tickets: list[Ticket]) -> None:
            for ticket in tickets:
                if ticket.active or ticket.finished:
                    self._happen(now, ticket.index, _What(kind, sender=ticket.desk.sender.id))
                    self._trigger(now, kind, "", [ticket.index])

        return react

    def _happen(self, now: Instant, index: int, what: _What) -> None:
        """Write the event down, end the enrollments it ends, and mark the contact."""
        run, kind = self._run, what.kind
        self._tell(now, run.ids[index], what)
        ticket = run.tickets.get(index)
        if ticket is not None:
            reason = exit_reason(kind, ticket.script.sequence.settings, ticket.desk.sender.id, what.sender)
            if reason:
                run.leave(now, ticket, reason, 0)
        self._colleagues(now, index, what)
        if kind in _MARKS:
            run.people.set_values(now, [index], _MARKS[kind], True)
        for listener in self._listeners.get(kind, ()):
            listener(now, index, what.detail)

    def _tell(self, now: Instant, contact: int, what: _What) -> None:
        self._run.rows.append(
            (now, contact, 0, _EVENT, _DONE, 0, what.sender, 0, 0, _NUMBERS[what.kind], what.script, 0)
        )
        self._run.sums.add(0, RowKind.EVENT, Outcome.DONE, Reason.NONE, 1)

    def _colleagues(self, now: Instant, index: int, what: _What) -> None:
        """End account-based enrollments of people at the same company (the "same company" checkbox)."""
        run = self._run
        if not run.is_account_based or what.kind not in _HEARD_BY_COLLEAGUES:
            return
        for other in run.people.colleagues(index):
            ticket = run.tickets.get(other)
            if ticket is None:
                continue
            settings, sender = ticket.script.sequence.settings, ticket.desk.sender.id
            reason = colleague_reason(what.kind, settings, sender, what.sender)
            if reason:
                run.leave(now, ticket, reason, 0)

    def _change(self, now: Instant, index: int, event: ScriptedEvent) -> None:
        """Do to the contact what the event says."""
        run = self._run
        ticket = run.tickets.get(index)
        if event.kind is EventKind.CONTACT_CREATED and index in run.people.absent:
            run.people.absent.discard(index)
            for entrance in run.entrances:
                entrance.created(now, index)
        elif event.kind is EventKind.PROPERTY_CHANGED:
            run.people.set_values(now, [index], event.property, event.value)
        elif event.kind is EventKind.LIST_JOINED and isinstance(event.value, int):
            run.people.set_values(now, [index], list_column(event.value), True)
        elif event.kind is EventKind.ENROLLED_BY_HAND:
            for entrance in run.entrances:
                if entrance.workflow.id == event.workflow:
                    entrance.by_hand(now, index)
        elif event.kind is EventKind.UNENROLLED_BY_HAND and ticket is not None:
            run.leave(now, ticket, Reason.UNENROLLED_MANUALLY, 0)
        elif event.kind is EventKind.PAUSED and ticket is not None:
            ticket.script.pause(now, ticket)
        elif event.kind is EventKind.RESUMED and ticket is not None:
            ticket.script.go_on(now, ticket)

    def _break(self, now: Instant, event: ScriptedEvent) -> None:
        """Let something happen to the account: a sequence, a sender, a workflow."""
        run = self._run
        self._tell(now, 0, _What(event.kind, event.detail, event.id, event.sender))
        if event.kind in (EventKind.WORKFLOW_OFF, EventKind.WORKFLOW_ON):
            for entrance in run.entrances:
                if entrance.workflow.id != event.workflow:
                    continue
                if event.kind is EventKind.WORKFLOW_ON:
                    entrance.switch_on(now)
                else:
                    entrance.off = True
            return
        run.world.happen(now, event)
        if event.kind is EventKind.SEQUENCE_DELETED and run.unenrolls_deleted:
            inside = [t for t in run.tickets.values() if t.script.sequence.id == event.sequence]
            for ticket in inside:
                run.leave(now, ticket, Reason.SEQUENCE_DELETED, 0)

    def _trigger(self, now: Instant, kind: EventKind, detail: str, who: list[int]) -> None:
        for entrance in self._run.entrances:
            if entrance.answers(kind, detail):
                entrance.event(now, list(who))
