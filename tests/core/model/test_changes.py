"""Edits: undone they are themselves the other way round; what they changed is gathered by noun."""

from __future__ import annotations

from core.model.account import Account
from core.model.changes import Changes, Edit, Noun, Put
from core.model.contact import Contact
from core.model.sequence import Enrollment

ADA, BEN = Contact(1, {"firstname": "Ada"}), Contact(2, {"firstname": "Ben"})


def test_a_change_taken_back_puts_the_old_thing_in_place_of_the_new() -> None:
    assert Put(ADA, BEN).back == Put(BEN, ADA)
    assert Put(None, ADA).back == Put(ADA, None)


def test_an_edit_is_taken_back_in_the_opposite_order() -> None:
    edit = Edit("Add Ada, delete Ben", (Put(None, ADA), Put(BEN, None)))
    assert edit.back == Edit("Add Ada, delete Ben", (Put(None, BEN), Put(ADA, None)), undone=True)
    assert edit.back.back == edit


def test_changes_are_gathered_by_noun() -> None:
    changes = Changes.of([(Noun.CONTACT, 1), (Noun.CONTACT, 2), (Noun.SENDER, 5), (Noun.CONTACT, 1)])
    assert changes.ids == {Noun.CONTACT: frozenset({1, 2}), Noun.SENDER: frozenset({5})}
    assert changes.touches(Noun.SENDER)
    assert changes.touches(Noun.RUN, Noun.CONTACT)
    assert not changes.touches(Noun.RUN, Noun.ACCOUNT)
    assert not changes.touches()


def test_nothing_changed_touches_nothing() -> None:
    assert not Changes().touches(*Noun)
    assert Changes.of([]) == Changes()


def test_every_kind_of_thing_fits_into_a_change() -> None:
    assert Put(None, Account()).after == Account()
    assert Put(Enrollment(1, 1, 1, 0), None).before == Enrollment(1, 1, 1, 0)
