"""The log's title row: text filter, segments with counts, reasons, chips, export.

Lives here: the widgets and the filter they add up to. Not here: running the filter (``gui.run.log_pane``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from core.model.reason import Reason
from gui.run.log_filter import ALL, LEFT, MAILS, SKIPPED, LogFilter
from gui.run.log_line import LogFilterLine
from gui.run.reason_menu import ReasonButton
from gui.text import elide
from gui.theme import ThemeManager, Tone
from gui.widgets.labels import button, label, surface, tool_button
from gui.widgets.segments import Segment, SegmentedFilter

_CHIP_LETTERS = 24


class LogBar(QWidget):
    """Everything above the log's table.

    Args:
        themes: Colours and icons.
        parent: Owner.

    Signals:
        filter_changed: the ``LogFilter`` as it is now.
        details_clicked: whether the side panel is wanted.
        close_clicked: the pane shall be hidden.
    """

    filter_changed = Signal(object)
    details_clicked = Signal(bool)
    close_clicked = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = LogFilter()
        self.text = LogFilterLine(themes)
        self.text.setObjectName("log_text")
        self.text.setMinimumWidth(96)
        self.segments = SegmentedFilter(
            themes,
            (
                Segment(ALL, "All"),
                Segment(SKIPPED, "Skipped", tone=Tone.SKIPPED),
                Segment(MAILS, "Mails"),
                Segment(LEFT, "Ended"),
            ),
        )
        self.segments.setObjectName("log_segments")
        self.reasons = ReasonButton(themes)
        self.reasons.setObjectName("log_reasons")
        self.place_chip = button("", icon="close", themes=themes, tip="Show all cards again")
        self.place_chip.setObjectName("log_place_chip")
        self.contact_chip = button("", icon="close", themes=themes, tip="Show all contacts again")
        self.contact_chip.setObjectName("log_contact_chip")
        for chip in (self.place_chip, self.contact_chip):
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.hide()
        self.help = tool_button(themes, "help", "How to filter: examples, fields and signs")
        self.help.setObjectName("log_help_button")
        self.more = tool_button(themes, "plus", "Save the filter as a button, or colour its rows")
        self.more.setObjectName("log_more")
        self.more_menu = QMenu(self.more)
        self.more.setMenu(self.more_menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.fold = tool_button(themes, "list", "Fold rows that repeat each other for many contacts")
        self.fold.setObjectName("log_fold")
        self.fold.setCheckable(True)
        self.follow = tool_button(themes, "link", "Show the rows of the card that is clicked; Esc shows all again")
        self.follow.setObjectName("log_follow")
        self.follow.setCheckable(True)
        self.export = button("Export", icon="export", themes=themes, tip="Write the rows shown to a file")
        self.export.setObjectName("log_export")
        self.export_menu = QMenu(self.export)
        self.export.setMenu(self.export_menu)
        self.details = tool_button(themes, "info", "Show the chosen row in full")
        self.details.setObjectName("log_details")
        self.details.setCheckable(True)
        self.close_button = tool_button(themes, "close", "Hide the log")
        self.close_button.setObjectName("log_close")
        self._lay_out()
        self._connect()

    @property
    def filter(self) -> LogFilter:
        """The filter as it is set now."""
        return self._filter

    def set_filter(self, wanted: LogFilter) -> None:
        """Set the filter and show it, as if the person had."""
        if wanted == self._filter:
            return
        before, self._filter = self._filter, wanted
        if self.segments.current() != wanted.segment:
            self.segments.choose(wanted.segment)
        self.reasons.set_chosen(wanted.reasons)
        # While a text that cannot be read is typed, another segment does not take it away.
        if wanted.text != before.text and self.text.text().strip() != wanted.text:
            self.text.setText(wanted.text)
            self.text.flush()
        self._show_chip(self.place_chip, wanted.place_title if wanted.places else "")
        self._show_chip(self.contact_chip, wanted.contact_name if wanted.contact else "")
        self.filter_changed.emit(wanted)

    def set_counts(self, segments: Mapping[str, int], reasons: Mapping[Reason, int]) -> None:
        """Show how many rows each segment and each reason has; a segment that is not named loses its number."""
        for key in (ALL, SKIPPED, MAILS, LEFT):
            self.segments.set_count(key, segments.get(key))
        self.reasons.set_reasons(reasons)

    def set_usable(self, usable: bool) -> None:
        """Enable the filters: there is a log to filter."""
        filters = (self.text, self.help, self.segments, self.reasons)
        for widget in (*filters, self.more, self.fold, self.follow, self.export):
            widget.setEnabled(usable)

    def _lay_out(self) -> None:
        frame = surface("surface")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(label("Log", "strong"))
        row.addWidget(self.text, 1)
        row.addWidget(self.help)
        for chip in (self.place_chip, self.contact_chip):
            row.addWidget(chip)
        row.addWidget(self.segments)
        for widget in (self.reasons, self.more, self.fold, self.follow, self.export, self.details, self.close_button):
            row.addWidget(widget)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.text.filter_changed.connect(lambda text: self._change(text=text))
        self.segments.chosen.connect(lambda key: self._change(segment=key))
        self.reasons.chosen_changed.connect(lambda reasons: self._change(reasons=reasons))
        self.place_chip.clicked.connect(lambda: self._change(places=frozenset(), place_title=""))
        self.contact_chip.clicked.connect(lambda: self._change(contact=0, contact_name=""))
        self.details.clicked.connect(self.details_clicked)
        self.close_button.clicked.connect(self.close_clicked)

    def _change(self, **fields: object) -> None:
        self.set_filter(replace(self._filter, **fields))  # type: ignore[arg-type]

    def _show_chip(self, chip: QPushButton, text: str) -> None:
        chip.setChecked(bool(text))
        chip.setText(elide(text, _CHIP_LETTERS))
        chip.setToolTip(f"{text}\nClick to show all again")
        chip.setAccessibleName(f"Only {text}; press to show all again")
        chip.setVisible(bool(text))
