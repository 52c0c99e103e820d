"""The live count under each branch of an if/then card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from core.actions.if_then import Branch, IfThen
from core.model.filter import Condition, Filter, Operator
from core.services import contacts, workflows
from core.services.branch_counts import WayCount, WayCounts
from gui.canvas import edits
from gui.theme import ThemeManager
from gui.widgets.store import MemorySettings
from tests.gui.tabs.workflow_desk import LEADS, Desk

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs


@pytest.fixture
def desk(
    qtbot: QtBot, tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings
) -> Iterator[Desk]:
    """Gives the tab with the if/then card of workflow 1 chosen: four of six contacts are leads."""
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    made.tab.canvas.choose(1)
    yield made
    made.close()


def counts(desk: Desk) -> list[str]:
    found = [line for line in desk.tab.panel.findChildren(QLabel, "branch_count") if line.isVisible()]
    return [line.text() for line in sorted(found, key=lambda line: line.mapTo(desk.tab, line.pos()).y())]


def rest(desk: Desk) -> str:
    found = desk.tab.panel.findChild(QLabel, "branch_rest")
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def test_a_branch_says_how_many_match(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counts(desk) == ["4 of 6 contacts match"])
    assert rest(desk) == "2 of 6 contacts match no branch"


def test_a_branch_says_what_those_above_leave_it(desk: Desk, qtbot: QtBot) -> None:
    known = Filter(((Condition("email", Operator.IS_KNOWN),),))
    two = IfThen((Branch("Lead", LEADS), Branch("Has an address", known)))
    after = edits.remade(desk.workflow(), 1, two, (0, None, 1))
    desk.undo.do(workflows.edit(desk.workspace, after, "Change “If/then”"))
    taken = "6 of 6 contacts match · 2 go this way, the others match a branch above"
    qtbot.waitUntil(lambda: counts(desk) == ["4 of 6 contacts match", taken])
    assert rest(desk) == "Every contact matches a branch"


def test_a_contact_that_changes_is_counted_again(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counts(desk) == ["4 of 6 contacts match"])
    desk.undo.do(contacts.change(desk.workspace, 6, {"lifecyclestage": "lead"}))
    qtbot.waitUntil(lambda: counts(desk) == ["5 of 6 contacts match"])
    desk.undo.undo()
    qtbot.waitUntil(lambda: counts(desk) == ["4 of 6 contacts match"])


def test_an_answer_that_comes_too_late_is_not_shown(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counts(desk) == ["4 of 6 contacts match"])
    desk.tab.panel.show_way_counts((), WayCounts((WayCount(9, 9),), 0, 9))
    assert counts(desk) == ["4 of 6 contacts match"]
