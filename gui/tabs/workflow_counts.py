"""What the Workflows tab says of a run: counts on cards, lines in the list, reasons in the panel.

Lives here: pure sums over a run, and the slow ones for jobs. Not here: showing them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.model.account import RunSettings
from core.model.project import Project
from core.model.reason import Reason, Severity
from core.model.run import CardCounts, Cast, Run
from core.model.trace import Outcome
from core.model.workflow import Workflow, WorkflowStatus
from core.services.forecast import CardForecast, Forecast
from core.services.log import LogQuery
from core.services.review import Finding
from core.services.workspace import Workspace
from gui.canvas.face_cache import FaceCache
from gui.canvas.faces import Findings
from gui.tabs.workflow_list import WorkflowRow
from gui.text import number, plural

MENDABLE = frozenset(r for r in Reason if r.severity is not Severity.BY_DESIGN and r is not Reason.NONE)
"""Reasons that ask something of a person."""


def problem_rows(workspace: Workspace, run: Run) -> dict[int, Sequence[int]]:
    """Give the ids of the rows of each workflow that were skipped for what a person can mend; slow work for a job."""
    if not any(Reason[name] in MENDABLE for name in run.summary.reasons if name in Reason.__members__):
        return {}
    places: dict[int, set[int]] = {}
    for place in Cast(run.project).places:
        if run.summary.places.get(place.number, CardCounts()).skipped:
            places.setdefault(place.workflow, set()).add(place.number)
    skipped = frozenset({Outcome.SKIPPED})
    queries = {w: LogQuery(run.id, skipped, MENDABLE, places=frozenset(found)) for w, found in places.items()}
    return {workflow: workspace.log.ids(query) for workflow, query in queries.items()}


def problems_until(rows: Mapping[int, Sequence[int]], until: int) -> dict[int, int]:
    """Count each workflow's rows before a row id; with 0 all of them."""
    return {workflow: bisect_left(ids, until) if until else len(ids) for workflow, ids in rows.items()}


def findings_by_workflow(findings: Iterable[Finding]) -> dict[int, Findings]:
    """Sort what a review found by workflow and card; what is wrong with the account is left out."""
    found: dict[int, dict[int, list[Finding]]] = {}
    for finding in findings:
        if finding.workflow_id:
            found.setdefault(finding.workflow_id, {}).setdefault(finding.card_id, []).append(finding)
    return dict(found)


class ProblemCounter:
    """Lists what is wrong with the cards of workflows before any run, e.g. a card without a sequence.

    It remembers the faces of each workflow: after an edit of one card of a thousand, only that one is looked at again.
    """

    def __init__(self) -> None:
        self._caches: dict[int, FaceCache] = {}

    def problems(self, project: Project, workflow: Workflow) -> list[str]:
        """List the problems of a workflow's cards that are on."""
        faces = self._caches.setdefault(workflow.id, FaceCache()).faces(project, workflow, {})
        return [sentence for face in faces.values() if face.on for sentence in face.problems]


def list_rows(
    project: Project,
    counter: ProblemCounter,
    entered: Mapping[int, int] | None = None,
    problems: Mapping[int, int] | None = None,
    failed: Mapping[int, int] | None = None,
) -> list[WorkflowRow]:
    """Give the rows of the list.

    Arguments:
        project: The project.
        counter: Knows what is wrong with cards.
        entered: Workflow id to how many entered in the last run; ``None`` without a run.
        problems: Workflow id to mendable skips in the last run.
        failed: Workflow id to how many of its expectations are not kept.
    """
    rows = [_row(project, workflow, counter, entered or {}, problems or {}) for workflow in project.workflows]
    return [_with_failed(row, (failed or {}).get(row.id, 0)) for row in rows]


def _with_failed(row: WorkflowRow, failed: int) -> WorkflowRow:
    """Say first how many expectations are not kept."""
    if not failed:
        return row
    return replace(row, second=f"✕ {number(failed)} not as expected · {row.second}", troubled=True)


def _row(
    project: Project,
    workflow: Workflow,
    counter: ProblemCounter,
    entered: Mapping[int, int],
    problems: Mapping[int, int],
) -> WorkflowRow:
    parts = []
    troubled = False
    sequence = project.sequence(workflow.sequence)
    if workflow.id in entered:
        parts.append(f"{number(entered[workflow.id])} in")
        if problems.get(workflow.id):
            # Not "problems": those are what the review finds, before anything is played.
            parts.append(f"{plural(problems[workflow.id], 'skip')} to mend")
            troubled = True
    elif workflow.status is not WorkflowStatus.ON:
        parts.append(workflow.status.value)
    else:
        faults = len(counter.problems(project, workflow))
        parts.append("on" if not faults else f"{plural(faults, 'problem')} to mend")
        troubled = bool(faults)
    if sequence is not None:
        parts.append(f"belongs to {sequence.name}")
    is_on = workflow.status is WorkflowStatus.ON
    if sequence is not None and len(parts) > 1 and parts[0] in ("on", "off", "draft"):
        # The switch says as much; what it belongs to is the news.
        parts = parts[1:] if is_on else parts
    return WorkflowRow(workflow.id, workflow.name, " · ".join(parts), is_on, troubled)


def entered_by_workflow(project: Project, places: Mapping[int, CardCounts], played: frozenset[int]) -> dict[int, int]:
    """Count who entered each workflow.

    Arguments:
        project: The run's own copy of the project.
        places: Place number to its counts.
        played: Ids of the workflows that were played; the others are left out.
    """
    triggers = (p for p in Cast(project).places if p.card == 0)
    return {p.workflow: places.get(p.number, CardCounts()).entered for p in triggers if p.workflow in played}


def played_in(run: Run) -> frozenset[int]:
    """Give the ids of the workflows a run played: those chosen, else all that were on."""
    return frozenset(w.id for w in run.project.workflows if is_played(w, run.settings))


def news_of(
    forecast: Forecast | None, workflow_id: int, card_id: int, counts: CardCounts | None
) -> CardForecast | None:
    """Give the forecast of a card where it says something else than the run that is shown.

    Arguments:
        forecast: The forecast of the next rehearsal.
        workflow_id: The workflow.
        card_id: The card.
        counts: What came of the card in the run that is shown; ``None`` without one.
    """
    found = forecast.card(workflow_id, card_id) if forecast is not None else None
    if found is None or counts is None:
        return found
    same = (found.entered, found.enrolled) == (counts.entered, counts.done)
    return None if same else found


def is_played(workflow: Workflow, settings: RunSettings) -> bool:
    """Say whether a rehearsal with these settings plays a workflow."""
    if settings.workflows:
        return workflow.id in settings.workflows
    return workflow.status is WorkflowStatus.ON
