"""What happened to one contact in every stored rehearsal, rehearsal by rehearsal; read from their logs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.model.problem import Problem
from core.services.log import LogLine, LogQuery
from core.store.runs import RunHead

if TYPE_CHECKING:
    from core.services.workspace import Workspace

MOST_LINES = 500
"""Most lines of one rehearsal that are given; a contact hardly ever has more."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One rehearsal in the life of a contact.

    Attributes:
        run: The rehearsal.
        lines: What happened, in the order of time.
        left_out: How many lines more there are.
    """

    run: RunHead
    lines: tuple[LogLine, ...]
    left_out: int = 0


def of_contact(ws: Workspace, contact_id: int, keep_on: Callable[[], None] = lambda: None) -> list[Chapter]:
    """Give what happened to a contact, the newest rehearsal first; those without a line about it are left out.

    Looks through the whole log of every rehearsal: work for a job.

    Arguments:
        ws: The workspace.
        contact_id: The contact.
        keep_on: Called before every rehearsal; raises what shall end the work.
    """
    found: list[Chapter] = []
    for head in ws.runs.all():
        keep_on()
        try:
            ids = ws.log.ids(LogQuery(head.id, contact=contact_id))
            lines = ws.log.lines(ids[:MOST_LINES])
        except Problem:
            # Deleted since the list was made.
            continue
        if lines:
            found.append(Chapter(head, tuple(lines), len(ids) - len(lines)))
    return found
