"""Users that actions work for: the checks of their ids, their names in words, and who of them is there in a run.

An owner property holds a user's id as its value; here is the one place that turns such a value into a user.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from core.actions.base import FieldProblem
from core.actions.names import Names
from core.actions.stage import Stage
from core.model.contact import PropertyType
from core.model.fields import Value
from core.model.project import Project

UserOf: TypeAlias = Callable[[Value], int]
"""Turns the value of an owner property into the id of a user who can be given something, 0 for none."""

_SHOWN = 3


def owner_property_problems(project: Project, name: str) -> list[FieldProblem]:
    """Say when what a field ``owner_property`` names does not exist or does not hold a user."""
    definition = project.property(name)
    if definition is not None and definition.type is PropertyType.OWNER:
        return []
    return [FieldProblem("owner_property", "Choose a property that holds a user.")]


def user_problems(project: Project, users: Sequence[int], field: str) -> list[FieldProblem]:
    """Say who of the chosen users does not exist, was deactivated, or is there twice."""
    found: list[FieldProblem] = []
    for user in dict.fromkeys(users):
        sender = project.sender(user)
        if sender is None:
            found.append(FieldProblem(field, f"There is no user {user} any more; choose another."))
            continue
        if not sender.active:
            found.append(FieldProblem(field, f"{sender.name} was deactivated and is left out."))
        if users.count(user) > 1:
            found.append(FieldProblem(field, f"{sender.name} is chosen {users.count(user)} times and counts once."))
    return found


def users_in_words(users: Sequence[int], names: Names) -> str:
    """Name some users, e.g. ``Ana Ruiz, Bo Lind, Chen Wu and 2 more``; empty for none."""
    said = ", ".join(names.sender(user) for user in users[:_SHOWN])
    return f"{said} and {len(users) - _SHOWN} more" if len(users) > _SHOWN else said


class Roster:
    """Who of the users is there, as it stands in a run: a script may deactivate somebody while it plays.

    Arguments:
        stage: The run.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._epoch = stage.epoch
        self._known: dict[int, int] = {}

    def look(self) -> UserOf:
        """Give the way from a value to a user, right until something happens to the users; ask once a group."""
        if self._epoch != self._stage.epoch:
            self._epoch = self._stage.epoch
            self._known.clear()
        return self._user_of

    def _user_of(self, value: Value) -> int:
        # A text or a yes from a file is nobody, though Python takes a yes for the number 1.
        if type(value) is not int:
            return 0
        known = self._known.get(value)
        if known is None:
            desk = self._stage.desk(value)
            known = self._known[value] = value if desk is not None and desk.sender.active else 0
        return known
