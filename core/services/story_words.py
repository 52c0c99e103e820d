"""The sentences of a story: what a row of the log tells, in words that need no other column.

The facts of a row become words once, in ``core.rules.sentences``; here those words become whole sentences about the
contact, with who did what. Not here: days and clocks (``core.services.story``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.actions.names import Names
from core.actions.set_property import SetProperty
from core.model.event import EventKind
from core.model.run import Cast
from core.model.trace import Outcome, RowKind
from core.services.log_lines import LogLine
from core.services.place_words import place_title

_DEEDS = {
    EventKind.FORM_SUBMITTED: "submitted a form",
    EventKind.MEETING_BOOKED: "booked a meeting",
    EventKind.REPLIED: "replied",
    EventKind.UNSUBSCRIBED: "unsubscribed",
    EventKind.CONTACT_CREATED: "was created",
    EventKind.LIST_JOINED: "joined a list",
    EventKind.OPENED: "opened an email",
    EventKind.CLICKED: "clicked a link in an email",
    EventKind.ENROLLED_BY_HAND: "was enrolled by hand",
    EventKind.UNENROLLED_BY_HAND: "was unenrolled by hand",
}
"""What a contact does; of other events the label says enough."""
_LABELS = {kind.label: words for kind, words in _DEEDS.items()}


def sentence_of(line: LogLine, cast: Cast) -> str:
    """Tell a row in a sentence that needs no other column."""
    say = {
        RowKind.EVENT: _event, RowKind.TRIGGER: _trigger, RowKind.MAIL: _mail, RowKind.TASK: _task,
        RowKind.SEQUENCE: _sequence,
    }.get(line.kind)  # fmt: skip
    told = say(line) if say is not None else _action(line, cast)
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def _event(line: LogLine) -> str:
    if not line.contact_id:
        return line.detail
    label, colon, about = line.detail.removesuffix(".").partition(": ")
    bare, with_, whom = label.partition(" with ")
    did = _LABELS.get(bare)
    if did is None:
        return f"{line.contact}: {line.detail[:1].lower()}{line.detail[1:]}"
    return f"{line.contact} {did}{with_}{whom}{colon}{about}"


def _trigger(line: LogLine) -> str:
    if line.outcome is Outcome.ENTERED:
        return f"{line.contact} entered {_quoted(line.workflow)}"
    if line.outcome is Outcome.LEFT:
        return f"{line.contact} {_lower(line.detail)}"
    return f"{line.contact} did not enter {_quoted(line.workflow)}. {line.detail}"


def _mail(line: LogLine) -> str:
    step = _step(line)
    if line.outcome is not Outcome.DONE:
        by = f" from {line.sender}" if line.sender else ""
        facts = line.detail.replace("put off: ", "", 1)
        return f"{step}{by} was {_PAST[line.outcome]}: {_lower(line.reason.title)}. {facts}"
    who = line.sender or "The sender"
    # “Subject” sent. · “Subject” went out with the text of a placeholder token.
    what, tokens = line.detail.removesuffix(" sent."), ""
    if " went out with " in line.detail:
        what, _, tokens = line.detail.partition(" went out with ")
        tokens = f", with {tokens.removesuffix('.')} in it"
    return f"{who} sent {what if what.startswith('“') else _lower(what)} ({_lower(step)}){tokens}"


def _task(line: LogLine) -> str:
    if line.outcome is not Outcome.DONE:
        return f"{_step(line)} was {_PAST[line.outcome]}: {_lower(line.reason.title)}. {line.detail}"
    # Call task: Ring them — created for Mia Laine.
    name, dash, what = line.detail.removesuffix(".").rpartition(" — ")
    return f"A task was {what}: {name} ({_lower(_step(line))})" if dash else f"{_step(line)}: {line.detail}"


def _sequence(line: LogLine) -> str:
    was = "was " if line.detail.startswith("Taken") else ""
    return f"{line.contact} {was}{_lower(line.detail)}" if line.detail else f"{line.contact} left {line.sequence}"


def _action(line: LogLine, cast: Cast) -> str:
    card = cast.card_at(line.place)
    kind = card.action.kind if card is not None else ""
    title = _quoted(place_title(cast, line.place) or line.action)
    if line.outcome is Outcome.DONE:
        done = _DONE.get("branch" if card is not None and card.branches else kind)
        if done is not None:
            return done(line)
        if card is not None and isinstance(card.action, SetProperty):
            became = card.action.summary(Names(cast.project)).replace(" → ", " to ", 1)
            return f"{_quoted(line.workflow)} set {became} for {line.contact}"
        within = f" in {_quoted(line.workflow)}" if line.workflow else ""
        return f"{title}{within}: {line.detail}" if line.detail else f"{title}{within} was done"
    if kind == "enroll_in_sequence" and line.outcome is Outcome.SKIPPED:
        into = f" in {_quoted(line.sequence)}" if line.sequence else " in a sequence"
        why = f"Already {_lower(line.detail)}" if line.detail.startswith("In “") else line.detail
        return f"{_quoted(line.workflow)} did not enroll {line.contact}{into}. {why}"
    return f"{title} in {_quoted(line.workflow)} was {_PAST[line.outcome]}. {line.detail or line.reason.title}"


def _enrolled(line: LogLine) -> str:
    # Welcome, first mail 09:02. · Welcome, first mail Mon 12 Jan 09:02. · Welcome, first task at once.
    first = line.detail.rpartition(", ")[2].removesuffix(".")
    when = first.removeprefix("first mail ")
    goes = f"the first mail goes out {'at' if when[:1].isdigit() else 'on'} {when}" if when != first else f"the {first}"
    by = f", with {line.sender} as the sender" if line.sender else ""
    return f"{_quoted(line.workflow)} enrolled {line.contact} in {_quoted(line.sequence)}{by}; {goes}"


def _waits(line: LogLine) -> str:
    return f"{line.contact} waits in {_quoted(line.workflow)} {line.detail.removeprefix('Waits ')}"


def _who(verb: str) -> Callable[[LogLine], str]:
    return lambda line: f"{line.contact} {verb}{_lower(line.detail)}"


def _branch(line: LogLine) -> str:
    went = line.detail.replace("Goes on with", "went on with", 1)
    return f"{line.contact} {went.removesuffix('.')} in {_quoted(line.workflow)}" if went else f"{line.contact} went on"


_DONE: Mapping[str, Callable[[LogLine], str]] = {
    "enroll_in_sequence": _enrolled,
    "unenroll_from_sequence": lambda line: (
        f"{_quoted(line.workflow)} took {line.contact} out of {_quoted(line.sequence)}, "
        f"in it since {line.detail.rpartition(' since ')[2]}"
    ),
    "delay": _waits,
    "delay_until": _waits,
    "delay_until_event": _waits,
    "branch": _branch,
    "rotate_owner": lambda line: _who("" if line.detail.startswith("Keeps") else "was ")(line),
    "create_task": lambda line: f"A task was created: {line.detail}",
    "notification": lambda line: f"A notification was {_lower(line.detail)}",
    "add_to_list": _who("was "),
    "remove_from_list": _who("was "),
    "go_to_workflow": _who("was "),
    "add_note": lambda line: f"A note was added to {line.contact}",
}
"""What an action did, by its kind; of others the card's own words are told."""
_PAST = {
    Outcome.DONE: "done",
    Outcome.SKIPPED: "skipped",
    Outcome.DEFERRED: "put off",
    Outcome.FAILED: "tried and failed",
    Outcome.ENTERED: "entered",
    Outcome.LEFT: "left",
}


def _step(line: LogLine) -> str:
    what = f"Step {line.step}" if line.step else line.action
    return f"{what} of {_quoted(line.sequence)}" if line.sequence else what


def _quoted(text: str) -> str:
    return f"“{text}”"


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
