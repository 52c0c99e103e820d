"""Contacts that share one e-mail address: finding them, and building the edit that merges each group into one contact.

Merging fills the blanks of the contact that is kept, in the order of the others; its own values stay. Lists, scripted
events and a standing enrollment of the others go over to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact
from core.model.contact_list import ListMember
from core.model.fields import Value
from core.model.instant import Instant
from core.store import contact_search, lists

if TYPE_CHECKING:
    from core.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Group:
    """Contacts with one address.

    Attributes:
        email: The address, in lower case.
        contacts: Their ids, the oldest first.
    """

    email: str
    contacts: tuple[int, ...]


def _now() -> Instant:
    return int(time.time())


def groups(ws: Workspace) -> list[Group]:
    """Give all groups of contacts that share an address, by address; work for a job when the list is long."""
    return [Group(email, ids) for email, ids in contact_search.same_email(ws.store)]


def merged(keep: Contact, others: Sequence[Contact]) -> Contact:
    """Give the contact that is left of a group: blanks of the kept one are filled from the others, in their order."""
    blanks: dict[str, Value] = {}
    for other in others:
        for name, value in other.values.items():
            if keep.get(name) is None and name not in blanks:
                blanks[name] = value
    return keep.with_values(blanks)


def merge(ws: Workspace, chosen: Iterable[tuple[int, Sequence[int]]], now: Callable[[], Instant] = _now) -> Edit:
    """Build the edit that merges groups of contacts; work for a job when there are many.

    Arguments:
        ws: The workspace.
        chosen: Of each group the contact that is kept, and the others; those that are gone are left out.
        now: Gives the present moment.
    """
    project = ws.project()
    puts: list[Put] = []
    gone: list[Contact] = []
    for keep_id, other_ids in chosen:
        found = {contact.id: contact for contact in ws.contacts.many([keep_id, *other_ids])}
        keep = found.pop(keep_id, None)
        if keep is None or not found:
            continue
        others = [found[i] for i in other_ids if i in found]
        lost = set(found)
        puts += [Put(e, replace(e, contact=keep_id)) for e in project.script if e.contact in lost]
        has_one = any(e.contact == keep_id for e in project.enrollments)
        for enrollment in project.enrollments:
            if enrollment.contact in lost:
                puts.append(Put(enrollment, None if has_one else replace(enrollment, contact=keep_id)))
                has_one = True
        puts += _lists_over(ws, keep_id, lost)
        after = merged(keep, others)
        if after != keep:
            puts.append(Put(keep, after.with_values({"lastmodifieddate": now()})))
        gone += others
    puts += [Put(contact, None) for contact in gone]
    return Edit(f"Merge {len(gone):,} duplicate{'' if len(gone) == 1 else 's'}", tuple(puts))


def _lists_over(ws: Workspace, keep_id: int, lost: set[int]) -> list[Put]:
    memberships = lists.memberships(ws.store, [keep_id, *sorted(lost)])
    there = {member.list for member in memberships if member.contact == keep_id}
    puts: list[Put] = []
    for member in memberships:
        if member.contact == keep_id:
            continue
        puts.append(Put(member, None))
        if member.list not in there:
            there.add(member.list)
            puts.append(Put(None, ListMember(member.list, keep_id, ws.new_id(Noun.MEMBER))))
    return puts
