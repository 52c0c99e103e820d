"""Which rows of the log are shown while repeats are folded: the first of each group, and all of those that are open.

No widget lives here, and no row is looked at: groups are told apart by where their first rows stand among the ids.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class FoldedRows:
    """The rows that were found, and how they are folded.

    Ids ascend, so whatever is asked of a row is found by halving; a million rows cost no more than a thousand.
    """

    def __init__(self) -> None:
        self._all: Sequence[int] = ()
        self._heads: Sequence[int] | None = None
        self._open: set[int] = set()
        self._shown: Sequence[int] = ()

    def set_rows(self, found: Sequence[int], heads: Sequence[int] | None) -> None:
        """Take other rows.

        Args:
            found: Ids of all rows, ascending.
            heads: Ids of those that begin a group; ``None`` folds nothing.
        """
        self._all, self._heads = found, heads
        if heads is None:
            self._open.clear()
        else:
            self._open = {head for head in self._open if _has(heads, head)}
        self._shown = self._spliced()

    @property
    def is_folding(self) -> bool:
        """Whether repeats are folded."""
        return self._heads is not None

    def all(self) -> Sequence[int]:
        """Return the ids of all rows."""
        return self._all

    def shown(self) -> Sequence[int]:
        """Return the ids of the rows that are shown."""
        return self._shown

    def head_of(self, row_id: int) -> int:
        """Return the first row of the group of a row; the row itself while nothing is folded."""
        if not self._heads:
            return row_id
        return self._heads[max(bisect_right(self._heads, row_id) - 1, 0)]

    def count(self, row_id: int, until: int = 0) -> int:
        """Return how many rows the group has that a row begins; 0 for a row that begins none.

        Args:
            row_id: The row.
            until: Only rows before this id count; 0 for all.
        """
        heads = self._heads
        if heads is None or not _has(heads, row_id):
            return 0
        after = bisect_right(heads, row_id)
        end = bisect_left(self._all, heads[after]) if after < len(heads) else len(self._all)
        if until:
            end = min(end, bisect_left(self._all, until))
        return end - bisect_left(self._all, row_id)

    def is_open(self, row_id: int) -> bool:
        """Return whether the group that a row begins is unfolded."""
        return row_id in self._open

    def set_open(self, row_id: int, is_open: bool) -> bool:
        """Fold or unfold the group of a row; returns whether anything changed."""
        head = self.head_of(row_id)
        if (
            self._heads is None
            or not _has(self._all, row_id)
            or self.count(head) < 2
            or (head in self._open) == is_open
        ):
            return False
        (self._open.add if is_open else self._open.discard)(head)
        self._shown = self._spliced()
        return True

    def _spliced(self) -> Sequence[int]:
        heads = self._heads
        if heads is None:
            return self._all
        if not self._open:
            return heads
        spliced = array("q")
        done = 0
        for head in sorted(self._open):
            at = bisect_left(heads, head)
            start = bisect_left(self._all, head)
            spliced.extend(heads[done:at])
            spliced.extend(self._all[start : start + self.count(head)])
            done = at + 1
        spliced.extend(heads[done:])
        return spliced


def _has(ids: Sequence[int], row_id: int) -> bool:
    at = bisect_left(ids, row_id)
    return at < len(ids) and ids[at] == row_id
