"""Create task: a to-do, call or mail for a user (action 0-3 of the workflows API). Tasks of sequences are not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta, tzinfo
from enum import Enum
from typing import ClassVar

from core.actions.base import FieldProblem, RunnableAction, field_problems
from core.actions.names import Names
from core.actions.skipping import skip_everybody
from core.actions.stage import Performer, Slot
from core.actions.users import Roster, owner_property_problems, user_problems
from core.model.fields import FieldKind, FieldSpec, described
from core.model.instant import Instant, from_instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.trace import Outcome, RowKind
from core.rules.calendar import local_instant

_ACTION, _DONE = int(RowKind.ACTION), int(Outcome.DONE)
_LONGEST = 5 * 365


class TaskType(Enum):
    """What is to be done."""

    TODO = "todo"
    CALL = "call"
    EMAIL = "email"

    @property
    def label(self) -> str:
        """The type's name on screen."""
        return {TaskType.TODO: "To-do", TaskType.CALL: "Call", TaskType.EMAIL: "Email"}[self]


class AssigneeType(Enum):
    """Who is to do it."""

    SPECIFIC_USER = "specific_user"
    CONTACT_OWNER = "contact_owner"

    @property
    def label(self) -> str:
        """The choice's name on screen."""
        return "Specific user" if self is AssigneeType.SPECIFIC_USER else "Contact owner"


@dataclass(frozen=True, slots=True)
class CreateTask(RunnableAction):
    """Creates a task for each contact; with nobody to do it the task is assigned to no one.

    Attributes:
        task_type: What is to be done.
        subject: The task's title.
        due_days: Days until it is due, at the same time of day; 0 means at once.
        assignee_type: A specific user, or each contact's owner.
        user: Sender id for a specific user.
        owner_property: Owner-type property for the contact's owner.
    """

    kind: ClassVar[str] = "create_task"
    title: ClassVar[str] = "Create task"
    icon: ClassVar[str] = "create_task"
    group: ClassVar[str] = "Tasks and messages"

    task_type: TaskType = described(FieldSpec(FieldKind.CHOICE, "Task type"), TaskType.TODO)
    subject: str = described(FieldSpec(FieldKind.TEXT, "Title", required=True), "")
    due_days: int = described(
        FieldSpec(FieldKind.INTEGER, "Due in", "0 means at once.", minimum=0, maximum=_LONGEST, unit="days"),
        3,
    )
    assignee_type: AssigneeType = described(FieldSpec(FieldKind.CHOICE, "Assign to"), AssigneeType.CONTACT_OWNER)
    user: int = described(
        FieldSpec(
            FieldKind.SENDER, "Assignee", required=True, shown_when=("assignee_type", AssigneeType.SPECIFIC_USER)
        ),
        0,
    )
    owner_property: str = described(
        FieldSpec(
            FieldKind.OWNER_PROPERTY,
            "Contact owner property",
            "Contacts without such a user get a task that nobody has.",
            required=True,
            shown_when=("assignee_type", AssigneeType.CONTACT_OWNER),
        ),
        "hubspot_owner_id",
    )

    def summary(self, names: Names) -> str:
        """Say what, when and who, e.g. ``Call: Ring up · due in 2 days · contact owner``."""
        what = f"{self.task_type.label}: {self.subject.strip() or 'no title'}"
        due = {0: "due at once", 1: "due in 1 day"}.get(self.due_days, f"due in {self.due_days:,} days")
        by_user = self.assignee_type is AssigneeType.SPECIFIC_USER
        who = names.sender(self.user) if by_user else names.property(self.owner_property).lower()
        return f"{what} · {due} · {who}"

    def problems(self, project: Project) -> list[FieldProblem]:
        """Check the fields, and that there is somebody to do it."""
        found = field_problems(self)
        if self.subject and not self.subject.strip():
            found.append(FieldProblem("subject", "Type a title."))
        if self.assignee_type is AssigneeType.SPECIFIC_USER:
            return found + (user_problems(project, (self.user,), "user") if self.user else [])
        return found + (owner_property_problems(project, self.owner_property) if self.owner_property else [])

    @property
    def watched(self) -> frozenset[str]:
        """The owner property, when it decides who does it."""
        by_owner = self.assignee_type is AssigneeType.CONTACT_OWNER and self.owner_property
        return frozenset({self.owner_property} if by_owner else ())

    def bind(self, slot: Slot) -> Performer:
        """Create the tasks of a whole group; a task without a title is none."""
        if not self.subject.strip():
            return skip_everybody(slot)
        stage, place, then, zone = slot.stage, slot.place, slot.then, slot.stage.zone
        days, user, roster = min(max(self.due_days, 0), _LONGEST), self.user, Roster(stage)
        owners = stage.column(self.owner_property) if self.watched else None

        def perform(now: Instant, who: list[int]) -> None:
            due, ids, user_of = due_at(now, days, zone), stage.ids, roster.look()
            own = [user_of(user)] * len(who) if owners is None else [user_of(owners[i]) for i in who]
            pairs = zip(who, own, strict=True)
            stage.rows.extend([(now, ids[i], place, _ACTION, _DONE, 0, u, 0, 0, due, 0, 0) for i, u in pairs])
            stage.count(place, Outcome.DONE, Reason.NONE, len(who))
            stage.push(now, then, who)

        return perform


def due_at(now: Instant, days: int, zone: tzinfo) -> Instant:
    """Give the moment some days later at the same time of day, in local time."""
    if days == 0:
        return now
    local = from_instant(now, zone)
    second = local.hour * 3600 + local.minute * 60 + local.second
    return local_instant(local.date() + timedelta(days=days), second, zone)
