"""What can be done with the chosen row of the log: where it leads, and its menu.

Not here: which rows are shown (``gui.run.log_pane``).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu

from core.services.log import LogLine
from gui.bus import GoTo
from gui.context import Context
from gui.run.log_causes import cause_of
from gui.run.log_shelf import LogShelf
from gui.run.player import contact_break, near_limit_break, reason_break
from gui.tables.data_table import DataTable
from gui.text import elide

_LETTERS = 48


class LogMenu(QObject):
    """Carries out what the menu, a double click and the links of the side panel ask for.

    Args:
        context: The window's shared services.
        table: The log's table; becomes the owner.
        current: Gives the chosen row.
        has_run: Says whether there is a log to export.

    Signals:
        contact_wanted: only this contact's rows shall be shown; its id and name.
        export_wanted: ``csv`` or ``jsonl``.
        expect_wanted: a ``LogLine`` that shall be expected in every rehearsal; with ``True``, its reason in none.
        text_wanted: a part to add to the typed filter, and whether its rows shall be left out.
    """

    contact_wanted = Signal(int, str)
    export_wanted = Signal(str)
    expect_wanted = Signal(object, bool)
    text_wanted = Signal(str, bool)

    def __init__(
        self,
        context: Context,
        table: DataTable,
        current: Callable[[], LogLine | None],
        has_run: Callable[[], bool],
    ) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._current = current
        self._has_run = has_run
        self._phrase: Callable[[str, LogLine], str] = lambda _field, _line: ""
        self._shelf: LogShelf | None = None
        table.opened.connect(self._on_opened)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu_wanted)

    def set_language(self, phrase: Callable[[str, LogLine], str], shelf: LogShelf) -> None:
        """Set what writes a cell as a filter, and what colours rows."""
        self._phrase = phrase
        self._shelf = shelf

    @Slot()
    def go_to_card(self) -> None:
        """Show the card of the chosen row on its tab."""
        line = self._current()
        if line is not None and line.workflow_id:
            self._context.bus.navigate.emit(GoTo("workflow", line.workflow_id, line.card_id))

    @Slot()
    def go_to_contact(self) -> None:
        """Show the contact of the chosen row on its tab."""
        line = self._current()
        if line is not None and line.contact_id:
            self._context.bus.navigate.emit(GoTo("contact", line.contact_id))

    @Slot()
    def go_to_sender(self) -> None:
        """Show the sender of the chosen row on its tab."""
        line = self._current()
        if line is not None and line.sender_id:
            self._context.bus.navigate.emit(GoTo("sender", line.sender_id))

    @Slot()
    def mend(self) -> None:
        """Show the field in which what the chosen row says can be mended."""
        cause = self.cause()
        if cause is not None:
            self._context.bus.navigate.emit(cause[1])

    def cause(self) -> tuple[str, GoTo] | None:
        """Give whose field the chosen row's reason can be mended in, and the way there."""
        line = self._current()
        return cause_of(line, self._context.workspace.project()) if line is not None else None

    def build(self, column: str = "") -> QMenu:
        """Make the menu of the chosen row.

        Args:
            column: Key of the column under the pointer, whose value can then be filtered by.
        """
        line = self._current()
        about_somebody = line is not None and line.contact_id > 0
        icons = self._context.themes.icons
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if line is not None and column:
            self._add_phrases(menu, self._phrase(column, line))
        expects = about_somebody and line is not None and line.workflow_id > 0
        entries: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("goto", "Go to card", self.go_to_card, line is not None and line.workflow_id > 0),
            ("contact", "Go to contact", self.go_to_contact, about_somebody),
            ("sender", "Go to sender", self.go_to_sender, line is not None and line.sender_id > 0),
            ("filter", "Show only this contact", self._only_this_contact, about_somebody),
            ("note", "Story of this contact", self._tell_story, about_somebody),
            ("help", "Why not in a workflow…", self._ask_why_not, about_somebody),
            ("check", "Expect this", self._expect, expects),
            (
                "skip",
                "Expect this reason never",
                self._expect_never,
                expects and line is not None and bool(line.reason),
            ),
            ("flag", "Stop playing at this contact", self._break_at_contact, about_somebody),
            ("flag", "Stop playing at this reason", self._break_at_reason, line is not None and bool(line.reason)),
            (
                "flag",
                "Stop when this sender nears the limit",
                self._break_at_limit,
                line is not None and line.sender_id > 0,
            ),
            ("copy", "Copy", self._table.copy_selection, line is not None),
            ("export", "Export CSV…", lambda: self.export_wanted.emit("csv"), self._has_run()),
            ("export", "Export JSON Lines…", lambda: self.export_wanted.emit("jsonl"), self._has_run()),
        )
        cause = self.cause()
        if cause is not None:
            menu.addAction(icons.icon("edit"), f"Mend {cause[0]}".replace("&", "&&"), self.mend)
        for icon, title, handler, enabled in entries:
            if icon in ("copy", "filter") or title == "Export CSV…":
                menu.addSeparator()
            menu.addAction(icons.icon(icon), title, handler).setEnabled(enabled)
        return menu

    # ---------------------------------------------------------------- inside

    def _add_phrases(self, menu: QMenu, phrase: str) -> None:
        """Put in what can be done with the rows that have the same value."""
        if not phrase or self._shelf is None:
            return
        shown = elide(phrase, _LETTERS).replace("&", "&&")
        icons = self._context.themes.icons
        for icon, title, exclude in (("filter", "Apply as filter", False), ("minus", "Exclude", True)):
            action = menu.addAction(icons.icon(icon), f"{title}: {shown}")
            action.triggered.connect(lambda *_, exclude=exclude: self.text_wanted.emit(phrase, exclude))
        colours = menu.addMenu(icons.icon("eye"), f"Highlight: {shown}")
        colours.setEnabled(not self._context.undo.locked)
        self._shelf.fill_colours(colours, phrase)
        menu.addSeparator()

    @Slot(int)
    def _on_opened(self, _: int) -> None:
        line = self._current()
        if line is not None and line.workflow_id:
            self.go_to_card()
        else:
            self.go_to_contact()

    def _only_this_contact(self) -> None:
        line = self._current()
        if line is not None:
            self.contact_wanted.emit(line.contact_id, line.contact)

    def _tell_story(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.navigate.emit(GoTo("story", line.contact_id))

    def _ask_why_not(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.navigate.emit(GoTo("why_not", line.contact_id, str(line.workflow_id or "")))

    def _expect(self) -> None:
        line = self._current()
        if line is not None:
            self.expect_wanted.emit(line, False)

    def _expect_never(self) -> None:
        line = self._current()
        if line is not None:
            self.expect_wanted.emit(line, True)

    def _break_at_contact(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.break_wanted.emit(contact_break(line.contact_id, line.contact))

    def _break_at_reason(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.break_wanted.emit(reason_break(line.reason))

    def _break_at_limit(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.break_wanted.emit(near_limit_break(line.sender_id, line.sender))

    @Slot(QPoint)
    def _on_menu_wanted(self, position: QPoint) -> None:
        column = self._table.column_key(self._table.columnAt(position.x()))
        self.build(column).popup(self._table.viewport().mapToGlobal(position))
