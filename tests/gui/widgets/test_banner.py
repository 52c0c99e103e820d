"""Banners: what holds right now."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager, Tone
from gui.widgets.banner import Banner, BannerAction


@pytest.fixture
def banner(themes: ThemeManager, host: QWidget) -> Banner:
    made = Banner(themes)
    QVBoxLayout(host).addWidget(made)
    return made


def test_it_is_hidden_until_there_is_something_to_say(banner: Banner) -> None:
    assert not banner.isVisible()
    banner.show_message("Editing is locked while a rehearsal runs.")
    assert banner.isVisible()
    assert banner.text() == banner.accessibleName() == "Editing is locked while a rehearsal runs."
    banner.clear()
    assert not banner.isVisible()
    assert banner.text() == ""


def test_its_ground_has_the_tone(banner: Banner, themes: ThemeManager, qtbot: QtBot) -> None:
    for tone in (Tone.ACCENT, Tone.SKIPPED, Tone.BROKEN):
        banner.show_message("Words", tone)
        assert banner.grab().toImage().pixelColor(4, banner.height() // 2) == themes.theme.tone_soft(tone)
    themes.set_choice("dark")
    assert banner.grab().toImage().pixelColor(4, banner.height() // 2) == themes.theme.broken_soft


def test_links_do_what_they_say(banner: Banner, qtbot: QtBot) -> None:
    done: list[str] = []
    actions = [BannerAction("Why?", lambda: done.append("why")), BannerAction("Fix", lambda: done.append("fix"))]
    banner.show_message("9 of 47 contacts skip this action", Tone.SKIPPED, actions, title="9 skipped")
    assert [link.text() for link in banner.action_buttons()] == ["Why?", "Fix"]
    assert banner.accessibleName() == "9 skipped. 9 of 47 contacts skip this action"
    for link in banner.action_buttons():
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    assert done == ["why", "fix"]


def test_a_link_may_clear_its_own_banner(banner: Banner, qtbot: QtBot) -> None:
    banner.show_message("Locked", actions=[BannerAction("Pause", banner.clear)])
    QTest.mouseClick(banner.action_buttons()[0], Qt.MouseButton.LeftButton)
    assert banner.action_buttons() == ()
    assert not banner.isVisible()


def test_before_it_has_a_place_it_is_no_window(themes: ThemeManager, host: QWidget) -> None:
    early = Banner(themes)
    windows = len([widget for widget in QApplication.topLevelWidgets() if widget.isVisible()])
    early.show_message("Said early")
    assert len([widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]) == windows
    QVBoxLayout(host).addWidget(early)
    assert early.isVisible()
