"""Scenarios: rehearsals with a name, and the way back to the workspace as it was when one was played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.model.changes import Edit, Put
from core.model.run import Run

if TYPE_CHECKING:
    from core.services.workspace import Workspace

_PARTS = ("senders", "sequences", "workflows")
"""What a run keeps whole. Of workflows it keeps those that were played; the others stay as they are."""


def bring_back(ws: Workspace, run: Run) -> Edit | None:
    """Build the edit that makes account, senders, sequences and played workflows what they were in a run.

    Contacts, lists and the script stay as they are. Gives ``None`` when nothing differs.
    """
    now, then = ws.project(), run.project
    puts: list[Put] = [Put(now.account, then.account)] if now.account != then.account else []
    for part in _PARTS:
        old: dict[int, Any] = {thing.id: thing for thing in getattr(now, part)}
        kept: dict[int, Any] = {thing.id: thing for thing in getattr(then, part)}
        puts += [Put(old.get(key), thing) for key, thing in kept.items() if old.get(key) != thing]
        if part != "workflows":
            puts += [Put(thing, None) for key, thing in old.items() if key not in kept]
    return Edit("Bring back the workspace of a rehearsal", tuple(puts)) if puts else None
