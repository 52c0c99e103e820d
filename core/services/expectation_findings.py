"""The verdicts on expectations as findings of the review, for the list of problems and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.model.problem import Problem
from core.model.project import Project
from core.rules.review import Finding, Level
from core.rules.review_words import quoted
from core.services.expectations import Verdict, check, problem_of, words
from core.services.review import review

if TYPE_CHECKING:
    from core.services.workspace import Workspace

FAILED = "EXPECTATION_FAILED"
"""Code of a finding: a rehearsal does not keep what is expected."""
UNREADABLE = "EXPECTATION_UNREADABLE"
"""Code of a finding: an expectation cannot be read any more, e.g. since a card it names is gone."""
CODES = frozenset({FAILED, UNREADABLE})


def findings_of(verdicts: Sequence[Verdict], project: Project) -> list[Finding]:
    """Give a finding for every expectation that is not kept or cannot be read.

    What is not kept is an error: a person said that it must hold, and whoever runs ``cadenza review`` in a script wants
    to be stopped by it. What cannot be read is a warning; nobody knows whether it holds.
    """
    found = []
    for verdict in verdicts:
        workflow = project.workflow(verdict.workflow)
        name = quoted(workflow.name) if workflow is not None else "A workflow"
        said = f"{name} expects: {words(verdict.expectation)}."
        if verdict.holds is False:
            found.append(
                Finding(
                    FAILED, Level.ERROR, f"{said} Not so: {verdict.sentence}", verdict.workflow,
                    count=len(verdict.contacts), hint="Mend the cause, or change what is expected of the workflow.",
                )
            )  # fmt: skip
        elif verdict.holds is None and problem_of(verdict.expectation, project) is not None:
            hint = "Write it anew, or delete it."
            found.append(Finding(UNREADABLE, Level.WARNING, f"{said} {verdict.sentence}", verdict.workflow, hint=hint))
    return found


def review_all(ws: Workspace) -> tuple[list[Finding], tuple[Verdict, ...]]:
    """Review a workspace, and play it to see whether it is as expected; slow work.

    Returns:
        The findings, those about expectations last, and every verdict.
    """
    found = review(ws)
    try:
        verdicts = check(ws)
    except Problem as problem:
        # What keeps it from being played is a finding of the review already, as far as a review sees it.
        if problem.code not in {finding.code for finding in found}:
            found.append(Finding(problem.code, Level.ERROR, problem.sentence, hint=problem.hint))
        verdicts = ()
    return [*found, *findings_of(verdicts, ws.project())], verdicts
