"""The pages of the log: its table, or what stands there instead: no rehearsal yet, or no row that matches.

Not here: which rows there are (``gui.run.log_pane``).
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.run.log_filter import ALL, LogFilter
from gui.tables.data_table import DataTable
from gui.text import elide, plural
from gui.theme import ThemeManager
from gui.widgets.empty import EmptyState
from gui.widgets.labels import label

_LETTERS = 60
#: What stands over the rows takes room from the pages, never from the rest of the window.
_LEAST_PX = 56


class LogPages(QStackedWidget):
    """Shows the table or says why there is nothing in it.

    Args:
        themes: Colours and icons.
        table: The log's table.

    Signals:
        play_wanted: a rehearsal shall be played.
        clear_wanted: all rows shall be shown.
        end_wanted: the end of the rehearsal shall be shown.
    """

    play_wanted = Signal()
    clear_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, themes: ThemeManager, table: DataTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self._table = table
        self.no_run = EmptyState(themes, icon="log", title="", sentence="", primary="Rehearse")
        self.no_run.setObjectName("log_no_run")
        self.nothing = EmptyState(themes, icon="filter", title="", sentence="", secondary="Clear filter")
        self.nothing.setObjectName("log_nothing")
        self.later = EmptyState(themes, icon="clock", title="", sentence="", secondary="Go to the end")
        self.later.setObjectName("log_later")
        self.quiet = label("Every row of the next rehearsal will stand here.", "muted", wrap=True)
        self.quiet.setObjectName("log_quiet")
        self.quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._is_quiet = False
        for page in (table, self.no_run, self.nothing, self.later, self.quiet):
            self.addWidget(page)
        self.no_run.primary_clicked.connect(self.play_wanted)
        self.nothing.secondary_clicked.connect(self.clear_wanted)
        self.later.secondary_clicked.connect(self.end_wanted)

    def minimumSizeHint(self) -> QSize:
        """Return a height that does not hang on what the pages say."""
        return QSize(super().minimumSizeHint().width(), _LEAST_PX)

    @property
    def shows_rows(self) -> bool:
        """Whether the table is shown."""
        return self.currentWidget() is self._table

    def show_no_run(self) -> None:
        """Say that nothing was played yet."""
        self.setCurrentWidget(self.quiet if self._is_quiet else self.no_run)

    def set_quiet(self, is_quiet: bool) -> None:
        """Say no more than one line without a rehearsal: what is shown above says the rest, and has the button."""
        self._is_quiet = is_quiet
        if self.currentWidget() in (self.no_run, self.quiet):
            self.show_no_run()

    def set_days(self, days: int) -> None:
        """Say how long a rehearsal would be."""
        self.no_run.set_texts(
            "No rehearsal yet",
            f"Press Rehearse to run through {plural(days, 'day')} and see who is enrolled, who is skipped and why.",
        )

    def show_rows(self, shown: int, found: int, asked: LogFilter) -> None:
        """Show the table, or say why it is empty.

        Args:
            shown: How many rows are shown.
            found: How many there are in the whole rehearsal.
            asked: The filter they were found with.
        """
        if shown:
            self.setCurrentWidget(self._table)
        elif found:
            what = "such row" if asked.narrows else "row"
            self.later.set_texts(f"No {what} yet", f"{plural(found, what)} will come later in the rehearsal.")
            self.setCurrentWidget(self.later)
        else:
            self.nothing.set_texts(f"No row matches {words_of(asked)}", "The rehearsal left no such row.")
            self.setCurrentWidget(self.nothing)


def words_of(asked: LogFilter) -> str:
    """Say what a filter asks for, as short as can be: ``“day=3” among skipped, at “Enroll in Welcome”``."""
    parts = [f"“{elide(asked.text, _LETTERS)}”" if asked.text else ""]
    parts.append(f"among {asked.segment}" if asked.segment != ALL else "")
    if asked.reasons:
        parts.append(f"of {plural(len(asked.reasons), 'reason')}")
    parts.append(f"at “{elide(asked.place_title, _LETTERS)}”" if asked.places else "")
    parts.append(f"for {asked.contact_name}" if asked.contact else "")
    return " ".join(part for part in parts if part) or "this filter"
