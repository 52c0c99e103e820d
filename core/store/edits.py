"""Doing an edit: all of its changes in one transaction, many of one kind at once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from types import NoneType
from typing import Generic, TypeVar, cast

from core.model.account import Account
from core.model.changes import Changes, Edit, Noun, Put, Thing
from core.model.contact import Contact
from core.model.contact_list import ListMember
from core.model.instant import Instant
from core.model.problem import Problem
from core.store import contacts, things, versions
from core.store.contacts import Tick
from core.store.database import Store
from core.store.things import ACCOUNT_ID

_INSERT, _UPDATE, _DELETE = range(3)
_BEFORE, _AFTER, _ID = attrgetter("before"), attrgetter("after"), attrgetter("id")
_T = TypeVar("_T", Contact, ListMember)


def apply(store: Store, edit: Edit, now: Instant | None = None, tick: Tick | None = None) -> Changes:
    """Do an edit and commit it; when one change cannot be done, none is. Changed workflows leave a version.

    Arguments:
        store: The open file.
        edit: The edit.
        now: The present moment by the wall clock; asked for when not given.
        tick: Hears how many contacts are put in; what it raises stops the edit, and nothing is changed then.

    Raises:
        Problem: ``EDIT_CONFLICT`` when a thing to change or delete is gone, or a new one is there already;
            ``BAD_VALUE`` for a text or number no file can hold; ``DISK_FULL``, ``READ_ONLY`` or ``FILE_BUSY``.
    """
    ids: dict[Noun, set[int]] = {}
    moment = int(time.time()) if now is None else now
    with store.write() as connection, _sayable(edit.title):
        for noun, what, puts in _grouped(edit.puts):
            if noun is Noun.WORKFLOW:
                versions.before(connection, puts, moment)
            if _DO[what](store, connection, noun, puts, tick) != len(puts):
                raise _conflict(edit.title, "is no longer there")
            if noun is Noun.WORKFLOW:
                versions.after(connection, edit, puts, moment)
            ids.setdefault(noun, set()).update(_ids(noun, map(_BEFORE if what == _DELETE else _AFTER, puts)))
    return Changes({noun: frozenset(found) for noun, found in ids.items()})


def bring_in(store: Store, people: Iterable[Contact], members: Iterable[ListMember] = ()) -> None:
    """Put contacts in as they come, without holding them all, and then who of them is on which list.

    What has the id 0 gets the next free one.

    Raises:
        Problem: as ``apply``.
    """
    with store.write() as connection, _sayable("Add contacts"):
        found = _Numbered(people, lambda contact, number: Contact(number, contact.values))
        contacts.insert(connection, found)
        store.used_id(connection, Noun.CONTACT, found.highest)
        listed = _Numbered(members, lambda member, number: replace(member, id=number))
        things.insert(connection, Noun.MEMBER, listed)
        store.used_id(connection, Noun.MEMBER, listed.highest)


class _Numbered(Generic[_T]):
    """Passes things on, those without an id with the next free one.

    Arguments:
        given: The things.
        with_id: Gives a thing with an id.

    Attributes:
        highest: The highest id so far.
    """

    def __init__(self, given: Iterable[_T], with_id: Callable[[_T, int], _T]) -> None:
        self.highest = 0
        self._given: Iterable[_T] = given
        self._with_id: Callable[[_T, int], _T] = with_id

    def __iter__(self) -> Iterator[_T]:
        for thing in self._given:
            numbered = thing if thing.id else self._with_id(thing, self.highest + 1)
            self.highest = max(self.highest, numbered.id)
            yield numbered


@contextmanager
def _sayable(title: str) -> Iterator[None]:
    """Turn what cannot be stored into a ``Problem``."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise _conflict(title, "is there already") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise Problem(
            "BAD_VALUE", f"“{title}” cannot be done: a text or number in it cannot be stored ({error})."
        ) from error


def _conflict(title: str, why: str) -> Problem:
    return Problem(
        "EDIT_CONFLICT",
        f"“{title}” cannot be done: something it changes {why}. Nothing was changed.",
        hint="Open the workspace again to see how it is now.",
    )


def _grouped(puts: tuple[Put, ...]) -> Iterator[tuple[Noun, int, list[Put]]]:
    if set(map(type, map(_AFTER, puts))) <= {Contact} and set(map(type, map(_BEFORE, puts))) <= {NoneType}:
        # Asked first, because an import puts nothing else, a hundred thousand times.
        yield from [(Noun.CONTACT, _INSERT, list(puts))] if puts else []
        return
    for (noun, what), group in groupby(puts, _kind_of):
        yield noun, what, list(group)


def _kind_of(put: Put) -> tuple[Noun, int]:
    thing = _thing_of(put)
    if put.before is None:
        return things.noun_of(thing), _INSERT
    if put.after is None:
        return things.noun_of(thing), _DELETE
    if type(put.before) is not type(put.after) or things.id_of(put.before) != things.id_of(put.after):
        raise ValueError(f"a change cannot make {put.before!r} into {put.after!r}")
    return things.noun_of(thing), _UPDATE


def _thing_of(put: Put) -> Thing:
    thing = put.after if put.after is not None else put.before
    if thing is None:
        raise ValueError("a change needs a thing before or after it")
    return thing


def _ids(noun: Noun, found: Iterable[Thing]) -> list[int]:
    return [ACCOUNT_ID for _ in found] if noun is Noun.ACCOUNT else list(map(_ID, found))


def _insert(store: Store, connection: sqlite3.Connection, noun: Noun, puts: list[Put], tick: Tick | None = None) -> int:
    new: list[Thing] = list(map(_AFTER, puts))
    if noun is Noun.ACCOUNT:
        return _update(store, connection, noun, puts)
    ids = _ids(noun, new)
    if min(ids) <= 0:
        raise ValueError("a new thing needs an id")
    if noun is Noun.CONTACT:
        contacts.insert(connection, cast(list[Contact], new), tick)
    else:
        things.insert(connection, noun, new)
    store.used_id(connection, noun, max(ids))
    return len(puts)


def _update(
    store: Store, connection: sqlite3.Connection, noun: Noun, puts: list[Put], _tick: Tick | None = None
) -> int:
    after = [cast(Thing, put.after) for put in puts]
    if noun is Noun.ACCOUNT:
        things.set_account(store, connection, cast(Account, after[-1]))
        return len(puts)
    if noun is Noun.CONTACT:
        before = [cast(Contact, put.before) for put in puts]
        return contacts.update(connection, before, cast(list[Contact], after))
    return things.update(connection, noun, after)


def _delete(
    _store: Store, connection: sqlite3.Connection, noun: Noun, puts: list[Put], _tick: Tick | None = None
) -> int:
    gone = [cast(Thing, put.before) for put in puts]
    if noun is Noun.CONTACT:
        return contacts.delete(connection, cast(list[Contact], gone))
    if noun is Noun.ACCOUNT:
        raise ValueError("the account cannot be deleted")
    return things.delete(connection, noun, gone)


_DO = {_INSERT: _insert, _UPDATE: _update, _DELETE: _delete}
