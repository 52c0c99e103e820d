"""Several cards at once: values first, then real clicks, keys and rubber bands.

The workflow is that of conftest, with a second list on the left: trigger · 1 · 2 (3 5 6 | 4).
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.actions.delay import Delay
from core.model import tree
from core.model.project import Project
from core.model.tree import Spot
from core.model.workflow import Workflow
from gui.canvas.selection import Selection, only, several
from gui.canvas.view import CanvasView

LEFT = ((2, 0),)
BUTTON = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def wide(workflow: Workflow) -> Workflow:
    """Returns the workflow with three cards in its left branch: 3, 5 and 6."""
    grown = tree.insert(workflow, Spot(LEFT, 1), Delay(60))
    return tree.insert(grown, Spot(LEFT, 2), Delay(120))


@pytest.fixture
def wide_view(view: CanvasView, project: Project, wide: Workflow) -> CanvasView:
    """Returns the canvas with it; high enough for all of it."""
    view.resize(760, 900)
    view.show_workflow(project, wide, {})
    return view


def click(view: CanvasView, card: int, keys: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), BUTTON, keys, view.card_rect(card).center())


def test_toggling_adds_and_takes_out_and_never_leaves_nothing() -> None:
    two = only(3).toggled(5)
    assert (sorted(two.chosen), two.current) == ([3, 5], 5)
    assert (sorted(two.toggled(5).chosen), two.toggled(5).current) == ([3], 3)
    assert only(3).toggled(3) == only(3)
    assert two.toggled(0) == only(0)
    assert only(0).toggled(3) == only(3)


def test_a_range_reaches_over_one_list_from_its_anchor(wide: Workflow) -> None:
    down = only(3).extended(wide, 6)
    assert (sorted(down.chosen), down.current, down.anchor) == ([3, 5, 6], 6, 3)
    assert down.extended(wide, 5).chosen == {3, 5}
    assert only(6).extended(wide, 3).chosen == {3, 5, 6}


def test_a_card_of_another_list_is_added_and_walking_back_takes_it_out(wide: Workflow) -> None:
    both = only(3).extended(wide, 4)
    assert both.chosen == {3, 4}
    into = only(1).extended(wide, 2).extended(wide, 3)
    assert into.chosen == {1, 2, 3}
    assert into.extended(wide, 2).chosen == {1, 2}


def test_what_is_gone_is_no_longer_selected(wide: Workflow) -> None:
    without = tree.remove(wide, 5)
    assert several((3, 5)).among(without) == Selection(3, frozenset({3}), 3)
    assert only(5).among(without) == Selection()
    assert several((3, 6)).among(without).chosen == {3, 6}
    assert several(()) == Selection()


def test_ctrl_click_toggles(wide_view: CanvasView) -> None:
    click(wide_view, 3)
    click(wide_view, 4, CTRL)
    assert (wide_view.chosen, wide_view.selected) == ((3, 4), 4)
    click(wide_view, 4, CTRL)
    assert (wide_view.chosen, wide_view.selected) == ((3,), 3)


def test_shift_click_takes_the_range(wide_view: CanvasView) -> None:
    click(wide_view, 6)
    click(wide_view, 3, SHIFT)
    assert (wide_view.chosen, wide_view.selected) == ((3, 5, 6), 3)


def test_a_click_leaves_one_card_and_a_click_on_the_ground_too(wide_view: CanvasView) -> None:
    click(wide_view, 3)
    click(wide_view, 6, SHIFT)
    click(wide_view, 5)
    assert list(wide_view.chosen) == [5]
    click(wide_view, 4, CTRL)
    QTest.mouseClick(wide_view.viewport(), BUTTON, NONE, QPoint(8, 300))
    assert list(wide_view.chosen) == [4]


def test_shift_and_arrows_extend_and_esc_leaves_the_current_card(wide_view: CanvasView) -> None:
    wide_view.choose(3)
    QTest.keyClick(wide_view, Key.Key_Down, SHIFT)
    QTest.keyClick(wide_view, Key.Key_Down, SHIFT)
    assert list(wide_view.chosen) == [3, 5, 6]
    QTest.keyClick(wide_view, Key.Key_Up, SHIFT)
    assert list(wide_view.chosen) == [3, 5]
    QTest.keyClick(wide_view, Key.Key_Escape)
    assert list(wide_view.chosen) == [5]


def test_ctrl_a_takes_all_cards_but_the_trigger(wide_view: CanvasView) -> None:
    QTest.keyClick(wide_view, Key.Key_A, CTRL)
    assert list(wide_view.chosen) == [1, 2, 3, 5, 6, 4]
    assert wide_view.accessibleName().startswith("6 cards selected. Delay for 2 days")


def test_the_banner_says_how_many_and_offers_what_can_be_done(wide_view: CanvasView) -> None:
    asked: list[object] = []
    wide_view.asked.connect(asked.append)
    wide_view.choose_all((3, 4))
    assert wide_view.banner.text() == "2 cards selected"
    links = {link.text(): link for link in wide_view.banner.findChildren(QPushButton) if not link.isHidden()}
    assert list(links) == ["Move", "Copy", "Switch on/off", "Delete", "Clear (Esc)"]
    QTest.mouseClick(links["Delete"], BUTTON)
    assert [str(act) for act in asked] == ["Act.DELETE"]
    QTest.mouseClick(links["Clear (Esc)"], BUTTON)
    assert list(wide_view.chosen) == [3]
    assert wide_view.banner.isHidden()


def test_locked_the_banner_offers_only_what_reads(wide_view: CanvasView) -> None:
    wide_view.choose_all((3, 4))
    wide_view.set_locked(True)
    assert [link.text() for link in wide_view.banner.action_buttons()] == ["Copy", "Clear (Esc)"]


# ---------------------------------------------------------------- rubber band


def band(view: CanvasView, keys: Qt.KeyboardModifier = SHIFT) -> QPoint:
    """Draws a band around cards 3 and 5, without letting go; gives where the pointer is."""
    start = view.card_rect(3).topLeft() - QPoint(20, 20)
    end = view.card_rect(5).center()
    QTest.mousePress(view.viewport(), BUTTON, keys, start)
    QTest.mouseMove(view.viewport(), start + QPoint(30, 30))
    QTest.mouseMove(view.viewport(), end)
    return end


def test_a_rubber_band_takes_the_cards_it_touches(wide_view: CanvasView) -> None:
    end = band(wide_view)
    assert list(wide_view.chosen) == [3, 5]
    QTest.mouseRelease(wide_view.viewport(), BUTTON, SHIFT, end)
    assert list(wide_view.chosen) == [3, 5]
    assert wide_view.banner.text() == "2 cards selected"


def test_with_ctrl_the_band_adds(wide_view: CanvasView) -> None:
    wide_view.choose(4)
    end = band(wide_view, SHIFT | CTRL)
    QTest.mouseRelease(wide_view.viewport(), BUTTON, SHIFT | CTRL, end)
    assert list(wide_view.chosen) == [3, 5, 4]


def test_esc_takes_the_band_back(wide_view: CanvasView) -> None:
    wide_view.choose(4)
    end = band(wide_view)
    QTest.keyClick(wide_view, Key.Key_Escape)
    assert list(wide_view.chosen) == [4]
    QTest.mouseRelease(wide_view.viewport(), BUTTON, NONE, end)
    assert list(wide_view.chosen) == [4]
