"""Send internal notification: who is told, and what is wrong with a card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.names import Names
from core.actions.notification import Notification
from core.model.workflow import Card
from tests.core.actions.fakes import ANA, BO, CHEN, NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

OWNER = "hubspot_owner_id"
TO_OWNER = Notification("New lead")
TO_BOTH = Notification("New lead", users=(ANA, BO))
TO_USERS = Notification("New lead", users=(ANA, BO, CHEN, ANA, 9), to_owner=False)


def test_users_are_told_of_every_contact() -> None:
    stage = FakeStage(columns={OWNER: [BO] * 6})
    stage.perform(TO_USERS, [0, 2])
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    assert stage.facts() == [(0, 2, 0, 0)] * 2
    assert stage.pushed == [(NOW, "then", [0, 2])]


def test_owners_are_told_of_their_contacts_and_count_once() -> None:
    stage = FakeStage(columns={OWNER: [ANA, None, CHEN, BO, None, None]})
    stage.perform(Notification("New lead", users=(ANA,)), [0, 1, 2, 3])
    assert stage.told() == [(c, "done", "NONE") for c in (101, 102, 103, 104)]
    assert stage.facts() == [(ANA, 1, 0, 0), (0, 1, 0, 0), (0, 1, 0, 0), (BO, 2, 0, 0)]


def test_where_there_is_nobody_to_tell_the_contact_skips_it() -> None:
    stage = FakeStage(columns={OWNER: [ANA, None, CHEN, None, None, None]})
    stage.perform(TO_OWNER, [0, 1, 2])
    assert stage.told() == [(101, "done", "NONE"), (102, "skipped", "NOT_OWNED"), (103, "skipped", "NOT_OWNED")]
    assert stage.facts() == [(ANA, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0)]
    assert stage.pushed == [(NOW, "then", [0, 1, 2])]


def test_when_the_last_user_is_deactivated_nobody_is_told_any_more() -> None:
    stage = FakeStage()
    action = Notification("New lead", users=(ANA,), to_owner=False)
    perform = action.bind(stage.slot(action))
    perform(NOW, [0])
    stage.fire(ANA)
    perform(NOW, [1])
    assert stage.told() == [(101, "done", "NONE"), (102, "skipped", "NOT_OWNED")]


@pytest.mark.parametrize("subject", ["", "  "])
def test_a_notification_that_says_nothing_is_none(subject: str) -> None:
    stage = FakeStage()
    action = replace(TO_BOTH, subject=subject)
    stage.perform(action, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "then", [0])]
    assert sentences(action) == [("subject", "Type a subject.")]


def test_what_it_reads() -> None:
    assert TO_BOTH.watched == {OWNER}
    assert TO_USERS.watched == frozenset()
    assert replace(TO_BOTH, owner_property="").watched == frozenset()


@pytest.mark.parametrize(
    ("action", "summary"),
    [
        (TO_OWNER, "New lead · to contact owner"),
        (TO_BOTH, "New lead · to Ana Ruiz, Bo Lind and contact owner"),
        (Notification("Hi", users=(BO,), to_owner=False), "Hi · to Bo Lind"),
        (Notification(to_owner=False), "no subject · to nobody"),
    ],
)
def test_summary(action: Notification, summary: str) -> None:
    assert action.summary(Names(office())) == summary


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (TO_OWNER, []),
        (TO_BOTH, []),
        (Notification("Hi", to_owner=False), [("users", "Choose at least one user, or the contact owner.")]),
        (Notification("Hi", users=(CHEN,)), [("users", "Chen Wu was deactivated and is left out.")]),
        (
            Notification("Hi", users=(9,), to_owner=False, owner_property="gone"),
            [("users", "There is no user 9 any more; choose another.")],
        ),
        (Notification("Hi", owner_property=""), [("owner_property", "Choose a contact owner property.")]),
        (Notification("Hi", owner_property="city"), [("owner_property", "Choose a property that holds a user.")]),
    ],
)
def test_problems(action: Notification, said: list[tuple[str, str]]) -> None:
    assert sentences(action) == said


def test_in_a_rehearsal() -> None:
    people = [{OWNER: ANA}, {OWNER: BO}, {}]
    cards = (
        Card(1, Notification("A", users=(BO,), to_owner=False)),
        Card(2, TO_OWNER),
        Card(3, TO_BOTH),
        Card(4, replace(TO_BOTH, to_owner=False)),
    )
    played = Played(people, cards)
    assert played.said(1)[0] == "1 done: Sent to 1 user."
    assert played.said(2) == [
        "1 done: Sent to the contact owner, Ana Ruiz.",
        "2 done: Sent to the contact owner, Bo Lind.",
        "3 skipped: There is nobody to give it to.",
    ]
    assert played.said(3)[0] == "1 done: Sent to 2 users, the contact owner Ana Ruiz among them."
    assert played.said(4)[2] == "3 done: Sent to 2 users."
