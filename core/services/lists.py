"""Contact lists: the edits that make, rename, fill and delete them, who is on them, and who uses them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.actions.base import RunnableAction
from core.model.changes import Edit, Noun, Put
from core.model.contact_list import ContactList, ListMember
from core.model.event import EventKind
from core.model.fields import FieldKind, is_shown, specs_of
from core.model.filter import Filter, list_column
from core.model.problem import Problem
from core.model.project import Project
from core.model.workflow import Action, TriggerKind, Workflow, walk
from core.services.edits import added, changed
from core.services.filters import problems_of
from core.services.naming import free_name
from core.store import lists as rows

if TYPE_CHECKING:
    from core.services.workspace import Workspace


def new_list(ws: Workspace, name: str) -> Edit:
    """Build the edit that makes a list nobody is on; a name that is taken gets a number."""
    chosen = free_name(name.strip() or "New list", [x.name for x in ws.project().lists])
    return added(ContactList(ws.new_id(Noun.LIST), chosen), f"New list “{chosen}”")


def new_active(ws: Workspace, name: str, filter: Filter) -> Edit:
    """Build the edit that makes an active list: its members are whoever matches the filter when it is asked for.

    Raises:
        Problem: ``BAD_FILTER`` when something is wrong with the filter.
    """
    _demand_usable(ws, filter, 0)
    chosen = free_name(name.strip() or "New active list", [x.name for x in ws.project().lists])
    return added(ContactList(ws.new_id(Noun.LIST), chosen, filter), f"New active list “{chosen}”")


def set_filter(ws: Workspace, list_id: int, filter: Filter) -> Edit:
    """Build the edit that gives an active list another filter.

    Raises:
        Problem: ``LIST_GONE``, ``LIST_STATIC`` for a list people are put on, ``BAD_FILTER`` when something is wrong
            with the filter or it asks for the list itself.
    """
    found = _list(ws.project(), list_id)
    if not found.is_active:
        raise Problem("LIST_STATIC", f"“{found.name}” is a static list; it has no filter.")
    _demand_usable(ws, filter, list_id)
    return changed(found, replace(found, filter=filter), f"Change what “{found.name}” asks for")


def _demand_usable(ws: Workspace, filter: Filter, list_id: int) -> None:
    project = ws.project()
    if not any(filter.groups):
        raise Problem("BAD_FILTER", "An active list needs at least one condition.")
    wrong = problems_of(project, filter)
    if wrong:
        raise Problem("BAD_FILTER", wrong[0])
    if list_id in _lists_behind(project, filter, set()):
        raise Problem("BAD_FILTER", "The list would ask for itself.", hint="Leave that list out of its own filter.")


def _lists_behind(project: Project, filter: Filter, seen: set[int]) -> set[int]:
    """Name all lists a filter asks for, itself or through the filters of active lists."""
    for found in project.lists:
        if found.id not in seen and list_column(found.id) in filter.properties:
            seen.add(found.id)
            _lists_behind(project, found.filter or Filter(), seen)
    return seen


def _static(project: Project, list_id: int) -> ContactList:
    found = _list(project, list_id)
    if found.is_active:
        raise Problem(
            "LIST_ACTIVE",
            f"“{found.name}” is an active list: who is on it follows from its filter.",
            hint="Change its filter, or use a static list.",
        )
    return found


def new_list_of(ws: Workspace, name: str, contact_ids: Iterable[int]) -> Edit:
    """Build the edit that makes a list with contacts on it; those that are gone are left out."""
    made = new_list(ws, name)
    list_id = made.puts[0].after.id if isinstance(made.puts[0].after, ContactList) else 0
    there = sorted(ws.contacts.existing(set(contact_ids)))
    ids = ws.new_ids(Noun.MEMBER, len(there)) if there else range(0)
    puts = [Put(None, ListMember(list_id, contact, number)) for contact, number in zip(there, ids, strict=True)]
    return Edit(f"{made.title} with {_who(ws, there)}", (*made.puts, *puts))


def rename(ws: Workspace, list_id: int, name: str) -> Edit:
    """Build the edit that gives a list another name.

    Raises:
        Problem: ``NAME_EMPTY`` for a blank name, ``NAME_TAKEN`` when another list has it, ``LIST_GONE`` when there is
            no such list.
    """
    found = _list(ws.project(), list_id)
    chosen = name.strip()
    if not chosen:
        raise Problem("NAME_EMPTY", "A list needs a name.")
    if any(x.name.casefold() == chosen.casefold() for x in ws.project().lists if x.id != list_id):
        raise Problem("NAME_TAKEN", f"There is a list “{chosen}” already.", hint="Choose another name.")
    return changed(found, replace(found, name=chosen), f"Rename list to “{chosen}”")


def delete(ws: Workspace, list_id: int) -> Edit:
    """Build the edit that deletes a list, who is on it, and the scripted events in which contacts join it.

    Workflows that use it keep asking for it, and are told so by the review.

    Raises:
        Problem: ``LIST_GONE`` when there is no such list.
    """
    project = ws.project()
    found = _list(project, list_id)
    joined = [e for e in project.script if e.kind is EventKind.LIST_JOINED and e.value == list_id]
    puts = [Put(event, None) for event in joined]
    puts += [Put(member, None) for member in rows.members(ws.store, list_id)]
    return Edit(f"Delete list “{found.name}”", (*puts, Put(found, None)))


def add(ws: Workspace, list_id: int, contact_ids: Iterable[int]) -> Edit:
    """Build the edit that puts contacts on a list; it has no puts when all are on it already.

    Arguments:
        ws: The workspace.
        list_id: The list.
        contact_ids: The contacts; those that are gone are left out.

    Raises:
        Problem: ``LIST_GONE`` when there is no such list, ``LIST_ACTIVE`` when a filter says who is on it.
    """
    found = _static(ws.project(), list_id)
    wanted = set(contact_ids)
    there = {member.contact for member in _memberships(ws, list_id, wanted)}
    new = sorted(ws.contacts.existing(wanted - there))
    ids = ws.new_ids(Noun.MEMBER, len(new)) if new else range(0)
    puts = [Put(None, ListMember(list_id, contact, number)) for contact, number in zip(new, ids, strict=True)]
    return Edit(f"Add {_who(ws, new)} to “{found.name}”", tuple(puts))


def remove(ws: Workspace, list_id: int, contact_ids: Iterable[int]) -> Edit:
    """Build the edit that takes contacts off a list; it has no puts when none is on it.

    Raises:
        Problem: ``LIST_GONE`` when there is no such list, ``LIST_ACTIVE`` when a filter says who is on it.
    """
    found = _static(ws.project(), list_id)
    gone = _memberships(ws, list_id, set(contact_ids))
    who = _who(ws, [member.contact for member in gone])
    return Edit(f"Remove {who} from “{found.name}”", tuple(Put(member, None) for member in gone))


def members(ws: Workspace, list_id: int) -> Sequence[int]:
    """Give the ids of the contacts on a list, ascending, as ``array('q')``; none when there is no such list."""
    return ws.contacts.members(list_id)


def counts(ws: Workspace) -> dict[int, int]:
    """Give how many contacts are on each list, by its id; an active list of a long contact list is left out."""
    found = rows.counts(ws.store)
    long = ws.contacts.is_long()
    active = {x.id: ws.contacts.count_matching(x.filter) for x in ws.project().lists if x.filter and not long}
    return {x.id: active.get(x.id, found.get(x.id, 0)) for x in ws.project().lists if not (x.is_active and long)}


def usage(project: Project, list_id: int) -> tuple[str, ...]:
    """Name the workflows that use a list in their trigger, filters, suppression, goal or actions, then active lists."""
    workflows = tuple(workflow.name for workflow in project.workflows if _uses(workflow, list_id))
    asking = (x.name for x in project.lists if x.filter and list_column(list_id) in x.filter.properties)
    return (*workflows, *asking)


def _uses(workflow: Workflow, list_id: int) -> bool:
    trigger, settings = workflow.trigger, workflow.settings
    if list_id in settings.suppression or (trigger.kind is TriggerKind.LIST_JOINED and trigger.list == list_id):
        return True
    filters = (trigger.filter, settings.goal or Filter())
    if any(list_column(list_id) in asked.properties for asked in filters):
        return True
    return any(_action_uses(card.action, list_id) for card in walk(workflow.cards))


def _action_uses(action: Action, list_id: int) -> bool:
    if not isinstance(action, RunnableAction):
        return False
    if list_column(list_id) in action.watched | action.written:
        return True
    chosen = (n for n, spec in specs_of(type(action)).items() if spec.kind is FieldKind.LIST and is_shown(action, spec))
    return any(getattr(action, name) == list_id for name in chosen)


def _list(project: Project, list_id: int) -> ContactList:
    found = project.contact_list(list_id)
    if found is None:
        raise Problem("LIST_GONE", "This list is no longer in the workspace.")
    return found


def _memberships(ws: Workspace, list_id: int, contact_ids: set[int]) -> list[ListMember]:
    # Asked by contact: what one of them costs must not grow with the list.
    return [member for member in rows.memberships(ws.store, contact_ids) if member.list == list_id]


def _who(ws: Workspace, contact_ids: Sequence[int]) -> str:
    if len(contact_ids) == 1:
        return "".join(contact.name for contact in ws.contacts.many(contact_ids))
    return f"{len(contact_ids):,} contacts"
