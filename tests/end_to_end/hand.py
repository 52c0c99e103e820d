"""A hand on the window: mouse and keys go to the window itself, so whatever lies on top gets them, as on a desk.

Lives here: pointing, dragging, menus, the file dialog. Not here: finding fields by name (``steps``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from core.services.log import LogLine
from gui.window import MainWindow

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_MOST_LOOKS = 50


def point(widget: QWidget, at: QPoint | None = None, button: Qt.MouseButton = LEFT) -> None:
    """Clicks a point of a widget, its middle by default; what covers it gets the click."""
    assert widget.isVisible(), f"{widget.objectName()} is not in view"
    frame = widget.window()
    place = widget.mapTo(frame, widget.rect().center() if at is None else at)
    assert frame.rect().contains(place), f"{widget.objectName()} lies outside the window"
    QTest.mouseClick(frame.windowHandle(), button, Qt.KeyboardModifier.NoModifier, place)


def drag(widget: QWidget, start: QPoint, end: QPoint) -> None:
    """Presses on one point of a widget, moves in four steps to another one, and lets go."""
    frame = widget.window()
    handle = frame.windowHandle()
    places = [widget.mapTo(frame, start + (end - start) * step / 4) for step in range(5)]
    QTest.mousePress(handle, LEFT, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(handle, place)
    QTest.mouseRelease(handle, LEFT, Qt.KeyboardModifier.NoModifier, places[-1])


def cell(table: QTableView, row: int, column: int = 1, button: Qt.MouseButton = LEFT) -> None:
    """Scrolls to a cell of a table and clicks it."""
    index: QModelIndex = table.model().index(row, column)
    table.scrollTo(index)
    point(table.viewport(), table.visualRect(index).center(), button)


def keys(window: QWidget, *pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Presses keys where the cursor is; without a screen nothing activates a window whose menu was closed."""
    if isinstance(window, QMenu):
        QTest.keyClick(window, pressed[0], modifier)
        return
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    for key in pressed:
        QTest.keyClick(window.windowHandle(), key, modifier)


def write(text: str) -> None:
    """Types a text where the cursor is."""
    field = QApplication.focusWidget()
    assert field is not None, "there is no cursor"
    QTest.keyClicks(field, text)


def popup() -> QMenu:
    """Returns the menu that is open."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu), "no menu is open"
    return found


def pick(*titles: str) -> None:
    """Clicks an entry of the open menu, by the beginning of its title; more titles go through its submenus."""
    menu = popup()
    for title in titles:
        offered = {action.text().replace("&", ""): action for action in menu.actions()}
        found = next((action for text, action in offered.items() if text.startswith(title)), None)
        assert found is not None, f"{title} is none of {list(offered)}"
        assert found.isEnabled(), f"{title} cannot be chosen"
        inner = found.menu()
        point(menu, menu.actionGeometry(found).center())
        menu = inner if isinstance(inner, QMenu) else menu


def pick_from(button: QWidget, *titles: str) -> None:
    """Clicks a button that opens a menu and an entry of it; some buttons wait until their menu is closed."""
    failed: list[AssertionError] = []

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return
        timer.stop()
        try:
            pick(*titles)
        except AssertionError as error:
            failed.append(error)
            while (still := QApplication.activePopupWidget()) is not None:
                still.close()

    timer = QTimer()
    timer.timeout.connect(choose)
    timer.start(20)
    point(button)
    for _ in range(_MOST_LOOKS):
        if timer.isActive():
            QTest.qWait(20)
    timer.stop()
    if failed:
        raise failed[0]


def choose_menu(window: MainWindow, name: str, *titles: str) -> None:
    """Goes through the menu bar."""
    bar = window.menuBar()
    top = next(action for action in bar.actions() if action.text().replace("&", "") == name)
    point(bar, bar.actionGeometry(top).center())
    pick(*titles)


@contextmanager
def saving(path: Path) -> Iterator[None]:
    """Types a path into the file dialog that what is inside opens, and clicks Save."""
    timer = QTimer()
    seen: list[QFileDialog] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QFileDialog):
            return
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        save = dialog.findChild(QDialogButtonBox)
        assert name is not None
        assert save is not None
        seen.append(dialog)
        if len(seen) > _MOST_LOOKS:
            dialog.reject()
        elif name.text() != str(path):
            name.selectAll()
            QTest.keyClicks(name, str(path))
        elif (offered := QApplication.activePopupWidget()) is not None:
            # It offers what is in the folder, as soon as it has read it.
            QTest.keyClick(offered, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(save.button(QDialogButtonBox.StandardButton.Save), LEFT)

    timer.timeout.connect(answer)
    timer.start(100)
    yield
    # A button's menu may be closed before what was chosen in it is done.
    for _ in range(_MOST_LOOKS):
        if not seen:
            QTest.qWait(100)
    timer.stop()
    assert seen, "no file dialog was opened"
    assert len(seen) <= _MOST_LOOKS, "the file dialog did not take the path"


@contextmanager
def answering(*lines: str) -> Iterator[None]:
    """Types an answer into the question that what is inside asks, and presses Enter; without one only Enter."""
    timer, seen = QTimer(), list[QDialog]()

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        timer.stop()
        seen.append(dialog)
        for field, line in zip(dialog.findChildren(QLineEdit), lines, strict=True):
            field.selectAll()
            QTest.keyClicks(field, line)
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    timer.timeout.connect(answer)
    timer.start(20)
    yield
    timer.stop()
    assert seen, "nothing was asked"


def said(label: str, window: QWidget) -> str:
    """Reads a label by its name."""
    (found,) = [one for one in window.findChildren(QLabel, label) if one.isVisible()]
    return found.text()


def column(window: MainWindow, key: str) -> list[str]:
    """Reads a column of the log as it is shown."""
    model = window.bench.log.table.model()
    number = next(n for n, c in enumerate(window.bench.log.model.columns) if c.key == key)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def lines(window: MainWindow) -> list[LogLine]:
    """Gives the rows of the log that are shown."""
    found = [window.bench.log.model.row(number) for number in range(window.bench.log.model.rowCount())]
    return [line for line in found if line is not None]
