"""What ends an enrollment when something happens to a contact (KB unenroll-from-sequence, 7 Nov 2025)."""

from __future__ import annotations

from core.model.event import EventKind
from core.model.reason import Reason
from core.model.sequence import SequenceSettings

_COLLEAGUE = {Reason.REPLIED: Reason.COLLEAGUE_REPLIED, Reason.MEETING_BOOKED: Reason.COLLEAGUE_BOOKED}
_ENDS = {
    EventKind.REPLIED: Reason.REPLIED,
    EventKind.MEETING_BOOKED: Reason.MEETING_BOOKED,
    EventKind.UNSUBSCRIBED: Reason.UNSUBSCRIBED,
    EventKind.BOUNCED: Reason.BOUNCED,
}


def exit_reason(kind: EventKind, settings: SequenceSettings, sender: int, booked_with: int) -> Reason:
    """Say why an event ends an enrollment, ``NONE`` when it does not.

    A reply ends it when the setting says so. A meeting does when it was booked with the sender who enrolled the
    contact, or through a link in a mail. Unsubscribing and bouncing always do.

    Arguments:
        kind: What happened.
        settings: The sequence's settings.
        sender: Id of the enrollment's sender.
        booked_with: For a meeting: id of the user it is with, 0 when it came through a link.
    """
    if kind is EventKind.REPLIED and not settings.unenroll_on_reply:
        return Reason.NONE
    if kind is EventKind.MEETING_BOOKED and not (settings.unenroll_on_meeting and booked_with in (0, sender)):
        return Reason.NONE
    return _ENDS.get(kind, Reason.NONE)


def colleague_reason(kind: EventKind, settings: SequenceSettings, sender: int, booked_with: int) -> Reason:
    """Say why an event ends the enrollment of somebody at the same company, ``NONE`` when it does not.

    A reply or meeting does where it would end the contact's own, and the sequence is account-based (the "same company"
    checkbox). Arguments as in ``exit_reason``, those of the colleague's enrollment.
    """
    if not settings.account_based:
        return Reason.NONE
    return _COLLEAGUE.get(exit_reason(kind, settings, sender, booked_with), Reason.NONE)
