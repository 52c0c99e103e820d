"""The on/off switch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager
from gui.widgets.switch import ToggleSwitch


def _knob(switch: ToggleSwitch) -> float:
    """Where the knob is: 0 off, 1 on."""
    return float(switch.property("position"))


@pytest.fixture
def switch(themes: ThemeManager, host: QWidget) -> ToggleSwitch:
    made = ToggleSwitch(themes, "On", host)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_a_click_switches(switch: ToggleSwitch, qtbot: QtBot) -> None:
    with qtbot.waitSignal(switch.toggled) as told:
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert told.args == [True]
    assert switch.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_keys_switch(switch: ToggleSwitch, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(switch, key)
    assert switch.isChecked()


def test_it_does_nothing_while_locked(switch: ToggleSwitch, qtbot: QtBot) -> None:
    switch.setEnabled(False)
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not switch.isChecked()


def test_on_is_painted_in_the_tone_done(switch: ToggleSwitch, themes: ThemeManager, qtbot: QtBot) -> None:
    for choice in ("light", "dark"):
        themes.set_choice(choice)
        # Looked at where the knob is not: at the left while on, at the right while off.
        for on, x, color in ((True, 8, themes.theme.done), (False, 26, themes.theme.track)):
            switch.setChecked(on)
            qtbot.waitUntil(lambda wanted=float(on): _knob(switch) == wanted)  # type: ignore[misc]
            track = switch.grab().toImage().pixelColor(x, switch.height() // 2)
            assert track == color


def test_it_slides_only_while_it_is_seen(themes: ThemeManager, qtbot: QtBot) -> None:
    hidden = ToggleSwitch(themes)
    qtbot.addWidget(hidden)
    hidden.setChecked(True)
    assert _knob(hidden) == 1.0


def test_a_text_makes_it_wider(themes: ThemeManager, switch: ToggleSwitch, qtbot: QtBot) -> None:
    plain = ToggleSwitch(themes)
    qtbot.addWidget(plain)
    assert plain.sizeHint().width() == 34
    assert switch.sizeHint().width() > 34 + 8
