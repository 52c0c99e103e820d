"""The controls over a finished rehearsal: play and pause, steps, speed, break points.

Lives here: the buttons and their menus. Not here: the state they drive (``gui.run.player``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from core.model.instant import DAY, HOUR
from core.model.moment import Stop
from core.model.reason import Reason
from core.model.trace import Outcome
from gui.run.player import SPEEDS, USUAL_SPEED, ReplayPlayer, near_limit_break, reason_break
from gui.theme import ThemeManager
from gui.widgets.labels import tool_button

_SKIPPED = Stop(outcomes=(int(Outcome.SKIPPED),))


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
        self.play = tool_button(themes, "play", "Play from here (Ctrl+Space)", kind="outlined", role="text")
        self.play.setObjectName("replay_play")
        self.pause = tool_button(themes, "pause", "Pause (Ctrl+Space)", kind="outlined", role="text")
        self.pause.setObjectName("replay_pause")
        self.step = tool_button(themes, "step", "Step to the next event (Ctrl+Right)", kind="outlined", role="text")
        self.step.setObjectName("replay_step")
        self.step.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.step.setMenu(self._step_menu())
        self.breaks = tool_button(themes, "flag", "Break points: where playing stops", kind="outlined", role="text")
        self.breaks.setObjectName("replay_breaks")
        self.breaks.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._break_menu = QMenu(self.breaks)
        self._break_menu.aboutToShow.connect(self._fill_breaks)
        self.breaks.setMenu(self._break_menu)
        self.speed = QToolButton()
        self.speed.setObjectName("replay_speed")
        self.speed.setProperty("kind", "outlined")
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setToolTip("How much simulated time a second shows")
        self.speed.setMenu(self._speed_menu())
        self._choose_speed(USUAL_SPEED)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.play, self.pause, self.step, self.breaks, self.speed):
            row.addWidget(widget)
        self.play.clicked.connect(player.play)
        self.pause.clicked.connect(player.pause)
        self.step.clicked.connect(lambda: player.step(1))
        player.playing_changed.connect(self._show)
        player.loaded.connect(self._show)
        player.breaks_changed.connect(self._show)
        self._show()

    def _step_menu(self) -> QMenu:
        player = self._player
        menu = QMenu(self.step)
        entries: tuple[tuple[str, Callable[[], object]], ...] = (
            ("Next event\tCtrl+Right", player.step),
            ("Event before\tCtrl+Left", lambda: player.step(-1)),
            ("An hour on", lambda: player.go_by(HOUR)),
            ("A day on", lambda: player.go_by(DAY)),
            ("-", player.pause),
            ("Next skip\tCtrl+Shift+Right", player.next_skip),
            ("Skip before\tCtrl+Shift+Left", lambda: player.previous(_SKIPPED)),
            ("Next break point", player.next_break),
            ("-", player.pause),
            ("To the start", player.go_to_start),
            ("To the end", player.go_to_end),
        )
        for title, handler in entries:
            if title == "-":
                menu.addSeparator()
            else:
                menu.addAction(title, handler)
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
        for widget in (self.play, self.pause, self.step, self.breaks, self.speed):
            widget.setEnabled(ready)
        count = len(player.breaks)
        self.breaks.setText(str(count) if count else "")
        self.breaks.setAccessibleName(f"Break points: {count}" if count else "Break points")
