"""What end-to-end tests do with widgets: find the one in view, click it, type into it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

W = TypeVar("W", bound=QWidget)


def find(parent: QWidget, kind: type[W], name: str) -> W:
    """Returns the widget of a name that a person can see."""
    found = [widget for widget in parent.findChildren(kind, name) if widget.isVisible()]
    assert len(found) == 1, f"{name}: {len(found)} in view"
    return found[0]


def click(widget: QWidget) -> None:
    """Clicks the middle of a widget."""
    assert widget.isEnabled(), f"{widget.objectName()} cannot be clicked"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())


def retype(field: QLineEdit, text: str) -> None:
    """Clicks into a field and types another text over what is there."""
    click(field)
    field.selectAll()
    QTest.keyClicks(field, text)


def choose_row(box: QComboBox, text: str) -> None:
    """Goes through the rows of a box with the keyboard until one of them is current."""
    row = box.findText(text)
    assert row >= 0, f"{text} is none of {[box.itemText(n) for n in range(box.count())]}"
    box.setFocus()
    key = Qt.Key.Key_Down if row > box.currentIndex() else Qt.Key.Key_Up
    while box.currentIndex() != row:
        before = box.currentIndex()
        QTest.keyClick(box, key)
        assert box.currentIndex() != before, f"{box.objectName()} does not move"


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    """Presses a key in the window, activating it first: without a screen, nothing does so when a dialog closes."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window, key, modifier)
