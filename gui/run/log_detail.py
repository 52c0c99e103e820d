"""The side panel of the log: the chosen row in full, what it asks of a person, and where to go from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.reason import Reason
from core.model.trace import Outcome
from core.services.log import LogLine
from core.services.same_cause import SameCause
from core.services.why import CheckRecord
from gui.run.check_list import CheckList
from gui.run.log_columns import outcome_tone
from gui.text import format_datetime, format_short, number, plural
from gui.theme import ThemeManager
from gui.widgets.labels import button, label
from gui.widgets.pill import Pill

_TROUBLE = {Outcome.SKIPPED: "skip", Outcome.DEFERRED: "deferral", Outcome.FAILED: "failure"}


class LogDetail(QFrame):
    """Shows one log line; empty until a row is chosen.

    Args:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        card_wanted, contact_wanted, sender_wanted: go to what the row is about.
        mend_wanted: go to the field that is behind the row's reason.
        filter_wanted: show only the rows that a filter's text finds.
    """

    card_wanted = Signal()
    contact_wanted = Signal()
    sender_wanted = Signal()
    mend_wanted = Signal()
    filter_wanted = Signal(str)

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("log_detail")
        self.setProperty("surface", "surface")
        self._themes = themes
        self._hint = label("Choose a row to read all of it here.", "muted", wrap=True)
        self._title = label("", "strong", wrap=True)
        self._when = label("", "small")
        self._outcome = Pill(themes)
        self._reason = label("", "muted", wrap=True)
        self._sentence = label("", wrap=True)
        self._sentence.setObjectName("log_detail_sentence")
        self._advice = label("", "small", wrap=True)
        self._mend = button("", "link")
        self._mend.setObjectName("log_mend_cause")
        self._mend.clicked.connect(self.mend_wanted)
        self._checks = CheckList(folds=True)
        self._alike = button("", "link", tip="Show only these rows")
        self._alike.setObjectName("log_same_cause")
        self._alike.clicked.connect(self._on_alike)
        self._alike_text = ""
        # Short words behind one "Go to": three whole phrases are wider than the panel.
        self._card = button("Card", "link")
        self._contact = button("Contact", "link")
        self._sender = button("Sender", "link")
        for made, name in ((self._card, "card"), (self._contact, "contact"), (self._sender, "sender")):
            made.setObjectName(f"log_go_to_{name}")
            made.setAccessibleName(f"Go to {name}")
        self._card.clicked.connect(self.card_wanted)
        self._contact.clicked.connect(self.contact_wanted)
        self._sender.clicked.connect(self.sender_wanted)
        self._trouble = ""
        self._body = QWidget()
        self._lay_out()
        self.show_line(None, UTC)

    def show_line(self, line: LogLine | None, zone: tzinfo, cause: str = "") -> None:
        """Show a row, or the hint when none is chosen.

        Args:
            line: The row.
            zone: Its times are shown in this zone.
            cause: Whose field its reason can be mended in; empty for none.
        """
        self._mend.setText(f"Mend {cause}".replace("&", "&&"))
        self._mend.setVisible(bool(cause))
        self._hint.setVisible(line is None)
        self._body.setVisible(line is not None)
        self.show_why(())
        if line is None:
            return
        self._title.setText(f"{line.contact} · {line.action}" if line.action else line.contact)
        self._when.setText(format_short(from_instant(line.time), zone))
        self._when.setToolTip(format_datetime(from_instant(line.time), zone))
        self._outcome.set_text(line.outcome.label)
        self._outcome.set_tone(outcome_tone(line))
        has_reason = line.reason is not Reason.NONE
        self._reason.setText(line.reason.title if has_reason else "")
        self._reason.setVisible(has_reason)
        self._sentence.setText(line.detail)
        self._sentence.setVisible(bool(line.detail))
        severity = line.reason.severity.value.capitalize()
        self._advice.setText(f"{line.reason.name} · {severity}. {line.reason.advice}" if has_reason else "")
        self._advice.setVisible(has_reason)
        self._trouble = _TROUBLE.get(line.outcome, "") if has_reason else ""
        self._card.setVisible(bool(line.workflow_id))
        self._contact.setVisible(bool(line.contact_id))
        self._card.setText("Card" if line.card_id else "Trigger")
        self._sender.setVisible(bool(line.sender_id))
        self._go_to.setVisible(bool(line.workflow_id or line.contact_id or line.sender_id))

    def show_why(self, checks: Sequence[CheckRecord], alike: SameCause | None = None) -> None:
        """List the checks of the chosen row, and say how many rows have its cause; without any, take both away."""
        self._checks.show_checks(checks)
        several = alike is not None and alike.rows > 1 and self._trouble
        self._alike.setVisible(bool(several))
        if alike is not None and several:
            self._alike_text = alike.text
            self._alike.setText(f"{number(alike.rows)} have this cause")
            # The outcome stands beside it; a screen reader hears it alone.
            self._alike.setAccessibleName(f"{plural(alike.rows, self._trouble)} have this cause")

    def add_answer(self, widget: QWidget) -> None:
        """Put a widget of another's below what happened: it says what would have changed that."""
        self._answers.addWidget(widget)

    @Slot()
    def _on_alike(self) -> None:
        self.filter_wanted.emit(self._alike_text)

    def text(self) -> str:
        """Return all that is shown, for tests and screen readers."""
        if self._body.isHidden():
            return self._hint.text()
        shown: list[QLabel] = [self._title, self._when, self._reason, self._sentence, self._advice]
        return "\n".join(part.text() for part in shown if part.text())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._when, 0, Qt.AlignmentFlag.AlignTop)
        outcome = QHBoxLayout()
        outcome.setSpacing(8)
        outcome.addWidget(self._outcome, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        outcome.addWidget(self._reason, 1)
        outcome.addWidget(self._alike, 0, Qt.AlignmentFlag.AlignVCenter)
        self._answers = QVBoxLayout()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        # Close together: in a small window all of this, and the first change below it, is seen at once.
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(outcome)
        column.addWidget(self._sentence)
        # What is to be done stands before what was found out: a low pane shows the beginning.
        column.addWidget(self._mend, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._answers)
        column.addWidget(self._advice)
        column.addLayout(self._links())
        column.addWidget(self._checks)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(16, 6, 8, 12)
        inner.addWidget(self._hint)
        inner.addWidget(self._body)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Why")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(scroll, 1)

    def _links(self) -> QHBoxLayout:
        links = QHBoxLayout()
        links.setSpacing(4)
        self._go_to = label("Go to", "muted")
        for link in (self._go_to, self._card, self._contact, self._sender):
            links.addWidget(link)
        links.addStretch(1)
        return links
