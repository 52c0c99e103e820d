"""The handbook: a list of chapters, and the page of the chosen one. What it says: ``core.services.handbook``."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QStringListModel, Qt, QUrl, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from core.model.project import Project
from core.services.handbook import CHAPTERS, chapter_html
from gui.theme import ThemeManager, Tone
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, hairline, label
from gui.widgets.lists import ListView

_SIZE = (960, 680)
_LIST_PX = 248


class HandbookDialog(QDialog):
    """The handbook in a window of its own, so that it can stay beside the work.

    Args:
        themes: Colours.
        project: Whose rule pack the numbers are of.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("handbook")
        self.setWindowTitle("Handbook")
        self.resize(*_SIZE)
        self._themes = themes
        self._pages = {chapter.key: chapter_html(chapter.key, project) for chapter in CHAPTERS}
        self.search = FilterLine(themes, "Find in the handbook", self)
        self.search.setObjectName("handbook_find")
        self.list = ListView("Chapters", self)
        self.list.setObjectName("handbook_chapters")
        self.list.setFixedWidth(_LIST_PX)
        self._titles = QStringListModel([chapter.title for chapter in CHAPTERS], self)
        self.list.setModel(self._titles)
        self.page = QTextBrowser()
        self.page.setObjectName("handbook_page")
        self.page.setAccessibleName("Page")
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.page.setProperty("flat", True)
        self.page.setOpenLinks(False)
        # Tab leads out of the page; every chapter that a link leads to stands in the list too.
        self.page.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.page.setTabChangesFocus(True)
        self._lay_out()
        self.list.selectionModel().currentChanged.connect(self._on_chosen)
        self.search.filter_changed.connect(self._on_find)
        self.search.returnPressed.connect(self._find_next)
        self.page.anchorClicked.connect(self._on_link)
        themes.changed.connect(self._show)
        self.open_at(CHAPTERS[0].key)
        self.list.setFocus()

    @property
    def chapter(self) -> str:
        """Key of the chapter that is shown."""
        return CHAPTERS[max(self.list.currentIndex().row(), 0)].key

    def said(self) -> str:
        """Return what is said under the page."""
        return self._found.text()

    def open_at(self, key: str, anchor: str = "") -> None:
        """Show a chapter.

        Args:
            key: Which one.
            anchor: The place on its page, for example the code of a reason.
        """
        row = next(n for n, chapter in enumerate(CHAPTERS) if chapter.key == key)
        self.list.selectionModel().setCurrentIndex(
            self._titles.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        if anchor:
            self.page.scrollToAnchor(anchor)

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.setContentsMargins(16, 16, 8, 16)
        side.setSpacing(12)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        self.page.document().setDocumentMargin(24)
        self._found = label("", "muted")
        close = button("Close")
        close.setObjectName("handbook_close")
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.addWidget(self._found)
        foot.addStretch(1)
        foot.addWidget(close)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addLayout(side)
        body.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(hairline())
        column.addLayout(foot)

    @Slot(QModelIndex, QModelIndex)
    def _on_chosen(self, *_: QModelIndex) -> None:
        self._show()
        if self.search.text().strip():
            self._find_next()

    @Slot()
    def _show(self) -> None:
        theme = self._themes.theme
        document = self.page.document()
        document.setDefaultStyleSheet(
            f"a {{ color: {theme.tone(Tone.ACCENT).name()}; }} .quiet {{ color: {theme.tone(Tone.MUTED).name()}; }}"
            "h1 { font-size: 20px; margin-bottom: 4px; } h2 { font-size: 15px; margin-top: 18px; margin-bottom: 4px; }"
            "li { margin-bottom: 4px; } p { margin-bottom: 8px; }"
        )
        self.page.setHtml(self._pages[self.chapter])

    @Slot(QUrl)
    def _on_link(self, link: QUrl) -> None:
        self.open_at(link.fragment())

    @Slot()
    def _on_find(self, *_: object) -> None:
        """Show the first place where the words stand, in this chapter or else in the first that has them."""
        words = self.search.text().strip()
        self._found.setText("")
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if not words or self.page.find(words):
            return
        document = self.page.document().clone()
        for chapter in CHAPTERS:
            document.setHtml(self._pages[chapter.key])
            if words.casefold() in document.toPlainText().casefold():
                self.open_at(chapter.key)
                return
        self._found.setText(f"Nothing about “{words}” in the handbook.")

    @Slot()
    def _find_next(self) -> None:
        words = self.search.text().strip()
        if words and not self.page.find(words):
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(words)
