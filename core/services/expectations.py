"""Whether a workspace keeps what a person expects of it: plays a rehearsal, stores nothing, looks at the rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.engine.runner import Rehearsal
from core.model.account import RunSettings
from core.model.changes import Edit, Put
from core.model.expectation import Bound, Expectation, ExpectationKind
from core.model.problem import Problem
from core.model.project import Project
from core.model.trace import RowKind, TraceRow
from core.model.workflow import Workflow
from core.rules.log_filter import quoted
from core.services.calm import calm_collector
from core.services.expectation_words import times, what
from core.services.forecast_words import plural
from core.services.log_lines import LogLine, Reader
from core.services.log_terms import Reading, read, suggestions
from core.services.runs import Control, Unwatched, take_snapshot

if TYPE_CHECKING:
    from core.services.workspace import Workspace

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
    """Say what is expected, e.g. ``Ada Novak is skipped at Enroll in sequence, Sequence deleted: at least once``."""
    if expectation.kind is ExpectationKind.MAIL_GAP:
        return f"No contact gets two mails in {plural(expectation.hours, 'hour')}"
    return f"{what(expectation.filter)}: {times(expectation.bound, expectation.number)}"


def of_line(line: LogLine) -> Expectation:
    """Give the expectation that a log row happens again, whenever it does."""
    # What a row without a card of its own tells of is its kind, and its step.
    at_card = line.card_id and line.kind is RowKind.ACTION
    parts = [f"contact={quoted(line.contact)}", f"action={quoted(line.action)}" if at_card else ""]
    parts += [f"kind={line.kind.label}", f"outcome={line.outcome.label}"]
    parts += [f"reason={line.reason.name}"] if line.reason else []
    parts += [f"step={line.step}"] if line.step else []
    return Expectation(filter=" and ".join(part for part in parts if part), bound=Bound.AT_LEAST, number=1)


def never_again(line: LogLine) -> Expectation:
    """Give the expectation that nothing of its workflow has the reason of a log row any more."""
    return Expectation(filter=f"reason={line.reason.name}")


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
    from core.services.expectation_court import Court

    return Court(ws, rehearsal.project, chosen, rows).verdicts(project)


def _unasked(project: Project, sentence: str) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(workflow.id, index, expectation, None, 0, sentence)
        for workflow in project.workflows
        for index, expectation in enumerate(workflow.expectations)
    )
