"""Opens the story of a contact and keeps it at the instant shown. Not here: the dialog (``gui.run.story``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from core.model.moment import Moment
from core.model.run import Run
from gui.context import Context
from gui.run.log_pane import LogPane

if TYPE_CHECKING:
    from gui.run.story import StoryDialog


class StoryOpener(QObject):
    """Keeps at most one story open.

    Args:
        context: The window's shared services.
        log: Its filter says which contacts can be walked through, its chosen row whose story is told first.
        parent: The workbench.

    Attributes:
        dialog: The open one, or ``None``.
    """

    def __init__(self, context: Context, log: LogPane, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._log = context, log
        self._run: Run | None = None
        self._moment: Moment | None = None
        self.dialog: StoryDialog | None = None

    def open(self, contact: int = 0) -> None:
        """Open the story of a contact; 0 tells of the chosen row of the log, else of the first contact in it."""
        # The printing it brings along is loaded when it is first asked for.
        from gui.run.story import StoryDialog

        if self.dialog is None:
            parent = self.parent()
            assert isinstance(parent, QWidget)
            self.dialog = StoryDialog(self._context, self._log.query, parent.window())
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.finished.connect(self._on_closed)
            self.dialog.show_run(self._run)
            self.dialog.show_moment(self._moment)
        line = self._log.current_line()
        self.dialog.tell(contact or (line.contact_id if line is not None else 0))
        self.dialog.show()
        self.dialog.activateWindow()

    def show_run(self, run: Run | None) -> None:
        """Tell of another run from now on, of all of it."""
        self._run, self._moment = run, None
        if self.dialog is not None:
            self.dialog.show_run(run)
            self.dialog.show_moment(None)

    def show_moment(self, moment: Moment) -> None:
        """Tell until an instant from now on; until the last row it is the whole story."""
        self._moment = moment if self._run is not None and moment.rows < self._run.summary.events else None
        if self.dialog is not None:
            self.dialog.show_moment(self._moment)

    @Slot()
    def _on_closed(self) -> None:
        self.dialog = None
