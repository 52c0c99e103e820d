"""The Preview, Tokens, Performance, Settings and Automation pages of a sequence, by the keys and clicks of a person."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QSpinBox, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from core.model.account import Subscription
from core.model.changes import Noun
from core.model.event import EventKind, ScriptedEvent
from core.model.sequence import Sharing, Step
from core.services import edits
from core.services.coverage import SpanKind
from core.services.runs import rehearse
from gui.bus import GoTo
from gui.forms.many import MultiChoice
from gui.tables.paged import TONE_ROLE
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.sequence_coverage_table import CoverageModel
from gui.tabs.sequence_preview_card import PreviewCard, gap_words
from gui.tabs.sequences import SequencesTab
from gui.theme import Tone
from gui.widgets.banner import Banner
from gui.widgets.filter_line import FilterLine
from gui.widgets.segments import SegmentedFilter
from tests.gui.tabs.desk import ADA, ANA, DEMO, MIA, WELCOME, Desk, choose, click, find, toggle
from tests.gui.tabs.sequence_desk import demo, page

if TYPE_CHECKING:
    pass

GREETING = Step(
    subject="For {{ company.name }}",
    body='Hi {{ contact.firstname | default: "there" }},\n{{ contact.city }} {{ placeholder.slot }} – {{ owner.name }}',
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk of all tabs; the first mail of *Demo* has tokens of every kind."""
    made = demo(desk)
    desk.workspace.apply(edits.changed(made, replace(made, steps=(GREETING, *made.steps[1:])), "Greeting"))
    return desk


@pytest.fixture
def tab(sequences: SequencesTab) -> SequencesTab:
    return sequences


def words(tab: QWidget, name: str) -> str:
    """Give what a rich label says, without its marks."""
    said = find(tab, QLabel, name).text().replace("<br>", "\n")
    return re.sub("<[^>]+>", "", said).replace("&lt;", "<")


# ---------------------------------------------------------------- preview


def test_the_preview_shows_the_mail_as_the_contact_gets_it(tab: SequencesTab) -> None:
    page(tab, "preview")
    # By name: Ada first, who has no address, no city and no owner.
    assert find(tab, QLabel, "preview_place").text() == "1 of 5"
    assert words(tab, "preview_subject_0") == "For Cobalt"
    assert words(tab, "preview_body_0") == "Hi Ada,\n✕ empty  {{ placeholder.slot }} – ✕ empty "
    assert find(tab, QLabel, "preview_time_0").text() == "Mon 5 Jan 10:00"
    assert find(tab, QLabel, "preview_time_2").text() == "Mon 12 Jan 10:00"
    banner = find(tab, Banner, "preview_obstacle")
    assert banner.text() == "A rehearsal would not enroll Ada Novak: no contact owner."


def test_next_previous_and_search_choose_the_contact(tab: SequencesTab, desk: Desk) -> None:
    page(tab, "preview")
    QTest.mouseClick(find(tab, QToolButton, "preview_back"), Qt.MouseButton.LeftButton)
    assert find(tab, QLabel, "preview_place").text() == "5 of 5"
    assert find(tab, QLabel, "preview_gaps").text().startswith("To Zoe Quist <zoe@fjord.example>, from nobody.")
    QTest.mouseClick(find(tab, QToolButton, "preview_next"), Qt.MouseButton.LeftButton)
    assert words(tab, "preview_body_0").startswith("Hi Ada")
    line = find(tab, FilterLine, "preview_search")
    QTest.keyClicks(line, "mia")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert find(tab, QLabel, "preview_place").text() == "1 of 1"
    assert words(tab, "preview_body_0") == "Hi Mia,\n✕ empty  {{ placeholder.slot }} – Ana Ruiz"
    assert (
        find(tab, Banner, "preview_obstacle").text() == "A rehearsal would not enroll Mia Laine: already in a sequence."
    )
    QTest.keyClicks(line, "xyz")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert find(tab, QLabel, "preview_place").text() == ""


def test_another_sender_and_an_edit_elsewhere_are_followed(tab: SequencesTab, desk: Desk) -> None:
    page(tab, "preview")
    choose(tab, "preview_sender", ANA)
    assert "from Ana Ruiz" in find(tab, QLabel, "preview_gaps").text()
    assert find(tab, Banner, "preview_obstacle").text().endswith("no email address.")
    ada = desk.workspace.contacts.get(ADA)
    assert ada is not None
    desk.undo.do(edits.changed(ada, ada.with_values({"city": "Oslo", "email": "ada@cobalt.example"}), "City"))
    assert "\nOslo " in words(tab, "preview_body_0")
    assert find(tab, Banner, "preview_obstacle").text() == ""


def test_one_step_is_shown_alone_and_edit_leads_to_it(tab: SequencesTab, qtbot: QtBot) -> None:
    page(tab, "preview")
    QTest.mouseClick(find(tab, SegmentedFilter, "preview_steps").chip("2"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: find(tab, PreviewCard, "preview_card_2").isVisible())
    assert [card.objectName() for card in tab.findChildren(PreviewCard) if card.isVisible()] == ["preview_card_2"]
    click(tab, "preview_edit_2")
    assert find(tab, SegmentedFilter, "sequence_pages").current() == "steps"
    assert find(tab, QLineEdit, "step_subject").text() == "Shall I close the file?"


def test_a_sequence_without_steps_says_so(tab: SequencesTab, desk: Desk) -> None:
    desk.undo.do(edits.changed(demo(desk), replace(demo(desk), steps=()), "No steps"))
    page(tab, "preview")
    assert find(tab, QLabel, "preview_gaps").text().endswith("There are no steps yet.")


def test_gaps_are_told_in_words() -> None:
    counts = {SpanKind.EMPTY: 2, SpanKind.DEFAULT: 1, SpanKind.PLACEHOLDER: 1}
    said = "2 tokens are empty, 1 default is used and 1 placeholder will be read as written."
    assert gap_words(lambda kind: counts.get(kind, 0)) == said
    assert gap_words(lambda _: 0) == ""


# ---------------------------------------------------------------- tokens


def table(tab: QWidget) -> QTableView:
    return find(tab, QTableView, "coverage_table")


def counted(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> CoverageModel:
    """Wait until nothing is being counted any more."""
    calm = tab.coverage._calm
    qtbot.waitUntil(lambda: not calm.isActive() and not desk.jobs.busy, timeout=5000)
    model = table(tab).model()
    assert isinstance(model, CoverageModel)
    return model


def heads(model: CoverageModel) -> list[str]:
    found = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    return [str(head).replace("\n", " ") for head in found]


def grid(model: CoverageModel) -> list[list[str]]:
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_matrix_counts_gaps_and_tones_them(tab: SequencesTab, desk: Desk, qtbot: QtBot, qtmodeltester: Any) -> None:
    page(tab, "tokens")
    model = counted(tab, desk, qtbot)
    qtmodeltester.check(model)
    assert heads(model) == [
        "Contact", "Email", "City ✕ 100 % empty", "Owner’s name ✕ 80 % empty", "Company name ✕ 40 % empty",
        "First name ✓ complete",
    ]  # fmt: skip
    assert grid(model)[0] == ["Ada Novak", "", "empty", "empty", "Cobalt", "Ada"]
    assert model.index(0, 2).data(TONE_ROLE) == Tone.BROKEN
    assert find(tab, QLabel, "coverage_status").text() == "5 contacts · 5 with gaps (100 %)"


def edit_cell(tab: SequencesTab, index: QModelIndex) -> QWidget:
    view = table(tab)
    view.setCurrentIndex(index)
    QTest.keyClick(view, Qt.Key.Key_Return)
    return find(tab, QWidget, "cell_editor")


def test_a_cell_is_typed_into_and_undone_and_the_counts_follow(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    page(tab, "tokens")
    model = counted(tab, desk, qtbot)
    editor = edit_cell(tab, model.index(0, 2))
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Oslo")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.undone() == ["Change Ada Novak"])
    model = counted(tab, desk, qtbot)
    assert grid(model)[0][2] == "Oslo"
    assert heads(model)[2] == "City ✕ 80 % empty"
    desk.undo.undo()
    assert heads(counted(tab, desk, qtbot))[2] == "City ✕ 100 % empty"


def test_an_owner_is_chosen_and_a_bad_value_is_refused(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    page(tab, "tokens")
    model = counted(tab, desk, qtbot)
    editor = edit_cell(tab, model.index(0, 3))
    assert isinstance(editor, ChoiceBox)
    assert [editor.itemText(n) for n in range(3)] == ["No owner", "Ana Ruiz", "Ben Okafor"]
    editor.setCurrentIndex(1)
    editor.activated.emit(1)
    assert desk.undone() == ["Change Ada Novak"]
    assert grid(counted(tab, desk, qtbot))[0][3] == "Ana Ruiz"
    mail = replace(demo(desk), steps=(Step(subject="{{ contact.email }}"),))
    desk.undo.do(edits.changed(demo(desk), mail, "Address"))
    model = counted(tab, desk, qtbot)
    editor = edit_cell(tab, model.index(0, 2))
    QTest.keyClicks(editor, "no address")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert find(tab, QWidget, "cell_editor").isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert len(desk.undone()) == 2


def test_only_gaps_and_only_those_enrolled_narrow_the_rows(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    one = replace(demo(desk), steps=(Step(subject="{{ company.name }}"),))
    desk.undo.do(edits.changed(demo(desk), one, "One token"))
    page(tab, "tokens")
    toggle(tab, "coverage_gaps")
    model = counted(tab, desk, qtbot)
    assert [row[0] for row in grid(model)] == ["Jan Kowal", "Zoe Quist"]
    assert find(tab, QLabel, "coverage_status").text() == "5 contacts · 2 with gaps (40 %) · 2 shown"
    toggle(tab, "coverage_gaps")
    QTest.mouseClick(find(tab, SegmentedFilter, "coverage_scope").chip("enrolled"), Qt.MouseButton.LeftButton)
    model = counted(tab, desk, qtbot)
    # Ada has no address, Tom opted out, Zoe bounced; Mia is through with Welcome when the rehearsal starts.
    assert [row[0] for row in grid(model)] == ["Jan Kowal", "Mia Laine"]
    assert find(tab, QLabel, "coverage_status").text() == "2 contacts would be enrolled · 1 with gaps (50 %)"


def test_the_matrix_says_what_is_missing(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    page(tab, "tokens")
    counted(tab, desk, qtbot)
    tab.go_to(GoTo("sequence", WELCOME))
    QTest.mouseClick(find(tab, SegmentedFilter, "coverage_scope").chip("enrolled"), Qt.MouseButton.LeftButton)
    counted(tab, desk, qtbot)
    state = tab.coverage._state
    assert state.accessibleName() == "No workflow uses this sequence yet."
    QTest.mouseClick(state.primary_button, Qt.MouseButton.LeftButton)
    assert find(tab, SegmentedFilter, "sequence_pages").current() == "automation"
    welcome = desk.workspace.project().sequence(WELCOME)
    assert welcome is not None
    desk.undo.do(edits.changed(welcome, replace(welcome, steps=(Step(subject="Hello"),)), "Plain"))
    page(tab, "tokens")
    counted(tab, desk, qtbot)
    assert state.accessibleName() == "No tokens in these mails"


def test_a_lock_keeps_cells_from_being_edited(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    page(tab, "tokens")
    model = counted(tab, desk, qtbot)
    tab.set_locked(True)
    table(tab).setCurrentIndex(model.index(0, 4))
    QTest.keyClick(table(tab), Qt.Key.Key_F2)
    assert table(tab).findChild(QWidget, "cell_editor") is None
    tab.set_locked(False)
    assert edit_cell(tab, model.index(0, 2)).isVisible()


def test_a_double_click_on_a_name_opens_the_contact(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    page(tab, "tokens")
    model = counted(tab, desk, qtbot)
    place = table(tab).visualRect(model.index(0, 0)).center()
    QTest.mouseClick(table(tab).viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table(tab).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert desk.went == [GoTo("contact", ADA)]


# ---------------------------------------------------------------- performance


def test_performance_needs_a_rehearsal_first(tab: SequencesTab) -> None:
    page(tab, "performance")
    assert tab.performance._empty.accessibleName() == "No rehearsal yet"
    assert not find(tab, QWidget, "performance_export").isEnabled()


def test_performance_counts_the_last_rehearsal(
    tab: SequencesTab, desk: Desk, qtbot: QtBot, qtmodeltester: Any, tmp_path: Path
) -> None:
    jan = ScriptedEvent(EventKind.OPENED, 4, 60, id=9)
    desk.workspace.apply(edits.added(jan, "Open"))
    run = rehearse(desk.workspace, desk.workspace.project().account.settings)
    tab.show_run(run)
    page(tab, "performance")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    view = find(tab, QTableView, "performance_table")
    model = view.model()
    qtmodeltester.check(model)
    rows = [[str(model.index(row, column).data()) for column in (0, 1, 2)] for row in range(model.rowCount())]
    assert rows == [
        ["1. For {{ company.name }}", "2", "1 · 50 %"],
        ["2. Call", "2", "–"],
        ["3. Shall I close the file?", "2", "0"],
        ["Whole sequence", "4", "1 · 25 %"],
    ]
    assert model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == "1 of 2 mails sent were opened (50 %)"
    click(tab, "performance_copy")
    assert QGuiApplication.clipboard().text().splitlines()[0].startswith("Step\tSent\tOpened")
    desk.dialogs.answers.append(tmp_path / "steps.csv")
    click(tab, "performance_export")
    assert (tmp_path / "steps.csv").read_text(encoding="utf-8").splitlines()[4].startswith(",Whole sequence,,4,1")
    desk.undo.do(edits.changed(demo(desk), replace(demo(desk), steps=demo(desk).steps[:1]), "Shorter"))
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert "steps were changed since" in find(tab, Banner, "performance_note").text()


def test_a_sequence_that_nobody_was_in_says_so(tab: SequencesTab, desk: Desk, qtbot: QtBot) -> None:
    copy = replace(demo(desk), id=desk.workspace.new_id(Noun.SEQUENCE), name="Idle")
    desk.undo.do(edits.added(copy, "Idle"))
    tab.show_run(rehearse(desk.workspace, desk.workspace.project().account.settings))
    tab.go_to(GoTo("sequence", copy.id))
    page(tab, "performance")
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert tab.performance._empty.accessibleName() == "No workflow enrolls in it"
    went: list[GoTo] = []
    desk.bus.navigate.connect(went.append)
    QTest.mouseClick(tab.performance._empty.primary_button, Qt.MouseButton.LeftButton)
    (made,) = [w for w in desk.workspace.project().workflows if w.sequence == copy.id]
    assert went == [GoTo("workflow", made.id)]
    tab.performance.show_sequence(copy)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert tab.performance._empty.accessibleName() == "Nobody was in this sequence"
    assert not tab.performance._empty.primary_button.isVisible()


# ---------------------------------------------------------------- settings and automation


def test_sharing_with_some_names_users_and_teams(tab: SequencesTab, desk: Desk) -> None:
    ana = desk.workspace.project().senders[0]
    desk.undo.do(edits.changed(ana, replace(ana, team="Sales"), "Team"))
    page(tab, "settings")
    users, teams = find(tab, MultiChoice, "shared_users"), find(tab, MultiChoice, "shared_teams")
    assert not users.isVisible()
    choose(tab, "sharing", Sharing.SOME)
    assert users.isVisible()
    assert "Choose at least one user or team." in users.accessibleDescription()
    for box, wanted in ((users, "Ana Ruiz"), (teams, "Sales")):
        next(a for a in box._menu.actions() if a.text() == wanted).toggle()
    settings = demo(desk).settings
    assert (settings.shared_users, settings.shared_teams) == ((ANA,), ("Sales",))
    assert users.text() == "Ana Ruiz"
    assert "Choose at least" not in users.accessibleDescription()
    desk.undo.undo()
    assert teams.values() == ()


def test_reactions_that_add_up_to_too_much_are_told(tab: SequencesTab) -> None:
    page(tab, "settings")
    find(tab, QSpinBox, "behaviour_reply").setValue(80)
    find(tab, QSpinBox, "behaviour_meeting").setValue(30)
    assert "Together 110 %" in find(tab, QSpinBox, "behaviour_bounce").accessibleDescription()
    find(tab, QSpinBox, "behaviour_meeting").setValue(20)
    assert "Together" not in find(tab, QSpinBox, "behaviour_bounce").accessibleDescription()


def test_with_professional_the_automation_page_still_makes_workflows(tab: SequencesTab, desk: Desk) -> None:
    account = desk.workspace.project().account
    desk.undo.do(edits.changed(account, replace(account, subscription=Subscription.PROFESSIONAL), "Plan"))
    page(tab, "automation")
    said = " ".join(found.text() for found in tab.automation.findChildren(QLabel))
    assert "With Professional, only workflows made here may enroll contacts." in said
    click(tab, "new_enroll_workflow")
    assert desk.workspace.project().workflows[-1].sequence == DEMO


def test_deletion_says_that_people_stay_under_the_old_rules(tab: SequencesTab, desk: Desk) -> None:
    account = desk.workspace.project().account
    desk.undo.do(edits.changed(account, replace(account, rule_pack="2018-06"), "Rules"))
    tab.go_to(GoTo("sequence", WELCOME))
    desk.dialogs.answers.append(True)
    QTest.mouseClick(find(tab, QToolButton, "delete_sequence"), Qt.MouseButton.LeftButton)
    assert "1 contact inside will stay in it, as the account’s rule pack says." in desk.dialogs.asked[-1].text
    assert [e.contact for e in desk.workspace.project().enrollments] == [MIA]


@pytest.mark.parametrize("name", ["preview_sender", "coverage_sender"])
def test_senders_to_choose_are_the_active_ones(tab: SequencesTab, name: str) -> None:
    page(tab, "preview" if name.startswith("preview") else "tokens")
    box = find(tab, ChoiceBox, name)
    found = [box.itemText(n) for n in range(box.count())]
    assert found == ["Contact owner", "Ana Ruiz", "Ben Okafor", "Cem Aydin", "Dana Levi"]
    assert box.mapTo(tab, QPoint()).x() < tab.width()
