"""What a capacity answer says: cards to choose from, days, plans in words, and its plans as a table for a file."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from core.actions.enroll_in_sequence import EnrollInSequence
from core.actions.names import Names
from core.exchange.files import written
from core.exchange.values import zone_of_account
from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.workflow import walk
from core.rules.calendar import local_instant
from core.rules.review_words import day
from core.services.capacity import Answer, Plan
from core.services.forecast_words import plural
from core.services.senders import limit_of


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


def answer_lines(answer: Answer, project: Project) -> list[str]:
    """Write an answer: its sentence, each best plan, who stays out, and what to do when no plan is enough."""
    lines = [answer.sentence, *(best_words(answer, plan, project) for plan in answer.best)]
    if not answer.best:
        lines.append("Choose a later day or a higher limit, or give more users a seat and an inbox.")
    if answer.never:
        kept = sorted(answer.never.items(), key=lambda pair: -pair[1])
        reasons = ", ".join(f"{count:,} {reason.title.lower()}" for reason, count in kept)
        count = sum(answer.never.values())
        stay = "stays" if count == 1 else "stay"
        lines.append(f"{plural(count, 'more contact')} {stay} out, whoever sends: {reasons}.")
        if Reason.ALREADY_ENROLLED in answer.never:
            lines.append("Who is in a sequence already may come in once out of it; such later tries are not counted.")
    return lines


def best_words(answer: Answer, plan: Plan, project: Project) -> str:
    """Write what a plan that is enough asks for and when it is done.

    E.g. ``With 2 more senders like Ana Ruiz, at 50 mails a day each, and the contacts dealt out evenly, all 600 are
    enrolled; done on Fri 12 Jun 2026.``
    """
    first = project.sender(answer.first)
    limit = answer.question.limit
    if limit is None and first is not None:
        limit = limit_of(project, first)
    all_are = f"all {answer.wanted:,} are" if answer.wanted > 1 else "the one is"
    done = f"{all_are} enrolled; done on {first_words(project, plan.last)}."
    if plan.per_day:
        today = "the sender" if plan.senders == 1 else f"the {plan.senders:,} senders"
        return f"Let in {plural(plan.per_day, 'contact')} each working day: with {today} of today {done}"
    more = plan.senders - answer.able
    if more > 0:
        like = f" like {first.name}" if first is not None else ""
        pace = f", at {plural(limit, 'mail')} a day{' each' * (more > 1)}," if limit is not None else ""
        return f"With {plural(more, 'more sender')}{like}{pace} and the contacts dealt out evenly, {done}"
    which = "the sender" if answer.able == 1 else f"{plan.senders:,} of the {answer.able:,} senders"
    if more == 0 and answer.able > 1:
        which = f"the {answer.able:,} senders"
    return f"With {which} of today and the contacts dealt out evenly, all at once, {done}"


def plan_words(plan: Plan) -> str:
    """Write what a plan does, e.g. ``3 senders, all at once``."""
    pace = f"{plan.per_day:,} a working day" if plan.per_day else "all at once"
    return f"{plural(plan.senders, 'sender')}, {pace}"


def plans(answer: Answer) -> Sequence[Plan]:
    """Give every plan that was tried, those by number of senders first."""
    return (*answer.by_senders, *answer.by_day)


def write_csv(answer: Answer, project: Project, path: Path) -> int:
    """Write every plan that was tried as CSV and give how many there are.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE``.
    """
    with written(path, "utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(("senders", "contacts_a_day", "enrolled", "of", "skipped", "last_enrolled", "enough"))
        for plan in plans(answer):
            last = from_instant(plan.last, zone_of_account(project)).isoformat() if plan.last else ""
            enough = "yes" if plan.enrolled >= answer.wanted else "no"
            pace = plan.per_day or "all"
            rows.writerow((plan.senders, pace, plan.enrolled, answer.wanted, plan.skipped, last, enough))
    return len(plans(answer))
