"""The side panel of the log: the chosen row in full, what it asks of a person, and where to go from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.model.instant import from_instant
from core.model.reason import Reason
from core.services.log import LogLine
from core.services.why import CheckRecord
from gui.run.check_list import CheckList
from gui.run.log_columns import outcome_tone
from gui.text import format_datetime
from gui.theme import ThemeManager
from gui.widgets.labels import button, label
from gui.widgets.pill import Pill


class LogDetail(QFrame):
    """Shows one log line; empty until a row is chosen.

    Args:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        card_wanted, contact_wanted, sender_wanted: go to what the row is about.
        mend_wanted: go to the field that is behind the row's reason.
    """

    card_wanted = Signal()
    contact_wanted = Signal()
    sender_wanted = Signal()
    mend_wanted = Signal()

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
        self._mend.setObjectName("log_mend")
        self._mend.clicked.connect(self.mend_wanted)
        self._checks = CheckList()
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
        self.show_checks(())
        if line is None:
            return
        self._title.setText(f"{line.contact} · {line.action}" if line.action else line.contact)
        self._when.setText(format_datetime(from_instant(line.time), zone))
        self._outcome.set_text(line.outcome.label)
        self._outcome.set_tone(outcome_tone(line))
        has_reason = line.reason is not Reason.NONE
        self._reason.setText(line.reason.title if has_reason else "")
        self._reason.setVisible(has_reason)
        self._sentence.setText(line.detail)
        self._sentence.setVisible(bool(line.detail))
        severity = line.reason.severity.value.capitalize()
        self._advice.setText(f"{severity}. {line.reason.advice}" if has_reason else "")
        self._advice.setVisible(has_reason)
        self._card.setVisible(bool(line.workflow_id))
        self._contact.setVisible(bool(line.contact_id))
        self._card.setText("Card" if line.card_id else "Trigger")
        self._sender.setVisible(bool(line.sender_id))
        self._go_to.setVisible(bool(line.workflow_id or line.contact_id or line.sender_id))

    def show_checks(self, checks: Sequence[CheckRecord]) -> None:
        """List the checks of the chosen row in the order they were asked; an empty list takes them away."""
        self._checks.show_checks(checks)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget of another's below the checks."""
        self._column.addWidget(widget)

    def text(self) -> str:
        """Return all that is shown, for tests and screen readers."""
        if self._body.isHidden():
            return self._hint.text()
        shown: list[QLabel] = [self._title, self._when, self._reason, self._sentence, self._advice]
        return "\n".join(part.text() for part in shown if part.text())

    def _lay_out(self) -> None:
        outcome = QHBoxLayout()
        outcome.setSpacing(8)
        outcome.addWidget(self._outcome, 0, Qt.AlignmentFlag.AlignTop)
        outcome.addWidget(self._reason, 1)
        self._column = column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._when)
        column.addSpacing(2)
        column.addLayout(outcome)
        column.addWidget(self._sentence)
        column.addWidget(self._advice)
        column.addWidget(self._mend, 0, Qt.AlignmentFlag.AlignLeft)
        links = QHBoxLayout()
        links.setSpacing(4)
        self._go_to = label("Go to", "muted")
        links.addWidget(self._go_to)
        for link in (self._card, self._contact, self._sender):
            links.addWidget(link)
        links.addStretch(1)
        column.addLayout(links)
        column.addSpacing(4)
        column.addWidget(self._checks)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(16, 10, 16, 12)
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
