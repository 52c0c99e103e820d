"""The Tokens page of a sequence: which contacts have a value for which token, with gaps filled in place.

Lives here: which contacts are looked at, and when it is counted anew. Not here: the table (``…_coverage_table``) and
the counting (``core.services.coverage``).
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Many

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Noun
from core.model.problem import Problem
from core.model.sequence import Sequence
from core.services import coverage as service
from core.services.coverage import Coverage, CoverageRow
from gui import text
from gui.bus import GoTo
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tabs.panel_parts import add_shortcut, name_widget
from gui.tabs.sequence_coverage_table import CoverageCells, CoverageModel, CoverageTable
from gui.tabs.sequence_senders import SenderBox
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import hairline, label, surface
from gui.widgets.segments import Segment, SegmentedFilter
from gui.widgets.switch import ToggleSwitch

_ALL, _ENROLLED = "all", "enrolled"
_CALM_MS = 60
_SCOPE = "sequences/coverage_scope"


class CoveragePage(QWidget):
    """Shows the token matrix of a sequence.

    Signals:
        steps_requested: the steps shall be shown, to put a token in.
        automation_requested: the automation shall be shown, to make a workflow.
    """

    steps_requested = Signal()
    automation_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name_widget(self, "sequence_coverage", "Tokens")
        self._context = context
        self._sequence: Sequence | None = None
        self._found: Coverage | None = None
        self._model: CoverageModel | None = None
        self._enrolled: frozenset[int] | None = None
        self._job: Job | None = None
        self._asked: tuple[object, ...] = ()
        self._locked = False
        self._stale = True
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._count)
        self._make_bar()
        self._table = CoverageTable(context.themes, context.settings)
        name_widget(self._table, "coverage_table", "Tokens of every contact")
        self._cells = CoverageCells(context, self._table, lambda: not self._locked)
        self._cells.passed_on.connect(lambda contact: context.bus.navigate.emit(GoTo("contact", contact)))
        self._table.edit_requested.connect(self._cells.open_current)
        self._status = label("", "muted")
        name_widget(self._status, "coverage_status")
        self._status.setContentsMargins(16, 6, 16, 6)
        self._state = EmptyState(context.themes, icon="list", title="Counting…", sentence="", primary="Go")
        self._state.primary_clicked.connect(self._on_state)
        self._on_state_do: Callable[..., object] | None = None
        self._lay_out()
        add_shortcut(self, "Ctrl+F", self._focus_search)

    # ------------------------------------------------------------ what the tab asks

    def show_sequence(self, sequence: Sequence) -> None:
        """Show another sequence, or the same one changed."""
        if self._sequence is None or sequence.id != self._sequence.id:
            self._enrolled = self._found = None
        if sequence != self._sequence:
            self._sequence = sequence
            self._refresh()

    def show_changes(self, changes: Changes) -> None:
        """Follow contacts, senders and whatever decides who is enrolled."""
        if changes.touches(*_WATCHED):
            self._enrolled = None
            self._refresh()

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing cells."""
        self._locked = locked
        if locked:
            self._cells.cancel()

    # ------------------------------------------------------------ making

    def _make_bar(self) -> None:
        themes = self._context.themes
        self._scope = SegmentedFilter(themes, (Segment(_ALL, "All contacts"), Segment(_ENROLLED, "Would be enrolled")))
        name_widget(self._scope, "coverage_scope", "Contacts looked at")
        kept = str(self._context.settings.value(_SCOPE, _ALL))
        self._scope.choose(kept if kept in (_ALL, _ENROLLED) else _ALL)
        self._scope.chip(_ENROLLED).setToolTip(
            "Those that the next rehearsal would enroll here; workflows that use this sequence count as on"
        )
        self._scope.chosen.connect(self._on_scope)
        self._gaps = ToggleSwitch(themes, "Only contacts with gaps")
        name_widget(self._gaps, "coverage_gaps", "Only contacts with gaps")
        self._gaps.clicked.connect(self._refresh)
        self._search = FilterLine(themes, "Find a contact")
        self._search.setObjectName("coverage_search")
        self._search.setMaximumWidth(240)
        self._search.filter_changed.connect(self._refresh)
        self._by = SenderBox("coverage_sender")
        self._by.changed.connect(self._refresh)

    def _lay_out(self) -> None:
        bar = surface("bar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(self._search, 1)
        line.addWidget(self._scope)
        line.addSpacing(4)
        line.addWidget(self._gaps)
        line.addStretch(1)
        line.addWidget(label("Sent by", "muted"))
        line.addWidget(self._by)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._table)
        self._pages.addWidget(self._state)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(bar)
        box.addWidget(hairline())
        box.addWidget(self._pages, 1)
        box.addWidget(hairline())
        box.addWidget(self._status)

    # ------------------------------------------------------------ counting

    def showEvent(self, event: QShowEvent) -> None:
        """Count when the page is shown; while it is hidden it does nothing."""
        super().showEvent(event)
        self._by.show_senders(self._context.workspace.project())
        if self._stale:
            self._refresh()

    @Slot()
    def _refresh(self, *_: object) -> None:
        """Count anew, once what happens has calmed down."""
        self._stale = True
        if self.isVisible():
            self._by.show_senders(self._context.workspace.project())
            self._calm.start()

    @Slot()
    def _count(self) -> None:
        sequence, workspace = self._sequence, self._context.workspace
        self._drop()
        if sequence is None:
            return
        self._stale = False
        if not service.columns_of(workspace.project(), sequence):
            self._show_state("No tokens in these mails",
                             "A token such as {{ contact.firstname }} makes a mail personal. Put one into a step.",
                             "Go to steps", self.steps_requested.emit)  # fmt: skip
            return
        narrowed, known = self._scope.current() == _ENROLLED, self._enrolled
        by, words, gaps = self._by.sender_id(), self._search.text().strip(), self._gaps.isChecked()

        def work(control: JobControl) -> tuple[Coverage, frozenset[int] | None]:
            with workspace.in_thread() as mine:
                scope = known
                if narrowed and scope is None:
                    scope = service.would_enroll(mine, sequence.id, control)
                control.raise_if_cancelled()
                found = service.coverage(
                    mine, sequence, by, scope=scope if narrowed else None, text=words, only_gaps=gaps
                )
                return found, scope

        title = "Finding who would be enrolled" if narrowed and known is None else "Counting tokens"
        self._job = self._context.jobs.start(title, work, done=self._on_counted, failed=self._on_failed)
        if self._found is None:
            self._show_state("Counting…", "Every contact is looked at.")
        self._status.setText(f"{title}…")

    def _drop(self) -> None:
        """Forget a count that is waited for; a newer one takes its place."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _on_counted(self, answer: tuple[Coverage, frozenset[int] | None]) -> None:
        self._job = None
        found, scope = answer
        self._enrolled = scope if scope is not None else self._enrolled
        before = self._found
        # While gaps are filled, columns keep their places: only another set of them is put in order anew.
        same = before is not None and {c.key for c in before.columns} == {c.key for c in found.columns}
        found = self._found = service.ordered(found, [c.key for c in before.columns] if before and same else ())
        by = self._by.sender_id()
        if self._model is None or before is None or before.columns != found.columns or self._asked != (by,):
            self._set_model(found, by)
        else:
            self._model.show_counts(found)
            if self._model.ids() != found.ids:
                self._model.set_ids(found.ids)
            self._model.invalidate()
        self._asked = (by,)
        self._tell(found)

    def _set_model(self, found: Coverage, by: int) -> None:
        workspace = self._context.workspace

        def fetch(ids: Many[int]) -> list[CoverageRow]:
            return service.rows(workspace, found.columns, by, ids)

        self._cells.cancel()
        before = self._model
        self._model = CoverageModel(found, fetch, parent=self)
        self._table.setModel(self._model)
        self._table.put_in_order()
        if before is not None:
            before.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        self._found = None
        if not isinstance(error, Problem):
            raise error
        self._status.setText("")
        self._show_state(error.sentence, error.hint, "Go to automation", self.automation_requested.emit)

    # ------------------------------------------------------------ showing

    def _tell(self, found: Coverage) -> None:
        """Show the matrix with its sums, or why there is nothing in it."""
        narrowed = self._scope.current() == _ENROLLED
        whom = text.plural(found.total, "contact")
        parts = [f"{whom} would be enrolled" if narrowed else whom]
        share = text.percent(found.gaps, found.total)
        parts.append(f"{text.number(found.gaps)} with gaps ({share})" if found.gaps else "no gaps")
        if len(found.ids) != found.total:
            parts.append(f"{text.number(len(found.ids))} shown")
        self._status.setText(" · ".join(parts))
        if len(found.ids):
            self._pages.setCurrentWidget(self._table)
        elif not found.total and narrowed:
            self._show_state("Nobody would be enrolled",
                             "The workflows that use this sequence would enroll no contact in the next rehearsal.",
                             "Go to automation", self.automation_requested.emit)  # fmt: skip
        elif not found.total:
            self._show_state("No contacts yet", "Add or import contacts, then see here what they lack.")
        elif self._gaps.isChecked() and not self._search.text().strip():
            self._show_state("No gaps", f"Every token has a value for {whom}.", "Show all", self._show_all)
        else:
            self._show_state("No contact matches", "Nobody is found by that text.", "Show all", self._show_all)

    def _show_state(self, title: str, sentence: str, button: str = "", do: Callable[..., object] | None = None) -> None:
        self._state.set_texts(title, sentence)
        self._state.primary_button.setText(button)
        self._state.primary_button.setVisible(bool(button))
        self._on_state_do = do
        self._pages.setCurrentWidget(self._state)

    @Slot()
    def _on_state(self) -> None:
        if self._on_state_do is not None:
            self._on_state_do()

    def _show_all(self) -> None:
        self._gaps.setChecked(False)
        self._search.clear()
        self._search.flush()
        self._refresh()

    # ------------------------------------------------------------ slots

    @Slot(str)
    def _on_scope(self, scope: str) -> None:
        self._context.settings.setValue(_SCOPE, scope)
        self._refresh()

    @Slot()
    def _focus_search(self) -> None:
        self._search.setFocus()
        self._search.selectAll()


_WATCHED = (Noun.CONTACT, Noun.SENDER, Noun.ACCOUNT, Noun.PROPERTY, Noun.WORKFLOW, Noun.MEMBER, Noun.EVENT,
            Noun.ENROLLMENT, Noun.LIST)  # fmt: skip
