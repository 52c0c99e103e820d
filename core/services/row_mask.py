"""Conditions on log rows asked of rows in memory; ``core.store.log_where`` asks the same ones of stored rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.model.trace import Outcome, RowKind, TraceEvent, TraceRow
from core.store.log import RowFilter
from core.store.log_where import ALONE, Every, MailGap, No, OneOf, Person, Where, Within

Mask: TypeAlias = NDArray[np.bool_]
Found: TypeAlias = Callable[[Person], Collection[int]]
"""Gives the contacts that a text finds."""

_SAME = ("time", "place", "kind", "outcome", "reason", "sender", "sequence", "step")
"""What rows have in common that repeat each other for other contacts."""
_SHIFTED = re.compile(r"\(time \+ (-?\d+)\) % (\d+)")


class Rows:
    """Rows of a trace as columns.

    Arguments:
        columns: Column name, as in ``TraceEvent``, to its numbers, in the order things happened.
        first: Id of the first row; the others follow it.

    Attributes:
        columns: The columns.
    """

    def __init__(self, columns: Mapping[str, NDArray[np.int64]], first: int = 0) -> None:
        self.columns = columns
        self._first = first

    @classmethod
    def of(cls, rows: list[TraceRow]) -> Rows:
        """Make columns of rows."""
        whole = np.array(rows, dtype=np.int64).reshape(-1, len(TraceEvent._fields)).T
        return cls(dict(zip(TraceEvent._fields, whole, strict=True)))

    def __len__(self) -> int:
        return len(self.columns["time"])

    # ------------------------------------------------------------ as the store answers

    def ids(self, wanted: RowFilter, found: Found) -> array[int]:
        """Give the ids of the rows wanted, as ``core.store.log.ids`` does."""
        return self._ids(self._wanted(wanted, found))

    def heads(self, wanted: RowFilter, found: Found) -> array[int]:
        """Give the ids of those that differ from the one before by more than the contact, as the store does."""
        rows = self._wanted(wanted, found)
        if not len(rows):
            return array("q")
        differs = np.zeros(len(rows), dtype=bool)
        differs[0] = True
        for name in _SAME:
            values = self.columns[name][rows]
            differs[1:] |= values[1:] != values[:-1]
        return self._ids(rows[differs])

    def contacts(self, wanted: RowFilter, found: Found) -> array[int]:
        """Give the contacts of the rows wanted, each once, in the order of their first rows."""
        who = self.columns["contact"][self._wanted(wanted, found)]
        who = who[who > 0]
        _, firsts = np.unique(who, return_index=True)
        return _packed(who[np.sort(firsts)])

    def by_sort(self, wanted: RowFilter, found: Found) -> dict[tuple[int, int, int], Sequence[int]]:
        """Give the ids of the rows wanted by (kind, outcome, reason), as the store does."""
        rows = self._wanted(wanted, found)
        kind, outcome, reason = (self.columns[name][rows] for name in ("kind", "outcome", "reason"))
        sorts, which = np.unique(kind * 1_000_000 + outcome * 1_000 + reason, return_inverse=True)
        return {
            (int(key) // 1_000_000, int(key) // 1_000 % 1_000, int(key) % 1_000): self._ids(rows[which == at])
            for at, key in enumerate(sorts)
        }

    def _wanted(self, wanted: RowFilter, found: Found) -> NDArray[np.intp]:
        mask = np.ones(len(self), dtype=bool)
        for name, values in wanted.columns():
            mask &= np.isin(self.columns[name], list(values))
        if wanted.where is not None:
            mask &= self.mask(wanted.where, found)
        return np.flatnonzero(mask)

    def _ids(self, positions: NDArray[np.intp]) -> array[int]:
        return _packed(positions.astype(np.int64) + self._first)

    # ------------------------------------------------------------ conditions

    def mask(self, where: Where, found: Found) -> Mask:
        """Say of each row whether a condition holds."""
        if isinstance(where, OneOf):
            return np.isin(self.columns[where.column], list(where.numbers))
        if isinstance(where, Within):
            numbers = self._column(where.column)
            return (numbers >= where.low) & (numbers <= where.high)
        if isinstance(where, Person):
            return np.isin(self.columns["contact"], list(found(where)))
        if isinstance(where, MailGap):
            gaps = np.full(len(self), -1)
            mails, before = self.mail_gaps()
            same = np.append(before[1:], ALONE)
            gaps[mails] = np.minimum(before, same)
            return (gaps >= max(where.low, 0)) & (gaps <= where.high)
        if isinstance(where, No):
            return ~self.mask(where.part, found)
        masks = [self.mask(part, found) for part in where.parts]
        is_every = isinstance(where, Every)
        start = np.full(len(self), is_every)
        for mask in masks:
            start = start & mask if is_every else start | mask
        return start

    def mail_gaps(self) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Give the mails that left, by contact, and how long after the one before to the same contact each left.

        Returns:
            Positions of the rows, and seconds; ``ALONE`` for the first mail of a contact.
        """
        columns = self.columns
        mails = np.flatnonzero((columns["kind"] == int(RowKind.MAIL)) & (columns["outcome"] == int(Outcome.DONE)))
        order = mails[np.lexsort((columns["time"][mails], columns["contact"][mails]))]
        who, when = columns["contact"][order], columns["time"][order]
        gaps = np.full(len(order), ALONE)
        same = who[1:] == who[:-1]
        gaps[1:][same] = (when[1:] - when[:-1])[same]
        return order, gaps

    def _column(self, name: str) -> NDArray[np.int64]:
        shifted = _SHIFTED.fullmatch(name)
        if shifted is None:
            return self.columns[name]
        return (self.columns["time"] + int(shifted[1])) % int(shifted[2])


def _packed(numbers: NDArray[np.int64]) -> array[int]:
    made = array("q")
    made.frombytes(np.ascontiguousarray(numbers, dtype=np.int64).tobytes())
    return made
