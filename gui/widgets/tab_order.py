"""Where the Tab key goes in forms whose rows come and go: Qt puts a new widget last, behind the buttons below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def stand_before(widget: QWidget, follower: QWidget) -> None:
    """Let Tab reach all that is in a widget, as it reads, just before another one.

    Args:
        widget: What was put into a layout.
        follower: What comes after it, in the same window.
    """
    # Qt's own way along the window (previousInFocusChain) is not asked: PySide takes each widget it returns for a part
    # of the one that was asked; once that is deleted, a table's header that somebody holds would count as deleted too.
    inside = [one for one in _as_they_read(widget) if _takes_tab(one)]
    if inside and widget.window() is follower.window():
        # First behind the follower, then the follower behind them: what comes before both need not be known.
        for first, second in pairwise((follower, *inside, follower)):
            QWidget.setTabOrder(first, second)


@runtime_checkable
class HasTabStops(Protocol):
    """A widget that says itself in which order Tab goes through it."""

    def tab_stops(self) -> Sequence[QWidget]:
        """Give its parts, first to last."""


def _as_they_read(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    layout = widget.layout()
    if isinstance(widget, HasTabStops):
        for part in widget.tab_stops():
            yield from _as_they_read(part)
    elif layout is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        assert item is not None
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _as_they_read(widget)
        elif inner is not None:
            yield from _in_layout(inner)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and widget.focusProxy() is None
