"""The dock at the bottom of the window that holds the log.

Lives here: where the log stands and how high it is. Not here: the log (``gui.run.log_pane``).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gui.run.log_pane import LogPane

_SHARE = 0.25
"""Of the window's height, at the first start."""


class LogDock(QDockWidget):
    """Holds the log of the workspace that is shown, at the bottom or at the top of the window.

    Args:
        window: The window; the dock puts itself into it.
    """

    def __init__(self, window: QMainWindow) -> None:
        super().__init__("Log", window)
        self._window = window
        self._height = 0
        self.setObjectName("log_dock")
        # A press beside the splitter is soon a drag: it may move the log, but not tear it off the window.
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.TopDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)

    def hold(self, log: LogPane) -> None:
        """Show the log of a workspace."""
        self.setTitleBarWidget(log.bar)
        self.setWidget(log)
        log.close_wanted.connect(self.close)

    def let_go(self) -> None:
        """Forget the log that is shown, because its workspace is closed, but not how high it stood."""
        self._height = self.height()
        # A title bar that is not taken out before the next one comes would be deleted twice.
        self.setTitleBarWidget(QWidget())

    def keep_height(self) -> None:
        """Stand as high as before the workspace was changed."""
        if self._height:
            # Only once the new tabs have told the window how much room they need.
            QTimer.singleShot(0, self, lambda: self._set_height(self._height))

    def begin(self, restored: bool) -> None:
        """Take a share of the window's height at the first start; later, stand where the window's state says."""
        if not restored:
            self._set_height(round(self._window.height() * _SHARE))
        # One that was torn off when it still could be comes back.
        self.setFloating(False)

    def _set_height(self, height: int) -> None:
        self._window.resizeDocks([self], [height], Qt.Orientation.Vertical)
