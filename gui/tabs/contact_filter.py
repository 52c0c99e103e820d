"""The filter panel over the contacts' table: the builder that triggers use too, with a live count.

Not here: one condition and its groups (``gui.forms.filter_builder``), and how a filter is answered.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from core.model.filter import Filter
from core.services import filters
from gui.context import Context
from gui.forms.base import Surroundings
from gui.forms.filter_builder import FilterBuilder
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import name_widget
from gui.text import number
from gui.widgets.labels import button, label, tool_button

_TALLEST = 320
_WIDEST = 1000
_SHARE = 0.33
"""How much of the pane the conditions take at most, so that the rows they are about stay in sight."""
_LEAST = 96
_CALM_MS = 150


class ContactFilterPanel(QFrame):
    """Builds a filter and says how many contacts it matches.

    Args:
        context: The window's services.
        parent: Owner.

    Signals:
        changed: the filter is another one, and nothing is wrong with it.
        keep_requested: the person wants an active list of what it matches.
    """

    changed = Signal()
    keep_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._told = Filter()
        self._job: Job | None = None
        self.setProperty("surface", "window")
        name_widget(self, "contacts_filter_panel", "Filter")
        self.builder = FilterBuilder(self._around(), wide=True)
        self.builder.changed.connect(self._on_changed)
        self._count = label("", "muted")
        name_widget(self._count, "contacts_filter_count")
        self.keep = button("Save as active list…", "quiet", icon="list", themes=context.themes)
        name_widget(self.keep, "contacts_filter_keep", "Save the filter as an active list")
        self.keep.clicked.connect(self.keep_requested)
        self.clear = button("Clear", "quiet", tip="Take the whole filter away")
        name_widget(self.clear, "contacts_filter_clear", "Clear the filter")
        self.clear.clicked.connect(lambda: self.set_filter(Filter(), tell=True))
        self.close_button = tool_button(context.themes, "close", "Close the filter; it stays in force")
        self.close_button.setObjectName("contacts_filter_close")
        self.close_button.clicked.connect(self.hide)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._on_calm)
        self._lay_out()
        self._show_state()
        self.hide()

    # ------------------------------------------------------------ what the tab asks

    def filter(self) -> Filter:
        """Give the filter in force; the one that is being built comes into force when nothing is wrong with it."""
        return self._told

    def set_filter(self, wanted: Filter, *, tell: bool = False) -> None:
        """Show a filter and put it in force."""
        self.builder.set_filter(wanted)
        before, self._told = self._told, wanted
        self._show_state()
        self._calm.start()
        if tell and before != wanted:
            self.changed.emit()

    def refresh(self) -> None:
        """Follow a changed workspace."""
        self.builder.refresh(self._around())
        self._calm.start()

    @property
    def conditions(self) -> int:
        """How many conditions are in force."""
        return sum(len(group) for group in self._told.groups)

    # ------------------------------------------------------------ inside

    def _around(self) -> Surroundings:
        context = self._context
        return Surroundings(context.workspace.project(), context.themes, context.dialogs)

    def _lay_out(self) -> None:
        self._holder = QWidget()
        inside = QVBoxLayout(self._holder)
        inside.setContentsMargins(16, 8, 16, 8)
        self.builder.setMaximumWidth(_WIDEST)
        inside.addWidget(self.builder)
        inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._holder)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 4, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._count, 1)
        foot.addWidget(self.keep)
        foot.addWidget(self.clear)
        foot.addWidget(self.close_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._scroll)
        box.addLayout(foot)

    def _show_state(self) -> None:
        built = self.builder.filter()
        self.clear.setEnabled(bool(built.groups))
        self.keep.setEnabled(any(self._told.groups) and built == self._told and not self._context.undo.locked)
        self._fit()

    def _fit(self) -> None:
        """Take the height the conditions need, as far as the rows below can spare it."""
        layout = self._holder.layout()
        pane = self.parentWidget()
        if layout is None or pane is None:
            return
        layout.activate()
        room = max(_LEAST, min(_TALLEST, int(pane.height() * _SHARE)))
        needed = self._holder.sizeHint().height()
        if not any(self.builder.filter().groups):
            # Nothing to scroll through: what there is, is the one line that begins a filter.
            room = max(room, needed)
        self._scroll.setFixedHeight(min(room, needed))
        off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._scroll.setVerticalScrollBarPolicy(off if needed <= room else Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the height that the pane has to spare now."""
        super().showEvent(event)
        self._fit()

    @Slot(object)
    def _on_changed(self, built: Filter) -> None:
        if not filters.problems_of(self._context.workspace.project(), built) and built != self._told:
            self._told = built
            self.changed.emit()
        self._show_state()
        self._calm.start()

    @Slot()
    def _on_calm(self) -> None:
        """Count what the built filter matches: at once in a short list, in a job in a long one."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        contacts = self._context.workspace.contacts
        built = self.builder.filter()
        if filters.problems_of(self._context.workspace.project(), built):
            self._count.setText("Fill in the condition to see how many match.")
            return
        if not contacts.is_long():
            self._say(contacts.count_matching(built))
            return
        workspace = self._context.workspace

        def work(control: JobControl) -> int:
            with workspace.in_thread() as mine:
                return mine.contacts.count_matching(built, control.raise_if_cancelled)

        self._count.setText("Counting…")
        self._job = self._context.jobs.start("Count contacts", work, done=self._on_counted)

    def _on_counted(self, found: int) -> None:
        self._job = None
        self._say(found)

    def _say(self, found: int) -> None:
        total = self._context.workspace.contacts.count()
        verb = "Matches" if any(self.builder.filter().groups) else "No filter:"
        self._count.setText(f"{verb} {number(found)} of {number(total)}")
