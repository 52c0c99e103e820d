"""Opens the dialog that says how many senders it takes. Not here: the dialog (``gui.dialogs.capacity``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gui.canvas.view import CanvasView
from gui.context import Context
from gui.tab_host import TabHost

if TYPE_CHECKING:
    from gui.dialogs.capacity import CapacityDialog


class CapacityOpener(QObject):
    """Keeps at most one such dialog open.

    Args:
        context: The window's shared services.
        tabs: Know which card is chosen.
        parent: The workbench.

    Attributes:
        dialog: The open one, or ``None``.
    """

    def __init__(self, context: Context, tabs: TabHost, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._tabs = context, tabs
        self.dialog: CapacityDialog | None = None

    def open(self, workflow: int = 0, card: int = 0) -> None:
        """Open it; 0 takes the card that is chosen, else the first."""
        from gui.dialogs.capacity import CapacityDialog

        canvas = self._tabs.current_tab().findChild(CanvasView)
        if not workflow and canvas is not None and canvas.workflow is not None:
            workflow, card = canvas.workflow.id, max(canvas.selected, 0)
        if self.dialog is not None:
            self.dialog.close()
        parent = self.parent()
        assert isinstance(parent, QWidget)
        self.dialog = dialog = CapacityDialog(self._context, parent.window(), workflow, card)
        dialog.finished.connect(self._on_closed)
        dialog.show()

    @Slot()
    def _on_closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
