"""Where a reason of the log can be mended: in which thing, and in which field of it. Not here: going there."""

from __future__ import annotations

from core.actions.enroll_in_sequence import EnrollInSequence
from core.model.project import Project
from core.model.reason import Reason
from core.model.tree import card_of
from core.services.log import LogLine
from gui.bus import GoTo

_SENDER = {
    Reason.SENDER_DEACTIVATED: ("active", "active or not"),
    Reason.SENDER_NO_SEAT: ("seat", "seat"),
    Reason.INBOX_NOT_CONNECTED: ("inbox_state", "inbox state"),
    Reason.INBOX_NOT_PERSONAL: ("inbox_kind", "inbox"),
    Reason.DAILY_LIMIT_REACHED: ("limit", "daily send limit"),
    Reason.SENDER_LOST: ("inbox_state", "inbox state"),
}
_CONTACT = {
    Reason.EMAIL_MISSING: ("email", "email"),
    Reason.EMAIL_INVALID: ("email", "email"),
    Reason.OWNER_EMPTY: ("hubspot_owner_id", "owner"),
    Reason.OWNER_UNKNOWN: ("hubspot_owner_id", "owner"),
}
_CARD = {
    Reason.SEQUENCE_MISSING: ("sequence", "sequence"),
    Reason.SEQUENCE_DELETED: ("sequence", "sequence"),
    Reason.SENDER_MISSING: ("sender", "sender"),
}


def cause_of(line: LogLine, project: Project) -> tuple[str, GoTo] | None:
    """Give where what a row's reason asks for can be mended.

    Args:
        line: The row.
        project: The project as it is now.

    Returns:
        Whose field it is, e.g. ``Ben Okafor’s inbox state``, and the way there; ``None`` where no one field would do.
    """
    reason = line.reason
    if reason in _SENDER and line.sender_id:
        field, words = _SENDER[reason]
        return f"{line.sender}’s {words}", GoTo("sender", line.sender_id, field=field)
    if reason in _CONTACT and line.contact_id:
        field, words = _CONTACT[reason]
        if field == "hubspot_owner_id":
            field = _owner_property(line, project) or field
        return f"{line.contact}’s {words}", GoTo("contact", line.contact_id, field=field)
    if reason in _CARD and line.card_id:
        field, words = _CARD[reason]
        return f"the card’s {words}", GoTo("workflow", line.workflow_id, line.card_id, field)
    return None


def _owner_property(line: LogLine, project: Project) -> str:
    """Give the property in which the card looks for the owner; empty when the card is gone or another now."""
    workflow = project.workflow(line.workflow_id)
    card = card_of(workflow, line.card_id) if workflow is not None else None
    return card.action.owner_property if card is not None and isinstance(card.action, EnrollInSequence) else ""
