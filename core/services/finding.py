"""Finding words in workflows: titles, summaries, fields, branches and notes of their cards, sticky notes, and triggers.

Case and accents do not matter. Finding contacts is ``core.services.contacts``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.model.fields import is_shown, specs_of
from core.model.project import Project
from core.model.workflow import Action, Card, Workflow, walk
from core.services.field_words import BRANCHING, NOTHING, branch_words, field_words
from core.services.trigger_diff import trigger_words

TRIGGER = 0
"""Stands for the trigger and the settings among the ids of cards."""
# Letters that are no letter with an accent to Unicode, but look like one to people.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "’": "'"}
)


@dataclass(frozen=True, slots=True)
class Match:
    """A card that holds what was looked for.

    Attributes:
        workflow: Workflow id.
        card: Card id; 0 for the trigger and the settings.
        where: What of it holds the words, e.g. ``Note``.
        text: What that says.
    """

    workflow: int
    card: int
    where: str
    text: str


def fold(text: str) -> str:
    """Give a text without case and accents: ``Łódź`` and ``lodz`` are the same."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_PLAIN)


def find(project: Project, text: str, workflows: Iterable[int] | None = None) -> list[Match]:
    """Find the cards that hold a text, from the top down, one match a card: the first thing that holds it.

    Arguments:
        project: What is looked through.
        text: What is looked for; blank finds nothing.
        workflows: Which workflows; all, in their order, when not given.
    """
    wanted = fold(text.strip())
    if not wanted:
        return []
    chosen = None if workflows is None else set(workflows)
    names = Names(project)
    found: list[Match] = []
    for workflow in project.workflows:
        if chosen is None or workflow.id in chosen:
            found += _in_workflow(workflow, wanted, names)
    return found


def _in_workflow(workflow: Workflow, wanted: str, names: Names) -> Iterator[Match]:
    places: list[tuple[int, Iterable[tuple[str, str]]]] = [(TRIGGER, trigger_words(workflow, names))]
    places += [(card.id, _said(card, names)) for card in walk(workflow.cards)]
    stickies: dict[int, list[tuple[str, str]]] = {}
    for sticky in workflow.stickies:
        stickies.setdefault(sticky.card, []).append(("Sticky note", sticky.text))
    for card_id, said in places:
        whole = (*said, *stickies.get(card_id, ()))
        hit = next(((where, words) for where, words in whole if wanted in fold(words)), None)
        if hit is not None:
            yield Match(workflow.id, card_id, *hit)


def _said(card: Card, names: Names) -> Iterator[tuple[str, str]]:
    """Give what a card says, what is seen first before what is hidden in its fields."""
    action = card.action
    yield "Title", action.headline(names) if isinstance(action, RunnableAction) else action.title
    if isinstance(action, RunnableAction):
        yield "Summary", action.summary(names)
    yield "Note", card.note
    yield "Action", action.title
    for name in action.branch_names():
        yield "Branch", name
    yield from _fields(action, names)


def _fields(action: Action, names: Names) -> Iterator[tuple[str, str]]:
    for name, spec in specs_of(type(action)).items():
        if not is_shown(action, spec):
            continue
        if spec.kind in BRANCHING:
            for branch, words in branch_words(action, name, spec, names).items():
                yield f"Branch “{branch}”", words
        elif (words := field_words(action, name, spec, names)) != NOTHING:
            yield spec.label, words
