"""The account's job in the real window: another subscription and what the review says, a wrong time zone, a pack."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model.account import Account, Subscription
from core.model.contact import Contact
from core.model.project import Project
from core.model.sender import Sender
from core.model.sequence import Sequence, Step
from core.model.workflow import Card, Workflow, WorkflowStatus
from core.services.workspace import Workspace
from gui.dialogs.account import AccountDialog
from gui.window import MainWindow
from tests.end_to_end.steps import choose_row, click, find, press, retype

OpenWindow = Callable[[Workspace], MainWindow]
REFUSED = (
    "“Welcome” enrolls contacts in a sequence, which takes Sales or Service Hub Enterprise; the account has "
    "Professional, so everybody skips it."
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Gives an account with Enterprise whose workflow enrolls its one contact."""
    enroll = Card(1, EnrollInSequence(1, SenderType.CONTACT_OWNER))
    project = Project(
        account=Account(name="Acme"),
        senders=(Sender(1, "Ana Ruiz", "ana@cadenza.example"),),
        sequences=(Sequence(1, "Hello", (Step(),)),),
        workflows=(Workflow(1, "Welcome", WorkflowStatus.ON, cards=(enroll,), next_card=2),),
    )
    ada = Contact(1, {"firstname": "Ada", "email": "ada@acme.example", "hubspot_owner_id": 1})
    return Workspace.create(tmp_path / "account.cadenza", project, [ada])


def open_account(window: MainWindow, qtbot: QtBot) -> AccountDialog:
    """Opens the account from the Senders tab."""
    tab = window.bench.tabs.open("senders")
    qtbot.waitUntil(tab.isVisible)
    click(find(window, QAbstractButton, "account_button"))
    return find(window, AccountDialog, "account_dialog")


def labels(dialog: AccountDialog) -> str:
    return "\n".join(found.text() for found in dialog.findChildren(QLabel) if found.isVisible())


def sentences(window: MainWindow, qtbot: QtBot) -> list[str]:
    """Returns what the review finds once it has looked at the last change."""
    qtbot.waitUntil(lambda: not window.bench.jobs.busy, timeout=10_000)
    return [finding.sentence for finding in window.bench.review.findings]


def test_another_subscription_is_explained_saved_warned_of_and_undone(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    window = open_workspace(workspace)
    assert REFUSED not in sentences(window, qtbot)
    dialog = open_account(window, qtbot)
    assert "With Enterprise every workflow may enroll in sequences." in labels(dialog)
    choose_row(find(dialog, QComboBox, "account_subscription"), "Professional")
    assert "With Professional only workflows of a sequence’s own Automation tab enroll" in labels(dialog)
    click(find(dialog, QAbstractButton, "account_save"))
    assert window.bench.workspace.project().account.subscription is Subscription.PROFESSIONAL
    assert "Professional" in find(window, QLabel, "account_line").text()
    qtbot.waitUntil(lambda: REFUSED in sentences(window, qtbot), timeout=10_000)

    # What the review says is what a rehearsal does.
    window.play()
    qtbot.waitUntil(lambda: window.bench.runs.run is not None and not window.bench.jobs.busy, timeout=10_000)
    run = window.bench.runs.run
    assert run is not None
    assert dict(run.summary.reasons) == {"SUBSCRIPTION_REQUIRED": 1}

    press(window, Qt.Key.Key_Z)
    assert window.bench.workspace.project().account.subscription is Subscription.ENTERPRISE
    qtbot.waitUntil(lambda: REFUSED not in sentences(window, qtbot), timeout=10_000)


def test_a_wrong_time_zone_is_told_below_its_field(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    window = open_workspace(workspace)
    dialog = open_account(window, qtbot)
    save = find(dialog, QAbstractButton, "account_save")
    line = find(dialog, QComboBox, "account_time_zone").lineEdit()
    assert isinstance(line, QLineEdit)
    retype(line, "Europe/Nowhere")
    assert "“Europe/Nowhere” is not a time zone such as Europe/Warsaw." in labels(dialog)
    assert not save.isEnabled()
    retype(line, "Europe/Warsaw")
    assert "is not a time zone" not in labels(dialog)
    assert "there; the moment stays, its clock time changes." in labels(dialog)
    click(save)
    assert window.bench.workspace.project().account.time_zone == "Europe/Warsaw"
    assert "Europe/Warsaw" in find(window, QLabel, "account_line").text()


def test_another_rule_pack_shows_its_values_and_is_undone(
    open_workspace: OpenWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    window = open_workspace(workspace)
    before = window.bench.workspace.project().account.rule_pack
    dialog = open_account(window, qtbot)
    shown = labels(dialog)
    choose_row(find(dialog, QComboBox, "account_rule_pack"), "June 2018")
    assert labels(dialog) != shown
    click(find(dialog, QAbstractButton, "account_save"))
    after = window.bench.workspace.project().account.rule_pack
    assert after != before
    assert f"rule pack {after}" in find(window, QLabel, "account_line").text()
    press(window, Qt.Key.Key_Z)
    assert window.bench.workspace.project().account.rule_pack == before
