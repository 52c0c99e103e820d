"""Whether the results shown are still those of the workspace: the chip by the time line, and who clears it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core.model.changes import Edit, Noun, Put
from core.model.run import Run
from core.model.saved_view import SavedView
from core.model.workflow import Sticky
from core.services import contacts
from gui.tab_host import standard_tabs
from gui.widgets.banner import Banner
from gui.workbench import Workbench

Play = Callable[[Workbench], Run]


def rename(bench: Workbench, name: str) -> None:
    """Renames a sender: an edit whose name stands in every row of the log."""
    ana = bench.workspace.project().senders[0]
    bench.undo.do(Edit(f"Call it {name}", (Put(ana, replace(ana, name=name)),)))


def test_edits_are_counted_and_undo_takes_them_back(bench: Workbench, play: Play) -> None:
    chip = bench.bar.age
    play(bench)
    assert not chip.isVisible()
    rename(bench, "Ana R.")
    assert (chip.text(), chip.isVisible()) == ("1 edit since this rehearsal", True)
    bench.undo.do(contacts.change(bench.workspace, 2, {"hubspot_owner_id": 1}))
    assert chip.text() == "2 edits since this rehearsal"
    bench.undo.undo()
    bench.undo.undo()
    assert not chip.isVisible()
    bench.undo.redo()
    assert chip.text() == "1 edit since this rehearsal"


def test_the_chip_pushes_nothing_down(bench: Workbench, play: Play) -> None:
    play(bench)
    before = bench.bar.minimumSizeHint().height()
    rename(bench, "Ana R.")
    assert bench.bar.age.isVisible()
    assert bench.bar.minimumSizeHint().height() == before


def test_edits_undone_from_before_the_rehearsal_count_too(bench: Workbench, play: Play) -> None:
    rename(bench, "Ana R.")
    play(bench)
    bench.undo.undo()
    assert bench.bar.age.text() == "1 edit since this rehearsal"
    rename(bench, "Annie")
    assert bench.bar.age.text() == "2 edits since this rehearsal"


def test_the_link_rehearses_and_the_chip_is_gone(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    rename(bench, "Ana R.")
    again = bench.bar.age.findChild(QPushButton, "run_age_rehearse")
    assert isinstance(again, QPushButton)
    with qtbot.waitSignal(bench.runs.finished, timeout=10_000):
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert not bench.bar.age.isVisible()
    # What is played is what stands now.
    bench.undo.undo()
    assert bench.bar.age.isVisible()


def test_what_only_people_look_at_does_not_count(bench: Workbench, play: Play) -> None:
    play(bench)
    workspace = bench.workspace
    played, draft = workspace.project().workflows
    view = SavedView(workspace.new_id(Noun.VIEW), "log", "Skips")
    for before, after in (
        (None, view),
        (played, replace(played, stickies=(Sticky(1, text="Ask Mia"),))),
        (draft, replace(draft, name="Webinar 2")),
    ):
        bench.undo.do(Edit("Look", (Put(before, after),)))
    assert bench.undo.stack.index() == 3
    assert not bench.bar.age.isVisible()


def test_reset_takes_the_chip_away(bench: Workbench, play: Play) -> None:
    play(bench)
    rename(bench, "Ana R.")
    QTest.mouseClick(bench.bar.reset, Qt.MouseButton.LeftButton)
    assert not bench.bar.age.isVisible()


def test_a_rehearsal_of_an_earlier_session_is_compared_with_what_is_there(
    bench: Workbench, play: Play, qtbot: QtBot
) -> None:
    run = play(bench)
    bench.runs.reset()
    rename(bench, "Ana R.")
    bench.runs.show_latest()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert bench.runs.run is not None
    assert bench.runs.run.id == run.id
    assert (bench.bar.age.text(), bench.bar.age.isVisible()) == ("Edited since this rehearsal", True)


def test_a_stored_rehearsal_of_what_is_there_is_current(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.runs.reset()
    bench.runs.show_latest()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
    assert bench.runs.run is not None
    assert not bench.bar.age.isVisible()


def test_edits_are_told_once_on_results_too(make_bench: Callable[..., Workbench], play: Play, qtbot: QtBot) -> None:
    bench = make_bench(tabs=standard_tabs())
    play(bench)
    height = bench.bar.height()
    tab = bench.tabs.open("results")
    rename(bench, "Ana R.")
    qtbot.waitUntil(bench.bar.age.isVisible, timeout=2_000)
    assert bench.bar.age.text() == "1 edit since this rehearsal"
    assert [line for line in tab.findChildren(Banner) if line.isVisible()] == []
    # Nothing moves when the chip comes.
    assert bench.bar.sizeHint().height() == height
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=10_000)
