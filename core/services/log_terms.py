"""What the words of a log filter stand for in one run: names become numbers of places, senders, sequences, reasons.

The language itself is ``core.rules.log_filter``; finding the rows is ``core.store.log_where``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from core.model.account import RunSettings
from core.model.instant import DAY, HOUR, MINUTE, from_instant
from core.model.reason import Reason, Severity
from core.model.trace import Outcome, RowKind
from core.rules import log_filter as f
from core.rules.calendar import local_date, local_instant
from core.services.log_lines import Reader
from core.store.log_where import Every, MailGap, No, OneOf, Person, Some, Where, Within

FIELDS = f.FIELDS
"""Every field of the language, in the order they are offered."""
_FOREVER = 1 << 40
_MOST_HOURS = 1_000_000
_DATES = 62
"""Dates that are offered at most."""
_NAMELESS = re.compile(r"contact (\d{1,18})(?: \(deleted\))?", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed filter is.

    Attributes:
        asks: Whether it asks of fields; plain words ask of none.
        doubt: A name in it that nothing in the run has, so that no row can be found by it.
    """

    asks: bool = False
    doubt: f.FilterSlip | None = None


def read(text: str, settings: RunSettings, reader: Reader) -> Reading:
    """Say what a typed filter is; cheap enough to be asked while it is typed.

    Raises:
        Problem: as ``where_of``.
    """
    tree = f.parse(text)
    if tree is None:
        return Reading()
    terms = _Terms(settings, reader)
    terms.where(tree)
    return Reading(f.asks_of_fields(tree), terms.doubts[0] if terms.doubts else None)


def where_of(text: str, settings: RunSettings, reader: Reader) -> Where | None:
    """Turn a typed filter into a condition on the rows of a run; ``None`` when it asks for nothing.

    Raises:
        Problem: ``BAD_LOG_FILTER`` when it cannot be read or names something a run cannot have.
    """
    tree = f.parse(text)
    return _Terms(settings, reader).where(tree) if tree is not None else None


def values_for(field: str, reader: Reader) -> list[str]:
    """Give what can be typed as a field's value, in the order it is offered; empty for contacts and numbers."""
    if field == "date":
        first = local_date(reader.settings.start, reader.zone)
        return [(first + timedelta(days=n)).isoformat() for n in range(min(reader.settings.days + 1, _DATES))]
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
    return f"{field}{_SIGNS.get(field, '=')}"


_SIGNS = {"day": "<=", "date": ">=", "time": ">=", "mailgap": "<"}
"""What is asked most of fields that hold no words."""


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
    "inside": ("a", lambda reader: ((i, s.name) for i, s in reader.cast.sequences.items())),
}
"""Field to the column it is about, and the numbers with their names."""
_CLOSED = ("outcome", "kind", "reason", "severity")
"""Fields whose values are the same in every run; anything else there is a slip."""
_NOUNS = {"inside": "sequence"}
"""What the values of a field are, where the field is called something else."""


def _names(field: str, reader: Reader) -> dict[int, str]:
    return dict(_NAMED[field][1](reader))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _called(value: str, exact: str) -> Iterator[Person]:
    """Find who is called so, or has the address; a contact without both is called by its number."""
    # As the file keeps them: a name with its spaces, an address in small letters.
    yield Person(value.casefold() if exact == "name" else value.strip().lower(), exact)
    if exact == "name" and (numbered := _NAMELESS.fullmatch(value)):
        yield Person(numbered[1], "id")


class _Terms:
    """Turns the parts of a filter into conditions."""

    def __init__(self, settings: RunSettings, reader: Reader) -> None:
        self._settings = settings
        self._reader = reader
        self.doubts: list[f.FilterSlip] = []

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
        ask = {
            "day": self._days, "date": self._dates, "time": self._clock, "step": _steps, "mailgap": _gaps,
        }.get(node.field)  # fmt: skip
        if ask is None:
            return self._named(node)
        return Some(tuple(ask(node.sign, value, at) for value, at in zip(node.values, node.at, strict=True)))

    def _person(self, node: f.Compare, exact: str) -> Where:
        if node.sign == "=":
            return Some(tuple(part for value in node.values for part in _called(value, exact)))
        # What contains each word, wherever it stands; the address is searched apart from the name.
        how = "has" if node.field == "contact" else "in_email"
        return Some(tuple(Every(tuple(Person(word, how) for word in _folded(v).split())) for v in node.values))

    def _named(self, node: f.Compare) -> Where:
        column = _NAMED[node.field][0]
        names = {number: _folded(name) for number, name in _names(node.field, self._reader).items()}
        found: set[int] = set()
        for value, at in zip(node.values, node.at, strict=True):
            wanted = _folded(value)
            hits = {n for n, name in names.items() if (wanted == name if node.sign == "=" else wanted in name)}
            if node.field == "reason":
                hits |= {int(r) for r in Reason if r and _is_titled(r, wanted, exactly=node.sign == "=")}
            if not hits:
                slip = self._unknown(node, value, at)
                if node.field in _CLOSED:
                    raise slip
                self.doubts.append(slip)
            found |= hits
        if node.field == "severity":
            wanted_severities = {severity for n, severity in enumerate(Severity) if n in found}
            found = {int(r) for r in Reason if r and r.severity in wanted_severities}
        if node.field == "inside":
            # The first fact of a row is a sequence only where being in one is the reason.
            return Every((OneOf("reason", (int(Reason.ALREADY_ENROLLED),)), OneOf(column, found)))
        return OneOf(column, found)

    def _unknown(self, node: f.Compare, value: str, at: int) -> f.FilterSlip:
        known = [name for name in values_for(node.field, self._reader) if name]
        close = f.nearest(value, known)
        hint = f"Known: {', '.join(known[:8])}{' …' if len(known) > 8 else ''}" if known else "There is none here."
        if node.field in _CLOSED:
            said = f"There is no {node.field} “{value}”."
        elif node.sign == "=":
            said = f"No {_NOUNS.get(node.field, node.field)} here is called “{value}”."
        else:
            said = f"No {_NOUNS.get(node.field, node.field)} here has “{value}” in its name."
        return f.bad(said, at, hint, f.quoted(close) if close else "")

    def _days(self, sign: str, value: str, at: int) -> Where:
        """Compare with a calendar day of the run, in the account's time zone; the first one is day 1."""
        number = min(max(_whole("day", value, at), 0), 100_000)
        return self._on(sign, local_date(self._settings.start, self._reader.zone) + timedelta(days=number - 1))

    def _dates(self, sign: str, value: str, at: int) -> Where:
        """Compare with a date of the account's calendar."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            first = local_date(self._settings.start, self._reader.zone)
            raise f.bad(f"“{value}” is no date.", at, f"Write it as {first.isoformat()}.") from None
        if not 1970 <= day.year < 9999:
            raise f.bad(f"“{value}” is too far away.", at, "Years from 1970 to 9998 can be asked for.")
        return self._on(sign, day)

    def _on(self, sign: str, day: date) -> Where:
        zone = self._reader.zone
        begins = local_instant(day, 0, zone)
        return _between("time", sign, begins, local_instant(day + timedelta(days=1), 0, zone) - 1)

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


def _steps(sign: str, value: str, at: int) -> Where:
    number = _whole("step", value, at)
    return _between("step", sign, number, number)


def _gaps(sign: str, value: str, at: int) -> Where:
    """Compare with how many hours a mail is from the nearest other one to its contact."""
    seconds = min(max(_whole("mailgap", value, at), 0), _MOST_HOURS) * HOUR
    return MailGap(*_reach(sign, seconds, seconds))


def _between(column: str, sign: str, first: int, last: int) -> Where:
    return Within(column, *_reach(sign, first, last))


def _reach(sign: str, first: int, last: int) -> tuple[int, int]:
    """Give what compares so with something that reaches from one number to another, e.g. a day in seconds."""
    if sign == "=":
        return first, last
    if sign in ("<", "<="):
        return -_FOREVER, first - 1 if sign == "<" else last
    return last + 1 if sign == ">" else first, _FOREVER
