"""Quick answers about a long contact list: which contacts match a filter, in which order, out of a million.

Each column that is asked for is read once and kept short (``core.store.contact_codes``). A condition is put to the
different values of its column by the one implementation of filters (``core.rules.filters``), so the answer is the same
as a run's by construction; what remains per contact is a look into a table of yes and no. Edits make only what they
changed be read again. Short lists are not worth it: ``core.services.contacts`` asks the file for them.
"""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import compress
from operator import and_, or_
from typing import Any

from core.model.changes import Changes, Noun
from core.model.contact import PropertyDefinition
from core.model.fields import Value
from core.model.filter import Condition, Filter, Operator
from core.model.instant import Instant
from core.rules.filters import compile_filter
from core.store import contact_codes, contact_search
from core.store import contacts as rows
from core.store.contact_codes import Coded
from core.store.database import Store

_ORDERS_KEPT = 3
_LOOKS_FOR = (Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH, Operator.IS)
_MOST_LIKELY = 5_000
"""More contacts than this are not read one by one."""
_MOST_PATCHED = 2_000
"""Edits of more contacts than this make everything be read again."""
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
"""Capitals to small letters as SQLite folds them for an order: those of ASCII only."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the index.

    Attributes:
        text: Words that must be found in name, address or company.
        sort: ``id``, ``name``, or a property's name.
        ascending: Whether small values come first.
        filter: What must match.
        ranked: The values of the property to sort by in their own order, ``None`` for that of numbers and letters.
        now: The moment days are counted from.
    """

    text: str = ""
    sort: str = "id"
    ascending: bool = True
    filter: Filter = field(default_factory=Filter)
    ranked: Sequence[Any] | None = None
    now: Instant = 0


class ContactIndex:
    """The short columns of one workspace.

    Arguments:
        store: The open file.
        definition: Gives a property by its name.
        members: Gives the ids of a static list's members, ascending.
        active: Gives the filter of an active list, ``None`` for any other.
    """

    def __init__(
        self,
        store: Store,
        definition: Callable[[str], PropertyDefinition],
        members: Callable[[int], Sequence[int]],
        active: Callable[[int], Filter | None],
    ) -> None:
        self._store = store
        self._definition = definition
        self._members = members
        self._active = active
        self._resolving: set[str] = set()
        self._lock = threading.RLock()
        self._stale: set[int] = set()
        self._stale_lock = threading.Lock()
        self._drop_all = False
        self._drop_lists = False
        self._ids: array[int] | None = None
        self._columns: dict[str, Coded | None] = {}
        self._orders: dict[tuple[str, bool, tuple[Any, ...] | None], array[int]] = {}

    def note(self, changes: Changes) -> None:
        """Hear of an edit; what it changed is read again when it is next asked for."""
        with self._stale_lock:
            self._stale |= changes.ids.get(Noun.CONTACT, frozenset())
            self._drop_all = self._drop_all or changes.touches(Noun.PROPERTY)
            self._drop_lists = self._drop_lists or changes.touches(Noun.MEMBER, Noun.LIST, Noun.CONTACT, Noun.ACCOUNT)

    def ids(self, asked: Question, keep_on: Callable[[], None]) -> Sequence[int]:
        """Give the ids of the contacts asked for, in their order; work for a job.

        Arguments:
            asked: Which contacts.
            keep_on: Called now and then; raises what shall end the work.
        """
        with self._lock:
            self._refresh(keep_on)
            order = self._order(asked, keep_on)
            if contact_search.words_of(asked.text):
                order = _kept(order, _marked(contact_search.joined_ids(self._store, asked.text)), keep_on)
            if any(asked.filter.groups):
                mask = self._mask(asked.filter, asked.now, keep_on)
                order = _kept(order, _marked(compress(self._all_ids(), mask)), keep_on)
            return order

    def count(self, wanted: Filter, now: Instant, keep_on: Callable[[], None]) -> int:
        """Count the contacts that match a filter; work for a job."""
        with self._lock:
            self._refresh(keep_on)
            return self._mask(wanted, now, keep_on).count(1)

    # ------------------------------------------------------------ what is kept

    def _all_ids(self) -> array[int]:
        if self._ids is None:
            span = contact_search.unbroken(self._store)
            self._ids = contact_search.joined_ids(self._store) if span is None else array("q", span)
        return self._ids

    def _refresh(self, keep_on: Callable[[], None]) -> None:
        """Take in what edits changed since the last time."""
        with self._stale_lock:
            stale, self._stale = self._stale, set()
            everything, self._drop_all = self._drop_all, False
            listed, self._drop_lists = self._drop_lists, False
        if listed:
            self._columns = {name: c for name, c in self._columns.items() if not name.startswith("list:")}
        if stale or everything:
            self._orders.clear()
        if everything or len(stale) > _MOST_PATCHED or (stale and not self._patch(sorted(stale))):
            self._ids = None
            self._columns.clear()
            self._orders.clear()
        keep_on()

    def _patch(self, stale: Sequence[int]) -> bool:
        """Read some contacts again; false when contacts came or went, so that every place has moved."""
        ids = self._ids
        if ids is None:
            return not self._columns
        found = rows.many(self._store, stale)
        places = [bisect_left(ids, contact_id) for contact_id in stale]
        known = all(p < len(ids) and ids[p] == i for p, i in zip(places, stale, strict=True))
        if len(found) != len(stale) or not known:
            return False
        for name, kept in list(self._columns.items()):
            if kept is None or name.startswith("list:"):
                continue
            numbers = {value: number for number, value in enumerate(kept.values)}
            new = [numbers.setdefault(contact.get(name), len(numbers)) for contact in found]
            fits = len(numbers) <= contact_codes.MOST_IN_A_BYTE or kept.codes.typecode == "i"
            codes = kept.codes if fits else array("i", kept.codes)
            for place, code in zip(places, new, strict=True):
                codes[place] = code
            self._columns[name] = Coded(tuple(numbers), codes)
        return True

    def _column(self, name: str, now: Instant, keep_on: Callable[[], None]) -> Coded | None:
        if name not in self._columns:
            if name.startswith("list:"):
                self._columns[name] = self._membership(name, now, keep_on)
            else:
                self._all_ids()
                self._columns[name] = contact_codes.coded(self._store, self._definition(name), keep_on)
        return self._columns[name]

    def _membership(self, name: str, now: Instant, keep_on: Callable[[], None]) -> Coded:
        list_id = int(name.removeprefix("list:"))
        wanted = self._active(list_id)
        if wanted is None or name in self._resolving:
            # Of lists that ask for one another in a ring, the first one asked again has nobody on it.
            members = () if wanted is not None else self._members(list_id)
            return contact_codes.of_members(members, self._all_ids())
        self._resolving.add(name)
        try:
            return Coded((None, True), array("B", self._mask(wanted, now, keep_on)))
        finally:
            self._resolving.discard(name)

    # ------------------------------------------------------------ order

    def _order(self, asked: Question, keep_on: Callable[[], None]) -> Sequence[int]:
        if asked.sort == contact_search.BY_ID:
            ids = self._all_ids()
            return ids if asked.ascending else ids[::-1]
        key = (asked.sort, asked.ascending, None if asked.ranked is None else tuple(asked.ranked))
        found = self._orders.get(key)
        if found is None:
            found = self._make_order(asked, keep_on)
            self._orders[key] = found
            while len(self._orders) > _ORDERS_KEPT:
                del self._orders[next(iter(self._orders))]
        return found

    def _make_order(self, asked: Question, keep_on: Callable[[], None]) -> array[int]:
        if contact_search.has_index(asked.sort):
            found = contact_search.joined_ids(self._store, sort=asked.sort)
            ids = self._all_ids()
            lost: array[int] = array("q")
            if len(found) < len(ids):
                there = _marked(found)
                lost = array("q", [i for i in ids if i >= len(there) or not there[i]])
            return found + lost if asked.ascending else found[::-1] + lost[::-1]
        column = self._column(asked.sort, asked.now, keep_on)
        if column is None:
            return contact_search.joined_ids(self._store, "", asked.sort, asked.ascending, asked.ranked)
        return _sorted_ids(self._all_ids(), column, asked.ascending, asked.ranked, keep_on)

    # ------------------------------------------------------------ filters

    def _mask(self, wanted: Filter, now: Instant, keep_on: Callable[[], None]) -> bytes:
        """Say of every contact, by ascending id, whether it matches: a byte each, 1 or 0."""
        size = len(self._all_ids())
        groups = [
            [self._answers(condition, now, keep_on, size) for condition in group] for group in wanted.groups if group
        ]
        if not groups:
            return bytes([1]) * size
        return reduce(or_, [reduce(and_, group) for group in groups]).to_bytes(size, "little")

    def _answers(self, condition: Condition, now: Instant, keep_on: Callable[[], None], size: int) -> int:
        """Answer one condition for every contact, as the bytes of one large number: those are combined at once."""
        keep_on()
        if len(condition.values) > 1 and condition.operator in (Operator.IN_LIST, Operator.NOT_IN_LIST):
            # A list is a column, so each list is a question of its own.
            each = [replace(condition, values=(value,)) for value in condition.values]
            join = or_ if condition.operator is Operator.IN_LIST else and_
            return reduce(join, [self._answers(one, now, keep_on, size) for one in each])
        alone = Filter(((condition,),))
        name = next(iter(alone.properties), "")
        column = self._column(name, now, keep_on) if name else Coded((None,), array("B", bytes(size)))
        if column is None:
            return int.from_bytes(self._streamed(alone, name, now, keep_on), "little")
        return int.from_bytes(_looked_up(column, _asked(alone, name, list(column.values), now)), "little")

    def _streamed(self, alone: Filter, name: str, now: Instant, keep_on: Callable[[], None]) -> bytes:
        """Ask a column that is not kept, value by value; only the likely ones where the search text names them."""
        likely = self._likely(alone.groups[0][0], name)
        if likely is not None:
            found = rows.many(self._store, likely)
            hits = compress(found, _asked(alone, name, [contact.get(name) for contact in found], now))
            marks = _marked([contact.id for contact in hits])
            return bytes([i < len(marks) and marks[i] for i in self._all_ids()])
        answers = bytearray()
        for values in contact_codes.pages(self._store, self._definition(name), keep_on):
            answers += _asked(alone, name, values, now)
        return bytes(answers)

    def _likely(self, condition: Condition, name: str) -> Sequence[int] | None:
        """Give the contacts whose search text has what a condition looks for; ``None`` where that says nothing.

        Whoever's address holds a text has it in the search text too, so nobody is missed; who does not match for all
        that falls out when the condition itself is asked.
        """
        value = condition.values[0] if condition.values else None
        if name not in rows.SEARCHED or condition.operator not in _LOOKS_FOR or not isinstance(value, str):
            return None
        part = value.casefold()
        # Words are what the search knows; a text with a space in it would be taken for two.
        if not part or part.split() != [part]:
            return None
        found = contact_search.joined_ids(self._store, part)
        return found if len(found) <= _MOST_LIKELY else None


def _asked(alone: Filter, name: str, values: list[Value], now: Instant) -> bytes:
    """Put a filter to values and give a byte for each, 1 or 0."""
    answers = bytearray(len(values))
    for place in compile_filter(alone, {name: values}, lambda: now)(range(len(values))):
        answers[place] = 1
    return bytes(answers)


def _looked_up(column: Coded, answers: bytes) -> bytes:
    if column.codes.typecode == "B":
        return column.codes.tobytes().translate(answers.ljust(256, b"\0"))
    return bytes([answers[code] for code in column.codes])


def _marked(ids: Iterable[int]) -> bytearray:
    """Give a table that says 1 at the ids given."""
    known = ids if isinstance(ids, array) else array("q", ids)
    table = bytearray((max(known) if known else 0) + 1)
    for contact in known:
        table[contact] = 1
    return table


def _kept(order: Sequence[int], marks: bytearray, keep_on: Callable[[], None]) -> array[int]:
    keep_on()
    size = len(marks)
    return array("q", [contact for contact in order if contact < size and marks[contact]])


def _sorted_ids(
    ids: array[int], column: Coded, ascending: bool, ranked: Sequence[Any] | None, keep_on: Callable[[], None]
) -> array[int]:
    """Sort by a column: only its different values are compared, the contacts are dealt out to them."""
    keys = [_key(value, ranked) for value in column.values]
    steps = sorted({key for key in keys if key is not None}, reverse=not ascending)
    place = {key: number for number, key in enumerate(steps)}
    bucket_of = [len(steps) if key is None else place[key] for key in keys]
    buckets: list[array[int]] = [array("q") for _ in range(len(steps) + 1)]
    keep_on()
    pairs = (
        zip(ids, column.codes, strict=True) if ascending else zip(reversed(ids), reversed(column.codes), strict=True)
    )
    for contact, code in pairs:
        buckets[bucket_of[code]].append(contact)
    found = array("q")
    for bucket in buckets:
        found.extend(bucket)
    return found


def _key(value: Value, ranked: Sequence[Any] | None) -> tuple[int, Any] | None:
    """Give what a value is sorted by, ``None`` for what comes last; as ``core.store.contact_search`` sorts."""
    if ranked:
        return (0, ranked.index(value)) if value in ranked else None
    if value is None:
        return None
    return (1, value.translate(_SMALL)) if isinstance(value, str) else (0, value)
