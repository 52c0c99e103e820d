"""Every model of the window, with real data, under Qt's own model tester while its rows come, change, grow and go.

The tester complains by Qt warnings, and those fail a test. Two lists are kept complete by tests at the end: every
module that makes a model has a case here, and so has every class of models.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, QPoint, QStringListModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

import gui
import gui.palette
from core.model.changes import Edit, Put
from core.model.contact import Contact
from core.model.event import EventKind, ScriptedEvent
from core.model.run import Run
from core.model.workflow import TriggerKind
from core.services import holidays, runs
from core.services.replay import load
from core.services.versions import VersionHead
from core.services.workflow_diff import diff
from gui.bus import GoTo
from gui.canvas import action_palette
from gui.dialogs import history_changes
from gui.dialogs.capacity import CapacityDialog
from gui.dialogs.compare_packs import ComparePacksDialog
from gui.dialogs.handbook import HandbookDialog
from gui.dialogs.history_list import VersionModel
from gui.dialogs.import_contacts import ImportWizard
from gui.dialogs.script_contacts import ContactPicker
from gui.dialogs.script_deck import ScriptDeck
from gui.forms import blocked_dates, choices, holidays_dialog, trigger_start
from gui.palette import CommandPalette
from gui.run.differences import DifferencesDialog
from gui.run.log_pane import LogPane
from gui.tables.data_table import DataTable
from gui.tables.paged import PagedTableModel
from gui.tabs.contact_duplicates import DuplicatesDialog
from gui.tabs.contact_properties import PropertiesDialog
from gui.tabs.contacts import ContactsTab
from gui.tabs.result_pages import PAGES
from gui.tabs.results import ResultsTab
from gui.tabs.senders import SendersTab
from gui.tabs.sequence_completion import TokenCompletion
from gui.tabs.sequence_coverage_table import CoverageModel
from gui.tabs.sequence_rows import SequenceModel, SequenceRow, with_folders
from gui.tabs.sequences import SequencesTab
from gui.tabs.workflow_list import WorkflowListModel, WorkflowRow
from gui.undo_steps import StepsPopup
from gui.widgets.segments import SegmentedFilter
from gui.window_search import palette_providers
from tests.gui.tabs.desk import DEMO, MIA, START, Desk, click, find, retype

FAR = 10_000
_SOURCE = Path(gui.__file__).parent


@pytest.fixture
def watch() -> Iterator[Callable[[QAbstractItemModel], QAbstractItemModel]]:
    """Yields what puts a model under the tester from now to the end of the test."""
    testers: list[QAbstractItemModelTester] = []

    def begin(model: QAbstractItemModel) -> QAbstractItemModel:
        testers.append(QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning))
        return model

    yield begin
    testers.clear()


Watch = Callable[[QAbstractItemModel], QAbstractItemModel]


def rehearsed(desk: Desk) -> Run:
    runs.rehearse(desk.workspace, desk.workspace.project().account.settings)
    run = desk.workspace.runs.latest()
    assert run is not None
    return run


def read_all(model: QAbstractItemModel) -> int:
    """Reads every cell and heading in every role a view asks for; gives the number of rows."""
    roles = [*range(15), *range(int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 6)]
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for column in range(columns):
        for role in roles:
            model.headerData(column, Qt.Orientation.Horizontal, role)
            for row in range(model.rowCount()):
                model.index(row, column).data(role)
    return model.rowCount()


# ---------------------------------------------------------------- tables


class Surface:
    """A place that shows tables, and what has to be done there so that they have rows."""

    def __init__(self, desk: Desk, qtbot: QtBot, folder: Path) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.folder = folder
        self._shown: list[QWidget] = []

    def show(self, widget: QWidget) -> None:
        widget.resize(1100, 700)
        widget.show()
        self._shown.append(widget)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.desk.jobs.busy, timeout=FAR)

    def close(self) -> None:
        for widget in self._shown:
            widget.close()
            widget.deleteLater()

    def sequence_page(self, key: str) -> QWidget:
        tab = SequencesTab(self.desk.context)
        self.desk.show(tab, self.qtbot)
        tab.go_to(GoTo("sequence", DEMO))
        tab.show_run(rehearsed(self.desk))
        QTest.mouseClick(find(tab, SegmentedFilter, "sequence_pages").chip(key), Qt.MouseButton.LeftButton)
        self.qtbot.waitUntil(lambda: not tab.coverage._calm.isActive() and not self.desk.jobs.busy, timeout=FAR)
        return tab

    # Each gives the tables of one module.

    def performance(self) -> list[QTableView]:
        return [find(self.sequence_page("performance"), QTableView, "performance_table")]

    def coverage(self) -> list[QTableView]:
        return [find(self.sequence_page("tokens"), QTableView, "coverage_table")]

    def senders(self) -> list[QTableView]:
        tab = SendersTab(self.desk.context)
        self.desk.show(tab, self.qtbot)
        return [find(tab, QTableView, "senders_table")]

    def contacts(self) -> list[QTableView]:
        tab = ContactsTab(self.desk.context)
        self.desk.show(tab, self.qtbot)
        return [find(tab, QTableView, "contacts_table")]

    def properties(self) -> list[QTableView]:
        dialog = PropertiesDialog(self.desk.context)
        self.show(dialog)
        return dialog.findChildren(QTableView)

    def duplicates(self) -> list[QTableView]:
        twin = Contact(9, {"firstname": "Mia again", "email": "mia@acme.example"})
        self.desk.workspace.apply(Edit("Add a twin", (Put(None, twin),)))
        dialog = DuplicatesDialog(self.desk.context)
        self.show(dialog)
        return dialog.findChildren(QTableView)

    def script(self) -> list[QTableView]:
        dialog = ScriptDeck(self.desk.context)
        self.show(dialog)
        return [dialog.table]

    def packs(self) -> list[QTableView]:
        deleted = ScriptedEvent(EventKind.SEQUENCE_DELETED, 0, 60, sequence=DEMO, id=9)
        self.desk.workspace.apply(Edit("Delete it in an hour", (Put(None, deleted),)))
        dialog = ComparePacksDialog(self.desk.context)
        self.show(dialog)
        with self.qtbot.waitSignal(dialog.compared, timeout=FAR):
            click(dialog, "compare_start")
        return [dialog.table, dialog.sums]

    def imported(self) -> list[QTableView]:
        path = self.folder / "people.csv"
        path.write_text("Email,First name\nnina@acme.example,Nina\nnonsense,Bob\n", encoding="utf-8")
        wizard = ImportWizard(self.desk.context, path)
        wizard.show()
        for _ in range(2):
            self.settle()
            click(wizard, "import_next")
        self.settle()
        self._shown.append(wizard)
        found = [table for table in wizard.findChildren(QTableView) if table.model() is not None]
        assert len(found) == 3
        return found

    def differences(self) -> list[QTableView]:
        first = rehearsed(self.desk)
        mia = self.desk.workspace.contacts.get(MIA)
        assert mia is not None
        self.desk.workspace.apply(Edit("Unsubscribe", (Put(mia, mia.with_values({"hs_email_optout": True})),)))
        second = rehearsed(self.desk)
        dialog = DifferencesDialog(self.desk.context)
        self.show(dialog)
        with self.qtbot.waitSignal(dialog.compared, timeout=FAR):
            dialog.show_runs(first.id, second.id)
        return [dialog.table]

    def capacity(self) -> list[QTableView]:
        dialog = CapacityDialog(self.desk.context)
        self.show(dialog)
        with self.qtbot.waitSignal(dialog.answered, timeout=FAR):
            click(dialog, "capacity_start")
        return [*dialog.findChildren(DataTable)]

    def results(self) -> list[QTableView]:
        run = rehearsed(self.desk)
        replay = load(self.desk.workspace, run.id)
        assert replay is not None
        tab = ResultsTab(self.desk.context)
        self.desk.show(tab, self.qtbot)
        tab.show_run(run)
        tab.show_moment(replay, replay.at(replay.end))
        self.qtbot.waitUntil(lambda: tab.pages is not None, timeout=FAR)
        assert tab.pages is not None
        for page, _ in PAGES:
            tab.pages.segments.chip(page).click()
        self.settle()
        # Nobody is kept out here, so some pages have no rows.
        return [
            table for table in tab.findChildren(DataTable) if table.model() is not None and table.model().rowCount()
        ]

    def log(self) -> list[QTableView]:
        pane = LogPane(self.desk.context)
        self.show(pane)
        pane.show_run(rehearsed(self.desk))
        self.settle()
        self.qtbot.waitUntil(lambda: pane.model.rowCount() > 0, timeout=FAR)
        return [pane.table]


TABLES: dict[str, Callable[[Surface], list[QTableView]]] = {
    "tabs/sequence_performance.py": Surface.performance,
    "tabs/sequence_coverage.py": Surface.coverage,
    "tabs/senders.py": Surface.senders,
    "tabs/contact_rows.py": Surface.contacts,
    "tabs/contact_properties.py": Surface.properties,
    "tabs/contact_duplicates.py": Surface.duplicates,
    "dialogs/script_deck.py": Surface.script,
    "dialogs/compare_packs.py": Surface.packs,
    "dialogs/import_tables.py": Surface.imported,
    "dialogs/capacity_answer.py": Surface.capacity,
    "tabs/result_table.py": Surface.results,
    "run/differences.py": Surface.differences,
    "run/log_pane.py": Surface.log,
}
"""By the module that makes the model."""


@pytest.fixture
def surface(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[Surface]:
    """Yields a place that is closed at the end."""
    made = Surface(desk, qtbot, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("module", TABLES)
def test_a_table_stays_sound(surface: Surface, watch: Watch, module: str) -> None:
    for table in TABLES[module](surface):
        model = table.model()
        assert isinstance(model, PagedTableModel)
        watch(model)
        assert read_all(model) > 0
        ids = list(model.ids())
        for column in range(model.columnCount()):
            for ascending in (True, False):
                model.request_sort(column, ascending=ascending)
                surface.settle()
        model.set_ids(())
        model.set_ids(ids[:1])
        model.grow(ids)
        read_all(model)
        model.invalidate(ids[:1])
        model.invalidate()
        model.set_ids(ids[::-1])
        assert read_all(model) == len(ids)


# ---------------------------------------------------------------- lists


def workflow_list(desk: Desk, watch: Watch) -> None:
    model = WorkflowListModel()
    watch(model)
    rows = [WorkflowRow(w.id, w.name, "12 cards", w.id == 1) for w in desk.workspace.project().workflows]
    model.set_rows(rows)
    assert read_all(model) == 2
    model.set_rows([replace(rows[0], second="1 problem", troubled=True), rows[1]])
    model.set_text("enroll")
    assert read_all(model) == 1
    model.set_text("nobody")
    model.set_text("")
    model.locked = True
    assert read_all(model) == 2


def sequence_list(desk: Desk, watch: Watch) -> None:
    model = SequenceModel()
    watch(model)
    rows = [SequenceRow(replace(s, folder="Sales"), 1) for s in desk.workspace.project().sequences[:2]]
    for closed in (frozenset[str](), frozenset({"Sales"})):
        model.set_rows(with_folders(rows, closed))
        assert read_all(model) == (1 if closed else 3)
    model.set_rows(())


def changes_of_a_version(desk: Desk, watch: Watch) -> None:
    shown = history_changes.ChangeList(desk.context.themes)
    watch(shown.rows)
    project = desk.workspace.project()
    before, after = project.workflows[0], replace(project.workflows[0], name="Demo", cards=())
    shown.show_diff(diff(before, after, project))
    assert read_all(shown.rows) >= 2
    shown.show_diff(diff(before, before, project))
    assert read_all(shown.rows) == 0


def versions(_desk: Desk, watch: Watch) -> None:
    model = VersionModel()
    watch(model)
    model.show_versions([VersionHead(2, 1, START, "Move “Enroll”"), VersionHead(1, 1, START - 90, "Add")], START)
    assert read_all(model) == 2
    model.set_text("move")
    assert read_all(model) == 1
    model.set_text("nothing")


def actions(desk: Desk, watch: Watch) -> None:
    palette = action_palette.ActionPalette(desk.context.themes)
    watch(palette._model)
    palette.open_at(QPoint(200, 200))
    whole = read_all(palette._model)
    for typed in ("delay", "no such action"):
        retype(palette._search, typed)
        assert read_all(palette._model) < whole
    palette._search.clear()
    assert read_all(palette._model) == whole > 10
    palette.close()
    palette.deleteLater()


def blocked_days(_desk: Desk, watch: Watch) -> None:
    model = blocked_dates._DatesModel()
    watch(model)
    for days in (["2026-01-06", "2026-05-01"], ["2026-05-01"], []):
        model.show_days(days)
        assert read_all(model) == len(days)


def choice_box(desk: Desk, watch: Watch) -> None:
    box = choices.ChoiceCombo(desk.context.themes, "Choose a sender", search=True)
    watch(box.model())
    box.set_choices([choices.Choice(1, "Ana"), choices.Choice(2, "Ben", "cannot send", enabled=False)])
    read_all(box.model())
    box.choose(99)
    assert box.model().rowCount() >= 2
    box.set_choices([])
    read_all(box.model())


def public_holidays(_desk: Desk, watch: Watch) -> None:
    model = holidays_dialog._HolidaysModel()
    watch(model)
    model.show_holidays(tuple(holidays.public_holidays("PL", 2026)))
    whole = read_all(model)
    assert model.setData(model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert len(model.ticked()) == whole - 1
    model.show_holidays(())


def trigger_kinds(_desk: Desk, watch: Watch) -> None:
    model = trigger_start._Model({kind: kind.value for kind in TriggerKind})
    watch(model)
    assert read_all(model) == len(TriggerKind)


def everything(desk: Desk, watch: Watch) -> None:
    palette = CommandPalette(desk.commands, desk.context.themes)
    for provider in palette_providers(desk.workspace, desk.bus):
        palette.add_provider(provider)
    watch(palette.list.model())
    palette.popup()
    line = palette.findChildren(QLineEdit)[0]
    for typed, least in (("mia", 1), ("demo", 2), ("no such thing", 0)):
        retype(line, typed)
        assert read_all(palette.list.model()) >= least
    palette.close()
    palette.deleteLater()


LISTS: dict[type[QAbstractItemModel], Callable[[Desk, Watch], None]] = {
    WorkflowListModel: workflow_list,
    SequenceModel: sequence_list,
    history_changes._Model: changes_of_a_version,
    VersionModel: versions,
    action_palette._Model: actions,
    blocked_dates._DatesModel: blocked_days,
    choices._ChoiceModel: choice_box,
    holidays_dialog._HolidaysModel: public_holidays,
    trigger_start._Model: trigger_kinds,
    gui.palette._Entries: everything,
}
"""By class."""


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_a_list_stays_sound(desk: Desk, watch: Watch, kind: type[QAbstractItemModel]) -> None:
    LISTS[kind](desk, watch)


# ---------------------------------------------------------------- completions and other plain texts


def words_of(owner: QObject | None) -> QStringListModel:
    assert owner is not None
    return owner.findChildren(QStringListModel)[0]


def undo_steps(desk: Desk, watch: Watch) -> None:
    popup = StepsPopup("Undo")
    model = words_of(popup)
    watch(model)
    for titles in (["Move “Enroll”", "Add a delay"], ["Add a delay"]):
        popup.open_at(QPoint(300, 300), titles)
        assert read_all(model) == len(titles)
    popup.close()
    popup.deleteLater()


def contact_search(desk: Desk, watch: Watch) -> None:
    tab = ContactsTab(desk.context)
    tab.resize(1200, 700)
    tab.show()
    line = find(tab, QLineEdit, "contacts_search")
    model = words_of(line.parentWidget())
    watch(model)
    for typed in ("st", "stage=", "stage=le"):
        retype(line, typed)
        assert read_all(model) > 0
    tab.close()
    tab.deleteLater()


def script_contacts(desk: Desk, watch: Watch) -> None:
    picker = ContactPicker(desk.context)
    picker.show()
    model = words_of(picker)
    watch(model)
    for typed, count in (("mia", 1), ("acme", 2)):
        retype(picker.line, typed)
        assert read_all(model) == count
    picker.close()
    picker.deleteLater()


def handbook(desk: Desk, watch: Watch) -> None:
    book = HandbookDialog(desk.context.themes, desk.workspace.project())
    book.show()
    model = words_of(book)
    watch(model)
    assert read_all(model) == 7
    book.open_at("numbers")
    book.close()
    book.deleteLater()


def tokens(_desk: Desk, watch: Watch) -> None:
    field = QPlainTextEdit()
    completion = TokenCompletion(
        field, lambda: [("First name", "{{ contact.firstname }}"), ("City", "{{ contact.city }}")]
    )
    watch(words_of(completion))
    field.show()
    field.activateWindow()
    QTest.qWaitForWindowActive(field)
    field.setFocus()
    QTest.keyClicks(field, "Hello {{ ")
    QTest.keyClicks(field, "first")
    assert read_all(words_of(completion)) == 1
    field.close()
    field.deleteLater()


WORDS: dict[str, Callable[[Desk, Watch], None]] = {
    "undo_steps.py": undo_steps,
    "widgets/completer.py": contact_search,
    "dialogs/handbook.py": handbook,
    "dialogs/script_contacts.py": script_contacts,
    "tabs/sequence_completion.py": tokens,
}
"""By the module that makes the model."""


@pytest.mark.parametrize("module", WORDS)
def test_words_on_offer_stay_sound(desk: Desk, watch: Watch, module: str) -> None:
    WORDS[module](desk, watch)


# ---------------------------------------------------------------- nothing is left out


def modules_with(pattern: str) -> set[str]:
    made = re.compile(pattern)
    return {
        path.relative_to(_SOURCE).as_posix()
        for path in _SOURCE.rglob("*.py")
        if made.search(path.read_text(encoding="utf-8"))
    }


def model_classes() -> set[type[Any]]:
    for found in pkgutil.walk_packages(gui.__path__, "gui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    todo, seen = [QAbstractItemModel], set[type[Any]]()
    while todo:
        for kind in todo.pop().__subclasses__():
            todo.append(kind)
            if kind.__module__.startswith("gui."):
                seen.add(kind)
    return seen


def test_no_table_is_left_out() -> None:
    assert modules_with(r"= (PagedTable|Coverage)Model\(") == set(TABLES)


def test_no_list_is_left_out() -> None:
    assert model_classes() - {PagedTableModel, CoverageModel} == set(LISTS)


def test_no_words_are_left_out() -> None:
    assert modules_with(r"Q(StringListModel|StandardItemModel|SortFilterProxyModel|FileSystemModel)\(") == set(WORDS)
    assert not modules_with(r"= Q(ListWidget|TableWidget|TreeWidget)\(") - {"tables/column_chooser.py"}


@pytest.mark.no_qt_log
def test_the_tester_finds_a_broken_model(watch: Watch, capfd: pytest.CaptureFixture[str]) -> None:
    class Broken(QStringListModel):
        """Has fewer rows than it says."""

        def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # type: ignore[override]  # noqa: B008
            return 3

    watch(Broken(["one"]))
    assert "FAIL!" in capfd.readouterr().err
