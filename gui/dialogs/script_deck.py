"""The script of the rehearsal: everything that is laid out on its time line, to see, filter, add, change and remove.

Lives here: the list. Not here: the form of one event (``gui.dialogs.script_event``) and the edits
(``core.services.script``). The dialog stays open beside the window; every change is one step of the window's undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.event import ScriptedEvent
from core.model.instant import MINUTE, from_instant
from core.model.project import Project
from core.services import script
from core.services.script import Part, ScriptLine, ScriptQuery
from core.services.values import zone_of_account
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.dialogs.script_event import EventDialog
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.contact_script import day_and_time
from gui.tabs.panel_parts import add_shortcut, name_widget, pick
from gui.theme import Tone
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, hairline, label, surface
from gui.widgets.segments import Segment, SegmentedFilter

_SIZE = (980, 620)
_ASK_FROM = 20
_DAY_MINUTES = 24 * 60
_NOUNS = (Noun.EVENT, Noun.CONTACT, Noun.SENDER, Noun.SEQUENCE, Noun.WORKFLOW, Noun.LIST, Noun.PROPERTY, Noun.ACCOUNT)


class ScriptDeck(QDialog):
    """Lists the scripted events of a workspace.

    Args:
        context: The window's services.
        parent: The window.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._locked = context.undo.locked
        self._sort = ("when", True)
        self._row_before = 0
        self._wanted = 0
        self.setObjectName("script_deck")
        self.setWindowTitle("Script")
        self.resize(*_SIZE)
        self._make_tools()
        self._make_table()
        self._lay_out()
        self._connect()
        self._refill()

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        if changes.touches(*_NOUNS):
            self._model.invalidate()
            self._refill()

    @Slot(bool)
    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""
        self._locked = locked
        self._update()

    # ------------------------------------------------------------ making

    def _make_tools(self) -> None:
        themes = self._context.themes
        self.filter = FilterLine(themes, "Filter by person, thing or event")
        name_widget(self.filter, "script_filter", "Filter the script")
        self.parts = SegmentedFilter(
            themes,
            (
                Segment(Part.ALL.value, "All"),
                Segment(Part.CONTACTS.value, "Contacts"),
                Segment(Part.ACCOUNT.value, "Breaks and mends", tone=Tone.SKIPPED),
            ),
        )
        self.parts.setObjectName("script_parts")
        self.edit = button("Edit…", icon="edit", themes=themes, tip="Change the event (Enter)")
        self.earlier = button("−1 day", tip="Move the selected events one day earlier")
        self.later = button("+1 day", tip="Move the selected events one day later")
        self.delete = button("Delete", icon="delete", themes=themes, tip="Remove the selected events (Del)")
        self.add = button("Add event…", "primary", icon="plus", themes=themes, tip="Lay out another event (Ctrl+N)")
        for made, name, title in (
            (self.edit, "script_edit", "Edit the event"),
            (self.earlier, "script_earlier", "Move one day earlier"),
            (self.later, "script_later", "Move one day later"),
            (self.delete, "script_delete", "Delete the events"),
            (self.add, "script_add", "Add event"),
        ):
            name_widget(made, name, title)
            made.setAutoDefault(False)

    def _make_table(self) -> None:
        context = self._context
        self.table = DataTable(context.themes, "script", context.settings, self)
        name_widget(self.table, "script_table", "Scripted events")
        self._model: PagedTableModel[ScriptLine] = PagedTableModel(
            _columns(context.workspace.project), self._fetch, parent=self
        )
        self._model.sort_requested.connect(self._on_sort)
        self.table.setModel(self._model)
        self.table.set_sort(*self._sort)
        self._empty = EmptyState(
            context.themes,
            icon="calendar",
            title="Nothing is laid out yet",
            sentence="Let contacts submit forms, reply or book meetings, and let things break: a sequence deleted, "
            "a seat lost, an inbox disconnected.",
            primary="Add event…",
        )
        self._none = EmptyState(
            context.themes, icon="search", title="No event matches", sentence="", primary="Clear filter"
        )

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 12, 16, 12)
        tools.setSpacing(8)
        tools.addWidget(self.parts)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.add)
        self._pages = QStackedWidget()
        for page in (self.table, self._empty, self._none):
            self._pages.addWidget(page)
        self._state = label("", "muted")
        name_widget(self._state, "script_status")
        close = button("Close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._state, 1)
        for made in (self.earlier, self.later, self.edit, self.delete):
            foot.addWidget(made)
        foot.addSpacing(16)
        foot.addWidget(close)
        ground = surface("surface")
        box = QVBoxLayout(ground)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(tools)
        box.addWidget(self._pages, 1)
        box.addWidget(hairline())
        box.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def _connect(self) -> None:
        self.filter.filter_changed.connect(self._refill)
        self.parts.chosen.connect(self._refill)
        self.table.selection_changed.connect(self._update)
        self.table.opened.connect(self._on_opened)
        self.add.clicked.connect(self._on_add)
        self.edit.clicked.connect(self._on_edit)
        self.delete.clicked.connect(self._on_delete)
        self.earlier.clicked.connect(lambda: self._shift(-_DAY_MINUTES))
        self.later.clicked.connect(lambda: self._shift(_DAY_MINUTES))
        self._empty.primary_clicked.connect(self._on_add)
        self._none.primary_clicked.connect(self._on_clear)
        self._context.bus.changed.connect(self.show_changes)
        add_shortcut(self, "Ctrl+N", self._on_add)
        add_shortcut(self, "Ctrl+F", self.filter.setFocus)
        add_shortcut(self, "Ctrl+G", self._on_go_to)
        add_shortcut(self.table, "Del", self._on_delete, Qt.ShortcutContext.WidgetShortcut)

    # ------------------------------------------------------------ reading

    def _fetch(self, ids: Sequence[int]) -> list[ScriptLine | None]:
        return script.lines(self._context.workspace, ids)

    @Slot()
    def _refill(self, *_: object) -> None:
        ws = self._context.workspace
        query = ScriptQuery(self.filter.text(), Part(self.parts.current()), *self._sort)
        self._model.set_ids(script.ids(ws, query))
        events = ws.project().script
        breaks = sum(event.kind.breaks for event in events)
        self.parts.set_count(Part.ALL.value, len(events))
        self.parts.set_count(Part.CONTACTS.value, len(events) - breaks)
        self.parts.set_count(Part.ACCOUNT.value, breaks)
        shown = len(self._model.ids())
        self._pages.setCurrentWidget(self.table if shown else self._none if events else self._empty)
        self._select_wanted()
        self._update()

    def _select_wanted(self) -> None:
        wanted, self._wanted = self._wanted, 0
        if wanted and self.table.select_id(wanted):
            return
        if not self.table.selected_count():
            near = pick(self._model.ids(), self._row_before)
            if near is not None:
                self.table.select_id(near)

    def _event(self, event_id: int) -> ScriptedEvent | None:
        return next((e for e in self._context.workspace.project().script if e.id == event_id), None)

    @Slot()
    def _update(self) -> None:
        """Set what can be done, and the line at the foot."""
        selected = self.table.selected_count()
        free = not self._locked
        self.add.setEnabled(free)
        self._empty.primary_button.setEnabled(free)
        self.edit.setEnabled(free and selected == 1)
        for made in (self.delete, self.earlier, self.later):
            made.setEnabled(free and selected > 0)
        total = len(self._context.workspace.project().script)
        shown = len(self._model.ids())
        if self._locked:
            said = "Editing is locked while a rehearsal runs."
        elif selected > 1:
            said = f"{text.number(selected)} of {text.plural(total, 'event')} selected"
        elif shown < total:
            said = f"{text.number(shown)} of {text.plural(total, 'event')} match"
        else:
            said = self._counted_from(total)
        self._state.setText(said)

    def _counted_from(self, total: int) -> str:
        project = self._context.workspace.project()
        zone: tzinfo = zone_of_account(project)
        start = text.format_datetime(from_instant(project.account.settings.start, zone), zone)
        return f"{text.plural(total, 'event')} · day 1 is {start}, {project.account.time_zone}"

    # ------------------------------------------------------------ slots

    @Slot(str, bool)
    def _on_sort(self, key: str, ascending: bool) -> None:
        self._sort = (key, ascending)
        self._refill()

    @Slot()
    def _on_clear(self) -> None:
        self.filter.clear()
        self.filter.flush()
        self.parts.choose(Part.ALL.value)

    @Slot()
    def _on_add(self) -> None:
        if not self._locked:
            dialog = EventDialog(self._context, 0, None, self)
            dialog.accepted.connect(lambda: self._take_new(dialog.result_events()))
            dialog.open()

    def _take_new(self, events: list[ScriptedEvent]) -> None:
        if events:
            edit = script.add(self._context.workspace, events)
            made = edit.puts[0].after
            self._wanted = made.id if isinstance(made, ScriptedEvent) else 0
            self._context.undo.do(edit)

    @Slot(int)
    def _on_opened(self, event_id: int) -> None:
        before = self._event(event_id)
        if before is None or self._locked:
            return
        dialog = EventDialog(self._context, 0, before, self)
        dialog.accepted.connect(lambda: self._take_changed(dialog.result_value()))
        dialog.open()

    def _take_changed(self, after: ScriptedEvent | None) -> None:
        if after is not None:
            self._wanted = after.id
            self._context.undo.do(script.change(self._context.workspace, after))

    @Slot()
    def _on_edit(self) -> None:
        ids = self.table.selected_ids()
        if len(ids) == 1:
            self._on_opened(ids[0])

    @Slot()
    def _on_delete(self) -> None:
        ids = self.table.selected_ids()
        if self._locked or not ids:
            return
        what = f"Delete {text.plural(len(ids), 'event')}"
        if len(ids) > _ASK_FROM and not self._context.dialogs.confirm(f"{what}?", "You can undo this.", what):
            return
        self._row_before = self._model.row_of(ids[0])
        self.table.clearSelection()
        self._context.undo.do(script.remove(self._context.workspace, ids))

    def _shift(self, minutes: int) -> None:
        ids = self.table.selected_ids()
        if not self._locked and ids:
            self._context.undo.do(script.shift(self._context.workspace, ids, minutes))

    @Slot()
    def _on_go_to(self) -> None:
        """Show the contact, or whatever of the account it happens to, in the window."""
        event = self._event(self.table.current_id() or 0)
        if event is None:
            return
        places = (
            ("contact", event.contact),
            ("sequence", event.sequence),
            ("workflow", event.workflow),
            ("sender", event.sender),
        )
        target = next(((kind, number) for kind, number in places if number), None)
        if target is not None:
            self._context.bus.navigate.emit(GoTo(*target))


def tone_of(line: ScriptLine) -> Tone | None:
    """Give the tone of what happens: breaks stand out from what people do."""
    if not line.event.kind.breaks:
        return None
    return Tone.DONE if line.event.kind in script.MENDS else Tone.SKIPPED


def moment_words(event: ScriptedEvent, project: Project) -> str:
    """Say when an event happens, e.g. ``Day 3 · Wed 7 Jan 10:15``."""
    day, _ = day_and_time(event.minute, project)
    zone = zone_of_account(project)
    moment = from_instant(project.account.settings.start + event.minute * MINUTE, zone)
    return f"Day {day} · {text.format_short(moment, zone)}"


def _columns(project: Callable[[], Project]) -> tuple[Column[ScriptLine], ...]:
    return (
        Column("when", "When", lambda line: moment_words(line.event, project()), width=180),
        Column("what", "What happens", lambda line: line.event.kind.label, tone_of, width=200),
        Column("who", "To whom or what", lambda line: line.who, width=200, sortable=False),
        Column(
            "detail",
            "Detail",
            lambda line: line.problem or line.detail,
            lambda line: Tone.BROKEN if line.problem else None,
            width=320,
            tip=lambda line: line.problem or line.detail,
            sortable=False,
        ),
    )
