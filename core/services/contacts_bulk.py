"""Changing one property of many contacts as one edit. Who they are was chosen before."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.model.changes import Edit, Put
from core.model.fields import Value
from core.model.instant import Instant
from core.model.problem import Problem
from core.services.values import problems_of

if TYPE_CHECKING:
    from core.services.workspace import Workspace

MOST = 200_000
"""Most contacts one edit changes: all of them are kept twice for undo."""
_PAGE = 2_000


def _now() -> Instant:
    return int(time.time())


def set_value(
    ws: Workspace,
    ids: Sequence[int],
    name: str,
    value: Value,
    told: Callable[[int], None] = lambda _done: None,
    now: Callable[[], Instant] = _now,
) -> Edit:
    """Build the edit that sets a property of contacts; those that have the value already are left alone.

    Arguments:
        ws: The workspace.
        ids: The contacts; those that are gone are left out.
        name: Internal name of the property.
        value: What it is set to; ``None`` clears it.
        told: Called with how many were looked at; raises what shall end the work.
        now: Gives the present moment.

    Raises:
        Problem: ``TOO_MANY`` for more than ``MOST`` contacts, ``BAD_VALUE`` when the property takes no such value,
            ``PROPERTY_GONE`` when there is no such property.
    """
    project = ws.project()
    definition = project.property(name)
    if definition is None:
        raise Problem("PROPERTY_GONE", "This property is no longer in the workspace.")
    if len(ids) > MOST:
        raise Problem(
            "TOO_MANY",
            f"One edit changes at most {MOST:,} contacts, not {len(ids):,}.",
            hint="Filter to fewer.",
        )
    wanted = None if value == "" else value
    wrong = problems_of(project, {name: wanted}).get(name, "") if wanted is not None else ""
    if wrong:
        raise Problem("BAD_VALUE", wrong)
    changed = {name: wanted, "lastmodifieddate": now()}
    puts: list[Put] = []
    for start in range(0, len(ids), _PAGE):
        told(start)
        found = ws.contacts.many(ids[start : start + _PAGE])
        puts += [Put(before, before.with_values(changed)) for before in found if before.get(name) != wanted]
    verb = "Clear" if wanted is None else "Set"
    who = f"{len(puts):,} contacts" if len(puts) != 1 else "1 contact"
    return Edit(f"{verb} {definition.label} of {who}", tuple(puts))
