"""Sticky notes on the canvas: writing, dragging, keys. The tab commits them; here is what the canvas asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from core.model.project import Project
from core.model.workflow import Sticky, StickyTone, Workflow
from gui.canvas.layout import occupied
from gui.canvas.measures import CARD_WIDTH
from gui.canvas.scene import StickyAt
from gui.canvas.sticky_editor import StickyEditor
from gui.canvas.sticky_hand import NUDGE
from gui.canvas.view import CanvasView

BUTTON = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key

NOTE = Sticky(1, "Ask Ana", 1, CARD_WIDTH + 24, 0, StickyTone.CARE)
GOAL = Sticky(2, "20 demos", 0, -220, 0)

Asked = list[tuple[str, object]]


@pytest.fixture
def noted(workflow: Workflow) -> Workflow:
    """Returns the workflow with a note at its delay and one at its trigger."""
    return replace(workflow, stickies=(NOTE, GOAL))


@pytest.fixture
def asked(view: CanvasView, project: Project, noted: Workflow) -> Asked:
    """Returns all that the canvas asks for about notes, with the workflow shown."""
    view.resize(1000, 800)
    view.show_workflow(project, noted, {})
    heard: Asked = []
    view.sticky_added.connect(lambda note: heard.append(("add", note)))
    view.sticky_changed.connect(lambda note, what: heard.append((what, note)))
    view.sticky_removed.connect(lambda note: heard.append(("remove", note)))
    return heard


def editor(view: CanvasView) -> StickyEditor:
    found = [box for box in view.viewport().findChildren(StickyEditor) if box.isVisible()]
    assert len(found) == 1
    return found[0]


# ---------------------------------------------------------------- places


def test_notes_stand_beside_their_cards_and_go_along(view: CanvasView, asked: Asked) -> None:
    assert view.sticky_rect(1).topLeft() == view.card_rect(1).topLeft() + QPoint(CARD_WIDTH + 24, 0)
    assert view.sticky_rect(2).topLeft() == view.card_rect(0).topLeft() - QPoint(220, 0)
    assert view.thing_at(view.sticky_rect(1).center()) == StickyAt(1)
    assert view.sceneRect().contains(view.mapToScene(view.sticky_rect(2)).boundingRect())


def test_a_note_whose_card_is_gone_is_still_shown(view: CanvasView, project: Project, workflow: Workflow) -> None:
    view.show_workflow(project, replace(workflow, stickies=(Sticky(1, "Lost", 99, 300, 40),)), {})
    assert view.sticky_rect(1).topLeft() == view.card_rect(0).topLeft() + QPoint(300, 40)


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("size", [(420, 320), (560, 400), (720, 560), (1200, 800)])
@pytest.mark.parametrize("card", [0, 1, 2, 3, 4])
def test_a_new_note_opens_in_view_where_nothing_lies(view: CanvasView, size: tuple[int, int], card: int) -> None:
    view.resize(*size)
    view.choose(card)
    QTest.keyClick(view, Key.Key_N)
    box = editor(view)
    bar = view.findChild(QToolButton, "zoom_in")
    assert bar is not None
    assert view.viewport().rect().contains(box.geometry())
    assert box.geometry().bottom() < bar.mapTo(view, QPoint()).y()
    room = view.mapToScene(box.geometry()).boundingRect()
    layout = view.canvas.layout
    assert layout is not None
    assert [rect for rect in occupied(layout) if rect.intersects(room)] == []
    home = layout.cards[card]
    assert max(room.left() - home.right(), home.left() - room.right()) < 2 * CARD_WIDTH


def test_n_opens_a_new_note_that_ctrl_enter_keeps(view: CanvasView, asked: Asked) -> None:
    view.choose(3)
    QTest.keyClick(view, Key.Key_N)
    box = editor(view)
    QTest.keyClicks(box, "Since March")
    QTest.keyClick(box, Key.Key_Return, CTRL)
    ((what, note),) = asked
    assert what == "add"
    assert isinstance(note, Sticky)
    assert (note.text, note.card) == ("Since March", 3)
    room = view.card_rect(3).translated(0, 0)
    assert abs(note.x) > CARD_WIDTH / 2 or abs(note.y) > room.height()


def test_a_note_with_nothing_on_it_or_left_with_esc_is_none(view: CanvasView, asked: Asked) -> None:
    QTest.keyClick(view, Key.Key_N)
    QTest.keyClick(editor(view), Key.Key_Return, CTRL)
    QTest.keyClick(view, Key.Key_N)
    QTest.keyClicks(editor(view), "Never")
    QTest.keyClick(editor(view), Key.Key_Escape)
    assert asked == []


def test_a_double_click_writes_on_a_note_and_esc_leaves_it(view: CanvasView, asked: Asked) -> None:
    QTest.mouseDClick(view.viewport(), BUTTON, NONE, view.sticky_rect(1).center())
    box = editor(view)
    assert box.toPlainText() == "Ask Ana"
    QTest.keyClicks(box, "Ask Ben")
    QTest.keyClick(box, Key.Key_Escape)
    assert asked == []
    view.stickies.edit(1)
    QTest.keyClicks(editor(view), "Ask Ben")
    QTest.keyClick(editor(view), Key.Key_Return, CTRL)
    assert asked == [("Change", replace(NOTE, text="Ask Ben"))]


def test_a_note_that_is_emptied_goes(view: CanvasView, asked: Asked) -> None:
    view.stickies.edit(1)
    QTest.keyClick(editor(view), Key.Key_Delete)
    QTest.keyClick(editor(view), Key.Key_Return, CTRL)
    assert asked == [("remove", 1)]


# ---------------------------------------------------------------- keys


def test_shift_n_goes_from_note_to_note_and_esc_back_to_the_card(view: CanvasView, asked: Asked) -> None:
    view.choose(3)
    QTest.keyClick(view, Key.Key_N, SHIFT)
    assert view.sticky() == NOTE
    assert view.accessibleName() == "Sticky note, amber: Ask Ana"
    QTest.keyClick(view, Key.Key_N, SHIFT)
    assert view.sticky() == GOAL
    QTest.keyClick(view, Key.Key_N, SHIFT)
    assert view.sticky() == NOTE
    QTest.keyClick(view, Key.Key_Escape)
    assert (view.sticky(), view.selected) == (None, 3)


def test_keys_move_colour_write_and_delete_a_note(view: CanvasView, asked: Asked) -> None:
    view.choose_sticky(1)
    for key in (Key.Key_Right, Key.Key_Up, Key.Key_T, Key.Key_Delete):
        QTest.keyClick(view, key)
    assert asked == [
        ("Move", replace(NOTE, x=NOTE.x + NUDGE)),
        ("Move", replace(NOTE, y=-NUDGE)),
        ("Colour", replace(NOTE, tone=StickyTone.STOP)),
        ("remove", 1),
    ]
    QTest.keyClick(view, Key.Key_Return)
    assert editor(view).toPlainText() == "Ask Ana"


def test_a_locked_canvas_keeps_its_notes(view: CanvasView, asked: Asked) -> None:
    view.set_locked(True)
    view.choose_sticky(1)
    for key in (Key.Key_Right, Key.Key_T, Key.Key_Delete, Key.Key_Return, Key.Key_N):
        QTest.keyClick(view, key)
    start = view.sticky_rect(1).center()
    QTest.mousePress(view.viewport(), BUTTON, NONE, start)
    QTest.mouseMove(view.viewport(), start + QPoint(80, 40))
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, start + QPoint(80, 40))
    assert asked == []
    assert not view.viewport().findChildren(StickyEditor)


# ---------------------------------------------------------------- dragging


def drag(view: CanvasView, by: QPoint) -> QPoint:
    start = view.sticky_rect(1).center()
    QTest.mousePress(view.viewport(), BUTTON, NONE, start)
    QTest.mouseMove(view.viewport(), start + by / 2)
    QTest.mouseMove(view.viewport(), start + by)
    return start + by


def test_a_dragged_note_stays_with_its_card(view: CanvasView, asked: Asked) -> None:
    end = drag(view, QPoint(20, -6))
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, end)
    assert asked == [("Move", replace(NOTE, x=NOTE.x + 20, y=-6))]


def test_dropped_beside_another_card_it_goes_along_with_that_one(view: CanvasView, asked: Asked) -> None:
    by = view.card_rect(4).topRight() + QPoint(20, 0) - view.sticky_rect(1).topLeft()
    end = drag(view, by)
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, end)
    ((what, note),) = asked
    assert what == "Move"
    assert isinstance(note, Sticky)
    assert (note.card, note.y) == (4, 0)
    assert note.x == pytest.approx(CARD_WIDTH + 19, abs=1)


def test_a_drag_of_a_note_is_cancelled_by_esc(view: CanvasView, asked: Asked) -> None:
    before = view.sticky_rect(1)
    end = drag(view, QPoint(60, 60))
    assert view.sticky_rect(1) == before.translated(60, 60)
    QTest.keyClick(view, Key.Key_Escape)
    assert view.sticky_rect(1) == before
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, end)
    assert asked == []


def test_a_click_on_a_note_only_takes_the_keyboard_there(view: CanvasView, asked: Asked) -> None:
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.sticky_rect(1).center())
    assert (view.sticky(), asked) == (NOTE, [])
