"""How the keyboard goes on in the Workflows tab: from a new name to its trigger, from a saved card to the next +.

Lives here: where the focus goes after a step is done. Not here: the keys of the canvas (gui/canvas/keys.py) and what
the steps do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.commands import Command
from gui.context import Context
from gui.tabs.panel_parts import register_commands

if TYPE_CHECKING:
    from gui.tabs.workflows import WorkflowsTab


class WorkflowFlow(QObject):
    """Leads the keyboard on, so that a workflow can be built without ever reaching for the mouse.

    Arguments:
        context: The window's shared services.
        tab: The tab; owner.
    """

    def __init__(self, context: Context, tab: WorkflowsTab) -> None:
        super().__init__(tab)
        self._tab = tab
        tab.head.entered.connect(self._on_name_entered)
        tab.panel.finished.connect(tab.canvas.stand_below)
        new = Command(
            "workflows.new", "New workflow", tab.whole.make, "Workflows", "plus", ("Ctrl+N",),
            lambda: not context.undo.locked,
        )  # fmt: skip
        register_commands(context, tab, [new])

    @Slot()
    def _on_name_entered(self) -> None:
        """Ask a new workflow for its trigger; in any other one go to the cards."""
        if self._tab.panel.is_starting:
            self._tab.panel.focus_first()
        else:
            self._tab.canvas.setFocus()
