"""One editor per property of a contact, made from the property's type.

Not here: the panel that arranges them (``gui.tabs.contact_panel``); how texts become values (``core.services.values``).
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from core.model.contact import PropertyDefinition, PropertyType
from core.model.fields import Value
from core.model.problem import Problem
from core.model.project import Project
from core.services.contacts import problems_of, read_value, show_value
from gui.tabs.panel_editors import ChoiceBox, DateLine, ZoneBox
from gui.tabs.panel_parts import name_widget
from gui.theme import ThemeManager
from gui.widgets.form import FormRow, form_row
from gui.widgets.switch import ToggleSwitch

_READ_ONLY = frozenset({"lastmodifieddate"})
"""Properties that every save sets by itself."""


class PropertyField(QObject):
    """The editor of one property, with its row in the form.

    Attributes:
        definition: The property.
        row: What goes into the form: label, editor, and what is wrong.

    Signals:
        changed: The person changed the value.
    """

    changed = Signal()

    def __init__(self, definition: PropertyDefinition, themes: ThemeManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.definition = definition
        self._initial: Value = None
        self._initial_text = ""
        self._editor = self._make_editor(themes)
        name_widget(self._editor, f"field_{definition.name}")
        title = "" if definition.type is PropertyType.BOOL else definition.label
        self.row: FormRow = form_row(title, self._editor)
        self._editor.setAccessibleName(definition.label)

    def show_value(self, value: Value, project: Project) -> None:
        """Show a value as the saved one."""
        self._initial = value
        self._initial_text = show_value(self.definition, value, project)
        editor = self._editor
        if isinstance(editor, ToggleSwitch):
            editor.setChecked(bool(value))
        elif isinstance(editor, ChoiceBox):
            editor.set_choices(_choices(self.definition, project))
            editor.set_value(value, f"{self._initial_text} (not in the list)")
        elif isinstance(editor, ZoneBox):
            editor.set_value(self._initial_text)
            editor.show_when_empty(f"The account’s: {project.account.time_zone}")
        elif isinstance(editor, QLineEdit):
            editor.setText(self._initial_text)
            editor.setCursorPosition(0)

    def read(self, project: Project) -> Value:
        """Give the value as it stands in the editor.

        Raises:
            Problem: ``BAD_VALUE`` when the text is no such value.
        """
        editor = self._editor
        if isinstance(editor, ToggleSwitch):
            # A property nobody ever set stays without a value until it is switched on.
            return editor.isChecked() or (None if self._initial is None else False)
        if isinstance(editor, ChoiceBox):
            chosen = editor.value()
            return chosen if isinstance(chosen, (str, int)) else None
        text = self.written
        # The screen shows minutes and rounds nothing else: an untouched text keeps the value to the second.
        return self._initial if text == self._initial_text else read_value(self.definition, text, project)

    @property
    def written(self) -> str:
        """The text as it is typed; empty for fields that are chosen."""
        editor = self._editor
        if isinstance(editor, ZoneBox):
            return editor.value()
        return editor.text() if isinstance(editor, QLineEdit) else ""

    def problem(self, project: Project) -> str:
        """Say what is wrong with what stands in the editor; empty when nothing is."""
        try:
            value = self.read(project)
        except Problem as problem:
            return f"{problem.sentence} {problem.hint}".strip()
        return problems_of(project, {self.definition.name: value}).get(self.definition.name, "")

    def is_changed(self, project: Project) -> bool:
        """Say whether it differs from the saved value; a text that is no value does."""
        try:
            return self.read(project) != self._initial
        except Problem:
            return True

    def show_problem(self, sentence: str) -> None:
        """Show what is wrong under the field."""
        self.row.set_error(sentence)

    def focus(self) -> None:
        """Put the cursor into the editor."""
        self._editor.setFocus()
        if isinstance(self._editor, QLineEdit):
            self._editor.selectAll()

    def _make_editor(self, themes: ThemeManager) -> QWidget:
        kind = self.definition.type
        if kind is PropertyType.BOOL:
            switch = ToggleSwitch(themes, self.definition.label)
            switch.clicked.connect(self.changed)
            return switch
        if kind in (PropertyType.ENUM, PropertyType.OWNER):
            choice = ChoiceBox()
            choice.changed.connect(self.changed)
            return choice
        if kind is PropertyType.TIME_ZONE:
            zone = ZoneBox()
            zone.changed.connect(self.changed)
            return zone
        dated = kind in (PropertyType.DATE, PropertyType.DATETIME)
        fixed = self.definition.name in _READ_ONLY
        line = DateLine(themes, kind is PropertyType.DATETIME, read_only=fixed) if dated else QLineEdit()
        line.textEdited.connect(self.changed)
        return line


def _choices(definition: PropertyDefinition, project: Project) -> Iterable[tuple[object, str]]:
    """Give what an enum or owner property can be, nothing first."""
    if definition.type is PropertyType.OWNER:
        yield None, "No owner"
        for sender in sorted(project.senders, key=lambda s: s.name.casefold()):
            yield sender.id, sender.name if sender.active else f"{sender.name} (deactivated)"
    else:
        yield None, "–"
        yield from definition.options
