"""The event queue: instants in order, and in each instant the groups that act, first in, first out.

All contacts that reach the same card at the same instant are one group and act together, in the order they came. One
heap entry an instant, not one a contact, is what makes a hundred thousand contacts cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import Any, TypeVar

from core.model.instant import Instant

T = TypeVar("T")

CHUNK = 20_000
"""Largest part of a group that acts in one call: bounds memory and the time until a stop is noticed."""


class EventQueue:
    """Groups waiting for their instant.

    Attributes:
        now: The simulated clock: the instant whose groups act.
    """

    def __init__(self, start: Instant) -> None:
        self.now = start
        self._heap: list[Instant] = []
        # Instant -> [performer, group, performer, group, …]; flat, because most instants hold one small group.
        self._groups: dict[Instant, list[Any]] = {}

    def push(self, at: Instant, performer: Callable[[Instant, list[T]], None], who: list[T]) -> None:
        """Let a group act at an instant; it joins the group already waiting there for the same performer.

        Raises:
            ValueError: The instant has passed.
        """
        if not who:
            return
        groups = self._groups.get(at)
        if groups is None:
            if at < self.now:
                raise ValueError(f"{at} has passed, it is {self.now}")
            self._groups[at] = [performer, who]
            heappush(self._heap, at)
            return
        for k in range(0, len(groups), 2):
            if groups[k] is performer:
                groups[k + 1] += who
                return
        groups += (performer, who)

    def play(self, until: Instant) -> Iterator[Instant]:
        """Let every group act whose instant is before ``until``; yields the clock after each call of a performer."""
        while self._heap and self._heap[0] < until:
            now = self.now = heappop(self._heap)
            groups = self._groups[now]
            k = 0
            while k < len(groups):
                performer, who = groups[k], groups[k + 1]
                # From here on newcomers to the same card form a group of their own.
                groups[k] = groups[k + 1] = None
                k += 2
                if len(who) <= CHUNK:
                    performer(now, who)
                    yield now
                else:
                    yield from self._play_in_parts(now, performer, who)
            del self._groups[now]

    def _play_in_parts(
        self, now: Instant, performer: Callable[[Instant, list[T]], None], who: list[T]
    ) -> Iterator[Instant]:
        """Let a large group act part by part; what the parts push stands in the order the whole group would give it."""
        groups = self._groups[now]
        mark = len(groups)
        for first in range(0, len(who), CHUNK):
            pushed: list[Any] = []
            self._groups[now] = pushed
            performer(now, who[first : first + CHUNK])
            self._groups[now] = groups
            _merge(groups, mark, pushed)
            yield now


def _merge(groups: list[Any], mark: int, pushed: list[Any]) -> None:
    """Add the groups that one part has pushed.

    A group that an earlier part has pushed (from ``mark`` on) takes its newcomers in; one that is new goes before the
    next of those, as it would when all parts were one.
    """
    place = len(groups)
    for j in range(len(pushed) - 2, -1, -2):
        performer, who = pushed[j], pushed[j + 1]
        k = next((k for k in range(0, len(groups), 2) if groups[k] is performer), None)
        if k is None:
            groups[place:place] = (performer, who)
        else:
            groups[k + 1] += who
            place = k if k >= mark else place
