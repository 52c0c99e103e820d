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
from gui.run.player import contact_break, reason_break
from gui.tables.data_table import DataTable


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
    """

    contact_wanted = Signal(int, str)
    export_wanted = Signal(str)

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
        table.opened.connect(self._on_opened)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu_wanted)

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

    def build(self) -> QMenu:
        """Make the menu of the chosen row."""
        line = self._current()
        about_somebody = line is not None and line.contact_id > 0
        icons = self._context.themes.icons
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("goto", "Go to card", self.go_to_card, line is not None and line.workflow_id > 0),
            ("contact", "Go to contact", self.go_to_contact, about_somebody),
            ("sender", "Go to sender", self.go_to_sender, line is not None and line.sender_id > 0),
            ("filter", "Show only this contact", self._only_this_contact, about_somebody),
            ("help", "Why not in a workflow…", self._ask_why_not, about_somebody),
            ("flag", "Stop playing at this contact", self._break_at_contact, about_somebody),
            ("flag", "Stop playing at this reason", self._break_at_reason, line is not None and bool(line.reason)),
            ("copy", "Copy", self._table.copy_selection, line is not None),
            ("export", "Export CSV…", lambda: self.export_wanted.emit("csv"), self._has_run()),
            ("export", "Export JSON Lines…", lambda: self.export_wanted.emit("jsonl"), self._has_run()),
        )
        for icon, title, handler, enabled in entries:
            if icon in ("copy", "filter") or title == "Export CSV…":
                menu.addSeparator()
            menu.addAction(icons.icon(icon), title, handler).setEnabled(enabled)
        return menu

    # ---------------------------------------------------------------- inside

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

    def _ask_why_not(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.navigate.emit(GoTo("why_not", line.contact_id))

    def _break_at_contact(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.break_wanted.emit(contact_break(line.contact_id, line.contact))

    def _break_at_reason(self) -> None:
        line = self._current()
        if line is not None:
            self._context.bus.break_wanted.emit(reason_break(line.reason))

    @Slot(QPoint)
    def _on_menu_wanted(self, position: QPoint) -> None:
        self.build().popup(self._table.viewport().mapToGlobal(position))
