"""Completion under a line: offers while typing, taken with Down and Enter, with Tab, or with the mouse.

Lives here: the pop-up and its keys. Not here: what is offered; whoever owns the line knows the language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit

_SHOWN = 12
#: After these a value comes next, so its offers follow at once.
_OPEN_ENDS = (":", "=", "~", "(", ",")


class Offered(Protocol):
    """One way to go on typing.

    Attributes:
        text: What stands before the cursor once it is taken.
        label: What the pop-up shows.
    """

    @property
    def text(self) -> str: ...  # noqa: D102 - told above
    @property
    def label(self) -> str: ...  # noqa: D102 - told above


class LineCompleter(QObject):
    """Offers completions under a line.

    Args:
        line: The line; becomes the owner.
        offers: Gives the offers for the text before the cursor; its second argument says whether the person asked for
            them with a key, rather than just typed.
    """

    def __init__(self, line: QLineEdit, offers: Callable[[str, bool], Sequence[Offered]]) -> None:
        super().__init__(line)
        self._line = line
        self._offers = offers
        self._ways: Sequence[Offered] = ()
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setWidget(line)
        self._completer.activated[QModelIndex].connect(self._on_picked)  # type: ignore[index]
        line.textEdited.connect(self._on_edited)
        line.installEventFilter(self)
        self._made: QAbstractItemView | None = None

    @property
    def popup(self) -> QAbstractItemView:
        """The list of offers; made when first needed, since a window that only opens shall not wait for it."""
        if self._made is None:
            self._made = self._completer.popup()
            assert self._made is not None
            # Put there after Qt's own filter, so this one comes first.
            self._made.installEventFilter(self)
        return self._made

    def is_open(self) -> bool:
        """Say whether completions are offered at the moment."""
        return self._made is not None and self._made.isVisible()

    def close(self) -> None:
        """Offer nothing."""
        if self._made is not None:
            self._made.hide()

    def labels(self) -> list[str]:
        """Return what is offered, or was offered last."""
        return self._words.stringList()

    def offer(self, *, asked: bool = True) -> None:
        """Show what may stand at the cursor; nothing when nothing may."""
        self._ways = self._offers(self._line.text()[: self._line.cursorPosition()], asked)
        if not self._ways:
            self.close()
            return
        self._words.setStringList([way.label for way in self._ways])
        self.popup.setAccessibleName(self._line.accessibleName())
        self._completer.complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take an offer at Tab; ask for offers at Down and Ctrl+Space."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        key = event.key()
        if key == Qt.Key.Key_Escape and self.is_open():
            # The line would clear itself first.
            self.close()
            return True
        if key == Qt.Key.Key_Tab and self.is_open():
            self._take(max(self.popup.currentIndex().row(), 0))
            return True
        if watched is self._line and not self.is_open() and _asks(event):
            self.offer()
            return True
        return super().eventFilter(watched, event)

    @Slot(str)
    def _on_edited(self, _: str) -> None:
        self.offer(asked=False)

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        self.close()
        if not 0 <= row < len(self._ways):
            return
        rest = self._line.text()[self._line.cursorPosition() :]
        done = self._ways[row].text
        self._line.setText(done + rest.lstrip())
        self._line.setCursorPosition(len(done))
        if done.endswith(_OPEN_ENDS):
            self.offer(asked=False)


def _asks(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Down or (control and event.key() == Qt.Key.Key_Space)
