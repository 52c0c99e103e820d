"""What stands on a card: words, pills and problems, made from the project and the counts of a run.

Lives here: plain values, and the same in words for people who hear the screen. Not here: drawing (gui/canvas/paint.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.model.fields import FieldKind, specs_of
from core.model.filter import Condition, Filter
from core.model.project import Project
from core.model.run import CardCounts, Cast
from core.model.workflow import Action, Card, Trigger, TriggerKind, Workflow, walk
from gui.canvas.layout import TRIGGER
from gui.text import number
from gui.theme import Tone

Counts = Mapping[int, CardCounts]
"""Card id of one workflow to its counts; 0 is the trigger."""


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


def faces_of(project: Project, workflow: Workflow, counts: Counts) -> dict[int, CardFace]:
    """Give the faces of the trigger and of all cards."""
    names = Names(project)
    faces = {TRIGGER: trigger_face(project, workflow.trigger, names, counts.get(TRIGGER))}
    for card in walk(workflow.cards):
        faces[card.id] = card_face(project, card, names, counts.get(card.id))
    return faces


def card_face(project: Project, card: Card, names: Names, counts: CardCounts | None = None) -> CardFace:
    """Give the face of one card."""
    problems = problems_of(card.action, project)
    return CardFace(
        card.id,
        card.action.icon,
        headline_of(card.action, names),
        _upper_first(card.action.summary(names)) if isinstance(card.action, RunnableAction) else "",
        pills_of(counts) if counts is not None else (),
        tuple(problem.sentence for problem in problems),
        any(is_broken(card.action, problem) for problem in problems),
        card.on,
        card.note,
    )


def trigger_face(project: Project, trigger: Trigger, names: Names, counts: CardCounts | None = None) -> CardFace:
    """Give the face of the trigger."""
    pills = (PillFace(f"{number(counts.entered)} entered", Tone.ACCENT),) if counts is not None else ()
    problems = tuple(filter_problems(project, trigger.filter))
    words = filter_words(trigger.filter, names)
    if trigger.kind is TriggerKind.FILTER:
        return CardFace(TRIGGER, "trigger", "Contacts that match", words or "All contacts", pills, problems)
    start = "Form submitted" if trigger.kind is TriggerKind.FORM_SUBMITTED else "Meeting booked"
    headline = f"{start}: {trigger.detail}" if trigger.detail else start
    return CardFace(TRIGGER, "trigger", headline, f"and {words}" if words else "", pills, problems)


def pills_of(counts: CardCounts) -> tuple[PillFace, ...]:
    """Give the pills of a card's counts: entered always, the others when they count anybody."""
    pills = [PillFace(number(counts.entered), Tone.ACCENT if counts.entered else Tone.MUTED)]
    if counts.done:
        pills.append(PillFace(number(counts.done), Tone.DONE))
    if counts.skipped:
        pills.append(PillFace(f"{number(counts.skipped)} skipped", Tone.SKIPPED))
    if counts.waiting:
        pills.append(PillFace(f"{number(counts.waiting)} waiting", Tone.WAITING))
    return tuple(pills)


def counts_of(project: Project, workflow_id: int, places: Mapping[int, CardCounts]) -> dict[int, CardCounts]:
    """Give a workflow's counts by card id; empty when the run had no such workflow.

    Arguments:
        project: The run's own copy of the project.
        workflow_id: The workflow.
        places: Place number to counts, as a run's summary or its progress has them.
    """
    cast = Cast(project)
    found = (place for place in cast.places if place.workflow == workflow_id)
    return {place.card: places.get(place.number, CardCounts()) for place in found}


def headline_of(action: Action, names: Names) -> str:
    """Give an action's headline."""
    return action.headline(names) if isinstance(action, RunnableAction) else action.title


def problems_of(action: Action, project: Project) -> list[FieldProblem]:
    """Give an action's problems."""
    return action.problems(project) if isinstance(action, RunnableAction) else []


def is_broken(action: Action, problem: FieldProblem) -> bool:
    """Say whether a problem stops the card: a field that must be filled is empty or points to nothing."""
    spec = specs_of(type(action)).get(problem.field)
    return spec is not None and spec.required and spec.kind is not FieldKind.BRANCHES


# ---------------------------------------------------------------- filters in words


def filter_words(filter: Filter, names: Names) -> str:
    """Say what a filter asks, e.g. ``Lifecycle stage is Lead and Country is known``; empty when it asks nothing."""
    groups = (
        " and ".join(condition_words(condition, names) for condition in group) for group in filter.groups if group
    )
    return " or ".join(groups)


def condition_words(condition: Condition, names: Names) -> str:
    """Say what one condition asks; a value not chosen yet reads ``…``."""
    operator, label = condition.operator, names.property(condition.property)
    if not operator.takes_value:
        return f"{label} {operator.value}"
    values = [names.value(condition.property, value) for value in condition.values if value not in (None, "")]
    words = operator.value
    if operator.takes_many and len(values) == 1:
        words = words.replace("is any of", "is").replace("is none of", "is not")
    return f"{label} {words} {', '.join(values) or '…'}"


def filter_problems(project: Project, filter: Filter) -> list[str]:
    """Say what is wrong with a filter, condition by condition."""
    return [sentence for group in filter.groups for c in group if (sentence := condition_problem(project, c))]


def condition_problem(project: Project, condition: Condition) -> str:
    """Say what is wrong with one condition; empty when nothing is."""
    if not condition.property:
        return "Choose a property."
    definition = project.property(condition.property)
    if definition is None:
        return f"There is no property “{condition.property}” any more."
    if condition.operator.takes_value and not [v for v in condition.values if v not in (None, "")]:
        return f"“{definition.label} {condition.operator.value}” needs a value."
    return ""


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]
