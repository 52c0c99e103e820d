"""The one door for slow work: a function runs in another thread, its answers arrive in the GUI thread.

Lives here: `JobRunner`, what a worker sees of it (`JobControl`) and what the window sees (`Job`). Not here: any work.
A broad `except` stands here on purpose: a bug in a worker must reach a person, not vanish with its thread.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, QTimer, Signal, Slot

T = TypeVar("T")

#: Shortest time between two deliveries of progress, in milliseconds: one signal per event would freeze the window.
PROGRESS_MS = 50
_MAX_THREADS = 4
#: While a worker runs, the interpreter changes threads this often, in seconds. A window that paints asks for the
#: interpreter hundreds of times a second; at Python's own 5 ms a time it would stand still for 200 ms, so it has 20.
_SWITCH_SECONDS = 0.0005
#: What it is without a worker, from before any runner: asked later, it may be the short one of another runner.
_USUAL_SWITCH_SECONDS = sys.getswitchinterval()


class JobState(Enum):
    """How far a job is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobCancelled(Exception):
    """Raised inside a worker by `JobControl.raise_if_cancelled`."""


class JobError(Exception):
    """A worker failed in a way that nobody foresaw: a bug, with what is needed to report it.

    Attributes:
        title, sentence, hint: what to show, as every problem has them.
        original: the exception that ended the work.
        traceback_text: where it came from.
    """

    def __init__(self, job_title: str, original: BaseException, traceback_text: str) -> None:
        super().__init__(f"{job_title}: {original!r}")
        self.title = f"{job_title} stopped"
        self.sentence = f"Something went wrong inside Cadenza: {type(original).__name__}: {original}"
        self.hint = "Nothing that was saved is lost. Please report this with the details below."
        self.original = original
        self.traceback_text = traceback_text


class JobControl:
    """What a worker may ask and tell while it runs; every method may be called from its thread."""

    def __init__(self, *, stream: bool, wake: Callable[[], None] | None) -> None:
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._stream = stream
        self._wake = wake
        self._payloads: list[Any] = []
        self._delivering = False

    def cancelled(self) -> bool:
        """Returns whether the work should stop; ask often."""
        return self._cancelled.is_set()

    def raise_if_cancelled(self) -> None:
        """Raises JobCancelled when the work should stop."""
        if self._cancelled.is_set():
            raise JobCancelled

    def report(self, payload: object) -> None:
        """Tells how far the work is; cheap enough to call for every small step.

        The window hears of it at most every 50 ms: of the last payload only, or of all of them when the job streams.
        """
        if self._wake is None:
            return
        with self._lock:
            if not self._stream:
                self._payloads.clear()
            self._payloads.append(payload)
            wake = not self._delivering
            self._delivering = True
        if wake:
            self._wake()

    def _cancel(self) -> None:
        self._cancelled.set()

    def _take(self) -> list[Any]:
        """Returns what was reported since the last call; with nothing, the next report wakes the window again."""
        with self._lock:
            payloads, self._payloads = self._payloads, []
            self._delivering = bool(payloads)
            return payloads


class Job(QObject):
    """One piece of slow work; made by `JobRunner.start`, lives in the GUI thread."""

    _woken = Signal()
    _ended = Signal()

    def __init__(self, title: str, callbacks: _Callbacks, *, stream: bool, parent: JobRunner) -> None:
        super().__init__(parent)
        self._title = title
        self._callbacks = callbacks
        self._stream = stream
        self._expected = parent.expected
        self._state = JobState.RUNNING
        self._result: Any = None
        self._error: BaseException | None = None
        self._control = JobControl(stream=stream, wake=self._woken.emit if callbacks.progress else None)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PROGRESS_MS)
        self._pause.timeout.connect(self._on_woken)
        # Queued: the signals are emitted in the worker's thread, the slots belong to the GUI thread.
        self._woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def title(self) -> str:
        """What the work is, for the status bar."""
        return self._title

    @property
    def state(self) -> JobState:
        """How far it is."""
        return self._state

    @property
    def is_running(self) -> bool:
        """Whether its end has not been told yet."""
        return self._state is JobState.RUNNING

    def cancel(self) -> None:
        """Asks the work to stop: from now on neither `progress` nor `done` nor `failed` is called."""
        self._control._cancel()

    def _work(self, work: Callable[[JobControl], Any]) -> None:
        """Runs in the worker's thread: keeps the outcome and tells the GUI thread that there is one."""
        try:
            self._result = work(self._control)
        except JobCancelled as stop:
            self._error = stop
        except self._expected as problem:
            self._error = problem
        except BaseException as bug:  # noqa: BLE001 - a bug in a worker reaches a person as JobError
            self._error = JobError(self._title, bug, traceback.format_exc())
        self._ended.emit()

    @Slot()
    def _on_woken(self) -> None:
        payloads = self._control._take()
        if payloads and self.is_running:
            self._pause.start()
            self._deliver(payloads)

    @Slot()
    def _on_ended(self) -> None:
        self._pause.stop()
        stopped = self._control.cancelled() or isinstance(self._error, JobCancelled)
        try:
            rest = self._control._take()
            if rest:
                self._deliver(rest)
        finally:
            self._state = JobState.CANCELLED if stopped else JobState.FAILED if self._error else JobState.DONE
            self._runner()._end(self)

    def _runner(self) -> JobRunner:
        """Returns the runner. Keeping it would make a ring of a parent and its child, which Python frees twice."""
        runner = self.parent()
        assert isinstance(runner, JobRunner)
        return runner

    def _let_go(self) -> None:
        """Drops what the callbacks and the worker hold: the window behind them may be gone before the job is."""
        self._callbacks = _Callbacks(None, None, None, None)
        self._control._wake = None
        self._result = None

    def _deliver(self, payloads: list[Any]) -> None:
        if self._callbacks.progress and not self._control.cancelled():
            self._callbacks.progress(payloads if self._stream else payloads[-1])

    def _tell_end(self) -> None:
        """Calls the callback that fits the end."""
        calls = self._callbacks
        if self._state is JobState.CANCELLED:
            if calls.cancelled:
                calls.cancelled(self._result)
        elif self._state is JobState.DONE:
            if calls.done:
                calls.done(self._result)
        else:
            assert isinstance(self._error, Exception)
            if calls.failed:
                calls.failed(self._error)
            else:
                self._runner().unhandled.emit(self, self._error)


class _Callbacks:
    """What the window wants to hear of a job."""

    def __init__(
        self,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception], None] | None,
        progress: Callable[[Any], None] | None,
        cancelled: Callable[[Any], None] | None,
    ) -> None:
        self.done = done
        self.failed = failed
        self.progress = progress
        self.cancelled = cancelled


class JobRunner(QObject):
    """Starts slow work in other threads and tells its progress and end in the GUI thread.

    Args:
        expected: exceptions that a person can mend; they reach `failed` as they are, all others as `JobError`.
        parent: owner.

    Signals:
        started, finished: a `Job`; `finished` comes after the job's own callback.
        unhandled: a `Job` and an exception, when a job failed that was started without `failed`.
    """

    started = Signal(object)
    finished = Signal(object)
    unhandled = Signal(object, object)

    def __init__(self, expected: tuple[type[Exception], ...] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.expected = expected
        self._jobs: list[Job] = []
        self._muted = False
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(_MAX_THREADS)
        app = QCoreApplication.instance()
        if app is not None:
            # A pool that goes while a worker runs waits for it, holding what the worker needs to end.
            app.aboutToQuit.connect(self._on_about_to_quit)

    @property
    def busy(self) -> bool:
        """Whether a job runs or its end has not been told yet."""
        return bool(self._jobs)

    def jobs(self) -> tuple[Job, ...]:
        """Returns the running jobs, oldest first."""
        return tuple(self._jobs)

    def start(
        self,
        title: str,
        work: Callable[[JobControl], T],
        *,
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        progress: Callable[[Any], None] | None = None,
        cancelled: Callable[[T | None], None] | None = None,
        stream: bool = False,
    ) -> Job:
        """Starts a function in another thread; all callbacks run in the GUI thread.

        Args:
            title: what it is, for the status bar and for messages: "Importing contacts".
            work: the function; it must touch no widget and no object that others change meanwhile.
            done: gets what the work returned.
            failed: gets an expected exception as it is, any other as `JobError`.
            progress: gets the last payload reported, at most every 50 ms; what is left comes just before the end.
            cancelled: after `Job.cancel`, instead of `done` and `failed`: gets what the work returned all the same,
                None when it raised.
            stream: `progress` gets the list of all payloads since its last call instead of the last one.
        """
        job = Job(title, _Callbacks(done, failed, progress, cancelled), stream=stream, parent=self)
        if not self._jobs:
            sys.setswitchinterval(min(_SWITCH_SECONDS, _USUAL_SWITCH_SECONDS))
        self._jobs.append(job)
        self.started.emit(job)
        self._pool.start(lambda: job._work(work))
        return job

    def cancel_all(self) -> None:
        """Asks every running job to stop."""
        for job in self._jobs:
            job.cancel()

    def wait_all(self, timeout_ms: int = 5000) -> bool:
        """Waits, without an event loop, until no worker runs; returns whether that came true in time.

        What the workers returned is told when the event loop turns again.
        """
        return self._pool.waitForDone(timeout_ms)

    def shut_down(self, timeout_ms: int = 5000) -> bool:
        """Cancels all jobs, waits for their workers and tells nobody: for the end of the program."""
        self._muted = True
        self.cancel_all()
        ended = self.wait_all(timeout_ms)
        if ended:
            # Nobody may turn the event loop again, and then no job tells its end.
            sys.setswitchinterval(_USUAL_SWITCH_SECONDS)
        return ended

    @Slot()
    def _on_about_to_quit(self) -> None:
        self.shut_down()

    def _end(self, job: Job) -> None:
        """Lets a job go and tells its end."""
        self._jobs.remove(job)
        if not self._jobs:
            sys.setswitchinterval(_USUAL_SWITCH_SECONDS)
        try:
            if not self._muted:
                job._tell_end()
        finally:
            job._let_go()
            self.finished.emit(job)
            job.deleteLater()
