"""Rule packs: dated limits that HubSpot changes or does not state, each with its source.

They are data in ``resources/rulepacks``. Reading that packaged data is the one thing on this floor that touches files;
a pack never changes while the program runs, so the rules stay pure functions of it.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from core.model.account import Subscription
from core.model.problem import Problem
from core.model.sender import Sender

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_CHOICES = {"limit_window": ("rolling", "calendar_day"), "on_sequence_deleted": ("unenroll", "stay")}
_SMALLEST = {"window_hours": 1, "max_branches": 1, "max_filters": 1, "max_mails": 1}
_OF_A_PACK = frozenset({"name", "title", "assumed", "sources"})


@dataclass(frozen=True, slots=True)
class RulePack:
    """The limits of one day, typed.

    Attributes:
        name: Name of the data file.
        title: Name on screen.
        limit_professional: Sequence mails per user and day with Professional.
        limit_enterprise: Sequence mails per user and day with Enterprise.
        limit_window: ``rolling``, or ``calendar_day`` in the account's time zone.
        window_hours: Length of the rolling window, in hours.
        spacing_seconds: Seconds between mails of one mailbox.
        max_mails: Most automated mails in a sequence.
        max_delay_days: Longest delay before a step, in days.
        on_sequence_deleted: What happens to people inside: ``unenroll`` or ``stay``.
        many_contacts: From more than this many contacts on, a trigger is worth a warning (S4b).
        cold_days: How many days after an import a lead counts as recently imported (S4a).
        max_branches: Most branches of an if/then card.
        max_filters: Most conditions of a filter.
        provider_gmail: Mails a day that a free Gmail account lets through, whoever sends them.
        provider_other: Mails a day that any other provider lets through.
        assumed: Names of the values that no official page states.
        sources: Value name to where it comes from, with the date of that text.
    """

    name: str
    title: str
    limit_professional: int
    limit_enterprise: int
    limit_window: str
    window_hours: int
    spacing_seconds: int
    max_mails: int
    max_delay_days: int
    on_sequence_deleted: str
    many_contacts: int
    cold_days: int
    max_branches: int
    max_filters: int
    provider_gmail: int
    provider_other: int
    assumed: frozenset[str] = frozenset()
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    def limit_for(self, subscription: Subscription) -> int:
        """Give the default daily limit of a user; Starter sends no sequences."""
        return {
            Subscription.STARTER: 0,
            Subscription.PROFESSIONAL: self.limit_professional,
            Subscription.ENTERPRISE: self.limit_enterprise,
        }[subscription]

    def provider_limit(self, provider: str) -> int | None:
        """Give how many mails a day a mail provider lets through, a limit of its own; ``None`` when it is not known."""
        name = provider.strip().casefold()
        if not name:
            return None
        return self.provider_gmail if name == FREE_GMAIL.casefold() else self.provider_other

    def limit_of(self, sender: Sender, subscription: Subscription) -> int:
        """Give the daily limit of a user: the own one or the default, and never more than the mail provider's."""
        own = self.limit_for(subscription) if sender.limit is None else sender.limit
        provider = self.provider_limit(sender.provider)
        return own if provider is None else min(own, provider)


FREE_GMAIL = "Gmail (free)"
"""Name of the provider with the lower limit."""


def names() -> list[str]:
    """List the rule packs that come with the program, oldest first."""
    folder = _folder()
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml"))


@lru_cache(maxsize=16)
def load(name: str) -> RulePack:
    """Load a rule pack by name.

    Raises:
        Problem: ``BAD_RULE_PACK`` when there is none of that name, or its file is not right; ``place`` says where.
    """
    file = _folder().joinpath(f"{name}.toml") if _NAME.fullmatch(name) else None
    if file is None or not file.is_file():
        raise Problem(
            "BAD_RULE_PACK",
            f"There is no rule pack “{name}”.",
            place=f"rulepacks/{name}.toml",
            hint=f"Choose one of: {', '.join(names()) or 'none is installed'}.",
        )
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(name, "", f"The file cannot be read: {error}.") from error
    return read(name, text)


def read(name: str, text: str) -> RulePack:
    """Make a rule pack of a TOML text.

    Raises:
        Problem: ``BAD_RULE_PACK``; ``place`` names the file and the value.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _bad(name, "", f"The file is not TOML: {error}.") from error
    title = data.pop("title", name)
    wanted = {f.name: f.type for f in fields(RulePack) if f.name not in _OF_A_PACK}
    for extra in data.keys() - wanted.keys():
        raise _bad(name, extra, f"“{extra}” is not a value of a rule pack.")
    values: dict[str, Any] = {key: _value(name, key, kind == "int", data.get(key)) for key, kind in wanted.items()}
    return RulePack(
        name=name,
        title=str(title),
        assumed=frozenset(key for key in wanted if data[key].get("assumed")),
        sources=MappingProxyType({key: f"{data[key]['source']} ({data[key]['date']})" for key in wanted}),
        **values,
    )


def _value(name: str, key: str, is_number: bool, table: object) -> int | str:
    if not isinstance(table, dict):
        raise _bad(name, key, f"The value “{key}” is missing.")
    value: int | str = table.get("value", "")
    if is_number:
        least = _SMALLEST.get(key, 0)
        if type(value) is not int or value < least:
            raise _bad(name, key, f"“{key}” must be a whole number of at least {least}, not “{value}”.")
    elif value not in _CHOICES[key]:
        raise _bad(name, key, f"“{key}” must be one of {', '.join(_CHOICES[key])}, not “{value}”.")
    if not isinstance(table.get("source"), str) or type(table.get("date")) is not datetime.date:
        raise _bad(name, key, f"“{key}” needs a source and a date.")
    if not isinstance(table.get("assumed", False), bool):
        raise _bad(name, key, f"“assumed” of “{key}” must be true or false.")
    return value


def _bad(name: str, key: str, sentence: str) -> Problem:
    place = f"rulepacks/{name}.toml" + (f", {key}" if key else "")
    return Problem("BAD_RULE_PACK", sentence, place=place)


def _folder() -> Traversable:
    return files("resources").joinpath("rulepacks")
