"""Columns whose header is no known name: matched by the words in it and by what their cells hold.

Known names are ``core.exchange.csv_header``; a person may change every match before anything is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.exchange.csv_header import Column, columns_of, known_names
from core.exchange.texts import slashed_order
from core.exchange.values import reader_for
from core.model.contact import PropertyType
from core.model.problem import Problem
from core.model.project import Project
from core.rules.addresses import is_address

_MAIL_WORDS = frozenset(
    {"email", "mail", "emails", "emailaddress", "emailadresse", "mailadresse", "mailaddress", "courriel", "correo"}
)
_OTHERS_WORDS = frozenset({"owner", "manager", "sender", "rep", "opiekun", "besitzer", "responsable"})
"""Words of columns that hold the addresses of users, not of contacts."""
_SPLIT_MAIL = re.compile(r"\be[\s_-]+mail", re.IGNORECASE)
_DATES = (PropertyType.DATE, PropertyType.DATETIME)
_ENOUGH = 0.5
_PLAIN_TO_SEE = 0.8
"""Share of the cells that must be addresses: with a word for it in the header, and without."""


def matched(header: Sequence[str], samples: Sequence[Sequence[str]], project: Project) -> tuple[Column, ...]:
    """Match a header row: by known names first, then by words and cells.

    Arguments:
        header: The header row.
        samples: Some cells of each column that are not blank.
        project: Knows the properties.
    """
    known = known_names(project)
    columns = {column.index: column for column in columns_of(header, known)}
    taken = {column.property for column in columns.values()}
    by_words = {" ".join(_words(name)): meant for name, meant in known.items()}
    for index, column in columns.items():
        meant = by_words.get(" ".join(_words(column.header)), "")
        if not column.property and meant and meant not in taken:
            columns[index] = Column(index, column.header, meant)
            taken.add(meant)
    if "email" not in taken and (found := _email_column(columns, samples)) is not None:
        columns[found] = Column(found, columns[found].header, "email")
    for index, column in columns.items():
        meant = "" if column.property else _by_part(column.header, samples[index], project)
        if meant and meant not in taken:
            columns[index] = Column(index, column.header, meant)
            taken.add(meant)
    return tuple(columns.values())


def with_orders(
    columns: tuple[Column, ...],
    samples: Callable[[], Sequence[Sequence[str]]],
    project: Project,
    chosen: Mapping[int, bool],
) -> tuple[Column, ...]:
    """Give columns of dates with the order of day and month: as chosen, else as their cells show it.

    Arguments:
        columns: The columns.
        samples: Gives cells of each column that are not blank; called only when some column needs them.
        project: Knows the properties.
        chosen: Position of a column to whether its dates begin with the day.
    """
    dates = {p.name for p in project.properties if p.type in _DATES}
    if not any(column.property in dates for column in columns):
        return columns
    cells = samples()

    def ordered(column: Column) -> Column:
        if column.property not in dates:
            return column
        at = column.index
        return replace(column, day_first=chosen[at] if at in chosen else slashed_order(cells[at])[1])

    return tuple(map(ordered, columns))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _SPLIT_MAIL.sub("email", text.casefold()))


def _email_column(columns: Mapping[int, Column], samples: Sequence[Sequence[str]]) -> int | None:
    """Give the column that holds the contacts' addresses, ``None`` when none does."""
    best: tuple[bool, float, int] | None = None
    for index, column in columns.items():
        words = set(_words(column.header))
        if column.property or words & _OTHERS_WORDS or not samples[index]:
            continue
        share = sum(is_address(cell.strip()) for cell in samples[index]) / len(samples[index])
        named = bool(words & _MAIL_WORDS)
        if share >= (_ENOUGH if named else _PLAIN_TO_SEE):
            best = max(best or (False, 0.0, 0), (named, share, -index))
    return None if best is None else -best[2]


def _by_part(header: str, cells: Sequence[str], project: Project) -> str:
    """Give the one property whose label has all words of a header, if most cells can be its values.

    Texts are not matched so: any cell can be one.
    """
    words = set(_words(header))
    found = [p for p in project.properties if words and words <= set(_words(p.label))]
    if len(found) != 1 or found[0].type in (PropertyType.TEXT, PropertyType.EMAIL) or not cells:
        return ""
    read = reader_for(found[0], project, slashed_order(cells)[1] or False)
    good = 0
    for cell in cells:
        try:
            good += read(cell) is not None
        except Problem:
            continue
    return found[0].name if good / len(cells) >= _ENOUGH else ""
