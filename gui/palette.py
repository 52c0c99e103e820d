"""The command palette: type a few letters, press Enter.

Lives here: the dialog, and how typed letters are matched. Not here: commands (gui/commands.py) and what else can be
jumped to, which providers tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui.commands import Command, CommandRegistry
from gui.theme import Theme, ThemeManager
from gui.theme_style import small_font
from gui.widgets.labels import hairline, label

_Index = QModelIndex | QPersistentModelIndex

_WIDTH = 600
_ROW_PX = 36
_SHOWN_ROWS = 10
_MAX_ENTRIES = 60
_ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1
#: Rows that a key moves by.
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_SHOWN_ROWS,
    Qt.Key.Key_PageDown: _SHOWN_ROWS,
}


@dataclass(frozen=True)
class PaletteEntry:
    """One line of the palette.

    Attributes:
        title: what is matched and shown.
        run: what Enter does.
        subtitle: what it is: a category, an e-mail address.
        icon: name of an icon, or empty.
        shortcut: shown at the right.
    """

    title: str
    run: Callable[[], object]
    subtitle: str = ""
    icon: str = ""
    shortcut: str = ""


Provider = Callable[[str], list[PaletteEntry]]


@dataclass(frozen=True)
class Match:
    """How well letters fit a text: a score, higher is better, and the places of the letters in the text."""

    score: int
    places: tuple[int, ...]


def fuzzy_match(query: str, text: str) -> Match | None:
    """Returns how the letters of a query occur in a text in their order, None when they do not.

    Case and spaces of the query do not matter. Letters that follow each other or begin a word count more, a longer text
    counts less.
    """
    wanted = [letter for letter in query.casefold() if not letter.isspace()]
    folded = [letter.casefold() for letter in text]
    best: Match | None = None
    if not wanted:
        return Match(0, ())
    # Each place of the first letter may begin the best match: "se" fits "Reset" and "Sender" alike, but not as well.
    for start, letter in enumerate(folded):
        if not letter.startswith(wanted[0]):
            continue
        found = _match_from(wanted, folded, start)
        if found is None:
            break
        if best is None or found.score > best.score:
            best = found
    return best


def _match_from(wanted: list[str], folded: list[str], start: int) -> Match | None:
    """Returns the match that begins at a place, taking word beginnings and neighbours first."""
    places = [start]
    for letter in wanted[1:]:
        after = places[-1] + 1
        hits = [n for n in range(after, len(folded)) if folded[n] == letter]
        if not hits:
            return None
        near = hits[0] == after
        places.append(hits[0] if near else next((n for n in hits if _begins_word(folded, n)), hits[0]))
    if len(places) != len(wanted):
        return None
    score = -len(folded) // 4 - places[0]
    for before, place in zip([-2, *places], places, strict=False):
        score += 12 if place == before + 1 else 0
        score += 10 if _begins_word(folded, place) else 0
    return Match(score, tuple(places))


def _begins_word(letters: list[str], place: int) -> bool:
    return place == 0 or not letters[place - 1].isalnum()


class CommandPalette(QDialog):
    """A search field over commands and places to jump to; Enter runs the chosen line, Esc closes."""

    def __init__(self, registry: CommandRegistry, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Search everything")
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
        self.setModal(True)
        self.setProperty("surface", "popup")
        self._registry = registry
        self._providers: list[Provider] = []
        self._recent: list[str] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText("Search commands, contacts, workflows, sequences …")
        self.field.setAccessibleName("Search everything")
        self.field.setProperty("flat", True)
        self.field.textChanged.connect(self._on_text_changed)
        self._model = _Entries(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(themes, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName("Results")
        self.list.clicked.connect(self._on_clicked)
        self._none = label("Nothing fits. Try fewer letters.", "muted")
        self._none.setContentsMargins(12, 12, 12, 12)
        self._lay_out()
        registry.ran.connect(self._on_ran)

    def _lay_out(self) -> None:
        self.setFixedWidth(_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(hairline())
        column.addWidget(self._none)
        column.addWidget(self.list)

    def add_provider(self, provider: Provider) -> None:
        """Adds places to jump to: a function from what is typed to entries, best first. It runs at every letter."""
        self._providers.append(provider)

    def popup(self) -> None:
        """Opens the palette with an empty field, over the upper part of its window."""
        self._registry.update_enabled()
        self.field.clear()
        self._fill("")
        host = self.parentWidget()
        if host is not None:
            corner = QPoint((host.window().width() - _WIDTH) // 2, host.window().height() // 8)
            self.move(host.window().mapToGlobal(corner))
        self.open()
        self.field.setFocus()

    def entries(self) -> list[PaletteEntry]:
        """Returns the lines that are shown, best first."""
        return [entry for entry, _ in self._model.lines]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves in the list with up and down and runs with Enter while the field keeps the focus."""
        key = event.key()
        row, last = self.list.currentIndex().row(), self._model.rowCount() - 1
        step = _STEPS.get(Qt.Key(key))
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(row)
        elif step is not None:
            # One step beyond an end goes round; a page stops there.
            goal = row + step
            goal = goal % (last + 1) if abs(step) == 1 and last >= 0 else min(max(goal, 0), last)
            self._choose(goal)
        else:
            super().keyPressEvent(event)

    def _fill(self, text: str) -> None:
        found: list[tuple[int, PaletteEntry, tuple[int, ...]]] = []
        for command in self._registry.all():
            if not command.in_palette or not command.is_enabled():
                continue
            match = fuzzy_match(text, command.title)
            if match is not None:
                recent = self._recent.index(command.id) + 1 if command.id in self._recent else 0
                found.append((match.score * 4 + recent, self._entry(command), match.places))
        if text.strip():
            for provider in self._providers:
                for entry in provider(text.strip()):
                    match = fuzzy_match(text, entry.title)
                    # A provider may know better than the title, e.g. by an e-mail address: its entries always stay.
                    found.append((match.score * 4 if match else 0, entry, match.places if match else ()))
        found.sort(key=lambda line: -line[0])
        self._model.set_lines([(entry, places) for _, entry, places in found[:_MAX_ENTRIES]])
        self.list.setVisible(bool(found))
        policy = Qt.ScrollBarPolicy
        fits = len(found) <= _SHOWN_ROWS
        self.list.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAsNeeded)
        self.list.setFixedHeight(min(len(found), _SHOWN_ROWS) * _ROW_PX + 2 * self.list.frameWidth())
        self._none.setVisible(not found)
        self._choose(0)
        self.adjustSize()

    def _entry(self, command: Command) -> PaletteEntry:
        return PaletteEntry(
            command.title,
            lambda: self._registry.run(command.id),
            subtitle=command.category,
            icon=command.icon,
            shortcut=command.shortcut_text(),
        )

    def _choose(self, row: int) -> None:
        index = self._model.index(row, 0)
        if index.isValid():
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index)

    def _run(self, row: int) -> None:
        if not 0 <= row < self._model.rowCount():
            return
        entry = self._model.lines[row][0]
        # Closed first: what runs may open a dialog of its own.
        self.accept()
        entry.run()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._fill(text)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._run(index.row())

    @Slot(str)
    def _on_ran(self, command_id: str) -> None:
        """Remembers the last few commands: they stand first while nothing is typed."""
        if command_id in self._recent:
            self._recent.remove(command_id)
        self._recent = [*self._recent, command_id][-5:]


class _Entries(QAbstractListModel):
    """The lines of the palette, each with the places of the letters that were typed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[tuple[PaletteEntry, tuple[int, ...]]] = []

    def set_lines(self, lines: list[tuple[PaletteEntry, tuple[int, ...]]]) -> None:
        """Replaces all lines."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Returns how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Returns the words of a line, or the line itself for the delegate."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == _ENTRY_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            entry = line[0]
            return ", ".join(part for part in (entry.title, entry.subtitle, entry.shortcut) if part)
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Paints a line: icon, title with the typed letters marked, subtitle, shortcut at the right."""

    def __init__(self, themes: ThemeManager, parent: QObject) -> None:
        super().__init__(parent)
        self._themes = themes

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Returns the height of a line."""
        return QSize(200, _ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paints one line."""
        entry, places = index.data(_ENTRY_ROLE)
        theme = self._themes.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft)
            painter.drawRoundedRect(rect, 6, 6)
        if entry.icon:
            place = QRect(rect.left() + 10, rect.center().y() - 8, 16, 16)
            self._themes.icons.icon(entry.icon, "muted").paint(painter, place)
        left = rect.left() + 36
        right = self._paint_right(painter, rect, entry, theme, font)
        self._paint_title(painter, QRect(left, rect.top(), right - left - 8, rect.height()), entry, places, theme, font)
        painter.restore()

    def _paint_right(self, painter: QPainter, rect: QRect, entry: PaletteEntry, theme: Theme, font: QFont) -> int:
        """Paints subtitle and shortcut from the right and returns where they begin."""
        small = small_font(font)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(theme.muted)
        right = rect.right() - 10
        for text in (entry.shortcut, entry.subtitle):
            if text:
                limit = rect.width() // 3
                # Room for the last letter's overhang, else a text that fits is cut.
                width = min(metrics.horizontalAdvance(text) + 2, limit)
                words = text if width < limit else metrics.elidedText(text, Qt.TextElideMode.ElideRight, limit)
                place = QRect(right - width, rect.top(), width, rect.height())
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)
                right -= width + 16
        return right

    def _paint_title(
        self, painter: QPainter, rect: QRect, entry: PaletteEntry, places: tuple[int, ...], theme: Theme, font: QFont
    ) -> None:
        """Paints the title letter run by letter run, the typed ones in semi-bold and accent."""
        marked = QFont(font)
        marked.setWeight(QFont.Weight.DemiBold)
        title = QFontMetrics(font).elidedText(entry.title, Qt.TextElideMode.ElideRight, rect.width())
        hits = set(places)
        left, start = rect.left(), 0
        while start < len(title):
            end = start + 1
            while end < len(title) and (end in hits) == (start in hits):
                end += 1
            face = marked if start in hits else font
            painter.setFont(face)
            painter.setPen(theme.accent if start in hits else theme.text)
            run = title[start:end]
            painter.drawText(QRect(left, rect.top(), rect.width(), rect.height()), Qt.AlignmentFlag.AlignVCenter, run)
            left += QFontMetrics(face).horizontalAdvance(run)
            start = end
