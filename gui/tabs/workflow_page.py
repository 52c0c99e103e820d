"""The Workflows tab's widgets and where they stand.

Lives here: making and placing them. Not here: what they do together (workflows.py).
"""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.canvas.find_bar import FindBar
from gui.canvas.view import CanvasView
from gui.context import Context
from gui.forms.panel import Panel
from gui.tabs.panel_parts import LockBanner
from gui.tabs.workflow_head import WorkflowHead
from gui.tabs.workflow_list import WorkflowList
from gui.widgets.empty import EmptyState
from gui.widgets.filter_line import FilterLine
from gui.widgets.labels import button, surface
from gui.widgets.split import SplitView


class WorkflowPage(QWidget):
    """The list at the left, the cards in the middle, the fields of the chosen card at the right.

    Arguments:
        context: The window's shared services.
        parent: Owner.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.list = WorkflowList(context.themes)
        self.canvas = CanvasView(context.themes)
        self.head = WorkflowHead(context.themes)
        self.find_bar = FindBar(context.themes)
        self.panel = Panel(context.themes)
        self._banner = LockBanner(context.themes)
        self._search = FilterLine(context.themes, "Filter workflows")
        self._new = button("New workflow", icon="plus", themes=context.themes)
        self._empty = EmptyState(
            context.themes,
            icon="workflow",
            title="No workflows yet",
            sentence="A workflow says which contacts enter and what happens to them, card by card. Make the first one.",
            primary="New workflow",
        )
        self._stack = QStackedWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        self._search.setObjectName("workflow_filter")
        self._new.setObjectName("new_workflow")
        self._new.setToolTip("Make a workflow")
        self._empty.primary_button.setObjectName("first_workflow")
        left = surface("surface")
        column = QVBoxLayout(left)
        column.setContentsMargins(12, 12, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self.list, 1)
        column.addWidget(self._new)
        work = QWidget()
        middle = QVBoxLayout(work)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.head)
        middle.addWidget(self.find_bar)
        middle.addWidget(self.canvas, 1)
        self._stack.addWidget(work)
        self._stack.addWidget(self._empty)
        split = SplitView(self._context.themes, "workflows", self._context.settings)
        split.add(left, 248)
        split.add(self._stack, 720, stretch=1)
        split.add(self.panel, 320)
        left.setMinimumWidth(180)
        self._stack.setMinimumWidth(320)
        self.panel.setMinimumWidth(272)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._banner)
        outer.addWidget(split, 1)
