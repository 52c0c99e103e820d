"""What floats over the canvas. Lives here: reckoning. Not here: widgets, scrolling (gui/canvas/viewport.py)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect

_AWAY = 6


def free_corner(wanted: QRect, room: QRect, taken: Sequence[QRect], above: int) -> QPoint | None:
    """Give where a widget covers nothing, in pixels of the view.

    Arguments:
        wanted: The widget as it lies now; it stays there when it can.
        room: Where it may be.
        taken: What it must not come near.
        above: How far above the lower right corner it goes, where the buttons lie.

    Returns:
        Its upper left corner, ``None`` when it would cover something wherever it is put.
    """
    size = wanted.size()
    right, foot = room.right() + 1 - size.width(), room.bottom() + 1 - size.height()
    corners = [QPoint(room.left(), foot), room.topLeft(), QPoint(right, foot - above), QPoint(right, room.top())]
    # It does not wander about while one scrolls.
    corners.sort(key=lambda corner: corner != wanted.topLeft())
    for corner in corners:
        place = QRect(corner, size)
        near = place.adjusted(-_AWAY, -_AWAY, _AWAY, _AWAY)
        if room.contains(place) and not any(near.intersects(other) for other in taken):
            return corner
    return None


def way_into(low: int, high: int, first: int, last: int) -> int:
    """Give how far to scroll for a stretch to lie in another; its beginning counts where it is too long."""
    if low < first or high - low > last - first:
        return low - first
    return max(high - last, 0)
