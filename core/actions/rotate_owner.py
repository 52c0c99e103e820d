"""Rotate record to owner: contacts are given to users in turn (action 0-11 of the workflows API)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.actions.users import Roster, owner_property_problems, user_problems, users_in_words
from core.model.fields import FieldKind, FieldSpec, Value, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind

_ACTION, _DONE = int(RowKind.ACTION), int(Outcome.DONE)
_EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class RotateOwner(RunnableAction):
    """Gives each contact to the next user of a list, in the order contacts come.

    Attributes:
        users: Sender ids, in the order of their turns; users who were deactivated are left out.
        owner_property: Owner-type property that is set.
        overwrite: Whether contacts that have an owner get a new one too; else they keep theirs and cost nobody's turn.
    """

    kind: ClassVar[str] = "rotate_owner"
    title: ClassVar[str] = "Rotate record to owner"
    icon: ClassVar[str] = "rotate_owner"
    group: ClassVar[str] = "Contact"

    users: tuple[int, ...] = described(
        FieldSpec(FieldKind.SENDERS, "Users", "Each gets the next contact, in turn.", required=True), ()
    )
    owner_property: str = described(
        FieldSpec(FieldKind.OWNER_PROPERTY, "Target owner property", required=True), "hubspot_owner_id"
    )
    overwrite: bool = described(
        FieldSpec(FieldKind.SWITCH, "Overwrite current owner", "When off, contacts keep the owner they have."), False
    )

    def summary(self, names: Names) -> str:
        """Say who takes turns, e.g. ``Ana Ruiz, Bo Lind``."""
        return users_in_words(self.users, names) or "no users chosen"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check users and property."""
        found = user_problems(project, self.users, "users")
        if not self.users:
            found.append(FieldProblem("users", "Choose at least one user."))
        return found + owner_property_problems(project, self.owner_property)

    @property
    def watched(self) -> frozenset[str]:
        """The owner property, when contacts may keep their owner."""
        return frozenset() if self.overwrite else self.written

    @property
    def written(self) -> frozenset[str]:
        """The owner property."""
        return frozenset({self.owner_property} if self.owner_property else ())

    def bind(self, slot: Slot) -> Performer:
        """Give the performer that knows whose turn it is."""
        if not self.users or not self.owner_property:
            return skip_everybody(slot)
        return _Rotation(self, slot).perform


class _Rotation:
    """The turns at one card."""

    def __init__(self, action: RotateOwner, slot: Slot) -> None:
        self._stage = slot.stage
        self._place = slot.place
        self._then = slot.then
        self._property = action.owner_property
        self._owners: list[Value] | None = None if action.overwrite else slot.stage.column(action.owner_property)
        self._users = tuple(dict.fromkeys(action.users))
        self._roster = Roster(slot.stage)
        self._last = -1
        """Position in the list of users of who had the last turn."""

    def perform(self, now: Instant, who: list[int]) -> None:
        """Give owners to those who need one; the others keep theirs, and all go on."""
        wanting, owners = who, self._owners
        if owners is not None:
            wanting = [i for i in who if owners[i] in _EMPTY]
            self._keep(now, [i for i in who if owners[i] not in _EMPTY], owners)
        if wanting:
            self._give(now, wanting)
        self._stage.push(now, self._then, who)

    def _keep(self, now: Instant, who: list[int], owners: list[Value]) -> None:
        stage, place, ids = self._stage, self._place, self._stage.ids
        pairs = [(ids[i], owner if type(owner := owners[i]) is int else 0) for i in who]
        stage.rows.extend([(now, contact, place, _ACTION, _DONE, 0, own, 0, 0, 1, 0, 0) for contact, own in pairs])
        if who:
            stage.count(place, Outcome.DONE, Reason.NONE, len(who))

    def _give(self, now: Instant, who: list[int]) -> None:
        stage, place, ids = self._stage, self._place, self._stage.ids
        given = self._turns(len(who))
        if not given:
            stage.tell(now, who, place, Outcome.SKIPPED, Reason.NOT_OWNED)
            return
        pairs = zip(who, given, strict=True)
        stage.rows.extend([(now, ids[i], place, _ACTION, _DONE, 0, user, 0, 0, 0, 0, 0) for i, user in pairs])
        stage.count(place, Outcome.DONE, Reason.NONE, len(who))
        stage.set_each(now, who, self._property, given)

    def _turns(self, number: int) -> list[int]:
        """Give the users of the next turns; empty when there is nobody."""
        user_of = self._roster.look()
        there = [position for position, user in enumerate(self._users) if user_of(user)]
        if not there:
            return []
        # Whoever comes after the one of the last turn, even when that one has gone meanwhile.
        first = bisect_right(there, self._last)
        turns = [there[(first + n) % len(there)] for n in range(number)]
        self._last = turns[-1]
        return [self._users[position] for position in turns]
