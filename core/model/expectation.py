"""What a person expects of every rehearsal of a workflow. Kept with the workflow; checked by ``core.services``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ExpectationKind(Enum):
    """What is counted."""

    ROWS = "rows"
    MAIL_GAP = "mail_gap"


class Bound(Enum):
    """How a count is compared."""

    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"

    def holds(self, found: int, wanted: int) -> bool:
        """Say whether a count is as it should be."""
        if self is Bound.EXACTLY:
            return found == wanted
        return found >= wanted if self is Bound.AT_LEAST else found <= wanted


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must hold in every rehearsal.

    Attributes:
        kind: Rows of the workflow are counted, or the time between two mails of one contact is measured.
        filter: For ``ROWS``: which rows, in the language of ``core.rules.log_filter``.
        bound: For ``ROWS``: how their number is compared.
        number: For ``ROWS``: with what.
        hours: For ``MAIL_GAP``: no contact gets two mails in so many hours, whichever workflow sends them.
    """

    kind: ExpectationKind = ExpectationKind.ROWS
    filter: str = ""
    bound: Bound = Bound.EXACTLY
    number: int = 0
    hours: int = 24
