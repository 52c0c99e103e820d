"""The log with 1,000,000 rows: first paint, filters, folding, colours, scrolling. Targets: 100 ms, 300 ms, 16 ms."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from core.model.contact import Contact
from core.model.run import Run
from core.services.log import LogQuery
from core.services.replay import load
from core.services.runs import rehearse
from core.services.workspace import Workspace
from gui.commands import CommandRegistry
from gui.dialogs.ask import Dialogs
from gui.run.log_source import Rows, read_on
from gui.theme import ThemeManager, Tone
from gui.widgets.store import MemorySettings
from gui.workbench import Workbench
from tests.benchmarks import workload
from tests.gui.small_workspace import plain_tabs

CONTACTS = 125_000
"""Eight rows each."""


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a workspace with a rehearsal of a million rows; making it takes some ten seconds."""
    path: Path = tmp_path_factory.mktemp("log") / "million.cadenza"
    people = (Contact(n, workload.contact_values(n, CONTACTS)) for n in range(1, CONTACTS + 1))
    Workspace.create(path, workload.project(CONTACTS), people).close()
    made = Workspace.open(path)
    rehearse(made, workload.SETTINGS)
    return made


@pytest.fixture(scope="module")
def bench(ws: Workspace, qapp: QApplication) -> Iterator[Workbench]:
    """Yield a workbench over it, as wide as a window."""
    themes = ThemeManager(qapp, "light")
    made = Workbench(ws, themes, CommandRegistry(themes), Dialogs(themes), MemorySettings(), plain_tabs())
    made.log.resize(1280, 400)
    yield made
    made.shut_down()


class _Control:
    def raise_if_cancelled(self) -> None:
        """Go on."""


def taken(work: Callable[[], Any]) -> float:
    """Give the milliseconds something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def scrolled(bench: Workbench) -> str:
    """Repaint 200 screens all over the log; give the median and the worst."""
    bar, view = bench.log.table.verticalScrollBar(), bench.log.table.viewport()
    repaints = []
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200 if step % 2 else bar.value() + 3 * 32)
        repaints.append(taken(view.grab))
    repaints.sort()
    return f"{repaints[100]:.1f}, {repaints[-1]:.1f} ms"


def answered(bench: Workbench, query: LogQuery, *, heads: bool) -> tuple[float, float]:
    """Ask as the job does, then take the answer as the window does; give the milliseconds of both."""
    found: list[Rows] = []
    asked = taken(
        lambda: found.append(
            read_on(bench.workspace, query, Rows(), _Control(), heads=heads)  # type: ignore[arg-type]
        )
    )
    log = bench.log
    shown = taken(lambda: (log._on_answered(query, found[0]), log.table.viewport().grab()))
    return asked, shown


def run_of(ws: Workspace) -> Run:
    """Give the rehearsal."""
    run = ws.runs.latest()
    assert run is not None
    return run


def test_first_paint_and_scrolling(bench: Workbench, ws: Workspace, ratios: Any) -> None:
    run = run_of(ws)
    assert run.summary.events == CONTACTS * 8
    log = bench.log

    def open_log() -> None:
        log._run = run
        answered(bench, LogQuery(run.id), heads=False)

    ratios.add("log, 1,000,000 rows: first paint", f"{taken(open_log):.0f} ms", "<= 100 ms")
    ratios.add("  a repaint while scrolling: median, worst of 200", scrolled(bench), "<= 16 ms")
    log._colours._found = [
        (tone, LogQuery(run.id), read_on(ws, LogQuery(run.id, text=text), Rows(), _Control()))  # type: ignore[arg-type]
        for tone, text in ((Tone.WAITING, "kind=mail"), (Tone.ACCENT, "outcome=entered"), (Tone.DONE, "day<=3"))
    ]
    row = log.model.id_at(500_000)
    ratios.add("  choosing a row", f"{taken(lambda: log.table.select_id(row)):.1f} ms", "<= 16 ms")
    ratios.add("  a repaint with three colour rules and links", scrolled(bench), "<= 16 ms")
    _, shown = answered(bench, LogQuery(run.id), heads=True)
    ratios.add("  a folded log is shown", f"{shown:.1f} ms", "<= 16 ms")
    ratios.add("  a repaint while folded", scrolled(bench), "<= 16 ms")
    head = next(n for n in log.model.ids() if log.folds.rows.count(n) > 1)
    ratios.add("  a group is opened", f"{taken(lambda: log.folds.set_open(head, True)):.1f} ms", "<= 16 ms")


def test_reading_the_run(ws: Workspace, ratios: Any) -> None:
    """What the window does once after every rehearsal; filters and folding look at the columns from then on."""
    ratios.add(
        "  reading the whole run for the scrubber", f"{taken(lambda: load(ws, run_of(ws).id)):.0f} ms", "in a job"
    )


FILTERS = (
    "outcome=done",
    'kind=mail and sender~"Sender 12"',
    "reason=FINISHED or outcome=entered",
    "day<=3 and time>=10:00",
    "contact~person12345",
    "person12",
    "not outcome=done and step=2",
    "mailgap<96",
)


@pytest.mark.parametrize("text", FILTERS)
def test_filters(bench: Workbench, ws: Workspace, ratios: Any, text: str) -> None:
    """Beside the same question asked of SQLite's own counter, as bare as can be."""
    run = run_of(ws)
    query = LogQuery(run.id, text=text)
    bench.log._run = run
    first, shown = answered(bench, query, heads=False)
    asked = min(first, answered(bench, query, heads=False)[0])
    span = ws.runs.rows(run.id)
    with ws.store.read() as connection:
        bare = taken(
            lambda: connection.execute(
                "SELECT count(*) FROM event WHERE id BETWEEN ? AND ? AND outcome = 1 AND step >= 0",
                (span.start, span.stop - 1),
            ).fetchall()
        )
    ratios.add(f"  filter: {text}", f"{asked:.0f} ms + {shown:.0f} shown ({asked / bare:.1f} × bare scan)", "<= 300 ms")


@pytest.mark.parametrize("text", ["", "outcome=done"])
def test_folding(bench: Workbench, ws: Workspace, ratios: Any, text: str) -> None:
    asked, _ = answered(bench, LogQuery(run_of(ws).id, text=text), heads=True)
    ratios.add(f"  folding {text or 'all rows'}", f"{asked:.0f} ms", "in a job")
