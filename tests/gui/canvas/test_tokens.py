"""Tokens: which begin, what they show, where they run, and that they all end. Time is told by hand here."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QGraphicsItem

from core.actions.delay import Delay
from core.model.moment import Arrivals
from core.model.project import Project
from core.model.run import CardCounts
from core.model.trace import Outcome
from core.model.tree import Spot, insert
from core.model.workflow import Card, Workflow
from gui.canvas.layout import TRIGGER
from gui.canvas.token_item import GLYPHS, HEIGHT, TokenItem, TokenPainter, face_of
from gui.canvas.token_motion import ASIDE, DOOR, STAND, Motion, way_out, way_to
from gui.canvas.tokens import MOST, Token, Tokens, less_motion
from gui.canvas.view import CanvasView
from gui.theme import ThemeManager, Tone

ENTERED, DONE, SKIPPED = Outcome.ENTERED, Outcome.DONE, Outcome.SKIPPED
DEFERRED, FAILED, LEFT = Outcome.DEFERRED, Outcome.FAILED, Outcome.LEFT
DELAY, FORK, ENROLL = 1, 2, 3
FRAME = 0.02


@pytest.fixture
def tokens(view: CanvasView) -> Iterator[Tokens]:
    """Yields the tokens of the canvas; their own clock stands, tests tell the time."""
    view.set_zoom(0.8)
    yield view.tokens
    view.tokens.clear()


def came(card: int, outcome: Outcome = DONE, number: int = 1, back: int = 0) -> Arrivals:
    return Arrivals(1, card, outcome, number, back)


def show(view: CanvasView, *arrivals: Arrivals) -> tuple[Token, ...]:
    """Lets contacts come, and stops the clock so that only ``advance`` moves them."""
    view.show_arrivals(arrivals)
    view.tokens._timer.stop()
    return view.tokens.alive


def advance(tokens: Tokens, seconds: float) -> None:
    for _ in range(round(seconds / FRAME)):
        tokens.advance(FRAME)


def finish(tokens: Tokens) -> float:
    """Lets all tokens end, and gives how long it took."""
    passed = 0.0
    while tokens.alive or any(lane.waiting for lane in tokens._lanes.values()):
        tokens.advance(FRAME)
        passed += FRAME
        assert passed < 20
    return passed


def drawn(view: CanvasView) -> list[TokenItem]:
    return [item for item in view.canvas.items() if isinstance(item, TokenItem) and item.isVisible()]


# ---------------------------------------------------------------- one token


def test_one_contact_runs_from_card_to_card_and_goes_under_it(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(FORK))
    upper, lower = (view.canvas.layout.cards[card] for card in (DELAY, FORK))  # type: ignore[union-attr]
    assert token.item.face == face_of(1)
    assert upper.contains(token.item.pos()), "it comes out from under the card before"
    heights = []
    while tokens.alive:
        heights.append(token.item.y())
        tokens.advance(FRAME)
    assert heights == sorted(heights)
    assert lower.top() - STAND in [round(y, 3) for y in heights], "it stands above the card's head for a moment"
    assert heights[-1] > lower.top(), "and goes under it"
    assert token.item.face == face_of(1, DONE)
    assert drawn(view) == []


def test_a_token_says_how_many_come_and_at_the_end_what_became_of_them(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY, number=1204))
    assert (token.item.face.text, token.item.face.glyph, token.item.face.tone) == ("1,204", "", Tone.ACCENT)
    advance(tokens, token.motion.travel + 0.1)
    assert (token.item.face.text, token.item.face.glyph, token.item.face.tone) == ("1,204", "check", Tone.DONE)


def test_the_outcomes_of_one_card_come_together_and_part_there(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY, DONE, 12), came(DELAY, SKIPPED, 3), came(DELAY, DEFERRED, 2))
    assert token.item.face.text == "17"
    advance(tokens, token.motion.travel + 0.4)
    shown = {item.face.glyph: (item.face.text, item.x()) for item in drawn(view)}
    axis = view.canvas.layout.cards[DELAY].center().x()  # type: ignore[union-attr]
    assert {glyph: text for glyph, (text, _) in shown.items()} == {"check": "12", "skip": "3", "clock": "2"}
    assert shown["check"][1] == axis
    assert shown["skip"][1] > axis + 10
    assert shown["clock"][1] == pytest.approx(axis - ASIDE)
    finish(tokens)
    assert drawn(view) == []


@pytest.mark.parametrize(
    ("outcome", "glyph", "tone"),
    [
        (DONE, "check", Tone.DONE),
        (SKIPPED, "skip", Tone.SKIPPED),
        (DEFERRED, "clock", Tone.WAITING),
        (FAILED, "cross", Tone.BROKEN),
        (LEFT, "right", Tone.MUTED),
    ],
)
def test_an_outcome_is_told_by_a_sign_and_a_colour(outcome: Outcome, glyph: str, tone: Tone) -> None:
    assert (face_of(3, outcome).glyph, face_of(3, outcome).tone) == (glyph, tone)
    assert len(set(GLYPHS.values())) == len(GLYPHS), "no two outcomes have one sign"


def test_who_enters_comes_from_the_left_under_the_trigger(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(TRIGGER, ENTERED, 5))
    card = view.canvas.layout.cards[TRIGGER]  # type: ignore[union-attr]
    assert token.item.x() < card.left()
    advance(tokens, token.motion.travel - FRAME)
    assert token.item.x() > card.left()
    assert token.item.face == face_of(5), "nothing became of them yet"


def test_who_may_not_enter_hops_back(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(TRIGGER, SKIPPED))
    left = view.canvas.layout.cards[TRIGGER].left()  # type: ignore[union-attr]
    advance(tokens, token.motion.travel + 0.1)
    near = token.item.x()
    assert (near, token.item.face.glyph) == (left - DOOR, "skip")
    advance(tokens, 0.4)
    assert token.item.x() < near


def test_who_was_put_off_stays_a_moment_and_later_comes_from_there(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY, DEFERRED, 4))
    advance(tokens, token.motion.travel + 0.8)
    beside = token.item.pos()
    advance(tokens, 0.4)
    assert token.item.pos() == beside
    finish(tokens)
    (token,) = show(view, came(DELAY, DONE, 4, back=4))
    assert token.item.pos() == beside


def test_some_come_down_the_line_and_some_from_beside_the_card(view: CanvasView, tokens: Tokens) -> None:
    first, second = show(view, came(DELAY, DONE, 5, back=2))
    assert sorted((first.number, second.number)) == [2, 3]
    assert first.item.pos() != second.item.pos()


def test_who_leaves_the_workflow_goes_out_at_the_side(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY, LEFT, 2))
    right = view.canvas.layout.cards[DELAY].right()  # type: ignore[union-attr]
    assert token.item.x() < right
    advance(tokens, token.motion.travel - 2 * FRAME)
    assert token.item.x() > right
    assert token.item.opacity() < 0.5


def test_the_way_into_a_branch_is_the_line_to_it(view: CanvasView, workflow: Workflow) -> None:
    layout = view.canvas.layout
    assert layout is not None
    way = way_to(workflow, layout, ENROLL)
    (line,) = [points for points in layout.lines if len(points) == 4 and points[-1].x() < 0]
    for corner in line[1:3]:
        nearest = min(
            (way.pointAtPercent(n / 400) - corner for n in range(401)), key=lambda off: abs(off.x()) + abs(off.y())
        )
        assert abs(nearest.x()) + abs(nearest.y()) < 8, "it goes round the corner as the line does"
    card = layout.cards[ENROLL]
    assert way.pointAtPercent(1) == QPointF(card.center().x(), card.top() - STAND)


def test_a_pose_is_there_until_the_end_and_not_a_moment_longer(view: CanvasView, workflow: Workflow) -> None:
    layout = view.canvas.layout
    assert layout is not None
    for outcome in Outcome:
        way = way_out(layout, DELAY) if outcome is LEFT else way_to(workflow, layout, DELAY)
        motion = Motion(way, outcome)
        for part in range(100):
            pose = motion.at(motion.lasts * part / 100)
            assert pose is not None
            assert 0 <= pose.opacity <= 1
            assert 1 <= pose.scale < 1.2
        assert motion.at(motion.lasts) is None


# ---------------------------------------------------------------- many


def test_who_comes_soon_after_goes_along_with_the_next_token(view: CanvasView, tokens: Tokens) -> None:
    show(view, came(DELAY))
    for _ in range(10):
        advance(tokens, 0.04)
        show(view, came(DELAY))
    assert len(tokens.alive) <= 2, "tokens of one line keep a distance"
    told = sum(token.number for token in tokens.alive) + sum(
        sum(lane.waiting.values()) for lane in tokens._lanes.values()
    )
    assert told == 11, "and nobody is lost"


def test_there_are_never_more_than_the_most(themes: ThemeManager, project: Project) -> None:
    cards = tuple(Card(number, Delay()) for number in range(1, 101))
    flow = Workflow(1, "Long", cards=cards, next_card=101)
    view = CanvasView(themes)
    view.resize(700, 16_000)
    view.show_workflow(project, flow, {})
    view.show()
    most = 0
    for _ in range(60):
        show(view, came(TRIGGER, ENTERED, 100), *(came(card.id, DONE, 100) for card in cards))
        show(view, *(came(card.id, SKIPPED, 7) for card in cards))
        view.tokens.advance(0.04)
        most = max(most, len(view.tokens.alive))
        assert len(drawn(view)) == len(view.tokens.alive) <= MOST
    assert most == MOST
    assert finish(view.tokens) < 6, "those who wait too long are left out"
    assert len([item for item in view.canvas.items() if isinstance(item, TokenItem)]) <= MOST
    view.close()
    view.deleteLater()


def test_when_there_is_no_room_what_went_wrong_is_shown(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY, DONE, 12), came(DELAY, SKIPPED, 3))
    tokens._alive.extend([token] * (MOST - 1))
    tokens._part(token)
    assert (token.came, token.number) == ({SKIPPED: 3}, 3)
    del tokens._alive[1:]


def test_lower_cards_begin_a_little_later(view: CanvasView, tokens: Tokens) -> None:
    show(view, came(TRIGGER, ENTERED), came(DELAY), came(FORK))
    assert [token.card for token in tokens.alive] == [TRIGGER]
    advance(tokens, 0.3)
    assert [token.card for token in tokens.alive] == [TRIGGER, DELAY, FORK]


# ---------------------------------------------------------------- when there are none


def test_cards_that_are_not_there_or_not_in_view_have_none(view: CanvasView, tokens: Tokens) -> None:
    assert show(view, came(99), Arrivals(2, DELAY, DONE, 1)) == ()
    view.set_zoom(2.0)
    view.resize(400, 200)
    view.show_top()
    assert show(view, came(ENROLL)) == ()
    assert not tokens.running


def test_from_far_away_there_are_none(view: CanvasView, tokens: Tokens) -> None:
    view.set_zoom(0.14)
    assert show(view, came(DELAY)) == ()
    view.set_zoom(0.2)
    assert len(show(view, came(DELAY))) == 1, "a dot, where cards are shapes"


def test_none_while_the_canvas_is_hidden(view: CanvasView, tokens: Tokens) -> None:
    show(view, came(DELAY))
    view.hide()
    assert tokens.alive == ()
    assert show(view, came(DELAY)) == ()


def test_the_switch(view: CanvasView, tokens: Tokens) -> None:
    show(view, came(DELAY))
    view.set_tokens(False)
    assert tokens.alive == ()
    assert show(view, came(DELAY)) == ()
    view.set_tokens(True)
    assert len(show(view, came(DELAY))) == 1


@pytest.mark.parametrize("what", ["layout", "workflow", "nothing", "theme", "zoom"])
def test_they_vanish_when_the_ground_changes(
    view: CanvasView, tokens: Tokens, project: Project, workflow: Workflow, themes: ThemeManager, what: str
) -> None:
    show(view, came(DELAY), came(FORK))
    match what:
        case "layout":
            view.show_workflow(project, insert(workflow, Spot((), 0), Delay()), {})
        case "workflow":
            view.show_workflow(project, Workflow(2, "Other"), {})
        case "nothing":
            view.show_workflow(project, None, {})
        case "theme":
            themes.set_choice("dark")
        case "zoom":
            view.set_zoom(1.1)
    assert tokens.alive == ()
    assert not tokens.running
    assert not [item for item in view.canvas.items() if isinstance(item, TokenItem)]


def test_counts_that_change_let_them_run_on(view: CanvasView, tokens: Tokens) -> None:
    view.show_counts({card: CardCounts() for card in range(5)})
    (token,) = show(view, came(DELAY, number=7))
    advance(tokens, 0.1)
    view.show_counts({card: CardCounts(7, 7) for card in range(5)})
    assert tokens.alive == (token,)


def test_their_clock_stands_when_there_are_none(view: CanvasView) -> None:
    view.show_arrivals([came(DELAY)])
    assert view.tokens.running
    finish(view.tokens)
    assert not view.tokens.running


# ---------------------------------------------------------------- how they are drawn


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_a_token_is_drawn_in_the_colour_of_its_outcome(view: CanvasView, themes: ThemeManager, choice: str) -> None:
    themes.set_choice(choice)
    view.set_zoom(1.0)
    (token,) = show(view, came(DELAY, DONE, 12), came(DELAY, SKIPPED, 3))
    advance(view.tokens, token.motion.travel + 0.35)
    items = {item.face.glyph: item for item in drawn(view)}
    for glyph, tone in (("check", Tone.DONE), ("skip", Tone.SKIPPED)):
        assert themes.theme.tone(tone).name() in colours(items[glyph])
    view.tokens.clear()


def test_from_afar_outcomes_have_shapes_of_their_own(themes: ThemeManager, view: CanvasView) -> None:
    pen = TokenPainter(themes, view.font())
    pictures = {}
    for outcome in (DONE, SKIPPED, DEFERRED, FAILED):
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.translate(12, 12)
        painter.scale(0.3, 0.3)
        pen.paint(painter, face_of(1, outcome))
        painter.end()
        # The colour is left out: only what is covered counts.
        pictures[outcome] = image.convertToFormat(QImage.Format.Format_Alpha8)
    shapes = list(pictures.values())
    assert all(one != other for n, one in enumerate(shapes) for other in shapes[n + 1 :])


def test_tokens_stay_readable_when_cards_are_small(view: CanvasView, tokens: Tokens) -> None:
    heights = {}
    for zoom in (1.5, 1.0, 0.6, 0.5):
        view.set_zoom(zoom)
        (token,) = show(view, came(DELAY, number=12))
        heights[zoom] = token.item.scale() * HEIGHT
    assert heights == {1.5: 20, 1.0: 20, 0.6: 25, 0.5: 26}


def test_a_token_that_swells_is_not_drawn_anew(view: CanvasView, tokens: Tokens) -> None:
    view.set_zoom(1.0)
    (token,) = show(view, came(DELAY, number=12))
    advance(tokens, token.motion.travel + 0.02)
    scales = set()
    for _ in range(10):
        tokens.advance(0.02)
        scales.add(token.item.scale())
        view.viewport().grab()
    assert len(scales) == 10
    assert token.item._pen is not None
    assert len(token.item._pen._known) <= 3, "on the way, at the card, and swollen"


def test_tokens_are_nothing_that_can_be_pointed_at(view: CanvasView, tokens: Tokens) -> None:
    (token,) = show(view, came(DELAY))
    flags = token.item.flags()
    assert not flags & (
        QGraphicsItem.GraphicsItemFlag.ItemIsSelectable | QGraphicsItem.GraphicsItemFlag.ItemIsFocusable
    )
    at = view.mapFromScene(view.canvas.layout.cards[DELAY].center())  # type: ignore[union-attr]
    assert view.thing_at(at) == DELAY


@pytest.mark.parametrize(("wish", "less"), [("NoPreference", False), ("ReducedMotion", True)])
def test_the_system_may_ask_for_less_motion(monkeypatch: pytest.MonkeyPatch, wish: str, less: bool) -> None:
    preference = SimpleNamespace(name=wish)
    hints = SimpleNamespace(accessibility=lambda: SimpleNamespace(motionPreference=lambda: preference))
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: hints)
    assert less_motion() is less


def test_a_qt_that_does_not_know_lets_them_move(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "styleHints", SimpleNamespace)
    assert not less_motion()


def colours(item: TokenItem) -> set[str]:
    """Gives the colours of a token's picture."""
    box = item.boundingRect()
    image = QImage(box.size().toSize(), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-box.topLeft())
    item._pen.paint(painter, item.face)
    painter.end()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
