"""Gathers the facts of ``review_structure`` and ``review_load`` (``core.rules``) from typed actions and contacts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import IfThen
from core.actions.names import Names
from core.actions.value_equals import ValueEquals
from core.model.instant import from_instant
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Action, Card, TriggerKind, Workflow, walk
from core.rules.calendar import zone_of
from core.rules.filters import compile_filter
from core.rules.review import Finding, ReviewFacts
from core.rules.review_hours import outside_hours
from core.rules.review_load import Crowd, over_capacity, planned_mails
from core.rules.review_structure import dead_values, dead_ways, sequence_of, times_of, unreachable


def more_findings(facts: ReviewFacts) -> list[Finding]:
    """Find what the checks of the run do not ask for: structure, texts, times and the load of mailboxes."""
    found = list(_load(facts))
    for view in facts.workflows:
        workflow, played = view.workflow, view.played
        found += times_of(workflow, played)
        for card in walk(workflow.cards):
            if card.on:
                found += _unreachable(workflow, card, facts.project, played)
                found += _sequence(workflow, card, facts, played)
    return found


def _unreachable(workflow: Workflow, card: Card, project: Project, played: bool) -> Iterator[Finding]:
    names = card.action.branch_names()
    for number, taker in _dead(card.action).items():
        below = card.branches[number] if number < len(card.branches) else ()
        if below:
            first = below[0]
            yield unreachable(workflow, first.id, _title(first.action, project), names[number], names[taker], played)


def _dead(action: Action) -> dict[int, int]:
    if isinstance(action, IfThen):
        return dead_ways([branch.filter for branch in action.branches])
    if isinstance(action, ValueEquals):
        return dead_values([branch.values for branch in action.branches])
    return {}


def _title(action: Action, project: Project) -> str:
    headline = getattr(action, "headline", None)
    return str(headline(Names(project))) if callable(headline) else action.title


def _sequence(workflow: Workflow, card: Card, facts: ReviewFacts, played: bool) -> Iterable[Finding]:
    if not isinstance(card.action, EnrollInSequence):
        return ()
    sequence = facts.project.sequence(card.action.sequence)
    if sequence is None or sequence.deleted is not None:
        return ()
    return [
        *sequence_of(workflow, card.id, sequence, facts.project, facts.rules, played),
        *_hours(workflow, card, card.action, facts, played),
    ]


def _hours(
    workflow: Workflow, card: Card, action: EnrollInSequence, facts: ReviewFacts, played: bool
) -> Iterable[Finding]:
    project = facts.project
    sequence = project.sequence(action.sequence)
    try:
        zone = zone_of(project.account.time_zone)
    except Problem:
        return ()
    chosen = action.sender_type is SenderType.SPECIFIC_USER
    senders = [s for s in project.senders if s.active and (not chosen or s.id == action.sender)]
    return outside_hours(workflow, card.id, sequence, senders, zone, facts.start, played) if sequence else ()


# ---------------------------------------------------------------- load


def _load(facts: ReviewFacts) -> Iterator[Finding]:
    project, settings = facts.project, facts.project.account.settings
    try:
        zone = zone_of(project.account.time_zone)
    except Problem:
        return
    planned = planned_mails(project, _crowds(facts), settings.start, zone)
    yield from over_capacity(project, facts.rules, planned, from_instant(settings.start, zone).date(), settings.days)


def _crowds(facts: ReviewFacts) -> Iterator[Crowd]:
    """Give who would enter at the start. Below a branch nobody is counted: how many go there is not known yet."""
    for view in facts.workflows:
        trigger = view.workflow.trigger
        if not view.played or trigger.kind is not TriggerKind.FILTER or not trigger.enroll_existing:
            continue
        select = compile_filter(trigger.filter, facts.contacts.columns, lambda: facts.start)
        who = select(range(len(facts.contacts)))
        minute = 0
        for card in view.workflow.cards:
            if card.on and isinstance(card.action, Delay):
                minute += card.action.minutes
            if card.on and isinstance(card.action, EnrollInSequence):
                crowd = _crowd(facts, card.action, who, minute)
                if crowd is not None:
                    yield crowd
                # A contact is in one sequence at a time: what comes after finds them taken.
                break


def _crowd(facts: ReviewFacts, action: EnrollInSequence, who: list[int], minute: int) -> Crowd | None:
    sequence = facts.project.sequence(action.sequence)
    if sequence is None or sequence.deleted is not None:
        return None
    if action.sender_type is SenderType.SPECIFIC_USER:
        return Crowd(sequence, {action.sender: len(who)}, minute)
    column = facts.contacts.columns.get(action.owner_property, [])
    owners = Counter(value for i in who if column and isinstance(value := column[i], int))
    return Crowd(sequence, dict(owners), minute)
