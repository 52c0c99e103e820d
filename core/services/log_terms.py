"""What the words of a log filter stand for in one run: names become numbers of places, senders, sequences, reasons.

The language itself is ``core.rules.log_filter``; finding the rows is ``core.store.log_where``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta, tzinfo
from difflib import get_close_matches

from core.model.account import RunSettings
from core.model.instant import DAY, MINUTE, from_instant
from core.model.reason import Reason, Severity
from core.model.trace import Outcome, RowKind
from core.rules import log_filter as f
from core.rules.calendar import local_date, local_instant
from core.services.log_lines import Reader
from core.store.log_where import Every, No, OneOf, Person, Some, Where, Within

_FOREVER = 1 << 40
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def where_of(text: str, settings: RunSettings, reader: Reader) -> Where | None:
    """Turn a typed filter into a condition on the rows of a run; ``None`` when it asks for nothing.

    Raises:
        Problem: ``BAD_LOG_FILTER`` when it cannot be read or names something a run cannot have.
    """
    tree = f.parse(text)
    return _Terms(settings, reader).where(tree) if tree is not None else None


def values_for(field: str, reader: Reader) -> list[str]:
    """Give what can be typed as a field's value, in the order it is offered; empty for contacts and numbers."""
    return list(dict.fromkeys(_names(field, reader).values())) if field in _NAMED else []


def suggestions(text: str, cursor: int, reader: Reader) -> tuple[int, list[str]]:
    """Give what may stand at the cursor: the first letter that is replaced, and the completions, best first."""
    gap = f.gap_at(text, cursor)
    typed = gap.typed.casefold()
    if gap.field:
        offered = [(f.quoted(value), value) for value in values_for(gap.field, reader)]
    else:
        offered = [(_with_sign(name), name) for name in f.FIELDS]
    starts = [shown for shown, name in offered if name.casefold().startswith(typed)]
    holds = [shown for shown, name in offered if typed in name.casefold() and not name.casefold().startswith(typed)]
    return gap.start, starts + holds


def _with_sign(field: str) -> str:
    if field in f.TEXT_FIELDS:
        return f"{field}=" if field in _CLOSED else f"{field}~"
    return f"{field}<=" if field == "day" else f"{field}="


# ---------------------------------------------------------------- names


def _outcomes(_: Reader) -> Iterator[tuple[int, str]]:
    return ((int(o), o.label) for o in Outcome)


def _kinds(_: Reader) -> Iterator[tuple[int, str]]:
    return ((int(k), k.label) for k in RowKind)


def _reasons(_: Reader) -> Iterator[tuple[int, str]]:
    return ((int(r), r.name) for r in Reason if r)


def _workflows(reader: Reader) -> Iterator[tuple[int, str]]:
    for place in reader.cast.places:
        workflow = reader.cast.workflow_at(place.number)
        yield place.number, workflow.name if workflow else ""


def _actions(reader: Reader) -> Iterator[tuple[int, str]]:
    for place in reader.cast.places:
        card = reader.cast.card_at(place.number)
        yield place.number, card.action.title if card else "Trigger"


def _severities(_: Reader) -> Iterator[tuple[int, str]]:
    return ((number, severity.value) for number, severity in enumerate(Severity))


_NAMED: Mapping[str, tuple[str, Callable[[Reader], Iterable[tuple[int, str]]]]] = {
    "outcome": ("outcome", _outcomes),
    "kind": ("kind", _kinds),
    "reason": ("reason", _reasons),
    "severity": ("reason", _severities),
    "workflow": ("place", _workflows),
    "action": ("place", _actions),
    "sender": ("sender", lambda reader: ((i, s.name) for i, s in reader.cast.senders.items())),
    "sequence": ("sequence", lambda reader: ((i, s.name) for i, s in reader.cast.sequences.items())),
}
"""Field to the column it is about, and the numbers with their names."""
_CLOSED = ("outcome", "kind", "reason", "severity")
"""Fields whose values are the same in every run; anything else there is a slip."""


def _names(field: str, reader: Reader) -> dict[int, str]:
    return dict(_NAMED[field][1](reader))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


class _Terms:
    """Turns the parts of a filter into conditions."""

    def __init__(self, settings: RunSettings, reader: Reader) -> None:
        self._settings = settings
        self._reader = reader

    def where(self, node: f.Node) -> Where:
        if isinstance(node, f.Word):
            return Every(tuple(self._word(word) for word in node.text.casefold().split()))
        if isinstance(node, f.Not):
            return No(self.where(node.part))
        if isinstance(node, f.All):
            return Every(tuple(self.where(part) for part in node.parts))
        if isinstance(node, f.Either):
            return Some(tuple(self.where(part) for part in node.parts))
        return self._compared(node)

    def _word(self, word: str) -> Where:
        hits = self._reader.hits(word)
        return Some(
            (
                Person(word),
                OneOf("place", hits.places),
                OneOf("sender", hits.senders),
                OneOf("sequence", hits.sequences),
                OneOf("reason", hits.reasons),
            )
        )

    def _compared(self, node: f.Compare) -> Where:
        if node.field == "contact":
            return self._person(node, "name")
        if node.field == "email":
            return self._person(node, "email")
        if node.field == "day":
            return Some(tuple(self._days(node.sign, value, node.at) for value in node.values))
        if node.field == "step":
            return Some(tuple(_numbers("step", node.sign, _whole("step", value, node.at)) for value in node.values))
        if node.field == "time":
            return Some(tuple(self._clock(node.sign, value, node.at) for value in node.values))
        return self._named(node)

    def _person(self, node: f.Compare, exact: str) -> Where:
        if node.sign == "=":
            return Some(tuple(Person(_folded(value), exact) for value in node.values))
        # What contains each word, wherever it stands; the address is searched apart from the name.
        how = "has" if node.field == "contact" else "in_email"
        return Some(tuple(Every(tuple(Person(word, how) for word in _folded(v).split())) for v in node.values))

    def _named(self, node: f.Compare) -> Where:
        column = _NAMED[node.field][0]
        names = {number: _folded(name) for number, name in _names(node.field, self._reader).items()}
        found: set[int] = set()
        for value in node.values:
            wanted = _folded(value)
            hits = {n for n, name in names.items() if (wanted == name if node.sign == "=" else wanted in name)}
            if node.field == "reason":
                hits |= {int(r) for r in Reason if r and _is_titled(r, wanted, exactly=node.sign == "=")}
            if not hits and node.field in _CLOSED:
                raise self._unknown(node, value)
            found |= hits
        if node.field == "severity":
            wanted_severities = {severity for n, severity in enumerate(Severity) if n in found}
            found = {int(r) for r in Reason if r and r.severity in wanted_severities}
        return OneOf(column, found)

    def _unknown(self, node: f.Compare, value: str) -> Exception:
        known = list(dict.fromkeys(_names(node.field, self._reader).values()))
        close = get_close_matches(value.upper() if node.field == "reason" else value.casefold(), known, 1)
        hint = f"Did you mean {f.quoted(close[0])}?" if close else f"Known: {', '.join(known[:8])}"
        hint += " …" if not close and len(known) > 8 else ""
        return f.bad(f"There is no {node.field} “{value}”.", node.at, hint)

    def _days(self, sign: str, value: str, at: int) -> Where:
        """Compare with a calendar day of the run, in the account's time zone; the first one is day 1."""
        number = min(max(_whole("day", value, at), 0), 100_000)
        zone = self._reader.zone
        first = local_date(self._settings.start, zone) + timedelta(days=number - 1)
        begins = local_instant(first, 0, zone)
        return _between("time", sign, begins, local_instant(first + timedelta(days=1), 0, zone) - 1)

    def _clock(self, sign: str, value: str, at: int) -> Where:
        """Compare with a time of day, in the account's time zone, which may change its clocks during the run."""
        match = _CLOCK.fullmatch(value)
        if match is None:
            raise f.bad(f"“{value}” is no time of day.", at, "Write it as 09:30.")
        minute = (int(match[1]) * 60 + int(match[2])) * MINUTE
        parts: list[Where] = []
        for low, high, offset in clock_spans(self._settings, self._reader.zone):
            inner = _between(f"(time + {offset}) % {DAY}", sign, minute, minute + MINUTE - 1)
            parts.append(Every((Within("time", low, high), inner)))
        return Some(tuple(parts))


def clock_spans(settings: RunSettings, zone: tzinfo) -> Iterator[tuple[int, int, int]]:
    """Give the spans of a run in which clocks stand alike: first and last second, and their distance from UTC."""
    start = settings.start
    end = start + settings.days * DAY
    low, known = start, _offset(start, zone)
    for day in range(start, end, DAY):
        if _offset(min(day + DAY, end), zone) != _offset(day, zone):
            for moment in range(day, day + DAY + 1, 15 * MINUTE):
                if (offset := _offset(moment, zone)) != known:
                    # Clocks change on a quarter of an hour of UTC, wherever the run began.
                    change = moment - moment % (15 * MINUTE)
                    yield low, change - 1, known
                    low, known = change, offset
    yield low, _FOREVER, known


def _offset(moment: int, zone: tzinfo) -> int:
    away = from_instant(moment, zone).utcoffset()
    return int(away.total_seconds()) if away is not None else 0


def _is_titled(reason: Reason, wanted: str, *, exactly: bool) -> bool:
    title = reason.title.casefold()
    return wanted == title if exactly else wanted in title


def _whole(field: str, value: str, at: int) -> int:
    try:
        return int(value)
    except ValueError:
        raise f.bad(f"“{value}” is no whole number, and “{field}” is one.", at) from None


def _numbers(column: str, sign: str, number: int) -> Where:
    return _between(column, sign, number, number)


def _between(column: str, sign: str, first: int, last: int) -> Where:
    """Compare a column with something that reaches from one number to another, e.g. a day in seconds."""
    if sign == "=":
        return Within(column, first, last)
    if sign in ("<", "<="):
        return Within(column, -_FOREVER, first - 1 if sign == "<" else last)
    return Within(column, last + 1 if sign == ">" else first, _FOREVER)
