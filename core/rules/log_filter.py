"""The small language that filters a log, e.g. ``outcome=skipped and sender~ana and day<=3``: text in, tree out.

Lives here: the grammar, its errors with their place, and what can be typed next. Not here: what a word stands for in a
run (``core.services.log_terms``) and finding rows (``core.store.log_where``).

The grammar, loosest first::

    either     = all {"or" all}
    all        = one {["and"] one}          words side by side must all hold
    one        = "not" one | "(" either ")" | compare | word
    compare    = field ("=" | "!=" | "~" | "!~" | "<" | "<=" | ">" | ">=") value
               | field ["not"] "in" "(" value {"," value} ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from core.model.problem import Problem

TEXT_FIELDS = (
    "contact", "email", "workflow", "action", "kind", "outcome", "reason", "severity", "sender", "sequence",
    "inside",
)  # fmt: skip
"""Fields that hold words; they take ``=``, ``!=``, ``~`` (contains) and ``in``. ``inside`` is the sequence that kept a
contact out of another one."""
NUMBER_FIELDS = ("day", "step", "mailgap")
"""Fields that hold numbers; they take comparisons and ``in``.

``day`` counts calendar days of the run from 1; ``mailgap`` is how many hours a mail is from the nearest other mail to
the same contact.
"""
TIME_FIELDS = ("date", "time")
"""Fields that hold a date, ``2026-01-15``, or a time of day, ``09:30``; they take comparisons."""
FIELDS = (*TEXT_FIELDS, *NUMBER_FIELDS, *TIME_FIELDS)
"""Every field, in the order they are offered."""

_ORDER = ("<=", ">=", "<", ">")
_TOKEN = re.compile(
    r'\s*(?:(?P<quoted>"[^"]*"?|“[^”]*”?)|(?P<sign><=|>=|!=|!~|[=~<>(),])|(?P<word>[^\s=~<>(),!"“]+|!))'
)
_KEYWORDS = ("and", "or", "not", "in")
_ALIKE = 0.6
"""How like a name must be to be offered, 0 to 1."""
_CLOSING = {'"': '"', "“": "”"}
"""Quotation mark that opens a text to the one that closes it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: it must be found in contact, workflow, action, sender, sequence or reason."""

    text: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A field compared with values; with several values, any of them.

    Attributes:
        field: One of ``FIELDS``.
        sign: ``=``, ``~``, ``<``, ``<=``, ``>`` or ``>=``.
        values: What was typed.
        at: Where each value stands in the text.
    """

    field: str
    sign: str
    values: tuple[str, ...]
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """What must hold together."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Of which one must hold."""

    parts: tuple[Node, ...]


Node: TypeAlias = Word | Compare | Not | All | Either


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    kind: str
    at: int

    @property
    def end(self) -> int:
        return self.at + len(self.text)

    def is_keyword(self, word: str) -> bool:
        return self.kind == "word" and self.text.casefold() == word


def parse(text: str) -> Node | None:
    """Read a filter; ``None`` when it asks for nothing.

    Raises:
        Problem: ``BAD_LOG_FILTER``; its place is the number of letters before what is wrong.
    """
    tokens = list(_tokens(text))
    if not tokens:
        return None
    reader = _Reader(tokens, len(text))
    tree = reader.either()
    left = reader.peek()
    if left is not None:
        raise bad(f"“{left.text}” does not belong here.", left.at)
    return tree


def asks_of_fields(node: Node | None) -> bool:
    """Say whether a filter is more than words that must all be found."""
    if isinstance(node, All):
        return any(asks_of_fields(part) for part in node.parts)
    return node is not None and not isinstance(node, Word)


class FilterSlip(Problem):
    """What is wrong with a filter; its place is the number of letters before it.

    Attributes:
        instead: What was probably meant, as it can be typed in its place; may be empty.
    """

    def __init__(self, sentence: str, at: int, hint: str = "", instead: str = "") -> None:
        super().__init__("BAD_LOG_FILTER", sentence, place=str(at), hint=hint)
        self.instead = instead


def bad(sentence: str, at: int, hint: str = "", instead: str = "") -> FilterSlip:
    """Make the problem of a filter that cannot be read."""
    return FilterSlip(sentence, at, f"Did you mean {instead}?" if instead else hint, instead)


def nearest(typed: str, known: Iterable[str]) -> str:
    """Give the name that is most like what was typed, or has a word that is; empty when none is like it."""
    wanted = typed.casefold()
    best, found = _ALIKE, ""
    for name in known:
        folded = name.casefold()
        alike = max(SequenceMatcher(None, wanted, part).ratio() for part in (folded, *folded.split()))
        if alike > best:
            best, found = alike, name
    return found


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        assert match is not None
        assert match.lastgroup is not None
        yield _Token(match.group(match.lastgroup), match.lastgroup, match.start(match.lastgroup))
        at = match.end()


class _Reader:
    """Reads tokens by the grammar, one function a rule."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end

    def peek(self, ahead: int = 0) -> _Token | None:
        at = self._next + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def either(self) -> Node:
        parts = [self._all()]
        while self._took_keyword("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _all(self) -> Node:
        parts = [self._one()]
        while (token := self.peek()) is not None and not token.is_keyword("or") and token.text != ")":
            if token.text == "," and token.kind == "sign":
                # As people write names: “Novak, Ada”.
                self._next += 1
                continue
            self._took_keyword("and")
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Node:
        token = self.peek()
        if token is None:
            raise bad("Something is missing at the end.", self._end, "Type a word, or a field such as outcome=skipped.")
        if token.is_keyword("not"):
            self._next += 1
            return Not(self._one())
        if token.kind == "sign" and token.text == "(":
            self._next += 1
            inner = self.either()
            self._expect(")")
            return inner
        if token.kind == "sign":
            raise bad(f"“{token.text}” needs a field before it.", token.at, f"Fields: {', '.join(FIELDS)}.")
        if token.kind == "word" and self._is_compared():
            return self._compare()
        if token.is_keyword("and") or token.is_keyword("or"):
            raise bad(f"“{token.text}” needs something before it.", token.at)
        self._next += 1
        return Word(_bare(token))

    def _is_compared(self) -> bool:
        after, then = self.peek(1), self.peek(2)
        if after is None:
            return False
        if after.kind == "sign" and after.text not in "(),":
            return True
        field = self._tokens[self._next].text.casefold()
        known_in = after.is_keyword("in") and then is not None and then.text == "("
        not_in = after.is_keyword("not") and then is not None and then.is_keyword("in")
        return field in FIELDS and (known_in or not_in)

    def _compare(self) -> Node:
        token = self._tokens[self._next]
        field = token.text.casefold()
        if field not in FIELDS:
            hint = f"Fields: {', '.join(FIELDS)}."
            raise bad(f"There is no field “{token.text}”.", token.at, hint, nearest(field, FIELDS))
        self._next += 1
        negated = self._took_keyword("not")
        if self._took_keyword("in"):
            node: Node = self._many(field)
        else:
            sign = self._tokens[self._next]
            self._next += 1
            negated = sign.text.startswith("!")
            node = self._single(field, sign)
        return Not(node) if negated else node

    def _single(self, field: str, sign: _Token) -> Node:
        text = sign.text.removeprefix("!")
        if text in _ORDER and field in TEXT_FIELDS:
            raise bad(f"“{field}” holds words, so “{text}” cannot be asked.", sign.at, "Use =, !=, ~ or in (…).")
        if text == "~" and field not in TEXT_FIELDS:
            raise bad(f"“{field}” holds numbers, so “~” cannot be asked.", sign.at, "Use =, <, <=, > or >=.")
        value = self._value(field, sign.end)
        return Compare(field, text, (_bare(value),), (value.at,))

    def _many(self, field: str) -> Node:
        opening = self._expect("(")
        values = [self._value(field, opening.end)]
        while (token := self.peek()) is not None and token.text == ",":
            self._next += 1
            values.append(self._value(field, token.end))
        self._expect(")")
        return Compare(field, "=", tuple(_bare(value) for value in values), tuple(value.at for value in values))

    def _value(self, field: str, at: int) -> _Token:
        token = self.peek()
        if token is None or token.kind == "sign":
            raise bad(f"A value for “{field}” is missing.", at)
        self._next += 1
        return token

    def _took_keyword(self, word: str) -> bool:
        token = self.peek()
        if token is None or not token.is_keyword(word):
            return False
        self._next += 1
        return True

    def _expect(self, sign: str) -> _Token:
        token = self.peek()
        if token is None or token.text != sign:
            raise bad(f"“{sign}” is missing.", token.at if token else self._end)
        self._next += 1
        return token


def _bare(token: _Token) -> str:
    if token.kind != "quoted":
        return token.text
    return token.text[1:-1] if is_closed(token.text) else token.text[1:]


# ---------------------------------------------------------------- typing


@dataclass(frozen=True, slots=True)
class Gap:
    """What is being typed: a part of the text, and what may stand there.

    Attributes:
        start: First letter of what a completion replaces.
        typed: What stands there so far, without quotes.
        field: The field whose value is typed; empty where a field or a word may come.
    """

    start: int
    typed: str
    field: str = ""


def gap_at(text: str, cursor: int) -> Gap:
    """Find what is being typed at a place of the text, so that it can be completed."""
    tokens = list(_tokens(text[:cursor]))
    last = tokens[-1] if tokens else None
    touches = last is not None and last.kind != "sign" and last.end == len(text[:cursor])
    start = last.at if last is not None and touches else cursor
    typed = _bare(last) if last is not None and touches else ""
    before = tokens[:-1] if touches else tokens
    return Gap(start, typed, _field_of_value(before))


def _field_of_value(before: Sequence[_Token]) -> str:
    """Give the field whose value comes next; empty when none is due."""
    if not before:
        return ""
    last = before[-1]
    if last.kind == "sign" and last.text not in "(),":
        field = before[-2].text.casefold() if len(before) > 1 else ""
        return field if field in FIELDS else ""
    if last.text not in ("(", ","):
        return ""
    # Back over the values to “field in (”.
    index = len(before) - 1
    while index >= 0 and before[index].text != "(":
        index -= 1
    if index < 2 or not before[index - 1].is_keyword("in"):
        return ""
    index -= 3 if before[index - 2].is_keyword("not") else 2
    field = before[index].text.casefold() if index >= 0 else ""
    return field if field in FIELDS else ""


def quoted(value: str) -> str:
    """Write a value so that ``parse`` reads it as one: in quotes when it has spaces or signs, or is a keyword."""
    plain = re.fullmatch(r"[^\s=~<>(),!\"“]+", value) is not None and value.casefold() not in _KEYWORDS
    if plain:
        return value
    if '"' not in value:
        return f'"{value}"'
    # A name with quotation marks of one kind is written in those of the other kind; of both kinds, one is left out.
    return f"“{value.replace('”', '')}”"


def is_closed(quoted_text: str) -> bool:
    """Say whether a text that begins with a quotation mark ends with the one that belongs to it."""
    return len(quoted_text) > 1 and quoted_text[-1] == _CLOSING[quoted_text[0]]


def closed(text: str) -> str:
    """Give a filter with its last quotation mark closed, where it is still being typed."""
    last = next(reversed(list(_tokens(text))), None)
    is_open = last is not None and last.kind == "quoted" and not is_closed(last.text)
    return f"{text}{_CLOSING[last.text[0]]}" if last is not None and is_open else text
