"""The summary of an import: what it says, which rows it lists, saving those, and that Cancel changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from core.services.importing import ImportPlan, read_contacts
from gui.dialogs.import_contacts import ImportDialog, summary
from gui.tables.data_table import DataTable
from tests.gui.tabs.desk import Desk, find

if TYPE_CHECKING:
    from gui.theme import ThemeManager
    from gui.widgets.store import MemorySettings
    from tests.gui.conftest import FakeDialogs

GOOD = "Email,First name\nnina@acme.example,Nina\nole@acme.example,Ole\n"
MIXED = "Email,First name,Shoe size\nnina@acme.example,Nina,38\nnonsense,Bob,44\nmia@acme.example,Miia,39\n"


@pytest.fixture
def desk(tmp_path: Path, themes: ThemeManager, fake_dialogs: FakeDialogs, settings: MemorySettings) -> Iterator[Desk]:
    made = Desk(tmp_path, themes, fake_dialogs, settings)
    yield made
    made.close()


def plan_of(desk: Desk, folder: Path, text: str) -> ImportPlan:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read_contacts(desk.workspace, path)


def opened(desk: Desk, plan: ImportPlan) -> ImportDialog:
    dialog = ImportDialog(desk.context, plan.path, plan)
    dialog.show()
    return dialog


def press(dialog: ImportDialog, name: str) -> None:
    QTest.mouseClick(find(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def test_the_sentence_counts_new_updated_and_bad_rows(desk: Desk, tmp_path: Path) -> None:
    assert summary(plan_of(desk, tmp_path, GOOD)) == "2 new, 0 updated."
    assert summary(plan_of(desk, tmp_path, MIXED)) == "1 new, 1 updated, 1 row has problems."


def test_bad_rows_are_listed_with_line_and_reason(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, plan_of(desk, tmp_path, MIXED))
    model = find(dialog, DataTable, "bad_rows").model()
    assert model.rowCount() == 1
    assert model.index(0, 0).data() == "3"
    assert "nonsense" in str(model.index(0, 1).data())
    assert model.index(0, 2).data() == "nonsense, Bob, 44"
    dialog.close()


def test_columns_that_are_left_out_are_named(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, plan_of(desk, tmp_path, MIXED))
    said = find(dialog, QLabel, "import_columns").text()
    assert said == "2 columns used: Email, First name. Left out: Shoe size."
    dialog.close()


def test_the_bad_rows_are_saved_to_a_file(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, plan_of(desk, tmp_path, MIXED))
    file = tmp_path / "errors.csv"
    desk.dialogs.answers.append(file)
    press(dialog, "save_bad_rows")
    assert desk.dialogs.asked[-1].text.endswith("people-errors.csv")
    written = file.read_text(encoding="utf-8-sig")
    assert "nonsense" in written
    assert "nina" not in written
    assert desk.said == ["Saved 1 row to errors.csv."]
    dialog.close()


def test_a_folder_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, plan_of(desk, tmp_path, MIXED))
    desk.dialogs.answers.append(tmp_path / "nowhere" / "errors.csv")
    press(dialog, "save_bad_rows")
    assert desk.dialogs.asked[-1].kind == "problem"
    dialog.close()


def test_import_accepts_and_cancel_rejects(desk: Desk, tmp_path: Path) -> None:
    plan = plan_of(desk, tmp_path, GOOD)
    told: list[str] = []
    for button in ("import_ok", "import_cancel"):
        dialog = opened(desk, plan)
        dialog.accepted.connect(lambda: told.append("import"))
        dialog.rejected.connect(lambda: told.append("cancel"))
        press(dialog, button)
    assert told == ["import", "cancel"]
    # The dialog only asks: whoever opened it makes the edit.
    assert desk.workspace.contacts.count() == 5


def test_a_file_that_changes_nothing_cannot_be_imported(desk: Desk, tmp_path: Path) -> None:
    dialog = opened(desk, plan_of(desk, tmp_path, "Email,First name\nmia@acme.example,Mia\n"))
    assert not find(dialog, QPushButton, "import_ok").isEnabled()
    assert "1 contact already is as the file says." in find(dialog, QLabel, "import_columns").text()
    dialog.close()
