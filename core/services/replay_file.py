"""Writing a rehearsal as one HTML file that plays without Cadenza: gathers what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.actions.names import Names
from core.exchange.files import Stopped, written
from core.exchange.replay_html import render
from core.model.day_names import MONTHS
from core.model.instant import DAY, from_instant
from core.model.problem import Problem
from core.model.reason import Reason, Severity
from core.model.run import Cast, Run
from core.model.trace import Outcome, RowKind, TraceRow
from core.model.workflow import Card, Workflow
from core.services.calm import calm_collector
from core.services.card_words import COUNT_WORDS, card_headline, card_summary, trigger_summary
from core.services.forecast_words import plural
from core.services.log_lines import Alike
from core.services.log_terms import clock_spans
from core.services.runs import Control, Unwatched
from core.services.trigger_words import trigger_headline
from core.services.values import zone_of_account

if TYPE_CHECKING:
    from core.services.workspace import Workspace

MOST_ROWS = 1_500_000
"""Longer rehearsals are not written: the page would be some 70 MB, and browsers on small machines give up on it."""
_PAGE = 5_000
_COLUMNS = ("time", "contact", "place", "kind", "outcome", "workflow", "action", "reason", "sender", "detail")


def write_replay(ws: Workspace, run_id: int, path: Path, control: Control | None = None) -> int:
    """Write a finished rehearsal as one HTML file; slow work for a job. Gives how many rows it tells.

    Arguments:
        ws: The workspace.
        run_id: The run.
        path: The file; one that is there is replaced.
        control: May stop it until the last moment; then 0 is given, and every file stays as it was.

    Raises:
        Problem: ``RUN_MISSING``; ``TOO_LONG`` for more than ``MOST_ROWS``; ``READ_ONLY``, ``DISK_FULL`` or
            ``CANNOT_WRITE`` when the file cannot be written.
    """
    run = ws.runs.get(run_id)
    if run is None:
        raise Problem("RUN_MISSING", "This rehearsal is no longer in the workspace.")
    if run.summary.events > MOST_ROWS:
        raise Problem(
            "TOO_LONG",
            f"The rehearsal has {run.summary.events:,} rows; a page that browsers open holds {MOST_ROWS:,}.",
            hint="Rehearse fewer days or fewer workflows, or export the log as CSV.",
        )
    watcher = control or Unwatched()
    with calm_collector():
        data = _data(ws, run, watcher)
        if data is None:
            return 0
        name = run.project.account.name
        page = render(f"{name}: {plural(run.settings.days, 'day')} rehearsed", _about(run), data)
        try:
            with written(path, stopped=watcher.cancelled) as file:
                file.write(page)
        except Stopped:
            return 0
    return len(data["columns"]["time"])


def _about(run: Run) -> str:
    zone = zone_of_account(run.project)
    start = from_instant(run.settings.start, zone)
    summary = run.summary
    return (
        f"From {start.day} {MONTHS[start.month - 1]} {start.year}, seed {run.settings.seed}: "
        f"{plural(summary.contacts, 'contact')}, {plural(summary.mails, 'mail')}, "
        f"{summary.outcomes.get('skipped', 0):,} skipped. Times are those of {run.project.account.time_zone}."
    )


class _Told:
    """The rows as columns of numbers.

    Attributes:
        columns: Name to column.
        texts: What columns of texts point to, each text once, with its number; number 0 is the empty text.
        names: What the contacts are called. Contacts are told apart by their ids: two may have one name.
    """

    def __init__(self) -> None:
        self.columns: dict[str, list[int]] = {name: [] for name in _COLUMNS}
        self.texts: dict[str, int] = {"": 0}
        self.names: list[str] = []
        self._people: dict[int, int] = {}
        self._shared: dict[Alike, tuple[int, ...]] = {}

    def add(self, rows: Sequence[tuple[TraceRow, Alike, str]], called: Callable[[Collection[int]], list[str]]) -> None:
        """Add some more rows."""
        people, texts = self._people, self.texts
        new = [contact for contact in dict.fromkeys(row[1] for row, _, _ in rows) if contact not in people]
        people.update(zip(new, range(len(people), len(people) + len(new)), strict=True))
        self.names += called(new)
        numbers: list[tuple[int, ...]] = []
        for row, alike, said in rows:
            if (shared := self._shared.get(alike)) is None:
                shared = self._shared[alike] = self._numbers(row, alike)
            if (sentence := texts.get(said)) is None:
                sentence = texts[said] = len(texts)
            numbers.append((row[0], people[row[1]], *shared, sentence))
        for name, column in zip(_COLUMNS, zip(*numbers, strict=True), strict=True):
            self.columns[name] += column

    def _numbers(self, row: TraceRow, alike: Alike) -> tuple[int, ...]:
        """Give the columns that rows have in common, from the place to the sender."""
        words = (alike.workflow, alike.action, alike.reason_name, alike.sender)
        return (*row[2:5], *[self.texts.setdefault(word, len(self.texts)) for word in words])


def _data(ws: Workspace, run: Run, control: Control) -> dict[str, Any] | None:
    told = _Told()
    span = ws.runs.rows(run.id)
    for at in range(0, len(span), _PAGE):
        part = ws.log.told(run.id, span[at : at + _PAGE])
        told.add(part, ws.log.called)
        if control.cancelled():
            return None
        control.report(at / len(span))
    cast, names = Cast(run.project), Names(run.project)
    return {
        "start": run.settings.start,
        "end": run.summary.until or run.settings.start + run.settings.days * DAY,
        "offsets": [(low, offset) for low, _, offset in clock_spans(run.settings, zone_of_account(run.project))],
        "workflows": [_workflow(workflow, cast, names) for workflow in run.project.workflows],
        "columns": told.columns,
        "texts": list(told.texts),
        "names": told.names,
        "moves": ws.runs.moves(run.id),
        "reasons": {reason.name: reason.title for reason in Reason if reason},
        "broken": [reason.name for reason in Reason if reason and reason.severity is Severity.BROKEN],
        "outcomes": {int(outcome): outcome.label for outcome in Outcome},
        "done": int(Outcome.DONE),
        "skipped": int(Outcome.SKIPPED),
        "mail": int(RowKind.MAIL),
        "words": dict(COUNT_WORDS),
        "triggers": [cast.number(workflow.id, 0) for workflow in run.project.workflows],
        # What the counts on cards leave out, as in ``core.engine.tally``.
        "atCards": [int(RowKind.ACTION), int(RowKind.TRIGGER)],
        "notCounted": [int(Outcome.LEFT), int(Outcome.DEFERRED)],
    }


def _workflow(workflow: Workflow, cast: Cast, names: Names) -> dict[str, Any]:
    trigger = {
        "place": cast.number(workflow.id, 0), "title": trigger_headline(workflow.trigger, names),
        "summary": trigger_summary(workflow.trigger, names), "on": True, "branches": [],
    }  # fmt: skip
    return {"name": workflow.name, "cards": [trigger, *_cards(workflow, workflow.cards, cast, names)]}


def _cards(workflow: Workflow, cards: Sequence[Card], cast: Cast, names: Names) -> list[dict[str, Any]]:
    found = []
    for card in cards:
        action = card.action
        branches = zip(action.branch_names(), card.branches, strict=False)
        found.append(
            {
                "place": cast.number(workflow.id, card.id),
                "title": card_headline(action, names),
                "summary": card_summary(action, names),
                "on": card.on,
                "branches": [{"name": name, "cards": _cards(workflow, below, cast, names)} for name, below in branches],
            }
        )
    return found
