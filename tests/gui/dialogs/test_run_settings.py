"""The rehearsal settings' form: local times, bounds, and which workflows are offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.model.account import RunSettings
from gui.dialogs.run_settings import RunSettingsDialog
from gui.theme import ThemeManager
from tests.gui.small_workspace import small_project


def make(qtbot: QtBot, zone: str = "UTC", settings: RunSettings | None = None) -> RunSettingsDialog:
    project = small_project()
    account = replace(project.account, time_zone=zone, settings=settings or RunSettings())
    dialog = RunSettingsDialog(replace(project, account=account))
    qtbot.addWidget(dialog)
    return dialog


@pytest.mark.parametrize(
    ("zone", "shown"), [("UTC", "05.01 09:00"), ("Asia/Tokyo", "05.01 18:00"), ("America/New_York", "05.01 04:00")]
)
def test_the_start_is_local_to_the_account_and_stays_the_same_moment(
    qtbot: QtBot, themes: ThemeManager, zone: str, shown: str
) -> None:
    dialog = make(qtbot, zone)
    assert dialog.start.dateTime().toString("dd.MM HH:mm") == shown
    assert dialog.settings() == RunSettings()


def test_a_local_time_is_read_with_that_days_offset(qtbot: QtBot, themes: ThemeManager) -> None:
    dialog = make(qtbot, "Europe/Warsaw")
    dialog.start.setDateTime(QDateTime(2026, 7, 1, 12, 0, 0))
    # Summer time: two hours ahead of UTC. 2026-07-01T10:00Z:
    assert dialog.settings().start == 1_782_900_000


def test_days_and_seed_have_bounds(qtbot: QtBot, themes: ThemeManager) -> None:
    dialog = make(qtbot)
    dialog.days.setValue(0)
    assert dialog.settings().days == 1
    dialog.days.setValue(10_000)
    assert dialog.settings().days == 3_650
    dialog.seed.setValue(-5)
    assert dialog.settings().seed == 0


def test_chosen_workflows_come_back_ticked(qtbot: QtBot, themes: ThemeManager) -> None:
    dialog = make(qtbot, settings=RunSettings(workflows=(2,)))
    assert dialog.chosen.isChecked()
    assert [workflow_id for workflow_id, box in dialog.boxes.items() if box.isChecked()] == [2]
    assert dialog.boxes[2].text() == "Webinar  (draft)"
    dialog.all_on.setChecked(True)
    assert dialog.settings().workflows == ()
    assert not dialog.boxes[2].isEnabled()


def test_cancel_hands_nothing_over(qtbot: QtBot, themes: ThemeManager) -> None:
    dialog = make(qtbot)
    handed: list[object] = []
    dialog.settings_chosen.connect(handed.append)
    dialog.days.setValue(5)
    dialog.reject()
    assert handed == []
    assert dialog.result() == int(QDialog.DialogCode.Rejected)


def test_a_seed_too_large_for_the_field_is_shown_as_the_largest(qtbot: QtBot, themes: ThemeManager) -> None:
    """A file that was not made by this program may hold one; the form must open all the same."""
    assert make(qtbot, settings=RunSettings(seed=10**17)).seed.value() == 2_147_483_647
