"""Which rows of the log a colour rule is about, found off the GUI thread with the language of the filter line.

Not here: making and showing the rules (``gui.run.log_shelf``).
"""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, Signal, Slot

from core.model.problem import Problem
from core.services import log_views
from core.services.log import LogLine, LogQuery
from core.services.log_views import COLOURS, LogView
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.run.log_source import Rows, read_on
from gui.theme import Tone

_Found = list[tuple[Tone, LogQuery, Rows]]


class LogColours(QObject):
    """Knows the tone of every row that a rule is about; the first rule that fits wins.

    A rule is asked once of the whole run, in a job; a row is then looked up in the answer, however long the run is.
    While a run plays, the rules are asked of what was written since.

    Args:
        context: The window's shared services.
        parent: Owner.

    Signals:
        changed: rows have other tones.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run = 0
        self._asked: tuple[int, tuple[LogView, ...]] = (0, ())
        self._found: _Found = []
        self._job: Job | None = None
        self._again = False

    def tone(self, line: LogLine) -> Tone | None:
        """Return the tone of a row, ``None`` when no rule is about it."""
        for tone, _, rows in self._found:
            ids = rows.ids
            at = bisect_left(ids, line.id)
            if at < len(ids) and ids[at] == line.id:
                return tone
        return None

    def show_run(self, run: int) -> None:
        """Look at the rows of a run, also of one that plays; 0 for none."""
        is_same, self._run = run == self._run, run
        if is_same and run:
            self.grow()
        else:
            self.renew()

    def grow(self) -> None:
        """Look at the rows that were written since."""
        if self._job is None:
            self._ask()
        else:
            self._again = True

    @Slot()
    def renew(self) -> None:
        """Ask the rules again if they, or the run, are others than before."""
        project = self._context.workspace.project()
        rules = tuple(log_views.of_saved(view) for view in log_views.all_of(project, COLOURS))
        wanted = (self._run, rules)
        if wanted == self._asked:
            return
        self._asked = wanted
        self._again = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if not self._run or not rules:
            self._show([])
        else:
            self._ask()

    def _ask(self) -> None:
        (run, rules), workspace = self._asked, self._context.workspace
        if not run or not rules:
            return
        known = {query: rows for _, query, rows in self._found if query.run == run}

        def work(control: JobControl) -> _Found:
            found: _Found = []
            with workspace.in_thread():
                for rule in rules:
                    control.raise_if_cancelled()
                    query = LogQuery(run, text=rule.text)
                    try:
                        tone = Tone(rule.tone)
                        found.append((tone, query, read_on(workspace, query, known.get(query, Rows()), control)))
                    except (Problem, ValueError):
                        # A rule that means nothing in this run, or a tone of a newer program, colours nothing.
                        continue
            return found

        self._job = self._context.jobs.start("Colouring the log", work, done=self._on_found)

    def _on_found(self, found: _Found) -> None:
        self._job = None
        self._show(found)
        if self._again:
            self._again = False
            self._ask()

    def _show(self, found: _Found) -> None:
        if found or self._found:
            self._found = found
            self.changed.emit()
