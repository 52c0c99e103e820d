"""Toasts: short messages at the bottom of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager
from gui.widgets.toast import Toast


@pytest.fixture
def toast(themes: ThemeManager, host: QWidget) -> Toast:
    return Toast(themes, host)


def test_it_shows_at_the_bottom_in_the_middle_and_stays_there(toast: Toast, host: QWidget) -> None:
    assert not toast.isVisible()
    toast.show_message("Deleted 3 contacts.")
    assert toast.isVisible()
    assert toast.text() == toast.accessibleName() == "Deleted 3 contacts."
    for width, height in ((640, 480), (900, 700)):
        host.resize(width, height)
        assert toast.geometry().center().x() == pytest.approx(width / 2, abs=1)
        assert host.height() - toast.geometry().bottom() - 1 == 40


def test_undo_undoes_once_and_hides(toast: Toast, qtbot: QtBot) -> None:
    done: list[str] = []
    toast.show_message("Deleted.", "Undo", lambda: done.append("undone"))
    assert toast.action_button.text() == "Undo"
    QTest.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert not toast.isVisible()


def test_it_goes_by_itself(toast: Toast, host: QWidget, qtbot: QtBot) -> None:
    field = QLineEdit(host)
    field.show()
    field.setFocus()
    toast.show_message("Saved.", duration_ms=10)
    assert not toast.action_button.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())
    assert toast.text() == ""


def test_it_waits_while_the_pointer_is_on_it(toast: Toast, qtbot: QtBot) -> None:
    toast.show_message("Saved.", duration_ms=30)
    here = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(here, here, here))
    qtbot.wait(80)
    assert toast.isVisible()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast._wait.isActive()


def test_it_waits_while_its_button_has_the_focus(toast: Toast, host: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitActive(host):
        host.activateWindow()
    toast.show_message("Deleted.", "Undo", lambda: None, duration_ms=20)
    toast.action_button.setFocus()
    qtbot.wait(60)
    assert toast.isVisible()


def test_a_new_message_replaces_the_old_one(toast: Toast, qtbot: QtBot) -> None:
    done: list[str] = []
    toast.show_message("First.", "Undo", lambda: done.append("first"))
    toast.show_message("Second.", "Undo", lambda: done.append("second"))
    QTest.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    assert done == ["second"]


def test_a_long_message_stays_inside_the_window(toast: Toast, host: QWidget) -> None:
    toast.show_message("A contact with a very long name was deleted from the workspace. " * 4, "Undo", lambda: None)
    assert host.rect().contains(toast.geometry())
