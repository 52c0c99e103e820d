"""What kind of property a column of a contact list could become, judged by its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC

from core.exchange.texts import NotReadable, read_bool, read_moment, read_number, slashed_order
from core.model.contact import PropertyDefinition, PropertyType
from core.model.problem import Problem
from core.rules.addresses import is_address

_ONLY_DIGITS = re.compile(r"0\d+|\+\d[\d ]*|\d{10,}")
"""Digits that are a code or a telephone number: as a number they would lose something."""
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_MOST_OPTIONS = 12
_WORDS = frozenset({"yes", "no", "true", "false", "y", "n"})
MOST_OPTIONS = 200
"""More different texts than this in a column are no options to choose from."""


def type_of(samples: Sequence[str]) -> PropertyType:
    """Guess a property's type by some cells; text when in doubt.

    Arguments:
        samples: Cells that are not blank, from all over the column.
    """
    texts = [text.strip() for text in samples if text.strip()]
    if not texts:
        return PropertyType.TEXT
    if {text.casefold() for text in texts} <= _WORDS and _all_read(texts, read_bool):
        return PropertyType.BOOL
    if all(map(is_address, texts)):
        return PropertyType.EMAIL
    if not any(map(_ONLY_DIGITS.fullmatch, texts)) and _all_read(texts, read_number):
        return PropertyType.NUMBER
    # Which order the dates have is asked when the column is read; here it is enough that they are dates in one.
    day_first = slashed_order(texts)[1] or False
    if _all_read(texts, lambda text: read_moment(text, UTC, day_first)):
        return PropertyType.DATETIME if any(map(_CLOCK.search, texts)) else PropertyType.DATE
    different = len(set(texts))
    return PropertyType.ENUM if 2 <= different <= _MOST_OPTIONS and len(texts) >= 4 * different else PropertyType.TEXT


def name_of(label: str, taken: Iterable[str]) -> str:
    """Make a free internal name of a label: lower case, digits and underscores."""
    plain = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_") or "column"
    plain = f"p_{plain}" if plain[0].isdigit() else plain
    used = set(taken)
    number = 2
    name = plain
    while name in used:
        name = f"{plain}_{number}"
        number += 1
    return name


def options_of(cells: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Give the options a column's cells are, as (value, label), in the order they first come.

    Raises:
        Problem: ``TOO_MANY_OPTIONS``.
    """
    labels: dict[str, str] = {}
    for cell in cells:
        text = cell.strip()
        if text and text.casefold() not in labels:
            labels[text.casefold()] = text
            if len(labels) > MOST_OPTIONS:
                raise Problem(
                    "TOO_MANY_OPTIONS",
                    f"A column to choose from has more than {MOST_OPTIONS} different values.",
                    hint="Take it in as text.",
                )
    names: dict[str, str] = {}
    for label in labels.values():
        names[name_of(label, names)] = label
    return tuple(names.items())


def new_property(label: str, samples: Sequence[str], taken: Iterable[str]) -> PropertyDefinition:
    """Give the property a column could become; its id is 0, and options are found when the whole file is read."""
    return PropertyDefinition(name_of(label, taken), label, type_of(samples), custom=True)


def _all_read(texts: Sequence[str], read: Callable[[str], object]) -> bool:
    try:
        for text in texts:
            read(text)
    except (NotReadable, Problem):
        return False
    return True
