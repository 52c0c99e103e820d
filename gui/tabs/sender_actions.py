"""Deleting a sender and replacing one everywhere: looking where the sender is used, asking, and the edit.

Not here: the list and the panel (``gui.tabs.senders``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.model.changes import Edit
from core.model.sender import Sender
from core.services import edits
from core.services.sender_uses import SenderUses, replace_everywhere, uses
from core.services.workspace import Workspace
from gui import text
from gui.context import Context
from gui.dialogs.replace_sender import ReplaceSenderDialog
from gui.jobs import JobControl

T = TypeVar("T")

SLOW = 20_000
"""With more contacts than this, looking through them is work for a job."""


class SenderActions(QObject):
    """Does to senders what touches more than the sender.

    Args:
        context: The window's services.
        tab: The tab it belongs to.
    """

    def __init__(self, context: Context, tab: QWidget) -> None:
        super().__init__(tab)
        self._context = context
        self._tab = tab

    def ask_replace(self, sender: Sender) -> None:
        """Say where a sender is used, ask who takes over, and do it."""

        def ask(found: SenderUses) -> None:
            dialog = ReplaceSenderDialog(self._context, sender, found, self._tab.window())
            dialog.replacement_chosen.connect(lambda new: self._replace(sender.id, new))
            dialog.open()

        self._look("Look where the sender is used", lambda ws: uses(ws, sender.id), ask)

    def ask_delete(self, sender: Sender, do: Callable[[Edit], None]) -> None:
        """Say where a sender is used, ask, and hand over the edit that deletes it."""

        def ask(found: SenderUses) -> None:
            said = delete_words(sender, found)
            if self._context.dialogs.confirm(f"Delete {sender.name}?", said, "Delete sender", danger=True):
                now = self._context.workspace.project().sender(sender.id) or sender
                do(edits.removed(now, f"Delete sender “{sender.name}”"))

        self._look("Look where the sender is used", lambda ws: uses(ws, sender.id), ask)

    def _replace(self, old: int, new: int) -> None:
        self._look("Replace the sender", lambda ws: replace_everywhere(ws, old, new), self._do_replace)

    def _do_replace(self, edit: Edit) -> None:
        count = len(edit.puts)

        def ended(done: bool) -> None:
            if done:
                self._context.bus.message.emit(f"{edit.title}: {text.plural(count, 'place')} changed.")

        self._context.undo.do(edit, ended)

    def _look(self, title: str, work: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        """Do work that goes through all contacts: at once when they are few, else in a job."""
        workspace = self._context.workspace
        if workspace.contacts.count() <= SLOW:
            done(work(workspace))
            return

        def in_thread(_control: JobControl) -> T:
            with workspace.in_thread() as mine:
                return work(mine)

        self._context.jobs.start(title, in_thread, done=done)


def delete_words(sender: Sender, found: SenderUses) -> str:
    """Say what deleting a sender leaves behind."""
    if found.nowhere:
        return f"{sender.name} is used nowhere. You can undo this."
    return (
        f"{sender.name} is {text.join_words(found.sentences())}. Cards and contacts keep pointing to a user that is "
        "gone, and skip the action when a rehearsal reaches it; replace the sender everywhere first to avoid that. "
        "You can undo this."
    )
