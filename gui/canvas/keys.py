"""The canvas' keys: which key asks for what. Lives here: the table. Not here: what then happens."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


class Act(Enum):
    """What a key asks for."""

    UP = auto()
    DOWN = auto()
    LEFT = auto()
    RIGHT = auto()
    HOME = auto()
    ACTUAL_SIZE = auto()
    FIT = auto()
    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    ADD = auto()
    OPEN = auto()
    PANEL = auto()
    MOVE_UP = auto()
    MOVE_DOWN = auto()
    SWITCH = auto()
    DELETE = auto()
    COPY = auto()
    CUT = auto()
    PASTE = auto()
    DUPLICATE = auto()
    SELECT_ALL = auto()
    EXTEND_UP = auto()
    EXTEND_DOWN = auto()
    EXTEND_LEFT = auto()
    EXTEND_RIGHT = auto()
    MOVE = auto()
    MOVE_ALL = auto()
    ZOOM_SELECTION = auto()
    ADD_STICKY = auto()
    NEXT_STICKY = auto()
    STICKY_TONE = auto()
    BREAK = auto()
    ESCAPE = auto()


EXTENDING = {
    Act.EXTEND_UP: Act.UP,
    Act.EXTEND_DOWN: Act.DOWN,
    Act.EXTEND_LEFT: Act.LEFT,
    Act.EXTEND_RIGHT: Act.RIGHT,
}
"""Each way of extending the selection, and the step it makes."""
READING = frozenset({Act.OPEN, Act.PANEL, Act.COPY, Act.BREAK})
"""What can be asked for while editing is locked."""


_NONE = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_TABLE: dict[tuple[Qt.Key, Qt.KeyboardModifier], Act] = {
    (Qt.Key.Key_Up, _NONE): Act.UP,
    (Qt.Key.Key_Down, _NONE): Act.DOWN,
    (Qt.Key.Key_Left, _NONE): Act.LEFT,
    (Qt.Key.Key_Right, _NONE): Act.RIGHT,
    (Qt.Key.Key_Home, _NONE): Act.HOME,
    (Qt.Key.Key_0, _CTRL): Act.ACTUAL_SIZE,
    (Qt.Key.Key_1, _CTRL): Act.FIT,
    (Qt.Key.Key_Plus, _CTRL): Act.ZOOM_IN,
    (Qt.Key.Key_Plus, _CTRL | _SHIFT): Act.ZOOM_IN,
    (Qt.Key.Key_Equal, _CTRL): Act.ZOOM_IN,
    (Qt.Key.Key_Minus, _CTRL): Act.ZOOM_OUT,
    (Qt.Key.Key_A, _NONE): Act.ADD,
    (Qt.Key.Key_Plus, _NONE): Act.ADD,
    (Qt.Key.Key_Plus, _SHIFT): Act.ADD,
    (Qt.Key.Key_Return, _NONE): Act.OPEN,
    (Qt.Key.Key_Enter, _NONE): Act.OPEN,
    (Qt.Key.Key_F2, _NONE): Act.PANEL,
    (Qt.Key.Key_Up, _ALT): Act.MOVE_UP,
    (Qt.Key.Key_Down, _ALT): Act.MOVE_DOWN,
    (Qt.Key.Key_D, _NONE): Act.SWITCH,
    (Qt.Key.Key_Delete, _NONE): Act.DELETE,
    (Qt.Key.Key_Backspace, _NONE): Act.DELETE,
    (Qt.Key.Key_C, _CTRL): Act.COPY,
    (Qt.Key.Key_X, _CTRL): Act.CUT,
    (Qt.Key.Key_V, _CTRL): Act.PASTE,
    (Qt.Key.Key_D, _CTRL): Act.DUPLICATE,
    (Qt.Key.Key_A, _CTRL): Act.SELECT_ALL,
    (Qt.Key.Key_Up, _SHIFT): Act.EXTEND_UP,
    (Qt.Key.Key_Down, _SHIFT): Act.EXTEND_DOWN,
    (Qt.Key.Key_Left, _SHIFT): Act.EXTEND_LEFT,
    (Qt.Key.Key_Right, _SHIFT): Act.EXTEND_RIGHT,
    (Qt.Key.Key_M, _CTRL): Act.MOVE,
    (Qt.Key.Key_M, _CTRL | _SHIFT): Act.MOVE_ALL,
    (Qt.Key.Key_2, _CTRL): Act.ZOOM_SELECTION,
    (Qt.Key.Key_N, _NONE): Act.ADD_STICKY,
    (Qt.Key.Key_N, _SHIFT): Act.NEXT_STICKY,
    (Qt.Key.Key_T, _NONE): Act.STICKY_TONE,
    (Qt.Key.Key_B, _NONE): Act.BREAK,
    (Qt.Key.Key_Escape, _NONE): Act.ESCAPE,
}


class _Keys:
    """Looks keys up; the number pad counts as the keys it stands for."""

    def act(self, event: QKeyEvent) -> Act | None:
        """Give what a key asks for, ``None`` when it is none of ours."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return _TABLE.get((Qt.Key(event.key()), modifiers))


KEYS = _Keys()
