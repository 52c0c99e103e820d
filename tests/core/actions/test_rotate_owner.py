"""Rotate record to owner: whose turn it is, who keeps an owner, and what happens when users go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.names import Names
from core.actions.rotate_owner import RotateOwner
from core.model.event import EventKind, ScriptedEvent
from core.model.workflow import Card
from tests.core.actions.fakes import ANA, BO, CHEN, NOW, FakeStage, office, sentences
from tests.core.actions.played import Played

OWNER = "hubspot_owner_id"
BOTH = RotateOwner((ANA, BO))


def test_users_take_turns_in_the_order_contacts_come() -> None:
    stage = FakeStage()
    perform = BOTH.bind(stage.slot(BOTH))
    perform(NOW, [2, 0, 1])
    perform(NOW + 60, [5, 3])
    assert stage.values == [(OWNER, {2: ANA, 0: BO, 1: ANA}), (OWNER, {5: BO, 3: ANA})]
    assert stage.told() == [(c, "done", "NONE") for c in (103, 101, 102, 106, 104)]
    assert stage.facts() == [(user, 0, 0, 0) for user in (ANA, BO, ANA, BO, ANA)]
    assert stage.pushed == [(NOW, "then", [2, 0, 1]), (NOW + 60, "then", [5, 3])]


def test_contacts_keep_their_owner_and_cost_nobody_a_turn() -> None:
    stage = FakeStage(columns={OWNER: [None, BO, CHEN, "", "odd", None]})
    stage.perform(BOTH, [0, 1, 2, 3, 4, 5])
    assert stage.values == [(OWNER, {0: ANA, 3: BO, 5: ANA})]
    assert stage.told() == [(c, "done", "NONE") for c in (102, 103, 105, 101, 104, 106)]
    kept, given = stage.facts()[:3], stage.facts()[3:]
    assert kept == [(BO, 1, 0, 0), (CHEN, 1, 0, 0), (0, 1, 0, 0)]
    assert given == [(ANA, 0, 0, 0), (BO, 0, 0, 0), (ANA, 0, 0, 0)]
    assert stage.pushed == [(NOW, "then", [0, 1, 2, 3, 4, 5])]


def test_when_everybody_has_an_owner_nothing_is_set() -> None:
    stage = FakeStage(columns={OWNER: [BO] * 6})
    stage.perform(BOTH, [0, 1])
    assert stage.values == []
    assert stage.told() == [(101, "done", "NONE"), (102, "done", "NONE")]


def test_owners_are_overwritten_when_asked() -> None:
    stage = FakeStage(columns={OWNER: [BO, BO, None, None, None, None]})
    stage.perform(replace(BOTH, overwrite=True), [0, 1, 2])
    assert stage.values == [(OWNER, {0: ANA, 1: BO, 2: ANA})]


def test_deactivated_and_unknown_users_are_left_out_and_doubles_count_once() -> None:
    stage = FakeStage()
    stage.perform(RotateOwner((CHEN, ANA, 9, BO, ANA)), [0, 1, 2, 3])
    assert stage.values == [(OWNER, {0: ANA, 1: BO, 2: ANA, 3: BO})]


def test_with_nobody_left_contacts_skip_it_and_keep_owners_stay() -> None:
    stage = FakeStage(columns={OWNER: [None, ANA, None, None, None, None]})
    stage.perform(RotateOwner((CHEN, 9)), [0, 1])
    assert stage.told() == [(102, "done", "NONE"), (101, "skipped", "NOT_OWNED")]
    assert stage.values == []
    assert stage.pushed == [(NOW, "then", [0, 1])]


def test_a_turn_goes_to_the_next_user_when_one_is_deactivated_meanwhile() -> None:
    stage = FakeStage()
    stage.desks[CHEN].sender = replace(stage.desks[CHEN].sender, active=True)
    action = RotateOwner((ANA, BO, CHEN))
    perform = action.bind(stage.slot(action))
    perform(NOW, [0, 1])
    stage.fire(BO)
    perform(NOW, [2, 3, 4])
    assert stage.values == [(OWNER, {0: ANA, 1: BO}), (OWNER, {2: CHEN, 3: ANA, 4: CHEN})]


@pytest.mark.parametrize("action", [RotateOwner(), RotateOwner((ANA,), "")])
def test_without_users_or_property_contacts_skip_it(action: RotateOwner) -> None:
    stage = FakeStage()
    stage.perform(action, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.pushed == [(NOW, "then", [0])]
    assert stage.values == []


def test_what_it_reads_and_writes() -> None:
    assert BOTH.watched == BOTH.written == {OWNER}
    over = replace(BOTH, overwrite=True)
    assert over.watched == frozenset()
    assert over.written == {OWNER}
    assert RotateOwner((), "").watched == RotateOwner((), "").written == frozenset()


def test_summary_and_problems() -> None:
    assert BOTH.summary(Names(office())) == "Ana Ruiz, Bo Lind"
    assert RotateOwner().summary(Names(office())) == "no users chosen"
    assert sentences(BOTH) == []
    assert sentences(RotateOwner((), "city")) == [
        ("users", "Choose at least one user."),
        ("owner_property", "Choose a property that holds a user."),
    ]
    assert sentences(RotateOwner((CHEN,))) == [("users", "Chen Wu was deactivated and is left out.")]


def test_in_a_rehearsal_the_new_owner_is_there_for_the_next_card() -> None:
    cards = (Card(1, BOTH), Card(2, EnrollInSequence(1, SenderType.CONTACT_OWNER)))
    played = Played([{}, {OWNER: BO}, {}], cards)
    assert played.said(1) == [
        "2 done: Keeps Bo Lind as owner.",
        "1 done: Given to Ana Ruiz.",
        "3 done: Given to Bo Lind.",
    ]
    # There is no such sequence, but the owners can be seen by who would have sent.
    assert len(played.at(2)) == 3


def test_in_a_rehearsal_a_user_deactivated_by_the_script_gets_no_more() -> None:
    script = (
        ScriptedEvent(EventKind.SENDER_DEACTIVATED, 0, 30, sender=ANA, id=1),
        *(ScriptedEvent(EventKind.ENROLLED_BY_HAND, c, 60, workflow=1, id=c + 1) for c in (1, 2)),
    )
    played = Played([{OWNER: 9}, {}], (Card(1, replace(BOTH, overwrite=True)),), script=script)
    assert played.said(1) == [
        "1 done: Given to Ana Ruiz.",
        "2 done: Given to Bo Lind.",
        "1 done: Given to Bo Lind.",
        "2 done: Given to Bo Lind.",
    ]


def test_in_a_rehearsal_an_owner_nobody_knows_is_kept_without_a_name() -> None:
    assert Played([{OWNER: 9}], (Card(1, BOTH),)).said(1) == ["1 done: Keeps its owner."]
