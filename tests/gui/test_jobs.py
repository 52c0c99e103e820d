"""Slow work: what it returns, how it fails, stops and tells how far it is."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.jobs import PROGRESS_MS, Job, JobCancelled, JobControl, JobError, JobRunner, JobState


class MendableProblem(Exception):
    """Stands for what a person can mend."""


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[JobRunner]:
    made = JobRunner(expected=(MendableProblem,))
    yield made
    assert made.shut_down()
    made.deleteLater()


def _returns(value: Any) -> Callable[[JobControl], Any]:
    return lambda _control: value


def _raises(error: Exception) -> Callable[[JobControl], None]:
    def work(_control: JobControl) -> None:
        raise error

    return work


def test_the_result_arrives_in_the_gui_thread(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[object] = []
    worker: list[int] = []

    def work(_control: JobControl) -> int:
        worker.append(threading.get_ident())
        return 42

    def done(result: int) -> None:
        got.extend([result, threading.get_ident()])

    with qtbot.waitSignal(runner.finished) as told:
        job = runner.start("Counting", work, done=done)
        assert runner.busy
        assert runner.jobs() == (job,)
        assert job.is_running
    assert got == [42, threading.get_ident()]
    assert worker != [threading.get_ident()]
    assert told.args == [job]
    assert job.title == "Counting"
    assert job.state is JobState.DONE
    assert not runner.busy


def test_a_job_tells_that_it_started(runner: JobRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignals([runner.started, runner.finished], order="strict"):
        runner.start("Nothing", _returns(None))


def test_a_problem_that_was_expected_arrives_as_it_is(runner: JobRunner, qtbot: QtBot) -> None:
    problem = MendableProblem("The file is empty.")
    got: list[Exception] = []
    with qtbot.waitSignal(runner.finished):
        job = runner.start("Importing", _raises(problem), failed=got.append)
    assert got == [problem]
    assert job.state is JobState.FAILED


def test_a_bug_arrives_with_what_is_needed_to_report_it(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[Exception] = []
    with qtbot.waitSignal(runner.finished):
        runner.start("Importing contacts", _raises(KeyError("email")), failed=got.append)
    error = got[0]
    assert isinstance(error, JobError)
    assert error.title == "Importing contacts stopped"
    assert error.sentence == "Something went wrong inside Cadenza: KeyError: 'email'"
    assert isinstance(error.original, KeyError)
    assert "in work" in error.traceback_text


def test_a_failure_that_nobody_asked_for_is_told_all_the_same(runner: JobRunner, qtbot: QtBot) -> None:
    problem = MendableProblem()
    with qtbot.waitSignal(runner.unhandled) as told:
        job = runner.start("Importing", _raises(problem))
    assert told.args == [job, problem]


def _until_cancelled(control: JobControl) -> str:
    """Works until it is told to stop; the test's own time-out ends it if that never happens."""
    while not control.cancelled():
        threading.Event().wait(0.001)
    return "half"


def test_after_cancel_only_cancelled_is_called_with_what_there_is(runner: JobRunner, qtbot: QtBot) -> None:
    calls: list[tuple[str, object]] = []
    with qtbot.waitSignal(runner.finished):
        job = runner.start(
            "Rehearsing",
            _until_cancelled,
            done=lambda result: calls.append(("done", result)),
            failed=lambda error: calls.append(("failed", error)),
            cancelled=lambda result: calls.append(("cancelled", result)),
        )
        job.cancel()
    assert calls == [("cancelled", "half")]
    assert job.state is JobState.CANCELLED


def test_work_may_stop_by_raising(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[object] = []

    def work(control: JobControl) -> None:
        while True:
            control.raise_if_cancelled()
            threading.Event().wait(0.001)

    with qtbot.waitSignal(runner.finished):
        job = runner.start("Rehearsing", work, cancelled=got.append)
        runner.cancel_all()
    assert got == [None]
    assert job.state is JobState.CANCELLED


def test_no_progress_is_told_after_cancel(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[object] = []

    def work(control: JobControl) -> None:
        while not control.cancelled():
            threading.Event().wait(0.001)
        control.report("too late")

    with qtbot.waitSignal(runner.finished):
        runner.start("Filtering", work, progress=got.append).cancel()
    assert got == []


def test_the_last_of_two_thousand_reports_wins_and_the_window_stays_awake(runner: JobRunner, qtbot: QtBot) -> None:
    got: list[int] = []
    turns: list[int] = []
    awake = QTimer()
    awake.setInterval(0)
    awake.timeout.connect(lambda: turns.append(len(got)))
    awake.start()

    def work(control: JobControl) -> None:
        for number in range(2_000):
            control.report(number)
            # Long enough in all that several deliveries are due.
            threading.Event().wait(0.0001)

    clock = QElapsedTimer()
    clock.start()
    with qtbot.waitSignal(runner.finished):
        runner.start("Counting", work, progress=got.append)
    awake.stop()
    assert got[-1] == 1_999
    assert got == sorted(set(got))
    # One delivery each 50 ms, the first and the last aside; Qt's timers may be 5 % early.
    assert 2 <= len(got) <= clock.elapsed() / (0.95 * PROGRESS_MS) + 2
    assert len(turns) > len(got)


def test_a_stream_loses_no_report_and_keeps_their_order(runner: JobRunner, qtbot: QtBot) -> None:
    batches: list[list[int]] = []
    order: list[str] = []

    def work(control: JobControl) -> str:
        for number in range(2_000):
            control.report(number)
        return "end"

    def progress(batch: list[int]) -> None:
        order.append("progress")
        batches.append(batch)

    with qtbot.waitSignal(runner.finished):
        runner.start("Rehearsing", work, progress=progress, done=order.append, stream=True)
    assert [number for batch in batches for number in batch] == list(range(2_000))
    assert order[-1] == "end"
    assert len(batches) < 100


def test_progress_is_told_in_the_gui_thread(runner: JobRunner, qtbot: QtBot) -> None:
    threads: set[int] = set()
    with qtbot.waitSignal(runner.finished):
        runner.start("One", lambda control: control.report(1), progress=lambda _: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


def test_reports_that_nobody_hears_cost_nothing(runner: JobRunner, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.finished):
        job = runner.start("One", lambda control: control.report(object()))
    assert job.state is JobState.DONE


def test_several_jobs_run_side_by_side(runner: JobRunner, qtbot: QtBot) -> None:
    meeting = threading.Barrier(2, timeout=30)
    got: list[str] = []

    def work(_control: JobControl) -> str:
        meeting.wait()
        return "met"

    with qtbot.waitSignals([runner.finished, runner.finished]):
        runner.start("One", work, done=got.append)
        runner.start("Two", work, done=got.append)
    assert got == ["met", "met"]


def test_wait_all_ends_with_the_workers(runner: JobRunner, qtbot: QtBot) -> None:
    go = threading.Event()
    runner.start("Waiting", lambda _control: go.wait(30))
    assert not runner.wait_all(10)
    go.set()
    with qtbot.waitSignal(runner.finished):
        assert runner.wait_all(30_000)


def test_shut_down_stops_everything_and_tells_nobody(qapp: QApplication, qtbot: QtBot) -> None:
    runner = JobRunner()
    got: list[object] = []
    job: Job = runner.start("Rehearsing", _until_cancelled, done=got.append, cancelled=got.append)
    with qtbot.waitSignal(runner.finished):
        assert runner.shut_down()
    assert got == []
    assert job.state is JobState.CANCELLED


def test_threads_change_often_only_while_a_job_runs(runner: JobRunner, qtbot: QtBot) -> None:
    usual = 0.005  # Python's own
    with qtbot.waitSignal(runner.finished):
        runner.start("One", _returns(None))
        assert sys.getswitchinterval() < usual
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_two_runners_that_overlap_leave_the_usual_way_of_changing_threads(runner: JobRunner, qtbot: QtBot) -> None:
    other = JobRunner()
    go = threading.Event()
    with qtbot.waitSignal(other.finished):
        with qtbot.waitSignal(runner.finished):
            runner.start("One", lambda _control: None)
            other.start("Two", lambda _control: go.wait(30))
        go.set()
    assert sys.getswitchinterval() == pytest.approx(0.005)
    assert other.shut_down()
    other.deleteLater()


def test_after_shut_down_threads_change_as_usual_though_nobody_is_told(qapp: QApplication) -> None:
    runner = JobRunner()
    runner.start("One", _returns(None))
    assert runner.shut_down()
    assert sys.getswitchinterval() == pytest.approx(0.005)
    runner.deleteLater()


def test_a_callback_that_fails_does_not_leave_the_job_running(runner: JobRunner, qtbot: QtBot) -> None:
    def done(_result: object) -> None:
        raise RuntimeError("callback")

    with qtbot.captureExceptions() as raised, qtbot.waitSignal(runner.finished):
        runner.start("One", _returns(None), done=done)
    assert [str(error[1]) for error in raised] == ["callback"]
    assert not runner.busy


def test_job_cancelled_is_no_error_of_work() -> None:
    control = JobControl(stream=False, wake=None)
    control.raise_if_cancelled()
    control._cancel()
    with pytest.raises(JobCancelled):
        control.raise_if_cancelled()
