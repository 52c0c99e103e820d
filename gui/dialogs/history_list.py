"""The list of a workflow's versions: what was done and when, the newest first.

Lives here: its model and view. Not here: the dialog around it (gui/dialogs/history.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.model.instant import Instant, made_at
from core.services.versions import VersionHead
from gui.text import format_made, format_short, format_time
from gui.theme import ThemeManager
from gui.theme_style import small_font
from gui.widgets.lists import ListView, paint_row_ground

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_ROW, _GAP, _PAD = 48, 2, 10
NOW = "Now"
"""What the newest version is called: it is the workflow as it is."""


def when_words(time: Instant, now: Instant) -> str:
    """Say when a version came to be, by this machine's clock: ``Today 14:05``, ``Tue 13 Jan 14:05``."""
    local, here = made_at(time), made_at(now)
    if local.date() == here.date():
        return f"Today {_clock(local)}"
    if local.date() == here.date() - timedelta(days=1):
        return f"Yesterday {_clock(local)}"
    if local.year != here.year:
        return format_made(time)
    assert local.tzinfo is not None
    return format_short(local, local.tzinfo)


def title_words(time: Instant, now: Instant) -> str:
    """Say a version's moment as part of a title: ``14:05``, on other days ``Tue 13 Jan 14:05``."""
    return when_words(time, now).removeprefix("Today ").replace("Yesterday ", "yesterday ")


def _clock(local: datetime) -> str:
    assert local.tzinfo is not None
    return format_time(local, local.tzinfo)


class VersionModel(QAbstractListModel):
    """The versions, narrowed down by a text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[VersionHead] = ()
        self._text = ""
        self.now: Instant = 0
        self.rows: list[VersionHead] = []

    def show_versions(self, heads: Sequence[VersionHead], now: Instant) -> None:
        """Show versions, the newest first.

        Arguments:
            heads: The versions.
            now: The present moment.
        """
        self._all, self.now = heads, now
        self._show()

    def set_text(self, text: str) -> None:
        """Show only those whose title or time holds a text, in any case."""
        self._text = text.casefold()
        self._show()

    def when(self, head: VersionHead) -> str:
        """Say when a version came to be; the newest is also the workflow as it is now."""
        said = when_words(head.time, self.now)
        return f"{NOW} · {said}" if self._all and head.id == self._all[0].id else said

    def row_of(self, version: int) -> int:
        """Give the row of a version, -1 when it is not shown."""
        return next((row for row, head in enumerate(self.rows) if head.id == version), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words."""
        if not index.isValid():
            return None
        head = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return head.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{head.title}, {self.when(head)}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{head.title}\n{self.when(head)}"
            case _:
                return None

    def _show(self) -> None:
        self.beginResetModel()
        self.rows = [h for h in self._all if self._text in f"{h.title} {self.when(h)}".casefold()]
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    """Draws the title over the time."""

    def __init__(self, themes: ThemeManager, model: VersionModel, parent: QObject) -> None:
        super().__init__(parent)
        self._themes, self._model = themes, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, _ROW + _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect.adjusted(0, 0, 0, -_GAP)
        font: QFont = option.font
        theme, head = self._themes.theme, self._model.rows[index.row()]
        painter.save()
        paint_row_ground(painter, rect, option, theme)
        width = rect.width() - 2 * _PAD
        top = rect.top() + (rect.height() - 36) // 2
        lines = ((head.title, font, theme.text, top, 20), (self._model.when(head), small_font(font), theme.muted,
                                                           top + 20, 16))  # fmt: skip
        for text, used, color, y, height in lines:
            painter.setFont(used)
            painter.setPen(color)
            words = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, width)
            left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(rect.left() + _PAD, y, width, height), left, words)
        painter.restore()


class VersionList(ListView):
    """The view of the versions.

    Arguments:
        themes: Colours.
        parent: Owner.
    """

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__("Versions", parent)
        self.versions = VersionModel(self)
        self.setModel(self.versions)
        self.setItemDelegate(_Delegate(themes, self.versions, self))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("version_list")

    def current(self) -> VersionHead | None:
        """Give the chosen version."""
        index = self.currentIndex()
        return self.versions.rows[index.row()] if index.isValid() else None

    def choose(self, version: int) -> None:
        """Choose a version; the first one when it is not shown."""
        row = max(self.versions.row_of(version), 0)
        self.setCurrentIndex(self.versions.index(row) if self.versions.rows else QModelIndex())
