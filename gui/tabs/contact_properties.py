"""The dialog of the properties a person added: make, rename and delete them, with what uses each.

Not here: building the edits (``core.services.properties``); the panel, columns and filters follow by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from core.model.changes import Edit
from core.model.contact import PropertyDefinition, PropertyType
from core.model.problem import Problem
from core.services import properties as service
from core.services.properties import Usage
from gui import text
from gui.context import Context
from gui.jobs import Job, JobControl
from gui.tables.data_table import DataTable
from gui.tables.paged import Column, PagedTableModel
from gui.tabs.panel_editors import ChoiceBox
from gui.tabs.panel_parts import name_widget
from gui.widgets.empty import EmptyState
from gui.widgets.form import Form
from gui.widgets.labels import button, label

_SIZE = (820, 520)
_LEFT_PX = 360
_OPTIONS_PX = 110


class PropertiesDialog(QDialog):
    """Lists the properties at the left, the chosen one as a form at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._name = ""
        self._is_new = False
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("properties_dialog")
        self.setWindowTitle("Properties")
        self.resize(*_SIZE)
        types = dict(service.TYPES)
        columns = (
            Column[PropertyDefinition]("label", "Property", lambda p: p.label, width=190, sortable=False),
            Column[PropertyDefinition]("type", "Type", lambda p: types.get(p.type, p.type.value), sortable=False),
        )
        self._model: PagedTableModel[PropertyDefinition] = PagedTableModel(columns, self._fetch, parent=self)
        self._table = DataTable(context.themes, "properties", context.settings, self)
        name_widget(self._table, "properties_table", "Properties you added")
        self._table.setModel(self._model)
        self._table.set_empty_state(
            EmptyState(
                context.themes,
                icon="set_property",
                title="No properties of your own",
                sentence="Make one for what the standard properties do not hold, e.g. seats or a renewal date.",
            )
        )
        self._make_form()
        self._lay_out()
        context.bus.changed.connect(self._fill)
        self._table.selection_changed.connect(self._on_selected)
        self._fill()

    # ------------------------------------------------------------ making

    def _make_form(self) -> None:
        self._label = QLineEdit()
        name_widget(self._label, "property_label")
        self._type = ChoiceBox(service.TYPES)
        name_widget(self._type, "property_type")
        self._options = QPlainTextEdit()
        name_widget(self._options, "property_options")
        self._options.setTabChangesFocus(True)
        self._options.setFixedHeight(_OPTIONS_PX)
        self._form = Form()
        self._label_row = self._form.add_row("Name", self._label)
        self._form.add_row("Type", self._type)
        self._options_row = self._form.add_row("Options", self._options, help_text="One in each line, in their order.")
        self._used = label("", "muted", wrap=True)
        name_widget(self._used, "property_usage")
        self._form.add_widget(self._used)
        self._form.add_stretch()
        self._label.textEdited.connect(self._check)
        self._options.textChanged.connect(self._check)
        self._type.changed.connect(self._check)

    def _lay_out(self) -> None:
        themes = self._context.themes
        self.new_button = button("New property", icon="plus", themes=themes)
        name_widget(self.new_button, "new_property", "New property")
        self.new_button.clicked.connect(self._on_new)
        self.delete_button = button("Delete", icon="delete", themes=themes)
        name_widget(self.delete_button, "delete_property", "Delete the property")
        self.delete_button.clicked.connect(self._on_delete)
        self.save_button = button("Save", "primary")
        name_widget(self.save_button, "save_property", "Save the property")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._on_save)
        close = button("Close")
        close.clicked.connect(self.reject)
        self._table.setMinimumWidth(_LEFT_PX)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._table)
        middle.addWidget(self._form, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.new_button)
        foot.addWidget(self.delete_button)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.save_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 20, 20, 16)
        box.setSpacing(12)
        box.addWidget(label("Properties", "title"))
        box.addLayout(middle, 1)
        box.addLayout(foot)

    # ------------------------------------------------------------ the chosen property

    def _custom(self) -> Sequence[PropertyDefinition]:
        return self._context.workspace.project().custom_properties

    def _fetch(self, ids: Sequence[int]) -> list[PropertyDefinition | None]:
        by_id = {p.id: p for p in self._custom()}
        return [by_id.get(i) for i in ids]

    def _chosen(self) -> PropertyDefinition | None:
        return next((p for p in self._custom() if p.name == self._name), None)

    @Slot()
    def _fill(self, *_: object) -> None:
        ordered = sorted(self._custom(), key=lambda p: p.label.casefold())
        self._model.set_ids([p.id for p in ordered])
        chosen = self._chosen()
        if chosen is None and ordered and not self._is_new:
            chosen = ordered[0]
        if chosen is not None:
            self._table.select_id(chosen.id)
        self._show(None if self._is_new else chosen)

    @Slot()
    def _on_selected(self) -> None:
        ids = self._table.selected_ids()
        found = next((p for p in self._custom() if ids == [p.id]), None)
        if found is not None and (self._is_new or found.name != self._name):
            self._is_new = False
            self._show(found)

    def _show(self, found: PropertyDefinition | None) -> None:
        self._name = found.name if found else ""
        self._label.setText(found.label if found else "")
        self._type.set_value(found.type if found else PropertyType.TEXT)
        self._type.setEnabled(self._is_new)
        self._options.setPlainText("\n".join(label for _, label in found.options) if found else "")
        self._form.setVisible(self._is_new or found is not None)
        self._show_usage(found)
        self._check()

    def _show_usage(self, found: PropertyDefinition | None) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._used.setText("")
        if found is None:
            return
        usage = service.usage(self._context.workspace.project(), found.name)
        self._used.setText(usage_words(usage))
        workspace, name = self._context.workspace, found.name

        def work(control: JobControl) -> int:
            with workspace.in_thread() as mine:
                return service.count_known(mine, name, control.raise_if_cancelled)

        def say(count: int) -> None:
            self._job = None
            self._used.setText(f"{usage_words(usage)} {text.plural(count, 'contact')} have a value.")

        self._job = self._context.jobs.start("Count values", work, done=say)
        self.finished.connect(self._job.cancel)

    @Slot()
    def _check(self) -> None:
        chosen = self._type.value()
        self._options_row.setVisible(chosen is PropertyType.ENUM)
        can = not self._context.undo.locked
        self.save_button.setEnabled(can and bool(self._label.text().strip()) and (self._is_new or bool(self._name)))
        self.save_button.setText("Add" if self._is_new else "Save")
        self.delete_button.setEnabled(can and bool(self._name))
        self.new_button.setEnabled(can)
        self._label_row.set_error("")

    # ------------------------------------------------------------ edits

    @Slot()
    def _on_new(self) -> None:
        self._is_new = True
        self._table.clearSelection()
        self._show(None)
        self._label.setFocus()

    @Slot()
    def _on_save(self) -> None:
        workspace, options = self._context.workspace, self._options.toPlainText().splitlines()
        kind = self._type.value()
        if self._is_new and isinstance(kind, PropertyType):
            self._try(lambda: service.new(workspace, self._label.text(), kind, options))
        elif self._name:
            self._try(lambda: service.change(workspace, self._name, self._label.text(), options))

    @Slot()
    def _on_delete(self) -> None:
        found = self._chosen()
        if found is None:
            return
        used = usage_words(service.usage(self._context.workspace.project(), found.name))
        note = f"{used} You can undo this."
        if self._context.dialogs.confirm(f"Delete property “{found.label}”?", note, "Delete property", danger=True):
            self._try(lambda: service.delete(self._context.workspace, found.name))

    def _try(self, make: Callable[[], Edit]) -> None:
        try:
            edit = make()
        except Problem as problem:
            self._label_row.set_error(f"{problem.sentence} {problem.hint}".strip())
            return
        self._is_new = False
        made = edit.puts[0].after
        if isinstance(made, PropertyDefinition):
            self._name = made.name
        self._context.undo.do(edit)


def usage_words(usage: Usage) -> str:
    """Say in a sentence what uses a property."""
    named = [
        (usage.workflows, "workflow"),
        (usage.sequences, "sequence"),
        (usage.lists, "active list"),
    ]
    parts = [
        f"{noun}{'s' if len(names) > 1 else ''} {text.join_words([f'“{name}”' for name in names])}"
        for names, noun in named
        if names
    ]
    return f"Used by {text.join_words(parts)}." if parts else "No workflow, sequence or list uses it."
