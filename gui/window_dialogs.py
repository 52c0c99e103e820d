"""The window's own dialogs that are open: one of each kind, none of which blocks. Not here: making them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog


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
