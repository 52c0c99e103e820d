"""The account: what is bought, where it is, and how it last rehearsed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from core.model.instant import Instant


class Subscription(Enum):
    """The Sales or Service Hub edition of the account (S1, S5)."""

    STARTER = "starter"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a rehearsal is played.

    Attributes:
        start: First moment; 2026-01-05 09:00 UTC by default, a Monday.
        days: How many days of 24 hours are played.
        seed: What the contacts' random sources are made from; same seed, same trace.
        workflows: Ids of the workflows to play; empty means all that are on.
    """

    start: Instant = 1767603600
    days: int = 30
    seed: int = 7
    workflows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """The one account of a workspace.

    Attributes:
        name: Name on screen.
        subscription: What is bought.
        time_zone: IANA name.
        rule_pack: Name of the data file with the limits, see ``resources/rulepacks``.
        settings: How it last rehearsed.
        country: ISO code of two letters of the country whose public holidays are offered first; empty means that of
            the time zone.
    """

    name: str = "My account"
    subscription: Subscription = Subscription.ENTERPRISE
    time_zone: str = "UTC"
    rule_pack: str = "2025-08"
    settings: RunSettings = field(default_factory=RunSettings)
    country: str = ""
