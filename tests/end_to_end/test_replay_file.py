"""The one-file replay in a real browser: what it shows at an instant and through a filter is what the log has."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from core.model.instant import DAY
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason, Severity
from core.model.run import Cast, Run
from core.services import replay_file, samples
from core.services.log import LogQuery
from core.services.replay import load
from core.services.replay_file import write_replay
from core.services.runs import rehearse
from core.services.workspace import Workspace
from gui.canvas.faces import faces_of
from tests import building as b

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
browser = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium to open the page with")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = samples.open_sample("demo-request", tmp_path / "demo.cadenza")
    yield workspace
    workspace.close()


@pytest.fixture
def run(ws: Workspace) -> Run:
    return rehearse(ws, ws.project().account.settings)


def opened(path: Path, tmp_path: Path, asked: str = "") -> str:
    """Give the page as the browser shows it."""
    assert CHROMIUM is not None
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
        "--virtual-time-budget=3000", "--dump-dom", f"{path.as_uri()}#{asked}",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout


def count_of(page: str) -> tuple[int, int]:
    found = re.search(r'id="count"[^>]*>([\d,]+) of ([\d,]+) rows<', page)
    assert found is not None
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def pills_of(page: str) -> dict[int, list[str]]:
    return {
        int(place): [unescape(text) for text in re.findall(r'<span class="pill[^"]*">([^<]*)</span>', pills)]
        for place, pills in re.findall(r'<div class="pills" data-place="(\d+)">(.*?)</div>', page)
    }


@browser
def test_the_page_scrubs_and_filters_as_the_log_does(ws: Workspace, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "replay.html"
    total = write_replay(ws, run.id, path)
    assert total == run.summary.events
    replay = load(ws, run.id)
    assert replay is not None
    moment = replay.at(run.settings.start + 10 * DAY + 3600)

    whole = opened(path, tmp_path)
    assert count_of(whole) == (total, total)
    then = opened(path, tmp_path, f"at={moment.time}")
    assert count_of(then) == (moment.rows, total)
    filtered = opened(path, tmp_path, "filter=DAILY_LIMIT_REACHED&outcome=2")
    assert count_of(filtered)[0] == len(ws.log.ids(LogQuery(run.id, text="reason=DAILY_LIMIT_REACHED outcome=skipped")))
    assert count_of(filtered)[0] > 0

    cast = Cast(run.project)
    triggers = {cast.number(workflow.id, 0) for workflow in run.project.workflows}
    expected = {
        place: [f"{c.entered:,} entered"] if place in triggers else [
            *([f"{c.entered:,}"] if c.entered else []),
            *([f"✓ {c.done:,}"] if c.done else []),
            *([f"↷ {c.skipped:,} skipped"] if c.skipped else []),
            *([f"… {c.waiting:,} waiting"] if c.waiting else []),
        ]
        for place, c in replay.counts(moment).items()
    }  # fmt: skip
    assert {place: pills for place, pills in pills_of(then).items() if pills} == expected


def test_cards_of_the_page_read_as_those_of_the_canvas(
    ws: Workspace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each card's two lines are those that the canvas makes, in capitals and in small letters too."""
    told: list[dict[str, Any]] = []

    def kept(title: str, about: str, data: dict[str, Any]) -> str:
        told.append(data)
        return title

    monkeypatch.setattr(replay_file, "render", kept)
    write_replay(ws, run.id, tmp_path / "replay.html")

    def lines(cards: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
        for card in cards:
            yield card["title"], card["summary"]
            for branch in card["branches"]:
                yield from lines(branch["cards"])

    found = {line for workflow in told[0]["workflows"] for line in lines(workflow["cards"])}
    faces = [face for workflow in run.project.workflows for face in faces_of(run.project, workflow, {}).values()]
    assert found == {(face.headline, face.summary) for face in faces}
    assert ("Form submitted: Demo request", "") in found
    assert "Filter" not in {title for title, _ in found}


@browser
def test_markup_in_contact_data_stays_text(tmp_path: Path) -> None:
    nasty = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"
    project = Project(
        senders=(b.sender(name=nasty),), sequences=(b.sequence(b.mail(), name=nasty),),
        workflows=(replace(b.workflow(b.enroll()), name=nasty),),
    )  # fmt: skip
    ws = Workspace.create(tmp_path / "n.cadenza", project, [b.contact(1, firstname=nasty, lastname=None)])
    run = rehearse(ws, project.account.settings)
    path = tmp_path / "nasty.html"
    rows = write_replay(ws, run.id, path)
    page = opened(path, tmp_path)
    assert count_of(page) == (rows, rows)
    assert "<title>owned" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    ws.close()


@browser
def test_keys_go_through_time_and_readers_are_told(ws: Workspace, run: Run, tmp_path: Path) -> None:
    """Home and four hours on; Home, where the first are skipped at once, and the next skip."""
    path = tmp_path / "replay.html"
    write_replay(ws, run.id, path)
    page = opened(path, tmp_path, "keys=Home,ArrowRight,ArrowRight,ArrowRight,ArrowRight")
    assert 'aria-valuetext="Mon 5 Jan 2026 13:00"' in page
    assert '<output id="clock">Mon 5 Jan 2026 13:00</output>' in page
    page = opened(path, tmp_path, "keys=Home,n&story=Ada+Novak")
    skips = ws.log.lines(ws.log.ids(LogQuery(run.id, text="outcome=skipped")))
    times = sorted({line.time for line in skips})
    assert count_of(page)[0] == sum(line.time <= times[1] for line in ws.log.lines(ws.log.ids(LogQuery(run.id))))
    # The story says the reason in words, and what is to come is pale.
    assert "✕ skipped: Enroll in sequence – Sequence deleted" in page
    # As in the window, what can never work is red, and what a person can mend amber.
    filtered = opened(path, tmp_path, "filter=Enroll&outcome=2")
    shown = re.findall(r'class="row (failed|skipped)[^>]*>.*?>([A-Z_]{5,})</span>', filtered)
    assert {look == "failed" for look, code in shown if Reason[code].severity is Severity.BROKEN} == {True}
    assert {look == "failed" for look, code in shown if Reason[code].severity is not Severity.BROKEN} == {False}
    assert 'role="columnheader"' in page


def test_a_rehearsal_too_long_for_a_page_is_told(
    ws: Workspace, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_file, "MOST_ROWS", 100)
    with pytest.raises(Problem, match="holds 100") as caught:
        write_replay(ws, run.id, tmp_path / "x.html")
    assert "fewer days" in caught.value.hint


def test_the_page_asks_the_network_for_nothing(ws: Workspace, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "replay.html"
    write_replay(ws, run.id, path)
    page = path.read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert re.search(r"""(?:src|href)\s*=\s*["']?https?:""", page) is None


def test_a_run_that_is_gone_and_a_folder_that_is_not_there(ws: Workspace, run: Run, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no folder"):
        write_replay(ws, run.id, tmp_path / "nowhere" / "x.html")
    ws.runs.delete(run.id)
    with pytest.raises(Problem, match="no longer"):
        write_replay(ws, run.id, tmp_path / "x.html")


def test_a_stopped_writer_leaves_no_file(ws: Workspace, run: Run, tmp_path: Path) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

        def report(self, payload: object) -> None:
            """Nobody listens."""

    assert write_replay(ws, run.id, tmp_path / "x.html", Stopped()) == 0
    assert not (tmp_path / "x.html").exists()
