"""Pills: what they say and how they are painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager, Tone
from gui.widgets.pill import Pill, paint_pill, pill_font, pill_size, pill_text


@pytest.mark.parametrize(
    ("tone", "said"),
    [(Tone.ACCENT, "9"), (Tone.MUTED, "9"), (Tone.DONE, "✓ 9"), (Tone.SKIPPED, "↷ 9"), (Tone.BROKEN, "✕ 9")],
)
def test_tones_with_an_outcome_say_it_with_a_sign(tone: Tone, said: str) -> None:
    assert pill_text("9", tone) == said


def test_a_pill_is_painted_in_its_tone_of_the_theme(themes: ThemeManager, qtbot: QtBot) -> None:
    pill = Pill(themes, "58 skipped", Tone.SKIPPED)
    qtbot.addWidget(pill)
    pill.resize(pill.sizeHint())
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        assert pill.grab().toImage().pixelColor(6, 4) == themes.theme.skipped_soft


def test_text_and_tone_can_change(themes: ThemeManager, qtbot: QtBot) -> None:
    pill = Pill(themes, "1", Tone.ACCENT)
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.set_text("1,204 entered")
    pill.set_tone(Tone.DONE)
    assert (pill.text(), pill.tone(), pill.accessibleName()) == ("1,204 entered", Tone.DONE, "1,204 entered")
    assert pill.sizeHint().width() > narrow + 40
    assert pill.sizeHint().height() == 18


def test_painting_fills_just_the_size_that_was_told(themes: ThemeManager) -> None:
    font = pill_font(QFont())
    image = QImage(QSize(200, 40), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    rect = paint_pill(painter, QPointF(10, 8), "38", Tone.DONE, themes.theme, font)
    painter.end()
    assert rect.size() == pill_size("38", Tone.DONE, font)
    drawn = [x for x in range(200) if image.pixelColor(x, 17).alpha()]
    assert (drawn[0], drawn[-1] + 1) == (rect.left(), rect.right())
