"""The palette that opens at a +: all actions by group, narrowed down by typing.

Lives here: the popup, its model and how rows are drawn. Not here: what becomes of the choice (the tab).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QGuiApplication, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.actions import ACTIONS
from core.model.workflow import Action
from gui.theme import ThemeManager
from gui.theme_style import small_font
from gui.widgets.labels import hairline, label

_WIDTH = 296
_ROW = 36
_HEADING = 28
_TILE = 24
_ICON = 16
_MOST = 420

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: an action, or the heading of a group when ``kind`` is empty."""

    title: str
    kind: str = ""
    icon: str = ""


def entries(text: str = "") -> list[Entry]:
    """Give the rows for what was typed: headings, and below each the actions whose name or group holds all words.

    Names that begin with what was typed come first, then those with a word that does: "if" means the branch, not the
    not*if*ication.
    """
    words = text.casefold().split()
    groups: dict[str, list[tuple[int, type[Action]]]] = {}
    for action in ACTIONS.values():
        spoken = f"{action.title} {action.group}".casefold()
        if action.group and all(word in spoken for word in words):
            groups.setdefault(action.group, []).append((_rank(action.title, text), action))
    rows: list[Entry] = []
    for group in sorted(groups, key=lambda name: (min(rank for rank, _ in groups[name]), *_group_order(name))):
        rows.append(Entry(group))
        found = sorted(groups[group], key=lambda pair: pair[0])
        rows += [Entry(action.title, action.kind, action.icon) for _, action in found]
    return rows


def _rank(title: str, text: str) -> int:
    """Give how well a name fits: 0 when it begins so, 1 when each word begins one of its words, else 2."""
    name, wanted = title.casefold(), text.casefold().strip()
    if name.startswith(wanted):
        return 0
    return 1 if all(f" {word}" in f" {name}" for word in wanted.split()) else 2


def _group_order(group: str) -> tuple[int, str]:
    # Sequences are what the program is about; they come first, the rest by name.
    return (0 if group == "Sequences" else 1, group)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: Sequence[Entry] = ()

    def show_rows(self, rows: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self.rows[index.row()].kind:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    def __init__(self, themes: ThemeManager, model: _Model, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes, self._model = themes, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(_WIDTH, _ROW if self._model.rows[index.row()].kind else _HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        theme, entry = self._themes.theme, self._model.rows[index.row()]
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not entry.kind:
            painter.setFont(small_font(font, strong=True))
            painter.setPen(theme.muted)
            painter.drawText(rect.adjusted(8, 4, -8, 0), left, entry.title)
            painter.restore()
            return
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if state & QStyle.StateFlag.State_Selected else theme.hover)
            painter.drawRoundedRect(rect, 6, 6)
        tile = QRectF(rect.left() + 8, rect.top() + (_ROW - _TILE) / 2, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent_soft)
        painter.drawRoundedRect(tile, 6, 6)
        inset = (_TILE - _ICON) / 2
        icon = self._themes.icons.icon(entry.icon, "accent")
        icon.paint(painter, tile.adjusted(inset, inset, -inset, -inset).toAlignedRect())
        painter.setFont(font)
        painter.setPen(theme.text)
        painter.drawText(rect.adjusted(8 + _TILE + 8, 0, -8, 0), left, entry.title)
        painter.restore()


class ActionPalette(QFrame):
    """A popup that lists the actions.

    Signals:
        chosen: the kind of the action.
        closed: it was closed, chosen or not.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("action_palette")
        self.setAccessibleName("Add an action")
        self.setProperty("surface", "card")
        self._search = QLineEdit()
        self._search.setObjectName("action_palette_search")
        self._search.setPlaceholderText("Search actions")
        self._search.setAccessibleName("Search actions")
        self._search.textChanged.connect(self._on_text_changed)
        self._search.installEventFilter(self)
        self._model = _Model(self)
        self._list = QListView()
        self._list.setObjectName("action_palette_list")
        self._list.setAccessibleName("Actions")
        self._list.setModel(self._model)
        self._list.setItemDelegate(_Delegate(themes, self._model, self._list))
        self._list.setMouseTracking(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        self._nothing = label("No action has this name.", "muted")
        self._nothing.setContentsMargins(8, 8, 8, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for widget in (self._search, hairline(), self._list, self._nothing):
            column.addWidget(widget)

    def open_at(self, at: QPoint) -> None:
        """Open below a global point, inside the screen, with nothing typed."""
        self._search.clear()
        self._on_text_changed("")
        size = self.sizeHint().expandedTo(QSize(_WIDTH + 18, 0))
        screen = QGuiApplication.screenAt(at) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        x = min(max(at.x() - size.width() // 2, room.left() + 4), room.right() - size.width() - 4)
        y = min(at.y(), room.bottom() - self.height() - 4)
        self.move(x, max(y, room.top() + 4))
        self.show()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Up, Down, Enter and Esc in the search field work on the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._step(-1 if key == Qt.Key.Key_Up else 1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self._list.currentIndex())
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is gone."""
        super().hideEvent(event)
        self.closed.emit()

    def _step(self, step: int) -> None:
        rows = self._model.rows
        row = self._list.currentIndex().row()
        while 0 <= (row := row + step) < len(rows):
            if rows[row].kind:
                self._list.setCurrentIndex(self._model.index(row))
                return

    def _choose(self, index: QModelIndex) -> None:
        kind = self._model.rows[index.row()].kind if index.isValid() else ""
        if kind:
            self.close()
            self.chosen.emit(kind)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        rows = entries(text)
        self._model.show_rows(rows)
        self._list.setVisible(bool(rows))
        self._nothing.setVisible(not rows)
        height = sum(_ROW if row.kind else _HEADING for row in rows) + 2
        self._list.setFixedHeight(min(height, _MOST))
        first = next((i for i, row in enumerate(rows) if row.kind), -1)
        if first >= 0:
            self._list.setCurrentIndex(self._model.index(first))
        self.setFixedWidth(_WIDTH + 18)
        self.adjustSize()
