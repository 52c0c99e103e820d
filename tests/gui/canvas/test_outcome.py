"""The funnel bar of a card: how long it is, what it is cut into, and what is said of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from core.actions.delay import Delay
from core.model.run import CardCounts
from gui.canvas.face_cache import FaceCache
from gui.canvas.faces import CardFace
from gui.canvas.outcome import FUNNEL_PX, Funnel, funnel_of, paint_funnel, trigger_funnel
from gui.canvas.paint import CardPainter
from gui.theme import Theme, ThemeManager, Tone
from tests import building as b


@pytest.mark.parametrize(
    ("counts", "waits_after", "parts", "words"),
    [
        (
            CardCounts(40, 30, 10), False, ((0.3, Tone.DONE), (0.1, Tone.SKIPPED)),
            "40 of 100 who entered came here (40 %): 30 done, 10 skipped",
        ),
        # At a delay, who waits is among those who are done; before an enroll card, they have not been counted yet.
        (
            CardCounts(50, 50, 0, 20), True, ((0.3, Tone.DONE), (0.2, Tone.WAITING)),
            "50 of 100 who entered came here (50 %): 30 done, 20 waiting",
        ),
        (
            CardCounts(30, 30, 0, 20), False, ((0.3, Tone.DONE), (0.2, Tone.WAITING)),
            "50 of 100 who entered came here (50 %): 30 done, 20 waiting",
        ),
        (CardCounts(), False, (), "0 of 100 who entered came here (0 %)"),
    ],
)  # fmt: skip
def test_a_bar_is_the_part_that_came_cut_by_what_became_of_it(
    counts: CardCounts, waits_after: bool, parts: tuple[tuple[float, Tone], ...], words: str
) -> None:
    assert funnel_of(counts, 100, waits_after=waits_after) == Funnel(parts, words)


def test_nobody_has_entered_yet() -> None:
    assert funnel_of(CardCounts(), 0, waits_after=False).parts == trigger_funnel(0).parts == ()
    assert trigger_funnel(12) == Funnel(((1.0, Tone.ACCENT),), "12 entered")


def test_a_small_part_is_seen_and_nothing_is_painted_beyond_the_room(theme: Theme) -> None:
    image = QImage(100, FUNNEL_PX, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    parts = ((0.001, Tone.SKIPPED), (0.5, Tone.DONE))
    paint_funnel(painter, QRectF(0, 0, 100, FUNNEL_PX), Funnel(parts, ""), theme)
    painter.end()
    assert [image.pixelColor(x, 1) for x in (0, 2, 51, 60)] == [theme.skipped, theme.done, theme.done, theme.track]


def test_a_card_has_room_for_its_bar(themes: ThemeManager, qapp: object) -> None:
    pen = CardPainter(QFont(), themes.theme, themes.icons)
    plain = CardFace(1, "delay", "Delay")
    assert pen.height(CardFace(1, "delay", "Delay", funnel=trigger_funnel(1))) == pen.height(plain) + 12


def test_the_bars_of_all_cards_change_when_more_enter() -> None:
    project = b.project(b.workflow(Delay(60), b.enroll()))
    cache, flow = FaceCache(), project.workflows[0]
    counts = {0: CardCounts(10), 1: CardCounts(10, 10, 0, 4), 2: CardCounts(6, 5, 1)}
    faces = cache.faces(project, flow, counts)
    told = [face.funnel.words if face.funnel else "" for face in faces.values()]
    assert told == [
        "10 entered", "10 of 10 who entered came here (100 %): 6 done, 4 waiting",
        "6 of 10 who entered came here (60 %): 5 done, 1 skipped",
    ]  # fmt: skip
    again = cache.faces(project, flow, {**counts, 0: CardCounts(12)})
    assert again[2].funnel is not None
    assert again[2].funnel.words.startswith("6 of 12")
    assert all(face.funnel is None for face in cache.faces(project, flow, {}).values())
