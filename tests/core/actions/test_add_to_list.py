"""Add to list: the membership that is set, and what is wrong with a card."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.actions.add_to_list import AddToList
from core.actions.if_then import Branch, IfThen
from core.actions.names import Names
from core.model.contact_list import ContactList
from core.model.filter import Condition, Filter, Operator
from core.model.workflow import Card
from tests.core.actions.fakes import NOW, FakeStage, office, sentences
from tests.core.actions.played import Played


def test_a_whole_group_joins_the_list() -> None:
    stage = FakeStage()
    stage.perform(AddToList(4), [0, 2])
    assert stage.told() == [(101, "done", "NONE"), (103, "done", "NONE")]
    assert stage.facts() == [(0, 4, 0, 0)] * 2
    assert stage.values == [("list:4", {0: True, 2: True})]
    assert stage.pushed == [(NOW, "then", [0, 2])]


@pytest.mark.parametrize("action", [AddToList(), AddToList(9), AddToList(-1)])
def test_without_a_list_contacts_skip_it(action: AddToList) -> None:
    stage = FakeStage()
    stage.perform(action, [0])
    assert stage.told() == [(101, "skipped", "FIELD_MISSING")]
    assert stage.values == []
    assert stage.pushed == [(NOW, "then", [0])]


def test_summary_and_problems() -> None:
    names = Names(office())
    assert [AddToList(i).summary(names) for i in (4, 0, 9)] == ["VIP", "no list chosen", "unknown list 9"]
    assert sentences(AddToList(4)) == []
    assert sentences(AddToList()) == [("contact_list", "Choose a list.")]
    assert sentences(AddToList(9)) == [("contact_list", "This list no longer exists; choose another.")]


def test_an_active_list_cannot_be_chosen_because_its_filter_says_who_is_on_it() -> None:
    active = ContactList(5, "In Oslo", Filter(((Condition("city", values=("Oslo",)),),)))
    lists = replace(office(), lists=(ContactList(4, "VIP"), active))
    sentence = "This is an active list: its filter says who is on it. Choose another."
    assert sentences(AddToList(5), lists) == [("contact_list", sentence)]
    assert sentences(AddToList(4), lists) == []


def test_what_it_writes() -> None:
    assert AddToList(4).written == {"list:4"}
    assert AddToList().written == frozenset()


def test_in_a_rehearsal_the_next_card_sees_it() -> None:
    on_list = Filter(((Condition("list", Operator.IN_LIST, (4,)),),))
    cards = (Card(1, AddToList(4)), Card(2, IfThen((Branch("On it", on_list),)), branches=((), ())))
    played = Played([{"list:4": True}, {}], cards)
    assert played.said(1) == ["1 done: Put on the list “VIP”.", "2 done: Put on the list “VIP”."]
    assert [(e.contact, e.a) for e in played.at(2)] == [(1, 1), (2, 1)]
