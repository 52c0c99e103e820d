"""Project files in which one to three values were replaced by odd ones of the same kind.

Each is either refused in one clear sentence, or becomes a project that is reviewed, forecast and played to its end, and
whose rows, checks and reasons can all be said in words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.exchange.project_json import Document, read_document
from core.model.problem import Problem
from core.model.trace import Outcome
from core.services.fixes import fix_for
from core.services.forecast import forecast
from core.services.log import LogQuery
from core.services.review import review
from core.services.runs import rehearse
from core.services.why import checks_of, why_not_entered
from core.services.workspace import Workspace
from resources import resource_path

Place: TypeAlias = tuple[str | int, ...]

NUMBERS = (-(10**9), -1, 0, 1, 2, 7, 31, 32, 1439, 1440, 10**9, 10**12, 10**17, 10**18 - 1)
TEXTS = (
    "",
    " ",
    "x",
    "true",
    "0" * 5_000,
    "Mars/Phobos",
    "../etc",
    "2026-02-30",
    "2026-12-25",
    "\u202e💥",
    "is",
    "manual",
)
ODD: dict[type, tuple[Any, ...]] = {
    int: NUMBERS,
    float: (-0.0, 1e308, 1e-300, 0.5),
    str: TEXTS,
    bool: (True, False),
    type(None): (None, 0, ""),
}
SOURCE = resource_path("samples", "break-it", "project.json").read_text("utf-8")


def places(thing: Any, above: Place = ()) -> Iterator[Place]:
    """Gives the path of every plain value of a document."""
    inside = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
    for key, value in inside:
        if isinstance(value, (dict, list)):
            yield from places(value, (*above, key))
        else:
            yield (*above, key)


def holder(document: Any, place: Place) -> Any:
    for key in place[:-1]:
        document = document[key]
    return document


PLACES = sorted({place for place in places(json.loads(SOURCE)) if place[0] == "project"}, key=str)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SOURCE)
    document["project"].setdefault("account", {}).setdefault("settings", {})["days"] = 10
    for place in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True)):
        inside = holder(document, place)
        inside[place[-1]] = draw(st.sampled_from(ODD[type(inside[place[-1]])]))
    return document


def tried(document: dict[str, Any]) -> Document | Problem:
    try:
        return read_document(json.dumps(document).encode())
    except Problem as problem:
        return problem


def played_and_said(ws: Workspace, read: Document) -> str:
    """Reviews, forecasts and plays a project, and puts its rows into words; gives the code of what forbade it."""
    for finding in review(ws):
        fix_for(ws, finding)
    how = read.project.account.settings
    try:
        forecast(ws, how)
        run = rehearse(ws, how)
    except Problem as problem:
        return problem.code
    assert run.summary.events < 50_000
    lines = ws.log.lines(ws.log.ids(LogQuery(run.id))[:300])
    for line in [line for line in lines if line.outcome is Outcome.SKIPPED][:5]:
        checks_of(ws, run.id, line)
    for workflow in read.project.workflows:
        assert why_not_entered(ws, run.id, read.contacts[0].id, workflow.id)
    return ""


@settings(max_examples=50)
@given(damaged())
def test_a_damaged_project_is_refused_in_a_sentence_or_played_to_its_end(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    read = tried(document)
    if isinstance(read, Problem):
        assert read.sentence.endswith(".")
        assert len(read.sentence) < 400
        return
    path = tmp_path_factory.mktemp("damaged") / "w.cadenza"
    with closing(Workspace.create(path, read.project, read.contacts, read.members)) as ws:
        assert played_and_said(ws, read) in ("", "NO_WORKFLOW")
