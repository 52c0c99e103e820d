"""Names for new things that nothing else of their kind has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

_COPY = re.compile(r" \(copy(?: \d+)?\)$")


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Give the name, or the name with the first free number after it: ``Welcome``, ``Welcome 2``."""
    used = {name.casefold() for name in taken}
    if wanted.casefold() not in used:
        return wanted
    return next(name for n in count(2) if (name := f"{wanted} {n}").casefold() not in used)


def copy_name(original: str, taken: Iterable[str]) -> str:
    """Give a copy's name: ``Welcome (copy)``, then ``Welcome (copy 2)``; a copy of a copy counts on."""
    used = {name.casefold() for name in taken}
    stem = _COPY.sub("", original)
    names = (f"{stem} (copy)" if n == 1 else f"{stem} (copy {n})" for n in count(1))
    return next(name for name in names if name.casefold() not in used)
