"""Small projects for tests, in few words: contacts, senders, sequences, workflows, and a way to play them.

Lives here: builders with defaults that pass every check, so that a test says only what it is about; ``play`` and the
readers of a trace. Everything starts on Monday, 5 January 2026, 09:00 UTC unless a test says otherwise. Not here:
fixtures, which live in conftest.py files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from itertools import count
from typing import Any, TypeAlias

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.engine.runner import Rehearsal
from core.engine.snapshot import Snapshot, columns_needed, played
from core.model.account import Account, RunSettings, Subscription
from core.model.contact import Contact, ContactColumns, PropertyDefinition
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import MINUTE, Instant, from_instant, read_local
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import Sender
from core.model.sequence import Behaviour, Enrollment, SequenceSettings, Step, StepKind
from core.model.sequence import Sequence as SalesSequence
from core.model.trace import Outcome, RowKind, TraceEvent
from core.model.workflow import Action, Card, Trigger, TriggerKind, Workflow, WorkflowStatus
from core.rules import rulepack
from core.rules.rulepack import RulePack

START: Instant = 1767603600
"""Monday, 5 January 2026, 09:00 UTC."""

RULES: RulePack = rulepack.load("2025-08")
"""The limits that come with the program."""

_NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gwen", "Hugo", "Ines", "Jon")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EVENTS = tuple(EventKind)

Planned: TypeAlias = Action | Card
"""What ``workflow`` and ``fork`` take: an action, or a card when it is more than that."""


# ---------------------------------------------------------------- times


def at(text: str, zone: tzinfo = UTC) -> Instant:
    """Give the instant of a text such as ``2026-01-08 09:00``."""
    return read_local(text, zone)


def minutes_to(text: str, start: Instant = START) -> int:
    """Give the minutes from the start to a moment: where a scripted event stands."""
    return (at(text) - start) // MINUTE


def clock(instant: Instant, zone: tzinfo = UTC) -> str:
    """Write an instant as ``Thu 8 Jan 09:00``, with seconds when there are some."""
    moment = from_instant(instant, zone)
    time = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {time}"


# ---------------------------------------------------------------- things


def contact(number: int, **values: Value) -> Contact:
    """Give a contact that may be enrolled: a name, an address, sender 1 as its owner. ``None`` takes a value away."""
    name = _NAMES[(number - 1) % len(_NAMES)]
    usual: dict[str, Value] = {
        "firstname": name,
        "email": f"{name.lower()}{number}@client.example",
        "hubspot_owner_id": 1,
    }
    return Contact(number).with_values(usual | values)


def contacts(number: int, **values: Value) -> list[Contact]:
    """Give contacts 1 to ``number``, all with these values."""
    return [contact(n, **values) for n in range(1, number + 1)]


def sender(number: int = 1, name: str = "Ana Ruiz", **fields: Any) -> Sender:
    """Give a user who may send: an Enterprise seat and a connected personal inbox of their own."""
    return replace(Sender(number, name, f"user{number}@acme.example"), **fields)


def mail(delay_days: int = 0, subject: str = "Hello", body: str = "") -> Step:
    """Give an automated mail."""
    return Step(StepKind.EMAIL, subject, body, delay_days)


def task(delay_days: int = 0, *, kind: StepKind = StepKind.CALL, hold: bool = True) -> Step:
    """Give a task, one the sequence waits for unless ``hold`` is False."""
    return Step(kind, "Ring up", "", delay_days, hold)


def sequence(*steps: Step, number: int = 1, name: str = "Welcome", **settings: Any) -> SalesSequence:
    """Give a sequence; one mail when no steps are named. ``settings`` are those of ``SequenceSettings``."""
    chosen = replace(SequenceSettings(), **settings)
    return SalesSequence(number, name, steps or (mail(),), chosen)


def reacts(**shares: int) -> Behaviour:
    """Give a behaviour, e.g. ``reacts(reply=100)``."""
    return Behaviour(**shares)


# ---------------------------------------------------------------- workflows


def enroll(into: int = 1, by: int = 1) -> EnrollInSequence:
    """Give *Enroll in sequence* with a specific user."""
    return EnrollInSequence(into, SenderType.SPECIFIC_USER, by)


def enroll_by_owner(into: int = 1, owner_property: str = "hubspot_owner_id") -> EnrollInSequence:
    """Give *Enroll in sequence* with the contact's owner."""
    return EnrollInSequence(into, SenderType.CONTACT_OWNER, owner_property=owner_property)


def where(name: str, operator: Operator, *values: Value) -> Filter:
    """Give a filter of one condition."""
    return Filter(((Condition(name, operator, values),),))


def is_any(name: str, *values: Value) -> Filter:
    """Give the filter *name is any of values*."""
    return where(name, Operator.IS_ANY_OF, *values)


LEADS = is_any("lifecyclestage", "lead")
"""Lifecycle stage is any of Lead."""


def on_filter(wanted: Filter = LEADS, *, reenroll: bool = False, existing: bool = True) -> Trigger:
    """Give a trigger on properties."""
    return Trigger(TriggerKind.FILTER, "", wanted, reenroll, existing)


def on_form(form: str = "", refined: Filter | None = None, *, reenroll: bool = False) -> Trigger:
    """Give the trigger *form submitted*; any form when none is named."""
    return Trigger(TriggerKind.FORM_SUBMITTED, form, refined or Filter(), reenroll)


def on_meeting(meeting: str = "", *, reenroll: bool = False) -> Trigger:
    """Give the trigger *meeting booked*."""
    return Trigger(TriggerKind.MEETING_BOOKED, meeting, Filter(), reenroll)


def off(action: Action) -> Card:
    """Give a card that is switched off."""
    return Card(0, action, on=False)


def fork(wanted: Filter | IfThen, *ways: Sequence[Planned], on: bool = True) -> Card:
    """Give an if/then card with the cards of its branches, the last being *None matched*."""
    action = wanted if isinstance(wanted, IfThen) else IfThen((Branch("Yes", wanted),))
    return Card(0, action, on, tuple(tuple(_card(p) for p in way) for way in ways))


def workflow(
    *planned: Planned,
    number: int = 1,
    name: str = "Demo request",
    trigger: Trigger | None = None,
    sequence: int = 0,
    status: WorkflowStatus = WorkflowStatus.ON,
) -> Workflow:
    """Give a workflow that is on and lets everybody in; its cards are numbered from the top down, from 1."""
    ids = count(1)
    cards = tuple(_numbered(_card(p), ids) for p in planned)
    return Workflow(number, name, status, trigger or Trigger(), cards, sequence, next(ids))


def _card(planned: Planned) -> Card:
    if isinstance(planned, Card):
        return planned
    return Card(0, planned, branches=tuple(() for _ in planned.branch_names()))


def _numbered(card: Card, ids: count[int]) -> Card:
    own = next(ids)
    return replace(card, id=own, branches=tuple(tuple(_numbered(c, ids) for c in way) for way in card.branches))


# ---------------------------------------------------------------- projects


def project(
    *workflows: Workflow,
    senders: Sequence[Sender] = (),
    sequences: Sequence[SalesSequence] = (),
    subscription: Subscription = Subscription.ENTERPRISE,
    zone: str = "UTC",
    script: Sequence[ScriptedEvent] = (),
    enrollments: Sequence[Enrollment] = (),
    properties: Sequence[PropertyDefinition] = (),
) -> Project:
    """Give a project; without more words it has sender 1 and sequence 1, which is one mail."""
    return Project(
        Account(subscription=subscription, time_zone=zone),
        tuple(properties),
        tuple(senders) or (sender(),),
        tuple(sequences) or (sequence(),),
        workflows,
        tuple(script),
        tuple(enrollments),
    )


def happens(
    kind: EventKind, who: int, moment: str, detail: str = "", sender: int = 0, number: int = 0
) -> ScriptedEvent:
    """Give a scripted event at a moment such as ``2026-01-08 09:00``."""
    return ScriptedEvent(kind, who, minutes_to(moment), detail, sender, number)


def submits(who: int, moment: str, form: str = "Demo", number: int = 0) -> ScriptedEvent:
    """Give a scripted form submission."""
    return happens(EventKind.FORM_SUBMITTED, who, moment, form, number=number)


def with_limit(limit: int, rules: RulePack = RULES) -> RulePack:
    """Give the rules with another default daily limit."""
    return replace(rules, limit_enterprise=limit, limit_professional=limit)


# ---------------------------------------------------------------- playing


def snapshot(
    project: Project, people: Iterable[Contact], settings: RunSettings | None = None, rules: RulePack = RULES
) -> Snapshot:
    """Freeze a project and its contacts."""
    chosen = played(project, settings or RunSettings())
    listed = list(people)
    columns = {name: [person.get(name) for person in listed] for name in columns_needed(chosen)}
    return Snapshot(chosen, ContactColumns([person.id for person in listed], columns), rules)


def rehearsal(
    project: Project,
    people: Iterable[Contact],
    days: int = 30,
    seed: int = 7,
    *,
    start: Instant = START,
    rules: RulePack = RULES,
) -> Rehearsal:
    """Give a run that has not been played."""
    settings = RunSettings(start, days, seed)
    return Rehearsal(snapshot(project, people, settings, rules), settings)


def play(
    project: Project,
    people: Iterable[Contact],
    days: int = 30,
    seed: int = 7,
    *,
    start: Instant = START,
    rules: RulePack = RULES,
) -> list[TraceEvent]:
    """Play a project to the end and give its trace."""
    run = rehearsal(project, people, days, seed, start=start, rules=rules)
    return [TraceEvent(*row) for batch in run.play() for row in batch.rows]


# ---------------------------------------------------------------- reading a trace


def story(events: Iterable[TraceEvent], who: int = 0, kinds: Collection[RowKind] = (), zone: tzinfo = UTC) -> list[str]:
    """Tell a trace in words, e.g. ``Mon 5 Jan 09:00 mail 1``, ``Thu 8 Jan 09:00 left REPLIED``.

    Arguments:
        events: The trace.
        who: Id of the one contact to tell of; 0 for all.
        kinds: Kinds of rows to tell of; empty for all.
        zone: Whose clock is read.
    """
    wanted = (e for e in events if who in (0, e.contact) and (not kinds or e.kind in kinds))
    return [f"{clock(e.time, zone)} {said(e)}" for e in wanted]


def said(event: TraceEvent) -> str:
    """Say what one row tells of."""
    outcome = Outcome(event.outcome)
    reason = Reason(event.reason).name
    match RowKind(event.kind):
        case RowKind.TRIGGER:
            return "entered"
        case RowKind.ACTION:
            return f"skipped {reason}" if outcome is Outcome.SKIPPED else outcome.label
        case RowKind.MAIL:
            return f"mail {event.step}" + (f" deferred {reason}" if outcome is Outcome.DEFERRED else "")
        case RowKind.TASK:
            return f"task {event.step} {'created' if event.a == 1 else 'done'}"
        case RowKind.SEQUENCE:
            return f"left {reason}"
        case RowKind.EVENT:
            return _EVENTS[event.a - 1].value


def mails(events: Iterable[TraceEvent]) -> list[tuple[str, int, int]]:
    """Give every mail that left as (when, contact, step)."""
    return [(clock(e.time), e.contact, e.step) for e in events if e.kind == RowKind.MAIL and e.outcome == Outcome.DONE]


def skips(events: Iterable[TraceEvent]) -> list[tuple[int, str]]:
    """Give every skipped action as (contact, reason)."""
    return [(e.contact, Reason(e.reason).name) for e in events if e.outcome == Outcome.SKIPPED]


def reasons(events: Iterable[TraceEvent]) -> list[str]:
    """Give the reason of every skipped action."""
    return [reason for _, reason in skips(events)]


def of_kind(events: Iterable[TraceEvent], kind: RowKind) -> list[TraceEvent]:
    """Give the rows of one kind."""
    return [e for e in events if e.kind == kind]
