"""Editing many contacts at once: the dialog that asks for property and value, and the job that builds the edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from core.model.changes import Edit
from core.model.fields import Value
from core.model.problem import Problem
from core.services import contacts_bulk
from gui import text
from gui.context import Context
from gui.forms.base import Surroundings
from gui.forms.choices import Choice, ChoiceCombo
from gui.forms.property_value import PropertyValueEditor
from gui.jobs import Job, JobControl
from gui.tabs.contact_dialogs import AskDialog
from gui.tabs.panel_editors import ChoiceBox
from gui.undo import SMALL_EDIT
from gui.widgets.banner import Banner, BannerAction

_SET, _CLEAR = "set", "clear"
_FIXED = frozenset({"lastmodifieddate"})


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What was asked for.

    Attributes:
        everybody: Whether all contacts shown are meant, not only the selected ones.
        name: The property.
        value: What it is set to; ``None`` clears it.
    """

    everybody: bool
    name: str
    value: Value


class BulkDialog(AskDialog):
    """Asks which property of whom is set to what."""

    def __init__(self, context: Context, selected: int, shown: int, parent: QWidget | None = None) -> None:
        super().__init__(context, "Edit contacts", "Set", parent)
        self.setObjectName("bulk_dialog")
        project = context.workspace.project()
        around = Surroundings(project, context.themes, context.dialogs)
        whom: list[tuple[object, str]] = [(True, f"All {text.plural(shown, 'contact')} shown")]
        if selected:
            whom.insert(0, (False, f"{text.plural(selected, 'selected contact')}"))
        self._whom = ChoiceBox(whom)
        offered = [p for p in project.properties if p.name not in _FIXED]
        self._property = ChoiceCombo(context.themes, "Choose a property", search=True)
        self._property.set_choices([Choice(p.name, p.label) for p in sorted(offered, key=lambda p: p.label.casefold())])
        self._action = ChoiceBox(((_SET, "Set to"), (_CLEAR, "Clear")))
        self._value = PropertyValueEditor(around, "", "Nothing")
        self._add("Contacts", self._whom, "bulk_whom")
        self._add("Property", self._property, "bulk_property")
        self._add("What to do", self._action, "bulk_action")
        self._value_row = self._add("Value", self._value, "bulk_value_row")
        self._value.name_all("bulk_value")
        self._property.picked.connect(self._on_property)
        self._action.changed.connect(self._check)
        self._value.changed.connect(self._check)
        self._check()

    def result_value(self) -> BulkEdit | None:
        """Give what was asked for, ``None`` while something is missing."""
        name = str(self._property.value() or "")
        value = self._value.value() if self._action.value() == _SET else None
        if not name or (self._action.value() == _SET and value is None):
            return None
        if value is not None and not isinstance(value, (str, int, float, bool)):
            return None
        return BulkEdit(self._whom.value() is True, name, value)

    @Slot()
    def _on_property(self) -> None:
        self._value.set_property(str(self._property.value() or ""))
        self._check()

    @Slot()
    def _check(self) -> None:
        clears = self._action.value() == _CLEAR
        self._value_row.setVisible(not clears)
        self.ok.setText("Clear" if clears else "Set")
        self.ok.setEnabled(self.result_value() is not None)


class BulkEditor(QObject):
    """Asks, builds the edit (in a job when it is long) and does it.

    Args:
        context: The window's services.
        banner: Says how far a long job is, with a way to stop it.
        tab: The tab it belongs to.
    """

    def __init__(self, context: Context, banner: Banner, tab: QWidget) -> None:
        super().__init__(tab)
        self._context = context
        self._banner = banner
        self._tab = tab
        self._job: Job | None = None

    def ask(self, selected: Callable[[], Sequence[int]], shown: Sequence[int], count: int) -> None:
        """Ask what to change.

        Arguments:
            selected: Gives the ids of the selected contacts.
            shown: The ids of all contacts shown.
            count: How many are selected.
        """
        if self._job is not None or self._context.undo.locked or not len(shown):
            return
        dialog = BulkDialog(self._context, count, len(shown), self._tab.window())

        def take() -> None:
            asked = dialog.result_value()
            if asked is not None:
                self.change(shown if asked.everybody else selected(), asked.name, asked.value)

        dialog.accepted.connect(take)
        dialog.open()

    def change(self, ids: Sequence[int], name: str, value: Value) -> None:
        """Set a property of contacts; at once for a few, else in a job that can be stopped."""
        workspace = self._context.workspace
        if len(ids) <= SMALL_EDIT:
            try:
                self._do(contacts_bulk.set_value(workspace, ids, name, value))
            except Problem as problem:
                self._context.dialogs.problem(problem)
            return

        def work(control: JobControl) -> Edit:
            def told(done: int) -> None:
                control.raise_if_cancelled()
                control.report(done)

            with workspace.in_thread() as mine:
                return contacts_bulk.set_value(mine, ids, name, value, told)

        self._job = self._context.jobs.start(
            "Edit contacts",
            work,
            done=self._do,
            failed=self._on_failed,
            progress=lambda done: self._show(done, len(ids)),
            cancelled=lambda _: self._end("Stopped; nothing was changed."),
        )
        self._show(0, len(ids))

    def _show(self, done: int, total: int) -> None:
        job = self._job
        if job is not None:
            self._banner.show_message(
                f"Changing contacts: {text.number(done)} of {text.number(total)}",
                actions=(BannerAction("Stop", job.cancel),),
            )

    def _do(self, edit: Edit) -> None:
        self._end("")
        if not edit.puts:
            self._context.bus.message.emit("All of them have this value already.")
            return
        self._context.undo.do(edit)
        self._context.bus.message.emit(f"{edit.title}. Undo takes it back.")

    def _on_failed(self, error: Exception) -> None:
        self._end("")
        self._context.dialogs.problem(error)

    def _end(self, said: str) -> None:
        if self._job is not None:
            self._job = None
            self._banner.clear()
        if said:
            self._context.bus.message.emit(said)
