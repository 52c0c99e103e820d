"""What the contacts' table shows: list, built filter, typed text, order and columns together, as a query and as a view.

Not here: the parts themselves, and asking which contacts that are (``gui.tabs.contact_rows``).
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from core.model.filter import Filter
from core.services.contacts import ContactQuery
from core.services.quick_filter import joined
from core.services.views import ContactView
from gui.context import Context
from gui.tables.data_table import DataTable
from gui.tabs.contact_filter import ContactFilterPanel
from gui.tabs.contact_lists import ContactLists
from gui.tabs.contact_tools import ContactTools
from gui.tabs.contact_views import ContactViews

_SORT = "contacts/sort"


class ContactShown(QObject):
    """Puts together what is asked for.

    Args:
        context: The window's services.
        table: The table, for its columns.
        tools: The search line.
        panel: The filter panel.
        parent: Owner.

    Signals:
        changed: something else is asked for.

    Attributes:
        views: The saved views.
        lists: The contact lists.
    """

    changed = Signal()

    def __init__(
        self, context: Context, table: DataTable, tools: ContactTools, panel: ContactFilterPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._tools = tools
        self._panel = panel
        self._quiet = False
        key, _, order = str(context.settings.value(_SORT, "name up")).partition(" ")
        self.sort = (key, order != "down")
        self.views = ContactViews(context, self.view, self)
        self.lists = ContactLists(context, table.selected_ids, self.views, self)
        for narrowed in (tools.search_changed, self.lists.chosen_changed, panel.changed):
            narrowed.connect(self._tell)
        table.columns_changed.connect(self.lists.show_title)
        panel.keep_requested.connect(lambda: self.lists.keep_filter(panel.filter()))
        self.lists.filter_requested.connect(self._on_filter_requested)
        self.views.opened.connect(self._on_view)

    def view(self) -> ContactView:
        """Give what is shown as a view that can be saved."""
        columns = tuple(self._table.column_texts())
        return ContactView(self._tools.typed, self.lists.list_id, self._panel.filter(), *self.sort, columns)

    def query(self) -> ContactQuery:
        """Give what is shown as a question."""
        return ContactQuery(self._tools.words, *self.sort, self.filter())

    def filter(self) -> Filter:
        """Give what contacts must match: list, built filter and typed conditions together."""
        return joined(joined(self.lists.filter or Filter(), self._panel.filter()), self._tools.asked)

    @property
    def is_filtered(self) -> bool:
        """Whether conditions are built or typed."""
        return any(self._panel.filter().groups) or any(self._tools.asked.groups)

    @property
    def is_narrowed(self) -> bool:
        """Whether some contacts are left out."""
        return bool(self._tools.typed or self.lists.name or self.is_filtered)

    @property
    def asks_lists(self) -> bool:
        """Whether the answer hangs on who is on which list."""
        return any(name.startswith("list:") for name in self.filter().properties)

    def sort_by(self, key: str, ascending: bool) -> None:
        """Put the rows in another order."""
        self.sort = (key, ascending)
        self._context.settings.setValue(_SORT, f"{key} {'up' if ascending else 'down'}")
        self._tell()

    def show_all(self) -> None:
        """Show every contact: no search, no filter, no list, no view."""
        self._quiet = True
        self.views.open(0)
        self.lists.choose(0)
        self._panel.set_filter(Filter())
        self._tools.clear_search()
        self._quiet = False
        self._tell()

    @Slot()
    def _tell(self, *_: object) -> None:
        if not self._quiet:
            self.lists.show_title()
            self.changed.emit()

    @Slot(object)
    def _on_view(self, view: ContactView) -> None:
        """Show what a saved view says."""
        self._quiet = True
        self.sort = (view.sort, view.ascending)
        self._table.set_sort(*self.sort)
        self._table.set_column_texts(view.columns)
        self.lists.choose(view.list)
        self._panel.set_filter(view.filter)
        self._tools.set_typed(view.text)
        self._quiet = False
        self._tell()

    @Slot(object)
    def _on_filter_requested(self, wanted: Filter) -> None:
        self._panel.set_filter(wanted, tell=True)
        self._panel.show()
