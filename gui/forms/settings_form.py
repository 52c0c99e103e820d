"""The settings of a workflow: when its actions may run, who must not be in it, and when contacts leave early.

Lives here: the fields together. Not here: the editors of times and dates (windows.py, blocked_dates.py).
"""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.filter import Filter
from core.model.workflow import WorkflowSettings
from gui.canvas.trigger_words import overlap_problem
from gui.forms.base import Surroundings
from gui.forms.blocked_dates import BlockedDatesEditor
from gui.forms.filter_builder import FilterBuilder
from gui.forms.many import MultiChoice
from gui.forms.pickers import list_choices
from gui.forms.windows import WindowsEditor
from gui.tabs.panel_parts import at_left
from gui.widgets.form import FormRow, form_row
from gui.widgets.switch import ToggleSwitch

_ROW_GAP = 16
_ONLY_CRITERIA = "Only for workflows that contacts enter by filter criteria."
_LEAVING = "Who no longer meets the criteria leaves as soon as a change makes it so."


class SettingsForm(QWidget):
    """Edits a workflow's settings.

    Arguments:
        around: The project and so on.
        settings: The settings as they are saved.
        parent: Owner.

    Signals:
        changed: it holds other settings now.
    """

    changed = Signal()

    def __init__(self, around: Surroundings, settings: WorkflowSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._saved = settings
        self.windows = WindowsEditor(around)
        self.windows.name_all("settings_windows")
        self.blocked = BlockedDatesEditor(around)
        self.blocked.name_all("settings_blocked")
        self._suppression = MultiChoice(around.themes, "No lists", joint="and")
        self._suppression.setObjectName("settings_suppression")
        self._goal = FilterBuilder(around)
        self._goal.setObjectName("settings_goal")
        self._unmatched = ToggleSwitch(around.themes, "Unenroll them")
        self._unmatched.setObjectName("settings_unmatched")
        self._lay_out()
        self.windows.set_value(settings.windows)
        self.blocked.set_value(settings.blocked)
        self._offer_lists(settings.suppression)
        self._goal.set_filter(settings.goal or Filter())
        self._unmatched.setChecked(settings.unenroll_unmatched)
        self._renew()
        self.windows.changed.connect(self._on_changed)
        self.blocked.changed.connect(self._on_changed)
        self._suppression.picked.connect(self._on_changed)
        self._goal.changed.connect(self._on_changed)
        self._unmatched.clicked.connect(self._on_changed)

    def settings(self) -> WorkflowSettings:
        """Give the settings as the fields say them."""
        goal = self._goal.filter()
        return WorkflowSettings(
            self.windows.value(),
            self.blocked.value(),
            tuple(value for value in self._suppression.values() if isinstance(value, int)),
            goal if goal.groups else None,
            self._unmatched.isChecked(),
        )

    def is_dirty(self) -> bool:
        """Say whether it differs from what is saved."""
        return self.settings() != self._saved

    def adopt(self, settings: WorkflowSettings) -> bool:
        """Take what was just saved for the new beginning, if it is what the fields hold; false when it is not."""
        if self.settings() != settings:
            return False
        self._saved = settings
        return True

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping what the fields hold."""
        self._around = around
        self.windows.refresh(around)
        self.blocked.refresh(around)
        self._goal.refresh(around)
        self._offer_lists(tuple(v for v in self._suppression.values() if isinstance(v, int)))

    def show_criteria(self, by_criteria: bool) -> None:
        """Say whether contacts enter by filter criteria: only then can they stop matching."""
        self._unmatched.setEnabled(by_criteria)
        self._unmatched_row.set_help(_LEAVING if by_criteria else _ONLY_CRITERIA)

    def problem(self) -> str:
        """Say what is wrong with the times or the dates; empty when nothing is."""
        return self.windows.complaint() or self.blocked.complaint()

    def focus_first(self) -> bool:
        """Put the keyboard on the first field."""
        self.windows.target.setFocus()
        return True

    def _lay_out(self) -> None:
        self._windows_row = form_row(
            "Times when actions may run",
            self.windows,
            help_text="In the account’s time zone. What is due outside waits for the next window; delays and branches "
            "are not moved.",
        )
        self._blocked_row = form_row(
            "Dates without actions",
            self.blocked,
            help_text="What is due on such a date runs on the next one that is free.",
        )
        self._suppression_row = form_row(
            "Suppression lists",
            self._suppression,
            help_text="Members do not enter, and leave when they become members.",
        )
        self._goal_row = form_row(
            "Goal", self._goal, help_text="Contacts that meet it do not enter, and leave before their next action."
        )
        self._unmatched_row = form_row("Contacts that no longer match", at_left(self._unmatched), buddy=self._unmatched)
        self._unmatched.setAccessibleName("Unenroll contacts that no longer meet the criteria")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ROW_GAP)
        for row in (
            self._windows_row, self._blocked_row, self._suppression_row, self._goal_row, self._unmatched_row,
        ):  # fmt: skip
            column.addWidget(row)

    def _offer_lists(self, chosen: tuple[int, ...]) -> None:
        self._suppression.set_values(())
        self._suppression.set_choices(list_choices(self._around, chosen))
        self._suppression.set_values(chosen)

    def _renew(self) -> None:
        # Each row of times says by itself what is wrong with it.
        rows: tuple[tuple[FormRow, str], ...] = (
            (self._windows_row, overlap_problem(self.windows.value())),
            (self._blocked_row, self.blocked.complaint()),
        )
        for row, sentence in rows:
            row.set_error(sentence)

    @Slot()
    def _on_changed(self) -> None:
        self._renew()
        self.changed.emit()
