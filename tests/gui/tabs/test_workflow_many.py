"""Several cards at once, copies as text, moves from the menu, and sticky notes: on the tab, over a real workspace."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from core.actions.delay import Delay
from core.model import tree
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Sticky, StickyTone, Workflow, walk
from core.services import workflows
from core.services.exporting import project_json
from gui.bus import GoTo
from gui.canvas.sticky_editor import StickyEditor
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import Desk, project

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

LEFT, RIGHT = ((1, 0),), ((1, 1),)
BUTTON = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def grown() -> Project:
    """Gives the project of the desk; its first workflow has two delays more: 1 (2 4 5 | 3)."""
    start = project()
    flow = tree.insert(start.workflows[0], Spot(LEFT, 1), Delay(60))
    flow = tree.insert(flow, Spot(LEFT, 2), Delay(120))
    return replace(start, workflows=(flow, *start.workflows[1:]))


@pytest.fixture
def desk(
    qapp: QApplication, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """Yields a desk with that project; its canvas is high enough for all cards."""
    made = Desk(tmp_path, themes, fake_dialogs, settings, grown())
    made.tab.resize(1400, 900)
    yield made
    made.close()


def shape(workflow: Workflow) -> str:
    """Writes cards by id, branches in brackets: ``1(2 4 5|3)``."""

    def of(cards: tree.Cards) -> str:
        return " ".join(f"{c.id}" + (f"({'|'.join(map(of, c.branches))})" if c.branches else "") for c in cards)

    return of(workflow.cards)


def menu_of(desk: Desk, thing: object) -> QMenu:
    desk.tab.canvas.menu_requested.emit(thing, QPoint(10, 10))
    menus = [m for m in desk.tab.canvas.findChildren(QMenu, "card_menu") if m.isVisible()]
    return menus[-1]


def run(menu: QMenu, words: str) -> None:
    """Runs the entry that begins so."""
    found = [action for action in menu.actions() if action.text().split("\t")[0] == words]
    assert found, [action.text() for action in menu.actions()]
    assert found[0].isEnabled()
    menu.close()
    found[0].trigger()


# ---------------------------------------------------------------- one step each


@pytest.mark.parametrize(
    ("key", "modifier", "after", "title"),
    [
        (Key.Key_Delete, NONE, "1(2|3)", "Delete 2 cards"),
        (Key.Key_X, CTRL, "1(2|3)", "Cut 2 cards"),
        (Key.Key_D, CTRL, "1(2 4 5 6 7|3)", "Duplicate 2 cards"),
        (Key.Key_D, NONE, "1(2 4 5|3)", "Switch off 2 cards"),
        (Key.Key_Up, ALT, "1(4 5 2|3)", "Move 2 cards"),
    ],
)
def test_keys_work_on_all_selected_cards_as_one_step(
    desk: Desk, key: Key, modifier: Qt.KeyboardModifier, after: str, title: str
) -> None:
    before = desk.workflow()
    desk.tab.canvas.choose_all((4, 5))
    QTest.keyClick(desk.tab.canvas, key, modifier)
    assert (shape(desk.workflow()), desk.titles()) == (after, [title])
    desk.undo.undo()
    assert desk.workflow() == before


def test_switching_a_mixed_selection_first_switches_all_off(desk: Desk) -> None:
    desk.tab.canvas.choose(4)
    QTest.keyClick(desk.tab.canvas, Key.Key_D)
    desk.tab.canvas.choose_all((4, 5))
    QTest.keyClick(desk.tab.canvas, Key.Key_D)
    assert [card.on for card in walk(desk.workflow().cards) if card.id in (4, 5)] == [False, False]
    QTest.keyClick(desk.tab.canvas, Key.Key_D)
    assert [card.on for card in walk(desk.workflow().cards) if card.id in (4, 5)] == [True, True]
    assert desk.titles()[-1] == "Switch on 2 cards"


def test_copies_of_several_keep_their_order_in_another_workflow(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose_all((5, 2, 3))
    QTest.keyClick(canvas, Key.Key_C, CTRL)
    desk.tab.go_to(GoTo("workflow", 2, 1))
    QTest.keyClick(canvas, Key.Key_V, CTRL)
    pasted = desk.workflow(2).cards[1:4]
    kinds = {card.id: card.action for card in walk(desk.workflow(1).cards)}
    assert [card.action for card in pasted] == [kinds[2], kinds[5], kinds[3]]
    assert canvas.chosen == tuple(card.id for card in pasted)
    assert desk.titles() == ["Paste 3 cards"]


def test_a_copied_card_brings_its_note_along(desk: Desk) -> None:
    canvas = desk.tab.canvas
    desk.context.undo.do(
        workflows.edit(desk.workspace, replace(desk.workflow(), stickies=(Sticky(1, "Why?", 4, 300, 0),)), "Note")
    )
    canvas.choose(4)
    QTest.keyClick(canvas, Key.Key_C, CTRL)
    canvas.choose(3)
    QTest.keyClick(canvas, Key.Key_V, CTRL)
    assert [(note.text, note.card) for note in desk.workflow().stickies] == [("Why?", 4), ("Why?", 6)]
    assert canvas.sticky_rect(2).left() - canvas.card_rect(6).left() == 300
    desk.undo.undo()
    assert [note.card for note in desk.workflow().stickies] == [4]


def test_copied_cards_are_text_and_come_back_from_text(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose_all((4, 5))
    QTest.keyClick(canvas, Key.Key_C, CTRL)
    text = QApplication.clipboard().text()
    assert text.startswith('{\n  "format": "cadenza-cards"')
    QApplication.clipboard().setText(text)
    canvas.choose(3)
    QTest.keyClick(canvas, Key.Key_V, CTRL)
    assert shape(desk.workflow()) == "1(2 4 5|3 6 7)"


def test_what_follows_a_pasted_branch_goes_on_in_its_first_branch(desk: Desk) -> None:
    """Copies of the branch card and pastes it before 4: 4 and 5 move below the copies of 2, 4 and 5."""
    canvas = desk.tab.canvas
    canvas.choose(1)
    QTest.keyClick(canvas, Key.Key_C, CTRL)
    canvas.choose(2)
    QTest.keyClick(canvas, Key.Key_V, CTRL)
    assert shape(desk.workflow()) == "1(2 6(7 8 9 4 5|10)|3)"


# ---------------------------------------------------------------- deleting branches


def test_deleting_a_branch_asks_which_side_stays(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(1)
    desk.tab.canvas.choose(1)
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert shape(desk.workflow()) == "3"


def test_a_selected_card_goes_even_from_the_side_that_stays(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(0)
    desk.tab.canvas.choose_all((1, 4))
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert (shape(desk.workflow()), desk.titles()) == ("2 5", ["Delete 2 cards"])


def test_giving_up_the_question_deletes_nothing(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    fake_dialogs.answers.append(None)
    desk.tab.canvas.choose_all((1, 4))
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert (shape(desk.workflow()), desk.titles()) == ("1(2 4 5|3)", [])


def test_a_branch_that_goes_with_all_its_cards_asks_nothing(desk: Desk, fake_dialogs: FakeDialogs) -> None:
    QTest.keyClick(desk.tab.canvas, Key.Key_A, CTRL)
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert (shape(desk.workflow()), desk.titles()) == ("", ["Delete 5 cards"])


# ---------------------------------------------------------------- moving


def test_ctrl_m_and_enter_move_a_card(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose(3)
    QTest.keyClick(canvas, Key.Key_M, CTRL)
    assert canvas.moving == (3,)
    for _ in range(9):
        QTest.keyClick(canvas, Key.Key_Up)
    QTest.keyClick(canvas, Key.Key_Return)
    assert (shape(desk.workflow()), desk.titles()) == ("3 1(2 4 5|)", ["Move “Unenroll from sequence”"])
    assert canvas.chosen == (3,)


def test_move_all_from_here_takes_the_rest_of_the_list(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose(4)
    run(menu_of(desk, 4), "Move all from here")
    assert canvas.moving == (4, 5)
    QTest.mouseClick(canvas.viewport(), BUTTON, NONE, canvas.plus_rect(Spot(RIGHT, 0)).center())
    assert (shape(desk.workflow()), desk.titles()) == ("1(2|4 5 3)", ["Move 2 cards"])


def test_move_here_brings_the_selected_cards(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose_all((2, 5))
    menu = menu_of(desk, Spot(LEFT, 0))
    run(menu, "Move 2 cards here")
    assert shape(desk.workflow()) == "1(2 5 4|3)"
    canvas.choose(1)
    refused = menu_of(desk, Spot(LEFT, 1))
    assert [a.isEnabled() for a in refused.actions() if a.text() == "Move here"] == [False]
    refused.close()


def test_a_card_without_another_place_says_so(desk: Desk) -> None:
    desk.tab.canvas.choose(1)
    QTest.keyClick(desk.tab.canvas, Key.Key_M, CTRL)
    words = "There is no other place for it: a branch is the last card of its list."
    assert words in [label.text() for label in desk.tab.desk.toast.findChildren(QLabel)]


def test_dragging_several_is_one_step(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose_all((2, 5))
    start, target = canvas.card_rect(5).center(), canvas.plus_rect(Spot(RIGHT, 1)).center()
    QTest.mousePress(canvas.viewport(), BUTTON, NONE, start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(20, 20))
    QTest.mouseMove(canvas.viewport(), target)
    QTest.mouseRelease(canvas.viewport(), BUTTON, NONE, target)
    assert (shape(desk.workflow()), desk.titles()) == ("1(4|3 2 5)", ["Move 2 cards"])


# ---------------------------------------------------------------- sticky notes


def test_a_note_is_written_coloured_moved_and_deleted_each_as_one_step(desk: Desk) -> None:
    canvas = desk.tab.canvas
    canvas.choose(3)
    QTest.keyClick(canvas, Key.Key_N)
    (box,) = canvas.viewport().findChildren(StickyEditor)
    QTest.keyClicks(box, "Ask Ana")
    QTest.keyClick(box, Key.Key_Return, CTRL)
    (note,) = desk.workflow().stickies
    assert (note.text, note.card, note.tone) == ("Ask Ana", 3, StickyTone.PLAIN)
    assert canvas.sticky() == note
    QTest.keyClick(canvas, Key.Key_T)
    QTest.keyClick(canvas, Key.Key_Right)
    assert desk.workflow().stickies == (replace(note, tone=StickyTone.INFO, x=note.x + 16),)
    run(menu_of(desk, canvas._cursor), "Delete sticky note")
    assert desk.workflow().stickies == ()
    assert desk.titles() == ["Add sticky note", "Colour sticky note", "Move sticky note", "Delete sticky note"]
    for _ in range(4):
        desk.undo.undo()
    assert desk.workflow() == grown().workflows[0]


def test_the_menu_offers_every_colour(desk: Desk) -> None:
    noted = replace(desk.workflow(), stickies=(Sticky(1, "Ask Ana", 3, 300, 0),))
    desk.undo.do(workflows.edit(desk.workspace, noted, "Note"))
    desk.tab.canvas.choose_sticky(1)
    menu = menu_of(desk, desk.tab.canvas._cursor)
    (colours,) = [action.menu() for action in menu.actions() if action.text() == "Colour"]
    assert isinstance(colours, QMenu)
    names = [action.text() for action in colours.actions()]
    assert names == ["Grey", "Blue", "Green", "Amber", "Red", "Violet"]
    menu.close()
    colours.actions()[3].trigger()
    assert desk.workflow().stickies[0].tone is StickyTone.CARE


def test_the_note_of_a_deleted_card_goes_to_the_one_above(desk: Desk) -> None:
    noted = replace(desk.workflow(), stickies=(Sticky(1, "Ask Ana", 5, 300, 0),))
    desk.undo.do(workflows.edit(desk.workspace, noted, "Note"))
    desk.tab.canvas.choose(5)
    QTest.keyClick(desk.tab.canvas, Key.Key_Delete)
    assert desk.workflow().stickies == (Sticky(1, "Ask Ana", 4, 300, 0),)
    desk.undo.undo()
    assert desk.workflow() == noted


def test_notes_go_along_with_copies_and_the_file(desk: Desk, tmp_path: Path) -> None:
    noted = replace(desk.workflow(), stickies=(Sticky(1, "Ask Ana", 5, 300, 0),))
    desk.undo.do(workflows.edit(desk.workspace, noted, "Note"))
    desk.undo.do(workflows.duplicate(desk.workspace, 1))
    assert desk.workspace.project().workflows[-1].stickies == noted.stickies
    path = tmp_path / "plan.json"
    project_json(desk.workspace, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["project"]["workflows"][0]["stickies"] == [{"id": 1, "text": "Ask Ana", "card": 5, "x": 300}]


# ---------------------------------------------------------------- remembered


def test_how_the_canvas_looks_is_remembered(
    desk: Desk, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> None:
    desk.tab.canvas.set_tinted(True)
    desk.context.commands.run("view.overview")
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other", themes, fake_dialogs, settings)
    assert (other.tab.canvas.tinted, other.tab.canvas.overview) == (True, False)
    other.context.commands.run("view.outcome")
    assert not other.tab.canvas.tinted
    other.close()
