"""Whose turn it is: the one rule for ties, as a small addition to SimPy.

All who come to the same door at the same instant are one crowd, in the order in which they come. An instant is played
in rounds: what comes to a door of the running instant waits for the next round. In a round every door has its fixed
turn. SimPy does the rest once a crowd is one event that several processes wait for, and its priority says round and
turn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

import simpy
from simpy.events import URGENT, Event


class Crowd(Event):
    """All who come to one door in one round of an instant; yield it to wait for the turn."""

    def __init__(self, env: simpy.Environment) -> None:
        super().__init__(env)
        self._later: list[tuple[tuple[int, ...], Callable[[], None]]] = []
        self._seen: list[Hashable] = []

    def later(self, *step: int, do: Callable[[], None]) -> None:
        """Let something be done when everybody in the crowd has acted, smaller steps first."""
        if not self._later:
            # Urgent events come before whatever else the instant holds, and after everybody in this crowd.
            closing = Event(self.env)
            assert closing.callbacks is not None
            closing.callbacks.append(lambda _: self._close())
            _schedule(closing, int(URGENT), 0)
        self._later.append((step, do))

    def number(self, thing: Hashable) -> int:
        """Number things in the order in which the crowd first met them."""
        if thing not in self._seen:
            self._seen.append(thing)
        return self._seen.index(thing)

    def _close(self) -> None:
        for _, do in sorted(self._later, key=lambda pair: pair[0]):
            do()


class Turns:
    """The crowds that wait.

    Arguments:
        env: The clock.
        doors: All doors, in the order of their turns.
    """

    def __init__(self, env: simpy.Environment, doors: Sequence[Hashable]) -> None:
        self._env = env
        self._turns = {door: turn for turn, door in enumerate(doors)}
        self._crowds: dict[tuple[int, int, Hashable], Crowd] = {}
        self._played = (-1, 0)

    def at(self, at: int, door: Hashable) -> Crowd:
        """Join the crowd at a door at an instant."""
        instant, running = self._played
        number = running + 1 if at == instant else 0
        crowd = self._crowds.get((at, number, door))
        if crowd is None:
            crowd = self._crowds[at, number, door] = Crowd(self._env)
            assert crowd.callbacks is not None
            crowd.callbacks.append(lambda _: self._begin(at, number))
            _schedule(crowd, int(URGENT) + 1 + number * len(self._turns) + self._turns[door], at - int(self._env.now))
        return crowd

    def _begin(self, at: int, number: int) -> None:
        self._played = at, number


def _schedule(event: Event, priority: int, delay: int) -> None:
    event._ok, event._value = True, None  # what Event.succeed does, which takes no priority
    event.env.schedule(event, priority, delay)  # type: ignore[arg-type]
