"""The line above the canvas: the workflow's name, whose it is, and its switch."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from core.model.project import Project
from core.model.workflow import Workflow, WorkflowStatus
from gui.theme import ThemeManager
from gui.theme_style import title_font
from gui.widgets.labels import HEAD_PX, button, label, tool_button
from gui.widgets.name_line import NameLine
from gui.widgets.switch import ToggleSwitch

_STATUS = {WorkflowStatus.ON: "On", WorkflowStatus.OFF: "Off", WorkflowStatus.DRAFT: "Draft"}


class WorkflowHead(QFrame):
    """Name and switch of the shown workflow.

    Attributes:
        menu: What else can be done with it; filled by others.

    Signals:
        renamed: the new name.
        toggled: the switch was pressed.
        sequence_clicked: the link to the sequence it belongs to was pressed.
        entered: Enter was pressed in the name.
    """

    entered = Signal()
    renamed = Signal(str)
    toggled = Signal()
    sequence_clicked = Signal()

    def __init__(self, themes: ThemeManager, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        self._saved = ""
        self._name = _NameLine()
        self._name.setObjectName("workflow_name")
        self._name.setAccessibleName("Name of the workflow")
        self._name.setProperty("flat", True)
        self._name.setFont(title_font(self.font()))
        self._name.editingFinished.connect(self.commit)
        self._name.returnPressed.connect(self.entered)
        self._owner = button("", "link", tip="Show the sequence on whose Automation page it was made")
        self._owner.setObjectName("workflow_sequence")
        self._owner.clicked.connect(self.sequence_clicked)
        self._status = label("", "muted")
        self._switch = ToggleSwitch(themes)
        self._switch.setObjectName("workflow_on")
        self._switch.setAccessibleName("Workflow is on")
        self._switch.clicked.connect(self._on_clicked)
        self._more = tool_button(themes, "more", "More about this workflow")
        self._more.setObjectName("workflow_more")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self._more.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 16, 6)
        self.setFixedHeight(HEAD_PX)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addWidget(self._owner)
        row.addSpacing(8)
        row.addWidget(self._status)
        row.addWidget(self._switch)
        row.addWidget(self._more)

    def show_workflow(self, project: Project, workflow: Workflow | None) -> None:
        """Show a workflow; a name that is being typed stays when it is still the same workflow's."""
        self.setVisible(workflow is not None)
        if workflow is None:
            return
        if not (self._name.isModified() and self._saved == workflow.name):
            self._saved = workflow.name
            self._name.setText(workflow.name)
            self._name.setCursorPosition(0)
        self._status.setText(_STATUS[workflow.status])
        self._switch.setChecked(workflow.status is WorkflowStatus.ON)
        sequence = project.sequence(workflow.sequence)
        self._owner.setVisible(sequence is not None)
        if sequence is not None:
            self._owner.setText(f"belongs to {sequence.name}".replace("&", "&&"))

    def edit_name(self) -> None:
        """Put the keyboard on the name, all of it selected."""
        self._name.setFocus()
        self._name.selectAll()

    @Slot()
    def commit(self) -> None:
        """Tell the name that was typed; a blank one goes back to what it was."""
        name = self._name.text().strip()
        self._name.setModified(False)
        if not name:
            self._name.setText(self._saved)
        elif name != self._saved:
            self._saved = name
            self.renamed.emit(name)

    @Slot()
    def _on_clicked(self) -> None:
        # The workflow decides where the switch stands: turning it on may be refused.
        self._switch.setChecked(not self._switch.isChecked())
        self.toggled.emit()


class _NameLine(NameLine):
    """A line that on Esc forgets what was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.undo()
            self.setModified(False)
            self.clearFocus()
            return
        super().keyPressEvent(event)
