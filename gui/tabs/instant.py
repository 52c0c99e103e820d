"""What tabs show of one instant of the rehearsal: a line that says which instant it is, and a meter.

Lives here: both widgets. Not here: what is known of the instant (``core.services.instants``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.moment import Moment
from core.services.values import zone_of_account
from gui.tabs.panel_parts import name_widget
from gui.text import format_datetime
from gui.theme import ThemeManager, Tone
from gui.widgets.labels import label

if TYPE_CHECKING:
    from core.services.instants import MailboxAt
    from core.services.replay import Replay

_METER_PX = 6


def instant_title(replay: Replay, moment: Moment) -> str:
    """Say which instant is shown, so that nobody takes it for the project's own state."""
    when = format_datetime(from_instant(moment.time), zone_of_account(replay.run.project))
    ended = moment.rows >= replay.rows and moment.time >= replay.end
    return f"At the rehearsal’s end, {when}" if ended else f"In the rehearsal, as on {when}"


class LoadMeter(QWidget):
    """A thin bar: how much of a daily limit is used."""

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._load: MailboxAt | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Used of the daily limit")
        themes.changed.connect(self.update)

    def show_load(self, load: MailboxAt | None) -> None:
        """Show another load; nothing without a limit."""
        self._load = load
        self.setVisible(load is not None and bool(load.limit))
        self.setAccessibleDescription(load.words if load is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Give the height of the bar."""
        return QSize(120, _METER_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar, in the tone of how near the limit is."""
        if self._load is None:
            return
        theme = self._themes.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(theme.track)
        painter.drawRoundedRect(whole, _METER_PX / 2, _METER_PX / 2)
        share = min(self._load.share, 1.0)
        if share:
            whole.setWidth(max(whole.width() * share, _METER_PX))
            painter.setBrush(theme.tone(load_tone(self._load)))
            painter.drawRoundedRect(whole, _METER_PX / 2, _METER_PX / 2)
        painter.end()


def load_tone(load: MailboxAt) -> Tone:
    """Give the tone of a load: the limit reached, near it, or neither."""
    if load.limit and load.mails >= load.limit:
        return Tone.BROKEN
    return Tone.SKIPPED if load.is_near else Tone.ACCENT


class InstantLine(QFrame):
    """Which instant is shown, and one sentence of what is so then; hidden without a rehearsal."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, name, "At the instant shown")
        self._title = label("", "strong", wrap=True)
        self._words = label("", "small", wrap=True)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 4, 0, 4)
        self.box.setSpacing(2)
        self.box.addWidget(self._title)
        self.box.addWidget(self._words)
        self.hide()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(part for part in (self._title.text(), self._words.text()) if part)

    def show_words(self, title: str, words: str = "") -> None:
        """Say it; an empty title says nothing any more."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleDescription(self.text)
        self.setVisible(bool(title))
