"""The bus: what happened, told to every part of the window that cares.

Lives here: its signals and the request type of one of them. Not here: any logic; who listens decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class GoTo:
    """A request to show one thing, whichever tab it is on.

    Attributes:
        kind: what it is, in the words of the screen: "contact", "workflow", "sequence", "sender", "action", "run" …
        id: its id.
        sub: a part of it, e.g. the id of a card inside a workflow; None for the whole.
        field: the field of it that the cursor shall be put into, by the name its editor has; empty for none.
    """

    kind: str
    id: int
    sub: int | str | None = None
    field: str = ""


class Bus(QObject):
    """Carries news between the parts of one window; made once by gui/app.py and passed down.

    Signals:
        changed: the changes that an edit made, as services returned them.
        navigate: a `GoTo`.
        message: a line for the status bar.
        break_wanted: a `Break` of core.model.moment, where playing shall stop.
        break_unwanted: one at which playing shall stop no more.
        card_visited: a person went to a card: the ids of its workflow and of the card (0 for the trigger).
        card_left: a person looks at no card any more.
    """

    changed = Signal(object)
    navigate = Signal(object)
    message = Signal(str)
    break_wanted = Signal(object)
    break_unwanted = Signal(object)
    card_visited = Signal(int, int)
    card_left = Signal()
