"""The rows of the list of sequences: folders and what lies in them, as a model, and how they are painted.

Not here: the list itself with its filter and keys (``gui.tabs.sequence_list``).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.model.sequence import Sequence
from gui import text
from gui.theme import ThemeManager
from gui.theme_style import small_font

_Index = QModelIndex | QPersistentModelIndex
_ROW_PX = 48
_FOLDER_PX = 32
_PAD_PX = 8
_INDENT_PX = 20
_ICON_PX = 14
MIME = "application/x-cadenza-sequence"
"""Format of a dragged sequence: its id."""

ID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SECOND_ROLE = ID_ROLE + 1
DELETED_ROLE = ID_ROLE + 2
"""Whether a sequence is deleted."""
OPEN_ROLE = ID_ROLE + 5
"""Whether a folder shows what lies in it."""
FOLDER_ROLE = ID_ROLE + 3
"""The folder that a row is; ``None`` for a sequence."""
IN_ROLE = ID_ROLE + 4
"""The folder that a row is or lies in; empty for none."""


@dataclass(frozen=True, slots=True)
class SequenceRow:
    """One row: a sequence and how often it is used."""

    sequence: Sequence
    workflows: int

    @property
    def folder(self) -> str:
        """The folder it is shown in; deleted sequences stand apart."""
        return self.sequence.folder if self.sequence.deleted is None else ""

    @property
    def second_line(self) -> str:
        """Give the small line, e.g. ``4 steps · 3 mails · 2 workflows``."""
        if self.sequence.deleted is not None:
            return f"deleted · {_used(self.workflows)}"
        steps = text.plural(len(self.sequence.steps), "step")
        return f"{steps} · {text.plural(self.sequence.mails, 'mail')} · {_used(self.workflows)}"


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One row: a folder, how many sequences lie in it, and whether they are shown."""

    name: str
    count: int
    is_open: bool


def _used(workflows: int) -> str:
    return text.plural(workflows, "workflow") if workflows else "not used"


def with_folders(rows: Many[SequenceRow], closed: frozenset[str]) -> tuple[SequenceRow | FolderRow, ...]:
    """Lay sequences under their folders: folders by name first, then those that lie in none, as they come."""
    names = sorted({row.folder for row in rows if row.folder}, key=lambda name: (name.casefold(), name))
    found: list[SequenceRow | FolderRow] = []
    for name in names:
        inside = [row for row in rows if row.folder == name]
        found.append(FolderRow(name, len(inside), name not in closed))
        found += inside if name not in closed else []
    return (*found, *(row for row in rows if not row.folder))


class SequenceModel(QAbstractListModel):
    """The rows of the list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Many[SequenceRow | FolderRow] = ()
        self._inside: Mapping[int, int] | None = None
        self.locked = False

    def set_rows(self, rows: Many[SequenceRow | FolderRow]) -> None:
        """Show other rows."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def show_inside(self, inside: Mapping[int, int] | None) -> None:
        """Say how many are in each sequence at the instant of the rehearsal that is shown; ``None`` without one."""
        if inside != self._inside:
            self._inside = inside
            if self._rows:
                self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _second_line(self, row: SequenceRow) -> str:
        if self._inside is None:
            return row.second_line
        return f"{text.number(self._inside.get(row.sequence.id, 0))} inside · {row.second_line}"

    def row_of(self, sequence_id: int) -> int:
        """Give the row of a sequence, -1 when it is not shown."""
        return next((n for n, row in enumerate(self._rows) if _id_of(row) == sequence_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Sequences can be chosen and dragged, folders only opened and closed."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows[index.row()]
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if isinstance(row, FolderRow):
            return flags
        flags |= Qt.ItemFlag.ItemIsSelectable
        movable = not self.locked and row.sequence.deleted is None
        return flags | Qt.ItemFlag.ItemIsDragEnabled if movable else flags

    def mimeTypes(self) -> list[str]:
        """Give the format of a dragged sequence."""
        return [MIME]

    def mimeData(self, indexes: Many[QModelIndex]) -> QMimeData:
        """Give a dragged sequence."""
        data = QMimeData()
        data.setData(MIME, ",".join(str(index.data(ID_ROLE)) for index in indexes).encode())
        return data

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give what Qt asks about a row."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if isinstance(row, FolderRow):
            return _of_folder(row, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.sequence.name or "No name"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.sequence.name}\n{self._second_line(row)}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._second_line(row)
        own = {
            SECOND_ROLE: self._second_line(row),
            ID_ROLE: row.sequence.id,
            DELETED_ROLE: row.sequence.deleted is not None,
            IN_ROLE: row.folder,
        }
        return own.get(role)


def _id_of(row: SequenceRow | FolderRow) -> int:
    return row.sequence.id if isinstance(row, SequenceRow) else 0


def _of_folder(row: FolderRow, role: int) -> object:
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return f"Folder {row.name}, {'open' if row.is_open else 'closed'}"
    if role in (Qt.ItemDataRole.DisplayRole, FOLDER_ROLE, IN_ROLE):
        return row.name
    if role in (SECOND_ROLE, Qt.ItemDataRole.AccessibleDescriptionRole):
        return text.plural(row.count, "sequence")
    own = {ID_ROLE: 0, OPEN_ROLE: row.is_open}
    return own.get(role)


class SequenceDelegate(QStyledItemDelegate):
    """Paints a row: name above, small line below; deleted ones muted with their sign; folders with their count.

    Attributes:
        target: The folder that a dragged sequence would go to; ``None`` while nothing is dragged.
    """

    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.target: str | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give the height of two lines, of one for a folder."""
        return QSize(120, _ROW_PX if index.data(FOLDER_ROLE) is None else _FOLDER_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        theme = self._themes.theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        folder = index.data(FOLDER_ROLE)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft if chosen else theme.hover)
            painter.drawRoundedRect(rect, 6, 6)
        view = self.parent()
        assert isinstance(view, QWidget)
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and view.hasFocus()
        if folder is not None and (focused or folder == self.target):
            painter.setPen(QPen(theme.focus if focused else theme.accent, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        room = rect.adjusted(_PAD_PX, 6, -_PAD_PX, -6)
        if folder is not None:
            self._paint_folder(painter, room, view, index)
        else:
            self._paint_sequence(painter, room.adjusted(_INDENT_PX if index.data(IN_ROLE) else 0, 0, 0, 0), view, index)
        painter.restore()

    def _paint_folder(self, painter: QPainter, room: QRect, view: QWidget, index: _Index) -> None:
        theme, icons = self._themes.theme, self._themes.icons
        top = room.center().y() - _ICON_PX // 2
        arrow = "chevron_down" if index.data(OPEN_ROLE) else "chevron_right"
        ratio = view.devicePixelRatioF()
        painter.drawPixmap(QPoint(room.left() - 3, top), icons.pixmap(arrow, "muted", _ICON_PX, ratio))
        painter.drawPixmap(QPoint(room.left() + 15, top), icons.pixmap("folder", "muted", _ICON_PX, ratio))
        small = small_font(view.font())
        count = str(index.data(SECOND_ROLE)).partition(" ")[0]
        painter.setFont(small)
        painter.setPen(theme.muted)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        name_room = room.adjusted(36, 0, -QFontMetrics(small).horizontalAdvance(count) - _PAD_PX, 0)
        font = view.font()
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.text)
        name = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, name_room.width())
        painter.drawText(name_room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), name)

    def _paint_sequence(self, painter: QPainter, room: QRect, view: QWidget, index: _Index) -> None:
        theme = self._themes.theme
        deleted = bool(index.data(DELETED_ROLE))
        font, small = view.font(), small_font(view.font())
        second = f"✕ {index.data(SECOND_ROLE)}" if deleted else str(index.data(SECOND_ROLE))
        lines = (
            (str(index.data()), font, theme.muted if deleted else theme.text, Qt.AlignmentFlag.AlignTop),
            (second, small, theme.broken if deleted else theme.muted, Qt.AlignmentFlag.AlignBottom),
        )
        for words, used, ink, place in lines:
            painter.setFont(used)
            painter.setPen(ink)
            shown = QFontMetrics(used).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, int(place | Qt.AlignmentFlag.AlignLeft), shown)
