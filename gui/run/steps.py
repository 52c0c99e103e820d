"""The ways of going through a finished rehearsal without the mouse: what each is called, its keys, what it does.

Lives here: one table, so that the menu of the run bar, the menu Rehearse, the palette and the page of shortcuts tell
the same. Not here: the instant itself (``gui.run.player``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.model.instant import DAY, HOUR
from gui.run.player import ReplayPlayer


@dataclass(frozen=True)
class Step:
    """One way to another instant.

    Attributes:
        name: Its command is ``replay.`` and this.
        title: What menus call it.
        keys: Its shortcut, as text of Qt's portable kind.
        go: Does it.
        icon: Name of an icon, or empty.
    """

    name: str
    title: str
    keys: str
    go: Callable[[ReplayPlayer], object]
    icon: str = ""


STEPS: tuple[tuple[Step, ...], ...] = (
    (
        Step("next", "Next event", "Ctrl+Right", lambda player: player.step(), "step"),
        Step("previous", "Event before", "Ctrl+Left", lambda player: player.step(-1)),
        Step("hour", "An hour on", "Ctrl+.", lambda player: player.go_by(HOUR)),
        Step("hour_back", "An hour back", "Ctrl+,", lambda player: player.go_by(-HOUR)),
        Step("day", "A day on", "Alt+.", lambda player: player.go_by(DAY)),
        Step("day_back", "A day back", "Alt+,", lambda player: player.go_by(-DAY)),
    ),
    (
        Step("next_skip", "Next skip", "Ctrl+Shift+Right", lambda player: player.next_skip(), "skip"),
        Step("previous_skip", "Skip before", "Ctrl+Shift+Left", lambda player: player.previous_skip()),
        Step("next_break", "Next break point", "Ctrl+B", lambda player: player.next_break(), "flag"),
    ),
    (
        Step("start", "To the start of the rehearsal", "Alt+Home", lambda player: player.go_to_start()),
        Step("end", "To the end of the rehearsal", "Alt+End", lambda player: player.go_to_end()),
    ),
)
"""All steps, in the groups that menus show."""
