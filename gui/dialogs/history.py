"""The history of a workflow: its versions, what each changed, two of them side by side, and the way back to one.

Lives here: the dialog. Not here: which versions are kept and what differs (``core.services.versions``,
``core.services.workflow_diff``), and drawing them (gui/canvas/still.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.instant import Instant
from core.model.problem import Problem
from core.model.workflow import Workflow
from core.services import versions
from core.services.versions import VersionHead
from core.services.workflow_diff import Mark, WorkflowDiff, diff
from gui.canvas.marks import SIGNS
from gui.canvas.still import StillView, Tie
from gui.context import Context
from gui.dialogs.history_changes import ChangeList
from gui.dialogs.history_list import VersionList, title_words
from gui.tabs.panel_parts import name_widget
from gui.text import elide, number
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, hairline, label, surface
from gui.widgets.segments import Segment, SegmentedFilter

_SIZE = (1180, 740)
_SIDE = 320
_ONE, _TWO = "one", "two"
_BEFORE = -1
_TITLE_LETTERS = 36


def _clock() -> Instant:
    return int(time.time())


class HistoryDialog(QDialog):
    """Shows the versions of one workflow.

    Arguments:
        context: The window's shared services.
        workflow_id: Whose versions.
        parent: The window.
        clock: Gives the present moment.
    """

    def __init__(
        self,
        context: Context,
        workflow_id: int,
        parent: QWidget | None = None,
        clock: Callable[[], Instant] = _clock,
    ) -> None:
        super().__init__(parent)
        self._context, self._id, self._clock = context, workflow_id, clock
        self._heads: list[VersionHead] = []
        self._is_choosing = False
        self._diff = WorkflowDiff()
        self.setObjectName("history_dialog")
        self.resize(*_SIZE)
        self._make()
        self._lay_out()
        self._connect()
        self.refresh()
        self.list.setFocus()

    # ------------------------------------------------------------ making

    def _make(self) -> None:
        themes = self._context.themes
        self.filter = FilterLine(themes, "Filter the history")
        self.list = VersionList(themes)
        self.changes = ChangeList(themes)
        self._told = label("", "strong", wrap=True)
        name_widget(self._told, "history_counts")
        self.parts = SegmentedFilter(themes, (Segment(_ONE, "Preview"), Segment(_TWO, "Compare")))
        name_widget(self.parts, "history_parts", "Preview or compare")
        self.other = QComboBox()
        self.other.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.other.setMinimumWidth(240)
        self.other.setMaximumWidth(460)
        name_widget(self.other, "history_other", "Version to compare with")
        self._with = label("with", "muted")
        self.first = StillView(themes, "Older version")
        self.second = StillView(themes, "Newer version")
        self.first.hide_zoom()
        self._tie = Tie(self.first, self.second)
        self._heads_of = (label("", "small"), label("", "small"))
        self.restore = button("Restore this version", "primary", icon="reset", themes=themes)
        name_widget(self.restore, "history_restore", "Restore this version")
        self._state = label("", "muted", wrap=True)
        name_widget(self._state, "history_state")
        self._close = button("Close")
        self._empty = EmptyState(
            themes,
            icon="clock",
            title="No history yet",
            sentence="From now on every change of this workflow leaves a version here that you can look at, compare "
            "and restore.",
        )

    def _lay_out(self) -> None:
        side = surface("surface")
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        below = surface("surface")
        words = QVBoxLayout(below)
        words.setContentsMargins(12, 8, 8, 8)
        words.setSpacing(4)
        words.addWidget(self._told)
        words.addWidget(self.changes, 1)
        left = QSplitter(Qt.Orientation.Vertical)
        left.addWidget(side)
        left.addWidget(below)
        left.setSizes([340, 300])
        left.setChildrenCollapsible(False)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self._stage())
        split.setStretchFactor(1, 1)
        split.setSizes([_SIDE, _SIZE[0] - _SIDE])
        split.setChildrenCollapsible(False)
        self._pages = QStackedWidget()
        self._pages.addWidget(split)
        self._pages.addWidget(self._empty)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self._state, 1)
        foot.addWidget(self._close)
        foot.addWidget(self.restore)
        ground = surface("surface")
        box = QVBoxLayout(ground)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._pages, 1)
        box.addWidget(hairline())
        box.addLayout(foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def _stage(self) -> QWidget:
        """Make the right side: what to show, and the canvases under their headings."""
        holder = surface("surface")
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 12, 12, 12)
        tools.setSpacing(8)
        tools.addWidget(self.parts)
        tools.addWidget(self._with)
        tools.addWidget(self.other, 1)
        tools.addStretch(0)
        pair = QHBoxLayout()
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(0)
        self._columns = []
        for view, head in zip((self.first, self.second), self._heads_of, strict=True):
            one = surface("surface")
            column = QVBoxLayout(one)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            head.setContentsMargins(12, 0, 12, 8)
            column.addWidget(head)
            column.addWidget(hairline())
            column.addWidget(view, 1)
            self._columns.append(one)
        self._between = hairline(Qt.Orientation.Vertical)
        pair.addWidget(self._columns[0], 1)
        pair.addWidget(self._between)
        pair.addWidget(self._columns[1], 1)
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(tools)
        box.addLayout(pair, 1)
        return holder

    def _connect(self) -> None:
        self.filter.filter_changed.connect(self._on_filter)
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.parts.chosen.connect(self._on_part)
        self.other.activated.connect(self._show)
        self.changes.card_chosen.connect(self._on_difference)
        self.first.card_chosen.connect(self._on_card)
        self.second.card_chosen.connect(self._on_card)
        self.restore.clicked.connect(self._on_restore)
        self._close.clicked.connect(self.close)
        self._context.bus.changed.connect(self._on_changed)

    # ------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Read the history anew; what is chosen stays chosen."""
        workflow = self._context.workspace.project().workflow(self._id)
        if workflow is None:
            self.close()
            return
        self.setWindowTitle(f"History of “{workflow.name}”")
        chosen = self.list.current()
        newest = bool(chosen and self._heads and chosen.id == self._heads[0].id)
        self._heads = versions.history(self._context.workspace, self._id)
        self._pages.setCurrentIndex(0 if self._heads else 1)
        self.list.versions.show_versions(self._heads, self._clock())
        self._fill_others()
        self._choose(chosen.id if chosen is not None and not newest else 0)

    def _choose(self, version: int) -> None:
        """Choose a version and show it, once: that another one is chosen by it is no reason to draw all of it twice."""
        self._is_choosing = True
        self.list.choose(version)
        self._is_choosing = False
        self._show()

    def _fill_others(self) -> None:
        kept = self.other.currentData()
        self.other.clear()
        self.other.addItem("the version before it", _BEFORE)
        for head in self._heads:
            words = f"{self.list.versions.when(head)} · {elide(head.title, _TITLE_LETTERS)}"
            self.other.addItem(words, head.id)
        # What a person asks first: what has changed since then.
        at = self.other.findData(kept) if kept is not None else 1
        self.other.setCurrentIndex(max(at, 0))

    @Slot()
    def _show(self, *_: object) -> None:
        """Show what is chosen: one version and what it changed, or two and what differs."""
        compares = self.parts.current() == _TWO
        self._with.setVisible(compares)
        self.other.setVisible(compares)
        self._columns[0].setVisible(compares)
        self._between.setVisible(compares)
        head = self.list.current()
        if head is not None:
            try:
                self._show_pair(*self._pair(head, compares=compares), compares=compares)
            except Problem as problem:
                self._context.dialogs.problem(problem)
        self._show_state(head)

    def _pair(self, head: VersionHead, *, compares: bool) -> tuple[VersionHead | None, VersionHead]:
        """Give the two versions that are compared, the older one first; none when there is nothing before."""
        before = next((h for h in self._heads if h.id < head.id), None)
        if not compares:
            return before, head
        asked = self.other.currentData()
        other = before if asked == _BEFORE else next((h for h in self._heads if h.id == asked), None)
        if other is None or other.id == head.id:
            other = before
        if other is not None and other.id > head.id:
            return head, other
        return other, head

    def _show_pair(self, older: VersionHead | None, newer: VersionHead, *, compares: bool) -> None:
        workspace, project = self._context.workspace, self._context.workspace.project()
        before: Workflow | None = None
        if older is None:
            after = versions.version(workspace, newer.id)
        else:
            before, after = versions.pair(workspace, older.id, newer.id)
        self._diff = diff(before, after, project) if before is not None else WorkflowDiff()
        marks = self._diff.marks()
        self.second.show_version(project, after, {i: m for i, m in marks.items() if Mark.REMOVED not in m})
        _head(self._heads_of[1], f"After: {self._line(newer)}" if compares else self._line(newer))
        if compares and before is not None and older is not None:
            self.first.show_version(project, before, {i: m for i, m in marks.items() if Mark.ADDED not in m})
            _head(self._heads_of[0], f"Before: {self._line(older)}")
        self._tie.tied = compares
        self._columns[0].setVisible(compares and before is not None)
        self._between.setVisible(compares and before is not None)
        self.changes.show_diff(self._diff)
        self._told.setText(_counted(self._diff, is_first=before is None, compares=compares))

    def _line(self, head: VersionHead) -> str:
        return f"{self.list.versions.when(head)} · {head.title}"

    def _show_state(self, head: VersionHead | None) -> None:
        newest = bool(head and self._heads and head.id == self._heads[0].id)
        locked = self._context.undo.locked
        self.restore.setEnabled(head is not None and not newest and not locked)
        if head is None:
            self._state.setText("" if not self._heads else "No version matches the filter.")
        elif newest:
            self._state.setText("This is the workflow as it is now.")
        elif locked:
            self._state.setText("Stop the rehearsal to restore a version.")
        else:
            self._state.setText(
                "Restoring is one step that Undo takes back; whether the workflow is on stays as it is."
            )

    # ------------------------------------------------------------ what is asked

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        chosen = self.list.current()
        self.list.versions.set_text(text)
        self._choose(chosen.id if chosen is not None else 0)

    @Slot()
    def _on_part(self, *_: object) -> None:
        self._show()
        # Once the columns have their width.
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        """Show both canvases from the top, their whole width if that leaves them readable."""
        shown = [view for view in (self.first, self.second) if view.isVisible()]
        zoom = min((view.zoom_to_width() for view in shown), default=1.0)
        for view in shown:
            view.set_zoom(zoom)
            view.show_top()

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_choosing:
            self._show()

    @Slot(int)
    def _on_difference(self, card_id: int) -> None:
        # The newer version last: where both have the card, the older one follows it.
        for view in (self.first, self.second):
            if view.isVisible():
                view.choose(card_id)

    @Slot(int)
    def _on_card(self, card_id: int) -> None:
        for view in (self.first, self.second):
            if view is not self.sender():
                view.choose(card_id)
        self.changes.show_card(card_id)

    @Slot()
    def _on_restore(self) -> None:
        head = self.list.current()
        if head is None:
            return
        when = title_words(head.time, self._clock())
        try:
            edit = versions.restore(self._context.workspace, head.id, when)
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return
        before = self._context.workspace.project().workflow(self._id)
        self._context.undo.do(edit)
        if self._context.workspace.project().workflow(self._id) != before:
            self._context.bus.message.emit(f"Restored the version of {when}. Undo takes it back.")
            self.close()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(Noun.WORKFLOW, Noun.SEQUENCE, Noun.SENDER, Noun.PROPERTY, Noun.LIST):
            self.refresh()


def _head(shown: QLabel, text: str) -> None:
    shown.setText(text)
    shown.setToolTip(text)


def _counted(found: WorkflowDiff, *, is_first: bool, compares: bool) -> str:
    """Say how much differs, e.g. ``+ 2 added · − 1 removed``."""
    if is_first:
        return "The oldest version that is kept"
    parts = [f"{SIGNS[m]} {number(found.count(m))} {m.value}" for m in Mark if found.count(m)]
    if parts:
        return " · ".join(parts)
    if found.differences:
        return "Only name or status differ" if compares else "Only name or status changed"
    return "Nothing differs" if compares else "Nothing changed"
