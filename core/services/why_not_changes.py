"""The single changes that a search tries on the frozen project or on the contact, and the edits that make them real.

Whether a change helps is not known here; ``core.services.why_not`` asks the engine.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.unenroll_from_sequence import UnenrollFromSequence
from core.model import tree
from core.model.account import Subscription
from core.model.changes import Edit, Put
from core.model.contact import ContactColumns
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import Value
from core.model.instant import MINUTE, Instant
from core.model.project import Project
from core.model.reason import Reason
from core.model.sender import InboxKind, InboxState, Seat, Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Workflow
from core.services import contacts as contact_edits
from core.services.edits import joined
from core.services.forecast_words import whose
from core.services.workspace import Workspace

_PARTS = ("senders", "sequences", "workflows", "script", "enrollments")


def _nothing() -> Mapping[str, Value]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One change of what a run was played with.

    Attributes:
        kind: What it changes, as ``Flip.kind`` says it.
        words: It in words that follow on "with", e.g. ``Ben’s inbox connected``.
        project: The project with it.
        values: Values that the contact gets.
        one_click: Whether an edit can make it real without asking a person for more.
    """

    kind: str
    words: str
    project: Project
    values: Mapping[str, Value] = field(default_factory=_nothing)
    one_click: bool = True

    def and_also(self, other: Change) -> Change:
        """Give this change with another one that was made on top of it."""
        return Change(
            self.kind,
            f"{self.words} and {other.words}",
            other.project,
            {**self.values, **other.values},
            self.one_click and other.one_click,
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """The try that is to be flipped.

    Attributes:
        workflow: Workflow id.
        card: Card id.
        action: What the card does.
        sender: Id of the sender it would have had; 0 for none.
        since: First moment of the run.
        at: When the contact came to the card.
    """

    workflow: int
    card: int
    action: EnrollInSequence
    sender: int
    since: Instant
    at: Instant


def repair(scene: Scene, project: Project, reason: Reason) -> Change | None:
    """Give the change that takes a reason away; ``None`` for reasons that no single change takes away."""
    repairs: dict[Reason, Callable[[], Change]] = {
        Reason.ACTION_OFF: lambda: _card(scene, project, "card", "the action switched on", on=True),
        Reason.SUBSCRIPTION_REQUIRED: lambda: _enterprise(project),
        Reason.SEQUENCE_DELETED: lambda: _sequence_restored(scene, project),
        Reason.SEQUENCE_EMPTY: lambda: _sequence_filled(scene, project),
        Reason.WORKFLOW_OFF: lambda: _workflow_left_on(scene, project),
        Reason.EMAIL_MISSING: lambda: _valid_address(project),
        Reason.EMAIL_INVALID: lambda: _valid_address(project),
    }
    if reason in repairs:
        return repairs[reason]()
    if reason not in _OF_SENDER:
        return None
    sender = project.sender(scene.sender)
    assert sender is not None, "only a user who is there has these faults"
    kind, words, fields, breaks = _OF_SENDER[reason]
    said = words.format(name=sender.name, whose=whose(sender.name))
    broken = [e for e in _past(scene, project, breaks) if e.sender == sender.id] if breaks else []
    kept = _without(project, broken)
    return Change(kind, said, _with(kept, "senders", replace(sender, **fields)))


_OF_SENDER: dict[Reason, tuple[str, str, dict[str, Any], EventKind | None]] = {
    Reason.SENDER_DEACTIVATED: ("sender", "{name} reactivated", {"active": True}, EventKind.SENDER_DEACTIVATED),
    Reason.SENDER_NO_SEAT: (
        "seat",
        "an Enterprise seat for {name}",
        {"seat": Seat.SALES_ENTERPRISE},
        EventKind.SEAT_LOST,
    ),
    Reason.INBOX_NOT_CONNECTED: (
        "inbox",
        "{whose} inbox connected",
        {"inbox_state": InboxState.CONNECTED, "inbox_changed": None},
        EventKind.INBOX_DISCONNECTED,
    ),
    Reason.INBOX_NOT_PERSONAL: (
        "inbox",
        "a personal inbox for {name}",
        {"inbox_kind": InboxKind.PERSONAL},
        None,
    ),
}
"""Reason to: what it changes, in words, the sender's fields, and the event that may have broken it in the run."""


def higher_limit(scene: Scene, project: Project, sender: Sender, limit: int, instead_of: int) -> Change:
    """Raise a sender's own daily limit; where the script has set the one that counts, what the script says."""
    words = f"{sender.name} at {limit:,} a day instead of {instead_of:,}"
    told = [e for e in _past(scene, project, EventKind.LIMIT_CHANGED) if e.sender == sender.id]
    if told:
        return Change("limit", words, _with(project, "script", replace(told[-1], value=limit)))
    return Change("limit", words, _with(project, "senders", replace(sender, limit=limit)))


def other_sender(scene: Scene, project: Project, sender: Sender) -> Change:
    """Let a chosen user send for all contacts that come to the card."""
    everybody = scene.action.sender_type is SenderType.CONTACT_OWNER
    words = f"{sender.name} as sender{' for everybody' if everybody else ''}"
    action = replace(scene.action, sender_type=SenderType.SPECIFIC_USER, sender=sender.id)
    return _card(scene, project, "sender", words, action=action)


def other_owner(scene: Scene, project: Project, sender: Sender) -> Change:
    """Give the contact another owner, in the property that the card looks at."""
    return Change("owner", f"{sender.name} as owner", project, {scene.action.owner_property: sender.id})


def other_sequence(scene: Scene, project: Project, sequence: Sequence) -> Change:
    """Let the card name another sequence."""
    action = replace(scene.action, sequence=sequence.id)
    return _card(scene, project, "sequence", f"“{sequence.name}” as sequence", action=action)


def unenrolled_first(scene: Scene, project: Project) -> Change:
    """Put an *Unenroll from sequence* card before the card."""
    workflow = _workflow(scene, project)
    after = tree.insert(workflow, tree.spot_of(workflow, scene.card), UnenrollFromSequence())
    words = f"“{UnenrollFromSequence.title}” before this action"
    return Change("enrollment", words, _with(project, "workflows", after))


def not_standing(project: Project, contact: int, name: str) -> Change:
    """Take away the enrollment the contact was in when the run began."""
    kept = tuple(e for e in project.enrollments if e.contact != contact)
    return Change("enrollment", f"no enrollment in “{name}” from before", replace(project, enrollments=kept))


def on_automation_page(scene: Scene, project: Project) -> Change | None:
    """Let the workflow be one of the sequence's Automation page (S5); it has to be made there, so there is no edit."""
    sequence = project.sequence(scene.action.sequence)
    if sequence is None or project.account.subscription is not Subscription.PROFESSIONAL:
        return None
    after = replace(_workflow(scene, project), sequence=sequence.id)
    words = f"a workflow made on the Automation page of “{sequence.name}”"
    return Change("workflow", words, _with(project, "workflows", after), one_click=False)


def event_moved(project: Project, event: ScriptedEvent, minutes: int) -> Change:
    """Let a scripted event happen later."""
    words = f"“{event.kind.label}” at a later time"
    return Change("time", words, _with(project, "script", replace(event, minute=event.minute + minutes)))


# ---------------------------------------------------------------- changes that one reason has


def _enterprise(project: Project) -> Change:
    account = replace(project.account, subscription=Subscription.ENTERPRISE)
    return Change("account", "an Enterprise subscription", replace(project, account=account))


def _sequence_restored(scene: Scene, project: Project) -> Change:
    sequence = _sequence(scene, project)
    deletions = [e for e in _past(scene, project, EventKind.SEQUENCE_DELETED) if e.sequence == sequence.id]
    kept = _without(project, deletions)
    return Change("sequence", f"“{sequence.name}” restored", _with(kept, "sequences", replace(sequence, deleted=None)))


def _sequence_filled(scene: Scene, project: Project) -> Change:
    sequence = _sequence(scene, project)
    # What the mail says is for a person to write.
    filled = _with(project, "sequences", replace(sequence, steps=(Step(),)))
    return Change("sequence", f"a first mail in “{sequence.name}”", filled, one_click=False)


def _workflow_left_on(scene: Scene, project: Project) -> Change:
    switched = [e for e in _past(scene, project, EventKind.WORKFLOW_OFF) if e.workflow == scene.workflow]
    return Change("workflow", "the workflow left switched on", _without(project, switched))


def _valid_address(project: Project) -> Change:
    # Which address is for a person to say; this one only passes the check.
    values = {"email": "somebody@reachable.example"}
    return Change("contact", "a valid email address", project, values, one_click=False)


def _card(scene: Scene, project: Project, kind: str, words: str, **fields: object) -> Change:
    after = tree.change(_workflow(scene, project), scene.card, **fields)
    return Change(kind, words, _with(project, "workflows", after))


# ---------------------------------------------------------------- parts of a project


def _workflow(scene: Scene, project: Project) -> Workflow:
    found = project.workflow(scene.workflow)
    assert found is not None, "a run holds the workflows of its rows"
    return found


def _sequence(scene: Scene, project: Project) -> Sequence:
    found = project.sequence(scene.action.sequence)
    assert found is not None, "only a sequence that is there is deleted or empty"
    return found


def _with(project: Project, part: str, thing: Any) -> Project:  # noqa: ANN401 - any of the parts' things
    things = tuple(thing if other.id == thing.id else other for other in getattr(project, part))
    changed: dict[str, Any] = {part: things}
    return replace(project, **changed)


def _without(project: Project, events: Collection[ScriptedEvent]) -> Project:
    return replace(project, script=tuple(e for e in project.script if e not in events))


def _past(scene: Scene, project: Project, kind: EventKind) -> list[ScriptedEvent]:
    """Give the script's events of a kind that had happened by the moment of the try, in their order."""
    found = [e for e in project.script if e.kind is kind and 0 <= e.minute * MINUTE <= scene.at - scene.since]
    return sorted(found, key=lambda e: e.minute)


def with_values(contacts: ContactColumns, contact: int, values: Mapping[str, Value]) -> ContactColumns:
    """Give columns in which one contact has other values; the others' are shared."""
    index = bisect_left(contacts.ids, contact)
    columns = dict(contacts.columns)
    for name, value in values.items():
        column = list(columns.get(name) or [None] * len(contacts))
        column[index] = value
        columns[name] = column
    return ContactColumns(contacts.ids, MappingProxyType(columns))


def edit_of(ws: Workspace, frozen: Project, contact: int, change: Change) -> Edit | None:
    """Give the edit of the workspace that makes a change real.

    ``None`` when one click cannot do it, or when what it changes is no longer as it was in the run: the answer of the
    engine would not hold for it then.

    Arguments:
        ws: The workspace.
        frozen: The project that the run was played with.
        contact: The contact whose values change.
        change: The change.
    """
    if not change.one_click:
        return None
    current = ws.project()
    puts: list[Put] = []
    if frozen.account != change.project.account:
        # How it last rehearsed is in the account too, and says nothing of what it is.
        if replace(current.account, settings=frozen.account.settings) != frozen.account:
            return None
        puts.append(Put(current.account, replace(change.project.account, settings=current.account.settings)))
    for part in _PARTS:
        after = {thing.id: thing for thing in getattr(change.project, part)}
        now = {thing.id: thing for thing in getattr(current, part)}
        for thing in getattr(frozen, part):
            if after.get(thing.id) == thing:
                continue
            if now.get(thing.id) != thing:
                return None
            puts.append(Put(thing, after.get(thing.id)))
    title = f"Change to {change.words}"
    edits = [Edit(title, tuple(puts))] if puts else []
    if change.values:
        edits.append(contact_edits.change(ws, contact, change.values))
    return joined(title, *edits) if edits else None
