"""Overview map, colours by outcome, zoom to selection, free room, and how much a drawing does anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QFrame, QToolButton

from core.actions.delay import Delay
from core.model import tree
from core.model.project import Project
from core.model.run import CardCounts
from core.model.tree import Spot
from core.model.workflow import Card, Workflow
from gui.canvas.face_cache import FaceCache
from gui.canvas.faces import faces_of
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
