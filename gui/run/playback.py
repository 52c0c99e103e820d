"""The controls over a finished rehearsal: play and pause, steps, speed, break points.

Lives here: the buttons and their menus. Not here: the state they drive (``gui.run.player``).
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from core.model.reason import Reason
from gui.commands import native_shortcut
from gui.run.player import SPEEDS, USUAL_SPEED, ReplayPlayer, near_limit_break, reason_break
from gui.run.steps import STEPS
from gui.theme import ThemeManager
from gui.widgets.labels import tool_button

#: What opens a button's menu from the keyboard.
_OPENERS = (Qt.Key.Key_Down, Qt.Key.Key_Menu)


class Playback(QWidget):
    """Buttons that drive a player.

    Args:
        themes: Colours and icons.
        player: What they drive.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, player: ReplayPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self._themes = themes
        self._make()
        self._choose_speed(USUAL_SPEED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in self._buttons:
            row.addWidget(widget)
            widget.installEventFilter(self)
        self.play.clicked.connect(player.play)
        self.pause.clicked.connect(player.pause)
        self.step.clicked.connect(lambda: player.step(1))
        player.playing_changed.connect(self._show)
        player.loaded.connect(self._show)
        player.breaks_changed.connect(self._show)
        self._show()

    def _make(self) -> None:
        def made(icon: str, name: str, tip: str) -> QToolButton:
            button = tool_button(self._themes, icon, tip, kind="outlined", role="text")
            button.setObjectName(f"replay_{name}")
            return button

        self.play = made("play", "play", f"Play from here ({native_shortcut('Ctrl+Space')})")
        self.pause = made("pause", "pause", f"Pause ({native_shortcut('Ctrl+Space')})")
        self.step = made(
            "step", "step", f"Step to the next event ({native_shortcut('Ctrl+Right')}); Down for more steps"
        )
        self.step.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.step.setMenu(self._step_menu())
        breaks = f"Break points: where playing stops ({native_shortcut('Ctrl+Shift+B')})"
        self.breaks = made("flag", "breaks", breaks)
        self.breaks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._break_menu = QMenu(self.breaks)
        self._break_menu.aboutToShow.connect(self._fill_breaks)
        self.breaks.setMenu(self._break_menu)
        self.speed = QToolButton()
        self.speed.setObjectName("replay_speed")
        self.speed.setProperty("kind", "outlined")
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        slower, faster = native_shortcut("Ctrl+Shift+Down"), native_shortcut("Ctrl+Shift+Up")
        self.speed.setToolTip(f"How much simulated time a second shows (slower {slower}, faster {faster})")
        self.speed.setMenu(self._speed_menu())
        self._buttons = (self.play, self.pause, self.step, self.breaks, self.speed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open a button's menu with the down arrow or the menu key."""
        if isinstance(watched, QToolButton) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.AltModifier)
            if plain and event.key() in _OPENERS and watched.menu() is not None:
                watched.showMenu()
                return True
        return super().eventFilter(watched, event)

    def open_breaks(self) -> None:
        """Open the menu of break points, with the keyboard in it."""
        self.breaks.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.breaks.showMenu()

    def _step_menu(self) -> QMenu:
        menu = QMenu(self.step)
        for group in STEPS:
            if not menu.isEmpty():
                menu.addSeparator()
            for step in group:
                menu.addAction(f"{step.title}\t{native_shortcut(step.keys)}", partial(step.go, self._player))
        return menu

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self.speed)
        for number, (title, _) in enumerate(SPEEDS):
            menu.addAction(title, partial(self._choose_speed, number)).setCheckable(True)
        return menu

    def _choose_speed(self, number: int) -> None:
        title, self._player.speed = SPEEDS[number]
        self.speed.setText(title)
        self.speed.setAccessibleName(f"Speed: {title}")
        for index, action in enumerate(self.speed.menu().actions()):
            action.setChecked(index == number)

    def change_speed(self, by: int) -> None:
        """Show more simulated time a second (1), or less (-1)."""
        self._choose_speed(min(max(self._speed_number() + by, 0), len(SPEEDS) - 1))

    def _speed_number(self) -> int:
        return next(number for number, (_, speed) in enumerate(SPEEDS) if speed == self._player.speed)

    @Slot()
    def _fill_breaks(self) -> None:
        """List the break points, and what can become one in the run that is shown."""
        menu, player = self._break_menu, self._player
        menu.clear()
        menu.setToolTipsVisible(True)
        for one in player.breaks:
            action = menu.addAction(one.title)
            action.setCheckable(True)
            action.setChecked(True)
            action.setToolTip("Click to stop there no more")
            action.triggered.connect(lambda *_, one=one: player.remove_break(one))
        if not player.breaks:
            menu.addAction("Playing stops nowhere by itself").setEnabled(False)
        menu.addSeparator()
        replay = player.replay
        if replay is None:
            return
        reasons = menu.addMenu(self._themes.icons.icon("filter"), "Stop at a reason")
        codes = sorted(replay.run.summary.reasons, key=lambda code: Reason[code].title)
        for code in codes:
            reason = Reason[code]
            reasons.addAction(reason.title, partial(player.add_break, reason_break(reason)))
        reasons.setEnabled(bool(codes))
        senders = menu.addMenu(self._themes.icons.icon("sender"), "Stop when a sender nears the limit")
        for sender in replay.run.project.senders:
            senders.addAction(sender.name, partial(player.add_break, near_limit_break(sender.id, sender.name)))
        hint = menu.addAction("Cards and contacts: right-click them, or their row in the log")
        hint.setEnabled(False)
        if player.breaks:
            menu.addSeparator()
            menu.addAction("Remove all break points", lambda: player.set_breaks(()))

    @Slot()
    def _show(self) -> None:
        player = self._player
        ready = player.replay is not None
        had_focus = self.play.hasFocus() or self.pause.hasFocus()
        self.play.setVisible(not player.is_playing)
        self.pause.setVisible(player.is_playing)
        if had_focus:
            (self.pause if player.is_playing else self.play).setFocus()
        for widget in self._buttons:
            widget.setEnabled(ready)
        count = len(player.breaks)
        self.breaks.setText(str(count) if count else "")
        self.breaks.setAccessibleName(f"Break points: {count}" if count else "Break points")
