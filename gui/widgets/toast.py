"""Toasts: a short message at the bottom of the window that goes by itself, with room for "Undo".

Lives here: the widget. Not here: what can be undone.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from gui.theme import ThemeManager
from gui.widgets.labels import button, label, tool_button

_BOTTOM_PX = 40
_SIDE_PX = 16


class Toast(QFrame):
    """A message over the bottom of its host; a new one replaces the one that shows.

    It stays while the pointer is on it or the focus is in it, so that nobody has to hurry.

    Args:
        themes: gives and renews the icon.
        host: the window (or pane) that it belongs to and floats over.
    """

    def __init__(self, themes: ThemeManager, host: QWidget) -> None:
        super().__init__(host)
        self._run: Callable[[], object] | None = None
        self.setProperty("surface", "toast")
        self._words = label("")
        self.action_button = button("", "link")
        self.action_button.clicked.connect(self._on_action)
        self._close = tool_button(themes, "close", "Dismiss")
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 6, 6)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self.action_button)
        row.addWidget(self._close)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self._on_time_up)
        host.installEventFilter(self)
        self.hide()

    def show_message(
        self,
        text: str,
        action_label: str = "",
        action: Callable[[], object] | None = None,
        duration_ms: int = 6000,
        tip: str = "",
    ) -> None:
        """Shows a message.

        Args:
            text: one short sentence: "Deleted 3 contacts."
            action_label: what the button says: "Undo"; without it there is none.
            action: what the button does; the message goes then.
            duration_ms: how long it stays.
            tip: what the message says to the letter, shown while the pointer is on it.
        """
        self._run = action
        self._words.setText(text)
        self.action_button.setText(action_label)
        self.action_button.setVisible(bool(action_label))
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self._wait.start(duration_ms)
        self.show()
        self._place()
        self.raise_()

    def text(self) -> str:
        """Returns the message that shows; empty while none does."""
        return self._words.text()

    @Slot()
    def dismiss(self) -> None:
        """Hides the message at once."""
        self._wait.stop()
        self._run = None
        self._words.clear()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays at the host's bottom when the host changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Waits while the pointer is on it."""
        self._wait.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Goes soon after the pointer left."""
        self._wait.start(2000)
        super().leaveEvent(event)

    def _place(self) -> None:
        # Asked each time: a child that keeps its parent makes a ring, which Python takes apart while Qt still uses it.
        host = self.parentWidget()
        assert host is not None
        limit = max(host.width() - 2 * _SIDE_PX, 0)
        self._words.setWordWrap(self.sizeHint().width() > limit)
        self.setMaximumWidth(limit)
        self.adjustSize()
        self.move(QPoint((host.width() - self.width()) // 2, max(host.height() - self.height() - _BOTTOM_PX, 0)))

    @Slot()
    def _on_action(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            run()

    @Slot()
    def _on_time_up(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QWidget) and self.isAncestorOf(focused):
            self._wait.start(2000)
        else:
            self.dismiss()
