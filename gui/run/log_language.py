"""Filtering the log by typing: the line asks the language of the run shown, menus add parts to what is typed.

Not here: the language (``core.services.log_terms``), the line itself (``gui.run.log_line``) and the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Slot

from core.services.log import LogLine
from core.services.log_phrases import with_phrase
from core.services.log_terms import FIELDS, Reading
from gui.context import Context
from gui.run.log_bar import LogBar
from gui.run.log_help import LogHelp
from gui.run.log_menu import LogMenu
from gui.run.log_shelf import LogShelf
from gui.tables.column_chooser import choose_columns
from gui.tables.data_table import DataTable


class LogLanguage(QObject):
    """Brings the filter line, the shelf below it and the menus of the log together.

    Args:
        context: The window's shared services.
        bar: Has the line.
        shelf: Says what is wrong with it, keeps filters.
        menu: The menu of a row.
        table: The log's table; becomes the owner.
        run: Gives the run that is shown, 0 for none.
    """

    def __init__(
        self, context: Context, bar: LogBar, shelf: LogShelf, menu: LogMenu, table: DataTable, run: Callable[[], int]
    ) -> None:
        super().__init__(table)
        self._context = context
        self._bar = bar
        self._shelf = shelf
        self._table = table
        self._run = run
        bar.text.set_language(self._check, self._suggest)
        bar.text.verdict_changed.connect(self._on_verdict)
        shelf.mend_clicked.connect(bar.text.mend)
        bar.filter_changed.connect(shelf.show_filter)
        bar.help.clicked.connect(self._on_help_clicked)
        bar.more_menu.aboutToShow.connect(self._on_more_wanted)
        shelf.filter_wanted.connect(bar.set_filter)
        menu.set_language(self._phrase, shelf)
        menu.text_wanted.connect(self._on_text_wanted)

    def _check(self, text: str) -> Reading:
        return self._context.workspace.log.check(self._run(), text) if self._run() else Reading()

    def _suggest(self, text: str) -> tuple[int, list[str]]:
        if not self._run():
            return len(text), []
        return self._context.workspace.log.suggestions(self._run(), text, len(text))

    def _phrase(self, field: str, line: LogLine) -> str:
        return self._context.workspace.log.phrase(self._run(), field, line) if self._run() else ""

    @Slot()
    def _on_help_clicked(self) -> None:
        if not self._run():
            return
        examples = self._context.workspace.log.examples(self._run(), self._bar.reasons.listed)
        help_ = LogHelp(examples, FIELDS, self._bar)
        help_.chosen.connect(self._on_example)
        help_.show_below(self._bar.text)

    @Slot(str)
    def _on_example(self, text: str) -> None:
        line = self._bar.text
        # As if typed, so that Ctrl+Z brings back what stood there.
        line.selectAll()
        line.insert(text)
        line.setFocus()
        line.flush()

    @Slot()
    def _on_verdict(self) -> None:
        line = self._bar.text
        self._shelf.show_problem(line.problem, line.doubt, line.instead)

    @Slot(str, bool)
    def _on_text_wanted(self, part: str, exclude: bool) -> None:
        wanted = self._bar.filter
        self._bar.set_filter(replace(wanted, text=with_phrase(wanted.text, part, exclude=exclude)))

    @Slot()
    def _on_more_wanted(self) -> None:
        menu, text = self._bar.more_menu, self._bar.filter.text
        can = not self._context.undo.locked
        menu.clear()
        save = menu.addAction("Save filter as a button…", self._shelf.save_filter)
        save.setEnabled(can and self._bar.filter.narrows)
        colours = menu.addMenu("Colour rows of the typed filter")
        colours.setEnabled(can and bool(text))
        self._shelf.fill_colours(colours, text)
        menu.addSeparator()
        menu.addAction("Columns…", lambda: choose_columns(self._table, self._context.themes))
