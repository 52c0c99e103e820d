"""What differs between two versions of a workflow: which cards came, went, moved or changed, and each field in words.

Cards are told by their ids, which a workflow never gives twice. A card has moved when it stands in another branch, or
among others in another order; cards that only gave way to one that was put in before them, or that a new branch card
took into its first branch, have not: as few cards as possible are called moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from core.actions.base import RunnableAction
from core.actions.names import Names
from core.actions.unknown import UnknownAction
from core.model.fields import is_shown, specs_of
from core.model.project import Project
from core.model.tree import card_of, list_at, spot_of
from core.model.workflow import Action, Card, Workflow, WorkflowStatus, walk
from core.services.expectations import words
from core.services.field_words import BRANCHING, NOTHING, branch_words, field_words
from core.services.trigger_diff import FieldChange, trigger_changes

WHOLE = -1
"""Stands for the workflow itself among the ids of cards."""
TRIGGER = 0
"""Stands for the trigger and the settings among the ids of cards."""
_STATUS = {WorkflowStatus.ON: "On", WorkflowStatus.OFF: "Off", WorkflowStatus.DRAFT: "Draft"}


class Mark(Enum):
    """What became of a card."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one card, of the trigger, or of the workflow itself.

    Attributes:
        card: Card id; 0 for the trigger and the settings, -1 for the workflow itself.
        title: What it is called, e.g. ``Delay for 2 days``; its newer name where it has both.
        marks: What became of it, one or two marks.
        fields: What changed in it.
        before: Where it stood, e.g. ``after “Delay for 2 days”``; empty when that is the same as ``after``.
        after: Where it stands.
    """

    card: int
    title: str
    marks: tuple[Mark, ...]
    fields: tuple[FieldChange, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def sentence(self) -> str:
        """What became of it in a line, e.g. ``Moved “Delay for 2 days” from first to after “Enroll in sequence”``."""
        if self.card <= TRIGGER:
            return f"Changed {'trigger and settings' if self.card == TRIGGER else 'the workflow itself'}"
        name = f"“{self.title}”"
        if self.marks == (Mark.ADDED,):
            return f"Added {name}, {self.after}"
        if self.marks == (Mark.REMOVED,):
            return f"Removed {name}, which was {self.before}"
        if Mark.MOVED not in self.marks:
            return f"Changed {name}"
        verb = "Moved and changed" if Mark.CHANGED in self.marks else "Moved"
        return f"{verb} {name} from {self.before} to {self.after}"


@dataclass(frozen=True, slots=True)
class WorkflowDiff:
    """All that differs between two versions.

    Attributes:
        differences: From the top down, as the newer version stands; what went is where it stood.
    """

    differences: tuple[Difference, ...] = ()

    def marks(self) -> Mapping[int, tuple[Mark, ...]]:
        """Give the marks of the cards and of the trigger (0), by id."""
        return {d.card: d.marks for d in self.differences if d.card >= TRIGGER}

    def count(self, mark: Mark) -> int:
        """Count the cards with a mark; the trigger counts, the workflow itself does not."""
        return sum(mark in marks for marks in self.marks().values())


def diff(before: Workflow, after: Workflow, project: Project) -> WorkflowDiff:
    """Compare two versions of one workflow.

    Arguments:
        before: The older one.
        after: The newer one.
        project: Names what the cards point to.
    """
    names = Names(project)
    found: list[Difference] = []
    whole = tuple(_whole_changes(before, after))
    if whole:
        found.append(Difference(WHOLE, after.name, (Mark.CHANGED,), whole))
    notes = _sticky_changes(before, after)
    entering = (*trigger_changes(before, after, names), *notes.get(TRIGGER, ()))
    if entering:
        found.append(Difference(TRIGGER, "Trigger and settings", (Mark.CHANGED,), entering))
    return WorkflowDiff((*found, *_card_differences(before, after, names)))


def _whole_changes(before: Workflow, after: Workflow) -> Iterator[FieldChange]:
    if before.name != after.name:
        yield FieldChange("Name", before.name, after.name)
    if before.status is not after.status:
        yield FieldChange("Status", _STATUS[before.status], _STATUS[after.status])
    if before.expectations != after.expectations:
        for told, wanted in ((before, after), (after, before)):
            for expectation in told.expectations:
                if expectation not in wanted.expectations:
                    said = words(expectation)
                    yield FieldChange("Expected", *((said, NOTHING) if told is before else (NOTHING, said)))


def _card_differences(before: Workflow, after: Workflow, names: Names) -> list[Difference]:
    old, new = _by_id(before), _by_id(after)
    moved, notes = _moved(before, after), _sticky_changes(before, after)
    told: dict[int, Difference] = {}
    for card_id, card in new.items():
        if card_id not in old:
            told[card_id] = Difference(
                card_id, _title(card, names), (Mark.ADDED,), after=place_words(after, card_id, names)
            )
            continue
        fields = (*_changes(old[card_id], card, names), *notes.get(card_id, ()))
        marks = (*((Mark.MOVED,) if card_id in moved else ()), *((Mark.CHANGED,) if fields else ()))
        if marks:
            here = place_words(before, card_id, names), place_words(after, card_id, names)
            places = here if card_id in moved else ("", "")
            told[card_id] = Difference(card_id, _title(card, names), marks, fields, *places)
    for card_id in old.keys() - new.keys():
        place = place_words(before, card_id, names)
        told[card_id] = Difference(card_id, _title(old[card_id], names), (Mark.REMOVED,), before=place)
    return [told[card_id] for card_id in _merged(list(old), list(new)) if card_id in told]


def _by_id(workflow: Workflow) -> dict[int, Card]:
    return {card.id: card for card in walk(workflow.cards)}


def _title(card: Card, names: Names) -> str:
    return card.action.headline(names) if isinstance(card.action, RunnableAction) else card.action.title


def place_words(workflow: Workflow, card_id: int, names: Names) -> str:
    """Say where a card stands: ``first``, ``after “Delay for 2 days”``, ``first in “Lead”``.

    Raises:
        KeyError: There is no such card.
    """
    spot = spot_of(workflow, card_id)
    inside = ""
    if spot.path:
        owner = card_of(workflow, spot.path[-1][0])
        inside = f" in “{owner.action.branch_names()[spot.path[-1][1]]}”" if owner is not None else ""
    if spot.index == 0:
        return f"first{inside}"
    return f"after “{_title(list_at(workflow, spot.path)[spot.index - 1], names)}”{inside}"


def _merged(old: list[int], new: list[int]) -> list[int]:
    """Give the ids of both from the top down: the new order, what went behind what it stood behind."""
    there = set(new)
    behind: dict[int, list[int]] = {}
    last = TRIGGER
    for card_id in old:
        if card_id in there:
            last = card_id
        else:
            behind.setdefault(last, []).append(card_id)
    merged = behind.get(TRIGGER, [])
    for card_id in new:
        merged = [*merged, card_id, *behind.get(card_id, [])]
    return merged


# ---------------------------------------------------------------- fields


def _changes(before: Card, after: Card, names: Names) -> Iterator[FieldChange]:
    if before.action.kind != after.action.kind:
        yield FieldChange("Action", before.action.title, after.action.title)
    elif isinstance(after.action, UnknownAction):
        if before.action != after.action:
            yield FieldChange("Content", "as before", "changed")
    else:
        yield from _field_changes(before.action, after.action, names)
    if before.on != after.on:
        yield FieldChange("Switched", "on" if before.on else "off", "on" if after.on else "off")
    if before.note != after.note:
        yield FieldChange("Note", before.note or NOTHING, after.note or NOTHING)


def _sticky_changes(before: Workflow, after: Workflow) -> dict[int, list[FieldChange]]:
    """Give what sticky notes say now, by the card they go along with; where they hang does not matter."""
    old, new = {s.id: s for s in before.stickies}, {s.id: s for s in after.stickies}
    found: dict[int, list[FieldChange]] = {}
    for sticky_id in (*old, *(new.keys() - old.keys())):
        was, is_now = old.get(sticky_id), new.get(sticky_id)
        said = was.text if was is not None else "", is_now.text if is_now is not None else ""
        kept = is_now or was
        if said[0] != said[1] and kept is not None:
            change = FieldChange("Sticky note", said[0] or NOTHING, said[1] or NOTHING)
            found.setdefault(kept.card, []).append(change)
    return found


def _field_changes(before: Action, after: Action, names: Names) -> Iterator[FieldChange]:
    for name, spec in specs_of(type(after)).items():
        if getattr(before, name) == getattr(after, name) and is_shown(before, spec) == is_shown(after, spec):
            continue
        if spec.kind in BRANCHING:
            ways = branch_words(before, name, spec, names), branch_words(after, name, spec, names)
            yield from _way_changes(spec.label, *ways)
            continue
        said = (
            field_words(action, name, spec, names) if is_shown(action, spec) else NOTHING for action in (before, after)
        )
        was, is_now = said
        if was != is_now:
            yield FieldChange(spec.label, was, is_now)


def _way_changes(label: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[FieldChange]:
    """Tell ways out one by one; a way that has only another name now is told as renamed."""
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    for was in list(gone):
        renamed = next((name for name in come if after[name] == before[was]), "")
        if renamed:
            gone.remove(was)
            come.remove(renamed)
            yield FieldChange("Branch", f"“{was}”", f"“{renamed}”")
    yield from (FieldChange(f"Branch “{name}”", before[name], "removed") for name in gone)
    yield from (FieldChange(f"Branch “{name}”", "not there", after[name]) for name in come)
    kept = [name for name in before if name in after]
    yield from (FieldChange(f"Branch “{n}”", before[n], after[n]) for n in kept if before[n] != after[n])
    order = [name for name in after if name in before]
    if order != kept:
        yield FieldChange(label, ", ".join(kept), ", ".join(order))


# ---------------------------------------------------------------- places


def _moved(before: Workflow, after: Workflow) -> set[int]:
    """Give the cards of both versions that stand elsewhere, as few as possible."""
    common = _by_id(before).keys() & _by_id(after).keys()
    ways = _ways(before, after)
    old, new = _homes(before, common), _homes(after, common)
    moved: set[int] = set()
    stayed: dict[tuple[int, int], list[int]] = {}
    for card_id, home in old.items():
        if ways.get(home, home) == new[card_id]:
            stayed.setdefault(new[card_id], []).append(card_id)
        else:
            moved.add(card_id)
    order = {card_id: number for number, card_id in enumerate(new)}
    for cards in stayed.values():
        moved |= set(cards) - _longest_rising(cards, order)
    return moved


def _homes(workflow: Workflow, common: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Give for each common card, from the top down, the branch it stands in; branches of other cards are not seen."""
    wanted = set(common)
    found: dict[int, tuple[int, int]] = {}

    def look(cards: Sequence[Card], home: tuple[int, int]) -> None:
        for card in cards:
            if card.id in wanted:
                found[card.id] = home
            for number, branch in enumerate(card.branches):
                look(branch, (card.id, number) if card.id in wanted else home)

    look(workflow.cards, (TRIGGER, 0))
    return found


def _ways(before: Workflow, after: Workflow) -> dict[tuple[int, int], tuple[int, int]]:
    """Match the branches of cards in both versions: by name, the others in their order."""
    old, new = _by_id(before), _by_id(after)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for card_id in old.keys() & new.keys():
        was, is_now = old[card_id].action.branch_names(), new[card_id].action.branch_names()
        free = list(range(len(is_now)))
        left = []
        for number, name in enumerate(was):
            same = next((n for n in free if is_now[n] == name), None)
            if same is None:
                left.append(number)
                continue
            free.remove(same)
            found[card_id, number] = (card_id, same)
        found |= {(card_id, number): (card_id, way) for number, way in zip(left, free, strict=False)}
    return found


def _longest_rising(cards: Sequence[int], order: Mapping[int, int]) -> set[int]:
    """Give a longest part of the cards that stands in the same order in both versions (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    behind: dict[int, int | None] = {}
    for card_id in cards:
        at = bisect_left(tops, order[card_id])
        behind[card_id] = ends[at - 1] if at else None
        tops[at : at + 1] = [order[card_id]]
        ends[at : at + 1] = [card_id]
    found: set[int] = set()
    card: int | None = ends[-1] if ends else None
    while card is not None:
        found.add(card)
        card = behind[card]
    return found
