"""The sums of a run: rows by place, kind, outcome and reason, and who waits where."""

from __future__ import annotations

from core.model.instant import Instant
from core.model.reason import Reason
from core.model.run import CardCounts, Move, RunSummary
from core.model.trace import Outcome, RowKind


class Tally:
    """Counts rows as they are written."""

    def __init__(self) -> None:
        self._counts: dict[tuple[int, RowKind, Outcome, Reason], int] = {}
        self._waiting: dict[int, int] = {}
        self._moves: dict[tuple[Instant, int], int] = {}

    def add(self, place: int, kind: RowKind, outcome: Outcome, reason: Reason, number: int) -> None:
        """Add rows to the sums."""
        key = (place, kind, outcome, reason)
        self._counts[key] = self._counts.get(key, 0) + number

    def wait(self, now: Instant, place: int, number: int) -> None:
        """Add to the contacts that wait at a place from now on; a negative number takes them away."""
        self._waiting[place] = self._waiting.get(place, 0) + number
        key = (now, place)
        self._moves[key] = self._moves.get(key, 0) + number

    def moves(self) -> list[Move]:
        """Give how many more (or fewer) waited at each place after each instant, in the order of time."""
        return [(now, place, number) for (now, place), number in sorted(self._moves.items()) if number]

    def places(self) -> dict[int, CardCounts]:
        """Give the counts of every trigger and card that anybody has reached."""
        sums: dict[int, list[int]] = {}
        for (place, kind, outcome, _), number in self._counts.items():
            if place and kind in (RowKind.ACTION, RowKind.TRIGGER) and outcome not in (Outcome.LEFT, Outcome.DEFERRED):
                counted = sums.setdefault(place, [0, 0, 0])
                counted[0] += number
                if outcome in (Outcome.DONE, Outcome.SKIPPED):
                    counted[1 if outcome is Outcome.DONE else 2] += number
        for place, number in self._waiting.items():
            if number:
                sums.setdefault(place, [0, 0, 0])
        return {
            place: CardCounts(entered, done, skipped, self._waiting.get(place, 0))
            for place, (entered, done, skipped) in sorted(sums.items())
        }

    def summary(self, contacts: int, until: int) -> RunSummary:
        """Give the sums of all rows; ``seconds`` and ``stopped`` are the caller's to say."""
        outcomes: dict[str, int] = {}
        reasons: dict[str, int] = {}
        for (_, _, outcome, reason), number in sorted(self._counts.items()):
            outcomes[outcome.label] = outcomes.get(outcome.label, 0) + number
            if reason:
                reasons[reason.name] = reasons.get(reason.name, 0) + number
        return RunSummary(
            contacts=contacts,
            events=sum(self._counts.values()),
            outcomes=dict(sorted(outcomes.items())),
            reasons=dict(sorted(reasons.items())),
            mails=self._counts.get((0, RowKind.MAIL, Outcome.DONE, Reason.NONE), 0),
            places=self.places(),
            until=until,
        )
