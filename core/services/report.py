"""A report of one rehearsal to read on paper: what it gathers, and the HTML page made of it.

Lives here: the sums and their words. Not here: pages and printing (``gui.run.report_pages``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.exchange import files
from core.model.instant import from_instant, made_at
from core.model.problem import Problem
from core.model.run import CardCounts, Cast, Run
from core.model.trace import Outcome, RowKind
from core.model.workflow import walk
from core.rules import rulepack
from core.rules.review_words import day
from core.services.calm import calm_collector
from core.services.forecast_words import plural
from core.services.log import LogQuery
from core.services.replay import Replay, load
from core.services.results import MISHAPS, reasons_of
from core.services.run_differences import differences
from core.services.runs import Control, Unwatched
from core.services.values import zone_of_account
from resources import resource_path

if TYPE_CHECKING:
    from core.services.workspace import Workspace

FIRST_SKIPS = 200
"""So many skips are named, first ones first; all of them are counted."""
MOST_COMPARED = 200_000
"""Two runs with more rows than this together are not compared: that would take longer than the report."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the report: its words from left to right, and its numbers after them."""

    words: tuple[str, ...]
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Funnel:
    """The cards of one workflow with their counts."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page says.

    Attributes:
        title: Its first line.
        about: What was played, in one sentence.
        created: When it was played, by this machine's clock.
        facts: The most important sums: a word and its number each.
        reasons: Why something was skipped or put off, most frequent first, and what to do: as the Results tab counts.
        ends: Why contacts left their sequences, finished ones among them.
        senders: What each sender sent, and its fullest 24 hours against its limit.
        sequences: Who came into each sequence, who is in it at the end, and its mails.
        funnels: Each workflow that was played, card by card.
        skips: The first skips, with names.
        skipped: How many skips there were.
        changed: What differs from the rehearsal before, in a sentence; empty without one.
    """

    title: str
    about: str
    created: str
    facts: tuple[Row, ...]
    reasons: tuple[Row, ...]
    ends: tuple[Row, ...]
    senders: tuple[Row, ...]
    sequences: tuple[Row, ...]
    funnels: tuple[Funnel, ...]
    skips: tuple[Row, ...]
    skipped: int
    changed: str


def gather(ws: Workspace, run_id: int, control: Control | None = None) -> Report | None:
    """Gather what a report says; slow work for a job.

    Arguments:
        ws: The workspace.
        run_id: A finished run.
        control: May stop it; the answer is then ``None``.

    Raises:
        Problem: ``RUN_MISSING`` when there is no such run.
    """
    watcher = control or Unwatched()
    with calm_collector():
        replay = load(ws, run_id, watcher)
        if replay is None:
            return None
        run = replay.run
        skips, skipped = _skips(ws, run)
        changed = _changed(ws, run, watcher)
        if watcher.cancelled():
            return None
        return Report(
            run.project.account.name or ws.path.stem,
            _about(run),
            _time(made_at(run.created)),
            _facts(run),
            tuple(_reasons(replay, MISHAPS)),
            tuple(_reasons(replay, (Outcome.LEFT,))),
            tuple(_senders(replay)),
            tuple(_sequences(replay)),
            tuple(_funnels(run)),
            skips,
            skipped,
            changed,
        )


def page_of(report: Report) -> str:
    """Write a report as HTML; what stands in names is text there, never markup."""
    # Late: only who writes a report needs it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(resource_path("report"))
    return (
        Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        .get_template("report.html")
        .render(report=report)
    )


def save(data: bytes, path: Path, control: Control | None = None) -> bool:
    """Write a finished report to a file, in place of an older one; say whether it was written.

    Arguments:
        data: The report.
        path: The file.
        control: May stop it until the last moment; then every file stays as it was.

    Raises:
        Problem: ``READ_ONLY``, ``DISK_FULL`` or ``CANNOT_WRITE`` when the file cannot be written.
    """
    try:
        files.save_bytes(path, data, (control or Unwatched()).cancelled)
    except files.Stopped:
        return False
    return True


# ---------------------------------------------------------------- sums


def _about(run: Run) -> str:
    zone = zone_of_account(run.project)
    start = _time(from_instant(run.settings.start, zone))
    until = f", stopped at {_time(from_instant(run.summary.until, zone))}" if run.summary.stopped else ""
    return (
        f"{plural(run.settings.days, 'day')} from {start}{until}, seed {run.settings.seed}, rule pack "
        f"{run.project.account.rule_pack}. Times are those of {run.project.account.time_zone}."
    )


def _facts(run: Run) -> tuple[Row, ...]:
    sums = run.summary
    starts = {place.number for place in Cast(run.project).places if place.card == 0}
    entered = sum(counts.entered for place, counts in sums.places.items() if place in starts)
    facts = (
        ("Contacts", sums.contacts),
        ("Came into a workflow", entered),
        ("Mails sent", sums.mails),
        ("Actions skipped", sums.outcomes.get(Outcome.SKIPPED.label, 0)),
        ("Rows in the log", sums.events),
    )
    return tuple(Row((words,), (f"{count:,}",)) for words, count in facts)


def _reasons(replay: Replay, outcomes: Iterable[Outcome]) -> Iterator[Row]:
    for reason, count in reasons_of(replay, replay.rows, outcomes):
        yield Row((reason.title, reason.severity.value, reason.advice), (f"{count:,}",))


def _senders(replay: Replay) -> Iterator[Row]:
    project = replay.run.project
    try:
        rules = rulepack.load(project.account.rule_pack)
    except Problem:
        rules = None
    whole = replay.sent_by(replay.at(replay.end), hours=replay.run.settings.days * 24 + 24)
    for sender in project.senders:
        most = replay.fullest([other.id for other in project.senders if other.counted_in == sender.counted_in])
        limit = rules.limit_of(sender, project.account.subscription) if rules is not None else None
        share = f"{100 * most / limit:.0f} %" if limit else "–"
        said = "unknown" if limit is None else f"{limit:,}"
        yield Row((sender.name or "No name",), (f"{whole.get(sender.id, 0):,}", f"{most:,}", said, share))


def _sequences(replay: Replay) -> Iterator[Row]:
    at_end = replay.active(replay.at(replay.end))
    entered: Counter[int] = Counter()
    mails: Counter[int] = Counter()
    enrolled = replay.enrolled_rows()
    entered.update(replay.sequences[enrolled].tolist())
    sent = (replay.kinds == int(RowKind.MAIL)) & (replay.outcomes == int(Outcome.DONE))
    mails.update(replay.sequences[sent].tolist())
    for sequence in replay.run.project.sequences:
        counts = (entered[sequence.id], at_end.get(sequence.id, 0), mails[sequence.id])
        if sequence.deleted is None or any(counts):
            yield Row((sequence.name or "No name",), tuple(f"{count:,}" for count in counts))


def _funnels(run: Run) -> Iterator[Funnel]:
    cast, names = Cast(run.project), Names(run.project)
    for workflow in run.project.workflows:
        places = run.summary.places
        trigger = places.get(cast.number(workflow.id, 0), CardCounts())
        if not trigger.entered:
            continue
        rows = [Row(("Trigger",), (f"{trigger.entered:,}", "–", "–", "–"))]
        for card in walk(workflow.cards):
            action = card.action
            title = action.headline(names) if isinstance(action, RunnableAction) else action.title
            counts = places.get(cast.number(workflow.id, card.id), CardCounts())
            rows.append(_funnel_row(title if card.on else f"{title} (off)", counts))
        yield Funnel(workflow.name or "No name", tuple(rows))


def _funnel_row(title: str, counts: CardCounts) -> Row:
    numbers = (counts.entered, counts.done, counts.skipped, counts.waiting)
    return Row((title,), tuple(f"{number:,}" for number in numbers))


def _skips(ws: Workspace, run: Run) -> tuple[tuple[Row, ...], int]:
    zone = zone_of_account(run.project)
    ids: Sequence[int] = ws.log.ids(LogQuery(run.id, frozenset({Outcome.SKIPPED})))
    rows = [
        Row((_time(from_instant(line.time, zone)), line.contact, line.workflow, line.reason.title, line.detail))
        for line in ws.log.lines(ids[:FIRST_SKIPS])
    ]
    return tuple(rows), len(ids)


def _changed(ws: Workspace, run: Run, control: Control) -> str:
    """Say what differs from the rehearsal before."""
    before = max((head.id for head in ws.runs.all() if head.id < run.id), default=0)
    earlier = ws.runs.get(before) if before else None
    if earlier is None or earlier.summary.events + run.summary.events > MOST_COMPARED:
        return ""
    found = differences(ws, before, run.id, control)
    return f"{found.sentence}." if found is not None else ""


def _time(moment: datetime) -> str:
    # Not by strftime alone, whose names follow the locale.
    return f"{day(moment.date())} {moment:%H:%M}"
