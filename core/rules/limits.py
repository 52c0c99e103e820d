"""How many mails a mailbox may send: in rolling 24 hours by default, sent and scheduled mails alike.

The limits "do not reset at a specific time of day" (KB sales-email-send-limits, 13 Aug 2025) and count mails already
scheduled by earlier, new and paused enrollments (1 Aug 2024). They are counted per mailbox, not per user.

A new enrollment must fit into *every* window that would hold its first mail, so that follow-ups already promised keep
their room. A follow-up that is due looks back only: it waits until the window behind it has room.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from core.model.instant import Instant


@dataclass(frozen=True, slots=True)
class Busiest:
    """The fullest window that would hold a mail.

    Attributes:
        used: Mails counted in it, the new one not included.
        ends: Its last moment.
    """

    used: int
    ends: Instant


def count_between(times: Sequence[Instant], after: Instant, until: Instant) -> int:
    """Count the moments t with ``after < t <= until`` in an ascending list."""
    return bisect_right(times, until) - bisect_right(times, after)


def used_behind(taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, window: int) -> int:
    """Count the mails in the ``window`` seconds that end with ``at``; a mail exactly that old has left it."""
    return count_between(taken, at - window, at) + count_between(planned, at - window, at)


def busiest(taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, window: int) -> Busiest:
    """Find the fullest window of ``window`` seconds that would hold a mail at ``at``.

    Arguments:
        taken: When mails left or will leave, with a place in the queue; ascending.
        planned: When follow-ups are due that have no place yet; ascending.
        at: When the new mail would leave.
        window: Length in seconds.
    """
    best = Busiest(used_behind(taken, planned, at, window), at)
    # A window can only get fuller where it takes in one more mail, so its end is one of the mails after ``at``.
    for times in (taken, planned):
        for end in times[bisect_right(times, at) : bisect_left(times, at + window)]:
            used = used_behind(taken, planned, end, window)
            if used > best.used:
                best = Busiest(used, end)
    return best


def has_room(taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, window: int, limit: int) -> bool:
    """Say whether a mail at ``at`` keeps every window within the limit."""
    if len(taken) + len(planned) < limit:
        return True
    near = count_between(taken, at - window, at + window - 1) + count_between(planned, at - window, at + window - 1)
    # Usually all mails around fit into one window's limit together, and no window needs a look of its own.
    return near < limit or busiest(taken, planned, at, window).used < limit


def free_again(taken: Sequence[Instant], planned: Sequence[Instant], at: Instant, window: int, limit: int) -> Instant:
    """Find the first moment, not before ``at``, at which a new mail has room if nothing else is sent.

    ``limit`` mails in a row that lie closer together than a window bar every moment that shares a window with all of
    them; one pass over those rows finds the way out. With a limit of 0 there is none: the answer is then ``NEVER``.
    """
    if limit <= 0:
        return NEVER
    first = at - window
    near = sorted([*taken[bisect_right(taken, first) :], *planned[bisect_right(planned, first) :]])
    free = at
    for oldest, newest in zip(near, near[limit - 1 :], strict=False):
        if newest - window < free < oldest + window and newest - oldest < window:
            free = oldest + window
    return free


def room_behind(taken: Sequence[Instant], at: Instant, window: int, limit: int) -> bool:
    """Say whether the window that ends with ``at`` holds fewer mails than the limit; ``at`` is not before the last."""
    return len(taken) < limit or (limit > 0 and taken[-limit] <= at - window)


def free_behind(taken: Sequence[Instant], at: Instant, window: int, limit: int) -> Instant:
    """Find the first moment, not before ``at``, at which the window behind it holds fewer mails than the limit."""
    if limit <= 0:
        return NEVER
    if len(taken) < limit:
        return at
    return max(at, taken[-limit] + window)


NEVER: Instant = 1 << 40
"""An instant no rehearsal reaches; stands for "not as long as the limit is 0"."""
