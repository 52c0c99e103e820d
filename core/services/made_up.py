"""Made-up contacts for demonstrations: names of a country's people, addresses that lead nowhere, a share of problems.

The same wishes give the same people. Every address is under ``.example``, which belongs to nobody (RFC 2606).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from random import Random
from types import MappingProxyType

from core.model.changes import Edit, Noun, Put
from core.model.contact import Contact
from core.model.fields import Value
from core.model.instant import DAY, Instant
from core.model.problem import Problem
from core.services.calm import calm_collector
from core.services.importing import Control, ImportProgress
from core.services.workspace import Workspace

COUNTRIES: tuple[tuple[str, str, str, str], ...] = (
    ("Poland", "pl", "Europe/Warsaw", "+48 22"),
    ("Germany", "de", "Europe/Berlin", "+49 30"),
    ("United Kingdom", "en-gb", "Europe/London", "+44 20"),
    ("United States", "en", "America/New_York", "+1 212"),
    ("France", "fr", "Europe/Paris", "+33 1"),
    ("Spain", "es", "Europe/Madrid", "+34 91"),
    ("Italy", "it", "Europe/Rome", "+39 06"),
    ("Netherlands", "nl", "Europe/Amsterdam", "+31 20"),
    ("Czechia", "cs", "Europe/Prague", "+420 2"),
    ("Sweden", "sv", "Europe/Stockholm", "+46 8"),
    ("Finland", "fi", "Europe/Helsinki", "+358 9"),
    ("Portugal", "pt", "Europe/Lisbon", "+351 21"),
)
"""Countries there are people of, as (name, language of their names, time zone, how telephone numbers begin)."""

MOST = 1_000_000
"""More contacts than this are not made at once."""

_POOL = 300
_COMPANIES = 400
_PART = 5_000
_STAGES = ("subscriber", "lead", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer")
_TITLES = (
    "Head of Sales", "Marketing Manager", "Managing Director", "Office Manager", "Buyer", "IT Manager", "Founder",
    "Head of Operations", "Product Manager", "Customer Success Manager", "Finance Director", "Consultant",
)  # fmt: skip
_WORDS = (
    "North", "Blue", "Harbor", "Cobalt", "Amber", "Silver", "River", "Cedar", "Lumen", "Fjord", "Acorn", "Vista",
    "Delta", "Orchard", "Quartz", "Summit", "Willow", "Copper", "Maple", "Tide",
)  # fmt: skip
_KINDS = (
    "Works", "Foods", "Logistics", "Systems", "Media", "Energy", "Health", "Labs", "Trade", "Motors", "Design",
    "Partners", "Glass", "Textiles", "Robotics", "Travel", "Paper", "Optics", "Garden", "Tools",
)  # fmt: skip
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Shares:
    """How many of a hundred contacts have which problem.

    Attributes:
        no_email: Without an address.
        invalid: With an address that is none.
        unsubscribed: Unsubscribed from all email.
        bounced: An earlier mail bounced.
        no_owner: Without an owner.
    """

    no_email: int = 4
    invalid: int = 1
    unsubscribed: int = 5
    bounced: int = 3
    no_owner: int = 5

    @property
    def of_address(self) -> int:
        """The share whose address has a problem; a contact has at most one of these."""
        return self.no_email + self.invalid + self.unsubscribed + self.bounced


@dataclass(frozen=True, slots=True)
class Wishes:
    """Which contacts are wanted.

    Attributes:
        count: How many.
        countries: Names of countries in ``COUNTRIES``; each has the same share.
        shares: How many have which problem, in percent.
        owners: Ids of the senders that own them in turn of chance; none for no owners.
        seed: Same seed, same people.
    """

    count: int = 1_000
    countries: tuple[str, ...] = ("Poland", "Germany", "United Kingdom")
    shares: Shares = field(default_factory=Shares)
    owners: tuple[int, ...] = ()
    seed: int = 7


def problems_of(wishes: Wishes) -> str:
    """Say what is wrong with wishes; empty when they can be fulfilled."""
    known = {name for name, *_ in COUNTRIES}
    if not 1 <= wishes.count <= MOST:
        return f"Between 1 and {MOST:,} contacts can be made up at once."
    if not wishes.countries or not known.issuperset(wishes.countries):
        return "Choose at least one country."
    if wishes.shares.of_address > 100:
        return "The shares of contacts with a problem of their address come to more than 100 %."
    return ""


def make_up(ws: Workspace, wishes: Wishes, control: Control | None = None, now: Instant | None = None) -> Edit:
    """Build the edit that adds made-up contacts; slow work for a job.

    Arguments:
        ws: The workspace; nobody gets an address that is on its list already.
        wishes: Which contacts.
        control: Who watches, and may stop it.
        now: When they are made; the start of the rehearsal when not given, so that people stay the same.

    Raises:
        Problem: ``BAD_WISHES`` or ``CANCELLED``.
    """
    wrong = problems_of(wishes)
    if wrong:
        raise Problem("BAD_WISHES", wrong)
    moment = ws.project().account.settings.start if now is None else now
    people: list[dict[str, Value]] = []
    with calm_collector():
        found = values_of(wishes, moment)
        while part := list(islice(found, _PART)):
            people += part
            if control is not None:
                if control.cancelled():
                    raise Problem("CANCELLED", "Nothing was made up.")
                control.report(ImportProgress(len(people), wishes.count))
        _make_unique(ws, people)
        ids = ws.new_ids(Noun.CONTACT, len(people))
        contacts = map(Contact, ids, map(MappingProxyType, people))
        title = f"Make up {wishes.count:,} contact{'' if wishes.count == 1 else 's'}"
        return Edit(title, tuple(map(Put, repeat(None), contacts)))


def values_of(wishes: Wishes, now: Instant) -> Iterator[dict[str, Value]]:
    """Give the values of made-up contacts one by one; more of them begin with the same people."""
    dice = Random(f"people {wishes.seed}")
    pools = [_Pool(*found, wishes.seed) for found in COUNTRIES if found[0] in wishes.countries]
    shares = wishes.shares
    bounds = (
        shares.no_email, shares.no_email + shares.invalid, shares.no_email + shares.invalid + shares.unsubscribed,
        shares.of_address,
    )  # fmt: skip
    taken: set[str] = set()
    pick, chance, at_most = dice.choice, dice.random, dice.randrange
    for _ in range(wishes.count):
        pool = pick(pools)
        firsts, lasts = pool.people[at_most(2)]
        first, last = pick(firsts), pick(lasts)
        company, domain = pick(pool.companies)
        created = now - at_most(1, 400 * DAY)
        values: dict[str, Value] = {
            "email": _address(first, last, domain, taken),
            "firstname": first,
            "lastname": last,
            "company": company,
            "jobtitle": pick(_TITLES),
            "phone": f"{pool.phone} {at_most(10**7):07d}",
            "city": pick(pool.cities),
            "country": pool.country,
            "lifecyclestage": pick(_STAGES),
            "hs_timezone": pool.zone,
            "hs_object_source": "FORM",
            "createdate": created,
            "lastmodifieddate": created,
        }
        problem, owner, who = 100 * chance(), 100 * chance(), chance()
        if problem < bounds[0]:
            del values["email"]
        elif problem < bounds[1]:
            values["email"] = str(values["email"]).replace("@", "@@")
        elif problem < bounds[2]:
            values["hs_email_optout"] = True
        elif problem < bounds[3]:
            values["hs_email_bounced"] = True
        if wishes.owners and owner >= shares.no_owner:
            values["hubspot_owner_id"] = wishes.owners[int(who * len(wishes.owners))]
        yield values


class _Pool:
    """Names, cities and companies of one country.

    Arguments:
        country: Its name.
        language: The language of its names.
        zone: Its time zone.
        phone: How telephone numbers begin.
        seed: Same seed, same names.
    """

    def __init__(self, country: str, language: str, zone: str, phone: str, seed: int) -> None:
        # Late: its names are a few megabytes that only this needs.
        from mimesis import Address, Gender, Locale, Person

        person = Person(Locale(language), seed=seed)
        place = Address(Locale(language), seed=seed)
        genders = (Gender.FEMALE, Gender.MALE)
        self.country, self.zone, self.phone = country, zone, phone
        self.people: Sequence[tuple[list[str], list[str]]] = [
            (
                [person.first_name(gender=gender) for _ in range(_POOL)],
                [person.last_name(gender=gender) for _ in range(_POOL)],
            )
            for gender in genders
        ]
        self.cities = [place.city() for _ in range(_POOL)]
        dice = Random(f"companies {country} {seed}")
        names = [f"{word} {kind}" for word in _WORDS for kind in _KINDS]
        dice.shuffle(names)
        self.companies = [(name, f"{_plain(name)}.{language[-2:]}.example") for name in names[:_COMPANIES]]


def _plain(text: str) -> str:
    """Give a text as it stands in an address: a to z and digits."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_SPECIAL))
    return re.sub(r"[^a-z0-9]+", "", folded)


def _address(first: str, last: str, domain: str, taken: set[str]) -> str:
    """Give an address that nobody has yet."""
    local = f"{_plain(first) or 'a'}.{_plain(last) or 'b'}"
    address, number = f"{local}@{domain}", 1
    while address in taken:
        number += 1
        address = f"{local}{number}@{domain}"
    taken.add(address)
    return address


def _make_unique(ws: Workspace, people: list[dict[str, Value]]) -> None:
    """Number the addresses that are on the list already, as they are when the same people are made twice."""
    if not ws.contacts.count():
        return
    suffix = 1
    clash = people
    while clash:
        there = ws.contacts.find_by_email([str(values["email"]) for values in clash if "email" in values])
        clash = [values for values in clash if values.get("email") in there]
        suffix += 1
        for values in clash:
            local, _, domain = str(values["email"]).partition("@")
            values["email"] = f"{local.partition('-')[0]}-{suffix}@{domain}"
