"""The form of one action, made from its described fields.

Lives here: rows, which of them matter at the moment, and what is wrong under each. Not here: the editors
(gui/forms/fields.py), Save and the rest of the panel (gui/forms/panel.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.fields import FieldKind, FieldSpec, is_shown, specs_of
from core.model.workflow import Action
from gui.canvas.faces import problems_of
from gui.forms.base import FieldEditor, Surroundings
from gui.forms.branch_list import BranchListEditor
from gui.forms.branches import BranchesEditor
from gui.forms.fields import make_editor
from gui.forms.property_value import PropertyValueEditor
from gui.forms.value_branches import ValueBranchesEditor
from gui.widgets.form import FormRow, form_row

_ROW_GAP = 16


class ActionForm(QWidget):
    """Edits one action.

    Arguments:
        around: The project and so on.
        action: The action as it is saved.
        inside: For a branch card: how many cards stand in each of its branches.
        quiet: Do not point at empty fields before the person changed something.
        parent: Owner.

    Signals:
        changed: it holds another action now.
    """

    changed = Signal()

    def __init__(
        self,
        around: Surroundings,
        action: Action,
        *,
        inside: Sequence[int] = (),
        quiet: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._around = around
        self._saved = action
        self._quiet = quiet
        self._specs = specs_of(type(action))
        self._editors: dict[str, FieldEditor] = {}
        self._rows: dict[str, FormRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ROW_GAP)
        for name, spec in self._specs.items():
            editor = self._make(name, spec, getattr(action, name))
            if isinstance(editor, BranchListEditor):
                editor.set_inside(inside)
            # A switch says beside itself what it switches.
            title = "" if spec.kind is FieldKind.SWITCH else spec.label
            row = form_row(title, editor, help_text=spec.help, buddy=partial(_field_of, editor))
            if isinstance(editor, ValueBranchesEditor):
                editor.set_property(str(getattr(action, self._property_field())))
            editor.set_value(getattr(action, name))
            editor.name_all(f"field_{name}")
            editor.changed.connect(self._on_changed)
            self._editors[name], self._rows[name] = editor, row
            column.addWidget(row)
        self._renew()

    @property
    def saved(self) -> Action:
        """The action that the form began with."""
        return self._saved

    def action(self) -> Action:
        """Give the action as the fields say it."""
        values: dict[str, Any] = {name: editor.value() for name, editor in self._editors.items()}
        return replace(self._saved, **values) if values else self._saved  # type: ignore[type-var]

    def origins(self) -> tuple[int | None, ...] | None:
        """For a branch card: which branch each one was, every way out included; ``None`` for other actions."""
        for editor in self._editors.values():
            if isinstance(editor, BranchListEditor):
                rest = (len(self._saved.branch_names()) - 1,) if editor.HAS_REST else ()
                return (*editor.origins(), *rest)
        return None

    def branches_editor(self) -> BranchesEditor | None:
        """Give the editor of an if/then card's branches; ``None`` for other actions."""
        return next((e for e in self._editors.values() if isinstance(e, BranchesEditor)), None)

    def is_dirty(self) -> bool:
        """Say whether it differs from what is saved."""
        origins = self.origins()
        moved = origins is not None and origins != tuple(range(len(origins)))
        return moved or self.action() != self._saved

    def adopt(self, action: Action, inside: Sequence[int]) -> bool:
        """Take what was just saved for the new beginning, if it is what the fields hold; false when it is not."""
        if self.action() != action:
            return False
        self._saved = action
        for editor in self._editors.values():
            if isinstance(editor, BranchListEditor):
                editor.adopt(inside)
        return True

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping what the fields hold."""
        self._around = around
        for editor in self._editors.values():
            editor.refresh(around)
        self._renew()

    def show_problems(self) -> None:
        """From now on point at empty fields too."""
        self._quiet = False
        self._renew()

    def editor(self, name: str) -> FieldEditor:
        """Give the editor of a field."""
        return self._editors[name]

    def row(self, name: str) -> FormRow:
        """Give the row of a field."""
        return self._rows[name]

    def focus_first(self) -> bool:
        """Put the keyboard on what waits to be filled, else on the first field; false when there is none."""
        if any(isinstance(editor, BranchListEditor) and editor.focus_empty() for editor in self._editors.values()):
            return True
        for name, editor in self._editors.items():
            if is_shown(self.action(), self._specs[name]):
                editor.target.setFocus()
                return True
        return False

    def _make(self, name: str, spec: FieldSpec, value: object) -> FieldEditor:
        if spec.kind is FieldKind.PROPERTY_VALUE:
            return PropertyValueEditor(self._around, getattr(self._saved, self._property_field()))
        return make_editor(spec, value, self._around)

    def _property_field(self) -> str:
        return next((name for name, spec in self._specs.items() if spec.kind is FieldKind.PROPERTY), "")

    @Slot()
    def _on_changed(self) -> None:
        self._quiet = False
        chosen = self._property_field()
        for editor in self._editors.values():
            if isinstance(editor, (PropertyValueEditor, ValueBranchesEditor)):
                editor.set_property(str(self._editors[chosen].value() or ""))
            if isinstance(editor, PropertyValueEditor):
                editor.name_all("field_value")
        self._renew()
        self.changed.emit()

    def _renew(self) -> None:
        """Show the rows that matter, and under each what is wrong with it."""
        action = self.action()
        wrong: dict[str, str] = {}
        for problem in problems_of(action, self._around.project):
            wrong.setdefault(problem.field, problem.sentence)
        for name, row in self._rows.items():
            row.setVisible(is_shown(action, self._specs[name]))
            editor = self._editors[name]
            sentence = wrong.get(name, "") or editor.complaint()
            if isinstance(editor, BranchListEditor):
                editor.show_errors(not self._quiet)
                sentence = "" if editor.tells(sentence) else sentence
            row.set_error("" if self._quiet else sentence)


def _field_of(editor: FieldEditor) -> QWidget:
    """Give what the label names at this moment; a list of boxes has no field of its own to be named after it."""
    return editor if isinstance(editor, BranchListEditor) else editor.target
