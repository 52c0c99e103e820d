"""Moving cards: dragging several, and choosing a + for cards that were taken up. Trigger · 1 · 2 (3 5 | 4)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from core.actions.delay import Delay
from core.model import tree
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Workflow
from gui.canvas.view import CanvasView

LEFT, RIGHT = ((2, 0),), ((2, 1),)
BUTTON = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key

Moved = list[tuple[tuple[int, ...], Spot]]


@pytest.fixture
def moved(view: CanvasView, project: Project, workflow: Workflow) -> Moved:
    """Returns all moves that the canvas asks for; a card 5 is put below card 3."""
    view.resize(760, 900)
    view.show_workflow(project, tree.insert(workflow, Spot(LEFT, 1), Delay(60)), {})
    found: Moved = []
    view.move_requested.connect(lambda cards, spot: found.append((cards, spot)))
    return found


def drops(view: CanvasView) -> dict[Spot, str]:
    layout = view.canvas.layout
    assert layout is not None
    return {p.spot: item.drop for p in layout.pluses if (item := view.canvas.plus_item(p.spot)) is not None}


def press_and_move(view: CanvasView, card: int, to: QPoint) -> None:
    start = view.card_rect(card).center()
    QTest.mousePress(view.viewport(), BUTTON, NONE, start)
    QTest.mouseMove(view.viewport(), start + QPoint(0, 30))
    QTest.mouseMove(view.viewport(), to)


# ---------------------------------------------------------------- dragging several


def test_all_selected_cards_go_along(view: CanvasView, moved: Moved) -> None:
    view.choose_all((1, 5))
    target = view.plus_rect(Spot(RIGHT, 1)).center()
    press_and_move(view, 5, target)
    assert drops(view) == {
        Spot((), 0): "allowed",
        Spot((), 1): "allowed",
        Spot(LEFT, 0): "allowed",
        Spot(LEFT, 1): "allowed",
        Spot(LEFT, 2): "allowed",
        Spot(RIGHT, 0): "allowed",
        Spot(RIGHT, 1): "target",
    }
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert moved == [((1, 5), Spot(RIGHT, 1))]


def test_a_drag_of_several_can_be_cancelled(view: CanvasView, moved: Moved) -> None:
    view.choose_all((1, 5))
    target = view.plus_rect(Spot(RIGHT, 1)).center()
    press_and_move(view, 5, target)
    QTest.keyClick(view, Key.Key_Escape)
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert moved == []
    assert view.chosen == (1, 5)
    assert view.canvas.lifted() is None


def test_a_card_that_is_not_selected_goes_alone(view: CanvasView, moved: Moved) -> None:
    view.choose_all((1, 5))
    target = view.plus_rect(Spot(RIGHT, 0)).center()
    press_and_move(view, 3, target)
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert moved == [((3,), Spot(RIGHT, 0))]


def test_a_selection_with_a_branch_goes_only_to_ends(view: CanvasView, moved: Moved) -> None:
    """1 and the branch stand in a row at the end already: no other place takes them."""
    view.choose_all((1, 2))
    press_and_move(view, 1, view.plus_rect(Spot(LEFT, 0)).center())
    assert set(drops(view).values()) == {"refused"}
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, view.plus_rect(Spot(LEFT, 0)).center())
    assert moved == []


# ---------------------------------------------------------------- taking up and putting down


def test_every_legal_place_is_shown_and_a_click_puts_the_card_there(view: CanvasView, moved: Moved) -> None:
    assert view.start_move((3,))
    shown = drops(view)
    assert [spot for spot, drop in shown.items() if drop == "refused"] == [Spot(LEFT, 0), Spot(LEFT, 1)]
    assert list(shown.values()).count("target") == 1
    assert view.banner.text().startswith("Moving “Enroll in sequence”")
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.plus_rect(Spot((), 0)).center())
    assert moved == [((3,), Spot((), 0))]
    assert (view.moving, view.banner.isHidden()) == ((), True)


def test_a_click_on_a_refused_place_changes_nothing(view: CanvasView, moved: Moved) -> None:
    added: list[Spot] = []
    view.add_requested.connect(added.append)
    view.start_move((3,))
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.plus_rect(Spot(LEFT, 0)).center())
    assert (moved, added, view.moving) == ([], [], (3,))


def test_arrows_go_from_place_to_place_and_enter_drops(view: CanvasView, moved: Moved) -> None:
    view.start_move((1,))
    for _ in range(9):
        QTest.keyClick(view, Key.Key_Up)
    assert drops(view)[Spot(LEFT, 0)] == "target"
    QTest.keyClick(view, Key.Key_Down)
    assert drops(view)[Spot(LEFT, 1)] == "target"
    QTest.keyClick(view, Key.Key_Right)
    assert drops(view)[Spot(RIGHT, 1)] == "target"
    QTest.keyClick(view, Key.Key_Left)
    assert drops(view)[Spot(LEFT, 1)] == "target"
    assert view.accessibleName() == "Move here: after Enroll in sequence"
    QTest.keyClick(view, Key.Key_Return)
    assert moved == [((1,), Spot(LEFT, 1))]


def test_esc_puts_the_cards_back(view: CanvasView, moved: Moved) -> None:
    view.choose_all((1, 3))
    view.start_move((1, 3))
    QTest.keyClick(view, Key.Key_Escape)
    assert (view.moving, view.chosen, moved) == ((), (1, 3), [])
    assert set(drops(view).values()) == {""}
    assert view.banner.text() == "2 cards selected"


def test_other_keys_and_cards_do_nothing_meanwhile(view: CanvasView, moved: Moved) -> None:
    asked: list[object] = []
    view.asked.connect(asked.append)
    view.choose(3)
    view.start_move((3,))
    QTest.keyClick(view, Key.Key_Delete)
    QTest.keyClick(view, Key.Key_D)
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.card_rect(4).center())
    assert (asked, view.selected, view.moving) == ([], 3, (3,))
    QTest.keyClick(view, Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == pytest.approx(1 / 1.2)


def test_what_has_no_other_place_is_not_taken_up(view: CanvasView, moved: Moved) -> None:
    assert not view.start_move((2,))
    assert not view.start_move(())
    view.set_locked(True)
    assert not view.start_move((3,))


def test_another_drawing_of_the_workflow_ends_it(view: CanvasView, moved: Moved, project: Project) -> None:
    view.start_move((3,))
    view.show_counts({})
    assert (view.moving, drops(view)[Spot(LEFT, 0)]) == ((3,), "refused")
    view.show_workflow(project, Workflow(2, "Other"), {})
    assert (view.moving, view.banner.isHidden()) == ((), True)
