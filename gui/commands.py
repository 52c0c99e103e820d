"""Commands: all that the window can do, in one registry, so that menus, shortcuts, palette and help tell the same.

Lives here: `Command` and `CommandRegistry`. Not here: the palette (gui/palette.py), the shortcuts page
(gui/dialogs/shortcuts.py) and the handlers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from gui.theme import ThemeManager


@dataclass(frozen=True)
class Command:
    """One thing that the window can do.

    Attributes:
        id: e.g. "rehearse.play"; never shown.
        title: as menus say it, without mnemonic: "Rehearse".
        handler: does it; its result is ignored.
        category: the heading under which it stands in menus and help: "Rehearse".
        icon: name of an icon, or empty.
        shortcuts: portable key texts, the first one is shown: ("Ctrl+R", "F5").
        enabled: says whether it can be done now; always when None.
        checked: says whether its tick is on, for commands that have one.
        tip: one sentence for tool tips and the status bar.
        context: where its shortcuts work: in the window, or only inside the widgets that it is installed on.
        in_palette: False leaves it out of the command palette.
    """

    id: str
    title: str
    handler: Callable[[], object]
    category: str = ""
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    tip: str = ""
    context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut
    in_palette: bool = True

    def is_enabled(self) -> bool:
        """Returns whether it can be done now."""
        return self.enabled is None or self.enabled()

    def shortcut_text(self) -> str:
        """Returns its first shortcut as this system writes it; empty without one."""
        return native_shortcut(self.shortcuts[0]) if self.shortcuts else ""


def native_shortcut(keys: str) -> str:
    """Returns a portable shortcut as this system writes it, e.g. "⌘K" for "Ctrl+K" on macOS."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


class CommandRegistry(QObject):
    """Holds every command with its one QAction.

    Signals:
        ran: the id of a command that was just carried out, from wherever it was called.
    """

    ran = Signal(str)

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        #: Ids of commands whose tab is not made yet.
        self._promised: set[str] = set()

    def register(self, command: Command) -> QAction:
        """Adds a command and returns its action.

        Raises:
            ValueError: its id is taken, or a shortcut of it is unreadable or taken in the same context.
        """
        if command.id in self._promised:
            return self._keep_promise(command)
        if command.id in self._commands:
            raise ValueError(f"there is a command {command.id!r} already")
        self._check_shortcuts(command)
        action = QAction(command.title, self)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        action.setShortcutContext(command.context)
        action.setToolTip(_tool_tip(command))
        action.setStatusTip(command.tip)
        action.setCheckable(command.checked is not None)
        if command.icon:
            self._themes.bind_icon(action, command.icon)
        action.triggered.connect(self._on_triggered)
        self._commands[command.id] = command
        self._actions[command.id] = action
        return action

    def promise(self, command: Command) -> None:
        """Adds what stands for a command until whoever can do it is there and registers it under the same id."""
        if command.id not in self._commands:
            self.register(command)
            self._promised.add(command.id)

    def _keep_promise(self, command: Command) -> QAction:
        """Lets a command take the place of its promise, in menus too."""
        self._promised.discard(command.id)
        del self._commands[command.id]
        self._check_shortcuts(command)
        action = self._actions[command.id]
        action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
        action.setShortcutContext(command.context)
        action.setToolTip(_tool_tip(command))
        self._commands[command.id] = command
        return action

    def register_all(self, commands: Iterable[Command]) -> None:
        """Adds several commands; raises like `register`."""
        for command in commands:
            self.register(command)

    def action(self, command_id: str) -> QAction:
        """Returns the one action of a command; raises KeyError for an unknown id."""
        return self._actions[command_id]

    def command(self, command_id: str) -> Command:
        """Returns a command; raises KeyError for an unknown id."""
        return self._commands[command_id]

    def all(self) -> tuple[Command, ...]:
        """Returns all commands in the order of their registration."""
        return tuple(self._commands.values())

    def categories(self) -> tuple[str, ...]:
        """Returns the categories in the order in which they first came."""
        return tuple(dict.fromkeys(command.category for command in self._commands.values()))

    def run(self, command_id: str) -> bool:
        """Carries out a command; returns False, having done nothing, when it cannot be done now.

        Raises:
            KeyError: unknown id.
        """
        command = self._commands[command_id]
        if not command.is_enabled():
            self._refresh(command)
            return False
        command.handler()
        self.update_enabled()
        self.ran.emit(command_id)
        return True

    def update_enabled(self) -> None:
        """Asks every command whether it can be done now and whether its tick is on; call after anything changed."""
        # A copy: asking may show a tab for the first time, which registers commands of its own.
        for command in self.all():
            self._refresh(command)

    def install(self, widget: QWidget, ids: Iterable[str] | None = None) -> None:
        """Makes shortcuts work in a widget: of these commands, or of all that work in the whole window."""
        if ids is None:
            everywhere = (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut)
            ids = [command.id for command in self._commands.values() if command.context in everywhere]
        for command_id in ids:
            widget.addAction(self._actions[command_id])

    def fill_menu(self, menu: QMenu, ids: Iterable[str]) -> None:
        """Puts commands into a menu, "-" being a separator; the menu asks what is enabled whenever it opens."""
        for command_id in ids:
            if command_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(self._actions[command_id])
        menu.aboutToShow.connect(self.update_enabled)

    @Slot()
    def _on_triggered(self) -> None:
        self.run(self.sender().objectName())

    def _refresh(self, command: Command) -> None:
        action = self._actions[command.id]
        action.setEnabled(command.is_enabled())
        if command.checked is not None:
            action.setChecked(command.checked())

    def _check_shortcuts(self, command: Command) -> None:
        """Raises ValueError when a shortcut is unreadable or another command answers it in the same context."""
        taken = {
            QKeySequence(keys).toString(): other.id
            for other in self._commands.values()
            if other.context == command.context == Qt.ShortcutContext.WindowShortcut
            for keys in other.shortcuts
        }
        for keys in command.shortcuts:
            portable = QKeySequence(keys).toString()
            if not portable:
                raise ValueError(f"{command.id!r} has an unreadable shortcut {keys!r}")
            if portable in taken:
                raise ValueError(f"{command.id!r} and {taken[portable]!r} both want {portable}")


def _tool_tip(command: Command) -> str:
    """Returns what hovering tells: the title with its shortcut, then the tip."""
    keys = command.shortcut_text()
    first = f"{command.title} ({keys})" if keys else command.title
    return f"{first}\n{command.tip}" if command.tip else first
