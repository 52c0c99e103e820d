"""The Sequences tab: the list, and the pages of the chosen sequence.

Lives here: what belongs together, and every edit of whole sequences. Not here: the parts themselves
(``gui.tabs.sequence_list``, and one file a page: ``…_steps_page``, ``…_preview``, ``…_coverage``, ``…_settings``,
``…_automation``, ``…_performance``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.model.changes import Changes, Edit, Noun
from core.model.instant import from_instant
from core.model.moment import Moment
from core.model.problem import Problem
from core.model.run import Run
from core.model.sequence import Sequence, SequenceSettings
from core.services import edits
from core.services import sequences as service
from core.services.values import zone_of_account
from core.services.workspace import Workspace
from gui import text
from gui.bus import GoTo
from gui.commands import Command
from gui.context import Context
from gui.tabs.instant import instant_title
from gui.tabs.panel_parts import LockBanner, add_shortcut, pick, read_number, register_commands
from gui.tabs.sequence_automation import AutomationPage
from gui.tabs.sequence_coverage import CoveragePage
from gui.tabs.sequence_head import PAGES, SequenceHead
from gui.tabs.sequence_list import SequenceList
from gui.tabs.sequence_performance import PerformancePage
from gui.tabs.sequence_preview import PreviewPage
from gui.tabs.sequence_rows import SequenceRow
from gui.tabs.sequence_settings import SettingsPage
from gui.tabs.sequence_steps_page import StepsPage
from gui.theme import Tone
from gui.widgets.banner import Banner, BannerAction
from gui.widgets.empty import EmptyState
from gui.widgets.split import SplitView

if TYPE_CHECKING:
    from core.services.replay import Replay

_SELECTED = "sequences/selected"
_PAGE = "sequences/page"


class SequencesTab(QWidget):
    """Lists the sequences and edits the chosen one.

    Signals:
        title_changed: The tab's title is another now.
    """

    title_changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._locked = False
        self._shown: Sequence | None = None
        self.setObjectName("sequences_tab")
        self._banner = LockBanner(context.themes, self)
        self.list = SequenceList(context.themes, context.settings)
        self.page = StepsPage(context)
        self.steps, self.panel = self.page.list, self.page.panel
        self.preview = PreviewPage(context)
        self.coverage = CoveragePage(context)
        self.performance = PerformancePage(context)
        self.settings = SettingsPage(context)
        self.automation = AutomationPage(context)
        self.head = SequenceHead(context.themes)
        self._deleted = Banner(context.themes)
        self._deleted.setObjectName("deleted_banner")
        self._lay_out()
        self._connect()
        self._refill()
        wanted = read_number(context.settings.value(_SELECTED, 0))
        if not self.list.choose(wanted):
            self._choose_near(0)
        self._open_page(str(context.settings.value(_PAGE, PAGES[0])))

    # ------------------------------------------------------------ what the window asks

    def show_changes(self, changes: Changes) -> None:
        """Draw again what an edit changed."""
        for page in (self.preview, self.coverage):
            page.show_changes(changes)
        if changes.touches(Noun.SEQUENCE, Noun.WORKFLOW, Noun.ENROLLMENT, Noun.ACCOUNT, Noun.PROPERTY, Noun.SENDER):
            row = self.list.row_of(self._shown.id) if self._shown is not None else 0
            self._refill()
            if self.list.current() == 0:
                self._choose_near(row)
            self._show(self.list.current())

    def show_run(self, run: Run | None) -> None:
        """Show how the steps did in a run."""
        self.performance.show_run(run)
        self.list.show_instant("", None)

    def show_moment(self, replay: Replay, moment: Moment) -> None:
        """Say how many are in each sequence at one instant of the rehearsal."""
        self.list.show_instant(instant_title(replay, moment), replay.active(moment))

    def set_locked(self, locked: bool) -> None:
        """Lock or unlock editing."""
        self._locked = locked
        self._banner.set_locked(locked)
        self._show(self.list.current())

    def go_to(self, target: GoTo) -> bool:
        """Choose a sequence, and a step of it when ``sub`` is its number; false for anything else."""
        sequence = self._context.workspace.project().sequence(target.id)
        if target.kind != "sequence" or sequence is None:
            return False
        if not self.list.choose(target.id):
            self.list.show_everything(deleted=sequence.deleted is not None)
            self.list.choose(target.id)
        if isinstance(target.sub, int) and 0 <= target.sub < len(sequence.steps):
            self._open_page("steps")
            self.steps.choose(target.sub)
        return True

    def commit_pending(self) -> None:
        """Store what is still being typed."""
        self.page.commit()
        self.head.commit()

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        context = self._context
        self._stack = QStackedWidget()
        for page in (self.page, self.preview, self.coverage, self.settings, self.automation, self.performance):
            self._stack.addWidget(page)
        body = QWidget()
        body_box = QVBoxLayout(body)
        body_box.setContentsMargins(0, 0, 0, 0)
        body_box.setSpacing(0)
        body_box.addWidget(self.head)
        body_box.addWidget(self._deleted)
        body_box.addWidget(self._stack, 1)
        self._empty = EmptyState(
            context.themes,
            icon="sequence",
            title="No sequences yet",
            sentence="A sequence is a row of mails and tasks that a contact goes through. Make the first one.",
            primary="New sequence",
        )
        self._empty.primary_clicked.connect(self._on_new)
        self._right = QStackedWidget()
        self._right.addWidget(body)
        self._right.addWidget(self._empty)
        split = SplitView(context.themes, "sequences/split", context.settings)
        split.add(self.list, 264)
        split.add(self._right, 1000, stretch=1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._banner)
        box.addWidget(split, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.view_changed.connect(self._on_view_changed)
        self.list.new_requested.connect(self._on_new)
        self.list.duplicate_requested.connect(self._on_duplicate)
        self.list.delete_requested.connect(self._on_delete)
        self.list.rename_requested.connect(self.head.focus_name)
        self.head.renamed.connect(self._on_renamed)
        self.head.page_chosen.connect(self._open_page)
        self.head.duplicate_requested.connect(self._on_duplicate)
        self.head.delete_requested.connect(self._on_delete)
        self.list.restore_requested.connect(self._on_restore)
        self.list.move_requested.connect(self._on_move_to_folder)
        self.list.folder_rename_requested.connect(self._on_rename_folder)
        self.list.folder_dissolve_requested.connect(self._on_dissolve_folder)
        self.page.edited.connect(self._change)
        self.preview.step_requested.connect(self._on_step_requested)
        self.coverage.steps_requested.connect(lambda: self._open_page("steps"))
        self.coverage.automation_requested.connect(lambda: self._open_page("automation"))
        self.settings.edited.connect(self._on_settings_edited)
        new = Command(
            "sequences.new", "New sequence", self._on_new, "Sequences", "plus", ("Ctrl+N",), lambda: not self._locked
        )
        register_commands(self._context, self, (new,))
        add_shortcut(self, "Ctrl+F", self.list.focus_filter)

    # ------------------------------------------------------------ showing

    def _refill(self) -> None:
        """Read the list again."""
        workspace = self._context.workspace
        everything = sorted(workspace.project().sequences, key=lambda s: (s.deleted is not None, s.name.casefold()))
        words = self.list.words.casefold().split()
        rows = tuple(
            SequenceRow(s, len(service.usage(workspace, s.id).workflows))
            for s in everything
            if (self.list.with_deleted or s.deleted is None) and all(word in s.name.casefold() for word in words)
        )
        gone = sum(s.deleted is not None for s in everything)
        self.list.show_rows(rows, gone, len(everything) - gone)
        self._right.setCurrentIndex(0 if gone < len(everything) or rows else 1)

    def _show(self, sequence_id: int) -> None:
        """Show a sequence on all pages."""
        workspace = self._context.workspace
        sequence = workspace.project().sequence(sequence_id)
        self._shown = sequence
        self._stack.setVisible(sequence is not None)
        locked = self._locked or sequence is None or sequence.deleted is not None
        self.list.set_locked(self._locked)
        self.page.show_sequence(sequence, locked=locked)
        self.settings.set_locked(locked)
        self.coverage.set_locked(self._locked)
        inside = service.usage(workspace, sequence_id).inside
        own = len(service.automation_workflows(workspace.project(), sequence_id))
        self.head.show_sequence(sequence, inside, own, locked)
        if sequence is None:
            self._deleted.clear()
            return
        for page in (self.preview, self.coverage, self.performance, self.automation):
            page.show_sequence(sequence)
        self.settings.show_settings(sequence)
        self.automation.set_locked(self._locked, deleted=sequence.deleted is not None)
        self._show_deleted(sequence)

    def _show_deleted(self, sequence: Sequence) -> None:
        if sequence.deleted is None:
            self._deleted.clear()
            return
        project = self._context.workspace.project()
        when = text.format_date(from_instant(sequence.deleted), zone_of_account(project))
        action = () if self._locked else (BannerAction("Restore", self._on_restore),)
        self._deleted.show_message(
            f"This sequence was deleted on {when}. Workflows that use it skip their enroll action.", Tone.BROKEN, action
        )

    def _choose_near(self, row: int) -> None:
        near = pick(self.list.ids(), row)
        if near is not None:
            self.list.choose(near)
        else:
            self._show(0)

    # ------------------------------------------------------------ slots: sequences

    @Slot(str)
    def _open_page(self, page: str) -> None:
        chosen = page if page in PAGES else PAGES[0]
        self.page.commit()
        self._stack.setCurrentIndex(PAGES.index(chosen))
        self.head.show_page(chosen)
        self._context.settings.setValue(_PAGE, chosen)

    @Slot(int)
    def _on_chosen(self, sequence_id: int) -> None:
        if self._shown is not None and sequence_id == self._shown.id:
            return
        self.page.commit()
        self._show(sequence_id)
        if sequence_id:
            self._context.settings.setValue(_SELECTED, sequence_id)

    @Slot()
    def _on_view_changed(self) -> None:
        self._refill()
        if self.list.current() == 0:
            self._choose_near(0)

    def _do(self, build: Callable[[], Edit]) -> Edit | None:
        """Build an edit and do it; what stands in its way is told to the person."""
        if self._locked:
            return None
        try:
            edit = build()
        except Problem as problem:
            self._context.dialogs.problem(problem)
            return None
        self._context.undo.do(edit)
        return edit

    def _made(self, edit: Edit | None) -> None:
        """Choose the sequence that an edit made, and let its name be typed."""
        made = next((p.after for p in edit.puts if isinstance(p.after, Sequence)), None) if edit else None
        if made is None:
            return
        if not self.list.choose(made.id):
            self.list.show_everything()
            self.list.choose(made.id)
        self._open_page("steps")
        self.head.focus_name()

    @Slot()
    def _on_new(self) -> None:
        self._made(self._do(lambda: service.new_sequence(self._context.workspace, "New sequence")))

    @Slot()
    def _on_duplicate(self) -> None:
        shown = self._shown
        if shown is not None and shown.deleted is None:
            self._made(self._do(lambda: service.duplicate(self._context.workspace, shown.id)))

    @Slot(str)
    def _on_renamed(self, name: str) -> None:
        if self._shown is not None:
            self._change(replace(self._shown, name=name), f"Rename sequence to “{name}”")

    @Slot()
    def _on_delete(self) -> None:
        shown = self._shown
        if shown is None or shown.deleted is not None or self._locked:
            return
        said = deletion_words(self._context.workspace, shown.id)
        if self._context.dialogs.confirm(f"Delete “{shown.name}”?", said, "Delete sequence", danger=True):
            self._do(lambda: service.delete(self._context.workspace, shown.id))

    @Slot()
    def _on_restore(self) -> None:
        shown = self._shown
        if shown is not None and shown.deleted is not None:
            self._do(lambda: service.restore(self._context.workspace, shown.id))

    @Slot(int, object)
    def _on_move_to_folder(self, sequence_id: int, folder: str | None) -> None:
        if folder is None:
            folder = self._context.dialogs.ask_text("New folder", "Name of the folder")
        if folder is not None:
            wanted = folder
            self._do(lambda: service.move_to_folder(self._context.workspace, sequence_id, wanted))

    @Slot(str)
    def _on_rename_folder(self, folder: str) -> None:
        name = None if self._locked else self._context.dialogs.ask_text("Rename folder", "Name of the folder", folder)
        if name is not None:
            self._do(lambda: service.rename_folder(self._context.workspace, folder, name))

    @Slot(str)
    def _on_dissolve_folder(self, folder: str) -> None:
        self._do(lambda: service.rename_folder(self._context.workspace, folder, ""))

    # ------------------------------------------------------------ slots: pages

    @Slot(object, str)
    def _change(self, after: Sequence, title: str) -> None:
        """Change the shown sequence by one named edit."""
        if self._shown is not None and not self._locked and after != self._shown:
            self._context.undo.do(edits.changed(self._shown, after, title))

    @Slot(int)
    def _on_step_requested(self, number: int) -> None:
        self._open_page("steps")
        self.steps.choose(number)
        self.panel.focus_subject()

    @Slot(object, str)
    def _on_settings_edited(self, after: SequenceSettings, title: str) -> None:
        if self._shown is not None:
            self._change(replace(self._shown, settings=after), title)


def deletion_words(workspace: Workspace, sequence_id: int) -> str:
    """Say who uses a sequence and what its deletion does to those inside, by the account's rule pack."""
    usage = service.usage(workspace, sequence_id)
    facts = []
    if usage.workflows:
        named = text.join_words([f"“{name}”" for name in usage.workflows[:4]])
        more = f" and {len(usage.workflows) - 4} more" if len(usage.workflows) > 4 else ""
        facts.append(f"Used by {text.plural(len(usage.workflows), 'workflow')}: {named}{more}.")
    if usage.inside:
        leave = service.deletion_unenrolls(workspace.project())
        fate = "will be taken out" if leave else "will stay in it, as the account’s rule pack says"
        facts.append(f"{text.plural(usage.inside, 'contact')} inside {fate}.")
    if usage.workflows:
        facts.append("Cards that enroll in it will skip that action.")
    said = " ".join(facts) or "It is not used by any workflow and nobody is inside."
    return f"{said} You can restore it later."
