"""The log by keys and mouse: typing a filter, completing it, saving it, colouring, folding, following a contact."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from core.model.reason import Severity
from core.model.run import Run
from core.model.saved_view import SavedView
from core.services import log_views
from core.services.log_views import COLOURS, FILTERS, LogView
from gui.run.log_help import LogHelp
from gui.tables.paged import ROW_TONE_ROLE
from gui.theme import Tone
from gui.workbench import Workbench

if TYPE_CHECKING:
    from tests.gui.conftest import FakeDialogs

Play = Callable[[Workbench], Run]
pytestmark = pytest.mark.qt_log_ignore("does not support")


def texts(bench: Workbench, key: str) -> list[str]:
    model = bench.log.model
    column = next(n for n, c in enumerate(model.columns) if c.key == key)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def settle(bench: Workbench, qtbot: QtBot) -> None:
    bench.log.bar.text.flush()
    qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)


def type_in(bench: Workbench, qtbot: QtBot, text: str) -> None:
    line = bench.log.bar.text
    line.setFocus()
    QTest.keyClicks(line, text)
    line.offers.close()
    settle(bench, qtbot)


def choose(bench: Workbench, row: int) -> None:
    assert bench.log.table.select_id(bench.log.model.id_at(row))


def test_a_slip_is_said_at_the_line_and_the_rows_stay(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    type_in(bench, qtbot, "outcome=skipped")
    assert bench.log.bar.text.property("valid") is True
    assert texts(bench, "reason") == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]
    type_in(bench, qtbot, " and reason=OWNER_EMTY")
    line, verdict = bench.log.bar.text, bench.log.shelf.verdict
    assert verdict.isVisible()
    assert verdict.text() == "✕ There is no reason “OWNER_EMTY”."
    assert bench.log.shelf.mend.text() == "Did you mean OWNER_EMPTY?"
    assert line.property("invalid") is True
    assert line.property("valid") is False
    start, length = line.slip()
    assert line.text()[start : start + length] == "OWNER_EMTY"
    assert texts(bench, "reason") == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]
    bench.log.bar.segments.chip("skipped").click()  # another filter does not take away what is being typed
    settle(bench, qtbot)
    assert line.text().endswith("OWNER_EMTY")
    for _ in "TY":
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    type_in(bench, qtbot, "PTY")
    assert not verdict.isVisible()
    assert texts(bench, "reason") == ["OWNER_EMPTY"]


def test_a_name_that_nobody_has_is_doubted_and_mended_with_a_click(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    type_in(bench, qtbot, 'outcome=done and sender="Anna Ruis" and day<=9')
    line, shelf = bench.log.bar.text, bench.log.shelf
    assert (line.property("doubtful"), line.property("invalid"), line.property("valid")) == (True, False, False)
    assert shelf.verdict.text() == "! No sender here is called “Anna Ruis”."
    start, length = line.slip()
    assert line.text()[start : start + length] == '"Anna Ruis"'
    assert texts(bench, "sender") == []  # it can be asked, and finds nothing
    QTest.mouseClick(shelf.mend, Qt.MouseButton.LeftButton)
    settle(bench, qtbot)
    assert line.text() == 'outcome=done and sender="Ana Ruiz" and day<=9'
    assert line.property("valid") is True
    assert not shelf.verdict.isVisible()
    assert set(texts(bench, "sender")) == {"Ana Ruiz"}
    QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Anna Ruis" in line.text()


def test_plain_words_are_neither_right_nor_wrong(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    type_in(bench, qtbot, "becker")
    assert bench.log.bar.text.property("valid") is False
    assert bench.log.bar.text.property("invalid") is False


def test_fields_and_values_are_completed_with_the_keyboard(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    line = bench.log.bar.text
    line.setFocus()
    QTest.keyClicks(line, "rea")
    assert line.offers.is_open()
    assert line.offers.labels() == ["reason="]
    popup = line.offers.popup
    QTest.keyClick(popup, Qt.Key.Key_Tab)
    assert line.text() == "reason="
    assert line.offers.is_open()  # values come next
    QTest.keyClicks(popup, "OWNER_E")
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "reason=OWNER_EMPTY"
    assert not line.offers.is_open()
    settle(bench, qtbot)
    assert texts(bench, "reason") == ["OWNER_EMPTY"]
    QTest.keyClicks(line, " sen")
    assert line.offers.is_open()
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not line.offers.is_open()
    assert line.text() == "reason=OWNER_EMPTY sen"


def test_the_value_under_the_pointer_is_applied_excluded_and_coloured(
    bench: Workbench, play: Play, qtbot: QtBot
) -> None:
    play(bench)
    choose(bench, texts(bench, "reason").index("OWNER_EMPTY"))
    menu = bench.log.menu.build("reason")
    assert [action.text() for action in menu.actions()][:3] == [
        "Apply as filter: reason=OWNER_EMPTY",
        "Exclude: reason=OWNER_EMPTY",
        "Highlight: reason=OWNER_EMPTY",
    ]
    menu.actions()[1].trigger()
    settle(bench, qtbot)
    assert bench.log.bar.text.text() == "not reason=OWNER_EMPTY"
    assert "OWNER_EMPTY" not in texts(bench, "reason")
    choose(bench, texts(bench, "reason").index("INBOX_NOT_CONNECTED"))
    bench.log.menu.build("outcome").actions()[0].trigger()
    settle(bench, qtbot)
    assert bench.log.bar.text.text() == "not reason=OWNER_EMPTY and outcome=skipped"
    assert texts(bench, "reason") == ["INBOX_NOT_CONNECTED"]


def test_a_colour_rule_colours_rows_and_is_undone(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    bench.log.shelf.colour("outcome=entered", Tone.WAITING)
    settle(bench, qtbot)
    model = bench.log.model
    tones = {texts(bench, "outcome")[n]: model.index(n, 0).data(ROW_TONE_ROLE) for n in range(model.rowCount())}
    assert tones["→ entered"] == Tone.WAITING
    assert tones["skipped"] == Tone.SKIPPED
    assert tones["done"] is None
    bench.undo.undo()
    settle(bench, qtbot)
    assert model.index(texts(bench, "outcome").index("→ entered"), 0).data(ROW_TONE_ROLE) is None


def test_a_filter_becomes_a_button(bench: Workbench, play: Play, qtbot: QtBot, fake_dialogs: FakeDialogs) -> None:
    run = play(bench)
    bench.log.bar.segments.chip("skipped").click()
    type_in(bench, qtbot, "becker")
    fake_dialogs.answers.append("Tom’s skips")
    bench.log.shelf.save_filter()
    (chip,) = bench.log.shelf._chips.values()
    assert chip.text() == "Tom’s skips"
    assert chip.isChecked()
    bench.log.clear_filter()
    settle(bench, qtbot)
    assert not chip.isChecked()
    assert bench.log.model.rowCount() == run.summary.events
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    settle(bench, qtbot)
    assert texts(bench, "reason") == ["OWNER_EMPTY"]
    view = bench.workspace.project().views[0]
    fake_dialogs.answers.append("Tom")
    bench.log.shelf.chip_menu(view).actions()[1].trigger()
    assert [c.text() for c in bench.log.shelf._chips.values()] == ["Tom"]
    bench.log.shelf.chip_menu(view).actions()[5].trigger()
    assert not bench.log.shelf.isVisible()
    bench.undo.undo()
    assert bench.log.shelf.isVisible()


def test_repeats_fold_and_open_with_the_keyboard_and_the_mouse(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    said: list[str] = []
    run = play(bench)
    bench.log.rows_changed.connect(said.append)
    bench.log.folds.rows.set_rows(bench.log.folds.rows.all(), None)
    bench.log.bar.fold.click()
    settle(bench, qtbot)
    assert bench.context.settings.value("log/fold") == "true"
    # Nobody does the same thing at the same minute here, so nothing repeats; groups are made up instead.
    assert said[-1] == f"{run.summary.events} rows, folded to {run.summary.events}"
    found = bench.log.folds.rows.all()
    bench.log.folds.rows.set_rows(found, [found[0], found[3]])
    bench.log._show_rows(same=False)
    assert texts(bench, "contact")[0] == "▸ 3 × Mia Laine"
    table = bench.log.table
    choose(bench, 0)
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert texts(bench, "contact")[0] == "▾ 3 × Mia Laine"
    assert bench.log.model.rowCount() == 4
    QTest.keyClick(table, Qt.Key.Key_Left)
    assert bench.log.model.rowCount() == 2
    place = QPoint(table.columnViewportPosition(1) + 12, table.rowViewportPosition(0) + 10)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.log.model.rowCount() == 4


def test_alt_down_goes_from_row_to_row_of_one_contact(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    said: list[str] = []
    bench.bus.message.connect(said.append)
    play(bench)
    mine = [n for n, name in enumerate(texts(bench, "contact")) if name == "Tom Becker"]
    choose(bench, mine[0])
    seen = [mine[0]]
    for _ in mine[1:]:
        QTest.keyClick(bench.log.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: not bench.jobs.busy, timeout=5_000)
        seen.append(bench.log.table.currentIndex().row())
    assert seen == mine
    QTest.keyClick(bench.log.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert said[-1] == "There is no later row of Tom Becker among those shown."
    QTest.keyClick(bench.log.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert bench.log.table.currentIndex().row() == mine[-2]


def test_the_worst_of_a_run_is_told_and_leads_to_its_rows(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    worst: list[tuple[Severity | None, int]] = []
    bench.log.worst_changed.connect(lambda severity, rows: worst.append((severity, rows)))
    play(bench)
    assert worst[-1] == (Severity.NEEDS_ACTION, 2)
    bench.log.targets.show_severity(Severity.NEEDS_ACTION)
    settle(bench, qtbot)
    assert texts(bench, "reason") == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]


def test_the_help_offers_examples_that_can_be_clicked(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    line = bench.log.bar.text
    QTest.mouseClick(bench.log.bar.help, Qt.MouseButton.LeftButton)
    (popup,) = [w for w in bench.log.bar.findChildren(LogHelp) if w.isVisible()]
    assert popup.examples[0].hasFocus()
    assert popup.examples[1].text() == "outcome=skipped"
    for example in bench.workspace.log.examples(bench.log.run_id):
        assert bench.workspace.log.check(bench.log.run_id, example.text).doubt is None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    assert popup.examples[1].hasFocus()
    QTest.keyClick(popup.examples[1], Qt.Key.Key_Space)
    settle(bench, qtbot)
    assert line.text() == "outcome=skipped"
    assert texts(bench, "reason") == ["OWNER_EMPTY", "INBOX_NOT_CONNECTED"]
    QTest.mouseClick(bench.log.bar.help, Qt.MouseButton.LeftButton)
    (popup,) = [w for w in bench.log.bar.findChildren(LogHelp) if w.isVisible()]
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert line.text() == "outcome=skipped"


def chosen_from(bench: Workbench, view: SavedView, title: str) -> None:
    """Chooses an entry of the menu of a saved filter or colour rule."""
    menu = bench.log.shelf.chip_menu(view)
    entries = [*menu.actions(), *(entry for sub in menu.findChildren(QMenu) for entry in sub.actions())]
    next(entry for entry in entries if entry.text().startswith(title) and entry.isEnabled()).trigger()


def test_saved_filters_and_rules_are_put_in_another_order(bench: Workbench, play: Play, qtbot: QtBot) -> None:
    play(bench)
    for name, text in (("A", "day=1"), ("B", "day=2"), ("C", "day=3")):
        bench.undo.do(log_views.save(bench.workspace, name, LogView(text)))
    shelf = bench.log.shelf

    def chips() -> list[str]:
        return [chip.text() for chip in shelf._chips.values()]

    third = log_views.all_of(bench.workspace.project(), FILTERS)[2]
    chosen_from(bench, third, "Move left")
    chosen_from(bench, log_views.all_of(bench.workspace.project(), FILTERS)[1], "Move left")
    assert chips() == ["C", "A", "B"]
    bench.undo.undo()
    assert chips() == ["A", "C", "B"]
    type_in(bench, qtbot, "day=3")
    assert [chip.text() for chip in shelf._chips.values() if chip.isChecked()] == ["C"]
    bench.undo.do(log_views.save(bench.workspace, "D", LogView("day=4")))
    assert chips() == ["A", "C", "B", "D"]
    # The first rule that fits wins; another colour is another step.
    shelf.colour("outcome=entered", Tone.WAITING)
    shelf.colour("kind=trigger", Tone.DONE)
    bench.log.clear_filter()
    settle(bench, qtbot)

    def tone() -> object:
        row = texts(bench, "outcome").index("→ entered")
        return bench.log.model.index(row, 0).data(ROW_TONE_ROLE)

    assert tone() == Tone.WAITING
    chosen_from(bench, log_views.all_of(bench.workspace.project(), COLOURS)[1], "Move left")
    settle(bench, qtbot)
    assert tone() == Tone.DONE
    chosen_from(bench, log_views.all_of(bench.workspace.project(), COLOURS)[0], f"{Tone.BROKEN.sign} Red")
    settle(bench, qtbot)
    assert tone() == Tone.BROKEN
