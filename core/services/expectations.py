"""Whether a workspace keeps what a person expects of it: plays a rehearsal, stores nothing, looks at the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from core.engine.runner import Rehearsal
from core.model.account import RunSettings
from core.model.changes import Edit, Put
from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.instant import HOUR
from core.model.problem import Problem
from core.model.project import Project
from core.model.run import Cast
from core.model.trace import RowKind, TraceRow
from core.model.workflow import Workflow
from core.rules.log_filter import quoted
from core.services.calm import calm_collector
from core.services.forecast_words import plural
from core.services.log_lines import LogLine, Reader
from core.services.log_terms import Reading, read, suggestions, where_of
from core.services.row_mask import Rows
from core.services.runs import Control, Unwatched, take_snapshot
from core.store import contacts as contact_rows
from core.store import log
from core.store.log_where import Person

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_NAMED = 3
"""Contacts that a verdict names."""
READY_MADE: tuple[tuple[str, Expectation], ...] = (
    ("Nobody is skipped by a daily limit", Expectation(filter="reason=DAILY_LIMIT_REACHED")),
    ("No contact gets two mails in 24 hours", Expectation(ExpectationKind.MAIL_GAP)),
    ("Nothing is broken", Expectation(filter="severity=broken")),
)
"""Expectations that most workflows have, with their titles."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one expectation holds.

    Attributes:
        workflow: Workflow id.
        index: Its position among the workflow's expectations.
        expectation: What was expected.
        holds: Whether it does; ``None`` when it could not be asked, because the workflow is not played, nothing is, or
            its filter cannot be read.
        found: Rows counted, or pairs of mails too close together.
        sentence: What was found, with names.
        contacts: Contacts it is about, as far as there are some.
    """

    workflow: int
    index: int
    expectation: Expectation
    holds: bool | None
    found: int
    sentence: str
    contacts: tuple[int, ...] = ()


def words(expectation: Expectation) -> str:
    """Write an expectation as a sentence, e.g. ``reason=DAILY_LIMIT_REACHED happens 0 times``."""
    if expectation.kind is ExpectationKind.MAIL_GAP:
        return f"No contact gets two mails in {plural(expectation.hours, 'hour')}"
    times = {0: "0 times", 1: "once"}.get(expectation.number, f"{expectation.number:,} times")
    bound = {Bound.EXACTLY: "", Bound.AT_LEAST: "at least ", Bound.AT_MOST: "at most "}[expectation.bound]
    return f"{expectation.filter.strip() or 'anything'} happens {bound}{times}"


def of_line(line: LogLine) -> Expectation:
    """Give the expectation that a log row happens again, whenever it does."""
    # What a row without a card of its own tells of is its kind, and its step.
    at_card = line.card_id and line.kind is RowKind.ACTION
    parts = [f"contact={quoted(line.contact)}", f"action={quoted(line.action)}" if at_card else ""]
    parts += [f"kind={line.kind.label}", f"outcome={line.outcome.label}"]
    parts += [f"reason={line.reason.name}"] if line.reason else []
    parts += [f"step={line.step}"] if line.step else []
    return Expectation(filter=" and ".join(part for part in parts if part), bound=Bound.AT_LEAST, number=1)


def problem_of(expectation: Expectation, project: Project) -> Problem | None:
    """Say what is wrong with an expectation as it is written; ``None`` when nothing is."""
    if expectation.kind is ExpectationKind.MAIL_GAP:
        wrong = not 1 <= expectation.hours <= 24 * 365
        return Problem("BAD_EXPECTATION", "The hours must be between 1 and 8,760.", place="hours") if wrong else None
    if expectation.number < 0:
        return Problem("BAD_EXPECTATION", "A number of rows is 0 or more.", place="number")
    try:
        read_filter(expectation.filter, project)
    except Problem as problem:
        return problem
    return None


def read_filter(text: str, project: Project) -> Reading:
    """Say what the filter of an expectation is, as far as it can be told before anything is played.

    Raises:
        Problem: ``BAD_LOG_FILTER``, whose place is the number of letters before what is wrong.
    """
    return read(text, project.account.settings, Reader(project))


def filter_offers(text: str, project: Project) -> tuple[int, list[str]]:
    """Give what may stand at the end of a filter: the first letter that is replaced, and the completions."""
    return suggestions(text, len(text), Reader(project))


def set_expectations(workflow: Workflow, expectations: tuple[Expectation, ...], title: str) -> Edit:
    """Give the edit that changes what is expected of a workflow."""
    return Edit(title, (Put(workflow, replace(workflow, expectations=expectations)),))


def expect(workflow: Workflow, expectation: Expectation) -> Edit:
    """Give the edit that expects one more thing of a workflow."""
    return set_expectations(workflow, (*workflow.expectations, expectation), f"Expect “{words(expectation)}”")


def log_filter(verdict: Verdict, ws: Workspace) -> str:
    """Write the filter of the log that shows the rows a verdict speaks of."""
    expectation = verdict.expectation
    if expectation.kind is ExpectationKind.MAIL_GAP:
        return f"mailgap<{expectation.hours}"
    workflow = ws.project().workflow(verdict.workflow)
    place = f"workflow={quoted(workflow.name)}" if workflow is not None else ""
    typed = f"({expectation.filter.strip()})" if expectation.filter.strip() else ""
    return " and ".join(part for part in (place, typed) if part)


def has_any(project: Project) -> bool:
    """Say whether anything is expected at all, so that nothing need be played otherwise."""
    return any(workflow.expectations for workflow in project.workflows)


def check(ws: Workspace, settings: RunSettings | None = None, control: Control | None = None) -> tuple[Verdict, ...]:
    """Play a rehearsal, store nothing, and say of every expectation whether it holds; work for a job.

    Arguments:
        ws: The workspace.
        settings: How it is played; as the account says by default.
        control: May stop it; what was found until then is not told, the answer is empty.

    Raises:
        Problem: ``BAD_DAYS``, ``BAD_RULE_PACK`` or ``BAD_TIME_ZONE``.
    """
    project = ws.project()
    if not has_any(project):
        return ()
    chosen = settings or project.account.settings
    watcher = control or Unwatched()
    try:
        with calm_collector():
            rehearsal = Rehearsal(take_snapshot(ws, chosen), chosen)
            rows: list[TraceRow] = []
            for batch in rehearsal.play():
                rows += batch.rows
                if watcher.cancelled():
                    return ()
    except Problem as problem:
        if problem.code != "NO_WORKFLOW":
            raise
        return _unasked(project, "No workflow is on, so nothing was played.")
    return _Court(ws, rehearsal.project, chosen, rows).verdicts(project)


def _unasked(project: Project, sentence: str) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(workflow.id, index, expectation, None, 0, sentence)
        for workflow in project.workflows
        for index, expectation in enumerate(workflow.expectations)
    )


class _Court:
    """Asks expectations of the rows of one rehearsal."""

    def __init__(self, ws: Workspace, played: Project, settings: RunSettings, rows: list[TraceRow]) -> None:
        self._ws = ws
        self._settings = settings
        self._reader = Reader(played, settings)
        self._rows = Rows.of(rows)
        self._cast = Cast(played)
        self._found: dict[Person, Collection[int]] = {}

    def verdicts(self, project: Project) -> tuple[Verdict, ...]:
        """Give the verdict of every expectation, in the order of the workflows."""
        played = {workflow.id for workflow in self._cast.project.workflows}
        found: list[Verdict] = []
        for workflow in project.workflows:
            for index, expectation in enumerate(workflow.expectations):
                if workflow.id not in played:
                    said = "The workflow is not played: it is not on, or not chosen."
                    found.append(Verdict(workflow.id, index, expectation, None, 0, said))
                    continue
                ask: Callable[[Workflow, int, Expectation], Verdict] = (
                    self._gap if expectation.kind is ExpectationKind.MAIL_GAP else self._count
                )
                found.append(ask(workflow, index, expectation))
        return tuple(found)

    def _count(self, workflow: Workflow, index: int, expectation: Expectation) -> Verdict:
        places = [place.number for place in self._cast.places if place.workflow == workflow.id]
        try:
            where = where_of(expectation.filter, self._settings, self._reader)
        except Problem as problem:
            return Verdict(workflow.id, index, expectation, None, 0, str(problem.sentence))
        mask = np.isin(self._rows.columns["place"], places)
        if where is not None:
            mask &= self._rows.mask(where, self._people)
        number = int(np.count_nonzero(mask))
        holds = expectation.bound.holds(number, expectation.number)
        contacts = tuple(dict.fromkeys(self._rows.columns["contact"][mask].tolist()))
        return Verdict(
            workflow.id, index, expectation, holds, number, self._said(plural(number, "row"), contacts), contacts
        )

    def _gap(self, workflow: Workflow, index: int, expectation: Expectation) -> Verdict:
        mails, gaps = self._rows.mail_gaps()
        close = gaps < expectation.hours * HOUR
        contacts = tuple(dict.fromkeys(self._rows.columns["contact"][mails[close]].tolist()))
        number = int(np.count_nonzero(close))
        said = self._said(f"{plural(number, 'pair')} of mails closer together", contacts)
        return Verdict(workflow.id, index, expectation, number == 0, number, said, contacts)

    def _said(self, start: str, contacts: tuple[int, ...]) -> str:
        if not contacts:
            return f"{start}."
        people = contact_rows.people(self._ws.store, set(contacts[:_NAMED]))
        names = [people[c].name if c in people else f"Contact {c}" for c in contacts[:_NAMED]]
        more = len(contacts) - len(names)
        return f"{start}: {', '.join(names)}{f' and {more:,} more' if more else ''}."

    def _people(self, person: Person) -> Collection[int]:
        if person not in self._found:
            self._found[person] = log.people(self._ws.store, person)
        return self._found[person]
