"""How a contact list parts at an if/then card: who goes which way, the first branch that matches being taken.

Lives here: the count over all contacts. Not here: the card itself (``core/actions/if_then.py``), whose rule this is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model.filter import Filter
from core.rules.filters import compile_filter
from core.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class WayCount:
    """How many contacts a branch would get.

    Attributes:
        matching: Contacts that its filter matches.
        taken: Those of them that no branch above it takes first.
    """

    matching: int
    taken: int


@dataclass(frozen=True, slots=True)
class WayCounts:
    """How all contacts would part.

    Attributes:
        ways: One for each branch, in order.
        rest: Contacts that match no branch.
        of: All contacts.
    """

    ways: tuple[WayCount, ...]
    rest: int
    of: int


def count_ways(ws: Workspace, filters: Sequence[Filter], keep_on: Callable[[], None] = lambda: None) -> WayCounts:
    """Count who would go which way; slow work for a job.

    Days are counted from the moment a rehearsal would start, so that the counts agree with the run.

    Arguments:
        ws: The workspace.
        filters: The branches' filters, in order; one without conditions takes everybody, as in a run.
        keep_on: Called now and then; raises what shall end the work.
    """
    start = ws.project().account.settings.start
    table = ws.contacts.columns(frozenset[str]().union(*(wanted.properties for wanted in filters)))
    keep_on()
    everybody: list[int] = list(range(len(table.ids)))
    rest = everybody
    ways: list[WayCount] = []
    for wanted in filters:
        matching = compile_filter(wanted, dict(table.columns), lambda: start)(everybody)
        keep_on()
        here = set(matching)
        left = [index for index in rest if index not in here]
        ways.append(WayCount(len(here), len(rest) - len(left)))
        rest = left
    return WayCounts(tuple(ways), len(rest), len(everybody))
