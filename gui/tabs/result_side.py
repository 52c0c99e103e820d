"""Beside the load map: who is in the cell that was chosen and who was pushed out, with the ways to their log rows.

Not here: the map (``gui.tabs.result_grid``), finding the people (``core.services.load_map``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.services.load_map import Member
from core.services.results import log_text, names_of
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import name_widget
from gui.tabs.result_pages import Row, member_rows
from gui.tabs.result_table import ResultTable
from gui.widgets.labels import button, label

if TYPE_CHECKING:
    from core.services.results import Results

MOST = 5_000
"""People that are listed at most; the log has them all."""


class LoadSide(QWidget):
    """Who is in a cell.

    Args:
        context: The window's services.
        found: Gives the results.
        title: What the page is called.
        parent: Owner.
    """

    def __init__(
        self, context: Context, found: Callable[[], Results | None], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._found = context, found
        self._job: Job | None = None
        self.cell = (0, 0)
        self.members: list[Member] = []
        self.title = label("", "strong")
        self.words = label("", "muted", wrap=True)
        self.table = ResultTable(context, "load", title)
        self.to_log = button("Show in log", icon="log", themes=context.themes, tip="All that happened that day here")
        self.to_pushed = button("Pushed out", icon="log", themes=context.themes,
                                tip="In the log, those whom the daily limit kept out that day")  # fmt: skip
        name_widget(self.to_log, "results_to_log", "Show the chosen cell in the log")
        name_widget(self.to_pushed, "results_to_pushed", "Show in the log who was pushed out of the chosen cell")
        self.to_log.clicked.connect(self._on_to_log)
        self.to_pushed.clicked.connect(self._on_to_pushed)
        self.table.opened.connect(self._on_opened)
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.to_log)
        buttons.addWidget(self.to_pushed)
        buttons.addStretch(1)
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 10)
        head.setSpacing(6)
        head.addWidget(self.title)
        head.addWidget(self.words)
        head.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)

    @Slot(int, int)
    def show_cell(self, row: int, column: int) -> None:
        """List who is in a cell and who was pushed out of it."""
        results = self._found()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if results is None or row >= len(results.senders) or column >= len(results.days):
            self.members = []
            self.table.show_rows([])
            return
        self.cell = (row, column)
        sender, name = results.senders[row]
        self.title.setText(f"{name} · {text.format_date(results.days[column])}")
        workspace = self._context.workspace

        def work(control: JobControl) -> tuple[list[Member], list[Row]]:
            members = results.members(sender, column)
            control.raise_if_cancelled()
            shown = members[:MOST]
            with workspace.in_thread() as mine:
                names = names_of(mine, {member.contact for member in shown})
            return members, member_rows(results, shown, names)

        self._job = self._context.jobs.start("Listing people", work, done=self._on_listed)

    def _on_listed(self, found: tuple[list[Member], list[Row]]) -> None:
        self._job = None
        results = self._found()
        if results is None:
            return
        self.members, rows = found
        counts = Counter(member.what for member in self.members)
        cell = results.load[self.cell[0]][self.cell[1]]
        said = [f"{text.plural(counts['sent'], 'mail')} sent"]
        said += [f"{text.number(counts['planned'])} planned"] if counts["planned"] else []
        said += [f"{text.number(counts['skipped'])} pushed out by the limit"] if counts["skipped"] else []
        said += [f"{text.number(counts['deferred'])} put off"] if counts["deferred"] else []
        lines = [f"{text.join_words(said)}.", *cell.blocked.lines()]
        if len(rows) < len(self.members):
            lines.append(f"Listed: the first {text.number(MOST)} of {text.number(len(self.members))}.")
        self.words.setText("\n".join(lines))
        self.to_log.setEnabled(len(self.members) > counts["planned"])
        self.to_pushed.setEnabled(counts["skipped"] > 0)
        self.table.nothing.setText("Nobody got a mail in this name that day, and nobody was pushed out.")
        self.table.show_rows(rows)

    def _sender(self) -> str:
        results = self._found()
        return results.senders[self.cell[0]][1] if results is not None else ""

    @Slot()
    def _on_to_log(self) -> None:
        self._filter(log_text(sender=self._sender(), day=self.cell[1]))

    @Slot()
    def _on_to_pushed(self) -> None:
        self._filter(log_text(sender=self._sender(), reason="DAILY_LIMIT_REACHED", day=self.cell[1]))

    @Slot(int)
    def _on_opened(self, number: int) -> None:
        """Show one person's rows of that day."""
        name = self.table.row_at(number)[0].text
        self._filter(log_text(contact=name, day=self.cell[1]))

    def _filter(self, wanted: str) -> None:
        self._context.bus.navigate.emit(GoTo("log_filter", 0, wanted))
