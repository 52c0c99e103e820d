"""A rehearsal in the plainest way, on SimPy: one process for a contact in a workflow, one for a contact in a sequence.

It is the oracle the engine is compared with, so it is written from the rules and not from the engine: contacts are
dicts, what a mailbox holds is counted afresh over everybody each time, nothing is remembered that can be worked out.
It shares with the engine only the dataclasses, the numbering of places and the random source, which are part of what a
trace means. The order of ties is in ``tests.oracle.turns``.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import simpy

from core.engine.chance import draw
from core.model.account import RunSettings
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import InboxState, Seat, Sender
from core.model.sequence import Enrollment, EnrollmentState, StepKind
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind, TraceRow
from core.model.workflow import Card, TriggerKind, Workflow
from core.rules.rulepack import RulePack
from tests.oracle import plain_rules as rules
from tests.oracle import plain_times as times
from tests.oracle.cards import STEERING, Cards
from tests.oracle.turns import Turns

Process: TypeAlias = Generator[simpy.Event, Any, None]

WAITING, QUEUED, BUSY = "waits for its day", "waits in the mailbox", "waits for its task"
TASK_CREATED, TASK_DONE = 1, 2
HOUR, MINUTE = 3600, 60
EVENT_NUMBERS = {kind: number for number, kind in enumerate(EventKind, 1)}
TRIGGER_EVENTS = {
    TriggerKind.FORM_SUBMITTED: EventKind.FORM_SUBMITTED,
    TriggerKind.MEETING_BOOKED: EventKind.MEETING_BOOKED,
    TriggerKind.CONTACT_CREATED: EventKind.CONTACT_CREATED,
    TriggerKind.EMAIL_REPLIED: EventKind.REPLIED,
}


@dataclass(eq=False)
class Visit:
    """A contact in a workflow.

    Attributes:
        leg: Grows when the way changes; a process of an older leg ends when it wakes.
        waits: Place of the card it waits at, 0 for none.
        hears: What it waits for: event, form or meeting, and the cards that come then.
    """

    workflow: Workflow
    contact: int
    leg: int = 0
    waits: int = 0
    hears: tuple[EventKind, str, tuple[Card, ...]] | None = None


@dataclass(eq=False)
class Enrolled:
    """A contact in a sequence.

    Attributes:
        step: Number of the step that comes next, from 0.
        at: When it is due, or when its mail leaves, or when its task is done.
        state: What it waits for.
        put_off: Whether a limit has put the step off.
        paused_at: Since when its delay stands still, while it is paused.
        ended: Why it ended.
        leg: As in ``Visit``.
    """

    contact: int
    sequence: SalesSequence
    sender: int
    mailbox: str
    since: int
    place: int
    zone: tzinfo
    step: int = 0
    at: int = 0
    state: str = WAITING
    put_off: bool = False
    paused: bool = False
    paused_at: int = 0
    ended: Reason = Reason.NONE
    leg: int = 0

    @property
    def is_mail(self) -> bool:
        """Whether the step that comes next is an automated mail."""
        steps = self.sequence.steps
        return self.step < len(steps) and steps[self.step].kind is StepKind.EMAIL


class PlainModel:
    """One run.

    Arguments:
        project: The project; its workflows are those that are played.
        people: The contacts, in the order of their ids.
        settings: Start, days and seed.
        pack: The limits.
    """

    def __init__(self, project: Project, people: Iterable[Contact], settings: RunSettings, pack: RulePack) -> None:
        self.project, self.settings, self.pack = project, settings, pack
        self.zone: tzinfo = ZoneInfo(project.account.time_zone)
        self.end = settings.start + settings.days * times.DAY
        self.env = simpy.Environment(initial_time=settings.start)
        self.rows: list[TraceRow] = []
        self.people = {person.id: dict(person.values) for person in people}
        self.senders = {sender.id: sender for sender in project.senders}
        self.sequences = {sequence.id: sequence for sequence in project.sequences}
        self.sent: dict[str, list[int]] = {}
        self.enrolled: dict[int, Enrolled] = {}
        self.visits: dict[tuple[int, int], Visit] = {}
        self.been: set[tuple[int, int]] = set()
        self.matched: set[tuple[int, int]] = set()
        self.returns: dict[tuple[int, int, int], int] = {}
        self.off: set[int] = set()
        self.absent: set[int] = set()
        self.cards = Cards(self)
        self.place = Cast(project).number
        self.turns = Turns(self.env, list(self.doors()))

    def doors(self) -> Iterator[Hashable]:
        """Name all doors in the order of their turns: what people do, then mails and tasks, then the workflows.

        In a workflow, those who are further on go first.
        """
        yield "script"
        for kind in EventKind:
            yield "reaction", kind
        yield "finish"
        for sequence in self.project.sequences:
            yield from (("due", sequence.id), ("send", sequence.id), ("task", sequence.id))
        yield from ("midnight", "schedule")
        for workflow in self.project.workflows:
            yield "end", workflow.id
            yield from self.doors_of(workflow, workflow.cards)

    def doors_of(self, workflow: Workflow, cards: tuple[Card, ...]) -> Iterator[Hashable]:
        """Name the doors of some cards, those furthest on first."""
        for card in reversed(cards):
            for below in card.branches:
                yield from self.doors_of(workflow, below)
            place = self.place(workflow.id, card.id)
            yield from (("over", place), ("allowed", place), ("card", place))

    @property
    def now(self) -> int:
        """The simulated clock."""
        return int(self.env.now)

    def run(self) -> list[TraceRow]:
        """Play to the end and give the rows."""
        for standing in self.project.enrollments:
            self.go_on_with(standing)
        self.lay_out_script()
        for workflow in self.project.workflows:
            self.open(workflow)
        self.env.run(until=self.end)
        return self.rows

    def waiting(self) -> dict[int, int]:
        """Count who waits at a card."""
        places = [visit.waits for visit in self.visits.values() if visit.waits]
        return {place: places.count(place) for place in set(places)}

    def tell(
        self, contact: int, place: int, kind: RowKind, outcome: Outcome, reason: int = 0, *, sender: int = 0,
        sequence: int = 0, step: int = 0, a: int = 0, b: int = 0, c: int = 0,
    ) -> None:  # fmt: skip
        """Write a row."""
        self.rows.append(
            (self.now, contact, place, int(kind), int(outcome), int(reason), sender, sequence, step, a, b, c)
        )

    # ---------------------------------------------------------------- into workflows

    def open(self, workflow: Workflow) -> None:
        """Look at everybody when the run starts, and let the clock of the trigger run."""
        trigger = workflow.trigger
        if trigger.kind is TriggerKind.FILTER:
            for contact in self.present():
                if self.fits(workflow, contact):
                    self.matched.add((workflow.id, contact))
                    if trigger.enroll_existing:
                        self.enter(workflow, contact)
            if any(c.operator.takes_days for group in trigger.filter.groups for c in group):
                self.env.process(self.look_every_midnight(workflow))
        if trigger.kind is TriggerKind.SCHEDULE:
            self.env.process(self.come_round(workflow))

    def present(self) -> list[int]:
        """Give the contacts that exist already."""
        return [contact for contact in self.people if contact not in self.absent]

    def look_every_midnight(self, workflow: Workflow) -> Process:
        """Let a filter that counts days look again when the account's day begins."""
        while True:
            yield self.turns.at(times.next_midnight(self.now, self.zone), "midnight")
            for contact in self.present():
                self.look_again(workflow, contact)

    def come_round(self, workflow: Workflow) -> Process:
        """Let everybody in who matches whenever the schedule comes round."""
        since = self.now
        while True:
            yield self.turns.at(times.schedule_comes(workflow.trigger.schedule, since, self.zone), "schedule")
            for contact in self.present():
                self.event(workflow, contact)
            since = self.now + 1

    def fits(self, workflow: Workflow, contact: int) -> bool:
        """Say whether a contact matches the trigger's filter."""
        return rules.matches(workflow.trigger.filter, self.people[contact], self.now)

    def look_again(self, workflow: Workflow, contact: int) -> None:
        """See whether a contact has begun or stopped to match a filter trigger."""
        key = workflow.id, contact
        matched, matches = key in self.matched, self.fits(workflow, contact)
        if matches:
            self.matched.add(key)
        else:
            self.matched.discard(key)
            if workflow.settings.unenroll_unmatched:
                self.take_out(workflow, contact, Reason.NO_LONGER_MATCHES)
        if matches and not matched:
            self.enter(workflow, contact)

    def event(self, workflow: Workflow, contact: int) -> None:
        """Let a contact in to whom the event happened, when the filter holds too."""
        if self.fits(workflow, contact):
            self.enter(workflow, contact)

    def enter(self, workflow: Workflow, contact: int, *, by_hand: bool = False) -> None:
        """Let a contact in, unless it is inside, has been, is on a suppression list, or meets the goal."""
        key, settings, place = (workflow.id, contact), workflow.settings, self.place(workflow.id, 0)
        if workflow.id in self.off or key in self.visits:
            return
        if key in self.been and not (workflow.trigger.reenroll or by_hand):
            return
        if any(self.people[contact].get(f"list:{number}") for number in settings.suppression):
            self.tell(contact, place, RowKind.TRIGGER, Outcome.SKIPPED, Reason.SUPPRESSION_LIST)
            return
        if settings.goal is not None and rules.matches(settings.goal, self.people[contact], self.now):
            self.tell(contact, place, RowKind.TRIGGER, Outcome.SKIPPED, Reason.GOAL_MET)
            return
        if settings.unenroll_unmatched and workflow.trigger.kind is TriggerKind.FILTER:
            if not self.fits(workflow, contact):
                self.tell(contact, place, RowKind.TRIGGER, Outcome.SKIPPED, Reason.NO_LONGER_MATCHES)
                return
        if key in self.been and workflow.trigger.reenroll:
            self.returns[self.now, *key] = self.returns.get((self.now, *key), 0) + 1
            if self.returns[self.now, *key] > 10:
                self.tell(contact, place, RowKind.TRIGGER, Outcome.SKIPPED, Reason.LOOP_STOPPED)
                return
        visit = self.visits[key] = Visit(workflow, contact)
        self.been.add(key)
        self.tell(contact, place, RowKind.TRIGGER, Outcome.ENTERED)
        self.env.process(self.journey(visit, workflow.cards, visit.leg))

    def take_out(self, workflow: Workflow, contact: int, reason: Reason) -> None:
        """Let a contact leave a workflow before its end."""
        visit = self.visits.pop((workflow.id, contact), None)
        if visit is not None:
            visit.leg += 1
            self.tell(contact, self.place(workflow.id, 0), RowKind.TRIGGER, Outcome.LEFT, reason)

    # ---------------------------------------------------------------- through workflows

    def journey(self, visit: Visit, cards: tuple[Card, ...], leg: int) -> Process:
        """Take one contact through one workflow, card by card."""
        if visit.leg == leg:
            visit.waits, visit.hears = 0, None
        while cards:
            card, place = cards[0], self.place(visit.workflow.id, cards[0].id)
            crowd = self.turns.at(self.now, ("card", place))
            yield crowd
            if visit.leg != leg:
                return
            if not isinstance(card.action, STEERING):
                if visit.workflow.id in self.off:
                    self.tell(visit.contact, place, RowKind.ACTION, Outcome.SKIPPED, Reason.WORKFLOW_OFF)
                    cards = cards[1:]
                    continue
                if self.meets_goal(visit):
                    self.take_out(visit.workflow, visit.contact, Reason.GOAL_MET)
                    return
                until = self.moved_to(visit, place)
                if until:
                    visit.waits = place
                    yield self.turns.at(until, ("allowed", place))
                    if visit.leg != leg:
                        return
                    visit.waits = 0
                    continue
            way, until = self.cards.act(visit, card, place, crowd)
            cards = card.branches[way] if card.branches else cards[1:]
            if until:
                visit.waits = place
                yield self.turns.at(until, ("over", place))
                if visit.leg != leg:
                    return
                visit.waits, visit.hears = 0, None
        yield self.turns.at(self.now, ("end", visit.workflow.id))
        if visit.leg == leg:
            del self.visits[visit.workflow.id, visit.contact]

    def meets_goal(self, visit: Visit) -> bool:
        """Say whether a contact meets its workflow's goal."""
        goal = visit.workflow.settings.goal
        return goal is not None and rules.matches(goal, self.people[visit.contact], self.now)

    def moved_to(self, visit: Visit, place: int) -> int:
        """Say until when an action must wait for the times at which actions may run; 0 when it may run now."""
        moves = times.action_moves(self.now, visit.workflow.settings, self.zone)
        if moves is None:
            return 0
        until, spread = moves
        if spread:
            until += draw(self.settings.seed, visit.contact, place, spread)
        self.tell(visit.contact, place, RowKind.ACTION, Outcome.DEFERRED, Reason.OUTSIDE_WINDOW, c=until)
        return until

    def set_value(self, contact: int, name: str, value: Value) -> None:
        """Set a property and let every workflow see it."""
        if self.write(contact, name, value):
            for workflow in self.project.workflows:
                self.see(workflow, contact, name, value)

    def write(self, contact: int, name: str, value: Value) -> bool:
        """Set a property; gives whether it changed."""
        changed = self.people[contact].get(name) != value
        self.people[contact][name] = value
        return changed

    def see(self, workflow: Workflow, contact: int, name: str, value: Value) -> None:
        """Let a workflow see that a property of a contact changed, or that it joined or left a list."""
        trigger, joined = workflow.trigger, name.startswith("list:") and bool(value)
        if trigger.kind is TriggerKind.FILTER and name in trigger.filter.properties:
            self.look_again(workflow, contact)
        if trigger.kind is TriggerKind.PROPERTY_CHANGED and trigger.property == name:
            if trigger.value is None or trigger.value == value:
                self.event(workflow, contact)
        if trigger.kind is TriggerKind.LIST_JOINED and joined:
            known = any(name == f"list:{x.id}" for x in self.project.lists)
            if name == f"list:{trigger.list}" or (trigger.list == 0 and known):
                self.event(workflow, contact)
        if joined and any(name == f"list:{number}" for number in workflow.settings.suppression):
            self.take_out(workflow, contact, Reason.SUPPRESSION_LIST)
        self.hear(workflow, contact, EventKind.PROPERTY_CHANGED, name)
        if joined and any(name == f"list:{x.id}" for x in self.project.lists):
            self.hear(workflow, contact, EventKind.LIST_JOINED, name.removeprefix("list:"))

    # ---------------------------------------------------------------- the script, and what people do

    def lay_out_script(self) -> None:
        """Put the script on the time line; contacts that it creates later do not exist until then."""
        minutes: dict[int, list[ScriptedEvent]] = {}
        for event in self.project.script:
            at = self.settings.start + event.minute * MINUTE
            if self.settings.start <= at < self.end and (event.kind.breaks or event.contact in self.people):
                minutes.setdefault(at, []).append(event)
                if event.kind is EventKind.CONTACT_CREATED:
                    self.absent.add(event.contact)
        for at, events in minutes.items():
            self.env.process(self.minute(at, events))

    def minute(self, at: int, events: list[ScriptedEvent]) -> Process:
        """Play the events of one minute, one after the other."""
        yield self.turns.at(at, "script")
        for event in events:
            if event.kind.breaks:
                self.tell(0, 0, RowKind.EVENT, Outcome.DONE, sender=event.sender, a=EVENT_NUMBERS[event.kind],
                          b=event.id)  # fmt: skip
                self.break_it(event)
                continue
            if event.contact in self.absent and event.kind is not EventKind.CONTACT_CREATED:
                continue
            self.happen(event.contact, event.kind, event.detail, event.id, event.sender)
            self.change(event)
            self.trigger(event.kind, event.detail, event.contact)

    def happen(self, contact: int, kind: EventKind, detail: str = "", script: int = 0, sender: int = 0) -> None:
        """Let something happen to a contact: it ends enrollments, marks the contact, and is heard by who waits."""
        self.tell(contact, 0, RowKind.EVENT, Outcome.DONE, sender=sender, a=EVENT_NUMBERS[kind], b=script)
        own = self.enrolled.get(contact)
        if own is not None:
            self.leave(own, rules.ends(kind, own.sequence.settings, own.sender, sender))
        for other in self.colleagues(contact):
            self.leave(other, rules.ends_for_colleagues(kind, other.sequence.settings, other.sender, sender))
        if kind is EventKind.UNSUBSCRIBED:
            self.set_value(contact, "hs_email_optout", True)
        if kind is EventKind.BOUNCED:
            self.set_value(contact, "hs_email_bounced", True)
        if kind not in (EventKind.PROPERTY_CHANGED, EventKind.LIST_JOINED):
            # Those two are seen where the property or the list changes, whoever changes it.
            for workflow in self.project.workflows:
                self.hear(workflow, contact, kind, detail)

    def hear(self, workflow: Workflow, contact: int, kind: EventKind, detail: str) -> None:
        """Let a contact go on that waits in a workflow for an event."""
        visit = self.visits.get((workflow.id, contact))
        if visit is None or visit.hears is None or visit.hears[0] is not kind:
            return
        if visit.hears[1].strip().casefold() in ("", detail.strip().casefold()):
            cards, visit.hears = visit.hears[2], None
            visit.leg += 1
            self.env.process(self.journey(visit, cards, visit.leg))

    def colleagues(self, contact: int) -> list[Enrolled]:
        """Give the enrollments of people at the same company."""
        company = str(self.people[contact].get("company") or "").strip().casefold()
        return [
            one
            for other, one in self.enrolled.items()
            if company and other != contact
            and str(self.people[other].get("company") or "").strip().casefold() == company
        ]  # fmt: skip

    def trigger(self, kind: EventKind, detail: str, contact: int) -> None:
        """Let the workflows answer that wait for such an event."""
        for workflow in self.project.workflows:
            wanted = workflow.trigger.detail.strip().casefold()
            if TRIGGER_EVENTS.get(workflow.trigger.kind) is kind and wanted in ("", detail.strip().casefold()):
                self.event(workflow, contact)

    def change(self, event: ScriptedEvent) -> None:
        """Do to a contact what a scripted event says."""
        contact, enrolled = event.contact, self.enrolled.get(event.contact)
        if event.kind is EventKind.CONTACT_CREATED:
            self.absent.discard(contact)
            for workflow in self.project.workflows:
                if workflow.trigger.kind is TriggerKind.FILTER:
                    self.look_again(workflow, contact)
        elif event.kind is EventKind.PROPERTY_CHANGED:
            self.set_value(contact, event.property, event.value)
        elif event.kind is EventKind.LIST_JOINED:
            self.set_value(contact, f"list:{event.value}", True)
        elif event.kind is EventKind.ENROLLED_BY_HAND:
            for workflow in self.project.workflows:
                if workflow.id == event.workflow:
                    self.enter(workflow, contact, by_hand=True)
        elif enrolled is not None:
            if event.kind is EventKind.UNENROLLED_BY_HAND:
                self.leave(enrolled, Reason.UNENROLLED_MANUALLY)
            elif event.kind is EventKind.PAUSED:
                self.pause(enrolled)
            elif event.kind is EventKind.RESUMED:
                self.resume(enrolled)

    def break_it(self, event: ScriptedEvent) -> None:
        """Let something happen to a workflow, a sequence or a user."""
        if event.kind is EventKind.WORKFLOW_OFF:
            self.off.add(event.workflow)
        elif event.kind is EventKind.WORKFLOW_ON:
            self.switch_on(event.workflow)
        elif event.kind is EventKind.SEQUENCE_DELETED:
            self.delete(event.sequence)
        elif event.sender in self.senders:
            self.senders[event.sender] = _broken(self.senders[event.sender], event)

    def switch_on(self, number: int) -> None:
        """Switch a workflow on again; contacts that match by now enter if the trigger says so."""
        was_off = number in self.off
        self.off.discard(number)
        for workflow in self.project.workflows:
            if workflow.id == number and was_off and workflow.trigger.kind is TriggerKind.FILTER:
                if workflow.trigger.enroll_existing:
                    for contact in self.present():
                        if (workflow.id, contact) not in self.been:
                            self.event(workflow, contact)

    def delete(self, number: int) -> None:
        """Delete a sequence; whoever is inside leaves when the rule pack says so."""
        sequence = self.sequences.get(number)
        if sequence is not None and sequence.deleted is None:
            self.sequences[number] = replace(sequence, deleted=self.now)
        if self.pack.on_sequence_deleted == "unenroll":
            for enrolled in list(self.enrolled.values()):
                if enrolled.sequence.id == number:
                    self.leave(enrolled, Reason.SEQUENCE_DELETED)

    # ---------------------------------------------------------------- what a mailbox holds

    def mailbox_of(self, sender: int) -> str:
        """Name the mailbox a user sends from; users without any address share nothing."""
        known = self.senders.get(sender)
        return (known.sends_from if known else "") or f"user {sender}"

    def limit_of(self, sender: int) -> int:
        """Give how many mails a day a user may send: the own limit or the subscription's, and the provider's."""
        user = self.senders[sender]
        own = self.pack.limit_for(self.project.account.subscription) if user.limit is None else user.limit
        if user.provider == "":
            return own
        return min(own, self.pack.provider_gmail if user.provider == "Gmail (free)" else self.pack.provider_other)

    def taken(self, mailbox: str) -> list[int]:
        """List the mails that have left a mailbox or have a place in its queue."""
        queued = [e.at for e in self.enrolled.values() if e.mailbox == mailbox and e.state is QUEUED]
        return self.sent.get(mailbox, []) + queued

    def planned(self, mailbox: str) -> list[int]:
        """List the mails that are due later, paused ones too."""
        return [e.at for e in self.enrolled.values() if e.mailbox == mailbox and e.state is WAITING and e.is_mail]

    def in_line(self, mailbox: str) -> list[int]:
        """List the moments to which a limit has put mails off."""
        return [e.at for e in self.enrolled.values() if e.mailbox == mailbox and e.put_off]

    def next_place(self, mailbox: str) -> int:
        """Give when a mail leaves that joins the queue now: one mail at a time."""
        return max([self.now, *(mail + self.pack.spacing_seconds for mail in self.taken(mailbox))])

    def refusal(self, sender: int) -> tuple[int, int] | None:
        """Say why a new enrollment's first mail has no room: (counted, free again)."""
        mailbox, limit = self.mailbox_of(sender), self.limit_of(sender)
        at = self.next_place(mailbox)
        mails = self.taken(mailbox) + self.planned(mailbox)
        if self.pack.limit_window == "calendar_day":
            return rules.daily_wait(mails, mails, at, self.zone, limit)
        return rules.rolling_refusal(mails, at, self.pack.window_hours * HOUR, limit)

    def wait_for_room(self, enrolled: Enrolled, at: int) -> tuple[int, int] | None:
        """Say why a follow-up must wait: (counted, end of the line)."""
        taken, line, limit = (
            self.taken(enrolled.mailbox),
            self.in_line(enrolled.mailbox),
            self.limit_of(enrolled.sender),
        )
        if self.pack.limit_window == "calendar_day":
            return rules.daily_wait(taken, line, at, self.zone, limit)
        return rules.rolling_wait(taken, line, at, self.pack.window_hours * HOUR, limit)

    def lost(self, sender: int) -> Reason:
        """Say why a user can send no follow-up any more; whoever is gone from the account counts as deactivated."""
        known = self.senders.get(sender)
        return rules.user_fails(known, True) if known else Reason.SENDER_DEACTIVATED

    # ---------------------------------------------------------------- in and out of sequences

    def begin(self, contact: int, sequence: SalesSequence, sender: int, place: int) -> int:
        """Enroll a contact; gives when the first step runs. The first step is executed at once."""
        mailbox = self.mailbox_of(sender)
        enrolled = Enrolled(contact, sequence, sender, mailbox, self.now, place, self.zone_for(contact, sequence))
        enrolled.at = self.now
        if enrolled.is_mail:
            enrolled.at, enrolled.state = self.next_place(mailbox), QUEUED
        self.enrolled[contact] = enrolled
        self.wake(enrolled)
        return enrolled.at

    def zone_for(self, contact: int, sequence: SalesSequence) -> tzinfo:
        """Give the zone an enrollment follows: the contact's own where the sequence says so and it has a real one."""
        name = self.people[contact].get("hs_timezone")
        if not sequence.settings.use_contact_time_zone or name in (None, "", "nowhere"):
            return self.zone
        return ZoneInfo(str(name))

    def go_on_with(self, standing: Enrollment) -> None:
        """Go on with an enrollment that began before the run."""
        sequence = self.sequences.get(standing.sequence)
        if sequence is None or standing.contact not in self.people or standing.contact in self.enrolled:
            return
        mailbox = self.mailbox_of(standing.sender)
        enrolled = Enrolled(standing.contact, sequence, standing.sender, mailbox, standing.since, 0,
                            self.zone_for(standing.contact, sequence))  # fmt: skip
        enrolled.paused, enrolled.paused_at = standing.state is EnrollmentState.PAUSED, self.now
        self.enrolled[standing.contact] = enrolled
        at = standing.since
        for number, step in enumerate(sequence.steps[: standing.next_step]):
            enrolled.step = number
            at = self.due(enrolled, at) if number else at
            if step.kind is StepKind.EMAIL and at <= self.now:
                self.sent.setdefault(mailbox, []).append(at)
        enrolled.step = standing.next_step
        if enrolled.step < len(sequence.steps):
            enrolled.at = self.due(enrolled, at) if enrolled.step else self.now
            if enrolled.at < self.now:
                enrolled.at = times.first_allowed(self.now, sequence.settings, enrolled.zone, enrolled.is_mail)
        if sequence.deleted is not None and self.pack.on_sequence_deleted == "unenroll":
            self.leave(enrolled, Reason.SEQUENCE_DELETED)
        elif enrolled.step >= len(sequence.steps):
            self.env.process(self.finish(enrolled))
        else:
            self.wake(enrolled)

    def finish(self, enrolled: Enrolled) -> Process:
        """End an enrollment all of whose steps were done before the run."""
        yield self.turns.at(self.now, "finish")
        if not enrolled.ended:
            self.leave(enrolled, Reason.FINISHED)

    def leave(self, enrolled: Enrolled, reason: Reason, place: int = 0, detail: int = 0) -> None:
        """End an enrollment, when there is a reason."""
        if reason is Reason.NONE:
            return
        enrolled.ended = reason
        enrolled.leg += 1
        del self.enrolled[enrolled.contact]
        self.tell(enrolled.contact, place or enrolled.place, RowKind.SEQUENCE, Outcome.LEFT, reason,
                  sender=enrolled.sender, sequence=enrolled.sequence.id, a=enrolled.since, b=detail)  # fmt: skip

    def pause(self, enrolled: Enrolled) -> None:
        """Let an enrollment stand still: its mail leaves the queue; a task goes on, the delay after it does not."""
        if enrolled.paused:
            return
        enrolled.paused, enrolled.paused_at = True, self.now
        if enrolled.state is QUEUED:
            enrolled.state = WAITING
            self.wake(enrolled)

    def resume(self, enrolled: Enrolled) -> None:
        """Let a paused enrollment go on with what is left of its delay, on its days and in its window."""
        if not enrolled.paused:
            return
        enrolled.paused = False
        if enrolled.state is BUSY or enrolled.step >= len(enrolled.sequence.steps) or enrolled.at == times.NEVER:
            return
        due = self.now + max(enrolled.at - enrolled.paused_at, 0)
        if enrolled.step:
            due = times.first_allowed(due, enrolled.sequence.settings, enrolled.zone, enrolled.is_mail)
        enrolled.put_off = False
        if due != enrolled.at:
            enrolled.at = due
            self.wake(enrolled)

    def due(self, enrolled: Enrolled, previous: int) -> int:
        """Give when the next step is due, the step before it having been done at ``previous``."""
        step = enrolled.sequence.steps[enrolled.step]
        return times.step_due(previous, enrolled.since, step.delay_days, enrolled.sequence.settings, enrolled.zone,
                              step.kind is StepKind.EMAIL)  # fmt: skip

    # ---------------------------------------------------------------- through sequences

    def wake(self, enrolled: Enrolled) -> None:
        """Let a contact take its steps anew from the moment it waits for."""
        enrolled.leg += 1
        self.env.process(self.steps(enrolled, enrolled.leg))

    def steps(self, enrolled: Enrolled, leg: int) -> Process:
        """Take one contact through its sequence, step by step."""
        number = enrolled.sequence.id
        door = {WAITING: "due", QUEUED: "send", BUSY: "task"}
        while True:
            state = enrolled.state
            yield self.turns.at(enrolled.at, (door[state], number))
            if enrolled.leg != leg:
                return
            if state is WAITING and enrolled.paused:
                return
            if state is WAITING and enrolled.is_mail:
                self.join_queue(enrolled)
            elif state is WAITING:
                self.tell_step(enrolled, RowKind.TASK, Outcome.DONE, a=TASK_CREATED)
                if enrolled.sequence.steps[enrolled.step].hold:
                    enrolled.state = BUSY
                    enrolled.at = self.now + enrolled.sequence.settings.behaviour.task_hours * HOUR
                else:
                    self.advance(enrolled)
            elif state is QUEUED:
                self.send(enrolled)
            else:
                self.tell_step(enrolled, RowKind.TASK, Outcome.DONE, a=TASK_DONE)
                self.advance(enrolled)
            if enrolled.leg != leg:
                return

    def tell_step(self, enrolled: Enrolled, kind: RowKind, outcome: Outcome, reason: int = 0, **facts: int) -> None:
        """Write a row about a step."""
        self.tell(enrolled.contact, enrolled.place, kind, outcome, reason, sender=enrolled.sender,
                  sequence=enrolled.sequence.id, step=enrolled.step + 1, **facts)  # fmt: skip

    def join_queue(self, enrolled: Enrolled) -> None:
        """Take a place in the mailbox's queue, or wait: for room under the limit, or for the window."""
        settings, zone = enrolled.sequence.settings, enrolled.zone
        enrolled.put_off = False
        if self.lost(enrolled.sender):
            self.leave(enrolled, Reason.SENDER_LOST, detail=self.lost(enrolled.sender))
            return
        place = self.next_place(enrolled.mailbox)
        wait = self.wait_for_room(enrolled, place)
        if wait is not None:
            used, free = wait
            if free < times.NEVER:
                free = times.first_allowed(max(free, self.now + 1), settings, zone, True)
                enrolled.put_off = True
            self.tell_step(enrolled, RowKind.MAIL, Outcome.DEFERRED, Reason.DAILY_LIMIT_REACHED, a=used,
                           b=self.limit_of(enrolled.sender), c=free)  # fmt: skip
            enrolled.at = free
        elif enrolled.step and place > times.window_closes(self.now, settings, zone):
            enrolled.at = times.first_allowed(max(place, self.now + 1), settings, zone, True)
            self.tell_step(enrolled, RowKind.MAIL, Outcome.DEFERRED, Reason.SEND_WINDOW_CLOSED, c=enrolled.at)
        else:
            enrolled.at, enrolled.state = place, QUEUED

    def send(self, enrolled: Enrolled) -> None:
        """Let a mail leave, and people react to it."""
        if self.lost(enrolled.sender):
            self.leave(enrolled, Reason.SENDER_LOST, detail=self.lost(enrolled.sender))
            return
        step = enrolled.sequence.steps[enrolled.step]
        self.tell_step(enrolled, RowKind.MAIL, Outcome.DONE, a=(step.subject + step.body).count("{{ placeholder."))
        self.sent.setdefault(enrolled.mailbox, []).append(self.now)
        for kind, later in self.reactions(enrolled):
            self.env.process(self.react(enrolled, kind, self.now + later))
        self.advance(enrolled)

    def reactions(self, enrolled: Enrolled) -> list[tuple[EventKind, int]]:
        """Draw how a contact reacts to a mail: at most one of four, and perhaps an open and a click."""
        behaviour = enrolled.sequence.settings.behaviour

        def dice(what: int, below: int) -> int:
            mail = (enrolled.sequence.id * 100 + enrolled.step) * 8
            return draw(self.settings.seed, enrolled.contact, mail + what, below)

        found: list[tuple[EventKind, int]] = []
        bounce, unsubscribe = behaviour.bounce, behaviour.bounce + behaviour.unsubscribe
        reply, meeting = unsubscribe + behaviour.reply, unsubscribe + behaviour.reply + behaviour.meeting
        number = dice(0, 100)
        if number < bounce:
            found.append((EventKind.BOUNCED, MINUTE))
        elif number < meeting:
            ways = (
                (unsubscribe, EventKind.UNSUBSCRIBED),
                (reply, EventKind.REPLIED),
                (meeting, EventKind.MEETING_BOOKED),
            )
            kind = next(way for share, way in ways if number < share)
            found.append((kind, HOUR + dice(1, 47 * HOUR)))
        if dice(2, 100) < behaviour.open:
            found.append((EventKind.OPENED, 5 * MINUTE + dice(3, 23 * HOUR)))
        if dice(4, 100) < behaviour.click:
            found.append((EventKind.CLICKED, 6 * MINUTE + dice(5, 24 * HOUR)))
        return found

    def react(self, enrolled: Enrolled, kind: EventKind, at: int) -> Process:
        """Let a contact react to a mail, unless it left the sequence meanwhile other than by its end."""
        yield self.turns.at(at, ("reaction", kind))
        if enrolled.ended in (Reason.NONE, Reason.FINISHED):
            self.happen(enrolled.contact, kind, sender=enrolled.sender)
            self.trigger(kind, "", enrolled.contact)

    def advance(self, enrolled: Enrolled) -> None:
        """Plan the next step, or end the enrollment after the last one."""
        enrolled.step += 1
        if enrolled.step == len(enrolled.sequence.steps):
            self.leave(enrolled, Reason.FINISHED)
            return
        enrolled.at, enrolled.state = self.due(enrolled, self.now), WAITING
        if enrolled.paused:
            # Its task was done while it stood still; the delay that follows begins to stand still now.
            enrolled.paused_at = self.now


def _broken(sender: Sender, event: ScriptedEvent) -> Sender:
    """Give a user as something left it."""
    if event.kind is EventKind.SEAT_LOST:
        return replace(sender, seat=Seat.NONE)
    if event.kind is EventKind.INBOX_DISCONNECTED:
        return replace(sender, inbox_state=InboxState.DISCONNECTED)
    if event.kind is EventKind.INBOX_CONNECTED:
        return replace(sender, inbox_state=InboxState.CONNECTED)
    if event.kind is EventKind.SENDER_DEACTIVATED:
        return replace(sender, active=False)
    limit = event.value if type(event.value) is int and event.value >= 0 else None
    return replace(sender, limit=limit)
