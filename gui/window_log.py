"""The dock at the bottom of the window that holds the log.

Lives here: where the log stands, how high it is, and on which tabs it is open. Not here: the log (``log_pane``).
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from gui.run.log_pane import LogPane
from gui.tab_host import TabHost
from gui.widgets.store import SettingsStore

_SHARE = 0.25
"""Of the window's height, at the first start."""
_LOW_PX = 760
"""A window lower than this has room for the log beside cards, but not beside tables and fields."""
_OPEN = "log/open_"


class LogDock(QDockWidget):
    """Holds the log of the workspace that is shown, at the bottom or at the top of the window.

    Each tab remembers whether the log is open there.

    Args:
        window: The window; the dock puts itself into it.
        settings: Keep where it is open.
    """

    def __init__(self, window: QMainWindow, settings: SettingsStore) -> None:
        super().__init__("Log", window)
        self._window = window
        self._settings = settings
        self._tabs: TabHost | None = None
        self._height = 0
        self.setObjectName("log_dock")
        # A press beside the splitter is soon a drag: it may move the log, but not tear it off the window.
        self.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea | Qt.DockWidgetArea.TopDockWidgetArea)
        window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self)

    def hold(self, log: LogPane, tabs: TabHost) -> None:
        """Show the log of a workspace, below its tabs."""
        self.setTitleBarWidget(log.bar)
        self.setWidget(log)
        self._tabs = tabs
        log.close_wanted.connect(lambda: self.set_open(False))
        tabs.currentChanged.connect(self._on_tab_changed)

    def set_open(self, is_open: bool) -> None:
        """Show or hide the log, and do so on this tab from now on."""
        if self._tabs is not None:
            self._settings.setValue(_OPEN + self._tabs.current_key(), "true" if is_open else "false")
        self.setVisible(is_open)

    def let_go(self) -> None:
        """Forget the log that is shown, because its workspace is closed, but not how high it stood."""
        self._height, self._tabs = self.height(), None
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
        self._on_tab_changed()

    @Slot()
    def _on_tab_changed(self) -> None:
        """Open or close as it was left on this tab."""
        if self._tabs is None:
            return
        key, log = self._tabs.current_key(), self.widget()
        if isinstance(log, LogPane):
            log.pages.set_quiet(key == "results")  # Results says itself that there is no rehearsal yet.
        kept = self._settings.value(_OPEN + key)
        is_open = key == "workflows" or self._window.height() >= _LOW_PX if kept is None else str(kept) == "true"
        if is_open != self.isVisibleTo(self._window):
            self.setVisible(is_open)

    def _set_height(self, height: int) -> None:
        self._window.resizeDocks([self], [height], Qt.Orientation.Vertical)
