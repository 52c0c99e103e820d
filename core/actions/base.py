"""What every action can do besides holding its fields: name itself, check itself, and be bound to the engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from core.actions.names import Names
from core.actions.stage import Performer, Slot
from core.model.fields import FieldKind, is_shown, specs_of
from core.model.project import Project
from core.model.workflow import Action


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of an action.

    Attributes:
        field: The field's name.
        sentence: What to say under it.
    """

    field: str
    sentence: str


class RunnableAction(Action):
    """Base of the actions in this package.

    Attributes:
        checks_on: Whether its own checks ask if the card is switched on; else the engine skips a card that is off.
        steers: Whether it only says when and where contacts go on, as delays and branches do. Those are never moved
            by a workflow's times, and still work while it is off.
        waits_for_events: Whether contacts wait at it for something to happen to them.
    """

    checks_on: ClassVar[bool] = False
    steers: ClassVar[bool] = False
    waits_for_events: ClassVar[bool] = False

    def headline(self, names: Names) -> str:
        """Give the card's title; the action's own name unless the action knows better."""
        return self.title

    def summary(self, names: Names) -> str:
        """Say in a few words what the card does, e.g. ``Welcome · sent by contact owner``."""
        return ""

    def problems(self, project: Project) -> list[FieldProblem]:
        """Say what is missing or out of bounds, field by field."""
        return field_problems(self)

    def bind(self, slot: Slot) -> Performer:
        """Give what lets a group of contacts do this action, once for a run."""
        raise NotImplementedError

    @property
    def written(self) -> frozenset[str]:
        """Names of the contact properties and lists it sets."""
        return frozenset()

    @property
    def watched(self) -> frozenset[str]:
        """Names of the contact properties it reads."""
        return frozenset()


def field_problems(action: Action) -> list[FieldProblem]:
    """Check the described fields of an action: required ones are filled, numbers stay in their bounds."""
    found: list[FieldProblem] = []
    for name, spec in specs_of(type(action)).items():
        if not is_shown(action, spec):
            continue
        value = getattr(action, name)
        if spec.required and not isinstance(value, Enum) and not value:
            verb = "Type" if spec.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.INTEGER) else "Choose"
            article = "an" if spec.label[:1].lower() in "aeiou" else "a"
            found.append(FieldProblem(name, f"{verb} {article} {spec.label.lower()}."))
        elif isinstance(value, int) and not isinstance(value, bool):
            if spec.minimum is not None and value < spec.minimum:
                found.append(FieldProblem(name, f"{spec.label} is at least {spec.minimum:,} {spec.unit}".strip() + "."))
            elif spec.maximum is not None and value > spec.maximum:
                found.append(FieldProblem(name, f"{spec.label} is at most {spec.maximum:,} {spec.unit}".strip() + "."))
    return found
