"""The player: which instant of a finished rehearsal is shown, and how it moves on by itself, in steps, or to a stop.

Lives here: the state. Not here: the controls (``gui.run.playback``), and anything that is drawn. The rehearsal is over
when this begins: nothing is simulated here, the trace is looked at (``core.services.replay``).
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.instant import DAY, HOUR
from core.model.moment import NEAR_LIMIT, Break, Moment, Stop
from core.model.reason import Reason
from core.model.run import Run
from core.model.trace import Outcome
from core.services.workspace import Workspace
from gui.jobs import Job, JobControl, JobRunner

if TYPE_CHECKING:
    from core.services.flow import Flow
    from core.services.replay import Replay

SPEEDS: tuple[tuple[str, int], ...] = (
    ("1 hour / s", HOUR),
    ("6 hours / s", 6 * HOUR),
    ("1 day / s", DAY),
    ("3 days / s", 3 * DAY),
    ("1 week / s", 7 * DAY),
)
"""What a second of playing shows, in words and in simulated seconds."""
USUAL_SPEED = 2
SKIPPED = Stop(outcomes=(int(Outcome.SKIPPED),))
"""Stop at whatever was skipped."""
_TICK_MS = 40
#: A window that was busy goes on from where it was, it does not leap.
_LONGEST_TICK = 0.25


class ReplayPlayer(QObject):
    """Shows one run at one instant.

    Args:
        workspace: Whose run.
        jobs: Reads the trace off the GUI thread.
        parent: Owner.

    Signals:
        loaded: the ``Replay`` that can be looked at from now on, or ``None``.
        moment_changed: the ``Moment`` that is shown.
        went_on: a ``Flow`` and two moments: after ``moment_changed``, when what happened between them was played or
            stepped through.
        jumped: after ``moment_changed``, when it shows an instant without what lies before it; before ``loaded`` too.
        playing_changed: whether it moves on by itself.
        stopped_at: the title of the break point it stopped at.
        breaks_changed: the break points are others now.
        leads: before ``moment_changed``, the id of the row that a step, a search or a break point leads to.
        arrived: after ``moment_changed``, the id of the row that a step, a search or a break point led to.
        nothing_found: a sentence, when there is no row of the kind that was looked for.
    """

    loaded = Signal(object)
    moment_changed = Signal(object)
    went_on = Signal(object, object, object)
    jumped = Signal()
    playing_changed = Signal(bool)
    stopped_at = Signal(str)
    breaks_changed = Signal()
    leads = Signal(object)
    arrived = Signal(object)
    nothing_found = Signal(str)

    def __init__(self, workspace: Workspace, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._jobs = jobs
        self._job: Job | None = None
        self._replay: Replay | None = None
        self._flow: Flow | None = None
        self._moment = Moment(0, 0)
        self._clock = 0.0
        self._last = 0.0
        self._breaks: tuple[Break, ...] = ()
        self.speed = SPEEDS[USUAL_SPEED][1]
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._on_tick)

    @property
    def replay(self) -> Replay | None:
        """The run as it can be looked at; ``None`` without one, and while it is read."""
        return self._replay

    @property
    def moment(self) -> Moment:
        """The instant that is shown."""
        return self._moment

    @property
    def is_playing(self) -> bool:
        """Whether it moves on by itself."""
        return self._tick.isActive()

    @property
    def at_end(self) -> bool:
        """Whether all of the run is shown."""
        replay, shown = self._replay, self._moment
        return replay is None or (shown.rows >= replay.rows and shown.time >= replay.end)

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The break points."""
        return self._breaks

    def set_run(self, run: Run | None) -> None:
        """Show the end of a run, once its trace is read; or nothing."""
        self.pause()
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._replay = self._flow = None
        self.jumped.emit()
        self.loaded.emit(None)
        if run is None:
            return
        workspace, run_id = self._workspace, run.id

        def read(control: JobControl) -> tuple[Replay, Flow] | None:
            # Late: it brings numpy along, which a window that only opens does not need.
            from core.services.flow import Flow
            from core.services.replay import load

            with workspace.in_thread():
                replay = load(workspace, run_id, control)
            return (replay, Flow(replay)) if replay is not None else None

        self._job = self._jobs.start("Reading the rehearsal", read, done=self._on_read)

    # ---------------------------------------------------------------- moving

    def play(self) -> None:
        """Move on by itself; from the start when the end is shown."""
        if self._replay is None:
            return
        if self.at_end:
            self._show(Moment(0, self._replay.start))
        self._last = monotonic()
        self._clock = float(self._moment.time)
        if not self.is_playing:
            self._tick.start()
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stand still."""
        if self.is_playing:
            self._tick.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Move on by itself, or stand still."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def go_to_fraction(self, fraction: float) -> None:
        """Show an instant between the run's start (0) and its end (1)."""
        if self._replay is not None:
            length = self._replay.end - self._replay.start
            self._go(self._replay.at(self._replay.start + round(length * fraction)))

    def go_by(self, seconds: int) -> None:
        """Show the instant so many seconds later; negative ones go back."""
        if self._replay is not None:
            self._go(self._replay.at(self._moment.time + seconds))

    def step(self, rows: int = 1) -> None:
        """Show one thing more that happened, or with -1 one fewer."""
        if self._replay is not None:
            self._lead(self._replay.after_rows(self._moment.rows + rows), since=self._moment)

    def go_to_start(self) -> None:
        """Show the run before anything happened."""
        if self._replay is not None:
            self._go(Moment(0, self._replay.start))

    def go_to_end(self) -> None:
        """Show all of the run."""
        self.go_to_fraction(1.0)

    def next_skip(self) -> bool:
        """Show the next thing that was skipped; say whether there was one."""
        found = self.next(SKIPPED)
        if not found and self._replay is not None:
            self.nothing_found.emit("Nothing is skipped after this.")
        return found

    def previous_skip(self) -> bool:
        """Show the last thing before that was skipped; say whether there was one."""
        found = self.previous(SKIPPED)
        if not found and self._replay is not None:
            self.nothing_found.emit("Nothing is skipped before this.")
        return found

    def next(self, stop: Stop) -> bool:
        """Show the next row that has what is wanted; say whether there was one."""
        found = self._replay.next(self._moment, stop) if self._replay is not None else None
        if found is not None:
            self._go_to_row(found)
        return found is not None

    def previous(self, stop: Stop) -> bool:
        """Show the last row before this one that has what is wanted; say whether there was one."""
        found = self._replay.previous(self._moment, stop) if self._replay is not None else None
        if found is not None:
            self._lead(found)
        return found is not None

    # ---------------------------------------------------------------- break points

    def set_breaks(self, breaks: Iterable[Break]) -> None:
        """Stop at these from now on."""
        self._breaks = tuple(dict.fromkeys(breaks))
        self.breaks_changed.emit()

    def add_break(self, wanted: Break) -> None:
        """Stop there too."""
        self.set_breaks((*self._breaks, wanted))

    def remove_break(self, unwanted: Break) -> None:
        """Stop there no more."""
        self.set_breaks(one for one in self._breaks if one != unwanted)

    def next_break(self) -> bool:
        """Show the next place where playing would stop; say whether there is one."""
        replay = self._replay
        hit = replay.first_break(self._breaks, self._moment.rows, replay.rows) if replay is not None else None
        if hit is None or replay is None:
            if replay is not None:
                self.nothing_found.emit(
                    "No break point comes after this." if self._breaks else "There is no break point yet."
                )
            return False
        self._go_to_row(replay.after_rows(hit[0] + 1))
        self.stopped_at.emit(hit[1].title)
        return True

    # ---------------------------------------------------------------- inside

    def _on_read(self, read: tuple[Replay, Flow] | None) -> None:
        self._job = None
        if read is None:
            return
        replay, self._flow = read
        self._replay = replay
        self._moment = replay.at(replay.end)
        self.loaded.emit(replay)

    def _go(self, moment: Moment, since: Moment | None = None) -> None:
        """Show an instant that was asked for; playing goes on from there."""
        self._clock = float(moment.time)
        self._show(moment, since)

    def _go_to_row(self, moment: Moment) -> None:
        """Show the moment after a row that was looked for, as if only that row had been stepped through."""
        replay = self._replay
        self._lead(moment, since=replay.after_rows(moment.rows - 1) if replay is not None else None)

    def _lead(self, moment: Moment, since: Moment | None = None) -> None:
        """Show the moment after a row that was asked for, and say before and after which row that is."""
        row = self._replay.run.first_row + moment.rows - 1 if self._replay is not None and moment.rows else 0
        if row:
            self.leads.emit(row)
        self._go(moment, since)
        if row:
            self.arrived.emit(row)

    def _show(self, moment: Moment, since: Moment | None = None) -> None:
        """Show a moment; ``since`` is the one from which on all was played, ``None`` for a jump."""
        if moment == self._moment:
            return
        self._moment = moment
        self.moment_changed.emit(moment)
        if since is not None and since.rows <= moment.rows:
            self.went_on.emit(self._flow, since, moment)
        else:
            self.jumped.emit()

    @Slot()
    def _on_tick(self) -> None:
        replay = self._replay
        if replay is None:
            self.pause()
            return
        now = monotonic()
        self._clock += min(now - self._last, _LONGEST_TICK) * self.speed
        self._last = now
        moment = replay.at(int(self._clock))
        hit = replay.first_break(self._breaks, self._moment.rows, moment.rows) if self._breaks else None
        if hit is not None:
            self._lead(replay.after_rows(hit[0] + 1), since=self._moment)
            self.pause()
            self.stopped_at.emit(hit[1].title)
            return
        self._show(moment, since=self._moment)
        if self.at_end:
            self.pause()


def reason_break(reason: Reason) -> Break:
    """Stop whenever something is skipped, put off or left for a reason."""
    return Break(reason.title, Stop(reasons=(int(reason),)))


def near_limit_break(sender: int, name: str) -> Break:
    """Stop whenever a sender's mailbox comes near its daily limit."""
    return Break(f"{name} at {NEAR_LIMIT * 100:.0f} % of the limit", near_limit=sender)


def card_break(workflow: int, card: int, title: str) -> Break:
    """Stop whenever somebody comes to a card, or to a trigger (card 0); holds in every run."""
    return Break(title, card=(workflow, card))


def contact_break(contact: int, name: str) -> Break:
    """Stop whenever something happens to a contact."""
    return Break(name, Stop(contact=contact))
