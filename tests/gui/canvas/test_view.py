"""The canvas under real keys and a real mouse."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.project import Project
from core.model.run import CardCounts
from core.model.tree import Spot
from core.model.workflow import Workflow
from gui.canvas import edits
from gui.canvas.keys import Act
from gui.canvas.view import CanvasView
from gui.canvas.viewport import MAX_ZOOM, MIN_ZOOM
from gui.theme import ThemeManager

LEFT, RIGHT = ((2, 0),), ((2, 1),)
NONE = Qt.KeyboardModifier.NoModifier
BUTTON = Qt.MouseButton.LeftButton

W = TypeVar("W", bound=QWidget)


def part(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Returns a child by kind and name; fails when there is none."""
    found = parent.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} {name!r}"
    return found


@pytest.fixture
def asked(view: CanvasView) -> list[tuple[str, object]]:
    """Returns all that the canvas asked for, in order."""
    heard: list[tuple[str, object]] = []
    view.add_requested.connect(lambda spot: heard.append(("add", spot)))
    view.move_requested.connect(lambda card, spot: heard.append(("move", (card, spot))))
    view.asked.connect(lambda act: heard.append(("ask", act)))
    return heard


def drag(qtbot: QtBot, view: CanvasView, start: QPoint, *way: QPoint) -> None:
    """Presses at a point and moves along a way; the button stays down."""
    QTest.mousePress(view.viewport(), BUTTON, NONE, start)
    for point in way:
        QTest.mouseMove(view.viewport(), point)


def press(qtbot: QtBot, view: CanvasView, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(view, key)


def test_arrows_walk_down_the_list_and_across_the_branches(qtbot: QtBot, view: CanvasView) -> None:
    spy = QSignalSpy(view.card_selected)
    press(qtbot, view, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left)
    press(qtbot, view, Qt.Key.Key_Up, Qt.Key.Key_Home)
    assert [spy.at(i)[0] for i in range(spy.count())] == [1, 2, 3, 4, 3, 2, 0]


def test_a_adds_below_the_selected_card(qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]) -> None:
    press(qtbot, view, Qt.Key.Key_A)
    view.choose(1)
    press(qtbot, view, Qt.Key.Key_A)
    view.choose(2)
    press(qtbot, view, Qt.Key.Key_A)
    assert asked == [("add", Spot((), 0)), ("add", Spot((), 1)), ("add", Spot(LEFT, 0))]


def test_the_keyboard_reaches_the_plus_at_the_foot(
    qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]
) -> None:
    view.choose(4)
    press(qtbot, view, Qt.Key.Key_Down)
    assert view.selected == 4
    assert view.accessibleName().startswith("Add an action here. ")
    press(qtbot, view, Qt.Key.Key_Return)
    press(qtbot, view, Qt.Key.Key_Up)
    press(qtbot, view, Qt.Key.Key_Return)
    assert asked == [("add", Spot(RIGHT, 1)), ("ask", Act.OPEN)]


@pytest.mark.parametrize(
    ("key", "modifier", "act"),
    [
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, Act.MOVE_UP),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, Act.MOVE_DOWN),
        (Qt.Key.Key_D, NONE, Act.SWITCH),
        (Qt.Key.Key_Delete, NONE, Act.DELETE),
        (Qt.Key.Key_F2, NONE, Act.PANEL),
        (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, Act.COPY),
        (Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier, Act.CUT),
        (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, Act.PASTE),
    ],
)
def test_keys_ask_for_what_they_stand_for(
    qtbot: QtBot,
    view: CanvasView,
    asked: list[tuple[str, object]],
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    act: Act,
) -> None:
    view.choose(1)
    QTest.keyClick(view, key, modifier)
    assert asked == [("ask", act)]


def test_locked_canvas_can_be_read_but_not_changed(
    qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]
) -> None:
    plus = view.plus_rect(Spot((), 0)).center()
    view.set_locked(True)
    press(qtbot, view, Qt.Key.Key_Down, Qt.Key.Key_A, Qt.Key.Key_D, Qt.Key.Key_Delete)
    QTest.mouseClick(view.viewport(), BUTTON, NONE, plus)
    drag(qtbot, view, view.card_rect(1).center(), view.plus_rect(Spot(LEFT, 0)).center())
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, view.plus_rect(Spot(LEFT, 0)).center())
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.card_rect(4).center())
    assert asked == []
    assert view.selected == 4


def test_click_selects_a_card_and_says_it(qtbot: QtBot, view: CanvasView, project: Project) -> None:
    view.show_counts({3: CardCounts(47, 38, 9)})
    QTest.mouseClick(view.viewport(), BUTTON, NONE, view.card_rect(3).center())
    assert view.selected == 3
    assert view.accessibleName() == (
        "Enroll in sequence, Demo follow-up · sent by contact owner, 47 entered, 38 done, 9 skipped"
    )
    assert view.accessibleDescription() == "Card 4 of 5. In “Lead”."


def test_click_on_a_plus_asks_for_its_place(qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]) -> None:
    for spot in (Spot((), 0), Spot(LEFT, 1), Spot(RIGHT, 0)):
        QTest.mouseClick(view.viewport(), BUTTON, NONE, view.plus_rect(spot).center())
    assert asked == [("add", Spot((), 0)), ("add", Spot(LEFT, 1)), ("add", Spot(RIGHT, 0))]


def test_slipping_off_a_plus_does_nothing(qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]) -> None:
    plus = view.plus_rect(Spot((), 0)).center()
    QTest.mousePress(view.viewport(), BUTTON, NONE, plus)
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, plus + QPoint(120, 0))
    assert asked == []


def test_dragging_a_card_to_a_plus_moves_it_there(
    qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]
) -> None:
    target = view.plus_rect(Spot(RIGHT, 1)).center()
    drag(qtbot, view, view.card_rect(1).center(), target - QPoint(40, 40), target)
    ghost = view.canvas.lifted()
    assert ghost is not None
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert asked == [("move", ((1,), Spot(RIGHT, 1)))]
    assert view.canvas.lifted() is None


def test_dragging_shows_which_places_take_the_card(qtbot: QtBot, view: CanvasView) -> None:
    target = view.plus_rect(Spot(RIGHT, 0)).center()
    drag(qtbot, view, view.card_rect(1).center(), target)
    drops = {plus.spot: item.drop for plus in _pluses(view) if (item := view.canvas.plus_item(plus.spot))}
    assert drops == {
        Spot((), 0): "refused",
        Spot((), 1): "refused",
        Spot(LEFT, 0): "allowed",
        Spot(LEFT, 1): "allowed",
        Spot(RIGHT, 0): "target",
        Spot(RIGHT, 1): "allowed",
    }
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)


def test_a_branch_card_dropped_into_itself_stays(
    qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]
) -> None:
    target = view.plus_rect(Spot(LEFT, 0)).center()
    drag(qtbot, view, view.card_rect(2).center(), target)
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert asked == []


def test_esc_cancels_a_drag(qtbot: QtBot, view: CanvasView, asked: list[tuple[str, object]]) -> None:
    target = view.plus_rect(Spot(RIGHT, 1)).center()
    drag(qtbot, view, view.card_rect(1).center(), target)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.canvas.lifted() is None
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, target)
    assert asked == []


def test_a_drag_at_the_edge_scrolls(qtbot: QtBot, view: CanvasView) -> None:
    view.resize(760, 420)
    bar = view.verticalScrollBar()
    view.show_top()
    before = bar.value()
    edge = QPoint(380, view.viewport().height() - 4)
    drag(qtbot, view, view.card_rect(1).center(), edge)
    qtbot.waitUntil(lambda: bar.value() > before + 20)
    QTest.keyClick(view, Qt.Key.Key_Escape)
    after = bar.value()
    qtbot.wait(80)
    assert bar.value() == after


def test_dragging_the_ground_pans(qtbot: QtBot, view: CanvasView) -> None:
    view.resize(760, 420)
    view.show_top()
    drag(qtbot, view, QPoint(20, 300), QPoint(20, 250))
    QTest.mouseRelease(view.viewport(), BUTTON, NONE, QPoint(20, 250))
    assert view.verticalScrollBar().value() == view.verticalScrollBar().minimum() + 50


def test_zoom_keys_and_buttons(qtbot: QtBot, view: CanvasView) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    larger, smaller = part(view, QToolButton, "zoom_in"), part(view, QToolButton, "zoom_out")
    actual = part(view, QPushButton, "zoom_actual")
    QTest.mouseClick(larger, BUTTON)
    assert view.zoom == pytest.approx(1.2)
    assert actual.text() == "120 %"
    QTest.keyClick(view, Qt.Key.Key_0, ctrl)
    assert view.zoom == 1.0
    for _ in range(30):
        QTest.mouseClick(smaller, BUTTON)
    assert view.zoom == MIN_ZOOM
    for _ in range(40):
        QTest.mouseClick(larger, BUTTON)
    assert view.zoom == MAX_ZOOM
    QTest.mouseClick(actual, BUTTON)
    assert view.zoom == 1.0


def test_fit_shows_everything(qtbot: QtBot, view: CanvasView) -> None:
    view.resize(500, 400)
    QTest.keyClick(view, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom < 1
    room = view.viewport().rect()
    assert all(room.contains(view.card_rect(card)) for card in (0, 1, 2, 3, 4))


def test_ctrl_and_wheel_zoom(view: CanvasView) -> None:
    middle = QPointF(view.viewport().rect().center())
    for modifier in (Qt.KeyboardModifier.ControlModifier, NONE):
        event = QWheelEvent(
            middle,
            QPointF(view.viewport().mapToGlobal(middle.toPoint())),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view.viewport(), event)
        assert view.zoom == pytest.approx(1.2)


def test_same_workflow_keeps_the_selection_another_one_does_not(
    view: CanvasView, project: Project, workflow: Workflow
) -> None:
    view.choose(4)
    changed = edits.switch(project, workflow, (1,))
    assert changed is not None
    view.show_workflow(project, changed.after, {})
    assert view.selected == 4
    view.show_workflow(project, Workflow(2, "Other"), {})
    assert view.selected == 0
    assert view.card_rect(4) == QRect()


def test_the_selected_card_has_a_frame_of_two_accent_pixels(view: CanvasView, themes: ThemeManager) -> None:
    view.choose(1)
    rect = view.card_rect(1)
    picture = view.grab().toImage()
    accent, line = themes.theme.accent, themes.theme.line
    assert _ink(picture, rect.center().x() + 60, rect.top()) == accent
    assert _ink(picture, rect.center().x() + 60, rect.top() + 1) == accent
    other = view.card_rect(2)
    assert _ink(picture, other.center().x() + 60, other.top()) == line


def test_cards_are_painted_in_the_dark_theme_too(view: CanvasView, themes: ThemeManager) -> None:
    themes.set_choice("dark")
    rect = view.card_rect(1)
    picture = view.grab().toImage()
    assert _ink(picture, rect.right() - 20, rect.bottom() - 10) == themes.theme.raised
    assert _ink(picture, 4, 4) == themes.theme.window


def _pluses(view: CanvasView) -> tuple:  # type: ignore[type-arg]
    layout = view.canvas.layout
    assert layout is not None
    return layout.pluses


def _ink(picture: QImage, x: int, y: int) -> QColor:
    return QColor(picture.pixelColor(x, y).name())
