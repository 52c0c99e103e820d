"""Overview map, colours by outcome, zoom to selection, free room, and how much a drawing does anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFrame, QToolButton
from pytestqt.qtbot import QtBot

from core.actions.delay import Delay
from core.actions.if_then import Branch, IfThen
from core.model import tree
from core.model.filter import Filter
from core.model.project import Project
from core.model.run import CardCounts
from core.model.tree import Spot
from core.model.workflow import Card, Workflow
from gui.canvas.face_cache import FaceCache
from gui.canvas.faces import faces_of
from gui.canvas.layout import occupied
from gui.canvas.outcome import tone_of_share, words_of_share
from gui.canvas.view import CanvasView
from gui.theme import ThemeManager, Tone

BUTTON = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def long() -> Workflow:
    """Returns a workflow of 60 delays."""
    return Workflow(9, "Long", cards=tuple(Card(i, Delay(60 * i)) for i in range(1, 61)), next_card=61)


@pytest.fixture
def long_view(view: CanvasView, project: Project, long: Workflow) -> CanvasView:
    """Returns the canvas with it."""
    view.show_workflow(project, long, {})
    return view


# ---------------------------------------------------------------- overview map


def test_the_map_shows_only_when_there_is_much_out_of_view(
    view: CanvasView, project: Project, workflow: Workflow, long: Workflow
) -> None:
    assert view.minimap.isHidden()
    view.show_workflow(project, long, {})
    assert view.minimap.isVisible()
    view.set_zoom(0.1)
    assert view.minimap.isHidden()
    view.set_zoom(1.0)
    view.show_workflow(project, workflow, {})
    assert view.minimap.isHidden()


def test_the_map_covers_no_card_and_no_button_wherever_one_looks(view: CanvasView, project: Project) -> None:
    cards = tuple(Card(i, Delay(60)) for i in range(1, 9))
    twigs = (cards[4:6], (*cards[6:], Card(10, IfThen((Branch("B", Filter()),)), branches=((), ()))))
    branch = Card(9, IfThen((Branch("A", Filter()),)), branches=twigs)
    view.resize(700, 330)
    view.show_workflow(project, Workflow(9, "Wide", cards=(*cards[:4], branch), next_card=11), {})
    bar = view.findChild(QToolButton, "overview_map")
    assert bar is not None
    shown = set()
    for y in range(0, view.verticalScrollBar().maximum(), 40):
        view.verticalScrollBar().setValue(y)
        shown.add(view.minimap.isVisible())
        if view.minimap.isVisible():
            place = view.minimap.geometry()
            buttons = QRect(bar.mapTo(view, QPoint()), bar.size())
            assert not place.intersects(buttons), y
            assert view.canvas.layout is not None
            covered = view.mapToScene(place.translated(-view.viewport().pos())).boundingRect()
            assert [rect for rect in occupied(view.canvas.layout, lines=False) if rect.intersects(covered)] == [], y
            assert view.viewport().geometry().contains(place)
    assert shown == {True, False}


def test_the_map_stays_while_the_mouse_drags_on_it(long_view: CanvasView) -> None:
    long_view.resize(560, 400)
    long_view.show_top()
    box = long_view.minimap
    assert box.isVisible()
    place = box.geometry()
    QTest.mousePress(box, BUTTON, NONE, QPoint(box.width() // 2, 20))
    QTest.mouseMove(box, QPoint(box.width() // 2, box.height() - 6))
    assert (box.isVisible(), box.geometry()) == (True, place)
    QTest.mouseRelease(box, BUTTON)


def test_pressing_and_dragging_on_the_map_goes_there(long_view: CanvasView) -> None:
    box = long_view.minimap
    before = box.frame().top()
    QTest.mousePress(box, BUTTON, NONE, QPoint(box.width() // 2, box.height() // 2))
    middle = long_view.seen().center().y()
    assert middle == pytest.approx(long_view.sceneRect().center().y(), abs=60)
    assert box.frame().top() > before
    QTest.mouseMove(box, QPoint(box.width() // 2, box.height() - 4))
    assert long_view.seen().center().y() > middle
    QTest.mouseRelease(box, BUTTON)


def test_the_map_can_be_closed_and_brought_back(long_view: CanvasView) -> None:
    spy = QSignalSpy(long_view.looks_changed)
    close, toggle = (long_view.findChild(QToolButton, name) for name in ("minimap_close", "overview_map"))
    assert close is not None
    assert toggle is not None
    QTest.mouseClick(close, BUTTON)
    assert (long_view.minimap.isVisible(), long_view.overview, toggle.isChecked()) == (False, False, False)
    QTest.mouseClick(toggle, BUTTON)
    assert (long_view.minimap.isVisible(), long_view.overview, toggle.isChecked()) == (True, True, True)
    assert spy.count() == 2


def test_the_map_is_drawn_in_both_themes(long_view: CanvasView, themes: ThemeManager) -> None:
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        picture = long_view.minimap.grab().toImage()
        assert picture.pixelColor(8, picture.height() // 2) == themes.theme.raised


# ---------------------------------------------------------------- colours by outcome


@pytest.mark.parametrize(
    ("share", "tone", "words"),
    [
        (0.0, Tone.DONE, "0 % skipped"),
        (0.001, Tone.SKIPPED, "1 % skipped"),
        (0.4, Tone.SKIPPED, "40 % skipped"),
        (0.5, Tone.BROKEN, "50 % skipped"),
        (0.999, Tone.BROKEN, "99 % skipped"),
        (1.0, Tone.BROKEN, "100 % skipped"),
    ],
)
def test_shares_have_a_tone_and_words(share: float, tone: Tone, words: str) -> None:
    assert (tone_of_share(share), words_of_share(share)) == (tone, words)


def test_cards_are_tinted_by_what_the_last_run_skipped(view: CanvasView, themes: ThemeManager) -> None:
    view.show_counts({1: CardCounts(10, 10), 3: CardCounts(10, 6, 4), 4: CardCounts(10, 2, 8)})
    legend = view.findChild(QFrame, "outcome_legend")
    toggle = view.findChild(QToolButton, "colour_by_outcome")
    assert legend is not None
    assert toggle is not None
    assert legend.isHidden()
    QTest.mouseClick(toggle, BUTTON)
    assert legend.isVisible()
    theme = themes.theme
    grounds = {1: theme.done_soft, 3: theme.skipped_soft, 4: theme.broken_soft, 2: theme.raised}
    assert {card: _ground(view, card) for card in grounds} == grounds
    QTest.mouseClick(toggle, BUTTON)
    assert {card: _ground(view, card) for card in grounds} == dict.fromkeys(grounds, theme.raised)
    assert legend.isHidden()


def test_the_share_is_never_said_by_colour_alone(view: CanvasView) -> None:
    """The bar at the left edge is filled as far as the share: below at 40 %, above it not."""
    view.show_counts({3: CardCounts(10, 6, 4)})
    view.set_tinted(True)
    rect, picture = view.card_rect(3), view.grab().toImage()
    low = picture.pixelColor(rect.left() + 5, rect.bottom() - 16)
    high = picture.pixelColor(rect.left() + 5, rect.top() + 14)
    assert low != high


def _ground(view: CanvasView, card: int) -> QColor:
    rect = view.card_rect(card)
    return QColor(view.grab().toImage().pixelColor(rect.left() + 20, rect.bottom() - 4).name())


# ---------------------------------------------------------------- zoom and room


def test_zoom_to_selection_fills_the_view_with_what_is_selected(long_view: CanvasView) -> None:
    long_view.choose_all(range(20, 41))
    QTest.keyClick(long_view, Qt.Key.Key_2, CTRL)
    room = long_view.viewport().rect()
    assert room.contains(long_view.card_rect(20))
    assert room.contains(long_view.card_rect(40))
    assert long_view.zoom < 0.5
    long_view.choose(30)
    QTest.keyClick(long_view, Qt.Key.Key_2, CTRL)
    assert long_view.zoom == 1.0
    assert abs(long_view.card_rect(30).center().x() - room.center().x()) < 8


@pytest.mark.parametrize("zoom", [0.3, 1.0, 2.0])
def test_no_button_covers_the_lowest_plus_for_good(long_view: CanvasView, zoom: float) -> None:
    long_view.set_zoom(zoom)
    bar = long_view.verticalScrollBar()
    bar.setValue(bar.maximum())
    foot = long_view.plus_rect(Spot((), 60))
    button = long_view.findChild(QToolButton, "zoom_in")
    assert button is not None
    top = button.mapTo(long_view, QPoint()).y()
    assert foot.bottom() < top


@pytest.mark.parametrize("height", [300, 420, 720])
def test_a_selected_card_and_its_plus_are_above_the_buttons(view: CanvasView, height: int) -> None:
    view.resize(760, height)
    button = view.findChild(QToolButton, "zoom_in")
    assert button is not None
    for card, spot in ((3, Spot(((2, 0),), 1)), (4, Spot(((2, 1),), 1)), (1, Spot((), 1))):
        view.choose(card)
        assert view.card_rect(card).top() >= 0
        assert view.plus_rect(spot).bottom() < button.mapTo(view, QPoint()).y(), card


def test_in_a_low_view_the_whole_card_counts_more_than_its_plus(view: CanvasView) -> None:
    view.show_counts({3: CardCounts(10, 6, 4), 4: CardCounts(10, 2, 8)})
    view.resize(400, 172)
    button = view.findChild(QToolButton, "zoom_in")
    assert button is not None
    for card in (4, 3):
        view.choose(card)
        assert view.card_rect(card).top() >= 0
        assert view.card_rect(card).bottom() < button.mapTo(view, QPoint()).y()


def test_a_selected_card_stays_in_view_when_the_log_opens_below(view: CanvasView) -> None:
    view.choose(4)
    view.resize(760, 300)
    assert view.viewport().rect().contains(view.card_rect(4))
    view.choose(0)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    away = view.card_rect(0)
    assert away.bottom() < 0
    view.resize(760, 280)
    assert view.card_rect(0).bottom() < 0, "What was not in view is not fetched"


def test_a_workflow_is_shown_as_it_was_left(view: CanvasView, project: Project, long: Workflow) -> None:
    workflow = view.workflow
    view.show_workflow(project, long, {})
    view.choose(40)
    place = view.card_rect(40)
    view.show_workflow(project, workflow, {})
    assert (view.selected, view.card_rect(0).top()) == (0, 16)
    view.show_workflow(project, long, {})
    assert (view.selected, view.chosen) == (40, (40,))
    assert (view.card_rect(40).topLeft() - place.topLeft()).manhattanLength() <= 2
    fewer = replace(long, cards=long.cards[:10])
    view.show_workflow(project, workflow, {})
    view.show_workflow(project, fewer, {})
    assert view.selected == 0


# ---------------------------------------------------------------- standing still


def test_a_new_card_appears_where_its_plus_was(view: CanvasView, project: Project, workflow: Workflow) -> None:
    """In an empty branch it needs more room, so its neighbours go aside, not the place under the mouse."""
    empty = replace(workflow, cards=(workflow.cards[0], replace(workflow.cards[1], branches=((), ()))))
    view.show_workflow(project, empty, {})
    for branch in (0, 1):
        spot = Spot(((2, branch),), 0)
        clicked = view.plus_rect(spot).center()
        grown = tree.insert(empty, spot, Delay())
        view.show_workflow(project, grown, {})
        new = view.card_rect(5)
        assert abs(new.center().x() - clicked.x()) <= 1
        assert abs(view.plus_rect(replace(spot, index=1)).center().x() - clicked.x()) <= 1
        assert view.seen().width() == pytest.approx(view.viewport().width() / view.zoom, abs=1)
        view.show_workflow(project, empty, {})
        view.set_zoom(1.0)
        view.show_top()


def test_a_view_that_is_held_still_gets_no_scroll_bar_for_it(
    view: CanvasView, project: Project, workflow: Workflow, qtbot: QtBot
) -> None:
    """The second scroll bar would come because the first one takes some of the width that was seen."""
    # Bars that take room, as those of the window do.
    view.setStyleSheet("QScrollBar { width: 12px; height: 12px; background: gray; }")
    empty = replace(workflow, cards=(workflow.cards[0], replace(workflow.cards[1], branches=((), ()))))
    grown = tree.insert(empty, Spot(((2, 0),), 0), Delay())
    view.show_workflow(project, grown, {})
    width = round(view.canvas.bounds.width()) + 400
    view.show_workflow(project, empty, {})
    view.resize(width, round(view.canvas.bounds.height()) + 100)
    view.set_zoom(1.0)
    view.show_top()
    assert view.verticalScrollBar().maximum() == view.verticalScrollBar().minimum()
    view.show_workflow(project, grown, {})
    qtbot.waitUntil(view.verticalScrollBar().isVisible)
    assert view.horizontalScrollBar().maximum() == view.horizontalScrollBar().minimum()


def test_what_is_selected_stays_when_other_cards_go(view: CanvasView, project: Project, workflow: Workflow) -> None:
    view.choose(3)
    place = view.card_rect(3)
    fewer = tree.remove(workflow, 4)
    view.show_workflow(project, fewer, {})
    assert (view.card_rect(3).topLeft() - place.topLeft()).manhattanLength() <= 1


# ---------------------------------------------------------------- how much is done anew


def test_an_edit_of_one_card_makes_one_face_and_no_layout_anew(project: Project, view: CanvasView) -> None:
    cards = tuple(Card(i, Delay(60 * i)) for i in range(1, 41))
    before = Workflow(1, "Flow", cards=cards, next_card=41)
    view.show_workflow(project, before, {})
    faces, layout = {i: view.face(i) for i in range(41)}, view.canvas.layout
    after = tree.change(before, 7, on=False)
    view.show_workflow(replace(project, workflows=(after,)), after, {})
    assert [i for i in range(1, 41) if view.face(i) is not faces[i]] == [7]
    assert view.canvas.layout is layout
    grown = tree.insert(after, Spot((), 3), Delay())
    view.show_workflow(replace(project, workflows=(grown,)), grown, {})
    assert view.canvas.layout is not layout
    assert view.card_rect(41).isValid()


def test_kept_faces_are_the_faces_one_would_make(project: Project, workflow: Workflow) -> None:
    cache = FaceCache()
    assert cache.faces(project, workflow, {}) == faces_of(project, workflow, {})
    counts = {3: CardCounts(5, 3, 2)}
    assert cache.faces(project, workflow, counts) == faces_of(project, workflow, counts)
    renamed = replace(project, sequences=(replace(project.sequences[0], name="Other"), *project.sequences[1:]))
    assert cache.faces(renamed, workflow, counts) == faces_of(renamed, workflow, counts)
    assert cache.faces(renamed, workflow, counts)[3].summary.startswith("Other")


def test_from_far_away_cards_are_shapes(long_view: CanvasView, themes: ThemeManager) -> None:
    long_view.set_zoom(0.2)
    long_view.show_top()
    picture = long_view.grab().toImage()
    rect = long_view.card_rect(1)
    across, down = range(rect.left(), rect.right()), range(rect.top(), rect.bottom())
    inks = {picture.pixelColor(x, y).name() for x in across for y in down}
    assert themes.theme.accent.name() in inks
    assert themes.theme.raised.name() in inks
    assert long_view.canvas.card_near(QRectF(0, 10, 0, 0), 0) == 0


def test_from_farther_away_all_cards_are_drawn_at_once(long_view: CanvasView, themes: ThemeManager) -> None:
    long_view.choose(3)
    long_view.set_zoom(0.1)
    item = long_view.canvas.card_item(3)
    assert item is not None
    assert not item.isVisible()
    rect, picture = long_view.card_rect(3), long_view.grab().toImage()
    assert QColor(picture.pixelColor(rect.center()).name()) == themes.theme.accent
    QTest.mouseClick(long_view.viewport(), BUTTON, NONE, long_view.card_rect(9).center())
    assert long_view.selected == 9
    long_view.set_zoom(1.0)
    assert item.isVisible()
