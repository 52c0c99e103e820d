"""Folders of sequences and restoring: by menu, by drop, remembered, undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QWidget

from core.services import sequences as service
from gui.bus import GoTo
from gui.tabs.sequence_list import SequenceView
from gui.tabs.sequence_rows import FOLDER_ROLE, MIME, FolderRow, SequenceModel, SequenceRow, with_folders
from gui.tabs.sequences import SequencesTab
from gui.widgets.filter_line import FilterLine
from tests.gui.tabs.desk import DEMO, OLD, WELCOME, Desk, find, project

if TYPE_CHECKING:
    pass

ALL = tuple(SequenceRow(s, 0) for s in project().sequences)


@pytest.fixture
def tab(sequences: SequencesTab) -> SequencesTab:
    return sequences


def view(tab: QWidget) -> SequenceView:
    return find(tab, SequenceView, "sequence_list")


def names(tab: QWidget) -> list[str]:
    model = view(tab).model()
    found = [model.index(row, 0) for row in range(model.rowCount())]
    return [f"[{i.data()}]" if i.data(FOLDER_ROLE) is not None else str(i.data()) for i in found]


def index_of(tab: QWidget, name: str) -> QModelIndex:
    return view(tab).model().index(names(tab).index(name), 0)


def menu_of(tab: SequencesTab, name: str) -> QMenu:
    return tab.list.menu_of(index_of(tab, name))


def trigger(menu: QMenu, *path: str) -> None:
    for part in path[:-1]:
        under = next(a for a in menu.actions() if a.text().partition("\t")[0] == part).menu()
        assert isinstance(under, QMenu)
        menu = under
    next(a for a in menu.actions() if a.text().partition("\t")[0] == path[-1]).trigger()


def put(desk: Desk, sequence_id: int, folder: str) -> None:
    desk.undo.do(service.move_to_folder(desk.workspace, sequence_id, folder))


def test_the_rows_are_a_sound_model(qtmodeltester: Any) -> None:
    model = SequenceModel()
    qtmodeltester.check(model)
    model.set_rows((FolderRow("Inbound", 1, True), *ALL))
    qtmodeltester.check(model)
    assert model.mimeTypes() == [MIME]
    assert model.mimeData([model.index(1)]).data(MIME).data() == b"1"


def test_folders_come_first_and_closed_ones_hide_what_lies_in_them() -> None:
    rows = with_folders(ALL, frozenset())
    assert [r.sequence.id for r in rows if isinstance(r, SequenceRow)] == [DEMO, WELCOME, OLD]


def test_a_new_folder_is_named_and_takes_the_sequence_in(tab: SequencesTab, desk: Desk) -> None:
    desk.dialogs.answers.append("Inbound")
    trigger(menu_of(tab, "Demo follow-up"), "Move to folder", "New folder…")
    assert names(tab) == ["[Inbound]", "Demo follow-up", "Welcome"]
    assert find(tab, QLineEdit, "sequence_name").text() == "Demo follow-up"
    trigger(menu_of(tab, "Welcome"), "Move to folder", "Inbound")
    assert names(tab) == ["[Inbound]", "Demo follow-up", "Welcome"]
    assert service.folders(desk.workspace.project()) == ["Inbound"]
    trigger(menu_of(tab, "Welcome"), "Move to folder", "No folder")
    assert desk.undone()[-1] == "Move “Welcome” out of its folder"
    desk.undo.undo()
    sequence = desk.workspace.project().sequence(WELCOME)
    assert sequence is not None
    assert sequence.folder == "Inbound"


def test_giving_up_the_name_moves_nothing(tab: SequencesTab, desk: Desk) -> None:
    desk.dialogs.answers.append(None)
    trigger(menu_of(tab, "Welcome"), "Move to folder", "New folder…")
    assert desk.undone() == []


def test_a_click_closes_a_folder_and_that_is_remembered(tab: SequencesTab, desk: Desk) -> None:
    put(desk, WELCOME, "Inbound")
    place = view(tab).visualRect(index_of(tab, "[Inbound]")).center()
    QTest.mouseClick(view(tab).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(tab) == ["[Inbound]", "Demo follow-up"]
    again = SequencesTab(desk.later())
    assert names(again) == ["[Inbound]", "Demo follow-up"]
    again.deleteLater()
    assert tab.go_to(GoTo("sequence", WELCOME))
    assert names(tab) == ["[Inbound]", "Welcome", "Demo follow-up"]


def test_a_closed_folder_keeps_what_is_chosen_in_it(tab: SequencesTab, desk: Desk) -> None:
    put(desk, DEMO, "Inbound")
    rows = view(tab)
    rows.setFocus()
    rows.setCurrentIndex(index_of(tab, "[Inbound]"))
    QTest.keyClick(rows, Qt.Key.Key_Left)
    assert names(tab) == ["[Inbound]", "Welcome"]
    assert tab.list.current() == DEMO
    assert find(tab, QLineEdit, "sequence_name").text() == "Demo follow-up"
    QTest.keyClick(rows, Qt.Key.Key_Right)
    assert names(tab) == ["[Inbound]", "Demo follow-up", "Welcome"]


def test_the_filter_looks_into_closed_folders_and_counts(tab: SequencesTab, desk: Desk) -> None:
    put(desk, WELCOME, "Inbound")
    tab.list.show_everything()
    assert find(tab, QLabel, "sequences_status").text() == "2 sequences"
    line = find(tab, FilterLine, "sequence_filter")
    QTest.keyClicks(line, "wel")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert names(tab) == ["[Inbound]", "Welcome"]
    assert find(tab, QLabel, "sequences_status").text() == "1 of 2 sequences"


def test_a_sequence_is_dropped_into_a_folder(tab: SequencesTab, desk: Desk) -> None:
    put(desk, DEMO, "Inbound")
    rows = view(tab)
    data = QMimeData()
    data.setData(MIME, str(WELCOME).encode())
    at = rows.visualRect(index_of(tab, "[Inbound]")).center()
    button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, button, none)
    rows.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, button, none, QEvent.Type.Drop)
    rows.dropEvent(drop)
    assert names(tab) == ["[Inbound]", "Demo follow-up", "Welcome"]
    assert desk.undone()[-1] == "Move “Welcome” to “Inbound”"
    outside = QPoint(10, rows.viewport().height() - 4)
    rows.dropEvent(QDropEvent(QPointF(outside), Qt.DropAction.CopyAction, data, button, none, QEvent.Type.Drop))
    assert desk.undone()[-1] == "Move “Welcome” out of its folder"


def test_a_folder_is_renamed_and_dissolved(tab: SequencesTab, desk: Desk) -> None:
    put(desk, DEMO, "Inbound")
    desk.dialogs.answers.append("Outbound")
    trigger(menu_of(tab, "[Inbound]"), "Rename folder…")
    assert names(tab) == ["[Outbound]", "Demo follow-up", "Welcome"]
    trigger(menu_of(tab, "[Outbound]"), "Dissolve folder")
    assert names(tab) == ["Demo follow-up", "Welcome"]


def test_a_deleted_sequence_is_restored_from_its_menu(tab: SequencesTab, desk: Desk) -> None:
    tab.go_to(GoTo("sequence", OLD))
    trigger(menu_of(tab, "Old demo"), "Restore")
    assert desk.undone() == ["Restore sequence “Old demo”"]
    back = desk.workspace.project().sequence(OLD)
    assert back is not None
    assert back.deleted is None


def test_a_lock_keeps_sequences_where_they_are(tab: SequencesTab, desk: Desk) -> None:
    put(desk, DEMO, "Inbound")
    tab.set_locked(True)
    assert not view(tab).model().flags(index_of(tab, "Welcome")) & Qt.ItemFlag.ItemIsDragEnabled
    tab.list.move_requested.emit(WELCOME, "Inbound")
    assert len(desk.undone()) == 1
