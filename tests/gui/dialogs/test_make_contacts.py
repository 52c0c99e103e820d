"""The dialog that makes contacts up: what it asks, that it can be stopped, and that one undo takes all back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gui.dialogs.make_contacts import MakeContactsDialog
from tests.gui.tabs.desk import ANA, CEM, Desk, choose, click, find

if TYPE_CHECKING:
    pass


@pytest.fixture
def dialog(desk: Desk) -> Iterator[MakeContactsDialog]:
    made = MakeContactsDialog(desk.context)
    made.show()
    yield made
    if isValid(made):
        made.reject()


def test_contacts_are_made_up_in_one_step_of_undo(dialog: MakeContactsDialog, desk: Desk, qtbot: QtBot) -> None:
    find(dialog, QSpinBox, "make_count").setValue(500)
    click(dialog, "make_ok")
    qtbot.waitUntil(lambda: bool(desk.said))
    assert desk.said == ["Made up 500 contacts."]
    assert desk.workspace.contacts.count() == 505
    owners = {contact.get("hubspot_owner_id") for contact in desk.workspace.contacts.many(range(6, 506))}
    # Only these two of the four senders can send.
    assert owners == {ANA, CEM, None}
    assert desk.undone() == ["Make up 500 contacts"]
    desk.undo.undo()
    qtbot.waitUntil(lambda: not desk.undo.locked)
    assert desk.workspace.contacts.count() == 5


def test_wishes_that_make_no_sense_cannot_be_sent(dialog: MakeContactsDialog) -> None:
    for name in ("no_email", "unsubscribed"):
        find(dialog, QSpinBox, f"make_{name}").setValue(60)
    assert find(dialog, QLabel, "make_error").text().endswith("come to more than 100 %.")
    assert not find(dialog, QPushButton, "make_ok").isEnabled()
    find(dialog, QSpinBox, "make_no_email").setValue(0)
    assert find(dialog, QPushButton, "make_ok").isEnabled()
    for box in dialog.countries.values():
        box.setChecked(False)
    assert find(dialog, QLabel, "make_error").text() == "✕ Choose at least one country."


def test_stop_leaves_nothing(dialog: MakeContactsDialog, desk: Desk, qtbot: QtBot) -> None:
    find(dialog, QSpinBox, "make_count").setValue(60_000)
    choose(dialog, "make_owners", "none")
    click(dialog, "make_ok")
    assert find(dialog, QPushButton, "make_cancel").text() == "Stop"
    click(dialog, "make_cancel")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert not dialog.is_busy
    assert desk.workspace.contacts.count() == 5
    assert desk.undone() == []
    assert dialog.wishes().owners == ()
