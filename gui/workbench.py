"""All that belongs to one open workspace: run bar, tabs, log pane, undo, rehearsals, review.

Lives here: how these are wired together. Not here: the window around them (``gui.window``). Opening another workspace
throws the workbench away and makes a new one, so nothing of the old workspace can linger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.account import Account, RunSettings
from core.model.changes import Changes, Edit, Noun
from core.model.instant import from_instant
from core.model.moment import Break, Moment
from core.model.problem import Problem
from core.model.run import Run
from core.services.edits import changed
from core.services.forecast import Forecast
from core.services.run_differences import Course, RunDifference
from core.services.runs import RunProgress
from core.services.values import zone_of_account
from core.services.workspace import Workspace
from gui.bus import Bus, GoTo
from gui.capacity_opener import CapacityOpener
from gui.chosen import chosen_in
from gui.commands import CommandRegistry
from gui.context import Context
from gui.dialogs.ask import Dialogs
from gui.expectation_desk import ExpectationDesk
from gui.forecast_watch import ForecastWatch
from gui.jobs import JobRunner
from gui.review_watch import ReviewWatcher
from gui.run.bar import RunBar
from gui.run.controller import RunController
from gui.run.leading import Leading
from gui.run.log_pane import LogPane
from gui.run.player import ReplayPlayer
from gui.run.rerun import RerunWatch
from gui.run.run_age import RunAge
from gui.run.run_exports import RunExports
from gui.story_opener import StoryOpener
from gui.tab_host import TabHost, TabSpec, standard_tabs
from gui.text import format_datetime, number, plural
from gui.theme import ThemeManager, Tone
from gui.undo import UndoDoor
from gui.widgets.banner import Banner, BannerAction
from gui.widgets.store import SettingsStore

if TYPE_CHECKING:
    from core.services.replay import Replay
    from gui.run.why_not_in import WhyNotInDialog

#: Shorter rehearsals end before anybody could read that editing is locked.
LOCK_NOTE_MS = 600
_SHUT_DOWN_MS = 30_000


class Workbench(QWidget):
    """The working area of the window for one workspace.

    Args:
        workspace: The open workspace; closed by ``shut_down``.
        themes: Colours and icons.
        commands: Every action of the window.
        dialogs: Every question to the person.
        settings: Remembered sizes and choices.
        tabs: Which tabs; the window's own by default.
        parent: The window.

    Signals:
        settings_wanted: the person wants to change the rehearsal settings.
        compare_wanted: ids of the two rehearsals that the person wants to compare.
    """

    settings_wanted = Signal()
    compare_wanted = Signal(int, int)

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        commands: CommandRegistry,
        dialogs: Dialogs,
        settings: SettingsStore,
        tabs: Sequence[TabSpec] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("workbench")
        self.bus = Bus(self)
        self.jobs = JobRunner((Problem,), self)
        self.undo = UndoDoor(workspace, self.bus, self.jobs, dialogs, self)
        self.runs = RunController(workspace, self.undo, self.jobs, self)
        self.context = Context(workspace, self.undo, self.bus, self.jobs, commands, themes, dialogs, settings)
        self.player = ReplayPlayer(workspace, self.jobs, self)
        self.bar = RunBar(themes, self.player)
        self.banner = Banner(themes)
        self.banner.setObjectName("window_banner")
        self.exports = RunExports(self.context, self.banner, self)
        self.log = LogPane(self.context)
        self.exports.fill(self.log.bar.export_menu)
        self.tabs = TabHost(self.context, standard_tabs() if tabs is None else tabs)
        self.review = ReviewWatcher(workspace, self.bus, self.jobs, self)
        self.forecast = ForecastWatch(workspace, self.bus, self.jobs, self)
        self.rerun = RerunWatch(workspace, self.jobs, self)
        self.age = RunAge(self.context, self.undo, self.runs, self)
        self.expected = ExpectationDesk(self.context, self.tabs, self.runs, self.review, self)
        self._playing: Run | None = None
        self._why_not: WhyNotInDialog | None = None
        self.story = StoryOpener(self.context, self.log, self)
        self.capacity = CapacityOpener(self.context, self.tabs, self)
        self._lock_note = QTimer(self, singleShot=True, interval=LOCK_NOTE_MS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.banner)
        layout.addWidget(self.tabs, 1)
        self._connect()
        self.bar.show_project(workspace.project())

    @property
    def workspace(self) -> Workspace:
        """The open workspace."""
        return self.context.workspace

    def begin(self, tab: str) -> None:
        """Show a tab, and start reading what is not on it: the latest run, the review, the forecast."""
        self.tabs.open(tab)
        self.tabs.tab(self.tabs.current_key())
        self.runs.show_latest()
        self.review.review()
        self.forecast.renew()
        self.expected.watch.renew()

    def shut_down(self) -> None:
        """Commit what is being typed, end all jobs and close the workspace."""
        self.tabs.commit_pending()
        for dialog in (self._why_not, self.story.dialog, self.capacity.dialog):
            if dialog is not None:
                dialog.close()
        self.bus.blockSignals(True)
        self.forecast.stop()
        self.expected.close()
        self.player.pause()
        self.jobs.shut_down(_SHUT_DOWN_MS)
        self.workspace.close()

    def change_run_settings(self, settings: RunSettings) -> None:
        """Store how rehearsals are played from now on; can be undone."""
        account = self.workspace.project().account
        if settings != account.settings:
            after = replace(account, settings=settings)
            self.undo.do(changed(account, after, "Change rehearsal settings"))

    def change_account(self, after: Account) -> None:
        """Store the account; can be undone."""
        self.undo.do(changed(self.workspace.project().account, after, "Change account"))

    def fix(self, edit: Edit) -> None:
        """Mend what the review found and review again at once, so that the list follows the click."""
        self.undo.do(edit)
        self.review.review()

    def ask_capacity(self, workflow: int = 0, card: int = 0) -> None:
        """Open the dialog that says how many senders it takes; 0 takes the card that is chosen, else the first."""
        self.capacity.open(workflow, card)

    def ask_why_not(self, contact: int = 0, workflow: int = 0) -> None:
        """Open the dialog that says why a contact is not in a workflow; without both, about what is chosen."""
        if not contact and not workflow:
            contact, workflow = chosen_in(self.log.current_line(), self.tabs.current_tab())
        if self._why_not is None:
            from gui.run.why_not_in import WhyNotInDialog

            dialog = self._why_not = WhyNotInDialog(self.context, self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.finished.connect(self._on_why_not_closed)
            dialog.show_run(self.runs.run)
        self._why_not.choose(contact, workflow)
        self._why_not.show()
        self._why_not.activateWindow()

    def tell_story(self, contact: int = 0) -> None:
        """Open the story of a contact; 0 tells of the chosen row of the log, else of the first contact in it."""
        self.story.open(contact)

    @Slot()
    def _on_why_not_closed(self) -> None:
        self._why_not = None

    def _connect(self) -> None:
        bar, runs, log, bus = self.bar, self.runs, self.log, self.bus
        bar.play_clicked.connect(runs.start)
        bar.stop_clicked.connect(runs.stop)
        bar.reset_clicked.connect(runs.reset)
        bar.settings_clicked.connect(self.settings_wanted)
        log.menu.expect_wanted.connect(self.expected.expect_line)
        log.play_wanted.connect(runs.start)
        log.end_wanted.connect(self.player.go_to_end)
        log.export_wanted.connect(self.exports.export_log)
        runs.about_to_start.connect(self.tabs.commit_pending)
        runs.started.connect(self._on_started)
        runs.progressed.connect(self._on_progressed)
        runs.finished.connect(self._on_finished)
        runs.failed.connect(self._on_failed)
        runs.refused.connect(self._on_refused)
        runs.run_changed.connect(self._on_run_changed)
        self.player.moment_changed.connect(self._on_moment)
        self.player.went_on.connect(self.tabs.show_flow)
        self.player.jumped.connect(self.tabs.end_flow)
        self.player.loaded.connect(self._on_replay)
        Leading(self.player, self.tabs, self.log, bus)
        bus.break_wanted.connect(self._on_break_wanted)
        bus.break_unwanted.connect(self.player.remove_break)
        self.player.breaks_changed.connect(lambda: self.tabs.show_breaks(self.player.breaks))
        self.rerun.told.connect(self._on_rerun)
        self.banner.focus_left.connect(self._on_banner_left)
        self.age.told.connect(bar.age.show_words)
        bar.age.rehearse_clicked.connect(runs.start)
        bus.changed.connect(self._on_changed)
        bus.navigate.connect(self._on_navigate)
        self.undo.locked_changed.connect(self.tabs.set_locked)
        self.undo.busy_changed.connect(self._on_busy_changed)
        self._lock_note.timeout.connect(self._on_lock_note)
        self.review.reviewed.connect(self.tabs.show_findings)
        self.forecast.forecast_ready.connect(self._on_forecast)
        bar.forecast.forecast_clicked.connect(self.forecast.ask)

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        self.tabs.show_changes(changes)
        if changes.touches(Noun.ACCOUNT):
            self.bar.show_project(self.workspace.project())
            self.log.show_project()
        if changes.touches(Noun.WORKFLOW) and self.banner.text():
            # What the banner said, e.g. that no workflow is on, may not hold any more.
            self.banner.clear()
        self.context.commands.update_enabled()

    @Slot(object)
    def _on_forecast(self, forecast: Forecast | None) -> None:
        watch = self.forecast
        self.bar.forecast.show_forecast(forecast, watch.sentence, on_demand=watch.on_demand)
        self.tabs.show_forecast(forecast)

    @Slot(object)
    def _on_navigate(self, target: GoTo) -> None:
        if target.kind == "why_not":
            # From a contact (its id, no part), or from a workflow's trigger (the workflow as the part).
            self.ask_why_not(target.id, int(target.sub or 0))
            return
        if target.kind == "story":
            self.tell_story(target.id)
            return
        if target.kind == "capacity":
            self.ask_capacity(target.id, int(target.sub or 0))
            return
        if target.kind == "expectations":
            self.expected.open(target.id)
            return
        if target.kind in ("log", "log_contact", "log_filter"):
            self.log.targets.go_to(target)
        elif not self.tabs.go_to(target):
            self.bus.message.emit(f"This {target.kind} no longer exists.")

    @Slot(object)
    def _on_started(self, settings: RunSettings) -> None:
        self.banner.clear()
        self.player.set_run(None)
        self.forecast.set_playing(True)
        self.expected.watch.set_playing(True)
        self.bar.show_started(settings)
        self.log.begin_live()
        self._lock_note.start()
        self.context.commands.update_enabled()

    @Slot(object)
    def _on_progressed(self, progress: RunProgress) -> None:
        self.bar.show_progress(progress)
        self.log.show_progress(progress)
        if self._playing is None or self._playing.id != progress.run:
            # Places are numbered in the run's own copy of the project, which holds only what is played.
            self._playing = self.workspace.runs.get(progress.run)
        if self._playing is not None:
            self.tabs.show_progress(self._playing.project, progress.places)

    @Slot(object)
    def _on_finished(self, run: Run) -> None:
        summary = run.summary
        skipped = number(summary.outcomes.get("skipped", 0))
        if summary.stopped:
            until = format_datetime(from_instant(summary.until), zone_of_account(run.project))
            said = f"Stopped at {until}: {plural(summary.events, 'row')}, {skipped} skipped."
        else:
            days = plural(run.settings.days, "day")
            said = (
                f"Rehearsed {days} in {_seconds(summary.seconds)}: {plural(summary.events, 'row')}, {skipped} skipped."
            )
        self.bus.message.emit(said)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self.context.dialogs.problem(error)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        action = BannerAction("Show workflows", lambda: self.tabs.open("workflows"))
        if self.tabs.current_key() == "workflows":
            action = BannerAction("Close", self._clear_banner)
        self.banner.show_message(sentence, Tone.SKIPPED, (action,))

    @Slot(object)
    def _on_run_changed(self, run: Run | None) -> None:
        self._lock_note.stop()
        self._playing = None
        self.forecast.set_playing(False)
        self.expected.watch.set_playing(False)
        if self.banner.property("about") == "lock":
            self._clear_banner()
        self.bar.show_ended()
        self.bar.show_run(run)
        self.tabs.show_run(run)
        self.exports.show_run(run)
        self.log.show_run(run)
        if self._why_not is not None:
            self._why_not.show_run(run)
        self.story.show_run(run)
        self.player.set_run(run)
        if run is not None:
            self.rerun.show_run(run)
        self.context.commands.update_enabled()

    @Slot(object)
    def _on_replay(self, replay: Replay | None) -> None:
        """Let the tabs say what is so at the end of a run that was just read."""
        if replay is not None:
            self.tabs.show_moment(replay, self.player.moment)
        self.context.commands.update_enabled()

    @Slot(object)
    def _on_moment(self, moment: Moment) -> None:
        """Show one instant of the run everywhere: cards, log, and the tabs that look at instants."""
        replay = self.player.replay
        if replay is not None:
            sums = replay.summary(moment)
            self.tabs.show_progress(replay.run.project, sums.places)
            self.tabs.show_moment(replay, moment)
            self.log.show_moment(moment, sums)
            self.story.show_moment(moment)

    @Slot(object)
    def _on_rerun(self, found: RunDifference) -> None:
        """Say what changed since the rehearsal before."""
        if not found.changes or self.banner.text():
            return
        worse = found.count(Course.WORSE)
        tone = Tone.SKIPPED if worse else Tone.DONE if found.count(Course.BETTER) else Tone.ACCENT
        show = BannerAction("Show who", lambda: self.compare_wanted.emit(found.before.id, found.after.id))
        self.banner.show_message(
            f"Since the rehearsal before: {found.sentence}.", tone, (show, BannerAction("Close", self._clear_banner))
        )

    @Slot()
    def _on_banner_left(self) -> None:
        """Give the keyboard back to the row that was worked on, else to the tab."""
        (self.log.table if self.log.table.isVisible() else self.tabs.current_tab()).setFocus()

    @Slot(object)
    def _on_break_wanted(self, wanted: Break) -> None:
        self.player.add_break(wanted)
        self.bus.message.emit(f"Playing will stop at: {wanted.title}.")

    @Slot()
    def _on_lock_note(self) -> None:
        if self.runs.is_playing:
            self.banner.setProperty("about", "lock")
            stop = BannerAction("Stop", self.runs.stop)
            self.banner.show_message("A rehearsal runs. Stop it to edit.", Tone.ACCENT, (stop,), icon="lock")

    @Slot(str)
    def _on_busy_changed(self, title: str) -> None:
        self._clear_banner()
        if title:
            self.banner.show_message(f"{title}: this takes a moment. Editing is locked.", Tone.ACCENT, icon="lock")
        self.context.commands.update_enabled()

    def _clear_banner(self) -> None:
        self.banner.setProperty("about", "")
        self.banner.clear()


def _seconds(seconds: float) -> str:
    """Return a short length of wall-clock time: ``0.04 s``, ``12.3 s``."""
    return f"{max(seconds, 0.01):.2f} s" if seconds < 1 else f"{seconds:.1f} s"
