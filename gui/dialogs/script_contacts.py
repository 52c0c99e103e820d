"""Picking contacts by name, address or company: a search line with suggestions, and those picked below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.model.contact import Contact
from gui.context import Context
from gui.tabs.panel_parts import retire
from gui.text import elide, plural
from gui.widgets.labels import label, tool_button

_SHOWN = 5
_OFFERED = 20
_NOTE_LETTERS = 36


class ContactPicker(QWidget):
    """Lets a person pick one contact, or several.

    Args:
        context: The window's services.
        chosen: Ids of those picked at first.
        several: Whether more than one may be picked.
        listed: Whether those picked stand below the line; not where the dialog itself shows who it is.
        parent: Owner.

    Signals:
        changed: others are picked now.
    """

    changed = Signal()

    def __init__(
        self,
        context: Context,
        chosen: Sequence[int] = (),
        *,
        several: bool = True,
        listed: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._several, self._listed = several, listed
        self._chosen = list(dict.fromkeys(contact for contact in chosen if contact))
        self._offered: list[int] = []
        self.line = _Line()
        self.line.setObjectName("script_contact_search")
        self.line.setPlaceholderText("Name, email or company")
        context.themes.bind_icon(self.line.addAction(context.themes.icons.icon("search"), _LEADING), "search", "muted")
        self._words = QStringListModel(self)
        completer = QCompleter(self._words, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(8)
        self.line.setCompleter(completer)
        self.line.textEdited.connect(self._on_edited)
        self.line.entered.connect(self._on_entered)
        # Queued: after telling, the completer writes its words into the line.
        picked = completer.activated[QModelIndex]  # type: ignore[index]
        picked.connect(self._on_picked, Qt.ConnectionType.QueuedConnection)
        self.setFocusProxy(self.line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.line)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        box.addLayout(self._rows)
        self._show()

    def value(self) -> tuple[int, ...]:
        """Give the ids of those picked, in the order of picking."""
        return tuple(self._chosen)

    def pick(self, contact: int) -> None:
        """Pick a contact without telling, as if it had been found."""
        if contact not in self._chosen:
            self._chosen = [*(self._chosen if self._several else ()), contact]
            self._show()

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        found = self._context.workspace.contacts.find(text, _OFFERED) if text.strip() else []
        self._offered = [contact.id for contact in found]
        self._words.setStringList([_words(contact) for contact in found])

    @Slot()
    def _on_entered(self) -> None:
        if self._offered:
            self._pick(self._offered[0])

    @Slot(QModelIndex)
    def _on_picked(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._offered):
            self._pick(self._offered[index.row()])

    def _pick(self, contact: int) -> None:
        self._chosen = [*(c for c in self._chosen if self._several and c != contact), contact]
        self._offered = []
        self.line.clear()
        self._words.setStringList([])
        self._show()
        self.changed.emit()

    def _drop(self, contact: int) -> None:
        self._chosen.remove(contact)
        self._show()
        self.line.setFocus()
        self.changed.emit()

    def _show(self) -> None:
        if not self._listed:
            return
        while (item := self._rows.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                retire(old)
        shown = self._chosen[-_SHOWN:]
        people = {c.id: c for c in self._context.workspace.contacts.many(shown)}
        for contact in shown:
            self._rows.addWidget(self._row(contact, people.get(contact)))
        more = len(self._chosen) - len(shown)
        if more:
            self._rows.addWidget(label(f"and {plural(more, 'more contact')}", "muted"))

    def _row(self, contact: int, person: Contact | None) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        name = person.name if person else f"Contact {contact}"
        row.addWidget(label(name, "" if person else "error"))
        note = (person.email if person.email != name else "") if person else "no longer on the list"
        row.addWidget(label(elide(note, _NOTE_LETTERS), "muted"), 1)
        drop = tool_button(self._context.themes, "close", f"Leave {name} out")
        drop.setObjectName(f"script_drop_{contact}")
        drop.clicked.connect(lambda: self._drop(contact))
        row.addWidget(drop)
        return made


class _Line(QLineEdit):
    """A line in which Enter picks and does not press the dialog's button."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip():
            self.entered.emit()
            event.accept()
            return
        super().keyPressEvent(event)


def _words(contact: Contact) -> str:
    company = contact.get("company")
    parts = (contact.name, contact.email if contact.email != contact.name else "", str(company) if company else "")
    return " · ".join(part for part in parts if part)


_LEADING = QLineEdit.ActionPosition.LeadingPosition
