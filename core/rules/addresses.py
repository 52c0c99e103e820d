"""What an e-mail address is. Forms, imports and check 6 of an enrollment all ask here."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

_LOCAL = re.compile(r"[^\s@,;:<>()\[\]\"\\]{1,64}")
_ORDINARY = re.compile(r"(?:[A-Za-z0-9.+_-]{1,64}+@(?:[A-Za-z0-9]{1,12}+[.-]){1,4}+(?<=\.)[A-Za-z]{2,20}+\n)*+")
"""Lines that are the ordinary kind of address, as many as there are; a part of what the two others here allow."""
_DOMAIN = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")


def is_address(text: str) -> bool:
    """Say whether a text looks like an e-mail address; forms, imports and the run all ask this."""
    local, _, domain = text.rpartition("@")
    return len(text) <= 254 and _LOCAL.fullmatch(local) is not None and _is_domain(domain)


def are_addresses(texts: Collection[str]) -> bool:
    """Say whether all of many texts look like e-mail addresses; quick where they are ordinary ones.

    Ordinary ones are recognized many at a time, in one go of the expression; ``is_address`` has the word on the rest.
    """
    joined = "\n".join((*texts, ""))
    if joined.count("\n") > len(texts):
        return all(map(is_address, texts))
    at = 0
    while (found := _ORDINARY.match(joined, at)) and found.end() < len(joined):
        end = joined.index("\n", found.end())
        if not is_address(joined[found.end() : end]):
            return False
        at = end + 1
    return True


@lru_cache(maxsize=4096)
def _is_domain(text: str) -> bool:
    """Remembered, because a list has far fewer domains than contacts."""
    return _DOMAIN.fullmatch(text) is not None
