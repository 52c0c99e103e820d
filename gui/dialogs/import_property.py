"""Asks what the property shall be called, and of which type, that a column of an import goes into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget
from gui.widgets.form import Form
from gui.widgets.labels import button, label

TYPES: tuple[tuple[PropertyType, str], ...] = (
    (PropertyType.TEXT, "Text"),
    (PropertyType.NUMBER, "Number"),
    (PropertyType.DATE, "Date"),
    (PropertyType.DATETIME, "Date and time"),
    (PropertyType.BOOL, "Yes or no"),
    (PropertyType.ENUM, "One of the values in the file"),
    (PropertyType.EMAIL, "Email address"),
    (PropertyType.OWNER, "User"),
    (PropertyType.TIME_ZONE, "Time zone"),
)
"""Types a new property can have, as (type, words)."""
_WIDTH = 380


class NewPropertyDialog(QDialog):
    """Edits a suggested property.

    Args:
        suggested: The property as its column suggests it.
        used: Labels that other properties have.
        parent: Owner.

    Signals:
        property_made: The ``PropertyDefinition``, when the person took it.
    """

    property_made = Signal(object)

    def __init__(self, suggested: PropertyDefinition, used: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_property_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("New property")
        self.setMinimumWidth(_WIDTH)
        self._suggested = suggested
        self._used = {one.casefold() for one in used}
        self.label = QLineEdit(suggested.label)
        name_widget(self.label, "property_label", "Label")
        self.type = ChoiceBox(TYPES)
        name_widget(self.type, "property_type", "Type")
        self.type.set_value(suggested.type)
        form = Form()
        self._label_row = form.add_row("Label", self.label, help_text=f"Internal name: {suggested.name}")
        form.add_row("Type", self.type, help_text="Guessed by the values in the file. It cannot be changed later.")
        self.ok = button("Make property", "primary")
        name_widget(self.ok, "property_ok", "Make property")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self.accept)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(16)
        box.addWidget(label("New property", "title"))
        box.addWidget(form)
        box.addLayout(foot)
        self.label.textEdited.connect(self._check)
        self.label.selectAll()
        self._check()

    def accept(self) -> None:
        """Hand the property over."""
        chosen = self.type.value()
        assert isinstance(chosen, PropertyType)
        self.property_made.emit(replace(self._suggested, label=self.label.text().strip(), type=chosen))
        super().accept()

    @Slot()
    def _check(self) -> None:
        typed = self.label.text().strip()
        wrong = "" if typed else "A property needs a label."
        if typed.casefold() in self._used:
            wrong = "There is a property with this label already."
        self._label_row.set_error(wrong)
        self.ok.setEnabled(not wrong)
