"""Examples of the language that filters the log (``log_terms``), with the names of the run they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.model.reason import Reason
from core.rules.calendar import local_date
from core.rules.log_filter import quoted
from core.services.log_lines import Reader

SIGNS = (
    "= is · != is not · ~ contains · < <= > >= compare · in (a, b) any of · and, or, not, ( ) combine · "
    "“…” around values with spaces"
)
"""The signs of the language, on one line."""


@dataclass(frozen=True, slots=True)
class Example:
    """A filter that can be typed.

    Attributes:
        text: The filter.
        meaning: What it shows.
    """

    text: str
    meaning: str


def examples(reader: Reader, reasons: Sequence[Reason] = ()) -> tuple[Example, ...]:
    """Give filters that find something in most runs.

    Arguments:
        reader: The run.
        reasons: Its reasons, the most frequent first.
    """
    two = [reason.name for reason in (*reasons, Reason.OWNER_EMPTY, Reason.BOUNCED)]
    two = list(dict.fromkeys(two))[:2]
    sender = next((sender.name for sender in reader.cast.senders.values()), "Ana Ruiz")
    sequence = next((found.name for found in reader.cast.sequences.values()), "Welcome")
    first_day = local_date(reader.settings.start, reader.zone)
    return (
        Example(sender.split()[0].casefold(), "a word: in contact, card, sender, reason …"),
        Example("outcome=skipped", "whatever was skipped"),
        Example(f"reason in ({', '.join(two)})", "one of several reasons"),
        Example(f"sender={quoted(sender)} and day<=3", "one sender, on the first three days"),
        Example(f"sequence~{quoted(sequence.split()[0])} and not kind=task", "part of a name, and what to leave out"),
        Example(f"(date>={first_day.isoformat()} and time>=16:00) or step=2", "dates, times of day, steps"),
        Example("mailgap<24", "mails within 24 hours of another to that contact"),
    )
