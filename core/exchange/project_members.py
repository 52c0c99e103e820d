"""Who is on which contact list, as it stands in a project document: ``[{"list": 1, "contacts": [3, 8]}, …]``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from core.actions.codec import Json
from core.exchange.project_checks import bad
from core.model.contact_list import ListMember

_WHERE = "members"


def lines(members: Iterable[ListMember]) -> list[str]:
    """Write memberships as JSON, a line a list, in the order in which the lists come."""
    groups: dict[int, list[int]] = {}
    for member in members:
        groups.setdefault(member.list, []).append(member.contact)
    return [json.dumps({"list": list_id, "contacts": contacts}) for list_id, contacts in groups.items()]


def read(data: Json, lists: Collection[int], contacts: Collection[int]) -> list[ListMember]:
    """Read memberships; their ids are still to be given.

    Arguments:
        data: The JSON value.
        lists: Ids of the lists there are.
        contacts: Ids of the contacts there are.

    Raises:
        Problem: ``BAD_DOCUMENT`` with the path of the field, also when a list or contact is not there.
    """
    if not isinstance(data, list):
        raise bad(_WHERE, "the members should be a list")
    seen: dict[int, set[int]] = {}
    found: list[ListMember] = []
    for i, entry in enumerate(data):
        list_id, numbers = _entry(entry, f"{_WHERE}[{i}]")
        if list_id not in lists:
            raise bad(f"{_WHERE}[{i}].list", f"there is no list {list_id}")
        on_it = seen.setdefault(list_id, set())
        for k, contact in enumerate(numbers):
            where = f"{_WHERE}[{i}].contacts[{k}]"
            if type(contact) is not int or contact not in contacts:
                raise bad(where, f"there is no contact {contact}")
            if contact in on_it:
                raise bad(where, f"contact {contact} is on list {list_id} twice")
            on_it.add(contact)
            found.append(ListMember(list_id, contact))
    return found


def _entry(entry: Json, where: str) -> tuple[int, list[Json]]:
    if not isinstance(entry, dict) or type(entry.get("list")) is not int or not isinstance(entry.get("contacts"), list):
        raise bad(where, "a list number and its contacts are needed")
    return entry["list"], entry["contacts"]
