"""What a rehearsal sent from a mailbox, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.services.edits import changed
from core.services.runs import rehearse
from core.services.sender_load import DayLoad, load_of
from core.services.workspace import Workspace
from tests.building import at, contacts, enroll, mail, project, sender, sequence, workflow

MONDAY, WEDNESDAY = date(2026, 1, 5), date(2026, 1, 7)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Six contacts: Ana may mail three of them; Bo, who shares her mailbox, and Cy send nothing."""
    people = (sender(limit=3), sender(2, "Bo", mailbox="ana.ruiz@acme.example"), sender(3, "Cy"))
    office = project(workflow(enroll()), senders=people, sequences=(sequence(mail(), mail(2)),))
    shared = replace(office.senders[1], mailbox=office.senders[0].sends_from)
    made = Workspace.create(
        tmp_path / "load.cadenza", replace(office, senders=(office.senders[0], shared, office.senders[2])), contacts(6)
    )
    yield made
    made.close()


def test_mails_are_counted_by_day_of_the_account(ws: Workspace) -> None:
    run = rehearse(ws, ws.project().account.settings)
    load = load_of(ws, run, 1)
    assert load is not None
    # Three enrolled at once on Monday, their second mails two days later; one day for each day played.
    assert [day for day in load.days if day.mails] == [DayLoad(MONDAY, 3, 0), DayLoad(WEDNESDAY, 3, 0)]
    assert (load.days[0].day, load.limit, load.fullest) == (MONDAY, 3, DayLoad(MONDAY, 3, 0))


def test_mails_of_others_in_the_mailbox_are_told_apart(ws: Workspace) -> None:
    run = rehearse(ws, ws.project().account.settings)
    shared = load_of(ws, run, 2)
    assert shared is not None
    assert [day for day in shared.days if day.mails] == [DayLoad(MONDAY, 0, 3), DayLoad(WEDNESDAY, 0, 3)]
    # No limit of his own: the subscription's.
    assert shared.limit == 1000
    alone = load_of(ws, run, 3)
    assert alone is not None
    assert alone.fullest is None


def test_the_run_tells_what_it_knew(ws: Workspace) -> None:
    run = rehearse(ws, ws.project().account.settings)
    ana = ws.project().senders[0]
    ws.apply(changed(ana, replace(ana, limit=50), "Change"))
    load = load_of(ws, run, 1)
    assert load is not None
    assert load.limit == 3
    assert load_of(ws, run, 99) is None


def test_days_begin_at_midnight_where_clocks_stand_at_a_half_hour(tmp_path: Path) -> None:
    """Midnight of Kolkata is 18:30 UTC: a mail at 00:10 there is one of the new day."""
    office = project(workflow(enroll()), senders=(sender(provider="Gmail (free)", limit=2000),), zone="Asia/Kolkata")
    ws = Workspace.create(tmp_path / "k.cadenza", office, contacts(1))
    run = rehearse(ws, replace(office.account.settings, start=at("2026-01-05 18:40"), days=2))
    load = load_of(ws, run, 1)
    assert load is not None
    assert [(day.day, day.own) for day in load.days if day.own] == [(date(2026, 1, 6), 1)]
    # What the mail provider lets through counts, not what was asked for.
    assert load.limit == 350
    ws.close()
