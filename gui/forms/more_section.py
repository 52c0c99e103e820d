"""The foldable part of the panel that every card has: its switch and its note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from core.model.workflow import Card
from gui.theme import ThemeManager
from gui.widgets.form import form_row
from gui.widgets.switch import ToggleSwitch

_NOTE_PX = 72


class MoreSection(QWidget):
    """Switch and note of a card; open when either says something.

    Signals:
        switched: the switch was pressed.
        changed: the note changed.
    """

    switched = Signal()
    changed = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._head = QToolButton()
        self._head.setObjectName("panel_more")
        self._head.setText("More")
        self._head.setAccessibleName("More: switch and note of the card")
        self._head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._head.setIconSize(QSize(12, 12))
        self._head.setCheckable(True)
        self._head.toggled.connect(self._on_folded)
        self._switch = ToggleSwitch(themes, "Card is on")
        self._switch.setObjectName("card_on")
        self._switch.clicked.connect(self._on_switched)
        self._note = QPlainTextEdit()
        self._note.setObjectName("card_note")
        self._note.setTabChangesFocus(True)
        self._note.setFixedHeight(_NOTE_PX)
        self._note.setPlaceholderText("What this card is for")
        self._quiet = False
        self._note.textChanged.connect(self._on_text_changed)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self._switch)
        inside.addWidget(form_row("Note", self._note))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        # The button's own padding would push its arrow in from the edge of the fields; its focus ring stays whole.
        self._head.setStyleSheet("QToolButton { padding-left: 1px; } QToolButton:checked { background: transparent; }")
        column.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._body)
        self._on_folded(False)

    def show_card(self, card: Card) -> None:
        """Show a card's switch and note as they are saved."""
        self._quiet = True
        self._note.setPlainText(card.note)
        self._quiet = False
        self._head.setChecked(bool(card.note) or not card.on or self._head.isChecked())
        self.follow(card)

    def follow(self, card: Card) -> None:
        """Follow the card's switch; an unsaved note stays."""
        self._switch.setChecked(card.on)

    def note(self) -> str:
        """Give the note as it stands."""
        return self._note.toPlainText().strip()

    def focus_first(self) -> None:
        """Put the keyboard on what opens it."""
        self._head.setFocus()

    @Slot(bool)
    def _on_folded(self, is_open: bool) -> None:
        self._body.setVisible(is_open)
        self._themes.bind_icon(self._head, "chevron_down" if is_open else "chevron_right", "muted")

    @Slot()
    def _on_switched(self) -> None:
        self.switched.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._quiet:
            self.changed.emit()
