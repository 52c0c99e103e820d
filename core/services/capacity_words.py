"""What a capacity answer says: cards to choose from, days, plans in words, and its plans as a table for a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from core.actions.enroll_in_sequence import EnrollInSequence
from core.actions.names import Names
from core.exchange.values import zone_of_account
from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.workflow import walk
from core.rules.calendar import local_instant
from core.rules.review_words import day
from core.services.capacity import Answer, Plan
from core.services.forecast_words import plural


@dataclass(frozen=True, slots=True)
class CapacityCard:
    """A card that can be asked about.

    Attributes:
        workflow: Workflow id.
        card: Card id.
        title: Both in words, e.g. ``Demo request · Enroll in Demo follow-up``.
    """

    workflow: int
    card: int
    title: str


def cards(project: Project, workflow: int = 0) -> list[CapacityCard]:
    """List the cards that enroll in a sequence, of one workflow or (0) of all."""
    names = Names(project)
    return [
        CapacityCard(flow.id, card.id, f"{flow.name} · {card.action.headline(names)}")
        for flow in project.workflows
        if workflow in (0, flow.id)
        for card in walk(flow.cards)
        if isinstance(card.action, EnrollInSequence)
    ]


def end_of(last: date, project: Project) -> Instant:
    """Give the first instant after a day, in the account's time zone: what happens on the day is in time."""
    return local_instant(last + timedelta(days=1), 0, zone_of_account(project))


def first_words(project: Project, instant: Instant) -> str:
    """Write the day of an instant in the account's time zone, e.g. ``Mon 5 Jan 2026``."""
    return day(from_instant(instant, zone_of_account(project)).date())


def plan_words(plan: Plan) -> str:
    """Write what a plan does, e.g. ``3 senders, all contacts at once``."""
    pace = f"{plan.per_day:,} a working day" if plan.per_day else "all contacts at once"
    return f"{plural(plan.senders, 'sender')}, {pace}"


def plans(answer: Answer) -> Sequence[Plan]:
    """Give every plan that was tried, those by number of senders first."""
    return (*answer.by_senders, *answer.by_day)


def write_csv(answer: Answer, project: Project, path: Path) -> int:
    """Write every plan that was tried as CSV and give how many there are.

    Raises:
        OSError: The file cannot be written.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("senders", "contacts_a_day", "enrolled", "of", "skipped", "last_enrolled", "enough"))
        for plan in plans(answer):
            last = from_instant(plan.last, zone_of_account(project)).isoformat() if plan.last else ""
            enough = "yes" if plan.enrolled >= answer.wanted else "no"
            pace = plan.per_day or "all"
            rows.writerow((plan.senders, pace, plan.enrolled, answer.wanted, plan.skipped, last, enough))
    return len(plans(answer))
