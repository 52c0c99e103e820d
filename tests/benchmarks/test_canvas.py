"""The canvas with a thousand cards: a frame at every zoom, showing them, after an edit of one card; moving tokens."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.actions.delay import Delay
from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.actions.if_then import Branch, IfThen
from core.model import tree
from core.model.moment import Arrivals
from core.model.project import Project
from core.model.run import CardCounts
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.trace import Outcome
from core.model.tree import Spot
from core.model.workflow import Card, Workflow, walk
from gui.canvas.view import CanvasView
from gui.theme import ThemeManager
from tests.benchmarks.conftest import Ratios

DEPTH, LENGTH = 6, 7


def cards(first: int, depth: int) -> tuple[Card, ...]:
    """Gives a list of seven cards, and below it a branch with two more such lists; ids count on from ``first``."""
    actions = (EnrollInSequence(1, SenderType.CONTACT_OWNER), Delay(120))
    found = [Card(first + i, actions[i % 2]) for i in range(LENGTH)]
    if depth:
        left = cards(first + LENGTH + 1, depth - 1)
        right = cards(first + LENGTH + 1 + sum(1 for _ in walk(left)), depth - 1)
        found.append(Card(first + LENGTH, IfThen((Branch("Lead"),)), branches=(left, right)))
    return tuple(found)


def best(work: Callable[[], object], times: int = 5) -> float:
    """Gives the shortest time of several tries, in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


@pytest.fixture
def themes() -> ThemeManager:
    """Returns the light theme."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    return ThemeManager(app, "light")


def test_a_thousand_cards(themes: ThemeManager, ratios: Ratios) -> None:
    flow = Workflow(1, "Large", cards=cards(1, DEPTH), next_card=10_000)
    number = sum(1 for _ in walk(flow.cards))
    project = Project(senders=(Sender(1, "Ana", "ana@x.org"),), sequences=(Sequence(1, "Demo", (Step(),)),))
    project = replace(project, workflows=(flow,))
    counts = {card.id: CardCounts(100, 80, 20) for card in walk(flow.cards)}
    view = CanvasView(themes)
    view.resize(1300, 800)
    view.show()
    tries = iter(range(100))

    def fresh() -> None:
        view.show_workflow(project, None, {})
        view.show_workflow(project, flow, counts)

    def one() -> None:
        after = tree.change(flow, 5, on=bool(next(tries) % 2))
        view.show_workflow(replace(project, workflows=(after,)), after, counts)

    def grown() -> None:
        after = tree.insert(flow, Spot((), next(tries) % 5), Delay())
        view.show_workflow(replace(project, workflows=(after,)), after, counts)

    whole = best(fresh)
    ratios.add(f"showing {number} cards", f"{whole * 1000:.0f} ms", "<= 100 ms")
    ratios.add("showing them after a change of one", f"{best(one) * 1000:.0f} ms", "<= 20 ms")
    ratios.add("showing them with one card more", f"{best(grown) * 1000:.0f} ms", "<= 100 ms")
    ratios.add("selecting another card", f"{best(lambda: view.choose(next(tries) + 1)) * 1000:.1f} ms", "<= 5 ms")
    for zoom in (2.0, 1.0, 0.5, 0.25, 0.1, 0.03):
        view.set_zoom(zoom)
        view.show_top()
        taken = best(lambda: view.viewport().grab(), 9)
        ratios.add(f"drawing a whole frame of them at {zoom:.0%}", f"{taken * 1000:.1f} ms", "<= 16 ms")
    view.close()


def test_a_frame_with_tokens(themes: ThemeManager, ratios: Ratios) -> None:
    """A frame in which forty tokens move, beside one in which the same cards are drawn again without them."""
    flow = Workflow(1, "Large", cards=cards(1, 3), next_card=10_000)
    project = Project(senders=(Sender(1, "Ana", "ana@x.org"),), sequences=(Sequence(1, "Demo", (Step(),)),))
    view = CanvasView(themes)
    view.resize(1900, 1000)
    view.show_workflow(replace(project, workflows=(flow,)), flow, {card.id: CardCounts() for card in walk(flow.cards)})
    view.set_zoom(0.5)
    view.show()
    QTest.qWait(0)
    came = [Arrivals(1, card.id, Outcome.DONE, 12) for card in walk(flow.cards)]
    frames, moves, most = [], [], 0
    for turn in range(60):
        if not turn % 3:
            view.show_arrivals(came)
        began = time.perf_counter()
        view.tokens.advance(0.016)
        moves.append(time.perf_counter() - began)
        QTest.qWait(0)
        frames.append(time.perf_counter() - began)
        most = max(most, len(view.tokens.alive))
    view.tokens.clear()
    whole = best(lambda: view.viewport().repaint())
    frames.sort()
    mean = sum(frames) / len(frames)
    ratios.add(f"a frame in which {most} tokens move", f"{mean * 1000:.1f} ms", "<= 16 ms")
    ratios.add("the longest of 60 such frames", f"{frames[-1] * 1000:.1f} ms", "<= 50 ms")
    ratios.add("moving the tokens alone", f"{sum(moves) / len(moves) * 1000:.1f} ms", "<= 2 ms")
    ratios.add("a frame with them to one of the whole view", f"{mean / whole:.1f} ×", "<= 1 ×")
    view.close()
