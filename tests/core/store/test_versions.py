"""Versions of workflows: every edit leaves one, typing leaves one in all, undo leaves one too, 200 are kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.actions.delay import Delay
from core.model import tree
from core.model.changes import Edit, Put
from core.model.problem import Problem
from core.model.sender import Sender
from core.model.tree import Spot
from core.model.workflow import Workflow
from core.services.workspace import Workspace
from core.store import versions

NOON = 1_767_614_400


def _delay(workflow: Workflow, minutes: int) -> Workflow:
    """Change the first card to a delay of so many minutes."""
    return tree.change(workflow, workflow.cards[0].id, action=Delay(minutes))


class History:
    """Edits a workflow and reads its history.

    Arguments:
        ws: An empty workspace.
    """

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws
        self.workflow = tree.insert(Workflow(1, "Demo"), Spot(), Delay(60))
        self.last = Edit("New workflow “Demo”", (Put(None, self.workflow),))
        ws.apply(self.last, NOON)

    def edit(self, after: Workflow, title: str, at: int) -> Edit:
        self.last = Edit(title, (Put(self.workflow, after),))
        self.ws.apply(self.last, at)
        self.workflow = after
        return self.last

    def titles(self) -> list[str]:
        return [head.title for head in versions.of_workflow(self.ws.store, 1)]

    def minutes(self) -> list[int]:
        """The first card's minutes in every version, the newest first."""
        found = []
        for head in versions.of_workflow(self.ws.store, 1):
            ((_, kept),) = versions.some(self.ws.store, [head.id])
            action = kept.cards[0].action
            assert isinstance(action, Delay)
            found.append(action.minutes)
        return found


@pytest.fixture
def history(ws: Workspace) -> History:
    """The history of a workflow with one delay of 60 minutes, made at noon."""
    return History(ws)


def test_every_edit_leaves_what_the_workflow_was_then(history: History) -> None:
    history.edit(_delay(history.workflow, 90), "Change “Delay for 1 hour”", NOON + 10)
    history.edit(replace(history.workflow, name="Trial"), "Rename workflow to “Trial”", NOON + 20)
    heads = versions.of_workflow(history.ws.store, 1)
    assert [(head.title, head.time - NOON) for head in heads] == [
        ("Rename workflow to “Trial”", 20),
        ("Change “Delay for 1 hour”", 10),
        ("New workflow “Demo”", 0),
    ]
    assert history.minutes() == [90, 90, 60]
    assert versions.some(history.ws.store, [heads[0].id]) == [(heads[0], history.workflow)]
    several = versions.some(history.ws.store, [heads[2].id, 999, heads[0].id])
    assert [head for head, _ in several] == [heads[2], heads[0]]


def test_typing_leaves_one_version(history: History) -> None:
    for second, minutes in ((0, 1), (2, 12), (61, 120)):
        history.edit(_delay(history.workflow, minutes), "Change “Delay”", NOON + 100 + second)
    assert history.titles() == ["Change “Delay”", "New workflow “Demo”"]
    assert history.minutes() == [120, 60]
    assert versions.of_workflow(history.ws.store, 1)[0].time == NOON + 161


@pytest.mark.parametrize("gap", [61, -10], ids=["after a pause", "clock set back"])
def test_edits_apart_in_time_are_not_folded(history: History, gap: int) -> None:
    history.edit(_delay(history.workflow, 2), "Change “Delay”", NOON + 100)
    history.edit(_delay(history.workflow, 3), "Change “Delay”", NOON + 100 + gap)
    assert history.minutes() == [3, 2, 60]


def test_adding_two_cards_of_a_kind_leaves_two_versions(history: History) -> None:
    for second in (1, 2):
        history.edit(tree.insert(history.workflow, Spot((), 1), Delay(5)), "Add Delay", NOON + second)
    assert history.titles() == ["Add Delay", "Add Delay", "New workflow “Demo”"]


def test_an_edit_that_changes_nothing_leaves_nothing(history: History) -> None:
    history.edit(history.workflow, "Change trigger", NOON + 10)
    history.ws.apply(Edit("New sender", (Put(None, Sender(1, "Ana")),)), NOON + 20)
    assert history.titles() == ["New workflow “Demo”"]


def test_undo_and_redo_are_versions_and_undos_in_a_row_are_one(history: History) -> None:
    first = history.edit(_delay(history.workflow, 2), "Change “Delay”", NOON + 100)
    second = history.edit(replace(history.workflow, name="Trial"), "Rename workflow to “Trial”", NOON + 200)
    history.ws.apply(second.back, NOON + 210)
    history.ws.apply(first.back, NOON + 211)
    assert history.titles()[:2] == ["Undo: Change “Delay”", "Rename workflow to “Trial”"]
    history.ws.apply(first, NOON + 212)
    assert history.titles()[:2] == ["Change “Delay”", "Undo: Change “Delay”"]
    assert history.minutes() == [2, 60, 2, 2, 60]


def test_taking_an_undo_back_is_the_edit_again() -> None:
    edit = Edit("Move", (Put(None, Workflow(1)),))
    assert edit.back.undone
    assert edit.back.back == edit


def test_a_refused_edit_leaves_no_version(history: History) -> None:
    with pytest.raises(Problem):
        history.ws.apply(
            Edit("Mix", (Put(history.workflow, _delay(history.workflow, 9)), Put(Sender(7), None))), NOON + 9
        )
    assert history.titles() == ["New workflow “Demo”"]


def test_a_workflow_without_history_keeps_what_it_was_before_the_edit(history: History) -> None:
    with history.ws.store.write() as connection:
        connection.execute("DELETE FROM workflow_version")
    history.edit(_delay(history.workflow, 2), "Change “Delay”", NOON + 100)
    assert history.titles() == ["Change “Delay”", versions.FIRST]
    assert history.minutes() == [2, 60]


def test_the_last_200_are_kept(history: History) -> None:
    for number in range(1, 231):
        history.edit(_delay(history.workflow, number), "Change “Delay”", NOON + 100 * number)
    assert history.minutes() == list(range(230, 30, -1))


def test_history_outlives_undoing_a_deletion_but_not_closing_the_file(history: History) -> None:
    history.edit(_delay(history.workflow, 2), "Change “Delay”", NOON + 100)
    gone = Edit("Delete workflow “Demo”", (Put(history.workflow, None),))
    history.ws.apply(gone, NOON + 200)
    assert history.minutes() == [2, 60]
    history.ws.apply(gone.back, NOON + 201)
    assert history.minutes() == [2, 60]
    history.ws.apply(gone, NOON + 202)
    history.ws.close()
    again = Workspace.open(history.ws.path)
    assert versions.of_workflow(again.store, 1) == []
    again.close()


def test_a_damaged_version_is_a_problem_that_names_it(history: History) -> None:
    with history.ws.store.write() as connection:
        connection.execute("UPDATE workflow_version SET document = x'00'")
    head = versions.of_workflow(history.ws.store, 1)[0]
    with pytest.raises(Problem) as caught:
        versions.some(history.ws.store, [head.id])
    assert (caught.value.code, caught.value.place) == ("DAMAGED_FILE", f"version {head.id}")


def test_there_is_no_version_of_a_strange_id(history: History) -> None:
    assert versions.some(history.ws.store, [999]) == []


def test_a_new_workspace_begins_its_histories(tmp_path: Path) -> None:
    from core.model.project import Project

    ws = Workspace.create(tmp_path / "new.cadenza", Project(workflows=(Workflow(1, "A"), Workflow(2, "B"))))
    assert [head.title for head in versions.of_workflow(ws.store, 2)] == ["New workspace"]
    ws.close()
