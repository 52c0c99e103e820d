"""What the Workflows tab can do with the shown workflow as a whole: look at its history.

Lives here: the commands and the menu in the head. Not here: edits (workflow_desk.py, workflow_cards.py).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from gui.canvas.view import CanvasView
from gui.commands import Command
from gui.context import Context
from gui.dialogs.history import HistoryDialog
from gui.tabs.panel_parts import register_commands
from gui.tabs.workflow_head import WorkflowHead


class WorkflowTools(QObject):
    """The tab's tools.

    Arguments:
        context: The window's shared services.
        tab: The tab.
        canvas: Its canvas.
        head: The line above it, whose menu shows the tools.
        before: Called first, to commit what is still typed.
    """

    def __init__(
        self, context: Context, tab: QWidget, canvas: CanvasView, head: WorkflowHead, before: Callable[[], None]
    ) -> None:
        super().__init__(tab)
        self._context, self._tab, self._canvas, self._before = context, tab, canvas, before
        self._history: HistoryDialog | None = None
        register_commands(context, tab, self._commands())
        context.commands.fill_menu(head.menu, ("workflow.history",))

    def _commands(self) -> list[Command]:
        def shown() -> bool:
            return self._canvas.workflow is not None and self._canvas.isVisible()

        return [
            Command(
                "workflow.history",
                "History of this workflow…",
                self.show_history,
                "Edit",
                "clock",
                ("Ctrl+H",),
                enabled=shown,
                tip="Its versions: look at them, compare two, bring one back.",
            ),
        ]

    @Slot()
    def show_history(self) -> None:
        """Open the history of the shown workflow."""
        self._before()
        workflow = self._canvas.workflow
        if workflow is None:
            return
        if self._history is not None:
            self._history.close()
        self._history = HistoryDialog(self._context, workflow.id, self._tab.window())
        self._history.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._history.destroyed.connect(self._on_history_gone)
        self._history.show()

    @Slot()
    def _on_history_gone(self) -> None:
        self._history = None
