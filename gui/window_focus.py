"""Moving between panes with F6, and passing Cut, Copy and Paste of the menu on to whatever has the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QSplitter, QWidget

from gui.widgets.filter_line import FilterLine

#: Room kept above and below a field that is brought into view, for its label and what is said under it.
_ROOM_PX = 72


def panes_of(tab: QWidget | None) -> list[QWidget]:
    """Return the panes of a tab, left to right: those of its splitter, or the tab itself when it has none."""
    if tab is None:
        return []
    split = tab if isinstance(tab, QSplitter) else tab.findChild(QSplitter)
    if split is None:
        return [tab]
    found = (split.widget(number) for number in range(split.count()))
    return [pane for pane in found if pane is not None]


def focus_next(panes: Sequence[QWidget], step: int = 1) -> QWidget | None:
    """Move the focus to the next pane that is shown and has something to focus; return what got it.

    Args:
        panes: All panes in order.
        step: 1 for the next, -1 for the previous one.
    """
    now = QApplication.focusWidget()
    shown = [pane for pane in panes if pane.isVisible()]
    at = next((n for n, pane in enumerate(shown) if now is not None and (pane is now or pane.isAncestorOf(now))), -1)
    start = at if at >= 0 or step > 0 else 0
    for distance in range(1, len(shown) + 1):
        target = first_focusable(shown[(start + step * distance) % len(shown)])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return target
    return None


def first_focusable(pane: QWidget) -> QWidget | None:
    """Return the first widget in a pane that Tab could reach, as the pane reads: from the top, then from the left."""
    if _can_focus(pane):
        return pane

    def place(widget: QWidget) -> tuple[int, int]:
        at = widget.mapTo(pane, QPoint(0, 0))
        return at.y(), at.x()

    # Not along Qt's own chain (nextInFocusChain): PySide takes each widget it returns for a part of the one that was
    # asked, and for deleted with it.
    inside = [widget for widget in pane.findChildren(QWidget) if _can_focus(widget) and pane.isAncestorOf(widget)]
    return min(inside, key=place, default=None)


def focus_field(tab: QWidget, name: str) -> bool:
    """Put the cursor into the editor of a field and bring it into view; say whether the tab shows such a field."""
    editor = next((found for found in tab.findChildren(QWidget, f"field_{name}") if found.isVisible()), None)
    if editor is None:
        return False
    area = next((a for a in tab.findChildren(QScrollArea) if a.isAncestorOf(editor)), None)
    if area is not None:
        area.ensureWidgetVisible(editor, 0, _ROOM_PX)
    editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True


def _can_focus(widget: QWidget) -> bool:
    wants = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(wants) and widget.isEnabled() and widget.isVisible()


def find_on(tab: QWidget) -> None:
    """Open a tab's find bar, or put the cursor into the first filter on it that is shown."""
    opener = getattr(tab, "open_find", None)
    if opener is not None:
        opener()
        return
    line = next((found for found in tab.findChildren(FilterLine) if found.isVisible()), None)
    if line is not None:
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)


def send_key(key: Qt.Key) -> None:
    """Press Ctrl and a key on whatever has the focus, as if the person had."""
    target = QApplication.focusWidget()
    if target is not None:
        press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier)
        QApplication.sendEvent(target, press)
