"""What the editors of single fields have in common, and what they are told of the project.

Lives here: the base class and the surroundings. Not here: the editors (gui/forms/fields.py, values.py, branches.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.model.fields import Value
from core.model.project import Project
from gui.dialogs.ask import Dialogs
from gui.theme import ThemeManager


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an editor may look at.

    Attributes:
        project: The project as it is now.
        themes: Colours and icons.
        dialogs: Questions to the person.
        automation_of: Id of the sequence on whose Automation tab the workflow was made, 0 for none.
        workflow: Id of the workflow that is edited, 0 for none.
        new_list: Asks for a name, makes a contact list and gives its id, 0 when the person gave up; ``None`` where
            no list can be made.
    """

    project: Project
    themes: ThemeManager
    dialogs: Dialogs
    automation_of: int = 0
    workflow: int = 0
    new_list: Callable[[], int] | None = None


class FieldEditor(QWidget):
    """Edits one value.

    Signals:
        changed: the person changed the value.
    """

    changed = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.around = around

    @property
    def target(self) -> QWidget:
        """What takes the focus and carries the accessible name."""
        return self

    def value(self) -> object:
        """Give the value as it stands in the editor."""
        raise NotImplementedError

    def set_value(self, value: object) -> None:
        """Show a value without telling."""
        raise NotImplementedError

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping the value."""
        self.around = around

    def complaint(self) -> str:
        """Say what is wrong with what stands in the editor, where the value itself cannot tell; else empty."""
        return ""

    def name_all(self, name: str) -> None:
        """Give the widget that people use the name that tests and screen readers' tools find it by."""
        self.target.setObjectName(name)

    def _hold(self, *widgets: QWidget, spacing: int = 8) -> None:
        """Put widgets side by side into this one."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing)
        for widget in widgets:
            row.addWidget(widget)
        self.setFocusProxy(self.target)


class ValuesEditor(FieldEditor):
    """Edits the values a property is compared with or set to."""

    def value(self) -> tuple[Value, ...]:
        """Give the values; empty ones are left out."""
        raise NotImplementedError


def values_in(value: object) -> list[Value]:
    """Give the values in what an editor is handed: several, one, or none; empty ones are left out."""
    if value is None or value == "":
        return []
    found = value if isinstance(value, (tuple, list)) else (value,)
    return [v for v in found if isinstance(v, (str, int, float, bool)) and v != ""]


def retire(widget: QWidget) -> None:
    """Take a widget away that may be in the middle of telling something; nobody finds it by its name any more."""
    widget.hide()
    for part in (widget, *widget.findChildren(QWidget)):
        part.setObjectName("")
    widget.deleteLater()
