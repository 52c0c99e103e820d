"""Made-up contacts: as many and as troubled as wished, the same for the same seed, with addresses that lead nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.model.contact import Contact
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import Sender
from core.rules.addresses import is_address
from core.services.importing import ImportProgress
from core.services.made_up import COUNTRIES, Shares, Wishes, make_up, values_of
from core.services.workspace import Workspace

NOW = 1_767_603_600
NO_PROBLEMS = Shares(0, 0, 0, 0, 0)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace.create(tmp_path / "people.cadenza", Project(senders=(Sender(1, "Ana"), Sender(2, "Ben"))))
    yield made
    made.close()


def test_the_same_seed_gives_the_same_people_and_more_begin_with_them() -> None:
    wishes = Wishes(count=50)
    assert list(values_of(wishes, NOW)) == list(values_of(wishes, NOW))
    assert list(values_of(replace(wishes, count=80), NOW))[:50] == list(values_of(wishes, NOW))
    assert list(values_of(replace(wishes, seed=8), NOW)) != list(values_of(wishes, NOW))


def test_without_problems_everybody_has_an_address_of_their_own_that_leads_nowhere() -> None:
    people = list(values_of(Wishes(4_000, tuple(name for name, *_ in COUNTRIES), NO_PROBLEMS, (1, 2)), NOW))
    emails = [str(person["email"]) for person in people]
    assert len(set(emails)) == 4_000
    assert all(is_address(email) and email.endswith(".example") and email.isascii() for email in emails)
    assert set(Counter(str(person["country"]) for person in people)) == {name for name, *_ in COUNTRIES}
    owners = Counter(person["hubspot_owner_id"] for person in people)
    assert set(owners) == {1, 2}
    assert min(owners.values()) > 1_800
    assert all(0 < NOW - int(person["createdate"] or 0) <= 400 * 86_400 for person in people)


def test_shares_of_problems_are_kept() -> None:
    people = list(values_of(Wishes(10_000, ("Poland",), Shares(10, 5, 20, 15, 50), (1,)), NOW))
    found = Counter(
        "none" if "email" not in person
        else "invalid" if not is_address(str(person["email"]))
        else "unsubscribed" if person.get("hs_email_optout")
        else "bounced" if person.get("hs_email_bounced")
        else "fine"
        for person in people
    )  # fmt: skip
    shares = {"none": 10, "invalid": 5, "unsubscribed": 20, "bounced": 15, "fine": 50}
    assert {kind: round(count / 100) for kind, count in found.items()} == pytest.approx(shares, abs=2)
    assert sum("hubspot_owner_id" not in person for person in people) == pytest.approx(5_000, abs=200)


def test_they_come_in_one_edit_and_twice_the_same_get_other_addresses(ws: Workspace) -> None:
    wishes = Wishes(count=300, shares=NO_PROBLEMS)
    first = make_up(ws, wishes)
    assert first.title == "Make up 300 contacts"
    ws.apply(first)
    for _ in range(2):
        ws.apply(make_up(ws, wishes))
    assert ws.contacts.count() == 900
    everybody = ws.contacts.many(range(1, 901))
    assert len({contact.email for contact in everybody}) == 900
    assert all(is_address(contact.email) for contact in everybody)
    put = first.puts[0]
    assert isinstance(put.after, Contact)
    ws.apply(first.back)
    assert ws.contacts.count() == 600


class Watcher:
    """Stops after some reports."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.heard: list[object] = []

    def cancelled(self) -> bool:
        return len(self.heard) >= self.after

    def report(self, payload: object) -> None:
        self.heard.append(payload)


def test_progress_is_told_and_it_can_be_stopped(ws: Workspace) -> None:
    watcher = Watcher(9)
    make_up(ws, Wishes(12_000, ("Poland",)), watcher)
    assert watcher.heard == [ImportProgress(n, 12_000) for n in (5_000, 10_000, 12_000)]
    with pytest.raises(Problem) as stopped:
        make_up(ws, Wishes(12_000, ("Poland",)), Watcher(1))
    assert stopped.value.code == "CANCELLED"
    assert ws.contacts.count() == 0


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        (Wishes(0), "Between 1 and 1,000,000 contacts can be made up at once."),
        (Wishes(1_000_001), "Between 1 and 1,000,000 contacts can be made up at once."),
        (Wishes(countries=()), "Choose at least one country."),
        (Wishes(countries=("Atlantis",)), "Choose at least one country."),
        (Wishes(shares=Shares(50, 20, 20, 20)),
         "The shares of contacts with a problem of their address come to more than 100 %."),
    ],
)  # fmt: skip
def test_wishes_that_cannot_be_fulfilled_are_told(ws: Workspace, wishes: Wishes, sentence: str) -> None:
    with pytest.raises(Problem) as refused:
        make_up(ws, wishes)
    assert refused.value.sentence == sentence
