"""What came of a card in the last run: how many skipped it, and why, most first.

Lives here: the box and asking the log for the reasons. Not here: the log itself (core.services.log).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.model.moment import Moment
from core.model.reason import Reason
from core.model.run import CardCounts, Run
from core.model.trace import Outcome
from core.services.log import LogQuery
from core.services.workspace import Workspace
from gui.text import number, plural
from gui.theme import Tone
from gui.theme_style import restyle
from gui.widgets.labels import button, label

if TYPE_CHECKING:
    from core.services.replay import Replay

_MOST = 4
_SKIPPED = frozenset({Outcome.SKIPPED})

_OF_THE_SENDER = frozenset(
    {
        Reason.SENDER_DEACTIVATED,
        Reason.SENDER_NO_SEAT,
        Reason.INBOX_NOT_CONNECTED,
        Reason.INBOX_NOT_PERSONAL,
        Reason.DAILY_LIMIT_REACHED,
    }
)
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Skips:
    """Why contacts skipped a card.

    Attributes:
        reasons: Reasons with their counts, most first.
        sender: Id of the sender most of them have to do with, 0 for none.
        sender_name: That sender's name.
    """

    reasons: tuple[tuple[Reason, int], ...] = ()
    sender: int = 0
    sender_name: str = ""


def skips_of(workspace: Workspace, run: Run, place: int) -> Skips:
    """Count why contacts skipped a card in a run; slow work for a job.

    Arguments:
        workspace: The workspace, in a worker thread inside ``in_thread``.
        run: The run.
        place: Number of the card in the run's cast.
    """
    codes = [Reason[name] for name in run.summary.reasons if name in Reason.__members__]
    rows = {
        code: workspace.log.ids(LogQuery(run.id, _SKIPPED, frozenset({code}), places=frozenset({place})))
        for code in codes
    }
    reasons = sorted(((code, len(ids)) for code, ids in rows.items() if ids), key=lambda pair: (-pair[1], pair[0]))
    mendable = [code for code, _ in reasons if code in _OF_THE_SENDER]
    if not mendable:
        return Skips(tuple(reasons))
    lines = workspace.log.lines(rows[mendable[0]][:_LOOKED_AT])
    counted = Counter((line.sender_id, line.sender) for line in lines if line.sender_id)
    (sender, name), _ = counted.most_common(1)[0] if counted else ((0, ""), 0)
    return Skips(tuple(reasons), sender, name)


def skips_at(replay: Replay, moment: Moment, place: int) -> Skips:
    """Count why contacts skipped a card up to one instant of a rehearsal; a few milliseconds.

    Arguments:
        replay: The rehearsal.
        moment: The instant.
        place: Number of the card in the run's cast.
    """
    rows = replay.skipped_rows(moment, place)
    codes = replay.reasons[rows].tolist()
    counted = Counter(codes).most_common()
    reasons = sorted(((Reason(code), count) for code, count in counted), key=lambda pair: (-pair[1], pair[0]))
    mendable = next((reason for reason, _ in reasons if reason in _OF_THE_SENDER), None)
    senders = Counter(s for s, code in zip(replay.senders[rows].tolist(), codes, strict=True) if code == mendable and s)
    found = replay.run.project.sender(senders.most_common(1)[0][0]) if senders else None
    return Skips(tuple(reasons), found.id if found else 0, found.name if found else "")


class CardResults(QFrame):
    """The box under a card's fields.

    Signals:
        log_requested: the person wants to see the card's rows in the log.
        sender_requested: id of a sender to show, because most skips have to do with it.
        capacity_requested: a limit kept contacts out, and the person wants to know how many senders it would take.
    """

    log_requested = Signal()
    sender_requested = Signal(int)
    capacity_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "strong", wrap=True)
        self._title.setObjectName("card_result")
        self._lines = label("", wrap=True)
        self._lines.setObjectName("card_result_reasons")
        self._log = button("Show in log", "link")
        self._log.setObjectName("card_result_log")
        self._log.clicked.connect(self.log_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        # A link keeps room for its focus frame; its words should still begin where the others do.
        self._mend = button("", "link")
        self._mend.setObjectName("card_result_sender")
        self._sender = 0
        self._mend.clicked.connect(lambda: self.sender_requested.emit(self._sender))
        links = QHBoxLayout()
        links.setSpacing(12)
        links.addWidget(self._log)
        links.addWidget(self._mend)
        links.addStretch(1)
        self._log.setStyleSheet("QPushButton { margin-left: -3px; }")
        column.addLayout(links)
        self._capacity = button("How many senders would it take?", "link")
        self._capacity.setObjectName("card_result_capacity")
        self._capacity.setStyleSheet("QPushButton { margin-left: -3px; }")
        self._capacity.clicked.connect(self.capacity_requested)
        column.addWidget(self._capacity)
        self.hide()

    def show_counts(self, counts: CardCounts | None) -> None:
        """Say how many skipped it; hidden when the run had no such card."""
        self.setVisible(counts is not None)
        if counts is None:
            return
        if counts.skipped:
            tone = Tone.SKIPPED
            verb = "skips" if counts.skipped == 1 else "skip"
            title = f"{number(counts.skipped)} of {plural(counts.entered, 'contact')} {verb} this action"
        elif counts.entered:
            tone = Tone.DONE
            all_of = f"All {number(counts.entered)} contacts" if counts.entered > 1 else "The one contact"
            title = f"{all_of} that came here did this action"
            if counts.waiting:
                title = f"{plural(counts.waiting, 'contact')} of {number(counts.entered)} still wait here"
                tone = Tone.WAITING
        else:
            tone, title = Tone.MUTED, "No contact came here in the last rehearsal"
        self._title.setText(title)
        self._lines.hide()
        self._mend.hide()
        self._capacity.hide()
        self._log.setVisible(counts.entered > 0)
        self.setAccessibleName(title)
        self.setProperty("tone", tone.value)
        for part in (self, self._title, self._lines):
            if part is not self:
                part.setProperty("ink", tone.value)
            restyle(part)

    def show_skips(self, skips: Skips) -> None:
        """List the reasons, the most frequent first, and offer to show the sender who can be helped."""
        reasons = skips.reasons
        lines = [f"{number(count)} · {reason.title}" for reason, count in reasons[:_MOST]]
        if len(reasons) > _MOST:
            rest = reasons[_MOST:]
            lines.append(f"{number(sum(n for _, n in rest))} · {plural(len(rest), 'other reason')}")
        self._lines.setText("\n".join(lines))
        self._lines.setVisible(bool(lines))
        self._sender = skips.sender
        self._mend.setText(f"Show {skips.sender_name}".replace("&", "&&"))
        self._mend.setVisible(bool(skips.sender))
        self._capacity.setVisible(any(reason is Reason.DAILY_LIMIT_REACHED for reason, _ in reasons))
