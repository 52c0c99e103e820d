"""What of a log is shown: a filter as plain values, and the query it stands for. Pure: no widget lives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.model.reason import Reason, Severity
from core.model.run import RunSummary
from core.model.trace import Outcome, RowKind
from core.services.log import LogQuery

ALL = "all"
SKIPPED = "skipped"
MAILS = "mails"
LEFT = "left"


@dataclass(frozen=True)
class LogFilter:
    """What the person wants to see of a run's log.

    Attributes:
        segment: ``ALL``, ``SKIPPED``, ``MAILS`` or ``LEFT``.
        reasons: Only rows with one of these; empty for any.
        text: Words to be found.
        places: Numbers of triggers and cards in the run's cast; empty for any.
        place_title: What the places are called on the chip.
        contact: A contact's id, 0 for any.
        contact_name: What the contact is called on the chip.
    """

    segment: str = ALL
    reasons: frozenset[Reason] = frozenset()
    text: str = ""
    places: frozenset[int] = frozenset()
    place_title: str = ""
    contact: int = 0
    contact_name: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return self.segment != ALL or bool(self.reasons or self.text or self.places or self.contact)

    @property
    def counted(self) -> LogFilter | None:
        """What segments and reasons count the rows of: all but these two; ``None`` when the sums of the run will do."""
        rest = replace(self, segment=ALL, reasons=frozenset())
        return rest if rest.narrows or self.reasons else None

    def query(self, run: int) -> LogQuery:
        """Return the query for a run."""
        outcomes = {
            SKIPPED: frozenset({Outcome.SKIPPED}),
            MAILS: frozenset({Outcome.DONE}),
            LEFT: frozenset({Outcome.LEFT}),
        }
        return LogQuery(
            run=run,
            outcomes=outcomes.get(self.segment, frozenset()),
            reasons=self.reasons,
            kinds=frozenset({RowKind.MAIL}) if self.segment == MAILS else frozenset(),
            text=self.text,
            contact=self.contact,
            places=self.places,
        )


def segment_counts(summary: RunSummary) -> dict[str, int]:
    """Return how many rows each segment has, from the sums of a run or of one instant of it."""
    outcomes: Mapping[str, int] = summary.outcomes
    return {
        ALL: summary.events,
        SKIPPED: outcomes.get(Outcome.SKIPPED.label, 0),
        MAILS: summary.mails,
        LEFT: outcomes.get(Outcome.LEFT.label, 0),
    }


def reason_counts(summary: RunSummary) -> dict[Reason, int]:
    """Return how many rows each reason has, the most frequent first."""
    pairs = [(Reason[code], rows) for code, rows in summary.reasons.items() if code in Reason.__members__]
    return by_number(dict(pairs))


def by_number(reasons: Mapping[Reason, int]) -> dict[Reason, int]:
    """Return the reasons with their rows, the most frequent first."""
    return dict(sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0].name)))


def worst_of(sums: RunSummary | None) -> tuple[Severity | None, int]:
    """Return the worst severity among the reasons and how many rows have it; ``None`` and 0 without reasons."""
    rows: Counter[Severity] = Counter()
    for reason, count in (reason_counts(sums) if sums else {}).items():
        rows[reason.severity] += count
    worst = next((severity for severity in reversed(Severity) if rows[severity]), None)
    return worst, rows[worst] if worst else 0
