"""The import, step by step: what each page shows, what it lets a person change, and that Cancel leaves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton, QSpinBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.model.contact import Contact, PropertyType
from core.services.contacts import ContactQuery
from gui.dialogs.import_contacts import ImportWizard
from gui.dialogs.import_property import NewPropertyDialog
from gui.tables.data_table import DataTable
from gui.tabs.panel_editors import ChoiceBox
from gui.widgets.banner import Banner
from tests.gui.tabs.desk import Desk, choose, find, retype
from tests.workbooks import workbook

GOOD = "Email,First name\nnina@acme.example,Nina\nole@acme.example,Ole\n"
MIXED = "Email,First name,Shoe size\nnina@acme.example,Nina,38\nnonsense,Bob,44\nmia@acme.example,Miia,39\n"

WARSAW_1_FEBRUARY = 1_769_900_400
"""Sun 1 Feb 2026 00:00 in Warsaw."""

Open = Callable[..., ImportWizard]


@pytest.fixture
def opened(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    """Gives what opens the wizard on a file of some content, and waits until it is read."""
    wizards: list[ImportWizard] = []

    def open_on(content: str | bytes, name: str = "people.csv") -> ImportWizard:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        wizard = ImportWizard(desk.context, path)
        wizard.show()
        wizards.append(wizard)
        settle(wizard, qtbot)
        return wizard

    yield open_on
    for wizard in filter(isValid, wizards):
        wizard.reject()


def settle(wizard: ImportWizard, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not wizard.is_busy)


def press(wizard: ImportWizard, name: str = "import_next") -> None:
    QTest.mouseClick(find(wizard, QPushButton, name), Qt.MouseButton.LeftButton)


def go(wizard: ImportWizard, qtbot: QtBot, steps: int) -> None:
    for _ in range(steps):
        assert find(wizard, QPushButton, "import_next").isEnabled()
        press(wizard)
        settle(wizard, qtbot)


def said(wizard: ImportWizard, name: str) -> str:
    return find(wizard, QLabel, name).text()


def table(wizard: ImportWizard, name: str) -> QAbstractItemModel:
    return find(wizard, DataTable, name).model()


def column(wizard: ImportWizard, name: str, number: int) -> list[str]:
    model = table(wizard, name)
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def people(desk: Desk) -> list[Contact]:
    contacts = desk.workspace.contacts
    return list(contacts.many(contacts.ids(ContactQuery())))


def names(desk: Desk) -> list[str]:
    return [contact.name for contact in people(desk)]


# ---------------------------------------------------------------- file


def test_the_file_is_shown_as_it_stands(opened: Open) -> None:
    wizard = opened("Email;First name\nnina@acme.example;Nina\n")
    assert said(wizard, "import_facts") == "Read as Unicode (UTF-8), divided by semicolon: 2 columns, 2 lines."
    assert column(wizard, "import_raw", 0) == ["2"]
    assert column(wizard, "import_raw", 2) == ["Nina"]
    QAbstractItemModelTester(table(wizard, "import_raw"), QAbstractItemModelTester.FailureReportingMode.Warning)


def test_another_encoding_shows_at_once_what_becomes_of_it(opened: Open, qtbot: QtBot) -> None:
    wizard = opened("Email,Imię\nl@acme.example,Łucja\n".encode("cp1250"))
    assert "Windows-1250" in said(wizard, "import_facts")
    assert column(wizard, "import_raw", 2) == ["Łucja"]
    choose(wizard, "import_encoding", "cp1252")
    settle(wizard, qtbot)
    assert column(wizard, "import_raw", 2) == ["£ucja"]
    choose(wizard, "import_delimiter", ";")
    settle(wizard, qtbot)
    assert table(wizard, "import_raw").columnCount() == 2


def test_the_header_may_stand_lower(opened: Open, qtbot: QtBot) -> None:
    wizard = opened("Our customers\n\nEmail,City\na@b.example,Rome\n")
    find(wizard, QSpinBox, "import_header_row").setValue(3)
    settle(wizard, qtbot)
    go(wizard, qtbot, 2)
    assert said(wizard, "import_summary") == "1 new, 0 updated."


def test_a_workbook_lets_a_sheet_be_chosen(opened: Open, qtbot: QtBot) -> None:
    book = workbook({"Notes": [["Nothing"]], "People": [["Email", "City"], ["a@b.example", "Rome"]]})
    wizard = opened(book, "people.xlsx")
    assert said(wizard, "import_facts") == "Sheet “Notes”: 1 column, 1 line."
    assert not find(wizard, ChoiceBox, "import_encoding").isVisible()
    choose(wizard, "import_sheet", "People")
    settle(wizard, qtbot)
    assert column(wizard, "import_raw", 1) == ["a@b.example"]


def test_a_file_that_is_not_what_its_name_says_is_told(opened: Open) -> None:
    wizard = opened(GOOD, "people.xlsx")
    assert "“people.xlsx” is called a workbook but holds text; it was read as a CSV file." in said(
        wizard, "import_facts"
    )
    wizard = opened(b"%PDF-1.7 no list", "list.csv")
    assert said(wizard, "import_file_error").startswith("✕ The file is a PDF.")
    assert not find(wizard, QPushButton, "import_next").isEnabled()


def test_another_file_can_be_chosen(opened: Open, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = opened(b"", "empty.csv")
    assert said(wizard, "import_file_error") == "✕ The file is empty."
    other = tmp_path / "other.csv"
    other.write_text(GOOD)
    desk.dialogs.answers.append(other)
    press(wizard, "import_other_file")
    settle(wizard, qtbot)
    assert said(wizard, "import_file") == "other.csv"
    assert find(wizard, QPushButton, "import_next").isEnabled()


# ---------------------------------------------------------------- columns


def test_columns_are_matched_with_samples_beside(opened: Open, qtbot: QtBot) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 1)
    assert [find(wizard, ChoiceBox, f"map_{n}").value() for n in range(3)] == ["email", "firstname", ""]
    assert said(wizard, "import_mapping_summary") == "2 columns imported, 1 left out, matched by name."
    texts = [made.text() for made in wizard.columns_page.findChildren(QLabel)]
    assert "38  ·  44  ·  39" in texts


def test_a_property_taken_twice_or_no_column_stops(opened: Open, qtbot: QtBot) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 1)
    choose(wizard, "map_2", "firstname")
    assert said(wizard, "import_mapping_error") == "✕ Two columns go into First name; choose one."
    assert not find(wizard, QPushButton, "import_next").isEnabled()
    press(wizard, "import_none")
    assert said(wizard, "import_mapping_error").startswith("✕ No column is imported")
    press(wizard, "import_match")
    assert find(wizard, QPushButton, "import_next").isEnabled()


def test_a_new_property_is_made_with_its_type_guessed(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 1)
    choose(wizard, "map_2", "\0new")
    dialog = find(wizard, NewPropertyDialog, "new_property_dialog")
    assert find(dialog, QLineEdit, "property_label").text() == "Shoe size"
    assert find(dialog, ChoiceBox, "property_type").value() is PropertyType.NUMBER
    retype(find(dialog, QLineEdit, "property_label"), "Plan")
    assert not find(dialog, QPushButton, "property_ok").isEnabled()
    retype(find(dialog, QLineEdit, "property_label"), "Shoes")
    QTest.mouseClick(find(dialog, QPushButton, "property_ok"), Qt.MouseButton.LeftButton)
    go(wizard, qtbot, 2)
    made = desk.workspace.project().property("shoe_size")
    assert made is not None
    assert (made.label, made.type, made.custom) == ("Shoes", PropertyType.NUMBER, True)
    people = desk.workspace.contacts.many(desk.workspace.contacts.ids(ContactQuery(text="nina")))
    assert people[0].get("shoe_size") == 38
    desk.undo.undo()
    assert desk.workspace.project().property("shoe_size") is None


def test_what_was_chosen_is_remembered_for_the_same_header(opened: Open, qtbot: QtBot) -> None:
    wizard = opened("Email,Note\nnina@acme.example,Boss\n")
    go(wizard, qtbot, 1)
    choose(wizard, "map_1", "jobtitle")
    go(wizard, qtbot, 1)
    again = opened("Email,Note\nole@acme.example,Chef\n", "later.csv")
    go(again, qtbot, 1)
    assert find(again, ChoiceBox, "map_1").value() == "jobtitle"
    assert "as at the last import" in said(again, "import_mapping_summary")
    other = opened("Email,Note,City\nole@acme.example,Chef,Rome\n", "other.csv")
    go(other, qtbot, 1)
    assert find(other, ChoiceBox, "map_1").value() == ""


# ---------------------------------------------------------------- check


def test_the_check_marks_problems_and_lists_bad_rows(opened: Open, qtbot: QtBot) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 2)
    assert said(wizard, "import_summary") == "1 new, 1 updated, 1 row has problems."
    assert column(wizard, "import_preview", 1) == ["Goes in", "Left out", "Goes in"]
    tip = table(wizard, "import_preview").index(1, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Email: “nonsense” is not an email address."
    assert column(wizard, "bad_rows", 0) == ["3"]
    assert column(wizard, "bad_rows", 1) == ["Left out"]
    assert column(wizard, "bad_rows", 2) == ["Email: “nonsense” is not an email address."]
    assert column(wizard, "bad_rows", 3) == ["nonsense, Bob, 44"]
    for name in ("import_preview", "bad_rows"):
        QAbstractItemModelTester(table(wizard, name), QAbstractItemModelTester.FailureReportingMode.Warning)


def test_duplicates_update_are_skipped_or_kept(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    wizard = opened("Email,First name,Company name\nmia@acme.example,Miia,\nmia@acme.example,,Globex\n")
    go(wizard, qtbot, 2)
    assert said(wizard, "import_summary") == "0 new, 1 updated."
    for name, summary in (("skip", "0 new, 0 updated, 2 skipped."), ("keep", "2 new, 0 updated.")):
        QTest.mouseClick(find(wizard, QRadioButton, f"duplicates_{name}"), Qt.MouseButton.LeftButton)
        settle(wizard, qtbot)
        assert said(wizard, "import_summary") == summary
    QTest.mouseClick(find(wizard, QRadioButton, "duplicates_update"), Qt.MouseButton.LeftButton)
    settle(wizard, qtbot)
    go(wizard, qtbot, 1)
    mia = desk.workspace.contacts.get(1)
    assert mia is not None
    assert (mia.name, mia.get("company")) == ("Miia Laine", "Globex")


def test_a_file_that_changes_nothing_cannot_be_imported(opened: Open, qtbot: QtBot) -> None:
    wizard = opened("Email,First name\nmia@acme.example,Mia\n")
    go(wizard, qtbot, 2)
    assert not find(wizard, QPushButton, "import_next").isEnabled()
    assert "1 contact already is as the file says." in said(wizard, "import_more")


def test_the_rows_left_out_are_saved_to_a_file(opened: Open, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 2)
    file = tmp_path / "errors.csv"
    desk.dialogs.answers.append(file)
    press(wizard, "save_bad_rows")
    assert desk.dialogs.asked[-1].text.endswith("people-errors.csv")
    assert file.read_text(encoding="utf-8").splitlines() == [
        "Reason,Line,Email,First name,Shoe size",
        "Email: “nonsense” is not an email address.,3,nonsense,Bob,44",
    ]
    assert desk.said == ["Saved 1 row to errors.csv."]
    desk.dialogs.answers.append(tmp_path / "nowhere" / "errors.csv")
    press(wizard, "save_bad_rows")
    assert desk.dialogs.asked[-1].kind == "problem"


MESSY = (
    "Vorname,E-Mail Adresse,Lifecycle,Time zone,Contact owner,Create date\n"
    "Nina,nina@acme.example,MQL,Berlin,Nobody,01/02/2026\n"
    "Ole,ole@acme.example,boss,Mars,,03/02/2026\n"
    "Pia,pia@acme.example,SQL,Europe/Rome,,04/02/2026\n"
)


def test_headers_are_matched_by_their_words_and_what_their_cells_hold(opened: Open, qtbot: QtBot) -> None:
    wizard = opened(MESSY)
    go(wizard, qtbot, 1)
    meant = " ".join(str(find(wizard, ChoiceBox, f"map_{n}").value()) for n in range(6))
    assert meant == "firstname email lifecyclestage hs_timezone hubspot_owner_id createdate"
    assert not find(wizard, Banner, "import_no_email").isVisible()


def test_no_column_for_email_is_said_before_anything_is_imported(opened: Open, qtbot: QtBot) -> None:
    wizard = opened(MIXED)
    go(wizard, qtbot, 1)
    choose(wizard, "map_0", "")
    assert wizard.columns_page.warning.text().startswith("No column goes into Email:")
    go(wizard, qtbot, 1)
    assert wizard.check_page.warning.text().startswith("No column goes into Email:")
    press(wizard, "import_back")
    choose(wizard, "map_0", "email")
    assert not wizard.columns_page.warning.isVisible()
    go(wizard, qtbot, 1)
    assert not wizard.check_page.warning.isVisible()


def test_the_order_of_day_and_month_is_asked_once_a_column(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    wizard = opened(MESSY)
    go(wizard, qtbot, 1)
    assert said(wizard, "import_mapping_error").startswith("✕ Choose what the dates of Create date mean")
    assert not find(wizard, QPushButton, "import_next").isEnabled()
    choose(wizard, "map_5", "")
    assert find(wizard, QPushButton, "import_next").isEnabled()
    choose(wizard, "map_5", "createdate")
    choose(wizard, "order_5", True)
    go(wizard, qtbot, 2)
    made = {contact.name: contact for contact in people(desk)}
    assert made["Nina"].get("createdate") == WARSAW_1_FEBRUARY
    shown = opened(MESSY.replace("04/02/2026", "28/02/2026"))
    go(shown, qtbot, 1)
    assert find(shown, ChoiceBox, "order_5").value() is True


def test_what_a_text_means_is_asked_once_for_all_rows(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    wizard = opened("Email,Stage\n" + "".join(f"p{n}@acme.example,{'Boss' if n % 2 else 'boss'}\n" for n in range(4)))
    go(wizard, qtbot, 1)
    choose(wizard, "map_1", "lifecyclestage")
    choose(wizard, "meaning_1_0", "customer")
    go(wizard, qtbot, 2)
    found = [c.get("lifecyclestage") for c in people(desk) if c.email.startswith("p")]
    assert found == ["customer"] * 4


def test_a_cell_that_cannot_be_read_leaves_the_contact_in_unless_told_otherwise(
    opened: Open, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    wizard = opened(MESSY)
    go(wizard, qtbot, 1)
    choose(wizard, "order_5", True)
    go(wizard, qtbot, 1)
    assert said(wizard, "import_summary") == "3 new, 0 updated, 2 rows go in with a cell left empty."
    assert column(wizard, "import_preview", 1) == ["Without a cell", "Without a cell", "Goes in"]
    assert column(wizard, "bad_rows", 0) == ["2", "3", "3"]
    assert [reason.split(".")[0] for reason in column(wizard, "bad_rows", 2)] == [
        "Contact owner: There is no user “Nobody”",
        "Lifecycle stage: “boss” is not one of the options of Lifecycle stage",
        "Time zone: “Mars” is not a time zone",
    ]
    QTest.mouseClick(find(wizard, QRadioButton, "bad_cells_out"), Qt.MouseButton.LeftButton)
    settle(wizard, qtbot)
    assert said(wizard, "import_summary") == "1 new, 0 updated, 2 rows have problems."
    QTest.mouseClick(find(wizard, QRadioButton, "bad_cells_empty"), Qt.MouseButton.LeftButton)
    settle(wizard, qtbot)
    file = tmp_path / "errors.csv"
    desk.dialogs.answers.append(file)
    press(wizard, "save_bad_rows")
    written = file.read_text(encoding="utf-8")
    assert "Lifecycle stage: “boss” is not" in written
    assert "Time zone: “Mars” is not a time zone" in written
    go(wizard, qtbot, 1)
    made = {contact.name: contact for contact in people(desk)}
    assert (made["Nina"].get("lifecyclestage"), made["Nina"].get("hs_timezone")) == (
        "marketingqualifiedlead",
        "Europe/Berlin",
    )
    assert made["Nina"].get("hubspot_owner_id") is None
    assert (made["Ole"].email, made["Ole"].get("lifecyclestage")) == ("ole@acme.example", None)


# ---------------------------------------------------------------- result


def test_the_whole_import_is_one_step_of_undo(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    before = names(desk)
    wizard = opened(MIXED)
    go(wizard, qtbot, 3)
    assert said(wizard, "import_result") == "✓ Imported people.csv: 1 new, 1 updated, 1 row has problems."
    assert desk.undone() == ["Import 2 contacts from “people.csv”"]
    assert "Nina" in names(desk)
    desk.undo.undo()
    assert names(desk) == before


def test_cancel_changes_nothing(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    before = names(desk)
    wizard = opened(GOOD)
    go(wizard, qtbot, 2)
    press(wizard, "import_cancel")
    assert not wizard.isVisible()
    assert (names(desk), desk.undone()) == (before, [])


def test_a_long_import_that_is_stopped_leaves_nothing(opened: Open, desk: Desk, qtbot: QtBot) -> None:
    rows = "".join(f"p{n}@acme.example,Person {n}\n" for n in range(25_000))
    wizard = opened("Email,First name\n" + rows)
    go(wizard, qtbot, 2)
    press(wizard)
    assert find(wizard, QPushButton, "import_cancel").text() == "Stop"
    press(wizard, "import_cancel")
    settle(wizard, qtbot)
    assert said(wizard, "import_result") == "Nothing was imported."
    assert desk.workspace.contacts.count() == 5
    assert not desk.undo.locked
    assert desk.undone() == []
