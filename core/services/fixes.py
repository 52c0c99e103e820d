"""One-click fixes: the edit that mends what a review found, where there is one that does no harm.

A fix never guesses what a person wants to say or whom to leave out: crowds, texts and empty branches have none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from core.actions.enroll_in_sequence import EnrollInSequence, SenderType
from core.model import tree
from core.model.changes import Edit, Put
from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxState
from core.model.sequence import Sequence
from core.model.workflow import Workflow
from core.rules import rulepack
from core.rules.calendar import zone_of
from core.rules.review import Finding
from core.rules.review_structure import is_bad_date, is_bad_window
from core.services.edits import changed
from core.services.senders import choices

if TYPE_CHECKING:
    from core.services.workspace import Workspace


def fix_for(ws: Workspace, finding: Finding) -> Edit | None:
    """Give the edit that mends a finding; ``None`` when there is none, or what was found is no longer so.

    Arguments:
        ws: The workspace as it is now.
        finding: What the review found.
    """
    make = _FIXES.get(finding.code)
    return make(ws.project(), finding) if make else None


def _restore_sequence(project: Project, finding: Finding) -> Edit | None:
    sequence = _sequence(project, finding)
    if sequence is None or sequence.deleted is None:
        return None
    return changed(sequence, replace(sequence, deleted=None), f"Restore sequence “{sequence.name}”")


def _switch_sender(project: Project, finding: Finding) -> Edit | None:
    workflow, action = _enrolling(project, finding)
    if workflow is None or action is None or action.sender_type is SenderType.CONTACT_OWNER:
        return None
    automation = workflow.sequence if workflow.sequence == action.sequence else 0
    fits = [c.sender for c in choices(project, automation_of=automation) if c.qualifies]
    if any(sender.id == action.sender for sender in fits):
        return None
    fit = next(iter(fits), None)
    if fit is None:
        after = replace(action, sender_type=SenderType.CONTACT_OWNER)
        title = "Send by contact owner"
    else:
        after = replace(action, sender=fit.id)
        title = f"Send by {fit.name}"
    return changed(workflow, tree.change(workflow, finding.card_id, action=after), title)


def _connect_inboxes(project: Project, finding: Finding) -> Edit | None:
    wanted = set(finding.people)
    lost = [s for s in project.senders if s.id in wanted and s.inbox_state is not InboxState.CONNECTED]
    if not lost:
        return None
    puts = tuple(Put(s, replace(s, inbox_state=InboxState.CONNECTED, inbox_changed=None)) for s in lost)
    return Edit(f"Connect the inbox of {lost[0].name}" if len(lost) == 1 else f"Connect {len(lost)} inboxes", puts)


def _shorten_delays(project: Project, finding: Finding) -> Edit | None:
    sequence = _sequence(project, finding)
    if sequence is None:
        return None
    most = rulepack.load(project.account.rule_pack).max_delay_days
    steps = tuple(replace(step, delay_days=min(step.delay_days, most)) for step in sequence.steps)
    if steps == sequence.steps:
        return None
    return changed(sequence, replace(sequence, steps=steps), f"Shorten delays to {most} days")


def _mend_window(project: Project, finding: Finding) -> Edit | None:
    """Remove times that never come; a send window of a sequence gets its two ends in order."""
    if finding.card_id:
        sequence = _sequence(project, finding)
        if sequence is None or sequence.settings.window_end >= sequence.settings.window_start:
            return None
        settings = sequence.settings
        swapped = replace(settings, window_start=settings.window_end, window_end=settings.window_start)
        return changed(sequence, replace(sequence, settings=swapped), "Swap start and end of the send window")
    workflow = project.workflow(finding.workflow_id)
    if workflow is None:
        return None
    kept = tuple(window for window in workflow.settings.windows if not is_bad_window(window))
    return _settings(workflow, "Remove times that never come", windows=kept)


def _remove_dates(project: Project, finding: Finding) -> Edit | None:
    workflow = project.workflow(finding.workflow_id)
    if workflow is None:
        return None
    kept = tuple(day for day in workflow.settings.blocked if not is_bad_date(day))
    return _settings(workflow, "Remove what is no date", blocked=kept)


def _settings(workflow: Workflow, title: str, **fields: object) -> Edit | None:
    settings = replace(workflow.settings, **fields)  # type: ignore[arg-type]
    return None if settings == workflow.settings else changed(workflow, replace(workflow, settings=settings), title)


def _newest_pack(project: Project, _: Finding) -> Edit | None:
    names = rulepack.names()
    account = project.account
    if not names or account.rule_pack in names:
        return None
    return changed(account, replace(account, rule_pack=names[-1]), f"Use rule pack {names[-1]}")


def _plain_zone(project: Project, _: Finding) -> Edit | None:
    account = project.account
    try:
        zone_of(account.time_zone)
    except Problem:
        pass
    else:
        return None
    return changed(account, replace(account, time_zone="UTC"), "Set the account’s time zone to UTC")


def _enrolling(project: Project, finding: Finding) -> tuple[Workflow | None, EnrollInSequence | None]:
    workflow = project.workflow(finding.workflow_id)
    card = tree.card_of(workflow, finding.card_id) if workflow else None
    action = card.action if card else None
    return workflow, action if isinstance(action, EnrollInSequence) else None


def _sequence(project: Project, finding: Finding) -> Sequence | None:
    _, action = _enrolling(project, finding)
    return project.sequence(action.sequence) if action else None


_FIXES: dict[str, Callable[[Project, Finding], Edit | None]] = {
    "SEQUENCE_DELETED": _restore_sequence,
    "SENDER_MISSING": _switch_sender,
    "SENDER_DEACTIVATED": _switch_sender,
    "SENDER_NO_SEAT": _switch_sender,
    "INBOX_NOT_PERSONAL": _switch_sender,
    "INBOX_NOT_CONNECTED": _connect_inboxes,
    "DELAY_TOO_LONG": _shorten_delays,
    "BAD_WINDOW": _mend_window,
    "BAD_BLOCKED_DATE": _remove_dates,
    "BAD_RULE_PACK": _newest_pack,
    "BAD_TIME_ZONE": _plain_zone,
}
