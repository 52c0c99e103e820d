"""Tokens in mails: finding them, filling them, and saying which stayed empty.

Syntax, ours where HubSpot's is not documented: ``{{ contact.firstname }}``, ``{{ company.name }}``,
``{{ owner.firstname }}``, ``{{ sender.name }}``; a default stands behind a bar, in quotes:
``{{ contact.firstname | default: "there" }}``. ``{{ placeholder.anything }}`` waits for a person to type something; a
workflow cannot, so the mail goes out with the placeholder's own text (S9). Spaces inside the braces do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum

from core.model.contact import Contact, PropertyDefinition, PropertyType
from core.model.day_names import MONTHS
from core.model.fields import Value
from core.model.instant import from_instant, is_moment
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence
from core.rules.calendar import zone_of

_WORD = r"[^{}|\s.]+"
_NAME = r"[^{}|\s]+(?:[ \t]+[^{}|\s]+)*"
# Word processors turn straight quotes into curly ones; both end a default.
_DEFAULT = r'\|\s*default\s*:\s*(?:"(?P<straight>[^"{}]*)"|[“„](?P<curly>[^“”{}]*)[”“])\s*'
_TOKEN = re.compile(rf"\{{\{{\s*(?P<kind>{_WORD})\s*\.\s*(?P<name>{_NAME})\s*(?:{_DEFAULT})?\}}\}}")

_USER_PARTS = ("name", "firstname", "lastname", "email", "team")


class TokenKind(StrEnum):
    """Where a token's value comes from."""

    CONTACT = "contact"
    COMPANY = "company"
    OWNER = "owner"
    SENDER = "sender"
    PLACEHOLDER = "placeholder"
    UNKNOWN = "unknown"


class SpanKind(StrEnum):
    """What stands at a place of a rendered text."""

    VALUE = "value"
    DEFAULT = "default"
    EMPTY = "empty"
    PLACEHOLDER = "placeholder"


_KINDS = {kind.value: kind for kind in TokenKind if kind is not TokenKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Token:
    """One token in a text.

    Attributes:
        kind: Where its value comes from; ``UNKNOWN`` when nobody knows.
        name: What is asked for, e.g. ``firstname``.
        default: What stands there without a value; ``None`` when none is given.
        start: Where it begins in the text.
        end: Where it ends.
        raw: The token as written, braces included.
    """

    kind: TokenKind
    name: str
    default: str | None
    start: int
    end: int
    raw: str

    @property
    def key(self) -> str:
        """What it asks for, as in ``values_for``, e.g. ``contact.firstname``."""
        return f"{self.kind.value}.{self.name}"


@dataclass(frozen=True, slots=True)
class Span:
    """A place of a rendered text that came from a token; an empty one has no length."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its tokens filled.

    Attributes:
        text: The text as the contact gets it.
        spans: What came from tokens, in order.
    """

    text: str
    spans: tuple[Span, ...]

    def count(self, kind: SpanKind) -> int:
        """Count the places of one kind."""
        return sum(span.kind is kind for span in self.spans)


def find(text: str) -> list[Token]:
    """Find the tokens of a text, in order; braces that hold no token are plain text."""
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    kind = _KINDS.get(match["kind"].lower(), TokenKind.UNKNOWN)
    name = f"{match['kind']}.{match['name']}" if kind is TokenKind.UNKNOWN else match["name"]
    default = match["straight"] if match["straight"] is not None else match["curly"]
    return Token(kind, name, default, match.start(), match.end(), match[0])


def placeholders(sequence: Sequence) -> tuple[str, ...]:
    """Name the placeholders in the automated mails of a sequence, each once, in the order they come (S9).

    Manual mails are left out: the sender writes those and can fill them in.
    """
    found = (
        token.name
        for step in sequence.steps
        if not step.kind.is_task
        for text in (step.subject, step.body)
        for token in find(text)
        if token.kind is TokenKind.PLACEHOLDER
    )
    return tuple(dict.fromkeys(found))


def render(text: str, values: Mapping[str, str]) -> Rendered:
    """Fill the tokens of a text.

    Arguments:
        text: Subject or body of a mail.
        values: Token key to value, see ``values_for``; an empty or missing value counts as none.

    Returns:
        The text, and what each token became: its value, its default, nothing, or (placeholders) its own text.
    """
    parts: list[str] = []
    spans: list[Span] = []
    at = done = 0
    for token in find(text):
        said, kind = _said(token, values)
        before = text[done : token.start]
        parts += (before, said)
        start = at + len(before)
        at = start + len(said)
        spans.append(Span(start, at, kind))
        done = token.end
    parts.append(text[done:])
    return Rendered("".join(parts), tuple(spans))


def _said(token: Token, values: Mapping[str, str]) -> tuple[str, SpanKind]:
    return become(token, values.get(token.key, ""))


def become(token: Token, value: str) -> tuple[str, SpanKind]:
    """Say what a token becomes in a mail: its value, else its default, else nothing; a placeholder its own text.

    Arguments:
        token: The token.
        value: Its value in words; empty for none.
    """
    if token.kind is TokenKind.PLACEHOLDER:
        return token.raw, SpanKind.PLACEHOLDER
    if value:
        return value, SpanKind.VALUE
    if token.default:
        return token.default, SpanKind.DEFAULT
    return "", SpanKind.EMPTY


@dataclass(frozen=True, slots=True)
class Source:
    """Where the value of a token comes from.

    Attributes:
        property: The property of the contact that it is read from; empty for facts of the sender.
        say: Gives the words of that property's value; empty when there are none.
    """

    property: str
    say: Callable[[Value], str]


class Sources:
    """What the tokens of a mail can say.

    Arguments:
        project: For its properties, its users and the account's time zone.
        sender: Who sends the mail; ``None`` when nobody is known.
    """

    def __init__(self, project: Project, sender: Sender | None) -> None:
        zone = _zone(project)
        self._owners = {s.id: s for s in project.senders}
        self._by_key: dict[str, Source] = {}
        for definition in project.properties:
            self._by_key[f"contact.{definition.name}"] = Source(definition.name, self._words(definition, zone))
        for key, name in (("company.name", "company"), ("company.website", "website")):
            self._by_key[key] = self._by_key[f"contact.{name}"]
        for part in _USER_PARTS:
            self._by_key[f"owner.{part}"] = Source("hubspot_owner_id", self._of_owner(part))
        for part, said in _facts_of(sender).items():
            self._by_key[f"sender.{part}"] = Source("", _always(said))

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all tokens that something can fill."""
        return tuple(self._by_key)

    def get(self, key: str) -> Source | None:
        """Give where a token's value comes from, by its key; ``None`` when nothing can fill it."""
        return self._by_key.get(key)

    def values(self, contact: Contact) -> dict[str, str]:
        """Gather what tokens can say of a contact; what has no value is absent."""
        said = ((key, source.say(contact.get(source.property))) for key, source in self._by_key.items())
        return {key: words for key, words in said if words}

    def _words(self, definition: PropertyDefinition, zone: tzinfo) -> Callable[[Value], str]:
        return lambda value: "" if value is None or value == "" else _in_words(value, definition, self._owners, zone)

    def _of_owner(self, part: str) -> Callable[[Value], str]:
        return lambda value: _facts_of(self._owners.get(value) if isinstance(value, int) else None).get(part, "")


def values_for(contact: Contact, sender: Sender | None, project: Project) -> dict[str, str]:
    """Gather what tokens can say of a contact and a sender; what has no value is absent.

    Keys are ``contact.<property>``, ``company.name`` and ``company.website`` (the contact's own properties),
    ``owner.…`` and ``sender.…`` with ``name``, ``firstname``, ``lastname``, ``email`` and ``team``.
    """
    return Sources(project, sender).values(contact)


def _always(said: str) -> Callable[[Value], str]:
    return lambda _value: said


def _facts_of(user: Sender | None) -> dict[str, str]:
    if user is None:
        return {}
    first, _, last = user.name.strip().partition(" ")
    return dict(zip(_USER_PARTS, (user.name, first, last, user.email, user.team), strict=True))


def _in_words(value: Value, definition: PropertyDefinition, owners: Mapping[int, Sender], zone: tzinfo) -> str:
    match definition.type:
        case PropertyType.OWNER:
            owner = owners.get(value) if isinstance(value, int) else None
            return owner.name if owner else ""
        case PropertyType.ENUM:
            return dict(definition.options).get(str(value), str(value))
        case PropertyType.BOOL:
            return "Yes" if value else "No"
        case PropertyType.DATE | PropertyType.DATETIME if is_moment(value):
            # Month names of our own: strftime's follow the locale, which a desktop toolkit may switch.
            day = from_instant(value, zone)
            return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
        case _:
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _zone(project: Project) -> tzinfo:
    """Give the account's zone; a broken one is reported elsewhere and must not hide a mail."""
    try:
        return zone_of(project.account.time_zone)
    except Problem:
        return zone_of("UTC")
