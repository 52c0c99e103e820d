"""The dialog of contacts that share one e-mail address: which of each group is kept, and merging the others into it.

Not here: finding and merging them (``core.services.duplicates``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from core.model.changes import Edit
from core.model.contact import Contact
from core.services import duplicates
from core.services.duplicates import Group
from core.services.values import show_value
from gui import text
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.contact_menus import build_edit
from gui.tabs.panel_parts import ColumnScroll, name_widget, retire
from gui.undo import SMALL_EDIT
from gui.widgets.empty import EmptyState
from gui.widgets.labels import button, hairline, label

_SIZE = (920, 560)
_LEFT_PX = 380
_COMPARED = ("company", "jobtitle", "phone", "city", "country", "lifecyclestage", "hs_lead_status", "hubspot_owner_id")


@dataclass(frozen=True, slots=True)
class _Row:
    """One group as a row of the table."""

    email: str
    count: int
    done: bool


class DuplicatesDialog(QDialog):
    """Lists the groups at the left, the contacts of the chosen one at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._groups: Sequence[Group] = ()
        self._kept: dict[int, int] = {}
        self._done: set[int] = set()
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("duplicates_dialog")
        self.setWindowTitle("Find duplicates")
        self.resize(*_SIZE)
        self._state = label("Looking for contacts with the same address…", "muted", wrap=True)
        name_widget(self._state, "duplicates_state")
        columns = (
            Column[_Row]("email", "Email", lambda row: row.email, width=230, sortable=False),
            Column[_Row]("count", "Contacts", lambda row: str(row.count), width=90, number=True, sortable=False),
            Column[_Row]("done", "", lambda row: "✓ merged" if row.done else "", width=70, sortable=False),
        )
        self._model: PagedTableModel[_Row] = PagedTableModel(columns, self._fetch, parent=self)
        self._table = DataTable(context.themes, "duplicates", context.settings, self)
        name_widget(self._table, "duplicates_table", "Addresses that several contacts share")
        self._table.setModel(self._model)
        self._nobody = EmptyState(
            context.themes, icon="check", title="No duplicates", sentence="No two contacts share an address."
        )
        self._table.set_empty_state(self._nobody)
        self._nobody.hide()
        self._table.selection_changed.connect(self._on_group)
        self._right = ColumnScroll()
        self._choice = QButtonGroup(self)
        self._choice.idClicked.connect(self._on_kept)
        self._lay_out()
        self._update()
        self._look()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self._one = button("Merge this group", icon="copy", themes=self._context.themes)
        name_widget(self._one, "merge_group", "Merge this group")
        self._one.clicked.connect(self._on_merge_one)
        self._all = button("Merge all", "primary")
        name_widget(self._all, "merge_all", "Merge all groups")
        self._all.clicked.connect(self._on_merge_all)
        close = button("Close")
        close.clicked.connect(self.reject)
        self._table.setMinimumWidth(_LEFT_PX)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addWidget(self._table)
        middle.addWidget(self._right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(label("The kept contact keeps its values; its blanks are filled from the others.", "muted"), 1)
        for made in (close, self._one, self._all):
            foot.addWidget(made)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(label("Contacts with the same email address", "title"))
        box.addWidget(self._state)
        box.addLayout(middle, 1)
        box.addLayout(foot)

    def _look(self) -> None:
        workspace = self._context.workspace
        if not workspace.contacts.is_long():
            self._show(duplicates.groups(workspace))
            return

        def work(_control: JobControl) -> list[Group]:
            with workspace.in_thread() as mine:
                return duplicates.groups(mine)

        self._job = self._context.jobs.start("Find duplicates", work, done=self._show)
        self.finished.connect(self._job.cancel)

    def _show(self, found: list[Group]) -> None:
        self._groups = found
        self._right.setVisible(bool(found))
        self._model.set_ids(range(len(found)))
        if found:
            self._table.select_id(0)
        self._update()

    def _fetch(self, ids: Sequence[int]) -> list[_Row]:
        return [_Row(self._groups[i].email, len(self._groups[i].contacts), i in self._done) for i in ids]

    # ------------------------------------------------------------ the chosen group

    def _chosen(self) -> int | None:
        ids = self._table.selected_ids()
        return ids[0] if len(ids) == 1 and ids[0] not in self._done else None

    def _keeper(self, number: int) -> int:
        return self._kept.get(number, self._groups[number].contacts[0])

    @Slot()
    def _on_group(self) -> None:
        box = self._right.box
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                retire(widget)
        for old in self._choice.buttons():
            self._choice.removeButton(old)
        number = self._chosen()
        if number is not None:
            box.addWidget(label("Keep", "strong"))
            for contact in self._context.workspace.contacts.many(self._groups[number].contacts):
                box.addWidget(self._card(contact, kept=contact.id == self._keeper(number)))
                box.addWidget(hairline())
        box.addStretch(1)
        self._update()

    def _card(self, contact: Contact, *, kept: bool) -> QWidget:
        project = self._context.workspace.project()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        radio = QRadioButton(contact.name.replace("&", "&&"))
        radio.setObjectName(f"keep_{contact.id}")
        radio.setChecked(kept)
        self._choice.addButton(radio, contact.id)
        column.addWidget(radio)
        known = [(d, contact.get(d.name)) for name in _COMPARED if (d := project.property(name)) is not None]
        words = [f"{d.label}: {show_value(d, value, project)}" for d, value in known if value is not None]
        rest = sum(1 for name in contact.values if name not in _COMPARED)
        column.addWidget(label("\n".join(words) or "No other values", "muted", wrap=True))
        column.addWidget(label(f"and {text.plural(rest, 'value')} more", "small"))
        return holder

    @Slot(int)
    def _on_kept(self, contact_id: int) -> None:
        number = self._chosen()
        if number is not None:
            self._kept[number] = contact_id

    # ------------------------------------------------------------ merging

    @Slot()
    def _on_merge_one(self) -> None:
        number = self._chosen()
        if number is not None:
            self._merge([number])

    @Slot()
    def _on_merge_all(self) -> None:
        self._merge([n for n in range(len(self._groups)) if n not in self._done])

    def _merge(self, numbers: list[int]) -> None:
        chosen = []
        for number in numbers:
            keep = self._keeper(number)
            chosen.append((keep, [i for i in self._groups[number].contacts if i != keep]))

        def take(edit: Edit) -> None:
            self._context.undo.do(edit)
            self._done |= set(numbers)
            self._model.invalidate()
            self._context.bus.message.emit(f"{edit.title}. Undo takes it back.")
            self._on_group()

        if not self._context.undo.locked:
            slow = len(numbers) > SMALL_EDIT
            build_edit(self._context, slow, "Merge duplicates", lambda ws: duplicates.merge(ws, chosen), take)

    def _update(self) -> None:
        left = len(self._groups) - len(self._done)
        busy = self._job is not None and self._job.is_running and not self._groups
        can = not self._context.undo.locked
        self._one.setEnabled(can and self._chosen() is not None)
        self._all.setEnabled(can and left > 0)
        self._all.setText(f"Merge all {text.number(left)}" if left > 1 else "Merge all")
        if busy:
            return
        if left:
            self._state.setText(f"{text.plural(left, 'address', 'addresses')} with several contacts.")
        else:
            self._state.setText("" if not self._groups else "All of them are merged.")
