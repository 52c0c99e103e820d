"""The rehearsal settings: when it starts, how long it is, its seed, and which workflows play."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDateTimeEdit,
    QDialog,
    QFrame,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from core.model.account import RunSettings
from core.model.instant import Instant, from_instant, to_instant
from core.model.project import Project
from core.model.workflow import WorkflowStatus
from core.services.runs import MOST_DAYS, MOST_SEED
from core.services.values import zone_of_account
from gui.widgets.form import Form
from gui.widgets.labels import button, label

_LIST_HEIGHT = 160


class RunSettingsDialog(QDialog):
    """Edits how rehearsals of a project are played.

    Args:
        project: Its account's settings are shown, and its workflows offered.
        parent: The window.

    Signals:
        settings_chosen: the new ``RunSettings``, when OK was pressed.
    """

    settings_chosen = Signal(object)

    def __init__(self, project: Project, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("run_settings_dialog")
        self.setWindowTitle("Rehearsal settings")
        self.setMinimumWidth(420)
        self._zone: tzinfo = zone_of_account(project)
        settings = project.account.settings
        english = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
        self.start = QDateTimeEdit(_shown(settings.start, self._zone))
        self.start.setObjectName("run_start")
        self.start.setLocale(english)
        self.start.setDisplayFormat("ddd d MMM yyyy  HH:mm")
        self.start.setCalendarPopup(True)
        self.days = QSpinBox()
        self.days.setObjectName("run_days")
        self.days.setRange(1, MOST_DAYS)
        self.days.setValue(settings.days)
        self.seed = QSpinBox()
        self.seed.setObjectName("run_seed")
        self.seed.setRange(0, MOST_SEED)
        self.seed.setValue(min(max(settings.seed, 0), MOST_SEED))
        self.all_on = QRadioButton("All workflows that are on")
        self.all_on.setObjectName("run_all_on")
        self.chosen = QRadioButton("Only these")
        self.chosen.setObjectName("run_chosen")
        group = QButtonGroup(self)
        group.addButton(self.all_on)
        group.addButton(self.chosen)
        self.boxes: dict[int, QCheckBox] = {}
        self._list = self._workflow_list(project, settings)
        (self.chosen if settings.workflows else self.all_on).setChecked(True)
        self._error = label("", "error", wrap=True)
        self._error.setObjectName("run_settings_error")
        self._lay_out(project)
        self.chosen.toggled.connect(self._on_chosen_toggled)
        self._on_chosen_toggled(self.chosen.isChecked())

    def settings(self) -> RunSettings:
        """Return the settings as they stand in the form."""
        chosen = tuple(workflow_id for workflow_id, box in self.boxes.items() if box.isChecked())
        return RunSettings(
            start=_read(self.start.dateTime(), self._zone),
            days=self.days.value(),
            seed=self.seed.value(),
            workflows=chosen if self.chosen.isChecked() else (),
        )

    def accept(self) -> None:
        """Hand the settings over, unless workflows shall be chosen and none is."""
        settings = self.settings()
        if self.chosen.isChecked() and not settings.workflows:
            self._error.setText("✕ Choose at least one workflow, or play all that are on.")
            self._error.show()
            return
        self.settings_chosen.emit(settings)
        super().accept()

    def _workflow_list(self, project: Project, settings: RunSettings) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        for workflow in project.workflows:
            state = "" if workflow.status is WorkflowStatus.ON else f"  ({workflow.status.value})"
            box = QCheckBox(f"{workflow.name}{state}".replace("&", "&&"))
            box.setObjectName(f"run_workflow_{workflow.id}")
            on = workflow.id in settings.workflows if settings.workflows else workflow.status is WorkflowStatus.ON
            box.setChecked(on)
            self.boxes[workflow.id] = box
            column.addWidget(box)
        if not project.workflows:
            column.addWidget(label("There is no workflow yet.", "muted"))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setProperty("surface", "card")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        # What is in it takes the focus, and keys it has no use for scroll.
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setFixedHeight(min(_LIST_HEIGHT, 24 + 28 * max(len(project.workflows), 1)))
        return scroll

    def _lay_out(self, project: Project) -> None:
        form = Form()
        form.add_row("Start", self.start, help_text=f"In the account’s time zone, {project.account.time_zone}.")
        numbers = QHBoxLayout()
        numbers.setSpacing(16)
        left, right = Form(), Form()
        left.add_row("Days", self.days, help_text=f"1 to {MOST_DAYS:,} days of 24 hours.")
        right.add_row("Seed", self.seed, help_text="Same seed, same rehearsal.")
        numbers.addWidget(left, 1)
        numbers.addWidget(right, 1)
        ok = button("Save", "primary")
        ok.setObjectName("run_settings_save")
        ok.setDefault(True)
        ok.clicked.connect(self.accept)
        cancel = button("Cancel")
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(ok)
        self._error.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(label("Rehearsal settings", "title"))
        layout.addWidget(form)
        layout.addLayout(numbers)
        choice = QVBoxLayout()
        choice.setSpacing(4)
        choice.addWidget(label("Workflows", "strong"))
        choice.addWidget(self.all_on)
        choice.addWidget(self.chosen)
        layout.addLayout(choice)
        layout.addWidget(self._list)
        layout.addWidget(self._error)
        layout.addSpacing(4)
        layout.addLayout(buttons)

    @Slot(bool)
    def _on_chosen_toggled(self, chosen: bool) -> None:
        self._list.setEnabled(chosen)
        self._error.hide()


def _shown(start: Instant, zone: tzinfo) -> QDateTime:
    """Return the local clock time of an instant; Qt is not asked about time zones."""
    local = from_instant(start, zone)
    return QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0)


def _read(shown: QDateTime, zone: tzinfo) -> Instant:
    """Return the instant of a local clock time."""
    day, clock = shown.date(), shown.time()
    return to_instant(datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=zone))
