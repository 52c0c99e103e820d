"""What the command line prints of the review with its expectations, and of the capacity answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date

from core.model.problem import Problem
from core.model.project import Project
from core.services import capacity_words
from core.services.capacity import Answer, Plan, Question, answer
from core.services.expectation_findings import review_all
from core.services.expectations import Verdict, words
from core.services.forecast_words import plural
from core.services.review import Finding, Level
from core.services.workspace import Workspace

# ---------------------------------------------------------------- review


def print_review(ws: Workspace, *, as_json: bool) -> bool:
    """Print what is wrong before a run and what is not as expected; say whether there is an error."""
    findings, verdicts = review_all(ws)
    if as_json:
        told = {
            "findings": [_finding(found) for found in findings],
            "expectations": [_verdict(verdict, ws.project()) for verdict in verdicts],
        }
        print(json.dumps(told, indent=2))
    else:
        _print_findings(findings, verdicts)
    return any(found.severity == Level.ERROR for found in findings)


def _finding(found: Finding) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": str(found.severity),
        "sentence": found.sentence,
        "hint": found.hint,
        "workflow": found.workflow_id,
        "card": found.card_id,
        "count": found.count,
        "played": found.played,
    }


def _verdict(verdict: Verdict, project: Project) -> dict[str, object]:
    workflow = project.workflow(verdict.workflow)
    return {
        "workflow": workflow.name if workflow is not None else "",
        "expected": words(verdict.expectation),
        "filter": verdict.expectation.filter,
        "holds": verdict.holds,
        "found": verdict.found,
        "sentence": verdict.sentence,
    }


def _print_findings(findings: Sequence[Finding], verdicts: Sequence[Verdict]) -> None:
    for found in findings:
        print(f"{found.severity:<8} {found.sentence}")
        if found.hint:
            print(f"{'':<8} {found.hint}")
    if findings:
        print()
    errors = sum(found.severity == Level.ERROR for found in findings)
    warnings = sum(found.severity == Level.WARNING for found in findings)
    parts = [plural(errors, "error"), plural(warnings, "warning")]
    if verdicts:
        kept = sum(verdict.holds is True for verdict in verdicts)
        parts.append(f"{kept:,} of {plural(len(verdicts), 'expectation')} kept")
    print(f"{', '.join(parts)}.")


# ---------------------------------------------------------------- capacity


def print_capacity(ws: Workspace, workflow: int, by: str, limit: int | None, *, as_json: bool) -> bool:
    """Print how many senders it takes; say whether any plan is enough.

    Raises:
        Problem: The date or the limit is none, the workflow has no such card, or see ``capacity.answer``.
    """
    project = ws.project()
    cards = capacity_words.cards(project, workflow)
    if not cards:
        raise Problem("NO_CARD", "The workflow has no card that enrolls in a sequence.", hint="Choose another one.")
    if limit is not None and limit < 1:
        raise Problem("BAD_LIMIT", "A limit is 1 mail a day or more.")
    try:
        last = date.fromisoformat(by)
    except ValueError:
        raise Problem("BAD_DATE", f"“{by[:40]}” is not a date like 2026-06-14.") from None
    if not 1970 <= last.year < 3000:
        raise Problem("BAD_DATE", f"“{by[:40]}” is not in the years 1970 to 2999.")
    question = Question(workflow, cards[0].card, capacity_words.end_of(last, project), limit)
    found = answer(ws, question)
    assert found is not None, "nobody stops it"
    if as_json:
        print(json.dumps(_answer(found, project), indent=2))
    else:
        print("\n".join((cards[0].title, *capacity_words.answer_lines(found, project))))
        for title, plans in (("Senders, all at once", found.by_senders), ("Contacts a working day", found.by_day)):
            print(f"\n{title:<24}{'enrolled':>10}{'skipped':>10}  last one")
            for plan in plans:
                when = capacity_words.first_words(project, plan.last) if plan.last else "–"
                print(f"  {plan.per_day or plan.senders:<22,}{plan.enrolled:>10,}{plan.skipped:>10,}  {when}")
    return bool(found.best)


def _answer(found: Answer, project: Project) -> dict[str, object]:
    return {
        "sentence": found.sentence,
        "wanted": found.wanted,
        "senders_today": found.able,
        "never": {reason.name: count for reason, count in found.never.items()},
        "best": [_plan(plan, project) for plan in found.best],
        "by_senders": [_plan(plan, project) for plan in found.by_senders],
        "by_day": [_plan(plan, project) for plan in found.by_day],
    }


def _plan(plan: Plan, project: Project) -> dict[str, object]:
    return {
        "senders": plan.senders,
        "contacts_a_day": plan.per_day or None,
        "enrolled": plan.enrolled,
        "skipped": plan.skipped,
        "last": capacity_words.first_words(project, plan.last) if plan.last else None,
    }
