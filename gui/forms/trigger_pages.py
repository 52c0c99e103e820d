"""What the panel shows of the trigger card: its trigger, and the settings of the whole workflow, on two pages.

Lives here: the two pages as one form, saved together. Not here: their fields (trigger_form.py, settings_form.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.filter import Filter
from core.model.workflow import Trigger, TriggerKind, Workflow, WorkflowSettings
from gui.forms.base import Surroundings
from gui.forms.settings_form import SettingsForm
from gui.forms.trigger_form import TITLES, TriggerForm
from gui.forms.trigger_start import TriggerStart, is_untouched
from gui.widgets.segments import Segment, SegmentedFilter

TRIGGER_PAGE, SETTINGS_PAGE = "trigger", "settings"


@dataclass(frozen=True, slots=True)
class WorkflowDraft:
    """What the panel wants saved of a workflow beside its cards.

    Attributes:
        trigger: The trigger as the fields say it.
        settings: The settings as the fields say them.
    """

    trigger: Trigger
    settings: WorkflowSettings


class TriggerPages(QWidget):
    """Edits trigger and settings of a workflow.

    Arguments:
        around: The project and so on.
        workflow: The workflow as it is saved.
        page: Which page is shown first.
        parent: Owner.

    Attributes:
        is_starting: Whether it still asks a new workflow for the kind of its trigger.

    Signals:
        changed: it holds another trigger or other settings now.
        page_chosen: the page that a person chose.
    """

    changed = Signal()
    page_chosen = Signal(str)

    def __init__(
        self, around: Surroundings, workflow: Workflow, page: str = TRIGGER_PAGE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pages = SegmentedFilter(
            around.themes, (Segment(TRIGGER_PAGE, "Trigger"), Segment(SETTINGS_PAGE, "Settings"))
        )
        self.pages.setObjectName("trigger_pages")
        self.pages.setAccessibleName("Trigger or settings")
        self.trigger_form = TriggerForm(around, workflow.trigger)
        self._around, self._settings = around, workflow.settings
        self._settings_form: SettingsForm | None = None
        self._start = TriggerStart(TITLES)
        self.is_starting = is_untouched(workflow)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(self.pages)
        column.addWidget(self._start)
        column.addWidget(self.trigger_form)
        self.pages.choose(page)
        self._show_page(page)
        self.pages.chosen.connect(self._on_page)
        self._start.chosen.connect(self._on_start_chosen)
        self.trigger_form.changed.connect(self._on_changed)

    @property
    def settings_form(self) -> SettingsForm:
        """The fields of the settings; made when their page is first shown, since most look at triggers only."""
        if self._settings_form is None:
            made = self._settings_form = SettingsForm(self._around, self._settings)
            self._column.addWidget(made)
            self._follow_kind()
            made.changed.connect(self._on_changed)
        return self._settings_form

    def draft(self) -> WorkflowDraft:
        """Give trigger and settings as the fields say them."""
        form = self._settings_form
        return WorkflowDraft(self.trigger_form.trigger(), self._settings if form is None else form.settings())

    def is_dirty(self) -> bool:
        """Say whether it differs from what is saved."""
        form = self._settings_form
        return self.trigger_form.is_dirty() or (form is not None and form.is_dirty())

    def adopt(self, workflow: Workflow) -> bool:
        """Take what was just saved for the new beginning, if it is what the fields hold; false when it is not."""
        if self.draft() != WorkflowDraft(workflow.trigger, workflow.settings):
            return False
        self._settings, form = workflow.settings, self._settings_form
        return self.trigger_form.adopt(workflow.trigger) and (form is None or form.adopt(workflow.settings))

    def refresh(self, around: Surroundings) -> None:
        """Follow a changed project, keeping what the fields hold."""
        self._around = around
        self.trigger_form.refresh(around)
        if self._settings_form is not None:
            self._settings_form.refresh(around)

    def show_count(self, matching: int, of: int) -> None:
        """Say how many contacts match the trigger now."""
        self.trigger_form.show_count(matching, of)

    def filter(self) -> Filter:
        """Give the trigger's filter as it stands."""
        return self.trigger_form.filter()

    def focus_first(self) -> bool:
        """Put the keyboard on the first field of the page that is shown."""
        if self.pages.current() == SETTINGS_PAGE:
            return self.settings_form.focus_first()
        if self.is_starting:
            self._start.list.setFocus()
            return True
        return self.trigger_form.focus_first()

    def _show_page(self, page: str) -> None:
        self._start.setVisible(page == TRIGGER_PAGE and self.is_starting)
        self.trigger_form.setVisible(page == TRIGGER_PAGE and not self.is_starting)
        if page == SETTINGS_PAGE or self._settings_form is not None:
            self.settings_form.setVisible(page == SETTINGS_PAGE)

    def _follow_kind(self) -> None:
        if self._settings_form is not None:
            self._settings_form.show_criteria(self.trigger_form.kind() is TriggerKind.FILTER)

    @Slot(object)
    def _on_start_chosen(self, kind: TriggerKind) -> None:
        self.is_starting = False
        self._show_page(TRIGGER_PAGE)
        self.trigger_form.choose_kind(kind)
        self.trigger_form.focus_after_kind()

    @Slot(str)
    def _on_page(self, page: str) -> None:
        self._show_page(page)
        self.page_chosen.emit(page)

    @Slot()
    def _on_changed(self) -> None:
        self._follow_kind()
        self.changed.emit()
