"""Senders: new ones, who may send and why not, and the limits they have. The checks are those of the rehearsal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.model.changes import Edit, Noun
from core.model.problem import Problem
from core.model.project import Project
from core.model.reason import Reason
from core.model.run import Cast
from core.model.sender import InboxState, Sender
from core.model.trace import Outcome, RowKind, TraceEvent
from core.rules import rulepack
from core.rules.eligibility import sender_reason
from core.rules.sentences import detail
from core.services.edits import added
from core.services.values import zone_of_account

if TYPE_CHECKING:
    from core.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SenderChoice:
    """A sender in a list to choose from.

    Attributes:
        sender: The sender.
        qualifies: Whether sequences may be sent in this user's name (S10).
        sentence: Why not; empty when they may.
    """

    sender: Sender
    qualifies: bool
    sentence: str


def new_sender(ws: Workspace, name: str) -> Edit:
    """Build the edit that adds a user with a paid seat whose inbox was never connected."""
    sender = Sender(ws.new_id(Noun.SENDER), name.strip(), inbox_state=InboxState.NEVER)
    return added(sender, f"Add sender “{sender.name}”")


def choices(project: Project, *, automation_of: int = 0) -> list[SenderChoice]:
    """List all users to choose a sender from: those who qualify first, the others with the reason (S10).

    Arguments:
        project: The project.
        automation_of: Id of the sequence on whose Automation tab the workflow was made, 0 for none; there a
            Professional seat is enough (S5).
    """
    cast = Cast(project)
    found = []
    for sender in project.senders:
        reason = sender_reason(sender, automation_of != 0)
        found.append(SenderChoice(sender, not reason, _sentence(project, cast, sender, reason) if reason else ""))
    return sorted(found, key=lambda choice: (not choice.qualifies, choice.sender.name.casefold(), choice.sender.id))


def default_limit(project: Project) -> int:
    """Give the daily send limit of users who have none of their own (rule pack).

    Raises:
        Problem: ``BAD_RULE_PACK`` when the account names a rule pack that is not there.
    """
    return rulepack.load(project.account.rule_pack).limit_for(project.account.subscription)


def limit_of(project: Project, sender: Sender) -> int:
    """Give the daily limit that a rehearsal counts with: the sender's own or the default, or the provider's if lower.

    Raises:
        Problem: ``BAD_RULE_PACK`` when the account names a rule pack that is not there.
    """
    return rulepack.load(project.account.rule_pack).limit_of(sender, project.account.subscription)


def provider_caps(project: Project, sender: Sender) -> bool:
    """Say whether the mail provider lets through fewer mails a day than the limit under Senders.

    Raises:
        Problem: ``BAD_RULE_PACK`` when the account names a rule pack that is not there.
    """
    return limit_of(project, sender) < (default_limit(project) if sender.limit is None else sender.limit)


def default_is_assumed(project: Project) -> bool:
    """Say whether no official page states the default limit; false when the rule pack is not there."""
    try:
        assumed = rulepack.load(project.account.rule_pack).assumed
    except Problem:
        return False
    return f"limit_{project.account.subscription.value}" in assumed


def status(project: Project, sender: Sender) -> tuple[str, str]:
    """Say whether a user may send.

    Returns:
        A tone of the theme (``done``, ``waiting``, ``broken`` or ``muted``) and one sentence.
    """
    if not sender.active:
        return "muted", f"{sender.name} was deactivated."
    reason = sender_reason(sender)
    if reason and not sender_reason(sender, automation=True):
        return "waiting", f"{sender.name} can send only in workflows of a sequence’s Automation tab."
    if reason:
        # As given, which may be a draft, not as stored.
        cast = Cast(replace(project, senders=tuple(sender if s.id == sender.id else s for s in project.senders)))
        return "broken", _sentence(project, cast, sender, reason)
    limit = limit_of(project, sender)
    if limit == 0:
        return "waiting", f"{sender.name} may send no mail: the daily limit is 0."
    cap = f": {sender.provider} lets no more through" if provider_caps(project, sender) else ""
    if limit == 1:
        return "done", f"{sender.name} can send 1 mail a day{cap}."
    return "done", f"{sender.name} can send up to {limit:,} mails a day{cap}."


def _sentence(project: Project, cast: Cast, sender: Sender, reason: Reason) -> str:
    """Ask for the sentence the log has for a skip with this reason: there is one wording."""
    row = TraceEvent(0, 0, 0, RowKind.ACTION, Outcome.SKIPPED, reason, sender.id, 0, 0, 0, 0, 0)
    return detail(row, cast, zone_of_account(project))
