"""What a person has chosen in the window at the moment, for commands that ask about a contact and a workflow."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.services.log_lines import LogLine
from gui.canvas.view import CanvasView


def chosen_in(line: LogLine | None, tab: QWidget) -> tuple[int, int]:
    """Gives the contact and the workflow that are chosen, 0 for none.

    Args:
        line: the chosen row of the log; it comes first.
        tab: the tab in front, whose chosen contact or open workflow is taken where the row names none.
    """
    # Loaded when it is asked: a start does without the tab of contacts.
    from gui.tabs.contact_panel import ContactPanel

    contact, workflow = (line.contact_id, line.workflow_id) if line is not None else (0, 0)
    panel, canvas = tab.findChild(ContactPanel), tab.findChild(CanvasView)
    if not contact and panel is not None:
        contact = panel.contact_id
    if not workflow and canvas is not None and canvas.workflow is not None:
        workflow = canvas.workflow.id
    return contact, workflow
