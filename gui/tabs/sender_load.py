"""How full a sender's mailbox was, day by day, in the rehearsal that is shown: small bars under the limit.

Not here: counting (``core.services.sender_load``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from core.model.run import Run
from core.model.sender import Sender
from core.services.sender_load import SenderLoad, load_of
from gui import text
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tabs.instant import InstantLine, LoadMeter
from gui.tabs.panel_parts import name_widget
from gui.theme import ThemeManager, Tone
from gui.widgets.labels import label

if TYPE_CHECKING:
    from core.services.instants import MailboxAt

_HEIGHT = 72
_GAP = 1.0
_NEARLY = 0.8
"""From this share of the limit on, a day is marked."""
_LEAST_PX = 2.0


class LoadBars(QWidget):
    """One bar a day: dark the sender's own mails, light those of others in the mailbox; a line is the limit."""

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._load: SenderLoad | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def set_load(self, load: SenderLoad | None) -> None:
        """Show another load."""
        self._load = load
        self.setAccessibleName("Mails a day")
        self.setAccessibleDescription(load_words(load) if load is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the bars."""
        return QSize(200, _HEIGHT)

    def tip_at(self, x: float) -> str:
        """Say what happened on the day under a place, e.g. ``Tue 6 Jan: 812 of 1,000 mails``."""
        load = self._load
        if load is None or not load.days:
            return ""
        at = min(max(int(x / self.width() * len(load.days)), 0), len(load.days) - 1)
        day = load.days[at]
        said = f"{text.format_date(day.day)}: {text.number(day.mails)}"
        said += f" of {text.number(load.limit)} mails" if load.limit is not None else " mails"
        return said + (f", {text.number(day.others)} of them by others in the mailbox" if day.others else "")

    def event(self, event: QEvent) -> bool:
        """Tell of the day under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(float(event.pos().x())), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        load = self._load
        if load is None or not load.days:
            return
        theme = self._themes.theme
        painter = QPainter(self)
        most = max(*(day.mails for day in load.days), load.limit or 0, 1)
        wide = self.width() / len(load.days)
        room = self.height() - 4.0
        for number, day in enumerate(load.days):
            if not day.mails:
                continue
            full = max(room * day.mails / most, _LEAST_PX)
            own = full * day.own / day.mails
            rect = QRectF(number * wide + _GAP / 2, self.height() - full, max(wide - _GAP, 1.0), full)
            tone = _tone(day.mails, load.limit)
            painter.fillRect(rect, theme.tone_soft(tone))
            painter.fillRect(rect.adjusted(0, full - own, 0, 0), theme.tone(tone))
        painter.setPen(QPen(theme.line, 1))
        painter.drawLine(QPointF(0, self.height() - 0.5), QPointF(self.width(), self.height() - 0.5))
        if load.limit:
            y = self.height() - room * load.limit / most
            painter.setPen(QPen(theme.muted, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        painter.end()


class LoadSection(QWidget):
    """The bars with their words; counted in a job whenever another sender or run is shown.

    Args:
        context: The window's services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run: Run | None = None
        self._sender = 0
        self._job: Job | None = None
        self.bars = LoadBars(context.themes)
        name_widget(self.bars, "sender_load", "Mails a day")
        self.words = label("", "small", wrap=True)
        name_widget(self.words, "sender_load_words")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(4)
        self.now = InstantLine("sender_instant")
        self.meter = LoadMeter(context.themes)
        self.now.box.addWidget(self.meter)
        box.addWidget(self.now)
        box.addWidget(label("Mails a day in the last rehearsal", "strong"))
        box.addWidget(self.bars)
        box.addWidget(self.words)
        self._count()

    def show_sender(self, sender: Sender | None) -> None:
        """Show the load of another sender."""
        shown = sender.id if sender is not None else 0
        if shown != self._sender:
            self._sender = shown
            self._count()

    def show_instant(self, title: str, load: MailboxAt | None) -> None:
        """Show how full the mailbox is at an instant of the rehearsal; nothing without a title."""
        words = f"Sent in the last 24 hours: {load.words}" if load is not None else "This user was not there yet."
        self.now.show_words(title, words)
        self.meter.show_load(load)

    def show_run(self, run: Run | None) -> None:
        """Show the load in another run."""
        self._run = run
        self._count()

    @Slot()
    def _count(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        run, sender, workspace = self._run, self._sender, self._context.workspace
        self.bars.set_load(None)
        self.bars.setVisible(False)
        if run is None or not sender:
            self.words.setText("Rehearse to see how many mails leave on each day.")
            return
        self.words.setText("Counting…")

        def work(_control: JobControl) -> SenderLoad | None:
            with workspace.in_thread() as mine:
                return load_of(mine, run, sender)

        self._job = self._context.jobs.start("Count a sender’s mails", work, done=self._show)

    def _show(self, load: SenderLoad | None) -> None:
        self._job = None
        self.bars.set_load(load)
        self.bars.setVisible(load is not None and load.fullest is not None)
        self.words.setText("This user was not there yet in the last rehearsal." if load is None else load_words(load))


def load_words(load: SenderLoad) -> str:
    """Say how full the mailbox was, e.g. ``Fullest on Tue 6 Jan: 812 of 1,000 mails (81 %). 3,204 in all.``."""
    fullest = load.fullest
    if fullest is None:
        return "No mail left from this mailbox."
    said = f"Fullest on {text.format_date(fullest.day)}: {text.number(fullest.mails)}"
    if load.limit is not None:
        said += f" of {text.number(load.limit)}"
        said += f" ({text.percent(fullest.mails, load.limit)})" if load.limit else ""
    whole = sum(day.mails for day in load.days)
    others = sum(day.others for day in load.days)
    said += f". {text.plural(whole, 'mail')} in all"
    return said + (f", {text.number(others)} of them by others in the mailbox." if others else ".")


def _tone(mails: int, limit: int | None) -> Tone:
    if limit is None or mails < _NEARLY * limit:
        return Tone.ACCENT
    return Tone.SKIPPED if mails < limit else Tone.BROKEN
