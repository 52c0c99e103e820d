"""Scrubbing: how long a jump to any instant of a long rehearsal takes."""

from __future__ import annotations

import time
from pathlib import Path

from core.model.contact import Contact
from core.services.replay import load
from core.services.replay_file import write_replay
from core.services.runs import rehearse
from core.services.workspace import Workspace
from tests.benchmarks import workload
from tests.benchmarks.conftest import Ratios

CONTACTS = 100_000


def test_jump(tmp_path: Path, ratios: Ratios) -> None:
    people = (Contact(n, workload.contact_values(n, CONTACTS)) for n in range(1, CONTACTS + 1))
    ws = Workspace.create(tmp_path / "w.cadenza", workload.project(CONTACTS), people)
    run = rehearse(ws, workload.SETTINGS)
    began = time.perf_counter()
    replay = load(ws, run.id)
    loading = time.perf_counter() - began
    assert replay is not None
    longest = 0.0
    for part in range(101):
        began = time.perf_counter()
        moment = replay.at(replay.start + (replay.end - replay.start) * part // 100)
        replay.summary(moment)
        replay.sent_by(moment)
        replay.active(moment)
        replay.contact(77, moment)
        longest = max(longest, time.perf_counter() - began)
    ratios.add(f"a jump in {replay.rows:,} rows, the longest of 101", f"{longest * 1000:.0f} ms", "<= 150 ms")
    began = time.process_time()
    rows = write_replay(ws, run.id, tmp_path / "replay.html")
    wrote = time.process_time() - began
    ratios.add(f"writing {rows:,} rows as one file, of the processor", f"{wrote:.1f} s", "<= 8 s")
    ratios.add("reading the trace for it, once", f"{loading:.1f} s of {run.summary.seconds:.1f} s played", "")
