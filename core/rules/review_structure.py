"""What is wrong in the build of workflows and sequences: ways nobody takes, times that never come, tokens nobody knows.

Pure, like ``core.rules.review``, whose findings these join; who gathers the facts is ``core.services.review_more``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from core.model.day_names import LONG_DAYS
from core.model.fields import Value
from core.model.filter import Filter
from core.model.project import Project
from core.model.sequence import Sequence as SalesSequence
from core.model.workflow import RunWindow, Workflow
from core.rules import review_words as words
from core.rules.review import Finding, Level
from core.rules.rulepack import RulePack
from core.rules.tokens import TokenKind, find

_USER_PARTS = frozenset({"name", "firstname", "lastname", "email", "team"})
_COMPANY_PARTS = frozenset({"name", "website"})
_BRACES = re.compile(r"\{\{[^{}]{0,80}\}\}")
_WHOLE_DAY = 24 * 60

HINTS = {
    "UNREACHABLE_CARD": "Change the order or the conditions of the branches, or remove the card.",
    "MISSPELT_TOKEN": "Insert the token anew from the menu of the mail’s text.",
    "DELAY_TOO_LONG": "Shorten the delay of the step.",
    "BAD_WINDOW": "Mend the times, or remove them: actions may then run at any time.",
    "BAD_BLOCKED_DATE": "Remove it, or write it like 2026-12-25.",
}


def dead_ways(filters: Sequence[Filter]) -> dict[int, int]:
    """Find the branches nobody takes, by index, with the index of the one before that takes everybody they ask for.

    A filter without a condition takes everybody; after it, the last way ("None matched") is dead too: its index is
    the number of filters.
    """
    dead: dict[int, int] = {}
    first: dict[Filter, int] = {}
    everybody: int | None = None
    for number, asked in enumerate(filters):
        if everybody is not None:
            dead[number] = everybody
        elif asked in first:
            dead[number] = first[asked]
        first.setdefault(asked, number)
        if everybody is None and (not asked.groups or not all(asked.groups)):
            everybody = number
    if everybody is not None:
        dead[len(filters)] = everybody
    return dead


def dead_values(branches: Sequence[Sequence[Value]]) -> dict[int, int]:
    """Find the branches of which every value leads elsewhere, by index, with the index of the one that comes first."""
    dead: dict[int, int] = {}
    first: dict[Value, int] = {}
    for number, values in enumerate(branches):
        folded = [v.casefold() if isinstance(v, str) else v for v in values if v is not None and v != ""]
        owners = {first.setdefault(value, number) for value in folded}
        if owners and number not in owners:
            dead[number] = min(owners)
    return dead


def misspelt(sequence: SalesSequence, project: Project) -> tuple[str, ...]:
    """Give the tokens in the mails of a sequence that nothing can fill, as written, each once."""
    names = {p.name for p in project.properties}
    found: dict[str, None] = {}
    for step in sequence.steps:
        for text in () if step.kind.is_task else (step.subject, step.body):
            tokens = find(text)
            held = {token.raw for token in tokens}
            found |= {raw: None for raw in _BRACES.findall(text) if raw not in held}
            found |= {t.raw: None for t in tokens if not _is_known(t.kind, t.name, names)}
    return tuple(found)


def _is_known(kind: TokenKind, name: str, properties: set[str]) -> bool:
    match kind:
        case TokenKind.CONTACT:
            return name in properties
        case TokenKind.COMPANY:
            return name in _COMPANY_PARTS
        case TokenKind.OWNER | TokenKind.SENDER:
            return name in _USER_PARTS
        case _:
            return kind is TokenKind.PLACEHOLDER


def is_bad_window(window: RunWindow) -> bool:
    """Say whether a time of the week never comes."""
    return not (0 <= window.day < len(LONG_DAYS) and 0 <= window.start < window.end <= _WHOLE_DAY)


def is_bad_date(text: str) -> bool:
    """Say whether a blocked date is none: such dates are compared as texts, so only one way to write them counts."""
    try:
        return date.fromisoformat(text).isoformat() != text
    except ValueError:
        return True


def times_of(workflow: Workflow, played: bool) -> Iterator[Finding]:
    """Find bad times and dates in the settings of a workflow."""
    name = words.quoted(workflow.name)
    for window in filter(is_bad_window, workflow.settings.windows):
        when = f"{_clock(window.start)} to {_clock(window.end)}"
        day = f" on {LONG_DAYS[window.day]}" if 0 <= window.day < len(LONG_DAYS) else ""
        sentence = f"{name} may act from {when}{day}; that time never comes."
        yield _finding("BAD_WINDOW", Level.ERROR, sentence, workflow, played)
    for blocked in filter(is_bad_date, workflow.settings.blocked):
        sentence = f"{name} blocks “{blocked[:40]}”, which is no date."
        yield _finding("BAD_BLOCKED_DATE", Level.ERROR, sentence, workflow, played)


def sequence_of(
    workflow: Workflow, card: int, sequence: SalesSequence, project: Project, rules: RulePack, played: bool
) -> Iterator[Finding]:
    """Find what is wrong in the sequence that a card enrolls in: its tokens, delays and send window."""
    quoted = words.quoted(sequence.name)
    unknown = misspelt(sequence, project)
    if unknown:
        holds = f"Mails of {quoted} hold {words.joined(unknown)}, which nothing can fill"
        yield _finding(
            "MISSPELT_TOKEN", Level.WARNING, f"{holds}; it stays empty or as written.", workflow, played, card
        )
    longest = max((step.delay_days for step in sequence.steps), default=0)
    if longest > rules.max_delay_days:
        note = " (assumed)" if "max_delay_days" in rules.assumed else ""
        sentence = f"A step of {quoted} waits {longest:,} days; a step may wait at most {rules.max_delay_days:,}{note}."
        yield _finding("DELAY_TOO_LONG", Level.WARNING, sentence, workflow, played, card)
    start, end = sequence.settings.window_start, sequence.settings.window_end
    if end < start:
        sentence = f"The send window of {quoted} ends at {_clock(end)}, before it starts at {_clock(start)}."
        yield _finding("BAD_WINDOW", Level.ERROR, sentence, workflow, played, card)


def unreachable(workflow: Workflow, card: int, title: str, branch: str, other: str, played: bool) -> Finding:
    """Give the finding of a card below a branch that nobody takes.

    Arguments:
        workflow: The workflow.
        card: The first card below the branch.
        title: What it is called.
        branch: The branch nobody takes.
        other: The branch before it that takes them all.
        played: Whether the workflow takes part in the next rehearsal.
    """
    sentence = (
        f"{words.quoted(title)} in {words.quoted(workflow.name)} is never reached: all that could take the branch "
        f"{words.quoted(branch)} take {words.quoted(other)}, which comes first."
    )
    return _finding("UNREACHABLE_CARD", Level.WARNING, sentence, workflow, played, card)


def _finding(code: str, level: Level, sentence: str, workflow: Workflow, played: bool, card: int = 0) -> Finding:
    return Finding(code, level, sentence, workflow.id, card, hint=HINTS[code], played=played)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
