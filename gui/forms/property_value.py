"""The value of one property, written as the property's type asks. Not here: which property it is."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.forms.base import FieldEditor, Surroundings, ValuesEditor, retire
from gui.forms.values import values_editor


class PropertyValueEditor(FieldEditor):
    """The value a property is set to, or gets; its field follows the property's type.

    Arguments:
        around: The project and so on.
        name: Internal name of the property.
        nothing: What it means to choose no value, e.g. "Any value".
        parent: Owner.
    """

    def __init__(
        self, around: Surroundings, name: str, nothing: str = "Nothing", parent: QWidget | None = None
    ) -> None:
        super().__init__(around, parent)
        self._name = name
        self._nothing = nothing
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._values = self._put()

    @property
    def target(self) -> QWidget:
        """The field that is there at the moment."""
        return self._values.target

    def value(self) -> object:
        """Give the value, ``None`` to clear the property."""
        values = self._values.value()
        return values[0] if values else None

    def set_value(self, value: object) -> None:
        """Show a value."""
        self._values.set_value(value)

    def set_property(self, name: str) -> None:
        """Follow another property; a value of the old one makes no sense for it."""
        if name != self._name:
            self._name = name
            self._replace()

    def refresh(self, around: Surroundings) -> None:
        """Offer what there is now, keeping the value."""
        super().refresh(around)
        value = self.value()
        self._replace()
        self.set_value(value)

    def _replace(self) -> None:
        old = self._values
        name = old.target.objectName()
        self._column.removeWidget(old)
        retire(old)
        self._values = self._put()
        self.name_all(name)

    def _put(self) -> ValuesEditor:
        made = values_editor(self.around.project.property(self._name), self.around, nothing=self._nothing)
        made.changed.connect(self.changed)
        made.target.setAccessibleName("Value")
        made.setEnabled(bool(self._name))
        self._column.addWidget(made)
        return made
