"""Without a mouse: every control is reached with Tab, says its name, and shows that it has the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.services.samples import open_sample
from core.services.workspace import Workspace
from gui.window import MainWindow
from gui.window_dialogs import open_handbook

OpenWindow = Callable[[Workspace], MainWindow]

TABS = ("workflows", "sequences", "contacts", "senders")
DIALOGS: dict[str, Callable[[MainWindow], object]] = {
    "run settings": MainWindow.open_run_settings,
    "account": MainWindow.open_account,
    "problems": MainWindow.open_problems,
    "script": MainWindow.open_script,
    "rule packs": MainWindow.compare_packs,
    "rehearsals": MainWindow.compare_runs,
    "capacity": lambda window: window.bench.ask_capacity(),
    "expectations": lambda window: window.bench.expected.open(1),
    "shortcuts": MainWindow.open_shortcuts,
    "about": MainWindow.open_about,
    "handbook": open_handbook,
    "search": MainWindow.open_palette,
}
MOST_TABS = 400
RING_PX = 4

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", "does not support raise")


@pytest.fixture
def window(open_workspace: OpenWindow, tmp_path: Path) -> MainWindow:
    """Gives the window over the sample that the first start opens."""
    return open_workspace(open_sample("demo-request", tmp_path / "sample.cadenza"))


def settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=20_000)


def controls(root: QWidget) -> Iterator[QWidget]:
    """Gives all that Tab has to reach."""
    for widget in root.findChildren(QWidget):
        by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        own = widget.window() is root.window() and widget.focusProxy() is None
        if own and by_tab and widget.isVisible() and widget.isEnabled():
            yield widget


def told(widget: QWidget) -> str:
    """Names a widget for whoever reads a failed test."""
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"


def spoken(widget: QWidget) -> str:
    """Gives what a screen reader says of a control."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()


def picture(widget: QWidget) -> QImage:
    """Draws a control with the room of a ring around it."""
    top = widget.window()
    place = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())
    return top.grab(place.adjusted(-RING_PX, -RING_PX, RING_PX, RING_PX)).toImage()


def wake(root: QWidget, qtbot: QtBot) -> None:
    """Gives the keyboard to a window, as a desktop does when another window of the program has closed."""
    if not root.window().isActiveWindow():
        root.window().activateWindow()
        qtbot.waitUntil(root.window().isActiveWindow)


def bring_into_view(widget: QWidget) -> None:
    outer = widget.parentWidget()
    while outer is not None:
        if isinstance(outer, QScrollArea):
            outer.ensureWidgetVisible(widget)
        outer = outer.parentWidget()


def unseen(root: QWidget, qtbot: QtBot) -> list[str]:
    """Gives the controls that look the same with the keyboard as without."""
    found = list(controls(root))
    # Where there is one control alone, it has the keyboard always.
    pairs = [(w, next((o for o in found if o is not w and not o.isAncestorOf(w)), None)) for w in found]
    missing = []
    for widget, other in pairs:
        if other is None or not widget.isVisible():
            continue
        wake(root, qtbot)
        other.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(widget)
        before = picture(widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if QApplication.focusWidget() is not widget or picture(widget) == before:
            missing.append(told(widget))
    return missing


def unreached(root: QWidget, qtbot: QtBot) -> list[str]:
    """Presses Tab until it comes round, and gives what it has not met."""
    wanted = list(controls(root))
    if len(wanted) < 2:
        return []
    wake(root, qtbot)
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    for _ in range(MOST_TABS):
        wake(root, qtbot)
        here = QApplication.focusWidget()
        assert here is not None
        if met and here is met[0] and len(met) > 1:
            break
        if here not in met:
            met.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        # A field of a date takes Tab for its own parts first.
        assert QApplication.focusWidget() is not here or isinstance(here, QDateTimeEdit), f"{told(here)} keeps Tab"
    return [told(widget) for widget in wanted if widget not in met and widget.isVisible()]


@pytest.mark.parametrize("tab", TABS)
def test_every_control_of_a_tab_is_reached_named_and_seen(window: MainWindow, qtbot: QtBot, tab: str) -> None:
    window.bench.tabs.open(tab)
    settle(window, qtbot)
    assert [told(w) for w in controls(window) if not spoken(w)] == []
    assert unseen(window, qtbot) == []
    assert unreached(window, qtbot) == []


def test_every_control_over_a_played_rehearsal_is_reached_named_and_seen(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.bench.player.loaded, check_params_cb=lambda replay: replay is not None):
        window.play()
    settle(window, qtbot)
    bar = window.bench.bar
    assert bar.scrubber in list(controls(bar))
    assert [told(w) for w in controls(bar) if not spoken(w)] == []
    assert unseen(bar, qtbot) == []
    wake(window, qtbot)
    bar.play.setFocus()
    met = []
    for _ in controls(bar):
        met.append(QApplication.focusWidget())
        QTest.keyClick(window, Qt.Key.Key_Tab)
    assert [told(w) for w in controls(bar) if w not in met] == []
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert bar.scrubber.hasFocus()


def test_every_control_of_a_dialog_is_reached_named_and_seen(window: MainWindow, qtbot: QtBot) -> None:
    wrong: dict[str, list[str]] = {}
    for name, show in DIALOGS.items():
        show(window)
        settle(window, qtbot)
        (dialog,) = [found for found in window.findChildren(QDialog) if found.isVisible()]
        wrong[name] = [f"{told(w)} has no name" for w in controls(dialog) if not spoken(w)]
        if name != "search":
            # There one line alone takes the keys, and the cursor stands in it all the time.
            wrong[name] += [f"{w} is not seen" for w in unseen(dialog, qtbot)] + unreached(dialog, qtbot)
        dialog.close()
    assert {name: found for name, found in wrong.items() if found} == {}


def test_f6_goes_round_the_panes(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    panes = [window.bench.bar, window.bench.tabs.current_tab(), window.bench.log]
    met = []
    for _ in range(6):
        focus = QApplication.focusWidget() or window
        QTest.keyClick(focus, Qt.Key.Key_F6)
        now = QApplication.focusWidget()
        assert now is not None
        met.append(next(i for i, pane in enumerate(panes) if pane is now or pane.isAncestorOf(now)))
    # The tab has three panes of its own: list, cards, fields.
    assert sorted(met) in ([0, 1, 1, 1, 1, 2], [0, 1, 1, 1, 2, 2], [0, 0, 1, 1, 1, 2])
