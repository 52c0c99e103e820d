"""What the panel asks of a new workflow first: which kind of trigger lets contacts in.

Lives here: the list to choose from. Not here: the fields of the chosen kind (gui/forms/trigger_form.py).
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.model.workflow import Trigger, TriggerKind, Workflow, WorkflowStatus
from gui.widgets.labels import label
from gui.widgets.lists import ListView

_ROW = 30
_HINTS: Mapping[TriggerKind, str] = {
    TriggerKind.FILTER: "Contacts enter as soon as they match.",
    TriggerKind.FORM_SUBMITTED: "Contacts enter when they submit a form.",
    TriggerKind.MEETING_BOOKED: "Contacts enter when they book a meeting.",
    TriggerKind.CONTACT_CREATED: "Contacts enter when they are made.",
    TriggerKind.PROPERTY_CHANGED: "Contacts enter when a property gets another value.",
    TriggerKind.EMAIL_REPLIED: "Contacts enter when they reply to a mail.",
    TriggerKind.LIST_JOINED: "Contacts enter when they are put on a list.",
    TriggerKind.SCHEDULE: "Contacts who match enter at set times.",
    TriggerKind.MANUAL: "Nobody enters by itself.",
}

Index = QModelIndex | QPersistentModelIndex


def is_untouched(workflow: Workflow) -> bool:
    """Say whether nobody has designed anything in a workflow yet."""
    return workflow.status is WorkflowStatus.DRAFT and not workflow.cards and workflow.trigger == Trigger()


class _Model(QAbstractListModel):
    def __init__(self, titles: Mapping[TriggerKind, str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = tuple(titles.items())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        kind, title = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return _HINTS[kind]
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(0, _ROW)
        return None


class _List(ListView):
    """The list; Enter and a click choose, typing finds."""

    chosen = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # Qt makes the first row current by itself, but does not mark it.
        if not self.selectedIndexes():
            self.setCurrentIndex(self.model().index(0, 0))


class TriggerStart(QWidget):
    """Asks what lets contacts in.

    Arguments:
        titles: The kinds in order, with their names.
        parent: Owner.

    Signals:
        chosen: the ``TriggerKind``.
    """

    chosen = Signal(object)

    def __init__(self, titles: Mapping[TriggerKind, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(titles, self)
        self.list = _List("What lets contacts in?", self)
        self.list.setObjectName("trigger_start")
        self.list.setProperty("frame", True)
        self.list.setModel(self._model)
        self.list.setFixedHeight(len(titles) * _ROW + 10)
        self.list.clicked.connect(self._on_chosen)
        self.list.chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label("What lets contacts in?", "strong"))
        column.addWidget(self.list)

    @Slot(QModelIndex)
    def _on_chosen(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.rows[index.row()][0])
