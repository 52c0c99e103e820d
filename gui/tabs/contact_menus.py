"""Making menus and edits in the Contacts tab: the one-call helpers that its parts share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from core.model.changes import Edit
from core.services.workspace import Workspace
from gui.context import Context
from gui.jobs import JobControl


def menu_of(opener: QPushButton, name: str) -> QMenu:
    """Give a button a menu of a name."""
    menu = QMenu(opener)
    menu.setObjectName(name)
    opener.setMenu(menu)
    return menu


def entry(menu: QMenu, title: str, name: str, slot: Callable[[], object] | None = None) -> QAction:
    """Add an entry with a name to a menu; ampersands are shown."""
    action = menu.addAction(title.replace("&", "&&"))
    action.setObjectName(name)
    if slot is not None:
        action.triggered.connect(lambda *_: slot())
    return action


def bound(call: Callable[[int], object], number: int) -> Callable[[], object]:
    """Give a function without arguments that calls with a number."""
    return lambda *_: call(number)


def build_edit(
    context: Context, slow: bool, title: str, make: Callable[[Workspace], Edit], then: Callable[[Edit], None]
) -> None:
    """Build an edit and hand it on: at once, or in a job.

    Arguments:
        context: The window's services.
        slow: Whether building it is work for a job.
        title: What the job is called.
        make: Builds the edit.
        then: Takes it, in the GUI thread.
    """
    workspace = context.workspace
    if not slow:
        then(make(workspace))
        return

    def work(_control: JobControl) -> Edit:
        with workspace.in_thread() as mine:
            return make(mine)

    context.jobs.start(title, work, done=then)
