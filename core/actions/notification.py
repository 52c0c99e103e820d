"""Send internal notification: users are told of a contact (actions 0-8 and 0-9 of the workflows API)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.actions.users import Roster, owner_property_problems, user_problems, users_in_words
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind

_ACTION, _DONE = int(RowKind.ACTION), int(Outcome.DONE)


@dataclass(frozen=True, slots=True)
class Notification(RunnableAction):
    """Tells users and contact owners of a contact; users who were deactivated hear nothing.

    Attributes:
        subject: The notification's subject.
        text: Its text.
        users: Ids of the users who are told of every contact.
        to_owner: Whether each contact's owner is told too.
        owner_property: Owner-type property for the contact's owner.
    """

    kind: ClassVar[str] = "notification"
    title: ClassVar[str] = "Send internal notification"
    icon: ClassVar[str] = "notification"
    group: ClassVar[str] = "Tasks and messages"

    subject: str = described(FieldSpec(FieldKind.TEXT, "Subject", required=True), "")
    text: str = described(FieldSpec(FieldKind.LONG_TEXT, "Text"), "")
    users: tuple[int, ...] = described(FieldSpec(FieldKind.SENDERS, "Users"), ())
    to_owner: bool = described(FieldSpec(FieldKind.SWITCH, "Contact owner", "Each contact’s owner is told too."), True)
    owner_property: str = described(
        FieldSpec(FieldKind.OWNER_PROPERTY, "Contact owner property", required=True, shown_when=("to_owner", True)),
        "hubspot_owner_id",
    )

    def summary(self, names: Names) -> str:
        """Say what and to whom, e.g. ``New lead · to Ana Ruiz and contact owner``."""
        owner = names.property(self.owner_property).lower() if self.to_owner else ""
        people = " and ".join(filter(None, (users_in_words(self.users, names), owner)))
        return f"{self.subject.strip() or 'no subject'} · to {people or 'nobody'}"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check that there is something to say, and somebody to say it to."""
        found = field_problems(self)
        if self.subject and not self.subject.strip():
            found.append(FieldProblem("subject", "Type a subject."))
        if not self.users and not self.to_owner:
            found.append(FieldProblem("users", "Choose at least one user, or the contact owner."))
        found += user_problems(project, self.users, "users")
        if self.to_owner and self.owner_property:
            found += owner_property_problems(project, self.owner_property)
        return found

    @property
    def watched(self) -> frozenset[str]:
        """The owner property, when owners are told."""
        return frozenset({self.owner_property} if self.to_owner and self.owner_property else ())

    def bind(self, slot: Slot) -> Performer:
        """Tell a whole group's people; where there is nobody to tell, the contact skips it."""
        if not self.subject.strip():
            return skip_everybody(slot)
        stage, place, then, roster = slot.stage, slot.place, slot.then, Roster(slot.stage)
        owners = stage.column(self.owner_property) if self.watched else None
        users = tuple(dict.fromkeys(self.users))

        def perform(now: Instant, who: list[int]) -> None:
            user_of, ids = roster.look(), stage.ids
            told = {user for user in users if user_of(user)}
            own = [0] * len(who) if owners is None else [user_of(owners[i]) for i in who]
            alone: list[int] = []
            done: list[tuple[int, int]] = []
            for i, owner in zip(who, own, strict=True):
                if told or owner:
                    done.append((i, owner))
                else:
                    alone.append(i)
            if done:
                stage.rows.extend(
                    [
                        (now, ids[i], place, _ACTION, _DONE, 0, owner, 0, 0, len(told | {owner} - {0}), 0, 0)
                        for i, owner in done
                    ]
                )
                stage.count(place, Outcome.DONE, Reason.NONE, len(done))
            if alone:
                stage.tell(now, alone, place, Outcome.SKIPPED, Reason.NOT_OWNED)
            stage.push(now, then, who)

        return perform
