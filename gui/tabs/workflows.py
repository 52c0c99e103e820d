"""The Workflows tab: the list at the left, the cards in the middle, the fields of the chosen card at the right.

Lives here: how the three are wired together, and what is done to whole workflows. Not here: edits of cards
(workflow_cards.py), sums of a run (workflow_counts.py), the canvas and the forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from core.model.changes import Changes, Noun
from core.model.filter import Filter
from core.model.moment import Break, Moment
from core.model.project import Project
from core.model.run import CardCounts, Cast, Run
from core.model.workflow import Workflow
from core.services import workflows
from core.services.branch_counts import count_ways
from core.services.expectations import Verdict
from core.services.forecast import Forecast
from core.services.review import Finding
from gui.bus import GoTo
from gui.canvas.faces import Findings, counts_of
from gui.canvas.layout import TRIGGER
from gui.context import Context
from gui.forms.base import Surroundings
from gui.forms.card_results import Skips, skips_at, skips_of
from gui.forms.trigger_pages import WorkflowDraft
from gui.tabs import workflow_counts as counting
from gui.tabs.panel_parts import pick, read_number
from gui.tabs.workflow_cards import CardDesk
from gui.tabs.workflow_desk import WorkflowDesk
from gui.tabs.workflow_flow import WorkflowFlow
from gui.tabs.workflow_jobs import CountJobs
from gui.tabs.workflow_looks import CanvasLooks
from gui.tabs.workflow_page import WorkflowPage
from gui.tabs.workflow_tools import WorkflowTools

if TYPE_CHECKING:
    from core.services.flow import Flow
    from core.services.replay import Replay

_SELECTED = "workflows/selected"
_DRAWN = (Noun.WORKFLOW, Noun.SEQUENCE, Noun.SENDER, Noun.PROPERTY, Noun.ACCOUNT, Noun.EVENT, Noun.LIST)


class WorkflowsTab(WorkflowPage):
    """Design workflows, and see on their cards what the last rehearsal came to.

    Arguments:
        context: The window's shared services.
        parent: Owner.

    Signals:
        title_changed: The tab's title is another now.
    """

    title_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._project = context.workspace.project()
        self._run: Run | None = None
        self._places: Mapping[int, CardCounts] = {}
        self._problems: Mapping[int, Sequence[int]] = {}
        self._instant: tuple[Replay, Moment] | None = None
        self._findings: Mapping[int, Findings] = {}
        self._forecast: Forecast | None = None
        self._failed: Mapping[int, int] = {}
        self._shown = 0
        self._locked = False
        self._counter = counting.ProblemCounter()
        self._count_jobs = CountJobs(context, self)
        self.desk = CardDesk(context, self.canvas, self.commit_pending, self)
        self.whole = WorkflowDesk(context, self.list, self.commit_pending, self)
        self.tools = WorkflowTools(context, self, self.commit_pending, self.go_to)
        self._connect()
        self._looks = CanvasLooks(context, self.canvas, self)
        self._refill()
        self._open(read_number(context.settings.value(_SELECTED, 0)) or self._first_id())

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        if not changes.touches(*_DRAWN):
            if changes.touches(Noun.CONTACT, Noun.MEMBER):
                self.panel.count_again()
            return
        before = [workflow.id for workflow in self._project.workflows]
        self._project = self._context.workspace.project()
        if self._project.workflow(self._shown) is None and self._shown:
            at = before.index(self._shown) if self._shown in before else 0
            self._refill()
            self._open(pick([workflow.id for workflow in self._project.workflows], at) or 0)
            return
        self._refill()
        self._draw()

    def show_run(self, run: Run | None) -> None:
        """Show the counts of a run on the cards and in the list, or take them away."""
        self._run = run
        self._places = run.summary.places if run is not None else {}
        self._problems = {}
        self._instant = None
        self._refill()
        self._draw()
        if run is not None:
            workspace = self._context.workspace
            self._count_jobs.start(
                "Counting problems", lambda: counting.problem_rows(workspace, run), self._on_problems
            )

    def show_progress(self, project: Project, places: Mapping[int, CardCounts]) -> None:
        """Show on the cards how far a rehearsal is: the project it plays, and place numbers with their counts."""
        workflow = project.workflow(self._shown)
        if workflow is not None and counting.is_played(workflow, project.account.settings):
            self.canvas.show_counts(counts_of(project, self._shown, places))

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Show one instant of the run shown in the list and in the panel; the cards follow ``show_progress``."""
        if self._run is None or replay.run.id != self._run.id:
            return
        self._instant = (replay, moment)
        before, self._places = self._counts().get(self.panel.card_id), replay.counts(moment)
        self._refill()
        if self._counts().get(self.panel.card_id) != before:
            self._show_results()

    def show_flow(self, flow: Flow, before: Moment, after: Moment) -> None:
        """Let tokens run to the cards that contacts came to between two moments of a rehearsal that plays."""
        self.canvas.show_arrivals(flow.between(before, after, self._shown))

    def show_place(self, workflow_id: int) -> None:
        """Show a workflow in which something happens at the next instant, and leave the keyboard where it is."""
        if workflow_id != self._shown and self._project.workflow(workflow_id) is not None:
            self._context.bus.card_left.emit()
            self._open(workflow_id)

    def end_flow(self) -> None:
        """Let all tokens vanish: another instant is shown."""
        self.canvas.tokens.clear()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show on the cards what the review found."""
        self._findings = counting.findings_by_workflow(findings)
        self.canvas.show_counts(self._counts(), self._findings.get(self._shown, {}))

    def show_breaks(self, breaks: Sequence[Break]) -> None:
        """Show on the cards where playing stops."""
        self.desk.breaks = breaks
        self.canvas.set_stops(frozenset(one.card for one in breaks if one.card[0]))

    def show_forecast(self, forecast: Forecast | None) -> None:
        """Show in the panel what would come of the card in the next rehearsal."""
        self._forecast = forecast
        self._show_news()

    def show_verdicts(self, verdicts: Sequence[Verdict]) -> None:
        """Show in the list which workflows are not as expected."""
        self._failed = Counter(verdict.workflow for verdict in verdicts if verdict.holds is False)
        self._refill()

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing; selecting, zooming and reading go on."""
        self._locked = locked
        self._banner.set_locked(locked)
        self.list.rows.locked = locked
        self._new.setEnabled(not locked)
        self._empty.primary_button.setEnabled(not locked)
        self.head.setEnabled(not locked)
        self.canvas.set_locked(locked)
        self.panel.set_locked(locked)

    def go_to(self, target: GoTo) -> bool:
        """Show a workflow, and the card ``target.sub`` says; false for anything else."""
        workflow = self._project.workflow(target.id) if target.kind == "workflow" else None
        if workflow is None:
            return False
        if self.list.rows.row_of(workflow.id) < 0:
            self._search.clear()
            self._search.flush()
        self._open(workflow.id)
        if isinstance(target.sub, int):
            self.canvas.choose(target.sub)
        return True

    def open_find(self) -> None:
        """Open the find bar over the canvas."""
        self.tools.search.open()

    def commit_pending(self) -> None:
        """Commit what stands in the panel and is not saved, so that nothing is lost."""
        self.head.commit()
        self.panel.commit()

    # ------------------------------------------------------------ making

    def _connect(self) -> None:
        self._search.filter_changed.connect(self._on_filter)
        self._new.clicked.connect(self.whole.make)
        self._empty.primary_clicked.connect(self.whole.make)
        self.whole.made.connect(self._on_made)
        self.whole.copied.connect(self._open)
        self.list.chosen.connect(self._open)
        self.list.toggled.connect(self._on_toggled)
        self.list.delete_requested.connect(self.whole.delete)
        self.list.duplicate_requested.connect(self.whole.duplicate)
        self.list.menu_requested.connect(self.whole.show_menu)
        self.list.rows.rename_requested.connect(self.whole.rename)
        self.head.renamed.connect(lambda name: self.whole.rename(self._shown, name))
        self.head.toggled.connect(lambda: self._on_toggled(self._shown))
        self.head.sequence_clicked.connect(lambda: self.whole.show_sequence(self._shown))
        self.canvas.card_selected.connect(self._on_card_selected)
        bus = self._context.bus
        self.canvas.card_visited.connect(lambda card: bus.card_visited.emit(self._shown, card))
        self.canvas.ground_visited.connect(bus.card_left)
        self.desk.added.connect(self._on_added)
        self.desk.panel_wanted.connect(self.panel.focus_first)
        self.panel.escaped.connect(self.canvas.setFocus)
        self.panel.card_saved.connect(self.desk.save)
        self.panel.trigger_saved.connect(self._on_draft_saved)
        self.panel.switch_requested.connect(self.desk.switch)
        self.panel.log_requested.connect(self._on_log)
        self.panel.sender_requested.connect(lambda sender: self._context.bus.navigate.emit(GoTo("sender", sender)))
        self.panel.capacity_requested.connect(self._on_capacity)
        self.panel.why_not_requested.connect(lambda: self._context.bus.navigate.emit(GoTo("why_not", 0, self._shown)))
        self.panel.count_requested.connect(self._ask_count)
        self.panel.ways_requested.connect(self._ask_ways)
        WorkflowFlow(self._context, self)

    # ------------------------------------------------------------ showing

    def _workflow(self) -> Workflow | None:
        return self._project.workflow(self._shown)

    def _first_id(self) -> int:
        return self._project.workflows[0].id if self._project.workflows else 0

    def _around(self, workflow: Workflow) -> Surroundings:
        context = self._context
        return Surroundings(
            self._project, context.themes, context.dialogs, workflow.sequence, workflow.id, self.whole.make_list
        )

    def _refill(self) -> None:
        run = self._run
        entered = counting.entered_by_workflow(run.project, self._places, counting.played_in(run)) if run else None
        until = self._run.first_row + self._instant[1].rows if self._run is not None and self._instant else 0
        problems = counting.problems_until(self._problems, until)
        self.list.rows.set_rows(counting.list_rows(self._project, self._counter, entered, problems, self._failed))
        self.list.choose(self._shown)
        self._stack.setCurrentIndex(0 if self._project.workflows else 1)

    @Slot(int)
    def _open(self, workflow_id: int) -> None:
        """Show another workflow as it was left, else from its top with its trigger selected."""
        if self._project.workflow(workflow_id) is None:
            workflow_id = self._first_id()
        if workflow_id == self._shown and workflow_id:
            return
        self.commit_pending()
        self._shown = workflow_id
        self._context.settings.setValue(_SELECTED, workflow_id)
        self.list.choose(workflow_id)
        workflow = self._workflow()
        self._draw_cards()
        if workflow is None:
            self.panel.show_nothing()
        else:
            self._show_card(self.canvas.selected)

    def _draw(self) -> None:
        """Draw the shown workflow again, keeping what is selected and typed."""
        workflow = self._workflow()
        if workflow is None:
            return
        self._draw_cards()
        if self.canvas.selected == self.panel.card_id:
            self.panel.refresh(self._around(workflow), workflow)
            self._show_results()
        else:
            self._show_card(self.canvas.selected)

    def _draw_cards(self) -> None:
        workflow = self._workflow()
        self.head.show_workflow(self._project, workflow)
        self.canvas.show_workflow(self._project, workflow, self._counts(), self._findings.get(self._shown, {}))
        self.tools.search.redraw()

    def _counts(self) -> Mapping[int, CardCounts]:
        run = self._run
        if run is None or self._shown not in counting.played_in(run):
            return {}
        return counts_of(run.project, self._shown, self._places)

    def _show_card(self, card_id: int, *, quiet: bool = False) -> None:
        workflow = self._workflow()
        if workflow is not None:
            self.panel.show_card(self._around(workflow), workflow, card_id, quiet=quiet)
            self._show_results()

    def _show_results(self) -> None:
        card_id, run = self.panel.card_id, self._run
        counts = self._counts().get(card_id)
        self.panel.show_results(counts)
        self._show_news()
        if run is None or counts is None or not counts.skipped or card_id == TRIGGER:
            return
        place = Cast(run.project).number(self._shown, card_id)
        if self._instant is not None:
            self.panel.show_skips(skips_at(*self._instant, place))
            return
        key = (self._shown, card_id, run.id)

        def show(skips: Skips) -> None:
            if key == (self._shown, self.panel.card_id, self._run.id if self._run else 0):
                self.panel.show_skips(skips)

        self._count_jobs.start("Counting reasons", lambda: skips_of(self._context.workspace, run, place), show)

    def _show_news(self) -> None:
        card_id = self.panel.card_id
        news = counting.news_of(self._forecast, self._shown, card_id, self._counts().get(card_id))
        self.panel.show_forecast(news)

    # ------------------------------------------------------------ slow work

    @Slot(object)
    def _ask_count(self, wanted: Filter) -> None:
        def show(found: tuple[int, int]) -> None:
            self.panel.show_match_count(*found)

        workspace = self._context.workspace
        self._count_jobs.watched(
            "Counting contacts", lambda keep_on: workflows.match_count(workspace, wanted, keep_on), show
        )

    @Slot(tuple)
    def _ask_ways(self, filters: tuple[Filter, ...]) -> None:
        workspace = self._context.workspace
        self._count_jobs.watched(
            "Counting branches",
            lambda keep_on: count_ways(workspace, filters, keep_on),
            lambda found: self.panel.show_way_counts(filters, found),
        )

    @Slot(object)
    def _on_problems(self, problems: Mapping[int, Sequence[int]]) -> None:
        self._problems = problems
        self._refill()

    # ------------------------------------------------------------ workflows

    @Slot(int)
    def _on_made(self, workflow_id: int) -> None:
        self._search.clear()
        self._search.flush()
        self._open(workflow_id)
        self.head.edit_name()

    @Slot(int)
    def _on_toggled(self, workflow_id: int) -> None:
        self.whole.toggle(workflow_id)
        self.head.show_workflow(self._project, self._workflow())

    # ------------------------------------------------------------ cards

    @Slot(int)
    def _on_card_selected(self, card_id: int) -> None:
        self.panel.commit()
        self._show_card(card_id)

    @Slot(int)
    def _on_added(self, card_id: int) -> None:
        self._show_card(card_id, quiet=True)
        self.panel.focus_first()

    @Slot(object)
    def _on_draft_saved(self, draft: WorkflowDraft) -> None:
        self.whole.change(self._shown, draft.trigger, draft.settings)

    @Slot()
    def _on_log(self) -> None:
        self._context.bus.navigate.emit(GoTo("log", self._shown, self.panel.card_id))

    @Slot()
    def _on_capacity(self) -> None:
        self._context.bus.navigate.emit(GoTo("capacity", self._shown, self.panel.card_id))

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        self.list.rows.set_text(text)
        self.list.choose(self._shown)
