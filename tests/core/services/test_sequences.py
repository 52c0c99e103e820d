from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.changes import Edit, Put
from core.model.problem import Problem
from core.model.project import Project
from core.model.sequence import Sequence, Step
from core.model.workflow import Workflow
from core.services import sequences
from core.services.workspace import Workspace


def test_a_new_sequence_has_one_mail_that_leaves_at_once(filled: Workspace) -> None:
    edit = sequences.new_sequence(filled, " Renewal ")
    assert edit.title == "New sequence “Renewal”"
    filled.apply(edit)
    assert filled.project().sequence(3) == Sequence(3, "Renewal", (Step(),))


def test_names_are_made_up_and_never_double(filled: Workspace) -> None:
    for _ in range(2):
        filled.apply(sequences.new_sequence(filled, ""))
    filled.apply(sequences.new_sequence(filled, "welcome"))
    names = [s.name for s in filled.project().sequences]
    assert names == ["Welcome", "Win back", "New sequence", "New sequence 2", "welcome 2"]


def test_a_copy_has_the_steps_but_not_the_people(filled: Workspace) -> None:
    edit = sequences.duplicate(filled, 1)
    assert edit.title == "Duplicate “Welcome”"
    filled.apply(edit)
    filled.apply(sequences.duplicate(filled, 3))
    welcome, _, first, second = filled.project().sequences
    assert first == replace(welcome, id=3, name="Welcome (copy)")
    assert second.name == "Welcome (copy 2)"
    assert sequences.usage(filled, 3) == sequences.SequenceUsage((), 0)


def test_a_deleted_sequence_keeps_its_name_and_loses_its_people_and_undo_brings_them_back(filled: Workspace) -> None:
    before = filled.project()
    edit = sequences.delete(filled, 2, now=lambda: 1_767_614_400)
    assert edit.title == "Delete sequence “Win back”"
    filled.apply(edit)
    after = filled.project()
    gone = after.sequence(2)
    assert gone is not None
    assert (gone.name, gone.deleted) == ("Win back", 1_767_614_400)
    assert after.enrollments == ()
    filled.apply(edit.back)
    assert filled.project() == before


def test_deleting_asks_the_clock_when_none_is_given(filled: Workspace) -> None:
    filled.apply(sequences.delete(filled, 1))
    gone = filled.project().sequence(1)
    assert gone is not None
    assert isinstance(gone.deleted, int)


@pytest.mark.parametrize("call", [sequences.duplicate, sequences.delete])
def test_what_is_gone_cannot_be_copied_or_deleted(filled: Workspace, call: object) -> None:
    assert callable(call)
    filled.apply(sequences.delete(filled, 1))
    for sequence_id in (1, 77):
        with pytest.raises(Problem) as caught:
            call(filled, sequence_id)
        assert caught.value.code == "SEQUENCE_GONE"


def test_the_name_of_a_deleted_sequence_is_free_again(filled: Workspace) -> None:
    filled.apply(sequences.delete(filled, 1))
    filled.apply(sequences.new_sequence(filled, "Welcome"))
    assert filled.project().sequences[-1].name == "Welcome"


def test_usage_names_workflows_that_enroll_or_belong_and_counts_people(filled: Workspace, office: Project) -> None:
    filled.apply(Edit("Add", (Put(None, Workflow(2, "On its tab", sequence=1)), Put(None, Workflow(3, "Elsewhere")))))
    assert sequences.usage(filled, 1) == sequences.SequenceUsage(("Demo request", "On its tab"), 0)
    assert sequences.usage(filled, 2) == sequences.SequenceUsage((), 1)


def test_the_automation_tab_lists_the_workflows_made_on_it() -> None:
    project = Project(workflows=(Workflow(1, "A", sequence=4), Workflow(2, "B"), Workflow(3, "C", sequence=4)))
    assert [w.name for w in sequences.automation_workflows(project, 4)] == ["A", "C"]
    assert sequences.automation_workflows(project, 0) == []


def test_a_sequence_goes_into_a_folder_of_that_name_in_any_case_and_out_again(filled: Workspace) -> None:
    edit = sequences.move_to_folder(filled, 1, " Inbound  leads ")
    assert edit.title == "Move “Welcome” to “Inbound leads”"
    filled.apply(edit)
    filled.apply(sequences.move_to_folder(filled, 2, "inbound LEADS"))
    assert [s.folder for s in filled.project().sequences] == ["Inbound leads", "Inbound leads"]
    assert sequences.folders(filled.project()) == ["Inbound leads"]
    assert sequences.move_to_folder(filled, 2, "Inbound leads").puts == ()
    out = sequences.move_to_folder(filled, 2, "")
    assert out.title == "Move “Win back” out of its folder"
    filled.apply(out)
    filled.apply(sequences.delete(filled, 1))
    assert sequences.folders(filled.project()) == []


def test_a_folder_is_renamed_or_dissolved_as_one_edit(filled: Workspace) -> None:
    for sequence_id in (1, 2):
        filled.apply(sequences.move_to_folder(filled, sequence_id, "Old"))
    edit = sequences.rename_folder(filled, "Old", "New")
    assert (edit.title, len(edit.puts)) == ("Rename folder to “New”", 2)
    filled.apply(edit)
    assert sequences.folders(filled.project()) == ["New"]
    assert sequences.rename_folder(filled, "New", "New").puts == ()
    filled.apply(sequences.rename_folder(filled, "New", ""))
    assert sequences.folders(filled.project()) == []


def test_a_restored_sequence_gets_a_free_name(filled: Workspace) -> None:
    filled.apply(sequences.delete(filled, 1))
    filled.apply(sequences.new_sequence(filled, "Welcome"))
    filled.apply(sequences.restore(filled, 1))
    back = filled.project().sequence(1)
    assert back is not None
    assert (back.name, back.deleted) == ("Welcome 2", None)
    for standing in (1, 77):
        with pytest.raises(Problem) as caught:
            sequences.restore(filled, standing)
        assert caught.value.code == "SEQUENCE_GONE"


def test_the_rule_pack_says_whether_people_stay_in_a_deleted_sequence(filled: Workspace) -> None:
    account = filled.project().account
    assert sequences.deletion_unenrolls(filled.project())
    filled.apply(Edit("Old rules", (Put(account, replace(account, rule_pack="2018-06")),)))
    assert not sequences.deletion_unenrolls(filled.project())
    filled.apply(sequences.delete(filled, 2))
    assert len(filled.project().enrollments) == 1
