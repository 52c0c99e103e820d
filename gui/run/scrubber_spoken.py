"""What screen readers meet on the time line: a slider that says the instant shown, and can be set.

Lives here: the interface and how Qt gets it. Not here: drawing and keys (``gui.run.scrubber``).
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget, QApplication

from gui.run.scrubber import Scrubber

_TAUGHT = "time_lines_are_spoken"
_PERCENT = 100


def speak_time_lines(app: QApplication) -> None:
    """Let screen readers find the time line of the application's windows as a slider; once is enough."""
    if not app.property(_TAUGHT):
        app.setProperty(_TAUGHT, True)
        QAccessible.installFactory(_interface_of)


def _interface_of(_class_name: str, thing: QObject | None) -> QAccessibleInterface | None:
    return ScrubberInterface(thing) if isinstance(thing, Scrubber) else None


class ScrubberInterface(QAccessibleWidget, QAccessibleValueInterface):
    """The time line as a slider from 0 to 100 percent of the rehearsal, whose value is told as a date.

    Args:
        line: The time line.
    """

    def __init__(self, line: Scrubber) -> None:
        QAccessibleWidget.__init__(self, line, QAccessible.Role.Slider, "")
        QAccessibleValueInterface.__init__(self)
        self._line = line

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Give itself where its value is asked for."""
        if kind is QAccessible.InterfaceType.ValueInterface:
            return self  # type: ignore[return-value] # the stubs say int where C++ says a pointer
        return super().interface_cast(kind)

    def text(self, kind: QAccessible.Text) -> str:
        """Value: the instant shown, e.g. ``Thu 15 Jan 2026 09:00``."""
        return self._line.said if kind is QAccessible.Text.Value else super().text(kind)

    def currentValue(self) -> float:
        """Say how much of the line is filled, in percent."""
        return round(self._line.fraction * _PERCENT, 1)

    def setCurrentValue(self, value: float) -> None:
        """Go to so many percent of the rehearsal."""
        if self._line.usable:
            self._line.scrubbed.emit(min(max(float(value) / _PERCENT, 0.0), 1.0))

    def minimumValue(self) -> int:
        """The start."""
        return 0

    def maximumValue(self) -> int:
        """The end."""
        return _PERCENT

    def minimumStepSize(self) -> int:
        """A percent."""
        return 1
