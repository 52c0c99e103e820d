"""The window's own dialogs that are open: one of each kind, none of which blocks. Most are made by the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

if TYPE_CHECKING:
    from gui.window import MainWindow


class ShownDialogs:
    """Keeps the dialogs of a window that are open."""

    def __init__(self) -> None:
        self._open: dict[str, QDialog] = {}

    def open(self, key: str, dialog: QDialog, *, modal: bool = True) -> None:
        """Open a dialog without blocking; a second one of its kind replaces the first.

        Args:
            key: Its kind.
            dialog: Deleted when it closes.
            modal: Whether the window takes no input meanwhile.
        """
        before = self._open.pop(key, None)
        if before is not None:
            before.close()
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._open[key] = dialog
        dialog.finished.connect(lambda _: self._on_finished(key, dialog))
        if modal:
            dialog.open()
        else:
            dialog.show()

    def get(self, key: str) -> QDialog | None:
        """Return the open dialog of a kind."""
        return self._open.get(key)

    def close_all(self) -> None:
        """Close every dialog."""
        for dialog in tuple(self._open.values()):
            dialog.close()

    def _on_finished(self, key: str, dialog: QDialog) -> None:
        if self._open.get(key) is dialog:
            del self._open[key]


def open_handbook(window: MainWindow, chapter: str = "", anchor: str = "") -> None:
    """Open the handbook beside the window.

    Args:
        window: The window.
        chapter: Key of a chapter; the first one by default.
        anchor: The place on its page.
    """
    # Late: with it come the pages' templates.
    from gui.dialogs.handbook import HandbookDialog

    dialog = HandbookDialog(window.themes, window.bench.workspace.project(), window)
    if chapter:
        dialog.open_at(chapter, anchor)
    window.shown.open("handbook", dialog, modal=False)
