"""Where contacts are at an instant, for a table of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.services import replay as replays
from core.services.replay import Replay
from core.services.runs import rehearse
from core.services.samples import open_sample
from core.services.whereabouts import Whereabouts
from core.services.workspace import Workspace
from tests import building as b


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return open_sample("demo-request", tmp_path / "sample.cadenza")


@pytest.fixture
def replay(ws: Workspace) -> Replay:
    run = rehearse(ws, ws.project().account.settings)
    found = replays.load(ws, run.id)
    assert found is not None
    return found


def who(ws: Workspace, name: str) -> int:
    return next(contact.id for contact in ws.contacts.many(range(1, 100)) if contact.name == name)


@pytest.mark.parametrize(
    ("name", "at", "words"),
    [
        ("Łucja Wrona", "2026-01-13 07:00", ""),
        ("Łucja Wrona", "2026-01-13 12:00", "In Demo follow-up (Ana Ruiz) · step 1"),
        ("Łucja Wrona", "2026-01-14 20:00", "Waits at Delay for 1 day until Thu 15 Jan 16:08:33"),
        ("Łucja Wrona", "2026-01-15 20:00", "In After the meeting (Mia Laine) · step 1"),
        ("Łucja Wrona", "2026-01-25 20:00", "Finished After the meeting"),
        ("Marta Lewandowska", "2026-01-25 20:00", "Skipped: no contact owner"),
        ("Hugo Lefèvre", "2026-02-03 20:00", "Left Demo follow-up: unsubscribed from all email"),
        ("Luca Meier", "2026-01-05 09:00", "In Welcome (Mia Laine)"),
    ],
)
def test_what_is_said(ws: Workspace, replay: Replay, name: str, at: str, words: str) -> None:
    assert Whereabouts(replay).words(who(ws, name), replay.at(b.at(at))) == words


def test_who_is_in_a_sequence_agrees_with_the_replay(ws: Workspace, replay: Replay) -> None:
    where = Whereabouts(replay)
    for rows in range(0, replay.rows, 17):
        moment = replay.after_rows(rows)
        inside = replay.inside(moment)
        for contact in range(1, 61):
            assert where.words(contact, moment).startswith("In ") == (contact in inside), (contact, rows)
