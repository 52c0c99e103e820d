"""The door for edits: applying, taking back, failing, locking, big edits, typing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.model.changes import Changes, Edit, Noun, Put
from core.model.contact import Contact
from core.model.problem import Problem
from core.model.workflow import Workflow
from core.services.edits import added, changed, removed
from core.services.workspace import Workspace
from gui import undo
from gui.bus import Bus
from gui.jobs import JobRunner
from gui.undo import UndoDoor
from tests.gui.small_workspace import WORKFLOW, small_workspace

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


class Parts:
    """A door with all that stands around it."""

    def __init__(self, workspace: Workspace, dialogs: FakeDialogs) -> None:
        self.owner = QObject()
        self.workspace = workspace
        self.bus = Bus(self.owner)
        self.jobs = JobRunner((Problem,), self.owner)
        self.door = UndoDoor(workspace, self.bus, self.jobs, dialogs, self.owner)
        self.changes: list[Changes] = []
        self.said: list[str] = []
        self.locks: list[bool] = []
        self.bus.changed.connect(self.changes.append)
        self.bus.message.connect(self.said.append)
        self.door.locked_changed.connect(self.locks.append)

    @property
    def workflow(self) -> Workflow:
        return self.workspace.project().workflows[0]

    def rename(self, name: str, title: str = "Rename workflow") -> None:
        self.door.do(changed(self.workflow, replace(self.workflow, name=name), title))


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path, fake_dialogs: FakeDialogs) -> Iterator[Parts]:
    made = Parts(small_workspace(tmp_path), fake_dialogs)
    yield made
    made.jobs.shut_down()
    made.workspace.close()
    made.owner.deleteLater()


def contacts_edit(workspace: Workspace, count: int) -> Edit:
    ids = workspace.new_ids(Noun.CONTACT, count)
    return Edit("Import contacts", tuple(Put(None, Contact(i, {"email": f"c{i}@acme.example"})) for i in ids))


def test_an_edit_is_applied_told_taken_back_and_done_again(parts: Parts) -> None:
    parts.rename("Welcome")
    assert parts.workflow.name == "Welcome"
    assert parts.door.stack.undoText() == "Rename workflow"
    assert parts.changes == [Changes({Noun.WORKFLOW: frozenset({1})})]
    parts.door.undo()
    assert parts.workflow == WORKFLOW
    assert parts.door.can_redo
    parts.door.redo()
    assert parts.workflow.name == "Welcome"
    assert len(parts.changes) == 3


def test_undo_and_redo_keep_ids(parts: Parts) -> None:
    made = Workflow(parts.workspace.new_id(Noun.WORKFLOW), "Third")
    parts.door.do(added(made, "New workflow"))
    parts.door.undo()
    parts.door.redo()
    assert parts.workspace.project().workflow(made.id) == made


def test_a_refused_edit_is_shown_and_leaves_no_trace(parts: Parts, fake_dialogs: FakeDialogs) -> None:
    gone = replace(WORKFLOW, id=77)
    parts.door.do(removed(gone, "Delete workflow"))
    assert [asked.kind for asked in fake_dialogs.asked] == ["problem"]
    assert parts.door.stack.count() == 0
    assert parts.changes == []
    assert parts.workflow == WORKFLOW


def test_an_undo_that_fails_leaves_the_stack_where_it_was(parts: Parts, fake_dialogs: FakeDialogs) -> None:
    parts.rename("Welcome")
    # Somebody else deleted the same thing behind the door's back.
    parts.workspace.apply(removed(parts.workflow, "Elsewhere"))
    parts.door.undo()
    assert [asked.kind for asked in fake_dialogs.asked] == ["problem"]
    assert parts.door.can_undo


def test_an_empty_edit_is_no_step(parts: Parts) -> None:
    parts.door.do(Edit("Nothing", ()))
    assert parts.door.stack.count() == 0


def test_nothing_to_undo_or_redo_does_nothing(parts: Parts) -> None:
    parts.door.undo()
    parts.door.redo()
    assert parts.changes == []


def test_while_a_rehearsal_plays_nothing_can_be_edited(parts: Parts) -> None:
    parts.rename("Welcome")
    parts.door.set_playing(True)
    parts.rename("Later")
    parts.door.undo()
    assert parts.workflow.name == "Welcome"
    assert parts.said == ["Stop the rehearsal to edit."] * 2
    assert not parts.door.can_undo
    parts.door.set_playing(False)
    assert parts.locks == [True, False]
    parts.door.undo()
    assert parts.workflow == WORKFLOW


def test_a_big_edit_runs_in_a_job_and_locks_meanwhile(parts: Parts, qtbot: QtBot) -> None:
    busy: list[str] = []
    parts.door.busy_changed.connect(busy.append)
    edit = contacts_edit(parts.workspace, undo.SMALL_EDIT + 1)
    with qtbot.waitSignal(parts.bus.changed, timeout=10_000):
        parts.door.do(edit)
        assert parts.door.locked
        parts.rename("Meanwhile")
    assert parts.said == ["Please wait until “Import contacts” is done."]
    assert parts.workflow == WORKFLOW
    assert busy == ["Import contacts", ""]
    assert parts.locks == [True, False]
    assert parts.workspace.contacts.count() == 3 + 301
    with qtbot.waitSignal(parts.bus.changed, timeout=10_000):
        parts.door.undo()
    assert parts.workspace.contacts.count() == 3
    assert parts.door.can_redo


def test_the_largest_small_edit_needs_no_job(parts: Parts) -> None:
    parts.door.do(contacts_edit(parts.workspace, undo.SMALL_EDIT))
    assert parts.workspace.contacts.count() == 303


def test_a_big_edit_that_is_refused_unlocks(parts: Parts, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    edit = contacts_edit(parts.workspace, undo.SMALL_EDIT + 1)
    twice = Edit(edit.title, (*edit.puts, edit.puts[0]))
    parts.door.do(twice)
    qtbot.waitUntil(lambda: not parts.jobs.busy, timeout=10_000)
    assert [asked.kind for asked in fake_dialogs.asked] == ["problem"]
    assert not parts.door.locked
    assert parts.workspace.contacts.count() == 3
    assert parts.door.stack.count() == 0


def test_typing_is_one_step(parts: Parts) -> None:
    for name in ("W", "We", "Wel"):
        parts.rename(name)
    assert parts.door.stack.count() == 1
    parts.door.undo()
    assert parts.workflow == WORKFLOW
    parts.door.redo()
    assert parts.workflow.name == "Wel"


def test_slow_typing_and_other_edits_are_steps_of_their_own(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.rename("A")
    monkeypatch.setattr(undo, "MERGE_SECONDS", -1.0)
    parts.rename("B")
    assert parts.door.stack.count() == 2
    monkeypatch.undo()
    parts.rename("C", title="Move card")
    parts.rename("D", title="Move card")
    assert parts.door.stack.count() == 4
