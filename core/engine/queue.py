"""The event queue: instants in order, and in each instant rounds of groups that act in turn.

All contacts that reach the same card at the same instant are one group and act together, in the order they came. One
heap entry an instant, not one a contact, is what makes a hundred thousand contacts cheap.

What a group pushes to its own instant acts in the next round, and in a round every performer has its fixed turn. So two
things that happen to one contact at one instant come in an order that hangs on this contact alone: nobody else's group
can carry it past itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from typing import Any, TypeVar

from core.model.instant import Instant

T = TypeVar("T")
P = TypeVar("P", bound=Callable[..., None])

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
        self._turns: dict[Callable[..., None], int] = {}

    def enlist(self, performer: P) -> P:
        """Give a performer its turn: of those that act in one round, the ones enlisted first go first."""
        self._turns[performer] = len(self._turns)
        return performer

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
            while groups:
                # What is pushed to this instant from here on acts in the next round.
                self._groups[now] = []
                for performer, who in self._in_turn(groups):
                    for first in range(0, len(who), CHUNK):
                        performer(now, who[first : first + CHUNK] if len(who) > CHUNK else who)
                        yield now
                groups = self._groups[now]
            del self._groups[now]

    def _in_turn(self, groups: list[Any]) -> list[tuple[Callable[[Instant, list[Any]], None], list[Any]]]:
        pairs = list(zip(groups[::2], groups[1::2], strict=True))
        if len(pairs) > 1:
            turns, last = self._turns, len(self._turns)
            pairs.sort(key=lambda pair: turns.get(pair[0], last))
        return pairs
