"""Sequences in play: who is in which, steps in time, mails through the mailboxes, and the ways out.

Steps run on the calendar of ``core.rules.calendar``; mails obey ``core.rules.limits``. Enrolling executes the first
step at once (KB unenroll-from-sequence, 7 Nov 2025); follow-ups wait for their day, their window and their limit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from core.actions.stage import Desk as DeskProtocol
from core.engine.mailbox import Desk
from core.engine.reactions import Reactions
from core.engine.ticket import Ticket
from core.model.instant import HOUR, Instant
from core.model.reason import Reason
from core.model.sequence import Enrollment, EnrollmentState, Sequence, Step, StepKind
from core.model.trace import Outcome, RowKind
from core.rules.calendar import follow_up, next_allowed, open_until
from core.rules.limits import NEVER
from core.rules.tokens import TokenKind, find

if TYPE_CHECKING:
    from core.engine.runner import Rehearsal

_MAIL, _TASK = int(RowKind.MAIL), int(RowKind.TASK)
_DONE, _DEFERRED = int(Outcome.DONE), int(Outcome.DEFERRED)
TASK_CREATED, TASK_DONE = 1, 2
"""What the first fact of a task's row says."""


class SequencePlay:
    """Plays the steps of one sequence for everybody in it.

    Arguments:
        sequence: The sequence.
        run: The run it is part of.
    """

    def __init__(self, sequence: Sequence, run: Rehearsal) -> None:
        self.sequence = sequence
        self._run = run
        self._rows = run.rows
        self._ids = run.ids
        self._tickets = run.tickets
        self._steps = sequence.steps
        self._mail_steps = [step.kind is StepKind.EMAIL for step in sequence.steps]
        self._placeholders = [_placeholders_in(step) for step in sequence.steps]
        self._reactions = Reactions(sequence, run)
        self._times: dict[tuple[int, Instant, Instant, tzinfo], Instant] = {}
        self._window: tuple[Instant, tzinfo | None, Instant] = (-1, None, -1)
        self._zones = run.zones_for(sequence.settings.use_contact_time_zone)
        # Bound once: the queue tells groups apart by the identity of their performer.
        self._on_due: Callable[[Instant, list[Ticket]], None] = run.enlist(self._due)
        self._on_send: Callable[[Instant, list[Ticket]], None] = run.enlist(self._send)
        self._on_task_done: Callable[[Instant, list[Ticket]], None] = run.enlist(self._task_done)

    def enroll(self, now: Instant, index: int, desk: DeskProtocol, place: int) -> Instant:
        """Begin for one contact; gives when its first mail leaves, or now when the first step is a task."""
        assert isinstance(desk, Desk)
        ticket = self._tickets[index] = Ticket(index, self, desk, now, place, self._zones(index))
        if not self._mail_steps[0]:
            self._run.push(now, self._on_due, [ticket])
            return now
        mailbox = desk.mailbox
        leaves = ticket.at = mailbox.next_place(now)
        mailbox.take(leaves)
        ticket.queued = True
        self._run.push(leaves, self._on_send, [ticket])
        return leaves

    def resume(self, start: Instant, index: int, standing: Enrollment, desk: Desk) -> None:
        """Go on with an enrollment that began before the run; mails of the last window count for the limit."""
        ticket = Ticket(index, self, desk, standing.since, 0, self._zones(index))
        ticket.paused, ticket.paused_at = standing.state is EnrollmentState.PAUSED, start
        self._run.tickets[index] = ticket
        at = standing.since
        for number in range(min(standing.next_step, len(self._steps))):
            at = self._due_after(at, ticket, number) if number else at
            if self._mail_steps[number]:
                desk.mailbox.remember(at, start)
        ticket.step = standing.next_step
        if standing.next_step >= len(self._steps):
            self._run.push(start, self._run.finish_tickets, [ticket])
            return
        due = self._due_after(at, ticket, standing.next_step) if standing.next_step else start
        if due < start:
            is_mail = self._mail_steps[standing.next_step]
            due = next_allowed(start, self.sequence.settings, ticket.zone, mail=is_mail)
        self._await(due, ticket)

    def leave(self, ticket: Ticket) -> None:
        """Free what an ended enrollment had reserved; a mail that has left stays counted."""
        ticket.active = False
        mailbox = ticket.desk.mailbox
        if ticket.queued:
            mailbox.give_back(ticket.at)
        elif ticket.step < len(self._steps) and self._mail_steps[ticket.step]:
            mailbox.unplan(ticket.at)
            self._out_of_line(ticket)

    def pause(self, now: Instant, ticket: Ticket) -> None:
        """Let an enrollment stand still; what remains of its delay is kept, and its next mail stays counted."""
        if ticket.paused:
            return
        ticket.paused, ticket.paused_at = True, now
        if ticket.queued:
            ticket.queued = False
            ticket.desk.mailbox.give_back(ticket.at)
            self._await(ticket.at, ticket)

    def go_on(self, now: Instant, ticket: Ticket) -> None:
        """Let a paused enrollment go on with what remained of its delay (KB pause-or-resume, 1 Jul 2025)."""
        if not ticket.paused:
            return
        ticket.paused = False
        if ticket.at >= NEVER or ticket.finished:
            return
        is_mail = self._mail_steps[ticket.step]
        due = now + max(ticket.at - ticket.paused_at, 0)
        if ticket.step:
            due = next_allowed(due, self.sequence.settings, ticket.zone, mail=is_mail)
        self._out_of_line(ticket)
        if due == ticket.at:
            # Paused and resumed at one moment: its turn stands in the queue already.
            return
        if is_mail:
            ticket.desk.mailbox.unplan(ticket.at)
        self._await(due, ticket)

    def _await(self, due: Instant, ticket: Ticket) -> None:
        ticket.at = due
        if self._mail_steps[ticket.step]:
            ticket.desk.mailbox.plan(due)
        if due < NEVER:
            self._run.push(due, self._on_due, [ticket])

    def _due(self, now: Instant, tickets: list[Ticket]) -> None:
        queued: dict[Instant, list[Ticket]] = {}
        for ticket in tickets:
            if not ticket.active or ticket.at != now or ticket.paused:
                continue
            if not self._mail_steps[ticket.step]:
                self._create_task(now, ticket)
                continue
            mailbox = ticket.desk.mailbox
            mailbox.unplan(now)
            if ticket.deferred:
                self._out_of_line(ticket)
            place = self._place_for(now, ticket)
            if place is not None:
                mailbox.take(place)
                ticket.at = place
                ticket.queued = True
                if place in queued:
                    queued[place].append(ticket)
                else:
                    queued[place] = [ticket]
        for place, group in queued.items():
            self._run.push(place, self._on_send, group)

    def _place_for(self, now: Instant, ticket: Ticket) -> Instant | None:
        """Give a follow-up's place in the queue; ``None`` when it was put off, or the enrollment has ended."""
        desk = ticket.desk
        if desk.lost:
            self._lose_sender(now, ticket)
            return None
        place = desk.mailbox.next_place(now)
        wait = desk.mailbox.put_off(place, desk.limit)
        if wait is not None:
            self._defer(now, ticket, Reason.DAILY_LIMIT_REACHED, wait[1], wait[0], desk.limit)
            return None
        if ticket.step and place > self._open_until(now, ticket.zone):
            allowed = next_allowed(place, self.sequence.settings, ticket.zone, mail=True)
            self._defer(now, ticket, Reason.SEND_WINDOW_CLOSED, allowed, 0, 0)
            return None
        return place

    def _lose_sender(self, now: Instant, ticket: Ticket) -> None:
        ticket.at = NEVER
        self._run.leave(now, ticket, Reason.SENDER_LOST, 0, ticket.desk.lost)

    def _open_until(self, now: Instant, zone: tzinfo) -> Instant:
        """Give the last moment of the send window that holds now; remembered, as whole groups ask the same."""
        if self._window[:2] != (now, zone):
            self._window = (now, zone, open_until(now, self.sequence.settings, zone))
        return self._window[2]

    def _defer(self, now: Instant, ticket: Ticket, reason: Reason, free: Instant, a: int, b: int) -> None:
        until = free
        if free < NEVER:
            until = next_allowed(max(free, now + 1), self.sequence.settings, ticket.zone, mail=True)
        self._rows.append(
            (now, self._ids[ticket.index], ticket.place, _MAIL, _DEFERRED, reason, ticket.desk.sender.id,
             self.sequence.id, ticket.step + 1, a, b, until)
        )  # fmt: skip
        self._run.sums.add(ticket.place, RowKind.MAIL, Outcome.DEFERRED, reason, 1)
        if reason is Reason.DAILY_LIMIT_REACHED and free < NEVER:
            ticket.deferred = True
            ticket.desk.mailbox.line_up(until)
        self._await(until, ticket)

    def _send(self, now: Instant, tickets: list[Ticket]) -> None:
        rows, ids, sequence_id, placeholders = self._rows, self._ids, self.sequence.id, self._placeholders
        sent: list[Ticket] = []
        reacts = self._reactions.any
        for ticket in tickets:
            if not ticket.active or ticket.at != now or not ticket.queued:
                continue
            ticket.queued = False
            if ticket.desk.lost:
                ticket.desk.mailbox.give_back(now)
                self._lose_sender(now, ticket)
                continue
            step = ticket.step
            rows.append(
                (now, ids[ticket.index], ticket.place, _MAIL, _DONE, 0, ticket.desk.sender.id, sequence_id, step + 1,
                 placeholders[step], 0, 0)
            )  # fmt: skip
            sent.append(ticket)
            if reacts:
                self._reactions.to_mail(now, ticket, step)
        if sent:
            self._run.sums.add(0, RowKind.MAIL, Outcome.DONE, Reason.NONE, len(sent))
            self._after(now, sent)

    def _create_task(self, now: Instant, ticket: Ticket) -> None:
        step = self._steps[ticket.step]
        self._tell_task(now, ticket, TASK_CREATED)
        if step.hold:
            self._run.push(now + self.sequence.settings.behaviour.task_hours * HOUR, self._on_task_done, [ticket])
            ticket.at = NEVER
        else:
            self._after(now, [ticket])

    def _task_done(self, now: Instant, tickets: list[Ticket]) -> None:
        for ticket in tickets:
            if ticket.active:
                # What a paused enrollment keeps of the delay that begins now is all of it.
                ticket.paused_at = now
                self._tell_task(now, ticket, TASK_DONE)
                self._after(now, [ticket])

    def _tell_task(self, now: Instant, ticket: Ticket, what: int) -> None:
        self._rows.append(
            (now, self._ids[ticket.index], ticket.place, _TASK, _DONE, 0, ticket.desk.sender.id, self.sequence.id,
             ticket.step + 1, what, 0, 0)
        )  # fmt: skip
        self._run.sums.add(0, RowKind.TASK, Outcome.DONE, Reason.NONE, 1)

    def _after(self, now: Instant, tickets: list[Ticket]) -> None:
        """Plan the next step of each enrollment, or end it after the last one."""
        waiting: dict[Instant, list[Ticket]] = {}
        same: tuple[int, Instant, tzinfo | None] = (-1, -1, None)
        due = NEVER
        for ticket in tickets:
            step = ticket.step = ticket.step + 1
            if step == len(self._steps):
                ticket.at = NEVER
                self._run.leave(now, ticket, Reason.FINISHED, 0)
                continue
            # A group mostly began together, so its next step is due together.
            if (step, ticket.since, ticket.zone) != same:
                same = (step, ticket.since, ticket.zone)
                due = self._due_after(now, ticket, step)
            ticket.at = due
            if self._mail_steps[step]:
                ticket.desk.mailbox.plan(due)
            if due in waiting:
                waiting[due].append(ticket)
            else:
                waiting[due] = [ticket]
        for due, group in waiting.items():
            self._run.push(due, self._on_due, group)

    def _due_after(self, previous: Instant, ticket: Ticket, number: int) -> Instant:
        key = (number, previous, ticket.since, ticket.zone)
        due = self._times.get(key)
        if due is None:
            step: Step = self._steps[number]
            due = follow_up(
                previous, ticket.since, step.delay_days, self.sequence.settings, ticket.zone,
                mail=self._mail_steps[number],
            )  # fmt: skip
            self._times[key] = due
        return due

    def _out_of_line(self, ticket: Ticket) -> None:
        if ticket.deferred:
            ticket.deferred = False
            ticket.desk.mailbox.step_out(ticket.at)


def _placeholders_in(step: Step) -> int:
    return sum(token.kind is TokenKind.PLACEHOLDER for text in (step.subject, step.body) for token in find(text))
