"""Random small projects with their contacts, for what must hold whatever a person designs."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from core.actions.delay import Delay
from core.actions.set_property import SetProperty
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.actions.unknown import UnknownAction
from core.model.account import Subscription
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.filter import Filter, Operator
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Behaviour, Enrollment, EnrollmentState, FollowUpDays, Sequence, Step, StepKind
from core.model.workflow import Action, Card, Trigger, TriggerKind, Workflow
from tests.building import (
    LEADS,
    START,
    contact,
    enroll,
    enroll_by_owner,
    fork,
    is_any,
    off,
    project,
    sender,
    sequence,
    where,
    workflow,
)

DAYS = 12
"""How long random projects are best played."""

_OPTED_OUT = where("hs_email_optout", Operator.IS_TRUE)
_FILTERS = (LEADS, Filter(), _OPTED_OUT, is_any("lifecyclestage", "customer"))


class Office(NamedTuple):
    """A project and the contacts it is played with."""

    project: Project
    people: list[Contact]


_percent = st.sampled_from([0, 0, 20, 60])
_behaviours = st.builds(
    Behaviour, _percent, _percent, st.sampled_from([0, 0, 30]), st.sampled_from([0, 0, 30]), st.sampled_from([0, 5, 30])
)
_steps = st.builds(
    Step,
    st.sampled_from([StepKind.EMAIL, StepKind.EMAIL, StepKind.EMAIL, StepKind.CALL, StepKind.TODO]),
    st.sampled_from(["Hello", "", "About {{ placeholder.topic }}"]),
    st.just(""),
    st.integers(0, 4),
    st.booleans(),
)


@st.composite
def sequences(draw: st.DrawFn, number: int) -> Sequence:
    """Give a sequence that may be empty, short, or deleted."""
    steps = draw(st.lists(_steps, min_size=draw(st.sampled_from([0, 1, 1, 1, 1])), max_size=4))
    start = draw(st.sampled_from([0, 8 * 60, 10 * 60]))
    made = sequence(
        *(steps or [Step()]),
        number=number,
        name=f"Sequence {number}",
        follow_up_days=draw(st.sampled_from(FollowUpDays)),
        window_start=start,
        window_end=start + draw(st.sampled_from([0, 1, 60, 600])),
        unenroll_on_reply=draw(st.booleans()),
        unenroll_on_meeting=draw(st.booleans()),
        use_contact_time_zone=draw(st.booleans()),
        behaviour=draw(_behaviours),
    )
    deleted = draw(st.sampled_from([None, None, None, None, START]))
    return Sequence(made.id, made.name, tuple(steps), made.settings, 0, deleted)


@st.composite
def senders(draw: st.DrawFn, number: int, *, fit: bool = False) -> Sender:
    """Give a user; most may send, with little room a day."""
    fields = {"limit": draw(st.sampled_from([None, 0, 1, 2, 3, 5]))}
    if fit:
        return sender(number, f"User {number}", **fields)
    odd = draw(st.sampled_from(["", "", "", "mailbox", "mailbox", "seat", "inbox", "team", "gone"]))
    return sender(
        number,
        f"User {number}",
        mailbox="sales@acme.example" if odd == "mailbox" else "",
        seat=draw(st.sampled_from([Seat.NONE, Seat.SALES_PROFESSIONAL])) if odd == "seat" else Seat.SALES_ENTERPRISE,
        inbox_state=InboxState.DISCONNECTED if odd == "inbox" else InboxState.CONNECTED,
        inbox_kind=InboxKind.TEAM if odd == "team" else InboxKind.PERSONAL,
        active=odd != "gone",
        **fields,
    )


@st.composite
def people(draw: st.DrawFn, number: int) -> Contact:
    """Give a contact that often has an owner who may send, and now and then a flaw."""
    return contact(
        number,
        hubspot_owner_id=draw(st.sampled_from([1, 1, 2, 3, 99, None])),
        lifecyclestage=draw(st.sampled_from(["lead", "lead", "customer", None])),
        email=draw(st.sampled_from([f"c{number}@client.example"] * 6 + [None, "no address"])),
        hs_email_optout=draw(st.sampled_from([None] * 6 + [True])),
        hs_timezone=draw(st.sampled_from([None, "Asia/Tokyo", "America/New_York", "nowhere"])),
    )


_actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(enroll, st.integers(0, 3), st.integers(0, 3)),
    st.builds(enroll_by_owner, st.integers(1, 2)),
    st.builds(enroll_by_owner, st.integers(1, 2)),
    st.builds(Delay, st.sampled_from([1, 60, 1440, 3000])),
    st.builds(Delay, st.sampled_from([1, 60, 1440, 3000])),
    st.builds(UnenrollFromSequence),
    st.builds(SetProperty, st.just("lifecyclestage"), st.sampled_from(["lead", "customer", None])),
    st.builds(SetProperty, st.sampled_from(["hubspot_owner_id"]), st.sampled_from([1, 2, None])),
    st.just(SetProperty("hs_email_optout", None)),
    st.just(SetProperty()),
    st.just(UnknownAction({"kind": "send_fax"})),
)


@st.composite
def cards(draw: st.DrawFn, depth: int = 1) -> list[Action | Card]:
    """Give a list of cards, some of them off, the last one maybe a branch."""
    plain = draw(st.lists(_actions, max_size=4))
    listed: list[Action | Card] = [off(a) if draw(st.integers(0, 9)) == 0 else a for a in plain]
    if depth and draw(st.booleans()):
        ways = draw(cards(depth - 1)), draw(cards(depth - 1))
        listed.append(fork(draw(st.sampled_from(_FILTERS)), *ways, on=draw(st.integers(0, 9)) > 0))
    return listed


_triggers = st.builds(
    Trigger,
    st.sampled_from([TriggerKind.FILTER, TriggerKind.FILTER, TriggerKind.FORM_SUBMITTED, TriggerKind.MEETING_BOOKED]),
    st.sampled_from(["", "Demo"]),
    st.sampled_from(_FILTERS),
    st.booleans(),
    st.sampled_from([True, True, False]),
)


@st.composite
def workflows(draw: st.DrawFn, number: int) -> Workflow:
    """Give a workflow that is on."""
    listed, trigger = draw(cards()), draw(_triggers)
    return workflow(
        *listed, number=number, name=f"Workflow {number}", trigger=trigger, sequence=draw(st.sampled_from([0, 0, 1]))
    )


_CONTACT_EVENTS = (
    EventKind.FORM_SUBMITTED,
    EventKind.MEETING_BOOKED,
    EventKind.REPLIED,
    EventKind.UNSUBSCRIBED,
    EventKind.BOUNCED,
)
"""What contacts do; what happens to the account changes limits and seats, which no invariant here allows for."""

_events = st.builds(
    ScriptedEvent,
    st.sampled_from(_CONTACT_EVENTS),
    st.integers(1, 7),
    st.integers(0, DAYS * 1440),
    st.sampled_from(["", "Demo", "Other"]),
    st.integers(0, 3),
)
_standing = st.builds(
    Enrollment,
    st.integers(1, 7),
    st.integers(1, 2),
    st.sampled_from([1, 1, 2, 3, 99]),
    st.integers(START - 6 * 86_400, START),
    st.integers(0, 3),
    st.sampled_from(EnrollmentState),
    st.sampled_from(["", "Ana Ruiz"]),
)


@st.composite
def offices(draw: st.DrawFn) -> Office:
    """Give a small project: up to 3 users, 2 sequences, 3 workflows, 7 contacts, 8 events, 3 standing enrollments."""
    made = project(
        *(draw(workflows(n)) for n in range(1, draw(st.integers(1, 3)) + 1)),
        senders=[draw(senders(n)) for n in range(1, 4)],
        sequences=[draw(sequences(n)) for n in (1, 2)],
        subscription=draw(st.sampled_from([Subscription.ENTERPRISE] * 5 + [Subscription.PROFESSIONAL])),
        zone=draw(st.sampled_from(["UTC", "Europe/Warsaw"])),
        script=draw(st.lists(_events, max_size=8)),
        enrollments=draw(st.lists(_standing, max_size=3, unique_by=lambda e: e.contact)),
    )
    return Office(made, [draw(people(n)) for n in range(1, draw(st.integers(1, 7)) + 1)])


@st.composite
def apart_offices(draw: st.DrawFn) -> Office:
    """Give an office in which contacts share nothing: each has a sender of their own, with a mailbox of its own."""
    made = draw(offices())
    owners = [sender(n, f"User {n}", limit=draw(st.sampled_from([None, 1, 2]))) for n in range(1, 9)]
    flows = tuple(_owned(flow) for flow in made.project.workflows)
    standing = tuple(
        Enrollment(e.contact, e.sequence, e.contact, e.since, e.next_step, e.state) for e in made.project.enrollments
    )
    apart = project(
        *flows, senders=owners, sequences=made.project.sequences, script=made.project.script, enrollments=standing
    )
    return Office(apart, [person.with_values({"hubspot_owner_id": person.id}) for person in made.people])


def _owned(flow: Workflow) -> Workflow:
    """Let every enroll card take the contact's owner, and no card change the owner."""
    return Workflow(
        flow.id, flow.name, flow.status, flow.trigger, tuple(map(_owned_card, flow.cards)), 0, flow.next_card
    )


def _owned_card(card: Card) -> Card:
    action = card.action
    if action.kind == "enroll_in_sequence":
        action = enroll_by_owner(getattr(action, "sequence", 1))
    elif isinstance(action, SetProperty) and action.property == "hubspot_owner_id":
        action = SetProperty()
    return Card(card.id, action, card.on, tuple(tuple(map(_owned_card, way)) for way in card.branches))
