"""Lists to choose from: combos whose rows may be greyed with a reason, and keep a choice that is gone.

Lives here: the combo and its rows. Not here: the combo that ticks several (gui/forms/many.py), and what there is to
choose (gui/forms/pickers.py and gui/forms/values.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from gui.theme import ThemeManager
from gui.theme_style import restyle

Index = QModelIndex | QPersistentModelIndex
LEAST_WIDTH = 80
"""Least width of a combo in a form, in pixels."""
_WIDEST = 480
LINE_MARGINS = (-2, 0, 0, 0)
"""Text margins of the line in an editable combo, so that its words begin where other combos' do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of a list to choose from.

    Attributes:
        value: What is stored.
        text: Its name on screen.
        detail: Why it cannot be chosen, or a remark; may be empty.
        enabled: Whether it can be chosen.
        lost: Whether it is only shown because it was chosen once; drawn in the tone *broken*.
    """

    value: object
    text: str
    detail: str = ""
    enabled: bool = True
    lost: bool = False

    @property
    def line(self) -> str:
        """Name and remark on one line."""
        return f"{self.text} — {self.detail}" if self.detail else self.text


class _ChoiceModel(QAbstractListModel):
    def __init__(self, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.rows: tuple[Choice, ...] = ()

    def show_rows(self, rows: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.line
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.line if row.detail else None
        if role == Qt.ItemDataRole.ForegroundRole:
            theme = self._themes.theme
            return QBrush(theme.broken if row.lost else theme.text if row.enabled else theme.disabled)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usable = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usable if index.isValid() and self.rows[index.row()].enabled else Qt.ItemFlag.NoItemFlags


class ChoiceCombo(QComboBox):
    """A combo over `Choice` rows.

    A value that is not among the rows is kept: it gets a row of its own, in red.

    Arguments:
        themes: Gives the colours.
        placeholder: What it says while nothing is chosen.
        search: Lets people type to find a row.
        parent: Owner.

    Signals:
        picked: the person chose another row.
    """

    picked = Signal()

    def __init__(
        self, themes: ThemeManager, placeholder: str = "Choose", *, search: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._rows = _ChoiceModel(themes, self)
        self._lost_text = "(gone)"
        self.setModel(self._rows)
        self.setPlaceholderText(placeholder)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(14)
        if search:
            self._make_searchable(placeholder)
        self.activated.connect(self._on_activated)

    def set_choices(self, choices: Sequence[Choice], lost_text: str = "(gone)") -> None:
        """Offer these rows, keeping what is chosen.

        Arguments:
            choices: The rows.
            lost_text: How a chosen value is called that is not among them.
        """
        chosen = self.value()
        self._lost_text = lost_text
        self._rows.show_rows(choices)
        self.choose(chosen)

    def value(self) -> object:
        """Give the chosen value, ``None`` while nothing is chosen."""
        index = self.currentIndex()
        return self._rows.rows[index].value if 0 <= index < len(self._rows.rows) else None

    def choice(self) -> Choice | None:
        """Give the chosen row."""
        index = self.currentIndex()
        return self._rows.rows[index] if 0 <= index < len(self._rows.rows) else None

    def choices(self) -> tuple[Choice, ...]:
        """Give all rows."""
        return self._rows.rows

    def choose(self, value: object) -> None:
        """Choose a value without telling; ``None``, 0 and an empty text choose nothing unless there is such a row."""
        rows = self._rows.rows
        at = next((i for i, row in enumerate(rows) if row.value == value and type(row.value) is type(value)), -1)
        if at < 0 and value not in (None, 0, ""):
            self._rows.show_rows([*rows, Choice(value, self._lost_text, enabled=False, lost=True)])
            at = len(rows)
        self.setCurrentIndex(at)
        if at < 0 and self.isEditable():
            self.setEditText("")
        self._mark_lost()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a choice that is gone in red, and the placeholder muted, where the style would draw both as text."""
        choice = self.choice()
        if self.isEditable() or (choice is not None and not choice.lost):
            super().paintEvent(event)
            return
        theme = self._themes.theme
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        painter.setPen(theme.broken if choice is not None else theme.muted if self.isEnabled() else theme.disabled)
        draw_words(painter, self, choice.line if choice is not None else self.placeholderText())

    def showPopup(self) -> None:
        """Open a list wide enough for the remarks."""
        view = self.view()
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setMinimumWidth(max(self.width(), min(view.sizeHintForColumn(0) + 24, _WIDEST)))
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: nobody means to change a choice while scrolling past it."""
        event.ignore()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Take what was typed before Tab looks where to go: what hangs on the choice is there to go to only then."""
        if self.isEditable():
            self._settle()
        return super().focusNextPrevChild(next)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed for a choice if it is one; else put the chosen one's name back."""
        super().focusOutEvent(event)
        if self.isEditable():
            self._settle()

    def sizeHint(self) -> QSize:
        """Give a width that never stretches the panel."""
        hint = super().sizeHint()
        return QSize(max(LEAST_WIDTH, min(hint.width(), 160)), hint.height())

    def _make_searchable(self, placeholder: str) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = QLineEdit()
        self.setLineEdit(line)
        line.setTextMargins(*LINE_MARGINS)
        line.setPlaceholderText(placeholder)
        line.editingFinished.connect(self._settle)
        line.textEdited.connect(self._on_typed)
        completer = QCompleter(self._rows, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

    def _named(self, text: str, *, begun: bool) -> int:
        """Give the row of a name, also of one that is only begun when no other begins so; -1 for none."""
        wanted = text.strip().casefold()
        names = {i: row.line.casefold() for i, row in enumerate(self._rows.rows) if row.enabled}
        same = [i for i, name in names.items() if name == wanted]
        starts = [i for i, name in names.items() if begun and wanted and name.startswith(wanted)]
        return same[0] if same else starts[0] if len(starts) == 1 else -1

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        """Take a name at its last letter, so that what hangs on the choice is there before the field is left."""
        at = self._named(text, begun=False)
        if at < 0 or self._rows.rows[at] == self.choice():
            return
        self.setCurrentIndex(at)
        self._on_activated()
        completer = self.completer()
        if completer is not None and completer.completionCount() <= 1:
            # Later: the completer opens its list after the line has told what was typed. An open list would swallow
            # the next click.
            QTimer.singleShot(0, self, self._hide_popup)

    @Slot()
    def _hide_popup(self) -> None:
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.hide()

    @Slot()
    def _settle(self) -> None:
        at = self._named(self.currentText(), begun=True)
        current = self.choice()
        if at >= 0 and self._rows.rows[at] != current:
            self.setCurrentIndex(at)
            self._on_activated()
        else:
            self.setEditText(current.line if current is not None else "")

    @Slot()
    def _on_activated(self) -> None:
        self._mark_lost()
        self.picked.emit()

    def _mark_lost(self) -> None:
        lost = bool((choice := self.choice()) and choice.lost)
        if bool(self.property("lost")) != lost:
            self.setProperty("lost", lost)
            self.setProperty("invalid", lost)
            restyle(self)
        line = self.lineEdit()
        if line is not None:
            palette = line.palette()
            ink: QColor = self._themes.theme.broken if lost else self._themes.theme.text
            palette.setColor(QPalette.ColorRole.Text, ink)
            line.setPalette(palette)
        self.update()


def draw_words(painter: QPainter, combo: QComboBox, words: str) -> None:
    """Draw a combo's words where the style would, cut at its arrow."""
    box = combo.rect().adjusted(10, 0, -26, 0)
    text = combo.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
