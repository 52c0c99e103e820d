"""What each kind of card does to one contact, in the plainest way.

Written from the rules alone; shares with ``core.actions`` only the dataclasses that hold the fields. Not here: what
stands before a card, and the way to the next one; see ``tests.oracle.model``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from core.actions.add_note import AddNote
from core.actions.add_to_list import AddToList
from core.actions.create_task import AssigneeType, CreateTask
from core.actions.delay import Delay
from core.actions.delay_until import DelayUntil
from core.actions.delay_until_event import AwaitedEvent, DelayUntilEvent
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.go_to_workflow import GoToWorkflow
from core.actions.if_then import IfThen
from core.actions.notification import Notification
from core.actions.random_split import RandomSplit
from core.actions.remove_from_list import RemoveFromList
from core.actions.rotate_owner import RotateOwner
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.value_equals import ValueEquals
from core.engine.chance import draw
from core.model.event import EventKind
from core.model.fields import Value
from core.model.reason import Reason
from core.model.sequence import StepKind
from core.model.trace import Outcome, RowKind
from core.model.workflow import Action, Card
from tests.oracle import plain_rules as rules
from tests.oracle import plain_times as times
from tests.oracle.turns import Crowd

if TYPE_CHECKING:
    from tests.oracle.model import PlainModel, Visit

Way: TypeAlias = tuple[int, int]
"""The branch a contact takes (0 where there are none), and until when it waits first (0 for not at all)."""

ON = (0, 0)
STEERING = (Delay, DelayUntil, DelayUntilEvent, IfThen, ValueEquals, RandomSplit)
_FIVE_YEARS = 5 * 365 * 24 * 60
_EVENT_NUMBERS = {kind: number for number, kind in enumerate(EventKind, 1)}


class Cards:
    """The deeds of all cards.

    Arguments:
        model: The run.
    """

    def __init__(self, model: PlainModel) -> None:
        self.model = model
        self.last_turn: dict[int, int] = {}
        self.came: dict[tuple[int, int], int] = {}

    def act(self, visit: Visit, card: Card, place: int, crowd: Crowd) -> Way:
        """Let a contact do a card."""
        match card.action:
            case EnrollInSequence() as action:
                self.enroll(visit, card, action, place)
                return ON
            case _ if not card.on:
                return self.skip(visit, card, place, Reason.ACTION_OFF)
            case UnenrollFromSequence():
                self.unenroll(visit, place)
                return ON
            case Delay() as action:
                return self.delay(visit, place, self.model.now + 60 * _within(action.minutes, 1, _FIVE_YEARS))
            case DelayUntil() as action:
                if not (0 <= action.minute < 1440 and all(0 <= day < 7 for day in action.weekdays)):
                    return self.skip(visit, card, place)
                zone = self.model.zone
                return self.delay(
                    visit, place, times.weekday_and_time(self.model.now, action.weekdays, action.minute, zone)
                )
            case DelayUntilEvent() as action:
                return self.delay_until_event(visit, card, action, place)
            case IfThen() | ValueEquals() | RandomSplit() as action:
                way = self.way(visit, action, place)
                if way is None:
                    return self.skip(visit, card, place)
                self.done(visit, place, a=way + 1)
                return way, 0
            case SetProperty() as action:
                if not action.property:
                    return self.skip(visit, card, place)
                self.done(visit, place)
                self.set_in_crowd(visit, action.property, action.value, crowd)
                return ON
            case AddToList() | RemoveFromList() as action:
                if self.model.project.contact_list(action.contact_list) is None:
                    return self.skip(visit, card, place)
                self.done(visit, place, a=action.contact_list)
                member = True if isinstance(action, AddToList) else None
                self.set_in_crowd(visit, f"list:{action.contact_list}", member, crowd)
                return ON
            case RotateOwner() as action:
                return self.rotate(visit, card, action, place, crowd)
            case GoToWorkflow() as action:
                return self.go_to(visit, card, action, place)
            case CreateTask() | Notification() | AddNote() as action:
                return self.say(visit, card, action, place)
            case _:
                return self.skip(visit, card, place, Reason.ACTION_UNKNOWN)

    # ---------------------------------------------------------------- rows

    def done(self, visit: Visit, place: int, sender: int = 0, sequence: int = 0, a: int = 0, b: int = 0) -> None:
        """Write that a contact did a card."""
        self.model.tell(visit.contact, place, RowKind.ACTION, Outcome.DONE, sender=sender, sequence=sequence, a=a, b=b)

    def skip(self, visit: Visit, card: Card, place: int, reason: Reason = Reason.FIELD_MISSING, a: int = 0) -> Way:
        """Write that a contact skipped a card; at a branch it takes the last way."""
        self.model.tell(visit.contact, place, RowKind.ACTION, Outcome.SKIPPED, reason, a=a)
        return max(len(card.branches) - 1, 0), 0

    # ---------------------------------------------------------------- sequences

    def enroll(self, visit: Visit, card: Card, action: EnrollInSequence, place: int) -> None:
        """Ask the checks one after the other; enroll when all pass."""
        model, contact = self.model, visit.contact
        person = model.people[contact]

        def skip(reason: Reason, sender: int = 0, a: int = 0, b: int = 0, c: int = 0) -> None:
            model.tell(contact, place, RowKind.ACTION, Outcome.SKIPPED, reason, sender=sender,
                       sequence=action.sequence, a=a, b=b, c=c)  # fmt: skip

        on_tab = visit.workflow.sequence == action.sequence != 0
        sequence = model.sequences.get(action.sequence)
        reason = rules.card_fails(card.on, model.project.account.subscription, on_tab, action.sequence, sequence)
        if reason or sequence is None:
            skip(reason)
            return
        by_owner = action.sender_type is SenderType.CONTACT_OWNER
        named: Value = person.get(action.owner_property) if by_owner else action.sender
        sender = named if type(named) is int else 0
        reason = rules.sender_fails(by_owner, named, model.senders.get(sender), on_tab) or rules.contact_fails(person)
        if reason:
            skip(reason, sender)
            return
        inside = model.enrolled.get(contact)
        if inside is not None:
            skip(Reason.ALREADY_ENROLLED, sender, inside.sequence.id, inside.since, inside.place)
            return
        if sequence.steps[0].kind is StepKind.EMAIL:
            refusal = model.refusal(sender)
            if refusal is not None:
                skip(Reason.DAILY_LIMIT_REACHED, sender, refusal[0], model.limit_of(sender), refusal[1])
                return
        first = model.begin(contact, sequence, sender, place)
        self.done(visit, place, sender, sequence.id, a=first)

    def unenroll(self, visit: Visit, place: int) -> None:
        """Take a contact out of whichever sequence it is in."""
        inside = self.model.enrolled.get(visit.contact)
        if inside is None:
            self.model.tell(visit.contact, place, RowKind.ACTION, Outcome.SKIPPED, Reason.NOT_ENROLLED)
            return
        self.done(visit, place, inside.sender, inside.sequence.id, a=inside.since)
        self.model.leave(inside, Reason.UNENROLLED_BY_WORKFLOW, place)

    # ---------------------------------------------------------------- time and branches

    def delay(self, visit: Visit, place: int, until: int) -> Way:
        """Let a contact wait."""
        self.done(visit, place, a=until)
        return 0, until

    def delay_until_event(self, visit: Visit, card: Card, action: DelayUntilEvent, place: int) -> Way:
        """Let a contact wait for something to happen; after the longest wait it takes the second way."""
        detail = action.detail if action.event in (AwaitedEvent.FORM_SUBMITTED, AwaitedEvent.MEETING_BOOKED) else ""
        if action.event is AwaitedEvent.PROPERTY_CHANGED:
            if not action.property:
                return self.skip(visit, card, place)
            detail = action.property
        if action.event is AwaitedEvent.LIST_JOINED and action.contact_list:
            detail = str(action.contact_list)
        until = self.model.now + 60 * _within(action.minutes, 1, _FIVE_YEARS)
        kind = EventKind(action.event.value)
        self.done(visit, place, a=until, b=_EVENT_NUMBERS[kind])
        visit.hears = kind, detail, card.branches[0]
        return 1, until

    def way(self, visit: Visit, action: Action, place: int) -> int | None:
        """Say which branch a contact takes, from 0; ``None`` when the card cannot say."""
        person, model = self.model.people[visit.contact], self.model
        if isinstance(action, IfThen):
            for number, branch in enumerate(action.branches):
                if rules.matches(branch.filter, person, model.now):
                    return number
            return len(action.branches)
        if isinstance(action, ValueEquals):
            if not action.property:
                return None
            value = person.get(action.property)
            for number, one in enumerate(action.branches):
                if any(_equal(value, wanted) for wanted in one.values if wanted not in (None, "")):
                    return number
            return len(action.branches)
        assert isinstance(action, RandomSplit)
        percents = [share.percent for share in action.shares]
        if sum(percents) != 100 or min(percents) < 0:
            return None
        number = draw(model.settings.seed, visit.contact, place, 100)
        return next(way for way in range(len(percents)) if number < sum(percents[: way + 1]))

    # ---------------------------------------------------------------- contacts

    def set_in_crowd(self, visit: Visit, name: str, value: Value, crowd: Crowd, *step: int) -> None:
        """Set a property; each workflow in turn sees what changed in the whole crowd."""
        if self.model.write(visit.contact, name, value):
            for number, workflow in enumerate(self.model.project.workflows):
                see = partial(self.model.see, workflow, visit.contact, name, value)
                crowd.later(*step, number, do=see)

    def rotate(self, visit: Visit, card: Card, action: RotateOwner, place: int, crowd: Crowd) -> Way:
        """Give a contact to the next user who is there; who has an owner keeps it unless that is overwritten."""
        if not action.users or not action.owner_property:
            return self.skip(visit, card, place)
        owner = self.model.people[visit.contact].get(action.owner_property)
        if owner not in (None, "") and not action.overwrite:
            self.done(visit, place, owner if type(owner) is int else 0, a=1)
            return ON
        users = list(dict.fromkeys(action.users))
        at = self.last_turn.get(place, -1)
        for later in range(1, len(users) + 1):
            turn = (at + later) % len(users)
            if self.user(users[turn]):
                self.last_turn[place] = turn
                self.done(visit, place, users[turn])
                self.set_in_crowd(visit, action.owner_property, users[turn], crowd, crowd.number(users[turn]))
                return ON
        return self.skip(visit, card, place, Reason.NOT_OWNED)

    def user(self, value: Value) -> int:
        """Give the id of a user who is there and active, 0 for anything else."""
        known = self.model.senders.get(value) if type(value) is int else None
        return known.id if known is not None and known.active else 0

    # ---------------------------------------------------------------- tasks, messages, workflows

    def say(self, visit: Visit, card: Card, action: CreateTask | Notification | AddNote, place: int) -> Way:
        """Create a task, tell users, or write a note."""
        person, model = self.model.people[visit.contact], self.model
        if not (action.text if isinstance(action, AddNote) else action.subject).strip():
            return self.skip(visit, card, place)
        if isinstance(action, AddNote):
            self.done(visit, place)
        elif isinstance(action, CreateTask):
            by_owner = action.assignee_type is AssigneeType.CONTACT_OWNER
            user = self.user(person.get(action.owner_property) if by_owner else action.user)
            due = times.days_later(model.now, _within(action.due_days, 0, 5 * 365), model.zone)
            self.done(visit, place, user, a=due)
        else:
            owner = self.user(person.get(action.owner_property)) if action.to_owner else 0
            told = {self.user(user) for user in (*action.users, owner)} - {0}
            if not told:
                return self.skip(visit, card, place, Reason.NOT_OWNED)
            self.done(visit, place, owner, a=len(told))
        return ON

    def go_to(self, visit: Visit, card: Card, action: GoToWorkflow, place: int) -> Way:
        """Let a contact enter another workflow too; who comes round twice at one moment is stopped."""
        model, key = self.model, (action.workflow, visit.contact)
        if action.workflow == 0:
            return self.skip(visit, card, place)
        target = next((w for w in model.project.workflows if w.id == action.workflow), None)
        if target is None or target.id in model.off:
            return self.skip(visit, card, place, Reason.WORKFLOW_OFF, action.workflow)
        if self.came.get(key) == model.now:
            return self.skip(visit, card, place, Reason.LOOP_STOPPED, action.workflow)
        self.came[key] = model.now
        model.enter(target, visit.contact)
        self.done(visit, place, a=action.workflow)
        return ON


def _within(number: int, least: int, most: int) -> int:
    return min(max(number, least), most)


def _equal(value: Value, wanted: Value) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.casefold() == wanted.casefold()
    return value == wanted
