"""The name of a thing as its title: shortened where it does not fit, whole while one types."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.theme import ThemeManager
from gui.widgets.name_line import NameLine

LONG = "Follow up everybody who asked for a demo at the spring trade fair in Lyon"


def test_a_long_name_ends_in_dots_until_one_types(qtbot: QtBot, themes: ThemeManager) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    line, other = NameLine(parent=holder), NameLine(parent=holder)
    other.move(0, 60)
    line.setText(LONG)
    line.resize(200, 32)
    with qtbot.waitActive(holder):
        holder.show()
        holder.activateWindow()
    other.setFocus()
    assert line.shown().endswith("…")
    assert LONG.startswith(line.shown()[:-1])
    assert line.fontMetrics().horizontalAdvance(line.shown()) <= 200
    assert line.toolTip().startswith(LONG)
    short = line.grab().toImage()
    line.setText(line.shown())
    assert line.grab().toImage() == short, "Painted where Qt would have painted it"
    line.setText(LONG)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton)
    assert line.shown() == line.text() == LONG
    line.resize(900, 32)
    other.setFocus()
    assert line.shown() == LONG
