"""A combo that ticks several rows. Not here: the one that chooses one row (gui/forms/choices.py)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QMenu, QSizePolicy, QStyle, QStyleOptionComboBox, QWidget

from core.model.fields import Value
from gui.forms.choices import LEAST_WIDTH, Choice, draw_words
from gui.text import join_words
from gui.theme import ThemeManager


class MultiChoice(QComboBox):
    """A combo that names what is ticked in its list; the list stays open while ticks are set.

    Arguments:
        themes: Gives the colours.
        placeholder: What it says while nothing is ticked.
        joint: The word before the last name: "or" for what is asked, "and" for what all happens.
        parent: Owner.

    Signals:
        picked: a tick was set or taken away.
    """

    picked = Signal()

    def __init__(
        self, themes: ThemeManager, placeholder: str = "Choose", *, joint: str = "or", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._joint = joint
        self._placeholder = placeholder
        self._text = ""
        self._given: tuple[Value, ...] = ()
        self._menu = _StayMenu(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._show()

    def showPopup(self) -> None:
        """Open the list of ticks."""
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def hidePopup(self) -> None:
        """Close the list of ticks."""
        self._menu.close()
        super().hidePopup()

    def text(self) -> str:
        """Give what it says: the ticked names, or the placeholder."""
        return self._text or self._placeholder

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a combo with the names in it."""
        theme = self._themes.theme
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = ""
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        ink = theme.text if self._text else theme.muted
        painter.setPen(ink if self.isEnabled() else theme.disabled)
        draw_words(painter, self, self.text())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list with the keys that open any combo."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_F4, Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.showPopup()
            return
        super().keyPressEvent(event)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Offer these rows, keeping what is ticked."""
        ticked = self.values()
        self._menu.clear()
        for choice in choices:
            action = QAction(choice.line.replace("&", "&&"), self._menu)
            action.setCheckable(True)
            action.setData(choice.value)
            action.toggled.connect(self._on_toggled)
            self._menu.addAction(action)
        self.set_values(ticked)

    def values(self) -> tuple[Value, ...]:
        """Give the ticked values: those it was given in their order, then those ticked since."""
        ticked = [action.data() for action in self._menu.actions() if action.isChecked()]
        kept = [value for value in self._given if value in ticked]
        return (*kept, *(value for value in ticked if value not in kept))

    def set_values(self, values: Sequence[Value]) -> None:
        """Tick these without telling; one that has no row gets one."""
        self._given = tuple(values)
        known = [action.data() for action in self._menu.actions()]
        for value in values:
            if value not in known and value not in (None, ""):
                action = QAction(f"{value} (gone)", self._menu)
                action.setCheckable(True)
                action.setData(value)
                action.toggled.connect(self._on_toggled)
                self._menu.addAction(action)
        for action in self._menu.actions():
            blocked = action.blockSignals(True)
            action.setChecked(action.data() in values)
            action.blockSignals(blocked)
        self._show()

    def sizeHint(self) -> QSize:
        """Give a width that never stretches the panel."""
        return QSize(LEAST_WIDTH, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Give the least width."""
        return self.sizeHint()

    @Slot()
    def _on_toggled(self) -> None:
        self._show()
        self.picked.emit()

    def _show(self) -> None:
        names = [action.text().replace("&&", "&") for action in self._menu.actions() if action.isChecked()]
        self._text = join_words(names, self._joint)
        self.setToolTip(self._text)
        self.setAccessibleDescription(self._text)
        self.update()


class _StayMenu(QMenu):
    """A menu that stays open while rows are ticked; several are ticked in one go."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if self.actions() and action in self.actions():
            action.toggle()
            return
        super().mouseReleaseEvent(event)
