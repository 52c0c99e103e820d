"""Where the Tab key goes in forms whose rows come and go: Qt puts a new widget last, behind the buttons below it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stand_before(widget: QWidget, follower: QWidget) -> None:
    """Let Tab reach all that is in a widget just before another one.

    Args:
        widget: What was put into a layout; its own order stays.
        follower: What comes after it, in the same window.
    """
    round_about = [one for one in _backwards_from(follower) if _takes_tab(one)]
    inside = [one for one in round_about if one is widget or widget.isAncestorOf(one)]
    before = next((one for one in round_about if one not in inside), None)
    if before is None:
        # All by themselves, not in their window yet: the order is a ring without a beginning.
        return
    for first, second in pairwise((before, *reversed(inside), follower)):
        QWidget.setTabOrder(first, second)


def _backwards_from(widget: QWidget) -> Iterator[QWidget]:
    here = widget.previousInFocusChain()
    while here is not None and here is not widget:
        yield here
        here = here.previousInFocusChain()


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and widget.focusProxy() is None
