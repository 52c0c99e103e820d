"""What the Workflows tab can do with the shown workflow as a whole: find in it, look at its history, print it.

Lives here: the commands and the menu in the head. Not here: edits (workflow_desk.py, workflow_cards.py).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context
from gui.tabs.panel_parts import register_commands
from gui.tabs.workflow_find import WorkflowFind
from gui.tabs.workflow_page import WorkflowPage

if TYPE_CHECKING:
    from gui.dialogs.history import HistoryDialog
    from gui.tabs.workflow_picture import WorkflowPicture

_LOOK = ("workflow.find", "workflow.history", "workflow.expectations")
_PAPER = ("workflow.picture", "workflow.print")


class WorkflowTools(QObject):
    """The tab's tools.

    Arguments:
        context: The window's shared services.
        page: The tab.
        before: Called first, to commit what is still typed.
        go: Shows a workflow and a card of it.

    Attributes:
        search: Finds in workflows.
    """

    def __init__(
        self, context: Context, page: WorkflowPage, before: Callable[[], None], go: Callable[[GoTo], bool]
    ) -> None:
        super().__init__(page)
        self._context, self._page, self._canvas, self._before = context, page, page.canvas, before
        self._history: HistoryDialog | None = None
        self.search = WorkflowFind(context, page.find_bar, page.canvas, go, self)
        register_commands(context, page, self._commands())
        # Works from the log too, where one sees what there is to expect; its keys mean nothing else in any tab.
        context.commands.register(self._expectations())
        context.commands.fill_menu(page.head.menu, (*_LOOK, "-", *_PAPER))
        page.canvas.ground_actions = [context.commands.action(name) for name in _PAPER]

    @cached_property
    def picture(self) -> WorkflowPicture:
        """Exports and prints; made when that is wanted."""
        from gui.tabs.workflow_picture import WorkflowPicture

        return WorkflowPicture(self._context, self._canvas, self._page)

    def _shown(self) -> bool:
        return self._canvas.workflow is not None and self._canvas.isVisible()

    def _expectations(self) -> Command:
        return Command(
            "workflow.expectations",
            "Expectations of this workflow…",
            self.show_expectations,
            "Rehearse",
            "check",
            ("Ctrl+Shift+X",),
            enabled=self._shown,
            tip="What must hold in every rehearsal of it; checked after each edit.",
        )

    def _commands(self) -> list[Command]:
        shown = self._shown
        return [
            Command(
                "workflow.find",
                "Find in workflows",
                self.search.open,
                "Workflows",
                "search",
                ("Ctrl+F",),
                enabled=shown,
                tip="Looks through titles, fields and notes of the cards.",
            ),
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
            Command(
                "workflow.picture",
                "Export picture of this workflow…",
                self.export_picture,
                "File",
                "export",
                ("Ctrl+E",),
                enabled=shown,
                tip="As PNG, SVG or PDF: all of its cards.",
            ),
            Command(
                "workflow.print",
                "Print this workflow…",
                self.print_out,
                "File",
                "",
                ("Ctrl+P",),
                enabled=shown,
            ),
        ]

    @Slot()
    def export_picture(self) -> None:
        """Ask how and where to, and write a picture of the shown workflow."""
        self.picture.export()

    @Slot()
    def print_out(self) -> None:
        """Show how the shown workflow will be printed; the preview prints."""
        self.picture.print_out()

    @Slot()
    def show_expectations(self) -> None:
        """Open the list of what is expected of the shown workflow."""
        self._before()
        if self._canvas.workflow is not None:
            self._context.bus.navigate.emit(GoTo("expectations", self._canvas.workflow.id))

    @Slot()
    def show_history(self) -> None:
        """Open the history of the shown workflow."""
        self._before()
        workflow = self._canvas.workflow
        if workflow is None:
            return
        if self._history is not None:
            self._history.close()
        from gui.dialogs.history import HistoryDialog

        self._history = HistoryDialog(self._context, workflow.id, self._page.window())
        self._history.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._history.destroyed.connect(self._on_history_gone)
        self._history.show()

    @Slot()
    def _on_history_gone(self) -> None:
        self._history = None
