"""Golden traces: small scenes whose whole log is kept as text in ``traces/`` and compared line by line.

The scenes are in the files beside this one. After a change that is meant to change a log, write the texts anew and
read the difference before keeping it::

    CADENZA_UPDATE_GOLDEN=1 .venv/bin/python -m pytest tests/golden
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.actions import ACTIONS
from core.model.workflow import TriggerKind
from tests.building import play
from tests.golden import (
    action_scenes,
    break_scenes,
    first_scenes,
    sequence_scenes,
    setting_scenes,
    trigger_scenes,
)
from tests.golden.rendering import rendered
from tests.golden.scene import Scene

_TEXTS = Path(__file__).parent / "traces"
_UPDATE = bool(os.environ.get("CADENZA_UPDATE_GOLDEN"))
_FILES = (first_scenes, action_scenes, trigger_scenes, setting_scenes, break_scenes, sequence_scenes)

SCENES: dict[str, Callable[[], Scene]] = {scene.__name__: scene for file in _FILES for scene in file.SCENES}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_the_log_of_a_scene_is_as_it_was_kept(name: str) -> None:
    scene = SCENES[name]()
    trace = play(scene.project, scene.people, days=scene.days, rules=scene.rules, start=scene.start)
    text = rendered(scene.title, scene.project, scene.people, trace, scene.start)
    kept = _TEXTS / f"{name}.txt"
    if _UPDATE:
        kept.write_text(text, encoding="utf-8")
    assert text.splitlines() == kept.read_text(encoding="utf-8").splitlines()


def test_every_action_has_a_golden_trace() -> None:
    assert set(ACTIONS) <= set(SCENES)


def test_every_kind_of_trigger_has_a_golden_trace() -> None:
    assert {f"trigger_{kind.value}" for kind in TriggerKind} <= set(SCENES)


def test_no_two_scenes_share_a_name() -> None:
    assert len(SCENES) == sum(len(file.SCENES) for file in _FILES)


def test_every_text_belongs_to_a_scene() -> None:
    assert {file.stem for file in _TEXTS.glob("*.txt")} == set(SCENES)
