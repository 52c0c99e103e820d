"""Form rows: a label above its field, with unit, help and a line for what is wrong.

Lives here: one helper that wires label, buddy, accessible name, help and error of a field. Not here: which fields there
are (gui/forms).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtWidgets import QAbstractSpinBox, QDateTimeEdit, QHBoxLayout, QVBoxLayout, QWidget

from gui.theme_style import restyle
from gui.widgets.labels import label

_LABEL_GAP = 6
_ROW_GAP = 16
_INDENT = 8


def indent_text(field: QWidget) -> None:
    """Gives spin boxes the room left of their text that other fields have; style sheets cannot. Rows do it already."""
    if isinstance(field, QDateTimeEdit) and field.calendarPopup():
        return
    if isinstance(field, QAbstractSpinBox):
        field.lineEdit().setTextMargins(_INDENT, 0, 0, 0)


Buddy: TypeAlias = QWidget | Callable[[], QWidget] | None
"""The field proper; asked for each time where an editor changes it, as one that follows a property's type does."""


class FormRow(QWidget):
    """One field of a form; made by `form_row`.

    Attributes:
        label: the QLabel above the field.
        editor: the field itself.
    """

    def __init__(self, text: str, editor: QWidget, help_text: str, unit: str, buddy: Buddy) -> None:
        super().__init__()
        self.editor = editor
        self.label = label(text, "strong")
        name = re.sub("&(.)", r"\1", text)
        self._name = f"{name} ({unit})" if unit else name
        self._buddy = buddy
        self._wired: QWidget | None = None
        self._help = label("", "small", wrap=True)
        self._error = label("", "error", wrap=True)
        self._lay_out(unit)
        self.set_help(help_text)
        self.set_error("")

    def set_help(self, text: str) -> None:
        """Sets the sentence under the field; it is also what screen readers tell after the name."""
        self._help.setText(text)
        self._help.setVisible(bool(text))
        self._describe()

    def set_error(self, text: str) -> None:
        """Shows what is wrong with the value under the field and marks the field; an empty text clears both."""
        self._error.setText(f"✕ {text}" if text else "")
        self._error.setVisible(bool(text))
        self._describe()
        target = self._target()
        if bool(target.property("invalid")) != bool(text):
            target.setProperty("invalid", bool(text))
            restyle(target)

    def error(self) -> str:
        """Returns what is wrong, empty when nothing is."""
        return self._error.text().removeprefix("✕ ")

    def _target(self) -> QWidget:
        """Give the field; a new one, where the editor has put another in its place, gets the label and the name."""
        buddy = self._buddy() if callable(self._buddy) else self._buddy or self.editor
        if buddy is not self._wired:
            self._wired = buddy
            self.label.setBuddy(buddy)
            buddy.setAccessibleName(self._name)
            indent_text(buddy)
        return buddy

    def _describe(self) -> None:
        self._target().setAccessibleDescription(" ".join(part for part in (self.error(), self._help.text()) if part))

    def _lay_out(self, unit: str) -> None:
        field = QHBoxLayout()
        field.setSpacing(8)
        field.addWidget(self.editor, 1)
        if unit:
            field.addWidget(label(unit, "muted"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_LABEL_GAP)
        if self.label.text():
            column.addWidget(self.label)
        column.addLayout(field)
        column.addWidget(self._help)
        column.addWidget(self._error)


def form_row(text: str, editor: QWidget, *, help_text: str = "", unit: str = "", buddy: Buddy = None) -> FormRow:
    """Returns a row with label, field, unit, help and room for an error.

    Args:
        text: the label; an ampersand before a letter makes it the key that leads to the field.
        editor: the field.
        help_text: one sentence under the field.
        unit: what the number counts, at the field's right: "days".
        buddy: what gets the focus and the accessible name when `editor` is only the frame around it.
    """
    return FormRow(text, editor, help_text, unit, buddy)


class Form(QWidget):
    """A column of rows with the right distances."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_ROW_GAP)

    def add(self, row: FormRow) -> FormRow:
        """Adds a row at the end and returns it."""
        self._column.addWidget(row)
        return row

    def add_row(
        self, text: str, editor: QWidget, *, help_text: str = "", unit: str = "", buddy: Buddy = None
    ) -> FormRow:
        """Makes a row as `form_row` does, adds it at the end and returns it."""
        return self.add(form_row(text, editor, help_text=help_text, unit=unit, buddy=buddy))

    def add_widget(self, widget: QWidget) -> None:
        """Adds something that is no field, e.g. a heading."""
        self._column.addWidget(widget)

    def add_stretch(self) -> None:
        """Keeps the rows at the top."""
        self._column.addStretch(1)
