"""The Senders tab: the users of the account, whether each may send and why not, and the panel that edits one.

Not here: the panel's form (``gui.tabs.sender_panel``), the words of the table (``gui.tabs.sender_words``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Edit, Noun
from core.model.moment import Moment
from core.model.project import Project
from core.model.run import Run
from core.model.sender import Sender
from core.services import edits
from core.services import senders as service
from gui import text
from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.instant import InstantLine, instant_title
from gui.tabs.panel_parts import (
    LockBanner,
    add_shortcut,
    name_widget,
    pick,
    read_number,
    register_commands,
    spread_on_first_show,
)
from gui.tabs.sender_actions import SenderActions
from gui.tabs.sender_panel import SenderPanel
from gui.tabs.sender_words import matches, sender_columns, sort_key
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import HEAD_PX, button, label, surface
from gui.widgets.split import SplitView

if TYPE_CHECKING:
    from core.services.instants import MailboxAt
    from core.services.replay import Replay

_TABLE = "senders/table"
_SELECTED = "senders/selected"
_ACCOUNT_COMMAND = "account.settings"


class SendersTab(QWidget):
    """Lists the senders and edits the chosen one.

    Signals:
        title_changed: The tab's title is another now.
    """

    title_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._locked = False
        self._filling = False
        self._sort = ("name", True)
        self._loads: Mapping[int, MailboxAt] = {}
        self._instant = ""
        self.setObjectName("senders_tab")
        self._banner = LockBanner(context.themes, self)
        self._account = label("", "muted")
        name_widget(self._account, "account_line")
        self.line = InstantLine("senders_instant")
        self._make_table()
        self._actions = SenderActions(context, self)
        self.panel = SenderPanel(context, self)
        self._make_buttons()
        self._lay_out()
        self._refill()
        self._select(read_number(context.settings.value(_SELECTED, 0)))

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        if not changes.touches(Noun.SENDER, Noun.ACCOUNT):
            return
        chosen = self._chosen_id()
        self._model.invalidate()
        self._refill()
        sender = self._sender(chosen)
        if sender is not None:
            self._table.select_id(chosen)
            self.panel.refresh(sender)
            self._update_buttons()
        elif chosen:
            self.panel.show_sender(None)
            self._on_selection()

    def show_run(self, run: Run | None) -> None:
        """Show how many mails left in the run on each day."""
        self.panel.load.show_run(run)
        self._show_loads("", {})

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Show how full each mailbox is at one instant of the rehearsal."""
        from core.services.instants import mailboxes

        self._show_loads(instant_title(replay, moment), mailboxes(replay, moment))

    def _show_loads(self, title: str, loads: Mapping[int, MailboxAt]) -> None:
        changed = loads != self._loads
        self._instant, self._loads = title, loads
        self.line.show_words(title)
        if changed:
            self._model.invalidate()
        self.panel.load.show_instant(title, loads.get(self._chosen_id()))

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""
        self._locked = locked
        self._banner.set_locked(locked)
        self.panel.set_locked(locked)
        self._update_buttons()

    def go_to(self, target: GoTo) -> bool:
        """Select a sender; false for anything else."""
        if target.kind != "sender" or self._sender(target.id) is None:
            return False
        if self._table.model() is not None and self._model.row_of(target.id) < 0:
            self._search.clear()
            self._search.flush()
        return self._select(target.id)

    def commit_pending(self) -> None:
        """Store what is still being typed, if it can be."""
        if self.panel.is_dirty:
            self.panel.save()

    # ------------------------------------------------------------ making

    def _make_table(self) -> None:
        context = self._context
        self._search = FilterLine(context.themes, "Filter senders")
        name_widget(self._search, "senders_search", "Filter senders")
        self._search.filter_changed.connect(self._on_filter)
        self._model: PagedTableModel[Sender] = PagedTableModel(
            sender_columns(self._project, self._load_of), self._fetch, parent=self
        )
        self._model.sort_requested.connect(self._on_sort)
        self._table = DataTable(context.themes, _TABLE, context.settings, self)
        name_widget(self._table, "senders_table", "Senders")
        self._table.setModel(self._model)
        self._table.set_sort(*self._sort)
        self._table.selection_changed.connect(self._on_selection)
        self._table.opened.connect(lambda _id: self.panel.focus_name())
        self._empty = EmptyState(
            context.themes,
            icon="sender",
            title="No senders yet",
            sentence="Senders are the users in whose name sequence mails go out. Add the first one.",
            primary="New sender",
        )
        self._empty.primary_clicked.connect(self._on_new)
        self._none = EmptyState(
            context.themes,
            icon="search",
            title="No sender matches",
            sentence="Nothing in name, email, team or seat matches what you typed.",
            primary="Clear filter",
        )
        self._none.primary_clicked.connect(self._search.clear)

    def _make_buttons(self) -> None:
        themes = self._context.themes
        self._new = button("New sender", "primary", icon="plus", themes=themes, tip="Add a sender (Ctrl+N)")
        name_widget(self._new, "new_sender", "New sender")
        self._deactivate = button("Deactivate", themes=themes, tip="A deactivated user sends nothing any more")
        name_widget(self._deactivate, "deactivate_sender", "Deactivate or activate the sender")
        self._replace = button("Replace…", themes=themes, tip="Put another sender in this one’s place everywhere")
        name_widget(self._replace, "replace_sender", "Replace the sender everywhere")
        self._delete = button("Delete", themes=themes, icon="delete", tip="Delete the sender (Del)")
        name_widget(self._delete, "delete_sender", "Delete the sender")
        self._settings = button("Account…", "quiet", themes=themes, tip="Subscription, time zone and rule pack")
        name_widget(self._settings, "account_button", "Account settings")
        self._new.clicked.connect(self._on_new)
        self._deactivate.clicked.connect(self._on_deactivate)
        self._replace.clicked.connect(self._on_replace)
        self._delete.clicked.connect(self._on_delete)
        self._settings.clicked.connect(lambda: self._context.commands.run(_ACCOUNT_COMMAND))
        new = Command(
            "senders.new", "New sender", self._on_new, "Senders", "plus", ("Ctrl+N",), lambda: not self._locked
        )
        register_commands(self._context, self, (new,))
        add_shortcut(self, "Ctrl+F", self._search.setFocus)
        add_shortcut(self._table, "Del", self._on_delete, Qt.ShortcutContext.WidgetShortcut)

    def _lay_out(self) -> None:
        account = QWidget()
        account.setProperty("surface", "bar")
        line = QHBoxLayout(account)
        line.setContentsMargins(16, 6, 8, 6)
        account.setFixedHeight(HEAD_PX)
        line.setSpacing(8)
        line.addWidget(self._account)
        line.addWidget(self._settings)
        line.addStretch(1)
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 12, 16, 12)
        tools.setSpacing(8)
        self._search.setMaximumWidth(320)
        tools.addWidget(self._search, 1)
        tools.addStretch(1)
        for made in (self._deactivate, self._replace, self._delete, self._new):
            tools.addWidget(made)
        self._pages = QStackedWidget()
        for page in (self._table, self._empty, self._none):
            self._pages.addWidget(page)
        left = surface("surface")
        left_box = QVBoxLayout(left)
        left_box.setContentsMargins(0, 0, 0, 0)
        left_box.setSpacing(0)
        left_box.addLayout(tools)
        self.line.setContentsMargins(16, 0, 16, 0)
        left_box.addWidget(self.line)
        left_box.addWidget(self._pages, 1)
        split = SplitView(self._context.themes, "senders/split", self._context.settings)
        split.add(left, 880, stretch=1)
        split.add(self.panel, 360)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(account)
        box.addWidget(self._banner)
        box.addWidget(split, 1)

    # ------------------------------------------------------------ reading

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the account's settings once another part of the window has registered them."""
        self._settings.setVisible(any(c.id == _ACCOUNT_COMMAND for c in self._context.commands.all()))
        super().showEvent(event)
        spread_on_first_show(self._table, _TABLE, self._context.settings)

    def _project(self) -> Project:
        return self._context.workspace.project()

    def _sender(self, sender_id: int) -> Sender | None:
        return self._context.workspace.project().sender(sender_id)

    def _load_of(self, sender_id: int) -> MailboxAt | None:
        return self._loads.get(sender_id)

    def _fetch(self, ids: Sequence[int]) -> list[Sender | None]:
        by_id = {s.id: s for s in self._context.workspace.project().senders}
        return [by_id.get(i) for i in ids]

    def _chosen_id(self) -> int:
        return self.panel.shown.id if self.panel.shown is not None else 0

    def _refill(self) -> None:
        """Read senders and account again."""
        project = self._context.workspace.project()
        words = self._search.text()
        key, ascending = self._sort
        found = [s for s in project.senders if matches(s, words)]
        found.sort(key=sort_key(project, key), reverse=not ascending)
        self._filling = True
        self._model.set_ids([s.id for s in found])
        self._filling = False
        page = self._table if found else self._none if project.senders else self._empty
        self._pages.setCurrentWidget(page)
        account = project.account
        self._account.setText(
            f"{account.name}  ·  {account.subscription.value.capitalize()}  ·  {account.time_zone}"
            f"  ·  rule pack {account.rule_pack}  ·  {text.plural(len(project.senders), 'sender')}"
        )
        self._update_buttons()

    def _select(self, sender_id: int) -> bool:
        """Select a sender, else the first one."""
        if sender_id and self._table.select_id(sender_id):
            return True
        ids = self._model.ids()
        if ids:
            self._table.select_id(ids[0])
        else:
            self.panel.show_sender(None)
            self._update_buttons()
        return False

    def _update_buttons(self) -> None:
        sender = self.panel.shown
        self._new.setEnabled(not self._locked)
        self._empty.primary_button.setEnabled(not self._locked)
        self._delete.setEnabled(not self._locked and sender is not None)
        self._deactivate.setEnabled(not self._locked and sender is not None)
        self._replace.setEnabled(not self._locked and sender is not None)
        self._deactivate.setText("Activate" if sender is not None and not sender.active else "Deactivate")

    # ------------------------------------------------------------ slots

    @Slot(str)
    def _on_filter(self, _words: str) -> None:
        chosen = self._chosen_id()
        self._refill()
        if chosen and self._model.row_of(chosen) >= 0:
            self._table.select_id(chosen)

    @Slot(str, bool)
    def _on_sort(self, key: str, ascending: bool) -> None:
        self._sort = (key, ascending)
        self._on_filter("")

    @Slot()
    def _on_selection(self) -> None:
        ids = [] if self._filling else self._table.selected_ids()
        shown = self._chosen_id()
        if not ids or ids[0] == shown:
            return
        if shown and not self.panel.can_leave():
            self._table.select_id(shown)
            return
        self.panel.show_sender(self._sender(ids[0]))
        self.panel.load.show_instant(self._instant, self._loads.get(ids[0]))
        self._context.settings.setValue(_SELECTED, ids[0])
        self._update_buttons()

    @Slot()
    def _on_new(self) -> None:
        if self._locked or not self.panel.can_leave():
            return
        self._search.clear()
        self._search.flush()
        edit = service.new_sender(self._context.workspace, "New sender")
        self._context.undo.do(edit)
        made = next((p.after for p in edit.puts if isinstance(p.after, Sender)), None)
        if made is not None:
            self.panel.show_sender(None)
            self._select(made.id)
            self.panel.focus_name()

    @Slot()
    def _on_deactivate(self) -> None:
        sender = self.panel.shown
        if self._locked or sender is None or not self.panel.can_leave():
            return
        sender = self._sender(sender.id) or sender
        verb = "Deactivate" if sender.active else "Activate"
        self._context.undo.do(edits.changed(sender, replace(sender, active=not sender.active), f"{verb} {sender.name}"))

    @Slot()
    def _on_delete(self) -> None:
        sender = self.panel.shown
        if self._locked or sender is None:
            return
        self._actions.ask_delete(sender, lambda edit: self._do_delete(sender, edit))

    @Slot()
    def _on_replace(self) -> None:
        sender = self.panel.shown
        if not self._locked and sender is not None and self.panel.can_leave():
            self._actions.ask_replace(self._sender(sender.id) or sender)

    def _do_delete(self, sender: Sender, edit: Edit) -> None:
        row = self._model.row_of(sender.id)
        self.panel.show_sender(None)
        self._context.undo.do(edit)
        self._select(pick(list(self._model.ids()), row) or 0)
