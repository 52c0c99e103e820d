"""The run bar: plays, stops and resets rehearsals, shows the simulated date, and opens the rehearsal's settings.

Lives here: what the bar shows. Not here: playing (``gui.run.controller``) and the settings' form
(``gui.dialogs.run_settings``).
"""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.model.account import RunSettings
from core.model.instant import DAY, Instant, from_instant
from core.model.moment import Density, Moment
from core.model.project import Project
from core.model.run import Run
from core.services.runs import RunProgress
from core.services.values import zone_of_account
from gui.commands import native_shortcut
from gui.run.age_chip import AgeChip
from gui.run.forecast_line import ForecastLine
from gui.run.playback import Playback
from gui.run.player import ReplayPlayer
from gui.run.scrubber import Scrubber
from gui.text import format_date, format_datetime, format_duration, number, plural
from gui.theme import ThemeManager
from gui.theme_style import number_font
from gui.widgets.labels import button, label

if TYPE_CHECKING:
    from core.services.replay import Replay

#: As wide as any date can be, so that nothing moves while the date does.
_WIDEST_DATE = "Wed 28 May 2026 · 20:48"
#: Bars of the strip over the time line.
_PARTS = 120
#: A time line shorter than this is hard to hit: words on buttons give way first.
_LINE_PX = 160
_MARGIN = 12
#: The last of the ways to shorten what the buttons say.
_SHORTEST = 3


class RunBar(QFrame):
    """The bar below the menu.

    Args:
        themes: Its colours and icons.
        player: Which instant of a finished rehearsal is shown.
        parent: Owner.

    Attributes:
        forecast: The line below: what the next rehearsal would come to.
        age: At its right: how many edits there were since the rehearsal that is shown.

    Signals:
        play_clicked, stop_clicked, reset_clicked, settings_clicked: what the person asked for.
    """

    play_clicked = Signal()
    stop_clicked = Signal()
    reset_clicked = Signal()
    settings_clicked = Signal()

    def __init__(self, themes: ThemeManager, player: ReplayPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player = player
        self.setObjectName("run_bar")
        self.setProperty("surface", "bar")
        self._settings = RunSettings()
        self._zone: tzinfo = zone_of_account(Project())
        self._run: Run | None = None
        self._playing = False
        self._density = Density((), ())
        self._said = 0

        self._make(themes)
        self._lay_out()
        self.play.clicked.connect(self.play_clicked)
        self.stop.clicked.connect(self.stop_clicked)
        self.reset.clicked.connect(self.reset_clicked)
        self.settings.clicked.connect(self.settings_clicked)
        self.scrubber.scrubbed.connect(player.go_to_fraction)
        self.scrubber.nudged.connect(player.go_by)
        player.loaded.connect(self._on_loaded)
        player.moment_changed.connect(self._on_moment)
        self._show()

    def _make(self, themes: ThemeManager) -> None:
        self.play = button(
            "Rehearse", "primary", icon="play", themes=themes, tip=f"Rehearse ({native_shortcut('Ctrl+R')})"
        )
        self.play.setObjectName("run_play")
        # Not red: nothing breaks, what was played so far is kept.
        stop = f"Stop the rehearsal ({native_shortcut('Shift+F5')})"
        self.stop = button("Stop", "primary", icon="stop", themes=themes, tip=stop)
        self.stop.setObjectName("run_stop")
        width = max(self.play.sizeHint().width(), self.stop.sizeHint().width())
        for primary in (self.play, self.stop):
            primary.setMinimumWidth(width)
        self.stop.hide()
        self.reset = button("Reset", icon="reset", themes=themes, tip="Take the shown results away")
        self.reset.setObjectName("run_reset")
        self.reset.setAccessibleName("Reset")
        self._date = label("", "strong")
        self._date.setObjectName("run_date")
        self._date.setFont(number_font(self._date.font()))
        self.scrubber = Scrubber(themes)
        self.scrubber.setObjectName("run_timeline")
        self.scrubber.set_words(self._words_at)
        self.scrubber.installEventFilter(self)
        self.playback = Playback(themes, self._player)
        self.settings = button("", icon="settings", themes=themes)
        self.settings.setObjectName("run_settings")
        self.forecast = ForecastLine()
        self.age = AgeChip(themes)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 8, _MARGIN, 6)
        column.setSpacing(4)
        layout = self._row = QHBoxLayout()
        layout.setSpacing(8)
        column.addLayout(layout)
        below = QHBoxLayout()
        below.setSpacing(16)
        # As high as the chip, so that nothing below moves when that comes.
        self.forecast.setMinimumHeight(self.age.sizeHint().height())
        below.addWidget(self.forecast, 1)
        below.addWidget(self.age)
        column.addLayout(below)
        for widget in (self.play, self.stop, self.reset):
            layout.addWidget(widget)
        layout.addWidget(self.playback)
        layout.addSpacing(4)
        layout.addWidget(self._date)
        layout.addWidget(self.scrubber, 1)
        layout.addSpacing(4)
        layout.addWidget(self.settings)

    def showEvent(self, event: QShowEvent) -> None:
        """Reserve room for the date and the chip once the style sheet has given them their fonts."""
        metrics = self._date.fontMetrics()
        self._date.setMinimumWidth(metrics.horizontalAdvance(_WIDEST_DATE) + 8)
        # The first edit after a rehearsal must not push the whole window down.
        self.forecast.setMinimumHeight(self.age.sizeHint().height())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less on the buttons where the bar is narrow."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the size at which the buttons say least."""
        spare = sum(max(b.sizeHint().width() - b.sizeHint().height() - 8, 0) for b in (self.reset, self.settings))
        least = super().minimumSizeHint()
        return QSize(least.width() - spare, least.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say less when something else in the bar grew, such as the words of the speed, and squeezed the time line."""
        squeezed = watched is self.scrubber and event.type() == QEvent.Type.Resize and self.isVisible()
        # Only ever less: saying more again waits for a wider bar, or it would go back and forth.
        if squeezed and self.scrubber.width() < _LINE_PX and self._said < _SHORTEST:
            self._fit(self._said + 1)
        return super().eventFilter(watched, event)

    def _fit(self, first: int = 0) -> None:
        """Say as much on the settings' button, then on Reset, as leaves the time line long enough to be hit.

        Args:
            first: how short to begin with, 0 says all.
        """
        margins = self.contentsMargins().left() + self.contentsMargins().right() + 2 * _MARGIN
        shorter = (("Reset", self._told), ("Reset", self._days_told), ("", self._days_told), ("", ""))
        for said, (reset, settings) in enumerate(shorter[first:], first):
            self._said = said
            self.reset.setText(reset)
            self.settings.setText(settings)
            if not self.isVisible():
                # Nobody has given it a width yet; what it would like is to say all.
                return
            self._row.invalidate()
            others = self._row.minimumSize().width() - self.scrubber.minimumSizeHint().width() + margins
            if self.width() - others >= _LINE_PX:
                return

    def focus_line(self) -> None:
        """Give the keyboard to the time line, when a rehearsal can be looked at."""
        self.scrubber.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def date_text(self) -> str:
        """The simulated date as shown."""
        return self._date.text()

    @property
    def fraction(self) -> float:
        """How much of the line is filled, 0 to 1."""
        return self.scrubber.fraction

    def show_project(self, project: Project) -> None:
        """Show the account's settings and time zone."""
        self._settings = project.account.settings
        self._zone = zone_of_account(project)
        self._show()

    def show_run(self, run: Run | None) -> None:
        """Show how far a run got, or nothing."""
        self._run = run
        self._show()

    def show_started(self, settings: RunSettings) -> None:
        """Show that a rehearsal plays from now on."""
        had_focus = self.play.hasFocus()
        self._playing = True
        self._run = None
        self._show()
        if had_focus:
            self.stop.setFocus()
        self._show_date(settings.start, 0.0)

    def show_progress(self, progress: RunProgress) -> None:
        """Move the simulated date."""
        if self._playing:
            length = max(progress.end - progress.start, 1)
            self._show_date(progress.time, (progress.time - progress.start) / length)

    def show_ended(self) -> None:
        """Show that nothing plays any more."""
        had_focus = self.stop.hasFocus()
        self._playing = False
        self._show()
        if had_focus:
            self.play.setFocus()

    def _show(self) -> None:
        self.play.setVisible(not self._playing)
        self.stop.setVisible(self._playing)
        self.reset.setEnabled(not self._playing and self._run is not None)
        self.settings.setEnabled(not self._playing)
        self._told, self._days_told = self._settings_text(), plural(self._settings.days, "day")
        self._fit()
        self.settings.setAccessibleName(f"Rehearsal settings: {self._told}")
        self.settings.setToolTip(f"{self._told}\nStart, days, seed and workflows ({native_shortcut('Ctrl+Shift+R')})")
        if self._playing:
            return
        if self._run is None:
            self._show_date(self._settings.start, 0.0)
            return
        ran = self._run.settings
        until = self._run.summary.until or ran.start
        self._show_date(until, (until - ran.start) / (ran.days * DAY))

    def _show_date(self, moment: Instant, fraction: float) -> None:
        self._date.setText(format_datetime(from_instant(moment), self._zone))
        self.scrubber.set_fraction(fraction, self._date.text().replace(" · ", " "))

    def _words_at(self, fraction: float) -> str:
        """Say which instant is at a place of the time line, and what happens around it."""
        replay = self._player.replay
        if replay is None:
            return ""
        length = replay.end - replay.start
        when = format_datetime(from_instant(replay.start + round(length * fraction)), self._zone)
        parts = len(self._density.skips)
        part = min(int(fraction * parts), parts - 1)
        mails, skips = plural(self._density.mails[part], "mail"), number(self._density.skips[part])
        return f"{when}\n{mails}, {skips} skipped in {format_duration(length / parts)} around it"

    @Slot(object)
    def _on_loaded(self, replay: Replay | None) -> None:
        self.scrubber.set_usable(replay is not None)
        self._density = replay.density(_PARTS) if replay is not None else Density((), ())
        self.scrubber.set_density(self._density)

    @Slot(object)
    def _on_moment(self, moment: Moment) -> None:
        replay = self._player.replay
        if replay is not None:
            self._show_date(moment.time, (moment.time - replay.start) / max(replay.end - replay.start, 1))

    def _settings_text(self) -> str:
        start = format_date(from_instant(self._settings.start), self._zone)
        text = f"{plural(self._settings.days, 'day')} from {start} · seed {self._settings.seed}"
        chosen = len(self._settings.workflows)
        return f"{text} · {plural(chosen, 'workflow')}" if chosen else text
