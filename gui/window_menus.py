"""The menu bar, filled from the command registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QMenuBar, QWidget

from gui.commands import CommandRegistry, native_shortcut
from gui.undo_steps import UndoButtons
from gui.widgets.labels import tool_button

if TYPE_CHECKING:
    from gui.window import MainWindow

_EDIT = (
    "edit.undo",
    "edit.redo",
    "edit.undo_steps",
    "edit.redo_steps",
    "-",
    "edit.cut",
    "edit.copy",
    "edit.paste",
    "-",
    "edit.find",
    "edit.search",
)
_REHEARSE = ("rehearse.play", "rehearse.stop", "rehearse.reset", "-", "replay.toggle")
_MOVE = (
    "replay.next",
    "replay.previous",
    "replay.hour",
    "replay.hour_back",
    "replay.day",
    "replay.day_back",
    "-",
    "replay.next_skip",
    "replay.previous_skip",
    "replay.next_break",
    "replay.breaks",
    "-",
    "replay.line",
    "replay.start",
    "replay.end",
    "replay.slower",
    "replay.faster",
)
_REHEARSE_MORE = (
    "-",
    "rehearse.script",
    "rehearse.settings",
    "-",
    "rehearse.why_not",
    "rehearse.story",
    "rehearse.compare_runs",
    "rehearse.capacity",
    "rehearse.compare_packs",
    "-",
    "rehearse.export_replay",
    "rehearse.export_report",
    "rehearse.print_report",
)
_TOOLS = ("tools.review", "account.settings")
_HELP = ("help.handbook", "help.shortcuts", "-", "help.about")


class Menus:
    """Builds the menus of a window and keeps those that change up to date.

    Args:
        window: The window.
        commands: Its commands.
    """

    def __init__(self, window: MainWindow, commands: CommandRegistry) -> None:
        self._window = window
        self._commands = commands
        self._placed: set[str] = set()
        bar = QMenuBar(window)
        self._file(bar.addMenu("&File"))
        self._filled(bar.addMenu("&Edit"), "Edit", _EDIT)
        self._view(bar.addMenu("&View"))
        self._rehearse(bar.addMenu("&Rehearse"))
        self._filled(bar.addMenu("&Tools"), "Tools", _TOOLS)
        self._filled(bar.addMenu("&Help"), "Help", _HELP)
        # Qt hands an old bar's corner on to the new bar, over the new one's own; so there must be none any more.
        let_go_of_corner(window)
        window.setMenuBar(bar)
        bar.setCornerWidget(self._search_button(bar), Qt.Corner.TopRightCorner)

    def _search_button(self, bar: QMenuBar) -> QWidget:
        holder = QWidget(bar)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(8)
        self.undo = UndoButtons(self._window.themes, self._commands, self._window.bench.undo, holder)
        row.addWidget(self.undo)
        search = tool_button(self._window.themes, "search", "Search everything")
        search.setObjectName("search_everything")
        search.setText(f"Search everything   {native_shortcut('Ctrl+K')}")
        search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        search.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # As high as the menus' titles: a higher corner would push them off the middle of the bar.
        search.setStyleSheet("QToolButton { padding: 1px 8px; }")
        search.clicked.connect(lambda: self._commands.run("edit.search"))
        row.addWidget(search)
        return holder

    def _put(self, menu: QMenu, ids: tuple[str, ...]) -> None:
        self._commands.fill_menu(menu, ids)
        self._placed.update(ids)

    def _filled(self, menu: QMenu, category: str, ids: tuple[str, ...]) -> None:
        self._put(menu, ids)
        self._take_others(menu, category)

    def _take_others(self, menu: QMenu, category: str, last: QAction | None = None) -> None:
        """Show what tabs have registered under the menu's name, when the menu opens: a tab may be made later.

        Args:
            menu: The menu.
            category: Its name.
            last: The entry that stays below all others.
        """

        def refill() -> None:
            others = [c.id for c in self._commands.all() if c.category == category and c.id not in self._placed]
            if others:
                self._placed.update(others)
                if last is None:
                    menu.addSeparator()
                menu.insertActions(cast(QAction, last), [self._commands.action(one) for one in others])
                if last is not None:
                    menu.insertSeparator(last)

        menu.aboutToShow.connect(refill)

    def _file(self, menu: QMenu) -> None:
        window, icons = self._window, self._window.themes.icons
        self._put(menu, ("file.new", "file.open"))
        sample_menu = menu.addMenu(icons.icon("workflow"), "Open sample")
        sample_menu.setToolTipsVisible(True)
        for sample in window.files.samples():
            action = sample_menu.addAction(sample.title)
            action.setToolTip(sample.sentence)
            action.triggered.connect(lambda *_, name=sample.name: window.files.open_sample(name))
        recent = menu.addMenu(icons.icon("clock"), "Recent")
        recent.aboutToShow.connect(lambda: self._fill_recent(recent))
        menu.aboutToShow.connect(lambda: recent.setEnabled(bool(window.recent.paths())))
        menu.addSeparator()
        self._put(menu, ("file.save_copy", "-"))
        self._put(menu, ("file.import_contacts", "file.export_contacts", "file.export_project"))
        menu.addSeparator()
        self._put(menu, ("file.quit",))
        self._take_others(menu, "File", last=self._commands.action("file.quit"))

    def _rehearse(self, menu: QMenu) -> None:
        self._put(menu, _REHEARSE)
        self._put(menu.addMenu(self._window.themes.icons.icon("step"), "Move through the rehearsal"), _MOVE)
        self._filled(menu, "Rehearse", _REHEARSE_MORE)

    def _fill_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in self._window.recent.paths():
            action = menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda *_, which=path: self._window.files.open(which))
        menu.addSeparator()
        menu.addAction("Clear list", self._window.recent.clear)

    def _view(self, menu: QMenu) -> None:
        tabs = tuple(f"view.tab_{spec.key}" for spec in self._window.tab_specs)
        self._put(menu, tabs)
        self._put(menu, ("view.next_tab", "view.previous_tab", "view.next_pane", "view.previous_pane", "-"))
        theme = menu.addMenu(self._window.themes.icons.icon("sun"), "Theme")
        self._put(theme, ("view.theme_system", "view.theme_light", "view.theme_dark"))
        self._put(menu, ("view.log", "view.full_screen", "-"))
        self._put(menu, ("view.zoom_in", "view.zoom_out", "view.zoom_actual", "view.zoom_fit"))
        self._take_others(menu, "View")


def let_go_of_corner(window: QMainWindow) -> None:
    """Take away what stands at the right of a window's menu bar, if it has one."""
    bar = window.menuWidget()
    corner = bar.cornerWidget(Qt.Corner.TopRightCorner) if isinstance(bar, QMenuBar) else None
    if isinstance(bar, QMenuBar) and corner is not None:
        bar.setCornerWidget(None, Qt.Corner.TopRightCorner)  # type: ignore[arg-type]  # None is allowed
        corner.hide()
        corner.deleteLater()
