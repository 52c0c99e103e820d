"""Days on which senders are asked for more than they may send: an estimate from who would enter, before any run.

It counts the contacts that meet the triggers as the rehearsal starts and the enrollments that stand already. It knows
nothing of skips, replies, send windows or busy mailboxes: it says "about", and the run says the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from core.model.instant import DAY, MINUTE, Instant, from_instant
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import EnrollmentState, StepKind
from core.model.sequence import Sequence as SalesSequence
from core.rules import review_words as words
from core.rules.review import Finding, Level
from core.rules.rulepack import RulePack

HINT = "Spread the work: another sender, a narrower trigger, or a delay. Mails over the limit are skipped or deferred."


@dataclass(frozen=True, slots=True)
class Crowd:
    """Contacts who would enter a sequence as the rehearsal starts.

    Attributes:
        sequence: The sequence.
        senders: Sender id to how many of them.
        minute: When they reach the card, in minutes after the start.
    """

    sequence: SalesSequence
    senders: Mapping[int, int]
    minute: int = 0


def planned_mails(project: Project, crowds: Iterable[Crowd], start: Instant, zone: tzinfo) -> dict[str, Counter[date]]:
    """Estimate the mails of each mailbox on each day, by the name of the mailbox.

    Arguments:
        project: For senders, sequences and the enrollments that stand.
        crowds: Who would enter.
        start: When the rehearsal starts.
        zone: The account's time zone.
    """
    senders = {sender.id: sender for sender in project.senders}
    sequences = {s.id: s for s in project.sequences if s.deleted is None}
    found: dict[str, Counter[date]] = {}

    def add(sender: Sender | None, moment: Instant, number: int) -> None:
        if sender is not None:
            found.setdefault(sender.counted_in, Counter())[from_instant(max(moment, start), zone).date()] += number

    for crowd in crowds:
        for days in _mail_days(crowd.sequence, 0):
            moment = start + crowd.minute * MINUTE + days * DAY
            for sender_id, number in crowd.senders.items():
                add(senders.get(sender_id), moment, number)
    for standing in project.enrollments:
        sequence = sequences.get(standing.sequence)
        if sequence is None or standing.state is not EnrollmentState.ACTIVE:
            continue
        passed = sum(step.delay_days for step in sequence.steps[: standing.next_step])
        for days in _mail_days(sequence, standing.next_step):
            add(senders.get(standing.sender), standing.since + (passed + days) * DAY, 1)
    return found


def over_capacity(
    project: Project, rules: RulePack, planned: Mapping[str, Mapping[date, int]], first: date, days: int
) -> Iterator[Finding]:
    """Find the mailboxes that are asked for more than they may send on a day of the rehearsal.

    Arguments:
        project: For the senders.
        rules: The limits in force.
        planned: Mailbox to mails by day.
        first: First day of the rehearsal.
        days: How many days it plays.
    """
    last = first + timedelta(days=days)
    for mailbox, by_day in planned.items():
        people = [sender for sender in project.senders if sender.counted_in == mailbox]
        limit = min(rules.limit_of(sender, project.account.subscription) for sender in people)
        over = {day: number for day, number in by_day.items() if number > limit and first <= day <= last}
        if over:
            yield _finding(people, limit, over)


def _finding(people: Sequence[Sender], limit: int, over: Mapping[date, int]) -> Finding:
    worst = max(over, key=lambda day: (over[day], -day.toordinal()))
    who = words.joined([sender.name for sender in people])
    sentence = (
        f"{who} would send about {words.counted(over[worst], 'mail')} on {words.day(worst)}, "
        f"over the daily limit of {limit:,}"
    )
    others = len(over) - 1
    sentence += f", and too many on {words.counted(others, 'other day')}." if others else "."
    ids = tuple(sender.id for sender in people)
    return Finding("OVER_CAPACITY", Level.WARNING, sentence, count=over[worst], hint=HINT, people=ids)


def _mail_days(sequence: SalesSequence, first: int) -> list[int]:
    """Give after how many days each automated mail leaves, counted from the step that comes first."""
    found, passed = [], 0
    for number, step in enumerate(sequence.steps[first:]):
        # The first step of all goes at once; a later one has waited for its own delay.
        passed += step.delay_days if number or first else 0
        if step.kind is StepKind.EMAIL:
            found.append(passed)
    return found
