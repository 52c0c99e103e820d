"""The handbook: chapters, links, and lists that are what the program goes by."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.model.account import Account
from core.model.project import Project
from core.model.reason import Reason
from core.rules.eligibility import CHECKS
from core.services.handbook import CHAPTERS
from gui.dialogs.handbook import HandbookDialog
from gui.theme import ThemeManager


@pytest.fixture
def book(qtbot: QtBot, themes: ThemeManager) -> HandbookDialog:
    """Returns the open handbook."""
    made = HandbookDialog(themes, Project())
    qtbot.addWidget(made)
    made.show()
    return made


def text(book: HandbookDialog) -> str:
    return book.page.toPlainText()


def test_every_chapter_is_reached_with_the_arrow_keys(book: HandbookDialog) -> None:
    seen = []
    for chapter in CHAPTERS:
        seen.append(book.chapter)
        assert text(book).startswith(chapter.title)
        QTest.keyClick(book.list, Qt.Key.Key_Down)
    assert seen == [chapter.key for chapter in CHAPTERS]


def test_every_reason_stands_there_with_its_code_and_advice(book: HandbookDialog) -> None:
    book.open_at("reasons")
    page = text(book)
    for reason in Reason:
        assert reason.advice in page
        if reason:
            assert reason.name in page
    for severity in ("Broken: ", "Needs action: ", "By design: "):
        assert page.count(severity) == 1


def test_the_checks_stand_in_their_order(book: HandbookDialog) -> None:
    book.open_at("checks")
    places = [text(book).index(check.title) for check in CHECKS]
    assert places == sorted(places)


def test_the_numbers_are_those_of_the_workspace_each_with_its_source(qtbot: QtBot, themes: ThemeManager) -> None:
    old = HandbookDialog(themes, Project(account=Account(rule_pack="2018-06")))
    qtbot.addWidget(old)
    old.open_at("numbers")
    assert "2018" in text(old)
    gone = HandbookDialog(themes, Project(account=Account(rule_pack="nowhere")))
    qtbot.addWidget(gone)
    gone.open_at("numbers")
    assert "Choose another rule pack under Tools › Account…" in text(gone)


def test_links_lead_to_chapters(book: HandbookDialog) -> None:
    book.page.anchorClicked.emit(QUrl("#building"))
    assert book.chapter == "building"


def test_words_are_found_in_the_chapter_that_has_them(book: HandbookDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(book.search, "Suppression")
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: book.page.textCursor().selectedText().casefold() == "suppression")
    assert book.chapter == "building"
    book.search.setText("zeppelin")
    QTest.keyClick(book.search, Qt.Key.Key_Return)
    assert book.said() == "Nothing about “zeppelin” in the handbook."
    assert book.chapter == "building"
