"""What stands on a card: words, pills and problems, made from the project and the counts of a run.

Lives here: plain values, and the same in words for people who hear the screen. Not here: drawing (gui/canvas/paint.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.model.fields import FieldKind, specs_of
from core.model.project import Project
from core.model.run import CardCounts, places_of
from core.model.workflow import Action, Card, Trigger, Workflow, WorkflowSettings, walk
from core.services.card_words import COUNT_WORDS, card_headline, card_summary, trigger_summary
from core.services.review import Finding, Level
from gui.canvas.layout import TRIGGER
from gui.canvas.outcome import Funnel, funnel_of, trigger_funnel
from gui.canvas.trigger_words import settings_problems, trigger_headline, trigger_problems
from gui.text import number
from gui.theme import Tone

Counts = Mapping[int, CardCounts]
"""Card id of one workflow to its counts; 0 is the trigger."""

Findings = Mapping[int, Sequence[Finding]]
"""Card id of one workflow to what the review found there; 0 is the trigger."""

NONE: Findings = MappingProxyType({})
"""A review that found nothing."""

# What a card's own fields say at once, the review says a moment later in other words.
_SAID_BY_FIELDS = frozenset({"FIELD_MISSING", "BAD_FILTER", "SEQUENCE_MISSING", "SEQUENCE_DELETED", "SENDER_MISSING"})


@dataclass(frozen=True, slots=True)
class PillFace:
    """A pill: its words and tone; the tone's sign is drawn before the words."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class CardFace:
    """All that is to be seen of one card.

    Attributes:
        id: Card id, 0 for the trigger.
        icon: Name of its picture.
        headline: First line.
        summary: Second part; may be empty.
        pills: Counts of the last run.
        problems: Sentences.
        broken: Whether a problem stops the card from doing anything.
        on: False when it is switched off.
        note: The person's remark.
        skipped_share: Which part of those who came in the last run skipped it, 0 to 1; ``None`` when nobody came.
        funnel: Which part of those who entered the workflow came, and what became of them; ``None`` without a run.
    """

    id: int
    icon: str
    headline: str
    summary: str = ""
    pills: tuple[PillFace, ...] = ()
    problems: tuple[str, ...] = ()
    broken: bool = False
    on: bool = True
    note: str = ""
    skipped_share: float | None = None
    funnel: Funnel | None = None

    @property
    def spoken(self) -> str:
        """Everything on it in one line, e.g. ``Delay for 2 days, 47 entered, 47 done``."""
        parts = [self.headline, self.summary, "" if self.on else "switched off", *(_said(p) for p in self.pills)]
        if self.problems:
            parts.append(f"{len(self.problems)} problem{'' if len(self.problems) == 1 else 's'}")
        return ", ".join(part for part in parts if part)


_SAID = {Tone.ACCENT: "entered", Tone.DONE: "done", Tone.SKIPPED: "skipped", Tone.WAITING: "waiting"}


def _said(pill: PillFace) -> str:
    return f"{pill.text.split(' ')[0]} {_SAID.get(pill.tone, 'entered')}"


def faces_of(project: Project, workflow: Workflow, counts: Counts, findings: Findings = NONE) -> dict[int, CardFace]:
    """Give the faces of the trigger and of all cards, with what the last review found beside their own problems."""
    names = Names(project)
    faces = {TRIGGER: trigger_face(project, workflow.trigger, names, counts.get(TRIGGER), workflow.settings)}
    for card in walk(workflow.cards):
        faces[card.id] = card_face(project, card, names, counts.get(card.id), entered_of(counts))
    for card_id, found in findings.items():
        if card_id in faces and faces[card_id].on:
            faces[card_id] = reviewed(faces[card_id], found)
    return faces


def entered_of(counts: Counts) -> int:
    """Give how many entered the workflow."""
    found = counts.get(TRIGGER)
    return found.entered if found is not None else 0


def reviewed(face: CardFace, findings: Sequence[Finding]) -> CardFace:
    """Give a face with what a review found there, beside the problems its fields say already."""
    told = [f for f in findings if f.severity is not Level.INFO]
    if face.problems:
        told = [f for f in told if f.code not in _SAID_BY_FIELDS]
    problems = dict.fromkeys((*face.problems, *(f.sentence for f in told)))
    is_broken = face.broken or any(f.severity is Level.ERROR for f in told)
    return replace(face, problems=tuple(problems), broken=is_broken)


def card_face(
    project: Project, card: Card, names: Names, counts: CardCounts | None = None, entered: int = 0
) -> CardFace:
    """Give the face of one card of a workflow that so many entered."""
    problems = problems_of(card.action, project)
    steers = isinstance(card.action, RunnableAction) and card.action.steers
    return CardFace(
        card.id,
        card.action.icon,
        card_headline(card.action, names),
        card_summary(card.action, names),
        pills_of(counts) if counts is not None else (),
        tuple(problem.sentence for problem in problems),
        any(is_broken(card.action, problem) for problem in problems),
        card.on,
        card.note,
        counts.skipped / counts.entered if counts is not None and counts.entered else None,
        funnel_of(counts, entered, waits_after=steers) if counts is not None else None,
    )


def trigger_face(
    project: Project,
    trigger: Trigger,
    names: Names,
    counts: CardCounts | None = None,
    settings: WorkflowSettings | None = None,
) -> CardFace:
    """Give the face of the trigger; the problems of the workflow's settings stand there too."""
    pills = (PillFace(_counted("trigger", counts.entered), Tone.ACCENT),) if counts is not None else ()
    problems = [*trigger_problems(project, trigger), *(settings_problems(project, settings) if settings else ())]
    summary = trigger_summary(trigger, names)
    funnel = trigger_funnel(counts.entered) if counts is not None else None
    return CardFace(
        TRIGGER, "trigger", trigger_headline(trigger, names), summary, pills, tuple(problems), funnel=funnel
    )


def pills_of(counts: CardCounts) -> tuple[PillFace, ...]:
    """Give the pills of a card's counts: entered always, the others when they count anybody."""
    pills = [PillFace(_counted("entered", counts.entered), Tone.ACCENT if counts.entered else Tone.MUTED)]
    if counts.done:
        pills.append(PillFace(_counted("done", counts.done), Tone.DONE))
    if counts.skipped:
        pills.append(PillFace(_counted("skipped", counts.skipped), Tone.SKIPPED))
    if counts.waiting:
        pills.append(PillFace(_counted("waiting", counts.waiting), Tone.WAITING))
    return tuple(pills)


def _counted(what: str, count: int) -> str:
    return COUNT_WORDS[what].format(number(count))


def counts_of(project: Project, workflow_id: int, places: Mapping[int, CardCounts]) -> dict[int, CardCounts]:
    """Give a workflow's counts by card id; empty when the run had no such workflow.

    Arguments:
        project: The run's own copy of the project.
        workflow_id: The workflow.
        places: Place number to counts, as a run's summary or its progress has them.
    """
    found = (place for place in places_of(project.workflows) if place.workflow == workflow_id)
    return {place.card: places.get(place.number, CardCounts()) for place in found}


def problems_of(action: Action, project: Project) -> list[FieldProblem]:
    """Give an action's problems."""
    return action.problems(project) if isinstance(action, RunnableAction) else []


def is_broken(action: Action, problem: FieldProblem) -> bool:
    """Say whether a problem stops the card: a field that must be filled is empty or points to nothing."""
    spec = specs_of(type(action)).get(problem.field)
    if spec is None or not spec.required or spec.kind in (FieldKind.BRANCHES, FieldKind.VALUE_BRANCHES):
        return False
    # One of several users who is gone is left out; the others still work.
    return spec.kind is not FieldKind.SENDERS or not getattr(action, problem.field)
