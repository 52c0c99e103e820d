"""Comparing rule packs: two rehearsals that differ in nothing else, and the packs' values with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.account import Account
from core.model.event import EventKind, ScriptedEvent
from core.model.problem import Problem
from core.model.project import Project
from core.rules.rulepack import load
from core.services import compare
from core.services.compare import CompareProgress, Comparison, Sum
from core.services.workspace import Workspace
from tests import building as b


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Three contacts are enrolled at once; the sequence, with its next mail two days later, is deleted after a day."""
    project = Project(
        Account("Acme"),
        senders=(b.sender(),),
        sequences=(b.sequence(b.mail(), b.mail(2)),),
        workflows=(b.workflow(b.enroll()),),
        script=(ScriptedEvent(EventKind.SEQUENCE_DELETED, 0, 24 * 60, sequence=1),),
    )
    workspace = Workspace.create(tmp_path / "w.cadenza", project, b.contacts(3))
    yield workspace
    workspace.close()


def compared(ws: Workspace) -> Comparison:
    found = compare.compare(ws, "2025-08", "2018-06")
    assert found is not None
    return found


def test_people_stay_in_a_deleted_sequence_under_the_older_pack(ws: Workspace) -> None:
    found = compared(ws)
    assert (found.first.name, found.second.name, found.contacts) == ("2025-08", "2018-06", 3)
    # The second mail goes to the three of them only where they stay.
    assert found.outcomes[0] == Sum("Mails sent", 3, 6)
    assert [(d.contact, d.name, d.first, d.second) for d in found.differences] == [
        (1, "Ada", "Left “Welcome”: Sequence deleted", "Mail 2 of “Welcome” · Left “Welcome”: Finished the sequence"),
        (2, "Ben", "Left “Welcome”: Sequence deleted", "Mail 2 of “Welcome” · Left “Welcome”: Finished the sequence"),
        (3, "Cleo", "Left “Welcome”: Sequence deleted", "Mail 2 of “Welcome” · Left “Welcome”: Finished the sequence"),
    ]
    assert set(found.reasons) == {Sum("Sequence deleted", 3, 0), Sum("Finished the sequence", 0, 3)}


def test_nothing_is_stored(ws: Workspace) -> None:
    before = ws.project()
    compared(ws)
    assert ws.runs.all() == []
    assert ws.project() == before


def test_a_pack_compared_with_itself_differs_in_nothing(ws: Workspace) -> None:
    found = compare.compare(ws, "2025-08", "2025-08")
    assert found is not None
    assert (found.differences, found.moved) == ((), 0)
    assert all(made.first == made.second for made in (*found.outcomes, *found.reasons))


class Watcher:
    """Stops after so many batches, and keeps what it was told."""

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self.shares: list[float] = []

    def cancelled(self) -> bool:
        return len(self.shares) >= self._patience

    def report(self, payload: object) -> None:
        assert isinstance(payload, CompareProgress)
        self.shares.append(payload.share)


def test_it_tells_how_far_it_is_over_both_rehearsals(ws: Workspace) -> None:
    watcher = Watcher(10_000)
    assert compare.compare(ws, "2025-08", "2018-06", control=watcher) is not None
    assert watcher.shares == sorted(watcher.shares)
    assert watcher.shares[-1] == 1.0
    assert 0.5 in watcher.shares


@pytest.mark.parametrize("patience", [0, 1])
def test_a_comparison_that_is_stopped_gives_nothing(ws: Workspace, patience: int) -> None:
    assert compare.compare(ws, "2025-08", "2018-06", control=Watcher(patience)) is None


def test_a_pack_that_is_not_there_is_a_problem(ws: Workspace) -> None:
    with pytest.raises(Problem, match="no rule pack"):
        compare.compare(ws, "2025-08", "1999-01")


def test_packs_are_listed_with_the_values_their_files_hold() -> None:
    assert [pack.name for pack in compare.packs()] == ["2018-06", "2025-08"]
    values = {value.key: value for value in compare.values_of(load("2018-06"))}
    deleted = values["on_sequence_deleted"]
    assert (deleted.title, deleted.value, deleted.assumed) == (
        "When a sequence is deleted, people inside", "stay in it", False,
    )  # fmt: skip
    assert deleted.source.endswith("(2018-01-01)")
    assert (values["limit_window"].value, values["limit_window"].assumed) == ("calendar day", True)
    assert values["max_mails"].value == "5"
    newer = {value.key: value.value for value in compare.values_of(load("2025-08"))}
    assert (newer["limit_enterprise"], newer["on_sequence_deleted"]) == ("1,000", "leave it")


def test_cards_and_reactions_are_named(tmp_path: Path) -> None:
    """151 contacts: the older pack lets 150 in; and whoever stays in the deleted sequence opens its second mail."""
    project = Project(
        Account("Acme"),
        senders=(b.sender(),),
        sequences=(b.sequence(b.mail(), b.mail(2), behaviour=b.reacts(open=100)),),
        workflows=(b.workflow(b.enroll()),),
        script=(ScriptedEvent(EventKind.SEQUENCE_DELETED, 0, 24 * 60, sequence=1),),
    )
    ws = Workspace.create(tmp_path / "many.cadenza", project, b.contacts(151))
    found = compared(ws)
    ws.close()
    said = {d.contact: (d.first, d.second) for d in found.differences}
    assert "Email opened" in said[1][1]
    assert said[151][1] == "Enroll in sequence skipped: Daily send limit reached"
    assert "Enroll in sequence done" in said[151][0]
    assert said[151][0].endswith("more")
