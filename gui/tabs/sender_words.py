"""What the Senders tab says of a sender: columns, names of inboxes, who shares a mailbox, where a sender is used.

Pure but for reading the workspace; not here: widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.model.problem import Problem
from core.model.project import Project
from core.model.sender import InboxKind, InboxState, Sender
from core.services import senders
from gui import text
from gui.tables.paged import Column
from gui.tabs.instant import load_tone
from gui.theme import Tone

if TYPE_CHECKING:
    from core.services.instants import MailboxAt

INBOX_KINDS: dict[InboxKind, str] = {InboxKind.PERSONAL: "Personal", InboxKind.TEAM: "Team"}
"""Names of the kinds of inbox on screen."""

INBOX_STATES: dict[InboxState, str] = {
    InboxState.CONNECTED: "Connected",
    InboxState.DISCONNECTED: "Disconnected",
    InboxState.NEVER: "Never connected",
}
"""Names of the states of an inbox on screen."""


_LOAD_TIP = "In the rehearsal, at the instant shown"


def shared_with(project: Project, sender: Sender) -> list[Sender]:
    """Give the other senders whose mails leave from the same mailbox."""
    if not sender.sends_from:
        return []
    return [s for s in project.senders if s.id != sender.id and s.sends_from == sender.sends_from]


def without_name(sentence: str, name: str) -> str:
    """Take the name off the front of a sentence that stands beside it, and begin with a capital then."""
    for start in (f"{name}’s ", f"{name} "):
        if name and sentence.startswith(start):
            rest = sentence.removeprefix(start)
            return rest[:1].upper() + rest[1:]
    return sentence


def status_of(project: Project, sender: Sender) -> tuple[Tone, str]:
    """Say whether a user may send, and why not; a rule pack that is not there is told, not raised."""
    try:
        tone, sentence = senders.status(project, sender)
    except Problem as problem:
        return Tone.BROKEN, problem.sentence
    return Tone(tone) if tone in set(Tone) else Tone.MUTED, sentence


def default_limit_of(project: Project) -> int | None:
    """Give the limit of users without one of their own, ``None`` when the rule pack is not there."""
    try:
        return senders.default_limit(project)
    except Problem:
        return None


def default_sentence(project: Project) -> str:
    """Say what an empty limit means, e.g. ``the subscription’s default, 1,000 a day (assumed)``."""
    note = " (assumed)" if senders.default_is_assumed(project) else ""
    return f"the subscription’s default, {default_words(project)} a day{note}"


def team_names(project: Project) -> list[str]:
    """Name the teams senders are in."""
    return sorted({sender.team for sender in project.senders if sender.team}, key=str.casefold)


def default_words(project: Project) -> str:
    """Say the limit of users without one of their own, e.g. ``1,000``."""
    default = default_limit_of(project)
    return "unknown" if default is None else text.number(default)


def inbox_words(sender: Sender) -> str:
    """Say which inbox it is and how it is, e.g. ``Personal · connected``."""
    kind = "Personal" if sender.inbox_kind is InboxKind.PERSONAL else "Team"
    return f"{kind} · {INBOX_STATES[sender.inbox_state].lower()}"


def limit_words(project: Project, sender: Sender) -> str:
    """Say the daily limit, e.g. ``1,000 (default)``, ``50``, ``0 (none)``, ``500 (Gmail (free))``."""
    default, limit = default_limit_of(project), _limit(project, sender)
    # Without a rule pack a limit of the sender's own is all that is known.
    if default is not None and limit is not None and senders.provider_caps(project, sender):
        return f"{text.number(limit)} ({sender.provider})"
    if sender.limit is None:
        return f"{default_words(project)} (default)"
    return f"{text.number(sender.limit)} (none)" if sender.limit == 0 else text.number(sender.limit)


def _limit(project: Project, sender: Sender) -> int | None:
    try:
        return senders.limit_of(project, sender)
    except Problem:
        return sender.limit


def sender_columns(
    project: Callable[[], Project], load: Callable[[int], MailboxAt | None] = lambda _: None
) -> list[Column[Sender]]:
    """Make the columns of the senders' table; ``load`` says how full a sender's mailbox is at the instant shown."""

    def full(sender: Sender) -> str:
        found = load(sender.id)
        return found.words if found is not None else ""

    def full_tone(sender: Sender) -> Tone | None:
        found = load(sender.id)
        return load_tone(found) if found is not None and found.is_near else None

    def tone(sender: Sender) -> Tone:
        return status_of(project(), sender)[0]

    def state(sender: Sender) -> str:
        return without_name(status_of(project(), sender)[1], sender.name)

    def mailbox(sender: Sender) -> str:
        others = shared_with(project(), sender)
        return f"{sender.sends_from} · shared with {len(others)}" if others else sender.sends_from

    def mailbox_tip(sender: Sender) -> str:
        others = shared_with(project(), sender)
        return f"Shares its limit with {text.join_words([s.name for s in others])}" if others else ""

    return [
        Column("name", "Name", lambda s: s.name or "No name", width=120, grows=True),
        Column("state", "Can send?", state, tone=tone, width=312, grows=True, tip=lambda s: status_of(project(), s)[1]),
        Column("load", "Sent in 24 h", full, tone=full_tone, width=120, tip=lambda _: _LOAD_TIP),
        Column("seat", "Seat", lambda s: s.seat.label, width=180, grows=True, tip=lambda s: s.seat.label),
        Column("inbox", "Inbox", inbox_words, width=180, grows=True, tip=inbox_words),
        Column("limit", "Daily limit", lambda s: limit_words(project(), s), width=130, number=True),
        Column("email", "Email", lambda s: s.email, width=190, grows=True),
        Column("mailbox", "Mailbox", mailbox, width=220, grows=True, tip=mailbox_tip),
        Column("team", "Team", lambda s: s.team, width=110),
        Column("time_zone", "Time zone", lambda s: s.time_zone, width=140, hidden=True),
        Column("provider", "Provider", lambda s: s.provider, width=100, hidden=True),
    ]  # fmt: skip


def sort_key(project: Project, key: str) -> Callable[[Sender], tuple[object, ...]]:
    """Give what to sort senders by for a column; limits sort as numbers, the rest as words."""
    if key == "limit":
        return lambda s: (_limit(project, s) or 0, s.name.casefold())
    if key == "state":
        return lambda s: (status_of(project, s)[1].casefold(), s.name.casefold())
    columns = {column.key: column for column in sender_columns(lambda: project)}
    chosen = columns.get(key, columns["name"])
    return lambda s: (chosen.text(s).casefold(), s.name.casefold(), s.id)


def matches(sender: Sender, words: str) -> bool:
    """Say whether every word of a search is somewhere in a sender's name, address, team or seat."""
    heap = f"{sender.name} {sender.email} {sender.mailbox} {sender.team} {sender.seat.label}".casefold()
    return all(word in heap for word in words.casefold().split())
