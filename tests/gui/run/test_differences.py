"""Fix and rerun: what changed since the rehearsal before is said at once, and listed contact by contact."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.model.changes import Edit, Put
from core.model.run import Run
from core.services.run_differences import RunDifference
from gui.bus import GoTo
from gui.run.differences import DifferencesDialog
from gui.workbench import Workbench

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

Play = Callable[[Workbench], Run]


def mend(bench: Workbench) -> None:
    """Give Tom, who has no owner, to Ana: one skip is gone."""
    tom = bench.workspace.contacts.get(2)
    assert tom is not None
    bench.undo.do(Edit("Give an owner", (Put(tom, tom.with_values({"hubspot_owner_id": 1})),)))


@pytest.fixture
def rerun(bench: Workbench, play: Play, qtbot: QtBot) -> tuple[Workbench, Run, Run]:
    first = play(bench)
    mend(bench)
    with qtbot.waitSignal(bench.rerun.told, timeout=10_000):
        second = play(bench)
    return bench, first, second


@pytest.fixture
def dialog(rerun: tuple[Workbench, Run, Run], qtbot: QtBot) -> Iterator[DifferencesDialog]:
    bench, _, _ = rerun
    made = DifferencesDialog(bench.context)
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.compared, timeout=10_000):
        made.show_runs()
    yield made
    made.close()


def changes(dialog: DifferencesDialog) -> list[str]:
    return [str(dialog.model.index(row, 1).data()) for row in range(dialog.model.rowCount())]


def test_the_first_rehearsal_has_nothing_to_compare(bench: Workbench, play: Play) -> None:
    play(bench)
    assert bench.banner.text() == ""


def test_what_a_fix_changed_is_said_after_the_rerun(rerun: tuple[Workbench, Run, Run], qtbot: QtBot) -> None:
    bench, first, second = rerun
    assert bench.banner.text().startswith("Since the rehearsal before: 1 changed: 1 skipped → enrolled, 0 worse")
    wanted: list[tuple[int, int]] = []
    bench.compare_wanted.connect(lambda before, after: wanted.append((before, after)))
    bench.banner.action_buttons()[0].click()
    assert wanted == [(first.id, second.id)]


def test_the_same_again_says_nothing(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    told: list[RunDifference] = []
    bench.rerun.told.connect(told.append)
    play(bench)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert told[0].changes == ()
    assert bench.banner.text() == ""


def test_the_dialog_lists_who_changed(dialog: DifferencesDialog, rerun: tuple[Workbench, Run, Run]) -> None:
    assert changes(dialog) == ["skipped → enrolled"]
    assert dialog.sentence.text() == "1 changed: 1 skipped → enrolled, 0 worse."
    dialog.parts.choose("worse")
    assert changes(dialog) == []
    dialog.parts.choose("better")
    assert changes(dialog) == ["skipped → enrolled"]
    QTest.keyClicks(dialog.filter, "nobody of this name")
    dialog.filter.flush()
    assert changes(dialog) == []


def test_a_row_leads_to_the_contacts_rows(dialog: DifferencesDialog, rerun: tuple[Workbench, Run, Run]) -> None:
    bench = rerun[0]
    gone: list[GoTo] = []
    bench.bus.navigate.connect(gone.append)
    dialog.table.opened.emit(0)
    assert [(target.kind, target.id > 0) for target in gone] == [("log_contact", True)]


def test_the_other_way_round_is_worse(dialog: DifferencesDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.compared, timeout=10_000):
        dialog.before.setCurrentIndex(0)
        dialog.after.setCurrentIndex(1)
    assert changes(dialog) == ["enrolled → skipped"]


def test_the_same_twice_is_said(dialog: DifferencesDialog) -> None:
    dialog.after.setCurrentIndex(dialog.before.currentIndex())
    assert not dialog.parts.isEnabled()


def test_a_named_rehearsal_is_a_scenario(
    dialog: DifferencesDialog, rerun: tuple[Workbench, Run, Run], fake_dialogs: FakeDialogs, qtbot: QtBot
) -> None:
    fake_dialogs.answers.append("Without owners")
    with qtbot.waitSignal(dialog.compared, timeout=10_000):
        dialog.name.click()
    assert dialog.before.currentText().startswith("Without owners · ")
    assert rerun[0].workspace.runs.all()[1].name == "Without owners"


def test_the_workspace_of_a_rehearsal_comes_back(
    dialog: DifferencesDialog, rerun: tuple[Workbench, Run, Run], fake_dialogs: FakeDialogs
) -> None:
    bench = rerun[0]
    sender = bench.workspace.project().senders[0]
    bench.undo.do(Edit("Rename", (Put(sender, replace(sender, name="Somebody else")),)))
    fake_dialogs.answers.append(True)
    dialog.bring.click()
    assert bench.workspace.project().senders[0] == sender
    bench.undo.undo()
    assert bench.workspace.project().senders[0].name == "Somebody else"


def test_both_rehearsals_are_named_renamed_and_swapped(
    dialog: DifferencesDialog, rerun: tuple[Workbench, Run, Run], fake_dialogs: FakeDialogs, qtbot: QtBot
) -> None:
    for name in ("With owners", "All owned"):
        fake_dialogs.answers.append(name)
        with qtbot.waitSignal(dialog.compared, timeout=10_000):
            dialog.name_after.click()
        assert dialog.after.currentText().startswith(f"{name} · ")
    with qtbot.waitSignal(dialog.compared, timeout=10_000):
        dialog.swap.click()
    assert dialog.before.currentText().startswith("All owned · ")
    assert changes(dialog) == ["enrolled → skipped"]


def test_the_changes_shown_are_written_and_the_sentence_copied(
    dialog: DifferencesDialog, fake_dialogs: FakeDialogs, tmp_path: Path
) -> None:
    fake_dialogs.answers.append(tmp_path / "out")
    dialog.export.click()
    rows = list(csv.DictReader((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["contact"], row["course"], row["change"]) for row in rows] == [
        (str(dialog.model.index(0, 0).data()), "better", "skipped → enrolled")
    ]
    dialog.copy.click()
    assert QApplication.clipboard().text() == "1 changed: 1 skipped → enrolled, 0 worse."
    dialog.parts.choose("worse")
    assert not dialog.export.isEnabled()
