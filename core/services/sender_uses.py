"""Where a sender is used, and another put in each such place: cards, filters, contacts, enrollments, scripts."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Any

from core.model.changes import Edit, Put
from core.model.contact import PropertyType
from core.model.event import EventKind, ScriptedEvent
from core.model.fields import FieldKind, specs_of
from core.model.project import Project
from core.services.workspace import Workspace

_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class SenderUses:
    """Where a sender is used.

    Attributes:
        workflows: Names of the workflows whose cards, triggers or filters name the sender.
        sequences: Names of the sequences the sender made, or that are shared with them.
        contacts: Labels of owner properties, with how many contacts have the sender there.
        enrollments: How many standing enrollments they send.
        events: How many scripted events name them.
    """

    workflows: tuple[str, ...] = ()
    sequences: tuple[str, ...] = ()
    contacts: tuple[tuple[str, int], ...] = ()
    enrollments: int = 0
    events: int = 0

    @property
    def nowhere(self) -> bool:
        """Whether the sender is used nowhere."""
        return not (self.workflows or self.sequences or self.contacts or self.enrollments or self.events)

    def sentences(self) -> list[str]:
        """Say each place, e.g. ``named in the workflow “Demo request”``, ``contact owner of 14 contacts``."""
        found = [f"named in the workflow “{name}”" for name in self.workflows]
        found += [f"maker or user of the sequence “{name}”" for name in self.sequences]
        found += [f"{label.lower()} of {_plural(count, 'contact')}" for label, count in self.contacts]
        if self.enrollments:
            found.append(f"sender to {_plural(self.enrollments, 'contact')} in sequences")
        if self.events:
            found.append(f"named in {_plural(self.events, 'scripted event')}")
        return found


def uses(ws: Workspace, sender: int) -> SenderUses:
    """Look where a sender is used; it goes through all contacts, so it is slow work for a job when there are many."""
    project = ws.project()
    swap = _Swap(project, sender, -1)
    owned: list[tuple[str, int]] = []
    names = _owner_properties(project)
    columns = ws.contacts.columns(names).columns
    for name, label in names.items():
        count = columns[name].count(sender)
        if count:
            owned.append((label, count))
    return SenderUses(
        tuple(w.name for w in project.workflows if swap.thing(w) != w),
        tuple(s.name for s in project.sequences if s.deleted is None and swap.sequence(s) != s),
        tuple(owned),
        sum(e.sender == sender for e in project.enrollments),
        sum(swap.event(e) != e for e in project.script),
    )


def replace_everywhere(ws: Workspace, old: int, new: int) -> Edit:
    """Build the edit that puts one sender in the place of another wherever it is used; slow work for a job.

    Events that happen to the old sender, e.g. *Seat lost*, then happen to the new one. The old one stays on the list.

    Arguments:
        ws: The workspace.
        old: Id of the sender to replace.
        new: Id of the sender in its place.
    """
    project = ws.project()
    swap = _Swap(project, old, new)
    puts = [Put(w, after) for w in project.workflows if (after := swap.thing(w)) != w]
    puts += [Put(s, after) for s in project.sequences if (after := swap.sequence(s)) != s]
    puts += [Put(e, after) for e in project.script if (after := swap.event(e)) != e]
    puts += [Put(e, replace(e, sender=new)) for e in project.enrollments if e.sender == old]
    names = _owner_properties(project)
    table = ws.contacts.columns(names)
    owned = sorted({table.ids[at] for name in names for at, value in enumerate(table.columns[name]) if value == old})
    for start in range(0, len(owned), _PAGE):
        for contact in ws.contacts.many(owned[start : start + _PAGE]):
            changed = {name: new for name in names if contact.get(name) == old}
            puts.append(Put(contact, contact.with_values(changed)))
    called = {s.id: s.name for s in project.senders}
    return Edit(f"Replace {called.get(old, 'a user')} by {called.get(new, 'a user')}", tuple(puts))


class _Swap:
    """Puts one sender's id in the place of another's, wherever a thing names users.

    Arguments:
        project: Knows which properties hold users.
        old: The id to replace.
        new: The id in its place.
    """

    def __init__(self, project: Project, old: int, new: int) -> None:
        self._owners = frozenset(_owner_properties(project))
        self._old = old
        self._new = new

    def thing(self, thing: Any, of_owner: bool = False) -> Any:  # noqa: ANN401 - any part of a workflow
        """Give a workflow or a part of one with the ids swapped; the same object when it has none."""
        if isinstance(thing, tuple):
            after = tuple(self.thing(part, of_owner) for part in thing)
            return after if after != thing else thing
        if not dataclasses.is_dataclass(thing) or isinstance(thing, type):
            return thing
        # What names a property says for itself, and for the parts below it, whether its values are users.
        of_owner = thing.property in self._owners if hasattr(thing, "property") else of_owner
        specs = specs_of(type(thing))
        changed: dict[str, Any] = {}
        for field in dataclasses.fields(thing):
            before = getattr(thing, field.name)
            kind = specs[field.name].kind if field.name in specs else None
            if kind in (FieldKind.SENDER, FieldKind.SENDERS) or (of_owner and field.name in ("value", "values")):
                after = self._value(before)
            else:
                after = self.thing(before, of_owner)
            if after != before:
                changed[field.name] = after
        return replace(thing, **changed) if changed else thing

    def sequence(self, sequence: Any) -> Any:  # noqa: ANN401 - a sequence in, a sequence out
        """Give a sequence with its maker and those it is shared with swapped."""
        shared = self._value(sequence.settings.shared_users)
        return replace(
            sequence, owner=self._value(sequence.owner), settings=replace(sequence.settings, shared_users=shared)
        )

    def event(self, event: ScriptedEvent) -> ScriptedEvent:
        """Give a scripted event with the id swapped."""
        after = replace(event, sender=self._value(event.sender))
        if event.kind is EventKind.PROPERTY_CHANGED and event.property in self._owners:
            after = replace(after, value=self._value(event.value))
        return after

    def _value(self, value: Any) -> Any:  # noqa: ANN401 - an id, some ids, or a value of a property
        if isinstance(value, tuple):
            swapped = tuple(self._new if one == self._old else one for one in value)
            # A user who is in turn already does not get a second turn.
            return tuple(dict.fromkeys(swapped)) if swapped != value else value
        return self._new if value == self._old and not isinstance(value, bool) else value


def _owner_properties(project: Project) -> dict[str, str]:
    return {p.name: p.label for p in project.properties if p.type is PropertyType.OWNER}


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
