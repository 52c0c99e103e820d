"""How many rows the log's segments and reasons have: of the run, or of what place, contact and text leave of it.

Not here: finding the rows (``gui.run.log_source``), and the sums of a run (``core.services.replay``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from core.model.reason import Reason
from core.model.run import RunSummary
from core.model.trace import Outcome, RowKind
from gui.run.log_bar import LogBar
from gui.run.log_filter import ALL, LEFT, MAILS, SKIPPED, by_number, reason_counts, segment_counts


class LogCounts:
    """Puts the numbers on the bar.

    The ids of each sort of row ascend, so those of an instant are counted by halving, however long the run is.

    Args:
        bar: Shows them.
    """

    def __init__(self, bar: LogBar) -> None:
        self._bar = bar
        self._sums: RunSummary | None = None
        self._sorts: Mapping[tuple[int, int, int], Sequence[int]] | None = None
        self._reasons: frozenset[Reason] = frozenset()
        self._until = 0

    def show_sums(self, sums: RunSummary | None, until: int = 0) -> None:
        """Take the sums of a run's end, or of an instant of it.

        Args:
            sums: The sums; ``None`` without a run.
            until: The first row id that has not happened at the instant; 0 for the end of a run that is just shown.
        """
        self._sums, self._until = sums, until
        if not until:
            self._sorts = None
        self._show()

    def show_found(
        self, sorts: Mapping[tuple[int, int, int], Sequence[int]] | None, reasons: frozenset[Reason]
    ) -> None:
        """Take what a filter leaves.

        Args:
            sorts: Ids by (kind, outcome, reason); ``None`` when it leaves all.
            reasons: Segments count only rows with one of these; empty for any.
        """
        self._sorts, self._reasons = sorts, reasons
        self._show()

    def show_live(self, rows: int) -> None:
        """Show how many rows a run that plays has by now; what a filter leaves of them is not counted."""
        self._bar.set_counts({ALL: rows} if self._bar.filter.counted is None else {}, {})

    def _show(self) -> None:
        if self._sums is None:
            self._bar.set_counts({}, {})
        elif self._sorts is None:
            self._bar.set_counts(segment_counts(self._sums), reason_counts(self._sums))
        else:
            self._bar.set_counts(*self._counted(self._sorts))

    def _counted(
        self, sorts: Mapping[tuple[int, int, int], Sequence[int]]
    ) -> tuple[Mapping[str, int], Mapping[Reason, int]]:
        segments = Counter({ALL: 0, SKIPPED: 0, MAILS: 0, LEFT: 0})
        by_reason: Counter[Reason] = Counter()
        for (kind, outcome, number), ids in sorts.items():
            rows, reason = bisect_left(ids, self._until) if self._until else len(ids), Reason(number)
            if reason is not Reason.NONE and rows:
                by_reason[reason] += rows
            if self._reasons and reason not in self._reasons:
                continue
            segments[ALL] += rows
            segments[SKIPPED] += rows * (outcome == Outcome.SKIPPED)
            segments[MAILS] += rows * (kind == RowKind.MAIL and outcome == Outcome.DONE)
            segments[LEFT] += rows * (outcome == Outcome.LEFT)
        return segments, by_number(by_reason)
